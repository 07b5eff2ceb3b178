"""The cost of change streams: queries per change, and memory with clients that do not read."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from tests.support.offices import WalkinServer, read_memory_mb
from walkin.api.state import open_app_state
from walkin.model.registration import RegistrationInput
from walkin.store import open_store
from walkin.store.engine import compiled
from walkin.store.registrations import commands
from walkin.store.schema import tables

EVENTS_PER_BATCH = 2_000
"""More events than the buffers of a connection hold."""

READING_COUNT = 8
"""Concurrent readers: more than the server has threads that read."""

STUCK_COUNT = 24
"""Clients that do not read."""

LARGE_DOCUMENT = json.dumps({"padding": "x" * 5_000})


@contextlib.contextmanager
def record_event_queries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Record the queries of the event log that the database driver gets."""
    queries: list[str] = []
    execute = compiled.execute

    def record_query(connection: Connection, sql: str, parameters: Any = ()) -> Any:
        if "FROM event" in sql:
            queries.append(sql)
        return execute(connection, sql, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(compiled, "execute", record_query)
        yield queries


async def test_a_change_is_read_once_however_many_listen(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    query_counts = {}
    for listeners in (1, 50):
        async with open_app_state(data) as app_state:
            streams = [app_state.broadcaster.listen(1, None) for _ in range(listeners)]
            for stream in streams:
                await anext(stream)
            # A new listener causes a query of its own, which is over after the first change.
            await app_state.store.write(commands.register, 1, RegistrationInput(), app_state.clock())
            await asyncio.gather(*(anext(stream) for stream in streams))
            with record_event_queries(monkeypatch) as queries:
                for _ in range(10):
                    await app_state.store.write(commands.register, 1, RegistrationInput(), app_state.clock())
                    await asyncio.gather(*(anext(stream) for stream in streams))
            query_counts[listeners] = len(queries)
            for stream in streams:
                await stream.aclose()
    # A commit notification that arrives late causes a query that finds nothing.
    assert all(10 <= count <= 25 for count in query_counts.values()), query_counts


def add_events(data: Path | str) -> int:
    """Add a batch of events to queue 1 in one transaction; return its revision."""

    def work(connection: Connection) -> int:
        event = {"queue_id": 1, "kind": "updated", "registration_id": 1, "created_at": 0, "data": LARGE_DOCUMENT}
        is_queue = tables.queue.c.id == 1
        revision = connection.execute(select(tables.queue.c.revision).where(is_queue)).scalar_one()
        connection.execute(
            insert(tables.event), [event | {"revision": revision + 1 + number} for number in range(EVENTS_PER_BATCH)]
        )
        connection.execute(update(tables.queue).where(is_queue).values(revision=revision + EVENTS_PER_BATCH))
        return int(revision) + EVENTS_PER_BATCH

    async def write() -> int:
        return await store.write(work)

    store = open_store(data)
    try:
        return asyncio.run(write())
    finally:
        store.close()


class Reader:
    """A client on a socket with the smallest receive buffer that the system allows."""

    def __init__(self, port: int, last_id: str = "0") -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(60)
        self._socket.connect(("127.0.0.1", port))
        path = "/api/2.3/queues/1/registrations/stream"
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nlast-event-id: {last_id}\r\n\r\n".encode())
        self._text = b""
        self.ids: list[int] = []
        """The revisions of the events that arrived completely."""
        self.last_id = last_id

    def read(self) -> bool:
        """Read once; return whether the connection is still open."""
        try:
            content = self._socket.recv(1 << 16)
        except ConnectionError:
            return False
        self._text += content
        *events, self._text = self._text.split(b"\n\n")
        for event in events:
            lines = event.split(b"\n")
            if b"event: updated" in lines:
                ids = [line[4:].decode() for line in lines if line.startswith(b"id: ")]
                self.last_id = ids[-1] if ids else self.last_id
                self.ids += [int(event_id.split("-")[0]) for event_id in ids]
        return bool(content)

    def until(self, last: int) -> None:
        """Read up to the event with that id."""
        while not self.ids or self.ids[-1] < last:
            assert self.read(), "the server has closed the connection"

    def close(self) -> None:
        self._socket.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_reader_that_does_not_read_is_cut_and_misses_nothing(data: Path | str) -> None:
    server = WalkinServer(data, startup_code="import walkin.api.connections as c; c.STALL_SECONDS = 1.0").start()
    readers: list[Reader] = []
    try:
        assert server.process is not None
        start = add_events(data) - EVENTS_PER_BATCH
        # Warm up: the readers fill the server's buffers and the database cache of each of its threads.
        readers += [Reader(server.port) for _ in range(READING_COUNT)]
        with ThreadPoolExecutor(READING_COUNT) as pool:
            list(pool.map(lambda reader: reader.until(start + EVENTS_PER_BATCH), readers))
        while len(readers) > 1:
            readers.pop().close()
        reading = readers[0]
        memory_before = read_memory_mb(server.process.pid)
        readers += [Reader(server.port) for _ in range(STUCK_COUNT)]
        last = add_events(data)
        reading.until(last)
        assert reading.ids == list(range(start + 1, last + 1))
        growth_mb = read_memory_mb(server.process.pid) - memory_before
        assert growth_mb < STUCK_COUNT * EVENTS_PER_BATCH * len(LARGE_DOCUMENT) / 5e6, "unread events are buffered"
        stuck = readers[1]
        deadline = time.monotonic() + 60
        # Before it is cut off, a client that reads on would get everything.
        while count_connections(server.port) > 1:
            assert time.monotonic() < deadline, "the readers were not cut off"
            time.sleep(0.05)
        while stuck.read():
            pass
        assert len(stuck.ids) < last - start
        resumed = Reader(server.port, stuck.last_id)
        readers.append(resumed)
        resumed.until(last)
        assert stuck.ids + resumed.ids == list(range(start + 1, last + 1))
    finally:
        for reader in readers:
            reader.close()
        server.close()


def count_connections(port: int) -> int:
    """Count the connections to a port of this machine."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "01" for row in rows)
