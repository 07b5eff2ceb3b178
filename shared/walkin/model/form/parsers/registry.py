"""The registry of answer parsers, one per FormItem type, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from walkin.model.errors import TextRefused
from walkin.model.form import pattern
from walkin.model.form.client_binding import client_member
from walkin.model.form.definition import Choice, FormItem
from walkin.model.form.file_types import DEFAULT_FILE_TYPES
from walkin.model.form.invalid import InvalidAnswer as InvalidAnswer
from walkin.model.form.limits import Kind, check_limits
from walkin.model.form.shape import SHAPED_TYPES, shape
from walkin.model.text import NAME_LENGTH, clean, drop_invisible
from walkin.model.time import now_ms, to_local

LINE_LENGTH = 2_000
"""The longest line of an answer, and the longest text that is matched with a pattern, in code points."""

TEXTAREA_LENGTH = 10_000
"""The longest answer of several lines, in code points."""

MAX_FILE_BYTES = 5 * 1024 * 1024
"""The largest file of an answer."""


@dataclass(frozen=True)
class ParseContext:
    """Parsing context: the office's country (two letters) and time zone, the language numbers are typed in, the
    largest file, the types of files; the queue's day, by default that of the clock; and the reader's ``form`` of the
    queue's ``i18n``, for the ``message`` of broken rules and the titles in problems."""

    country: str | None = None
    language: str | None = None
    time_zone: str | None = None
    max_file_bytes: int = MAX_FILE_BYTES
    file_types: Collection[str] = DEFAULT_FILE_TYPES
    day: date | None = None
    texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, compare=False)

    @property
    def today(self) -> date:
        return self.day or to_local(now_ms(), self.time_zone or "UTC").date()


ParseFunction = Callable[[FormItem, FormItem, ParseContext], Mapping[str, Any]]
"""(definition, answer, context) → the normalised members of the answer, none when there is no answer."""

ParseTextFunction = Callable[[str, FormItem, ParseContext], str]
"""(cleaned text, definition, context) → the normalised text."""


@dataclass(frozen=True)
class Parser:
    """The parser of a type, and the ``$type`` of the message for a missing answer (``form-empty``)."""

    parse: ParseFunction
    missing_type: Callable[[FormItem], str]


PARSERS: dict[str, Parser] = {}
"""By FormItem type."""

PRESET_TYPES: dict[str, str] = {}
"""Name of a ``valueFormat`` or ``regexType`` → the type whose parser applies."""

_BIND_TYPES = {"crm-email": "email", "crm-phone": "phone", "crm-mobile-phone": "phone"}


def parses(*types: str, missing_type: str | Callable[[FormItem], str]) -> Callable[[ParseFunction], ParseFunction]:
    """Register the decorated function for these types. It raises InvalidAnswer."""
    get_missing_type = missing_type if callable(missing_type) else lambda definition: missing_type

    def register(parse: ParseFunction) -> ParseFunction:
        PARSERS.update(dict.fromkeys(types, Parser(parse, get_missing_type)))
        return parse

    return register


def parses_text(
    item_type: str,
    *presets: str,
    multiline: bool = False,
    limit: int = LINE_LENGTH,
    fold: Callable[[str], str] | None = None,
) -> Callable[[ParseTextFunction], ParseTextFunction]:
    """Register the decorated function for a type whose answer is a text in ``value``.

    It receives the cleaned text, without any invisible character if there is `fold`, which unifies the spellings of a
    character; its result is checked against the ``valueFormat``. It also parses plain inputs whose ``valueFormat`` or
    ``regexType`` is one of `presets`.
    """

    def register(parse_text: ParseTextFunction) -> ParseTextFunction:
        @parses(item_type, missing_type=item_type)
        def parse(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
            is_client_member = client_member(definition) is not None
            max_length = min(limit, NAME_LENGTH) if is_client_member else limit
            text = read_text(answer)
            if fold is not None and len(text) <= limit * 4:
                text = fold(drop_invisible(text, everywhere=True))
            text = clean_answer(text, max_length, multiline=multiline and not is_client_member)
            if not text:
                return {}
            value = parse_text(text, definition, context)
            if item_type in SHAPED_TYPES and definition.value_format is not None:
                value = shape(value, definition.value_format)
            if len(value) > max_length:
                raise InvalidAnswer("tooLong", limit=max_length)
            return {"value": check_value_format(value, definition)}

        PRESET_TYPES.update(dict.fromkeys(presets, item_type))
        return parse_text

    return register


def read_text(answer: FormItem, get_text: Callable[[Choice], str] = lambda choice: choice.value or choice.name) -> str:
    """The text of an answer, from its ``value`` or, as some clients send every answer, from its only one of ``values``.

    Raises InvalidAnswer for several texts.
    """
    texts = dict.fromkeys(
        filter(None, (answer.value, *(get_text(choice) or choice.id for choice in answer.iter_chosen())))
    )
    if len(texts) > 1:
        raise InvalidAnswer("oneOnly")
    return next(iter(texts), "")


def resolve_type(definition: FormItem) -> str:
    """The type whose parser applies to the answer.

    The item's own; for plain inputs and unknown types the one that ``valueFormat``, ``regexType`` or ``bind`` names.
    """
    rules = definition.value_format
    if definition.type == "date" and rules is not None and rules.value_format in ("time", "month"):
        return rules.value_format
    if definition.type != "input" and definition.type in PARSERS:
        return definition.type
    for name in (rules.value_format, rules.regex_type) if rules else ():
        if name is not None and name in PRESET_TYPES:
            return PRESET_TYPES[name]
    return _BIND_TYPES.get(definition.bind or "", "input")


def parse_answer(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """The normalised members of an answer. Raises InvalidAnswer."""
    return PARSERS[resolve_type(definition)].parse(definition, answer, context)


_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("number", "price", "scalerating", "start", "star"), "number"),
    "date": "date",
    "month": "month",
    "time": "time",
}


def get_kind(definition: FormItem) -> Kind | None:
    """What the answers to a question are compared as, None for those that have no order."""
    return None if definition.sub_item else _KINDS.get(resolve_type(definition))


def clean_answer(text: str, limit: int, *, multiline: bool = False) -> str:
    """The text in NFC without invisible characters at its ends. Raises InvalidAnswer."""
    try:
        return clean(text, multiline=multiline, limit=limit)
    except TextRefused as refused:
        raise InvalidAnswer(refused.code, **refused.values) from None


RULE_CODES = frozenset(
    {"tooLong", "tooShort", "pattern", "check", "mask", "integer", "step"}
    | {"tooSmall", "tooBig", "tooEarly", "tooLate"}
)
"""Codes of the problems with a rule of ``valueFormat``, for which its ``message`` stands."""


def check_value_format(text: str, definition: FormItem) -> str:
    """Return the text if it satisfies the lengths, the pattern and the limits of the definition.

    Raises InvalidAnswer.
    """
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
    if kind := get_kind(definition):
        check_limits(text, kind, rules)
    return text


def _matches(regex: str, text: str) -> bool:
    try:
        return pattern.matches(regex, text)
    except ValueError:
        # Bad patterns are refused when a form is saved: this one is a remote server's, and must not stop its clients.
        return True
