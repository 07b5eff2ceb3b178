"""Parser for choices: one or several values, and a free text with ``otherValue``."""

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
    """The chosen values, matched by id, ``value`` or name; ordered and within categories as in the definition."""
    values = {value.id: value for value in definition.iter_choices()}
    chosen: dict[str, Choice] = {}
    for choice in list_chosen(definition, answer):
        if definition.other_value and choice.id == OTHER_CHOICE_ID:
            text = clean_answer(choice.value or "", LINE_LENGTH)
            if not text:
                raise InvalidAnswer("other")
            check_value_format(text, definition)
            chosen[OTHER_CHOICE_ID] = Choice(id=OTHER_CHOICE_ID, name=text, value=text)
        elif known := values.get(choice.id):
            chosen[known.id] = known.model_copy(update={"values": None})
        else:
            raise InvalidAnswer("unknownChoice")
    if len(chosen) > 1 and not definition.is_multiple:
        raise InvalidAnswer("oneOnly")
    if len(chosen) > 1 and (alone := next((choice for choice in chosen.values() if choice.exclusive), None)):
        raise InvalidAnswer("exclusive", name=alone.name or alone.id)
    if not chosen:
        return {}
    return {"values": list(_order_chosen(definition, chosen))}


def list_chosen(definition: FormItem, answer: FormItem) -> list[Choice]:
    """The chosen values of an answer, each once, whether they are in ``values`` or, like other answers, in ``value``.

    Values of the definition have its ids, another one has its text in ``value``; unknown ones are as they were sent.
    """
    chosen = list(answer.iter_chosen())
    text = clean_answer(answer.value or "", LINE_LENGTH)
    # The default of a definition that was copied for its answer is no second answer.
    if text and not (chosen and answer.value == definition.value):
        found = find_choices(definition, text)
        is_other = definition.other_value and not found
        chosen += found or [Choice(id=OTHER_CHOICE_ID if is_other else text, name=text, value=text)]
    read = [_read_choice(definition, choice) for choice in chosen]
    return list({choice.id: choice for choice in read}.values())


def _read_choice(definition: FormItem, choice: Choice) -> Choice:
    if definition.other_value and choice.id == OTHER_CHOICE_ID:
        return Choice.model_construct(id=OTHER_CHOICE_ID, name="", value=_other_text(choice))
    return find_choice(definition, choice.id) or choice


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


def find_choices(definition: FormItem, text: str, *, skip_unknown: bool = False) -> list[Choice]:
    """The value that a text names, or, of a multiple choice, the values between its commas.

    None of them if one is unknown, unless those are skipped.
    """
    if (choice := find_choice(definition, text)) is not None:
        return [choice]
    if not definition.is_multiple:
        return []
    choices = [find_choice(definition, part.strip()) for part in text.split(",") if part.strip()]
    known = {choice.id: choice for choice in choices if choice is not None}
    return [] if None in choices and not skip_unknown else list(known.values())


def find_choice(definition: FormItem, text: str) -> Choice | None:
    """The value with that id, else the only one with that ``value``, else the only one with that name in any case."""
    choices = list(definition.iter_choices())
    if (by_id := next((choice for choice in choices if choice.id == text), None)) is not None:
        return by_id
    name = text.strip().casefold()
    by_value = [choice for choice in choices if choice.value is not None and choice.value == text]
    by_name = [choice for choice in choices if name and choice.name.strip().casefold() == name]
    found = by_value or by_name
    # Of two with the same name nobody knows which one is meant.
    return found[0] if len(found) == 1 else None
