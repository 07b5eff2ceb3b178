"""What reads an answer: one reader for each type of FormItem, registered by the modules of ``readers``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from walkin.model.errors import TextRefused
from walkin.model.form import pattern
from walkin.model.form.client_binding import client_member
from walkin.model.form.definition import FormItem
from walkin.model.text import NAME_LENGTH, clean

LINE_LENGTH = 2_000
"""Longest line of an answer, and longest text that a pattern is held against, in code points."""

TEXTAREA_LENGTH = 10_000
"""Longest answer of several lines, in code points."""

MAX_FILE_BYTES = 5 * 1024 * 1024
"""Largest file of an answer."""


@dataclass(frozen=True)
class ParseContext:
    """Where a form is filled: the office's country, the language people type numbers in, the largest file."""

    country: str | None = None
    language: str | None = None
    max_file_bytes: int = MAX_FILE_BYTES


class InvalidAnswer(Exception):
    """An answer that does not keep the rules. ``code`` and ``values`` are those of a FieldProblem."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


ParseFunction = Callable[[FormItem, FormItem, ParseContext], Mapping[str, Any]]
"""(definition, answer, setting) → the members of the answer as it is kept, none when nothing was answered."""

ParseTextFunction = Callable[[str, FormItem, ParseContext], str]
"""(cleaned text, definition, setting) → the text as it is kept."""


@dataclass(frozen=True)
class Parser:
    """How the answers of a type are read, and which words ask for one that is missing (``form-empty``)."""

    parse: ParseFunction
    missing_type: Callable[[FormItem], str]


PARSERS: dict[str, Parser] = {}
"""FormItem type → its reader."""

PRESET_TYPES: dict[str, str] = {}
"""Name of a ``valueFormat`` or ``regexType`` → the type whose reader it asks for."""

_BIND_TYPES = {"crm-email": "email", "crm-phone": "phone", "crm-mobile-phone": "phone"}


def parses(*types: str, missing_type: str | Callable[[FormItem], str]) -> Callable[[ParseFunction], ParseFunction]:
    """Register the decorated function for these types; it raises Unfit."""
    words = missing_type if callable(missing_type) else lambda definition: missing_type

    def register(read: ParseFunction) -> ParseFunction:
        PARSERS.update(dict.fromkeys(types, Parser(read, words)))
        return read

    return register


def parses_text(
    item_type: str, *presets: str, multiline: bool = False, limit: int = LINE_LENGTH
) -> Callable[[ParseTextFunction], ParseTextFunction]:
    """Register the decorated function for a type whose answer is a text in ``value``.

    The text comes to it cleaned; what it gives back is held against the ``valueFormat``. A plain input is read by it
    too when its ``valueFormat`` or ``regexType`` is one of ``presets``.
    """

    def register(read_text: ParseTextFunction) -> ParseTextFunction:
        @parses(item_type, missing_type=item_type)
        def read(definition: FormItem, answer: FormItem, setting: ParseContext) -> Mapping[str, Any]:
            name = client_member(definition) is not None
            longest = min(limit, NAME_LENGTH) if name else limit
            text = clean_answer(answer.value or "", longest, multiline=multiline and not name)
            if not text:
                return {}
            kept = read_text(text, definition, setting)
            if len(kept) > longest:
                raise InvalidAnswer("tooLong", limit=longest)
            return {"value": check_value_format(kept, definition)}

        PRESET_TYPES.update(dict.fromkeys(presets, item_type))
        return read_text

    return register


def resolve_type(definition: FormItem) -> str:
    """The type whose rules the answer has to keep.

    The item's own; for plain inputs and unknown types the one its ``valueFormat``, ``regexType`` or ``bind`` names.
    """
    if definition.type != "input" and definition.type in PARSERS:
        return definition.type
    rules = definition.value_format
    for name in (rules.value_format, rules.regex_type) if rules else ():
        if name is not None and name in PRESET_TYPES:
            return PRESET_TYPES[name]
    return _BIND_TYPES.get(definition.bind or "", "input")


def clean_answer(text: str, limit: int, *, multiline: bool = False) -> str:
    """The text as it may be kept. Raises Unfit."""
    try:
        return clean(text, multiline=multiline, limit=limit)
    except TextRefused as refused:
        raise InvalidAnswer(refused.code, **refused.values) from None


def check_value_format(text: str, definition: FormItem) -> str:
    """The text, when it keeps the lengths and the pattern of the definition. Raises Unfit."""
    rules = definition.value_format
    if rules is None:
        return text
    limit = rules.max_length or 0
    if 0 < limit < len(text):
        raise InvalidAnswer("tooLong", limit=limit)
    if rules.min_length is not None and len(text) < rules.min_length:
        raise InvalidAnswer("tooShort", limit=rules.min_length)
    if rules.regex_value and PRESET_TYPES.get(rules.regex_type or "") != resolve_type(definition):
        if len(text) > LINE_LENGTH:
            raise InvalidAnswer("tooLong", limit=LINE_LENGTH)
        if not _matches(rules.regex_value, text):
            raise InvalidAnswer("pattern")
    return text


def _matches(regex: str, text: str) -> bool:
    """An office's own bad pattern was refused when its form was saved; one of a remote server stops nobody."""
    try:
        return pattern.matches(regex, text)
    except ValueError:
        return True
