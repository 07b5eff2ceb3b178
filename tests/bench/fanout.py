"""One change to a thousand listeners of ``walkin serve``, beside a bare StreamingResponse of the same bytes.

The change is read and serialized once, and keys are looked up once for all streams. Each listener then costs about 30
microseconds: the system call that sends is a third, the rest uvicorn's framing and waking the task. The response runs
in the task of its request: Starlette's task group, which the bare response has, takes 5 kB. What the last listener
waits for besides is the change itself: the ticket, its commit, and reading it. An idle server sends each listener a
heartbeat every ten seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import uvloop

from tests.bench.bare_route import run_server_process
from tests.bench.bare_stream import run_stream
from tests.bench.figure import Figure, at_most
from tests.bench.load import build_request, start_driver
from tests.bench.office import REGISTRATIONS_PATH, build_ticket_request
from tests.bench.terminal import read_process_cpu_seconds
from tests.support.offices import read_memory_mb, run_server

T = TypeVar("T")

LISTENER_COUNT = 1_000
STREAM_PATH = f"{REGISTRATIONS_PATH}/stream"


@dataclass
class FanoutResult:
    """Measurements of the listeners of one server."""

    last_listener_ms: list[float] = field(default_factory=list)
    """Milliseconds from the request that changes a registration until the last listener has the event."""
    kilobytes_each: float = 0.0
    """Memory of the server for each listener."""
    idle_cpu_percent: float = 0.0
    """CPU of the idle server, in percent of one core."""


def measure_fanout(folder: Path, rounds: int = 15, seconds: float = 20.0) -> list[Figure]:
    """Measure the delay of the last listener, memory per listener, and CPU of the idle server with all of them."""
    with ExitStack() as stack:
        process = stack.enter_context(start_driver())
        server = stack.enter_context(run_server(folder / "fanout.db"))
        assert server.process is not None
        ours = _Served(server.port, server.process.pid or 0, STREAM_PATH, build_ticket_request(1))
        event_bytes = process.submit(_run_in_loop, _receive_event, ours).result(60)
        port, pid = stack.enter_context(run_server_process(run_stream, event_bytes))
        bare = _Served(port, pid, "/", build_request("POST", "/", b"{}"))
        results = process.submit(_run_in_loop, _measure_listeners, (ours, bare), rounds, seconds).result(240 + seconds)
    name = f"one change to {LISTENER_COUNT:,} listeners"
    reference_name = "bare StreamingResponse"
    delays, memories, loads = (
        [getattr(result, member) for result in results]
        for member in ("last_listener_ms", "kilobytes_each", "idle_cpu_percent")
    )
    return [
        Figure(f"{name}, the last one", "ms", *delays, reference_name, at_most(1.1)),
        Figure(f"{name}, memory of each", "kB", [memories[0]], [memories[1]], reference_name, at_most(24, "ours")),
        Figure(f"{name}, while nothing happens", "% CPU", [loads[0]], [loads[1]], reference_name, at_most(0.4, "ours")),
    ]


class _Served(NamedTuple):
    """A server of streams, and the request that makes it send an event."""

    port: int
    pid: int
    path: str
    change: bytes


def _run_in_loop(work: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work(*args))


async def _receive_event(server: _Served) -> bytes:
    """Return the bytes of an event."""
    with contextlib.closing(_ListenerGroup(server)) as group:
        await group.add_listeners(1)
        await group.measure_change()
        return group.event_bytes


async def _measure_listeners(servers: Sequence[_Served], rounds: int, seconds: float) -> list[FanoutResult]:
    results = [FanoutResult() for _ in servers]
    with ExitStack() as stack:
        groups = [stack.enter_context(contextlib.closing(_ListenerGroup(server))) for server in servers]
        for group, result in zip(groups, results, strict=True):
            # One listener and one change first, so that what the server loads once is not counted.
            await group.add_listeners(1)
            await group.measure_change()
            before = read_memory_mb(group.server.pid)
            await group.add_listeners(LISTENER_COUNT)
            await asyncio.sleep(1)
            result.kilobytes_each = (read_memory_mb(group.server.pid) - before) / LISTENER_COUNT * 1000
        cpu_before = [read_process_cpu_seconds(server.pid) for server in servers]
        await asyncio.sleep(seconds)
        for server, result, cpu_seconds in zip(servers, results, cpu_before, strict=True):
            result.idle_cpu_percent = (read_process_cpu_seconds(server.pid) - cpu_seconds) / seconds * 100
        for _ in range(rounds):
            for group, result in zip(groups, results, strict=True):
                result.last_listener_ms.append(await group.measure_change() * 1000)
                await asyncio.sleep(0.05)
    return results


class _ListenerGroup:
    """The listeners of a server."""

    def __init__(self, server: _Served) -> None:
        self.server = server
        self.listeners: list[_Listener] = []
        self.missing_count = 0
        self.all_received = asyncio.Event()
        self.event_bytes = b""

    async def add_listeners(self, count: int) -> None:
        self._expect_receipts(count)
        loop = asyncio.get_running_loop()
        for _ in range(count):
            _, listener = await loop.create_connection(lambda: _Listener(self), "127.0.0.1", self.server.port)
            self.listeners.append(listener)
            listener.request_stream(self.server.path)
        async with asyncio.timeout(60):
            await self.all_received.wait()

    async def measure_change(self) -> float:
        """Return the seconds from the request until the last listener has the event."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        self._expect_receipts(len(self.listeners))
        began = time.perf_counter()
        writer.write(self.server.change)
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
