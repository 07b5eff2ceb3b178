"""Form files, in TOML or JSON."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from walkin.model.form import toml
from walkin.model.form.definition import FormItem, as_mapping, drop_bound_kinds
from walkin.model.form.lint import translation_warnings
from walkin.model.form.value_lists import drop_filled_values

FileFormat = Literal["toml", "json"]

_FORM_ADAPTER = TypeAdapter(list[FormItem], config=ConfigDict(defer_build=True))

# By pydantic's type of error, or the code of a refused text.
_REASON_TEXTS = {
    "missing": "is missing",
    "string_type": "has to be a text",
    "too_short": "is empty",
    "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number",
    "int_from_float": "has to be a whole number",
    "bool_type": "has to be true or false",
    "bool_parsing": "has to be true or false",
    "list_type": "has to be a list, [ … ]",
    "model_type": "has to have members, { … }",
    "recursion_depth_exceeded": "is nested too deep",
    "character": "holds a character that cannot be shown",
    "tooLong": "is too long",
}


class FormFileError(ValueError):
    """The file holds no valid form. ``problems`` name each reason and its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def read_items(content: object) -> list[FormItem]:
    """The form in the content of a file. Raises FormFileError."""
    items = content.get("form") if isinstance(content, dict) else content
    if not isinstance(items, list):
        similar = _find_similar_tables(content)
        advice = f"; did you mean form for {similar[0]}?" if similar else ""
        raise FormFileError([f"there is no list of questions in it ([[form]] in TOML, [ … ] in JSON){advice}"])
    try:
        return _FORM_ADAPTER.validate_python(items)
    except ValidationError as error:
        raise FormFileError([_describe_error(detail, items) for detail in error.errors(include_url=False)]) from None


def parse_file(text: str, file_format: FileFormat) -> Any:
    """The content of a form file. Raises FormFileError."""
    try:
        return tomllib.loads(text) if file_format == "toml" else json.loads(text)
    except json.JSONDecodeError as error:
        raise FormFileError([f"line {error.lineno}: this is not JSON: {error.msg} (column {error.colno})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise FormFileError([_describe_toml_error(error)]) from None
    except (RecursionError, ValueError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise FormFileError([f"this is not {file_format.upper()}: {reason}"]) from None


def find_unread_tables(content: object) -> list[str]:
    """The names in a form file, other than ``form``, that were probably meant to be read as a part of the form."""
    if not isinstance(content, dict) or "status" in content:
        # A list, or a queue as the API shows it.
        return []
    return _find_similar_tables(content) + [name for name in ("i18n",) if name in content]


def check_translations(items: Sequence[FormItem], content: object) -> list[str]:
    """The warnings about the translations in a form file."""
    languages = content.get("i18n") if isinstance(content, dict) else None
    if not isinstance(languages, dict):
        return []
    return [
        warning
        for language, texts in languages.items()
        for warning in translation_warnings(items, as_mapping(as_mapping(texts).get("form")), f"i18n, {language}: ")
    ]


def _find_similar_tables(content: object) -> list[str]:
    """Lists of tables, and the names that look like form."""
    if not isinstance(content, dict):
        return []
    close = difflib.get_close_matches("form", [name.lower() for name in content if name != "form"], n=9)
    return [
        name
        for name, value in content.items()
        if name != "form"
        and (name.lower() in close or (isinstance(value, list) and value and isinstance(value[0], dict)))
    ]


def dump_form(items: Sequence[FormItem], file_format: FileFormat) -> str:
    """The form as text for a file, without control characters and without the values of its lists.

    Raises ValueError as `toml.dumps` does.
    """
    wire = [item.to_wire() for item in items]
    drop_filled_values(wire)
    if file_format == "toml":
        return toml.dumps(wire)
    text = json.dumps({"form": wire}, ensure_ascii=False, indent=2) + "\n"
    return "".join(c if c.isprintable() or c == "\n" else _escape_character(c) for c in text)


def find_field_line(text: str, field_id: str) -> int | None:
    """The line with the ``id`` of a field, None when it is not found."""
    match = re.search(rf"""^[^#\n]*?\bid["']?\s*[=:]\s*["']{re.escape(field_id)}["']""", text, re.MULTILINE)
    return text.count("\n", 0, match.end()) + 1 if match else None


def _escape_character(character: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in memoryview(character.encode("utf-16-le")).cast("H"))


def _describe_toml_error(error: tomllib.TOMLDecodeError) -> str:
    text = str(error)
    place = re.search(r" \(at line (\d+), column (\d+)\)$", text)
    if place is None:
        return f"this is not TOML: {text}"
    return f"line {place[1]}: this is not TOML: {text[: place.start()]} (column {place[2]})"


def _describe_error(error: ErrorDetails, items: list[Any]) -> str:
    """A pydantic error in words, with the number and id of the field, and the member."""
    number, *path = drop_bound_kinds(error["loc"])
    item = items[int(number)]
    field_id = item.get("id") if isinstance(item, dict) else None
    name = f" {field_id!r}" if field_id and isinstance(field_id, str) else ""
    member = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    place = f"field {int(number) + 1}{name}{f', {member}' if member else ''}"
    return f"{place}: {describe_reason(error)}"


def describe_reason(error: ErrorDetails) -> str:
    """What is wrong with a value, in words."""
    text = str(error["msg"]).removeprefix("Value error, ")
    return _REASON_TEXTS.get(text) or _REASON_TEXTS.get(error["type"]) or text[:1].lower() + text[1:]
