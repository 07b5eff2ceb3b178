"""Dates in boxes for day, month and year, and time. Months may be written by name; the focus never moves by itself."""

from __future__ import annotations

from datetime import date, datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label

from walkin.languages.dates import is_today_word, join_date, split_date
from walkin.model.form import FormItem
from walkin.model.form.parsers.date import expects_time
from walkin.ui.fields.base import Field, OfficeClock, register_field
from walkin.ui.fields.entry import Entry
from walkin.ui.safe import to_content

DATE_PARTS = ("day", "month", "year")

DIGIT_LIMITS = {"day": 2, "month": 2, "year": 4}
"""The most digits that a box begins with; words and dates with separators may follow or stand for them."""


class ShortEntry(Entry):
    """An entry of a few characters: a tap selects all of them, so that the next key replaces them."""

    def on_click(self) -> None:
        self.select_all()


@register_field("date")
class DateField(Field):
    """A date, with a time where the definition asks for one. Typing "today" as the day fills in the whole date."""

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
        with_time = expects_time(definition)
        if with_time is None:
            with_time = "T" in self.initial_text
        self.boxes = (*DATE_PARTS, "time") if with_time else DATE_PARTS

    def compose(self) -> ComposeResult:
        with Horizontal(id="date"):
            for box, value in zip(self.boxes, split_date(self.initial_text), strict=False):
                with Vertical(classes=f"part -{box}"):
                    yield Label(to_content(self.app.words(f"field-{box}")))
                    entry = ShortEntry(value, keyboard_page="digits", id=box)
                    if limit := DIGIT_LIMITS.get(box):
                        entry.restrict = rf"\d{{0,{limit}}}(\D.*)?"
                    yield entry
            yield Button(to_content(self.app.words("field-today")), classes="today")

    def on_mount(self) -> None:
        self._update_button()

    def on_resize(self, event: events.Resize) -> None:
        """Hide the button where there is no room for it."""
        self.query_one(".today").display = event.size.width >= (88 if "time" in self.boxes else 72)

    @property
    def is_empty(self) -> bool:
        return not any(entry.value for entry in self.query(Entry))

    @on(Input.Changed)
    def _update_button(self) -> None:
        """Offer today's date while there is none, else to clear it."""
        self.query_one(".today", Button).label = to_content(
            self.app.words("field-today" if self.is_empty else "field-clear")
        )

    @property
    def answer(self) -> FormItem:
        texts = [self.query_one(f"#{box}", Entry).value.strip() for box in self.boxes]
        if is_today_word(texts[0], self.app.words):
            texts[:3] = split_date(self.today.isoformat())[:3]
        return self.make_answer(join_date(*texts, language=self.app.words.language))

    @property
    def today(self) -> date:
        """The office's date, or this machine's where the app has no office clock."""
        clock = self.app
        return (clock.get_office_time() if isinstance(clock, OfficeClock) else datetime.now()).date()

    @on(Button.Pressed, ".today")
    def fill_or_clear(self, event: Button.Pressed) -> None:
        event.stop()
        if self.is_empty:
            self._set_today()
        else:
            for entry in self.query(Entry):
                entry.value = ""
            self.query_one("#day", Entry).focus()

    @on(Input.Blurred, "#day")
    def _handle_day_blurred(self, event: Input.Blurred) -> None:
        if is_today_word(event.value, self.app.words):
            self._set_today()

    def _set_today(self) -> None:
        for box, value in zip(DATE_PARTS, split_date(self.today.isoformat()), strict=False):
            self.query_one(f"#{box}", Entry).value = value
