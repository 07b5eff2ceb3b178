"""A load generator cheap enough not to be the limit: HTTP/1.1 with keep-alive on bare sockets.

httpx needs 0.9 ms for a request, this about 0.03 ms. It runs in a process of its own, see `start_driver`.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

import uvloop

from tests.bench.figure import compute_percentile

RUN_TIMEOUT_SECONDS = 300.0
"""Seconds for the requests of a run; a server that takes longer hangs."""


@dataclass
class Run:
    """Results of requests: ``latencies`` in seconds and ``answers`` (status, body) in the order they came."""

    seconds: float = 0.0
    busy_share: float = 0.0
    """CPU share of the generator, 0 to 1: near 1 the generator itself is the limit."""
    latencies: list[float] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Responses per second."""
        return len(self.answers) / self.seconds

    def compute_latency_ms(self, share: float) -> float:
        """Return the milliseconds that ``share`` (0 to 1) of the latencies do not exceed."""
        return compute_percentile(self.latencies, share) * 1000


def build_request(method: str, path: str, body: bytes = b"", headers: str = "") -> bytes:
    """Build the bytes of a request; ``headers`` are complete lines."""
    kind = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{headers}{kind}\r\n".encode() + body


@contextmanager
def start_driver() -> Iterator[Executor]:
    """Start a process to run `send_requests` in; it is ready when the block begins."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        process.submit(int).result()
        yield process


def run_requests(driver: Executor, port: int, clients: int, requests: Sequence[bytes]) -> Run:
    """Run `send_requests` in the driver's process."""
    return driver.submit(send_requests, port, clients, requests).result(RUN_TIMEOUT_SECONDS)


def send_requests(port: int, clients: int, requests: Sequence[bytes]) -> Run:
    """Send the requests over ``clients`` connections, each with one request at a time.

    Raises AssertionError at the first response that is not a success.
    """
    gc.disable()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_send_requests(port, clients, requests))
    finally:
        gc.enable()


async def _send_requests(port: int, clients: int, requests: Sequence[bytes]) -> Run:
    loop = asyncio.get_running_loop()
    run, remaining = Run(), iter(requests)
    connections = []
    for _ in range(clients):
        _, connection = await loop.create_connection(lambda: _Connection(run, remaining), "127.0.0.1", port)
        connections.append(connection)
    cpu_before, began = time.process_time(), time.perf_counter()
    for connection in connections:
        connection.send_next()
    await asyncio.gather(*(connection.done for connection in connections))
    run.seconds = time.perf_counter() - began
    run.busy_share = (time.process_time() - cpu_before) / run.seconds
    return run


class _Connection(asyncio.Protocol):
    def __init__(self, run: Run, requests: Iterator[bytes]) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._run = run
        self._requests = requests
        self._buffer = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not subclasses of asyncio.Transport.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed the connection"))

    def send_next(self) -> None:
        """Send the next request, or close the connection when there is none."""
        following = next(self._requests, None)
        if following is None:
            self.done.set_result(None)
            self._transport.close()
        else:
            self._sent_at = time.perf_counter()
            self._transport.write(following)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]) if separator else 0
        if separator and len(body) >= length:
            self._run.latencies.append(time.perf_counter() - self._sent_at)
            self._run.answers.append((int(head[9:12]), body))
            self._buffer = b""
            if head[9:10] == b"2":
                self.send_next()
            else:
                self.done.set_exception(AssertionError(f"{head[9:12].decode()}: {body[:500].decode()}"))
