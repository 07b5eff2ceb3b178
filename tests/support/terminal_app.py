"""Apps on a pseudo-terminal, driven by bytes, with their screen, log and memory."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte

from tests.support.offices import read_memory_mb

if TYPE_CHECKING:
    from collections.abc import Callable

APP_ARGUMENTS = {
    "kiosk": ["kiosk"],
    "counter": ["counter", "--desk", "Desk 1", "--queue", "1", "--queue", "2"],
    "display": ["display"],
    "launcher": [],
}
EXIT_PIN = "80412673"
HIDE_CURSOR, LEAVE_SCREEN = b"\x1b[?25l", b"\x1b[?1049l"
MOST_ROWS = 100
"""More than the windows of tests have."""

FORBIDDEN_OUTPUT = (b"Traceback", b"site-packages")


class TerminalApp:
    """An app in a child process. `check` restarts it after a regular exit."""

    def __init__(self, name: str, folder: Path, **settings: str) -> None:
        self.name = name
        self.data, self.log = folder / "office.db", folder / "walkin.log"
        self.size = (80, 24)
        self.starts = 0
        self._arguments = ["-m", "walkin", *APP_ARGUMENTS[name], "--data", str(self.data)]
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TEXTUAL", "WALKIN"))}
        self._environment = inherited | {
            "TERM": "xterm-256color",
            "WALKIN_CONFIG": os.devnull,
            "WALKIN_OFFICE__LOG": str(self.log),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "WALKIN_KIOSK__EXIT_PIN": EXIT_PIN,
            # The exit PIN's wrong tries are kept there.
            "XDG_STATE_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            **settings,
        }
        self._tail = b""
        self._display = pyte.Screen(*self.size)
        self._parser = pyte.ByteStream(self._display)
        self._is_watched = False
        self._mark_rows = MOST_ROWS
        self.start()

    def start(self) -> None:
        self.starts += 1
        self._tail = b""
        columns, rows = self.size
        self.child = pexpect.spawn(
            sys.executable, self._arguments, dimensions=(rows, columns), env=self._environment, use_poll=True
        )
        self.child.delaybeforesend = None
        self.child.expect_exact(HIDE_CURSOR, timeout=60)
        self.drain(0.5)

    def _read(self) -> bool:
        """Read what the app has written; False at its end."""
        try:
            data = os.read(self.child.child_fd, 65_536)
        except OSError:
            return False
        self._tail = (self._tail + data)[-100_000:]
        if self._is_watched:
            self._parser.feed(data)
        return bool(data)

    def drain(self, seconds: float) -> None:
        """Read the output for some seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.child.child_fd], [], [], left)[0] and not self._read():
                return

    def send(self, data: bytes) -> None:
        """Send bytes, reading meanwhile, so that neither side waits for the other."""
        rest = data
        while rest:
            readable, writable, _ = select.select([self.child.child_fd], [self.child.child_fd], [], 60)
            assert readable or writable, f"{self.name} reads nothing"
            if readable and not self._read():
                return
            if writable:
                try:
                    rest = rest[os.write(self.child.child_fd, rest[:512]) :]
                except OSError:
                    return

    def resize(self, columns: int, rows: int) -> None:
        self.size = (columns, rows)
        self.child.setwinsize(rows, columns)

    def wait_for_response(self, timeout: float = 600) -> None:
        """Wait until the app has processed all input so far; fail if it hangs.

        It gets a size with a row that no other one has, which it draws when the input before has been processed.
        """
        self._mark_rows += 1
        self.resize(100, self._mark_rows)
        end = time.monotonic() + timeout
        while b"\x1b[%d;1H" % self._mark_rows not in self._tail and self.child.isalive():
            assert time.monotonic() < end, f"{self.name} hangs: it has not drawn its new size"
            self.drain(0.1)

    def read_log(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def measure_memory(self) -> float:
        """The resident memory in megabytes."""
        return read_memory_mb(self.child.pid)

    def check(self, context: str) -> None:
        """Fail after a crash or an error in the log; restart an app that its user has ended."""
        log = self.read_log()
        assert "Traceback" not in log, f"{self.name} {context}\n{log[:6000]}"
        for forbidden in FORBIDDEN_OUTPUT:
            assert forbidden not in self._tail, f"{self.name} has written {forbidden!r} {context}"
        # The launcher changes to the shell's screen and back between two apps.
        if LEAVE_SCREEN in self._tail and self.name != "launcher":
            self.wait_for_end()
        if self.child.isalive():
            return
        ended = f"{self.name} ended with {self.child.exitstatus} ({self.child.signalstatus}) {context}\n{log[-3000:]}"
        # The sequences may end all but the kiosk; a Ctrl+C after that interrupts the process as it ends.
        assert self.child.exitstatus == 0 or self.child.signalstatus == signal.SIGINT, ended
        assert self.name != "kiosk", ended
        self.start()

    def watch_screen(self, columns: int = 100, rows: int = 30) -> None:
        """Emulate the screen from now on; the resize makes the app redraw all of it."""
        # The size that the window has already would change nothing.
        self.wait_for_response()
        self._display = pyte.Screen(columns, rows)
        self._parser = pyte.ByteStream(self._display)
        self._is_watched = True
        self.resize(columns, rows)

    def show_screen(self) -> str:
        # Its own `display` raises where a narrow character was drawn over half of a wide one.
        rows, columns = range(self._display.lines), range(self._display.columns)
        lines = ("".join(self._display.buffer[row][column].data for column in columns) for row in rows)
        return "\n".join(line.rstrip() for line in lines)

    def wait_until(self, predicate: Callable[[str], bool], description: str, timeout: float = 60) -> None:
        """Read until the predicate holds for the screen's text."""
        end = time.monotonic() + timeout
        while not predicate(self.show_screen()):
            assert time.monotonic() < end, f"{self.name}: waited in vain for {description}\n{self.show_screen()}"
            self.drain(0.1)
            assert self.child.isalive(), f"{self.name} has ended: {self.read_log()[-3000:]}"

    def wait_for_end(self, timeout: float = 60) -> int | None:
        """Wait for the end of the process; returns its exit code."""
        end = time.monotonic() + timeout
        while self.child.isalive():
            assert time.monotonic() < end, f"{self.name} does not end"
            self.drain(0.1)
        return self.child.exitstatus

    def close(self) -> None:
        # At once: pexpect gives up after a fraction of a second, which a busy machine needs.
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
            self.child.wait()
        self.child.close()
