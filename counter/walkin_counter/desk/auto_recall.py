"""Policy for automatic recalls and no-show suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkin.model.registration import Registration

MAX_RECALL_AGE_SECONDS = 15 * 60
"""Seconds after a call from which the client is assumed to be at the desk."""


class AutoRecall:
    """Decides on recalls of the current client. Any action but a recall shows that the client has come."""

    def __init__(self, after_seconds: int, max_recalls: int) -> None:
        """Recall every ``after_seconds`` (0: never), at most ``max_recalls`` times."""
        self._after_seconds = after_seconds
        self._max_recalls = max_recalls
        self._acknowledged_id: str | None = None
        self._claimed_recall: tuple[str, int] | None = None

    def acknowledge(self, registration: Registration) -> None:
        """Stop recalling this client: the agent has acted on it."""
        self._acknowledged_id = registration.id

    def claim_recall(self, registration: Registration, now: float) -> bool:
        """Return whether it is time for a recall; True only once for each recall."""
        recall = (registration.id, registration.calls)
        is_due = self._is_awaited(registration, now) and registration.calls <= self._max_recalls
        if not is_due or self._claimed_recall == recall:
            return False
        self._claimed_recall = recall
        return True

    def is_exhausted(self, registration: Registration, now: float) -> bool:
        """Whether every recall was made: time to suggest a no-show."""
        return self._is_awaited(registration, now) and registration.calls > self._max_recalls

    def _is_awaited(self, registration: Registration, now: float) -> bool:
        if not self._after_seconds or registration.id == self._acknowledged_id or registration.called is None:
            return False
        return self._after_seconds <= now - registration.called.to_datetime().timestamp() < MAX_RECALL_AGE_SECONDS
