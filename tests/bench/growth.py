"""Cost of a request as an office grows: new, with 100,000 registrations in a day, and with an archive."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson

from tests.bench.figure import Figure, compute_percentile
from tests.bench.load import build_request, send_requests, start_driver
from tests.bench.office import QUEUE_ID, make_named_registration, register_people
from tests.support.offices import run_server
from walkin.model.time import now_ms, to_local_day

REGISTRATIONS_PATH = f"/api/2.3/queues/{QUEUE_ID}/registrations"
TODAY_COUNT = int(os.environ.get("BENCH_TODAY", "100000"))
ARCHIVE_COUNT = int(os.environ.get("BENCH_ARCHIVE", "200000"))
"""Registrations of past days; 5,000,000 take some minutes and 5 GB."""

DAY_MS = 86_400_000


def measure_growth(folder: Path, rounds: int = 5, count: int = 300) -> list[Figure]:
    """Measure p50 of create, call and get with one client, against the same office when it was new."""
    data = folder / "growth.db"
    register_people(data, range(200))
    before = _measure_requests(data, rounds, count)
    _insert_finished_visits(data, TODAY_COUNT, days_back=0)
    today = _measure_requests(data, rounds, count)
    _insert_finished_visits(data, ARCHIVE_COUNT, days_back=1)
    after = _measure_requests(data, rounds, count)
    figures = []
    for name, times in before.items():
        figures.append(Figure(f"{name}, {TODAY_COUNT:,} in a day, p50", "ms", today[name], times, "the new office"))
        figures.append(Figure(f"{name}, and {ARCHIVE_COUNT:,} before, p50", "ms", after[name], times, "the new office"))
    return figures


def _measure_requests(data: Path, rounds: int, count: int) -> dict[str, list[float]]:
    latencies: dict[str, list[float]] = {"create": [], "call": [], "get": []}
    with run_server(data) as server, start_driver() as process:

        def run(requests: list[bytes]) -> tuple[float, list[bytes]]:
            result = process.submit(send_requests, server.port, 1, requests).result(300)
            return compute_percentile(result.latencies, 0.5) * 1000, [body for _, body in result.answers]

        for _ in range(rounds + 1):
            p50, bodies = run(
                [
                    build_request("POST", REGISTRATIONS_PATH, orjson.dumps(make_named_registration(number)))
                    for number in range(count)
                ]
            )
            ids = [orjson.loads(body)["id"] for body in bodies]
            latencies["create"].append(p50)
            latencies["get"].append(run([build_request("GET", f"{REGISTRATIONS_PATH}/{key}") for key in ids])[0])
            latencies["call"].append(run([build_request("POST", f"{REGISTRATIONS_PATH}/next")] * count)[0])
    # The first round reads everything from the disk.
    return {name: times[1:] for name, times in latencies.items()}


def _insert_finished_visits(data: Path, count: int, *, days_back: int) -> None:
    """Insert finished visits, all of today or of the days before."""
    at = now_ms()
    with closing(sqlite3.connect(data)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(registration)") if row[1] != "id"]
        row = connection.execute(f"SELECT {', '.join(columns)} FROM registration LIMIT 1").fetchone()
        template = dict(zip(columns, row, strict=True)) | {"status": "finished", "client_id": None}
        first = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM registration").fetchone()[0]
        visits_per_day = max(1, count // 50)

        def visits() -> Iterator[tuple[object, ...]]:
            for number in range(count):
                at_ms = at - days_back * DAY_MS * (1 + number // visits_per_day)
                members = {
                    "number": first + number if days_back == 0 else number % visits_per_day + 1,
                    "day": to_local_day(at_ms, "UTC") if days_back else template["day"],
                    "token": f"bench{days_back}{number:016d}"[:22],
                    "position": at_ms - count + number,
                    "registered_at": at_ms,
                    "started_at": at_ms,
                    "revision": 0,
                }
                yield tuple((template | members)[name] for name in columns)

        placeholders = ", ".join("?" * len(columns))
        with connection:
            connection.executemany(f"INSERT INTO registration ({', '.join(columns)}) VALUES ({placeholders})", visits())
            last = connection.execute(
                "SELECT max(number) FROM registration WHERE day = ?", (template["day"],)
            ).fetchone()[0]
            connection.execute("UPDATE queue SET last_number = ? WHERE id = ?", (last, QUEUE_ID))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
