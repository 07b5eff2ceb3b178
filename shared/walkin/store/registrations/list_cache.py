"""Cache of registration lists as JSON: registrations that have not changed are not rendered again.

Requests for the same list in the same second, as after a restart of the server, share one response.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from walkin.model.time import SECOND_MS
from walkin.model.wait_estimate import WaitEstimate
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import events, queries
from walkin.store.registrations.ranks import MAX_CATCH_UP_CHANGES
from walkin.store.registrations.registration_json import ListItem, Serializer

MAX_CACHE_BYTES = 64 << 20


class ListKey(NamedTuple):
    """Everything but time and revision that a list depends on."""

    epoch: str
    queue_id: int
    statuses: frozenset[str]
    base_url: str
    include_personal: bool


class _CachedList(NamedTuple):
    """A rendered list; ``version`` is the queue's revision, the second of rendering, and the forecast of the waits."""

    version: tuple[int, int, WaitEstimate | None]
    content: bytes
    items: dict[int, ListItem]

    @property
    def size(self) -> int:
        """Approximate bytes: the items repeat nearly all of the content."""
        return 2 * len(self.content)


_EMPTY = _CachedList((0, 0, None), b"", {})


class ListCache:
    """The last response of each list; thread-safe."""

    def __init__(self) -> None:
        self._cached: dict[ListKey, _CachedList] = {}
        self._size = 0
        self._lock = threading.Lock()

    def render(
        self,
        connection: Connection,
        queue_id: int,
        statuses: Sequence[str],
        at: int,
        base_url: str,
        *,
        include_personal: bool,
    ) -> tuple[bytes, QueueState]:
        """Render the registrations of ``queries.list_ranked``; returns the JSON and the queue.

        Refuses ``queueNotFound``.
        """
        state = queues.get(connection, queue_id, at)
        list_key = ListKey(state.epoch, queue_id, frozenset(statuses), base_url, include_personal)
        # Every change of a registration raises its queue's revision; waits change with other queues too.
        state.load_wait_estimate(connection)
        version = state.revision, at // SECOND_MS, state.wait_estimate
        last = self._cached.get(list_key, _EMPTY)
        if last.version == version:
            return last.content, state
        ranked_ids = queries.list_ranked(connection, queue_id, statuses)
        serializer = Serializer(state, at, base_url, include_personal=include_personal, include_token=include_personal)
        known = _find_unchanged(connection, state, last)
        new_ids = [key for key, _ in ranked_ids if key not in known]
        for registration in queries.list_shown(connection, new_ids):
            known[registration.id] = serializer.render_stable(registration)
        items = {key: known[key] for key, _ in ranked_ids}
        content = serializer.render_list(zip(items.values(), (rank for _, rank in ranked_ids), strict=True))
        self._store(list_key, _CachedList(version, content, items))
        return content, state

    def clear(self) -> None:
        """Drop all lists, with the personal data in them."""
        with self._lock:
            self._cached, self._size = {}, 0

    def _store(self, list_key: ListKey, cached_list: _CachedList) -> None:
        with self._lock:
            self._evict(list_key)
            while self._cached and self._size + cached_list.size > MAX_CACHE_BYTES:
                self._evict(next(iter(self._cached)))
            if cached_list.size <= MAX_CACHE_BYTES:
                self._cached[list_key] = cached_list
                self._size += cached_list.size

    def _evict(self, list_key: ListKey) -> None:
        self._size -= self._cached.pop(list_key, _EMPTY).size


def _find_unchanged(connection: Connection, state: QueueState, last: _CachedList) -> dict[int, ListItem]:
    """Return the items that have not changed since; none if the event log does not say which have."""
    last_revision = last.version[0]
    missed = state.revision - last_revision
    if not last.items or not 0 <= missed <= MAX_CATCH_UP_CHANGES:
        return {}
    changes = events.list_after(connection, {state.id: last_revision}, missed) if missed else []
    # A change without a registration, as of a queue, may be one of many registrations.
    if len(changes) != missed or any(change.registration_id is None for change in changes):
        return {}
    items = last.items.copy()
    for change in changes:
        items.pop(change.registration_id or 0, None)
    return items
