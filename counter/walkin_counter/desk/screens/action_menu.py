"""A menu of actions with their letters: after the leader key about the client at the desk, after Enter about a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, ItemGrid, Vertical
from textual.widgets import Static

from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinModalScreen
from walkin_counter.desk.action_bar import ActionButton, format_label
from walkin_counter.desk.commands import format_key, is_letter

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from textual.content import Content

    from walkin_counter.desk.commands import Action
    from walkin_counter.desk.keymap import Keymap

SMALL_WIDTH, FRAME_WIDTH = 64, 6
"""Width in cells of a menu of one group, and of the frame of a menu."""


class MenuGroup(NamedTuple):
    """A heading, its actions, and the number of columns they are laid out in."""

    heading: str
    actions: Sequence[Action]
    columns: int = 1


class ActionMenu(WalkinModalScreen[str | None]):
    """Names the letter of each action and waits for one. Dismisses with the name of the chosen action.

    Only letters choose here: a function key always means the client at the desk, whatever the menu is about.
    """

    AUTO_FOCUS = ""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("f1", "app.explain('more')", "counter-key-help"),
    ]

    DEFAULT_CSS = """
    ActionMenu {
        & > Vertical { width: 100%; height: auto; max-height: 100%; padding: 1 2 0 2; margin-bottom: 1; }
        & #groups { height: auto; margin-top: 1; }
        & #groups Vertical { height: auto; }
        & ItemGrid { height: auto; grid-rows: 1; }
    }
    """

    def __init__(
        self, title: str, groups: Sequence[MenuGroup], keymap: Keymap, allowed: Set[str], labels: dict[str, str]
    ) -> None:
        """Actions that are not ``allowed`` are dim. ``labels`` are the Fluent keys of those with another name here."""
        super().__init__()
        self._title = title
        self._groups = [group for group in groups if group.actions]
        self._keymap = keymap
        self._allowed = allowed
        self._labels = labels

    def compose(self) -> ComposeResult:
        is_small = len(self._groups) == 1
        with Vertical(classes="card dialog") as card:
            if is_small:
                card.styles.width = SMALL_WIDTH
            yield Static(to_content(self._title), classes="title")
            with Horizontal(id="groups"):
                for heading, actions, columns in self._fit_columns(SMALL_WIDTH if is_small else self.app.size.width):
                    with Vertical() as box:
                        box.styles.width = f"{columns}fr"
                        if heading:
                            yield Static(to_content(heading), classes="muted")
                        with ItemGrid() as grid:
                            grid.styles.grid_size_columns = columns
                            for action in actions:
                                yield self._build_button(action)
        yield KeyBar()

    def _fit_columns(self, width: int) -> Sequence[MenuGroup]:
        """The groups, in a column each if the names in some language are too long for more."""
        columns = sum(group.columns for group in self._groups)
        longest = max(self._format_label(action).cell_length for group in self._groups for action in group.actions)
        is_fitting = longest < (width - FRAME_WIDTH) // columns
        return self._groups if is_fitting else [group._replace(columns=1) for group in self._groups]

    def _format_label(self, action: Action) -> Content:
        words = self.app.words
        letters = [format_key(key, words) for key in self._keymap[action.name] if is_letter(key)]
        name = words(self._labels.get(action.name, action.label_key))
        return format_label(letters[:1], name, "bold $primary" if action.name in self._allowed else "")

    def _build_button(self, action: Action) -> ActionButton:
        label = self._format_label(action)
        button = ActionButton(label, id=action.name, action=f"screen.dismiss('{action.name}')")
        button.disabled = action.name not in self._allowed
        return button

    def on_mount(self) -> None:
        if len(self._groups) == 1:
            self.query(ActionButton).first().focus()

    def find_action(self, letter: str | None) -> str | None:
        """The allowed action with that letter."""
        names = (action.name for group in self._groups for action in group.actions if action.name in self._allowed)
        keys = {key: name for name in names for key in self._keymap[name] if is_letter(key)}
        return keys.get(letter or "")

    def on_key(self, event: events.Key) -> None:
        if (name := self.find_action(event.character)) is not None:
            event.stop()
            self.dismiss(name)
