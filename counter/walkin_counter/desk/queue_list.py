"""The queue table with its search line and letter keys."""

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
    """The search line above the table. Letter keys act while the table has the focus."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        yield SearchLine(id="search", select_on_focus=False, max_length=80)
        table = QueueTable()
        for name, keys in self._keymap.items():
            for key in filter(is_letter, keys):
                is_hinted = name in HINTED_ACTIONS and key == keys[0]
                table._bindings.bind(key, f"screen.do('{name}', True)", ACTIONS_BY_NAME[name].label_key, show=is_hinted)
        yield table
