"""A report as one HTML page, to read, to print, or to keep as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.report import tables
from walkin.report.html import render_template

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Statistics

LIGHT_RGB, DARK_RGB = (232, 241, 250), (8, 62, 112)


def render_page(statistics: Statistics, words: Words, office: str = "") -> str:
    """The whole document. The cells of the two tables of the week are shaded by their figures."""
    *plain_tables, visits_table, waits_table = tables.build_tables(statistics, words)
    visits = {(hour.weekday, hour.hour): float(hour.visits) for hour in statistics.week}
    waits = {(hour.weekday, hour.hour): hour.mean_wait or 0.0 for hour in statistics.week}
    hours = tables.get_hour_range(statistics)
    return render_template(
        "report.html",
        words=words,
        office=office,
        figures=tables.build_key_figures(statistics, words),
        days=tables.format_days(statistics, words),
        taken_at=tables.format_taken_at(statistics, words),
        sections=[
            *((table, None) for table in plain_tables),
            (visits_table, _build_shades(visits, hours)),
            (waits_table, _build_shades(waits, hours)),
        ],
        terms=tables.DEFINED_TERMS,
    )


def _build_shades(figures: dict[tuple[int, int], float], hours: range) -> list[list[str]]:
    """The CSS of each cell of a week, by day and hour."""
    highest = max(figures.values(), default=0)
    return [[_build_shade(figures.get((day, hour), 0), highest) for hour in hours] for day in range(1, 8)]


def _build_shade(figure: float, highest: float) -> str:
    """Light to dark blue, which colour-blind people tell apart, with a text colour that is readable on it."""
    if not figure:
        return ""
    share = figure / highest
    red, green, blue = (round(light + (dark - light) * share) for light, dark in zip(LIGHT_RGB, DARK_RGB, strict=True))
    return f"background:#{red:02x}{green:02x}{blue:02x};color:{'#fff' if share > 0.68 else '#000'}"
