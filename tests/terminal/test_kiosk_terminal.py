"""The real command in a real terminal of 80 × 24."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.tmux import Terminal, needs_tmux

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_tmux


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "terminal")
    terminal.run("--data", str(tmp_path / "office.db"), program=(sys.executable, "-m", "walkin_kiosk"))
    yield terminal
    terminal.close()


def test_a_newcomer_takes_a_ticket_and_staff_leave(terminal: Terminal) -> None:
    terminal.wait_for_texts("Welcome", "1  Identity cards and passports", "Français")
    terminal.press("3")
    terminal.wait_for_texts("Question 1 of", "What is it about?")
    terminal.press("Escape")
    terminal.wait_for_texts("Welcome")
    terminal.press("1")
    terminal.wait_for_texts("Question 1 of 5")
    terminal.press("Enter")
    terminal.wait_for_texts("There is a problem", "✗ Select one option")
    terminal.type_text("2")
    terminal.press("Enter")
    for number, answer in ((2, "O’Neill-Łódź"), (3, "李")):
        terminal.wait_for_texts(f"Question {number} of 5")
        terminal.type_text(answer)
        terminal.press("Enter")
    terminal.wait_for_texts("Question 4 of 5", "Day")
    terminal.type_text("27")
    terminal.press("Tab")
    terminal.type_text("March")
    terminal.press("Tab")
    terminal.type_text("1985")
    terminal.wait_for_texts("March", "1985")
    terminal.press("Enter")
    terminal.wait_for_texts("Question 5 of 5", "(optional)")
    terminal.press("Enter")
    terminal.wait_for_texts("Check your answers", "O’Neill-Łódź")
    terminal.press("Enter")
    terminal.wait_for_texts("Your number", "Nobody before you", "Scan it")
    terminal.press("Enter")
    terminal.wait_for_texts("Welcome", "1 person waiting")
    terminal.press("C-c", "C-p", "C-z")
    terminal.wait_for_texts("Welcome")
    terminal.press("C-q")
    terminal.wait_for_texts("Leave the kiosk?")
    terminal.press("Tab", "Enter")
    terminal.wait_for_texts("ended with 0")
