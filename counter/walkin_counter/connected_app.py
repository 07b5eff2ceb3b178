"""Base of the counter and the display: an app that connects after its first frame."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Middle
from textual.widgets import Static

from walkin.client import ServerUnreachable, connect
from walkin.model.errors import Refused
from walkin.settings import OfficeSettings
from walkin.ui.app import WalkinApp, get_next
from walkin.ui.safe import to_content
from walkin_counter.feedback import is_about_key
from walkin_counter.live_screen import QueuesReplaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import QueueClient
    from walkin.model.queue import Queue

MAX_RETRY_SECONDS = 10.0
"""Longest pause between two attempts to connect, in seconds."""


ProgramSettings = TypeVar("ProgramSettings", bound=OfficeSettings)


class ConnectedApp(WalkinApp, Generic[ProgramSettings]):
    """Tries to connect until it succeeds, and shows the status meanwhile."""

    ROLE: ClassVar[str]
    """The role of the key that the app needs on a server with keys."""
    CSS_PATH = Path(__file__).with_name("counter.tcss")
    DEFAULT_CSS = """
    ConnectedApp #opening {
        width: 1fr;
        height: 1fr;
        content-align: center middle;
        text-align: center;
    }
    """

    def __init__(self, settings: ProgramSettings, *, theme: str = "", language: str = "") -> None:
        """``theme`` and ``language`` are in place of those of the settings."""
        super().__init__(
            theme=theme or settings.theme,
            language=language or settings.language,
            theme_folders=[settings.themes] if settings.themes else [],
            bidi=settings.bidi,
        )
        self.settings = settings
        self.client: QueueClient | None = None

    def compose(self) -> ComposeResult:
        with Middle():
            yield Static(to_content(self.words("counter-opening")), id="opening")

    def on_mount(self) -> None:
        self.call_after_refresh(self._connect)

    @abstractmethod
    def handle_connected(self, client: QueueClient, queues: list[Queue], selected: list[Queue], problem: str) -> None:
        """The app is connected. ``selected`` are the queues of the settings; ``problem`` names unknown ones."""

    @work(group="link", exclusive=True, exit_on_error=False)
    async def _connect(self) -> None:
        pause = 1.0
        while True:
            try:
                if self.client is None:
                    self.client = await connect(self.settings, language=self.language)
                queues = await self.client.list_queues()
                break
            except ServerUnreachable:
                self.show_status(self.words("counter-link-never"))
            except Refused as refused:
                text = refused.message or f"{self.words('counter-link-never')} ({refused.status})"
                if is_about_key(refused):
                    text = f"{text}\n\n{self.words('counter-needs-key', role=self.ROLE)}"
                self.show_status(text)
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_RETRY_SECONDS)
        self.call_later(self._finish_connecting, queues)

    @on(QueuesReplaced)
    def reconnect(self) -> None:
        """Close the screens and load the queues again."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._connect()

    def _finish_connecting(self, queues: list[Queue]) -> None:
        selected, missing = select_queues(queues, self.settings.queue)
        problem = self.words("counter-no-such-queue", name=", ".join(missing)) if missing else ""
        if self.client is not None:
            self.handle_connected(self.client, queues, selected, problem)

    def action_next_theme(self) -> None:
        """Switch to the next theme."""
        self.theme = get_next(self.theme, sorted(self.themes))

    def show_status(self, text: str) -> None:
        self.screen_stack[0].query_one("#opening", Static).update(to_content(text, multiline=True))

    @on(events.Unmount)
    async def _close_client(self) -> None:
        self.workers.cancel_all()
        if self.client is not None:
            await self.client.aclose()


def select_queues(queues: Sequence[Queue], names: Sequence[str]) -> tuple[list[Queue], list[str]]:
    """Select queues by ids or names, all if none is given; returns them and the names without a queue."""
    if not names:
        return list(queues), []
    selected: dict[str, Queue] = {}
    missing = []
    for name in names:
        matches = [queue for queue in queues if name == queue.id or name.casefold() == queue.name.casefold()]
        selected.update((queue.id, queue) for queue in matches)
        if not matches:
            missing.append(name)
    return list(selected.values()), missing
