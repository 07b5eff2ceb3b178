"""The filled form in words: each question with what was answered, as an agent reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import phonenumbers
from babel.numbers import format_decimal

from walkin.model.form import resolve_type
from walkin.model.form.definition import OTHER_CHOICE_ID
from walkin.model.form.parsers.rating import RATING_TYPES, list_steps
from walkin.model.form.parsers.registry import PARSERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from walkin.languages import Words
    from walkin.model.form import Choice, FormItem

DEFERRED_MEMBER = "deferred"
"""Member of a file that is brought to the desk or sent by phone later."""


@dataclass(frozen=True)
class FormattedAnswer:
    """A question and its answer in words; ``file`` is the item when there is a file to open."""

    id: str
    label: str
    text: str
    file: FormItem | None = None


def format_answers(form: Sequence[FormItem], definitions: Sequence[FormItem], words: Words) -> list[FormattedAnswer]:
    """Every answer, in order. Labels and names are those of the definitions, which are in the reader's language;
    where the queue has none any more, those the registration has itself. What nobody was asked and nobody said is
    left out."""
    return list(_iterate_answers(form, definitions, words))


def is_deferred(item: FormItem) -> bool:
    """Whether the file comes later."""
    return getattr(item, DEFERRED_MEMBER, None) is True and not item.value


def _iterate_answers(
    form: Iterable[FormItem], definitions: Iterable[FormItem], words: Words
) -> Iterator[FormattedAnswer]:
    known = {definition.id: definition for definition in definitions}
    for item in form:
        asked = known.get(item.id, item)
        if not item.visible and not item.has_answer:
            continue
        label = asked.title or item.title or item.id
        if item.type == "file":
            yield _format_file(item, label, words)
            continue
        yield FormattedAnswer(item.id, label, format_answer(item, asked, words) or words("counter-details-no-answer"))
        files = [part for part in item.sub_item or () if part.type == "file"]
        yield from _iterate_answers(files, asked.sub_item or (), words)


def _format_file(item: FormItem, label: str, words: Words) -> FormattedAnswer:
    if item.value:
        return FormattedAnswer(item.id, label, item.file_name or words("counter-file-unnamed"), item)
    return FormattedAnswer(
        item.id, label, words("counter-file-deferred" if is_deferred(item) else "counter-details-no-answer")
    )


def format_answer(item: FormItem, definition: FormItem, words: Words) -> str:
    """The answer in words, several choices below each other; empty when there is none."""
    names = {choice.id: choice.name for choice in definition.iter_choices()}
    lines = [_format_choice(choice, names, definition, words) for choice in item.iter_choices()]
    if item.sub_item:
        lines.append(_format_parts(item.sub_item, definition, words))
    if item.value:
        lines.append(_format_value(item.value, definition, words))
    elif item.zoned_date_time is not None:
        lines.append(_format_date(item.zoned_date_time.date_time, words))
    if item.type not in PARSERS:
        lines += _list_unknown_members(item, definition)
    return "\n".join(line for line in lines if line)


def _format_choice(choice: Choice, names: dict[str, str], definition: FormItem, words: Words) -> str:
    if choice.id == OTHER_CHOICE_ID and definition.other_value:
        return words("counter-details-other", text=choice.value or choice.name)
    return names.get(choice.id) or choice.name or choice.value or choice.id


def _format_parts(parts: Sequence[FormItem], definition: FormItem, words: Words) -> str:
    """A name in one line, an address in its lines, anything else with the titles of its parts."""
    known = {part.id: part for part in definition.sub_item or ()}
    told = [
        (known.get(part.id, part), text)
        for part in parts
        if part.type != "file" and (text := format_answer(part, known.get(part.id, part), words))
    ]
    if "name" in (definition.type, (definition.bind_group or "").removeprefix("crm-")):
        return " ".join(text for _, text in told)
    if "address" in (definition.type, (definition.bind_group or "").removeprefix("crm-")):
        return "\n".join(_format_country(part, text, words) for part, text in told)
    return "\n".join(f"{part.title or part.id}: {text}" for part, text in told)


def _format_country(part: FormItem, text: str, words: Words) -> str:
    code = text.upper() if part.bind == "crm-country" and len(text) == 2 else ""
    return words.locale.territories.get(code) or text


def _format_value(value: str, definition: FormItem, words: Words) -> str:
    kind = resolve_type(definition)
    if kind in RATING_TYPES:
        return _format_rating(value, definition, words)
    if definition.type not in PARSERS and value in ("true", "false"):
        return words("counter-details-yes" if value == "true" else "counter-details-no")
    write = _FORMATTERS.get(kind)
    return write(value, words) if write else value


def _format_rating(value: str, definition: FormItem, words: Words) -> str:
    scale = list_steps(definition)
    keys = [step.id for step in scale]
    if value not in keys:
        return value
    place = keys.index(value) + 1
    name = scale[place - 1].name if definition.values else words(f"field-rating-{place}")
    if not name or name == str(place):
        return words("counter-details-rating", place=place, count=len(scale))
    return words("counter-details-rating-named", place=place, count=len(scale), name=name)


def _format_date(value: str, words: Words) -> str:
    try:
        if len(value) == len("yyyy-mm-dd"):
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
    written = format_decimal(number, pattern, words.locale, decimal_quantization=pattern is not None)
    return written.replace("\u202f", "\u00a0")


def _format_price(value: str, words: Words) -> str:
    return _format_number(value, words, "#,##0.00" if "." in value else None)


def _format_phone(value: str, _words: Words) -> str:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _list_unknown_members(item: FormItem, definition: FormItem) -> list[str]:
    """What a type nobody knows says in members nobody knows; those of the question itself are no answer."""
    own = {} if definition is item else definition.model_extra or {}
    return [
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in (item.model_extra or {}).items()
        if own.get(name) != value
    ]


_FORMATTERS: dict[str, Callable[[str, Words], str]] = {
    "date": _format_date,
    "number": _format_number,
    "price": _format_price,
    "phone": _format_phone,
}
