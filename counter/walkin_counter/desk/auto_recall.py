"""When somebody who was called and does not come is called again, and when the agent is asked whether to give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkin.model.registration import Registration

LATE = 15 * 60
"""Seconds after a call from which nobody is waited for any more: the agent has long been serving."""


class Patience:
    """Watches over the client at the desk; one who is tended, by any action but a recall, is there."""

    def __init__(self, after: int, most: int) -> None:
        """Call again ``after`` seconds (0: never), at most ``most`` times."""
        self._after = after
        self._most = most
        self._tended: str | None = None
        self._asked: tuple[str, int] | None = None

    def tended(self, one: Registration) -> None:
        """The agent does something with this client."""
        self._tended = one.id

    def call_again(self, one: Registration | None, now: float) -> bool:
        """Whether it is time to call again; said once for each time."""
        if one is None or not self._waits_for(one, now) or one.calls > self._most:
            return False
        if self._asked == (one.id, one.calls):
            return False
        self._asked = (one.id, one.calls)
        return True

    def exhausted(self, one: Registration, now: float) -> bool:
        """Whether everything was tried: time to think of a no-show."""
        return self._waits_for(one, now) and one.calls > self._most

    def _waits_for(self, one: Registration, now: float) -> bool:
        if not self._after or one.id == self._tended or one.called is None:
            return False
        return self._after <= now - one.called.instant().timestamp() < LATE
