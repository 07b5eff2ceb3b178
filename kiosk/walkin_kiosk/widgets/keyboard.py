"""A keyboard to tap, for kiosks without one. It types into the field that has the focus."""

from __future__ import annotations

from textual import events, getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static, TextArea

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content

SHIFT, DELETE, SPACE, ENTER, LETTERS, ACCENTS, DIGITS = "⇧", "⌫", "␣", "⏎", "abc", "éñø", "123"

LAYOUTS: dict[str, tuple[str, ...]] = {
    "en": ("qwertyuiop", "asdfghjkl'", "zxcvbnm-.,"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbné-.'"),
}
"""Letters by language; every row has ten keys."""

PAGES: dict[str, tuple[str, ...]] = {
    ACCENTS: ("àáâäãåæçčć", "èéêëęîïíłñ", "òóôöõøœùûü"),
    DIGITS: ("123+-/()&%", "456@._:#*=", "789,;!?\"'$"),
}
"""Figures stand as on a telephone; the 0 is below the 8."""

KEY_WIDTHS = {LETTERS: 7, ACCENTS: 10, DIGITS: 10, SPACE: 19, DELETE: 10}
"""Cells of keys that are not 7 wide; the last row is as wide as the others."""


class KeyButton(Static):
    """One key. It never takes the focus away from the text."""

    def __init__(self, sign: str) -> None:
        super().__init__(to_content(sign), classes="key")
        self.sign = sign
        self.styles.width = KEY_WIDTHS.get(sign, 7)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        keyboard = next(node for node in self.ancestors if isinstance(node, Keyboard))
        keyboard.press(self.sign)


class Keyboard(Vertical):
    """Letters of the person's language, accents on their own page, figures and signs on another."""

    app = getters.app(WalkinApp)

    def __init__(self, page: str = LETTERS, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page = page
        self.shifted = False
        self.display = False

    def compose(self) -> ComposeResult:
        language = self.app.words.language
        rows = PAGES.get(self.page) or LAYOUTS.get(language, LAYOUTS["en"])
        for row in rows:
            with Horizontal(classes="keys"):
                for sign in row:
                    yield KeyButton(sign.upper() if self.shifted else sign)
        with Horizontal(classes="keys"):
            for sign in self._build_last_row():
                yield KeyButton(sign)

    def _build_last_row(self) -> tuple[str, ...]:
        stop = ENTER if isinstance(self.screen.focused, TextArea) else "."
        if self.page == DIGITS:
            return (LETTERS, "0", stop, ACCENTS, SPACE, "€", DELETE)
        other = ACCENTS if self.page == LETTERS else LETTERS
        return (
            (SHIFT, other, DIGITS, "@", SPACE, stop, DELETE)
            if other == ACCENTS
            else (SHIFT, other, "ß", DIGITS, SPACE, stop, DELETE)
        )

    def show_page(self, page: str) -> None:
        """Show the page that suits what is typed now."""
        if page != self.page:
            self.page, self.shifted = page, False
            self.call_later(self.recompose)

    def press(self, sign: str) -> None:
        """What a tap on the key does."""
        if sign in (LETTERS, ACCENTS, DIGITS):
            self.page, self.shifted = sign, False
            self.call_later(self.recompose)
        elif sign == SHIFT:
            self.shifted = not self.shifted
            self.call_later(self.recompose)
        else:
            self._type({SPACE: " ", ENTER: "\n"}.get(sign, sign))
            if self.shifted and sign != DELETE:
                self.shifted = False
                self.call_later(self.recompose)

    def _type(self, text: str) -> None:
        entry = self.screen.focused
        if isinstance(entry, Input):
            entry.action_delete_left() if text == DELETE else entry.insert_text_at_cursor(text)
        elif isinstance(entry, TextArea):
            entry.action_delete_left() if text == DELETE else entry.insert(text)
