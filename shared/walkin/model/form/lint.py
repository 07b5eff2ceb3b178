"""Lint warnings for form definitions: members without effect, or hardly with the intended one."""

from __future__ import annotations

from collections.abc import Iterator

from walkin.model.form.client_binding import KNOWN_BIND_GROUPS, KNOWN_BINDS
from walkin.model.form.definition import CHOICE_TYPES, FormItem, ValueFormat
from walkin.model.form.parsers.rating import RATING_TYPES, list_steps
from walkin.model.form.parsers.registry import PARSERS, PRESET_TYPES, resolve_type

VALUE_FORMATS = frozenset(PRESET_TYPES) | {"text"}
REGEX_TYPES = frozenset(PRESET_TYPES) | {"custom"}


def warnings(item: FormItem) -> Iterator[str]:
    """The warnings about one field, in plain words."""
    rules = item.value_format or ValueFormat()
    if item.type not in PARSERS:
        yield f"nobody knows the type {item.type!r}: it is asked as a line of text"
    if item.bind and item.bind not in KNOWN_BINDS:
        yield f"nobody knows the bind {item.bind!r}: it fills nothing"
    if item.bind_group and item.bind_group not in KNOWN_BIND_GROUPS:
        yield f"nobody knows the bindGroup {item.bind_group!r}"
    if rules.value_format and rules.value_format not in VALUE_FORMATS:
        yield f"nobody knows the valueFormat {rules.value_format!r}: it checks nothing"
    if rules.regex_type and rules.regex_type not in REGEX_TYPES:
        yield f"nobody knows the regexType {rules.regex_type!r}: only a regexValue is checked"
    if rules.regex_type == "custom" and not rules.regex_value:
        yield "regexType is custom, but there is no regexValue"
    if item.visible and not item.title:
        yield "it has no title: its id is shown"
    if item.mandatory and not item.visible and not item.has_answer:
        yield "it is mandatory and not visible, but has no default value"
    yield from _choice_warnings(item)


def _choice_warnings(item: FormItem) -> Iterator[str]:
    if item.multiple and item.type not in ("select", "checkbox"):
        yield f"multiple has no effect on the type {item.type!r}"
    if item.other_value and item.type not in CHOICE_TYPES:
        yield f"otherValue has no effect on the type {item.type!r}"
    if item.category and item.type != "select":
        yield f"category belongs to the type 'select', not {item.type!r}"
    if item.values and item.type not in CHOICE_TYPES | RATING_TYPES:
        yield f"values have no effect on the type {item.type!r}"
    if item.sub_item and resolve_type(item) not in ("name", "address", "input"):
        yield f"it is asked by its subItem, not as the type {item.type!r}"
    keys = [step.id for step in list_steps(item)] if item.type in RATING_TYPES else []
    if len(keys) != len(set(keys)):
        yield "two of its values stand for the same step"
    for choice in item.values or ():
        if item.category and not choice.values:
            yield f"the category {choice.id!r} has no values of its own"
        elif choice.values and not item.category:
            yield f"the value {choice.id!r} has values of its own, which only category makes choices of"
