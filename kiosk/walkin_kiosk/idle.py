"""Idle timer of the kiosk. Pure: the app reports touches and polls the state."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class IdleTimer:
    """Measures inactivity only; the length of a visit has no limit (WCAG 2.2.1)."""

    def __init__(self, timeout_seconds: float, warning_seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.timeout_seconds = timeout_seconds
        self.warning_seconds = warning_seconds
        self.clock = clock
        self._last_touch = clock()

    def touch(self) -> None:
        self._last_touch = self.clock()

    @property
    def idle_seconds(self) -> float:
        return self.clock() - self._last_touch

    @property
    def is_warning_due(self) -> bool:
        return self.idle_seconds >= self.timeout_seconds

    @property
    def seconds_left(self) -> int:
        """Whole seconds until the session ends, rounded up."""
        return max(0, -int((self.idle_seconds - self.timeout_seconds - self.warning_seconds) // 1))

    @property
    def is_expired(self) -> bool:
        """Whether the warning was not answered in time."""
        return self.idle_seconds >= self.timeout_seconds + self.warning_seconds
