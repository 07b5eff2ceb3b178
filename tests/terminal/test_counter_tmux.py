"""``walkin counter`` and ``walkin display`` as they are started, in a real terminal of 80 × 24."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING

import pytest

from shared.client import connect
from shared.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if shutil.which("tmux") is None:
    pytest.skip("needs tmux", allow_module_level=True)

WALKIN = [sys.executable, "-c", "import shared.cli; shared.cli.main()"]


class Terminal:
    """A window of tmux with a server of its own."""

    def __init__(self, folder: Path) -> None:
        self.socket = str(folder / "tmux")
        self.environment = {**os.environ, "WALKIN_LOG": str(folder / "walkin.log")}

    def tmux(self, *command: str) -> str:
        whole = ["tmux", "-S", self.socket, *command]
        return subprocess.run(whole, capture_output=True, text=True, check=True, env=self.environment).stdout

    def run(self, *arguments: str) -> None:
        # The shell says how it ended: tmux itself sometimes never learns that its child is gone.
        command = f"{shlex.join([*WALKIN, *arguments])}; echo ended with $?; exec sleep 600"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sh", "-c", command)

    def keys(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def wait(self, predicate: Callable[[str], bool], what: str, timeout: float = 20) -> str:
        end = time.monotonic() + timeout
        while not predicate(text := self.screen()):
            assert time.monotonic() < end, f"waited in vain for {what}:\n{text}"
            time.sleep(0.05)
        return text

    def see(self, *texts: str) -> str:
        return self.wait(lambda screen: all(text in screen for text in texts), str(texts))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    subprocess.run(["tmux", "-S", terminal.socket, "kill-server"], check=False)


async def arrive(data: Path, *names: str) -> None:
    async with await connect(Settings(data=data)) as client:
        for name in names:
            await client.register("1", {"client": {"firstName": name}}, uuid.uuid4().hex)


async def test_the_counter_at_work(tmp_path: Path, terminal: Terminal) -> None:
    data = tmp_path / "office.db"
    await arrive(data, "Anna [/x]", "漢字")
    terminal.run("counter", "--data", str(data), "--desk", "Desk 3", "--queue", "1")
    text = terminal.see("Anna [/x]", "漢字", "Nobody at your desk", "F5 Call next", "C Call this", "Ctrl+Q Quit")
    assert len(text.splitlines()) == 24
    terminal.keys("F5")
    terminal.see("with you for")
    await arrive(data, "Late")
    terminal.see("Late")
    terminal.keys("F2")
    terminal.see("Times called", "Esc Back")
    terminal.keys("Escape")
    terminal.see("F8 Finish")
    terminal.keys("f")
    terminal.see("Nobody at your desk", "A001 is finished.")
    terminal.keys("C-q")
    terminal.see("ended with 0")


async def test_a_form_is_edited(tmp_path: Path, terminal: Terminal) -> None:
    data = tmp_path / "office.db"
    async with await connect(Settings(data=data)) as client:
        form = [{"id": "topic", "values": [{"id": "noise"}]}, {"id": "details", "value": "Loud music"}]
        made = await client.register("3", {"client": {"firstName": "Anna"}, "form": form}, uuid.uuid4().hex)
    terminal.run("counter", "--data", str(data), "--desk", "Desk 3", "--queue", "3")
    terminal.see("Anna", "Nobody at your desk")
    terminal.keys("F5")
    terminal.see("with you for")
    terminal.keys("F2")
    terminal.see("What is it about?", "Noise", "Loud music", "E Edit")
    terminal.keys("e")
    terminal.see("First name", "Anna", "Ctrl+S Save")
    terminal.keys("belle")
    terminal.see("Annabelle")
    terminal.keys("C-s")
    terminal.see("Saved.", "C001  Annabelle")
    async with await connect(Settings(data=data)) as client:
        assert (await client.registration("3", made.id)).client.first_name == "Annabelle"


async def test_the_display_shows_a_call(tmp_path: Path, terminal: Terminal) -> None:
    data = tmp_path / "office.db"
    await arrive(data, "Anna", "Bea")
    terminal.run("display", "--data", str(data), "--queue", "1")
    terminal.see("Waiting", "Your number will appear here")
    async with await connect(Settings(data=data)) as client:
        await client.call_next("1", "Desk 3")
    text = terminal.wait(lambda screen: "██████" in screen, "large letters")
    assert "Anna" not in text
    terminal.keys("C-q")
    terminal.see("ended with 0")
