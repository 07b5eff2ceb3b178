"""Filled forms: one function from definitions and answers to normalised items and problems.

The kiosk shows its problems beside the field, the API answers the same ones (422 ``fields``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from walkin.model.errors import FieldProblem
from walkin.model.form.definition import CHOICES, Choice, FormItem
from walkin.model.form.parsers.choice import matching
from walkin.model.form.parsing import AREA_LENGTH, FILE_BYTES, LINE_LENGTH, READERS, Setting, Unfit, cleaned, kind_of

_BLANK: Mapping[str, None] = {"value": None, "values": None, "file_name": None, "zoned_date_time": None}


@dataclass(frozen=True)
class Filled:
    """A form as it will be kept, and what has to be mended before it can be."""

    items: list[FormItem]
    problems: tuple[FieldProblem, ...]


def fill(
    definitions: Sequence[FormItem],
    answers: Iterable[FormItem],
    *,
    country: str | None = None,
    language: str | None = None,
    file_bytes: int = FILE_BYTES,
) -> Filled:
    """Normalise the answers to a form.

    An answer is matched by id and carries ``value``, for choices ``values``, for files ``fileName`` as well; the rest
    of it is ignored. A question with ``subItem`` is answered by its parts, in the answer's ``subItem``; each part keeps
    its own rules, and problems name the part. Items come in the order of the definitions, with the chosen values only;
    a question left out has no answer. What is not visible keeps the default of its definition; answers to
    questions the form does not have follow as they were given.

    ``country`` (two letters) reads phone numbers without a ``+``. ``language`` reads numbers that people typed, where
    "1,234" or "1.234" has two meanings; leave it out for what travels, which is always written with a point.
    ``file_bytes`` is the largest file.
    """
    return _fill(definitions, answers, Setting(country, language, file_bytes))


def _fill(definitions: Sequence[FormItem], answers: Iterable[FormItem], setting: Setting) -> Filled:
    given = {answer.id: answer for answer in answers}
    known = {definition.id for definition in definitions}
    items: list[FormItem] = []
    problems: list[FieldProblem] = []
    for definition in definitions:
        if definition.visible:
            done = _asked(definition, given.get(definition.id), setting)
            items += done.items
            problems += done.problems
        else:
            items.append(_hidden(definition, setting))
    for answer in given.values():
        if answer.id not in known:
            try:
                items.append(_unasked(answer, setting))
            except Unfit as unfit:
                problems.append(FieldProblem(answer.id, unfit.code, unfit.values))
    return Filled(items, tuple(problems))


def read(definition: FormItem, answer: FormItem, setting: Setting) -> Mapping[str, Any]:
    """The members of an answer as it is kept. Raises Unfit."""
    return READERS[kind_of(definition)].read(definition, answer, setting)


def _asked(definition: FormItem, answer: FormItem | None, setting: Setting) -> Filled:
    """One item, or problems."""
    members: Mapping[str, Any] = {}
    answered = False
    if definition.sub_item:
        parts = _fill(definition.sub_item, (answer.sub_item if answer else None) or (), setting)
        if parts.problems:
            return Filled([], parts.problems)
        members = {"sub_item": parts.items}
        answered = any(part.visible and part.answered for part in parts.items)
    elif answer is not None:
        try:
            members = read(definition, answer, setting)
        except Unfit as unfit:
            return Filled([], (FieldProblem(definition.id, unfit.code, unfit.values),))
        answered = bool(members)
    if definition.mandatory and not answered:
        missing = READERS[kind_of(definition)].missing(definition)
        return Filled([], (FieldProblem(definition.id, "empty", {"type": missing}),))
    return Filled([definition.model_copy(update={**_BLANK, **members})], ())


def _hidden(definition: FormItem, setting: Setting) -> FormItem:
    """What nobody is asked: its default. One that does not keep the rules is left out, for nobody can mend it."""
    if definition.sub_item:
        return definition.model_copy(
            update={**_BLANK, "sub_item": [_hidden(part, setting) for part in definition.sub_item]}
        )
    members: Mapping[str, Any] = {}
    if definition.type == "file":
        # A definition belongs to everybody, a file to one person.
        return definition.model_copy(update=_BLANK)
    with suppress(Unfit):
        # A definition is written in the form that travels.
        members = read(definition, default(definition), replace(setting, language=None))
    return definition.model_copy(update={**_BLANK, **members})


def default(definition: FormItem) -> FormItem:
    """The answer that a definition carries: its ``value``; for a choice the one it names, or the only one."""
    if kind_of(definition) not in CHOICES:
        return definition.model_copy(update={"values": None})
    choices = list(definition.choices())
    chosen = matching(definition, definition.value) if definition.value else None
    if chosen is None and not definition.value and len(choices) == 1:
        chosen = choices[0]
    return definition.model_copy(update={"values": [chosen] if chosen else None})


def _unasked(answer: FormItem, setting: Setting) -> FormItem:
    """An answer to a question the form does not have: kept as it is, its texts cleaned, its files checked."""
    update: dict[str, Any] = {}
    if answer.type == "file":
        update = {**_BLANK, **read(answer, answer, setting)}
    elif answer.value is not None:
        update["value"] = cleaned(answer.value, AREA_LENGTH, multiline=True)
    if answer.values is not None:
        update["values"] = [_clean_choice(choice) for choice in answer.values]
    if answer.sub_item is not None:
        update["sub_item"] = [_unasked(part, setting) for part in answer.sub_item]
    return answer.model_copy(update=update)


def _clean_choice(choice: Choice) -> Choice:
    update: dict[str, Any] = {"name": cleaned(choice.name, LINE_LENGTH)}
    if choice.value is not None:
        update["value"] = cleaned(choice.value, LINE_LENGTH)
    if choice.values is not None:
        update["values"] = [_clean_choice(inner) for inner in choice.values]
    return choice.model_copy(update=update)
