"""50 watches and 100 changes a second through the real ``walkin serve``, to a receiver on this machine.

A delivery costs 0.2 ms of CPU: 90 microseconds in the event loop (a third of that is the system call that sends, the
rest the attempt: headers, a task, a deadline, a future), 85 in the writer (SQLite's four rows and their indexes: made,
claimed with its body, settled with its log, and the commits), 15 for finding what is due. A request of the bare client
alone costs 0.55 ms. Where one process is not enough each ``walkin deliver`` beside the server takes its part of what is
due.

Run as a program it is the receiver: ``python -m tests.bench.watches PORT`` counts what comes on ``/count``.
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
from typing import Any

import httpcore
import httpx
import uvloop

from tests.bench.figure import Figure, percentile
from tests.bench.office import QUEUE, named
from tests.support.offices import Served, free_port, served

WATCHES = 50
CHANGES = 100
COMERS = 8
"""Connections on which the changes come."""
PATIENCE = 300.0
BESIDE = "a bare httpcore client"


def watches(folder: Path, seconds: float = 10) -> list[Figure]:
    """Deliveries per second and the wait of the last watch for a change, with and without dead watches beside.

    Asserts that every change reached every watch.
    """
    os.environ["WALKIN_WATCH_ALLOW"] = "127.0.0.1"
    figures: list[Figure] = []
    with receiver() as port:
        bare = asyncio.run(_bare(port, seconds / 2))
        for dead, title in ((0, ""), (5, ", 5 dead ones beside")):
            data = folder / f"watches-{dead}.db"
            with served(data) as server:
                rate, calm = asyncio.run(_run(server, port, dead, seconds))
            figures.append(Figure(f"deliveries to {WATCHES} watches{title}", "/s", [rate], [bare], BESIDE))
            for name, share in (("p50", 0.5), ("p95", 0.95)):
                value = percentile(calm, share)
                name = f"change to its last of {WATCHES} watches, 5 changes/s{title}, {name}"
                figures.append(Figure(name, "ms", [value], [WATCHES * 1000 / bare], f"{WATCHES} by {BESIDE}"))
    return figures


async def _run(server: Served, port: int, dead: int, seconds: float) -> tuple[float, list[float]]:
    """Deliveries per second under load; then, at an easy pace, milliseconds from a change to its last delivery."""
    root = f"{server.url}/api/2.3/queues/{QUEUE}/registrations"
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http, _silent() as silent:
        for number in range(WATCHES):
            await _made(http, root, f"http://127.0.0.1:{port}/{number}")
        for number in range(dead):
            await _made(http, root, f"http://127.0.0.1:{silent}/{number}")
        before = await _count(http, port)
        number = int(seconds * CHANGES)
        began = time.perf_counter()

        async def come(first: int) -> None:
            # Each at its time, or as soon as the one before it on this connection is answered.
            for one in range(first, number, COMERS):
                await asyncio.sleep(max(0.0, began + one / CHANGES - time.perf_counter()))
                (await http.post(root, json=named(one))).raise_for_status()

        await asyncio.gather(*map(come, range(COMERS)))
        wanted = before + number * WATCHES
        await _until(http, port, wanted)
        rate = (wanted - before) / (time.perf_counter() - began)
        waits = []
        for _ in range(int(seconds * 5)):
            (await http.post(root, json=named(number))).raise_for_status()
            number += 1
            answered = time.perf_counter()
            wanted += WATCHES
            await _until(http, port, wanted)
            waits.append((time.perf_counter() - answered) * 1000)
            await asyncio.sleep(0.2)
        return rate, waits


async def _made(http: httpx.AsyncClient, root: str, address: str) -> None:
    (await http.post(f"{root}/watch", json={"address": address})).raise_for_status()


async def _count(http: httpx.AsyncClient, port: int) -> int:
    return int((await http.get(f"http://127.0.0.1:{port}/count")).text)


async def _until(http: httpx.AsyncClient, port: int, wanted: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await _count(http, port) < wanted:
            await asyncio.sleep(0.005)


async def _bare(port: int, seconds: float) -> float:
    """Requests per second of the library that httpx sends with, alone, over as many connections."""
    body = b"x" * 700
    count = 0
    end = time.perf_counter() + seconds

    async def post(number: int) -> None:
        nonlocal count
        async with httpcore.AsyncConnectionPool(max_connections=1) as pool:
            while time.perf_counter() < end:
                await pool.request("POST", f"http://127.0.0.1:{port}/{number}", content=body)
                count += 1

    await asyncio.gather(*map(post, range(WATCHES)))
    return count / seconds


@contextlib.asynccontextmanager
async def _silent() -> Any:
    """The port of a server that takes everything and answers nothing."""
    gone = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gone.wait()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        gone.set()
        server.close()


@contextlib.contextmanager
def receiver() -> Iterator[int]:
    """The receiver in a process of its own; gives its port."""
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


class _Counting(asyncio.Protocol):
    """Answers every POST, and counts it."""

    count = 0
    ok = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._read = b""

    def data_received(self, data: bytes) -> None:
        self._read += data
        while True:
            head, found, rest = self._read.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if not found or len(rest) < length:
                return
            self._read = rest[length:]
            if head.startswith(b"GET"):
                text = str(_Counting.count).encode()
                self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(text), text))
            else:
                _Counting.count += 1
                self._transport.write(self.ok)


async def _receive(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Counting, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_receive(int(sys.argv[1])))
