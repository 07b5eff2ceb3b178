"""Buttons of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.containers import ItemGrid
from textual.widgets import Button

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin_counter.desk.commands import format_keys

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from textual.content import Content

    from walkin_counter.desk.commands import Action
    from walkin_counter.desk.keymap import Keymap


class ActionButton(Button):
    """A button that does not take the focus when clicked: the letter keys of the table go on working."""

    FOCUS_ON_CLICK: ClassVar[bool] = False


class ActionBar(ItemGrid):
    """Buttons of actions, as many side by side as fit. Those of actions that are not allowed are disabled."""

    DEFAULT_CSS = """
    ActionBar {
        height: auto;
        grid-rows: auto;
        & ActionButton { width: 1fr; min-width: 8; padding: 0; margin: 0 1 0 0; text-wrap: nowrap; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, actions: Sequence[Action], keymap: Keymap, *, min_button_width: int = 19) -> None:
        # In even rows, where the number of buttons allows it.
        super().__init__(min_column_width=min_button_width, regular=len(actions) % 4 == 0)
        self._actions = actions
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        for action in self._actions:
            button = ActionButton(
                self._format_label(action), id=action.name, action=f"screen.do('{action.name}', False)"
            )
            # The style sheet accepts no 0 here, and long labels need the two cells.
            button.styles.line_pad = 0
            if action.name == "next":
                button.variant = "primary"
            yield button

    def update_labels(self) -> None:
        for action in self._actions:
            self.query_one(f"#{action.name}", ActionButton).label = self._format_label(action)

    def enable_only(self, names: Set[str]) -> None:
        for action in self._actions:
            self.query_one(f"#{action.name}", ActionButton).disabled = action.name not in names

    def _format_label(self, action: Action) -> Content:
        first_key = format_keys(self._keymap.get(action.name, ())[:1])
        return to_content(f"{first_key} {self.app.words(action.label_key)}".strip())
