"""The calls that the display shows and for how long: ticket numbers and desks, never a name."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from walkin.languages import Words, find_language
from walkin.languages.desks import translate_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from walkin.model.registration import Registration

LocalizedText = tuple[str, str]
"""The code of a language, and a text in it."""

LARGE_CALL_SECONDS = 8.0
"""Seconds for which a call is large at least, while at most two others are pending."""

MIN_LARGE_CALL_SECONDS = 2.0
"""The least when many are pending: every called client must see the number."""

FLASH_SECONDS = 5.0
"""Seconds for which a new call is inverted."""

MAX_LARGE_CALL_SECONDS = 45.0
"""Seconds after which the next call becomes large, even if the announcement of the previous one still runs."""

ANNOUNCE_MAX_AGE_SECONDS = 60.0
"""Seconds after which a call made while the server was unreachable is listed without an announcement."""


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket number called to a desk for the ``calls``-th time; ``called_at`` is in seconds since 1970."""

    id: str
    number: str
    desk: str
    calls: int
    called_at: float
    language: str = ""
    """The client's language, or ""."""

    @classmethod
    def from_registration(cls, registration: Registration) -> Call:
        """The call of a registration in progress."""
        called = registration.called or registration.started or registration.registered
        return cls(
            id=registration.id,
            number=registration.number,
            desk=registration.counter.name if registration.counter else "",
            calls=max(1, registration.calls),
            called_at=called.to_datetime().timestamp(),
            language=registration.language or "",
        )


def format_spoken_number(number: str) -> str:
    """Group a ticket number as it is spoken: "A 42" for A042."""
    return re.sub(r"^([A-Z]+)0*(\d+)$", lambda match: f"{' '.join(match[1])} {match[2]}", number)


def format_call(call: Call, number: str, house_language: str) -> list[LocalizedText]:
    """The call as a sentence, in the client's language and in the house's."""
    # Voices are those of languages, not of regions.
    codes = filter(None, map(find_language, (call.language, house_language)))
    key = "call-say" if call.desk else "call-say-somewhere"
    texts = {code: _load_words(code) for code in codes}
    return [(code, words(key, number=number, desk=translate_desk(words, call.desk))) for code, words in texts.items()]


_load_words = lru_cache(Words)


class Announcements:
    """The calls of those who are being served: pending, then large, then beside it. All times are in seconds."""

    def __init__(self) -> None:
        self._shown: list[Call] = []
        """The large call, and those that were large before it."""
        self._pending: deque[Call] = deque()
        self._announced: Call | None = None
        """The last call that was announced, at `_announced_at`."""
        self._announced_at = float("-inf")
        self._loaded = False

    @property
    def large_call(self) -> Call | None:
        """The call that is shown large."""
        return self._shown[0] if self._shown else None

    @property
    def other_calls(self) -> list[Call]:
        """The calls of all others who are being served, also the pending ones, latest first."""
        others: dict[str, Call] = {}
        for call in (*reversed(self._pending), *self._shown):
            others.setdefault(call.id, call)
        if self._shown:
            del others[self._shown[0].id]
        return sorted(others.values(), key=lambda call: call.called_at, reverse=True)

    def is_inverted(self, now: float, *, flashing: bool = True) -> bool:
        """Whether the large call is inverted now: for every other second of its first few, or for all of them."""
        age = self._measure_age(now)
        return 0 <= age < FLASH_SECONDS and (not flashing or int(age) % 2 == 0)

    def has_new_call(self, now: float) -> bool:
        """Whether a call is so recent that nothing else should draw attention."""
        return bool(self._pending) or 0 <= self._measure_age(now) < LARGE_CALL_SECONDS

    def _measure_age(self, now: float) -> float:
        """The seconds since the large call was announced; endless if another was after it."""
        return now - self._announced_at if self._shown[:1] == [self._announced] else float("inf")

    def load(self, serving: Iterable[Call], now: float) -> None:
        """Load the calls of all who are being served; after the first time new ones are announced."""
        calls = sorted(serving, key=lambda call: call.called_at)
        ids = {call.id for call in calls}
        self._keep(lambda call: call.id in ids)
        for call in calls:
            if self._loaded and now - call.called_at < ANNOUNCE_MAX_AGE_SECONDS:
                self.announce(call)
            elif self._is_new(call):
                self._show(call)
        self._loaded = True

    def announce(self, call: Call) -> None:
        """Add a call or a recall to the pending ones. What is shown of the client at another desk goes at once."""
        if self._is_new(call):
            self._pending = deque(other for other in self._pending if other.id != call.id)
            self._shown = [other for other in self._shown if other.id != call.id or other.desk == call.desk]
            self._pending.append(call)

    def is_listed(self, registration_id: str) -> bool:
        return any(call.id == registration_id for call in (*self._shown, *self._pending))

    def withdraw(self, registration_id: str) -> None:
        """Remove a call: the client was served, waits again, has left or did not come."""
        self._keep(lambda call: call.id != registration_id)

    def restore(self, call: Call) -> None:
        """List a call again in its former place, without an announcement."""
        if self._is_new(call):
            self.withdraw(call.id)
            self._shown = sorted([*self._shown, call], key=lambda listed: listed.called_at, reverse=True)

    def forget_before(self, moment: float) -> None:
        """Remove the calls made before ``moment``, in seconds since 1970."""
        self._keep(lambda call: call.called_at >= moment)

    def advance(self, now: float, *, busy: bool = False) -> bool:
        """Make the next pending call the large one if it is time; returns whether it was.

        ``busy`` says that the announcement of the large call still runs: the call then stays longer.
        """
        fair_seconds = LARGE_CALL_SECONDS / max(1, len(self._pending) - 1)
        seconds = min(LARGE_CALL_SECONDS, max(MIN_LARGE_CALL_SECONDS, fair_seconds))
        age = self._measure_age(now)
        if busy:
            seconds, age = MAX_LARGE_CALL_SECONDS, now - self._announced_at
        if not self._pending or 0 <= age < seconds:
            return False
        self._announced = self._pending.popleft()
        self._announced_at = now
        self._show(self._announced)
        return True

    def _show(self, call: Call) -> None:
        self._shown = [call, *(other for other in self._shown if other.id != call.id)]

    def _keep(self, is_kept: Callable[[Call], bool]) -> None:
        self._pending = deque(filter(is_kept, self._pending))
        self._shown = list(filter(is_kept, self._shown))

    def _is_new(self, call: Call) -> bool:
        others = [other for other in (*self._shown, *self._pending) if other.id == call.id]
        return all((call.calls, call.desk) != (other.calls, other.desk) for other in others)
