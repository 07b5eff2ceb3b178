"""The services of the office and the connection to its server. Reconnects by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from walkin.client import Board, QueueClient, ServerUnreachable, connect
from walkin.languages import Words
from walkin.languages.wait import list_load
from walkin.model.alert import Alert
from walkin.model.caller import LOCAL_KIOSK
from walkin.model.country import find_country
from walkin.model.errors import Refused
from walkin.model.queue import Queue, find_office_name
from walkin.model.time import load_zone
from walkin.settings import KioskSettings
from walkin.ui.error_log import log_error, run_repeatedly
from walkin.ui.state_file import resolve_state_folder
from walkin_kiosk.exit_pin import ExitPin
from walkin_kiosk.session import KioskSession

if TYPE_CHECKING:
    from walkin.model.registration import Registration
    from walkin_kiosk.offline import OfflineTickets

RETRY_SECONDS = 3.0
"""Seconds between two tries to reach the server."""

ALERT_RETRY_SECONDS = 10.0
"""Seconds between two attempts to report wrong PINs."""

MIN_RELOAD_SECONDS = 1.0
"""The shortest time between two reloads, however busy the queues are."""

MAX_RELOAD_SECONDS = 10.0
"""The longest time between two reloads: waits change with time alone, and with queues that are not shown here."""


def is_away(error: BaseException | None) -> bool:
    """Whether an error means that the server cannot take a registration now, rather than that it does not want to."""
    return not isinstance(error, Refused) or error.status >= 500


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
        self.offline: OfflineTickets | None = None
        """Tickets for the time without the server, if the kiosk keeps some."""
        self._is_away = False
        self._last_contact: float | None = None
        self._reload_needed = asyncio.Event()

    @property
    def office_name(self) -> str:
        return find_office_name(self.queues)

    @property
    def is_open(self) -> bool:
        return any(queue.status == "open" for queue in self.queues)

    @property
    def is_offline(self) -> bool:
        """Whether the server is away, and the kiosk gives tickets all the same as long as it has numbers."""
        return self.offline is not None and self._is_away and not self.connected

    def can_take(self, queue: Queue) -> bool:
        """Whether a ticket can be taken for an open service."""
        return self.connected or (self.is_offline and self.offline is not None and self.offline.has_numbers(queue))

    @property
    def takes_answers(self) -> bool:
        """Whether questions can be asked: what cannot be sent has to be sealed."""
        return not self.is_offline or self.offline is None or self.offline.takes_answers

    async def take_offline(self, session: KioskSession, error: BaseException) -> Registration | None:
        """Take a ticket without the server, which ``error`` says is away. None if the kiosk has none to give."""
        if self.offline is None:
            return None
        self.mark_offline(error)
        return await self.offline.take(session)

    @property
    def minutes_offline(self) -> int | None:
        """Whole minutes since the server last replied; None before the first try has ended."""
        return None if self._last_contact is None else int(monotonic() - self._last_contact) // 60

    def list_load(self, queue: Queue, words: Words) -> list[str]:
        """The texts below a service: that it is closed, the waiting clients and the wait, or that no number is left."""
        is_open = queue.status == "open"
        if self.connected:
            return list_load(words, queue) if is_open else [words("kiosk-service-closed")]
        is_used_up = self.is_offline and is_open and not self.can_take(queue)
        return [words("kiosk-offline-used-up")] if is_used_up else []

    def describe_trouble(self, words: Words) -> str:
        """Why no ticket can be taken, empty when nothing is in the way."""
        if self.connected:
            return "" if self.is_open else words("kiosk-all-closed")
        if self.problem:
            return self.problem
        if any(self.can_take(queue) for queue in self.queues):
            return words("kiosk-offline")
        minutes = self.minutes_offline
        return words("app-loading") if minutes is None else words("kiosk-away", minutes=minutes)

    def describe_state(self, words: Words, now: datetime) -> str:
        """Whether the office is open, and its date and time."""
        state = words("kiosk-open" if self.is_open else "kiosk-closed")
        return f"{state} · {words.format_date(now, 'full')} · {words.format_time(now)}"

    def get_welcome(self, words: Words) -> str:
        """The welcome of the only service, else that of the kiosk."""
        queue = self.queues[0] if len(self.queues) == 1 else None
        message = queue.translate(words.language).welcome_message if queue else ""
        return message or words("kiosk-welcome")

    def now(self) -> datetime | None:
        """The server's time in the office's zone; None before the first reply."""
        if self.client is None or not self.queues:
            return None
        now = self.offline.now() if self.offline is not None and self.is_offline else self.client.now()
        return now.astimezone(load_zone(self.queues[0].time_zone))

    def find_queue(self, queue_id: str) -> Queue | None:
        return next((queue for queue in self.queues if queue.id == queue_id), None)

    def set_language(self, language: str) -> None:
        """Ask the server for messages in this language."""
        self.language = language
        if self.client is not None:
            self.client.language = language

    async def run(self, on_change: Callable[[], None]) -> None:
        """Follow the server until cancelled; ``on_change`` is called after each reload and each failed try."""
        offline_tasks: list[asyncio.Task[None]] = []
        try:
            await self._open_offline()
            self.client = await self._connect(on_change)
            if self.offline is not None:
                offline_tasks.append(asyncio.create_task(self.offline.run(self.client)))
                if self.settings.offline_desks:
                    offline_tasks.append(asyncio.create_task(self._serve_desks(self.offline)))
            while True:
                await self._try_reload(on_change)
                await self._follow_changes(on_change)
        finally:
            self.connected = False
            for task in offline_tasks:
                task.cancel()
            await asyncio.gather(*offline_tasks, return_exceptions=True)
            if self.offline is not None:
                self.offline.close()
                self.offline = None
            if self.client is not None:
                await self.client.aclose()

    async def _open_offline(self) -> None:
        """Open the file with the tickets for the time without the server, which an embedded office has no use for."""
        if not self.settings.offline_numbers or self.settings.api == "embedded":
            return
        # Most kiosks keep none: the libraries are loaded here.
        from walkin_kiosk import offline, outbox

        file = outbox.name_file(resolve_state_folder(), self.settings.api)
        try:
            self.offline = await asyncio.to_thread(offline.OfflineTickets, file, self.settings.offline_numbers)
            self.queues = self.offline.load_queues()
        except outbox.DISK_ERRORS as error:
            log_error(f"kiosk: {file} cannot be used: no tickets while the server is away", error)

    async def _serve_desks(self, offline: OfflineTickets) -> None:
        """Let counters go on from this kiosk while the server is away."""
        from walkin_kiosk import desk_service

        host, _, port = self.settings.offline_desks.rpartition(":")
        service = desk_service.DeskService(offline, lambda: self.is_offline, self.settings.offline_desks_key)
        await desk_service.serve(service, (host.strip("[]"), int(port)))

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
        if self.offline is not None:
            self.offline.note_contact(self.queues, self.client.now())

    def begin_session(self, queue_id: str, language: str, parameters: Mapping[str, str]) -> KioskSession | None:
        """A session of a service that is open, its questions answered by ``parameters``; None for any other one."""
        queue = self.find_queue(queue_id)
        if queue is None or queue.status != "open" or not self.can_take(queue):
            return None
        if not self.takes_answers:
            queue = queue.model_copy(update={"form": []})
        session = KioskSession(queue, language, find_country(queue.time_zone))
        session.prefill(parameters)
        return session

    async def report_wrong_pins(self, exit_pin: ExitPin) -> None:
        """Send an alert about wrong PINs to the counters, and retry while the server is away."""
        while count := exit_pin.unreported_count:
            try:
                await self.report_alert("exitPin", count=count)
            except ServerUnreachable:
                await asyncio.sleep(ALERT_RETRY_SECONDS)
            except Refused as refused:
                log_error("kiosk: the server takes no alerts", refused)
                return
            else:
                exit_pin.mark_reported(count)

    async def report_alert(self, kind: str, **members: object) -> Alert:
        """Send an alert of this kiosk to the counters. Raises: ServerUnreachable, Refused."""
        if self.client is None:
            raise ServerUnreachable
        return await self.client.report_alert(kind, **members, place=self.settings.location)

    async def get_alert(self, alert_id: str) -> Alert:
        """Get an alert that this kiosk has sent. Raises: ServerUnreachable, Refused."""
        if self.client is None:
            raise ServerUnreachable
        return await self.client.get_alert(alert_id)

    def mark_offline(self, error: BaseException | None = None) -> None:
        """Set the connection as lost; the time offline begins now if the server has never replied."""
        self.connected, self._is_away = False, is_away(error)
        self.problem = error.message if isinstance(error, Refused) and not self.is_offline else ""
        if self._last_contact is None:
            self._last_contact = monotonic()
