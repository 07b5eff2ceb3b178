"""Charts in characters: key figures, columns, bars and heat maps, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.color import Color
from textual.content import Content
from textual.style import Style

from walkin.report.tables import break_words
from walkin.ui.letters import measure_width, render_letters
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.report.tables import KeyFigure

TILE_GAP = " "
FIGURE_HEIGHTS = (5, 3)
"""Rows of large figures, where the width allows."""

CENTRED_WIDTH = 8
"""Cells from which a figure is in the middle of its cell."""
COLUMN_SIGNS = " ▄█"
MUTED = "$text-muted"
SEGMENT_SIGNS = "█▓░"
NO_VALUE = "·"
SEGMENT_STYLES = ("$primary", "$warning", "$text-muted")


def draw_key_figures(figures: Sequence[KeyFigure], width: int) -> list[Content]:
    """Figures in large letters side by side, each with its unit and over its name."""
    tile_width = (width - (len(figures) - 1) * len(TILE_GAP)) // len(figures)
    texts = ["".join(figure.text.split()) for figure in figures]
    height = next(
        (
            rows
            for rows in FIGURE_HEIGHTS
            if all(
                measure_width(text, rows) + cell_len(figure.unit) + 3 <= tile_width
                for text, figure in zip(texts, figures, strict=True)
            )
        ),
        1,
    )
    tiles = []
    names = [break_words(figure.name, tile_width - 2) for figure in figures]
    name_height = max(map(len, names))
    for text, figure, name in zip(texts, figures, names, strict=True):
        *rows, last_row = render_letters(text, height) if height > 1 else [text]
        lines = [_draw_tile_line((row, "bold $primary")) for row in rows]
        lines.append(_draw_tile_line((last_row, "bold $primary"), (f" {figure.unit}", MUTED)))
        name_lines = [*name, *[""] * (name_height - len(name))]
        tiles.append([Content(""), *lines, *(_draw_tile_line((line, MUTED)) for line in name_lines)])
    return [
        Content(TILE_GAP).join(
            Content.assemble(line, " " * (tile_width - line.cell_length)).stylize("on $panel") for line in row
        )
        for row in zip(*tiles, strict=True)
    ]


def _draw_tile_line(*parts: tuple[str, str]) -> Content:
    return Content.assemble("  ", *(to_content(text, style) for text, style in parts))


def draw_columns(values: Sequence[float | None], width: int, height: int) -> list[Content]:
    """Columns over the whole width, scaled to the largest value; a dot for a missing value."""
    top = max((value for value in values if value is not None), default=0) or 1
    levels = [None if value is None else max(1, round(value / top * height * 2)) for value in values]
    ends = [round(index * width / len(values)) for index in range(len(values) + 1)]
    lines = []
    for base in range((height - 1) * 2, -1, -2):
        signs = (NO_VALUE if level is None and not base else COLUMN_SIGNS[_clamp(level, base)] for level in levels)
        text = "".join(sign * (end - start) for sign, start, end in zip(signs, ends, ends[1:], strict=False))
        lines.append(Content.styled(text, "$primary"))
    return lines


def _clamp(level: int | None, base: int) -> int:
    """How many halves of a row are filled that begins at ``base`` halves."""
    return min(2, max(0, (level or 0) - base))


def draw_bar(value: float, maximum: float, width: int) -> Content:
    """A horizontal bar, in halves of a cell."""
    whole, half = divmod(round(value / maximum * width * 2) if maximum else 0, 2)
    return Content.styled(("█" * whole + "▌" * half).ljust(width), "$primary")


def draw_stacked_bar(shares: Sequence[float], width: int) -> Content:
    """Shares of a whole side by side, each with its own fill."""
    cells = [round(share * width) for share in shares]
    cells[0] += width - sum(cells)
    segments = zip(SEGMENT_SIGNS, SEGMENT_STYLES, cells, strict=False)
    return Content.assemble(*((sign * max(0, count), style) for sign, style, count in segments))


def draw_legend(index: int) -> Content:
    """The fill of a segment of `draw_stacked_bar`."""
    return Content.styled(SEGMENT_SIGNS[index] * 2, SEGMENT_STYLES[index])


def draw_heat_map(
    head: Sequence[str], rows: Sequence[Sequence[str]], weights: Sequence[Sequence[float]], width: int, ramp: ColourRamp
) -> list[Content]:
    """A table with coloured cells. The first cell of a row is its name; ``weights``, 0 to 1, are of the other cells."""
    name_width = max(map(cell_len, (head[0], *(row[0] for row in rows)))) + 1
    cell_width = max(3, (width - name_width) // max(1, len(head) - 1))
    # Of "10 AM", where that is too wide, the 10.
    are_wide = any(len(cell) >= cell_width for cell in head[1:])
    titles = "".join(_format_cell(cell.partition("\u00a0")[0] if are_wide else cell, cell_width) for cell in head[1:])
    lines = [Content.styled(set_cell_size(head[0], name_width) + titles, "$text-muted")]
    for row, row_weights in zip(rows, weights, strict=True):
        parts = [Content(set_cell_size(row[0], name_width))]
        for cell, weight in zip(row[1:], row_weights, strict=True):
            style = ramp.get_style(weight) if cell else ""
            parts.append(Content.styled(_format_cell(cell or NO_VALUE, cell_width), style))
        lines.append(Content("").join(parts))
    return lines


def _format_cell(text: str, width: int) -> str:
    """A figure in a cell; one that does not fit is shortened to thousands."""
    if len(text) > width:
        text = f"{int(''.join(filter(str.isdecimal, text))) // 1000}k"
    return (text + " " * (len(text) < width)).rjust(width) if width < CENTRED_WIDTH else text.center(width)


class ColourRamp:
    """Colours from the surface to the primary colour: one hue, so that the colour-blind see it as well."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._light = Color.parse(variables["surface"])
        self._dark = Color.parse(variables["primary"])

    def get_style(self, weight: float) -> Style:
        """The colours of a cell, with full contrast of its text."""
        background = self._light.blend(self._dark, 0.1 + 0.9 * weight)
        return Style(background=background, foreground=background.get_contrast_text(1.0))
