"""Lines of text for paper and for terminals of one line: the columns of a text, and where it is broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

JOINERS = "\u200c\u200d"
"""Characters that shape the letters beside them, and have no width."""

SKIN_TONES = "".join(map(chr, range(0x1F3FB, 0x1F400)))
FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them are the flag of a country."""


def measure(text: str) -> int:
    """How many columns a text needs."""
    return sum(map(_measure_character, text))


def _measure_character(character: str) -> int:
    if character in JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def break_lines(text: str, columns: int) -> Iterator[str]:
    """Break a text between words, and within those that are longer than a line."""
    line = ""
    for word in text.split():
        if line and measure(line) + 1 + measure(word) > columns:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
        while end := _find_end(line, columns):
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def _find_end(line: str, columns: int) -> int:
    """The number of characters that fit, at least one; 0 if the whole line fits."""
    widths = accumulate(map(_measure_character, line))
    full = next((end for end, width in enumerate(widths) if width > columns), None)
    if full is None:
        return 0
    return next((end for end in range(full, 0, -1) if not _is_within_emoji(line, end)), max(1, full))


def _is_within_emoji(line: str, place: int) -> bool:
    """Whether a break there would come before a skin tone, behind a joiner, or between the letters of a flag."""
    if line[place - 1] == "\u200d" or line[place] in SKIN_TONES:
        return True
    before = line[:place]
    flag_letters = len(before) - len(before.rstrip(FLAG_LETTERS))
    return line[place] in FLAG_LETTERS and flag_letters % 2 == 1
