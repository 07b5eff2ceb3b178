"""Getting one registration of thousands through the real ``walkin serve``: with a rank, and one that has none.

Ranks are cached and updated from the event log, so they cost nearly nothing. A single get takes half a millisecond: a
third before the store (HTTP, routing, permissions, parameters), a quarter for the hand-over to a reader thread and
back, a sixth in SQLite, the rest for the response.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import orjson

from tests.bench.figure import Figure
from tests.bench.load import build_request, run_requests, start_driver
from tests.bench.office import CALL_REQUEST, REGISTRATIONS_PATH, register_people
from tests.support.offices import run_server

WAITING_COUNT = 10_000


def measure_gets(folder: Path, rounds: int = 7, count: int = 1_500) -> list[Figure]:
    """Measure p50 of registrations all over the queue, and of one that is being served. Asserts every rank."""
    data = folder / "gets.db"
    with run_server(data) as server, start_driver() as process:
        register_people(data, range(WAITING_COUNT + 1))
        _, called = run_requests(process, server.port, 1, [CALL_REQUEST]).answers[0]
        first = int(orjson.loads(called)["id"])
        # Each has a rank of its own, so no response can be reused.
        ids = [first + 1 + number * 7 % WAITING_COUNT for number in range(count)]
        ranked_requests = [build_request("GET", f"{REGISTRATIONS_PATH}/{key}") for key in ids]
        unranked_requests = [build_request("GET", f"{REGISTRATIONS_PATH}/{first}")] * count
        figures = []
        for clients in (1, 32):
            ours, unranked = [], []
            for _, requests in itertools.product(range(rounds), (ranked_requests, unranked_requests)):
                run = run_requests(process, server.port, clients, requests)
                (ours if requests is ranked_requests else unranked).append(run)
                if requests is ranked_requests:
                    ranks = {
                        int(registration["id"]): registration["rank"]
                        for registration in map(orjson.loads, (body for _, body in run.answers))
                    }
                    assert ranks == {key: key - first for key in ids}
            name = f"get one of {WAITING_COUNT:,} with its rank, {clients} at once, p50"
            latencies = [[run.compute_latency_ms(0.5) for run in runs] for runs in (ours, unranked)]
            figures.append(Figure(name, "ms", latencies[0], latencies[1], "one without rank"))
    return figures
