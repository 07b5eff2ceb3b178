"""Create and call per second on PostgreSQL with one server process and with several, through the real ``walkin serve``.

What remains is spent on the round trips of each change (lock the queue, find or make the client, registration, queue,
log), about as much in psycopg and SQLAlchemy as in PostgreSQL's own processes; the commit is shared by the writes that
wait for the same queue. On a machine whose cores the database, the servers and the load generators share, more
processes than cores bring nothing.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from tests.bench.figure import Figure, percentile
from tests.bench.load import Run, drive, driver, request
from tests.bench.office import named
from tests.bench.rates import PATIENCE
from tests.support.offices import served
from tests.support.postgres import Cluster, programs

SERVERS = (1, 2, 4)
CLIENTS = 32
QUEUES = 3
KINDS = ("create with a name", "call the next")


def servers(folder: Path, rounds: int = 3, count: int = 1_200) -> list[Figure]:
    """Rate and p99 with so many servers, ``count`` requests to a run, over the sample's queues.

    Nothing where PostgreSQL is not installed. Asserts that nobody was made or called twice.
    """
    installed = programs()
    if installed is None:
        return []
    runs: dict[tuple[str, int], list[list[Run]]] = defaultdict(list)
    seen: dict[str, set[str]] = defaultdict(set)
    numbers = itertools.count()
    with ExitStack() as stack:
        cluster = Cluster(installed, durable=True)
        stack.callback(cluster.close)
        office = stack.enter_context(cluster.office())
        ports = [stack.enter_context(served(office)).port for _ in range(max(SERVERS))]
        drivers = [stack.enter_context(driver()) for _ in ports]
        for port in ports:
            _run([port], drivers, _requests(KINDS[0], itertools.islice(numbers, 300)))
        for _, size in itertools.product(range(rounds), SERVERS):
            chosen = list(itertools.islice(numbers, count))
            for kind in KINDS:
                found = _run(ports[:size], drivers, _requests(kind, chosen))
                ids = [orjson.loads(body)["id"] for run in found for _, body in run.answers]
                assert len(ids) == count
                assert not seen[kind].intersection(ids), f"{kind}: somebody again"
                seen[kind].update(ids)
                assert len(seen[kind]) % count == 0, f"{kind}: somebody twice"
                runs[kind, size].append(found)
    return [figure for kind, size in runs for figure in _figures(kind, size, runs)]


def _requests(kind: str, numbers: Any) -> list[bytes]:
    """One request for each number, the queues in turn."""
    paths = [f"/api/2.3/queues/{number + 1}/registrations" for number in range(QUEUES)]
    if kind == KINDS[0]:
        return [request("POST", paths[number % QUEUES], orjson.dumps(named(number))) for number in numbers]
    desk = orjson.dumps({"counter": {"name": "Desk 1"}})
    return [request("POST", f"{paths[number % QUEUES]}/next", desk) for number in numbers]


def _run(ports: Sequence[int], drivers: Sequence[Executor], requests: list[bytes]) -> list[Run]:
    """The requests, shared out among the servers, each with a load generator and clients of its own."""
    size = len(ports)
    # In blocks: a share taken by turns might always be of the same queue.
    share = -(-len(requests) // size)
    waiting = [
        drivers[index].submit(drive, port, CLIENTS // size, requests[index * share : (index + 1) * share])
        for index, port in enumerate(ports)
    ]
    return [one.result(PATIENCE) for one in waiting]


def _figures(kind: str, size: int, runs: dict[tuple[str, int], list[list[Run]]]) -> list[Figure]:
    name = f"PostgreSQL, {kind}, {CLIENTS} at once, {size} server{'s' if size > 1 else ''}"
    latencies = [[taken * 1000 for run in found for taken in run.latencies] for found in runs[kind, size]]
    rates, alone = ([_rate(found) for found in runs[kind, number]] for number in (size, SERVERS[0]))
    p99, p50 = ([percentile(taken, share) for taken in latencies] for share in (0.99, 0.5))
    return [Figure(name, "/s", rates, alone, "one server"), Figure(f"{name}, p99", "ms", p99, p50, "its median")]


def _rate(found: Sequence[Run]) -> float:
    return sum(len(run.answers) for run in found) / max(run.seconds for run in found)
