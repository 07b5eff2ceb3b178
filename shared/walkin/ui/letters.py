"""Large letters: A-Z, 0-9, "→" and the usual punctuation in three fonts and their multiples."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from walkin.model.search import LATIN_LETTERS
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from collections.abc import Iterable

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
.     ,     :     ;     !     ?     '     "     (     )
..... ..... ..... ..... #.... .###. #.... #.#.. .#... #....
..... ..... ..... ..... #.... #...# #.... #.#.. #.... .#...
..... ..... #.... .#... #.... ....# ..... ..... #.... .#...
..... ..... ..... ..... #.... ..##. ..... ..... #.... .#...
..... ..... #.... .#... #.... ..#.. ..... ..... #.... .#...
..... .#... ..... #.... ..... ..... ..... ..... #.... .#...
#.... #.... ..... ..... #.... ..#.. ..... ..... .#... #....
/     &     +     %     €     @     #     _     ·
....# .##.. ..... ##..# ..### .###. .#.#. ..... .....
....# #..#. ..#.. ##..# .#... #...# .#.#. ..... .....
...#. #..#. ..#.. ...#. ####. #.### ##### ..... .....
..#.. .##.. ##### ..#.. .#... #.#.# .#.#. ..... #....
.#... #.#.# ..#.. .#... ####. #.### ##### ..... .....
#.... #..#. ..#.. #..## .#... #.... .#.#. ..... .....
#.... .##.# ..... #..## ..### .###. .#.#. ##### .....
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
.       ,       :       ;       !       ?       '       "       (       )
....... ....... ....... ....... ##..... ######. ##..... ##.##.. .##.... ##.....
....... ....... ##..... .##.... ##..... .....## ##..... ##.##.. ##..... .##....
....... ....... ....... ....... ##..... ..####. ....... ....... ##..... .##....
....... .##.... ##..... .##.... ....... ....... ....... ....... ##..... .##....
##..... ##..... ....... ##..... ##..... ..##... ....... ....... .##.... ##.....
/       &       +       %       €       @       #       _       ·
.....## .####.. ....... ##...## ..##### .#####. .##.##. ....... .......
....##. ##..##. ..##... ....##. .##.... ##..### ####### ....... .......
...##.. .####.# ######. ...##.. ######. ##.#.## .##.##. ....... ##.....
..##... ##..##. ..##... ..##... .##.... ##..### ####### ....... .......
.##.... .####.# ....... ##...## ..##### .####.. .##.##. ####### .......
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
.     ,     :     ;     !     ?     '     "     (     )
..... ..... ..... ..... #.... .###. #.... #.#.. .#... #....
..... ..... #.... .#... #.... #...# #.... #.#.. #.... .#...
..... ..... ..... ..... #.... ...#. ..... ..... #.... .#...
..... ..... ..... ..... #.... ..#.. ..... ..... #.... .#...
..... .#... #.... .#... ..... ..... ..... ..... #.... .#...
#.... #.... ..... #.... #.... ..#.. ..... ..... .#... #....
/     &     +     %     €     @     #     _     ·
....# .##.. ..... ##..# ..### .###. .#.#. ..... .....
...#. #..#. ..#.. ##.#. .#... #...# ##### ..... .....
..#.. .##.. ..#.. ...#. ####. #.### .#.#. ..... .....
..#.. #.#.# ##### ..#.. .#... #.### .#.#. ..... #....
.#... #..#. ..#.. .#.## ####. #.... ##### ..... .....
#.... .##.# ..#.. #..## ..### .###. .#.#. ##### .....
"""


