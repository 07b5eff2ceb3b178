"""The event log: one row a change, written in its transaction, without personal data."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypedDict

from sqlalchemy import Connection, bindparam, insert, or_, select

from walkin.store.engine.batch import defer
from walkin.store.engine.compiled import CompiledStatement, iter_padded_batches
from walkin.store.schema.tables import event as table

_INSERT = CompiledStatement(
    insert(table).inline(), ("queue_id", "revision", "kind", "registration_id", "created_at", "data", "packed")
)
_COLUMNS = (
    *(table.c.queue_id, table.c.revision, table.c.kind, table.c.registration_id),
    *(table.c.data, table.c.packed, table.c.created_at),
)
_DICTIONARY = (
    b'"},"parked":true,"reserved":{"name":"","deleted","missed":{"dateTime":","follows":","language":"fr","'
    b"America/New_York"
    b'"Etc/UTC"{"ticket":"B017","status":"registered","registered":{"dateTime":"2026-11-24T09:05:00","timeZone":"'
    b'Europe/Paris"},"calls":0,"priority":0,"position":17959","toldWaitingTime":{"from":10,"to":20},"status":"noShow",'
    b'"status":"inProgress","status":"finished","calls":1,"revision":15,"started":{"dateTime":"2026-11-24T09:05:00",'
    b'"timeZone":"Europe/Paris"},"counter":{"name":"Desk 1"},"called":{"dateTime":"2026-11-24T09:05:00","timeZone":"'
    b'Europe/Paris"},"finished":{"dateTime":"2026-11-24T09:05:00","timeZone":"Europe/Paris"}}'
)
"""Dictionary of zlib for documents: a packed one has a fifth of its bytes. Must not change: stored rows need it."""

_WINDOW_BITS = -11
"""A window of 2 kB: the dictionary and a document."""

_MEMORY_LEVEL = 1
"""The lowest: compressors with little memory are created faster."""
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
    printed: str
    printedAt: dict[str, str]
    printCount: int
    offline: dict[str, object]


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
    defer(connection, table.name, _insert, Event(queue_id, revision, kind, registration_id, data, at))


def _insert(connection: Connection, events: Iterable[Event]) -> None:
    rows = ({**event._asdict(), **pack(event.registration_id, event.data)} for event in events)
    _INSERT.execute_many(connection, rows)


def pack(registration_id: int | None, data: str) -> dict[str, str | bytes | None]:
    """Pack the document of an event into its columns."""
    if registration_id is None:
        return {"data": data, "packed": None}
    compressor = zlib.compressobj(3, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    return {"data": "", "packed": compressor.compress(data.encode()) + compressor.flush()}


def unpack(data: str, packed: bytes | None) -> str:
    """Return the document of an event from its columns."""
    if packed is None:
        return data
    return zlib.decompressobj(_WINDOW_BITS, _DICTIONARY).decompress(packed).decode()


def get_time(connection: Connection, queue_id: int, revision: int) -> int | None:
    """When the change that raised the queue to ``revision`` was made; None if the log does not have it."""
    time: int | None = _TIME.fetch_value(connection, {"queue_id": queue_id, "revision": revision})
    return time


def list_after(connection: Connection, revisions: Mapping[int, int], limit: int) -> list[Event]:
    """List the events of queues after the given revisions (by queue id), oldest first within each queue.

    If there are more than ``limit``, at least the first ``limit`` of them.
    """
    events: list[Event] = []
    # Few statements are compiled.
    count = 1 << (limit - 1).bit_length()
    for batch in iter_padded_batches(list(revisions.items())):
        values: dict[str, int] = {}
        for number, (queue_id, revision) in enumerate(batch):
            values |= {f"queue{number}": queue_id, f"revision{number}": revision}
        for row in _select_newer(len(batch), count).fetch_all(connection, values):
            queue_id, revision, kind, registration_id, data, packed, created_at = row
            events.append(Event(queue_id, revision, kind, registration_id, unpack(data, packed), created_at))
    return events


@lru_cache(maxsize=128)
def _select_newer(queue_count: int, limit: int) -> CompiledStatement:
    """Select the events of queues after revisions. With a parameter as limit SQLite would prepare it each time."""
    newer = (
        (table.c.queue_id == bindparam(f"queue{number}")) & (table.c.revision > bindparam(f"revision{number}"))
        for number in range(queue_count)
    )
    statement = select(*_COLUMNS).where(or_(*newer)).order_by(table.c.queue_id, table.c.revision)
    return CompiledStatement(statement.limit(limit))
