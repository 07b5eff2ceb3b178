"""How long a visit of each service usually takes, for the word that one takes longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from walkin.client import Unreachable
from walkin.model.errors import Refused

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue

DAYS = 30
"""Days whose visits are looked at."""

ENOUGH = 10
"""Served visits from which their 90th percentile says something."""

PLANNED = 2
"""Times the planned service time, which stands in for the percentile until then."""


class Usual:
    """Nine of ten visits are shorter, as far as the office knows."""

    def __init__(self) -> None:
        self._minutes: dict[str, float] = {}

    async def learn(self, client: QueueClient) -> None:
        """Ask the office; what was known stays where it does not answer or keeps no figures."""
        today = client.now().date()
        try:
            found = await client.statistics(None, str(today - timedelta(days=DAYS)), str(today))
        except (Unreachable, Refused):
            return
        self._minutes = {
            one.queue.id: one.long_handling
            for one in found.queues
            if one.long_handling is not None and one.served >= ENOUGH
        }

    def of(self, queue: Queue | None) -> float | None:
        """Minutes; None for an unknown service."""
        if queue is None:
            return None
        return self._minutes.get(queue.id, queue.service_time * PLANNED)
