"""The log of what happened: one row for each change, in the change's own transaction, without personal data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, or_, select

from walkin.store.engine.compiled import CompiledStatement, iter_padded_batches
from walkin.store.schema.tables import event as table

_INSERT = CompiledStatement(insert(table).inline(), ("queue_id", "revision", "kind", "registration_id", "at", "data"))
_COLUMNS = (table.c.queue_id, table.c.revision, table.c.kind, table.c.registration_id, table.c.data)


class Event(NamedTuple):
    """A change: ``data`` is the registration's public document after it, as JSON text."""

    queue_id: int
    revision: int
    kind: str
    registration_id: int | None
    data: str


def record(
    connection: Connection, queue_id: int, revision: int, kind: str, registration_id: int | None, at: int, data: str
) -> None:
    """Write down the change that took the queue to ``revision``."""
    _INSERT.execute(
        connection,
        {
            "queue_id": queue_id,
            "revision": revision,
            "kind": kind,
            "registration_id": registration_id,
            "at": at,
            "data": data,
        },
    )


def list_after(connection: Connection, revisions: Mapping[int, int], limit: int) -> list[Event]:
    """The changes of queues after those revisions (by the queue's id), oldest first within each queue.

    When there are more than ``most``, at least the first ``most`` of them.
    """
    found: list[Event] = []
    for part in iter_padded_batches(list(revisions.items())):
        values = {"most": limit}
        for number, (queue_id, revision) in enumerate(part):
            values |= {f"queue{number}": queue_id, f"revision{number}": revision}
        found += map(Event._make, _select_newer(len(part)).fetch_all(connection, values))
    return found


@lru_cache(maxsize=16)
def _select_newer(queue_count: int) -> CompiledStatement:
    """The changes of so many queues."""
    newer = (
        (table.c.queue_id == bindparam(f"queue{number}")) & (table.c.revision > bindparam(f"revision{number}"))
        for number in range(queue_count)
    )
    chosen = select(*_COLUMNS).where(or_(*newer)).order_by(table.c.queue_id, table.c.revision)
    return CompiledStatement(chosen.limit(bindparam("most")))
