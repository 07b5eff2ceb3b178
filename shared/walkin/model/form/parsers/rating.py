"""Parser for ratings: a step of a scale, by default 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from walkin.model.form.definition import Choice, FormItem
from walkin.model.form.parsers.registry import LINE_LENGTH, InvalidAnswer, ParseContext, clean_answer, parses, read_text

RATING_TYPES = frozenset({"scalerating", "start", "star"})
"""The reference writes ``start``; ``star`` is taken as well."""

DEFAULT_STEPS = 5


def list_steps(definition: FormItem) -> list[Choice]:
    """The steps of a scale in their order. ``id`` is the ``value`` of an answer, ``name`` is empty where it has none.

    That is the ``value`` of each of the definition's ``values``, or else its ``id``. Without ``values`` the steps are
    "1" to "5".
    """
    if not definition.values:
        return [Choice.model_construct(id=str(place), name="") for place in range(1, DEFAULT_STEPS + 1)]
    return [Choice.model_construct(id=_step_id(choice), name=choice.name) for choice in definition.values]


def get_ends(definition: FormItem) -> tuple[str, str]:
    """What the first and the last step mean: ``minLabel`` and ``maxLabel``, reversed where the numbers fall."""
    steps = list_steps(definition)
    labels = definition.min_label or "", definition.max_label or ""
    with suppress(ValueError):
        if int(steps[0].id) > int(steps[-1].id):
            return labels[1], labels[0]
    return labels


def _step_id(choice: Choice) -> str:
    try:
        return clean_answer(choice.value or "", LINE_LENGTH) or choice.id
    except InvalidAnswer:
        return choice.id


@parses(*RATING_TYPES, missing_type="one")
def parse_rating(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """A step, matched by its value, its id, or its name in any case."""
    text = clean_answer(read_text(answer, lambda choice: choice.id), LINE_LENGTH)
    if not text:
        return {}
    steps = list_steps(definition)
    keys = [step.id for step in steps]
    ids = [choice.id for choice in definition.values or ()]
    for names, name in ((keys, text), (ids, text), ([step.name.casefold() for step in steps], text.casefold())):
        if names.count(name) == 1 or (name in names and names is keys):
            return {"value": keys[names.index(name)]}
    raise InvalidAnswer("unknownChoice")
