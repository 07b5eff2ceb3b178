"""How a wait is told: people and a range of minutes, never a promise."""

from __future__ import annotations

from walkin.languages import Words
from walkin.model.registration import WaitRange
from walkin.model.wait_estimate import NO_DESK_OPEN


def told(words: Words, wait: WaitRange | None, unknown: str | None = None) -> str:
    """ "about 10–20 minutes", "over 60 minutes", why that is ``unknown``, or nothing when nobody knows."""
    if wait is None:
        return words("kiosk-wait-no-desk") if unknown == NO_DESK_OPEN else ""
    if wait.to is None:
        return words("kiosk-wait-over", minutes=wait.from_)
    if wait.from_ <= 0:
        return words("kiosk-wait-up-to", minutes=wait.to)
    return words("kiosk-wait-range", low=wait.from_, high=wait.to)
