"""Which call the waiting room sees, and for how long. Numbers and desks only: no name ever gets in here."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from walkin.model.registration import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from walkin.model.registration import Registration

LARGE_CALL_SECONDS = 8.0
"""Seconds that a call keeps the large place at least, while at most two others wait for it."""

MIN_LARGE_CALL_SECONDS = 2.0
"""The least when many wait: whoever was called must not stand there unseen."""

FLASH_SECONDS = 5.0
"""Seconds that a new call inverts."""

MAX_LARGE_CALL_SECONDS = 45.0
"""Seconds after which the next call takes the large place, even if the one before is still being said."""

RECENT_CALLS = 5
"""Calls that are shown below the large one."""

ANNOUNCE_MAX_AGE_SECONDS = 60.0
"""Seconds after which a call made while the link was down is no longer announced, only listed."""


@dataclass(frozen=True, slots=True)
class Call:
    """A number called to a desk; ``calls`` grows with each time, ``at`` is in seconds since 1970."""

    id: str
    number: str
    desk: str
    calls: int
    called_at: float
    language: str = ""
    """The client's language, as far as it is known."""

    @classmethod
    def from_registration(cls, registration: Registration) -> Call:
        """The call that this registration in progress is."""
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
    """A ticket number in the groups people say and hear it in: "A 42" for A042."""
    return re.sub(r"^([A-Z]+)0*(\d+)$", lambda found: f"{' '.join(found[1])} {found[2]}", number)


class Announcements:
    """Calls on their way through the large place into the list of recent ones. All times are seconds."""

    def __init__(self) -> None:
        self._shown: deque[Call] = deque(maxlen=RECENT_CALLS + 1)
        self._pending: deque[Call] = deque()
        self._large_since = float("-inf")
        self._loaded = False

    @property
    def large_call(self) -> Call | None:
        """The call in the large place."""
        return self._shown[0] if self._shown else None

    @property
    def recent_calls(self) -> list[Call]:
        """The calls before it, latest first."""
        return list(self._shown)[1:]

    def is_inverted(self, now: float, *, flashing: bool = True) -> bool:
        """Whether the large call is drawn inverted now: every other second of its first few, or all of them."""
        age = now - self._large_since
        return 0 <= age < FLASH_SECONDS and (not flashing or int(age) % 2 == 0)

    def has_new_call(self, now: float) -> bool:
        """Whether the large call has come so lately that nothing else should draw the eye."""
        return bool(self._pending) or 0 <= now - self._large_since < LARGE_CALL_SECONDS

    def load(self, serving: Iterable[Registration], now: float, waiting: Iterable[Registration] = ()) -> None:
        """Take over who is being served: quietly at the start, later announcing what was called meanwhile.

        ``waiting`` are no longer called, whatever was heard of them before.
        """
        for one in waiting:
            self.withdraw(one.id)
        calls = sorted((Call.from_registration(one) for one in serving), key=lambda call: call.called_at)
        for call in calls:
            if self._loaded and now - call.called_at < ANNOUNCE_MAX_AGE_SECONDS:
                self.announce(call)
            elif self._is_new(call):
                self._show(call)
        self._loaded = True

    def announce(self, call: Call) -> None:
        """A number was called, or called again."""
        if self._is_new(call):
            self._pending = deque(waiting for waiting in self._pending if waiting.id != call.id)
            self._pending.append(call)

    def withdraw(self, registration_id: str) -> None:
        """That number is no longer called: it waits again, has left or did not come."""
        self._pending = deque(call for call in self._pending if call.id != registration_id)
        self._shown = deque((call for call in self._shown if call.id != registration_id), maxlen=RECENT_CALLS + 1)

    def cancel_pending(self, registration_id: str) -> None:
        """That number has been served: whoever has come and gone need not be called any more."""
        self._pending = deque(call for call in self._pending if call.id != registration_id)

    def restore(self, call: Call) -> None:
        """That number is at its desk after all: listed again where it was, without a sound."""
        if self._is_new(call):
            others = [other for other in self._shown if other.id != call.id]
            listed = sorted([*others, call], key=lambda one: one.called_at, reverse=True)
            self._shown = deque(listed[: RECENT_CALLS + 1], maxlen=RECENT_CALLS + 1)

    def keep_only(self, registration_ids: set[str]) -> None:
        """Let go of every other call."""
        self._pending = deque(call for call in self._pending if call.id in registration_ids)
        self._shown = deque((call for call in self._shown if call.id in registration_ids), maxlen=RECENT_CALLS + 1)

    def forget_before(self, moment: float) -> None:
        """Let go of calls made before that moment."""
        self._pending = deque(call for call in self._pending if call.called_at >= moment)
        self._shown = deque((call for call in self._shown if call.called_at >= moment), maxlen=RECENT_CALLS + 1)

    def advance(self, now: float, *, busy: bool = False) -> bool:
        """Let the next call take the large place when its turn has come; True when one did.

        ``busy`` says that the one before is still being said: it then keeps the place, though not for ever.
        """
        least = (
            MAX_LARGE_CALL_SECONDS
            if busy
            else min(
                LARGE_CALL_SECONDS, max(MIN_LARGE_CALL_SECONDS, LARGE_CALL_SECONDS / max(1, len(self._pending) - 1))
            )
        )
        if not self._pending or (self._shown and 0 <= now - self._large_since < least):
            return False
        self._show(self._pending.popleft())
        self._large_since = now
        return True

    def _show(self, call: Call) -> None:
        others = [other for other in self._shown if other.id != call.id]
        self._shown = deque([call, *others][: RECENT_CALLS + 1], maxlen=RECENT_CALLS + 1)

    def _is_new(self, call: Call) -> bool:
        known = [other for other in (*self._shown, *self._pending) if other.id == call.id]
        return all((call.calls, call.desk) != (other.calls, other.desk) for other in known)


WITHDRAWN_STATUSES = frozenset({Status.REGISTERED, Status.NO_SHOW, Status.DELETED})
"""States in which a number that was called must not be shown any longer."""
