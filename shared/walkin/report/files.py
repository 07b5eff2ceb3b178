"""A report in each of its formats, and into a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from walkin.cli.support import json_text, plain
from walkin.report import tables
from walkin.report.page import page

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Statistics

FORMATS = ("text", "html", "csv", "json")
_OF_SUFFIX = {".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".csv": "csv", ".json": "json"}

WIDTH = 100
"""Columns of a text."""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")

_COLUMNS = (
    *("part", "name", "weekday", "hour", "time", "visits", "called", "served", "noShows", "left", "within"),
    *("meanWait", "medianWait", "longWait", "longestWait", "handling", "noShowRate", "leftRate", "waiting", "target"),
    *("inside", "above", "below", "meanAbsoluteError"),
)


def rendered(found: Statistics, kind: str, words: Words) -> str:
    """The report as ``text``, ``html``, ``csv`` or ``json``."""
    if kind == "html":
        return page(found, words)
    if kind == "csv":
        return _csv(found)
    if kind == "json":
        return json_text(found.wire())
    return _text(found, words)


def kind_of(path: Path) -> str | None:
    """The format that a file's name asks for."""
    return _OF_SUFFIX.get(path.suffix.lower())


def content(found: Statistics, kind: str, words: Words) -> bytes:
    """The same as it is kept in a file."""
    # Spreadsheets take a file for UTF-8 only with this mark at its beginning.
    return rendered(found, kind, words).encode("utf-8-sig" if kind == "csv" else "utf-8")


def _text(found: Statistics, words: Words) -> str:
    parts = [f"{words('report-title')}\n{tables.days(found, words)}\n{tables.taken(found, words)}"]
    for table in tables.tables(found, words):
        lines = [line for line, _ in tables.lines(table, WIDTH)] if table.rows else [words("report-nothing")]
        parts.append("\n".join([table.title, "", *lines]))
    parts.append("\n".join([words("report-definitions"), "", *_definitions(words)]))
    return "\n\n\n".join(parts) + "\n"


def _definitions(words: Words) -> list[str]:
    return [f"- {words(f'report-define-{name}')}" for name in tables.DEFINITIONS]


def _csv(found: Statistics) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, _COLUMNS, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    wire = found.wire()
    rows: list[dict[str, Any]] = [{"part": "total", **wire["total"]}]
    rows += [{"part": "service", "name": one["queue"].get("name", ""), **one} for one in wire["queues"]]
    rows += [{"part": "desk", "name": one["desk"], **one} for one in wire["desks"]]
    for part in ("hours", "week", "course"):
        rows += [{"part": part, **one} for one in wire[part]]
    rows.append({"part": "told", "called": found.told.count, **wire["told"]})
    for row in rows:
        # A program that opens the file must not take what people wrote for a formula.
        name = plain(row.get("name", ""))
        writer.writerow(row | {"name": f"'{name}" if name.lstrip().startswith(_FORMULAS) else name})
    return target.getvalue()
