"""Tickets through a real CUPS with a printer that writes PDF files; skipped where it is not running."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from walkin.languages import Words
from walkin.model.printer import parse_printer
from walkin.printing.printer import PrinterOptions, PrintResult, ask_printer, print_paper
from walkin.printing.ticket import layout_test

QUEUE = "WalkinTest"
MODEL = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"


def run(*program: str) -> bool:
    return subprocess.run(program, capture_output=True, timeout=20, check=False).returncode == 0


@pytest.fixture
def address() -> Iterator[str]:
    if not (shutil.which("lpadmin") and run("lpadmin", "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-m", MODEL)):
        pytest.skip("no CUPS with cups-pdf runs here")
    yield f"cups:{QUEUE}"
    run("lpadmin", "-x", QUEUE)


@pytest.mark.long
def test_a_page_of_the_paper_is_printed_and_a_stopped_printer_gets_none(address: str) -> None:
    options, paper = PrinterOptions(parse_printer(address)), layout_test(Words("en"), 32, "CUPS")
    before = set(Path.home().glob("PDF/*.pdf"))
    assert ask_printer(options.address) is None
    assert print_paper(options, paper, time.monotonic()) == PrintResult("yes")
    printed = set(Path.home().glob("PDF/*.pdf")) - before
    for file in printed:
        file.unlink()
    run("cupsdisable", QUEUE)
    assert print_paper(options, paper, time.monotonic()) == PrintResult("no", "offline")
    assert ask_printer(parse_printer("cups:NoSuchQueue")) == "noAnswer"
