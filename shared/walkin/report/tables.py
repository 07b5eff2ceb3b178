"""Statistics as tables in words: what the screen, the text and the page all show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import get_day_names
from rich.cells import cell_len

from walkin.cli.support import strip_unprintable

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Figures, Statistics, WeekHour

NO_VALUE = "–"
COLUMN_GAP = 2
MAX_NAME_WIDTH = 32
"""Columns that a name may take where there is little room."""

DEFINED_TERMS = ("visits", "wait", "within", "long", "handling", "left", "told", "desks")


@dataclass(frozen=True)
class Table:
    """Words and figures ready to be shown; the first column is the name of the row. May hold text from people."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def build_tables(statistics: Statistics, words: Words) -> list[Table]:
    """Every table of a report, in its order."""
    made = [
        build_service_table(statistics, words),
        build_desk_table(statistics, words),
        build_hour_table(statistics, words),
        build_told_wait_table(statistics, words),
    ]
    return [*made, build_week_table(statistics, words, "visits"), build_week_table(statistics, words, "mean_wait")]


def build_service_table(statistics: Statistics, words: Words) -> Table:
    """One row for each service, the first for all."""
    now = statistics.total.waiting is not None
    rows = [
        (words("report-all"), statistics.total, None),
        *((one.queue.name or "", one, one.target) for one in statistics.queues),
    ]
    more = ("waiting", "longest") if now else ()
    return Table(
        words("report-services"),
        _build_head(words, "service", *more, "target"),
        tuple(
            (
                name,
                *_format_figures(one, words),
                *((format_count(one.waiting, words), format_minutes(one.longest_wait, words)) if now else ()),
                format_count(target, words),
            )
            for name, one, target in rows
        ),
    )


def build_desk_table(statistics: Statistics, words: Words) -> Table:
    """One row for each desk, by name."""
    rows = tuple((one.desk, *_format_figures(one, words)) for one in statistics.desks)
    return Table(words("report-desks"), _build_head(words, "desk"), rows)


def build_hour_table(statistics: Statistics, words: Words) -> Table:
    """One row for each hour in which somebody came."""
    rows = tuple((format_hour(one.hour), *_format_figures(one, words)) for one in statistics.hours)
    return Table(words("report-hours"), _build_head(words, "hour"), rows)


def build_week_table(statistics: Statistics, words: Words, figure_name: str) -> Table:
    """Days of the week by hours: ``visits``, or ``mean_wait``."""
    cells = {(one.weekday, one.hour): one for one in statistics.week}
    rows = tuple(
        (
            format_weekday(day, words),
            *(format_week_cell(cells.get((day, at)), figure_name, words) for at in get_hour_range(statistics)),
        )
        for day in range(1, 8)
    )
    title = words("report-week-visits" if figure_name == "visits" else "report-week-waits")
    return Table(
        title,
        (words("report-head-day"), *map(format_hour, get_hour_range(statistics))),
        rows if statistics.week else (),
    )


def build_told_wait_table(statistics: Statistics, words: Words) -> Table:
    """How the told waits ended."""
    one = statistics.told
    shares = ((name, getattr(one, name)) for name in ("inside", "above", "below"))
    rows = tuple(
        (words(f"report-{name}"), format_percent(share, words), format_count(round((share or 0) * one.count), words))
        for name, share in shares
    )
    error = (words("report-error", minutes=format_minutes(one.mean_absolute_error, words)), "", "")
    head = (words("report-head-told"), words("report-head-share"), words("report-head-people"))
    return Table(words("report-told"), head, (*rows, error) if one.count else ())


def build_course_table(statistics: Statistics, words: Words) -> Table:
    """The waits over a day, in steps of five minutes."""
    rows = tuple(
        (
            one.time,
            format_count(one.called, words),
            format_minutes(one.mean_wait, words),
            format_minutes(one.longest_wait, words),
        )
        for one in statistics.course
    )
    head = tuple(words(f"report-head-{name}") for name in ("time", "called", "mean", "longest"))
    return Table(words("report-course"), head, rows)


