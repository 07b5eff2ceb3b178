"""Text for a terminal or a file: characters that a terminal acts on are removed, or escaped in JSON."""

from __future__ import annotations

import codecs
import json
import unicodedata
from typing import TextIO


def strip_unprintable(text: str) -> str:
    """The text on one line, without what a terminal acts on. Spaces of other widths become plain ones."""
    return "".join(map(_make_printable, text))


def _make_printable(character: str) -> str:
    if character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # A character that is newer than Python's tables, as each year's emoji are.
    return character if category == "Cn" else ""


def format_json(content: object) -> str:
    """Indented JSON in which characters that a terminal acts on are written as \\uXXXX."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else _escape_character(c) for c in text) + "\n"


def to_ascii_json(text: str) -> str:
    """The same JSON text in ASCII."""
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)


def is_utf8(stream: TextIO) -> bool:
    """Whether the stream can hold every character."""
    try:
        return codecs.lookup(stream.encoding or "utf-8").name.startswith("utf-")
    except LookupError:
        return False


def _escape_character(character: str) -> str:
    return json.dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"
