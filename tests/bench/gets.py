"""Getting one registration of thousands through the real ``walkin serve``: with a rank, and one that has none.

Ranks are cached and updated from the event log, so they cost nearly nothing. A single get takes half a millisecond: a
third before the store (HTTP, routing, permissions, parameters), a quarter for the hand-over to a reader thread and
back, a sixth in SQLite, the rest for the response.
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
    """Measure p50 of registrations all over the queue, and of one that is being served. Asserts every rank."""
    data = folder / "gets.db"
    with run_server(data) as server, start_driver() as process:
        register_people(data, range(WAITING_COUNT + 1))
        called = (
            process.submit(send_requests, server.port, 1, [build_request("POST", f"{REGISTRATIONS_PATH}/next")])
            .result(60)
            .answers[0][1]
        )
        first = int(orjson.loads(called)["id"])
        # Each has a rank of its own, so no response can be reused.
        ids = [first + 1 + number * 7 % WAITING_COUNT for number in range(count)]
        ranked_requests = [build_request("GET", f"{REGISTRATIONS_PATH}/{key}") for key in ids]
        unranked_requests = [build_request("GET", f"{REGISTRATIONS_PATH}/{first}")] * count
        figures = []
        for clients in (1, 32):
            ours, unranked = [], []
            for _, requests in itertools.product(range(rounds), (ranked_requests, unranked_requests)):
                run = process.submit(send_requests, server.port, clients, requests).result(120)
                (ours if requests is ranked_requests else unranked).append(run)
                if requests is ranked_requests:
                    ranks = {
                        int(registration["id"]): registration["rank"]
                        for registration in map(orjson.loads, (body for _, body in run.answers))
                    }
                    assert ranks == {key: key - first for key in ids}
            name = f"get one of {WAITING_COUNT:,} with its rank, {clients} at once, p50"
            latencies = [[compute_percentile(run.latencies, 0.5) * 1000 for run in runs] for runs in (ours, unranked)]
            figures.append(Figure(name, "ms", latencies[0], latencies[1], "one without rank"))
    return figures
