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
from walkin.ui.safe import safe
from walkin_counter.desk.commands import ACTIONS, BAR, ActionBar, ActionButton, key_label
from walkin_counter.desk.current_client import CurrentPanel
from walkin_counter.desk.search import SearchLine
from walkin_counter.desk.table import QueueTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from walkin_counter.desk.screens.desk import DeskScreen

LABELS = "1234567890abcdefghijklmnopqrstuvwxyz"


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
            yield Static(safe(self.app.words("counter-more-title")), classes="title")
            yield ActionBar([action for action in ACTIONS if action not in BAR], self._keys, columns=36)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(ActionBar).allow(self._allowed)

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
    def _desk(self) -> DeskScreen:
        return cast("DeskScreen", self.screen)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, title, text in self._entries():
            yield DiscoveryHit(safe(title), partial(self._desk.action_do, name, False), title, text)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for name, title, text in self._entries():
            if score := matcher.match(f"{title} {text}"):
                yield Hit(score, safe(title), partial(self._desk.action_do, name, False), title, text)

    def _entries(self) -> list[tuple[str, str, str]]:
        desk, words = self._desk, self._desk.app.words
        allowed = desk.allowed()
        found = []
        for action in ACTIONS:
            if action.name in allowed:
                keys = " ".join(key_label(key) for key in desk.keys.get(action.name, ()))
                found.append((action.name, f"{words(action.word)}  {keys}".rstrip(), words(action.help)))
        return found


class JumpScreen(ModalScreen[Widget | None]):
    """A sign over everything that can be pressed or focused; its key goes there."""

    BINDINGS: ClassVar = [Binding("escape,j", "dismiss(None)", "app-back", priority=True)]

    app = getters.app(WalkinApp)

    def __init__(self, targets: Sequence[Widget]) -> None:
        super().__init__()
        self._targets = dict(zip((label for label in LABELS if label != "j"), targets, strict=False))

    def compose(self) -> ComposeResult:
        for label, target in self._targets.items():
            sign = Static(safe(f" {label.upper()} "), classes="sign")
            sign.styles.offset = (target.region.x, target.region.y)
            yield sign

    def on_key(self, event: events.Key) -> None:
        """Go there."""
        if (target := self._targets.get(event.key)) is not None:
            event.stop()
            self.dismiss(target)

    @on(events.Click)
    def _leave(self) -> None:
        self.dismiss(None)


def jump_targets(screen: DeskScreen) -> list[Widget]:
    """What is in sight and can be pressed or focused: the list, the buttons, the search, the client at the desk."""
    targets: list[Widget] = [screen.query_one(QueueTable), *screen.query(ActionButton), screen.query_one(SearchLine)]
    if screen.desk.current is not None:
        targets.append(screen.query_one(CurrentPanel))
    return [target for target in targets if not target.disabled and target.region.area]


def jump_to(target: Widget | None) -> None:
    """Press a button, or focus what can be focused."""
    if isinstance(target, Button):
        target.press()
    elif isinstance(target, CurrentPanel):
        target.ask_for_more()
    elif target is not None:
        target.focus()
