"""The PIN that lets staff leave the kiosk, and the pause after wrong tries."""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from time import monotonic

TRIES = 3
PAUSE = 30.0


class Pin:
    """Counts wrong tries for as long as the kiosk runs; closing the dialog does not forget them."""

    def __init__(self, digits: str, clock: Callable[[], float] = monotonic) -> None:
        self._digits = digits
        self._clock = clock
        self._wrong = 0
        self._until = 0.0

    @property
    def needed(self) -> bool:
        """Whether there is one."""
        return bool(self._digits)

    @property
    def wait(self) -> int:
        """Seconds until the next try is heard."""
        return max(0, -int((self._clock() - self._until) // 1)) if self._until else 0

    def opens(self, typed: str) -> bool:
        """Try a PIN. During the pause even the right one does not open."""
        if self.wait:
            return False
        if not self._digits or compare_digest(typed.encode(), self._digits.encode()):
            self._wrong = 0
            return True
        self._wrong += 1
        if self._wrong % TRIES == 0:
            self._until = self._clock() + PAUSE
        return False
