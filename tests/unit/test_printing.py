"""Tickets on paper: the layout, ESC/POS as a printer reads it, addresses, states and faults of printers."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.helpers import BIDI_CONTROLS, bundle_hostile_texts
from tests.support.offices import run_command
from tests.support.printer import FakePrinter, Fault, Parser, State
from walkin.languages import Words, list_languages
from walkin.model.printer import COLUMN_DOTS, Printed, PrinterAddress, count_prints, parse_printer
from walkin.model.qr_code import CodeTooLong
from walkin.model.queue import Queue
from walkin.model.registration import Registration
from walkin.printing import links, picture, printer
from walkin.printing.encode import encode_paper
from walkin.printing.picture import _choose_font, draw_block, draw_code, draw_paper
from walkin.printing.printer import PrinterOptions, PrintResult, ask_printer, print_paper
from walkin.printing.ticket import CODE_BYTES, Block, Paper, layout_ticket, measure

URL = "https://queue.example.org"
QUEUE = {
    "id": "1",
    "name": "Residents’ permits",
    "company": {"id": "1", "name": "Eastbridge Town Hall"},
    "paperMessage": "Please bring:\n- your passport\n\nWait in room 2.",
    "i18n": {"fr": {"name": "Cartes de séjour"}},
}
REGISTRATION = {
    "id": "7",
    "queue": {"id": "1"},
    "status": "registered",
    "registered": {"dateTime": "2026-11-29T10:12:00", "timeZone": "Europe/Paris"},
    "client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"},
    "note": "limps",
    "ticket": "A042",
    "rank": 4,
    "numberOfPeopleAhead": 3,
    "estimatedWaitingTime": {"from": 10, "to": 20},
    "token": "k3v9Qd1sXbY",
}


def layout(language: str = "en", columns: int = 42, **changes: Any) -> Paper:
    is_copy = changes.pop("is_copy", False)
    queue, registration = QUEUE | changes.pop("queue", {}), REGISTRATION | changes
    return layout_ticket(
        Registration.model_validate(registration),
        Queue.model_validate(queue),
        Words(language),
        columns,
        public_url=URL,
        is_copy=is_copy,
    )


def read(paper: Paper) -> Parser:
    parser = Parser()
    parser.feed(encode_paper(paper))
    assert not parser.unknown
    return parser


def prepare(address: str) -> PrinterOptions:
    return PrinterOptions(parse_printer(address))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command(*arguments, environment=os.environ)


def send(address: str) -> PrintResult:
    return print_paper(prepare(address), layout(), time.monotonic())


@pytest.fixture(autouse=True)
def _short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(printer, "READY_SECONDS", 0.5)
    monkeypatch.setattr(printer, "FINISH_SECONDS", 0.3)
    monkeypatch.setattr(links, "WRITE_SECONDS", 0.3)


@pytest.mark.parametrize("columns", COLUMN_DOTS)
def test_the_paper_has_the_number_first_and_everything_once(columns: int) -> None:
    (sheet,) = read(layout(columns=columns)).sheets
    lines = [line for line in sheet.lines if line.strip("-")]
    assert (lines[0], lines[1]) == ("Your number", "A042")
    sizes = {part[1]: part[0] for part in sheet.parts if isinstance(part, tuple)}
    assert sizes["A042"] >= 6
    text = " ".join(lines)
    for said in ("3 people before you", "about 10–20", "Please bring: - your passport Wait in room 2.", "Eastbridge"):
        assert said in text
    assert "Sunday, 29 November 2026, 10:12" in text
    assert sheet.read_codes() == [f"{URL}/t/k3v9Qd1sXbY"]
    assert all(len(line) * sizes[line] <= columns for line in sheet.lines)
    assert all(picture.width == COLUMN_DOTS[columns] for picture in sheet.pictures)
    assert sheet.is_cut
    assert not {"Ann", "Bee", "ann@example.org", "limps", "COPY"} & set(text.split())


def test_a_copy_says_so_and_the_paper_speaks_the_language_of_the_ticket() -> None:
    (sheet,) = read(layout("fr", is_copy=True)).sheets
    assert {"COPIE", "Cartes de séjour", "3 personnes avant vous", "dimanche 29 novembre 2026, 10:12"} <= set(
        sheet.lines
    )


def test_every_language_fits_the_narrowest_paper() -> None:
    for language in list_languages():
        paper = layout(language, 32)
        assert all(measure(block.text) * block.size <= 32 for block in paper.blocks if block.kind == "line")
        assert paper.blocks[1].text


def test_other_letters_are_a_picture_and_unknown_ones_are_said_in_words() -> None:
    (sheet,) = read(layout(queue={"name": "تسجيل المقيمين", "i18n": {}})).sheets
    arabic = sheet.pictures[0]
    assert arabic.getextrema() == (0, 255)
    assert not any("?" in line for line in sheet.lines)
    # No font has either: the symbol is named, letters are said to be missing.
    assert _choose_font("A \U000f0000 B", "(missing)", is_bold=False)[1] == "A B (missing)"
    assert _choose_font("\U000f0000", "\U000f0001", is_bold=False)[1] == Words("en")("paper-missing")
    assert _choose_font("A \U0001fae0 B", "", is_bold=False)[1] == "A [melting face] B"


WORDS_FOR_EMOJI = {
    "\U0001f600": "[grinning face]",
    "\U0001f3e6" * 30: " ".join(["[bank]"] * 30),
    "Ann \U0001f600\U0001f389": "Ann [grinning face] [party popper]",
    "\U0001f44d\U0001f3fd": "[thumbs up sign]",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467": "[man] [woman] [girl]",
    "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7": "[DE] [FR]",
    "1\ufe0f\u20e3 \u2764\ufe0f": "1 [heavy black heart]",
    "\U0001f3fd": "[emoji modifier fitzpatrick type-4]",
    # Newer than Python's tables; letters.
    "\U0001fae9": "(missing)",
    "\u53d7\u4ed8 \U0001f600 1": "[grinning face] 1 (missing)",
}


@pytest.mark.parametrize("columns", COLUMN_DOTS)
def test_a_code_that_the_paper_has_no_room_for_is_left_out(columns: int) -> None:
    longest = CODE_BYTES[columns]
    assert draw_code("é" * (longest // 2), COLUMN_DOTS[columns]).width <= COLUMN_DOTS[columns]
    assert draw_code("x" * (longest + 1), COLUMN_DOTS[columns]).width > COLUMN_DOTS[columns]
    with pytest.raises(CodeTooLong, match="2331 bytes"):
        draw_code("x" * 2332, COLUMN_DOTS[columns])
    room = longest - len(f"{URL}/t/")
    for token, codes in (("x" * room, 1), ("x" * (room + 1), 0), ("x" * 5000, 0)):
        (sheet,) = read(layout(columns=columns, token=token)).sheets
        assert len(sheet.read_codes()) == codes
        assert ("Open on your phone" in sheet.lines) is bool(codes)
        assert sheet.is_cut


@pytest.mark.parametrize("columns", COLUMN_DOTS)
def test_emoji_are_words_where_no_font_has_them(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "find_fonts", lambda *, is_bold=False: ())
    for emoji, words in WORDS_FOR_EMOJI.items():
        said = layout(columns=columns, queue={"paperMessage": words, "i18n": {}})
        shown = Paper((Block("line", emoji, centred=False),), columns, "(missing)")
        lines = [block for block in said.blocks if not block.centred]
        expected = b"".join(draw_block(line, said).tobytes() for line in lines)
        assert draw_block(shown.blocks[0], shown).tobytes() == expected, emoji
    # A word that is longer than the line of large letters is drawn in smaller ones, and is whole.
    large = Paper((Block("line", "\U0001f600", size=8),), columns, "(missing)")
    assert draw_block(large.blocks[0], large).getextrema() == (0, 255)


@pytest.mark.parametrize("columns", COLUMN_DOTS)
def test_a_line_of_emoji_is_never_empty(columns: int) -> None:
    for name in (
        "\u2764\ufe0f" * 11,
        "\U0001f44d\U0001f3fd" * 11,
        "\U0001fae9",
        "\U0001f1e9\U0001f1ea" * 30,
        "\ufdfd" * 60,
    ):
        paper = layout(columns=columns, queue={"name": name, "i18n": {}})
        lines = [block for block in paper.blocks if block.kind == "line" and set(block.text) <= set(name)]
        assert "".join(block.text for block in lines) == name
        for block in lines:
            assert block.text[0] in name[:1] + "\U0001f1e9"
            left, _, right, _ = draw_block(block, paper).point(lambda dot: 255 - dot).getbbox() or (0, 0, 0, 0)
            assert 0 < left < right < paper.dots


def test_without_a_shaping_library_signs_without_ink_are_no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    if not picture.find_fonts():
        pytest.skip("no fonts")
    monkeypatch.setattr(picture, "_HAS_SHAPING", False)
    picture._load_font.cache_clear()
    plain, selected = (Paper((Block("line", text),), 32) for text in ("AB", "A\ufe0f\u200dB"))
    assert draw_paper(selected).tobytes() == draw_paper(plain).tobytes()
    picture._load_font.cache_clear()


def test_commands_in_names_and_texts_do_not_reach_the_printer() -> None:
    evil = "\x1b@\x1dV\x00\x10\x14\x01\x02\x05 \x1bp0 cash\r\n\x07\x9b5m"
    for text in [evil, "x" * 10_000, "\N{GRINNING FACE}" * 50, *bundle_hostile_texts(8)]:
        # Built without the checks of the API, as another server could send it.
        queue = Queue.model_construct(id="1", name=text, paper_message=text, i18n={}, form=[])
        registration = Registration.model_validate(REGISTRATION).model_copy(update={"ticket": text[:200]})
        paper = layout_ticket(registration, queue, Words("en"), 42)
        assert len(read(paper).sheets) == 1
        assert all(measure(block.text) * block.size <= 42 for block in paper.blocks if block.kind == "line")
        assert not {*BIDI_CONTROLS, "\x1b", "\x1d", "\x10"} & set("".join(block.text for block in paper.blocks))


def test_the_preview_is_the_paper_dot_for_dot() -> None:
    picture = draw_paper(layout(columns=32))
    assert picture.width == 384
    assert picture.getextrema() == (0, 255)
    (sheet,) = read(layout(columns=32)).sheets
    assert sheet.pictures[0].tobytes() in [
        picture.convert("L").crop((0, top, 384, top + sheet.pictures[0].height)).tobytes()
        for top in range(picture.height - sheet.pictures[0].height)
    ]


STATES: dict[State, PrintResult] = {
    "ok": PrintResult("yes"),
    "paperLow": PrintResult("yes", "paperLow"),
    "busy": PrintResult("yes"),
    "noPaper": PrintResult("no", "noPaper"),
    "coverOpen": PrintResult("no", "coverOpen"),
    "offline": PrintResult("no", "offline"),
    "cutter": PrintResult("no", "cutter"),
    "noAnswer": PrintResult("unknown", "noAnswer"),
    "garbage": PrintResult("unknown", "noAnswer"),
}


@pytest.mark.parametrize("state", STATES)
def test_a_printer_in_each_state(state: State) -> None:
    with FakePrinter(state) as fake:
        result = send(fake.address)
        assert result == STATES[state]
        if result.printed == "no":
            assert not fake.parser.sheets
            assert not fake.parser.unfinished.parts
        assert ask_printer(parse_printer(fake.address)) == result.trouble


@pytest.mark.parametrize(("fault", "printed"), [("hang", "unknown"), ("reset", "unknown"), ("swallow", "unknown")])
def test_a_printer_that_breaks_off_is_never_said_to_have_printed(fault: Fault, printed: str) -> None:
    with FakePrinter(fault=fault) as fake:
        began = time.monotonic()
        assert send(fake.address).printed == printed
        assert time.monotonic() - began < 3
        assert not fake.parser.sheets


def test_paper_that_runs_out_within_a_ticket_is_none() -> None:
    with FakePrinter(seconds=0.2) as fake:
        threading.Timer(0.15, lambda: setattr(fake, "state", "noPaper")).start()
        assert send(fake.address) == PrintResult("no", "noPaper")


def test_no_printer_and_old_paper() -> None:
    with FakePrinter() as fake:
        pass
    assert send(fake.address) == PrintResult("no", "noAnswer")
    assert ask_printer(parse_printer(fake.address)) == "noAnswer"
    with FakePrinter() as fake:
        assert print_paper(prepare(fake.address), layout(), time.monotonic() - 61).printed == "no"
        assert fake.connections == 0


def test_two_programs_never_mix_their_lines() -> None:
    with FakePrinter(seconds=0.05) as fake:
        results: list[PrintResult] = []
        threads = [threading.Thread(target=lambda: results.append(send(fake.address))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [PrintResult("yes")] * 3
        assert len(fake.sheets) == 3
        assert all(sheet.lines == fake.sheets[0].lines for sheet in fake.sheets)


def test_files_and_commands(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    assert send(f"file:{device}").printed == "unknown"
    parser = Parser()
    parser.feed(device.read_bytes())
    assert len(parser.sheets) == 1
    # The second time, the file's content is not taken for the printer's answers.
    assert send(f"file:{device}") == PrintResult("unknown")
    assert send(f"file:{tmp_path}") == PrintResult("no", "noAnswer")
    copy = tmp_path / "ticket.png"
    assert send(f"command:cp {{file}} {copy}") == PrintResult("yes")
    with Image.open(copy) as picture:
        assert picture.width == 512
    assert send("command:false") == PrintResult("no", "error")
    assert send("command:/no/such/program").printed == "no"


def test_a_serial_printer_that_is_unplugged_is_away() -> None:
    pytest.importorskip("serial")
    pty = pytest.importorskip("pty")
    printer_end, port = pty.openpty()
    link = links.open_link(parse_printer(f"serial:{os.ttyname(port)}"))
    os.close(port)
    os.close(printer_end)
    for use in (lambda: link.read(0.1), lambda: link.write(b"A042")):
        with pytest.raises(links.PrinterAway):
            use()
    link.close()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("tcp://10.0.0.7", PrinterAddress("tcp", "10.0.0.7", 9100)),
        ("tcp://[fd00::7]:9101", PrinterAddress("tcp", "fd00::7", 9101)),
        ("usb:04b8:0E15", PrinterAddress("usb", "04b8", 0x0E15)),
        ("serial:/dev/ttyUSB0@38400", PrinterAddress("serial", "/dev/ttyUSB0", 38400)),
        ("serial:COM3", PrinterAddress("serial", "COM3", 9600)),
        ("file:/dev/usb/lp0", PrinterAddress("file", "/dev/usb/lp0")),
        ("cups:Front_desk", PrinterAddress("cups", "Front_desk")),
        ("command:lpr -P x {file}", PrinterAddress("command", "lpr -P x {file}")),
        *(
            (text, None)
            for text in ("lp0", "tcp:host", "tcp://host:99999", "usb:1:2", "cups:-oraw", "file:", "http://x")
        ),
        *(
            (text, None)
            for text in (
                "tcp://h:0",
                "TCP://h",
                "tcp://h ",
                "tcp://h\0",
                "usb:04b8:zzzz",
                "cups:a\x1b",
                "command:lp 'x",
                "command:''",
            )
        ),
    ],
)
def test_addresses_of_printers(text: str, address: PrinterAddress | None) -> None:
    if address is not None:
        assert parse_printer(text) == address
        return
    with pytest.raises(ValueError, match="must be like"):
        parse_printer(text)


@pytest.mark.parametrize(
    ("before", "count", "printed", "after"),
    [
        (None, 0, "unknown", 1),
        ("unknown", 1, "yes", 1),
        ("unknown", 1, "no", 0),
        ("yes", 1, "unknown", 2),
        ("unknown", 2, "no", 1),
        ("unknown", 1, "unknown", 2),
        (None, 0, "yes", 1),
        ("yes", 1, "yes", 2),
        ("yes", 1, "no", 1),
    ],
)
def test_papers_are_counted(before: str | None, count: int, printed: Printed, after: int) -> None:
    assert count_prints(before, count, printed) == after


@pytest.mark.long
def test_commands(tmp_path: Path, office_file: Path) -> None:
    office = ["--data", str(office_file)]
    picture = tmp_path / "ticket.png"
    assert run("ticket", "preview", *office, "--columns", "32", "--png", str(picture)).returncode == 0
    with Image.open(picture) as preview:
        assert preview.width == 384
    shown = run("ticket", "preview", *office, "--language", "fr")
    assert "Votre numéro" in shown.stdout
    without = run("printer", "status")
    assert "office.printer" in without.stderr
    with FakePrinter() as fake:
        assert "is ready." in run("printer", "status", "--printer", fake.address).stdout
        assert "is printed." in run("printer", "test", "--printer", fake.address).stdout
        assert fake.sheets.pop().read_codes() == ["WALKIN-PRINTER-TEST"]
        taken = run("register", "1", *office).stdout
        ticket = taken.split()[0]
        for is_copy in (False, True):
            printed = run("ticket", "print", ticket, *office, "--printer", fake.address)
            assert f"{ticket} is printed." in printed.stdout, printed
            assert ("COPY" in fake.sheets.pop().lines) is is_copy
        fake.state = "coverOpen"
        failed = run("ticket", "print", ticket, *office, "--printer", fake.address)
        assert (failed.returncode, failed.stderr) == (1, f"{ticket} is not printed (the lid is open).\n")
