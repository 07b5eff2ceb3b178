"""Render a report in each of its formats, and encode it for a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol

from walkin.model.printable import format_json, strip_unprintable
from walkin.model.text import to_ascii_digits
from walkin.report import tables
from walkin.report.page import render_page

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Statistics

FORMATS = ("text", "html", "csv", "json")
_FORMAT_BY_SUFFIX = {".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".csv": "csv", ".json": "json"}

TEXT_WIDTH = 120
"""Width of a text report, in columns."""

_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")

_CSV_COLUMNS = (
    *("office", "part", "name", "weekday", "hour", "time", "visits", "called", "served", "noShows", "left", "within"),
    *("meanWait", "medianWait", "longWait", "longestWait", "handling", "noShowRate", "leftRate", "waiting", "target"),
    *("inside", "above", "below", "meanWidth", "meanAbsoluteError", "openEnded", "untold", "aheadFrom", "aheadTo"),
)
_MINUTES = ("meanWait", "medianWait", "longWait", "longestWait", "handling", "target", "meanWidth", "meanAbsoluteError")
_CSV_HEADS = {name: f"{name} (min)" if name in _MINUTES else name for name in _CSV_COLUMNS}


SEPARATORS = {",": ",", ";": ";", "tab": "\t"}
"""Names of the separators of CSV files."""


def render_report(
    statistics: Statistics, report_format: str, words: Words, separator: str | None = None, *, office: str = ""
) -> str:
    """The report in one of `FORMATS`, with the name of the office.

    `separator` is one of `SEPARATORS`, by default that of spreadsheets in the language: a semicolon where the comma is
    the decimal sign. Beside a semicolon numbers have a decimal comma, beside a comma a point.
    """
    if report_format == "html":
        return render_page(statistics, words, office)
    if report_format == "csv":
        return _render_csv(statistics, separator, get_decimal_symbol(words.locale), office)
    if report_format == "json":
        return format_json(statistics.to_wire())
    return _render_text(statistics, words, office)


def guess_format(path: Path) -> str | None:
    """The format for a file's suffix; None for an unknown one."""
    return _FORMAT_BY_SUFFIX.get(path.suffix.lower())


def encode_report(
    statistics: Statistics, report_format: str, words: Words, separator: str | None = None, *, office: str = ""
) -> bytes:
    # Spreadsheets take a file for UTF-8 only with this mark at its beginning.
    encoding = "utf-8-sig" if report_format == "csv" else "utf-8"
    return render_report(statistics, report_format, words, separator, office=office).encode(encoding)


def _render_text(statistics: Statistics, words: Words, office: str) -> str:
    head = (
        strip_unprintable(office),
        words("report-title"),
        tables.format_days(statistics, words),
        tables.format_taken_at(statistics, words),
    )
    figures = tables.build_key_figures(statistics, words)
    parts = [
        "\n".join(filter(None, head)),
        "\n".join(f"{figure.name}: {figure.text} {figure.unit}".rstrip() for figure in figures),
    ]
    for table in tables.build_tables(statistics, words):
        lines = (
            [line for line, _ in tables.render_lines(table, TEXT_WIDTH)] if table.rows else [words("report-nothing")]
        )
        parts.append("\n".join([table.title, "", *lines]))
    parts.append("\n".join([words("report-definitions"), "", *_render_definitions(words)]))
    return "\n\n\n".join(parts) + "\n"


def _render_definitions(words: Words) -> list[str]:
    return [f"- {words(f'report-define-{name}')}" for name in tables.DEFINED_TERMS]


def _render_csv(statistics: Statistics, separator: str | None, decimal_sign: str, office: str) -> str:
    separator = separator or (";" if decimal_sign == "," else ",")
    decimal_sign = {",": ".", ";": ","}.get(separator, decimal_sign)
    target = io.StringIO()
    writer = csv.DictWriter(
        target,
        _CSV_COLUMNS,
        restval="",
        extrasaction="ignore",
        lineterminator="\r\n",
        delimiter=SEPARATORS[separator],
    )
    writer.writerow(_CSV_HEADS)
    wire = statistics.to_wire()
    rows: list[dict[str, object]] = [{"part": "total", **wire["total"]}]
    rows += [{"part": "service", "name": figures["queue"].get("name", ""), **figures} for figures in wire["queues"]]
    rows += [{"part": "desk", "name": figures["desk"], **figures} for figures in wire["desks"]]
    for part in ("hours", "week", "course"):
        rows += [{"part": part, **figures} for figures in wire[part]]
    told_waits = (wire["told"], *wire["told"].get("places", ()))
    rows += [{"part": "told", "called": told["count"], **told} for told in told_waits]
    for row in rows:
        numbers = {key: str(value).replace(".", decimal_sign) for key, value in row.items() if isinstance(value, float)}
        names = {"office": _quote_formula(office), "name": _quote_formula(str(row.get("name", "")))}
        writer.writerow(row | numbers | names)
    return target.getvalue()


def _quote_formula(name: str) -> str:
    """A name that people wrote, which a spreadsheet must not take for a formula."""
    name = strip_unprintable(name)
    return f"'{name}" if to_ascii_digits(name.lstrip()).startswith(_FORMULA_PREFIXES) else name
