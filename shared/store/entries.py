"""Registrations as they are read: rows, ranks and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select

from shared.model.errors import Refused
from shared.model.registration import Status
from shared.store import queues
from shared.store.queues import QueueState
from shared.store.ranks import Ranks
from shared.store.tables import registration as table


class Entry(NamedTuple):
    """A registration's row as it is rendered: ``document``, ``client`` and ``form`` are JSON texts."""

    id: int
    client_id: int | None
    status: str
    priority: int
    position: int
    registered_at: int
    started_at: int | None
    revision: int
    token: str
    document: str
    client: str | None
    form: str | None
    note: str | None


class Found(NamedTuple):
    """A registration with its queue; ``rank`` counts from 1 and is None for those who do not wait."""

    entry: Entry
    queue: QueueState
    rank: int | None


_COLUMNS = tuple(table.c[name] for name in Entry._fields)
_ONE = select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.id == bindparam("key"))
_OF_TOKEN = select(table.c.id, table.c.queue_id).where(table.c.token == bindparam("token"))
_QUEUE_OF = select(table.c.queue_id).where(table.c.id == bindparam("key"))
_MADE = select(table.c.made_by, table.c.registered_at).where(table.c.id == bindparam("key"))
_ORDER = (table.c.priority.desc(), table.c.position)
_WAITING = select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.status == "registered")
_FIRST = _WAITING.order_by(*_ORDER).limit(1)
_LIST = (
    select(*_COLUMNS)
    .where(table.c.queue_id == bindparam("queue_id"), table.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(table.c.status != "registered", *_ORDER)
)
_AHEAD = (
    select(func.count())
    .select_from(table)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status == "registered",
        or_(
            table.c.priority > bindparam("priority"),
            (table.c.priority == bindparam("priority")) & (table.c.position < bindparam("position")),
        ),
    )
)


def listed(connection: Connection, queue_id: int, statuses: Sequence[str], at: int) -> tuple[QueueState, list[Entry]]:
    """The queue and its registrations with those statuses: the waiting by rank, then the others by arrival."""
    state = queues.get(connection, queue_id, at)
    rows = connection.execute(_LIST, {"queue_id": queue_id, "statuses": list(statuses)})
    return state, [Entry(*row) for row in rows]


def get(connection: Connection, queue_id: int, registration_id: int, at: int, ranks: Ranks | None = None) -> Found:
    """One registration. Refuses ``queueNotFound`` and ``registrationNotFound``."""
    state = queues.get(connection, queue_id, at)
    return found(connection, state, one(connection, state, registration_id), ranks)


def of_token(connection: Connection, token: str, at: int, ranks: Ranks | None = None) -> Found:
    """The registration whose ticket's page has that token. Refuses ``notFound``."""
    row = connection.execute(_OF_TOKEN, {"token": token}).first()
    if row is None:
        raise Refused("notFound")
    return get(connection, row.queue_id, row.id, at, ranks)


def anywhere(connection: Connection, registration_id: int, at: int) -> Found:
    """The registration in whatever queue it is now. Refuses ``registrationNotFound``."""
    queue_id = connection.execute(_QUEUE_OF, {"key": registration_id}).scalar()
    if queue_id is None:
        raise Refused("registrationNotFound")
    return get(connection, queue_id, registration_id, at)


def made(connection: Connection, registration_id: int) -> tuple[str, int] | None:
    """By which credential and when a registration was made; None when there is none."""
    row = connection.execute(_MADE, {"key": registration_id}).first()
    return None if row is None else (row.made_by, row.registered_at)


def first(connection: Connection, queue_id: int, at: int) -> Found:
    """Who is next, unchanged. Refuses ``queueEmpty``."""
    state = queues.get(connection, queue_id, at)
    return Found(head(connection, state), state, 1)


def head(connection: Connection, state: QueueState) -> Entry:
    """The first of those who wait. Refuses ``queueEmpty``."""
    row = connection.execute(_FIRST, {"queue_id": state.id}).first()
    if row is None:
        raise Refused("queueEmpty")
    return Entry(*row)


def one(connection: Connection, state: QueueState, registration_id: int) -> Entry:
    """A registration of that queue. Refuses ``registrationNotFound``."""
    entry = look_up(connection, state, registration_id)
    if entry is None:
        raise Refused("registrationNotFound")
    return entry


def look_up(connection: Connection, state: QueueState, registration_id: int) -> Entry | None:
    """A registration of that queue, None when it is not there."""
    row = connection.execute(_ONE, {"queue_id": state.id, "key": registration_id}).first()
    return None if row is None else Entry(*row)


def found(connection: Connection, state: QueueState, entry: Entry, ranks: Ranks | None = None) -> Found:
    """The registration with its rank: from ``ranks`` where the caller reads, counted within a write."""
    if entry.status != Status.REGISTERED:
        return Found(entry, state, None)
    if entry.position == state.tail and entry.priority == 0:
        # Nobody can be behind the last place of the lowest priority: no need to count.
        return Found(entry, state, state.waiting)
    if ranks is not None and (rank := ranks.rank(connection, state, entry.priority, entry.position)) is not None:
        return Found(entry, state, rank)
    return Found(entry, state, places_ahead(connection, state.id, entry.priority, entry.position) + 1)


def places_ahead(connection: Connection, queue_id: int, priority: int, position: int) -> int:
    """How many wait before that place."""
    given = {"queue_id": queue_id, "priority": priority, "position": position}
    return connection.execute(_AHEAD, given).scalar_one()
