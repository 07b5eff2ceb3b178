"""Create and call per second through the real ``walkin serve``, beside a bare FastAPI route.

Rates depend on what else the machine does: the processor time of the server for each request, beside that of the route
in the same run, tells more. Two thirds of it are the interpreter, an eighth SQLite, an eighth the kernel.

At 32 clients a ticket with a name takes 250 µs on a quiet machine (the route 84), a call 225, a filled form 510 (the
route 125): the route takes 0.34, 0.37 and 0.25 of it. By rate it is 0.32, 0.35 and 0.23. Half of a ticket is the event
loop's: 60 µs are HTTP and the system calls, as in the route, 30 the hand-over to the writer and back and the notice of
its turn, 20 the response, 20 the parameters and the body, the others permissions and the middleware. The other half is
the writer's: two thirds of it compute the registration (a quarter of that the client, a fifth the forecast and the told
wait), the others write the rows of a batch together: packed events, the audit log and the commit. A filled form adds
260 µs: two thirds check its answers, a third of that is the telephone number's library; the rest stores the form.

Half of the route's rate would be 170 µs, which HTTP, the hand-over and SQLite take alone: one ticket has five rows with
a dozen indexes, each statement and commit of a batch shared. What remains is flat: nothing in it takes a twentieth.
Tried and not kept, since it saved nothing: indexes of clients without the rows whose column is empty, a compressor
copied with its dictionary, models built in another way than by copying.

At one client nothing is shared: a ticket takes 820 µs. Of the writer's half the commit takes a third, a dozen
statements another; the loop begins at each wait with cold caches, which doubles the interpreter's time. A ticket then
writes 29 pages of 512 bytes.
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

from tests.bench.bare_route import run_route, run_server_process
from tests.bench.figure import Figure, at_least, at_most
from tests.bench.load import Run, build_request, run_requests, start_driver
from tests.bench.office import REGISTRATIONS_PATH, make_form_registration, make_named_registration
from tests.bench.terminal import read_process_cpu_seconds
from tests.support.offices import run_server
from walkin.store.engine.sqlite import select_sqlite_module

CLIENT_COUNTS = (1, 32)
ALONE_LEAST_RATIO = 0.3
"""The goal at one client."""

WAL_TICKETS = 40
"""Tickets, one after the other, whose WAL is measured: too few for it to be copied into the file meanwhile."""

MAX_BUSY_SHARE = 0.9
"""A busier load generator would itself be the limit."""


@dataclass(frozen=True)
class RequestKind:
    """A kind of request: its name in the table, its path, the body of the n-th request, and the expected status."""

    name: str
    path: str
    make_body: Callable[[int], Any]
    status: int
    least_ratio: float
    """The goal at 32 clients, beside the bare route."""
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
    RequestKind(
        "create with a filled form", REGISTRATIONS_PATH, make_form_registration, 201, 0.4, has_idempotency_key=True
    ),
    RequestKind("create with a name", REGISTRATIONS_PATH, make_named_registration, 201, 0.5),
    RequestKind(
        "call the next",
        f"{REGISTRATIONS_PATH}/next",
        lambda number: {"counter": {"name": f"Desk {number % 5 + 1}"}},
        200,
        0.5,
    ),
)
"""Creating comes first, so that a call always finds a waiting client."""


@dataclass(frozen=True)
class MeasuredServer:
    port: int
    pid: int


@dataclass(frozen=True)
class MeasuredRun:
    """A run of requests, and the processor time that the server took for each."""

    run: Run
    cpu_us: float


def measure_rates(folder: Path, rounds: int = 5, seconds: float = 2.0) -> list[Figure]:
    """Measure rate, p50, p99 and the server's processor time of each kind at 1 and at 32 clients.

    A run has as many requests as Walkin answers in about ``seconds``; Walkin and the bare route alternate.
    Asserts that no registration is created or called twice.
    """
    numbers = itertools.count()
    seen_ids: dict[int, set[str]] = defaultdict(set)
    figures: list[Figure] = []
    with run_server(folder / "rates.db") as server, start_driver() as process, contextlib.ExitStack() as routes:
        assert server.process is not None
        ours = MeasuredServer(server.port, server.process.pid or 0)

        def run(measured: MeasuredServer, clients: int, requests: list[bytes]) -> MeasuredRun:
            cpu_before = read_process_cpu_seconds(measured.pid)
            result = run_requests(process, measured.port, clients, requests)
            cpu_seconds = read_process_cpu_seconds(measured.pid) - cpu_before
            assert result.busy_share < MAX_BUSY_SHARE, (
                f"the load generator was busy for {result.busy_share:.0%} of the time"
            )
            return MeasuredRun(result, cpu_seconds / len(requests) * 1e6)

        def make_tickets() -> list[bytes]:
            return REQUEST_KINDS[1].build_requests(itertools.islice(numbers, WAL_TICKETS))

        bare: dict[RequestKind, MeasuredServer] = {}
        for kind in REQUEST_KINDS:
            first = run(ours, 1, kind.build_requests([next(numbers)])).run
            _check_answers(kind, first, seen_ids[kind.status])
            bare[kind] = MeasuredServer(*routes.enter_context(run_server_process(run_route, first.answers[0][1])))
        for clients in CLIENT_COUNTS:
            warm_up = [run(ours, clients, REQUEST_KINDS[0].build_requests(itertools.islice(numbers, 10 * clients)))]
            warm_up += [run(route, clients, kind.build_requests(range(300), "/")) for kind, route in bare.items()]
            count = max(100, int(warm_up[0].run.rate * seconds))
            walkin_runs: dict[RequestKind, list[MeasuredRun]] = defaultdict(list)
            bare_runs: dict[RequestKind, list[MeasuredRun]] = defaultdict(list)
            for _, kind in itertools.product(range(rounds), REQUEST_KINDS):
                chunk = list(itertools.islice(numbers, count))
                walkin_runs[kind].append(run(ours, clients, kind.build_requests(chunk)))
                bare_runs[kind].append(run(bare[kind], clients, kind.build_requests(chunk, "/")))
                _check_answers(kind, walkin_runs[kind][-1].run, seen_ids[kind.status])
            for kind in REQUEST_KINDS:
                goal = kind.least_ratio if clients > 1 else ALONE_LEAST_RATIO
                figures += _build_figures(f"{kind.name}, {clients} at once", goal, walkin_runs[kind], bare_runs[kind])
            if clients == 1:
                figures.append(_measure_wal(server.data, lambda: run(ours, 1, make_tickets()).run))
                name = f"{REQUEST_KINDS[1].name}, 1 at once, p50"
                alone = next(figure for figure in figures if figure.name == name)
                title, syncs = f"{name}, beside the disk", measure_syncs(folder)
                figures.append(Figure(title, "ms", alone.ours, syncs, "4 kB and fsync", at_most(6)))
    return figures


def _measure_wal(data: Path, take_tickets: Callable[[], Run]) -> Figure:
    """Measure what `WAL_TICKETS` tickets add to the WAL, beside the bytes of their responses."""
    wal = data.with_name(data.name + "-wal")
    with contextlib.closing(select_sqlite_module().connect(data)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    answers = take_tickets().answers
    written = wal.stat().st_size / len(answers) / 1000
    return Figure(
        f"{REQUEST_KINDS[1].name}, 1 at once, written to the WAL",
        "kB",
        [written],
        [len(body) / 1000 for _, body in answers],
        "the response",
        at_most(20, "ours"),
    )


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


def _build_figures(
    name: str, least_ratio: float, walkin_runs: list[MeasuredRun], bare_runs: list[MeasuredRun]
) -> Iterator[Figure]:
    measures: list[tuple[str, str, Callable[[MeasuredRun], float]]] = [
        ("", "/s", lambda measured: measured.run.rate),
        (", p50", "ms", lambda measured: measured.run.compute_latency_ms(0.5)),
        (", p99", "ms", lambda measured: measured.run.compute_latency_ms(0.99)),
        (", processor time", "µs", lambda measured: measured.cpu_us),
    ]
    for suffix, unit, measure in measures:
        ours, bare = list(map(measure, walkin_runs)), list(map(measure, bare_runs))
        yield Figure(name + suffix, unit, ours, bare, "bare route", None if suffix else at_least(least_ratio))
