"""Requests while one other address holds 1,100 slow connections, and opens them again when the server ends them."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx

from tests.bench.figure import Figure, at_most, compute_percentile
from tests.support.offices import WalkinServer, run_server

CONNECTION_COUNT = 1_100
ATTACKER = "127.0.0.9"
BEGINNINGS = (
    b"",
    b"GET /healthz HTTP/1.1\r\nhost: ",
    b"POST /api/2.3/queues/1/registrations HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    b"content-length: 900000\r\n\r\n{",
)
GOAL_MS = 1_000


def measure_attack(folder: Path, rounds: int = 3, count: int = 200) -> list[Figure]:
    """Measure requests of another address in ms: median, 95th percentile and maximum, in quiet and under attack.

    Asserts that all of them are answered, and that the server is whole afterwards.
    """
    if sys.platform != "linux":
        return []
    samples: dict[tuple[str, bool], list[list[float]]] = {}
    with run_server(folder / "office.db") as server:
        for _ in range(rounds):
            for is_attacked in (False, True):
                with attack(server) if is_attacked else contextlib.nullcontext():
                    for kind in ("GET", "POST"):
                        samples.setdefault((kind, is_attacked), []).append(time_requests(server, kind, count))
            time_requests(server, "POST", 20)
        assert "Traceback" not in server.log_file.read_text()
    percentiles = {"median": median, "p95": lambda times: compute_percentile(times, 0.95), "longest": max}
    return [
        Figure(
            f"{kind} beside {CONNECTION_COUNT:,} slow connections, {name}",
            "ms",
            [compute(times) for times in samples[kind, True]],
            [compute(times) for times in samples[kind, False]],
            "the same without them",
            at_most(GOAL_MS, "ours"),
        )
        for kind in ("GET", "POST")
        for name, compute in percentiles.items()
    ]


def time_requests(server: WalkinServer, method: str, count: int) -> list[float]:
    """Return the milliseconds of each request, on a connection of its own."""
    times = []
    for _ in range(count):
        began = time.perf_counter()
        body = {"json": {}} if method == "POST" else {}
        response = httpx.request(method, f"{server.url}/api/2.3/queues/1/registrations", timeout=60, **body)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code in (200, 201), response.text
    return times


@contextlib.contextmanager
def attack(server: WalkinServer) -> Iterator[None]:
    """Hold slow connections until the block ends."""
    is_over, is_full = threading.Event(), threading.Event()

    def run() -> None:
        connections: list[socket.socket] = []
        number = 0
        while not is_over.is_set():
            while len(connections) < CONNECTION_COUNT and not is_over.is_set():
                with contextlib.suppress(OSError):
                    connection = socket.create_connection(("127.0.0.1", server.port), 5, (ATTACKER, 0))
                    connection.setblocking(False)
                    connection.sendall(BEGINNINGS[number % len(BEGINNINGS)])
                    connections.append(connection)
                number += 1
            is_full.set()
            is_over.wait(0.05)
            connections = [connection for connection in connections if not close_if_ended(connection)]
        for connection in connections:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert is_full.wait(60)
        yield
    finally:
        is_over.set()
        thread.join()


def close_if_ended(connection: socket.socket) -> bool:
    """Close the connection and return True if the server has ended it."""
    try:
        if connection.recv(1 << 16):
            return False
    except BlockingIOError:
        return False
    except OSError:
        pass
    connection.close()
    return True
