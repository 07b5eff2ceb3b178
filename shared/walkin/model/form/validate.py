"""Validation of filled forms.

The kiosk shows the problems beside the fields, the API answers the same ones (422 ``fields``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from walkin.model.errors import FieldProblem
from walkin.model.form.definition import CHOICE_TYPES, Choice, FormItem
from walkin.model.form.parsers import registry
from walkin.model.form.parsers.choice import find_choice

_NO_ANSWER: Mapping[str, None] = {"value": None, "values": None, "file_name": None, "zoned_date_time": None}


@dataclass(frozen=True)
class ValidatedForm:
    """The normalised items of a form, and the problems of the answers that are left out of them."""

    items: list[FormItem]
    problems: tuple[FieldProblem, ...]


def validate_form(
    definitions: Sequence[FormItem],
    answers: Iterable[FormItem],
    *,
    country: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    max_file_bytes: int = registry.MAX_FILE_BYTES,
) -> ValidatedForm:
    """Validate and normalise the answers to a form.

    An answer is matched by id and carries ``value``, for choices ``values``, for files also ``fileName``; its other
    members are ignored. A question with ``subItem`` is answered by the answer's ``subItem``: each part is validated by
    itself, and problems name the part. Items come in the order of the definitions, with the chosen values only.
    Questions that are not visible get the default of their definition. Answers to unknown questions follow, cleaned.

    `country` (two letters) is that of phone numbers without ``+``. `language` is that of typed numbers, where "1,234"
    and "1.234" are ambiguous; leave it out for answers on the wire, which have a decimal point. `time_zone` is that
    of dates with an offset, which are refused without it.
    """
    return _validate_form(definitions, answers, registry.ParseContext(country, language, time_zone, max_file_bytes))


def _validate_form(
    definitions: Sequence[FormItem], answers: Iterable[FormItem], context: registry.ParseContext
) -> ValidatedForm:
    answers_by_id: dict[str, FormItem] = {}
    for answer in answers:
        other = answers_by_id.get(answer.id)
        answers_by_id[answer.id] = answer if other is None else _join_answers(other, answer)
    definition_ids = {definition.id for definition in definitions}
    items: list[FormItem] = []
    problems: list[FieldProblem] = []
    for definition in definitions:
        if definition.visible:
            validated = _validate_answer(definition, answers_by_id.get(definition.id), context)
            items += validated.items
            problems += validated.problems
        else:
            items.append(_fill_hidden(definition, context))
    for answer in answers_by_id.values():
        if answer.id not in definition_ids:
            try:
                items.append(_clean_unknown_answer(answer, context))
            except registry.InvalidAnswer as error:
                problems.append(FieldProblem(answer.id, error.code, error.values))
    return ValidatedForm(items, tuple(problems))


def parse_answer(definition: FormItem, answer: FormItem, context: registry.ParseContext) -> Mapping[str, Any]:
    """The normalised members of an answer. Raises InvalidAnswer."""
    return registry.PARSERS[registry.resolve_type(definition)].parse(definition, answer, context)


def _validate_answer(definition: FormItem, answer: FormItem | None, context: registry.ParseContext) -> ValidatedForm:
    """The item of one visible question, or its problems."""
    members: Mapping[str, Any] = {}
    answered = False
    if definition.sub_item:
        parts = _validate_form(definition.sub_item, (answer.sub_item if answer else None) or (), context)
        if parts.problems:
            return ValidatedForm([], parts.problems)
        if answer is not None and not answer.sub_item and answer.has_answer:
            return ValidatedForm([], (FieldProblem(definition.id, "shape"),))
        members = {"sub_item": parts.items}
        answered = any(part.visible and part.has_answer for part in parts.items)
    elif answer is not None:
        if any(part.has_answer for part in answer.sub_item or ()):
            return ValidatedForm([], (FieldProblem(definition.id, "shape"),))
        try:
            members = parse_answer(definition, answer, context)
        except registry.InvalidAnswer as error:
            return ValidatedForm([], (FieldProblem(definition.id, error.code, error.values),))
        answered = bool(members)
    if definition.mandatory and not answered:
        missing = registry.PARSERS[registry.resolve_type(definition)].missing_type(definition)
        return ValidatedForm([], (FieldProblem(definition.id, "empty", {"type": missing}),))
    return ValidatedForm([definition.model_copy(update={**_NO_ANSWER, **members})], ())


def _join_answers(first: FormItem, second: FormItem) -> FormItem:
    """One answer of two to the same question: some clients send one for each value that was chosen."""
    values = [choice for answer in (first, second) for choice in answer.values or ()]
    values += [Choice(id=text, name=text, value=text) for text in (first.value, second.value) if text]
    parts = [*(first.sub_item or ()), *(second.sub_item or ())]
    return second.model_copy(update={"value": None, "values": values or None, "sub_item": parts or None})


def _fill_hidden(definition: FormItem, context: registry.ParseContext) -> FormItem:
    """The item of a hidden question: its default, unless that is invalid, which no client could correct."""
    if definition.sub_item:
        return definition.model_copy(
            update={**_NO_ANSWER, "sub_item": [_fill_hidden(part, context) for part in definition.sub_item]}
        )
    members: Mapping[str, Any] = {}
    if definition.type == "file":
        # A definition is public, a file belongs to one client.
        return definition.model_copy(update=_NO_ANSWER)
    with suppress(registry.InvalidAnswer):
        # A definition has the wire's numbers, whatever the client's language.
        members = parse_answer(definition, default_answer(definition), replace(context, language=None))
    return definition.model_copy(update={**_NO_ANSWER, **members})


def default_answer(definition: FormItem) -> FormItem:
    """The default answer of a definition: its ``value``; for choices the value it names, or the only one."""
    if registry.resolve_type(definition) not in CHOICE_TYPES:
        return definition.model_copy(update={"values": None})
    choices = list(definition.iter_choices())
    chosen = find_choice(definition, definition.value) if definition.value else None
    if chosen is None and not definition.value and len(choices) == 1:
        chosen = choices[0]
    return definition.model_copy(update={"values": [chosen] if chosen else None})


def _clean_unknown_answer(answer: FormItem, context: registry.ParseContext) -> FormItem:
    """An answer to a question that the form does not have, with its texts cleaned and its files checked."""
    update: dict[str, Any] = {}
    if answer.type == "file":
        update = {**_NO_ANSWER, **parse_answer(answer, answer, context)}
    elif answer.value is not None:
        update["value"] = registry.clean_answer(answer.value, registry.TEXTAREA_LENGTH, multiline=True)
    if answer.values is not None:
        update["values"] = [_clean_choice(choice) for choice in answer.values]
    if answer.sub_item is not None:
        update["sub_item"] = [_clean_unknown_answer(part, context) for part in answer.sub_item]
    return answer.model_copy(update=update)


def _clean_choice(choice: Choice) -> Choice:
    update: dict[str, Any] = {"name": registry.clean_answer(choice.name, registry.LINE_LENGTH)}
    if choice.value is not None:
        update["value"] = registry.clean_answer(choice.value, registry.LINE_LENGTH)
    if choice.values is not None:
        update["values"] = [_clean_choice(inner) for inner in choice.values]
    return choice.model_copy(update=update)
