"""The actions of the counter: their names, whom they concern, and their default keys."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.languages import Words
    from walkin_counter.desk.keymap import Keymap


class Subject(Enum):
    """Whom or what an action concerns."""

    CLIENT = "client"
    """The client at the desk."""
    ROW = "row"
    """The selected row, by the row's menu alone."""
    DESK = "desk"
    SCREEN = "screen"


class Action(NamedTuple):
    """An action of the counter.

    A key that is a letter acts after the leader key, which is the action "more"; all others act at once.
    """

    name: str
    subject: Subject
    keys: tuple[str, ...]

    @property
    def label_key(self) -> str:
        return f"counter-key-{self.name.replace('_', '-')}"

    @property
    def help_key(self) -> str:
        return f"counter-help-{self.name.replace('_', '-')}"


ACTIONS = (
    Action("next", Subject.DESK, ("f5",)),
    Action("recall", Subject.CLIENT, ("f6", "r")),
    Action("no_show", Subject.CLIENT, ("f7", "x")),
    Action("finish", Subject.CLIENT, ("f8", "f")),
    Action("transfer", Subject.CLIENT, ("f9", "t")),
    Action("park", Subject.CLIENT, ("f10", "h")),
    Action("more", Subject.SCREEN, ("space", "f4")),
    Action("call", Subject.ROW, ("c",)),
    Action("coming", Subject.SCREEN, ("f3",)),
    Action("outcome", Subject.CLIENT, ("o", "shift+f8")),
    Action("next_service", Subject.CLIENT, ("v",)),
    Action("put_back", Subject.CLIENT, ("b",)),
    Action("place", Subject.CLIENT, ("w",)),
    Action("priority", Subject.CLIENT, ("i",)),
    Action("note", Subject.CLIENT, ("n",)),
    Action("identify", Subject.CLIENT, ("y",)),
    Action("print", Subject.CLIENT, ("0",)),
    Action("details", Subject.CLIENT, ("f2", "d")),
    Action("edit", Subject.CLIENT, ("e",)),
    Action("undo", Subject.DESK, ("u", "ctrl+z")),
    Action("undo_list", Subject.DESK, ("j", "ctrl+u")),
    Action("pause", Subject.DESK, ("p",)),
    Action("close_desk", Subject.DESK, ("z",)),
    Action("returned", Subject.DESK, ("m",)),
    Action("register", Subject.DESK, ("a",)),
    Action("queues", Subject.DESK, ("q",)),
    Action("search", Subject.SCREEN, ("slash",)),
    Action("filter", Subject.SCREEN, ("g",)),
    Action("statistics", Subject.SCREEN, ("s",)),
    Action("colours", Subject.SCREEN, ("k",)),
    Action("language", Subject.SCREEN, ("l",)),
    Action("help", Subject.SCREEN, ("question_mark", "f1")),
)
ACTIONS_BY_NAME: Mapping[str, Action] = {action.name: action for action in ACTIONS}
BAR_ACTIONS = ACTIONS[:7]
"""The actions with a button on the desk screen; "more" shows the others."""

BAR_MODE_ACTIONS = tuple(ACTIONS_BY_NAME[name] for name in ("next", "recall", "no_show", "finish", "park", "undo"))
"""The actions of a counter that is a bar of three rows: they ask nothing. All but the last have a button."""

ROW_ACTIONS = tuple(
    ACTIONS_BY_NAME[name]
    for name in (
        "call",
        "transfer",
        "park",
        "details",
        "edit",
        "priority",
        "place",
        "note",
        "no_show",
        "identify",
        "print",
    )
)
"""The menu of the selected row, the first of which Enter chooses."""

HINTED_ACTIONS = ("search", "undo", "help")
"""Actions without a button whose keys the key bar shows while they are allowed."""

SIGNS: Mapping[str, str] = {"/": "slash", "?": "question_mark"}
"""Signs that act at once, with Textual's names of their keys."""

SIGN_BY_KEY = {key: sign for sign, key in SIGNS.items()}


def is_letter(key: str) -> bool:
    """Whether the key is typed in words: such a key acts only after the leader key, or in a row's menu."""
    return len(key) == 1


def list_terminal_keys(key: str) -> tuple[str, ...]:
    """The keys that terminals may send for ``key``: for Shift+F1 many send F13."""
    shifted = key.removeprefix("shift+f")
    return (key, f"f{int(shifted) + 12}") if shifted != key and shifted.isdecimal() else (key,)


def format_key(key: str, words: Words) -> str:
    """The key as printed on a keyboard: "F5", "Space", "Ctrl+Z", "R"."""
    names = [f"app-keyname-{part}" for part in key.split("+")]
    parts = [words(name) if words.has_text(name) else name[12:].capitalize() for name in names]
    return SIGN_BY_KEY.get(key, "+".join(parts))


def format_leader(keymap: Keymap, words: Words) -> str:
    """The leader key, or the name of its button where a site has given it no key."""
    keys = [key for key in keymap["more"] if not is_letter(key)]
    return format_key(keys[0], words) if keys else words("counter-key-more")


def list_shortcuts(action: Action, keymap: Keymap, words: Words) -> list[str]:
    """The shortcuts of an action, those of one key first.

    "F9"; with the leader key "Space T"; for the selected row "Enter T".
    """
    keys = keymap[action.name]
    letters = [format_key(key, words) for key in keys if is_letter(key)]
    prefixes = [format_leader(keymap, words)] if action.subject is not Subject.ROW else []
    if action in ROW_ACTIONS:
        prefixes.append(format_key("enter", words))
    return [
        *(format_key(key, words) for key in keys if not is_letter(key)),
        *(f"{prefix} {letter}" for letter in letters for prefix in prefixes),
    ]
