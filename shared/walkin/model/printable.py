"""Text for a terminal or a file: characters that a terminal acts on are removed, or escaped in JSON."""

from __future__ import annotations

import json


def strip_unprintable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def format_json(content: object) -> str:
    """Indented JSON in which characters that a terminal acts on are written as \\uXXXX."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else _escape_character(c) for c in text) + "\n"


def _escape_character(character: str) -> str:
    return json.dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"
