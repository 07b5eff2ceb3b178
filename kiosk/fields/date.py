"""A date in three boxes. Months may be written by name, and nothing jumps by itself."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import ClassVar

from babel import Locale
from babel.dates import get_month_names
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from kiosk.fields.base import Entry, Field, asks
from shared.model.form import FormItem
from shared.ui.safe import safe

PARTS = ("day", "month", "year")


@asks("date")
class DateField(Field):
    """Day, month and year."""

    keys: ClassVar[str] = "digits"

    def compose(self) -> ComposeResult:
        with Horizontal(id="date"):
            for part, value in zip(PARTS, split(self.given_text), strict=True):
                with Vertical(classes=f"part -{part}"):
                    yield Label(safe(self.app.words(f"kiosk-{part}")))
                    yield Entry(value, id=part)

    @property
    def answer(self) -> FormItem:
        day, month, year = (self.query_one(f"#{part}", Entry).value.strip() for part in PARTS)
        return self.answered(joined(day, month, year, self.app.words.language))

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


def joined(day: str, month: str, year: str, language: str) -> str:
    """``yyyy-MM-dd`` when the boxes hold a real date, nothing when they are empty, else what was typed."""
    if not (day or month or year):
        return ""
    try:
        return date(_figure(year, digits=4), _month(month, language), _figure(day)).isoformat()
    except (ValueError, OverflowError):
        return "/".join(part.replace("/", " ") for part in (day, month, year))


def split(value: str) -> tuple[str, str, str]:
    """The three boxes of a value of `joined`."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        parts = [*value.split("/"), "", "", ""]
        return parts[0], parts[1], parts[2]
    return str(day.day), str(day.month), f"{day.year:04d}"


def _figure(text: str, digits: int = 0) -> int:
    if not text.isdecimal() or len(text) > 4 or len(text) < digits:
        raise ValueError(text)
    return int(text)


def _month(text: str, language: str) -> int:
    """A month by number or name; three letters or more that fit one month only are enough."""
    if text.isdecimal():
        return _figure(text)
    wanted = _plain(text)
    for code in (language, "en"):
        names = _month_names(code)
        found = {number for name, number in names if wanted == name}
        if not found and len(wanted) >= 3:
            found = {number for name, number in names if name.startswith(wanted)}
        if len(found) == 1:
            return found.pop()
    raise ValueError(text)


@lru_cache
def _month_names(language: str) -> list[tuple[str, int]]:
    locale = Locale.parse(language, sep="-")
    return [
        (_plain(name), number)
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, "format", locale).items()
    ]


def _plain(text: str) -> str:
    """Without accents, case and dots: "Févr." is "fevr"."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
