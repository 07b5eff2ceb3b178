"""Tickets without the server: from leased numbers, kept on the disk, and sent when the server is back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.lease import MAX_DAYS_AHEAD, MAX_NUMBERS
from walkin.model.queue import Queue
from walkin.model.registration import Ref, Registration, Status
from walkin.model.text import FROM_SERVER
from walkin.model.time import DAY_MS, SECOND_MS, ZonedTime, render_time, to_local_day
from walkin.model.wait_estimate import SERVER_AWAY
from walkin.ui.error_log import log_error, run_repeatedly
from walkin_kiosk.outbox import DISK_ERRORS, Clock, Contact, Moment, Outbox, Taken, Visit
from walkin_kiosk.service_catalog import is_away

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from walkin.client import QueueClient
    from walkin.model.printer import Printed
    from walkin_kiosk.session import KioskSession

RENEW_SECONDS = 60
"""Seconds between two renewals of the leases, and two attempts to send registrations that the server refused."""

RETRY_SECONDS = 3.0
CONTACT_SECONDS = 600
"""Seconds between two writes of the server's time to the disk."""

MAX_LEASES_AT_ONCE = 500
MAX_SENT = 100
"""How many tickets are remembered once they are sent."""

VOLATILE_MEMBERS = frozenset(
    ("waiting", "averageWaitingTime", "estimatedWaitingTime", "waitUnknown", "revision", "visits", "joinCode")
)
"""Members of a queue that are not kept: they would be wrong."""

WAITING_REASONS = frozenset({"tooManyRequests", "unauthorized", "forbidden"})
"""Reasons of refusals that concern all registrations, not the one that was sent."""


