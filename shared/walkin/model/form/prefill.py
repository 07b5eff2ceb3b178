"""Prefilled answers from the parameters of a link, a scanned code or the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from walkin.model.form.definition import CHOICE_TYPES, Choice, FormItem
from walkin.model.form.parsers.choice import find_choice
from walkin.model.form.parsers.rating import RATING_TYPES
from walkin.model.form.parsers.registry import TEXTAREA_LENGTH, InvalidAnswer, ParseContext, clean_answer, resolve_type
from walkin.model.form.validate import parse_answer

_PICKED_TYPES = RATING_TYPES | {"date"}
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


def _iter_answers(
    definitions: Sequence[FormItem], parameters: Mapping[str, str], context: ParseContext
) -> Iterator[FormItem]:
    for definition in definitions:
        if not definition.visible:
            continue
        if definition.sub_item:
            if parts := list(_iter_answers(definition.sub_item, parameters, context)):
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
        return answer.model_copy(update={"values": _parse_choices(definition, text)})
    if item_type == "file":
        return answer
    text = clean_answer(text, TEXTAREA_LENGTH, multiline=item_type in ("textarea", "address"))
    answer = answer.model_copy(update={"value": text})
    if item_type in _PICKED_TYPES:
        answer = answer.model_copy(update=parse_answer(definition, answer, context))
    return answer


def _parse_choices(definition: FormItem, text: str) -> list[Choice]:
    choice = find_choice(definition, text)
    if choice is not None or not definition.is_multiple:
        return [choice] if choice else []
    choices = [find_choice(definition, part.strip()) for part in text.split(",")]
    return list({choice.id: choice for choice in choices if choice}.values())
