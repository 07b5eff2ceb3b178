"""Statistics as localized tables, for the counter's screen, the text report and the HTML report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
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

USUAL_COLUMNS = ("visits", "served", "no-show", "left", "within", "mean", "median", "long", "handling")
COLUMN_UNITS = {
    "within": "percent",
    **dict.fromkeys(("mean", "median", "long", "handling", "longest", "target"), "minutes"),
}
MINOR_COLUMNS = ("target", "median", "left", "longest", "long", "handling", "waiting")
"""What a narrow screen can do without, the least important first."""

DEFINED_TERMS = ("visits", "wait", "within", "long", "handling", "left", "told", "desks")


@dataclass(frozen=True)
class Table:
    """A table of formatted cells; the first column names the row. Cells may contain text from people."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    units: tuple[str, ...] = ()
    """The unit of each column, "" where it has none; empty if no column has one."""
    minor: tuple[int, ...] = ()
    """The columns that a narrow screen can do without, the least important first."""

    def leave_out(self, columns: Collection[int]) -> Table:
        def keep(cells: Sequence[str]) -> tuple[str, ...]:
            return tuple(cell for index, cell in enumerate(cells) if index not in columns)

        return Table(self.title, keep(self.head), tuple(map(keep, self.rows)), keep(self.units))


@dataclass(frozen=True)
class KeyFigure:
    """A figure that is shown large."""

    name: str
    text: str
    unit: str = ""


def build_key_figures(statistics: Statistics, words: Words) -> list[KeyFigure]:
    """The four figures that matter most: of today who waits now and how long, of other days visits and mean wait."""
    total, minutes = statistics.total, words("report-unit-minutes")
    if total.waiting is not None:
        longest = "0" if total.longest_wait is None else words.format_number(round(total.longest_wait))
        first = [
            KeyFigure(words("report-figure-waiting"), format_count(total.waiting, words)),
            KeyFigure(words("report-figure-longest"), longest, minutes),
        ]
    else:
        mean = NO_VALUE if total.mean_wait is None else words.format_number(round(total.mean_wait))
        first = [
            KeyFigure(words("report-figure-visits"), format_count(total.visits, words)),
            KeyFigure(words("report-figure-mean"), mean, minutes),
        ]
    return [
        *first,
        KeyFigure(words("report-figure-served"), format_count(total.served, words)),
        KeyFigure(words("report-figure-no-show"), format_count(total.no_shows, words)),
    ]


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
    return _build_figure_table(
        words,
        "services",
        ("service", *USUAL_COLUMNS, *more, "target"),
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
    return _build_figure_table(words, "desks", ("desk", *USUAL_COLUMNS), rows)


def build_hour_table(statistics: Statistics, words: Words) -> Table:
    """One row for each hour with visits."""
    rows = tuple((words.format_hour(figures.hour), *_format_figures(figures, words)) for figures in statistics.hours)
    return _build_figure_table(words, "hours", ("hour", *USUAL_COLUMNS), rows)


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
        (words("report-head-day"), *map(words.format_hour, get_hour_range(statistics))),
        rows if statistics.week else (),
    )


def build_told_wait_table(statistics: Statistics, words: Words) -> Table:
    """Shares of waits inside, above and below the range that was told; those without a range apart."""
    told = statistics.told
    shares = ((name, getattr(told, name)) for name in ("inside", "above", "below"))
    rows = tuple(
        (words(f"report-{name}"), format_percent(share, words), format_count(round((share or 0) * told.count), words))
        for name, share in shares
    )
    apart = tuple(
        (words(f"report-{name}"), "", format_count(count, words))
        for name, count in (("open-ended", told.open_ended), ("untold", told.untold))
    )
    width, error = format_minutes(told.mean_width, words), format_minutes(told.mean_absolute_error, words)
    means = ((words("report-width", minutes=width), "", ""), (words("report-error", minutes=error), "", ""))
    head = (words("report-head-told"), words("report-head-share"), words("report-head-people"))
    return Table(words("report-told"), head, (*rows, *apart, *means) if told.count else ())


def build_course_table(statistics: Statistics, words: Words) -> Table:
    """Waits over a day, in slots of five minutes."""
    rows = tuple(
        (
            words.format_time(time.fromisoformat(slot.time)),
            format_count(slot.called, words),
            format_minutes(slot.mean_wait, words),
            format_minutes(slot.longest_wait, words),
        )
        for slot in statistics.course
    )
    return _build_figure_table(words, "course", ("time", "called", "mean", "longest"), rows)


def format_days(statistics: Statistics, words: Words) -> str:
    since, until = date.fromisoformat(statistics.since), date.fromisoformat(statistics.until)
    if since == until:
        return words.format_date(since, "full")
    return words("report-days", since=words.format_date(since), until=words.format_date(until))


