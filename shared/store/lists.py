"""Lists of registrations as JSON: of those who were in the last one and have not changed, nothing is rendered again."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from shared.store import entries
from shared.store.rendering import Page

LARGEST = 32 << 20
"""Bytes that are kept at the most."""

_Parts = dict[int, tuple[int, bytes]]
"""Of each registration, by id: its revision and what depends on it alone."""


class Kind(NamedTuple):
    """What lists have in common that show the same of a registration."""

    queue: int
    statuses: frozenset[str]
    address: str
    personal: bool


class Lists:
    """The last lists that were asked for, one of each kind. Safe to use from several reader threads."""

    def __init__(self) -> None:
        self._last: dict[Kind, tuple[int, _Parts]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def content(
        self, connection: Connection, queue_id: int, statuses: Sequence[str], at: int, address: str, *, personal: bool
    ) -> tuple[bytes, int]:
        """The list as `entries.listed` has it, and the queue's revision. ``personal`` and ``address`` as for Page."""
        state, rows = entries.listed(connection, queue_id, statuses, at)
        page = Page(state, at, address, personal=personal, token=personal)
        kind = Kind(queue_id, frozenset(statuses), address, personal)
        _, last = self._last.get(kind, (0, {}))
        parts = {row.id: known for row in rows if (known := last.get(row.id)) and known[0] == row.revision}
        for entry in entries.chosen(connection, [row.id for row in rows if row.id not in parts]):
            parts[entry.id] = entry.revision, page.rest(entry).encode()
        # Joined once: each join of a long list copies megabytes.
        pieces: list[bytes] = []
        for row, rank in entries.ranked(rows):
            pieces += (b",", page.begin(row, rank).encode(), parts[row.id][1])
        content = b"".join((b'{"items":[', *pieces[1:], b"]}"))
        self._keep(kind, len(content), parts)
        return content, state.revision

    def clear(self) -> None:
        """Keep nobody's name for longer than lists are asked for again and again."""
        with self._lock:
            self._last, self._size = {}, 0

    def _keep(self, kind: Kind, size: int, parts: _Parts) -> None:
        with self._lock:
            self._drop(kind)
            while self._last and self._size + size > LARGEST:
                self._drop(next(iter(self._last)))
            if size <= LARGEST:
                self._last[kind] = size, parts
                self._size += size

    def _drop(self, kind: Kind) -> None:
        size, _ = self._last.pop(kind, (0, {}))
        self._size -= size
