"""``python -m tests.bench [ROW…]``: measure rows of the table, or all, and print it.

Every figure is a ratio of medians of runs that alternate with those of a named reference. All runs are kept as JSON
with a description of the machine.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import fill
from tests.bench.attack import measure_attack
from tests.bench.fanout import measure_fanout
from tests.bench.figure import Figure, format_table
from tests.bench.figures import measure_statistics
from tests.bench.gets import measure_gets
from tests.bench.growth import measure_growth
from tests.bench.help_calls import measure_help_calls
from tests.bench.keys import measure_keys
from tests.bench.lists import measure_lists
from tests.bench.live import measure_live
from tests.bench.rates import measure_rates, measure_syncs
from tests.bench.screens import measure_busy, measure_idle
from tests.bench.servers import measure_servers
from tests.bench.starts import measure_commands, measure_screens, measure_server
from tests.bench.voice import measure_voice
from tests.bench.waits import measure_waits
from tests.bench.watches import measure_watches

ROWS: Mapping[str, Callable[[Path], list[Figure]]] = {
    "start": measure_screens,
    "commands": measure_commands,
    "serve": measure_server,
    "rates": measure_rates,
    "lists": measure_lists,
    "statistics": measure_statistics,
    "live": measure_live,
    "help": measure_help_calls,
    "fanout": measure_fanout,
    "watches": measure_watches,
    "servers": measure_servers,
    "keys": measure_keys,
    "voice": measure_voice,
    "busy": measure_busy,
    "idle": measure_idle,
}
FURTHER_ROWS: Mapping[str, Callable[[Path], list[Figure]]] = {
    "attack": measure_attack,
    "gets": measure_gets,
    "growth": measure_growth,
    "waits": measure_waits,
}
"""Measured only when named."""

PACKAGES = ("walkin", "walkin_kiosk", "walkin_counter", "tests")
LIBRARIES = ("fastapi", "uvicorn", "pydantic", "orjson", "sqlalchemy", "textual")


def main() -> None:
    """Run the rows named on the command line, or all; or fill an office."""
    if sys.argv[1:2] == ["fill"]:
        fill.main(sys.argv[2:])
        return
    rows = {**ROWS, **FURTHER_ROWS}
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure Walkin beside bare references.")
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)} (all without any); {', '.join(FURTHER_ROWS)}"
    )
    default = Path(f".bench/{datetime.now():%Y-%m-%dT%H-%M-%S}.json")
    parser.add_argument("--json", type=Path, metavar="FILE", default=default, help="where all runs are kept")
    options = parser.parse_args()
    if unknown := set(options.rows) - set(rows):
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    compile_packages()
    figures: list[Figure] = []
    for name in options.rows or ROWS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="walkin-bench-") as folder:
            figures += rows[name](Path(folder))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        # At once: a run that is ended early keeps what it has measured.
        result = {"machine": describe_machine(), "figures": [figure.to_record() for figure in figures]}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(f"\n{format_table(figures)}\n\nMedians; the ratio is ours by the reference.")
    print(", ".join(f"{name} {value}" for name, value in describe_machine().items()))
    print(f"All runs are in {options.json}.")


def compile_packages() -> None:
    """Write the bytecode that every installed package has, also where PYTHONDONTWRITEBYTECODE is set.

    Without it each program compiles its modules again at every start, which takes a third of a command's CPU.
    """
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            compileall.compile_dir(folder, quiet=1)


def describe_machine() -> dict[str, Any]:
    """Describe what the figures depend on besides Walkin."""
    processor = platform.processor() or platform.machine()
    if (details := Path("/proc/cpuinfo")).exists():
        models = [line for line in details.read_text().splitlines() if line.startswith("model name")]
        processor = models[0].partition(": ")[2] if models else processor
    with tempfile.TemporaryDirectory(prefix="walkin-bench-") as folder:
        sync_ms = median(measure_syncs(Path(folder)))
    return {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": processor,
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "4 kB and fsync (ms)": round(sync_ms, 3),
        "Python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


if __name__ == "__main__":
    main()
