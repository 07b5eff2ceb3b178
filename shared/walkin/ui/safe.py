"""Sanitise text from people, files and other servers for the screen.

Textual reads `[…]` in a `str` as markup, which can run actions, and passes escape bytes on to the terminal. So a widget
gets `to_content(text)` and a table cell `to_cell(text)`; `ControlCharacterFilter` catches what was forgotten.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich import _wrap
from rich.segment import Segment
from rich.style import Style as RichStyle
from rich.text import Text
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style
from textual.widgets import Static

from walkin.ui.signs import CONSOLE_SIGNS

REPLACEMENT = "\ufffd"
MAX_CONSECUTIVE_MARKS = 4
NO_BREAK_SPACE = "\u00a0"

# Rich, by which Textual wraps too, would break lines at no-break spaces. It has no public way to say where.
_wrap.re_word = re.compile(r"[^\S\u00a0]*[\S\u00a0]+[^\S\u00a0]*")

_JOINERS = "\u200c\u200d"
# Invisible format characters are dropped, since they arrive by copy and paste; these, which reorder text, are shown as
# U+FFFD.
_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def sanitize(text: str, *, multiline: bool = False) -> str:
    """`text` without what could steer a terminal or hide something, for a screen, a receipt or a log.

    Line ends stay if `multiline`, else they become spaces, as tabs do. At most 4 combining marks follow each other.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _limit_marks("".join(_sanitize_character(c, multiline) for c in text))


def _sanitize_character(character: str, multiline: bool) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character in "\n\u2028\u2029":
        return "\n" if multiline else " "
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    return "" if category == "Cf" and character not in _BIDI_CONTROLS else REPLACEMENT


def _limit_marks(text: str) -> str:
    characters, mark_count = [], 0
    for c in text:
        mark_count = mark_count + 1 if unicodedata.category(c)[0] == "M" else 0
        if mark_count <= MAX_CONSECUTIVE_MARKS:
            characters.append(c)
    return "".join(characters)


def to_content(text: str, style: str | Style = "", *, multiline: bool = False) -> Content:
    """`text` for any widget, label, title, option or tooltip; never read as markup. Its no-break spaces stay."""
    parts = (sanitize(part, multiline=multiline) for part in text.split(NO_BREAK_SPACE))
    return Content.styled(NO_BREAK_SPACE.join(parts), style)


def set_text(widget: Static, text: str | Content, *, layout: bool = False) -> None:
    """Show `text`, and repaint only if it changed; `layout` if the widget's size depends on it."""
    content = to_content(text) if isinstance(text, str) else text
    if widget.content != content:
        widget.update(content, layout=layout)


def to_cell(text: str, style: str | RichStyle = "") -> Text:
    """`text` for what needs Rich: tables on the Line API, DataTable cells and headers, trees."""
    return Text(sanitize(text), style=style, no_wrap=True, end="")


# C0, DEL, C1 and bidi controls are zero cells wide: without them a line is as wide as it was measured.
_CONTROL_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@lru_cache(4096)
def _strip_controls(text: str) -> str:
    return _SURROGATES.sub(REPLACEMENT, _CONTROL_CHARACTERS.sub("", text))


class ControlCharacterFilter(LineFilter):
    """Removes control bytes, bidi controls and surrogates from everything drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(_strip_controls(segment.text), segment.style, segment.control)
            for segment in segments
        ]


class ConsoleFilter(LineFilter):
    """Replaces signs that the font of a Linux console lacks."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(CONSOLE_SIGNS), segment.style, segment.control)
            for segment in segments
        ]
