"""The real command in a real terminal of 80 × 24."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Terminal:
    """A tmux session of its own server."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket

    def tmux(self, *arguments: str) -> str:
        command = ["tmux", "-u", "-S", str(self.socket), "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def see(self, *texts: str, timeout: float = 20) -> str:
        end = time.monotonic() + timeout
        while not all(text in (screen := self.screen()) for text in texts):
            assert time.monotonic() < end, f"waited in vain for {texts}; the screen:\n{screen}"
            time.sleep(0.05)
        return screen

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path / "tmux")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WALKIN", "TEXTUAL"))}
    command = f"{sys.executable} -m kiosk --data {tmp_path / 'office.db'}; echo ended with $?"
    start = ["new-session", "-d", "-x", "80", "-y", "24", f"{command}; sleep 60"]
    subprocess.run(
        ["tmux", "-u", "-S", str(found.socket), "-f", "/dev/null", *start],
        env={**environment, "LANG": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        check=True,
    )
    yield found
    found.tmux("kill-server")


def test_a_newcomer_takes_a_ticket_and_staff_leave(terminal: Terminal) -> None:
    terminal.see("Welcome", "1  Identity cards and passports", "Français")
    terminal.press("3")
    terminal.see("Question 1 of", "What is it about?")
    terminal.press("Escape")
    terminal.see("Welcome")
    terminal.press("1")
    terminal.see("Question 1 of 5")
    terminal.press("Enter")
    terminal.see("There is a problem", "✗ Select one option")
    terminal.type("2")
    terminal.press("Enter")
    for number, answer in ((2, "O’Neill-Łódź"), (3, "李")):
        terminal.see(f"Question {number} of 5")
        terminal.type(answer)
        terminal.press("Enter")
    terminal.see("Question 4 of 5", "Day")
    terminal.type("27")
    terminal.press("Tab")
    terminal.type("March")
    terminal.press("Tab")
    terminal.type("1985")
    terminal.see("March", "1985")
    terminal.press("Enter")
    terminal.see("Question 5 of 5", "(optional)")
    terminal.press("Enter")
    terminal.see("Check your answers", "O’Neill-Łódź")
    terminal.press("Enter")
    terminal.see("Your number", "Nobody before you", "Scan it")
    terminal.press("Enter")
    terminal.see("Welcome", "1 person waiting")
    terminal.press("C-c", "C-p", "C-z")
    terminal.see("Welcome")
    terminal.press("C-q")
    terminal.see("Leave the kiosk?")
    terminal.press("Tab", "Enter")
    terminal.see("ended with 0")
