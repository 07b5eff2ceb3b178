"""90th percentile of the visit duration per service, used to mark long visits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue

HISTORY_DAYS = 30
"""Days of which visits are counted."""

MIN_SERVED_VISITS = 10
"""Fewest served visits for which the percentile is used."""

PLANNED_TIME_FACTOR = 2
"""Multiple of the planned service time that is used until then."""


class TypicalDurations:
    """Typical visit durations by queue: nine of ten visits are shorter."""

    def __init__(self) -> None:
        self._minutes: dict[str, float] = {}

    async def refresh(self, client: QueueClient) -> None:
        """Fetch the durations; the previous ones stay if the request fails."""
        today = client.now().date()
        try:
            statistics = await client.get_statistics(None, str(today - timedelta(days=HISTORY_DAYS)), str(today))
        except (ServerUnreachable, Refused):
            return
        self._minutes = {
            figures.queue.id: figures.long_handling
            for figures in statistics.queues
            if figures.long_handling is not None and figures.served >= MIN_SERVED_VISITS
        }

    def get_minutes(self, queue: Queue | None) -> float | None:
        return self._minutes.get(queue.id, queue.service_time * PLANNED_TIME_FACTOR) if queue else None
