"""Draw paper as a picture: for the preview, for what a printer has no letters for, and for printers of any system."""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, features

from walkin.languages import FALLBACK, Words
from walkin.languages.bidi import arrange_text, has_right_to_left
from walkin.model.qr_code import build_code
from walkin.model.wrapping import FLAG_LETTERS, JOINERS, SKIN_TONES, break_lines, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from walkin.printing.ticket import Block, Paper

LINE_DOTS = 30
"""From one line of plain letters to the next."""

CELL_DOTS = 12
"""The width of a column."""

CELL_HEIGHT = 24

FONT_DOTS = 20
"""The size of a font whose letters are about as wide as a column."""

MIN_FONT_DOTS = 8
"""A line that would have to be drawn smaller is broken."""

MIN_MODULE_DOTS, MAX_MODULE_DOTS = 4, 8
CODE_SHARE = 0.6
"""The part of the paper's width that a code takes, if its modules can be as large."""

LOGO_HEIGHT = 160
MARGIN_DOTS = 24

MAX_FONTS = 2000

_NAMING_LETTERS = frozenset(string.ascii_letters + string.digits + "[]()-")

_FLAG = re.compile(f"[{FLAG_LETTERS}]{{2}}")
_EMOJI_PARTS = str.maketrans("", "", f"\u20e3{SKIN_TONES}")
"""The frame of a keycap, and skin tones: few fonts draw them where they belong."""

