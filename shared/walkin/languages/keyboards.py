"""Layouts of the keyboard on the kiosk's screen: one TOML file per language beside its texts, here or in the office's
folder."""

from __future__ import annotations

import logging
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from walkin.languages import FALLBACK, FOLDER, MAX_FILE_BYTES, find_language, get_texts_folder
from walkin.model.language import list_shorter_tags

Rows = tuple[str, ...]

LAYOUT_SUFFIX = ".toml"
LATIN_LABEL = "abc"
ROW_COUNT, MAX_KEYS, MAX_ACCENT_PAGES, MAX_LABEL = 3, 12, 2, 3
MEMBERS = ("letters", "accents", "label")

ACCENTS: tuple[Rows, ...] = (
    ("àáâäãåæçèé", "êëìíîïñòóô", "öõøœùúûüßý"),
    ("ąăčćďđðęěğ", "ıłľńňőřšśş", "șțťþůűÿžźż"),
)
"""The pages of accents where a layout has none of its own: for names from all of Europe."""

ACCENT_LABELS = ("éñø", "čłő")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Layout:
    """The pages of letters of a language."""

    letters: Rows
    """Three rows of at most twelve small letters."""
    label: str = LATIN_LABEL
    """What the key says that leads to the letters."""
    accents: tuple[Rows, ...] = ACCENTS
    """The pages with further letters."""

    @property
    def is_latin(self) -> bool:
        return "a" in "".join(self.letters)

    @property
    def accent_labels(self) -> tuple[str, ...]:
        """What the keys say that lead to the pages with further letters."""
        return ACCENT_LABELS if self.accents == ACCENTS else tuple(page[0][:MAX_LABEL] for page in self.accents)

    def capitalize(self, sign: str) -> str:
        """The capital letter of a key: "İ" for "i" where there is an "ı", too, and "ẞ" for "ß"."""
        if sign == "i" and "ı" in "".join(self.letters):
            return "İ"
        capital = {"ß": "ẞ"}.get(sign, sign.upper())
        return capital if len(capital) == 1 else sign


class LayoutError(ValueError):
    """What is wrong in a file of a layout."""


def read_layout(file: Path) -> Layout:
    """Read a layout. Raises LayoutError with a sentence."""
    try:
        if not file.is_file() or file.stat().st_size > MAX_FILE_BYTES:
            msg = "there is no such file" if not file.is_file() else "the file is too large"
            raise LayoutError(msg)
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        msg = f"the file cannot be read ({error.strerror or error})"
        raise LayoutError(msg) from None
    except LayoutError:
        raise
    except (ValueError, RecursionError) as error:
        msg = f"this is not a TOML file in UTF-8: {error}"
        raise LayoutError(msg) from None
    if unknown := sorted(content.keys() - {*MEMBERS}):
        msg = f"{unknown[0]} is not known; there are {', '.join(MEMBERS)}"
        raise LayoutError(msg)
    letters = _read_rows(content.get("letters"), "letters")
    is_latin = "a" in "".join(letters)
    label = content.get("label", LATIN_LABEL if is_latin else letters[0][:MAX_LABEL])
    if not isinstance(label, str) or not 1 <= len(label) <= MAX_LABEL or not all(map(_is_sign, label)):
        msg = f"label has to be a text of up to {MAX_LABEL} letters"
        raise LayoutError(msg)
    pages = content.get("accents", [])
    if not isinstance(pages, list) or len(pages) > MAX_ACCENT_PAGES:
        msg = f'accents has to be a list of up to {MAX_ACCENT_PAGES} pages, like [["áé", "íó", "úü"]]'
        raise LayoutError(msg)
    accents = tuple(_read_rows(page, "a page of accents") for page in pages)
    return Layout(letters, label, accents or ACCENTS)


def _read_rows(rows: object, name: str) -> Rows:
    if not isinstance(rows, list) or len(rows) != ROW_COUNT or not all(isinstance(row, str) for row in rows):
        msg = f"{name} has to be a list of {ROW_COUNT} texts, a row of keys each"
        raise LayoutError(msg)
    normal = tuple(unicodedata.normalize("NFC", row) for row in rows)
    for place, row in enumerate(normal, 1):
        if not 1 <= len(row) <= MAX_KEYS:
            msg = f"row {place} of {name} has {len(row)} keys; it may have 1 to {MAX_KEYS}"
            raise LayoutError(msg)
        if wrong := next((sign for sign in row if not _is_sign(sign)), ""):
            msg = f"row {place} of {name} has U+{ord(wrong):04X}, which is no key of its own"
            raise LayoutError(msg)
    return normal


def _is_sign(sign: str) -> bool:
    return sign.isprintable() and not sign.isspace() and not unicodedata.combining(sign)


def load_layout(language: str) -> Layout:
    """The layout of a language: the office's, the shipped one, or the English one."""
    return _load_layout(language, get_texts_folder())


@lru_cache(maxsize=64)
def _load_layout(language: str, texts_folder: Path | None) -> Layout:
    for code in dict.fromkeys((*list_shorter_tags(language), find_language(language) or FALLBACK, FALLBACK)):
        for folder in filter(None, (texts_folder, FOLDER)):
            file = folder / f"{code}{LAYOUT_SUFFIX}"
            if file.exists():
                try:
                    return read_layout(file)
                except LayoutError as error:
                    log.error("%s: %s", file, error)
    return Layout(("qwertyuiop", "asdfghjkl'", "zxcvbnm-.,"))
