"""Checks of form definitions: errors, which are refused, and warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from walkin.model.errors import TextRefused
from walkin.model.form import pattern
from walkin.model.form.asked import FormRules, default_answer
from walkin.model.form.definition import CHOICE_TYPES, FormItem, ValueFormat, iter_all_choices, iter_with_parts
from walkin.model.form.lint import form_warnings, warnings
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parse_answer, resolve_type
from walkin.model.form.references import check_references
from walkin.model.text import clean

MAX_DEPTH = 8
"""The deepest nesting of ``subItem``."""


@dataclass(frozen=True)
class DefinitionProblem:
    """A problem of a definition: an error if no client could answer the form or it cannot be stored, else a warning.

    ``field_id`` is empty for a problem of the whole form.
    """

    field_id: str
    text: str
    warning: bool = False

    def __str__(self) -> str:
        return f"field {self.field_id!r}: {self.text}" if self.field_id else self.text


def check_definition(items: Sequence[FormItem]) -> list[DefinitionProblem]:
    """All problems, those of the whole form first, then in the order of its fields."""
    fields = [problem for item in iter_with_parts(items) for problem in _check_field(item)]
    return [*_check_form(items), *_check_references(items), *fields]


def find_errors(items: Sequence[FormItem]) -> list[DefinitionProblem]:
    """The problems for which a form is refused."""
    fields = [problem for item in iter_with_parts(items) for problem in _check_rules(item)]
    return [problem for problem in (*_check_form(items), *_check_references(items), *fields) if not problem.warning]


def validate_definition(items: Sequence[FormItem]) -> list[FormItem]:
    """Return the form if it has no errors; warnings are ignored. Raises ValueError with all errors."""
    if errors := find_errors(items):
        raise ValueError("; ".join(map(str, errors)))
    return list(items)


def _measure_depth(items: Sequence[FormItem]) -> int:
    return max((1 + _measure_depth(item.sub_item or ()) for item in items), default=0)


def _check_form(items: Sequence[FormItem]) -> Iterator[DefinitionProblem]:
    fields = list(iter_with_parts(items))
    for field_id, count in Counter(item.id for item in fields).items():
        if count > 1:
            yield DefinitionProblem("", f"two fields have the id {field_id!r}")
    if _measure_depth(items) > MAX_DEPTH:
        yield DefinitionProblem("", f"parts hold parts more than {MAX_DEPTH} deep")
    for key, count in Counter(item.external_id for item in fields if item.external_id).items():
        if count > 1:
            yield DefinitionProblem(
                "", f"{count} fields have the externalId {key!r}: one value fills them all", warning=True
            )
    yield from (DefinitionProblem("", text, warning=True) for text in form_warnings(items))


def _check_references(items: Sequence[FormItem]) -> Iterator[DefinitionProblem]:
    yield from (DefinitionProblem(field_id, text) for field_id, text in check_references(FormRules(items)))


def _check_field(item: FormItem) -> Iterator[DefinitionProblem]:
    yield from _check_rules(item)
    yield from (DefinitionProblem(item.id, text, warning=True) for text in warnings(item))


def _check_rules(item: FormItem) -> Iterator[DefinitionProblem]:
    errors = [*_check_texts(item), *_check_values(item), *_check_value_format(item.value_format or ValueFormat())]
    yield from (DefinitionProblem(item.id, text) for text in errors)
    if not errors and (text := _check_default(item)):
        yield DefinitionProblem(item.id, text, warning=item.visible)


def _check_texts(item: FormItem) -> Iterator[str]:
    """Texts that `clean` would refuse: the parsers clean answers, but definitions are stored as they are."""
    if resolve_type(item) != "file" and item.value is not None and not _is_clean(item.value, multiline=True):
        yield "its value holds characters that cannot be shown, or is too long"
    for choice in iter_all_choices(item.values or ()):
        if not (_is_clean(choice.name) and _is_clean(choice.value or "")):
            yield f"the value {choice.id!r} has a name or value that cannot be shown, or is too long"


def _is_clean(text: str, *, multiline: bool = False) -> bool:
    try:
        clean(text, multiline=multiline)
    except TextRefused:
        return False
    return True


def _check_values(item: FormItem) -> Iterator[str]:
    ids = Counter(choice.id for choice in item.iter_choices())
    yield from (f"two values have the id {key!r}" for key, count in ids.items() if count > 1)
    if "" in ids:
        yield "a value has no id"
    if item.type in CHOICE_TYPES and item.visible and not (ids or item.other_value or item.values_from):
        yield "it has no values to choose from"


def _check_value_format(value_format: ValueFormat) -> Iterator[str]:
    if value_format.max_length is not None and value_format.max_length < 1:
        yield f"maxLength is {value_format.max_length}: nothing could be entered"
    elif value_format.max_length is not None and (value_format.min_length or 0) > value_format.max_length:
        yield f"minLength ({value_format.min_length}) is larger than maxLength ({value_format.max_length})"
    if value_format.regex_value:
        try:
            pattern.compile_pattern(value_format.regex_value)
        except ValueError as error:
            yield str(error)


def _check_default(item: FormItem) -> str:
    if item.sub_item or (item.values_from is not None and not item.values):
        # Without the office the values of its lists are not known.
        return ""
    try:
        parse_answer(item, default_answer(item), ParseContext())
    except InvalidAnswer as error:
        if item.type in CHOICE_TYPES:
            return "its default value is none of its values"
        # Without a country a national phone number cannot be checked.
        return "" if error.code == "phoneCountry" else "its default value does not keep its own rules"
    return ""
