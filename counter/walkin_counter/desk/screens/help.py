"""Help: all keys of the counter, and the terms in the queue table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin_counter.desk.commands import ACTIONS, format_keys

if TYPE_CHECKING:
    from walkin_counter.desk.keymap import Keymap

EXTRA_KEYS = (
    ("Enter", "counter-key-details", "counter-help-details"),
    ("↑ ↓", "", "counter-help-move"),
    ("Ctrl+P", "counter-key-palette", "counter-help-palette"),
    ("Ctrl+Q", "counter-key-quit", "counter-help-quit"),
)
NOTE_KEYS = (
    "counter-help-letters",
    "counter-help-whom",
    "counter-help-order",
    "counter-help-late",
    "counter-help-signs",
    "counter-help-search",
)


class HelpScreen(Screen[None]):
    BINDINGS: ClassVar = [Binding("escape,enter,f1,q", "dismiss", "app-back")]

    DEFAULT_CSS = """
    HelpScreen {
        & > .title { height: 1; padding: 0 1; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 1 2; background: $surface; }
        & .part { color: $primary; text-style: bold; padding-bottom: 1; }
        & Grid { grid-size: 3; grid-columns: 12 22 1fr; grid-rows: auto; height: auto; }
        & .key { color: $accent; text-style: bold; }
        & .note { padding-top: 1; color: $text; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, part_key: str, keymap: Keymap) -> None:
        """``part_key`` is the Fluent key of the text about the focused widget."""
        super().__init__()
        self._part_key = part_key
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(to_content(words("counter-help-title")), classes="title")
        rows = [(format_keys(self._keymap.get(item.name, ())), item.label_key, item.help_key) for item in ACTIONS]
        with VerticalScroll():
            yield Static(to_content(words(self._part_key)), classes="part")
            with Grid():
                for key, name, text in (*rows, *EXTRA_KEYS):
                    yield Static(to_content(key), classes="key")
                    yield Static(to_content(words(name) if name else ""), classes="heading")
                    yield Static(to_content(words(text)))
            for note in NOTE_KEYS:
                yield Static(to_content(words(note)), classes="note")
        yield KeyBar()
