"""The services of the office and the connection to its server. Reconnects by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic

from walkin.client import Board, QueueClient, ServerUnreachable, connect
from walkin.model.caller import LOCAL_KIOSK
from walkin.model.errors import Refused
from walkin.model.queue import Queue
from walkin.model.time import load_zone
from walkin.settings import KioskSettings
from walkin.ui.error_log import run_repeatedly

RETRY_SECONDS = 3.0
"""Seconds between two tries to reach the server."""

MIN_RELOAD_SECONDS = 1.0
"""The shortest time between two reloads, however busy the queues are."""

MAX_RELOAD_SECONDS = 60.0
"""The longest time between two reloads: estimated waits change with time alone."""


class ServiceCatalog:
    """The services of one server: `run` keeps `queues` up to date; offline they are the last known ones."""

    def __init__(self, settings: KioskSettings, language: str) -> None:
        self.settings = settings
        self.language = language
        self.client: QueueClient | None = None
        self.queues: list[Queue] = []
        self.connected = False
        self.problem = ""
        """Why the server refuses the kiosk; empty while it is only unreachable."""
        self._last_contact: float | None = None
        self._reload_needed = asyncio.Event()

    @property
    def office_name(self) -> str:
        """The name of the company the services belong to."""
        return next((queue.company.name for queue in self.queues if queue.company and queue.company.name), "")

    @property
    def is_open(self) -> bool:
        return any(queue.status == "open" for queue in self.queues)

    @property
    def minutes_offline(self) -> int | None:
        """Whole minutes since the server last replied; None before the first try has ended."""
        return None if self._last_contact is None else int(monotonic() - self._last_contact) // 60

    def now(self) -> datetime | None:
        """The server's time in the office's zone; None before the first reply."""
        if self.client is None or not self.queues:
            return None
        return self.client.now().astimezone(load_zone(self.queues[0].time_zone))

    def find_queue(self, queue_id: str) -> Queue | None:
        return next((queue for queue in self.queues if queue.id == queue_id), None)

    def set_language(self, language: str) -> None:
        """Ask the server for messages in this language."""
        self.language = language
        if self.client is not None:
            self.client.language = language

    async def run(self, on_change: Callable[[], None]) -> None:
        """Follow the server until cancelled; ``on_change`` is called after each reload and each failed try."""
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
                return await connect(self.settings, language=self.language, local_caller=LOCAL_KIOSK)
            except (ServerUnreachable, Refused) as error:
                self.mark_offline(error)
                on_change()
            await asyncio.sleep(RETRY_SECONDS)

    async def _follow_changes(self, on_change: Callable[[], None]) -> None:
        """Reload after every change of the queues; returns when queues were added or removed."""
        assert self.client is not None  # noqa: S101
        ids = [queue.id for queue in self.queues]
        board_task = asyncio.create_task(self._follow_board(self.client, ids)) if ids else None
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
            if board_task is not None:
                board_task.cancel()
                await asyncio.gather(board_task, return_exceptions=True)

    async def _follow_board(self, client: QueueClient, ids: Sequence[str]) -> None:
        async def follow() -> None:
            await Board(client, ids, details=False).run(lambda _: self._reload_needed.set())

        await run_repeatedly("kiosk: the live board", follow, RETRY_SECONDS)

    async def _try_reload(self, on_change: Callable[[], None]) -> None:
        try:
            await self.reload()
        except (ServerUnreachable, Refused) as error:
            self.mark_offline(error)
        on_change()

    async def reload(self) -> None:
        """Load the services now. Raises: ServerUnreachable, Refused."""
        assert self.client is not None  # noqa: S101
        names = {name.casefold() for name in self.settings.queue}
        queues = await self.client.list_queues()
        self.queues = [queue for queue in queues if not names or {queue.id, queue.name.casefold()} & names]
        self.connected, self.problem, self._last_contact = True, "", monotonic()

    def mark_offline(self, error: BaseException | None = None) -> None:
        """Set the connection as lost; the time offline begins now if the server has never replied."""
        self.connected, self.problem = False, error.message if isinstance(error, Refused) else ""
        if self._last_contact is None:
            self._last_contact = monotonic()
