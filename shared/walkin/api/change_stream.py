"""The feed of changes: read once from the log, made into bytes once, handed to every listener of the queue.

A listener pulls from the shared ring at its own speed and piece by piece, so a slow one holds no memory; one that falls
out of the ring reads on from the log.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterable

from walkin.model.errors import Refused
from walkin.store import Store, queues
from walkin.store.registrations import events

RING_SIZE = 1_000
REPLAY_BATCH = 100
"""Changes read from the log at once for one listener that is behind."""

MAX_REPLAY = 10_000
"""A listener that has missed more than this is told to load the list again."""

MAX_PIECE_BYTES = 1 << 16
"""Bytes after which a piece of the stream ends."""

HEARTBEAT_SECONDS = 5
HEARTBEAT = b": beat\n\n"

log = logging.getLogger("walkin.api")


class Channel:
    """The recent changes of one queue as ready server-sent events."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        self.listener_count = 0
        self._ring: deque[tuple[int, bytes]] = deque(maxlen=RING_SIZE)
        self._wakeup = asyncio.Event()

    def add(self, changes: list[events.Event]) -> None:
        """Take changes in and wake the listeners."""
        self._ring.extend((change.revision, format_event(change)) for change in changes)
        self.revision = changes[-1].revision
        self.wake()

    def wake(self) -> None:
        """Let every listener look: at new changes or, when there are none, at the heartbeat."""
        turn, self._wakeup = self._wakeup, asyncio.Event()
        turn.set()

    async def wait(self) -> None:
        """Wait for the next ``wake``."""
        await self._wakeup.wait()

    def read_after(self, revision: int) -> tuple[bytes, int] | None:
        """A piece of the changes after ``revision`` and how far it reaches, None when the ring does not go back there.

        Empty when nothing is newer.
        """
        behind = self.revision - revision
        if behind <= 0:
            return b"", revision
        if behind > len(self._ring):
            return None
        return join_events(self._ring[index] for index in range(-behind, 0))


class Broadcaster:
    """The channels of an office's queues."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._channels: dict[int, Channel] = {}
        self._dirty = asyncio.Event()
        self._heartbeat_count = 0
        self._closed = False

    @classmethod
    @contextlib.asynccontextmanager
    async def run(cls, store: Store) -> AsyncIterator[Broadcaster]:
        """A hub that follows the commits of this process and of others in the same office."""
        hub = cls(store)
        loop = asyncio.get_running_loop()

        def committed() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(hub._dirty.set)

        store.on_commit(committed)
        tasks = [
            asyncio.create_task(hub._follow_commits()),
            asyncio.create_task(hub._send_heartbeats()),
            asyncio.create_task(store.watch_commits(hub._dirty.set)),
        ]
        try:
            yield hub
        finally:
            hub.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for channel in self._channels.values():
            channel.wake()

    async def listen(self, queue_id: int, last_revision: int | None) -> AsyncGenerator[bytes]:
        """Server-sent events of a queue after revision ``last``, beginning now when it is None.

        The first event is ``hello`` with the revision the stream begins after, or ``reset`` when ``last`` is too old
        or not of this office: the listener then has to load the list again.
        """
        channel, current = await self._get_channel(queue_id)
        channel.listener_count += 1
        try:
            if last_revision is not None and 0 <= current - last_revision <= MAX_REPLAY:
                position, opening = last_revision, "hello"
            else:
                position, opening = current, "hello" if last_revision is None else "reset"
            yield f'retry: 1000\nid: {position}\nevent: {opening}\ndata: {{"revision":{position}}}\n\n'.encode()
            while not self._closed:
                content, position = channel.read_after(position) or await self._read_from_log(
                    queue_id, channel, position
                )
                if content:
                    yield content
                    continue
                beat = self._heartbeat_count
                await channel.wait()
                if self._heartbeat_count != beat and channel.revision <= position and not self._closed:
                    yield HEARTBEAT
        finally:
            channel.listener_count -= 1
            if not channel.listener_count:
                self._channels.pop(queue_id, None)

    async def _read_from_log(self, queue_id: int, channel: Channel, position: int) -> tuple[bytes, int]:
        """A piece of the changes after ``position`` for one who is further behind than the ring goes back."""
        changes = await self._store.read(events.list_after, {queue_id: position}, REPLAY_BATCH)
        if not changes:
            return b"", channel.revision
        return join_events((change.revision, format_event(change)) for change in changes)

    async def _get_channel(self, queue_id: int) -> tuple[Channel, int]:
        """The queue's channel, and its revision at this moment: the channel may be behind that."""
        revision = await self._store.read(queues.get_revision, queue_id)
        # What was committed since that look is told next.
        self._dirty.set()
        return self._channels.setdefault(queue_id, Channel(revision)), revision

    async def _follow_commits(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            if not self._channels:
                continue
            try:
                await self._catch_up()
            except Exception as error:
                known = isinstance(error, Refused)
                log.warning("the feed could not be read and is tried again: %s", error, exc_info=not known)
                await asyncio.sleep(1)
                self._dirty.set()

    async def _catch_up(self) -> None:
        """Read what is new in all channels at once."""
        more = True
        while more and self._channels:
            behind = {queue_id: channel.revision for queue_id, channel in self._channels.items()}
            changes = await self._store.read(events.list_after, behind, RING_SIZE)
            more = len(changes) >= RING_SIZE
            for queue_id, new in itertools.groupby(changes, lambda change: change.queue_id):
                channel = self._channels.get(queue_id)
                if channel is not None and channel.revision == behind[queue_id]:
                    channel.add(list(new))

    async def _send_heartbeats(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self._heartbeat_count += 1
            # Also the safety net for a notice that a file system did not give.
            self._dirty.set()
            for channel in self._channels.values():
                channel.wake()


def join_events(changes: Iterable[tuple[int, bytes]]) -> tuple[bytes, int]:
    """The first of the changes as one piece of the stream, and the revision of the last of them."""
    chosen: list[bytes] = []
    size = revision = 0
    for revision, ready in changes:  # noqa: B007
        chosen.append(ready)
        size += len(ready)
        if size >= MAX_PIECE_BYTES:
            break
    return b"".join(chosen), revision


def format_event(change: events.Event) -> bytes:
    """The change as a server-sent event; its data names the registration and holds its public document."""
    if change.registration_id is None:
        data = f'{{"revision":{change.revision}}}'
    else:
        inner = f'"id":"{change.registration_id}",{change.data[1:]}'
        data = f'{{"revision":{change.revision},"registration":{{{inner}}}'
    return f"id: {change.revision}\nevent: {change.kind}\ndata: {data}\n\n".encode()
