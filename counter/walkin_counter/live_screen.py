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
from walkin.model.time import zone
from walkin.ui.app import WalkinApp
from walkin.ui.error_log import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import Change, QueueClient
    from walkin.model.queue import Queue

RESTART = 5.0
"""Seconds until the board is started again after an error it did not expect."""


class NothingLeft(Message):
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
        self._stale = False

    def on_mount(self) -> None:
        self._follow()
        self._beat()

    @abstractmethod
    def heard(self, change: Change | None) -> None:
        """The board has changed; None when it was loaded anew or its link went up or down."""

    @abstractmethod
    def sync(self) -> None:
        """Show the board as it is now."""

    @abstractmethod
    def tick(self, now: datetime) -> None:
        """A second of the server's clock has begun."""

    def seconds(self) -> float:
        """The server's time, in seconds since 1970."""
        return self.client.now().timestamp()

    def request_sync(self) -> None:
        """Have `sync` called soon, once for all requests until then."""
        if not self._stale:
            self._stale = True
            self.call_later(self._sync)

    def _sync(self) -> None:
        self._stale = False
        if self.is_mounted:
            self.sync()

    def queues_changed(self) -> None:
        """`queues` has fewer than before."""

    def _changed(self, change: Change | None) -> None:
        left = [queue for queue in self.queues if queue.id in self.board.queue_ids]
        if not left:
            self.post_message(NothingLeft())
            return
        if len(left) < len(self.queues):
            self.queues = left
            self.queues_changed()
        self.heard(change)
        self.request_sync()

    def _beat(self) -> None:
        now = self.client.now()
        self.set_timer(1.0 - now.microsecond / 1e6, self._beat)
        self.tick(now)

    @work(group="feed", exclusive=True, exit_on_error=False)
    async def _follow(self) -> None:
        while True:
            try:
                await self.board.run(self._changed)
            except Exception as error:  # noqa: BLE001 - a screen nobody tends must come back whatever happened
                record("the board stopped", error)
            await asyncio.sleep(RESTART)


def on_the_wall(moment: datetime, queue: Queue | None, *, seconds: bool = True) -> str:
    """The time of day where the queue is."""
    there = moment.astimezone(zone(queue.time_zone) if queue else None)
    return there.strftime("%H:%M:%S" if seconds else "%H:%M")
