"""The real command in a real terminal of 80 × 24."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.tmux import Terminal, needs_tmux
from walkin_kiosk.scanner import MAX_KEY_GAP_SECONDS

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


def type_like_a_person(terminal: Terminal, text: str, end: str) -> None:
    """Type a text, and a key behind it after a pause: without one it would be a scanner's."""
    terminal.type_text(text)
    terminal.wait_for_texts(text)
    time.sleep(2 * MAX_KEY_GAP_SECONDS)
    if end:
        terminal.press(end)


def test_a_newcomer_takes_a_ticket_and_staff_leave(terminal: Terminal) -> None:
    terminal.wait_for_texts("Welcome", "Identity cards and passports", "Français")
    terminal.press("3")
    terminal.wait_for_texts("Question 1 of", "What is it about?")
    terminal.press("Escape")
    terminal.wait_for_texts("Welcome")
    terminal.press("1")
    terminal.wait_for_texts("Question 1 of 5")
    terminal.press("Enter")
    terminal.wait_for_texts("There is a problem", ": select one option")
    # A single choice goes on by itself.
    terminal.type_text("2")
    for number, answer in ((2, "O’Neill-Łódź"), (3, "李")):
        terminal.wait_for_texts(f"Question {number} of 5")
        type_like_a_person(terminal, answer, "Enter")
    terminal.wait_for_texts("Question 4 of 5", "Day")
    type_like_a_person(terminal, "27", "Tab")
    type_like_a_person(terminal, "March", "Tab")
    type_like_a_person(terminal, "1985", "")
    terminal.wait_for_texts("March", "1985")
    terminal.press("Enter")
    terminal.wait_for_texts("Question 5 of 5", "(optional)")
    terminal.press("Enter")
    terminal.wait_for_texts("Check your answers", "O’Neill-Łódź")
    terminal.press("Enter")
    terminal.wait_for_texts("Your number", "Nobody before you", "Open on your phone")
    terminal.press("Enter")
    terminal.wait_for_texts("Welcome", "1 waiting")
    terminal.press("C-c", "C-p", "C-z")
    terminal.wait_for_texts("Welcome")
    terminal.press("C-q")
    terminal.wait_for_texts("Leave the kiosk?")
    terminal.press("Tab", "Enter")
    terminal.wait_for_texts("ended with 0")
