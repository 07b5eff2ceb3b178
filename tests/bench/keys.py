"""Cost of a key press in the counter's table, by number of waiting clients."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.office import register_people
from tests.bench.screens import SETTLE_SECONDS
from tests.bench.terminal import BARE_COMMAND, Terminal, build_walkin_command, drain, run_terminal

ROW_COUNTS = (100, 10_000)
KEY_PAIRS = {"the cursor": ("\x1b[B", "\x1b[A"), "a page": ("\x1b[6~", "\x1b[5~")}
"""Keys for down and up, which alternate so that the cursor never reaches the end."""

QUIET_SECONDS = 0.04
"""Seconds without output after which a key has had its effect."""

REFERENCE_NAME = "key in a bare Textual app"


def measure_keys(folder: Path, presses: int = 100) -> list[Figure]:
    """Measure the time from a key to the last output for it, and its CPU time, the quiet after it included.

    A counter without waiting clients draws nothing for a key, so only CPU time is measured.
    """
    with run_terminal(BARE_COMMAND) as app:
        app.wait_for_output("READY")
        drain([app], SETTLE_SECONDS)
        bare = {name: measure_presses(app, pair, presses) for name, pair in KEY_PAIRS.items()}
    figures: list[Figure] = []
    for rows in (0, *ROW_COUNTS):
        data = folder / f"keys-{rows}.db"
        register_people(data, range(rows))
        with run_terminal(build_walkin_command("counter", data)) as app:
            app.wait_for_output("Connected")
            drain([app], SETTLE_SECONDS)
            for name, pair in KEY_PAIRS.items():
                durations_ms, cpu_ms = measure_presses(app, pair, presses)
                title = f"counter, {rows:,} waiting, key moves {name}"
                if rows:
                    assert len(durations_ms) > presses * 0.9, f"{title}: {presses - len(durations_ms)} keys did nothing"
                    figures.append(Figure(title, "ms", durations_ms, bare[name][0], REFERENCE_NAME))
                figures.append(Figure(f"{title}, CPU", "ms", [cpu_ms], [bare[name][1]], REFERENCE_NAME))
    return figures


def measure_presses(app: Terminal, pair: tuple[str, str], presses: int) -> tuple[list[float], float]:
    """Return the milliseconds from each key to the end of its output, and the mean CPU milliseconds of a key."""
    before = app.read_cpu_seconds()
    durations_ms = []
    for number in range(presses):
        pressed = time.perf_counter()
        app.press_keys(pair[number % 2])
        last = app.settle(QUIET_SECONDS)
        if last is not None:
            durations_ms.append((last - pressed) * 1000)
    return durations_ms, (app.read_cpu_seconds() - before) / presses * 1000
