"""Start of the screens, the commands and the server: time to the first frame and to the office, CPU and memory.

All programs have their bytecode, as an installed package has: compiling Walkin's modules at each start would take a
third of a command's CPU. ``import httpx, pydantic, typer`` takes 0.17 s of CPU, a command against a server 0.24 to
0.28 s, on a file 0.45 s. Two thirds of the former are imports, and a fifth of these are modules of Walkin; the rest is
building the models of queues and registrations, and the request. A file adds Starlette and SQLAlchemy, a fifth of all
imports. ``walkin serve`` is healthy after 0.39 s of CPU.

A screen on a file takes 4.2 (kiosk, display) to 5.0 times (counter) as long as a bare Textual app until it shows the
office, 0.64 to 0.78 s, and 4.1 to 4.5 times its CPU; one on a server takes 3.2 to 3.6 times the CPU. A bare app that
only imports the libraries besides takes 2.2 and 1.7 times; the goal of 2.5 leaves Walkin 0.3 times a bare app. Two
thirds of a start are imports: Walkin a fifth of all, two fifths of it models, tables, patterns and data classes;
SQLAlchemy and Textual an eighth each, the standard library a tenth, pydantic a twentieth; httpx, Typer, Fluent with
Babel, and Starlette 2 to 3 % each. The rest is laying out and drawing, 7 %, finding the styles of widgets and reading
them, 8 %, building the models of queues and registrations, 3 %, the data of Babel and all themes, 1 % each, and the
thread of the embedded server. The fields of forms and the dialogs, 5 %, could be imported after the first screen, in
many functions. The wall time also has the terminal's answers and what other programs take.

A bare app has 34 MB, with the imported libraries 55 on a server and 68 on a file, which is 1.6 and 2.0 times, the kiosk
76 and 97. On a file SQLAlchemy takes 12 MB, Walkin with its models 11, pydantic 6, the other libraries and Python's own
modules the rest. The start adds drawn lines, styles, built models and, for Babel, 5 MB; 2 of these are a table of all
languages, which is kept for good and which no public name frees. Nearly half of what Python itself allocates is code;
doc strings are 4 MB, the lines of code for tracebacks 3. One memory arena instead of several, returning free memory, or
a search for garbage after the start, changes it by at most 1 MB. No garbage is searched before a program has started,
which took an eighth of a command's CPU.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.bench.figure import Figure, at_most
from tests.bench.office import QUEUE_ID, register_people
from tests.bench.screens import READY_TEXTS, WAITING_COUNT
from tests.bench.terminal import (
    BARE_COMMAND,
    WALKIN_COMMAND,
    build_walkin_command,
    drain,
    read_process_cpu_seconds,
    run_terminal,
)
from tests.support.offices import free_port, read_memory_mb, run_server

FIRST_FRAME_TEXT = "One moment"
IMPORT_COMMAND = (sys.executable, "-c", "import httpx, pydantic, typer")
IMPORT_NAME = "import httpx, pydantic, typer"
COMMANDS = {
    "register": ("register", QUEUE_ID, "--first-name", "Ann"),
    "call": ("call", QUEUE_ID, "--desk", "Desk 1"),
    "finish": ("finish", "--desk", "Desk 1"),
    "queue list": ("queue", "list"),
}
SETTLE_SECONDS = 3.0
"""Seconds after which the memory of a program no longer grows with its start."""


def measure_screens(folder: Path, rounds: int = 7) -> list[Figure]:
    """Measure the time from exec to the first frame and to the first with the office, and the memory then."""
    data = folder / "screens.db"
    register_people(data, range(WAITING_COUNT))
    runs: dict[str, list[float]] = defaultdict(list)
    bare: dict[str, list[float]] = defaultdict(list)
    with run_server(data) as server:
        for number in range(rounds + 1):
            for name, ready_text in READY_TEXTS.items():
                with run_terminal(BARE_COMMAND) as app:
                    bare_ms = app.wait_for_output("READY") * 1000
                    drain([app], 1)
                    bare_mb = read_memory_mb(app.pid)
                local = build_walkin_command(name, data)
                remote = tuple({"--data": "--api", str(data): server.url}.get(part, part) for part in local)
                with run_terminal(local) as app:
                    first_ms = app.wait_for_output(FIRST_FRAME_TEXT) * 1000
                    ready_ms = app.wait_for_output(ready_text) * 1000
                    drain([app], SETTLE_SECONDS)
                    local_mb = read_memory_mb(app.pid)
                with run_terminal(remote) as app:
                    app.wait_for_output(ready_text)
                    drain([app], SETTLE_SECONDS)
                    remote_mb = read_memory_mb(app.pid)
                # The first round reads everything from the disk.
                if number:
                    bare["ms"].append(bare_ms)
                    bare["MB"].append(bare_mb)
                    measured = {"first": first_ms, "ready": ready_ms, "local": local_mb, "remote": remote_mb}
                    for kind, value in measured.items():
                        runs[f"{name} {kind}"].append(value)
    figures = []
    for name in READY_TEXTS:
        for kind, title, unit, limit in (
            ("first", "start to first frame", "ms", 1.3),
            ("ready", "start to the office", "ms", 2.5),
            ("local", "memory, office in a file", "MB", 2.4),
            ("remote", "memory, office on a server", "MB", 1.7),
        ):
            figures.append(
                Figure(f"{name}, {title}", unit, runs[f"{name} {kind}"], bare[unit], "bare Textual app", at_most(limit))
            )
    return figures


def measure_commands(folder: Path, rounds: int = 7) -> list[Figure]:
    """Measure the CPU of commands on a file and against a server."""
    data = folder / "commands.db"
    register_people(data, range(WAITING_COUNT))
    runs: dict[str, list[float]] = defaultdict(list)
    with run_server(data) as server:
        for _ in range(rounds):
            runs[IMPORT_NAME].append(_measure_cpu(IMPORT_COMMAND))
            runs["--help"].append(_measure_cpu((*WALKIN_COMMAND, "--help")))
            for name, arguments in COMMANDS.items():
                runs[name].append(_measure_cpu((*WALKIN_COMMAND, *arguments, "--data", str(data))))
            for name, arguments in COMMANDS.items():
                runs[f"{name}, by a server"].append(_measure_cpu((*WALKIN_COMMAND, *arguments, "--api", server.url)))
    reference = runs.pop(IMPORT_NAME)
    return [
        Figure(
            f"walkin {name}",
            "s CPU",
            values,
            reference,
            IMPORT_NAME,
            at_most(0.25 if name == "--help" else 0.5 if name.endswith("server") else 0.8, "ours"),
        )
        for name, values in runs.items()
    ]


def _measure_cpu(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"WALKIN_CONFIG": os.devnull})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_server(folder: Path, rounds: int = 7) -> list[Figure]:
    """Measure the time until ``walkin serve`` is healthy, and its memory then."""
    data = folder / "server.db"
    register_people(data, range(WAITING_COUNT))
    healthy, imports, cpu, import_cpu, memory = [], [], [], [], []
    for _ in range(rounds):
        began = time.perf_counter()
        import_cpu.append(_measure_cpu(IMPORT_COMMAND))
        imports.append(time.perf_counter() - began)
        port = free_port()
        began = time.perf_counter()
        process = subprocess.Popen(
            (*WALKIN_COMMAND, "serve", "--data", str(data), "--port", str(port)), stderr=subprocess.DEVNULL
        )
        try:
            while not _is_healthy(port):
                assert process.poll() is None, "walkin serve ended"
                time.sleep(0.005)
            healthy.append(time.perf_counter() - began)
            cpu.append(read_process_cpu_seconds(process.pid))
            time.sleep(SETTLE_SECONDS)
            memory.append(read_memory_mb(process.pid))
        finally:
            process.kill()
            process.wait()
    return [
        Figure("walkin serve, start to healthy", "s", healthy, imports, IMPORT_NAME, at_most(1, "ours")),
        Figure("walkin serve, start to healthy, CPU", "s CPU", cpu, import_cpu, IMPORT_NAME),
        Figure("walkin serve, memory", "MB", memory, [], "", at_most(75, "ours")),
    ]


def _is_healthy(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
        return bool(response.status == 200)
    return False
