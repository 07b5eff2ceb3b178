"""``python -m tests.bench``: run the benchmarks and print a table; ``--json FILE`` also writes every run."""

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

from tests.bench.fanout import measure_fanout
from tests.bench.figure import Figure, format_table
from tests.bench.figures import measure_statistics
from tests.bench.gets import measure_gets
from tests.bench.growth import measure_growth
from tests.bench.keys import measure_keys
from tests.bench.lists import measure_lists
from tests.bench.live import measure_live
from tests.bench.rates import measure_rates
from tests.bench.screens import measure_idle, measure_starts
from tests.bench.servers import measure_servers
from tests.bench.waits import measure_waits
from tests.bench.watches import measure_watches

PARTS: Mapping[str, Callable[[Path], list[Figure]]] = {
    "rates": measure_rates,
    "servers": measure_servers,
    "lists": measure_lists,
    "gets": measure_gets,
    "growth": measure_growth,
    "starts": measure_starts,
    "live": measure_live,
    "fanout": measure_fanout,
    "idle": measure_idle,
    "keys": measure_keys,
    "waits": measure_waits,
    "statistics": measure_statistics,
    "watches": measure_watches,
}
LIBRARIES = ("fastapi", "uvicorn", "pydantic", "orjson", "sqlalchemy", "textual")


def main() -> None:
    """Run the parts named on the command line, or all."""
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
    print(f"\n{format_table(figures)}\n\nMedians; the ratio is ours by the reference. {_machine()}")
    if options.json:
        records = [figure.to_record() for figure in figures]
        result = {"at": datetime.now(UTC).isoformat(), "machine": _machine(), "figures": records}
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


def _machine() -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{os.cpu_count()} cores (load {load}), Python {platform.python_version()}, {libraries}."


if __name__ == "__main__":
    main()
