"""The poster for the door; a barcode reader decodes its QR code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zxingcpp
from typer.testing import CliRunner

from tests.support.helpers import HOSTILE_TEXTS
from walkin.cli.main import app
from walkin.model.queue import Queue
from walkin.model.registration import Ref
from walkin.report.poster import render_html_poster, render_qr_svg

URL = "https://queue.example.org"


def decode_modules(rows: list[list[bool]]) -> list[str]:
    """The texts of the codes in an image of these modules, each of them eight pixels wide."""
    wide = [[0 if dark else 255 for dark in row for _ in range(8)] for row in rows]
    pixels = bytes(value for row in wide for _ in range(8) for value in row)
    image = memoryview(pixels).cast("B", (len(rows) * 8, len(rows[0]) * 8))
    return [code.text for code in zxingcpp.read_barcodes(image)]


def decode_svg(svg: str) -> list[str]:
    """The texts of the QR code in an SVG image."""
    size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    dark = set(re.findall(r"M(\d+) (\d+)h1v1h-1z", svg))
    return decode_modules([[(str(x), str(y)) in dark for x in range(size)] for y in range(size)])


def walkin(*arguments: str, data: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "--data", str(data)])
    return result.exit_code, f"{result.output}{result.exception or ''}"


@pytest.fixture
def office(office_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WALKIN_CONFIG", "/dev/null")
    assert walkin("queue", "add", "Building permits", "--phone", data=office_file)[0] == 0
    return office_file


def test_the_code_leads_to_the_queue() -> None:
    for text in (f"{URL}/q/1", f"{URL}/q/123456789012345678"):
        assert decode_svg(render_qr_svg(text)) == [text]


def test_a_page_to_print_needs_nothing_from_elsewhere(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "door.html"
    code, output = walkin("poster", "--public-url", URL, "--output", str(file), data=office)
    assert (code, output) == (0, "")
    page = file.read_text(encoding="utf-8")
    assert "Building permits" in page
    assert "Take your ticket with your phone" in page
    assert "Prenez votre ticket" in page
    assert page.count("<section>") == 1
    assert not re.search(r"(src|href)=|@import|url\(", page)
    (join_url,) = decode_svg(page)
    assert re.fullmatch(f"{URL}/q/[0-9]+", join_url)


def test_the_terminal_and_an_image_show_the_same_code(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "door.svg"
    assert walkin("poster", "building permits", "--public-url", URL, "--output", str(file), data=office)[0] == 0
    code, output = walkin("poster", "building permits", "--public-url", URL, data=office)
    assert code == 0
    (join_url,) = decode_svg(file.read_text(encoding="utf-8"))
    lines = output.splitlines()
    assert join_url in lines
    code_lines = lines[1 : lines.index(join_url)]
    assert decode_modules([[c in "█" + half for c in line] for line in code_lines for half in "▀▄"]) == [join_url]


def test_what_is_missing_is_said_with_the_way_out(office: Path) -> None:
    for arguments, advice in (
        (("poster",), "public_url"),
        (("poster", "1", "--public-url", URL), "walkin queue edit 1 --phone"),
        (("poster", "Nothing", "--public-url", URL), "is no queue"),
        (("poster", "--public-url", URL, "--output", "door.txt"), ".html"),
    ):
        code, output = walkin(*arguments, data=office)
        assert code != 0
        assert advice in output


def test_an_id_of_a_strange_server_that_no_code_holds_is_said(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = Queue(id="7" * 3000, name="Permits", join_by_phone=True)
    monkeypatch.setattr("walkin.cli.support.run_with_client", lambda *_: [queue])
    code, output = walkin("poster", "--public-url", URL, data=office)
    assert (code, "Permits is too long for a QR code" in output) == (1, True)


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_names_are_printed_letter_by_letter(name: str) -> None:
    text = name.encode("utf-8", "ignore").decode()
    company = Ref.model_construct(id="1", name=f"Town hall {text}")
    page = render_html_poster([Queue(id="1", name=text, company=company)], URL, ["en"])
    assert "Town hall" in page
    assert "<BODY" not in page
    assert page.count("<section>") == 1
