"""Statistics of a year: requested over HTTP, and drawn on the counter's screen."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson
from sqlalchemy import insert
from textual.widgets import Static

from tests.bench.figure import Figure
from tests.bench.lists import fetch
from tests.bench.load import build_request
from tests.support.helpers import wait_for
from tests.support.offices import run_server
from walkin.model.queue import QueueInput
from walkin.settings import Settings
from walkin.store import open_store, queues
from walkin.store.schema.tables import registration
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.statistics.pages import PAGES
from walkin_counter.statistics.screen import StatisticsScreen

QUEUE_COUNT = 3
DAY_COUNT = 250
VISITS_PER_DAY = 200


def measure_statistics(folder: Path, rounds: int = 5) -> list[Figure]:
    """Measure a day and a year of 200 visits a day in each of three queues, and selecting the same rows."""
    data = folder / "year.db"
    asyncio.run(_insert_visits(data))
    today = datetime.now(UTC).date()
    since = (today - timedelta(364)).isoformat()
    periods = {
        "a day, all queues": (f"/statistics?since={today}", f"day = '{today}'"),
        "a year, one queue": (f"/queues/1/statistics?since={since}", f"day >= '{since}' AND queue_id = 1"),
        f"a year, {QUEUE_COUNT} queues": (f"/statistics?since={since}", f"day >= '{since}'"),
    }
    figures = []
    with run_server(data) as server:
        for name, (path, rows) in periods.items():
            ours, bare = [], []
            for _ in range(rounds):
                with socket.create_connection(("127.0.0.1", server.port)) as connection:
                    answer = fetch(connection, build_request("GET", f"/api/2.3{path}"))
                ours.append(answer.last_byte_seconds * 1000)
                visits, cost = _measure_select(data, rows)
                bare.append(cost)
                assert orjson.loads(answer.body)["total"]["visits"] == visits > 0
            figures.append(
                Figure(f"statistics of {name} ({visits:,} visits)", "ms", ours, bare, "SELECT, orjson.loads")
            )
    drawn, bare = asyncio.run(_measure_drawing(data, rounds))
    return [*figures, Figure("a year drawn, page by page", "ms", drawn, bare, "as many lines, plain")]


def _measure_select(data: Path, condition: str) -> tuple[int, float]:
    began = time.perf_counter()
    with closing(sqlite3.connect(data)) as connection:
        query = f"SELECT registered_at, started_at, document FROM registration WHERE {condition}"
        rows = [(came, called, orjson.loads(text)) for came, called, text in connection.execute(query)]
    return len(rows), (time.perf_counter() - began) * 1000


async def _measure_drawing(data: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds to draw each page, and to draw as much plain text."""
    app = CounterApp(Settings(data=data, desk="Desk 1", queue=("1",)))
    ours, bare = [], []
    async with app.run_test(size=(160, 50)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the link")
        await pilot.press("s", "R")
        await wait_for(
            pilot,
            lambda: isinstance(app.screen, StatisticsScreen) and "export" in _get_enabled_actions(app),
            "the year",
        )
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


def _get_enabled_actions(app: CounterApp) -> set[str]:
    return {active.binding.action for active in app.screen.active_bindings.values() if active.enabled}


async def _insert_visits(data: Path) -> None:
    store = await asyncio.to_thread(open_store, data)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    rng = Random(1)
    try:
        for queue_id in [state.id for state in await store.read(queues.list_queues, 0, 1)]:
            await store.write(queues.change, queue_id, QueueInput(time_zone="UTC"), int(midnight.timestamp() * 1000))
        for queue_id in range(1, QUEUE_COUNT + 1):
            days = [midnight - timedelta(day * 365 // DAY_COUNT) for day in range(DAY_COUNT)]
            rows = [_make_visit_row(queue_id, day, number, rng) for day in days for number in range(VISITS_PER_DAY)]
            await store.write(lambda connection, values: connection.execute(insert(registration), values).close(), rows)
    finally:
        await asyncio.to_thread(store.close)


def _make_visit_row(queue: int, day: datetime, number: int, rng: Random) -> dict[str, Any]:
    came = day + timedelta(hours=8, seconds=rng.randrange(9 * 3600))
    called = came + timedelta(seconds=rng.expovariate(1 / 600))
    over = called + timedelta(seconds=rng.expovariate(1 / 500))
    times = {
        name: {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
        for name, at in (("registered", came), ("started", called), ("called", called), ("finished", over))
    }
    desk = {"counter": {"name": f"Desk {rng.randrange(1, 9)}"}}
    position = int(came.timestamp() * 1000)
    document = (
        times | desk | {"ticket": f"A{number:03}", "status": "finished", "calls": 1, "priority": 0, "revision": 9}
    )
    return {
        "queue_id": queue,
        "ticket_queue_id": queue,
        "day": day.date().isoformat(),
        "number": number,
        "status": "finished",
        "priority": 0,
        "on_hold": False,
        "reserved_desk": "",
        "position": position,
        "registered_at": position,
        "started_at": int(called.timestamp() * 1000),
        "revision": 9,
        "token": f"{queue}.{day:%y%m%d}.{number}",
        "document": orjson.dumps(document).decode(),
        "created_by": "",
        "told_from_minutes": 5,
        "told_to_minutes": 15,
        "told_mean_seconds": 600,
        "wait_seconds": int((called - came).total_seconds()),
    }
