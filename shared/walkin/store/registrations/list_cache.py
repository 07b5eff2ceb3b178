"""Cache of registration lists as JSON: registrations that have not changed are not rendered again.

Requests for the same list in the same second, as after a restart of the server, share one response.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from walkin.model.time import SECOND_MS
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import queries
from walkin.store.registrations.registration_json import Serializer

MAX_CACHE_BYTES = 64 << 20

_StableParts = dict[int, tuple[int, bytes]]
"""Each registration's revision and stable members, by its id."""


class ListKey(NamedTuple):
    """Everything but time and revision that a list depends on."""

    epoch: str
    queue_id: int
    statuses: frozenset[str]
    base_url: str
    include_personal: bool


class _CachedList(NamedTuple):
    """A rendered list; ``version`` is the queue's revision and the second of rendering."""

    version: tuple[int, int]
    content: bytes
    parts: _StableParts

    @property
    def size(self) -> int:
        """Approximate bytes: the parts repeat nearly all of the content."""
        return 2 * len(self.content)


_EMPTY = _CachedList((0, 0), b"", {})


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
        # Every change of a registration raises its queue's revision, and times are rendered in seconds.
        version = state.revision, at // SECOND_MS
        last = self._cached.get(list_key, _EMPTY)
        if last.version == version:
            return last.content, state
        rows = queries.list_ranked(connection, queue_id, statuses)
        serializer = Serializer(state, at, base_url, include_personal=include_personal, include_token=include_personal)
        parts = {row.id: part for row, _ in rows if (part := last.parts.get(row.id)) and part[0] == row.revision}
        for registration in queries.list_by_ids(connection, [row.id for row, _ in rows if row.id not in parts]):
            parts[registration.id] = registration.revision, serializer.stable(registration).encode()
        # Joined once: each join of a long list copies megabytes.
        pieces: list[bytes] = []
        for row, rank in rows:
            pieces += (b",", serializer.volatile(row, rank).encode(), parts[row.id][1])
        content = b"".join((b'{"items":[', *pieces[1:], b"]}"))
        self._store(list_key, _CachedList(version, content, parts))
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
