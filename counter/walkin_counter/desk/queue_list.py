"""The live queue on the agent's screen, and the letters that act in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from walkin_counter.desk.commands import ACTIONS_BY_NAME, HINTED_ACTIONS, is_letter
from walkin_counter.desk.search import SearchLine
from walkin_counter.desk.table import QueueTable

if TYPE_CHECKING:
    from walkin_counter.desk.keymap import Keymap


class QueueList(Vertical):
    """The table, and the line that searches it; the letters act while the table has the focus."""

    def __init__(self, keys: Keymap) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        yield SearchLine(id="search", select_on_focus=False, max_length=80)
        table = QueueTable()
        for name, keys in self._keys.items():
            for key in filter(is_letter, keys):
                hint = name in HINTED_ACTIONS and key == keys[0]
                table._bindings.bind(key, f"screen.do('{name}', True)", ACTIONS_BY_NAME[name].label_key, show=hint)
        yield table
