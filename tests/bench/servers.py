"""Create and call per second with one server process and with several on one office, through the real ``walkin serve``.

On a file the processes take turns at its lock, which is nearly always held: a batch of 17 tickets takes 4.1 ms, its
commit 0.9 ms and the change of turns 0.4 ms. After a turn of another process SQLite reads its pages again, a fifth of a
batch. So two servers reach 0.8 to 0.95 of the rate of one. On PostgreSQL most time goes into the round trips of each
change (lock the queue, find or create the client, registration, queue, log), about as much in psycopg and SQLAlchemy as
in PostgreSQL's own processes; writes that wait for the same queue share a commit. Database, servers and load generators
share the machine's cores, so more processes than cores gain nothing.
"""

from __future__ import annotations

import itertools
import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from tests.bench.figure import Figure, at_least, compute_percentile
from tests.bench.load import RUN_TIMEOUT_SECONDS, Run, build_request, send_requests, start_driver
from tests.bench.office import build_ticket_request
from tests.support.offices import run_server
from tests.support.postgres import PostgresCluster, find_programs

SERVER_COUNTS = (1, 2)
NEEDED_CORES = 4
"""Cores for two servers with a load generator each; on fewer the figure says so."""

CLIENT_COUNT = 32
QUEUE_COUNT = 3
REQUEST_KINDS = ("create with a name", "call the next")


def measure_servers(folder: Path, rounds: int = 3, count: int = 1_200) -> list[Figure]:
    """Measure rate and p99 by number of servers, with ``count`` requests in a run, over the sample's queues.

    On a file, and on PostgreSQL where it is installed. Asserts that no registration is created or called twice.
    """
    figures = _measure_office("a file", folder / "servers.db", rounds, count)
    programs = find_programs()
    if programs is not None:
        with ExitStack() as stack:
            cluster = PostgresCluster(programs, durable=True)
            stack.callback(cluster.close)
            office = stack.enter_context(cluster.create_office())
            figures += _measure_office("PostgreSQL", office, rounds, count)
    return figures


def _measure_office(engine: str, office: Path | str, rounds: int, count: int) -> list[Figure]:
    runs: dict[tuple[str, int], list[list[Run]]] = defaultdict(list)
    seen_ids: dict[str, set[str]] = defaultdict(set)
    numbers = itertools.count()
    with ExitStack() as stack:
        ports = [stack.enter_context(run_server(office)).port for _ in range(max(SERVER_COUNTS))]
        drivers = [stack.enter_context(start_driver()) for _ in ports]
        for port in ports:
            _run_requests([port], drivers, _build_requests(REQUEST_KINDS[0], itertools.islice(numbers, 300)))
        for _, size in itertools.product(range(rounds), SERVER_COUNTS):
            chunk = list(itertools.islice(numbers, count))
            for kind in REQUEST_KINDS:
                results = _run_requests(ports[:size], drivers, _build_requests(kind, chunk))
                ids = [orjson.loads(body)["id"] for run in results for _, body in run.answers]
                assert len(ids) == count
                assert not seen_ids[kind].intersection(ids), f"{kind}: a registration of an earlier run"
                seen_ids[kind].update(ids)
                assert len(seen_ids[kind]) % count == 0, f"{kind}: a registration twice in a run"
                runs[kind, size].append(results)
    return [figure for kind, size in runs for figure in _build_figures(engine, kind, size, runs)]


def _build_requests(kind: str, numbers: Any) -> list[bytes]:
    """Build one request for each number; the queues take turns."""
    paths = [f"/api/2.3/queues/{number + 1}/registrations" for number in range(QUEUE_COUNT)]
    if kind == REQUEST_KINDS[0]:
        return [build_ticket_request(number, paths[number % QUEUE_COUNT]) for number in numbers]
    desk = orjson.dumps({"counter": {"name": "Desk 1"}})
    return [build_request("POST", f"{paths[number % QUEUE_COUNT]}/next", desk) for number in numbers]


def _run_requests(ports: Sequence[int], drivers: Sequence[Executor], requests: list[bytes]) -> list[Run]:
    """Send the requests to the servers, a share to each, from a load generator per server."""
    size = len(ports)
    # In blocks: taking turns, a server might get requests of one queue only.
    share = -(-len(requests) // size)
    futures = [
        drivers[index].submit(send_requests, port, CLIENT_COUNT // size, requests[index * share : (index + 1) * share])
        for index, port in enumerate(ports)
    ]
    return [future.result(RUN_TIMEOUT_SECONDS) for future in futures]


def _build_figures(engine: str, kind: str, size: int, runs: dict[tuple[str, int], list[list[Run]]]) -> list[Figure]:
    name = f"{engine}, {kind}, {CLIENT_COUNT} at once, {size} server{'s' if size > 1 else ''}"
    if size > 1 and (cores := os.cpu_count() or 1) < NEEDED_CORES:
        name += f" (needs {NEEDED_CORES} cores, has {cores})"
    latencies = [[taken * 1000 for run in results for taken in run.latencies] for results in runs[kind, size]]
    rates, alone = ([_compute_rate(results) for results in runs[kind, number]] for number in (size, SERVER_COUNTS[0]))
    p99, p50 = ([compute_percentile(taken, share) for taken in latencies] for share in (0.99, 0.5))
    goal = at_least(1.0) if size > 1 else None
    return [Figure(name, "/s", rates, alone, "one server", goal), Figure(f"{name}, p99", "ms", p99, p50, "its median")]


def _compute_rate(runs: Sequence[Run]) -> float:
    return sum(len(run.answers) for run in runs) / max(run.seconds for run in runs)
