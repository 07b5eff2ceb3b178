"""What the kiosk knows of the office: its services and whether the server answers. Heals by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from walkin.client import Board, QueueClient, ServerUnreachable, connect
from walkin.model.errors import Refused
from walkin.model.queue import Queue
from walkin.model.time import load_zone
from walkin.settings import KioskSettings

RETRY_SECONDS = 3.0
"""Seconds between two tries to reach the server."""

MIN_RELOAD_SECONDS = 1.0
"""At most one reload in so many seconds, however busy the queues are."""

MAX_RELOAD_SECONDS = 60.0
"""Expected waits change with time alone: reload after so many seconds in any case."""


class ServiceCatalog:
    """The services of one server. `run` keeps them up to date; `queues` are the last ones known."""

    def __init__(self, settings: KioskSettings, language: str) -> None:
        self.settings = settings
        self.language = language
        self.client: QueueClient | None = None
        self.queues: list[Queue] = []
        self.connected = False
        self.problem = ""
        """What the server says is wrong, when it is more than being away."""
        self._last_contact: float | None = None
        self._reload_needed = asyncio.Event()

    @property
    def office_name(self) -> str:
        """The office's name, from the company its services belong to."""
        return next((queue.company.name for queue in self.queues if queue.company and queue.company.name), "")

    @property
    def is_open(self) -> bool:
        """Whether any service is open."""
        return any(queue.status == "open" for queue in self.queues)

    @property
    def minutes_offline(self) -> int | None:
        """Whole minutes since the server last answered; None when it never did."""
        return None if self._last_contact is None else int(monotonic() - self._last_contact) // 60

    def now(self) -> datetime | None:
        """The server's clock on the office's wall; None before the first answer."""
        if self.client is None or not self.queues:
            return None
        return self.client.now().astimezone(load_zone(self.queues[0].time_zone))

    def find_queue(self, queue_id: str) -> Queue | None:
        """The service with that id."""
        return next((queue for queue in self.queues if queue.id == queue_id), None)

    def set_language(self, language: str) -> None:
        """The language of the server's messages."""
        self.language = language
        if self.client is not None:
            self.client.language = language

    async def run(self, on_change: Callable[[], None]) -> None:
        """Stay in touch until cancelled; ``changed`` is called after every news."""
        try:
            self.client = await self._connect(on_change)
            while True:
                await self._try_reload(on_change)
                await self._follow_changes(on_change)
        finally:
            self.connected = False
            if self.client is not None:
                await self.client.aclose()

    async def _connect(self, on_change: Callable[[], None]) -> QueueClient:
        while True:
            try:
                return await connect(self.settings, language=self.language)
            except ServerUnreachable:
                self._report_offline("", on_change)
            except Refused as refused:
                self._report_offline(refused.message, on_change)
            await asyncio.sleep(RETRY_SECONDS)

    async def _follow_changes(self, on_change: Callable[[], None]) -> None:
        """Reload at every change of the queues, until the set of queues is another one."""
        assert self.client is not None  # noqa: S101
        ids = [queue.id for queue in self.queues]
        board = Board(self.client, ids, details=False)
        watching = asyncio.create_task(board.run(lambda _: self._reload_needed.set())) if ids else None
        try:
            while ids == [queue.id for queue in self.queues]:
                try:
                    async with asyncio.timeout(MAX_RELOAD_SECONDS if self.connected and ids else RETRY_SECONDS):
                        await self._reload_needed.wait()
                except TimeoutError:
                    pass
                self._reload_needed.clear()
                await self._try_reload(on_change)
                await asyncio.sleep(MIN_RELOAD_SECONDS)
        finally:
            if watching is not None:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)

    async def _try_reload(self, on_change: Callable[[], None]) -> None:
        try:
            await self.reload()
        except ServerUnreachable:
            self._report_offline("", on_change)
        except Refused as refused:
            self._report_offline(refused.message, on_change)
        else:
            on_change()

    async def reload(self) -> None:
        """Ask for the services now. Raises what the client raises."""
        assert self.client is not None  # noqa: S101
        wanted = {name.casefold() for name in self.settings.queue}
        queues = await self.client.list_queues()
        self.queues = [q for q in queues if not wanted or q.id in wanted or q.name.casefold() in wanted]
        self.connected, self.problem, self._last_contact = True, "", monotonic()

    def _report_offline(self, problem: str, on_change: Callable[[], None]) -> None:
        self.mark_offline(problem)
        on_change()

    def mark_offline(self, problem: str = "") -> None:
        """There is no connection; a server that never answered is away from now on."""
        self.connected, self.problem = False, problem
        if self._last_contact is None:
            self._last_contact = monotonic()
