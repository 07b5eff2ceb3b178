"""A date in three boxes. Months may be written by name, and nothing jumps by itself."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from babel.dates import get_month_names
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label

from shared.languages import FALLBACK, Words, locale_of
from shared.model.form import FormItem
from shared.model.form.readers.date import with_time
from shared.ui.fields.base import Clock, Field, asks
from shared.ui.fields.entry import Entry
from shared.ui.safe import safe

PARTS = ("day", "month", "year")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?)?\s*([ap])?\.?m?\.?", re.IGNORECASE | re.ASCII)


@asks("date")
class DateField(Field):
    """Day, month and year, and a time where the form asks for one. "Today" as the day is a whole date."""

    DEFAULT_CSS = """
    DateField {
        #date { height: auto; }
        .part { width: 14; height: auto; margin-right: 2; }
        .part.-month { width: 20; }
        .today { width: 16; margin-top: 1; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        wanted = with_time(definition)
        self.boxes = (*PARTS, "time") if wanted or (wanted is None and "T" in self.given_text) else PARTS

    def compose(self) -> ComposeResult:
        with Horizontal(id="date"):
            for box, value in zip(self.boxes, split(self.given_text), strict=False):
                with Vertical(classes=f"part -{box}"):
                    yield Label(safe(self.app.words(f"field-{box}")))
                    yield Entry(value, keys="digits", id=box)
            yield Button(safe(self.app.words("field-today")), classes="today")

    def on_resize(self, event: events.Resize) -> None:
        """The button is there where there is room for it."""
        self.query_one(".today").display = event.size.width >= (88 if "time" in self.boxes else 72)

    def expected(self) -> str:
        return self.app.words("field-expected-time" if "time" in self.boxes else "field-expected-date")

    @property
    def answer(self) -> FormItem:
        texts = [self.query_one(f"#{box}", Entry).value.strip() for box in self.boxes]
        if means_today(texts[0], self.app.words):
            texts[:3] = split(self.today.isoformat())[:3]
        return self.answered(joined(*texts, language=self.app.words.language))

    @property
    def today(self) -> date:
        """The day at the office, or this machine's where nobody knows it."""
        app = self.app
        return (app.wall_clock() if isinstance(app, Clock) else datetime.now()).date()

    @on(Button.Pressed, ".today")
    def fill_today(self, event: Button.Pressed) -> None:
        """Today, whatever stood there."""
        event.stop()
        self._fill()

    @on(Input.Blurred, "#day")
    def _left(self, event: Input.Blurred) -> None:
        if means_today(event.value, self.app.words):
            self._fill()

    def _fill(self) -> None:
        for box, value in zip(PARTS, split(self.today.isoformat()), strict=False):
            self.query_one(f"#{box}", Entry).value = value

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


def means_today(text: str, words: Words) -> bool:
    """Whether a day is written as "today" or "t", or in the words of the person's language."""
    wanted = _plain(text)
    return bool(wanted) and wanted in _today_words(words.language)


@lru_cache
def _today_words(language: str) -> frozenset[str]:
    texts = ",".join(Words(code)("field-today-words") for code in (language, FALLBACK))
    return frozenset(_plain(word) for word in texts.split(","))


def joined(day: str, month: str, year: str, time: str = "", *, language: str) -> str:
    """``yyyy-MM-dd`` or ``yyyy-MM-ddTHH:mm`` when the boxes hold a real date, nothing when they are empty, else what
    was typed."""
    if not (day or month or year or time):
        return ""
    try:
        found = date(_figure(year, digits=4), _month(month, language), _figure(day)).isoformat()
        return f"{found}T{_time(time)}" if time else found
    except (ValueError, OverflowError):
        texts = (day, month, year, time) if time else (day, month, year)
        return "/".join(text.replace("/", " ") for text in texts)


def split(value: str) -> tuple[str, str, str, str]:
    """The four boxes of a value of `joined`."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        day, month, year, time, *_ = [*value.split("/"), "", "", "", ""]
        return day, month, year, time
    return str(moment.day), str(moment.month), f"{moment.year:04d}", f"{moment:%H:%M}" if "T" in value else ""


def _time(text: str) -> str:
    """A time of day as people write it: 14:30, 14h30, 2.30 pm, 9."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return f"{datetime.min.replace(hour=hour, minute=minute):%H:%M}"


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
    locale = locale_of(language)
    return [
        (_plain(name), number)
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, "format", locale).items()
    ]


def _plain(text: str) -> str:
    """Without accents, case and dots: "Févr." is "fevr"."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
