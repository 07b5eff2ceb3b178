"""One registration of thousands through the real ``walkin serve``: with its rank, beside one that has none.

Ranks are kept in memory by the event log and cost nearly nothing. Of half a millisecond for one alone a third is spent
before the store is asked (HTTP, routing, the guard, parameters), a quarter on the way to a reader's thread and back, a
sixth in SQLite, the rest on the answer.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import orjson

from tests.bench.figure import Figure, percentile
from tests.bench.load import drive, driver, request
from tests.bench.office import QUEUE, fill
from tests.support.offices import served

WAITING = 10_000
PATH = f"/api/2.3/queues/{QUEUE}/registrations"


def gets(folder: Path, rounds: int = 7, count: int = 1_500) -> list[Figure]:
    """Rate and p50 of getting people all over the queue, beside one who is being served. Asserts every rank."""
    data = folder / "gets.db"
    with served(data) as server, driver() as process:
        fill(data, range(WAITING + 1))
        called = process.submit(drive, server.port, 1, [request("POST", f"{PATH}/next")]).result(60).answers[0][1]
        first = int(orjson.loads(called)["id"])
        # Each of them has its own rank: nothing can be answered from the last answer.
        ids = [first + 1 + number * 7 % WAITING for number in range(count)]
        wanted = [request("GET", f"{PATH}/{key}") for key in ids]
        plain = [request("GET", f"{PATH}/{first}")] * count
        figures = []
        for clients in (1, 32):
            ours, theirs = [], []
            for _, requests in itertools.product(range(rounds), (wanted, plain)):
                run = process.submit(drive, server.port, clients, requests).result(120)
                (ours if requests is wanted else theirs).append(run)
                if requests is wanted:
                    found = {
                        int(one["id"]): one["rank"] for one in map(orjson.loads, (body for _, body in run.answers))
                    }
                    assert found == {key: key - first for key in ids}
            name = f"get one of {WAITING:,} with its rank, {clients} at once, p50"
            taken = [[percentile(run.latencies, 0.5) * 1000 for run in runs] for runs in (ours, theirs)]
            figures.append(Figure(name, "ms", taken[0], taken[1], "one without rank"))
    return figures
