"""All actions of the counter: as buttons, as commands of the palette, and as jump labels over the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin_counter.desk.action_bar import ActionBar
from walkin_counter.desk.commands import ACTIONS, BAR_ACTIONS, format_keys

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from walkin_counter.desk.keymap import Keymap

JUMP_LABELS = "1234567890abcdefghiklmnopqrstuvwxyz"
"""All but "j", which closes the jump screen."""


class MoreScreen(ModalScreen[str | None]):
    """The actions without a button on the desk screen. Dismisses with the name of the chosen one."""

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

    def __init__(self, keymap: Keymap, allowed: Set[str]) -> None:
        super().__init__()
        self._keymap = keymap
        self._allowed = allowed

    def compose(self) -> ComposeResult:
        actions = [action for action in ACTIONS if action not in BAR_ACTIONS]
        with Vertical(classes="card dialog"):
            yield Static(to_content(self.app.words("counter-more-title")), classes="title")
            yield ActionBar(actions, self._keymap, min_button_width=36)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(ActionBar).enable_only(self._allowed)

    def action_do(self, name: str, _prefer_row: bool) -> None:
        self.dismiss(name)

    def on_key(self, event: events.Key) -> None:
        name = next((name for name, keys in self._keymap.items() if event.key in keys), None)
        if name in self._allowed and name not in ("more", "help"):
            event.stop()
            self.dismiss(name)


class ActionScreen(Protocol):
    keymap: Keymap

    @property
    def app(self) -> WalkinApp: ...

    def get_allowed_actions(self) -> set[str]: ...

    def action_do(self, name: str, prefer_row: bool) -> None: ...


class ActionCommands(Provider):
    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, title, text in self._list_entries():
            yield DiscoveryHit(to_content(title), partial(self._action_screen.action_do, name, False), title, text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, title, text in self._list_entries():
            if score := matcher.match(f"{title} {text}"):
                yield Hit(score, to_content(title), partial(self._action_screen.action_do, name, False), title, text)

    @property
    def _action_screen(self) -> ActionScreen:
        return cast("ActionScreen", self.screen)

    def _list_entries(self) -> list[tuple[str, str, str]]:
        """Name, title with the keys, and description of each command."""
        words, keymap = self._action_screen.app.words, self._action_screen.keymap
        allowed = self._action_screen.get_allowed_actions()
        return [
            (
                action.name,
                f"{words(action.label_key)}  {format_keys(keymap.get(action.name, ()), ' ')}".rstrip(),
                words(action.help_key),
            )
            for action in ACTIONS
            if action.name in allowed
        ]


class JumpScreen(ModalScreen[Widget | None]):
    """A label over each target; its key dismisses with the target."""

    BINDINGS: ClassVar = [Binding("escape,j", "dismiss(None)", "app-back", priority=True)]

    app = getters.app(WalkinApp)

    def __init__(self, targets: Sequence[Widget]) -> None:
        super().__init__()
        self._targets = dict(zip(JUMP_LABELS, targets, strict=False))

    def compose(self) -> ComposeResult:
        for label, target in self._targets.items():
            sign = Static(to_content(f" {label.upper()} "), classes="sign")
            sign.styles.offset = (target.region.x, target.region.y)
            yield sign

    def on_key(self, event: events.Key) -> None:
        if (target := self._targets.get(event.key)) is not None:
            event.stop()
            self.dismiss(target)

    @on(events.Click)
    def _cancel(self) -> None:
        self.dismiss(None)
