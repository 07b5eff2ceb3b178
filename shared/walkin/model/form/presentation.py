"""How each FormItem type is asked and shown, for every screen and page: control, hint, keyboard, wording.

The words themselves are in `walkin.languages.answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Literal

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.date import expects_time
from walkin.model.form.parsers.registry import resolve_type

Control = Literal[
    "line", "email", "area", "choice", "rating", "date", "country", "file", "parts", "repeat", "text", "consent"
]
"""The kind of control that asks a question."""

MAX_OPTIONS = 9
"""The most values of a choice that are shown as options; a digit chooses one. More are a list to search."""

KeyboardPage = Literal["letters", "email", "number", "phone", "date", "time", "month"]
"""What an on-screen keyboard shows: letters, or a pad of figures with the signs of what is typed."""

Wording = Literal["text", "number", "price", "phone", "date", "time", "month", "rating", "file", "consent"]
"""How an answer's ``value`` is written out."""


@dataclass(frozen=True)
class Presentation:
    """How the questions of one type are asked and their answers are shown."""

    control: Control = "line"
    hint: str = ""
    """Message id of the expected format, empty when there is nothing to say."""
    example: str = ""
    """A decimal number for the hint's ``$example``."""
    keyboard_page: KeyboardPage = "letters"
    attributes: Mapping[str, str] = field(default_factory=dict)
    """HTML attributes of the input, beside ``type="text"``."""
    wording: Wording = "text"


PRESENTATIONS: Mapping[str, Presentation] = {
    "input": Presentation(),
    "name": Presentation(),
    "password": Presentation(attributes={"type": "password", "autocomplete": "off"}),
    "textarea": Presentation("area"),
    "address": Presentation("area"),
    "number": Presentation(
        hint="field-expected-number",
        example="3.5",
        keyboard_page="number",
        attributes={"inputmode": "decimal"},
        wording="number",
    ),
    "price": Presentation(
        hint="field-expected-price",
        example="12.50",
        keyboard_page="number",
        attributes={"inputmode": "decimal"},
        wording="price",
    ),
    "phone": Presentation(keyboard_page="phone", attributes={"type": "tel"}, wording="phone"),
    "email": Presentation("email", keyboard_page="email", attributes={"type": "email", "spellcheck": "false"}),
    "website": Presentation(
        hint="field-expected-website",
        keyboard_page="email",
        attributes={"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"},
    ),
    "date": Presentation("date", hint="field-expected-date", keyboard_page="date", wording="date"),
    "dateTime": Presentation("date", hint="field-expected-time", keyboard_page="date", wording="date"),
    "time": Presentation(hint="field-expected-clock", keyboard_page="time", wording="time"),
    "month": Presentation(hint="field-expected-month", keyboard_page="month", wording="month"),
    "text": Presentation("text"),
    "consent": Presentation("consent", wording="consent"),
    "radio": Presentation("choice"),
    "checkbox": Presentation("choice"),
    "select": Presentation("choice"),
    "scalerating": Presentation("rating", wording="rating"),
    "start": Presentation("rating", wording="rating"),
    "star": Presentation("rating", wording="rating"),
    "file": Presentation("file", wording="file"),
    "country": Presentation("country"),
    "parts": Presentation("parts"),
}
"""By FormItem type, unless it is asked like ``input``; besides, dates with a time, countries, and questions with
``subItem``."""

AUTOCOMPLETE_BY_BIND: Mapping[str, str] = {
    "crm-name": "name",
    "crm-first-name": "given-name",
    "crm-last-name": "family-name",
    "crm-email": "email",
    "crm-phone": "tel",
    "crm-mobile-phone": "tel",
    "crm-street": "address-line1",
    "crm-other-street": "address-line2",
    "crm-city": "address-level2",
    "crm-state": "address-level1",
    "crm-zip-code": "postal-code",
    "crm-country": "country-name",
    "crm-company-name": "organization",
    "crm-job-title": "organization-title",
    "crm-birth-date": "bday",
    "crm-title": "honorific-prefix",
    "crm-website": "url",
}
"""``bind`` or ``bindGroup`` → the HTML ``autocomplete`` token."""

NAME_TOKENS = frozenset({"name", "given-name", "family-name", "address-level1", "address-level2", "organization"})
"""The tokens of names."""


def get_presentation(definition: FormItem) -> Presentation:
    """The presentation of a question; that of ``input`` for unknown types."""
    if definition.sub_item and not definition.takes_several_files:
        return PRESENTATIONS["parts"]
    item_type = resolve_type(definition)
    if item_type == "input" and definition.bind == "crm-country":
        item_type = "country"
    elif item_type == "date" and expects_time(definition):
        item_type = "dateTime"
    return PRESENTATIONS.get(item_type, PRESENTATIONS["input"])


def asks_for_name(definition: FormItem) -> bool:
    """Whether the answer is the name of a person or a place, which begins with a capital letter."""
    return definition.type == "name" or any(
        AUTOCOMPLETE_BY_BIND.get(bind or "") in NAME_TOKENS for bind in (definition.bind, definition.bind_group)
    )


def group_screens(items: Iterable[FormItem]) -> list[tuple[FormItem, ...]]:
    """The questions of each screen: one, or consecutive ones that share a ``bindGroup``."""
    ungrouped = count()
    return [tuple(screen) for _, screen in groupby(items, lambda item: item.bind_group or next(ungrouped))]


def is_secret(definition: FormItem) -> bool:
    """Whether bystanders must not read the answer: passwords, and questions marked ``sensitive``."""
    return definition.type == "password" or (definition.model_extra or {}).get("sensitive") is True
