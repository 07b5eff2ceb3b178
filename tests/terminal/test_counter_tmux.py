"""``walkin counter`` and ``walkin display`` in a real terminal of 80 × 24."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from tests.support.letters import find_letters
from tests.support.tmux import Terminal, needs_tmux
from walkin.client import connect
from walkin.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_tmux


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "terminal")
    yield terminal
    terminal.close()


async def arrive(data: Path, *names: str) -> None:
    async with await connect(Settings(data=data)) as client:
        for name in names:
            await client.register("1", {"client": {"firstName": name}}, uuid.uuid4().hex)


async def test_the_counter_at_work(data: Path, terminal: Terminal) -> None:
    await arrive(data, "Anna [/x]", "漢字")
    terminal.run("counter", "--data", str(data), "--desk", "Desk 3", "--queue", "1")
    text = terminal.wait_for_texts(
        "Anna [/x]", "漢字", "Nobody at your desk", "F5 Call next", "Space More", "? Help", "Ctrl+Q Quit"
    )
    assert len(text.splitlines()) == 24
    terminal.press("F5")
    terminal.wait_for_texts("here < 1 min of")
    await arrive(data, "Late")
    terminal.wait_for_texts("Late")
    terminal.press("F2")
    terminal.wait_for_texts("Times called", "Esc Back")
    terminal.press("Escape")
    terminal.wait_for_texts("F8 Finish")
    terminal.press("Space", "f")
    terminal.wait_for_texts("Nobody at your desk", "A001 Anna [/x] is finished.")
    terminal.press("C-q")
    terminal.wait_for_texts("ended with 0")


async def test_a_form_is_edited(data: Path, terminal: Terminal) -> None:
    async with await connect(Settings(data=data)) as client:
        form = [{"id": "topic", "values": [{"id": "noise"}]}, {"id": "details", "value": "Loud music"}]
        registration = await client.register("3", {"client": {"firstName": "Anna"}, "form": form}, uuid.uuid4().hex)
    terminal.run("counter", "--data", str(data), "--desk", "Desk 3", "--queue", "3")
    terminal.wait_for_texts("Anna", "Nobody at your desk")
    terminal.press("F5")
    terminal.wait_for_texts("here < 1 min of")
    terminal.press("F2")
    terminal.wait_for_texts("What is it about?", "Noise", "Loud music", "E Edit")
    terminal.press("e")
    terminal.wait_for_texts("First name", "Anna", "Ctrl+S Save")
    terminal.press("belle")
    terminal.wait_for_texts("Annabelle")
    terminal.press("C-s")
    terminal.wait_for_texts("is saved.", "C001  Annabelle")
    async with await connect(Settings(data=data)) as client:
        assert (await client.get_registration("3", registration.id)).client.first_name == "Annabelle"


async def test_the_display_shows_a_call(data: Path, terminal: Terminal) -> None:
    await arrive(data, "Anna", "Bea")
    terminal.run("display", "--data", str(data), "--queue", "1")
    terminal.wait_until(lambda screen: bool(find_letters("Waiting: 2", screen)), "the number of those who wait")
    async with await connect(Settings(data=data)) as client:
        await client.call_next("1", "Desk 3")
    text = terminal.wait_until(lambda screen: bool(find_letters("A001", screen)), "large letters")
    assert "Anna" not in text
    terminal.press("C-q")
    terminal.wait_for_texts("ended with 0")
