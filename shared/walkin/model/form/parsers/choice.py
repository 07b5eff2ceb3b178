"""Parser for choices: one or several values, and a free text with ``otherValue``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
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
    """The chosen values, matched by id, in the order of the definition and without their categories."""
    values = {value.id: value for value in definition.iter_choices()}
    chosen: dict[str, Choice] = {}
    for choice in _iter_chosen(definition, answer):
        if definition.other_value and choice.id == OTHER_CHOICE_ID:
            text = clean_answer(_other_text(choice), LINE_LENGTH)
            if not text:
                raise InvalidAnswer("other")
            check_value_format(text, definition)
            chosen[OTHER_CHOICE_ID] = Choice(id=OTHER_CHOICE_ID, name=text, value=text)
        elif choice.id in values:
            chosen[choice.id] = values[choice.id].model_copy(update={"values": None})
        else:
            raise InvalidAnswer("unknownChoice")
    if len(chosen) > 1 and not definition.is_multiple:
        raise InvalidAnswer("oneOnly")
    if not chosen:
        return {}
    return {"values": [chosen[key] for key in dict.fromkeys([*values, OTHER_CHOICE_ID]) if key in chosen]}


def _iter_chosen(definition: FormItem, answer: FormItem) -> Iterator[Choice]:
    """The chosen values; a client of the API may send them within their categories."""
    for choice in answer.values or ():
        if definition.category and choice.values:
            yield from choice.values
        else:
            yield choice


def _other_text(chosen: Choice) -> str:
    other = (chosen.model_extra or {}).get("otherValue")
    return chosen.value or (other if isinstance(other, str) else "") or chosen.name


def find_choice(definition: FormItem, text: str) -> Choice | None:
    """The value with that id, else with that ``value``, else with that name in any case."""
    choices = list(definition.iter_choices())
    name = text.strip().casefold()
    by_id = (choice for choice in choices if choice.id == text)
    by_value = (choice for choice in choices if choice.value is not None and choice.value == text)
    by_name = (choice for choice in choices if name and choice.name.strip().casefold() == name)
    return next(chain(by_id, by_value, by_name), None)
