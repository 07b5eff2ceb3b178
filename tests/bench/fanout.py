"""One change to a thousand listeners of ``walkin serve``, beside a bare StreamingResponse of the same bytes.

The change is read and made into bytes once. Of what each listener costs then, 40 microseconds, nearly half is the HTTP
server's system call, a third is ours (waking up, looking into the ring, whether it still may listen), the rest are
Starlette's layers, which the bare one has too.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import uvloop

from tests.bench.bare_route import running
from tests.bench.bare_stream import serve
from tests.bench.figure import Figure
from tests.bench.load import driver, request
from tests.bench.office import QUEUE, named
from tests.bench.terminal import cpu_of
from tests.support.offices import served

LISTENERS = 1_000
STREAM = f"/api/2.3/queues/{QUEUE}/registrations/stream"
CREATE = request("POST", f"/api/2.3/queues/{QUEUE}/registrations", orjson.dumps(named(1)))


@dataclass
class Heard:
    """What the listeners of one server measured."""

    last: list[float] = field(default_factory=list)
    """Seconds from the request that changed something until the last listener had the news."""
    memory: float = 0.0
    """Bytes the server grew by for each listener."""
    idle: float = 0.0
    """Percent of a core the server used while nothing happened."""
    chunk: bytes = b""


def fanout(folder: Path, rounds: int = 15, seconds: float = 10.0) -> list[Figure]:
    """Time of the last listener, memory of each, and what a server with all of them costs while nothing happens."""
    with driver() as process:

        def heard(port: int, pid: int, path: str, change: bytes) -> Heard:
            return process.submit(_hear, port, pid, path, change, rounds, seconds).result(120 + seconds)

        with served(folder / "fanout.db") as server:
            assert server.process is not None
            ours = heard(server.port, server.process.pid, STREAM, CREATE)
        with running(serve, ours.chunk) as (port, pid):
            bare = heard(port, pid, "/", request("POST", "/", b"{}"))
    name = f"one change to {LISTENERS:,} listeners"
    return [
        Figure(f"{name}, the last one", "ms", _ms(ours.last), _ms(bare.last), "bare StreamingResponse"),
        Figure(f"{name}, memory of each", "kB", [ours.memory / 1000], [bare.memory / 1000], "bare StreamingResponse"),
        Figure(f"{name}, while nothing happens", "% CPU", [ours.idle], [bare.idle], "bare StreamingResponse"),
    ]


def _ms(times: list[float]) -> list[float]:
    return [one * 1000 for one in times]


def _hear(port: int, pid: int, path: str, change: bytes, rounds: int, seconds: float) -> Heard:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_listen(port, pid, path, change, rounds, seconds))


async def _listen(port: int, pid: int, path: str, change: bytes, rounds: int, seconds: float) -> Heard:
    room = _Room()
    found = Heard()
    with contextlib.closing(room):
        # One listener and one change first: what the server loads once belongs to no listener.
        await room.join(port, path, 1)
        await room.tell(port, change)
        before = _memory(pid)
        await room.join(port, path, LISTENERS)
        await asyncio.sleep(1)
        found.memory = (_memory(pid) - before) / LISTENERS
        used = cpu_of(pid)
        await asyncio.sleep(seconds)
        found.idle = (cpu_of(pid) - used) / seconds * 100
        for _ in range(rounds):
            found.last.append(await room.tell(port, change))
            await asyncio.sleep(0.05)
    found.chunk = room.news
    return found


class _Room:
    """The listeners of a server."""

    def __init__(self) -> None:
        self.listeners: list[_Listener] = []
        self.missing = 0
        self.all_have = asyncio.Event()
        self.news = b""

    async def join(self, port: int, path: str, count: int) -> None:
        self._expect(count)
        loop = asyncio.get_running_loop()
        for _ in range(count):
            _, listener = await loop.create_connection(lambda: _Listener(self), "127.0.0.1", port)
            self.listeners.append(listener)
            listener.ask(path)
        async with asyncio.timeout(60):
            await self.all_have.wait()

    async def tell(self, port: int, change: bytes) -> float:
        """Seconds from the change's request until the last listener has it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        self._expect(len(self.listeners))
        began = time.perf_counter()
        writer.write(change)
        async with asyncio.timeout(60):
            await self.all_have.wait()
        taken = time.perf_counter() - began
        assert (await reader.read(1 << 16)).startswith(b"HTTP/1.1 20")
        writer.close()
        return taken

    def _expect(self, count: int) -> None:
        self.missing = count
        self.all_have.clear()

    def got(self) -> None:
        self.missing -= 1
        if not self.missing:
            self.all_have.set()

    def close(self) -> None:
        for listener in self.listeners:
            listener.transport.close()


class _Listener(asyncio.Protocol):
    def __init__(self, room: _Room) -> None:
        self.room = room
        self.greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def ask(self, path: str) -> None:
        self.transport.write(request("GET", path))  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self.greeted and b"event: hello" in data:
            self.greeted = True
            self.room.got()
        elif b"event: created" in data:
            self.room.news = self.room.news or data[data.index(b"id: ") : data.rindex(b"\n\n") + 2]
            self.room.got()


def _memory(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096
