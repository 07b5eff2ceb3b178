"""The pages of the statistics: what each shows in a width."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from walkin.report import tables
from walkin.ui.safe import safe
from walkin_counter.statistics import charts as pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.languages import Words
    from walkin.model.statistics import Statistics
    from walkin.report.tables import Table

PAGES = ("overview", "hours", "week", "told")
HOURS_BACK = 2
SLOT = 5


class Drawing:
    """Draws one set of figures, as pictures or as tables."""

    def __init__(self, found: Statistics, words: Words, width: int, variables: Mapping[str, str]) -> None:
        self._found = found
        self._words = words
        self._width = width
        self._variables = variables

    def page(self, name: str, *, as_table: bool, waits: bool) -> Content:
        """A page of `PAGES`; ``waits`` has the week show them in place of visits."""
        if name == "overview":
            parts = self._course(as_table=as_table)
            parts += self._table(tables.services(self._found, self._words))
            parts += self._table(tables.desks(self._found, self._words))
        elif name == "hours":
            table = tables.hours(self._found, self._words)
            parts = self._table(table) if as_table or not table.rows else self._hours(table.title)
        elif name == "week":
            what = "mean_wait" if waits else "visits"
            table = tables.week(self._found, self._words, what)
            parts = self._table(table) if as_table or not table.rows else self._week(table, what)
        else:
            table = tables.told(self._found, self._words)
            parts = self._table(table) if as_table or not table.rows else self._told(table)
        return Content("\n").join(parts)

    def _table(self, table: Table) -> list[Content]:
        lines = [safe(line, "$text-muted" if head else "") for line, head in tables.lines(table, self._width)]
        return [self._title(table.title), *(lines if table.rows else [safe(self._words("report-nothing"))]), safe("")]

    def _course(self, *, as_table: bool) -> list[Content]:
        """Today's last two hours as a line; the whole day as a table."""
        found, words = self._found, self._words
        if found.since != found.until:
            return []
        if as_table:
            return self._table(tables.course(found, words))
        if found.total.waiting is None:
            return []
        now = datetime.fromisoformat(found.at.date_time)
        last = now - timedelta(minutes=now.minute % SLOT)
        names = [f"{last - timedelta(minutes=SLOT * back):%H:%M}" for back in range(HOURS_BACK * 60 // SLOT)][::-1]
        known = {one.time: one.mean_wait for one in found.course}
        values = [known.get(name) for name in names]
        waits = [value for value in values if value is not None]
        if not waits:
            return [self._title(words("stats-line")), safe(words("stats-line-none")), safe("")]
        least, most = (tables.minutes(value, words) for value in (min(waits), max(waits)))
        told = words("stats-line-range", least=least, now=tables.minutes(waits[-1], words), most=most)
        drawn = pictures.line(values, self._width)
        axis = names[0] + " " * max(1, drawn.cell_length - 2 * len(names[0])) + names[-1]
        return [self._title(words("stats-line")), drawn, safe(axis, "$text-muted"), safe(told), safe("")]

    def _hours(self, title: str) -> list[Content]:
        words, hours = self._words, self._found.hours
        most = max(one.visits for one in hours)
        ends = [
            f" {tables.count(one.visits, words)} · "
            + words("stats-hours-wait", minutes=tables.minutes(one.mean_wait, words))
            for one in hours
        ]
        room = max(8, self._width - 3 - max(map(len, ends)))
        lines = [
            Content("").join([safe(f"{tables.hour(one.hour)} "), pictures.bar(one.visits, most, room), safe(end)])
            for one, end in zip(hours, ends, strict=True)
        ]
        told = self._range([float(one.visits) for one in hours], 0)
        return [self._title(title), safe(words("stats-hours-unit"), "$text-muted"), *lines, told]

    def _week(self, table: Table, what: str) -> list[Content]:
        cells = {(one.weekday, one.hour): getattr(one, what) for one in self._found.week}
        known = [float(value) for value in cells.values() if value is not None]
        most = max(known, default=0.0) or 1.0
        hours = tables.hours_of(self._found)
        weights = [[(cells.get((day, at)) or 0) / most for at in hours] for day in range(1, 8)]
        ramp = pictures.Ramp(self._variables)
        drawn = pictures.heat(table.head, table.rows, weights, self._width, ramp)
        return [self._title(table.title), *drawn, safe(""), self._range(known, 0 if what == "visits" else 1)]

    def _told(self, table: Table) -> list[Content]:
        one = self._found.told
        shares = [share or 0.0 for share in (one.inside, one.above, one.below)]
        *rows, error = table.rows
        names = max(len(name) for name, *_ in rows)
        lines = [
            Content("").join(
                [
                    pictures.legend(place),
                    safe(f" {name:<{names}}  {share:>6}  {people}"),
                ]
            )
            for place, (name, share, people) in enumerate(rows)
        ]
        return [
            self._title(table.title),
            pictures.stacked(shares, self._width),
            safe(""),
            *lines,
            safe(""),
            safe(error[0]),
        ]

    def _range(self, values: list[float], decimals: int) -> Content:
        words = self._words
        if not values:
            return safe("")
        least, mean, most = min(values), sum(values) / len(values), max(values)
        given = {"least": least, "most": most}
        said = {
            name: words.number(value, decimals) if decimals else words.number(round(value))
            for name, value in given.items()
        }
        return safe(words("stats-range-values", mean=words.number(mean, 1), **said))

    def _title(self, text: str) -> Content:
        return safe(text, "bold $primary")
