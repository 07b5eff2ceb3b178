"""Questions before leaving: a desk with a client, an entry that was not saved."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content


class ConfirmScreen(ModalScreen[bool]):
    """Asks whether to leave; Enter leaves, Esc stays."""

    BINDINGS: ClassVar = [Binding("enter", "dismiss(True)"), Binding("escape", "dismiss(False)")]

    DEFAULT_CSS = """
    ConfirmScreen {
        align: center middle;
        & > Vertical { width: 66; height: auto; }
        & Horizontal { height: 3; margin-top: 1; }
        & Button { width: 1fr; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, question_key: str, **values: str) -> None:
        """``question_key`` begins the Fluent keys of the title, the text and both buttons; ``values`` are arguments."""
        super().__init__()
        self._question_key = question_key
        self._values = values

    def compose(self) -> ComposeResult:
        words, question = self.app.words, self._question_key
        with Vertical(classes="card"):
            yield Static(to_content(words(f"{question}-title", **self._values)), classes="title")
            yield Static(to_content(words(f"{question}-text")))
            with Horizontal():
                yield Button(to_content(words(f"{question}-leave")), id="leave", variant="primary")
                yield Button(to_content(words(f"{question}-stay")), id="stay")

    @on(Button.Pressed)
    def _confirm(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "leave")


class QuitScreen(ConfirmScreen):
    """Asks whether to leave while a client is at the desk."""

    def __init__(self, number: str) -> None:
        super().__init__("counter-quit", number=number)


class DiscardScreen(ConfirmScreen):
    """Asks whether to discard what was typed."""

    def __init__(self) -> None:
        super().__init__("counter-drop")
