"""Statistics as tables in words: what the screen, the text and the page all show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import get_day_names
from rich.cells import cell_len

from walkin.cli.support import plain

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Figures, Statistics, WeekHour

NOTHING = "–"
GAP = 2
NAME = 32
"""Columns that a name may take where there is little room."""

DEFINITIONS = ("visits", "wait", "within", "long", "handling", "left", "told", "desks")


@dataclass(frozen=True)
class Table:
    """Words and figures ready to be shown; the first column is the name of the row. May hold text from people."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(found: Statistics, words: Words) -> list[Table]:
    """Every table of a report, in its order."""
    made = [services(found, words), desks(found, words), hours(found, words), told(found, words)]
    return [*made, week(found, words, "visits"), week(found, words, "mean_wait")]


def services(found: Statistics, words: Words) -> Table:
    """One row for each service, the first for all."""
    now = found.total.waiting is not None
    rows = [
        (words("report-all"), found.total, None),
        *((one.queue.name or "", one, one.target) for one in found.queues),
    ]
    more = ("waiting", "longest") if now else ()
    return Table(
        words("report-services"),
        _head(words, "service", *more, "target"),
        tuple(
            (
                name,
                *_cells(one, words),
                *((count(one.waiting, words), minutes(one.longest_wait, words)) if now else ()),
                count(target, words),
            )
            for name, one, target in rows
        ),
    )


def desks(found: Statistics, words: Words) -> Table:
    """One row for each desk, by name."""
    rows = tuple((one.desk, *_cells(one, words)) for one in found.desks)
    return Table(words("report-desks"), _head(words, "desk"), rows)


def hours(found: Statistics, words: Words) -> Table:
    """One row for each hour in which somebody came."""
    rows = tuple((hour(one.hour), *_cells(one, words)) for one in found.hours)
    return Table(words("report-hours"), _head(words, "hour"), rows)


def week(found: Statistics, words: Words, what: str) -> Table:
    """Days of the week by hours: ``visits``, or ``mean_wait``."""
    cells = {(one.weekday, one.hour): one for one in found.week}
    rows = tuple(
        (weekday(day, words), *(week_cell(cells.get((day, at)), what, words) for at in hours_of(found)))
        for day in range(1, 8)
    )
    title = words("report-week-visits" if what == "visits" else "report-week-waits")
    return Table(title, (words("report-head-day"), *map(hour, hours_of(found))), rows if found.week else ())


def told(found: Statistics, words: Words) -> Table:
    """How the told waits ended."""
    one = found.told
    shares = ((name, getattr(one, name)) for name in ("inside", "above", "below"))
    rows = tuple(
        (words(f"report-{name}"), percent(share, words), count(round((share or 0) * one.count), words))
        for name, share in shares
    )
    error = (words("report-error", minutes=minutes(one.mean_absolute_error, words)), "", "")
    head = (words("report-head-told"), words("report-head-share"), words("report-head-people"))
    return Table(words("report-told"), head, (*rows, error) if one.count else ())


def course(found: Statistics, words: Words) -> Table:
    """The waits over a day, in steps of five minutes."""
    rows = tuple(
        (one.time, count(one.called, words), minutes(one.mean_wait, words), minutes(one.longest_wait, words))
        for one in found.course
    )
    head = tuple(words(f"report-head-{name}") for name in ("time", "called", "mean", "longest"))
    return Table(words("report-course"), head, rows)


def days(found: Statistics, words: Words) -> str:
    """The days in words."""
    since, until = date.fromisoformat(found.since), date.fromisoformat(found.until)
    if since == until:
        return words.date(since, "full")
    return words("report-days", since=words.date(since), until=words.date(until))


def taken(found: Statistics, words: Words) -> str:
    """When the figures were taken, in words."""
    moment = found.at.instant()
    return words("report-taken", date=words.date(moment), time=words.time(moment))


def lines(table: Table, width: int) -> list[tuple[str, bool]]:
    """The table in plain lines, and whether each is a head. Columns that do not fit go below, with the names again."""
    columns = [[plain(cell) for cell in column] for column in zip(table.head, *table.rows, strict=True)]
    widths = [max(map(cell_len, column)) for column in columns]
    if sum(widths) + GAP * (len(widths) - 1) > width:
        columns[0] = [_cut(cell, min(NAME, width // 3)) for cell in columns[0]]
        widths[0] = max(map(cell_len, columns[0]))
    found: list[tuple[str, bool]] = []
    start = 1
    while start < len(columns):
        end, taken = start + 1, widths[0] + GAP + widths[start]
        while end < len(columns) and taken + GAP + widths[end] <= width:
            taken += GAP + widths[end]
            end += 1
        chosen = [0, *range(start, end)]
        for row in range(len(table.rows) + 1):
            cells = (_filled(columns[one][row], widths[one], right=one > 0) for one in chosen)
            found.append(((" " * GAP).join(cells).rstrip(), row == 0))
        start = end
    return found


def weekday(day: int, words: Words) -> str:
    """Monday is 1."""
    return str(get_day_names("abbreviated", locale=words.locale)[day - 1])


def hour(at: int) -> str:
    """The hour that begins then."""
    return f"{at:02}"


def hours_of(found: Statistics) -> range:
    """From the first hour in which somebody came to the last one."""
    seen = [one.hour for one in found.week]
    return range(min(seen, default=0), max(seen, default=-1) + 1)


def week_cell(one: WeekHour | None, what: str, words: Words) -> str:
    """The figure of an hour of the week: whole minutes, or people."""
    value = None if one is None else getattr(one, what)
    return "" if value is None else words.number(round(value))


def count(value: int | None, words: Words) -> str:
    """A number of people or minutes."""
    return NOTHING if value is None else words.number(value)


def minutes(value: float | None, words: Words) -> str:
    """Minutes with one decimal."""
    return NOTHING if value is None else words.number(value, 1)


def percent(share: float | None, words: Words) -> str:
    """A share of 1."""
    return NOTHING if share is None else words.percent(share)


def _head(words: Words, first: str, *more: str) -> tuple[str, ...]:
    usual = ("visits", "served", "no-show", "left", "within", "mean", "median", "long", "handling")
    return tuple(words(f"report-head-{name}") for name in (first, *usual, *more))


def _cells(one: Figures, words: Words) -> Sequence[str]:
    return (
        count(one.visits, words),
        count(one.served, words),
        _counted(one.no_shows, one.no_show_rate, words),
        _counted(one.left, one.left_rate, words),
        percent(one.within, words),
        *(minutes(value, words) for value in (one.mean_wait, one.median_wait, one.long_wait, one.handling)),
    )


def _counted(value: int, rate: float | None, words: Words) -> str:
    return count(value, words) if not value else f"{count(value, words)} ({percent(rate, words)})"


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    kept = ""
    for sign in text:
        if cell_len(kept + sign) >= width:
            break
        kept += sign
    return kept + "…"


def _filled(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
