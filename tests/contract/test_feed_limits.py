"""What the feed costs, and that nobody who reads slowly makes it cost more."""

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

from tests.support.offices import WalkinServer
from walkin.api.state import open_app_state
from walkin.model.registration import RegistrationInput
from walkin.store import open_store
from walkin.store.engine import compiled
from walkin.store.registrations import commands
from walkin.store.schema import tables

FEW = 2_000
"""Events in a portion: more than the connection's buffers hold."""

READING = 8
"""Readers that do at once: more than the server has threads that read."""

STUCK = 24
"""Readers that do not read."""

LARGE = json.dumps({"padding": "x" * 5_000})


@contextlib.contextmanager
def counted(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The queries to the log meanwhile, as the database's driver gets them."""
    queries: list[str] = []
    execute = compiled.execute

    def note(connection: Connection, sql: str, parameters: Any = ()) -> Any:
        if "FROM event" in sql:
            queries.append(sql)
        return execute(connection, sql, parameters)

    with patch.context() as meanwhile:
        meanwhile.setattr(compiled, "execute", note)
        yield queries


async def test_a_change_is_read_once_however_many_listen(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}
    for listeners in (1, 50):
        async with open_app_state(data) as office:
            streams = [office.broadcaster.listen(1, None) for _ in range(listeners)]
            for stream in streams:
                await anext(stream)
            # The look that every new listener causes is over when a change has gone through.
            await office.store.write(commands.register, 1, RegistrationInput(), office.clock())
            await asyncio.gather(*(anext(stream) for stream in streams))
            with counted(monkeypatch) as queries:
                for _ in range(10):
                    await office.store.write(commands.register, 1, RegistrationInput(), office.clock())
                    await asyncio.gather(*(anext(stream) for stream in streams))
            asked[listeners] = len(queries)
            for stream in streams:
                await stream.aclose()
    # A notice of what is known already causes a look that finds nothing.
    assert all(10 <= count <= 25 for count in asked.values()), asked


def log_much(data: Path | str) -> int:
    """Add a portion of events to the first queue in one transaction; its revision after that."""

    def work(connection: Connection) -> int:
        at = {"queue_id": 1, "kind": "updated", "registration_id": 1, "at": 0, "data": LARGE}
        mine = tables.queue.c.id == 1
        revision = connection.execute(select(tables.queue.c.revision).where(mine)).scalar_one()
        connection.execute(insert(tables.event), [at | {"revision": revision + 1 + number} for number in range(FEW)])
        connection.execute(update(tables.queue).where(mine).values(revision=revision + FEW))
        return int(revision) + FEW

    async def write() -> int:
        return await store.write(work)

    store = open_store(data)
    try:
        return asyncio.run(write())
    finally:
        store.close()


class Reader:
    """A listener on a bare socket, whose receiving side takes as little as the system allows."""

    def __init__(self, port: int, last: int | None = None) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(60)
        self._socket.connect(("127.0.0.1", port))
        resume = f"last-event-id: {last}\r\n" if last is not None else ""
        path = "/api/2.3/queues/1/registrations/stream"
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{resume}\r\n".encode())
        self._text = b""
        self.ids: list[int] = []
        """Those of the changes that arrived whole."""

    def read(self) -> bool:
        """Take what there is; whether the connection still stands."""
        try:
            content = self._socket.recv(1 << 16)
        except ConnectionError:
            return False
        self._text += content
        *whole, self._text = self._text.split(b"\n\n")
        for one in whole:
            lines = one.split(b"\n")
            if b"event: updated" in lines:
                self.ids += [int(line[4:]) for line in lines if line.startswith(b"id: ")]
        return bool(content)

    def until(self, last: int) -> None:
        """Read on to the change with that id."""
        while not self.ids or self.ids[-1] < last:
            assert self.read(), "the server has hung up"

    def close(self) -> None:
        self._socket.close()


def memory(process: int) -> int:
    """Bytes of main memory the process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_reader_that_does_not_read_is_cut_and_misses_nothing(data: Path | str) -> None:
    server = WalkinServer(
        data, startup_code="import walkin.api.middleware.slow_reader as c; c.STALL_SECONDS = 1.0"
    ).start()
    readers: list[Reader] = []
    try:
        assert server.process is not None
        known = log_much(data) - FEW
        # Those that read have the server load and send everything it will ever load and send at once, and each of the
        # threads that read the log fill the database's cache of its own.
        readers += [Reader(server.port, known) for _ in range(READING)]
        with ThreadPoolExecutor(READING) as pool:
            list(pool.map(lambda one: one.until(known + FEW), readers))
        while len(readers) > 1:
            readers.pop().close()
        good = readers[0]
        before = memory(server.process.pid)
        readers += [Reader(server.port, known) for _ in range(STUCK)]
        last = log_much(data)
        good.until(last)
        assert good.ids == list(range(known + 1, last + 1))
        kept = memory(server.process.pid) - before
        assert kept < STUCK * FEW * len(LARGE) / 5, "the server keeps what nobody reads"
        stuck = readers[1]
        deadline = time.monotonic() + 60
        # Until the server has given up, reading on would get everything.
        while connections(server.port) > 1:
            assert time.monotonic() < deadline, "the readers were not cut off"
            time.sleep(0.05)
        while stuck.read():
            pass
        assert len(stuck.ids) < last - known
        again = Reader(server.port, stuck.ids[-1] if stuck.ids else known)
        readers.append(again)
        again.until(last)
        assert stuck.ids + again.ids == list(range(known + 1, last + 1))
    finally:
        for one in readers:
            one.close()
        server.close()


def connections(port: int) -> int:
    """How many are connected to that port of this machine."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "01" for row in rows)
