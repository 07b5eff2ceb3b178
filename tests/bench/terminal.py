"""A program on a pseudo-terminal, measured from outside: its output and its CPU time."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.office import QUEUE_ID

COLUMNS, ROWS = 120, 40
WALKIN_COMMAND = (sys.executable, "-c", "from walkin.cli.main import main; main()")
BARE_COMMAND = (sys.executable, "-m", "tests.bench.bare_app")


class Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, command: Sequence[str]) -> None:
        self._master_fd, slave_fd = pty.openpty()
        fcntl.ioctl(slave_fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("TEXTUAL", "WALKIN"))}
        terminal_variables = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "WALKIN_CONFIG": os.devnull}
        self.output = b""
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave_fd,
            stdout=slave_fd,
            stderr=slave_fd,
            start_new_session=True,
            env=environment | terminal_variables,
        )
        os.close(slave_fd)

    def wait_for_output(self, marker: str, timeout: float = 30) -> float:
        """Wait until the program writes ``marker``, a text in one style. Returns the seconds since the start."""
        encoded = marker.encode()
        while encoded not in self.output:
            left = self.started + timeout - time.perf_counter()
            assert left > 0, f"waited in vain for {marker}; the program sent {self.output[-2000:]!r}"
            self._read(left)
        return time.perf_counter() - self.started

    @property
    def pid(self) -> int:
        return self._process.pid

    def press_keys(self, keys: str) -> None:
        os.write(self._master_fd, keys.encode())

    def settle(self, quiet: float) -> float | None:
        """Read until there is no output for ``quiet`` seconds. Returns the time of the last output, or None."""
        last = None
        while self._read(quiet):
            last = time.perf_counter()
        return last

    def read_cpu_seconds(self) -> float:
        return read_process_cpu_seconds(self._process.pid)

    def close(self) -> None:
        """Kill the program."""
        self._process.kill()
        self._process.wait()
        os.close(self._master_fd)

    def _read(self, timeout: float) -> bool:
        if not select.select([self._master_fd], [], [], timeout)[0]:
            return False
        try:
            self.output += os.read(self._master_fd, 1 << 16)
        except OSError:
            raise AssertionError(f"the program ended: {self.output[-2000:]!r}") from None
        return True

    def fileno(self) -> int:
        """Return the file descriptor for ``select``."""
        return self._master_fd


def read_process_cpu_seconds(pid: int) -> float:
    """Return the CPU time of all threads of a process, by the clock of clock_getcpuclockid(3).

    /proc/PID/stat has the same time, but in hundredths of a second.
    """
    return time.clock_gettime((~pid << 3) | 2)


@contextmanager
def run_terminal(command: Sequence[str]) -> Iterator[Terminal]:
    """Run a program on a terminal until the block ends."""
    running = Terminal(command)
    try:
        yield running
    finally:
        running.close()


def build_walkin_command(screen: str, data: Path) -> tuple[str, ...]:
    """Build the command line of the kiosk, the counter at a desk or the display."""
    desk = ("--desk", "Desk 1", "--queue", QUEUE_ID) if screen == "counter" else ()
    return (*WALKIN_COMMAND, screen, "--data", str(data), *desk)


def drain(terminals: Iterable[Terminal], seconds: float) -> None:
    """Read the programs' output, so that none blocks on its terminal."""
    running = list(terminals)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for terminal in select.select(running, [], [], left)[0]:
            terminal.settle(0)
