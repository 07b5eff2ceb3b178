"""The first question: which desk is this, and which services does it serve?"""

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
from walkin.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.model.queue import Queue

DESK_LENGTH = 40


@dataclass(frozen=True)
class Setup:
    """What was chosen."""

    desk: str
    queues: list[Queue]


class SetupScreen(Screen[Setup]):
    """Asks for the desk's name and the services, with what the settings say filled in."""

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

    def __init__(self, queues: Sequence[Queue], *, desk: str, ticked: Sequence[Queue], problem: str = "") -> None:
        super().__init__()
        self._queues = queues
        self._desk = desk
        self._ticked = {queue.id for queue in ticked}
        self._problem = problem

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(id="card", classes="card"):
            yield Static(safe(words("counter-setup-title")), classes="title")
            yield Static(safe(words("counter-setup-desk")), classes="label")
            yield Input(
                self._desk,
                placeholder=words("counter-setup-desk-example"),
                max_length=DESK_LENGTH,
                select_on_focus=False,
                id="desk",
            )
            yield Static(safe(words("counter-setup-queues")), classes="label")
            with VerticalScroll(id="queues", can_focus=False):
                for place, queue in enumerate(self._queues):
                    yield Checkbox(safe(queue.name), queue.id in self._ticked, id=f"queue-{place}")
            yield Static(safe(self._problem), id="problem")
            label = safe(f"F5 {words('counter-setup-start')}")
            yield Button(label, id="start", variant="primary", action="screen.start")
        yield KeyBar()

    def on_mount(self) -> None:
        if not self._queues:
            self._complain("counter-setup-none")

    @on(Input.Submitted, "#desk")
    def _desk_named(self) -> None:
        self.action_start()

    def action_start(self) -> None:
        """Go to work, if all is said."""
        try:
            desk = clean(self.query_one("#desk", Input).value, limit=DESK_LENGTH)
        except TextRefused:
            self._complain("counter-setup-desk-long")
            return
        ticks = self.query(Checkbox)
        queues = [queue for queue, tick in zip(self._queues, ticks, strict=True) if tick.value]
        if not desk:
            self._complain("counter-setup-no-desk")
            self.query_one("#desk").focus()
        elif not queues:
            self._complain("counter-setup-no-queue" if self._queues else "counter-setup-none")
        else:
            self.dismiss(Setup(desk, queues))

    def _complain(self, key: str) -> None:
        self.query_one("#problem", Static).update(safe(self.app.words(key)))
