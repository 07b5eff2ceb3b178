"""Filled forms: one function from definitions and answers to normalised items and problems.

The kiosk shows its problems beside the field, the API answers the same ones (422 ``fields``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from shared.model.errors import FieldProblem, TextRefused
from shared.model.form import pattern
from shared.model.form.item import OTHER, Choice, FormItem
from shared.model.text import NAME_LENGTH, clean

CHOICES = ("radio", "checkbox", "select")

LINE_LENGTH = 2_000
AREA_LENGTH = 10_000


@dataclass(frozen=True)
class Filled:
    """A form as it will be kept, and what has to be mended before it can be."""

    items: list[FormItem]
    problems: tuple[FieldProblem, ...]


def fill(definitions: Sequence[FormItem], answers: Iterable[FormItem], *, country: str | None = None) -> Filled:
    """Normalise the answers to a form.

    An answer is matched by id and carries ``value``, or for choices ``values``; the rest of it is ignored. Items come
    in the order of the definitions, with the chosen values only; a question left out has neither member. What is not
    visible keeps the value of its definition; answers to questions the form does not have follow as they were given.
    ``country`` (two letters) reads phone numbers without a ``+``.
    """
    given = {answer.id: answer for answer in answers}
    items: list[FormItem] = []
    problems: list[FieldProblem] = []
    for definition in definitions:
        answer = definition if not definition.visible else given.get(definition.id)
        try:
            items.append(_filled(definition, answer, country))
        except _Problem as problem:
            problems.append(FieldProblem(definition.id, problem.code, problem.values))
    known = {definition.id for definition in definitions}
    for answer in given.values():
        if answer.id not in known:
            try:
                items.append(_unasked(answer))
            except _Problem as problem:
                problems.append(FieldProblem(answer.id, problem.code, problem.values))
    return Filled(items, tuple(problems))


class _Problem(Exception):
    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def _filled(definition: FormItem, answer: FormItem | None, country: str | None) -> FormItem:
    update: dict[str, Any] = {"value": None, "values": None, "zoned_date_time": None}
    if definition.type in CHOICES:
        chosen = _chosen(definition, (answer.values if answer else None) or ())
        if chosen:
            update["values"] = chosen
        elif definition.mandatory and definition.visible:
            raise _Problem("empty", type=_choice_type(definition))
    else:
        text = answer.value if answer else None
        value = _value(definition, text or "", country)
        if value:
            update["value"] = value
        elif definition.mandatory and definition.visible:
            raise _Problem("empty", type=_kind(definition))
    return definition.model_copy(update=update)


def _unasked(answer: FormItem) -> FormItem:
    """An answer to a question the form does not have: kept as it is, its texts cleaned."""
    update: dict[str, Any] = {}
    if answer.value is not None:
        update["value"] = _text(answer.value, AREA_LENGTH, multiline=True)
    if answer.values is not None:
        update["values"] = [_clean_choice(choice) for choice in answer.values]
    return answer.model_copy(update=update)


def _clean_choice(choice: Choice) -> Choice:
    update: dict[str, Any] = {"name": _text(choice.name, LINE_LENGTH)}
    if choice.value is not None:
        update["value"] = _text(choice.value, LINE_LENGTH)
    if choice.values is not None:
        update["values"] = [_clean_choice(inner) for inner in choice.values]
    return choice.model_copy(update=update)


def _choice_type(definition: FormItem) -> str:
    many = definition.type == "checkbox" or (definition.type == "select" and definition.multiple)
    return "many" if many else "one"


def _chosen(definition: FormItem, chosen: Sequence[Choice]) -> list[Choice]:
    if len(chosen) > 1 and _choice_type(definition) == "one":
        raise _Problem("oneOnly")
    known = {choice.id: choice for choice in definition.choices()}
    kept: dict[str, Choice] = {}
    for choice in chosen:
        if choice.id in known:
            kept[choice.id] = known[choice.id].model_copy(update={"values": None})
        elif definition.other_value and choice.id == OTHER:
            text = _text(choice.value or choice.name, LINE_LENGTH)
            if not text:
                raise _Problem("other")
            kept[OTHER] = Choice(id=OTHER, name=text, value=text)
        else:
            raise _Problem("unknownChoice")
    return [kept[key] for key in [*known, OTHER] if key in kept]


def _kind(definition: FormItem) -> str:
    """Which rule reads the value: the type's own, or for plain inputs the one its valueFormat names."""
    if definition.type != "input" and definition.type in _READERS:
        return definition.type
    rules = definition.value_format
    for name in (rules.value_format, rules.regex_type) if rules else ():
        if name is not None and name in _READERS:
            return name
    return "input"


def _value(definition: FormItem, text: str, country: str | None) -> str:
    kind = _kind(definition)
    limit = NAME_LENGTH if definition.bind else AREA_LENGTH if kind == "textarea" else LINE_LENGTH
    text = _text(text, limit, multiline=kind == "textarea")
    if not text:
        return ""
    text = _READERS[kind](text, country)
    rules = definition.value_format
    if rules is None:
        return text
    if rules.max_length is not None and len(text) > rules.max_length:
        raise _Problem("tooLong", limit=rules.max_length)
    if rules.min_length is not None and len(text) < rules.min_length:
        raise _Problem("tooShort", limit=rules.min_length)
    if rules.regex_value and rules.regex_type not in _READERS and not _matches(rules.regex_value, text):
        raise _Problem("pattern")
    return text


def _matches(regex: str, text: str) -> bool:
    """An office's own bad pattern was refused when its form was saved; one of a remote server stops nobody."""
    try:
        return pattern.matches(regex, text)
    except ValueError:
        return True


def _text(text: str, limit: int, *, multiline: bool = False) -> str:
    try:
        return clean(text, multiline=multiline, limit=limit)
    except TextRefused as refused:
        raise _Problem(refused.code, **refused.values) from None


def _plain(text: str, country: str | None) -> str:
    return text


def _number(text: str, country: str | None) -> str:
    """A decimal number as typed in any of the usual ways: blanks between thousands, comma or point."""
    compact = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace("−", "-")
    if compact.count(",") == 1 and "." not in compact:
        compact = compact.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})", compact, re.ASCII):
        raise _Problem("number")
    try:
        number = Decimal(compact)
    except InvalidOperation:
        raise _Problem("number") from None
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _email(text: str, country: str | None) -> str:
    if len(text) > NAME_LENGTH:
        raise _Problem("tooLong", limit=NAME_LENGTH)
    try:
        address = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise _Problem("email") from None
    if len(address.local_part) > 64:
        raise _Problem("email")
    return address.normalized


def _phone(text: str, country: str | None) -> str:
    """E.164. A number without ``+`` needs the office's country."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise _Problem("phone") from None
    if not phonenumbers.is_possible_number(number):
        raise _Problem("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _date(text: str, country: str | None) -> str:
    """``yyyy-MM-dd``, or with a time ``yyyy-MM-ddTHH:mm:ss``."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text).isoformat()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", text, re.ASCII):
            return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        pass
    raise _Problem("date")


_READERS: Mapping[str, Callable[[str, str | None], str]] = {
    "input": _plain,
    "textarea": _plain,
    "number": _number,
    "email": _email,
    "phone": _phone,
    "date": _date,
}
