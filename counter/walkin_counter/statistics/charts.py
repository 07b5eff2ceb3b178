"""Pictures of figures made of signs: lines, bars and heat maps, each readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
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
    """One row with a bar for each value, from 0 to the biggest; a dot where there is none."""
    most = max((value for value in values if value is not None), default=0) or 1
    wide = max(1, width // max(1, len(values)))
    signs = (
        NO_VALUE
        if one is None
        else VERTICAL_EIGHTHS[min(int(one / most * len(VERTICAL_EIGHTHS)), len(VERTICAL_EIGHTHS) - 1)]
        for one in values
    )
    return Content.styled("".join(sign * wide for sign in signs), "$primary")


def draw_bar(value: float, maximum: float, width: int) -> Content:
    """A lying bar, in eighths of a cell."""
    eighths = round(value / maximum * width * 8) if maximum else 0
    whole, part = divmod(eighths, 8)
    drawn = "█" * whole + (HORIZONTAL_EIGHTHS[part] if part else "")
    return Content.styled(drawn + " " * (width - len(drawn)), "$primary")


def draw_stacked_bar(shares: Sequence[float], width: int) -> Content:
    """Shares of one whole, side by side, each in its own sign."""
    cells = [round(share * width) for share in shares]
    cells[0] += width - sum(cells)
    pieces = zip(SEGMENT_SIGNS, SEGMENT_STYLES, cells, strict=False)
    return Content.assemble(*((sign * max(0, count), style) for sign, style, count in pieces))


def draw_legend(index: int) -> Content:
    """The sign of a part of `stacked`."""
    return Content.styled(SEGMENT_SIGNS[index] * 2, SEGMENT_STYLES[index])


def draw_heat_map(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    weights: Sequence[Sequence[float]],
    width: int,
    ramp: ColourRamp,
) -> list[Content]:
    """A heat map: a line for each row, whose first cell names it; the figures stand in their cells.

    ``weights`` are 0 to 1, of the cells after the name.
    """
    names = max(map(cell_len, (header[0], *(row[0] for row in rows)))) + 1
    wide = max(3, min((width - names) // max(1, len(header) - 1), 8))
    lines = [
        Content.styled(
            _pad_name(header[0], names) + "".join(_format_cell(cell, wide) for cell in header[1:]), "$text-muted"
        )
    ]
    for row, shades in zip(rows, weights, strict=True):
        parts = [Content(_pad_name(row[0], names))]
        for cell, weight in zip(row[1:], shades, strict=True):
            parts.append(Content.styled(_format_cell(cell or NO_VALUE, wide), ramp.get_style(weight) if cell else ""))
        lines.append(Content("").join(parts))
    return lines


def _pad_name(name: str, width: int) -> str:
    return name + " " * (width - cell_len(name))


def _format_cell(text: str, width: int) -> str:
    """A figure in a cell; thousands are shortened where they do not fit."""
    if len(text) > width:
        text = f"{int(''.join(filter(str.isdecimal, text))) // 1000}k"
    return (text + " " * (len(text) < width)).rjust(width)


class ColourRamp:
    """From the surface's colour to the theme's first: one hue, so that the colour-blind see it as well."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._light = Color.parse(variables["surface"])
        self._dark = Color.parse(variables["primary"])

    def get_style(self, weight: float) -> Style:
        """The colours of a cell, its text as readable as can be."""
        ground = self._light.blend(self._dark, 0.1 + 0.9 * weight)
        return Style(background=ground, foreground=ground.get_contrast_text(1.0))
