"""What a key costs in the counter's table, however many people wait."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.office import fill
from tests.bench.screens import SETTLED
from tests.bench.terminal import BARE, Terminal, drain, terminal, walkin

ROWS = (100, 10_000)
PAIRS = {"the cursor": ("\x1b[B", "\x1b[A"), "a page": ("\x1b[6~", "\x1b[5~")}
"""Down and up again, so that the table is never at its end."""

QUIET = 0.04
"""Seconds without output after which a key has had its effect."""

BESIDE = "key in a bare Textual app"


def keys(folder: Path, presses: int = 100) -> list[Figure]:
    """From a key to the last byte that it changed on the terminal, and its CPU time with the one of the quiet after it.

    A counter in which nobody waits has nothing to move: its keys are measured by their CPU time alone.
    """
    with terminal(BARE) as app:
        app.until("READY")
        drain([app], SETTLED)
        bare = {name: press(app, pair, presses) for name, pair in PAIRS.items()}
    figures: list[Figure] = []
    for rows in (0, *ROWS):
        data = folder / f"keys-{rows}.db"
        fill(data, range(rows))
        with terminal(walkin("counter", data)) as app:
            app.until("Connected")
            drain([app], SETTLED)
            for name, pair in PAIRS.items():
                shown, cpu = press(app, pair, presses)
                title = f"counter, {rows:,} waiting, key moves {name}"
                if rows:
                    assert len(shown) > presses * 0.9, f"{title}: {presses - len(shown)} keys did nothing"
                    figures.append(Figure(title, "ms", shown, bare[name][0], BESIDE))
                figures.append(Figure(f"{title}, CPU", "ms", [cpu], [bare[name][1]], BESIDE))
    return figures


def press(app: Terminal, pair: tuple[str, str], presses: int) -> tuple[list[float], float]:
    """Milliseconds from each key to the end of what the terminal was sent for it, and CPU milliseconds of one key."""
    before = app.cpu()
    shown = []
    for number in range(presses):
        pressed = time.perf_counter()
        app.type(pair[number % 2])
        last = app.settle(QUIET)
        if last is not None:
            shown.append((last - pressed) * 1000)
    return shown, (app.cpu() - before) / presses * 1000
