"""What the kiosk knows of the office: its services and whether the server answers. Heals by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from walkin.client import Board, QueueClient, Unreachable, connect
from walkin.model.errors import Refused
from walkin.model.queue import Queue
from walkin.model.time import zone
from walkin.settings.model import Settings

RETRY = 3.0
"""Seconds between two tries to reach the server."""

GENTLY = 1.0
"""At most one reload in so many seconds, however busy the queues are."""

DRIFT = 60.0
"""Expected waits change with time alone: reload after so many seconds in any case."""


class Office:
    """The services of one server. `run` keeps them up to date; `queues` are the last ones known."""

    def __init__(self, settings: Settings, language: str) -> None:
        self.settings = settings
        self.language = language
        self.client: QueueClient | None = None
        self.queues: list[Queue] = []
        self.connected = False
        self.problem = ""
        """What the server says is wrong, when it is more than being away."""
        self._seen: float | None = None
        self._stale = asyncio.Event()

    @property
    def name(self) -> str:
        """The office's name, from the company its services belong to."""
        return next((queue.company.name for queue in self.queues if queue.company and queue.company.name), "")

    @property
    def open(self) -> bool:
        """Whether any service is open."""
        return any(queue.status == "open" for queue in self.queues)

    @property
    def minutes_away(self) -> int | None:
        """Whole minutes since the server last answered; None when it never did."""
        return None if self._seen is None else int(monotonic() - self._seen) // 60

    def now(self) -> datetime | None:
        """The server's clock on the office's wall; None before the first answer."""
        if self.client is None or not self.queues:
            return None
        return self.client.now().astimezone(zone(self.queues[0].time_zone))

    def queue(self, queue_id: str) -> Queue | None:
        """The service with that id."""
        return next((queue for queue in self.queues if queue.id == queue_id), None)

    def speak(self, language: str) -> None:
        """The language of the server's messages."""
        self.language = language
        if self.client is not None:
            self.client.language = language

    async def run(self, changed: Callable[[], None]) -> None:
        """Stay in touch until cancelled; ``changed`` is called after every news."""
        try:
            self.client = await self._opened(changed)
            while True:
                await self._attempt(changed)
                await self._follow(changed)
        finally:
            self.connected = False
            if self.client is not None:
                await self.client.aclose()

    async def _opened(self, changed: Callable[[], None]) -> QueueClient:
        while True:
            try:
                return await connect(self.settings, language=self.language)
            except Unreachable:
                self._away("", changed)
            except Refused as refused:
                self._away(refused.message, changed)
            await asyncio.sleep(RETRY)

    async def _follow(self, changed: Callable[[], None]) -> None:
        """Reload at every change of the queues, until the set of queues is another one."""
        assert self.client is not None  # noqa: S101
        ids = [queue.id for queue in self.queues]
        board = Board(self.client, ids, details=False)
        watching = asyncio.create_task(board.run(lambda _: self._stale.set())) if ids else None
        try:
            while ids == [queue.id for queue in self.queues]:
                try:
                    async with asyncio.timeout(DRIFT if self.connected and ids else RETRY):
                        await self._stale.wait()
                except TimeoutError:
                    pass
                self._stale.clear()
                await self._attempt(changed)
                await asyncio.sleep(GENTLY)
        finally:
            if watching is not None:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)

    async def _attempt(self, changed: Callable[[], None]) -> None:
        try:
            await self.reload()
        except Unreachable:
            self._away("", changed)
        except Refused as refused:
            self._away(refused.message, changed)
        else:
            changed()

    async def reload(self) -> None:
        """Ask for the services now. Raises what the client raises."""
        assert self.client is not None  # noqa: S101
        wanted = {name.casefold() for name in self.settings.queue}
        queues = await self.client.queues()
        self.queues = [q for q in queues if not wanted or q.id in wanted or q.name.casefold() in wanted]
        self.connected, self.problem, self._seen = True, "", monotonic()

    def _away(self, problem: str, changed: Callable[[], None]) -> None:
        self.lost(problem)
        changed()

    def lost(self, problem: str = "") -> None:
        """There is no connection; a server that never answered is away from now on."""
        self.connected, self.problem = False, problem
        if self._seen is None:
            self._seen = monotonic()
