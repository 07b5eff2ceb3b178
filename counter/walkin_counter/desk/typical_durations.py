"""How long a visit of each service usually takes, for the word that one takes longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue

HISTORY_DAYS = 30
"""Days whose visits are looked at."""

MIN_SERVED_VISITS = 10
"""Served visits from which their 90th percentile says something."""

PLANNED_TIME_FACTOR = 2
"""Times the planned service time, which stands in for the percentile until then."""


class TypicalDurations:
    """Nine of ten visits are shorter, as far as the office knows."""

    def __init__(self) -> None:
        self._minutes: dict[str, float] = {}

    async def refresh(self, client: QueueClient) -> None:
        """Ask the office; what was known stays where it does not answer or keeps no figures."""
        today = client.now().date()
        try:
            found = await client.get_statistics(None, str(today - timedelta(days=HISTORY_DAYS)), str(today))
        except (ServerUnreachable, Refused):
            return
        self._minutes = {
            one.queue.id: one.long_handling
            for one in found.queues
            if one.long_handling is not None and one.served >= MIN_SERVED_VISITS
        }

    def get_minutes(self, queue: Queue | None) -> float | None:
        """Minutes; None for an unknown service."""
        if queue is None:
            return None
        return self._minutes.get(queue.id, queue.service_time * PLANNED_TIME_FACTOR)