def _parse_glyphs(sheet: str, rows: int) -> dict[str, list[str]]:
    lines = sheet.strip("\n").splitlines()
    glyphs = {}
    for top in range(0, len(lines), rows + 1):
        header, drawn = lines[top], lines[top + 1 : top + 1 + rows]
        pitch = drawn[0].index(" ") + 1
        for index, character in enumerate(header.split()):
            left = index * pitch
            glyph = [row[left : left + pitch - 1].replace(".", " ") for row in drawn]
            glyphs[character] = glyph if character.isalnum() or character in "-→" else _trim_glyph(glyph)
    glyphs[" "] = [" " * (pitch // 2)] * rows
    return glyphs


def _trim_glyph(rows: list[str]) -> list[str]:
    """The glyph of a punctuation mark without the empty columns at its sides."""
    inked = [column for row in rows for column, dot in enumerate(row) if dot != " "]
    return [row[min(inked) : max(inked) + 1] for row in rows]


_FONTS = {7: _parse_glyphs(_GLYPHS_7, 7), 5: _parse_glyphs(_GLYPHS_5, 5), 3: _parse_glyphs(_GLYPHS_3, 6)}
_CELLS_PER_DOT = {7: 2, 5: 1, 3: 1}
_LETTER_SPACING_CELLS = {7: 2, 5: 2, 3: 1}
_HALF_BLOCKS = {"  ": " ", "# ": "▀", " #": "▄", "##": "█"}


def join_half_blocks(upper: str, lower: str) -> str:
    """One row of half blocks from two rows of dots, "#" and " "."""
    return "".join(_HALF_BLOCKS[dots] for dots in map("".join, zip(upper, lower, strict=True)))


_LIKE_CHARACTERS = str.maketrans(
    {letter.upper(): plain.upper() for letter, plain in LATIN_LETTERS.items()}
    | dict.fromkeys("‐‒–—―−", "-")
    | dict.fromkeys("‘’‚‛‹›′`", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | {"•": "·"}
)


@lru_cache(1024)
def _normalize_text(text: str) -> str:
    """Capitals without accents, with the usual forms of dashes and quotation marks."""
    plain = unicodedata.normalize("NFKD", text).upper().translate(_LIKE_CHARACTERS)
    return "".join(c for c in plain if not unicodedata.combining(c))


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
    glyphs, spacing = _FONTS[font], _LETTER_SPACING_CELLS[font]
    widths = [len(glyphs.get(c, glyphs[" "])[0]) * _CELLS_PER_DOT[font] + spacing for c in _normalize_text(text)]
    return max(0, sum(widths) - spacing) * scale


def measure_stroke(height: int) -> float:
    """The rows of a stroke of letters of `height` rows."""
    font, scale = _choose_font(height)
    return 0.5 if font == 3 else float(scale)


def list_heights(rows: int) -> list[int]:
    """The heights of letters of at most `rows` rows, the largest first."""
    return [height for height in range(rows, 2, -1) if height == 3 or height % 5 == 0 or height % 7 == 0]


def find_best_height(text: str, columns: int, rows: int) -> int:
    """The largest height whose letters fit `columns` × `rows`; 0 when none does."""
    return next((height for height in list_heights(rows) if measure_width(text, height) <= columns), 0)


def wrap_words(text: str, columns: int, height: int) -> list[str]:
    """The lines of `text` in letters of `height` rows, at most `columns` cells wide; none if a word is wider."""
    return wrap_texts(text.split(), " ", columns, height)


def wrap_texts(texts: Iterable[str], separator: str, columns: int, height: int) -> list[str]:
    """Lines of texts in letters of `height` rows, at most `columns` cells wide; none if a text is wider."""
    lines: list[str] = []
    for text in texts:
        longer = f"{lines[-1]}{separator}{text}" if lines else text
        if measure_width(text, height) > columns:
            return []
        if lines and measure_width(longer, height) <= columns:
            lines[-1] = longer
        else:
            lines.append(text)
    return lines


class BigText(Static):
    """A text in the largest letters that fit; in plain text where even the smallest do not.

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
        return measure_width(self.text, height) if height else to_content(self.text).cell_length

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.choose_height(width, container.height or viewport.height) or 1
