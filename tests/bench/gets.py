"""One registration of thousands through the real ``walkin serve``: with its rank, beside one that has none.

Ranks are kept in memory by the event log and cost nearly nothing. Of half a millisecond for one alone a third is spent
before the store is asked (HTTP, routing, the guard, parameters), a quarter on the way to a reader's thread and back, a
sixth in SQLite, the rest on the answer.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import orjson

from tests.bench.figure import Figure, compute_percentile
from tests.bench.load import build_request, send_requests, start_driver
from tests.bench.office import QUEUE_ID, register_people
from tests.support.offices import run_server

WAITING_COUNT = 10_000
REGISTRATIONS_PATH = f"/api/2.3/queues/{QUEUE_ID}/registrations"


def measure_gets(folder: Path, rounds: int = 7, count: int = 1_500) -> list[Figure]:
    """Rate and p50 of getting people all over the queue, beside one who is being served. Asserts every rank."""
    data = folder / "gets.db"
    with run_server(data) as server, start_driver() as process:
        register_people(data, range(WAITING_COUNT + 1))
        called = (
            process.submit(send_requests, server.port, 1, [build_request("POST", f"{REGISTRATIONS_PATH}/next")])
            .result(60)
            .answers[0][1]
        )
        first = int(orjson.loads(called)["id"])
        # Each of them has its own rank: nothing can be answered from the last answer.
        ids = [first + 1 + number * 7 % WAITING_COUNT for number in range(count)]
        wanted = [build_request("GET", f"{REGISTRATIONS_PATH}/{key}") for key in ids]
        plain = [build_request("GET", f"{REGISTRATIONS_PATH}/{first}")] * count
        figures = []
        for clients in (1, 32):
            ours, theirs = [], []
            for _, requests in itertools.product(range(rounds), (wanted, plain)):
                run = process.submit(send_requests, server.port, clients, requests).result(120)
                (ours if requests is wanted else theirs).append(run)
                if requests is wanted:
                    ranks = {
                        int(registration["id"]): registration["rank"]
                        for registration in map(orjson.loads, (body for _, body in run.answers))
                    }
                    assert ranks == {key: key - first for key in ids}
            name = f"get one of {WAITING_COUNT:,} with its rank, {clients} at once, p50"
            taken = [[compute_percentile(run.latencies, 0.5) * 1000 for run in runs] for runs in (ours, theirs)]
            figures.append(Figure(name, "ms", taken[0], taken[1], "one without rank"))
    return figures
