"""What is wrong with a form before anybody fills it: every problem at once, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from walkin.model.errors import TextRefused
from walkin.model.form import pattern
from walkin.model.form.definition import CHOICES, Choice, FormItem, ValueFormat
from walkin.model.form.lint import odd
from walkin.model.form.parsing import Setting, Unfit, kind_of
from walkin.model.form.validate import default, read
from walkin.model.text import clean

DEEPEST = 8
"""How deep parts may hold parts."""


@dataclass(frozen=True)
class Problem:
    """One thing about a definition. An error is one that no visitor could get past, or that cannot be kept.

    ``id`` is the field's, empty for what concerns the form as a whole.
    """

    id: str
    text: str
    warning: bool = False

    def __str__(self) -> str:
        return f"field {self.id!r}: {self.text}" if self.id else self.text


def check_definition(items: Sequence[FormItem]) -> list[Problem]:
    """All problems of a form, those of the whole first, then in the order of its fields."""
    fields = list(_all(items))
    return [*_whole(fields, items), *(problem for item in fields for problem in _field(item))]


def usable(items: Sequence[FormItem]) -> list[FormItem]:
    """The form, when it has no errors; warnings do not matter. Raises ValueError with all errors otherwise."""
    errors = [str(problem) for problem in check_definition(items) if not problem.warning]
    if errors:
        raise ValueError("; ".join(errors))
    return list(items)


def _all(form: Sequence[FormItem]) -> Iterator[FormItem]:
    for item in form:
        yield item
        yield from _all(item.sub_item or ())


def _depth(items: Sequence[FormItem]) -> int:
    return max((1 + _depth(item.sub_item or ()) for item in items), default=0)


def _whole(fields: Sequence[FormItem], items: Sequence[FormItem]) -> Iterator[Problem]:
    for field_id, count in Counter(item.id for item in fields).items():
        if count > 1:
            yield Problem("", f"two fields have the id {field_id!r}")
    if _depth(items) > DEEPEST:
        yield Problem("", f"parts hold parts more than {DEEPEST} deep")
    for key, count in Counter(item.external_id for item in fields if item.external_id).items():
        if count > 1:
            yield Problem("", f"{count} fields have the externalId {key!r}: one value fills them all", warning=True)


def _field(item: FormItem) -> Iterator[Problem]:
    errors = [*_texts(item), *_values(item), *_format(item.value_format or ValueFormat())]
    yield from (Problem(item.id, text) for text in errors)
    if not errors and (text := _default(item)):
        yield Problem(item.id, text, warning=item.visible)
    yield from (Problem(item.id, text, warning=True) for text in odd(item))


def _texts(item: FormItem) -> Iterator[str]:
    """Texts that are not kept: the readers take answers apart, but a definition has to be clean from the start."""
    if kind_of(item) != "file" and item.value is not None and not _is_clean(item.value, multiline=True):
        yield "its value holds characters that cannot be shown, or is too long"
    for choice in _choices(item.values or ()):
        if not (_is_clean(choice.name) and _is_clean(choice.value or "")):
            yield f"the value {choice.id!r} has a name or value that cannot be shown, or is too long"


def _is_clean(text: str, *, multiline: bool = False) -> bool:
    try:
        clean(text, multiline=multiline)
    except TextRefused:
        return False
    return True


def _choices(values: Sequence[Choice]) -> Iterator[Choice]:
    for choice in values:
        yield choice
        yield from _choices(choice.values or ())


def _values(item: FormItem) -> Iterator[str]:
    ids = Counter(choice.id for choice in item.choices())
    yield from (f"two values have the id {key!r}" for key, count in ids.items() if count > 1)
    if "" in ids:
        yield "a value has no id"
    if item.type in CHOICES and item.visible and not ids and not item.other_value:
        yield "it has no values to choose from"


def _format(rules: ValueFormat) -> Iterator[str]:
    if rules.max_length is not None and rules.max_length < 1:
        yield f"maxLength is {rules.max_length}: nothing could be entered"
    elif rules.max_length is not None and (rules.min_length or 0) > rules.max_length:
        yield f"minLength ({rules.min_length}) is larger than maxLength ({rules.max_length})"
    if rules.regex_value:
        try:
            pattern.compiled(rules.regex_value)
        except ValueError as error:
            yield str(error)


def _default(item: FormItem) -> str:
    """What is wrong with the answer that the definition carries."""
    if item.sub_item:
        return ""
    try:
        kept = read(item, default(item), Setting())
    except Unfit as unfit:
        # Without a country nothing can be said about a national phone number.
        return "" if unfit.code == "phoneCountry" else "its default value does not keep its own rules"
    if item.type in CHOICES and item.value and not kept:
        return "its default value is none of its values"
    return ""