_INVISIBLE = re.compile(f"[{JOINERS}\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_HAS_SHAPING = features.check("raqm")
"""Whether Pillow itself arranges right-to-left text and joins letters."""

_FOLDERS = (
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_PREFERRED = (
    *("DejaVuSansMono", "LiberationMono", "consola", "Menlo", "DejaVuSans", "NotoSans", "LiberationSans", "FreeSans"),
    *("NotoSansCJK", "DroidSansFallback", "wqy", "arial", "msgothic", "msyh", "malgun", "PingFang", "Hiragino"),
)
"""Beginnings of the names of fonts to try first, the best one first."""


def draw_paper(paper: Paper, logo: Path | None = None) -> Image.Image:
    """Draw the whole paper as it comes out of the printer, black on white."""
    margin = Image.new("1", (paper.dots, MARGIN_DOTS), 1)
    return _stack([margin, *(draw_block(block, paper, logo) for block in paper.blocks), margin])


def draw_block(block: Block, paper: Paper, logo: Path | None = None) -> Image.Image:
    """Draw one block in the width of the paper."""
    match block.kind:
        case "line":
            return _draw_line(block, paper)
        case "rule":
            picture = Image.new("1", (paper.dots, LINE_DOTS), 1)
            ImageDraw.Draw(picture).line((0, LINE_DOTS // 2, paper.dots, LINE_DOTS // 2), fill=0, width=2)
            return picture
        case "code":
            return _centre(draw_code(block.text, paper.dots), paper.dots)
        case "logo":
            return _centre(_load_logo(logo, paper.dots), paper.dots) if logo else Image.new("1", (paper.dots, 1), 1)
        case _:
            return Image.new("1", (paper.dots, LINE_DOTS // 2), 1)


def draw_code(text: str, dots: int) -> Image.Image:
    """Draw the QR code of a text, with its quiet zone: about `CODE_SHARE` of the paper wide."""
    matrix = build_code(text)
    module = max(MIN_MODULE_DOTS, min(MAX_MODULE_DOTS, int(dots * CODE_SHARE) // len(matrix)))
    picture = Image.new("1", (len(matrix), len(matrix)), 1)
    picture.putdata([0 if is_dark else 1 for row in matrix for is_dark in row])
    return picture.resize((len(matrix) * module, len(matrix) * module), Image.Resampling.NEAREST)


def _stack(parts: Sequence[Image.Image]) -> Image.Image:
    """The pictures, which are equally wide, below each other."""
    picture = Image.new("1", (parts[0].width, sum(part.height for part in parts)), 1)
    top = 0
    for part in parts:
        picture.paste(part, (0, top))
        top += part.height
    return picture


def _centre(picture: Image.Image, dots: int) -> Image.Image:
    centred = Image.new("1", (dots, picture.height), 1)
    centred.paste(picture, (max(0, (dots - picture.width) // 2), 0))
    return centred


@lru_cache(4)
def _load_logo(path: Path, dots: int) -> Image.Image:
    """Load a picture as large as fits, dithered, on white; nothing if it is none."""
    try:
        with Image.open(path) as opened:
            logo = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return Image.new("1", (dots, 1), 1)
    logo.thumbnail((dots, LOGO_HEIGHT))
    ground = Image.new("RGBA", logo.size, "white")
    ground.alpha_composite(logo)
    return ground.convert("1")


def _draw_line(block: Block, paper: Paper) -> Image.Image:
    """Draw a line of text; one with words for what no font has becomes several, and smaller where a word needs it."""
    font_path, text = _choose_font(block.text, paper.missing, is_bold=block.bold)
    size, lines = block.size, [text]
    if text != block.text:
        longest_word = max(map(measure, text.split()), default=1)
        size = max(1, min(size, paper.columns // longest_word))
        lines = list(break_lines(text, paper.columns // size))
    return _stack([_draw_text(line, font_path, size, paper.dots, is_centred=block.centred) for line in lines])


def _draw_text(text: str, font_path: Path | None, size: int, dots: int, *, is_centred: bool) -> Image.Image:
    """Draw text in one line; one that is too wide for the paper is drawn smaller, or else broken."""
    is_from_right = has_right_to_left(text)
    drawn = text if _HAS_SHAPING and font_path else _INVISIBLE.sub("", arrange_text(text))
    font_dots = FONT_DOTS * size
    font = _load_font(font_path, font_dots)
    width = font.getlength(drawn)
    if width > dots:
        font_dots = int(font_dots * dots / width)
        if font_dots < MIN_FONT_DOTS and len(lines := list(break_lines(text, max(1, measure(text) // 2)))) > 1:
            return _stack([_draw_text(line, font_path, size, dots, is_centred=is_centred) for line in lines])
        font = _load_font(font_path, max(1, font_dots))
        width = font.getlength(drawn)
    height = max(LINE_DOTS, CELL_HEIGHT * size + (LINE_DOTS - CELL_HEIGHT))
    # Drawn in grey: the thin strokes of small letters survive the threshold better than without smoothing.
    picture = Image.new("L", (dots, height), 255)
    room = max(0.0, dots - width)
    left = room / 2 if is_centred else room * is_from_right
    ImageDraw.Draw(picture).text((left, height / 2), drawn, 0, font, "lm")
    return picture.point(lambda grey: 255 if grey > 140 else 0).convert("1")


def _choose_font(text: str, missing: str, *, is_bold: bool) -> tuple[Path | None, str]:
    """The font for a text, and the text with words for the letters that it lacks.

    Symbols are named: a picture of a face becomes "[grinning face]". For other letters ``missing`` stands at the end.
    """
    text = text.translate(_EMOJI_PARTS).strip() or text
    needed = frozenset(filter(_is_drawn, text))
    best: tuple[tuple[int, int], Path | None, frozenset[str]] | None = None
    for path in (*find_fonts(is_bold=is_bold), None):
        lacking = needed - _find_glyphs(path, needed)
        if not lacking:
            return path, text
        rank = len(lacking) - sum(map(_is_symbol, lacking)), len(lacking)
        # What is lacking is said in these letters, which Pillow's own font has.
        if (best is None or rank < best[0]) and _find_glyphs(path, _NAMING_LETTERS) == _NAMING_LETTERS:
            best = rank, path, lacking
    assert best is not None  # noqa: S101
    _, chosen, lacking = best
    flagged = _FLAG.sub(lambda flag: _name_flag(flag[0]) if lacking.intersection(flag[0]) else flag[0], text)
    named = "".join(_name_symbol(character) if character in lacking else character for character in flagged)
    words = [word for word in named.split() if any(map(_is_drawn, word))]
    if not words or not all(map(_is_symbol, lacking)):
        signs = frozenset(filter(_is_drawn, missing))
        # The sentence may be in the letters that are missing.
        is_drawable = missing and not signs - _find_glyphs(chosen, signs)
        words.append(missing if is_drawable else Words(FALLBACK)("paper-missing"))
    return chosen, " ".join(words)


def _is_drawn(character: str) -> bool:
    return not character.isspace() and not _INVISIBLE.fullmatch(character)


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk", "Sm", "Sc")


def _name_symbol(character: str) -> str:
    return f" [{unicodedata.name(character, '?').lower()}] " if _is_symbol(character) else ""


def _name_flag(flag: str) -> str:
    """The two letters of a country, which its flag is spelled with."""
    return f" [{''.join(string.ascii_uppercase[FLAG_LETTERS.index(letter)] for letter in flag)}] "


@lru_cache(256)
def _load_font(path: Path | None, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return _open_font(path, size, ImageFont.Layout.RAQM if _HAS_SHAPING else ImageFont.Layout.BASIC)


def _open_font(path: Path | None, size: int, layout: ImageFont.Layout) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if path is None:
        # A small font for Latin letters comes with Pillow.
        return ImageFont.load_default(size)
    return ImageFont.truetype(str(path), size, layout_engine=layout)


@lru_cache(4096)
def _find_glyphs(path: Path | None, characters: frozenset[str]) -> frozenset[str]:
    """Those of the characters that a font has."""
    try:
        font = _open_font(path, FONT_DOTS, ImageFont.Layout.BASIC)
        absent = bytes(font.getmask("\U0010fffd"))
        return frozenset(character for character in characters if bytes(font.getmask(character)) not in (absent, b""))
    except (OSError, ValueError):
        return frozenset()


@lru_cache(2)
def find_fonts(*, is_bold: bool = False) -> tuple[Path, ...]:
    """The fonts of this machine, the ones to prefer first."""
    return tuple(sorted(_list_fonts(), key=lambda path: _rank_font(path, is_bold=is_bold))[:MAX_FONTS])


def _list_fonts() -> Iterator[Path]:
    for folder in _FOLDERS:
        if sys.platform != "win32" and str(folder).startswith("C:"):
            continue
        for pattern in ("*.ttf", "*.otf", "*.ttc"):
            yield from folder.rglob(pattern)


def _rank_font(path: Path, *, is_bold: bool) -> tuple[int, int, str]:
    """Sort key: preferred names first, then the weight that is wanted, then upright and wide ones."""
    name = path.stem.replace(" ", "")
    place = next((place for place, start in enumerate(_PREFERRED) if name.startswith(start)), len(_PREFERRED))
    lowered = name.lower()
    slant = sum(word in lowered for word in ("oblique", "italic", "condensed", "light", "thin", "serif"))
    weight = ("bold" in lowered or "black" in lowered) != is_bold
    return place, 2 * slant + weight, str(path)
