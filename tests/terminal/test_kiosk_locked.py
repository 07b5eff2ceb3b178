"""The kiosk on a machine that starts it again: no input and no signal leaves its screen, freezes it, or shows what a
former client typed."""

from __future__ import annotations

import random
import re
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("pexpect")
if sys.platform != "linux":
    pytest.skip("needs /proc", allow_module_level=True)

from pathlib import Path

from tests.support.terminal_app import FORBIDDEN_OUTPUT, LEAVE_SCREEN, TerminalApp
from tests.support.terminal_bytes import HOSTILE_SEQUENCES, make_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

HARMLESS_SIGNALS = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
ENDING_SIGNALS = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGUSR1, signal.SIGTERM, signal.SIGKILL)
INPUTS_PER_CLIENT = 250
SECRET = "Vq"
"""The words of clients begin with it; no text of the kiosk has it."""
PASTE_START, PASTE_END = b"\x1b[200~", b"\x1b[201~"
LATE_SECONDS = (0.0, 0.02, 0.12, 0.4)
"""Pauses inside of a sequence: some longer than an app waits for the rest of one."""


class RestartedKiosk(TerminalApp):
    """A kiosk that is started again whenever it has ended, as its unit does."""

    def __init__(self, folder: Path) -> None:
        super().__init__("kiosk", folder, WALKIN_KIOSK__IDLE_SECONDS="3600")
        self.output = b""

    def restart_if_ended(self, sent: signal.Signals | None, words: list[bytes], context: str) -> bool:
        """Fail after an end that no signal has caused, or if the end leaves a trace."""
        for forbidden in (*FORBIDDEN_OUTPUT, *([] if sent else [LEAVE_SCREEN])):
            assert forbidden not in self._tail, f"the kiosk has written {forbidden!r} {context}"
        assert "Traceback" not in self.read_log(), f"{context}\n{self.read_log()[-4000:]}"
        if self.child.isalive():
            return False
        assert sent in ENDING_SIGNALS, f"ended with {self.child.exitstatus} ({self.child.signalstatus}) {context}"
        self.child.close()
        self.size = (100, 30)
        self.start()
        assert not [word for word in words if word in self._tail], f"another client's words {context}"
        return True

    def press(self, key: bytes, expected: str) -> None:
        """Press a key until the screen has that text: one that comes as a page is built is dropped."""
        for _ in range(5):
            self.send(key)
            end = time.monotonic() + 10
            while expected not in self.show_screen() and time.monotonic() < end:
                self.drain(0.1)
            if expected in self.show_screen():
                return
        self.wait_until(lambda text: expected in text, expected, 1)

    def list_programs(self) -> Iterator[str]:
        """The programs that the kiosk and its children run."""
        processes = {int(path.name): path for path in Path("/proc").iterdir() if path.name.isdigit()}
        family = [self.child.pid]
        for pid in family:
            tasks = Path(f"/proc/{pid}/task")
            for task in tasks.iterdir() if tasks.exists() else ():
                try:
                    family += map(int, (task / "children").read_text().split())
                except OSError:
                    continue
        for pid in family:
            try:
                yield (processes[pid] / "comm").read_text().strip()
            except (KeyError, OSError):
                continue


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RestartedKiosk]:
    kiosk = RestartedKiosk(tmp_path)
    yield kiosk
    kiosk.close()


def make_input(generator: random.Random, word: bytes) -> bytes:
    """A key, a click, a paste, or a sequence that is whole, broken or hostile."""
    kind = generator.randrange(10)
    if kind < 2:
        place = b"%d;%d" % (generator.randrange(1, 101), generator.randrange(1, 31))
        return b"\x1b[<0;%bM\x1b[<0;%bm" % (place, place)
    if kind == 2:
        text = generator.choice((word, word * 300, b"x\r" * 20, generator.choice(HOSTILE_SEQUENCES)))
        return PASTE_START + text + generator.choice((PASTE_END, PASTE_END, b""))
    if kind == 3:
        return word
    if kind < 6:
        return generator.choice((b"1", b"2", b"3", b"\r", b"\r", b"\t", b"\x1b", b"\x11", b"\x03", b"\x1a", b"\x1c"))
    return make_sequence(generator)


def send_late(kiosk: RestartedKiosk, data: bytes, generator: random.Random) -> None:
    """Send it whole, or in parts with pauses between."""
    while data and generator.random() < 0.15:
        cut = generator.randrange(len(data) + 1)
        kiosk.send(data[:cut])
        kiosk.drain(generator.choice(LATE_SECONDS))
        data = data[cut:]
    kiosk.send(data)


