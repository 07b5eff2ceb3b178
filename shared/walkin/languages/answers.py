"""Answers and format hints of forms in words, for every screen and page."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from walkin.model.form.definition import OTHER_CHOICE_ID
from walkin.model.form.limits import read_plain_limit
from walkin.model.form.parsers.rating import list_steps
from walkin.model.form.parsers.registry import PARSERS, get_kind, resolve_type
from walkin.model.form.presentation import get_presentation
from walkin.model.form.shape import SHAPED_TYPES, build_mask_example
from walkin.model.form.value_lists import localize_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from walkin.languages import Words
    from walkin.model.form.definition import Bound, Choice, FormItem
    from walkin.model.form.limits import Kind


def describe_title(definition: FormItem, words: Words) -> str:
    """The title of a question, and whether the answer is optional."""
    title = definition.title or ("" if definition.type == "text" else definition.id)
    least = definition.repeat.min if definition.repeat is not None else 0
    is_needed = definition.is_mandatory or definition.type == "text" or least > 0
    return title if is_needed else words("field-optional", title=title)


def describe_hint(definition: FormItem, words: Words) -> str:
    """The expected format of an answer, unless its help or placeholder shows one, and its limits."""
    expected = "" if definition.help or definition.placeholder else _describe_format(definition, words)
    return " · ".join(filter(None, (expected, _describe_limits(definition, words))))


def _describe_format(definition: FormItem, words: Words) -> str:
    presentation, rules = get_presentation(definition), definition.value_format
    if rules is not None and rules.mask and resolve_type(definition) in SHAPED_TYPES:
        return words("field-expected-like", example=build_mask_example(rules.mask))
    if not presentation.hint:
        return ""
    if not presentation.example:
        return words(presentation.hint, clock=words.clock_example)
    is_whole = rules is not None and rules.integer and presentation.wording == "number"
    example = Decimal(3) if is_whole else Decimal(presentation.example)
    places = 0 if is_whole else len(presentation.example.partition(".")[2])
    return words(presentation.hint, example=words.format_number(example, places))


def _describe_limits(definition: FormItem, words: Words) -> str:
    """The limits of an answer, or of the number of entries; not those that depend on the day or on other answers."""
    rules = definition.value_format
    kind = None if get_presentation(definition).control == "rating" else get_kind(definition)
    if (repeat := definition.repeat) is not None:
        most = "" if repeat.max is None else str(repeat.max)
        return _describe_range("entries", str(definition.least_entries or ""), most, words)
    if rules is None or kind is None:
        return ""
    low, high = (_read_limit(bound, kind) for bound in (rules.min, rules.max))
    described = [_describe_range(kind, low, high, words, rules.unit or "")]
    if rules.step is not None and rules.step != 1:
        described.append(words("field-limits-step", step=words.format_limit(str(rules.step), rules.unit or "")))
    return " · ".join(filter(None, described))


def _read_limit(bound: Bound | None, kind: Kind) -> str:
    limit = read_plain_limit(bound, kind)
    if limit is None:
        return ""
    return f"{limit:f}" if isinstance(limit, Decimal) else limit[:7] if kind == "month" else limit


def _describe_range(kind: str, low: str, high: str, words: Words, unit: str = "") -> str:
    if not low and not high:
        return ""
    ends = "same" if low == high else "both" if low and high else "low" if low else "high"
    low = words.format_limit(low, unit if ends != "both" else "")
    return words(f"field-limits-{kind}", ends=ends, low=low, high=words.format_limit(high, unit))


def describe_answer(
    definition: FormItem, answer: FormItem, words: Words, *, choice_separator: str = "\n", is_typed: bool = False
) -> str:
    """The answer in the reader's language, an empty string when there is none.

    Names and titles are those of `definition`, which may be the filled item itself. `is_typed` is for an answer that
    was not validated: its numbers and phone numbers stay as they were typed.
    """
    names = {choice.id: choice.name for choice in localize_values(definition, words.language).iter_choices()}
    choices = [_describe_choice(choice, names, definition, words) for choice in answer.iter_chosen()]
    lines = [choice_separator.join(choice for choice in choices if choice)]
    if answer.sub_item and definition.takes_several_files:
        lines += [describe_answer(definition, file, words, is_typed=is_typed) for file in answer.sub_item]
    elif answer.sub_item and definition.repeat is not None:
        lines += _describe_entries(definition, answer.sub_item, words, is_typed=is_typed)
    elif answer.sub_item:
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


def _describe_entries(
    definition: FormItem, entries: Sequence[FormItem], words: Words, *, is_typed: bool
) -> Iterator[str]:
    """Describe each entry by its parts, below its title if there are several."""
    if not any(entry.sub_item for entry in entries):
        # Answered before the question was a repeat: these are its parts.
        entries = [entries[0].model_copy(update={"sub_item": list(entries)})]
    # As a form is asked, its definition holds entries; else it holds the parts of each.
    shown = {entry.id: entry for entry in definition.sub_item or () if entry.sub_item}
    for place, entry in enumerate(entries, 1):
        as_shown = shown.get(entry.id, definition).model_copy(update={"repeat": None})
        if text := _describe_parts(as_shown, entry.sub_item or (), words, is_typed=is_typed):
            if len(entries) > 1:
                yield f"{definition.entry_title} {place}".strip()
            yield text


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
            # A filled item by itself does not say which steps its scale had.
            return value if definition is answer else _describe_rating(definition, value, words)
        case "date":
            return _format_date(value.replace("/", " ").strip() if is_typed else value, words)
        case "time" | "month" if not is_typed:
            return words.format_limit(value)
        case "consent":
            return words("answer-consent") if value == "true" else ""
        case "number" if not is_typed:
            return _add_unit(_format_number(value, words), definition)
        case "price" if not is_typed:
            places = len(value.partition(".")[2])
            return _add_unit(_format_number(value, words, f"#,##0.{'0' * places}" if places else None), definition)
        case "phone" if not is_typed:
            return _format_phone(value)
        case _:
            return value


def _describe_rating(definition: FormItem, value: str, words: Words) -> str:
    """The name of the chosen step: "4 of 5 (Good)", "7 (0 to 10)", "Often"."""
    steps = list_steps(definition)
    place = next((place for place, step in enumerate(steps, 1) if step.id == value), 0)
    if not place:
        return value
    if not definition.values:
        return words("answer-rating", place=place, count=len(steps), name=words(f"field-rating-{place}"))
    names = [step.name or step.id for step in steps]
    if not names[place - 1].isdecimal():
        return names[place - 1]
    return words("answer-rating-scale", name=names[place - 1], first=names[0], last=names[-1])


def _add_unit(text: str, definition: FormItem) -> str:
    unit = definition.value_format.unit if definition.value_format else None
    return f"{text}\u00a0{unit}" if unit else text


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
    from babel.numbers import format_decimal

    text = format_decimal(number, pattern, words.locale, decimal_quantization=pattern is not None)
    return text.replace("\u202f", "\u00a0")


def _format_phone(value: str) -> str:
    import phonenumbers

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
