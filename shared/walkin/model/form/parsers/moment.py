"""Parsers for a time of day and a month."""

from __future__ import annotations

import re

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text
from walkin.model.month import find_month
from walkin.model.text import to_ascii_digits

_TIME_PATTERN = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:\s*[:.h]\s*|\s+)(?P<minute>\d{2})(?:[:.]00)?|(?P<plain>\d{2})|\s*h|(?=\s*[ap]))?\s*"
    r"(?:(?P<half>[ap])\.?\s?m\.?|h|Uhr)?",
    re.ASCII | re.IGNORECASE,
)
_HALVES = {"上午": "am", "下午": "pm", "午前": "am", "午後": "pm", "오전": "am", "오후": "pm", "ص": "am", "م": "pm"}
"""The words for the halves of the day that other scripts have, before or after the time."""

_HOUR_SIGNS = str.maketrans(dict.fromkeys("時时点點시", "h") | dict.fromkeys("分분") | {"：": ":"})
"""What stands behind the hour, and what may stand behind the minutes."""

_MONTH_PATTERN = re.compile(
    r"(?P<year>\d{4})[-/., ]{1,3}(?P<month>.+)|(?P<first>.+?)[-/., ]{1,3}(?P<last>\d{4})", re.ASCII
)


@parses_text("time", "time", fold=to_ascii_digits)
def parse_time(text: str, definition: FormItem, context: ParseContext) -> str:
    """``HH:MM``, also from ``9.30``, ``0930``, ``9 h 30`` and ``9:30 pm``."""
    return read_time(text)


def read_time(text: str) -> str:
    """``HH:MM`` of a time of day in figures. Raises InvalidAnswer."""
    half = next((word for word in _HALVES if word in text), None)
    plain = text if half is None else f"{text.replace(half, '').strip()} {_HALVES[half]}"
    match = _TIME_PATTERN.fullmatch(plain.translate(_HOUR_SIGNS))
    if match is None:
        raise InvalidAnswer("clock")
    hour, minute = int(match["hour"]), int(match["minute"] or match["plain"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise InvalidAnswer("clock")
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        raise InvalidAnswer("clock")
    return f"{hour:02}:{minute:02}"


@parses_text("month", "month", fold=to_ascii_digits)
def parse_month(text: str, definition: FormItem, context: ParseContext) -> str:
    """``yyyy-MM``, also from ``3/2026``, ``2026/3`` and ``March 2026`` in the typist's language or in English."""
    if (match := _MONTH_PATTERN.fullmatch(text)) is not None:
        year = int(match["year"] or match["last"])
        month = find_month(match["month"] or match["first"], context.language or "en", "en")
        if month is not None and year:
            return f"{year:04}-{month:02}"
    raise InvalidAnswer("month")
