"""Every action of the counter: as buttons, as entries of the palette, and as letters over what is in sight."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin_counter.desk.commands import ACTIONS, BAR_ACTIONS, ActionBar, ActionButton, format_key
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.search import SearchLine
from walkin_counter.desk.table import QueueTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from walkin_counter.desk.screens.desk import DeskScreen

JUMP_LABELS = "1234567890abcdefghijklmnopqrstuvwxyz"


class MoreScreen(ModalScreen[str | None]):
    """The actions without a button in sight; gives back the one that was chosen."""

    BINDINGS: ClassVar = [
        Binding("escape,f4", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('more')", "counter-key-help"),
    ]

    DEFAULT_CSS = """
    MoreScreen {
        align: center middle;
        & > Vertical { width: 78; max-width: 100%; height: auto; max-height: 100%; }
        & ActionBar { margin-top: 1; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, keys: Mapping[str, Sequence[str]], allowed: Set[str]) -> None:
        super().__init__()
        self._keys = keys
        self._allowed = allowed

    def compose(self) -> ComposeResult:
        with Vertical(classes="card dialog"):
            yield Static(to_content(self.app.words("counter-more-title")), classes="title")
            yield ActionBar(
                [action for action in ACTIONS if action not in BAR_ACTIONS], self._keys, min_button_width=36
            )
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(ActionBar).enable_only(self._allowed)

    def action_do(self, name: str, _row: bool) -> None:
        """A button was pressed."""
        self.dismiss(name)

    def on_key(self, event: events.Key) -> None:
        """The letters act here as they do in the list."""
        name = next((name for name, keys in self._keys.items() if event.key in keys), None)
        if name in self._allowed and name not in ("more", "help"):
            event.stop()
            self.dismiss(name)


class ActionCommands(Provider):
    """The actions that make sense now, in the palette."""

    @property
    def _desk_screen(self) -> DeskScreen:
        return cast("DeskScreen", self.screen)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, title, text in self._list_entries():
            yield DiscoveryHit(to_content(title), partial(self._desk_screen.action_do, name, False), title, text)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for name, title, text in self._list_entries():
            if score := matcher.match(f"{title} {text}"):
                yield Hit(score, to_content(title), partial(self._desk_screen.action_do, name, False), title, text)

    def _list_entries(self) -> list[tuple[str, str, str]]:
        desk, words = self._desk_screen, self._desk_screen.app.words
        allowed = desk.get_allowed_actions()
        found = []
        for action in ACTIONS:
            if action.name in allowed:
                keys = " ".join(format_key(key) for key in desk.keys.get(action.name, ()))
                found.append((action.name, f"{words(action.label_key)}  {keys}".rstrip(), words(action.help_key)))
        return found


class JumpScreen(ModalScreen[Widget | None]):
    """A sign over everything that can be pressed or focused; its key goes there."""

    BINDINGS: ClassVar = [Binding("escape,j", "dismiss(None)", "app-back", priority=True)]

    app = getters.app(WalkinApp)

    def __init__(self, targets: Sequence[Widget]) -> None:
        super().__init__()
        self._targets = dict(zip((label for label in JUMP_LABELS if label != "j"), targets, strict=False))

    def compose(self) -> ComposeResult:
        for label, target in self._targets.items():
            sign = Static(to_content(f" {label.upper()} "), classes="sign")
            sign.styles.offset = (target.region.x, target.region.y)
            yield sign

    def on_key(self, event: events.Key) -> None:
        """Go there."""
        if (target := self._targets.get(event.key)) is not None:
            event.stop()
            self.dismiss(target)

    @on(events.Click)
    def _cancel(self) -> None:
        self.dismiss(None)


def find_jump_targets(screen: DeskScreen) -> list[Widget]:
    """What is in sight and can be pressed or focused: the list, the buttons, the search, the client at the desk."""
    targets: list[Widget] = [screen.query_one(QueueTable), *screen.query(ActionButton), screen.query_one(SearchLine)]
    if screen.desk.current_client is not None:
        targets.append(screen.query_one(CurrentClientPanel))
    return [target for target in targets if not target.disabled and target.region.area]


def jump_to(target: Widget | None) -> None:
    """Press a button, or focus what can be focused."""
    if isinstance(target, Button):
        target.press()
    elif isinstance(target, CurrentClientPanel):
        target.open_details()
    elif target is not None:
        target.focus()
