"""Broadcast the changes of queues as server-sent events.

Each change is read from the event log and encoded once, into the ring buffer of its queue's channel. Listeners pull
from the ring at their own pace, so slow ones hold no memory; one that falls behind the ring reads on from the log.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from typing import NamedTuple, Self

from sqlalchemy import Connection

from walkin.model.errors import Refused
from walkin.store import Store, office, queues
from walkin.store.access import alerts
from walkin.store.office import Office
from walkin.store.registrations import events

RING_SIZE = 1_000
REPLAY_BATCH = 100
"""Changes that a listener behind the ring reads from the log at once."""

MAX_REPLAY = 10_000
"""Changes that are replayed at most; a listener that has missed more gets ``reset`` and has to reload the list."""

MAX_PIECE_BYTES = 1 << 16
"""Size from which a piece of the stream is ended."""

HEARTBEAT_SECONDS = 10
"""Interval of comments in a stream without changes; clients give a stream up after two and a half of them."""

HEARTBEAT = b": beat\n\n"

ALERTS = b"event: alerts\ndata: {}\n\n"
"""Tells that there is a new or answered alert; it is no change of the queue, and has no id."""

log = logging.getLogger("walkin.api")


class EventId(NamedTuple):
    """The id of a change. Epoch and time distinguish changes of the same revision, as after restoring a backup."""

    revision: int
    epoch: str
    created_at: int

    def __str__(self) -> str:
        return f"{self.revision}-{self.epoch}-{self.created_at}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        parts = text.split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isalnum() for part in parts):
            return None
        revision, epoch, created_at = parts
        if not (revision.isdecimal() and created_at.isdecimal()):
            return None
        return cls(int(revision), epoch, int(created_at))


ORIGIN = "0"
"""The ``Last-Event-ID`` of a listener that wants every change."""


class _Opening(NamedTuple):
    """The first event of a stream, and the change it starts after."""

    kind: str
    after: EventId
    office: Office

    def encode(self) -> bytes:
        ids = f'"office":"{self.office.id}","epoch":"{self.office.epoch}"'
        return (
            f'retry: 1000\nid: {self.after}\nevent: {self.kind}\ndata: {{"revision":{self.after.revision},{ids}}}\n\n'
        ).encode()


class Channel:
    """The ring buffer of one queue's encoded changes in an epoch, and the event that wakes its listeners."""

    def __init__(self, revision: int, epoch: str) -> None:
        self.revision = revision
        self.epoch = epoch
        self.is_over = False
        self.listener_count = 0
        self._ring: deque[tuple[int, bytes]] = deque(maxlen=RING_SIZE)
        self._latest = (-1, b"", -1)
        """The newest piece, which most listeners need: the revision before it, its bytes and its last revision."""
        self._wakeup = asyncio.Event()

    def add(self, changes: list[events.Event]) -> None:
        self._ring.extend((change.revision, format_event(change, self.epoch)) for change in changes)
        before, self.revision = self.revision, changes[-1].revision
        if piece := self._join_after(before):
            self._latest = (before, *piece)
        self.wake()

    def wake(self) -> None:
        """Wake every listener, for new changes or for a heartbeat."""
        wakeup, self._wakeup = self._wakeup, asyncio.Event()
        wakeup.set()

    async def wait(self) -> None:
        """Wait for the next ``wake``."""
        await self._wakeup.wait()

    def read_after(self, revision: int) -> tuple[bytes, int] | None:
        """Return a piece of the changes after ``revision`` and the revision of its last one.

        The piece is empty if there are none; None if the ring no longer holds them.
        """
        if revision >= self.revision:
            return b"", revision
        before, content, last = self._latest
        return (content, last) if revision == before else self._join_after(revision)

    def _join_after(self, revision: int) -> tuple[bytes, int] | None:
        behind = self.revision - revision
        if behind > len(self._ring):
            return None
        return join_events(self._ring[index] for index in range(-behind, 0))


