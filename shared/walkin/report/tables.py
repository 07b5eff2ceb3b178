"""Statistics as localized tables, for the counter's screen, the text report and the HTML report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import get_day_names
from rich.cells import cell_len

from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Figures, Statistics, WeekHour

NO_VALUE = "–"
COLUMN_GAP = 2
MAX_NAME_WIDTH = 32
"""Width of the column of names, in cells, in a table that is too wide."""

DEFINED_TERMS = ("visits", "wait", "within", "long", "handling", "left", "told", "desks")


@dataclass(frozen=True)
class Table:
    """A table of formatted cells; the first column names the row. Cells may contain text from people."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def build_tables(statistics: Statistics, words: Words) -> list[Table]:
    """All tables of a report, in order; the last two are weeks by hours."""
    return [
        build_service_table(statistics, words),
        build_desk_table(statistics, words),
        build_hour_table(statistics, words),
        build_told_wait_table(statistics, words),
        build_week_table(statistics, words, "visits"),
        build_week_table(statistics, words, "mean_wait"),
    ]


def build_service_table(statistics: Statistics, words: Words) -> Table:
    """One row for all services together, then one for each."""
    live = statistics.total.waiting is not None
    rows = [
        (words("report-all"), statistics.total, None),
        *((figures.queue.name or "", figures, figures.target) for figures in statistics.queues),
    ]
    more = ("waiting", "longest") if live else ()
    return Table(
        words("report-services"),
        _build_head(words, "service", *more, "target"),
        tuple(
            (
                name,
                *_format_figures(figures, words),
                *((format_count(figures.waiting, words), format_minutes(figures.longest_wait, words)) if live else ()),
                format_count(target, words),
            )
            for name, figures, target in rows
        ),
    )


def build_desk_table(statistics: Statistics, words: Words) -> Table:
    """One row for each desk, by name."""
    rows = tuple((figures.desk, *_format_figures(figures, words)) for figures in statistics.desks)
    return Table(words("report-desks"), _build_head(words, "desk"), rows)


def build_hour_table(statistics: Statistics, words: Words) -> Table:
    """One row for each hour with visits."""
    rows = tuple((format_hour(figures.hour), *_format_figures(figures, words)) for figures in statistics.hours)
    return Table(words("report-hours"), _build_head(words, "hour"), rows)


def build_week_table(statistics: Statistics, words: Words, figure_name: str) -> Table:
    """Days of the week by hours; `figure_name` is ``visits`` or ``mean_wait``."""
    cells = {(figures.weekday, figures.hour): figures for figures in statistics.week}
    rows = tuple(
        (
            format_weekday(day, words),
            *(format_week_cell(cells.get((day, hour)), figure_name, words) for hour in get_hour_range(statistics)),
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
    """Shares of waits inside, above and below the range that was told."""
    told = statistics.told
    shares = ((name, getattr(told, name)) for name in ("inside", "above", "below"))
    rows = tuple(
        (words(f"report-{name}"), format_percent(share, words), format_count(round((share or 0) * told.count), words))
        for name, share in shares
    )
    error = (words("report-error", minutes=format_minutes(told.mean_absolute_error, words)), "", "")
    head = (words("report-head-told"), words("report-head-share"), words("report-head-people"))
    return Table(words("report-told"), head, (*rows, error) if told.count else ())


def build_course_table(statistics: Statistics, words: Words) -> Table:
    """Waits over a day, in slots of five minutes."""
    rows = tuple(
        (
            slot.time,
            format_count(slot.called, words),
            format_minutes(slot.mean_wait, words),
            format_minutes(slot.longest_wait, words),
        )
        for slot in statistics.course
    )
    head = tuple(words(f"report-head-{name}") for name in ("time", "called", "mean", "longest"))
    return Table(words("report-course"), head, rows)


def format_days(statistics: Statistics, words: Words) -> str:
    since, until = date.fromisoformat(statistics.since), date.fromisoformat(statistics.until)
    if since == until:
        return words.format_date(since, "full")
    return words("report-days", since=words.format_date(since), until=words.format_date(until))


def format_taken_at(statistics: Statistics, words: Words) -> str:
    """A sentence with the date and time of the figures."""
    moment = statistics.at.to_datetime()
    return words("report-taken", date=words.format_date(moment), time=words.format_time(moment))


def render_lines(table: Table, width: int) -> list[tuple[str, bool]]:
    """The table as lines, each with whether it is a head. Columns that do not fit follow below, with the names."""
    columns = [[strip_unprintable(cell) for cell in column] for column in zip(table.head, *table.rows, strict=True)]
    widths = [max(map(cell_len, column)) for column in columns]
    if sum(widths) + COLUMN_GAP * (len(widths) - 1) > width:
        columns[0] = [_truncate(cell, min(MAX_NAME_WIDTH, width // 3)) for cell in columns[0]]
        widths[0] = max(map(cell_len, columns[0]))
    lines: list[tuple[str, bool]] = []
    start = 1
    while start < len(columns):
        end, used_width = start + 1, widths[0] + COLUMN_GAP + widths[start]
        while end < len(columns) and used_width + COLUMN_GAP + widths[end] <= width:
            used_width += COLUMN_GAP + widths[end]
            end += 1
        block = [0, *range(start, end)]
        for row in range(len(table.rows) + 1):
            cells = (_pad(columns[index][row], widths[index], right=index > 0) for index in block)
            lines.append(((" " * COLUMN_GAP).join(cells).rstrip(), row == 0))
        start = end
    return lines


def format_weekday(day: int, words: Words) -> str:
    """Abbreviated name of a weekday; Monday is 1."""
    return str(get_day_names("abbreviated", locale=words.locale)[day - 1])


def format_hour(hour: int) -> str:
    """Two digits."""
    return f"{hour:02}"


def get_hour_range(statistics: Statistics) -> range:
    """The hours of the day from the first to the last with visits."""
    hours = [figures.hour for figures in statistics.week]
    return range(min(hours, default=0), max(hours, default=-1) + 1)


def format_week_cell(week_hour: WeekHour | None, figure_name: str, words: Words) -> str:
    """A figure of one hour of the week, rounded to whole minutes or people; empty without one."""
    value = None if week_hour is None else getattr(week_hour, figure_name)
    return "" if value is None else words.format_number(round(value))


def format_count(value: int | None, words: Words) -> str:
    """A whole number."""
    return NO_VALUE if value is None else words.format_number(value)


def format_minutes(value: float | None, words: Words) -> str:
    """Minutes with one decimal."""
    return NO_VALUE if value is None else words.format_number(value, 1)


def format_percent(share: float | None, words: Words) -> str:
    """A share between 0 and 1, in percent."""
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
    end = 0
    while cell_len(text[: end + 1]) < width:
        end += 1
    return text[:end] + "…"


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
