"""What an agent can do, as keys, buttons and entries of the palette show it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters
from textual.app import ComposeResult
from textual.containers import ItemGrid
from textual.widgets import Button

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from textual.content import Content


class ActionTarget(Enum):
    """What an action is about."""

    NONE = "nobody"
    CLIENT = "client"
    """The client at the desk."""
    ROW = "row"
    """The selected row."""
    EITHER = "either"
    """By a letter the selected row, by a key or a button the client at the desk; the other where there is none."""
    CLIENT_OR_ROW = "anybody"
    """The client at the desk, or the selected row while nobody is there."""


class Action(NamedTuple):
    """An action: its name, what it is about, and its keys; one letter acts in the list only."""

    name: str
    target: ActionTarget
    keys: tuple[str, ...]

    @property
    def label_key(self) -> str:
        """The text that names it."""
        return f"counter-key-{self.name.replace('_', '-')}"

    @property
    def help_key(self) -> str:
        """The text that says what it does."""
        return f"counter-help-{self.name.replace('_', '-')}"


ACTIONS = (
    Action("next", ActionTarget.NONE, ("f5",)),
    Action("recall", ActionTarget.CLIENT, ("f6", "r")),
    Action("no_show", ActionTarget.CLIENT, ("f7", "x")),
    Action("finish", ActionTarget.CLIENT, ("f8", "f")),
    Action("transfer", ActionTarget.EITHER, ("f9", "t")),
    Action("park", ActionTarget.EITHER, ("f10", "h")),
    Action("call", ActionTarget.ROW, ("c",)),
    Action("more", ActionTarget.NONE, ("f4", "m")),
    Action("outcome", ActionTarget.CLIENT, ("o", "shift+f8")),
    Action("next_service", ActionTarget.CLIENT, ("v",)),
    Action("put_back", ActionTarget.EITHER, ("b",)),
    Action("place", ActionTarget.EITHER, ("w",)),
    Action("priority", ActionTarget.EITHER, ("i",)),
    Action("note", ActionTarget.CLIENT_OR_ROW, ("n",)),
    Action("undo", ActionTarget.NONE, ("u", "ctrl+z")),
    Action("pause", ActionTarget.NONE, ("p",)),
    Action("close_desk", ActionTarget.NONE, ("z",)),
    Action("returned", ActionTarget.NONE, ("e",)),
    Action("register", ActionTarget.NONE, ("a",)),
    Action("queues", ActionTarget.NONE, ("q",)),
    Action("search", ActionTarget.NONE, ("slash",)),
    Action("filter", ActionTarget.NONE, ("g",)),
    Action("details", ActionTarget.ROW, ("d",)),
    Action("current", ActionTarget.CLIENT, ("f2",)),
    Action("statistics", ActionTarget.NONE, ("s",)),
    Action("jump", ActionTarget.NONE, ("j",)),
    Action("colours", ActionTarget.NONE, ("k",)),
    Action("language", ActionTarget.NONE, ("l",)),
    Action("help", ActionTarget.NONE, ("f1",)),
)
ACTIONS_BY_NAME: Mapping[str, Action] = {action.name: action for action in ACTIONS}
BAR_ACTIONS = ACTIONS[:8]
"""The actions that always have a button in sight; "more" shows those of all others."""

HINTED_ACTIONS = ("note", "undo", "pause", "register", "search", "jump", "help")
"""Actions without a button in sight whose keys the line at the bottom shows while they make sense."""

KEY_LABELS = {"slash": "/", "escape": "Esc", "ctrl+z": "Ctrl+Z"}


def is_letter(key: str) -> bool:
    """Whether a key writes something, so that it acts in the list only."""
    return len(key) == 1 or key == "slash"


def list_terminal_keys(key: str) -> tuple[str, ...]:
    """The key as terminals send it: for Shift with an F key many send the F key twelve further on."""
    shifted = key.removeprefix("shift+f")
    return (key, f"f{int(shifted) + 12}") if shifted != key and shifted.isdecimal() else (key,)


def format_key(key: str) -> str:
    """The key as it is printed on a keyboard."""
    return KEY_LABELS.get(key, "+".join(part.capitalize() for part in key.split("+")))


class ActionButton(Button):
    """A button that leaves the focus where it is when it is clicked: the letters of the list go on working."""

    FOCUS_ON_CLICK: ClassVar[bool] = False


class ActionBar(ItemGrid):
    """Buttons of actions, as many beside each other as fit; those that make no sense now are dim and do nothing."""

    DEFAULT_CSS = """
    ActionBar {
        height: auto;
        grid-rows: auto;
        & ActionButton { width: 1fr; min-width: 8; padding: 0; margin: 0 1 0 0; text-wrap: nowrap; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(
        self, actions: Sequence[Action], keys: Mapping[str, Sequence[str]], *, min_button_width: int = 19
    ) -> None:
        """``columns`` is how many cells each button has at least."""
        # In even rows, where the number of buttons allows it.
        super().__init__(min_column_width=min_button_width, regular=len(actions) % 4 == 0)
        self._actions = actions
        self._keys = keys

    def compose(self) -> ComposeResult:
        for action in self._actions:
            button = ActionButton(
                self._format_label(action), id=action.name, action=f"screen.do('{action.name}', False)"
            )
            # The style sheet takes no 0 here, and long words need the two cells.
            button.styles.line_pad = 0
            if action.name == "next":
                button.variant = "primary"
            yield button

    def update_labels(self) -> None:
        """Say the actions in the language that is spoken now."""
        for action in self._actions:
            self.query_one(f"#{action.name}", ActionButton).label = self._format_label(action)

    def _format_label(self, action: Action) -> Content:
        key = next((format_key(key) for key in self._keys.get(action.name, ())), "")
        return to_content(f"{key} {self.app.words(action.label_key)}".strip())

    def enable_only(self, names: Set[str]) -> None:
        """Only these actions make sense now."""
        for action in self._actions:
            button = self.query_one(f"#{action.name}", ActionButton)
            if button.disabled != (action.name not in names):
                button.disabled = action.name not in names
