"""How long nobody has touched the kiosk. Pure: the app says when it is touched and asks how things stand."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class IdleTimer:
    """Counts inactivity only: there is no limit to a whole visit (WCAG 2.2.1)."""

    def __init__(self, timeout_seconds: float, warning_seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.timeout_seconds = timeout_seconds
        self.warning_seconds = warning_seconds
        self.clock = clock
        self._last_touch = clock()

    def touch(self) -> None:
        """Somebody is there."""
        self._last_touch = self.clock()

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last touch."""
        return self.clock() - self._last_touch

    @property
    def is_warning_due(self) -> bool:
        """Whether it is time to ask if somebody is still there."""
        return self.idle_seconds >= self.timeout_seconds

    @property
    def seconds_left(self) -> int:
        """Whole seconds until everything is forgotten."""
        return max(0, -int((self.idle_seconds - self.timeout_seconds - self.warning_seconds) // 1))

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered: forget everything."""
        return self.idle_seconds >= self.timeout_seconds + self.warning_seconds
