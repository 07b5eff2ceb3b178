"""Write values into unit files so that systemd reads them as they are."""

from __future__ import annotations

import re


def check_value(text: str) -> str:
    """Return the text if it fits in one line of a file.

    Raises: ValueError with a message for the user.
    """
    if not text.isprintable() or text != text.strip():
        msg = f"{text!r} cannot stand in a file of systemd: it has a line break, a control character or a blank end"
        raise ValueError(msg)
    return text


def quote_value(text: str) -> str:
    """Quote a word of a list, like that of ReadWritePaths, and escape specifiers (%) in it."""
    escaped = check_value(text).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if re.fullmatch(r"[\w./:=+@%,-]+", escaped, re.ASCII) else f'"{escaped}"'


def quote_argument(text: str) -> str:
    """Quote a word of a command line, and escape specifiers (%) and variables ($) in it."""
    return quote_value(text.replace("$", "$$"))
