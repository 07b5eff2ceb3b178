"""Answers and format hints of forms in words, for every screen and page."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import phonenumbers
from babel.numbers import format_decimal

from walkin.model.form.definition import OTHER_CHOICE_ID
from walkin.model.form.parsers.rating import list_steps
from walkin.model.form.parsers.registry import PARSERS
from walkin.model.form.presentation import get_presentation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.languages import Words
    from walkin.model.form.definition import Choice, FormItem


def describe_hint(definition: FormItem, words: Words) -> str:
    """The expected format of an answer, or an empty string."""
    presentation = get_presentation(definition)
    if not presentation.hint:
        return ""
    if not presentation.example:
        return words(presentation.hint)
    places = len(presentation.example.partition(".")[2])
    return words(presentation.hint, example=words.format_number(Decimal(presentation.example), places))


def describe_answer(
    definition: FormItem, answer: FormItem, words: Words, *, choice_separator: str = "\n", is_typed: bool = False
) -> str:
    """The answer in the reader's language, an empty string when there is none.

    Names and titles are those of `definition`, which may be the filled item itself. `is_typed` is for an answer that
    was not validated: its numbers and phone numbers stay as they were typed.
    """
    names = {choice.id: choice.name for choice in definition.iter_choices()}
    choices = [_describe_choice(choice, names, definition, words) for choice in answer.iter_chosen()]
    lines = [choice_separator.join(choice for choice in choices if choice)]
    if answer.sub_item:
        lines.append(_describe_parts(definition, answer.sub_item, words, is_typed=is_typed))
    if answer.value or answer.is_deferred:
        lines.append(_describe_value(definition, answer, words, is_typed=is_typed))
    elif answer.zoned_date_time is not None:
        lines.append(_format_date(answer.zoned_date_time.date_time, words))
    if answer.type not in PARSERS:
        lines += _list_extra_members(definition, answer)
    return "\n".join(line for line in lines if line)


def _describe_choice(choice: Choice, names: dict[str, str], definition: FormItem, words: Words) -> str:
    if choice.id == OTHER_CHOICE_ID and definition.other_value:
        text = choice.value or choice.name
        return words("answer-other", text=text) if text else ""
    return names.get(choice.id) or choice.name or choice.value or choice.id


def _describe_parts(definition: FormItem, parts: Sequence[FormItem], words: Words, *, is_typed: bool) -> str:
    """A name in one line, an address in its lines, anything else with the titles of its parts."""
    definitions = {part.id: part for part in definition.sub_item or ()}
    described: list[tuple[FormItem, str]] = []
    for part in parts:
        part_definition = definitions.get(part.id, part)
        if text := describe_answer(part_definition, part, words, choice_separator=", ", is_typed=is_typed):
            described.append((part_definition, text))
    group = (definition.bind_group or "").removeprefix("crm-")
    if "name" in (definition.type, group):
        return " ".join(text for _, text in described)
    if "address" in (definition.type, group):
        return "\n".join(_expand_country(part, text, words) for part, text in described)
    return "\n".join(f"{part.title or part.id}: {text}" for part, text in described)


def _expand_country(part: FormItem, text: str, words: Words) -> str:
    code = text.upper() if part.bind == "crm-country" and len(text) == 2 else ""
    return words.locale.territories.get(code) or text


def _describe_value(definition: FormItem, answer: FormItem, words: Words, *, is_typed: bool) -> str:
    value = (answer.value or "").strip()
    if definition.type not in PARSERS and value in ("true", "false"):
        return words("answer-yes" if value == "true" else "answer-no")
    match get_presentation(definition).wording:
        case "file":
            return (answer.file_name or value[:60]) if value else words("answer-file-deferred")
        case "rating":
            return _describe_rating(definition, value, words)
        case "date":
            return _format_date(value.replace("/", " ").strip() if is_typed else value, words)
        case "number" if not is_typed:
            return _format_number(value, words)
        case "price" if not is_typed:
            places = len(value.partition(".")[2])
            return _format_number(value, words, f"#,##0.{'0' * places}" if places else None)
        case "phone" if not is_typed:
            return _format_phone(value)
        case _:
            return value


def _describe_rating(definition: FormItem, value: str, words: Words) -> str:
    steps = list_steps(definition)
    place = next((place for place, step in enumerate(steps, 1) if step.id == value), 0)
    if not place:
        return value
    name = steps[place - 1].name if definition.values else words(f"field-rating-{place}")
    if not name or name == str(place):
        return words("answer-rating", place=place, count=len(steps))
    return words("answer-rating-named", place=place, count=len(steps), name=name)


def _format_date(value: str, words: Words) -> str:
    try:
        if "T" not in value:
            return words.format_date(date.fromisoformat(value))
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{words.format_date(moment)}, {words.format_time(moment)}"


def _format_number(value: str, words: Words, pattern: str | None = None) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or len(value) > 40:
        return value
    text = format_decimal(number, pattern, words.locale, decimal_quantization=pattern is not None)
    return text.replace("\u202f", "\u00a0")


def _format_phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _list_extra_members(definition: FormItem, answer: FormItem) -> list[str]:
    """The unknown members of an answer of unknown type, except those its definition has too."""
    defined = {} if definition is answer else definition.model_extra or {}
    return [
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in (answer.model_extra or {}).items()
        if defined.get(name) != value
    ]
