"""Lists of registrations as JSON: of those who were in the last one and have not changed, nothing is rendered again.

Many who ask for the same list in the same second, as after a restart of the server, get the same one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from walkin.model.time import SECOND
from walkin.store import queues
from walkin.store.registrations import queries as entries
from walkin.store.registrations.registration_json import Page

LARGEST = 64 << 20
"""Bytes that are kept at the most."""

_Parts = dict[int, tuple[int, bytes]]
"""Of each registration, by id: its revision and what depends on it alone."""


class Kind(NamedTuple):
    """What lists have in common that show the same of a registration."""

    queue: int
    statuses: frozenset[str]
    address: str
    personal: bool


class _Last(NamedTuple):
    """A list: the queue's revision and the second it was made for, what it was, and its parts."""

    moment: tuple[int, int]
    content: bytes
    parts: _Parts

    @property
    def size(self) -> int:
        """Bytes, about: the parts are nearly all of the content."""
        return 2 * len(self.content)


_NONE = _Last((0, 0), b"", {})


class Lists:
    """The last lists that were asked for, one of each kind. Safe to use from several reader threads."""

    def __init__(self) -> None:
        self._last: dict[Kind, _Last] = {}
        self._size = 0
        self._lock = threading.Lock()

    def content(
        self, connection: Connection, queue_id: int, statuses: Sequence[str], at: int, address: str, *, personal: bool
    ) -> tuple[bytes, int]:
        """The list as `entries.listed` has it, and the queue's revision. ``personal`` and ``address`` as for Page.

        Refuses ``queueNotFound``.
        """
        state = queues.get(connection, queue_id, at)
        kind = Kind(queue_id, frozenset(statuses), address, personal)
        # Times are told in seconds, and every change of a registration is one of its queue.
        moment = state.revision, at // SECOND
        last = self._last.get(kind, _NONE)
        if last.moment == moment:
            return last.content, state.revision
        rows = entries.listed(connection, queue_id, statuses)
        page = Page(state, at, address, personal=personal, token=personal)
        parts = {row.id: known for row, _ in rows if (known := last.parts.get(row.id)) and known[0] == row.revision}
        for entry in entries.chosen(connection, [row.id for row, _ in rows if row.id not in parts]):
            parts[entry.id] = entry.revision, page.rest(entry).encode()
        # Joined once: each join of a long list copies megabytes.
        pieces: list[bytes] = []
        for row, rank in rows:
            pieces += (b",", page.begin(row, rank).encode(), parts[row.id][1])
        content = b"".join((b'{"items":[', *pieces[1:], b"]}"))
        self._keep(kind, _Last(moment, content, parts))
        return content, state.revision

    def clear(self) -> None:
        """Keep nobody's name for longer than lists are asked for again and again."""
        with self._lock:
            self._last, self._size = {}, 0

    def _keep(self, kind: Kind, made: _Last) -> None:
        with self._lock:
            self._drop(kind)
            while self._last and self._size + made.size > LARGEST:
                self._drop(next(iter(self._last)))
            if made.size <= LARGEST:
                self._last[kind] = made
                self._size += made.size

    def _drop(self, kind: Kind) -> None:
        self._size -= self._last.pop(kind, _NONE).size
