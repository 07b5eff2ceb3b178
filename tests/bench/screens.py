"""The three screens on real terminals: their start, and what they cost while nobody does anything."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.office import fill
from tests.bench.terminal import BARE, drain, terminal, walkin

FIRST = {"kiosk": "This screen starts over", "counter": "One moment", "display": "One moment"}
"""What each screen's first frame says."""

READY = {"kiosk": "Moving house", "counter": "Connected", "display": "Town Hall"}
"""What each screen says only when it shows the office as it is."""

WAITING = 20
SETTLED = 5.0
"""Seconds after which a screen has done all that belongs to its start."""


def starts(folder: Path, rounds: int = 7) -> list[Figure]:
    """From exec to the first frame, and to the first one that shows the office."""
    data = folder / "starts.db"
    fill(data, range(WAITING))
    first: dict[str, list[float]] = defaultdict(list)
    ready: dict[str, list[float]] = defaultdict(list)
    bare: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for name in FIRST:
            with terminal(BARE) as app:
                beside = app.until("READY") * 1000
            with terminal(walkin(name, data)) as app:
                begun = app.until(FIRST[name]) * 1000
                done = app.until(READY[name]) * 1000
            # The first round reads everything from the disk.
            if number:
                bare[name].append(beside)
                first[name].append(begun)
                ready[name].append(done)
    figures = []
    for name in FIRST:
        figures.append(Figure(f"{name}, start to first frame", "ms", first[name], bare[name], "bare Textual app"))
        figures.append(Figure(f"{name}, start to the office", "ms", ready[name], bare[name], "bare Textual app"))
    return figures


def idle(folder: Path, seconds: float = 20.0) -> list[Figure]:
    """CPU in percent of one core, of all screens in the same seconds, each on an office of its own."""
    with ExitStack() as stack:
        bare = stack.enter_context(terminal(BARE))
        bare.until("READY")
        apps = {}
        for name in READY:
            data = folder / f"idle-{name}.db"
            fill(data, range(WAITING))
            apps[name] = stack.enter_context(terminal(walkin(name, data)))
            apps[name].until(READY[name])
        everything = [bare, *apps.values()]
        drain(everything, SETTLED)
        before = [one.cpu() for one in everything]
        drain(everything, seconds)
        beside, *ours = [(one.cpu() - was) / seconds * 100 for one, was in zip(everything, before, strict=True)]
    return [
        Figure(f"{name}, idle with {WAITING} waiting", "% CPU", [used], [beside], "bare Textual app")
        for name, used in zip(apps, ours, strict=True)
    ]
