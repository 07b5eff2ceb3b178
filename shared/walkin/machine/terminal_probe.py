"""Ask the terminal what it is, and wait for taps."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

INPUT_DEVICES = Path("/proc/bus/input/devices")
MULTITOUCH_X_BIT = 0x35
DIRECT_BIT = 1
"""INPUT_PROP_DIRECT, a property of touch screens that touch pads lack."""

ASK_NAME = b"\x1b[>q"
ASK_ATTRIBUTES = b"\x1b[c"
"""The request for the device attributes (DA1), which every terminal answers, after all requests before it."""
ANSWER_SECONDS = 2.0
CLICKS_ON, CLICKS_OFF = b"\x1b[?1000h\x1b[?1006h", b"\x1b[?1006l\x1b[?1000l"
TAP = re.compile(rb"\x1b\[<0;\d+;\d+M")
MOUSE_REPORT = re.compile(rb"\x1b\[<[\d;]*[Mm]?|\x1b\[?$")


@dataclass(frozen=True)
class TerminalReport:
    """What is known of the terminal: ``kind`` is TERM, name and version are its own answer."""

    is_terminal: bool = False
    is_remote: bool = False
    kind: str = ""
    name: str = ""
    version: str = ""
    columns: int = 0
    rows: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_console(self) -> bool:
        return self.kind == "linux"

    @property
    def version_numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in self.version.split(".")[:2] if number.isdigit())


def probe_terminal() -> TerminalReport:
    """What standard input and output are connected to."""
    environment = dict(os.environ)
    kind, is_remote = environment.get("TERM", ""), "SSH_CONNECTION" in environment
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return TerminalReport(is_remote=is_remote, kind=kind, environment=environment)
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    name, version = parse_name(_ask(ASK_NAME))
    return TerminalReport(True, is_remote, kind, name, version, columns, rows, environment)


def parse_name(answer: bytes) -> tuple[str, str]:
    """Name and version in the answer to XTVERSION, like ``foot(1.16.2)`` or ``alacritty 0.13.2``."""
    found = re.search(rb"\x1bP>\|([A-Za-z][\w-]*)[ (]?([\d.]*)", answer)
    return (found[1].decode().lower(), found[2].decode()) if found else ("", "")


@contextlib.contextmanager
def _raw_terminal() -> Iterator[int]:
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield descriptor
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _read(descriptor: int, seconds: float) -> bytes:
    return os.read(descriptor, 4096) if select.select([descriptor], [], [], max(0.0, seconds))[0] else b""


def _ask(question: bytes) -> bytes:
    """Ask for the question's answer and the attributes; return all answers."""
    answer, end = b"", time.monotonic() + ANSWER_SECONDS
    with _raw_terminal() as descriptor:
        os.write(sys.stdout.fileno(), question + ASK_ATTRIBUTES)
        while not re.search(rb"\x1b\[\?[\d;]*c", answer) and time.monotonic() < end:
            answer += _read(descriptor, end - time.monotonic())
    return answer


def count_taps(wanted: int = 3, seconds: float = 30.0) -> int:
    """Count taps until there are ``wanted``, another key is pressed, or the time is over."""
    received, end = b"", time.monotonic() + seconds
    with _raw_terminal() as descriptor:
        os.write(sys.stdout.fileno(), CLICKS_ON)
        try:
            while (taps := len(TAP.findall(received))) < wanted and time.monotonic() < end:
                received += _read(descriptor, end - time.monotonic())
                if MOUSE_REPORT.sub(b"", received):
                    break
        finally:
            os.write(sys.stdout.fileno(), CLICKS_OFF)
    return taps


def list_touch_screens(devices: Path = INPUT_DEVICES) -> list[str]:
    """The names of the touch screens that are connected."""
    try:
        blocks = devices.read_text(encoding="utf-8", errors="replace").split("\n\n")
    except OSError:
        return []
    names = []
    for block in blocks:
        lines = dict(re.findall(r"^[A-Z]: (Name|PROP|ABS)=(.*)$", block, re.MULTILINE))
        if _has_bit(lines.get("ABS", ""), MULTITOUCH_X_BIT) and _has_bit(lines.get("PROP", ""), DIRECT_BIT):
            names.append(lines.get("Name", "").strip('"'))
    return names


def _has_bit(words: str, bit: int) -> bool:
    """Whether a bit is set in the kernel's list of hexadecimal words of 64 bits, the highest first."""
    values = [int(word, 16) for word in words.split()][::-1]
    return bit // 64 < len(values) and bool(values[bit // 64] >> bit % 64 & 1)
