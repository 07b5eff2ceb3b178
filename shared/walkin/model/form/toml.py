"""Writes forms and queues as TOML for editing by hand: a block for each question, a line for each value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def dumps(form: Sequence[Mapping[str, Any]]) -> str:
    """The form as ``[[form]]`` blocks. Raises ValueError for a null in an unknown member: TOML has none."""
    blocks = ["\n".join(_iter_block_lines("form", item)) for item in form]
    return "\n\n".join(blocks or ["form = []"]) + "\n"


def dump_queue(queue: Mapping[str, Any]) -> str:
    """The members of a queue: a line for each, then the form, then a table for each language. Raises like `dumps`."""
    lines = [f"{key} = {_format_member(value)}" for key, value in queue.items() if key not in ("form", "i18n")]
    parts = ["\n".join(lines) + "\n"]
    parts += [dumps(queue["form"])] if queue.get("form") else []
    parts += [
        "\n".join(_iter_table_lines(f"i18n.{_format_key(code)}", texts)) + "\n"
        for code, texts in queue.get("i18n", {}).items()
    ]
    return "\n".join(parts)


def _iter_table_lines(path: str, table: Mapping[str, Any]) -> Iterable[str]:
    yield f"[{path}]"
    questions = table.get("form", {})
    for key, value in table.items():
        if key != "form":
            yield f"{_format_key(key)} = {_format_member(value)}"
    for question_id, members in questions.items():
        yield ""
        yield f"[{path}.form.{_format_key(question_id)}]"
        for key, value in members.items():
            yield f"{_format_key(key)} = {_format_member(value)}"


def _iter_block_lines(path: str, item: Mapping[str, Any]) -> Iterable[str]:
    blocks = {key: value for key, value in item.items() if _is_block_list(key, value)}
    yield f"[[{path}]]"
    for key, value in item.items():
        if key not in blocks:
            yield f"{_format_key(key)} = {_format_member(value)}"
    for key, entries in blocks.items():
        for entry in entries:
            yield ""
            yield from _iter_block_lines(f"{path}.{_format_key(key)}", entry)


def _is_block_list(key: str, value: Any) -> bool:
    """Whether a list of tables gets blocks rather than inline tables: parts, and categories with values."""
    if not (isinstance(value, list) and value and all(isinstance(entry, dict) and entry for entry in value)):
        return False
    return key == "subItem" or any(isinstance(member, list) for entry in value for member in entry.values())


def _format_member(value: Any) -> str:
    if isinstance(value, str) and "\n" in value:
        lines = "\n".join(_escape(line) for line in value.split("\n"))
        return f'"""\n{lines}"""'
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        return "[\n" + "".join(f"  {_format_value(entry)},\n" for entry in value) + "]"
    return _format_value(value)


def _format_value(value: Any) -> str:
    if isinstance(value, str):
        return f'"{_escape(value)}"'
    if isinstance(value, dict):
        members = ", ".join(f"{_format_key(key)} = {_format_value(member)}" for key, member in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_format_value, value))}]"
    if value is None:
        raise ValueError("a null cannot be written in TOML")
    return repr(value) if isinstance(value, float) else json.dumps(value)


def _format_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{_escape(key)}"'


def _escape(text: str) -> str:
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"
