"""All keys of the counter, and what the words in the list mean."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from shared.ui.app import WalkinApp
from shared.ui.keybar import KeyBar
from shared.ui.safe import safe

KEYS = (
    ("F5  N", "counter-key-next", "counter-help-next"),
    ("F6  R", "counter-key-recall", "counter-help-recall"),
    ("F7  X", "counter-key-no-show", "counter-help-no-show"),
    ("F8  F", "counter-key-finish", "counter-help-finish"),
    ("F9  B", "counter-key-put-back", "counter-help-put-back"),
    ("C", "counter-key-call", "counter-help-call"),
    ("Enter  D", "counter-key-details", "counter-help-details"),
    ("F2", "counter-key-current", "counter-help-current"),
    ("↑ ↓", "", "counter-help-move"),
    ("E", "counter-key-edit", "counter-help-edit"),
    ("S", "stats-key", "counter-help-statistics"),
    ("T", "counter-key-theme", "counter-help-theme"),
    ("L", "counter-key-language", "counter-help-language"),
    ("Ctrl+Q", "counter-key-quit", "counter-help-quit"),
)
NOTES = ("counter-help-letters", "counter-help-order", "counter-help-late")


class HelpScreen(Screen[None]):
    """One page; Esc leads back."""

    BINDINGS: ClassVar = [Binding("escape,enter,f1,q", "dismiss", "app-back")]

    DEFAULT_CSS = """
    HelpScreen {
        & > .title { height: 1; padding: 0 1; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 1 2; background: $surface; }
        & Grid { grid-size: 3; grid-columns: 10 17 1fr; grid-rows: auto; height: auto; }
        & .key { color: $accent; text-style: bold; }
        & .note { padding-top: 1; color: $text; }
    }
    """

    app = getters.app(WalkinApp)

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(safe(words("counter-help-title")), classes="title")
        with VerticalScroll():
            with Grid():
                for key, name, text in KEYS:
                    yield Static(safe(key), classes="key")
                    yield Static(safe(words(name) if name else ""), classes="heading")
                    yield Static(safe(words(text)))
            for note in NOTES:
                yield Static(safe(words(note)), classes="note")
        yield KeyBar()
