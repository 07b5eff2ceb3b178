"""Estimate of the length of a form at a kiosk: screens and keys of the shortest and the longest way through it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice, product

from walkin.model.form.asked import FormRules
from walkin.model.form.conditions import COMPARISONS, iter_conditions, list_condition_ids
from walkin.model.form.definition import (
    CHOICE_TYPES,
    Bound,
    Choice,
    Condition,
    FormItem,
    ValueFormat,
    iter_with_parts,
)
from walkin.model.form.limits import resolve_bound, shift_day
from walkin.model.form.parsers.rating import RATING_TYPES, list_steps
from walkin.model.form.parsers.registry import ParseContext, resolve_type
from walkin.model.form.presentation import MAX_OPTIONS, get_presentation, group_screens
from walkin.model.form.sample import list_examples
from walkin.model.form.shape import build_mask_example

MAX_SCREENS = 15
"""More screens are too many for somebody who stands."""

MAX_TYPED = 150
"""More letters and figures are much to type at a kiosk."""

_TYPED: Mapping[str, int] = {
    "number": 3,
    "price": 5,
    "phone": 11,
    "email": 22,
    "website": 20,
    "password": 10,
    "date": 8,
    "time": 4,
    "month": 6,
    "textarea": 60,
    "address": 40,
}
"""Keys to type an answer of ordinary length, by type."""

_ANSWERS: Mapping[str, str] = {
    "email": "a@example.org",
    "phone": "+442079460018",
    "website": "https://example.org",
    "date": "2000-06-15",
    "month": "2000-06",
    "time": "12:00",
}
"""An answer by type."""

_TYPED_LINE = 12
_TYPED_SEARCH = 4
MAX_PASSES = 4
MAX_WALKS = 1_000
"""The most ways that are tried for one estimate."""

MAX_CANDIDATES = 40

MAX_TRIES = 200
"""The most combinations of the answers to questions that one condition names."""


@dataclass(frozen=True)
class Way:
    """One way through a form: its screens and questions, the keys or taps, and those among them that type."""

    screens: int = 0
    questions: int = 0
    keys: int = 0
    typed: int = 0


def measure_form(items: Sequence[FormItem]) -> tuple[Way, Way]:
    """Estimate the shortest way, with answers to mandatory questions only, and the longest, with all answers.

    A local search changes the answers that conditions refer to, one by one and those that one condition names together,
    so that it may miss the extremes.
    """
    candidates = _list_candidates(items)
    # Without the office the values of its lists are not known.
    items = [
        item.model_copy(update={"values": [choice for answer in candidates[item.id] for choice in answer.values or ()]})
        if item.values_from and not item.values and item.id in candidates
        else item
        for item in items
    ]
    rules = FormRules(items)
    definitions = {item.id: item for item in items}

    def walk(answers: Mapping[str, FormItem], is_full: bool) -> Way:
        # An optional repeat has no entries yet: its parts stand for one.
        asked = [
            item if item.repeat is None or item.sub_item else definitions[item.id]
            for item in rules.ask(answers.values()).items
        ]
        return _measure(asked, lambda item: is_full or item.is_mandatory or item.id in answers)

    moves = [*((question_id,) for question_id in candidates), *_list_joint_moves(items, candidates)]
    fixed = {item.id for item in iter_with_parts(items) if item.is_mandatory}
    return (
        _search(candidates, moves, fixed, lambda answers: walk(answers, False), -1),
        _search(candidates, moves, fixed, lambda answers: walk(answers, True), 1),
    )


def give_advice(longest: Way) -> list[str]:
    """Advice for a form that is long at a kiosk."""
    advice: list[str] = []
    if longest.screens > MAX_SCREENS:
        advice.append(
            f"{longest.screens} screens are many for somebody who stands: leave out what concerns few (visibleIf), and"
            " put short questions that belong together on one screen (bindGroup)"
        )
    if longest.typed > MAX_TYPED:
        advice.append(
            f"about {longest.typed} letters and figures are typed: offer values to choose from, or let people fill it"
            " in on their phones (joinByPhone)"
        )
    return advice


def _list_joint_moves(items: Sequence[FormItem], candidates: Container[str]) -> Iterator[tuple[str, ...]]:
    """The questions that one condition names together: changing only one of them may change nothing."""
    for condition in [item.visible_if for item in iter_with_parts(items) if item.visible_if]:
        named_ids = tuple(dict.fromkeys(key for key in list_condition_ids(condition) if key in candidates))
        if len(named_ids) > 1:
            yield named_ids


def _search(
    candidates: Mapping[str, list[FormItem]],
    moves: Sequence[tuple[str, ...]],
    fixed: Container[str],
    walk: Callable[[Mapping[str, FormItem]], Way],
    sign: int,
) -> Way:
    """The way with the most screens, then keys, or the fewest for a `sign` of -1.

    The questions of each of the `moves` are changed together; `fixed` ones are always answered.
    """
    answers: dict[str, FormItem | None] = {
        key: options[0] if key in fixed else None for key, options in candidates.items()
    }
    best = walk(_drop_unanswered(answers))
    walks = 0
    for _ in range(MAX_PASSES):
        before = best
        for question_ids in moves:
            options = [[*candidates[key], *([] if key in fixed else [None])] for key in question_ids]
            for chosen in islice(product(*options), MAX_TRIES):
                if (walks := walks + 1) > MAX_WALKS:
                    return best
                changed = {**answers, **dict(zip(question_ids, chosen, strict=True))}
                way = walk(_drop_unanswered(changed))
                if (sign * way.screens, sign * way.keys) > (sign * best.screens, sign * best.keys):
                    best, answers = way, changed
        if best == before:
            break
    return best


def _drop_unanswered(answers: Mapping[str, FormItem | None]) -> dict[str, FormItem]:
    return {key: answer for key, answer in answers.items() if answer is not None}


def _measure(asked: Sequence[FormItem], is_answered: Callable[[FormItem], bool]) -> Way:
    typed = taps = 0
    for item in asked:
        if is_answered(item):
            own_typed, own_taps = _count_keys(item)
            typed, taps = typed + own_typed, taps + own_taps
    questions = sum(item.type != "text" for item in asked)
    screens = len(group_screens(asked))
    return Way(screens, questions, typed + taps + screens, typed)


def _count_keys(item: FormItem) -> tuple[int, int]:
    """Keys that type an answer, and others, without the one that goes on."""
    if item.sub_item:
        parts = [_count_keys(part) for part in item.sub_item if part.visible]
        return sum(typed for typed, _ in parts), sum(taps for _, taps in parts) + len(parts)
    item_type = resolve_type(item)
    match get_presentation(item).control:
        case "choice":
            is_long = item.values_from is not None or len(list(item.iter_choices())) > MAX_OPTIONS
            return (_TYPED_SEARCH if is_long else 0), 2 if item.is_multiple else 1
        case "country":
            return _TYPED_SEARCH, 1
        case "line" | "email" | "area" | "date" if item.type != "text":
            length = _TYPED.get(item_type, _TYPED_LINE)
            limit = item.value_format.max_length if item.value_format else None
            return (min(length, limit) if limit and limit > 0 else length), 0
        case _:
            return 0, 0 if item.type == "text" else 1


def _list_candidates(items: Sequence[FormItem]) -> dict[str, list[FormItem]]:
    """Answers to try for each question that conditions refer to; that of a part comes within those of its parents."""
    by_id = {path[-1].id: path for path in _iter_paths(items)}
    texts: dict[str, list[str]] = {}
    for item in iter_with_parts(items):
        for condition in iter_conditions(item.visible_if) if item.visible_if else ():
            if condition.id in by_id:
                texts.setdefault(condition.id, []).extend(_list_texts(condition))
    candidates: dict[str, list[FormItem]] = {}
    for question_id, given in texts.items():
        *parents, item = by_id[question_id]
        answers = [_build_answer(item, text) for text in _list_answers(item, given)]
        if together := [choice for choice in item.iter_choices() if item.is_multiple and not choice.exclusive]:
            answers.append(FormItem(id=item.id, type=item.type, values=together))
        for parent in reversed(parents):
            answers = [FormItem(id=parent.id, sub_item=[answer]) for answer in answers]
        candidates[question_id] = answers
    return candidates


def _iter_paths(items: Sequence[FormItem]) -> Iterator[tuple[FormItem, ...]]:
    """The visible questions without parts, each after the questions it is a part of; none of a repeat."""
    for item in items:
        if item.sub_item and item.visible and item.repeat is None:
            yield from ((item, *path) for path in _iter_paths(item.sub_item))
        elif item.visible and not item.sub_item:
            yield (item,)


def _list_texts(condition: Condition) -> Iterator[str]:
    """Values for which a condition holds, and others for which it does not."""
    yield from condition.in_ or ()
    for name in COMPARISONS:
        if (bound := getattr(condition, name)) is not None:
            yield from _list_near(bound)


def _list_near(bound: Bound) -> list[str]:
    """A number or day, and those before and after it; of a time or another answer some that may be either."""
    if isinstance(bound, int | float):
        return [f"{Decimal(repr(value)):f}" for value in (bound - 1, bound, bound + 1)]
    if isinstance(bound, str) and isinstance(day := resolve_bound(bound, "date", ParseContext().today), str):
        return [shift_day(date.fromisoformat(day[:10]), offset).isoformat() for offset in ("-1d", "+0d", "+1d")]
    return ["1900-01-01", "2000-06-15", "2100-01-01", "00:00", "23:59", "0", "999999"]


def _list_answers(item: FormItem, texts: Sequence[str]) -> list[str]:
    item_type, rules = resolve_type(item), item.value_format or ValueFormat()
    if item.type in CHOICE_TYPES:
        texts = [choice.id for choice in item.iter_choices()] or [*texts, "x"]
    elif item_type in RATING_TYPES:
        texts = [step.id for step in list_steps(item)]
    elif item_type == "consent":
        texts = ["true"]
    else:
        limits = [text for bound in (rules.min, rules.max) if bound is not None for text in _list_near(bound)]
        texts = [*texts, *_list_samples(rules), _ANSWERS.get(item_type, "1"), *limits, "x"]
        if item_type == "month":
            texts = [text[:7] for text in texts]
    return list(dict.fromkeys(texts))[:MAX_CANDIDATES]


def _list_samples(rules: ValueFormat) -> Iterator[str]:
    """Examples for the mask and the pattern."""
    if rules.mask:
        yield build_mask_example(rules.mask)
    if rules.regex_value:
        with suppress(ValueError):
            yield from islice(list_examples(rules.regex_value, rules.min_length or 0), 3)


def _build_answer(item: FormItem, text: str) -> FormItem:
    if item.type in CHOICE_TYPES:
        return FormItem(id=item.id, type=item.type, values=[Choice(id=text)])
    return FormItem(id=item.id, type=item.type, value=text)
