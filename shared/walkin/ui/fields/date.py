"""A date in three boxes. Months may be written by name, and nothing jumps by itself."""

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


@register_field("date")
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
        wanted = expects_time(definition)
        self.boxes = (*DATE_PARTS, "time") if wanted or (wanted is None and "T" in self.initial_text) else DATE_PARTS

    def compose(self) -> ComposeResult:
        with Horizontal(id="date"):
            for box, value in zip(self.boxes, split_date(self.initial_text), strict=False):
                with Vertical(classes=f"part -{box}"):
                    yield Label(to_content(self.app.words(f"field-{box}")))
                    yield Entry(value, keyboard_page="digits", id=box)
            yield Button(to_content(self.app.words("field-today")), classes="today")

    def on_resize(self, event: events.Resize) -> None:
        """The button is there where there is room for it."""
        self.query_one(".today").display = event.size.width >= (88 if "time" in self.boxes else 72)

    def get_format_hint(self) -> str:
        return self.app.words("field-expected-time" if "time" in self.boxes else "field-expected-date")

    @property
    def answer(self) -> FormItem:
        texts = [self.query_one(f"#{box}", Entry).value.strip() for box in self.boxes]
        if is_today_word(texts[0], self.app.words):
            texts[:3] = split_date(self.today.isoformat())[:3]
        return self.make_answer(join_date(*texts, language=self.app.words.language))

    @property
    def today(self) -> date:
        """The day at the office, or this machine's where nobody knows it."""
        app = self.app
        return (app.get_office_time() if isinstance(app, OfficeClock) else datetime.now()).date()

    @on(Button.Pressed, ".today")
    def fill_today(self, event: Button.Pressed) -> None:
        """Today, whatever stood there."""
        event.stop()
        self._set_today()

    @on(Input.Blurred, "#day")
    def _handle_day_blurred(self, event: Input.Blurred) -> None:
        if is_today_word(event.value, self.app.words):
            self._set_today()

    def _set_today(self) -> None:
        for box, value in zip(DATE_PARTS, split_date(self.today.isoformat()), strict=False):
            self.query_one(f"#{box}", Entry).value = value

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())
