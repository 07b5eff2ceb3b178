"""Help: all keys of the counter, and the terms in the queue table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.widgets import Static

from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinScreen
from walkin_counter.desk.commands import ACTIONS, format_key, format_leader, list_shortcuts

if TYPE_CHECKING:
    from walkin_counter.desk.keymap import Keymap

EXTRA_KEYS = (
    ("enter", "counter-key-row", "counter-help-row"),
    ("↑ ↓", "", "counter-help-move"),
    ("ctrl+p", "counter-key-palette", "counter-help-palette"),
    ("ctrl+q", "counter-key-quit", "counter-help-quit"),
)
NOTE_KEYS = ("counter-help-letters", "counter-help-order", "counter-help-signs", "counter-help-scan")


class HelpScreen(WalkinScreen[None]):
    BINDINGS: ClassVar = [Binding("escape,enter,f1,question_mark", "dismiss", "app-back")]

    DEFAULT_CSS = """
    HelpScreen {
        & > .title { height: 1; padding: 0 1; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 1 2; background: $surface; }
        & .part { color: $primary; text-style: bold; padding-bottom: 1; }
        & Grid { grid-size: 3; grid-columns: 24 16 1fr; grid-rows: auto; height: auto; }
        & .key { color: $primary; text-style: bold; }
        & .note { padding-top: 1; color: $text; }
    }
    """

    def __init__(self, part_key: str, keymap: Keymap) -> None:
        """``part_key`` is the Fluent key of the text about the focused widget."""
        super().__init__()
        self._part_key = part_key
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(to_content(words("counter-help-title")), classes="title")
        rows = [
            ("  ".join(list_shortcuts(item, self._keymap, words)), item.label_key, item.help_key) for item in ACTIONS
        ]
        rows += [(format_key(key, words) if key.isascii() else key, name, text) for key, name, text in EXTRA_KEYS]
        leader = format_leader(self._keymap, words)
        with VerticalScroll():
            yield Static(to_content(words(self._part_key)), classes="part")
            with Grid():
                for key, name, text in rows:
                    yield Static(to_content(key), classes="key")
                    yield Static(to_content(words(name) if name else ""))
                    yield Static(to_content(words(text)), classes="muted")
            for note in NOTE_KEYS:
                yield Static(to_content(words(note, leader=leader)), classes="note")
        yield KeyBar()
