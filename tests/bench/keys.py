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
"""Down and up again, so that the table is never at its end."""

QUIET_SECONDS = 0.04
"""Seconds without output after which a key has had its effect."""

REFERENCE_NAME = "key in a bare Textual app"


def measure_keys(folder: Path, presses: int = 100) -> list[Figure]:
    """From a key to the last byte that it changed on the terminal, and its CPU time with the one of the quiet after it.

    A counter in which nobody waits has nothing to move: its keys are measured by their CPU time alone.
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
                shown, cpu = measure_presses(app, pair, presses)
                title = f"counter, {rows:,} waiting, key moves {name}"
                if rows:
                    assert len(shown) > presses * 0.9, f"{title}: {presses - len(shown)} keys did nothing"
                    figures.append(Figure(title, "ms", shown, bare[name][0], REFERENCE_NAME))
                figures.append(Figure(f"{title}, CPU", "ms", [cpu], [bare[name][1]], REFERENCE_NAME))
    return figures


def measure_presses(app: Terminal, pair: tuple[str, str], presses: int) -> tuple[list[float], float]:
    """Milliseconds from each key to the end of what the terminal was sent for it, and CPU milliseconds of one key."""
    before = app.read_cpu_seconds()
    shown = []
    for number in range(presses):
        pressed = time.perf_counter()
        app.press_keys(pair[number % 2])
        last = app.settle(QUIET_SECONDS)
        if last is not None:
            shown.append((last - pressed) * 1000)
    return shown, (app.read_cpu_seconds() - before) / presses * 1000
