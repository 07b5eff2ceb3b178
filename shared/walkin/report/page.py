"""A report as one page of HTML, complete in itself: to be read, printed, or kept as PDF by a browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from walkin.cli.support import strip_unprintable
from walkin.report import tables

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.statistics import Statistics
    from walkin.report.tables import Table

STYLESHEET = """
@page { size: A4 landscape; margin: 12mm; }
* { box-sizing: border-box; }
body { margin: 2rem auto; padding: 0 1rem; max-width: 75rem; font: 1rem/1.4 system-ui, sans-serif; color: #15202b;
  background: #fff; }
h1 { margin: 0; } h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; } h1 ~ p { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid #c4ced6; text-align: end; }
th:first-child { text-align: start; overflow-wrap: anywhere; max-width: 20rem; }
thead th { border-bottom: 2px solid #15202b; vertical-align: bottom; }
td { white-space: nowrap; }
.heat th, .heat td { text-align: center; border: 1px solid #fff; }
li { margin: .2rem 0; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 9pt; print-color-adjust: exact; }
  section { break-inside: avoid; } thead { display: table-header-group; } .scroll { overflow: visible; }
}
"""
LIGHT_RGB, DARK_RGB = (232, 241, 250), (8, 62, 112)


def render_page(statistics: Statistics, words: Words) -> str:
    """The whole document."""
    title, days = escape(words("report-title")), escape(tables.format_days(statistics, words))
    taken = escape(tables.format_taken_at(statistics, words))
    all_tables = tables.build_tables(statistics, words)
    plains, heats = all_tables[:-2], all_tables[-2:]
    biggest = (
        max((one.visits for one in statistics.week), default=0),
        max((one.mean_wait or 0 for one in statistics.week), default=0),
    )
    sections = [_render_section(table, words) for table in plains]
    for table, most, what in zip(heats, biggest, ("visits", "mean_wait"), strict=True):
        cells = {(one.weekday, one.hour): getattr(one, what) or 0 for one in statistics.week}
        shades = [
            [cells.get((day, at), 0) / most if most else 0.0 for at in tables.get_hour_range(statistics)]
            for day in range(1, 8)
        ]
        sections.append(_render_section(table, words, shades))
    definitions = "".join(f"<li>{escape(words(f'report-define-{name}'))}</li>" for name in tables.DEFINED_TERMS)
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{words.direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} · {days}</title>\n<style>{STYLESHEET}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n<p>{days}</p>\n"
        f"<p>{taken}</p>\n"
        f"{''.join(sections)}<section><h2>{escape(words('report-definitions'))}</h2><ul>{definitions}</ul></section>\n"
        "</body>\n</html>\n"
    )


def _render_section(table: Table, words: Words, shades: list[list[float]] | None = None) -> str:
    heading = f"<h2>{_escape_text(table.title)}</h2>"
    if not table.rows:
        return f"<section>{heading}<p>{escape(words('report-nothing'))}</p></section>\n"
    head = "".join(f'<th scope="col">{_escape_text(cell)}</th>' for cell in table.head)
    rows = []
    for number, (name, *cells) in enumerate(table.rows):
        looks = [_render_shade(one) for one in shades[number]] if shades else [""] * len(cells)
        drawn = "".join(f"<td{look}>{_escape_text(cell)}</td>" for cell, look in zip(cells, looks, strict=True))
        rows.append(f'<tr><th scope="row">{_escape_text(name)}</th>{drawn}</tr>')
    kind = ' class="heat"' if shades else ""
    return (
        f'<section>{heading}<div class="scroll"><table{kind}><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></section>\n"
    )


def _render_shade(share: float) -> str:
    """From light to dark blue, which the colour-blind tell apart; the figure is readable on each."""
    if not share:
        return ""
    red, green, blue = (round(light + (dark - light) * share) for light, dark in zip(LIGHT_RGB, DARK_RGB, strict=True))
    ink = "#fff" if share > 0.68 else "#000"
    return f' style="background:#{red:02x}{green:02x}{blue:02x};color:{ink}"'


def _escape_text(text: str) -> str:
    return escape(strip_unprintable(text))
