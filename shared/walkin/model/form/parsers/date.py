"""Parser for dates, with or without a time: ISO 8601, in the queue's time zone."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text
from walkin.model.text import to_ascii_digits
from walkin.model.time import load_zone

_DATE_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME_PATTERN = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(?:[.,]\d{1,9})?)?)", re.ASCII
)
_OFFSET_PATTERN = re.compile(
    r" ?(?:[Zz]|(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)?)(?:\[[\w/+-]+\])?", re.ASCII
)


def expects_time(definition: FormItem) -> bool | None:
    """Whether the date has a time: True, False, or None when it is optional."""
    rules = definition.value_format
    return {"dateTime": True, "date": False}.get((rules and rules.value_format) or "")


@parses_text("date", "date", "dateTime", fold=to_ascii_digits)
def parse_date(text: str, definition: FormItem, context: ParseContext) -> str:
    """``yyyy-MM-dd`` or ``yyyy-MM-ddTHH:mm:ss``, according to ``valueFormat.valueFormat`` ("date", "dateTime").

    A time with an offset is taken as that moment in the queue's time zone.
    """
    with_time = expects_time(definition)
    with suppress(ValueError, OverflowError):
        if _DATE_PATTERN.fullmatch(text):
            day = date.fromisoformat(text).isoformat()
            if with_time:
                raise InvalidAnswer("time")
            return day
        if (moment := _parse_moment(text, context.time_zone)) is not None:
            if with_time is not False:
                return moment.isoformat(timespec="seconds")
            if moment.time() == moment.min.time():
                return moment.date().isoformat()
    raise InvalidAnswer("time" if with_time else "date")


def _parse_moment(text: str, time_zone: str | None) -> datetime | None:
    """The local time, without a fraction of a second. Raises ValueError and OverflowError."""
    match = _DATETIME_PATTERN.match(text)
    if match is None:
        return None
    moment = datetime.fromisoformat(f"{match[1]}T{match[2][:8]}")
    offset = _OFFSET_PATTERN.fullmatch(text, match.end())
    if offset is None or time_zone is None:
        return moment if match.end() == len(text) else None
    minutes = int(offset["hours"] or 0) * 60 + int(offset["minutes"] or 0)
    zone = timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
    return moment.replace(tzinfo=zone).astimezone(load_zone(time_zone)).replace(tzinfo=None)
