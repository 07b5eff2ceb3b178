"""Leaving while somebody is at the desk."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from shared.ui.app import WalkinApp
from shared.ui.safe import safe


class QuitScreen(ModalScreen[bool]):
    """Asks whether to leave; Enter leaves, Esc stays."""

    BINDINGS: ClassVar = [Binding("enter", "dismiss(True)"), Binding("escape", "dismiss(False)")]

    DEFAULT_CSS = """
    QuitScreen {
        align: center middle;
        & > Vertical { width: 66; height: auto; }
        & Horizontal { height: 3; margin-top: 1; }
        & Button { width: 1fr; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="card"):
            yield Static(safe(words("counter-quit-title", number=self._number)), classes="title")
            yield Static(safe(words("counter-quit-text")))
            with Horizontal():
                yield Button(safe(words("counter-quit-leave")), id="leave", variant="primary")
                yield Button(safe(words("counter-quit-stay")), id="stay")

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "leave")
