"""A text of several lines."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from kiosk.fields.base import Area, Field, asks
from shared.model.form import FormItem
from shared.ui.safe import shown


@asks("textarea")
class TextareaField(Field):
    """A text of several lines: Enter makes a new one, Tab leaves."""

    keys: ClassVar[str] = "letters"

    def compose(self) -> ComposeResult:
        yield Area(
            self.given_text,
            id="entry",
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=shown(self.definition.placeholder or "", multiline=True),
        )

    @property
    def answer(self) -> FormItem:
        return self.answered(self.query_one(Area).text)
