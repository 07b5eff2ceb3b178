"""What reads an answer: one reader for each type of FormItem, registered by the modules of ``readers``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from walkin.model.errors import TextRefused
from walkin.model.form import pattern
from walkin.model.form.client_binding import member_of
from walkin.model.form.definition import FormItem
from walkin.model.text import NAME_LENGTH, clean

LINE_LENGTH = 2_000
"""Longest line of an answer, and longest text that a pattern is held against, in code points."""

AREA_LENGTH = 10_000
"""Longest answer of several lines, in code points."""

FILE_BYTES = 5 * 1024 * 1024
"""Largest file of an answer."""


@dataclass(frozen=True)
class Setting:
    """Where a form is filled: the office's country, the language people type numbers in, the largest file."""

    country: str | None = None
    language: str | None = None
    file_bytes: int = FILE_BYTES


class Unfit(Exception):
    """An answer that does not keep the rules. ``code`` and ``values`` are those of a FieldProblem."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


Read = Callable[[FormItem, FormItem, Setting], Mapping[str, Any]]
"""(definition, answer, setting) → the members of the answer as it is kept, none when nothing was answered."""

ReadText = Callable[[str, FormItem, Setting], str]
"""(cleaned text, definition, setting) → the text as it is kept."""


@dataclass(frozen=True)
class Reader:
    """How the answers of a type are read, and which words ask for one that is missing (``form-empty``)."""

    read: Read
    missing: Callable[[FormItem], str]


READERS: dict[str, Reader] = {}
"""FormItem type → its reader."""

PRESETS: dict[str, str] = {}
"""Name of a ``valueFormat`` or ``regexType`` → the type whose reader it asks for."""

_BINDS = {"crm-email": "email", "crm-phone": "phone", "crm-mobile-phone": "phone"}


def reads(*types: str, missing: str | Callable[[FormItem], str]) -> Callable[[Read], Read]:
    """Register the decorated function for these types; it raises Unfit."""
    words = missing if callable(missing) else lambda definition: missing

    def register(read: Read) -> Read:
        READERS.update(dict.fromkeys(types, Reader(read, words)))
        return read

    return register


def reads_text(
    kind: str, *presets: str, multiline: bool = False, limit: int = LINE_LENGTH
) -> Callable[[ReadText], ReadText]:
    """Register the decorated function for a type whose answer is a text in ``value``.

    The text comes to it cleaned; what it gives back is held against the ``valueFormat``. A plain input is read by it
    too when its ``valueFormat`` or ``regexType`` is one of ``presets``.
    """

    def register(read_text: ReadText) -> ReadText:
        @reads(kind, missing=kind)
        def read(definition: FormItem, answer: FormItem, setting: Setting) -> Mapping[str, Any]:
            name = member_of(definition) is not None
            longest = min(limit, NAME_LENGTH) if name else limit
            text = cleaned(answer.value or "", longest, multiline=multiline and not name)
            if not text:
                return {}
            kept = read_text(text, definition, setting)
            if len(kept) > longest:
                raise Unfit("tooLong", limit=longest)
            return {"value": formatted(kept, definition)}

        PRESETS.update(dict.fromkeys(presets, kind))
        return read_text

    return register


def kind_of(definition: FormItem) -> str:
    """The type whose rules the answer has to keep.

    The item's own; for plain inputs and unknown types the one its ``valueFormat``, ``regexType`` or ``bind`` names.
    """
    if definition.type != "input" and definition.type in READERS:
        return definition.type
    rules = definition.value_format
    for name in (rules.value_format, rules.regex_type) if rules else ():
        if name is not None and name in PRESETS:
            return PRESETS[name]
    return _BINDS.get(definition.bind or "", "input")


def cleaned(text: str, limit: int, *, multiline: bool = False) -> str:
    """The text as it may be kept. Raises Unfit."""
    try:
        return clean(text, multiline=multiline, limit=limit)
    except TextRefused as refused:
        raise Unfit(refused.code, **refused.values) from None


def formatted(text: str, definition: FormItem) -> str:
    """The text, when it keeps the lengths and the pattern of the definition. Raises Unfit."""
    rules = definition.value_format
    if rules is None:
        return text
    limit = rules.max_length or 0
    if 0 < limit < len(text):
        raise Unfit("tooLong", limit=limit)
    if rules.min_length is not None and len(text) < rules.min_length:
        raise Unfit("tooShort", limit=rules.min_length)
    if rules.regex_value and PRESETS.get(rules.regex_type or "") != kind_of(definition):
        if len(text) > LINE_LENGTH:
            raise Unfit("tooLong", limit=LINE_LENGTH)
        if not _matches(rules.regex_value, text):
            raise Unfit("pattern")
    return text


def _matches(regex: str, text: str) -> bool:
    """An office's own bad pattern was refused when its form was saved; one of a remote server stops nobody."""
    try:
        return pattern.matches(regex, text)
    except ValueError:
        return True
