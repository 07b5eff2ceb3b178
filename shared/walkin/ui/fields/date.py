"""A date in three boxes. Months may be written by name, and nothing jumps by itself."""

from __future__ import annotations

from datetime import date, datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label

from walkin.languages.dates import joined, means_today, split
from walkin.model.form import FormItem
from walkin.model.form.parsers.date import with_time
from walkin.ui.fields.base import Clock, Field, asks
from walkin.ui.fields.entry import Entry
from walkin.ui.safe import safe

PARTS = ("day", "month", "year")


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
