"""The PIN that lets staff leave the kiosk, with a pause after wrong tries."""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from time import monotonic

TRIES_BEFORE_PAUSE = 3
PAUSE_SECONDS = 30.0


class ExitPin:
    """Counts wrong tries for as long as the kiosk runs; closing the dialog does not reset them."""

    def __init__(self, digits: str, clock: Callable[[], float] = monotonic) -> None:
        self._digits = digits
        self._clock = clock
        self._wrong_tries = 0
        self._paused_until = 0.0

    @property
    def is_required(self) -> bool:
        return bool(self._digits)

    @property
    def wait_seconds(self) -> int:
        """Seconds until the next try is accepted, rounded up."""
        return max(0, -int((self._clock() - self._paused_until) // 1)) if self._paused_until else 0

    def verify(self, typed: str) -> bool:
        """Check a PIN. During the pause even the right one is rejected."""
        if self.wait_seconds:
            return False
        if not self._digits or compare_digest(typed.encode(), self._digits.encode()):
            self._wrong_tries = 0
            return True
        self._wrong_tries += 1
        if self._wrong_tries % TRIES_BEFORE_PAUSE == 0:
            self._paused_until = self._clock() + PAUSE_SECONDS
        return False
