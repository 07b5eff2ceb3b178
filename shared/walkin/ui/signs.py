"""Bullets, boxes and signs, with a replacement on the Linux console, whose font has only code page 437."""

from __future__ import annotations

import os
from typing import NamedTuple

IS_CONSOLE = os.environ.get("TERM") == "linux"

CONSOLE_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‘’‚", "'"),
        "…": "~",
        "‹": "<",
        "›": ">",
        "✗": "x",
        "×": "x",
        "★": "*",
        "◂": "◄",
        "▸": "►",
    }
)
"""Replacements, of the same width, for characters that the console's font lacks."""

FULL, EMPTY = ("■", "·") if IS_CONSOLE else ("●", "○")
"""The bullets of a step that is done or an option that is chosen, and of others."""


class ChoiceSign(NamedTuple):
    """The sign before a choice, one cell wide."""

    unchosen: str
    chosen: str


ONE_OF_MANY = ChoiceSign(EMPTY, FULL)
ANY_OF_MANY = ChoiceSign("░", "■") if IS_CONSOLE else ChoiceSign("□", "■")
GROUP = ChoiceSign("»", "»") if IS_CONSOLE else ChoiceSign("›", "›")
"""Before a group of choices, which opens."""

LANGUAGES = "" if IS_CONSOLE else "⊕"
"""A globe, in a character that most fonts have."""
