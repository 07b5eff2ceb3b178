"""The calls that the display shows and for how long: ticket numbers and desks, never a name."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from walkin.languages import Words, list_languages
from walkin.model.registration import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from walkin.model.registration import Registration

LocalizedText = tuple[str, str]
"""The code of a language, and a text in it."""

WITHDRAWN_STATUSES = frozenset({Status.REGISTERED, Status.NO_SHOW, Status.DELETED})
"""Statuses in which a call is no longer shown."""

LARGE_CALL_SECONDS = 8.0
"""Seconds for which a call is large at least, while at most two others are pending."""

MIN_LARGE_CALL_SECONDS = 2.0
"""The least when many are pending: every called client must see the number."""

FLASH_SECONDS = 5.0
"""Seconds for which a new call is inverted."""

MAX_LARGE_CALL_SECONDS = 45.0
"""Seconds after which the next call becomes large, even if the announcement of the previous one still runs."""

RECENT_CALLS = 5
"""Calls that are listed below the large one."""

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
            number=registration.ticket or registration.id,
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
    own_language = call.language.partition("-")[0].lower()
    codes = [code for code in (own_language, house_language) if code in list_languages()]
    key = "call-say" if call.desk else "call-say-somewhere"
    return [(code, _load_words(code)(key, number=number, desk=call.desk)) for code in dict.fromkeys(codes)]


_load_words = lru_cache(Words)


class Announcements:
    """The calls: pending, then large, then listed as recent. All times are in seconds."""

    def __init__(self) -> None:
        self._shown: deque[Call] = deque()
        self._pending: deque[Call] = deque()
        self._large_since = float("-inf")
        self._loaded = False

    @property
    def large_call(self) -> Call | None:
        """The call that is shown large."""
        return self._shown[0] if self._shown else None

    @property
    def recent_calls(self) -> list[Call]:
        """The calls before the large one, latest first."""
        return list(self._shown)[1:]

    def is_inverted(self, now: float, *, flashing: bool = True) -> bool:
        """Whether the large call is inverted now: for every other second of its first few, or for all of them."""
        age = now - self._large_since
        return 0 <= age < FLASH_SECONDS and (not flashing or int(age) % 2 == 0)

    def has_new_call(self, now: float) -> bool:
        """Whether a call is so recent that nothing else should draw attention."""
        return bool(self._pending) or 0 <= now - self._large_since < LARGE_CALL_SECONDS

    def load(self, serving: Iterable[Registration], now: float, waiting: Iterable[Registration] = ()) -> None:
        """Load the registrations in progress; after the first time new calls are announced.

        The calls of ``waiting`` are withdrawn.
        """
        for registration in waiting:
            self.withdraw(registration.id)
        calls = sorted(map(Call.from_registration, serving), key=lambda call: call.called_at)
        for call in calls:
            if self._loaded and now - call.called_at < ANNOUNCE_MAX_AGE_SECONDS:
                self.announce(call)
            elif self._is_new(call):
                self._show(call)
        self._loaded = True

    def announce(self, call: Call) -> None:
        """Add a call or a recall to the pending ones."""
        if self._is_new(call):
            self.cancel_pending(call.id)
            self._pending.append(call)

    def withdraw(self, registration_id: str) -> None:
        """Remove a call: the client waits again, has left or did not come."""
        self._keep(lambda call: call.id != registration_id)

    def cancel_pending(self, registration_id: str) -> None:
        """Drop a pending call, for example of a client who has been served already."""
        self._pending = deque(call for call in self._pending if call.id != registration_id)

    def restore(self, call: Call) -> None:
        """List a call again in its former place, without an announcement."""
        if self._is_new(call):
            others = [other for other in self._shown if other.id != call.id]
            listed = sorted([*others, call], key=lambda listed: listed.called_at, reverse=True)
            self._shown = deque(listed[: RECENT_CALLS + 1])

    def keep_only(self, registration_ids: set[str]) -> None:
        self._keep(lambda call: call.id in registration_ids)

    def forget_before(self, moment: float) -> None:
        """Remove the calls made before ``moment``, in seconds since 1970."""
        self._keep(lambda call: call.called_at >= moment)

    def advance(self, now: float, *, busy: bool = False) -> bool:
        """Make the next pending call the large one if it is time; returns whether it was.

        ``busy`` says that the announcement of the large call still runs: the call then stays longer.
        """
        fair_seconds = LARGE_CALL_SECONDS / max(1, len(self._pending) - 1)
        seconds = min(LARGE_CALL_SECONDS, max(MIN_LARGE_CALL_SECONDS, fair_seconds))
        if busy:
            seconds = MAX_LARGE_CALL_SECONDS
        if not self._pending or (self._shown and 0 <= now - self._large_since < seconds):
            return False
        self._show(self._pending.popleft())
        self._large_since = now
        return True

    def _show(self, call: Call) -> None:
        others = [other for other in self._shown if other.id != call.id]
        self._shown = deque([call, *others][: RECENT_CALLS + 1])

    def _keep(self, is_kept: Callable[[Call], bool]) -> None:
        self._pending = deque(filter(is_kept, self._pending))
        self._shown = deque(filter(is_kept, self._shown))

    def _is_new(self, call: Call) -> bool:
        others = [other for other in (*self._shown, *self._pending) if other.id == call.id]
        return all((call.calls, call.desk) != (other.calls, other.desk) for other in others)