def storm(kiosk: RestartedKiosk, seed: int, count: int) -> None:
    """Clients with random inputs; each one's visit ends with a signal, most of which end the kiosk."""
    generator = random.Random(seed)
    old_words: list[bytes] = []
    for client in range(count // INPUTS_PER_CLIENT):
        word = b"%s%dz" % (SECRET.encode(), client)
        for number in range(INPUTS_PER_CLIENT):
            send_late(kiosk, make_input(generator, word), generator)
            if number % 40 == 0:
                kiosk.child.kill(generator.choice(HARMLESS_SIGNALS))
                kiosk.resize(*generator.choice(((80, 24), (100, 30), (160, 50), (40, 10))))
                kiosk.drain(0.05)
            if number % 50 == 0:
                kiosk.restart_if_ended(None, old_words, f"at input {number} of client {client}, seed {seed}")
        programs = set(kiosk.list_programs())
        assert {name for name in programs if not name.startswith(("python", "walkin"))} == set(), programs
        kiosk.wait_for_response()
        kiosk.restart_if_ended(None, old_words, f"after client {client}, seed {seed}")
        old_words.append(word)
        sent = generator.choice(ENDING_SIGNALS)
        kiosk.child.kill(sent)
        kiosk.wait_for_end()
        assert kiosk.restart_if_ended(sent, old_words, f"after {sent.name}, client {client}, seed {seed}")
    kiosk.watch_screen()
    kiosk.wait_until(lambda text: "Welcome" in text and "Identity cards" in text, "the start page")
    assert SECRET not in kiosk.show_screen()


@pytest.mark.long
def test_a_storm_of_250_inputs_and_signals(kiosk: RestartedKiosk) -> None:
    storm(kiosk, 1, 250)


@pytest.mark.soak
def test_a_storm_of_10000_inputs_and_signals(kiosk: RestartedKiosk) -> None:
    storm(kiosk, 2, 10_000)


@pytest.mark.soak
def test_a_storm_of_100000_inputs_and_signals(kiosk: RestartedKiosk) -> None:
    storm(kiosk, 3, 100_000)


@pytest.mark.long
def test_signals_that_stop_a_program_do_not_freeze_the_kiosk(kiosk: RestartedKiosk) -> None:
    kiosk.watch_screen()
    kiosk.wait_until(lambda text: "Welcome" in text, "the start page")
    for number in (signal.SIGTSTP, signal.SIGCONT, signal.SIGSTOP, signal.SIGCONT):
        kiosk.child.kill(number)
    kiosk.drain(1)
    kiosk.press(b"1", "Question 1 of")
    kiosk.restart_if_ended(None, [], "after the signals")


@pytest.mark.long
def test_a_killed_kiosk_comes_back_with_its_start_page_and_nothing_else(kiosk: RestartedKiosk) -> None:
    """As under Restart=always, which waits two seconds more."""
    word = f"{SECRET}secret"
    steps = ((b"1", "Question 1 of"), (b"1", "Question 2 of"), (word.encode(), word))
    for count in (0, 3):
        kiosk.watch_screen()
        kiosk.wait_until(lambda text: "Welcome" in text, "the start page")
        for key, expected in steps[:count]:
            kiosk.press(key, expected)
        kiosk.child.kill(signal.SIGKILL)
        kiosk.wait_for_end()
        began = time.monotonic()
        assert kiosk.restart_if_ended(signal.SIGKILL, [word.encode()], f"after {count} steps")
        kiosk.watch_screen()
        seen = []
        kiosk.wait_until(lambda text, seen=seen: bool(seen.append(text)) or "Welcome" in text, "the start page")
        print(f"kill -9 after {count} steps: start page after {time.monotonic() - began:.1f} s")
        assert not [text for text in seen if word in text or re.search(r"Question \d", text)]


@pytest.mark.soak
@pytest.mark.parametrize("visits", [100, 2_000])
def test_visits_need_no_more_memory(visits: int, kiosk: RestartedKiosk) -> None:
    """Compared with the memory after 25 visits, when everything has been loaded."""
    kiosk.watch_screen()
    memory = []
    for visit in range(visits + 1):
        if visit and visit % 25 == 0:
            memory.append(kiosk.measure_memory())
            print(f"{visit} visits: {memory[-1]:.1f} MB", flush=True)
        kiosk.press(b"1", "Question 1 of")
        kiosk.press(b"1", "Question 2 of")
        kiosk.press(b"%s%d" % (SECRET.encode(), visit), f"{SECRET}{visit}")
        kiosk.press(b"\x1b", "Question 1 of")
        kiosk.press(b"\x1b", "Welcome")
    assert memory[-1] <= memory[0] * 1.1, memory
