"""Checks of the references between questions, of limits, repeats and the names of rules: errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from walkin.model.form.asked import FormRules, Question
from walkin.model.form.conditions import COMPARISONS, iter_conditions, measure_depth
from walkin.model.form.definition import CHOICE_TYPES, MAX_ENTRIES, Bound, Condition, FormItem, OtherAnswer, ValueFormat
from walkin.model.form.limits import compare, find_bound_error, is_relative, resolve_bound
from walkin.model.form.lint import suggest
from walkin.model.form.parsers.registry import get_kind, resolve_type
from walkin.model.form.shape import CASES, find_check, parse_mask

MAX_CONDITION_DEPTH = 8

CAPTURES = ("signature", "photo")

NAMED_LISTS = ("countries", "languages", "nationalities")
"""Lists that come with the program, for ``valuesFrom``."""

_LIST_FILE = re.compile(r"file:[\w][\w .-]{0,99}")


def check_references(rules: FormRules) -> Iterator[tuple[str, str]]:
    """The errors of a form, each with the id of its question."""
    if cycle := rules.find_cycle():
        yield cycle[0], f"it depends on itself: {' → '.join(cycle)}"
    for question in rules.questions:
        for text in _check_question(question, rules):
            yield question.id, text


def _check_question(question: Question, rules: FormRules) -> Iterator[str]:
    definition = question.definition
    if definition.visible_if is not None:
        if measure_depth(definition.visible_if) > MAX_CONDITION_DEPTH:
            yield f"its visibleIf holds conditions more than {MAX_CONDITION_DEPTH} deep"
        for condition in iter_conditions(definition.visible_if):
            yield from (f"visibleIf: {text}" for text in _check_condition(condition, question, rules))
    for question_id in definition.require or ():
        yield from (f"require: {text}" for text in _check_reference(question_id, question, rules))
    yield from _check_limits(question, rules)
    yield from _check_repeat(question)
    yield from _check_names(definition)


def _check_reference(question_id: str, question: Question, rules: FormRules) -> Iterator[str]:
    other = rules.find(question_id)
    if other is None:
        known = [known.id for known in rules.questions if known is not question]
        yield f"there is no question with the id {question_id!r}{suggest(question_id, known)}"
    elif other.repeat is not None and other.repeat is not question.repeat:
        yield f"{question_id!r} is asked in each entry of {other.repeat.id!r}: only there it can be named"
    elif other.definition.type == "text":
        yield f"{question_id!r} is a text, which has no answer"


def _check_condition(condition: Condition, question: Question, rules: FormRules) -> Iterator[str]:
    names = {"in": condition.in_, "answered": condition.answered}
    names |= {name: getattr(condition, name) for name in COMPARISONS}
    operators = [name for name, value in names.items() if value is not None]
    for name in condition.model_extra or {}:
        suggestion = suggest(name, ["id", *names, "not", "all", "any"])
        yield f"nobody knows {name!r}{suggestion}"
    if condition.id is None:
        if operators:
            yield f"{operators[0]!r} needs the id of a question"
        elif condition.not_ is None and not condition.all_ and not condition.any_:
            yield "a condition is empty: write { id = …, in = [ … ] }, not, all or any"
        return
    if not operators:
        yield f"what the answer to {condition.id!r} has to be is not said: in, answered, lt, lte, gt or gte"
    if errors := list(_check_reference(condition.id, question, rules)):
        yield from errors
        return
    other = rules.find(condition.id)
    if other is not None:
        yield from _check_operators(condition, operators, other, question, rules)


def _check_operators(
    condition: Condition, operators: list[str], other: Question, question: Question, rules: FormRules
) -> Iterator[str]:
    kind, item_type = get_kind(other.definition), resolve_type(other.definition)
    if condition.in_ is not None:
        if other.parts or item_type == "file":
            yield f"'in' does not fit {other.id!r}, of which only answered can be asked"
        elif not condition.in_:
            yield "'in' is empty: no answer is in it"
    for name in [name for name in operators if name in COMPARISONS]:
        bound = getattr(condition, name)
        if kind is None:
            yield f"{name!r} does not fit {other.id!r}: only numbers, dates, months and times have an order"
        elif text := find_bound_error(bound, kind):
            yield f"{name} {text}"
        yield from _check_bound_reference(bound, other, question, rules)


def _check_bound_reference(bound: Bound, compared: Question, question: Question, rules: FormRules) -> Iterator[str]:
    """Check that the question of a limit or comparison exists and is comparable with `compared`."""
    if not isinstance(bound, OtherAnswer):
        return
    if errors := list(_check_reference(bound.id, question, rules)):
        yield from errors
        return
    other, kind = rules.find(bound.id), get_kind(compared.definition)
    other_kind = get_kind(other.definition) if other else None
    days = ("date", "month")
    if other_kind != kind and not (kind in days and other_kind in days):
        yield f"{compared.id!r} and {bound.id!r} cannot be compared: they are no answers of one kind"


def _check_limits(question: Question, rules: FormRules) -> Iterator[str]:
    value_format, kind = question.definition.value_format, get_kind(question.definition)
    if value_format is None or kind is None:
        return
    limits = {"min": value_format.min, "max": value_format.max}
    for name, bound in limits.items():
        if bound is not None:
            if text := find_bound_error(bound, kind):
                yield f"{name} {text}"
            yield from (f"{name}: {text}" for text in _check_bound_reference(bound, question, question, rules))
    today = date(2000, 2, 15)
    low, high = (None if bound is None else resolve_bound(bound, kind, today) for bound in limits.values())
    # Of a limit that moves with the day and a fixed one either may be the larger.
    is_wrong = low is not None and high is not None and compare(low, high) > 0
    if is_wrong and is_relative(value_format.min) == is_relative(value_format.max):
        yield f"min ({value_format.min}) is larger than max ({value_format.max}): nothing could be entered"


def _check_repeat(question: Question) -> Iterator[str]:
    definition, repeat = question.definition, question.definition.repeat
    if repeat is None:
        return
    if not question.parts and not definition.takes_several_files:
        yield "repeat needs subItem: the parts that are asked each time"
    elif question.parts and not any(_is_ever_asked(part) for part in question.parts):
        yield "repeat needs a part that is asked each time: these are all texts, or not visible"
    if question.parts and question.repeat is not None:
        yield f"repeat is not possible within the repeat of {question.repeat.id!r}"
    if repeat.min < 0 or (repeat.max is not None and repeat.max < max(1, repeat.min)):
        yield f"repeat from {repeat.min} to {repeat.max} is not possible"
    if max(repeat.min, repeat.max or 0) > MAX_ENTRIES:
        yield f"repeat: {MAX_ENTRIES} entries are the most"


def _is_ever_asked(question: Question) -> bool:
    definition = question.definition
    if not definition.visible or definition.type == "text":
        return False
    return not question.parts or any(map(_is_ever_asked, question.parts))


def _check_names(definition: FormItem) -> Iterator[str]:
    rules = definition.value_format or ValueFormat()
    if rules.case and rules.case not in CASES:
        yield f"case {rules.case!r} is none of {', '.join(CASES)}{suggest(rules.case, CASES)}"
    if rules.check and find_check(rules.check) is None:
        yield f"nobody knows the check {rules.check!r}: it has to be a name of python-stdnum, like iban or es.dni"
    if rules.mask and not any(is_placeholder for _, is_placeholder in parse_mask(rules.mask)):
        yield f"the mask {rules.mask!r} has no place for a sign: 9 is a digit, A a letter, * either"
    if definition.capture and definition.capture not in CAPTURES:
        yield f"capture {definition.capture!r} is neither signature nor photo"
    if definition.values_from is None:
        return
    if resolve_type(definition) not in CHOICE_TYPES:
        yield f"valuesFrom does not fit the type {definition.type!r}: only radio, checkbox and select have values"
    if definition.values_from not in NAMED_LISTS and not _LIST_FILE.fullmatch(definition.values_from):
        yield (
            f"valuesFrom {definition.values_from!r} is no list: write {', '.join(NAMED_LISTS)}, or file: and the name "
            f"of a file in the office's folder of lists{suggest(definition.values_from, NAMED_LISTS)}"
        )
