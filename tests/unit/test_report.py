"""Reports: formats, languages, hostile names, days and files; ``walkin report``."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.helpers import MANY_HOSTILE_TEXTS
from walkin.cli.main import app
from walkin.client import connect
from walkin.languages import Words
from walkin.model.registration import Ref
from walkin.model.statistics import DeskFigures, HourFigures, Present, QueueFigures, Statistics, WeekHour
from walkin.model.time import ZonedTime
from walkin.model.wait_estimate import ToldWaits
from walkin.report import FORMATS, encode_report, render_report, tables
from walkin.settings import Settings

EVERY_FIGURE = {
    "visits": 1234,
    "called": 12,
    "served": 9,
    "no_shows": 2,
    "left": 1,
    "within": 0.825,
    "mean_wait": 6.25,
    "median_wait": 5.5,
    "long_wait": 14,
    "handling": 7.8,
    "no_show_rate": 0.167,
    "left_rate": 0.083,
}


def statistics(*names: str) -> Statistics:
    """Statistics of a day without an empty figure."""
    day = "2026-11-24"
    return Statistics(
        since=day,
        until=day,
        at=ZonedTime(date_time=f"{day}T12:00:00", time_zone="UTC"),
        total=Present(**EVERY_FIGURE, waiting=3, longest_wait=8.5),
        queues=[
            QueueFigures(queue=Ref.model_construct(id="1", name=name), target=10, **EVERY_FIGURE) for name in names
        ],
        desks=[DeskFigures(desk=name, **EVERY_FIGURE) for name in names],
        hours=[HourFigures(hour=9, **EVERY_FIGURE)],
        week=[WeekHour(weekday=2, hour=9, visits=12, mean_wait=6.25), WeekHour(weekday=7, hour=11, visits=1)],
        told=ToldWaits(since=day, until=day, count=12, inside=0.8, above=0.1, below=0.1, mean_absolute_error=2.5),
    )


class Reader(html.parser.HTMLParser):
    """Collects the names of elements and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_needs_nothing_beside_itself() -> None:
    reader = Reader(render_report(statistics("Passports"), "html", Words("en")))
    assert reader.names.isdisjoint({"script", "link", "img", "src", "href", "iframe", "onclick", "onload", "form"})
    assert "@media print" in reader.text
    for text in ("Tuesday, 24 November 2026", "Passports", "1,234", "6.2", "82", "2 (17%)", "What the figures mean"):
        assert text in reader.text, text


def test_a_report_names_the_office_and_has_units_in_its_heads() -> None:
    figures, name = statistics("Passports"), "<b>Town hall</b> [/x]"
    text, page, table = (render_report(figures, form, Words("en"), office=name) for form in ("text", "html", "csv"))
    assert text.startswith(f"{name}\nReport\n")
    assert "longest wait: 8 min" in text
    reader = Reader(page)
    assert reader.names == Reader(render_report(figures, "html", Words("en"))).names
    assert reader.text.count(name) == 2
    assert "<strong>8</strong> min<span>longest wait</span>" in page
    assert "Mean wait<small>min</small>" in page
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["office"] for row in rows} == {name}
    assert rows[0]["longestWait (min)"] == "8.5"
    assert not {"meanWait", "target", "handling"} & rows[0].keys()
    head, units, services = text.split("Services\n\n")[1].split("\n")[1:4]
    assert (head.split()[-1], units.split()) == ("Target", ["%", *["min"] * 6])
    assert services.startswith("All services")


@pytest.mark.parametrize("width", [60, 77, 156])
def test_no_word_of_a_table_is_cut(width: int) -> None:
    for words in (Words("en"), Words("fr")):
        table = tables.build_service_table(statistics("Registrations", "Passports and identity cards"), words)
        lines = [line for line, _ in tables.render_lines(table, width, drop_minor=True)]
        assert max(map(len, lines)) <= width
        shown = {word for line in lines for word in line.split()}
        assert {"Registrations", *table.head[1].split(" "), *table.head[5].split(" ")} <= shown
        everything = {word for line, _ in tables.render_lines(table, width) for word in line.split()}
        assert {word for head in table.head for word in head.split()} <= everything


def test_a_report_speaks_its_language() -> None:
    french = render_report(statistics("Passeports"), "text", Words("fr"))
    assert "mardi 24 novembre 2026" in french
    assert "Guichets" in french
    assert "14,0" in french
    assert "1 234" in french
    american = render_report(statistics("Passports"), "html", Words("en-US"))
    assert "Tuesday, November 24, 2026" in american
    assert re.search(r" at \d{1,2}:\d\d [AP]M\b", american)
    assert re.search(r" à \d\d h \d\d\b", render_report(statistics("Passports"), "text", Words("fr-CA")))
    page = render_report(statistics("Passeports"), "html", Words("fr"))
    assert '<html lang="fr" dir="ltr">' in page


