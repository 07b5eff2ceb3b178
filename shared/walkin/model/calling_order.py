"""The order in which clients are called: shared by calling, ranks and the forecast of waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple


class CallOrderKey(NamedTuple):
    """Sort key of waiting clients, across queues."""

    negative_priority: int
    position: int
    registration_id: int = 0
    """The tie-breaker between queues that gave the same position."""

    @classmethod
    def from_priority(cls, priority: int, position: int, registration_id: int = 0) -> CallOrderKey:
        return cls(-priority, position, registration_id)


class WaitingClient(NamedTuple):
    """A waiting client, sorted in calling order; with ``reserved_desk`` only that desk calls the client."""

    key: CallOrderKey
    queue_id: int
    reserved_desk: str = ""

    def may_be_called_at(self, desk: str) -> bool:
        """Whether a desk that serves the queue calls the client."""
        return self.reserved_desk in ("", desk)


def find_next(clients: Iterable[WaitingClient], desk: str, queue_ids: Collection[int]) -> WaitingClient | None:
    """Find the next client of a desk that serves these queues."""
    may_be_called = (client for client in clients if client.queue_id in queue_ids and client.may_be_called_at(desk))
    return min(may_be_called, default=None)
