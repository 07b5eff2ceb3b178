"""What a request costs as an office fills: nobody there, a day of 100,000, and an archive of past days behind it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson

from tests.bench.figure import Figure, percentile
from tests.bench.load import drive, driver, request
from tests.bench.office import QUEUE, fill, named
from tests.support.offices import served
from walkin.model.time import local_day, now

PATH = f"/api/2.3/queues/{QUEUE}/registrations"
TODAY = int(os.environ.get("BENCH_TODAY", "100000"))
ARCHIVE = int(os.environ.get("BENCH_ARCHIVE", "200000"))
"""Registrations of past days; 5,000,000 take some minutes and 5 GB."""

DAY = 86_400_000


def growth(folder: Path, rounds: int = 5, count: int = 300) -> list[Figure]:
    """p50 of create, call and get, one client, beside the same office when it was new."""
    data = folder / "growth.db"
    fill(data, range(200))
    before = _measured(data, rounds, count)
    _finish(data, TODAY, back=0)
    today = _measured(data, rounds, count)
    _finish(data, ARCHIVE, back=1)
    after = _measured(data, rounds, count)
    figures = []
    for name, times in before.items():
        figures.append(Figure(f"{name}, {TODAY:,} in a day, p50", "ms", today[name], times, "the new office"))
        figures.append(Figure(f"{name}, and {ARCHIVE:,} before, p50", "ms", after[name], times, "the new office"))
    return figures


def _measured(data: Path, rounds: int, count: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"create": [], "call": [], "get": []}
    with served(data) as server, driver() as process:

        def run(requests: list[bytes]) -> tuple[float, list[bytes]]:
            done = process.submit(drive, server.port, 1, requests).result(300)
            return percentile(done.latencies, 0.5) * 1000, [body for _, body in done.answers]

        for _ in range(rounds + 1):
            taken, bodies = run([request("POST", PATH, orjson.dumps(named(number))) for number in range(count)])
            ids = [orjson.loads(body)["id"] for body in bodies]
            found["create"].append(taken)
            found["get"].append(run([request("GET", f"{PATH}/{key}") for key in ids])[0])
            found["call"].append(run([request("POST", f"{PATH}/next")] * count)[0])
    # The first round reads everything from the disk.
    return {name: times[1:] for name, times in found.items()}


def _finish(data: Path, count: int, *, back: int) -> None:
    """Put finished visits with their events into the file, all of today or of the days before."""
    at = now()
    with closing(sqlite3.connect(data)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(registration)") if row[1] != "id"]
        row = connection.execute(f"SELECT {', '.join(columns)} FROM registration LIMIT 1").fetchone()
        model = dict(zip(columns, row, strict=True)) | {"status": "finished", "client_id": None}
        first = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM registration").fetchone()[0]
        each = max(1, count // 50)

        def visits() -> Iterator[tuple[object, ...]]:
            for number in range(count):
                moment = at - back * DAY * (1 + number // each)
                own = {
                    "number": first + number if back == 0 else number % each + 1,
                    "day": local_day(moment, "UTC") if back else model["day"],
                    "token": f"bench{back}{number:016d}"[:22],
                    "position": moment - count + number,
                    "registered_at": moment,
                    "started_at": moment,
                    "revision": 0,
                }
                yield tuple((model | own)[name] for name in columns)

        marks = ", ".join("?" * len(columns))
        with connection:
            connection.executemany(f"INSERT INTO registration ({', '.join(columns)}) VALUES ({marks})", visits())
            last = connection.execute("SELECT max(number) FROM registration WHERE day = ?", (model["day"],)).fetchone()[
                0
            ]
            connection.execute("UPDATE queue SET last_number = ? WHERE id = ?", (last, QUEUE))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