class Broadcaster:
    """Follows the event log and feeds the channels of the queues that have listeners."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._channels: dict[int, Channel] = {}
        self._dirty = asyncio.Event()
        self._heartbeat_count = 0
        self._alerts_version: tuple[int, int] | None = None
        self._closed = False
        self.before_wake: Callable[[], Awaitable[None]] | None = None
        """Awaited before the listeners are woken: checks their credentials, once for all of them."""

    @classmethod
    @contextlib.asynccontextmanager
    async def run(cls, store: Store) -> AsyncIterator[Broadcaster]:
        """Open a broadcaster that follows the commits of this process and of others on the same database."""
        broadcaster = cls(store)
        loop = asyncio.get_running_loop()

        def handle_commit(is_own: bool) -> None:
            # Without channels nobody listens; `_open_channel` wakes the reader itself.
            if broadcaster._channels:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(broadcaster._dirty.set)

        store.on_commit(handle_commit)
        tasks = [
            asyncio.create_task(broadcaster._follow_commits()),
            asyncio.create_task(broadcaster._send_heartbeats()),
        ]
        try:
            yield broadcaster
        finally:
            broadcaster.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def close(self) -> None:
        self._closed = True
        self._wake_all()

    async def listen(self, queue_id: int, last_event_id: str | None) -> AsyncGenerator[bytes]:
        """Yield the server-sent events of a queue after the one with ``last_event_id``, by default those from now on.

        The first event is ``hello`` with the revision the stream starts after, or ``reset`` if ``last_event_id`` is
        too old or not of this history: the client then has to reload everything. Ends when another epoch begins.
        """
        opening, channel = await self._open_channel(queue_id, last_event_id)
        channel.listener_count += 1
        try:
            after, alerts_version = opening.after.revision, self._alerts_version
            yield opening.encode()
            while not self._closed and not channel.is_over:
                if self._alerts_version != alerts_version:
                    alerts_version = self._alerts_version
                    yield ALERTS
                content, after = channel.read_after(after) or await self._read_from_log(queue_id, channel, after)
                if content:
                    yield content
                    continue
                heartbeat_count = self._heartbeat_count
                await channel.wait()
                if (
                    self._heartbeat_count != heartbeat_count
                    and channel.revision <= after
                    and not self._closed
                    and not channel.is_over
                ):
                    yield HEARTBEAT
        finally:
            channel.listener_count -= 1
            if not channel.listener_count and self._channels.get(queue_id) is channel:
                del self._channels[queue_id]

    async def _read_from_log(self, queue_id: int, channel: Channel, position: int) -> tuple[bytes, int]:
        """Return a piece as ``Channel.read_after`` does, from the event log."""
        changes = await self._store.read(events.list_after, {queue_id: position}, REPLAY_BATCH)
        if not changes:
            return b"", channel.revision
        return join_events((change.revision, format_event(change, channel.epoch)) for change in changes)

    async def _open_channel(self, queue_id: int, last_event_id: str | None) -> tuple[_Opening, Channel]:
        """Return the opening and the queue's channel, which may not have reached the current revision yet."""
        opening, revision, alerts_version = await self._store.read(_read_opening, queue_id, last_event_id)
        if self._alerts_version is None:
            self._alerts_version = alerts_version
        # For changes that are committed before the channel exists.
        self._dirty.set()
        self._end_other_epochs(opening.office.epoch)
        return opening, self._channels.setdefault(queue_id, Channel(revision, opening.office.epoch))

    async def _follow_commits(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            if not self._channels:
                continue
            try:
                await self._catch_up()
            except Exception as error:
                log.warning(
                    "the event log cannot be read, trying again: %s", error, exc_info=not isinstance(error, Refused)
                )
                await asyncio.sleep(1)
                self._dirty.set()

    async def _catch_up(self) -> None:
        """Read the new changes of all channels at once."""
        has_more = True
        while has_more and self._channels:
            behind = {queue_id: channel.revision for queue_id, channel in self._channels.items()}
            reading = self._store.read(_read_changes, behind)
            (epoch, changes, alerts_version), _ = await asyncio.gather(reading, self._prepare_to_wake())
            self._end_other_epochs(epoch)
            if alerts_version != self._alerts_version:
                self._alerts_version = alerts_version
                self._wake_all()
            has_more = len(changes) >= RING_SIZE
            for queue_id, queue_changes in itertools.groupby(changes, lambda change: change.queue_id):
                channel = self._channels.get(queue_id)
                if channel is not None and channel.revision == behind[queue_id]:
                    channel.add(list(queue_changes))

    async def _prepare_to_wake(self) -> None:
        if self.before_wake is not None:
            await self.before_wake()

    def _end_other_epochs(self, epoch: str) -> None:
        """End the streams of a database that was replaced: their listeners reconnect and are told to reload."""
        for queue_id, channel in list(self._channels.items()):
            if channel.epoch != epoch:
                del self._channels[queue_id]
                channel.is_over = True
                channel.wake()

    async def _send_heartbeats(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            # An office whose database is away has no changes either.
            with contextlib.suppress(Refused):
                await self._prepare_to_wake()
            self._heartbeat_count += 1
            # Also a poll, for file systems that do not notify of commits.
            self._dirty.set()
            self._wake_all()

    def _wake_all(self) -> None:
        for channel in self._channels.values():
            channel.wake()


def _read_opening(
    connection: Connection, queue_id: int, last_event_id: str | None
) -> tuple[_Opening, int, tuple[int, int]]:
    """Return the opening of a stream, the queue's current revision, and the version of the alerts."""
    version = alerts.get_version(connection)
    this_office, revision = office.get(connection), queues.get_revision(connection, queue_id)

    def build_id(of_revision: int) -> EventId:
        return EventId(of_revision, this_office.epoch, events.get_time(connection, queue_id, of_revision) or 0)

    last = build_id(0) if last_event_id == ORIGIN else EventId.parse(last_event_id or "")
    if last and 0 <= revision - last.revision <= MAX_REPLAY and last == build_id(last.revision):
        return _Opening("hello", last, this_office), revision, version
    return _Opening("reset" if last_event_id else "hello", build_id(revision), this_office), revision, version


def _read_changes(
    connection: Connection, revisions: Mapping[int, int]
) -> tuple[str, list[events.Event], tuple[int, int]]:
    changes = events.list_after(connection, revisions, RING_SIZE)
    return office.get(connection).epoch, changes, alerts.get_version(connection)


def join_events(changes: Iterable[tuple[int, bytes]]) -> tuple[bytes, int]:
    """Join changes up to ``MAX_PIECE_BYTES``; return the piece and the revision of its last change."""
    encoded_events: list[bytes] = []
    size = revision = 0
    for revision, encoded in changes:  # noqa: B007
        encoded_events.append(encoded)
        size += len(encoded)
        if size >= MAX_PIECE_BYTES:
            break
    return b"".join(encoded_events), revision


def format_event(change: events.Event, epoch: str) -> bytes:
    """Encode a change as a server-sent event; its data is the registration without personal data."""
    if change.registration_id is None:
        data = f'{{"revision":{change.revision}}}'
    else:
        registration = f'"id":"{change.registration_id}",{change.data[1:]}'
        data = f'{{"revision":{change.revision},"registration":{{{registration}}}'
    event_id = EventId(change.revision, epoch, change.created_at)
    return f"id: {event_id}\nevent: {change.kind}\ndata: {data}\n\n".encode()
