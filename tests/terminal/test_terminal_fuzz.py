"""Random bytes through a real terminal: no input ends an app or stops it from responding."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a Unix terminal", allow_module_level=True)

from tests.support.terminal_app import APP_ARGUMENTS, TerminalApp
from tests.support.terminal_bytes import HOSTILE_SEQUENCES, make_sequence

if TYPE_CHECKING:
    from pathlib import Path

RESTART_AFTER = 1_000
"""Sequences after which the launcher is started again: it soon opens another app, which stays."""

RESPONDS_AFTER = 500
"""Sequences after which the app has to have processed all: one that hangs takes all input without a word."""

SIZES = (*((80, 24), (100, 30), (160, 50), (300, 90)) * 3, (40, 10), (2, 1))
"""In the two that are too small, input is ignored."""


def fuzz(app: TerminalApp, seed: int, count: int) -> None:
    """Send sequences, cut anywhere, with changes of the window's size between them."""
    generator = random.Random(seed)
    for number in range(1, count + 1):
        sequence = make_sequence(generator)
        if generator.random() < 0.1:
            cut = generator.randrange(len(sequence) + 1)
            app.send(sequence[:cut])
            app.drain(generator.choice((0.0, 0.01, 0.06)))
            app.send(sequence[cut:])
        else:
            app.send(sequence)
        if number % 25 == 0:
            app.drain(generator.choice((0.0, 0.01, 0.15)))
            app.check(f"at sequence {number} of seed {seed}: {sequence!r}")
        if number % 100 == 0:
            app.resize(*generator.choice(SIZES))
        if number % RESPONDS_AFTER == 0:
            app.wait_for_response()
        if app.name == "launcher" and number % RESTART_AFTER == 0:
            app.close()
            app.start()
    app.check(f"after {count} sequences of seed {seed}")


def check_response(app: TerminalApp) -> None:
    """Check that the kiosk still serves the next client, and that the other apps can be left."""
    app.wait_for_response()
    app.check("after the last sequence")
    app.watch_screen()
    if app.name == "kiosk":
        # The pauses drop what has begun: a sequence without its end is no longer taken for the next key's start.
        app.drain(3)
        # The idle time begins when the keys that are still in the terminal's buffers have been processed.
        app.wait_until(
            lambda text: "Welcome" in text and "Identity cards" in text, "the start page in English", timeout=600
        )
        app.send(b"1")
        app.wait_until(lambda text: "Question 1 of" in text, "the first question")
        app.check("after the storm")
        return
    if app.name == "launcher":
        app.close()
        app.start()
    app.drain(3)
    for _ in range(20):
        app.send(b"\x11")
        app.drain(3)
        if not app.child.isalive():
            break
        if app.name == "counter":
            # It asks first if a client is at the desk.
            app.send(b"y")
            app.drain(3)
    assert app.wait_for_end() == 0
    assert "Traceback" not in app.read_log()


def run_fuzz(name: str, folder: Path, seed: int, count: int) -> None:
    settings = {"WALKIN_KIOSK__IDLE_SECONDS": "10", "WALKIN_KIOSK__IDLE_WARNING_SECONDS": "5"}
    app = TerminalApp(name, folder, **settings)
    try:
        app.send(b"".join(HOSTILE_SEQUENCES))
        fuzz(app, seed, count)
        check_response(app)
    finally:
        app.close()


@pytest.mark.long
@pytest.mark.parametrize("name", APP_ARGUMENTS)
def test_800_sequences_end_no_app(name: str, tmp_path: Path) -> None:
    run_fuzz(name, tmp_path, seed=len(name), count=800)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.parametrize("name", APP_ARGUMENTS)
def test_100000_sequences_end_no_app(name: str, seed: int, tmp_path: Path) -> None:
    run_fuzz(name, tmp_path, seed, 100_000)
