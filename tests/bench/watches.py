"""Deliveries of a real ``walkin serve`` to 50 watches, at more changes a second than it can deliver.

A delivery costs 0.12 ms of CPU: nearly half in the event loop (a third is the system call that sends, the rest headers,
task, deadline and future), nearly half in the writer (four SQLite rows and their indexes: created, claimed with its
body, settled with its log, and the commits), the rest finds due deliveries. A request of the bare client costs 0.45 ms.
Further ``walkin deliver`` processes share the due deliveries.

Run as a program this is the receiver: ``python -m tests.bench.watches PORT`` answers ``/count`` with its requests.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import httpcore
import httpx
import uvloop

from tests.bench.figure import Figure, at_least, compute_percentile
from tests.bench.office import QUEUE_ID, make_named_registration
from tests.support.offices import WalkinServer, free_port, run_server

WATCH_COUNT = 50
CHANGES_PER_SECOND = 300
CONNECTION_COUNT = 8
"""Connections that send the changes."""
ROUNDS = 3
TIMEOUT_SECONDS = 300.0
REFERENCE_NAME = "a bare httpcore client"


def measure_watches(folder: Path, seconds: float = 15) -> list[Figure]:
    """Measure deliveries per second, and the delay of the last watch, with and without dead watches.

    Asserts that every change reaches every watch.
    """
    os.environ["WALKIN_WATCH__ALLOW"] = "127.0.0.1"
    figures: list[Figure] = []
    with run_receiver() as port:
        bare_rates: list[float] = []
        for dead, title in ((0, ""), (5, ", 5 dead ones beside")):
            rates, calm = [], []
            for number in range(ROUNDS):
                bare_rates.append(asyncio.run(_measure_bare_client(port, seconds / 2 / ROUNDS)))
                with run_server(folder / f"watches-{dead}-{number}.db") as server:
                    rate, delays = asyncio.run(_measure_deliveries(server, port, dead, seconds / ROUNDS))
                rates.append(rate)
                calm += delays
            bare = median(bare_rates)
            name = f"deliveries to {WATCH_COUNT} watches{title}"
            figures.append(Figure(name, "/s", rates, list(bare_rates), REFERENCE_NAME, at_least(4.5)))
            for name, share in (("p50", 0.5), ("p95", 0.95)):
                value = compute_percentile(calm, share)
                name = f"change to its last of {WATCH_COUNT} watches, 5 changes/s{title}, {name}"
                figures.append(
                    Figure(name, "ms", [value], [WATCH_COUNT * 1000 / bare], f"{WATCH_COUNT} by {REFERENCE_NAME}")
                )
    return figures


async def _measure_deliveries(
    server: WalkinServer, port: int, dead_watch_count: int, seconds: float
) -> tuple[float, list[float]]:
    """Return deliveries per second under load, and milliseconds from a change to its last delivery at 5 changes/s."""
    root = f"{server.url}/api/2.3/queues/{QUEUE_ID}/registrations"
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http, _run_silent_server() as silent:
        for number in range(WATCH_COUNT):
            await _create_watch(http, root, f"http://127.0.0.1:{port}/{number}")
        for number in range(dead_watch_count):
            await _create_watch(http, root, f"http://127.0.0.1:{silent}/{number}")
        before = await _fetch_count(http, port)
        number = int(seconds * CHANGES_PER_SECOND)
        began = time.perf_counter()

        async def send_changes(first: int) -> None:
            # Each at its scheduled time, or when the previous one on this connection has its response.
            for index in range(first, number, CONNECTION_COUNT):
                await asyncio.sleep(max(0.0, began + index / CHANGES_PER_SECOND - time.perf_counter()))
                (await http.post(root, json=make_named_registration(index))).raise_for_status()

        await asyncio.gather(*map(send_changes, range(CONNECTION_COUNT)))
        expected_count = before + number * WATCH_COUNT
        await _wait_for_count(http, port, expected_count)
        rate = (expected_count - before) / (time.perf_counter() - began)
        waits = []
        for _ in range(int(seconds * 5)):
            (await http.post(root, json=make_named_registration(number))).raise_for_status()
            number += 1
            answered = time.perf_counter()
            expected_count += WATCH_COUNT
            await _wait_for_count(http, port, expected_count)
            waits.append((time.perf_counter() - answered) * 1000)
            await asyncio.sleep(0.2)
        return rate, waits


async def _create_watch(http: httpx.AsyncClient, root: str, address: str) -> None:
    (await http.post(f"{root}/watch", json={"address": address})).raise_for_status()


async def _fetch_count(http: httpx.AsyncClient, port: int) -> int:
    return int((await http.get(f"http://127.0.0.1:{port}/count")).text)


async def _wait_for_count(http: httpx.AsyncClient, port: int, expected_count: int) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while await _fetch_count(http, port) < expected_count:
            await asyncio.sleep(0.005)


async def _measure_bare_client(port: int, seconds: float) -> float:
    """Return the requests per second of httpcore, which httpx sends with, over as many connections."""
    body = b"x" * 700
    count = 0
    end = time.perf_counter() + seconds

    async def post(number: int) -> None:
        nonlocal count
        async with httpcore.AsyncConnectionPool(max_connections=1) as pool:
            while time.perf_counter() < end:
                await pool.request("POST", f"http://127.0.0.1:{port}/{number}", content=body)
                count += 1

    await asyncio.gather(*map(post, range(WATCH_COUNT)))
    return count / seconds


@contextlib.asynccontextmanager
async def _run_silent_server() -> Any:
    """The port of a server that accepts connections and never responds."""
    closing = asyncio.Event()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await closing.wait()
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        closing.set()
        server.close()


@contextlib.contextmanager
def run_receiver() -> Iterator[int]:
    """Run the receiver in a process of its own. Yields its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.watches", str(port)])
    try:
        for _ in range(500):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{port}/count", trust_env=False)
                break
            time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


class _CountingProtocol(asyncio.Protocol):
    """Counts POST requests."""

    count = 0
    OK_RESPONSE = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            head, separator, rest = self._buffer.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if not separator or len(rest) < length:
                return
            self._buffer = rest[length:]
            if head.startswith(b"GET"):
                text = str(_CountingProtocol.count).encode()
                self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(text), text))
            else:
                _CountingProtocol.count += 1
                self._transport.write(self.OK_RESPONSE)


async def _serve_receiver(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_CountingProtocol, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve_receiver(int(sys.argv[1])))