class OfflineTickets:
    """Leased ticket numbers, and the registrations taken with them while the server is unreachable."""

    def __init__(self, file: Path, count: int, clock: Clock | None = None) -> None:
        """``count`` is how many numbers of each queue and day are kept. Raises what `Outbox` raises."""
        self._outbox, self._count, self._clock = Outbox(file), count, clock or Clock()
        self._contact = self._outbox.read_contact()
        self._written_contact = self._contact
        self._queues: list[Queue] = []
        self._queue_documents = self._outbox.read_queues()
        self._free = self._outbox.list_free()
        """How many numbers are free, by queue and day."""
        self._contacted = asyncio.Event()
        self._renew_at = 0
        self._last_sent_at = 0
        """The server's time at which the registration that was sent last was taken."""
        self._has_unsent = True
        self._sent: dict[str, Registration] = {}
        """The last registrations that the server has received, by their tokens: their paper may still come out."""

    def close(self) -> None:
        self._outbox.close()

    def load_queues(self) -> list[Queue]:
        """Load the services that were kept on the disk at the last contact with the server."""
        self._queues = [Queue.model_validate(document, context=FROM_SERVER) for document in self._queue_documents]
        return self._queues

    @property
    def takes_answers(self) -> bool:
        """Whether answers can be kept. After a restart only the server can give the key for them."""
        return self._outbox.has_key

    def now_ms(self) -> int:
        """The server's time, estimated since its last response: setting the wall clock does not change it."""
        contact = self._contact
        return contact.server_ms + self._clock.now().since(contact.moment)

    def to_server_ms(self, moment: Moment) -> int:
        """Convert an earlier time of this machine to the server's."""
        return self.now_ms() - self._clock.now().since(moment)

    def now(self) -> datetime:
        return _to_utc(self.now_ms())

    def has_numbers(self, queue: Queue) -> bool:
        """Whether a ticket can be given for a service today."""
        day = to_local_day(self.now_ms(), queue.time_zone)
        return self._free.get((queue.id, day), 0) > 0

    async def _count_free(self) -> None:
        try:
            self._free = await asyncio.to_thread(self._outbox.list_free)
        except DISK_ERRORS as error:
            log_error("kiosk: the file for tickets without the server", error)

    # Without the server

    async def take(self, session: KioskSession) -> Registration | None:
        """Take a ticket for a session; it is on the disk.

        None if all numbers are used, if the disk does not keep it, or if there are answers and no key to seal them.
        """
        now, queue = self.now_ms(), session.queue
        day = to_local_day(now, queue.time_zone)
        members: dict[str, object] = {"language": session.language}
        if session.idempotency_key is not None:
            # The server may have registered it although its response did not arrive.
            members["replaces"] = session.idempotency_key
        body, _ = session.build_request()
        answers = {name: value for name, value in body.items() if name in ("form", "client")} if queue.form else None
        if answers is not None and not self.takes_answers:
            return None
        try:
            moment = self._clock.now()
            taken = await asyncio.to_thread(
                self._outbox.take,
                queue.id,
                day,
                moment=moment,
                server_ms=now,
                is_exact=moment.boot == self._contact.moment.boot,
                members=members,
                answers=answers,
            )
        except DISK_ERRORS as error:
            log_error("kiosk: a ticket could not be kept on the disk", error)
            return None
        await self._count_free()
        if taken is None:
            return None
        self._has_unsent = True
        return Registration(
            id="",
            queue=Ref(id=queue.id, name=queue.name),
            status=Status.REGISTERED,
            registered=ZonedTime.model_validate(render_time(now, queue.time_zone)),
            ticket=taken.ticket,
            token=taken.token,
            language=session.language,
            wait_unknown=SERVER_AWAY,
        )

    # With the server

    def note_contact(self, queues: Sequence[Queue], server_now: datetime) -> None:
        """Store the services and the time that the server has just sent."""
        self._contact = Contact(int(server_now.timestamp() * SECOND_MS), self._clock.now())
        self._queues = list(queues)
        self._contacted.set()

    async def run(self, client: QueueClient) -> None:
        """Keep leases, and send what was taken, whenever the server is there. Until cancelled."""

        async def follow() -> None:
            while True:
                await self._contacted.wait()
                self._contacted.clear()
                await self.synchronize(client)

        await run_repeatedly("kiosk: tickets without the server", follow, RETRY_SECONDS)

    async def synchronize(self, client: QueueClient) -> None:
        """Renew the leases if that is due, and send what was taken. Ends early if the server goes away."""
        now = self._clock.now().steady_ms
        try:
            is_due = now >= self._renew_at or not self._outbox.has_key
            if is_due:
                await self._renew(client)
                self._renew_at = now + RENEW_SECONDS * SECOND_MS
            if is_due or self._has_unsent:
                self._has_unsent = False
                await self._send(client)
        except ServerUnreachable:
            self._renew_at, self._has_unsent = 0, True
        except Refused as refused:
            self._renew_at = now + RENEW_SECONDS * SECOND_MS
            log_error("kiosk: the server takes no tickets that were taken without it", refused)

    async def _renew(self, client: QueueClient) -> None:
        """Ask for the key, and for numbers where fewer than half of them are left; keep what the services are."""
        await asyncio.to_thread(self._write_contact)
        wanted = await asyncio.to_thread(self._list_wanted)
        for start in range(0, max(1, len(wanted)), MAX_LEASES_AT_ONCE):
            lease = await client.lease_numbers(self._outbox.kiosk_id, wanted[start : start + MAX_LEASES_AT_ONCE])
            self._outbox.set_key(lease.sealing_key)
            if lease.numbers:
                oldest_day = to_local_day(self.now_ms() - 2 * DAY_MS, "UTC")
                await asyncio.to_thread(self._outbox.add_numbers, lease.numbers, oldest_day)
                await self._count_free()

    def _write_contact(self) -> None:
        documents = [_drop_volatile(queue.to_wire()) for queue in self._queues]
        if documents != self._queue_documents:
            self._outbox.write_queues(documents)
            self._queue_documents = documents
        if self._contact.server_ms - self._written_contact.server_ms >= CONTACT_SECONDS * SECOND_MS:
            self._outbox.write_contact(self._contact)
            self._written_contact = self._contact

    def _list_wanted(self) -> list[dict[str, object]]:
        wanted: list[dict[str, object]] = []
        for ahead in range(MAX_DAYS_AHEAD):
            for queue in self._queues:
                today = to_local_day(self.now_ms(), queue.time_zone)
                day = (datetime.fromisoformat(today) + timedelta(ahead)).date().isoformat()
                free, leased = self._outbox.count_numbers(queue.id, day)
                count = min(MAX_NUMBERS, leased - free + self._count)
                if free * 2 < self._count and count > leased:
                    wanted.append({"queue": {"id": queue.id}, "day": day, "count": count})
        return wanted

    async def _send(self, client: QueueClient) -> None:
        """Send what was taken, in the order of taking. One that is refused stays, and the others go on."""
        all_taken = await asyncio.to_thread(self._outbox.list_taken)
        times = self._estimate_times(all_taken)
        for kept, registered_at in zip(all_taken, times, strict=True):
            # From here on no desk can call it at this kiosk.
            taken = await asyncio.to_thread(self._outbox.begin_sending, kept)
            try:
                members = await asyncio.to_thread(self._build_members, taken, registered_at)
                registered = await client.register_offline(taken.queue_id, members)
                self._sent[taken.token] = registered
                while len(self._sent) > MAX_SENT:
                    self._sent.pop(next(iter(self._sent)))
            except Refused as refused:
                # A fault of the server may concern this one only.
                is_stopped = is_away(refused) and refused.reason != "internalError"
                if is_stopped or refused.reason in WAITING_REASONS:
                    raise ServerUnreachable(refused.reason) from refused
                if refused.reason != "conflict":
                    log_error(f"kiosk: the server refuses ticket {taken.ticket}, which is kept", refused)
                    continue
                # It arrived before, and its service was deleted since.
            printed = await asyncio.to_thread(self._outbox.remove, taken)
            self._last_sent_at = registered_at
            if printed is not None and taken.token in self._sent:
                await self._report_print(client, taken.token, printed)

    async def record_print(self, client: QueueClient, token: str, printed: Printed) -> None:
        """Record how a print of a ticket ended: with what is kept, or at the server if it has the ticket by now.

        Raises ServerUnreachable; Refused for a server that keeps no prints.
        """
        if not await asyncio.to_thread(self._outbox.record_print, token, printed) and token in self._sent:
            await client.record_print(self._sent[token].queue.id, self._sent[token].id, printed)

    async def _report_print(self, client: QueueClient, token: str, printed: Printed) -> None:
        """Report the print of a ticket that ended while the ticket was sent."""
        try:
            await client.record_print(self._sent[token].queue.id, self._sent[token].id, printed)
        except Refused as refused:
            log_error("kiosk: the server takes no record of a print", refused)

    def _build_visit(self, visit: Visit) -> dict[str, object]:
        """The members of the request about a visit at a counter that was connected to this kiosk."""
        members: dict[str, object] = {}
        if visit.status != Status.REGISTERED:
            members["status"] = visit.status
            if visit.desk:
                members["counter"] = {"name": visit.desk}
            for name, moment in (("called", visit.called), ("ended", visit.ended)):
                if moment is not None:
                    members[name] = _render_exactly(self.to_server_ms(moment))
        return members

    # At a desk, without the server

    @property
    def queues(self) -> list[Queue]:
        return self._queues

    async def list_callable(self, queue_id: str = "") -> list[Taken]:
        """Registrations of a queue, or all, that were never sent: nobody else can call them. In the order of taking."""
        all_taken = await asyncio.to_thread(self._outbox.list_taken)
        return [taken for taken in all_taken if queue_id in ("", taken.queue_id) and not taken.was_sent]

    async def change_visit(self, taken: Taken, status: Status, desk: str) -> Taken | None:
        """Set the status of a visit; it is on the disk. None if it has changed, or is being sent."""
        now, before = self._clock.now(), taken.visit
        if status is Status.REGISTERED:
            visit = Visit()
        elif status is Status.IN_PROGRESS:
            visit = Visit(status.value, desk, before.called or now, None, before.calls + 1)
        else:
            visit = before._replace(status=status.value, desk=desk or before.desk, ended=now)
        return await asyncio.to_thread(self._outbox.change_visit, taken, visit)

    # What is sent

    def _estimate_times(self, all_taken: Sequence[Taken]) -> list[int]:
        """When each was taken by the server's time; where only the wall clock knew it, between those around it."""
        boot, times, limit = self._clock.now().boot, [], self.now_ms()
        exact = [taken.is_exact or taken.moment.boot == boot for taken in all_taken]
        for taken, is_exact in zip(reversed(all_taken), reversed(exact), strict=True):
            at = self.to_server_ms(taken.moment) if taken.moment.boot == boot else taken.server_ms
            limit = min(limit, at) if is_exact else limit
            times.append(at if is_exact else min(at, limit))
        times.reverse()
        for index, is_exact in enumerate(exact):
            if not is_exact:
                times[index] = max(times[index], self._last_sent_at if index == 0 else times[index - 1])
        return times

    def _build_members(self, taken: Taken, registered_at: int) -> dict[str, object]:
        answers = self._outbox.unseal(taken)
        if answers is None:
            log_error(f"kiosk: the answers of ticket {taken.ticket} were sealed with another key", ValueError())
        return {
            "kiosk": self._outbox.kiosk_id,
            "ticket": taken.ticket,
            "day": taken.day,
            "token": taken.token,
            "taken": render_time(taken.moment.wall_ms),
            "registered": _render_exactly(registered_at),
            **self._build_visit(taken.visit),
            **taken.members,
            **(answers or {}),
        }


def _to_utc(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / SECOND_MS, UTC)


def _render_exactly(milliseconds: int) -> dict[str, str]:
    return {"dateTime": f"{_to_utc(milliseconds):%Y-%m-%dT%H:%M:%S.%f}", "timeZone": "UTC"}


def _drop_volatile(document: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in document.items() if name not in VOLATILE_MEMBERS}
