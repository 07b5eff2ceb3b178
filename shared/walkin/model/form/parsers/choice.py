"""One or several of the values that are offered, and a free answer where ``otherValue`` allows one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from walkin.model.form.definition import CHOICE_TYPES, OTHER_CHOICE_ID, Choice, FormItem
from walkin.model.form.parsers.registry import (
    LINE_LENGTH,
    InvalidAnswer,
    ParseContext,
    check_value_format,
    clean_answer,
    parses,
)


@parses(*CHOICE_TYPES, missing_type=lambda definition: "many" if definition.is_multiple else "one")
def parse_choice(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """The chosen values in the order of the definition, without their categories; they are known by their ids."""
    known = {value.id: value for value in definition.iter_choices()}
    kept: dict[str, Choice] = {}
    for given in _iter_chosen(definition, answer):
        if definition.other_value and given.id == OTHER_CHOICE_ID:
            text = clean_answer(_other_text(given), LINE_LENGTH)
            if not text:
                raise InvalidAnswer("other")
            check_value_format(text, definition)
            kept[OTHER_CHOICE_ID] = Choice(id=OTHER_CHOICE_ID, name=text, value=text)
        elif given.id in known:
            kept[given.id] = known[given.id].model_copy(update={"values": None})
        else:
            raise InvalidAnswer("unknownChoice")
    if len(kept) > 1 and not definition.is_multiple:
        raise InvalidAnswer("oneOnly")
    return {"values": [kept[key] for key in dict.fromkeys([*known, OTHER_CHOICE_ID]) if key in kept]} if kept else {}


def _iter_chosen(definition: FormItem, answer: FormItem) -> Iterator[Choice]:
    """The chosen values, also of a sender that leaves them in their categories."""
    for given in answer.values or ():
        if definition.category and given.values:
            yield from given.values
        else:
            yield given


def _other_text(chosen: Choice) -> str:
    other = (chosen.model_extra or {}).get("otherValue")
    return chosen.value or (other if isinstance(other, str) else "") or chosen.name


def find_choice(definition: FormItem, text: str) -> Choice | None:
    """The value that somebody means by its id, its value or its name."""
    choices = list(definition.iter_choices())
    wanted = text.strip().casefold()
    by_id = (choice for choice in choices if choice.id == text)
    by_value = (choice for choice in choices if choice.value is not None and choice.value == text)
    by_name = (choice for choice in choices if wanted and choice.name.strip().casefold() == wanted)
    return next((choice for found in (by_id, by_value, by_name) for choice in found), None)
