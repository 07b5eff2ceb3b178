"""Forms as TOML that people like to edit: one block for each question, one line for each value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def written(form: Sequence[Mapping[str, Any]]) -> str:
    """The form as ``[[form]]`` blocks. Raises ValueError for a null within an unknown member, which TOML lacks."""
    blocks = ["\n".join(_block("form", item)) for item in form]
    return "\n\n".join(blocks or ["form = []"]) + "\n"


def _block(path: str, item: Mapping[str, Any]) -> Iterable[str]:
    blocks = {key: value for key, value in item.items() if _in_blocks(key, value)}
    yield f"[[{path}]]"
    for key, value in item.items():
        if key not in blocks:
            yield f"{_key(key)} = {_member(value)}"
    for key, entries in blocks.items():
        for entry in entries:
            yield ""
            yield from _block(f"{path}.{_key(key)}", entry)


def _in_blocks(key: str, value: Any) -> bool:
    """Whether it is a list of tables that are too large for a line each: parts, and categories with their values."""
    if not (isinstance(value, list) and value and all(isinstance(entry, dict) and entry for entry in value)):
        return False
    return key == "subItem" or any(isinstance(member, list) for entry in value for member in entry.values())


def _member(value: Any) -> str:
    if isinstance(value, str) and "\n" in value:
        lines = "\n".join(_escaped(line) for line in value.split("\n"))
        return f'"""\n{lines}"""'
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        return "[\n" + "".join(f"  {_value(entry)},\n" for entry in value) + "]"
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    if isinstance(value, dict):
        members = ", ".join(f"{_key(key)} = {_value(member)}" for key, member in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if value is None:
        raise ValueError("a null cannot be written in TOML")
    return repr(value) if isinstance(value, float) else json.dumps(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{_escaped(key)}"'


def _escaped(text: str) -> str:
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"
