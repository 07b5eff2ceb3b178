"""Large letters for ticket numbers: A-Z, 0-9, "-" and "→" in three fonts and their multiples."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from walkin.ui.safe import to_content

# 7 rows; a dot is square and two cells wide.
_GLYPHS_7 = """
A     B     C     D     E     F     G     H     I     J     K     L     M
.###. ####. .###. ####. ##### ##### .###. #...# ##### ..### #...# #.... #...#
#...# #...# #...# #...# #.... #.... #...# #...# ..#.. ...#. #..#. #.... ##.##
#...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.#
##### ####. #.... #...# ####. ####. #.### ##### ..#.. ...#. ##... #.... #.#.#
#...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...#
#...# #...# #...# #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
#...# ####. .###. ####. ##### #.... .###. #...# ##### .##.. #...# ##### #...#
N     O     P     Q     R     S     T     U     V     W     X     Y     Z
#...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....#
##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
#.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
#..## #...# #.... #.#.# #.#.. ....# ..#.. #...# .#.#. #.#.# .#.#. ..#.. .#...
#..## #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## #...# ..#.. #....
#...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. #####
0     1     2     3     4     5     6     7     8     9     -     →
.###. ..#.. .###. ####. ...#. ##### .###. ##### .###. .###. ..... .....
#...# .##.. #...# ....# ..##. #.... #.... ....# #...# #...# ..... ..#..
#..## ..#.. ....# ....# .#.#. ####. #.... ...#. #...# #...# ..... ...#.
#.#.# ..#.. ..##. .###. #..#. ....# ####. ...#. .###. .#### .###. #####
##..# ..#.. .#... ....# ##### ....# #...# ..#.. #...# ....# ..... ...#.
#...# ..#.. #.... ....# ...#. #...# #...# ..#.. #...# ....# ..... ..#..
.###. .###. ##### ####. ...#. .###. .###. ..#.. .###. .###. ..... .....
"""

# 5 rows; a dot is one cell, upright strokes are two cells wide.
_GLYPHS_5 = """
A       B       C       D       E       F       G       H       I       J       K       L       M
.#####. ######. .#####. ######. ####### ####### .#####. ##...## ####### ..##### ##...## ##..... ##...##
##...## ##...## ##...## ##...## ##..... ##..... ##..... ##...## ..###.. ....##. ##..##. ##..... ###.###
####### ######. ##..... ##...## #####.. #####.. ##..### ####### ..###.. ....##. #####.. ##..... ##.#.##
##...## ##...## ##...## ##...## ##..... ##..... ##...## ##...## ..###.. ##..##. ##..##. ##..... ##...##
##...## ######. .#####. ######. ####### ##..... .#####. ##...## ####### .####.. ##...## ####### ##...##
N       O       P       Q       R       S       T       U       V       W       X       Y       Z
##...## .#####. ######. .#####. ######. .###### ####### ##...## ##...## ##...## ##...## ##...## #######
###..## ##...## ##...## ##...## ##...## ##..... ..###.. ##...## ##...## ##...## .##.##. .##.##. ....##.
##.#.## ##...## ######. ##...## ######. .#####. ..###.. ##...## .##.##. ##.#.## ..###.. ..###.. ..###..
##..### ##...## ##..... ##..##. ##..##. .....## ..###.. ##...## .##.##. ###.### .##.##. ..###.. .##....
##...## .#####. ##..... .###.## ##...## ######. ..###.. .#####. ..###.. ##...## ##...## ..###.. #######
0       1       2       3       4       5       6       7       8       9       -       →
.#####. ..###.. ######. ######. ##..##. ####### .#####. ####### .#####. .#####. ....... ...##..
##..### .####.. .....## .....## ##..##. ##..... ##..... ....##. ##...## ##...## ....... ....##.
##.#.## ..###.. .#####. ..####. ####### ######. ######. ...##.. .#####. .###### .#####. #######
###..## ..###.. ##..... .....## ....##. .....## ##...## ..##... ##...## .....## ....... ....##.
.#####. .#####. ####### ######. ....##. ######. .#####. ..##... .#####. .#####. ....... ...##..
"""

# 6 rows of square dots, two of which share a cell.
_GLYPHS_3 = """
A     B     C     D     E     F     G     H     I     J     K     L     M
.###. ####. .###. ####. ##### ##### .###. #...# ##### ..### #...# #.... #...#
#...# #...# #...# #...# #.... #.... #.... #...# ..#.. ...#. #..#. #.... ##.##
#...# ####. #.... #...# ####. ####. #..## ##### ..#.. ...#. ###.. #.... #.#.#
##### #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #.#.#
#...# #...# #...# #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
#...# ####. .###. ####. ##### #.... .###. #...# ##### .##.. #...# ##### #...#
N     O     P     Q     R     S     T     U     V     W     X     Y     Z
#...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
#.#.# #...# #...# #...# #...# .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
#.#.# #...# ####. #.#.# ####. ....# ..#.. #...# .#.#. #.#.# ..#.. ..#.. .#...
#..## #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## .#.#. ..#.. #....
#...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. #####
0     1     2     3     4     5     6     7     8     9     -     →
.###. ..#.. .###. ####. #..#. ##### .###. ##### .###. .###. ..... .....
#..## .##.. #...# ....# #..#. #.... #.... ....# #...# #...# ..... ..#..
#.#.# ..#.. ...#. .###. #..#. ####. ####. ...#. .###. #...# .###. ...#.
#.#.# ..#.. ..#.. ....# ##### ....# #...# ...#. #...# .#### ..... #####
##..# ..#.. .#... ....# ...#. #...# #...# ..#.. #...# ....# ..... ...#.
.###. .###. ##### ####. ...#. .###. .###. ..#.. .###. .###. ..... ..#..
"""


def _parse_glyphs(sheet: str, rows: int) -> dict[str, list[str]]:
    lines = sheet.strip("\n").splitlines()
    glyphs = {}
    for top in range(0, len(lines), rows + 1):
        header, drawn = lines[top], lines[top + 1 : top + 1 + rows]
        pitch = drawn[0].index(" ") + 1
        for index, character in enumerate(header.split()):
            left = index * pitch
            glyphs[character] = [row[left : left + pitch - 1].replace(".", " ") for row in drawn]
    blank = next(iter(glyphs.values()))
    glyphs[" "] = [" " * len(row) for row in blank]
    return glyphs


_FONTS = {7: _parse_glyphs(_GLYPHS_7, 7), 5: _parse_glyphs(_GLYPHS_5, 5), 3: _parse_glyphs(_GLYPHS_3, 6)}
_CELLS_PER_DOT = {7: 2, 5: 1, 3: 1}
_LETTER_SPACING_CELLS = {7: 2, 5: 2, 3: 1}
_HALF_BLOCKS = {"  ": " ", "# ": "▀", " #": "▄", "##": "█"}


def join_half_blocks(upper: str, lower: str) -> str:
    """One row of half blocks from two rows of dots, "#" and " "."""
    return "".join(_HALF_BLOCKS[dots] for dots in map("".join, zip(upper, lower, strict=True)))


def _normalize_text(text: str) -> str:
    """Capitals without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).upper() if not unicodedata.combining(c))


