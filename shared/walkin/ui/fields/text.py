"""Texts that are typed: a line, several lines, a word that nobody shall read."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from walkin.model.form import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.entry import Entry, KeyboardPage, MultilineEntry


@register_field("input", "name")
class TextField(Field):
    """Any text of one line."""

    keyboard_page: ClassVar[KeyboardPage] = "letters"
    password: ClassVar[bool] = False

    def compose(self) -> ComposeResult:
        yield Entry(
            self.initial_text,
            placeholder=self.definition.placeholder or "",
            keyboard_page=self.keyboard_page,
            password=self.password,
        )

    @property
    def answer(self) -> FormItem:
        return self.make_answer(self.query_one(Entry).value)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


@register_field("password")
class PasswordField(TextField):
    """A line that is not shown."""

    password: ClassVar[bool] = True


@register_field("textarea", "address")
class TextareaField(Field):
    """A text of several lines: Enter makes a new one, Tab leaves."""

    def compose(self) -> ComposeResult:
        yield MultilineEntry(self.initial_text, placeholder=self.definition.placeholder or "")

    @property
    def answer(self) -> FormItem:
        return self.make_answer(self.query_one(MultilineEntry).text)
