"""The order of those who wait, kept in memory from the log of events: a rank is looked up instead of counted."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort

import orjson
from sqlalchemy import Connection, bindparam, select

from walkin.model.registration import Status
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations import events
from walkin.store.schema.tables import registration as table

MAX_CATCH_UP_CHANGES = 500
"""After more changes than this the order is read anew."""

SortKey = tuple[int, int]
"""What the waiting are sorted by: priority, highest first, then position."""

_WAITING = CompiledStatement(
    select(table.c.id, table.c.priority, table.c.position).where(
        table.c.queue_id == bindparam("queue_id"), table.c.status == Status.REGISTERED.value, table.c.aside == ""
    )
)


class RankCache:
    """The ranks of all queues. Safe to use from several reader threads."""

    def __init__(self) -> None:
        self._orders: dict[int, _QueueOrder] = {}
        self._lock = threading.Lock()

    def get_rank(self, connection: Connection, state: QueueState, priority: int, position: int) -> int | None:
        """The rank of somebody who waits at that place, as of the connection's snapshot of ``state``.

        None when a newer snapshot has been looked at meanwhile: then it has to be counted.
        """
        with self._lock:
            order = self._orders.get(state.id)
            if order is None or not order.catch_up(connection, state):
                if order is not None and order.revision > state.revision:
                    return None
                order = self._orders[state.id] = _QueueOrder(connection, state)
            return order.get_rank((-priority, position))


class _QueueOrder:
    """Who waits in one queue at one revision."""

    def __init__(self, connection: Connection, state: QueueState) -> None:
        rows = _WAITING.fetch_all(connection, {"queue_id": state.id})
        self.revision = state.revision
        self._key_by_registration: dict[int, SortKey] = {key: (-priority, position) for key, priority, position in rows}
        self._sorted_keys = sorted(self._key_by_registration.values())

    def get_rank(self, sort_key: SortKey) -> int:
        return bisect_left(self._sorted_keys, sort_key) + 1

    def catch_up(self, connection: Connection, state: QueueState) -> bool:
        """Take in what happened until ``state``; False when that is too much, or in the past."""
        missed = state.revision - self.revision
        if not 0 <= missed <= MAX_CATCH_UP_CHANGES:
            return False
        if missed:
            news = events.list_after(connection, {state.id: self.revision}, missed)
            if len(news) != missed:
                return False
            for event in news:
                self._apply_event(event)
            self.revision = state.revision
        return True

    def _apply_event(self, event: events.Event) -> None:
        if event.registration_id is None:
            return
        before = self._key_by_registration.pop(event.registration_id, None)
        if before is not None:
            del self._sorted_keys[bisect_left(self._sorted_keys, before)]
        document = orjson.loads(event.data)
        aside = "parked" in document or "reserved" in document
        if document["status"] == Status.REGISTERED and not aside and event.kind != "movedOut":
            place = (-document["priority"], document["position"])
            self._key_by_registration[event.registration_id] = place
            insort(self._sorted_keys, place)
