"""From "Help from staff" at a kiosk to the line at a counter, each a process on a terminal of its own."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.figure import Figure, at_most
from tests.bench.office import register_people
from tests.bench.screens import READY_TEXTS, SETTLE_SECONDS
from tests.bench.terminal import build_walkin_command, drain, run_terminal

F1 = "\x1bOP"
WAITING_COUNT = 20


def measure_help_calls(folder: Path, rounds: int = 5) -> list[Figure]:
    """Measure the time from the key of the kiosk to the text at the counter.

    Each round has an office of its own: a call soon after an answered one is the same call.
    """
    milliseconds = []
    for number in range(rounds):
        data = folder / f"help-{number}.db"
        register_people(data, range(WAITING_COUNT))
        with (
            run_terminal(build_walkin_command("kiosk", data)) as kiosk,
            run_terminal(build_walkin_command("counter", data)) as counter,
        ):
            kiosk.wait_for_output(READY_TEXTS["kiosk"], 60)
            counter.wait_for_output(READY_TEXTS["counter"], 60)
            drain([kiosk, counter], SETTLE_SECONDS)
            counter.started = time.perf_counter()
            kiosk.press_keys(F1)
            milliseconds.append(counter.wait_for_output("asks for help") * 1000)
    title = "help from staff, from the kiosk to the counter"
    return [Figure(title, "ms", milliseconds, [], "", at_most(2_000, "ours"))]
