"""Print paper, and ask a printer how it is. Everything here blocks: it runs in a process of its own."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from walkin.model.printer import Printed, PrinterAddress, PrinterTrouble, parse_printer
from walkin.printing.links import Link, PrinterAway, open_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from walkin.printing.ticket import Paper
    from walkin.settings import OfficeSettings

MAX_AGE_SECONDS = 60.0
"""Paper that is older is not printed: nobody waits for it."""

ANSWER_SECONDS = 0.6
"""How long a printer may take to say how it is."""

READY_SECONDS = 2.0
"""How long a printer may be busy, or used by another program, before it counts as away."""

FINISH_SECONDS = 2.5
"""How long a printer may take to print a ticket that it has received."""

SPOOL_SECONDS = 20.0
"""How long a system's print queue may take."""

CUPS_SECONDS = 3.0
"""How long a question to the print system may take; three after the wait end before the spooler ends the job."""

DOTS_PER_MM = 8

# Bits that are fixed in each answer to DLE EOT, and those that say what is wrong, by the number asked for.
_FIXED_MASK, _FIXED_BITS = 0x93, 0x12
_TROUBLES: dict[int, tuple[tuple[int, PrinterTrouble], ...]] = {
    4: ((0x60, "noPaper"), (0x0C, "paperLow")),
    2: ((0x04, "coverOpen"), (0x20, "noPaper"), (0x40, "error")),
    3: ((0x08, "cutter"), (0x64, "error")),
    1: ((0x08, "offline"),),
}
_ORDER: tuple[PrinterTrouble, ...] = ("coverOpen", "noPaper", "cutter", "error", "offline", "paperLow")
"""What is said first: that an open lid makes a printer offline is no news."""

_FINISHED = b"\x1dr\x01"
"""GS r 1: answered when everything before it has been carried out."""
_FINISHED_MASK = 0x90


class PrintResult(NamedTuple):
    """How a print ended, and what is wrong with the printer."""

    printed: Printed
    trouble: PrinterTrouble | None = None


@dataclass(frozen=True)
class PrinterOptions:
    """The printer and how it prints, as the settings say."""

    address: PrinterAddress
    text_by_code_page: bool = True
    logo: Path | None = None


def make_options(settings: OfficeSettings) -> PrinterOptions:
    return PrinterOptions(parse_printer(settings.printer), settings.printer_text, settings.printer_logo)


def print_paper(options: PrinterOptions, paper: Paper, made_at: float) -> PrintResult:
    """Print paper that was made at a moment of `time.monotonic`, unless that is too long ago.

    One paper at a time goes to a printer, from whatever program of this machine.
    """
    address = options.address
    with _reserve(address, min(READY_SECONDS, made_at + MAX_AGE_SECONDS - monotonic())) as is_free:
        if not is_free or monotonic() - made_at > MAX_AGE_SECONDS:
            return PrintResult("no", "offline")
        if address.kind == "cups":
            return _print_by_cups(options, paper)
        if address.kind == "command":
            return _print_by_command(options, paper)
        from walkin.printing.encode import encode_paper

        content = encode_paper(paper, options.logo, text_by_code_page=options.text_by_code_page)
        return _print_by_link(address, content)


def ask_printer(address: PrinterAddress) -> PrinterTrouble | None:
    """What is wrong with a printer; None if nothing is known to be."""
    if address.kind == "command":
        return None
    if address.kind == "cups":
        return _ask_cups(address.target)
    try:
        link = open_link(address)
    except PrinterAway:
        return "noAnswer"
    try:
        return _ask(link)
    except PrinterAway:
        return "noAnswer"
    finally:
        link.close()


def _print_by_link(address: PrinterAddress, content: bytes) -> PrintResult:
    try:
        link = _open_free_link(address)
    except PrinterAway:
        return PrintResult("no", "noAnswer")
    try:
        try:
            before = _wait_until_ready(link)
        except PrinterAway:
            return PrintResult("no", "noAnswer")
        if before not in (None, "paperLow", "noAnswer"):
            return PrintResult("no", before)
        try:
            link.write(content)
            if before == "noAnswer":
                # A device file may be one that only takes.
                return PrintResult("unknown", None if address.kind == "file" else before)
            return _confirm(link)
        except PrinterAway:
            return PrintResult("unknown", "noAnswer")
    finally:
        link.close()


def _open_free_link(address: PrinterAddress) -> Link:
    """Connect; a printer in the network refuses while another kiosk prints."""
    end = monotonic() + READY_SECONDS
    while True:
        try:
            return open_link(address)
        except PrinterAway:
            if monotonic() > end:
                raise
            sleep(0.2)


def _wait_until_ready(link: Link) -> PrinterTrouble | None:
    """Ask the printer until it is not busy; returns what is wrong with it then."""
    end = monotonic() + READY_SECONDS
    # Some printers say that they are offline while they print.
    while (trouble := _ask(link)) == "offline" and monotonic() < end:
        sleep(0.1)
    return trouble


def _confirm(link: Link) -> PrintResult:
    """Wait until the printer has carried out what it was sent, and ask how it is."""
    link.write(_FINISHED)
    has_finished = _read_byte(link, FINISH_SECONDS, lambda byte: not byte & _FINISHED_MASK) is not None
    trouble = _wait_until_ready(link)
    if trouble not in (None, "paperLow", "noAnswer"):
        return PrintResult("no", trouble)
    is_known = has_finished and trouble != "noAnswer"
    return PrintResult("yes" if is_known else "unknown", trouble)


