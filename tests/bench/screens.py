"""The three screens on real terminals: start time, and CPU use while idle."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.office import register_people
from tests.bench.terminal import BARE_COMMAND, build_walkin_command, drain, run_terminal

FIRST_FRAME_TEXTS = {"kiosk": "This screen starts over", "counter": "One moment", "display": "One moment"}
"""A text of each screen's first frame."""

READY_TEXTS = {"kiosk": "Moving house", "counter": "Connected", "display": "Town Hall"}
"""A text that each screen shows only once it has loaded the office."""

WAITING_COUNT = 20
SETTLE_SECONDS = 5.0
"""Seconds after which the start of a screen has ended."""


def measure_starts(folder: Path, rounds: int = 7) -> list[Figure]:
    """Measure the time from exec to the first frame, and to the first frame that shows the office."""
    data = folder / "starts.db"
    register_people(data, range(WAITING_COUNT))
    first: dict[str, list[float]] = defaultdict(list)
    ready: dict[str, list[float]] = defaultdict(list)
    bare: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for name in FIRST_FRAME_TEXTS:
            with run_terminal(BARE_COMMAND) as app:
                bare_ms = app.wait_for_output("READY") * 1000
            with run_terminal(build_walkin_command(name, data)) as app:
                first_ms = app.wait_for_output(FIRST_FRAME_TEXTS[name]) * 1000
                ready_ms = app.wait_for_output(READY_TEXTS[name]) * 1000
            # The first round reads everything from the disk.
            if number:
                bare[name].append(bare_ms)
                first[name].append(first_ms)
                ready[name].append(ready_ms)
    figures = []
    for name in FIRST_FRAME_TEXTS:
        figures.append(Figure(f"{name}, start to first frame", "ms", first[name], bare[name], "bare Textual app"))
        figures.append(Figure(f"{name}, start to the office", "ms", ready[name], bare[name], "bare Textual app"))
    return figures


def measure_idle(folder: Path, seconds: float = 20.0) -> list[Figure]:
    """Measure CPU in percent of one core, of all screens at the same time, each with an office of its own."""
    with ExitStack() as stack:
        bare = stack.enter_context(run_terminal(BARE_COMMAND))
        bare.wait_for_output("READY")
        apps = {}
        for name in READY_TEXTS:
            data = folder / f"idle-{name}.db"
            register_people(data, range(WAITING_COUNT))
            apps[name] = stack.enter_context(run_terminal(build_walkin_command(name, data)))
            apps[name].wait_for_output(READY_TEXTS[name])
        terminals = [bare, *apps.values()]
        drain(terminals, SETTLE_SECONDS)
        before = [terminal.read_cpu_seconds() for terminal in terminals]
        drain(terminals, seconds)
        beside, *ours = [
            (terminal.read_cpu_seconds() - seconds_before) / seconds * 100
            for terminal, seconds_before in zip(terminals, before, strict=True)
        ]
    return [
        Figure(f"{name}, idle with {WAITING_COUNT} waiting", "% CPU", [used], [beside], "bare Textual app")
        for name, used in zip(apps, ours, strict=True)
    ]
