"""Prefilled answers from the parameters of a link, a scanned code or the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from walkin.model.form.asked import UNFILLED_TYPES
from walkin.model.form.definition import CHOICE_TYPES, FormItem
from walkin.model.form.parsers.choice import find_choices, list_chosen
from walkin.model.form.parsers.rating import RATING_TYPES
from walkin.model.form.parsers.registry import (
    TEXTAREA_LENGTH,
    InvalidAnswer,
    ParseContext,
    clean_answer,
    parse_answer,
    read_text,
    resolve_type,
)

_PICKED_TYPES = RATING_TYPES | {"date", "month", "time"}
"""Types whose control is not a text input: it could not show a wrong answer to be corrected."""


def prefill_answers(
    definitions: Sequence[FormItem], parameters: Mapping[str, str], time_zone: str | None = None
) -> list[FormItem]:
    """Answers to the visible questions whose ``externalId`` is a key of `parameters`.

    Choices are named by id, value or name, several separated by commas. Texts are taken unvalidated, so that clients
    can correct them; dates with an offset are read in `time_zone`. Unknown values, files and texts that cannot be
    shown are left out.
    """
    return list(_iter_answers(definitions, parameters, ParseContext(time_zone=time_zone)))


def get_shown_answer(definition: FormItem, answer: FormItem | None) -> FormItem | None:
    """The answer that a question is shown with: the given one, or without one the default."""
    return _get_default(definition) if answer is None else normalise_members(definition, answer)


def normalise_members(definition: FormItem, answer: FormItem) -> FormItem:
    """Put chosen values into ``values``, and texts and ratings into ``value``, as the type of the question has them.

    An answer has them elsewhere when its question had another type then, or from clients that send every answer alike.
    Texts stay as they were typed, and so do wrong answers.
    """
    item_type = resolve_type(definition)
    if definition.sub_item or item_type in ("file", "text"):
        return answer
    with suppress(InvalidAnswer):
        if item_type in CHOICE_TYPES:
            return answer.model_copy(update={"value": None, "values": list_chosen(definition, answer)})
        is_text = item_type not in (*RATING_TYPES, "consent")
        members = {"value": read_text(answer)} if is_text else parse_answer(definition, answer, ParseContext())
        return answer.model_copy(update={"values": None, **members})
    return answer


def _get_default(definition: FormItem) -> FormItem | None:
    if not definition.value or not definition.visible or definition.sub_item or definition.type in UNFILLED_TYPES:
        return None
    if resolve_type(definition) in CHOICE_TYPES:
        chosen = find_choices(definition, definition.value)
        return FormItem.model_construct(id=definition.id, type=definition.type, values=chosen) if chosen else None
    answer, context = None, ParseContext()
    try:
        answer = _parse_parameter(definition, definition.value, context)
        parse_answer(definition, answer, context)
    except InvalidAnswer as invalid:
        # Without a country a national phone number cannot be checked.
        return answer if invalid.code == "phoneCountry" else None
    return answer if answer.has_answer else None


def _iter_answers(
    definitions: Sequence[FormItem], parameters: Mapping[str, str], context: ParseContext
) -> Iterator[FormItem]:
    for definition in definitions:
        if not definition.visible:
            continue
        if definition.sub_item:
            if parts := list(_iter_answers(definition.sub_item, parameters, context)):
                if definition.is_repeated:
                    # They are those of the first entry.
                    parts = [FormItem.model_construct(id="1", sub_item=parts)]
                yield FormItem.model_construct(id=definition.id, type=definition.type, sub_item=parts)
        elif definition.external_id and (text := parameters.get(definition.external_id)):
            try:
                answer = _parse_parameter(definition, text, context)
            except InvalidAnswer:
                continue
            if answer.has_answer:
                yield answer


def _parse_parameter(definition: FormItem, text: str, context: ParseContext) -> FormItem:
    item_type = resolve_type(definition)
    answer = FormItem.model_construct(id=definition.id, type=definition.type)
    if item_type in CHOICE_TYPES:
        return answer.model_copy(update={"values": find_choices(definition, text, skip_unknown=True)})
    if item_type in UNFILLED_TYPES:
        return answer
    text = clean_answer(text, TEXTAREA_LENGTH, multiline=item_type in ("textarea", "address"))
    answer = answer.model_copy(update={"value": text})
    if item_type in _PICKED_TYPES:
        answer = answer.model_copy(update=parse_answer(definition, answer, context))
    return answer
