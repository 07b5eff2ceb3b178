"""How long nobody has touched the kiosk. Pure: the app says when it is touched and asks how things stand."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class Idle:
    """Counts inactivity only: there is no limit to a whole visit (WCAG 2.2.1)."""

    def __init__(self, seconds: float, warning: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self.warning = warning
        self.clock = clock
        self._touched = clock()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self.clock()

    @property
    def quiet(self) -> float:
        """Seconds since the last touch."""
        return self.clock() - self._touched

    @property
    def asking(self) -> bool:
        """Whether it is time to ask if somebody is still there."""
        return self.quiet >= self.seconds

    @property
    def left(self) -> int:
        """Whole seconds until everything is forgotten."""
        return max(0, -int((self.quiet - self.seconds - self.warning) // 1))

    @property
    def over(self) -> bool:
        """Whether nobody answered: forget everything."""
        return self.quiet >= self.seconds + self.warning
