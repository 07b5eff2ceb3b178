"""The pages of the statistics: what each shows in a width."""

from __future__ import annotations

from datetime import datetime, timedelta
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


class PageRenderer:
    """Draws one set of figures, as pictures or as tables."""

    def __init__(self, statistics: Statistics, words: Words, width: int, variables: Mapping[str, str]) -> None:
        self._statistics = statistics
        self._words = words
        self._width = width
        self._variables = variables

    def render_page(self, name: str, *, as_table: bool, show_waits: bool) -> Content:
        """A page of `PAGES`; ``waits`` has the week show them in place of visits."""
        if name == "overview":
            parts = self._render_course(as_table=as_table)
            parts += self._render_table(tables.build_service_table(self._statistics, self._words))
            parts += self._render_table(tables.build_desk_table(self._statistics, self._words))
        elif name == "hours":
            table = tables.build_hour_table(self._statistics, self._words)
            parts = self._render_table(table) if as_table or not table.rows else self._render_hours(table.title)
        elif name == "week":
            what = "mean_wait" if show_waits else "visits"
            table = tables.build_week_table(self._statistics, self._words, what)
            parts = self._render_table(table) if as_table or not table.rows else self._render_week(table, what)
        else:
            table = tables.build_told_wait_table(self._statistics, self._words)
            parts = self._render_table(table) if as_table or not table.rows else self._render_told_waits(table)
        return Content("\n").join(parts)

    def _render_table(self, table: Table) -> list[Content]:
        lines = [
            to_content(line, "$text-muted" if head else "") for line, head in tables.render_lines(table, self._width)
        ]
        return [
            self._render_title(table.title),
            *(lines if table.rows else [to_content(self._words("report-nothing"))]),
            to_content(""),
        ]

    def _render_course(self, *, as_table: bool) -> list[Content]:
        """Today's last two hours as a line; the whole day as a table."""
        found, words = self._statistics, self._words
        if found.since != found.until:
            return []
        if as_table:
            return self._render_table(tables.build_course_table(found, words))
        if found.total.waiting is None:
            return []
        now = datetime.fromisoformat(found.at.date_time)
        last = now - timedelta(minutes=now.minute % SLOT_MINUTES)
        names = [
            f"{last - timedelta(minutes=SLOT_MINUTES * back):%H:%M}" for back in range(HOURS_BACK * 60 // SLOT_MINUTES)
        ][::-1]
        known = {one.time: one.mean_wait for one in found.course}
        values = [known.get(name) for name in names]
        waits = [value for value in values if value is not None]
        if not waits:
            return [self._render_title(words("stats-line")), to_content(words("stats-line-none")), to_content("")]
        least, most = (tables.format_minutes(value, words) for value in (min(waits), max(waits)))
        told = words("stats-line-range", least=least, now=tables.format_minutes(waits[-1], words), most=most)
        drawn = charts.draw_line(values, self._width)
        axis = names[0] + " " * max(1, drawn.cell_length - 2 * len(names[0])) + names[-1]
        return [
            self._render_title(words("stats-line")),
            drawn,
            to_content(axis, "$text-muted"),
            to_content(told),
            to_content(""),
        ]

    def _render_hours(self, title: str) -> list[Content]:
        words, hours = self._words, self._statistics.hours
        most = max(one.visits for one in hours)
        ends = [
            f" {tables.format_count(one.visits, words)} · "
            + words("stats-hours-wait", minutes=tables.format_minutes(one.mean_wait, words))
            for one in hours
        ]
        room = max(8, self._width - 3 - max(map(len, ends)))
        lines = [
            Content("").join(
                [
                    to_content(f"{tables.format_hour(one.hour)} "),
                    charts.draw_bar(one.visits, most, room),
                    to_content(end),
                ]
            )
            for one, end in zip(hours, ends, strict=True)
        ]
        told = self._format_range([float(one.visits) for one in hours], 0)
        return [self._render_title(title), to_content(words("stats-hours-unit"), "$text-muted"), *lines, told]

    def _render_week(self, table: Table, figure: str) -> list[Content]:
        cells = {(one.weekday, one.hour): getattr(one, figure) for one in self._statistics.week}
        known = [float(value) for value in cells.values() if value is not None]
        most = max(known, default=0.0) or 1.0
        hours = tables.get_hour_range(self._statistics)
        weights = [[(cells.get((day, at)) or 0) / most for at in hours] for day in range(1, 8)]
        ramp = charts.ColourRamp(self._variables)
        drawn = charts.draw_heat_map(table.head, table.rows, weights, self._width, ramp)
        return [
            self._render_title(table.title),
            *drawn,
            to_content(""),
            self._format_range(known, 0 if figure == "visits" else 1),
        ]

    def _render_told_waits(self, table: Table) -> list[Content]:
        one = self._statistics.told
        shares = [share or 0.0 for share in (one.inside, one.above, one.below)]
        *rows, error = table.rows
        names = max(len(name) for name, *_ in rows)
        lines = [
            Content("").join(
                [
                    charts.draw_legend(place),
                    to_content(f" {name:<{names}}  {share:>6}  {people}"),
                ]
            )
            for place, (name, share, people) in enumerate(rows)
        ]
        return [
            self._render_title(table.title),
            charts.draw_stacked_bar(shares, self._width),
            to_content(""),
            *lines,
            to_content(""),
            to_content(error[0]),
        ]

    def _format_range(self, values: list[float], decimals: int) -> Content:
        words = self._words
        if not values:
            return to_content("")
        least, mean, most = min(values), sum(values) / len(values), max(values)
        given = {"least": least, "most": most}
        said = {
            name: words.format_number(value, decimals) if decimals else words.format_number(round(value))
            for name, value in given.items()
        }
        return to_content(words("stats-range-values", mean=words.format_number(mean, 1), **said))

    def _render_title(self, text: str) -> Content:
        return to_content(text, "bold $primary")
