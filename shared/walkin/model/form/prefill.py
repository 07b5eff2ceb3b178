"""Answers that somebody brings along: parameters of a link, of a scanned code or of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from walkin.model.form.definition import CHOICE_TYPES, Choice, FormItem
from walkin.model.form.parsers.choice import find_choice
from walkin.model.form.parsers.rating import RATING_TYPES
from walkin.model.form.parsers.registry import TEXTAREA_LENGTH, InvalidAnswer, ParseContext, clean_answer, resolve_type
from walkin.model.form.validate import parse_answer

_PICKED_TYPES = RATING_TYPES | {"date"}
"""Types that are not typed: a wrong answer could not be shown to be mended."""


def prefill_answers(definitions: Sequence[FormItem], parameters: Mapping[str, str]) -> list[FormItem]:
    """Answers to the visible questions whose ``externalId`` is a key of the parameters.

    Choices are named by id, value or name, several with commas between them. Texts are kept as they were given, right
    or wrong, so that people can mend them. Unknown values, files and texts that cannot be shown are left out.
    """
    return list(_iter_answers(definitions, parameters))


def _iter_answers(definitions: Sequence[FormItem], parameters: Mapping[str, str]) -> Iterator[FormItem]:
    for definition in definitions:
        if not definition.visible:
            continue
        if definition.sub_item:
            if parts := list(_iter_answers(definition.sub_item, parameters)):
                yield FormItem.model_construct(id=definition.id, type=definition.type, sub_item=parts)
        elif definition.external_id and (text := parameters.get(definition.external_id)):
            try:
                answer = _parse_parameter(definition, text)
            except InvalidAnswer:
                continue
            if answer.has_answer:
                yield answer


def _parse_parameter(definition: FormItem, text: str) -> FormItem:
    kind = resolve_type(definition)
    answer = FormItem.model_construct(id=definition.id, type=definition.type)
    if kind in CHOICE_TYPES:
        return answer.model_copy(update={"values": _parse_choices(definition, text)})
    if kind == "file":
        return answer
    text = clean_answer(text, TEXTAREA_LENGTH, multiline=kind in ("textarea", "address"))
    answer = answer.model_copy(update={"value": text})
    return (
        answer.model_copy(update=parse_answer(definition, answer, ParseContext())) if kind in _PICKED_TYPES else answer
    )


def _parse_choices(definition: FormItem, text: str) -> list[Choice]:
    one = find_choice(definition, text)
    if one is not None or not definition.is_multiple:
        return [one] if one else []
    found = [find_choice(definition, part.strip()) for part in text.split(",")]
    return list({choice.id: choice for choice in found if choice}.values())
