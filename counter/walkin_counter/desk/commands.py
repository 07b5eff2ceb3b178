"""The actions of the counter: their names, targets and default keys."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ActionTarget(Enum):
    """The registration an action applies to. The current client is the one at the desk."""

    NONE = "nobody"
    CLIENT = "client"
    """The current client."""
    ROW = "row"
    """The selected row."""
    EITHER = "either"
    """For a letter the selected row, for other keys and buttons the current client; the other if there is none."""
    CLIENT_OR_ROW = "anybody"
    """The current client, or the selected row while there is none."""


class Action(NamedTuple):
    """An action of the counter. A key that is a single letter acts only while the table has the focus."""

    name: str
    target: ActionTarget
    keys: tuple[str, ...]

    @property
    def label_key(self) -> str:
        return f"counter-key-{self.name.replace('_', '-')}"

    @property
    def help_key(self) -> str:
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
"""The actions with a button on the desk screen; "more" shows the buttons of the others."""

HINTED_ACTIONS = ("note", "undo", "pause", "register", "search", "jump", "help")
"""Actions without a button whose keys the key bar shows while they are allowed."""

KEY_LABELS = {"slash": "/", "escape": "Esc", "ctrl+z": "Ctrl+Z"}


def is_letter(key: str) -> bool:
    """Whether the key types a character: such a key acts only while the table has the focus."""
    return len(key) == 1 or key == "slash"


def list_terminal_keys(key: str) -> tuple[str, ...]:
    """The keys that terminals may send for ``key``: for Shift+F1 many send F13."""
    shifted = key.removeprefix("shift+f")
    return (key, f"f{int(shifted) + 12}") if shifted != key and shifted.isdecimal() else (key,)


def format_key(key: str) -> str:
    return KEY_LABELS.get(key, "+".join(part.capitalize() for part in key.split("+")))


def format_keys(keys: Iterable[str], separator: str = "  ") -> str:
    return separator.join(format_key(key) for key in keys)
