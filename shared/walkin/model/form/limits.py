"""Limits of numbers, dates, months and times, and the comparisons of conditions.

A number is compared as a Decimal, everything else as its ISO 8601 text: ``2026-01-31``, ``2026-01``, ``08:30``. Two
dates of which only one has a time are compared as days, a date and a month as months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from walkin.model.form.definition import Bound, OtherAnswer, ValueFormat
from walkin.model.form.invalid import InvalidAnswer

Kind = Literal["number", "date", "month", "time"]
Comparable = Decimal | str
ReadAnswer = Callable[[str], Comparable | None]
"""The answer to the question with an id, None without one."""

_OFFSET = re.compile(r"([+-])(\d{1,4})([dwmy])", re.ASCII)
_SHAPES = {
    "date": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?", re.ASCII),
    "month": re.compile(r"\d{4}-\d\d(-\d\d)?", re.ASCII),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII),
}


def read_comparable(kind: Kind, value: str) -> Comparable | None:
    """A normalised answer as it is compared."""
    return _parse_number(value) if kind == "number" else value


def _parse_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_relative(bound: Bound | None) -> bool:
    """Whether a limit depends on the day or on another answer."""
    return isinstance(bound, OtherAnswer) or (
        isinstance(bound, str) and (bound == "today" or bool(_OFFSET.fullmatch(bound)))
    )


def resolve_bound(bound: Bound, kind: Kind, today: date, read_answer: ReadAnswer = lambda _: None) -> Comparable | None:
    """Resolve a bound to a number or an ISO text; None when the other question has no answer."""
    if isinstance(bound, OtherAnswer):
        value = read_answer(bound.id)
        if value is None or isinstance(value, Decimal) != (kind == "number"):
            return None
        return _shift_text(value, bound.offset) if bound.offset and isinstance(value, str) else value
    if kind == "number":
        return _parse_number(bound if isinstance(bound, str) else repr(bound))
    if not isinstance(bound, str):
        return None
    if kind != "time":
        if bound == "today":
            return today.isoformat()
        if _OFFSET.fullmatch(bound):
            return shift_day(today, bound).isoformat()
    return bound if _is_iso(kind, bound) else None


def _is_iso(kind: Kind, text: str) -> bool:
    if not _SHAPES[kind].fullmatch(text):
        return False
    try:
        return kind == "time" or bool(date.fromisoformat(f"{text}-01"[:10]))
    except ValueError:
        return False


def _shift_text(text: str, offset: str) -> str:
    """Shift a date, a date with a time, or a month by an offset; any other text is returned unchanged."""
    with suppress(ValueError):
        return (shift_day(date.fromisoformat(f"{text}-01"[:10]), offset).isoformat() + text[10:])[: len(text)]
    return text


def shift_day(day: date, offset: str) -> date:
    """Shift a day by ``-18y``, ``+3m``, ``-2w`` or ``+10d``; the last of its month where there is no such day.

    Raises ValueError for another text. Days out of the calendar are its first and its last day.
    """
    match = _OFFSET.fullmatch(offset)
    if match is None:
        raise ValueError(offset)
    count = int(match[1] + match[2])
    try:
        if match[3] in "dw":
            return day + timedelta(count * (7 if match[3] == "w" else 1))
        year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if match[3] == "y" else 1), 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return date.min if count < 0 else date.max


def compare(first: Comparable, second: Comparable) -> int:
    """Compare two values of one kind: -1, 0 or 1. Of a date and a month, the months are compared."""
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return (first > second) - (first < second)
    if isinstance(first, Decimal) or isinstance(second, Decimal):
        raise TypeError(f"a number and a date cannot be compared: {first!r}, {second!r}")
    length = min(len(first), len(second))
    return (first[:length] > second[:length]) - (first[:length] < second[:length])


def resolve_limits(rules: ValueFormat, kind: Kind, today: date, read_answer: ReadAnswer) -> ValueFormat:
    """Resolve ``min`` and ``max`` to numbers and dates; a limit by an unanswered question is dropped."""
    if not (is_relative(rules.min) or is_relative(rules.max)):
        return rules
    update: dict[str, Bound | None] = {}
    for name, bound in (("min", rules.min), ("max", rules.max)):
        if bound is not None and is_relative(bound):
            limit = resolve_bound(bound, kind, today, read_answer)
            update[name] = _to_number(limit) if isinstance(limit, Decimal) else limit
    return rules.model_copy(update=update)


def _to_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def check_limits(text: str, kind: Kind, rules: ValueFormat) -> None:
    """Raise InvalidAnswer when a normalised answer is out of the limits, or between the steps.

    Limits that depend on the day or on other answers are those of `resolve_limits`.
    """
    value = read_comparable(kind, text)
    if value is None:
        return
    low, high = (read_plain_limit(bound, kind) for bound in (rules.min, rules.max))
    unit = {"unit": rules.unit} if rules.unit else {}
    codes = ("tooSmall", "tooBig") if kind == "number" else ("tooEarly", "tooLate")
    for limit, code, sign in ((low, codes[0], -1), (high, codes[1], 1)):
        if limit is not None and compare(value, limit) == sign:
            # Of a month only the month of a date is a limit.
            words = f"{limit:f}" if isinstance(limit, Decimal) else limit[: max(7, len(text))]
            raise InvalidAnswer(code, limit=words, **unit)
    if isinstance(value, Decimal):
        _check_steps(value, low if isinstance(low, Decimal) else Decimal(0), rules)


def read_plain_limit(bound: Bound | None, kind: Kind) -> Comparable | None:
    """A limit that does not depend on the day or on another answer, else None."""
    return None if bound is None or is_relative(bound) else resolve_bound(bound, kind, date.min)


def _check_steps(number: Decimal, start: Decimal, rules: ValueFormat) -> None:
    if rules.integer and number != number.to_integral_value():
        raise InvalidAnswer("integer")
    step = _parse_number(repr(rules.step)) if rules.step else None
    if step is None or (count := ((number - start) / step).to_integral_value("ROUND_FLOOR")) * step + start == number:
        return
    lower, upper = count * step + start, (count + 1) * step + start
    high = read_plain_limit(rules.max, "number")
    if isinstance(high, Decimal) and upper > high:
        upper = lower
    raise InvalidAnswer("step", lower=f"{lower:f}", upper=f"{upper:f}", **({"unit": rules.unit} if rules.unit else {}))


def find_bound_error(bound: Bound, kind: Kind) -> str:
    """The error of a limit, or of the value of a comparison; empty if there is none."""
    if isinstance(bound, OtherAnswer):
        if bound.offset is not None and (kind not in ("date", "month") or not _OFFSET.fullmatch(bound.offset)):
            return f"the offset {bound.offset!r} cannot be read: write +1d, -2w, +3m or -18y, to a date"
        return ""
    if resolve_bound(bound, kind, date(2000, 1, 1)) is not None:
        return ""
    expected = {
        "number": "a number",
        "date": "a date like 2026-01-31, today, -18y or +3m",
        "month": "a month like 2026-01, today or -18y",
        "time": "a time like 08:30",
    }
    return f"{bound!r} has to be {expected[kind]}"
