"""A screen of a running app as a picture, cell by cell as a terminal draws it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.color import ColorType
from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 12, 23, 20
"""Those of DejaVu Sans Mono, whose frames join."""

BLOCKS = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 0.5),
    "▄": (0, 0.5, 1, 1),
    "▌": (0, 0, 0.5, 1),
    "▐": (0.5, 0, 1, 1),
    **{chr(0x2581 + eighth): (0, 1 - (eighth + 1) / 8, 1, 1) for eighth in (0, 1, 2, 4, 5, 6)},
    **{chr(0x2589 + eighth): (0, 0, (7 - eighth) / 8, 1) for eighth in (0, 1, 2, 4, 5, 6)},
}
"""The part of the cell that a block element fills: left, top, right, bottom."""

Colour = tuple[int, int, int]


@cache
def load_font(bold: bool, italic: bool) -> ImageFont.FreeTypeFont:
    variant = {(False, False): "", (True, False): "-Bold", (False, True): "-Oblique", (True, True): "-BoldOblique"}
    return ImageFont.truetype(f"DejaVuSansMono{variant[bold, italic]}.ttf", FONT_SIZE)


def iter_cells(app: App[Any]) -> Iterator[tuple[int, int, str, Style]]:
    """Column, row, character and style of each character on the screen, after all filters."""
    # The compositor has no public counterpart.
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        column = 0
        for segment in strip:
            for character in segment.text:
                yield column, row, character, segment.style or Style()
                column += cell_len(character)


def draw_screen(app: App[Any]) -> Image.Image:
    columns, rows = app.size
    image = Image.new("RGB", (columns * CELL_WIDTH, rows * CELL_HEIGHT))
    draw = ImageDraw.Draw(image)
    characters = list(iter_cells(app))
    for column, row, character, style in characters:
        _draw_box(draw, column, row, (0, 0, max(1, cell_len(character)), 1), _get_colours(style)[1])
    for column, row, character, style in characters:
        colour = _get_colours(style)[0]
        if character in BLOCKS:
            _draw_box(draw, column, row, BLOCKS[character], colour)
        elif not character.isspace():
            font = load_font(bool(style.bold), bool(style.italic))
            draw.text((column * CELL_WIDTH, row * CELL_HEIGHT), character, colour, font)
        if style.underline:
            _draw_box(draw, column, row, (0, 0.9, 1, 0.95), colour)
    return image


def _draw_box(
    draw: ImageDraw.ImageDraw, column: int, row: int, box: tuple[float, float, float, float], colour: Colour
) -> None:
    left, top, right, bottom = box
    x, y = column * CELL_WIDTH, row * CELL_HEIGHT
    edges = (x + left * CELL_WIDTH, y + top * CELL_HEIGHT, x + right * CELL_WIDTH - 1, y + bottom * CELL_HEIGHT - 1)
    draw.rectangle(edges, colour)


def _get_colours(style: Style) -> tuple[Colour, Colour]:
    """The colours of text and background."""
    pair = [
        (255, 255, 255) if colour is None or colour.type is ColorType.DEFAULT else tuple(colour.get_truecolor())
        for colour in (style.color, style.bgcolor)
    ]
    text, ground = reversed(pair) if style.reverse else pair
    if style.dim:
        text = tuple((a + b) // 2 for a, b in zip(text, ground, strict=True))
    return text, ground  # type: ignore[return-value]
