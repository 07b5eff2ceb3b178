"""Create and call per second through the real ``walkin serve``, beside a bare FastAPI route.

Both are as fast as one interpreter: 32 clients get what its lock lets through. Of the CPU that a ticket with a name
takes (the route alone takes 125 to 155 microseconds), 95 are the HTTP server's, 80 the routing and what is ours around
it (the guard, parameters, the body's model, the answer), 30 the way to the writer and back. In the writer 90 are
SQLite's (the row with its seven indexes 29, the client 19, the queue 16, its share of a commit 18), 80 the rules in
Python (the wait that is told, the queue's pace, the documents). A filled form adds 170, most of it copies of pydantic's
models and the phone library; a call has 60 more in the writer: what can be undone, and the desk.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tests.bench.bare_route import run_bare_route
from tests.bench.figure import Figure, compute_percentile
from tests.bench.load import Run, build_request, send_requests, start_driver
from tests.bench.office import QUEUE_ID, make_form_registration, make_named_registration
from tests.support.offices import run_server

REGISTRATIONS_PATH = f"/api/2.3/queues/{QUEUE_ID}/registrations"
CLIENT_COUNTS = (1, 32)
RUN_TIMEOUT_SECONDS = 300.0
"""Seconds for one run; a server that takes longer hangs."""

MAX_BUSY_SHARE = 0.9
"""A load generator busier than this is what was measured."""


@dataclass(frozen=True)
class RequestKind:
    """A kind of request: its name in the table, its path, how the body of the n-th is made, and the answer's status."""

    name: str
    path: str
    make_body: Callable[[int], Any]
    status: int
    has_idempotency_key: bool = False

    def build_requests(self, numbers: Iterable[int], path: str | None = None) -> list[bytes]:
        """The requests with these numbers, to our path or another one."""
        return [
            build_request(
                "POST",
                path or self.path,
                orjson.dumps(self.make_body(number)),
                f"idempotency-key: bench-{number}\r\n" if self.has_idempotency_key else "",
            )
            for number in numbers
        ]


REQUEST_KINDS = (
    RequestKind("create with a filled form", REGISTRATIONS_PATH, make_form_registration, 201, has_idempotency_key=True),
    RequestKind("create with a name", REGISTRATIONS_PATH, make_named_registration, 201),
    RequestKind(
        "call the next",
        f"{REGISTRATIONS_PATH}/next",
        lambda number: {"counter": {"name": f"Desk {number % 5 + 1}"}},
        200,
    ),
)
"""Two ways to create, then calls: there is always somebody to call."""


def measure_rates(folder: Path, rounds: int = 5, seconds: float = 2.0) -> list[Figure]:
    """Rate, p50 and p99 of each kind at 1 and at 32 clients.

    A run is so many requests that it takes us about so many seconds; ours and the bare route's alternate.
    Asserts that nobody was made or called twice.
    """
    numbers = itertools.count()
    seen: dict[int, set[str]] = defaultdict(set)
    figures: list[Figure] = []
    with run_server(folder / "rates.db") as server, start_driver() as process, contextlib.ExitStack() as routes:

        def run(port: int, clients: int, requests: list[bytes]) -> Run:
            result = process.submit(send_requests, port, clients, requests).result(RUN_TIMEOUT_SECONDS)
            assert result.busy_share < MAX_BUSY_SHARE, (
                f"the load generator was busy for {result.busy_share:.0%} of the time"
            )
            return result

        bare: dict[RequestKind, int] = {}
        for kind in REQUEST_KINDS:
            first = run(server.port, 1, kind.build_requests([next(numbers)]))
            _check_answers(kind, first, seen[kind.status])
            bare[kind] = routes.enter_context(run_bare_route(first.answers[0][1]))
        for clients in CLIENT_COUNTS:
            warm = [run(server.port, clients, REQUEST_KINDS[0].build_requests(itertools.islice(numbers, 10 * clients)))]
            warm += [run(port, clients, kind.build_requests(range(300), "/")) for kind, port in bare.items()]
            count = max(100, int(warm[0].rate * seconds))
            ours: dict[RequestKind, list[Run]] = defaultdict(list)
            theirs: dict[RequestKind, list[Run]] = defaultdict(list)
            for _, kind in itertools.product(range(rounds), REQUEST_KINDS):
                chosen = list(itertools.islice(numbers, count))
                ours[kind].append(run(server.port, clients, kind.build_requests(chosen)))
                theirs[kind].append(run(bare[kind], clients, kind.build_requests(chosen, "/")))
                _check_answers(kind, ours[kind][-1], seen[kind.status])
            for kind in REQUEST_KINDS:
                figures += _build_figures(f"{kind.name}, {clients} at once", ours[kind], theirs[kind])
            if clients == 1:
                name = f"{REQUEST_KINDS[1].name}, 1 at once, p50"
                alone = next(figure for figure in figures if figure.name == name)
                figures.append(
                    Figure(f"{name}, beside the disk", "ms", alone.ours, measure_syncs(folder), "4 kB and fsync")
                )
    return figures


def measure_syncs(folder: Path, times: int = 200) -> list[float]:
    """Milliseconds that it takes to append 4 kB to a file and have them on the disk: nothing durable is faster."""
    taken = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def _check_answers(kind: RequestKind, run: Run, seen_ids: set[str]) -> None:
    """Every answer is of the right kind, and about somebody whom no other is about."""
    assert {status for status, _ in run.answers} == {kind.status}, f"{kind.name}: {run.answers[-1]}"
    ids = {orjson.loads(body)["id"] for _, body in run.answers}
    assert len(ids) == len(run.answers), f"{kind.name}: somebody twice"
    assert not ids & seen_ids, f"{kind.name}: somebody again"
    seen_ids |= ids


def _build_figures(name: str, ours: list[Run], theirs: list[Run]) -> Iterator[Figure]:
    measures: list[tuple[str, str, Callable[[Run], float]]] = [
        ("", "/s", lambda run: run.rate),
        (", p50", "ms", lambda run: compute_percentile(run.latencies, 0.5) * 1000),
        (", p99", "ms", lambda run: compute_percentile(run.latencies, 0.99) * 1000),
    ]
    for suffix, unit, measure in measures:
        yield Figure(name + suffix, unit, list(map(measure, ours)), list(map(measure, theirs)), "bare route")
