"""When somebody who was called and does not come is called again, and when the agent is asked whether to give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkin.model.registration import Registration

MAX_RECALL_AGE_SECONDS = 15 * 60
"""Seconds after a call from which nobody is waited for any more: the agent has long been serving."""


class AutoRecall:
    """Watches over the client at the desk; one who is tended, by any action but a recall, is there."""

    def __init__(self, after_seconds: int, max_recalls: int) -> None:
        """Call again ``after`` seconds (0: never), at most ``most`` times."""
        self._after_seconds = after_seconds
        self._max_recalls = max_recalls
        self._acknowledged_id: str | None = None
        self._claimed_recall: tuple[str, int] | None = None

    def acknowledge(self, registration: Registration) -> None:
        """The agent does something with this client."""
        self._acknowledged_id = registration.id

    def claim_recall(self, registration: Registration | None, now: float) -> bool:
        """Whether it is time to call again; said once for each time."""
        if (
            registration is None
            or not self._is_waiting_for(registration, now)
            or registration.calls > self._max_recalls
        ):
            return False
        if self._claimed_recall == (registration.id, registration.calls):
            return False
        self._claimed_recall = (registration.id, registration.calls)
        return True

    def is_exhausted(self, registration: Registration, now: float) -> bool:
        """Whether everything was tried: time to think of a no-show."""
        return self._is_waiting_for(registration, now) and registration.calls > self._max_recalls

    def _is_waiting_for(self, registration: Registration, now: float) -> bool:
        if not self._after_seconds or registration.id == self._acknowledged_id or registration.called is None:
            return False
        return self._after_seconds <= now - registration.called.to_datetime().timestamp() < MAX_RECALL_AGE_SECONDS
