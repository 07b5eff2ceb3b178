"""The counter app, for the staff at a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from walkin.languages import list_languages
from walkin.settings import CounterSettings
from walkin.ui.app import get_next
from walkin.ui.error_log import log_error
from walkin_counter.connected_app import ConnectedApp
from walkin_counter.desk.keymap import DEFAULT_KEYMAP, load_keymap
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.setup import DeskSetup, SetupScreen
from walkin_counter.dialogs import QuitScreen

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin_counter.desk.keymap import Keymap


class CounterApp(ConnectedApp[CounterSettings]):
    """Opens the desk of the settings, after asking for its name and queues if the settings lack one of them."""

    TITLE = "Walkin"
    ALLOW_SELECT = True
    ALLOW_PASTE = True
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = set()
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = [Binding("ctrl+q", "leave", "counter-key-quit", priority=True)]

    def handle_connected(self, client: QueueClient, queues: list[Queue], selected: list[Queue], problem: str) -> None:
        if self.settings.desk and self.settings.queue and selected and not problem:
            self._open_desk(DeskSetup(self.settings.desk, selected))
            return
        setup = SetupScreen(queues, desk=self.settings.desk, selected=selected, problem=problem)
        self.push_screen(setup, self._open_desk)

    def action_next_language(self) -> None:
        self.set_language(get_next(self.language, sorted(list_languages())))
        if self.client is not None:
            self.client.language = self.language

    def recover(self) -> bool:
        """Tell the agent that something did not work, and where the details are."""
        file = str(self.last_mistake_log) if self.last_mistake_log else ""
        text = self.words("app-mistake", file=file) if file else self.words("app-mistake-no-file")
        self.clear_notifications()
        self.notify(text, severity="error", timeout=10)
        return True

    def _open_desk(self, setup: DeskSetup | None) -> None:
        if setup is not None and self.client is not None:
            self.push_screen(DeskScreen(self.client, setup.desk, setup.queues, self.settings, self._load_keys()))

    def _load_keys(self) -> Keymap:
        """The keymap of the site's keys file, or the default if the file has problems."""
        if self.settings.keys is None:
            return DEFAULT_KEYMAP
        keymap, problems = load_keymap(self.settings.keys)
        if problems:
            problem = "\n".join(problems)
            self.notify(self.words("counter-keys-problem", problem=problem), severity="warning", timeout=60)
            log_error(f"counter: {problem}")
        return keymap

    def action_explain(self, part: str) -> None:
        """Explain a part of the screen."""
        self.notify(self.words(f"counter-help-part-{part}"), timeout=8)

    def action_leave(self) -> None:
        """Quit, after a question if a client is at the desk."""
        desks = [screen.desk for screen in self.screen_stack if isinstance(screen, DeskScreen)]
        current = desks[0].current_client if desks else None
        if isinstance(self.screen, QuitScreen):
            return
        if current is None:
            self.exit(0)
        else:
            self.push_screen(QuitScreen(current.ticket or current.id), self._exit_if_confirmed)

    def _exit_if_confirmed(self, confirmed: bool | None) -> None:
        if confirmed:
            self.exit(0)
