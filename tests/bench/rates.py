"""Create and call per second through the real ``walkin serve``, beside a bare FastAPI route.

Both are limited by one interpreter. CPU time of a ticket with a name, in microseconds: HTTP server 95; routing,
permissions, parameters, body model and response 80; the hand-over to the writer thread and back 30; SQLite 90 (the row
with its seven indexes 29, the client 19, the queue 16, its share of a commit 18); the rules in Python 80 (told wait,
service rate, documents). The bare route takes 125 to 155. A filled form adds 170, most of it copies of pydantic models
and the phone library. A call adds 60 in the writer: the undo log and the desk.
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
"""A busier load generator would itself be the limit."""


@dataclass(frozen=True)
class RequestKind:
    """A kind of request: its name in the table, its path, the body of the n-th request, and the expected status."""

    name: str
    path: str
    make_body: Callable[[int], Any]
    status: int
    has_idempotency_key: bool = False

    def build_requests(self, numbers: Iterable[int], path: str | None = None) -> list[bytes]:
        """Build the requests with these numbers, to ``path`` if given."""
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
"""Creating comes first, so that a call always finds a waiting client."""


def measure_rates(folder: Path, rounds: int = 5, seconds: float = 2.0) -> list[Figure]:
    """Measure rate, p50 and p99 of each kind at 1 and at 32 clients.

    A run has as many requests as Walkin answers in about ``seconds``; Walkin and the bare route alternate.
    Asserts that no registration is created or called twice.
    """
    numbers = itertools.count()
    seen_ids: dict[int, set[str]] = defaultdict(set)
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
            _check_answers(kind, first, seen_ids[kind.status])
            bare[kind] = routes.enter_context(run_bare_route(first.answers[0][1]))
        for clients in CLIENT_COUNTS:
            warm_up = [
                run(server.port, clients, REQUEST_KINDS[0].build_requests(itertools.islice(numbers, 10 * clients)))
            ]
            warm_up += [run(port, clients, kind.build_requests(range(300), "/")) for kind, port in bare.items()]
            count = max(100, int(warm_up[0].rate * seconds))
            walkin_runs: dict[RequestKind, list[Run]] = defaultdict(list)
            bare_runs: dict[RequestKind, list[Run]] = defaultdict(list)
            for _, kind in itertools.product(range(rounds), REQUEST_KINDS):
                chunk = list(itertools.islice(numbers, count))
                walkin_runs[kind].append(run(server.port, clients, kind.build_requests(chunk)))
                bare_runs[kind].append(run(bare[kind], clients, kind.build_requests(chunk, "/")))
                _check_answers(kind, walkin_runs[kind][-1], seen_ids[kind.status])
            for kind in REQUEST_KINDS:
                figures += _build_figures(f"{kind.name}, {clients} at once", walkin_runs[kind], bare_runs[kind])
            if clients == 1:
                name = f"{REQUEST_KINDS[1].name}, 1 at once, p50"
                alone = next(figure for figure in figures if figure.name == name)
                figures.append(
                    Figure(f"{name}, beside the disk", "ms", alone.ours, measure_syncs(folder), "4 kB and fsync")
                )
    return figures


def measure_syncs(folder: Path, times: int = 200) -> list[float]:
    """Return the milliseconds of appending 4 kB to a file and fsync, the least that a durable write takes."""
    durations_ms = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            durations_ms.append((time.perf_counter() - began) * 1000)
    return durations_ms


def _check_answers(kind: RequestKind, run: Run, seen_ids: set[str]) -> None:
    """Assert that each response has the right status and a registration that no other response has."""
    assert {status for status, _ in run.answers} == {kind.status}, f"{kind.name}: {run.answers[-1]}"
    ids = {orjson.loads(body)["id"] for _, body in run.answers}
    assert len(ids) == len(run.answers), f"{kind.name}: a registration twice in a run"
    assert not ids & seen_ids, f"{kind.name}: a registration of an earlier run"
    seen_ids |= ids


def _build_figures(name: str, walkin_runs: list[Run], bare_runs: list[Run]) -> Iterator[Figure]:
    measures: list[tuple[str, str, Callable[[Run], float]]] = [
        ("", "/s", lambda run: run.rate),
        (", p50", "ms", lambda run: compute_percentile(run.latencies, 0.5) * 1000),
        (", p99", "ms", lambda run: compute_percentile(run.latencies, 0.99) * 1000),
    ]
    for suffix, unit, measure in measures:
        yield Figure(name + suffix, unit, list(map(measure, walkin_runs)), list(map(measure, bare_runs)), "bare route")
