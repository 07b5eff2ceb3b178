"""The three screens on real terminals: CPU use while idle, and of a counter with many waiting.

Idle on two shared cores, beside 0.11 % of the bare app, most of which is Textual's look at the keyboard ten times a
second: kiosk 0.10 %, counter 0.18 %. What remains is the clock's tick each second, and the heartbeat of the change
stream every five seconds, which also reads the event log. Tick by tick, with thread times: the counter needs 0.8 ms,
the display 0.2 ms.

With 3,000 waiting a change costs the counter 16 ms of CPU in all, with 40 waiting 10 ms. Of the latter half is
Textual's painting, a fifth the list and the panels, a tenth the request for the registration.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from tests.bench.figure import Figure, at_most
from tests.bench.office import register_people
from tests.bench.terminal import BARE_COMMAND, build_walkin_command, drain, run_terminal

READY_TEXTS = {"kiosk": "Moving house", "counter": "Connected", "display": "Town Hall"}
"""A text that each screen shows only once it has loaded the office."""

WAITING_COUNT = 20
SETTLE_SECONDS = 5.0
"""Seconds after which the start of a screen has ended."""


def measure_busy(folder: Path, waiting: int = 3_000, changes: int = 75) -> list[Figure]:
    """Measure the CPU of a counter with many waiting, while five clients a second come by another process."""
    data = folder / "busy.db"
    register_people(data, range(waiting))
    with run_terminal(BARE_COMMAND) as bare, run_terminal(build_walkin_command("counter", data)) as counter:
        bare.wait_for_output("READY")
        counter.wait_for_output("Connected", 60)
        drain([bare, counter], SETTLE_SECONDS)
        before, began = [bare.read_cpu_seconds(), counter.read_cpu_seconds()], time.monotonic()
        arrivals = Thread(target=register_people, args=(data, range(waiting, waiting + changes)), kwargs={"pause": 0.2})
        arrivals.start()
        while arrivals.is_alive():
            drain([bare, counter], 0.5)
        seconds = time.monotonic() - began
        beside, used = [
            (terminal.read_cpu_seconds() - spent) / seconds * 100
            for terminal, spent in zip((bare, counter), before, strict=True)
        ]
    title = f"counter, {waiting:,} waiting, five come a second"
    return [Figure(title, "% CPU", [used], [beside], "bare Textual app, idle", at_most(10, "ours"))]


def measure_idle(folder: Path, seconds: float = 20.0) -> list[Figure]:
    """Measure CPU in percent of one core and bytes to the terminal, each screen with an office of its own."""
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
        written = [len(terminal.output) for terminal in terminals]
        drain(terminals, seconds)
        bare_bytes, *our_bytes = [
            (len(terminal.output) - count) / seconds for terminal, count in zip(terminals, written, strict=True)
        ]
        beside, *ours = [
            (terminal.read_cpu_seconds() - seconds_before) / seconds * 100
            for terminal, seconds_before in zip(terminals, before, strict=True)
        ]
    figures = []
    for name, used, output in zip(apps, ours, our_bytes, strict=True):
        title = f"{name}, idle with {WAITING_COUNT} waiting"
        figures.append(Figure(title, "% CPU", [used], [beside], "bare Textual app", at_most(0.3, "ours")))
        figures.append(
            Figure(f"{title}, output", "bytes/s", [output], [bare_bytes], "bare Textual app", at_most(200, "ours"))
        )
    return figures