def is_drawable(text: str) -> bool:
    return all(c in _FONTS[7] for c in _normalize_text(text))


def _choose_font(height: int) -> tuple[int, int]:
    """The font for `height` rows, and its scale."""
    for font in _FONTS:
        if height > 0 and height % font == 0 and (font != 3 or height == 3):
            return font, height // font
    msg = f"no letters of {height} rows: 3, or a multiple of 5 or 7"
    raise ValueError(msg)


@lru_cache(256)
def _render_rows(text: str, height: int) -> tuple[str, ...]:
    font, scale = _choose_font(height)
    glyphs = _FONTS[font]
    spacing = " " * (_LETTER_SPACING_CELLS[font] // _CELLS_PER_DOT[font])
    rows = [spacing.join([glyphs[c][row] for c in text]) for row in range(len(glyphs["A"]))]
    if font == 3:
        return tuple(map(join_half_blocks, rows[::2], rows[1::2]))
    cells = _CELLS_PER_DOT[font] * scale
    wide = [row.replace("#", "█" * cells).replace(" ", " " * cells) for row in rows]
    return tuple(row for row in wide for _ in range(scale))


def render_letters(text: str, height: int) -> list[str]:
    """The `height` rows of `text`, each `measure_width(text, height)` cells wide.

    Letters become capitals without accents; a character without a large form (see `is_drawable`) becomes a space.

    Raises: ValueError for a height other than 3 and the multiples of 5 and 7.
    """
    drawable = "".join(c if c in _FONTS[7] else " " for c in _normalize_text(text))
    return list(_render_rows(drawable, height))


def measure_width(text: str, height: int) -> int:
    """The width in cells of `text` in letters of `height` rows."""
    font, scale = _choose_font(height)
    advance = len(_FONTS[font]["A"][0]) * _CELLS_PER_DOT[font] + _LETTER_SPACING_CELLS[font]
    return max(0, len(_normalize_text(text)) * advance - _LETTER_SPACING_CELLS[font]) * scale


def find_best_height(text: str, columns: int, rows: int) -> int:
    """The largest height whose letters fit `columns` × `rows`; 0 when none does."""
    heights = (3, *(height for height in range(5, rows + 1) if height % 5 == 0 or height % 7 == 0))
    return max((height for height in heights if height <= rows and measure_width(text, height) <= columns), default=0)


class BigText(Static):
    """A ticket number in the largest letters that fit; in plain text where even the smallest do not.

    With `height: auto` it takes all the room there is.
    """

    DEFAULT_CSS = """
    BigText {
        width: 1fr;
        height: 1fr;
        content-align: center middle;
        text-wrap: nowrap;
    }
    """

    text: reactive[str] = reactive("", layout=True)
    """The ticket number; it may be hostile."""

    max_rows: reactive[int] = reactive(1000, layout=True)
    """The largest height of the letters."""

    def __init__(
        self, text: str = "", *, max_rows: int = 1000, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(BigText.text, text)
        self.set_reactive(BigText.max_rows, max_rows)

    def choose_height(self, columns: int, rows: int) -> int:
        """The height of the letters in that many cells; 0 means plain text."""
        return find_best_height(self.text, columns, min(rows, self.max_rows)) if is_drawable(self.text) else 0

    def render(self) -> Content:
        height = self.choose_height(*self.content_size)
        if not height:
            return to_content(self.text, "bold")
        return Content("\n".join(render_letters(self.text, height)))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        height = self.choose_height(*container)
        return measure_width(self.text, height) if height else len(self.text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.choose_height(width, container.height or viewport.height) or 1
