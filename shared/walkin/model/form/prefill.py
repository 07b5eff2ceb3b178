"""Answers that somebody brings along: parameters of a link, of a scanned code or of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from walkin.model.form.definition import CHOICES, Choice, FormItem
from walkin.model.form.parsers.choice import matching
from walkin.model.form.parsers.rating import RATINGS
from walkin.model.form.parsing import AREA_LENGTH, Setting, Unfit, cleaned, kind_of
from walkin.model.form.validate import read

_PICKED = RATINGS | {"date"}
"""Types that are not typed: a wrong answer could not be shown to be mended."""


def prefilled(definitions: Sequence[FormItem], parameters: Mapping[str, str]) -> list[FormItem]:
    """Answers to the visible questions whose ``externalId`` is a key of the parameters.

    Choices are named by id, value or name, several with commas between them. Texts are kept as they were given, right
    or wrong, so that people can mend them. Unknown values, files and texts that cannot be shown are left out.
    """
    return list(_answers(definitions, parameters))


def _answers(definitions: Sequence[FormItem], parameters: Mapping[str, str]) -> Iterator[FormItem]:
    for definition in definitions:
        if not definition.visible:
            continue
        if definition.sub_item:
            if parts := list(_answers(definition.sub_item, parameters)):
                yield FormItem.model_construct(id=definition.id, type=definition.type, sub_item=parts)
        elif definition.external_id and (text := parameters.get(definition.external_id)):
            try:
                answer = _answer(definition, text)
            except Unfit:
                continue
            if answer.answered:
                yield answer


def _answer(definition: FormItem, text: str) -> FormItem:
    kind = kind_of(definition)
    answer = FormItem.model_construct(id=definition.id, type=definition.type)
    if kind in CHOICES:
        return answer.model_copy(update={"values": _chosen(definition, text)})
    if kind == "file":
        return answer
    text = cleaned(text, AREA_LENGTH, multiline=kind in ("textarea", "address"))
    answer = answer.model_copy(update={"value": text})
    return answer.model_copy(update=read(definition, answer, Setting())) if kind in _PICKED else answer


def _chosen(definition: FormItem, text: str) -> list[Choice]:
    one = matching(definition, text)
    if one is not None or not definition.many:
        return [one] if one else []
    found = [matching(definition, part.strip()) for part in text.split(",")]
    return list({choice.id: choice for choice in found if choice}.values())
