"""A screen that follows the queues live and counts the seconds: what the counter's and the display's screen share."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING

from textual import getters, work
from textual.message import Message
from textual.screen import Screen

from walkin.client import Board
from walkin.model.time import load_zone
from walkin.ui.app import WalkinApp
from walkin.ui.error_log import log_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import Change, QueueClient
    from walkin.model.queue import Queue

RESTART_SECONDS = 5.0
"""Seconds until the board is started again after an error it did not expect."""


class AllQueuesDeleted(Message):
    """Every queue of the screen was deleted."""


class QueuesAdded(Message):
    """The office has a queue that the screen does not follow and should."""


class LiveScreen(Screen[None]):
    """Calls `heard` for each change, `sync` once after any number of them, and `tick` as each second begins."""

    app = getters.app(WalkinApp)

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
        """The board has changed; None when it was loaded anew or its link went up or down."""

    @abstractmethod
    def sync(self) -> None:
        """Show the board as it is now."""

    @abstractmethod
    def tick(self, now: datetime) -> None:
        """A second of the server's clock has begun."""

    def get_server_seconds(self) -> float:
        """The server's time, in seconds since 1970."""
        return self.client.now().timestamp()

    def request_sync(self) -> None:
        """Have `sync` called soon, once for all requests until then."""
        if not self._sync_requested:
            self._sync_requested = True
            self.call_later(self._run_sync)

    def _run_sync(self) -> None:
        self._sync_requested = False
        if self.is_mounted:
            self.sync()

    def handle_queues_removed(self) -> None:
        """`queues` has fewer than before."""

    def _apply_change(self, change: Change | None) -> None:
        left = [queue for queue in self.queues if queue.id in self.board.queue_ids]
        if not left:
            self.post_message(AllQueuesDeleted())
            return
        if len(left) < len(self.queues):
            self.queues = left
            self.handle_queues_removed()
        self.handle_change(change)
        self.request_sync()

    def _run_clock(self) -> None:
        now = self.client.now()
        self.set_timer(1.0 - now.microsecond / 1e6, self._run_clock)
        self.tick(now)

    @work(group="feed", exclusive=True, exit_on_error=False)
    async def _follow_board(self) -> None:
        while True:
            try:
                await self.board.run(self._apply_change)
            except Exception as error:  # noqa: BLE001 - a screen nobody tends must come back whatever happened
                log_error("the board stopped", error)
            await asyncio.sleep(RESTART_SECONDS)


def format_local_time(moment: datetime, queue: Queue | None, *, show_seconds: bool = True) -> str:
    """The time of day where the queue is."""
    there = moment.astimezone(load_zone(queue.time_zone) if queue else None)
    return there.strftime("%H:%M:%S" if show_seconds else "%H:%M")
