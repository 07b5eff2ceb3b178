"""The event log: one row a change, written in its transaction, without personal data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypedDict

from sqlalchemy import Connection, bindparam, insert, or_, select

from walkin.store.engine.compiled import CompiledStatement, iter_padded_batches
from walkin.store.schema.tables import event as table

_INSERT = CompiledStatement(
    insert(table).inline(), ("queue_id", "revision", "kind", "registration_id", "created_at", "data")
)
_COLUMNS = (
    *(table.c.queue_id, table.c.revision, table.c.kind),
    *(table.c.registration_id, table.c.data, table.c.created_at),
)
_TIME = CompiledStatement(
    select(table.c.created_at).where(
        table.c.queue_id == bindparam("queue_id"), table.c.revision == bindparam("revision")
    )
)


class RegistrationDocument(TypedDict, total=False):
    """A registration's public members as stored: all but its id, its queue and what depends on the moment."""

    ticket: str
    status: str
    priority: int
    position: int
    calls: int
    revision: int
    language: str
    registered: dict[str, str]
    called: dict[str, str]
    started: dict[str, str]
    finished: dict[str, str]
    missed: dict[str, str]
    counter: dict[str, str]
    parked: bool
    reserved: dict[str, str]
    toldWaitingTime: dict[str, int]
    follows: str


class Event(NamedTuple):
    """A change; ``data`` is the JSON text of the registration's public document after it."""

    queue_id: int
    revision: int
    kind: str
    registration_id: int | None
    data: str
    created_at: int


def record(
    connection: Connection, queue_id: int, revision: int, kind: str, registration_id: int | None, at: int, data: str
) -> None:
    """Record the change that raised the queue to ``revision``."""
    _INSERT.execute(
        connection,
        {
            "queue_id": queue_id,
            "revision": revision,
            "kind": kind,
            "registration_id": registration_id,
            "created_at": at,
            "data": data,
        },
    )


def get_time(connection: Connection, queue_id: int, revision: int) -> int | None:
    """When the change that raised the queue to ``revision`` was made; None if the log does not have it."""
    time: int | None = _TIME.fetch_value(connection, {"queue_id": queue_id, "revision": revision})
    return time


def list_after(connection: Connection, revisions: Mapping[int, int], limit: int) -> list[Event]:
    """List the events of queues after the given revisions (by queue id), oldest first within each queue.

    If there are more than ``limit``, at least the first ``limit`` of them.
    """
    events: list[Event] = []
    for batch in iter_padded_batches(list(revisions.items())):
        values = {"limit": limit}
        for number, (queue_id, revision) in enumerate(batch):
            values |= {f"queue{number}": queue_id, f"revision{number}": revision}
        events += map(Event._make, _select_newer(len(batch)).fetch_all(connection, values))
    return events


@lru_cache(maxsize=16)
def _select_newer(queue_count: int) -> CompiledStatement:
    newer = (
        (table.c.queue_id == bindparam(f"queue{number}")) & (table.c.revision > bindparam(f"revision{number}"))
        for number in range(queue_count)
    )
    statement = select(*_COLUMNS).where(or_(*newer)).order_by(table.c.queue_id, table.c.revision)
    return CompiledStatement(statement.limit(bindparam("limit")))
