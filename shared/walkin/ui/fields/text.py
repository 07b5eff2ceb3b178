"""Texts that are typed: a line, several lines, a word that nobody shall read."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from walkin.model.form import FormItem
from walkin.ui.fields.base import Field, asks
from walkin.ui.fields.entry import Area, Entry, Keys


@asks("input", "name")
class TextField(Field):
    """Any text of one line."""

    keys: ClassVar[Keys] = "letters"
    password: ClassVar[bool] = False

    def compose(self) -> ComposeResult:
        yield Entry(
            self.given_text, placeholder=self.definition.placeholder or "", keys=self.keys, password=self.password
        )

    @property
    def answer(self) -> FormItem:
        return self.answered(self.query_one(Entry).value)

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


@asks("password")
class PasswordField(TextField):
    """A line that is not shown."""

    password: ClassVar[bool] = True


@asks("textarea", "address")
class TextareaField(Field):
    """A text of several lines: Enter makes a new one, Tab leaves."""

    def compose(self) -> ComposeResult:
        yield Area(self.given_text, placeholder=self.definition.placeholder or "")

    @property
    def answer(self) -> FormItem:
        return self.answered(self.query_one(Area).text)
