"""Cost of a key press in the counter's table, by number of waiting clients.

CPU time on two busy cores, beside 2.0 ms: 3.3 ms with 100 waiting and 3.5 ms with 10,000 for the cursor, 3.3 and 3.4 ms
for a page, so it does not grow with the rows. A third is Textual's painting, which goes through every widget on the
lines, a sixth looking up the key's binding; the two rows themselves are a tenth. The time until the output ends also
has what other programs take: then 6 to 10 ms.
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from tests.bench.figure import Figure, at_most
from tests.bench.office import register_people
from tests.bench.screens import SETTLE_SECONDS
from tests.bench.terminal import BARE_COMMAND, Terminal, build_walkin_command, drain, run_terminal

ROW_COUNTS = (100, 10_000)
KEY_PAIRS = {"the cursor": ("\x1b[B", "\x1b[A"), "a page": ("\x1b[6~", "\x1b[5~")}
"""Keys for down and up, which alternate so that the cursor never reaches the end."""

QUIET_SECONDS = 0.04
"""Seconds without output after which a key has had its effect."""

REFERENCE_NAME = "key in a bare Textual app"


def measure_keys(folder: Path, rounds: int = 20, presses: int = 6) -> list[Figure]:
    """Measure the time from a key to the last output for it, and its CPU time, the quiet after it included.

    The apps take turns. A counter without waiting clients draws nothing for a key, so only CPU time is measured.
    """
    with ExitStack() as stack:
        bare = stack.enter_context(run_terminal(BARE_COMMAND))
        bare.wait_for_output("READY")
        counters = {}
        for rows in (0, *ROW_COUNTS):
            data = folder / f"keys-{rows}.db"
            register_people(data, range(rows))
            counters[rows] = stack.enter_context(run_terminal(build_walkin_command("counter", data)))
            counters[rows].wait_for_output("Connected", 60)
        drain([bare, *counters.values()], SETTLE_SECONDS)
        measured: dict[tuple[Terminal, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
        for _, app, (name, pair) in product(range(rounds), (bare, *counters.values()), KEY_PAIRS.items()):
            durations_ms, cpu_ms = measure_presses(app, pair, presses)
            measured[app, name][0].extend(durations_ms)
            measured[app, name][1].append(cpu_ms)
    figures: list[Figure] = []
    for (rows, counter), name in product(counters.items(), KEY_PAIRS):
        (durations_ms, cpu_ms), (bare_ms, bare_cpu_ms) = measured[counter, name], measured[bare, name]
        title = f"counter, {rows:,} waiting, key moves {name}"
        if rows:
            missing = rounds * presses - len(durations_ms)
            assert missing < rounds * presses / 10, f"{title}: {missing} keys did nothing"
            figures.append(Figure(title, "ms", durations_ms, bare_ms, REFERENCE_NAME, at_most(3, "difference")))
        figures.append(Figure(f"{title}, CPU", "ms", cpu_ms, bare_cpu_ms, REFERENCE_NAME))
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
