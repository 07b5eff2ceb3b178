"""Cost of a request in an office with a year behind it, beside the same request in a new one."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import orjson

from tests.bench.figure import Figure
from tests.bench.fill import fill_office
from tests.bench.load import build_request, run_requests, start_driver
from tests.bench.office import CALL_REQUEST, REGISTRATIONS_PATH, build_ticket_request, register_people
from tests.support.offices import run_server


def measure_growth(folder: Path, rounds: int = 5, count: int = 300, registrations: int = 200_000) -> list[Figure]:
    """Measure p50 of create, call and get with one client."""
    new, large = folder / "new.db", folder / "large.db"
    register_people(new, range(200))
    fill_office(large, registrations)
    creates, calls = list(map(build_ticket_request, range(count))), [CALL_REQUEST] * count
    p50: dict[tuple[str, int], list[float]] = defaultdict(list)
    with run_server(large) as ours, run_server(new) as beside, start_driver() as process:
        for number, server in product(range(rounds + 1), (ours, beside)):
            created = run_requests(process, server.port, 1, creates)
            ids = [orjson.loads(body)["id"] for _, body in created.answers]
            gets = [build_request("GET", f"{REGISTRATIONS_PATH}/{key}") for key in ids]
            runs = {"create": created}
            for name, requests in (("get", gets), ("call", calls)):
                runs[name] = run_requests(process, server.port, 1, requests)
            # The first round reads everything from the disk.
            if number:
                for name, run in runs.items():
                    p50[name, server.port].append(run.compute_latency_ms(0.5))
        title = f"with {registrations:,} registrations, p50"
        return [
            Figure(f"{name} {title}", "ms", p50[name, ours.port], p50[name, beside.port], "the new office")
            for name in runs
        ]
