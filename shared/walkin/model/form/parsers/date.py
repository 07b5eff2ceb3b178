"""Parser for dates, with or without a time: ISO 8601 without an offset, in the queue's time zone."""

from __future__ import annotations

import re
from datetime import date, datetime

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text

_DATE_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME_PATTERN = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)


def expects_time(definition: FormItem) -> bool | None:
    """Whether the date has a time: True, False, or None when it is optional."""
    rules = definition.value_format
    return {"dateTime": True, "date": False}.get((rules and rules.value_format) or "")


@parses_text("date", "date", "dateTime")
def parse_date(text: str, definition: FormItem, context: ParseContext) -> str:
    """``yyyy-MM-dd`` or ``yyyy-MM-ddTHH:mm:ss``, according to ``valueFormat.valueFormat`` ("date", "dateTime")."""
    with_time = expects_time(definition)
    try:
        if _DATE_PATTERN.fullmatch(text):
            day = date.fromisoformat(text).isoformat()
            if with_time:
                raise InvalidAnswer("time")
            return day
        if _DATETIME_PATTERN.fullmatch(text):
            moment = datetime.fromisoformat(text)
            if with_time is not False:
                return moment.isoformat(timespec="seconds")
            if moment.time() == moment.min.time():
                return moment.date().isoformat()
    except ValueError:
        pass
    raise InvalidAnswer("time" if with_time else "date")
