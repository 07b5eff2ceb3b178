"""Cache of the waiting order, kept up to date from the event log: ranks are looked up instead of counted."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort

import orjson
from sqlalchemy import Connection, bindparam, select

from walkin.model.calling_order import CallOrderKey
from walkin.model.registration import Status
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations import events
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.schema.tables import IS_WAITING
from walkin.store.schema.tables import registration as table

MAX_CATCH_UP_CHANGES = 500
"""After more changes than this the order is read again."""

_WAITING = CompiledStatement(
    select(table.c.id, table.c.priority, table.c.position).where(table.c.queue_id == bindparam("queue_id"), IS_WAITING)
)


class RankCache:
    """The ranks of all queues; thread-safe."""

    def __init__(self) -> None:
        self._orders: dict[tuple[str, int], _QueueOrder] = {}
        self._lock = threading.Lock()

    def get_rank(self, connection: Connection, state: QueueState, priority: int, position: int) -> int | None:
        """The rank of that position in the connection's snapshot of the queue.

        None when another thread has seen a newer snapshot: then count it.
        """
        with self._lock:
            key = state.epoch, state.id
            order = self._orders.get(key)
            if order is None or not order.catch_up(connection, state):
                if order is not None and order.revision > state.revision:
                    return None
                order = self._orders[key] = _QueueOrder(connection, state)
            return order.get_rank(CallOrderKey.from_priority(priority, position))


class _QueueOrder:
    """The sorted positions of one queue at one revision."""

    def __init__(self, connection: Connection, state: QueueState) -> None:
        rows = _WAITING.fetch_all(connection, {"queue_id": state.id})
        self.revision = state.revision
        self._key_by_registration: dict[int, CallOrderKey] = {
            registration_id: CallOrderKey.from_priority(priority, position)
            for registration_id, priority, position in rows
        }
        self._sorted_keys = sorted(self._key_by_registration.values())

    def get_rank(self, sort_key: CallOrderKey) -> int:
        return bisect_left(self._sorted_keys, sort_key) + 1

    def catch_up(self, connection: Connection, state: QueueState) -> bool:
        """Apply the events up to the snapshot's revision; False if they are too many or the snapshot is older."""
        missed = state.revision - self.revision
        if not 0 <= missed <= MAX_CATCH_UP_CHANGES:
            return False
        if missed:
            missed_events = events.list_after(connection, {state.id: self.revision}, missed)
            if len(missed_events) != missed:
                return False
            for event in missed_events:
                self._apply_event(event)
            self.revision = state.revision
        return True

    def _apply_event(self, event: events.Event) -> None:
        if event.registration_id is None:
            return
        old_key = self._key_by_registration.pop(event.registration_id, None)
        if old_key is not None:
            del self._sorted_keys[bisect_left(self._sorted_keys, old_key)]
        document: RegistrationDocument = orjson.loads(event.data)
        # The members of an event that follow from the columns of IS_WAITING.
        is_waiting = document["status"] == Status.REGISTERED and not ("parked" in document or "reserved" in document)
        if is_waiting and event.kind != "movedOut":
            new_key = CallOrderKey.from_priority(document["priority"], document["position"])
            self._key_by_registration[event.registration_id] = new_key
            insort(self._sorted_keys, new_key)
