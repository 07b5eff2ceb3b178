"""Random bytes through a real terminal: no input ends an app."""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.support.terminal_bytes import HOSTILE_SEQUENCES, make_sequence

pexpect = pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a Unix terminal", allow_module_level=True)

APPS = {
    "kiosk": ["kiosk"],
    "counter": ["counter", "--desk", "Desk 1", "--queue", "1"],
    "display": ["display"],
    "launcher": [],
}


class FuzzedApp:
    """An app on a terminal of its own. It is started again after an end that its user may ask for."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.log = folder / "walkin.log"
        self._arguments = ["-m", "walkin", *APPS[name], "--data", str(folder / "office.db")]
        self._environment = {key: value for key, value in os.environ.items() if not key.startswith("TEXTUAL")}
        self._environment |= {
            "TERM": "xterm-256color",
            "WALKIN_CONFIG": os.devnull,
            "WALKIN_OFFICE__LOG": str(self.log),
        }
        self._environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "WALKIN_KIOSK__EXIT_PIN": "80412673"}
        self.start()

    def start(self) -> None:
        self.child = pexpect.spawn(
            sys.executable, self._arguments, dimensions=(24, 80), env=self._environment, timeout=60, use_poll=True
        )
        self.child.delaybeforesend = None
        self.child.expect_exact(b"\x1b[?25l")
        self.drain(0.5)

    def drain(self, seconds: float) -> None:
        """Read what the app draws."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.child.child_fd], [], [], left)[0]:
                return
            try:
                if not os.read(self.child.child_fd, 65_536):
                    return
            except OSError:
                return

    def send(self, data: bytes) -> None:
        """Send bytes, reading meanwhile, so that neither side waits for the other."""
        rest = data
        while rest:
            readable, writable, _ = select.select([self.child.child_fd], [self.child.child_fd], [], 60)
            assert readable or writable, f"{self.name} reads nothing"
            try:
                if readable and not os.read(self.child.child_fd, 65_536):
                    return
                if writable:
                    rest = rest[os.write(self.child.child_fd, rest[:512]) :]
            except OSError:
                return

    def check(self, context: str) -> None:
        if not self.child.isalive():
            crash = self.log.read_text(encoding="utf-8", errors="replace")[-3000:] if self.log.exists() else ""
            ended = f"{self.name} ended with {self.child.exitstatus} ({self.child.signalstatus}) {context}\n{crash}"
            # The sequences may end all but the kiosk; a Ctrl+C after that interrupts the process as it ends.
            assert self.child.exitstatus == 0 or self.child.signalstatus == signal.SIGINT, ended
            assert self.name != "kiosk", ended
            self.start()

    def close(self) -> None:
        self.child.close(force=True)


def fuzz(app: FuzzedApp, seed: int, count: int) -> None:
    generator = random.Random(seed)
    for number in range(count):
        sequence = make_sequence(generator)
        app.send(sequence)
        if number % 25 == 24:
            app.drain(generator.choice((0.0, 0.01, 0.15)))
            app.check(f"at sequence {number} of seed {seed}: {sequence!r}")
    app.drain(1.0)
    app.check(f"after {count} sequences of seed {seed}")


@pytest.mark.long
@pytest.mark.parametrize("name", APPS)
def test_2000_sequences_end_no_app(name: str, tmp_path: Path) -> None:
    app = FuzzedApp(name, tmp_path)
    try:
        app.send(b"".join(HOSTILE_SEQUENCES))
        fuzz(app, seed=len(name), count=2_000)
    finally:
        app.close()


@pytest.mark.soak
@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.parametrize("name", APPS)
def test_100000_sequences_end_no_app(name: str, seed: int, tmp_path: Path) -> None:
    app = FuzzedApp(name, tmp_path)
    try:
        fuzz(app, seed, 100_000)
    finally:
        app.close()
