"""One change to a thousand listeners of ``walkin serve``, beside a bare StreamingResponse of the same bytes.

The change is read and serialized once. Each listener then costs 40 microseconds: nearly half is the HTTP server's
system call, a third is Walkin's (waking up, reading the ring buffer, checking the permission), the rest are Starlette's
layers, which the bare response has too.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import uvloop

from tests.bench.bare_route import run_server_process
from tests.bench.bare_stream import run_stream
from tests.bench.figure import Figure
from tests.bench.load import build_request, start_driver
from tests.bench.office import QUEUE_ID, make_named_registration
from tests.bench.terminal import read_process_cpu_seconds
from tests.support.offices import run_server

LISTENER_COUNT = 1_000
STREAM_PATH = f"/api/2.3/queues/{QUEUE_ID}/registrations/stream"
CREATE_REQUEST = build_request(
    "POST", f"/api/2.3/queues/{QUEUE_ID}/registrations", orjson.dumps(make_named_registration(1))
)


@dataclass
class FanoutResult:
    """Measurements of the listeners of one server."""

    last_listener_seconds: list[float] = field(default_factory=list)
    """Seconds from the request that changes a registration until the last listener has the event."""
    bytes_per_listener: float = 0.0
    """Memory of the server for each listener."""
    idle_cpu_percent: float = 0.0
    """CPU of the idle server, in percent of one core."""
    event_bytes: bytes = b""


def measure_fanout(folder: Path, rounds: int = 15, seconds: float = 10.0) -> list[Figure]:
    """Measure the delay of the last listener, memory per listener, and CPU of the idle server with all of them."""
    with start_driver() as process:

        def run_listeners(port: int, pid: int, path: str, change: bytes) -> FanoutResult:
            return process.submit(_run_listeners, port, pid, path, change, rounds, seconds).result(120 + seconds)

        with run_server(folder / "fanout.db") as server:
            assert server.process is not None
            ours = run_listeners(server.port, server.process.pid, STREAM_PATH, CREATE_REQUEST)
        with run_server_process(run_stream, ours.event_bytes) as (port, pid):
            bare = run_listeners(port, pid, "/", build_request("POST", "/", b"{}"))
    name = f"one change to {LISTENER_COUNT:,} listeners"
    return [
        Figure(
            f"{name}, the last one",
            "ms",
            _to_milliseconds(ours.last_listener_seconds),
            _to_milliseconds(bare.last_listener_seconds),
            "bare StreamingResponse",
        ),
        Figure(
            f"{name}, memory of each",
            "kB",
            [ours.bytes_per_listener / 1000],
            [bare.bytes_per_listener / 1000],
            "bare StreamingResponse",
        ),
        Figure(
            f"{name}, while nothing happens",
            "% CPU",
            [ours.idle_cpu_percent],
            [bare.idle_cpu_percent],
            "bare StreamingResponse",
        ),
    ]


def _to_milliseconds(seconds: list[float]) -> list[float]:
    return [value * 1000 for value in seconds]


def _run_listeners(port: int, pid: int, path: str, change: bytes, rounds: int, seconds: float) -> FanoutResult:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_measure_listeners(port, pid, path, change, rounds, seconds))


async def _measure_listeners(
    port: int, pid: int, path: str, change: bytes, rounds: int, seconds: float
) -> FanoutResult:
    group = _ListenerGroup()
    result = FanoutResult()
    with contextlib.closing(group):
        # One listener and one change first, so that what the server loads once is not counted.
        await group.add_listeners(port, path, 1)
        await group.measure_change(port, change)
        before = _read_memory_bytes(pid)
        await group.add_listeners(port, path, LISTENER_COUNT)
        await asyncio.sleep(1)
        result.bytes_per_listener = (_read_memory_bytes(pid) - before) / LISTENER_COUNT
        cpu_before = read_process_cpu_seconds(pid)
        await asyncio.sleep(seconds)
        result.idle_cpu_percent = (read_process_cpu_seconds(pid) - cpu_before) / seconds * 100
        for _ in range(rounds):
            result.last_listener_seconds.append(await group.measure_change(port, change))
            await asyncio.sleep(0.05)
    result.event_bytes = group.event_bytes
    return result


class _ListenerGroup:
    """The listeners of a server."""

    def __init__(self) -> None:
        self.listeners: list[_Listener] = []
        self.missing_count = 0
        self.all_received = asyncio.Event()
        self.event_bytes = b""

    async def add_listeners(self, port: int, path: str, count: int) -> None:
        self._expect_receipts(count)
        loop = asyncio.get_running_loop()
        for _ in range(count):
            _, listener = await loop.create_connection(lambda: _Listener(self), "127.0.0.1", port)
            self.listeners.append(listener)
            listener.request_stream(path)
        async with asyncio.timeout(60):
            await self.all_received.wait()

    async def measure_change(self, port: int, request_bytes: bytes) -> float:
        """Return the seconds from the request until the last listener has the event."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        self._expect_receipts(len(self.listeners))
        began = time.perf_counter()
        writer.write(request_bytes)
        async with asyncio.timeout(60):
            await self.all_received.wait()
        taken = time.perf_counter() - began
        assert (await reader.read(1 << 16)).startswith(b"HTTP/1.1 20")
        writer.close()
        return taken

    def _expect_receipts(self, count: int) -> None:
        self.missing_count = count
        self.all_received.clear()

    def count_receipt(self) -> None:
        self.missing_count -= 1
        if not self.missing_count:
            self.all_received.set()

    def close(self) -> None:
        for listener in self.listeners:
            listener.transport.close()


class _Listener(asyncio.Protocol):
    def __init__(self, group: _ListenerGroup) -> None:
        self.group = group
        self.greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def request_stream(self, path: str) -> None:
        self.transport.write(build_request("GET", path))  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self.greeted and b"event: hello" in data:
            self.greeted = True
            self.group.count_receipt()
        elif b"event: created" in data:
            self.group.event_bytes = self.group.event_bytes or data[data.index(b"id: ") : data.rindex(b"\n\n") + 2]
            self.group.count_receipt()


def _read_memory_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096
