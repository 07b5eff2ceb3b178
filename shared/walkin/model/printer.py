"""Ticket printers: their addresses, what can be wrong with them, and how a print ended."""

from __future__ import annotations

import re
import shlex
from typing import Literal, NamedTuple

from walkin.model.registration import Resource

Printed = Literal["yes", "no", "unknown"]
"""Whether a ticket came out on paper. ``unknown``: it may have."""

PrinterTrouble = Literal["noPaper", "paperLow", "coverOpen", "cutter", "error", "offline", "noAnswer"]
"""What is wrong with a printer. ``paperLow``: it still prints. ``noAnswer``: it is off or not connected."""

PrinterKind = Literal["tcp", "usb", "serial", "file", "cups", "command"]

COLUMN_DOTS = {32: 384, 42: 512, 48: 576}
"""The dots across the paper by its columns, 8 a millimetre: paper of 58 mm has 32 columns, of 80 mm 42 or 48."""

ESCPOS_PORT = 9100
DEFAULT_BAUD_RATE = 9600


class PrinterAddress(NamedTuple):
    """Where a printer is: a host, device, queue or command, and a port, product or speed where the kind has one."""

    kind: PrinterKind
    target: str
    number: int = 0


def parse_printer(text: str) -> PrinterAddress:
    """Parse the address of a printer. Raises ValueError with a sentence about what it has to be."""
    kind, _, rest = text.partition(":") if text.isprintable() else ("", "", "")
    if kind == "tcp" and (found := re.fullmatch(r"//(\[[0-9A-Fa-f:.]+\]|[^/:\[\]\s]+)(?::(\d{1,5}))?/?", rest)):
        port = int(found[2] or ESCPOS_PORT)
        if 1 <= port <= 65535:
            return PrinterAddress("tcp", found[1].strip("[]"), port)
    if kind == "usb" and (found := re.fullmatch(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})", rest)):
        return PrinterAddress("usb", found[1].lower(), int(found[2], 16))
    if kind == "serial" and (found := re.fullmatch(r"(\S+?)(?:@(\d{3,7}))?", rest)):
        return PrinterAddress("serial", found[1], int(found[2] or DEFAULT_BAUD_RATE))
    if kind == "cups" and re.fullmatch(r"[^\s/#-][^\s/#]{0,126}", rest):
        return PrinterAddress("cups", rest)
    if kind == "file" and rest.strip():
        return PrinterAddress("file", rest.strip())
    if kind == "command" and is_command(rest):
        return PrinterAddress("command", rest.strip())
    msg = (
        'must be like "tcp://192.168.1.20", "usb:04b8:0e15", "serial:/dev/ttyUSB0@9600", "file:/dev/usb/lp0", '
        '"cups:QUEUE" or "command:PROGRAM {file}"'
    )
    raise ValueError(msg)


def is_command(text: str) -> bool:
    """Whether `text` is a program with arguments, as a shell would split them."""
    try:
        return any(shlex.split(text))
    except ValueError:
        # A quotation mark has no end.
        return False


class PrintInput(Resource):
    """How a print of a ticket ended. ``unknown`` also says that one begins."""

    printed: Printed


def count_prints(before: str | None, count: int, printed: Printed) -> int:
    """The papers that have, or may have, come out of a printer after ``printed`` is reported.

    ``unknown`` counts a print that begins; the ``yes`` or ``no`` after it is that print's end.
    """
    has_begun = before == "unknown"
    if printed == "no":
        return max(0, count - has_begun)
    return count + (printed == "unknown" or not has_begun)
