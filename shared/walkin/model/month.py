"""Names of months in every language."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from walkin.model.search import fold_text

_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
"""Within a date and by itself: Polish "marca" and "marzec"."""


def find_month(text: str, *languages: str) -> int | None:
    """The month of a number, a name in one of the languages, or at least three letters that begin one name only."""
    text = text.strip()
    if text.isdecimal():
        number = int(text) if len(text) <= 2 else 0
        return number if 1 <= number <= 12 else None
    typed = fold_text(text).strip(".")
    for language in languages:
        names = _load_names(language)
        months = {number for name, number in names if typed == name}
        if not months and len(typed) >= 3:
            months = {number for name, number in names if name.startswith(typed)}
        if len(months) == 1:
            return months.pop()
    return None


@lru_cache(maxsize=64)
def _load_names(language: str) -> frozenset[tuple[str, int]]:
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_month_names

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(
        (fold_text(name).strip("."), number)
        for width in _WIDTHS
        for context in _CONTEXTS
        for number, name in get_month_names(width, context, locale).items()
    )
