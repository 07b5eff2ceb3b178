"""The counter app, for the staff at a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from walkin.languages import list_staff_languages
from walkin.model.window_size import BAR_SIZE
from walkin.settings import CounterSettings
from walkin.ui.app import get_next
from walkin.ui.error_log import log_error
from walkin_counter.client.file_field import create_file_field
from walkin_counter.connected_app import ConnectedApp
from walkin_counter.desk.keymap import DEFAULT_KEYMAP, load_keymap
from walkin_counter.desk.screens.command_menu import ActionPalette
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.setup import DeskSetup, SetupScreen
from walkin_counter.dialogs import QuitScreen
from walkin_counter.feedback import name_client
from walkin_counter.machine_choices import MachineChoices

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin_counter.desk.keymap import Keymap


class CounterApp(ConnectedApp[CounterSettings]):
    """Opens the desk of the settings, after asking for its name and queues if the settings lack one of them."""

    TITLE = "Walkin"
    ROLE = "counter"
    field_types: ClassVar = {"file": create_file_field}
    ALLOW_SELECT = True
    ALLOW_PASTE = True
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = set()
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = [Binding("ctrl+q", "leave", "counter-key-quit", priority=True)]

    def __init__(self, settings: CounterSettings) -> None:
        self._choices = MachineChoices(settings)
        super().__init__(settings, theme=self._choices.theme, language=self._choices.language)
        if settings.bar:
            self.MIN_SIZE = BAR_SIZE

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, lambda theme: self._choices.remember_theme(theme.name))

    def handle_connected(self, client: QueueClient, queues: list[Queue], selected: list[Queue], problem: str) -> None:
        if not self.settings.queue:
            # Those of the last time, as far as they are there.
            selected = [queue for queue in queues if queue.id in self._choices.queue_ids] or selected
        desk, person = self.settings.desk or self._choices.desk, self._choices.person
        is_complete = bool(desk and selected and not problem)
        if is_complete and (self.settings.desk or self.settings.bar):
            self._open_desk(DeskSetup(desk, selected, person))
        elif self.settings.bar:
            # The form has no room.
            self.show_status(problem or self.words("counter-bar-setup"))
        else:
            setup = SetupScreen(client, queues, desk=desk, person=person, selected=selected, problem=problem)
            self.push_screen(setup, self._finish_setup)

    async def action_command_palette(self) -> None:  # type: ignore[override]  # actions may be coroutines
        # Textual's action gives an id, a duplicate while the last palette is still being removed.
        if not self.settings.bar and not isinstance(self.screen, ActionPalette):
            # The next key may open another screen: the palette takes its commands from the one below.
            await self.push_screen(ActionPalette())

    def set_language(self, code: str) -> None:
        super().set_language(code)
        self._choices.remember_language(self.language)

    def action_next_language(self) -> None:
        self.set_language(
            get_next(self.language, list_staff_languages(self.settings.language, *self.settings.languages))
        )
        if self.client is not None:
            self.client.language = self.language

    def recover(self) -> bool:
        """Tell the agent that something did not work, and where the details are."""
        file = str(self.last_mistake_log) if self.last_mistake_log else ""
        text = self.words("app-mistake", file=file) if file else self.words("app-mistake-no-file")
        self.clear_notifications()
        self.notify(text, severity="error", timeout=10)
        return True

    def _finish_setup(self, setup: DeskSetup | None) -> None:
        if setup is not None:
            queue_ids = [] if setup.is_all else [queue.id for queue in setup.queues]
            self._choices.remember_desk(setup.desk, setup.person, queue_ids)
            self._open_desk(setup)

    def _open_desk(self, setup: DeskSetup) -> None:
        if self.client is not None:
            keymap = self._load_keys()
            self.push_screen(
                DeskScreen(self.client, setup.desk, setup.queues, self.settings, keymap, person=setup.person)
            )

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
        # A bar has no room for the question, and the client stays at the desk.
        if current is None or self.settings.bar:
            self.exit(0)
        else:
            self.push_screen(QuitScreen(name_client(current)), self._exit_if_confirmed)

    def _exit_if_confirmed(self, confirmed: bool | None) -> None:
        if confirmed:
            self.exit(0)
