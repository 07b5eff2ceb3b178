"""The row of buttons: each is one action and says the key that does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from shared.ui.app import WalkinApp
from shared.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Set

    from textual.content import Content


class Action(NamedTuple):
    """An action of the counter: its name, the key everywhere, the letter in the list, and whether it needs a client."""

    name: str
    key: str
    letter: str
    word: str
    with_client: bool = True


ACTIONS = (
    Action("next", "f5", "n", "counter-key-next", with_client=False),
    Action("recall", "f6", "r", "counter-key-recall"),
    Action("no_show", "f7", "x", "counter-key-no-show"),
    Action("finish", "f8", "f", "counter-key-finish"),
    Action("put_back", "f9", "b", "counter-key-put-back"),
    Action("call", "", "c", "counter-key-call", with_client=False),
)


class ActionButton(Button):
    """A button that leaves the focus where it is when it is clicked: the letters of the list go on working."""

    FOCUS_ON_CLICK: ClassVar[bool] = False


class ActionBar(Horizontal):
    """All actions; those that make no sense now are dim and do nothing."""

    DEFAULT_CSS = """
    ActionBar {
        height: auto;
        & ActionButton { width: auto; min-width: 8; padding: 0; margin: 0; }
    }
    """

    app = getters.app(WalkinApp)

    def compose(self) -> ComposeResult:
        for action in ACTIONS:
            button = ActionButton(self._label(action), id=action.name, action=f"screen.{action.name}")
            if action.name == "next":
                button.variant = "primary"
            yield button

    def label(self) -> None:
        """Say the actions in the language that is spoken now."""
        for action in ACTIONS:
            self.query_one(f"#{action.name}", ActionButton).label = self._label(action)

    def _label(self, action: Action) -> Content:
        return safe(f"{(action.key or action.letter).upper()} {self.app.words(action.word)}")

    def allow(self, names: Set[str]) -> None:
        """Only these actions make sense now."""
        for action in ACTIONS:
            button = self.query_one(f"#{action.name}", ActionButton)
            if button.disabled != (action.name not in names):
                button.disabled = action.name not in names
