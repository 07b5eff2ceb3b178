"""Dates in boxes for day, month and year, and time. Months may be written by name; typed keys never move the focus."""

from __future__ import annotations

from datetime import date, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label

from walkin.languages.dates import DATE_BOXES, is_today_word, order_boxes, read_boxes, split_date
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.date import expects_time
from walkin.ui.fields.base import Field, OfficeClock, register_field
from walkin.ui.fields.entry import Entry
from walkin.ui.safe import to_content

DIGIT_LIMITS = {"day": 2, "month": 2, "year": 4}
"""The most digits that a box begins with; words and dates with separators may follow or stand for them."""


LEAST_TENS = {"day": 4, "month": 2}
"""The least first digit of a day or month that no second digit can follow."""


class ShortEntry(Entry):
    """An entry of a few characters: a tap selects all of them, so that the next key replaces them."""

    def on_click(self) -> None:
        self.select_all()

    @property
    def field(self) -> Field:
        return next(node for node in self.ancestors if isinstance(node, Field))

    @property
    def is_complete(self) -> bool:
        """Whether no further digit can follow: the on-screen keyboard then focuses the next box."""
        box, value = self.id or "", self.value
        if box not in DIGIT_LIMITS or not (value.isascii() and value.isdecimal()):
            return False
        return len(value) == DIGIT_LIMITS[box] or int(value) >= LEAST_TENS.get(box, 10_000)


@register_field("date")
class DateField(Field):
    """A date, with a time where the definition asks for one. "today" in the first box stands for the whole date."""

    DEFAULT_CSS = """
    DateField {
        #date { height: auto; }
        .part { width: 14; height: auto; margin-right: 2; }
        .part.-month { width: 20; }
        &.-narrow .part { width: 2fr; margin-right: 1; }
        &.-narrow .part.-month, &.-narrow .part.-time { width: 3fr; }
        .today { width: auto; min-width: 16; margin-top: 1; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        with_time = expects_time(definition)
        if with_time is None:
            with_time = "T" in self.initial_text
        order = order_boxes(self.app.words.language)
        self.boxes = order if with_time else order[:3]

    def compose(self) -> ComposeResult:
        with Horizontal(id="date"):
            texts = dict(zip(DATE_BOXES, split_date(self.initial_text), strict=True))
            for box in self.boxes:
                with Vertical(classes=f"part -{box}"):
                    yield Label(to_content(self.app.words(f"field-{box}")))
                    entry = ShortEntry(texts[box], keyboard_page="time" if box == "time" else "date", id=box)
                    if limit := DIGIT_LIMITS.get(box):
                        entry.restrict = rf"\d{{0,{limit}}}(\D.*)?"
                    yield entry
            yield Button(to_content(self.app.words("field-today")), classes="today")

    def on_mount(self) -> None:
        self._update_button()

    def on_resize(self) -> None:
        # Where there is no room the boxes share the line: one past its end would be cut.
        self.set_class(self.size.width < (68 if "time" in self.boxes else 52), "-narrow")
        self._update_button()

    @property
    def offers_today(self) -> bool:
        """Whether the button for today's date is offered; not for a date of birth."""
        title, words = (self.definition.title or "").casefold(), self.app.words("field-birth-words").split(",")
        return self.definition.bind != "crm-birth-date" and not any(word.strip() in title for word in words)

    @property
    def is_empty(self) -> bool:
        return not any(entry.value for entry in self.query(Entry))

    @on(Input.Changed)
    def _update_button(self) -> None:
        """Offer today's date while there is none, else to clear it, where there is room for the button."""
        button = self.query_one(".today", Button)
        button.label = to_content(self.app.words("field-today" if self.is_empty else "field-clear"))
        has_room = self.size.width >= (88 if "time" in self.boxes else 72)
        button.display = has_room and (self.offers_today or not self.is_empty)

    @property
    def answer(self) -> FormItem:
        texts = {box: self.query_one(f"#{box}", Entry).value for box in self.boxes}
        return self.make_answer(read_boxes(texts, self.app.words, self.today))

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
            self.query_one(f"#{self.boxes[0]}", Entry).focus()

    @on(Input.Blurred)
    def _handle_blurred(self, event: Input.Blurred) -> None:
        if event.input.id == self.boxes[0] and is_today_word(event.value, self.app.words):
            self._set_today()

    def _set_today(self) -> None:
        for box, value in zip(DATE_BOXES[:3], split_date(self.today.isoformat()), strict=False):
            self.query_one(f"#{box}", Entry).value = value
