"""A simulated ESC/POS printer at a TCP port: parses jobs, answers with a chosen state, simulates faults."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Literal, Self

from PIL import Image

State = Literal["ok", "noPaper", "paperLow", "coverOpen", "offline", "cutter", "busy", "noAnswer", "garbage"]
"""The printer's answer to DLE EOT."""

Fault = Literal["", "hang", "reset", "swallow"]
"""``hang``: it takes nothing. ``reset``: it ends the connection within a job. ``swallow``: it loses half of a job."""

_CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 17: "cp866", 18: "cp852"}
_BITS: dict[str, dict[int, int]] = {
    "noPaper": {1: 0x08, 2: 0x20, 4: 0x60},
    "paperLow": {4: 0x0C},
    "coverOpen": {1: 0x08, 2: 0x04},
    "offline": {1: 0x08},
    "cutter": {1: 0x08, 2: 0x40, 3: 0x08},
}
_ONE_BYTE = {b"\x1ba", b"\x1bE", b"\x1b-", b"\x1bM", b"\x1b{", b"\x1bd", b"\x1dB", b"\x1db"}


@dataclass
class Sheet:
    """A piece of paper: its lines with their sizes, and its pictures, from the top."""

    parts: list[tuple[int, str] | Image.Image] = field(default_factory=list)
    is_cut: bool = False

    @property
    def lines(self) -> list[str]:
        return [part[1] for part in self.parts if isinstance(part, tuple)]

    @property
    def pictures(self) -> list[Image.Image]:
        return [part for part in self.parts if isinstance(part, Image.Image)]

    def read_codes(self) -> list[str]:
        """What a scanner reads on the paper."""
        import zxingcpp

        width = max((picture.width for picture in self.pictures), default=1)
        whole = Image.new("L", (width, sum(picture.height for picture in self.pictures) or 1), 255)
        top = 0
        for picture in self.pictures:
            whole.paste(picture, (0, top))
            top += picture.height
        return [found.text for found in zxingcpp.read_barcodes(whole)]


class Parser:
    """Takes an ESC/POS stream apart. What is no command that tickets need is in ``unknown``."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.unknown: list[bytes] = []
        self.requests: list[bytes] = []
        self._rest = b""
        self._sheet = Sheet()
        self._line = b""
        self._code_page, self._size = "cp437", 1

    @property
    def unfinished(self) -> Sheet:
        return self._sheet

    def feed(self, content: bytes) -> None:
        self._rest += content
        while self._rest and (used := self._take(self._rest)):
            self._rest = self._rest[used:]

    def _take(self, rest: bytes) -> int:
        """Carry out the first command or letter; returns its length, 0 if some of it is still to come."""
        first = rest[:1]
        if first in b"\x1b\x1c\x1d\x10":
            return self._take_command(rest)
        if first == b"\n":
            self._sheet.parts.append((self._size, self._line.decode(self._code_page)))
            self._line = b""
        elif first < b" " or first == b"\x7f":
            self.unknown.append(first)
        else:
            self._line += first
        return 1

    def _take_command(self, rest: bytes) -> int:  # noqa: C901 - a row for each command
        name = rest[:2]
        if len(name) < 2:
            return 0
        if name == b"\x1b@":
            self._code_page, self._size = "cp437", 1
            return 2
        if name == b"\x1c.":
            return 2
        if len(rest) < 3:
            return 0
        value = rest[2]
        if name in (b"\x10\x04", b"\x1dr"):
            self.requests.append(rest[:3])
        elif name == b"\x1bt":
            self._code_page = _CODE_PAGES[value]
        elif name == b"\x1d!":
            assert value >> 4 == value & 7
            self._size = (value & 7) + 1
        elif name == b"\x1b!":
            self._size = 1
        elif name == b"\x1dV":
            self._sheet.is_cut = True
            self.sheets.append(self._sheet)
            self._sheet = Sheet()
        elif name == b"\x1dv":
            return self._take_picture(rest)
        elif name not in _ONE_BYTE:
            self.unknown.append(rest[:3])
        return 3

    def _take_picture(self, rest: bytes) -> int:
        if len(rest) < 8:
            return 0
        width, height = struct.unpack("<HH", rest[4:8])
        size = 8 + width * height
        if len(rest) < size:
            return 0
        picture = Image.frombytes("1", (width * 8, height), bytes(255 - byte for byte in rest[8:size]))
        self._sheet.parts.append(picture.convert("L"))
        return size


class FakePrinter:
    """The printer, as a context manager; ``state`` and ``fault`` may be changed while it works."""

    def __init__(self, state: State = "ok", fault: Fault = "", *, seconds: float = 0.0) -> None:
        """``seconds`` is how long it takes for a ticket."""
        self.state: State = state
        self.fault: Fault = fault
        self.seconds = seconds
        self.parser = Parser()
        self.connections = 0
        self._busy_until: float | None = None
        self._server = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.address = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    @property
    def sheets(self) -> list[Sheet]:
        return self.parser.sheets

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for connection in self._open:
            connection.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                self._open.append(connection)
                self.connections += 1
                if self.fault != "hang":
                    # One at a time, as printers do.
                    with contextlib.suppress(OSError):
                        self._work(connection)
                    connection.close()

    def _work(self, connection: socket.socket) -> None:
        received = 0
        while content := connection.recv(512):
            received += len(content)
            if self.fault == "reset" and received > 2000:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if self.fault == "swallow" and received > 2000:
                # Real-time commands are answered, the job is lost.
                position = content.rfind(b"\x10\x04")
                content = content[position : position + 3] if position >= 0 else b""
            self.parser.feed(content)
            while self.parser.requests:
                self._answer(connection, self.parser.requests.pop(0))

    def _answer(self, connection: socket.socket, request: bytes) -> None:
        if self.state == "noAnswer":
            return
        if self.state == "garbage":
            connection.sendall(b"\xff\x00\xa5")
            return
        if request.startswith(b"\x1dr"):
            time.sleep(self.seconds)
            connection.sendall(b"\x00")
            return
        number = request[2]
        bits = _BITS.get(self.state, {}).get(number, 0)
        if self.state == "busy":
            now = time.monotonic()
            self._busy_until = self._busy_until or now + 0.3
            bits = 0x08 if number == 1 and now < self._busy_until else 0
        connection.sendall(bytes((0x12 | bits,)))
