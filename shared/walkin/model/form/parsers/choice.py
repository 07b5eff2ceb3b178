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
    """The chosen values, matched by id, ``value`` or name; ordered and within categories as in the definition."""
    values = {value.id: value for value in definition.iter_choices()}
    chosen: dict[str, Choice] = {}
    for choice in _list_chosen(definition, answer):
        if definition.other_value and choice.id == OTHER_CHOICE_ID:
            text = clean_answer(_other_text(choice), LINE_LENGTH)
            if not text:
                raise InvalidAnswer("other")
            check_value_format(text, definition)
            chosen[OTHER_CHOICE_ID] = Choice(id=OTHER_CHOICE_ID, name=text, value=text)
        elif known := values.get(choice.id) or find_choice(definition, choice.id):
            chosen[known.id] = known.model_copy(update={"values": None})
        else:
            raise InvalidAnswer("unknownChoice")
    if len(chosen) > 1 and not definition.is_multiple:
        raise InvalidAnswer("oneOnly")
    if not chosen:
        return {}
    return {"values": list(_order_chosen(definition, chosen))}


def _list_chosen(definition: FormItem, answer: FormItem) -> list[Choice]:
    """The chosen values of an answer, whether they are in ``values`` or, like other answers, in ``value``."""
    chosen = list(answer.iter_chosen())
    text = clean_answer(answer.value or "", LINE_LENGTH)
    # The default of a definition that was copied for its answer is no second answer.
    if text and not (chosen and answer.value == definition.value):
        is_other = definition.other_value and find_choice(definition, text) is None
        chosen.append(Choice(id=OTHER_CHOICE_ID if is_other else text, name=text, value=text))
    return chosen


def _order_chosen(definition: FormItem, chosen: dict[str, Choice]) -> Iterator[Choice]:
    for choice in definition.values or ():
        if definition.category and choice.values is not None:
            if inner := [chosen.pop(value.id) for value in choice.values if value.id in chosen]:
                yield choice.model_copy(update={"values": inner})
        elif choice.id in chosen:
            yield chosen.pop(choice.id)
    yield from chosen.values()


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
