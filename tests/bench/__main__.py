"""``python -m tests.bench``: measure, print the table, and write everything as JSON where ``--json FILE`` says."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.fanout import fanout
from tests.bench.figure import Figure, table
from tests.bench.figures import figures as statistics
from tests.bench.gets import gets
from tests.bench.growth import growth
from tests.bench.keys import keys
from tests.bench.lists import lists
from tests.bench.live import live
from tests.bench.rates import rates
from tests.bench.screens import idle, starts
from tests.bench.servers import servers
from tests.bench.waits import waits
from tests.bench.watches import watches

PARTS: Mapping[str, Callable[[Path], list[Figure]]] = {
    "rates": rates,
    "servers": servers,
    "lists": lists,
    "gets": gets,
    "growth": growth,
    "starts": starts,
    "live": live,
    "fanout": fanout,
    "idle": idle,
    "keys": keys,
    "waits": waits,
    "statistics": statistics,
    "watches": watches,
}
LIBRARIES = ("fastapi", "uvicorn", "pydantic", "orjson", "sqlalchemy", "textual")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure Walkin beside bare references.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without any")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all runs there")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in options.parts or PARTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="walkin-bench-") as folder:
            figures += PARTS[name](Path(folder))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(f"\n{table(figures)}\n\nMedians; the ratio is ours by the reference. {_machine()}")
    if options.json:
        records = [one.record() for one in figures]
        found = {"at": datetime.now(UTC).isoformat(), "machine": _machine(), "figures": records}
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _machine() -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{os.cpu_count()} cores (load {load}), Python {platform.python_version()}, {libraries}."


if __name__ == "__main__":
    main()
