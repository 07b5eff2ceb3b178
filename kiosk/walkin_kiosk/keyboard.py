"""The on-screen keyboard, for kiosks without another. It types into the focused entry."""

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
"""The digits are placed as on a telephone; the last row has the 0 below the 8."""

KEY_WIDTHS = {LETTERS: 7, ACCENTS: 10, DIGITS: 10, SPACE: 19, DELETE: 10}
"""Cells of the keys in the last row, which is as wide as the others; all other keys have 7."""


class KeyButton(Static):
    """One key. A click leaves the focus in the entry."""

    def __init__(self, sign: str) -> None:
        super().__init__(to_content(sign), classes="key")
        self.sign = sign
        self.styles.width = KEY_WIDTHS.get(sign, 7)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        keyboard = next(node for node in self.ancestors if isinstance(node, Keyboard))
        keyboard.press(self.sign)


class Keyboard(Vertical):
    """Three pages: the letters of the client's language, accented letters, and digits with signs."""

    app = getters.app(WalkinApp)

    def __init__(self, page: str = LETTERS, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page = page
        self.shifted = False
        self.display = False

    def compose(self) -> ComposeResult:
        rows = PAGES.get(self.page) or LAYOUTS.get(self.app.words.language, LAYOUTS["en"])
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
        if self.page == LETTERS:
            return (SHIFT, ACCENTS, DIGITS, "@", SPACE, stop, DELETE)
        return (SHIFT, LETTERS, "ß", DIGITS, SPACE, stop, DELETE)

    def show_page(self, page: str) -> None:
        """Show one of the pages LETTERS, ACCENTS and DIGITS, unshifted."""
        if page != self.page:
            self.page = page
            self._set_shifted(False)

    def _set_shifted(self, shifted: bool) -> None:
        self.shifted = shifted
        self.call_later(self.recompose)

    def press(self, sign: str) -> None:
        """Act as if the key with that sign were pressed."""
        if sign in (LETTERS, ACCENTS, DIGITS):
            self.show_page(sign)
        elif sign == SHIFT:
            self._set_shifted(not self.shifted)
        else:
            self._type({SPACE: " ", ENTER: "\n"}.get(sign, sign))
            if self.shifted and sign != DELETE:
                self._set_shifted(False)

    def _type(self, text: str) -> None:
        entry = self.screen.focused
        if isinstance(entry, Input):
            entry.action_delete_left() if text == DELETE else entry.replace(text, *sorted(entry.selection))
        elif isinstance(entry, TextArea):
            entry.action_delete_left() if text == DELETE else entry.insert(text)