def format_days(statistics: Statistics, words: Words) -> str:
    """The days in words."""
    since, until = date.fromisoformat(statistics.since), date.fromisoformat(statistics.until)
    if since == until:
        return words.format_date(since, "full")
    return words("report-days", since=words.format_date(since), until=words.format_date(until))


def format_taken_at(statistics: Statistics, words: Words) -> str:
    """When the figures were taken, in words."""
    moment = statistics.at.to_datetime()
    return words("report-taken", date=words.format_date(moment), time=words.format_time(moment))


def render_lines(table: Table, width: int) -> list[tuple[str, bool]]:
    """The table in plain lines, and whether each is a head. Columns that do not fit go below, with the names again."""
    columns = [[strip_unprintable(cell) for cell in column] for column in zip(table.head, *table.rows, strict=True)]
    widths = [max(map(cell_len, column)) for column in columns]
    if sum(widths) + COLUMN_GAP * (len(widths) - 1) > width:
        columns[0] = [_truncate(cell, min(MAX_NAME_WIDTH, width // 3)) for cell in columns[0]]
        widths[0] = max(map(cell_len, columns[0]))
    found: list[tuple[str, bool]] = []
    start = 1
    while start < len(columns):
        end, taken = start + 1, widths[0] + COLUMN_GAP + widths[start]
        while end < len(columns) and taken + COLUMN_GAP + widths[end] <= width:
            taken += COLUMN_GAP + widths[end]
            end += 1
        chosen = [0, *range(start, end)]
        for row in range(len(table.rows) + 1):
            cells = (_pad(columns[one][row], widths[one], right=one > 0) for one in chosen)
            found.append(((" " * COLUMN_GAP).join(cells).rstrip(), row == 0))
        start = end
    return found


def format_weekday(day: int, words: Words) -> str:
    """Monday is 1."""
    return str(get_day_names("abbreviated", locale=words.locale)[day - 1])


def format_hour(hour: int) -> str:
    """The hour that begins then."""
    return f"{hour:02}"


def get_hour_range(statistics: Statistics) -> range:
    """From the first hour in which somebody came to the last one."""
    seen = [one.hour for one in statistics.week]
    return range(min(seen, default=0), max(seen, default=-1) + 1)


def format_week_cell(week_hour: WeekHour | None, figure_name: str, words: Words) -> str:
    """The figure of an hour of the week: whole minutes, or people."""
    value = None if week_hour is None else getattr(week_hour, figure_name)
    return "" if value is None else words.format_number(round(value))


def format_count(value: int | None, words: Words) -> str:
    """A number of people or minutes."""
    return NO_VALUE if value is None else words.format_number(value)


def format_minutes(value: float | None, words: Words) -> str:
    """Minutes with one decimal."""
    return NO_VALUE if value is None else words.format_number(value, 1)


def format_percent(share: float | None, words: Words) -> str:
    """A share of 1."""
    return NO_VALUE if share is None else words.format_percent(share)


def _build_head(words: Words, first: str, *additional: str) -> tuple[str, ...]:
    usual = ("visits", "served", "no-show", "left", "within", "mean", "median", "long", "handling")
    return tuple(words(f"report-head-{name}") for name in (first, *usual, *additional))


def _format_figures(figures: Figures, words: Words) -> Sequence[str]:
    return (
        format_count(figures.visits, words),
        format_count(figures.served, words),
        _format_count_with_rate(figures.no_shows, figures.no_show_rate, words),
        _format_count_with_rate(figures.left, figures.left_rate, words),
        format_percent(figures.within, words),
        *(
            format_minutes(value, words)
            for value in (figures.mean_wait, figures.median_wait, figures.long_wait, figures.handling)
        ),
    )


def _format_count_with_rate(value: int, rate: float | None, words: Words) -> str:
    return format_count(value, words) if not value else f"{format_count(value, words)} ({format_percent(rate, words)})"


def _truncate(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    kept = ""
    for sign in text:
        if cell_len(kept + sign) >= width:
            break
        kept += sign
    return kept + "…"


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
