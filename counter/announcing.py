"""Which call the waiting room sees, and for how long. Numbers and desks only: no name ever gets in here."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.model.registration import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.model.registration import Registration

SHOWN = 8.0
"""Seconds that a call keeps the large place at least."""

FLASHES = 5.0
"""Seconds that a new call inverts."""

RECENT = 5
"""Calls that are shown below the large one."""

FRESH = 60.0
"""Seconds after which a call made while the link was down is no longer announced, only listed."""


@dataclass(frozen=True, slots=True)
class Call:
    """A number called to a desk; ``calls`` grows with each time, ``at`` is in seconds since 1970."""

    id: str
    number: str
    desk: str
    calls: int
    at: float

    @classmethod
    def of(cls, registration: Registration) -> Call:
        """The call that this registration in progress is."""
        called = registration.called or registration.started or registration.registered
        return cls(
            id=registration.id,
            number=registration.ticket or registration.id,
            desk=registration.counter.name if registration.counter else "",
            calls=max(1, registration.calls),
            at=called.instant().timestamp(),
        )


class Announcements:
    """Calls on their way through the large place into the list of recent ones. All times are seconds."""

    def __init__(self) -> None:
        self._shown: deque[Call] = deque(maxlen=RECENT + 1)
        self._next: deque[Call] = deque()
        self._since = float("-inf")
        self._started = False

    @property
    def large(self) -> Call | None:
        """The call in the large place."""
        return self._shown[0] if self._shown else None

    @property
    def recent(self) -> list[Call]:
        """The calls before it, latest first."""
        return list(self._shown)[1:]

    def inverted(self, now: float) -> bool:
        """Whether the large call is drawn inverted now: every other second of its first few."""
        age = now - self._since
        return 0 <= age < FLASHES and int(age) % 2 == 0

    def loaded(self, serving: Iterable[Registration], now: float) -> None:
        """Take over who is being served: quietly at the start, later announcing what was called meanwhile."""
        calls = sorted((Call.of(one) for one in serving), key=lambda call: call.at)
        for call in calls:
            if self._started and now - call.at < FRESH:
                self.called(call)
            elif self._is_new(call):
                self._show(call)
        self._started = True

    def called(self, call: Call) -> None:
        """A number was called, or called again."""
        if self._is_new(call):
            self._next = deque(waiting for waiting in self._next if waiting.id != call.id)
            self._next.append(call)

    def withdrawn(self, registration_id: str) -> None:
        """That number is no longer called: it waits again, has left or did not come."""
        self._next = deque(call for call in self._next if call.id != registration_id)
        self._shown = deque((call for call in self._shown if call.id != registration_id), maxlen=RECENT + 1)

    def advance(self, now: float) -> bool:
        """Let the next call take the large place when its turn has come; True when one did."""
        if not self._next or (self._shown and now - self._since < SHOWN):
            return False
        self._show(self._next.popleft())
        self._since = now
        return True

    def _show(self, call: Call) -> None:
        others = [other for other in self._shown if other.id != call.id]
        self._shown = deque([call, *others][: RECENT + 1], maxlen=RECENT + 1)

    def _is_new(self, call: Call) -> bool:
        known = [other for other in (*self._shown, *self._next) if other.id == call.id]
        return all((call.calls, call.desk) != (other.calls, other.desk) for other in known)


WITHDRAWN = frozenset({Status.REGISTERED, Status.NO_SHOW, Status.DELETED})
"""States in which a number that was called must not be shown any longer."""
