"""Statistics of an office of 1.2 million registrations, beside those of an empty one; and statistics drawn.

A year of six queues is merged from 66 months and the days of those that are not whole, 0.1 ms for a day and 1 ms for a
month; today is counted visit by visit, 6 µs each. The rest is the request. Tickets and calls take 2 to 3 ms longer, at
p99, while statistics are computed: at each hand-over between event loop and writer they wait for the interpreter until
a day or a month is merged. A shorter switch interval of the interpreter changed nothing.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from concurrent.futures import Executor
from datetime import timedelta
from pathlib import Path

import orjson
from textual.widgets import Static

from tests.bench.figure import Figure, at_most
from tests.bench.fill import fill_office, get_today
from tests.bench.lists import fetch
from tests.bench.load import build_request, run_requests, start_driver
from tests.bench.office import CALL_REQUEST, QUEUE_ID, build_ticket_request
from tests.support.helpers import wait_for
from tests.support.offices import WalkinServer, read_memory_mb, run_server
from walkin.settings import Settings
from walkin.store import open_store
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.statistics.pages import PAGES
from walkin_counter.statistics.screen import StatisticsScreen

COUNT = int(os.environ.get("BENCH_ARCHIVE", "1200000"))
API = "/api/2.3"
ABANDONED = 8
ABANDONED_AFTER_SECONDS = 0.05
REQUESTS, CLIENTS = 400, 2
"""Requests of a run, and connections that send them. A checkpoint delays one request of each connection by 20 ms, about
every 400 tickets: with four connections it would decide p99."""


def measure_statistics(folder: Path, rounds: int = 7, count: int = COUNT) -> list[Figure]:
    """Measure statistics of today and of a year, and what eight abandoned ones cost others."""
    big, empty = folder / "big.db", folder / "empty.db"
    fill_office(big, count)
    open_store(empty).close()
    with run_server(big) as server, run_server(empty) as reference, start_driver() as driver:
        figures = _measure_requests(server, reference, rounds, count)
        figures += _measure_abandoned(server, driver, rounds)
    drawn, bare = asyncio.run(_measure_drawing(big, rounds))
    return [*figures, Figure("a year drawn, page by page", "ms", drawn, bare, "as many lines, plain")]


def _measure_requests(server: WalkinServer, reference: WalkinServer, rounds: int, count: int) -> list[Figure]:
    since = (get_today() - timedelta(364)).isoformat()
    periods = (
        ("today, one queue", f"queues/{QUEUE_ID}/statistics", 100),
        ("today, all queues", "statistics", 100),
        ("a year, one queue", f"queues/{QUEUE_ID}/statistics?since={since}", 300),
        ("a year, all queues", f"statistics?since={since}", 300),
    )
    figures = []
    _fetch_ms(server, f"{API}/queues")
    assert server.process is not None
    pid = server.process.pid or 0
    memory_before = read_memory_mb(pid)
    for name, path, limit in periods:
        ours, bare = [], []
        for _ in range(rounds):
            ours.append(_fetch_ms(server, f"{API}/{path}"))
            bare.append(_fetch_ms(reference, f"{API}/{path}"))
        title = f"statistics of {name}, {count:,} registrations"
        figures.append(Figure(title, "ms", ours, bare, "an empty office", at_most(limit, "ours")))
    memory = [read_memory_mb(pid)], [memory_before]
    title = "memory of the server after these statistics"
    return [*figures, Figure(title, "MB", *memory, "before", at_most(10, "difference"))]


def _fetch_ms(server: WalkinServer, path: str) -> float:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        answer = fetch(connection, build_request("GET", path))
    assert orjson.loads(answer.body)
    return answer.last_byte_seconds * 1000


def _measure_abandoned(server: WalkinServer, driver: Executor, rounds: int) -> list[Figure]:
    """Measure p99 of reads, calls and tickets, alone and while eight statistics of a year at a time are abandoned."""
    kinds = {
        "read": [build_request("GET", f"{API}/queues")] * REQUESTS,
        "ticket": list(map(build_ticket_request, range(REQUESTS))),
        "call": [CALL_REQUEST] * REQUESTS,
    }
    figures = []
    for name, requests in kinds.items():
        latencies: tuple[list[float], list[float]] = [], []
        for is_disturbed in [False, True] * (rounds + 1):
            is_over = threading.Event()
            leaver = threading.Thread(target=_abandon_statistics, args=(server.port, is_over), daemon=True)
            if is_disturbed:
                leaver.start()
            run = run_requests(driver, server.port, CLIENTS, requests)
            is_over.set()
            if is_disturbed:
                leaver.join()
            latencies[is_disturbed].append(run.compute_latency_ms(0.99))
        # The first round reads from the disk.
        alone, disturbed = (values[1:] for values in latencies)
        title = f"{name}, p99, while {ABANDONED} statistics of a year are abandoned"
        figures.append(Figure(title, "ms", disturbed, alone, "without", at_most(2)))
    return figures


def _abandon_statistics(port: int, is_over: threading.Event) -> None:
    request = build_request("GET", f"{API}/statistics?since={get_today() - timedelta(364)}")
    while not is_over.is_set():
        connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(ABANDONED)]
        for connection in connections:
            connection.sendall(request)
        time.sleep(ABANDONED_AFTER_SECONDS)
        for connection in connections:
            connection.close()
        is_over.wait(1)


async def _measure_drawing(data: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds to draw each page, and to draw as much plain text."""
    app = CounterApp(Settings(data=data, desk="Desk 1", queue=("1",)))
    ours, bare = [], []
    async with app.run_test(size=(160, 50)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the link")
        await pilot.press("space", "s")
        await wait_for(pilot, lambda: _shows_statistics(app), "the statistics of today")
        await pilot.press("R")
        await wait_for(pilot, lambda: _shows_statistics(app), "the year")
        screen = app.screen
        assert isinstance(screen, StatisticsScreen)
        body = screen.query_one("#figures", Static)
        for number in range(rounds * len(PAGES)):
            began = time.perf_counter()
            screen.action_page(number % len(PAGES))
            # Textual has no public way to render a screen.
            screen.screen._compositor.render_strips()
            await pilot.pause()
            ours.append((time.perf_counter() - began) * 1000)
            plain = "\n".join("x" * 150 for _ in str(body.content).split("\n"))
            began = time.perf_counter()
            body.update(plain)
            screen.screen._compositor.render_strips()
            await pilot.pause()
            bare.append((time.perf_counter() - began) * 1000)
    return ours, bare


def _shows_statistics(app: CounterApp) -> bool:
    """Whether the statistics are open and loaded: only those can be exported."""
    bindings = app.screen.active_bindings.values()
    return isinstance(app.screen, StatisticsScreen) and any(
        active.binding.action == "export" and active.enabled for active in bindings
    )