def _ask(link: Link) -> PrinterTrouble | None:
    """Ask for the printer's states (DLE EOT 1 to 4)."""
    _drain(link)
    found: set[PrinterTrouble] = set()
    has_answered = False
    for number in (1, 2, 3, 4):
        link.write(bytes((0x10, 0x04, number)))
        byte = _read_byte(link, ANSWER_SECONDS, lambda byte: byte & _FIXED_MASK == _FIXED_BITS)
        if byte is None and not has_answered:
            return "noAnswer"
        has_answered = True
        if byte is not None:
            found |= {trouble for mask, trouble in _TROUBLES[number] if byte & mask}
    return next((trouble for trouble in _ORDER if trouble in found), None)


def _drain(link: Link) -> None:
    """Read away what the printer has said unasked; one that never stops says nothing."""
    for _ in range(64):
        if not link.read(0.001):
            break


def _read_byte(link: Link, seconds: float, is_wanted: Callable[[int], bool]) -> int | None:
    """Read until an answer of the wanted kind; others are left out."""
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        for byte in link.read(left):
            if is_wanted(byte):
                return byte
    return None


@contextmanager
def _reserve(address: PrinterAddress, seconds: float) -> Iterator[bool]:
    """Keep other programs of this machine from the printer; False if it does not become free in time."""
    try:
        import fcntl
    except ImportError:
        yield True
        return
    name = hashlib.sha256(repr(address).encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"walkin-printer-{name}.lock"
    try:
        # Shared by the users of this machine, for it holds nothing.
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    except OSError:
        yield True
        return
    end = monotonic() + seconds
    try:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if monotonic() > end:
                    yield False
                    return
                sleep(0.05)
            else:
                yield True
                return
    finally:
        os.close(lock)


def _print_by_command(options: PrinterOptions, paper: Paper) -> PrintResult:
    """Run the command with a picture of the paper: {file} is its name."""
    from walkin.printing.picture import draw_paper

    with tempfile.TemporaryDirectory(prefix="walkin-") as folder:
        file = Path(folder) / "ticket.png"
        draw_paper(paper, options.logo).save(file)
        target = options.address.target
        command = target if "{file}" in target else f"{target} {{file}}"
        program = [part.replace("{file}", str(file)) for part in shlex.split(command)]
        try:
            done = subprocess.run(program, timeout=SPOOL_SECONDS, check=False, capture_output=True)  # noqa: S603
        except subprocess.TimeoutExpired:
            return PrintResult("unknown", "noAnswer")
        except OSError:
            return PrintResult("no", "error")
        return PrintResult("yes") if done.returncode == 0 else PrintResult("no", "error")


def _print_by_cups(options: PrinterOptions, paper: Paper) -> PrintResult:
    """Hand a page to the system's print queue, and take it back if it is not printed soon."""
    from walkin.printing.picture import draw_paper

    picture = draw_paper(paper, options.logo)
    width, height = (max(1, dots // DOTS_PER_MM) for dots in picture.size)
    queue = options.address.target
    end = monotonic() + SPOOL_SECONDS
    if (trouble := _ask_cups(queue)) not in (None, "paperLow"):
        return PrintResult("no", trouble)
    with tempfile.TemporaryDirectory(prefix="walkin-") as folder:
        file = Path(folder) / "ticket.pdf"
        picture.convert("L").save(file, resolution=DOTS_PER_MM * 25.4)
        answer = _run_cups("lp", "-d", queue, "-t", "ticket", "-o", f"media=Custom.{width}x{height}mm", "--", str(file))
    found = re.search(r"request id is (\S+-\d+)", answer or "")
    if found is None:
        return PrintResult("no", "error" if answer is not None else "noAnswer")
    while monotonic() < end:
        waiting = _run_cups("lpstat", "-W", "not-completed", "-o", queue)
        if waiting is not None and found[1] not in waiting.split():
            return PrintResult("yes")
        sleep(0.2)
    _run_cups("cancel", found[1])
    return PrintResult("unknown", _ask_cups(queue) or "noAnswer")


def _ask_cups(queue: str) -> PrinterTrouble | None:
    answer = _run_cups("lpstat", "-l", "-p", queue)
    if not answer:
        return "noAnswer"
    alerts = answer.partition("Alerts:")[2].partition("\n")[0]
    reasons: tuple[tuple[str, PrinterTrouble], ...] = (
        ("cover-open", "coverOpen"),
        ("door-open", "coverOpen"),
        ("media-empty", "noPaper"),
        ("media-jam", "error"),
        ("offline", "offline"),
        ("media-low", "paperLow"),
    )
    trouble = next((trouble for reason, trouble in reasons if reason in alerts), None)
    return "offline" if trouble is None and " disabled " in answer.partition("\n")[0] else trouble


def _run_cups(*program: str) -> str | None:
    """What a command of the print system says; None if there is no such command, or no answer."""
    environment = os.environ | {"LC_ALL": "C"}
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603
            program,
            timeout=CUPS_SECONDS,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            env=environment,
        )
        return done.stdout
    return None