def format_taken_at(statistics: Statistics, words: Words) -> str:
    """A sentence with the date and time of the figures."""
    moment = statistics.at.to_datetime()
    return words("report-taken", date=words.format_date(moment), time=words.format_time(moment))


def render_lines(table: Table, width: int, *, drop_minor: bool = False) -> list[tuple[str, bool]]:
    """The table as lines, each with whether it is a head.

    Columns that do not fit are left out with ``drop_minor``, as far as they are minor; the others follow below, with
    the names again.
    """
    name_width = min(MAX_NAME_WIDTH, width // 3)
    dropped = 0
    while True:
        columns = _lay_out(table.leave_out(table.minor[:dropped]))
        others_width = _measure(columns) - columns[0].width
        if not drop_minor or dropped == len(table.minor) or min(columns[0].width, name_width) + others_width <= width:
            break
        dropped += 1
    if columns[0].width + others_width > width:
        names, limit = columns[0], max(name_width, width - others_width)
        columns[0] = _Column(names.head, [_truncate(cell, limit) for cell in names.cells])
    lines: list[tuple[str, bool]] = []
    start = 1
    while start < len(columns):
        end = start + 1
        while end < len(columns) and _measure([columns[0], *columns[start : end + 1]]) <= width:
            end += 1
        block = [columns[0], *columns[start:end]]
        head_height = max(len(column.head) for column in block)
        for row in range(-head_height, len(table.rows)):
            cells = (column.format_line(row, right=column is not columns[0]) for column in block)
            lines.append(((" " * COLUMN_GAP).join(cells).rstrip(), row < 0))
        start = end
    return lines


class _Column:
    """A column with the lines of its head, the last of them its unit."""

    def __init__(self, head: Sequence[str], cells: Sequence[str]) -> None:
        self.head = head
        self.cells = cells
        self.width = max(map(cell_len, (*head, *cells)))

    def format_line(self, row: int, *, right: bool) -> str:
        """A cell; negative rows are lines of the head, counted from the last."""
        text = self.cells[row] if row >= 0 else self.head[row] if -row <= len(self.head) else ""
        return _pad(text, self.width, right=right)


def _lay_out(table: Table) -> list[_Column]:
    """The columns of a table, their heads broken into words so that none is wider than its cells without need."""
    has_units, columns = any(table.units), []
    for index, (head, *cells) in enumerate(zip(table.head, *table.rows, strict=True)):
        shown = [strip_unprintable(cell) for cell in cells]
        width = max((cell_len(text) for text in (*shown, *head.split(" "))), default=0)
        units = [table.units[index]] if has_units else []
        columns.append(_Column([*(break_words(head, width) if index else [head]), *units], shown))
    return columns


def break_words(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells, but no word is broken."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and cell_len(f"{lines[-1]} {word}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _measure(columns: Sequence[_Column]) -> int:
    return sum(column.width for column in columns) + COLUMN_GAP * (len(columns) - 1)


def format_weekday(day: int, words: Words) -> str:
    """Abbreviated name of a weekday; Monday is 1."""
    return str(get_day_names("abbreviated", locale=words.locale)[day - 1])


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


def _build_figure_table(words: Words, title: str, columns: Sequence[str], rows: tuple[tuple[str, ...], ...]) -> Table:
    """A table with the columns of those names."""
    head = tuple(words(f"report-head-{name}") for name in columns)
    units = tuple(words(f"report-unit-{COLUMN_UNITS[name]}") if name in COLUMN_UNITS else "" for name in columns)
    minor = tuple(columns.index(name) for name in MINOR_COLUMNS if name in columns)
    return Table(words(f"report-{title}"), head, rows, units, minor)


def _format_figures(figures: Figures, words: Words) -> Sequence[str]:
    return (
        format_count(figures.visits, words),
        format_count(figures.served, words),
        _format_count_with_rate(figures.no_shows, figures.no_show_rate, words),
        _format_count_with_rate(figures.left, figures.left_rate, words),
        NO_VALUE if figures.within is None else words.format_number(round(figures.within * 100)),
        *(
            format_minutes(value, words)
            for value in (figures.mean_wait, figures.median_wait, figures.long_wait, figures.handling)
        ),
    )


def _format_count_with_rate(value: int, rate: float | None, words: Words) -> str:
    return format_count(value, words) if not value else f"{format_count(value, words)} ({format_percent(rate, words)})"


def _truncate(text: str, width: int) -> str:
    """The words that fit, or of a very long word its beginning."""
    if cell_len(text) <= width:
        return text
    end = 0
    while cell_len(text[: end + 1]) < width:
        end += 1
    whole_words = text[: end + 1].rpartition(" ")[0]
    return f"{whole_words if len(whole_words) > end // 2 else text[:end]}…"


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
