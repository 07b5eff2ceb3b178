"""Dialog for the path of a file to save."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content


class SaveScreen(ModalScreen[str | None]):
    """Asks for a path, with a suggestion filled in. Dismisses with the path, or None."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)")]

    DEFAULT_CSS = """
    SaveScreen {
        align: center middle;
        & > Vertical { width: 72; height: auto; }
        & Horizontal { height: 3; margin-top: 1; }
        & Button { width: 1fr; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="card"):
            yield Static(to_content(words("counter-save-title")), classes="title")
            yield Static(to_content(words("counter-save-text")))
            yield Input(self._path, select_on_focus=False, id="path")
            with Horizontal():
                yield Button(to_content(words("counter-save-yes")), id="save", variant="primary")
                yield Button(to_content(words("counter-save-no")), id="no")

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        self.dismiss(self.query_one("#path", Input).value.strip() or None)

    @on(Button.Pressed, "#no")
    def _cancel(self) -> None:
        self.dismiss(None)
