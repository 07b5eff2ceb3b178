"""Fields of typed text: one line, or several."""

from __future__ import annotations

from textual.app import ComposeResult

from walkin.model.form import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.entry import Entry, MultilineEntry


@register_field("line")
class TextField(Field):
    def compose(self) -> ComposeResult:
        yield Entry(
            self.initial_text,
            placeholder=self.definition.placeholder or "",
            keyboard_page=self.presentation.keyboard_page,
            password=self.definition.type == "password",
        )

    @property
    def answer(self) -> FormItem:
        return self.make_answer(self.query_one(Entry).value)


@register_field("area")
class TextareaField(Field):
    """Several lines of text. Enter starts a new line, Tab leaves."""

    def compose(self) -> ComposeResult:
        yield MultilineEntry(self.initial_text, placeholder=self.definition.placeholder or "")

    @property
    def answer(self) -> FormItem:
        return self.make_answer(self.query_one(MultilineEntry).text)
