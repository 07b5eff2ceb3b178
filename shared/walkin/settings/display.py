"""Parse the settings of the display: the size of its screen, and its quiet hours."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated

from pydantic import AfterValidator

WIDE_SCREEN_HEIGHT_PER_DIAGONAL = 9 / (16**2 + 9**2) ** 0.5
"""The height of a 16:9 screen as a part of its diagonal."""

MILLIMETRES_PER_INCH = 25.4

LETTER_MM_PER_METRE = 12.2
"""Height of a capital letter that spans 0.7 degrees, per metre of distance (EN 301 549, 5.1.4)."""

TimeSpan = tuple[time, time]


def parse_screen_height_mm(text: str) -> float:
    """The height in mm of a screen given as its diagonal in inches or as width x height in mm; 0 for "".

    Raises: ValueError in words for people.
    """
    if not text:
        return 0.0
    if inches := re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?(?:in|inch|inches|\"|″)", text.strip()):
        height = float(inches[1]) * MILLIMETRES_PER_INCH * WIDE_SCREEN_HEIGHT_PER_DIAGONAL
    elif millimetres := re.fullmatch(r"(\d{2,5}) ?[x×] ?(\d{2,5})(?: ?mm)?", text.strip()):
        height = float(millimetres[2])
    else:
        height = 0.0
    if not height:
        msg = 'must be a diagonal like "55 in", or width x height in millimetres like "1210x680"'
        raise ValueError(msg)
    return height


def parse_quiet_hours(text: str) -> list[TimeSpan]:
    """The spans in a text like ``22:00-07:00, 12:00-13:00``.

    Raises: ValueError in words for people.
    """
    spans = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            start, end = (time.fromisoformat(side.strip()) for side in part.split("-"))
        except ValueError:
            msg = 'must be hours like "22:00-07:00", several with commas between'
            raise ValueError(msg) from None
        spans.append((start, end))
    return spans


def is_quiet(spans: list[TimeSpan], now: time) -> bool:
    """Whether that time of day lies in one of the spans; one that ends before it begins goes over midnight."""
    return any(start <= now < end if start <= end else now >= start or now < end for start, end in spans)


def _validate_screen(text: str) -> str:
    parse_screen_height_mm(text)
    return text


def _validate_hours(text: str) -> str:
    parse_quiet_hours(text)
    return text


ScreenSize = Annotated[str, AfterValidator(_validate_screen)]
QuietHours = Annotated[str, AfterValidator(_validate_hours)]
