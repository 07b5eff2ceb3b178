"""Dates as typed into boxes for day, month, year and time, in the typist's language and in the order of the region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from walkin.languages import FALLBACK, Words, get_locale
from walkin.model.form.invalid import InvalidAnswer
from walkin.model.form.parsers.moment import read_time
from walkin.model.month import find_month
from walkin.model.search import fold_text

DATE_BOXES = ("day", "month", "year", "time")


@lru_cache
def order_boxes(language: str) -> tuple[str, ...]:
    """The boxes in the order in which the region says a date: "27 March 1985", "March 27, 1985"."""
    pattern = re.sub("'[^']*'", "", get_locale(language).date_formats["long"].pattern)
    letters = {"day": "d", "month": "[ML]", "year": "y"}
    places = {box: match.start() for box, letter in letters.items() if (match := re.search(letter, pattern))}
    return *sorted(DATE_BOXES[:3], key=lambda box: places.get(box, 0)), "time"


def read_boxes(texts: Mapping[str, str], words: Words, today: date) -> str:
    """The value of the texts in the boxes; a word for today in the first box stands for the whole date."""
    if is_today_word(texts.get(order_boxes(words.language)[0], ""), words):
        texts = {**texts, **dict(zip(DATE_BOXES[:3], split_date(today.isoformat()), strict=False))}
    return join_date(*(texts.get(box, "").strip() for box in DATE_BOXES), language=words.language)


def is_today_word(text: str, words: Words) -> bool:
    """Whether the text means today: "today" or "t", or the language's own words."""
    word = fold_text(text.strip())
    return bool(word) and word in _load_today_words(words.language)


@lru_cache
def _load_today_words(language: str) -> frozenset[str]:
    texts = ",".join(Words(code)("field-today-words") for code in (language, FALLBACK))
    return frozenset(fold_text(word.strip()) for word in texts.split(","))


def join_date(day: str, month: str, year: str, time: str = "", *, language: str) -> str:
    """``yyyy-MM-dd`` or ``yyyy-MM-ddTHH:mm`` when the boxes hold a real date, "" when they are empty, else the typed
    texts, separated by "/"."""
    if not (day or month or year or time):
        return ""
    try:
        month_number = find_month(month, language, FALLBACK) or 0
        parsed = date(_parse_number(year, min_digits=4), month_number, _parse_number(day)).isoformat()
        return f"{parsed}T{read_time(time)}" if time else parsed
    except (ValueError, OverflowError, InvalidAnswer):
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


def _parse_number(text: str, min_digits: int = 0) -> int:
    if not text.isdecimal() or len(text) > 4 or len(text) < min_digits:
        raise ValueError(text)
    return int(text)
