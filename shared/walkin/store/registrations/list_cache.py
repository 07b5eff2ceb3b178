"""Lists of registrations as JSON: of those who were in the last one and have not changed, nothing is rendered again.

Many who ask for the same list in the same second, as after a restart of the server, get the same one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from walkin.model.time import SECOND_MS
from walkin.store import queues
from walkin.store.registrations import queries
from walkin.store.registrations.registration_json import Serializer

MAX_CACHE_BYTES = 64 << 20
"""Bytes that are kept at the most."""

_StableParts = dict[int, tuple[int, bytes]]
"""Of each registration, by id: its revision and what depends on it alone."""


class ListKey(NamedTuple):
    """What lists have in common that show the same of a registration."""

    queue_id: int
    statuses: frozenset[str]
    base_url: str
    include_personal: bool


class _CachedList(NamedTuple):
    """A list: the queue's revision and the second it was made for, what it was, and its parts."""

    version: tuple[int, int]
    content: bytes
    parts: _StableParts

    @property
    def size(self) -> int:
        """Bytes, about: the parts are nearly all of the content."""
        return 2 * len(self.content)


_EMPTY = _CachedList((0, 0), b"", {})


class ListCache:
    """The last lists that were asked for, one of each kind. Safe to use from several reader threads."""

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
    ) -> tuple[bytes, int]:
        """The list as `entries.listed` has it, and the queue's revision. ``personal`` and ``address`` as for Page.

        Refuses ``queueNotFound``.
        """
        state = queues.get(connection, queue_id, at)
        kind = ListKey(queue_id, frozenset(statuses), base_url, include_personal)
        # Times are told in seconds, and every change of a registration is one of its queue.
        moment = state.revision, at // SECOND_MS
        last = self._cached.get(kind, _EMPTY)
        if last.version == moment:
            return last.content, state.revision
        rows = queries.list_ranked(connection, queue_id, statuses)
        page = Serializer(state, at, base_url, include_personal=include_personal, include_token=include_personal)
        parts = {row.id: known for row, _ in rows if (known := last.parts.get(row.id)) and known[0] == row.revision}
        for entry in queries.list_by_ids(connection, [row.id for row, _ in rows if row.id not in parts]):
            parts[entry.id] = entry.revision, page.stable(entry).encode()
        # Joined once: each join of a long list copies megabytes.
        pieces: list[bytes] = []
        for row, rank in rows:
            pieces += (b",", page.volatile(row, rank).encode(), parts[row.id][1])
        content = b"".join((b'{"items":[', *pieces[1:], b"]}"))
        self._store(kind, _CachedList(moment, content, parts))
        return content, state.revision

    def clear(self) -> None:
        """Keep nobody's name for longer than lists are asked for again and again."""
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