def test_hostile_names_stay_names() -> None:
    hostile = statistics(*MANY_HOSTILE_TEXTS)
    plain_page = render_report(statistics("x"), "html", Words("en"))
    assert Reader(render_report(hostile, "html", Words("en"))).names == Reader(plain_page).names
    for report_format in FORMATS:
        text = render_report(hostile, report_format, Words("en")).replace("\r\n", "\n")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text), report_format
        text.encode()


def test_a_spreadsheet_runs_no_name() -> None:
    names = [*MANY_HOSTILE_TEXTS, "=1+1", "+1", "-1", "@SUM(1)", " =1", "\t=1", "\u200b=1", "\x00=1", "Desk 1"]
    names += ["＝1+1", "＋1", " －1", "＠SUM(1)", 'a;b,"c"']
    text = render_report(statistics(*names), "csv", Words("fr"), office="=1+1")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 1 + 2 * len(names) + 1 + 2 + 1
    for row in rows:
        assert not row["name"].lstrip().startswith(tuple("=+-@＝＋－＠"))
        assert row["office"] == "'=1+1"
        assert None not in row
    assert rows[-10]["name"] == "Desk 1"
    assert (rows[0]["visits"], rows[0]["meanWait (min)"], rows[0]["waiting"]) == ("1234", "6,25", "3")
    assert (rows[-1]["part"], rows[-1]["inside"]) == ("told", "0,8")


@pytest.mark.parametrize(
    ("code", "separator", "delimiter", "decimal_sign"),
    [
        ("en", None, ",", "."),
        ("fr", None, ";", ","),
        ("en", ";", ";", ","),
        ("fr", ",", ",", "."),
        ("fr", "tab", "\t", ","),
        ("en", "tab", "\t", "."),
    ],
)
def test_a_spreadsheet_gets_the_separators_of_its_language(
    code: str, separator: str | None, delimiter: str, decimal_sign: str
) -> None:
    text = encode_report(statistics("a;b,\tc"), "csv", Words(code), separator).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert rows[0]["meanWait (min)"] == f"6{decimal_sign}25"
    assert rows[1]["name"].startswith("a;b,")
    assert all(None not in row and None not in row.values() for row in rows)


def test_json_is_the_answer_of_the_api() -> None:
    figures = statistics("Passports", "\x1b[2J")
    assert json.loads(render_report(figures, "json", Words("en"))) == figures.to_wire()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["report", *arguments])
    return result.exit_code, result.stdout + str(result.exception or "")


async def record_visit(data: Path) -> None:
    async with await connect(Settings(data=data)) as client:
        registration = await client.register("2", {"client": {"lastName": "Secretname"}}, "k")
        await client.call_next("2", "Desk 5")
        await client.finish("2", registration.id)


async def test_walkin_report(office_file: Path, tmp_path: Path) -> None:
    import asyncio

    await record_visit(office_file)

    def report(*arguments: str) -> tuple[int, str]:
        return run(*arguments, "--data", str(office_file))

    def run_all() -> None:
        code, output = report()
        assert (code, "Desk 5" in output, "Secretname" in output) == (0, True, False)
        code, output = report("--queue", "1", "--format", "json")
        assert json.loads(output)["total"]["visits"] == 0
        code, output = report("--day", "2020-02-29")
        assert "Saturday, 29 February 2020" in output
        assert "There were no visits on these days." in output
        for name in ("day.html", "day.csv", "day.txt", "day.json"):
            code, output = report("-o", str(tmp_path / name), "--from", "2026-01-01", "--to", "2026-01-31")
            assert (code, output) == (0, "")
            assert (tmp_path / name).stat().st_size > 200
        assert (tmp_path / "day.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        for arguments, message in (
            (("-o", str(tmp_path / "day.html")), "already"),
            (("-o", str(tmp_path / "day.pdf")), "formats: text, html, csv, json"),
            (("--format", "csv", "--separator", "|"), "--separator for CSV"),
            (("--format", "json", "--separator", ";"), "--separator for CSV"),
            (("--format", "xml"), "formats: text, html, csv, json"),
            (("--day", "24.11.2026"), "written like 2026-11-24"),
            (("--day", "2026-11-24", "--to", "2026-11-25"), "not both"),
            (("--from", "2026-11-24", "--to", "2026-11-20"), "first day"),
            (("--queue", "nowhere"), "is no queue"),
        ):
            code, output = report(*arguments)
            assert code != 0
            assert message in output, (arguments, output)

    await asyncio.to_thread(run_all)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_nothing_at_all(code: str) -> None:
    empty = Statistics(
        since="2026-11-24",
        until="2026-11-24",
        at=ZonedTime(date_time="2026-11-24T12:00:00", time_zone="UTC"),
        total=Present(),
        told=ToldWaits(since="2026-11-24", until="2026-11-24", count=0),
    )
    for report_format in FORMATS:
        assert len(render_report(empty, report_format, Words(code))) > 100
