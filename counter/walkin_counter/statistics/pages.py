"""The pages of the statistics, rendered for a width."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from walkin.report import tables
from walkin.ui.safe import to_content
from walkin_counter.statistics import charts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.languages import Words
    from walkin.model.statistics import Statistics
    from walkin.report.tables import Table

PAGES = ("overview", "hours", "week", "told")
HOURS_BACK = 2
SLOT_MINUTES = 5
WIDE = 120
"""Cells from which charts are tall."""


class PageRenderer:
    """Renders statistics as charts or as tables."""

    def __init__(self, statistics: Statistics, words: Words, width: int, variables: Mapping[str, str]) -> None:
        self._statistics = statistics
        self._words = words
        self._width = width
        self._variables = variables

    def render_page(self, name: str, *, as_table: bool, show_waits: bool) -> Content:
        """Render a page of `PAGES`; with ``show_waits`` the week shows mean waits instead of visits."""
        if name == "overview":
            parts = [*charts.draw_key_figures(tables.build_key_figures(self._statistics, self._words), self._width)]
            parts += [to_content(""), *self._render_course(as_table=as_table)]
            for build_table in (tables.build_service_table, tables.build_desk_table):
                parts += self._render_table(build_table(self._statistics, self._words), drop_minor=not as_table)
        elif name == "hours":
            table = tables.build_hour_table(self._statistics, self._words)
            parts = self._render_table(table) if as_table or not table.rows else self._render_hours(table.title)
        elif name == "week":
            table = tables.build_week_table(self._statistics, self._words, "mean_wait" if show_waits else "visits")
            parts = self._render_table(table) if as_table or not table.rows else self._render_week(table, show_waits)
        else:
            table = tables.build_told_wait_table(self._statistics, self._words)
            parts = self._render_table(table) if as_table or not table.rows else self._render_told_waits(table)
        return Content("\n").join(parts)

    def _render_table(self, table: Table, *, drop_minor: bool = False) -> list[Content]:
        lines = [
            to_content(line, "$text-muted" if head else "")
            for line, head in tables.render_lines(table, self._width, drop_minor=drop_minor)
        ]
        return [
            self._render_title(table.title),
            *(lines if table.rows else [to_content(self._words("report-nothing"))]),
            to_content(""),
        ]

    def _render_course(self, *, as_table: bool) -> list[Content]:
        """The mean wait of the last two hours of today as a line, or of the whole day as a table."""
        statistics, words = self._statistics, self._words
        if statistics.since != statistics.until:
            return []
        if as_table:
            return self._render_table(tables.build_course_table(statistics, words))
        if statistics.total.waiting is None:
            return []
        now = datetime.fromisoformat(statistics.at.date_time)
        last = now - timedelta(minutes=now.minute % SLOT_MINUTES)
        slots = range(HOURS_BACK * 60 // SLOT_MINUTES)
        times = [f"{last - timedelta(minutes=SLOT_MINUTES * back):%H:%M}" for back in reversed(slots)]
        mean_waits = {slot.time: slot.mean_wait for slot in statistics.course}
        values = [mean_waits.get(text) for text in times]
        waits = [value for value in values if value is not None]
        title = self._render_title(words("stats-line"))
        if not waits:
            return [title, to_content(words("stats-line-none")), to_content("")]
        least, now_minutes, most = (tables.format_minutes(wait, words) for wait in (min(waits), waits[-1], max(waits)))
        lines = charts.draw_columns(values, self._width, 3 if self._width < WIDE else 6)
        first, last_time = (words.format_time(time.fromisoformat(text)) for text in (times[0], times[-1]))
        axis = first + " " * max(1, self._width - len(first) - len(last_time)) + last_time
        range_text = words("stats-line-range", least=least, now=now_minutes, most=most)
        return [title, *lines, to_content(axis, "$text-muted"), to_content(range_text), to_content("")]

    def _render_hours(self, title: str) -> list[Content]:
        words, hours = self._words, self._statistics.hours
        most = max(hour.visits for hour in hours)
        counts = [tables.format_count(hour.visits, words) for hour in hours]
        waits = [tables.format_minutes(hour.mean_wait, words) for hour in hours]
        count_width, wait_width = (max(map(len, texts)) for texts in (counts, waits))
        ends = [
            f" {count:>{count_width}} · " + words("stats-hours-wait", minutes=f"{wait:>{wait_width}}")
            for count, wait in zip(counts, waits, strict=True)
        ]
        names = [words.format_hour(hour.hour) for hour in hours]
        name_width = max(map(len, names))
        bar_width = max(8, self._width - name_width - 1 - max(map(len, ends)))
        lines = [
            Content.assemble(
                to_content(f"{name:>{name_width}} "),
                charts.draw_bar(hour.visits, most, bar_width),
                to_content(end),
            )
            for hour, name, end in zip(hours, names, ends, strict=True)
        ]
        visits_range = self._format_range([float(hour.visits) for hour in hours], 0)
        return [self._render_title(title), to_content(words("stats-hours-unit"), "$text-muted"), *lines, visits_range]

    def _render_week(self, table: Table, show_waits: bool) -> list[Content]:
        figures = {
            (cell.weekday, cell.hour): cell.mean_wait if show_waits else cell.visits for cell in self._statistics.week
        }
        values = [float(value) for value in figures.values() if value is not None]
        most = max(values, default=0.0) or 1.0
        hours = tables.get_hour_range(self._statistics)
        weights = [[(figures.get((weekday, hour)) or 0) / most for hour in hours] for weekday in range(1, 8)]
        ramp = charts.ColourRamp(self._variables)
        heat_map = charts.draw_heat_map(table.head, table.rows, weights, self._width, ramp)
        values_range = self._format_range(values, 1 if show_waits else 0)
        return [self._render_title(table.title), *heat_map, to_content(""), values_range]

    def _render_told_waits(self, table: Table) -> list[Content]:
        told = self._statistics.told
        shares = [share or 0.0 for share in (told.inside, told.above, told.below)]
        rows, apart = table.rows[: len(shares)], table.rows[len(shares) :]
        name_width = max(len(name) for name, *_ in rows)
        lines = [
            Content.assemble(charts.draw_legend(index), to_content(f" {name:<{name_width}}  {share:>6}  {people}"))
            for index, (name, share, people) in enumerate(rows)
        ]
        bar = charts.draw_stacked_bar(shares, self._width)
        further = [to_content(" ".join(filter(None, (name, people)))) for name, _, people in apart]
        return [self._render_title(table.title), bar, to_content(""), *lines, to_content(""), *further]

    def _format_range(self, values: list[float], decimals: int) -> Content:
        words = self._words
        if not values:
            return to_content("")
        least, most = (
            words.format_number(value, decimals) if decimals else words.format_number(round(value))
            for value in (min(values), max(values))
        )
        mean = words.format_number(sum(values) / len(values), 1)
        return to_content(words("stats-range-values", mean=mean, least=least, most=most))

    def _render_title(self, text: str) -> Content:
        return to_content(text, "bold $primary")
