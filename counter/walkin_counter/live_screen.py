"""Base of the counter's and the display's screen: follows the queues live and ticks every second."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from walkin.client import Board
from walkin.ui.error_log import run_repeatedly
from walkin.ui.screens import WalkinScreen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.client import Change, QueueClient
    from walkin.model.queue import Queue

RESTART_SECONDS = 5.0
"""Seconds until the board is started again after an unexpected error."""


class QueuesReplaced(Message):
    """The server has other queues than those that the screen follows: new ones, none of them, or another database."""


class LiveScreen(WalkinScreen[None]):
    """Calls `handle_change` for each change, `sync` once after any number of them, and `tick` each second."""

    def __init__(self, client: QueueClient, queues: Sequence[Queue], *, details: bool) -> None:
        super().__init__()
        self.client = client
        self.queues = queues
        self.board = Board(client, [queue.id for queue in queues], details=details)
        self._sync_requested = False

    def on_mount(self) -> None:
        self._follow_board()
        self._run_clock()

    @abstractmethod
    def handle_change(self, change: Change | None) -> None:
        """The board changed; None if it was reloaded, or connected or lost its connection."""

    @abstractmethod
    def sync(self) -> None:
        """Show the current state of the board."""

    @abstractmethod
    def tick(self, now: datetime) -> None:
        """A second of the server's clock began."""

    def get_server_seconds(self) -> float:
        """The server's time in seconds since 1970."""
        return self.client.now().timestamp()

    def request_sync(self) -> None:
        """Call `sync` soon, once for all requests until then."""
        if not self._sync_requested:
            self._sync_requested = True
            self.call_later(self._run_sync)

    def _run_sync(self) -> None:
        self._sync_requested = False
        if self.is_mounted:
            self.sync()

    def handle_queues_changed(self) -> None:
        """`queues` are others: some were deleted, or are new."""

    def _apply_change(self, change: Change | None) -> None:
        if self.board.is_other_epoch:
            self.post_message(QueuesReplaced())
            return
        followed = [queue for queue in self.queues if queue.id in self.board.queue_ids]
        if not followed:
            self.post_message(QueuesReplaced())
            return
        if len(followed) < len(self.queues):
            self.queues = followed
            self.handle_queues_changed()
        self.handle_change(change)
        self.request_sync()

    def _run_clock(self) -> None:
        now = self.client.now()
        self.set_timer(1.0 - now.microsecond / 1e6, self._run_clock)
        self.tick(now)

    @work(group="feed", exclusive=True, exit_on_error=False)
    async def _follow_board(self) -> None:
        await run_repeatedly("the board", lambda: self.board.run(self._apply_change), RESTART_SECONDS)
