"""All actions of the counter as commands of the palette."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from textual import events
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinScreen
from walkin_counter.desk.commands import ACTIONS, list_shortcuts

if TYPE_CHECKING:
    from walkin_counter.desk.keymap import Keymap


class ActionScreen(Protocol):
    keymap: Keymap

    @property
    def app(self) -> WalkinApp: ...

    def get_allowed_actions(self) -> set[str]: ...

    def action_do(self, name: str) -> None: ...


class ActionCommands(Provider):
    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, title, text in self._list_entries():
            yield DiscoveryHit(to_content(title), partial(self._action_screen.action_do, name), title, text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, title, text in self._list_entries():
            if score := matcher.match(f"{title} {text}"):
                yield Hit(score, to_content(title), partial(self._action_screen.action_do, name), title, text)

    @property
    def _action_screen(self) -> ActionScreen:
        return cast("ActionScreen", self.screen)

    def _list_entries(self) -> list[tuple[str, str, str]]:
        """Name, title with its first shortcut, and description of each command."""
        words, keymap = self._action_screen.app.words, self._action_screen.keymap
        allowed = self._action_screen.get_allowed_actions()
        return [
            (
                action.name,
                "  ".join([words(action.label_key), *list_shortcuts(action, keymap, words)[:1]]),
                words(action.help_key),
            )
            for action in ACTIONS
            if action.name in allowed
        ]


class ActionList(CommandList):
    """The list of the palette. Its commands may change between a drawing and a click on what was drawn."""

    def on_click(self, event: events.Click) -> None:
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()


class ActionPalette(CommandPalette, WalkinScreen[None]):
    """Textual's command palette, with the `dismiss` of the other screens."""

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield ActionList() if isinstance(widget, CommandList) else widget

    def on_mount(self, event: events.Mount) -> None:
        # Textual's handler takes the screen below, which has closed this one if it was closed meanwhile.
        if not self.is_current:
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        # Textual's list fails when a page is turned before its new commands are drawn.
        with suppress(KeyError):
            super()._action_command_list(action)
