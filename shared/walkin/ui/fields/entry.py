"""Text inputs, of one line or several."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from walkin.model.form.presentation import KeyboardPage
from walkin.ui.app import WalkinApp
from walkin.ui.bidi import RightToLeftEntry
from walkin.ui.safe import sanitize, to_content

MAX_LINE_CHARACTERS = 2_001
"""One more than an answer may have: too long an answer is reported, a pasted book is cut."""


class Entry(RightToLeftEntry, Input):
    """An input of one line. `keyboard_page` is the page of the on-screen keyboard that suits it."""

    DEFAULT_CSS = """
    Entry { max-width: 64; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "field-key-continue")]

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        keyboard_page: KeyboardPage = "letters",
        password: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value,
            sanitize(placeholder),
            password=password,
            id=id,
            classes=classes,
            select_on_focus=False,
            max_length=MAX_LINE_CHARACTERS,
        )
        self.keyboard_page = keyboard_page


class MultilineEntry(RightToLeftEntry, TextArea):
    """An input of several lines; Tab leaves it."""

    DEFAULT_CSS = """
    MultilineEntry { height: 8; }
    """

    keyboard_page: ClassVar[KeyboardPage] = "letters"

    app = getters.app(WalkinApp)

    def __init__(self, text: str = "", *, placeholder: str = "") -> None:
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=to_content(placeholder, multiline=True),
        )

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; with a keypad, which has no Tab, the first line is left so."""
        if self.app.uses_keypad and self.cursor_at_first_line:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        if self.app.uses_keypad and self.cursor_at_last_line:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)
