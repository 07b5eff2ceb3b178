"""Setup of a desk: its name and its queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Checkbox, Input, Static

from walkin.model.errors import TextRefused
from walkin.model.text import clean
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.model.queue import Queue

MAX_DESK_LENGTH = 40


@dataclass(frozen=True)
class DeskSetup:
    desk: str
    queues: list[Queue]


class SetupScreen(Screen[DeskSetup]):
    """Asks for the desk's name and its queues; those of the settings are filled in."""

    BINDINGS: ClassVar = [Binding("f5", "start", "counter-setup-start")]

    DEFAULT_CSS = """
    SetupScreen {
        align: center middle;
        & > #card { width: 72; max-height: 100%; height: auto; padding: 0 2 1 2; }
        & #queues { height: auto; max-height: 12; border: solid $line; background: $surface; }
        & .label { padding-top: 1; }
        & #problem { height: 2; color: $error; text-style: bold; }
        & #start { width: 100%; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, queues: Sequence[Queue], *, desk: str, selected: Sequence[Queue], problem: str = "") -> None:
        super().__init__()
        self._queues = queues
        self._desk = desk
        self._selected_ids = {queue.id for queue in selected}
        self._problem = problem

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(id="card", classes="card"):
            yield Static(to_content(words("counter-setup-title")), classes="title")
            yield Static(to_content(words("counter-setup-desk")), classes="label")
            yield Input(
                self._desk,
                placeholder=words("counter-setup-desk-example"),
                max_length=MAX_DESK_LENGTH,
                select_on_focus=False,
                id="desk",
            )
            yield Static(to_content(words("counter-setup-queues")), classes="label")
            with VerticalScroll(id="queues", can_focus=False):
                for index, queue in enumerate(self._queues):
                    yield Checkbox(to_content(queue.name), queue.id in self._selected_ids, id=f"queue-{index}")
            yield Static(to_content(self._problem), id="problem")
            label = to_content(f"F5 {words('counter-setup-start')}")
            yield Button(label, id="start", variant="primary", action="screen.start")
        yield KeyBar()

    def on_mount(self) -> None:
        if not self._queues:
            self._show_problem("counter-setup-none")

    @on(Input.Submitted, "#desk")
    def _submit_desk(self) -> None:
        self.action_start()

    def action_start(self) -> None:
        """Open the desk, or say what is missing."""
        try:
            desk = clean(self.query_one("#desk", Input).value, limit=MAX_DESK_LENGTH)
        except TextRefused:
            self._show_problem("counter-setup-desk-long")
            return
        checkboxes = self.query(Checkbox)
        queues = [queue for queue, checkbox in zip(self._queues, checkboxes, strict=True) if checkbox.value]
        if not desk:
            self._show_problem("counter-setup-no-desk")
            self.query_one("#desk").focus()
        elif not queues:
            self._show_problem("counter-setup-no-queue" if self._queues else "counter-setup-none")
        else:
            self.dismiss(DeskSetup(desk, queues))

    def _show_problem(self, key: str) -> None:
        self.query_one("#problem", Static).update(to_content(self.app.words(key)))
