"""A line of text: plain, number, e-mail address, phone number."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from kiosk.fields.base import Entry, Field, asks
from shared.model.form import FormItem
from shared.ui.safe import shown


@asks("input")
class TextField(Field):
    """Any text of one line."""

    keys: ClassVar[str] = "letters"

    def compose(self) -> ComposeResult:
        yield Entry(self.given_text, placeholder=shown(self.definition.placeholder or ""), id="entry")

    @property
    def answer(self) -> FormItem:
        return self.answered(self.query_one(Entry).value)

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


@asks("email")
class EmailField(TextField):
    """An e-mail address."""

    keys: ClassVar[str] = "email"


@asks("number", "phone")
class NumberField(TextField):
    """Figures; what else people write between them is for the rules to judge."""

    keys: ClassVar[str] = "digits"
