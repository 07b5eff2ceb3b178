"""Random keys and taps through a real terminal, while other programs change the office: no app ends, hangs, notes an
error, or shows a client what another one typed."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import threading
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a Unix terminal", allow_module_level=True)

from tests.support.offices import make_settings
from tests.support.terminal_app import APP_ARGUMENTS, TerminalApp
from walkin.client import ServerUnreachable, connect
from walkin.model.errors import Refused
from walkin_counter.desk.commands import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from walkin.client import QueueClient

ESC = b"\x1b"
KEYS = {
    "escape": ESC, "slash": b"/", "question_mark": b"?", "space": b" ", "ctrl+z": b"\x1a", "shift+f8": b"\x1b[19;2~",
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~", "f6": b"\x1b[17~",
    "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~", "f10": b"\x1b[21~",
}  # fmt: skip
MOVES = (b"\t", b"\x1b[Z", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F")
EDITS = (b"\x7f", b"\x1b[3~", b" ", b"\r", b"\r", b"\x0b", b"\x15", b"\x01", b"\x05")
DIGITS = tuple(b"%d" % digit for digit in range(10))
OWN_KEYS = {
    # F3: the keyboard on the screen; Ctrl+Q: leaving, which asks for the PIN.
    "kiosk": (*DIGITS, KEYS["f3"], b"\x11"),
    "counter": (*(KEYS.get(key, key.encode()) for action in ACTIONS for key in action.keys), b"\x10", *DIGITS),
    "display": (b"t", b"t", b"l", b"q"),
    "launcher": (b"t", b"l", b"1", b"2", b"3"),
}
LEAVE = b"\x11"
GAPS = (0.0, 0.0, 0.005, 0.03, 0.06, 0.12, 0.5)
"""Seconds between the inputs of one burst."""
REST_SECONDS = 60.0
"""Seconds of use until the app is left idle, and the kiosk returns to its start page."""
IDLE = {"IDLE_SECONDS": "10", "IDLE_WARNING_SECONDS": "5", "TICKET_SECONDS": "5"}
SECRET_NAME = "Vpqx"
"""Name of clients registered by other programs, never shown at the kiosk or display."""

FORM = [
    {"id": "kind", "type": "select", "title": "Kind", "category": True,
     "values": [{"id": g, "name": g, "values": [{"id": f"{g}1", "name": f"{g} one"}]} for g in "ab"]},
    {"id": "who", "type": "input", "title": "Who", "otherValue": False},
    {"id": "also", "type": "checkbox", "title": "Also", "otherValue": True, "values": [{"id": "x", "name": "X"}]},
    {"id": "when", "type": "date", "title": "When"},
]  # fmt: skip


async def _change_once(client: QueueClient, generator: random.Random, number: int) -> None:
    queues = await client.list_queues()
    queue = generator.choice(queues)
    registrations = await client.list_registrations(queue.id)
    some = generator.choice(registrations) if registrations else None
    desk = generator.choice(("Desk 1", "Desk 2"))
    kind = generator.randrange(12)
    if kind < 4 and len(registrations) < 40:
        await client.register(queue.id, {"client": {"lastName": f"{SECRET_NAME}{number}"}}, f"visit {number}")
    elif kind < 6:
        await client.call_next(queue.id, desk)
    elif kind == 6 and some is not None:
        await client.finish(queue.id, some.id)
    elif kind == 7 and some is not None:
        await client.delete_registration(queue.id, some.id)
    elif kind == 8 and some is not None:
        await client.park(queue.id, some.id)
    elif kind == 9:
        members = generator.choice(
            ({"status": "closed"}, {"status": "open"}, {"name": f"Name {number}"}, {"form": FORM})
        )
        await client.update_queue(queue.id, members)
    elif kind == 10 and len(queues) < 9:
        await client.add_queue({"company": {"id": "1", "name": "Eastbridge"}, "timeZone": "Etc/UTC", "name": "Extra"})
    elif kind == 11 and len(queues) > 4 and queue.id != "1":
        await client.delete_queue(queue.id)


async def _change_office(data: Path, seed: int, end: threading.Event) -> None:
    generator = random.Random(seed)
    async with await connect(make_settings(data)) as client:
        for number in count():
            if end.is_set():
                break
            with contextlib.suppress(Refused, ServerUnreachable):
                await _change_once(client, generator, number)
            await asyncio.sleep(generator.choice((0.0, 0.05, 0.3, 1.0)))
        for queue in await client.list_queues():
            await client.update_queue(queue.id, {"status": "open"})


@contextlib.contextmanager
def changing_office(data: Path, seed: int) -> Iterator[None]:
    """Another program registers, calls, finishes, opens and closes, adds and deletes during the block."""
    end = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_change_office(data, seed, end)))
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


class RandomUser:
    """Random input: keys of the app, taps on text, words, Escape."""

    def __init__(self, app: TerminalApp, seed: int) -> None:
        self._app = app
        self._generator = random.Random(seed)
        self._word_numbers = count()
        self.words: list[str] = []
        """Words typed since the last rest."""

    def act(self) -> None:
        """One burst of input, and a look at the screen."""
        gap = self._generator.choice(GAPS)
        for data in self._make_burst():
            self._app.send(data)
            self._app.drain(gap)
        self._app.drain(self._generator.choice((0.0, 0.05, 0.2)))

    def _make_burst(self) -> list[bytes]:
        pick = self._generator.choice
        kind = self._generator.randrange(20)
        if kind < 6:
            return [self._tap() for _ in range(pick((1, 1, 1, 2, 4)))]
        if kind < 8:
            return [pick(OWN_KEYS[self._app.name]), ESC, ESC]
        if kind < 14:
            return [pick((*OWN_KEYS[self._app.name], *MOVES, *EDITS)) for _ in range(pick((1, 2, 5)))]
        if kind < 16:
            return [self._type_word(), pick((b"", b"\r", b"\t"))]
        if kind < 18:
            return [b"\r"] * pick((1, 1, 2, 3))
        if kind == 18:
            column, row = self._generator.randrange(80), self._generator.randrange(24)
            return [b"\x1b[<%d;%d;%dM" % (pick((64, 65)), column + 1, row + 1)] * pick((1, 5))
        return [LEAVE, ESC] if self._app.name == "kiosk" or self._generator.random() < 0.95 else [LEAVE]

    def _tap(self) -> bytes:
        lines = self._app.show_screen().splitlines()
        cells = [(x, y) for y, line in enumerate(lines) for x, character in enumerate(line) if character != " "]
        column, row = self._generator.choice(cells or [(1, 1)])
        place = b"%d;%d" % (column + 1, row + 1)
        if self._generator.random() < 0.1:
            elsewhere = b"%d;%d" % (self._generator.randrange(1, 80), self._generator.randrange(1, 24))
            return b"\x1b[<0;%bM\x1b[<32;%bM\x1b[<0;%bm" % (place, elsewhere, elsewhere)
        return b"\x1b[<0;%bM\x1b[<0;%bm" % (place, place)

    def _type_word(self) -> bytes:
        word = f"Qz{next(self._word_numbers)}w"
        self.words.append(word)
        return word.encode()


def use(name: str, folder: Path, seed: int, seconds: float) -> None:
    """Use an app at random for some seconds; print its memory each minute."""
    app = TerminalApp(name, folder, **{f"WALKIN_KIOSK__{key}": value for key, value in IDLE.items()})
    began, old_words, bursts = time.monotonic(), [], 0
    user, generator = RandomUser(app, seed), random.Random(seed)
    try:
        while (now := time.monotonic()) < began + seconds:
            with changing_office(app.data, seed):
                app.watch_screen(*generator.choice(((80, 24), (100, 30), (160, 50))))
                end = min(now + REST_SECONDS, began + seconds)
                while time.monotonic() < end:
                    user.act()
                    bursts += 1
                    app.check(f"in burst {bursts} of seed {seed}")
                    if name == "kiosk":
                        screen = app.show_screen()
                        assert not [word for word in old_words if word in screen], screen
                    if name in ("kiosk", "display"):
                        assert SECRET_NAME not in app.show_screen()
            rest(app)
            old_words, user.words = user.words, []
            minutes = (time.monotonic() - began) / 60
            print(
                f"{name} {minutes:.1f} min, {bursts} bursts, {app.starts} starts, {app.measure_memory():.1f} MB",
                flush=True,
            )
    finally:
        app.close()


def rest(app: TerminalApp) -> None:
    """Leave the app idle: it still draws, and the kiosk returns to its start page."""
    app.watch_screen()
    if app.name == "kiosk":
        app.wait_until(
            lambda text: "Welcome" in text and "Open · " in text and "Start over" not in text,
            "the start page in English",
            90,
        )
    else:
        app.wait_until(lambda text: bool(text.strip()), "something drawn")
    app.check("at rest")


@pytest.mark.long
@pytest.mark.parametrize("name", ["kiosk", "counter"])
def test_random_use_for_10_seconds(name: str, tmp_path: Path) -> None:
    use(name, tmp_path, len(name), 10)


@pytest.mark.soak
@pytest.mark.parametrize("name", APP_ARGUMENTS)
def test_random_use_for_an_hour(name: str, tmp_path: Path) -> None:
    use(name, tmp_path, 7, 3600)
