"""Charts in characters: lines, bars and heat maps, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.color import Color
from textual.content import Content
from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Mapping

VERTICAL_EIGHTHS = "▁▂▃▄▅▆▇█"
HORIZONTAL_EIGHTHS = " ▏▎▍▌▋▊▉"
SEGMENT_SIGNS = "█▓░"
NO_VALUE = "·"
SEGMENT_STYLES = ("$primary", "$warning", "$text-muted")


def draw_line(values: Sequence[float | None], width: int) -> Content:
    """A row of vertical bars, scaled to the largest value; a dot for a missing value."""
    top = max((value for value in values if value is not None), default=0) or 1
    bar_width = max(1, width // max(1, len(values)))
    levels = len(VERTICAL_EIGHTHS)
    bars = (
        NO_VALUE if value is None else VERTICAL_EIGHTHS[min(int(value / top * levels), levels - 1)] for value in values
    )
    return Content.styled("".join(bar * bar_width for bar in bars), "$primary")


def draw_bar(value: float, maximum: float, width: int) -> Content:
    """A horizontal bar, in eighths of a cell."""
    eighths = round(value / maximum * width * 8) if maximum else 0
    whole, part = divmod(eighths, 8)
    bar = "█" * whole + (HORIZONTAL_EIGHTHS[part] if part else "")
    return Content.styled(bar.ljust(width), "$primary")


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
    cell_width = max(3, min((width - name_width) // max(1, len(head) - 1), 8))
    titles = "".join(_format_cell(cell, cell_width) for cell in head[1:])
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
    return (text + " " * (len(text) < width)).rjust(width)


class ColourRamp:
    """Colours from the surface to the primary colour: one hue, so that the colour-blind see it as well."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._light = Color.parse(variables["surface"])
        self._dark = Color.parse(variables["primary"])

    def get_style(self, weight: float) -> Style:
        """The colours of a cell, with full contrast of its text."""
        background = self._light.blend(self._dark, 0.1 + 0.9 * weight)
        return Style(background=background, foreground=background.get_contrast_text(1.0))
