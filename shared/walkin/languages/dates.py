"""Dates as typed into boxes for day, month, year and time, in the typist's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from babel.dates import get_month_names

from walkin.languages import FALLBACK, Words, get_locale

_TIME_PATTERN = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?)?\s*([ap])?\.?m?\.?", re.IGNORECASE | re.ASCII)


def is_today_word(text: str, words: Words) -> bool:
    """Whether the text means today: "today" or "t", or the language's own words."""
    word = _normalize(text)
    return bool(word) and word in _load_today_words(words.language)


@lru_cache
def _load_today_words(language: str) -> frozenset[str]:
    texts = ",".join(Words(code)("field-today-words") for code in (language, FALLBACK))
    return frozenset(_normalize(word) for word in texts.split(","))


def join_date(day: str, month: str, year: str, time: str = "", *, language: str) -> str:
    """``yyyy-MM-dd`` or ``yyyy-MM-ddTHH:mm`` when the boxes hold a real date, "" when they are empty, else the typed
    texts, separated by "/"."""
    if not (day or month or year or time):
        return ""
    try:
        parsed = date(_parse_number(year, min_digits=4), _parse_month(month, language), _parse_number(day)).isoformat()
        return f"{parsed}T{_parse_time(time)}" if time else parsed
    except (ValueError, OverflowError):
        texts = (day, month, year, time) if time else (day, month, year)
        return "/".join(text.replace("/", " ") for text in texts)


def split_date(value: str) -> tuple[str, str, str, str]:
    """The texts of the four boxes, from a value of `join_date`."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        day, month, year, time, *_ = [*value.split("/"), "", "", "", ""]
        return day, month, year, time
    return str(moment.day), str(moment.month), f"{moment.year:04d}", f"{moment:%H:%M}" if "T" in value else ""


def _parse_time(text: str) -> str:
    """Parse a time of day: 14:30, 14h30, 2.30 pm, 9."""
    match = _TIME_PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return f"{datetime.min.replace(hour=hour, minute=minute):%H:%M}"


def _parse_number(text: str, min_digits: int = 0) -> int:
    if not text.isdecimal() or len(text) > 4 or len(text) < min_digits:
        raise ValueError(text)
    return int(text)


def _parse_month(text: str, language: str) -> int:
    """Parse a month: its number, its name, or at least three letters that begin one name only."""
    if text.isdecimal():
        return _parse_number(text)
    typed = _normalize(text)
    for code in (language, "en"):
        names = _load_month_names(code)
        months = {number for name, number in names if typed == name}
        if not months and len(typed) >= 3:
            months = {number for name, number in names if name.startswith(typed)}
        if len(months) == 1:
            return months.pop()
    raise ValueError(text)


@lru_cache
def _load_month_names(language: str) -> list[tuple[str, int]]:
    locale = get_locale(language)
    return [
        (_normalize(name), number)
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, "format", locale).items()
    ]


def _normalize(text: str) -> str:
    """The text without accents, case and dots: "Févr." becomes "fevr"."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
