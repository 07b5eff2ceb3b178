"""One or several of the values that are offered, and a free answer where ``otherValue`` allows one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from walkin.model.form.definition import CHOICES, OTHER, Choice, FormItem
from walkin.model.form.parsing import LINE_LENGTH, Setting, Unfit, cleaned, formatted, reads


@reads(*CHOICES, missing=lambda definition: "many" if definition.many else "one")
def choice(definition: FormItem, answer: FormItem, setting: Setting) -> Mapping[str, Any]:
    """The chosen values in the order of the definition, without their categories; they are known by their ids."""
    known = {value.id: value for value in definition.choices()}
    kept: dict[str, Choice] = {}
    for given in _flat(definition, answer):
        if definition.other_value and given.id == OTHER:
            text = cleaned(_free(given), LINE_LENGTH)
            if not text:
                raise Unfit("other")
            formatted(text, definition)
            kept[OTHER] = Choice(id=OTHER, name=text, value=text)
        elif given.id in known:
            kept[given.id] = known[given.id].model_copy(update={"values": None})
        else:
            raise Unfit("unknownChoice")
    if len(kept) > 1 and not definition.many:
        raise Unfit("oneOnly")
    return {"values": [kept[key] for key in dict.fromkeys([*known, OTHER]) if key in kept]} if kept else {}


def _flat(definition: FormItem, answer: FormItem) -> Iterator[Choice]:
    """The chosen values, also of a sender that leaves them in their categories."""
    for given in answer.values or ():
        if definition.category and given.values:
            yield from given.values
        else:
            yield given


def _free(given: Choice) -> str:
    other = (given.model_extra or {}).get("otherValue")
    return given.value or (other if isinstance(other, str) else "") or given.name


def matching(definition: FormItem, text: str) -> Choice | None:
    """The value that somebody means by its id, its value or its name."""
    choices = list(definition.choices())
    wanted = text.strip().casefold()
    by_id = (choice for choice in choices if choice.id == text)
    by_value = (choice for choice in choices if choice.value is not None and choice.value == text)
    by_name = (choice for choice in choices if wanted and choice.name.strip().casefold() == wanted)
    return next((choice for found in (by_id, by_value, by_name) for choice in found), None)
