"""Parser for ratings: a step of a scale, by default 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from walkin.model.form.definition import Choice, FormItem
from walkin.model.form.parsers.registry import LINE_LENGTH, InvalidAnswer, ParseContext, clean_answer, parses, read_text

RATING_TYPES = frozenset({"scalerating", "start", "star"})
"""The reference writes ``start``; ``star`` is taken as well."""

DEFAULT_STEPS = 5


def list_steps(definition: FormItem) -> list[Choice]:
    """The steps of a scale, the lowest first. ``id`` is the ``value`` of an answer.

    That is the ``value`` of each of the definition's ``values``, or its place ("1", "2", …) where it has none. Without
    ``values`` the steps are "1" to "5", without names.
    """
    if not definition.values:
        return [Choice.model_construct(id=str(place), name="") for place in range(1, DEFAULT_STEPS + 1)]
    return [
        Choice.model_construct(id=_step_id(choice, place), name=choice.name)
        for place, choice in enumerate(definition.values, 1)
    ]


def _step_id(choice: Choice, place: int) -> str:
    try:
        return clean_answer(choice.value or "", LINE_LENGTH) or str(place)
    except InvalidAnswer:
        return str(place)


@parses(*RATING_TYPES, missing_type="one")
def parse_rating(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """A step, matched by its value, its id or its place."""
    text = clean_answer(read_text(answer, lambda choice: choice.id), LINE_LENGTH)
    if not text:
        return {}
    keys = [step.id for step in list_steps(definition)]
    ids = [choice.id for choice in definition.values or ()]
    places = [str(place) for place in range(1, len(keys) + 1)]
    for names in (keys, ids, places):
        if text in names:
            return {"value": keys[names.index(text)]}
    raise InvalidAnswer("unknownChoice")
