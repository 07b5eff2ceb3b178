"""Lines of text for paper and for terminals of one line: the columns of a text, and where it is broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

JOINERS = "\u200c\u200d"
"""Characters that shape the letters beside them, and have no width."""


def measure(text: str) -> int:
    """How many columns a text needs."""
    return sum(map(_measure_character, text))


def _measure_character(character: str) -> int:
    if character in JOINERS or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def break_lines(text: str, columns: int) -> Iterator[str]:
    """Break a text between words, and within those that are longer than a line."""
    line = ""
    for word in text.split():
        if line and measure(line) + 1 + measure(word) > columns:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
        while end := _find_end(line, columns):
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def _find_end(line: str, columns: int) -> int:
    """The number of characters that fit, at least one; 0 if the whole line fits."""
    widths = accumulate(map(_measure_character, line))
    return next((max(1, end) for end, width in enumerate(widths) if width > columns), 0)
