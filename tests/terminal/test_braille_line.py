"""The kiosk on a braille line: brltty reads the terminal, and its virtual line says what a finger would read."""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import select
import shutil
import socket
import subprocess
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pyte
import pytest

from tests.support.kiosk import open_client
from tests.support.offices import free_port
from tests.terminal.test_linear_terminal import spawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pexpect

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("brltty") is None, reason="brltty is not installed"),
]

COLUMNS, ROWS = 40, 24
SHARED_KEY, SHARED_BYTES = 0xBACD072F, 4 + 66 * 132 * 2
"""Where GNU Screen keeps its picture for brltty."""

IPC_CREATE, IPC_REMOVE = 0o1000, 0


class SharedScreen:
    """A terminal whose picture is in the memory that brltty's driver for GNU Screen reads.

    There is one such place on a machine: other runs wait for their turn.
    """

    def __init__(self, child: pexpect.spawn[bytes]) -> None:
        self._child = child
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.shmat.restype = ctypes.c_void_p
        self._lock = os.open(shutil.which("brltty") or "", os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._id = self._libc.shmget(ctypes.c_int(SHARED_KEY - (1 << 32)), SHARED_BYTES, IPC_CREATE | 0o777)
        assert self._id != -1, os.strerror(ctypes.get_errno())
        self._address = self._libc.shmat(self._id, None, 0)
        self.draw()

    def draw(self) -> None:
        """Take over what the program has written."""
        while select.select([self._child.child_fd], [], [], 0)[0]:
            self._stream.feed(os.read(self._child.child_fd, 65_536))
        # A character has one byte there.
        text = "".join(self._screen.display).encode("ascii", "replace")
        cursor = self._screen.cursor
        picture = bytes([COLUMNS, ROWS, cursor.x, cursor.y]) + text + b"\x07" * len(text) + b"\0\0"
        ctypes.memmove(self._address, picture, len(picture))

    @property
    def lines(self) -> list[str]:
        """The lines down to the one with the cursor."""
        shown = self._screen.display[: self._screen.cursor.y + 1]
        return [line.rstrip().encode("ascii", "replace").decode() for line in shown]

    def close(self) -> None:
        self._libc.shmctl(self._id, IPC_REMOVE, None)
        os.close(self._lock)


class BrailleLine:
    """The virtual braille line of 40 cells; its keys are commands by name."""

    def __init__(self, port: int, screen: SharedScreen) -> None:
        self._screen = screen
        self._text = b""
        end = time.monotonic() + 30
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                assert time.monotonic() < end, "brltty does not listen"
                time.sleep(0.05)
        self.press(f"cells {COLUMNS}")

    def press(self, command: str) -> None:
        self._socket.sendall(f"{command}\n".encode())

    def read(self, text: str) -> None:
        """Wait until the line shows this text."""
        end = time.monotonic() + 20
        while self.line != text:
            assert time.monotonic() < end, f"{self.line!r} is not {text!r}"
            self._screen.draw()
            if select.select([self._socket], [], [], 0.05)[0]:
                self._text += self._socket.recv(65_536)

    def read_all(self, text: str) -> list[str]:
        """Wait for this line above a prompt, and read all lines on the braille line, from the top."""
        end = time.monotonic() + 60
        while text not in self._screen.lines or self._screen.lines[-1] != ">":
            assert time.monotonic() < end, f"{text!r} is not on the screen: {self._screen.lines}"
            self._screen.draw()
            time.sleep(0.02)
        lines = self._screen.lines
        # Each command shows another line, and is seen to be carried out before the next one is sent: of two commands
        # that arrive together brltty leaves one in its buffer, until something else arrives.
        self.read(">")
        self.press("TOP")
        self.read(lines[0])
        for above, line in pairwise(lines):
            if line != above:
                self.press("NXDIFLN")
                self.read(line)
        # Away from the cursor, so that the line is seen to follow it to the next prompt.
        self.press("TOP")
        self.read(lines[0])
        return lines

    def close(self) -> None:
        self._socket.close()

    @property
    def line(self) -> str:
        """What the line has shown last."""
        shown = re.findall(rb'Visual "((?:[^"\\]|\\.)*)"', self._text)
        return re.sub(r"\\(.)", r"\1", shown[-1].decode("utf-8", "replace")).rstrip() if shown else ""


@pytest.fixture
def brltty(tmp_path: Path) -> Iterator[int]:
    """The port of brltty's virtual braille line."""
    port = free_port()
    command = [
        "brltty",
        "-n",
        "-q",
        "-N",
        "-b",
        "vr",
        "-d",
        f"server:127.0.0.1:{port}",
        "-x",
        "sc",
        "-s",
        "no",
        "-o",
        "track-screen-cursor=no",
    ]
    files = ["-P", str(tmp_path / "brltty.pid"), "-f", os.devnull, "-W", str(tmp_path), "-L", str(tmp_path / "log")]
    process = subprocess.Popen([*command, *files])
    try:
        yield port
    finally:
        # Without a client it waits for one, and does not end when it is asked to.
        process.kill()
        process.wait()


async def test_a_braille_line_shows_each_line_of_a_visit(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    queue = {"name": "Permits", "form": [{"id": "name", "title": "Full name", "mandatory": True}]}
    async with open_client(tmp_path, queue) as (client, ids):
        child = spawn(tmp_path / "office.db", "kiosk", "--linear", "--queue", ids[0])
        screen = SharedScreen(child)
        try:
            line = BrailleLine(request.getfixturevalue("brltty"), screen)
            assert "?: What you can type" in line.read_all("1 Permits")
            child.sendline("1")
            line.read_all("Full name")
            child.sendline("Ann Lee")
            assert "Ann Lee" in line.read_all("Check your answers")
            child.sendline("")
            read = line.read_all("Your number")
            assert (await client.list_registrations(ids[0]))[0].number in read
            line.close()
        finally:
            screen.close()
            child.close(force=True)
