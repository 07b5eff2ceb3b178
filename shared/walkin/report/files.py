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

TEXT_WIDTH = 100
"""Width of a text report, in columns."""

_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")

_CSV_COLUMNS = (
    *("part", "name", "weekday", "hour", "time", "visits", "called", "served", "noShows", "left", "within"),
    *("meanWait", "medianWait", "longWait", "longestWait", "handling", "noShowRate", "leftRate", "waiting", "target"),
    *("inside", "above", "below", "meanAbsoluteError"),
)


SEPARATORS = {",": ",", ";": ";", "tab": "\t"}
"""Names of the separators of CSV files."""


def render_report(statistics: Statistics, report_format: str, words: Words, separator: str | None = None) -> str:
    """The report in one of `FORMATS`.

    `separator` is one of `SEPARATORS`, by default that of spreadsheets in the language: a semicolon where the comma is
    the decimal sign. Beside a semicolon numbers have a decimal comma, beside a comma a point.
    """
    if report_format == "html":
        return render_page(statistics, words)
    if report_format == "csv":
        return _render_csv(statistics, separator, get_decimal_symbol(words.locale))
    if report_format == "json":
        return format_json(statistics.to_wire())
    return _render_text(statistics, words)


def guess_format(path: Path) -> str | None:
    """The format for a file's suffix; None for an unknown one."""
    return _FORMAT_BY_SUFFIX.get(path.suffix.lower())


def encode_report(statistics: Statistics, report_format: str, words: Words, separator: str | None = None) -> bytes:
    # Spreadsheets take a file for UTF-8 only with this mark at its beginning.
    encoding = "utf-8-sig" if report_format == "csv" else "utf-8"
    return render_report(statistics, report_format, words, separator).encode(encoding)


def _render_text(statistics: Statistics, words: Words) -> str:
    parts = [
        f"{words('report-title')}\n{tables.format_days(statistics, words)}\n{tables.format_taken_at(statistics, words)}"
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


def _render_csv(statistics: Statistics, separator: str | None, decimal_sign: str) -> str:
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
    writer.writeheader()
    wire = statistics.to_wire()
    rows: list[dict[str, object]] = [{"part": "total", **wire["total"]}]
    rows += [{"part": "service", "name": figures["queue"].get("name", ""), **figures} for figures in wire["queues"]]
    rows += [{"part": "desk", "name": figures["desk"], **figures} for figures in wire["desks"]]
    for part in ("hours", "week", "course"):
        rows += [{"part": part, **figures} for figures in wire[part]]
    rows.append({"part": "told", "called": statistics.told.count, **wire["told"]})
    for row in rows:
        # A spreadsheet must not take a name that people wrote for a formula.
        name = strip_unprintable(str(row.get("name", "")))
        is_formula = to_ascii_digits(name.lstrip()).startswith(_FORMULA_PREFIXES)
        numbers = {key: str(value).replace(".", decimal_sign) for key, value in row.items() if isinstance(value, float)}
        writer.writerow(row | numbers | {"name": f"'{name}" if is_formula else name})
    return target.getvalue()
