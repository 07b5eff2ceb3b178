"""Conditions (``visibleIf``): what they refer to, and whether they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from walkin.model.form.definition import CHOICE_TYPES, Bound, Condition, FormItem, OtherAnswer
from walkin.model.form.limits import Comparable, ReadAnswer, compare, read_comparable, resolve_bound
from walkin.model.form.parsers.choice import find_choice
from walkin.model.form.parsers.rating import RATING_TYPES
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, get_kind, parse_answer, resolve_type

COMPARISONS: Mapping[str, Callable[[int], bool]] = {
    "lt": lambda sign: sign < 0,
    "lte": lambda sign: sign <= 0,
    "gt": lambda sign: sign > 0,
    "gte": lambda sign: sign >= 0,
}


@dataclass(frozen=True)
class KnownAnswer:
    """A question with the normalised members of its answer, none when it is unanswered, wrong or not asked."""

    definition: FormItem
    members: Mapping[str, Any] = field(default_factory=dict)

    @property
    def comparable(self) -> Comparable | None:
        """The answer as a number, or the text of a date, month or time."""
        kind, value = get_kind(self.definition), self.members.get("value")
        return read_comparable(kind, value) if kind and isinstance(value, str) else None


FindAnswer = Callable[[str], KnownAnswer | None]
"""The answer to the question with an id, None for an unknown one."""


def read_comparables(find_answer: FindAnswer) -> ReadAnswer:
    """The answers of other questions, as `resolve_bound` reads them."""

    def read_comparable_answer(question_id: str) -> Comparable | None:
        known = find_answer(question_id)
        return known.comparable if known else None

    return read_comparable_answer


def _list_inner(condition: Condition) -> list[Condition]:
    return [*filter(None, (condition.not_,)), *(condition.all_ or ()), *(condition.any_ or ())]


def iter_conditions(condition: Condition) -> Iterator[Condition]:
    """A condition and the conditions nested in it."""
    yield condition
    for inner in _list_inner(condition):
        yield from iter_conditions(inner)


def measure_depth(condition: Condition) -> int:
    return 1 + max(map(measure_depth, _list_inner(condition)), default=0)


def list_condition_ids(condition: Condition) -> list[str]:
    """The ids of the questions that a condition refers to."""
    ids = []
    for part in iter_conditions(condition):
        if part.id is not None:
            ids.append(part.id)
        bounds = (getattr(part, name) for name in COMPARISONS)
        ids += [bound.id for bound in bounds if isinstance(bound, OtherAnswer)]
    return ids


def holds(condition: Condition, find_answer: FindAnswer, context: ParseContext) -> bool:
    """Whether a condition holds."""
    known = find_answer(condition.id) if condition.id is not None else None
    is_answered = known is not None and bool(known.members)
    if condition.answered is not None and condition.answered != is_answered:
        return False
    if condition.in_ is not None and not (
        known and is_answered and any(_is_answer(known, text, context) for text in condition.in_)
    ):
        return False
    for name, accepts in COMPARISONS.items():
        if getattr(condition, name) is not None:
            sign = _compare_answer(known, getattr(condition, name), find_answer, context)
            if sign is None or not accepts(sign):
                return False
    if condition.not_ is not None and holds(condition.not_, find_answer, context):
        return False
    if not all(holds(inner, find_answer, context) for inner in condition.all_ or ()):
        return False
    return condition.any_ is None or any(holds(inner, find_answer, context) for inner in condition.any_)


def _is_answer(known: KnownAnswer, text: str, context: ParseContext) -> bool:
    definition, value = known.definition, known.members.get("value")
    if resolve_type(definition) in CHOICE_TYPES:
        chosen = [choice for outer in known.members.get("values") or () for choice in outer.values or (outer,)]
        if any(text in (choice.id, choice.value) for choice in chosen):
            return True
        by_name = find_choice(definition, text) if chosen else None
        return by_name is not None and any(choice.id == by_name.id for choice in chosen)
    if text == value:
        return True
    kind = get_kind(definition)
    if kind and (answer := known.comparable) is not None:
        named = resolve_bound(text, kind, context.today)
        if named is not None:
            return compare(answer, named) == 0
    # "+44 20 7946 0018" and "true" as the parser of the type spells them.
    with suppress(InvalidAnswer):
        given = FormItem.model_construct(id=definition.id, value=text)
        members = parse_answer(definition, given, replace(context, language=None))
        return value is not None and members.get("value") == value
    return False


def can_be_answer(definition: FormItem, text: str) -> bool:
    """Whether an answer to a question may be the text that ``in`` names; of lines of text any may."""
    item_type = resolve_type(definition)
    if item_type in CHOICE_TYPES:
        if definition.other_value or definition.values_from is not None:
            return True
        values = (choice.value for choice in definition.iter_choices())
        return text in values or find_choice(definition, text) is not None
    if item_type not in RATING_TYPES and item_type != "consent":
        kind = get_kind(definition)
        if kind is None or resolve_bound(text, kind, date.min) is not None:
            return True
    try:
        return bool(parse_answer(definition, FormItem.model_construct(id=definition.id, value=text), ParseContext()))
    except InvalidAnswer:
        return False


def _compare_answer(
    known: KnownAnswer | None, bound: Bound, find_answer: FindAnswer, context: ParseContext
) -> int | None:
    """Compare an answer with a bound: -1, 0 or 1; None when one of them has no value."""
    kind = get_kind(known.definition) if known else None
    if known is None or kind is None or (answer := known.comparable) is None:
        return None
    limit = resolve_bound(bound, kind, context.today, read_comparables(find_answer))
    return None if limit is None else compare(answer, limit)
