"""Registrations as they are read: rows, ranks and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, func, or_, select, text

from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.store import queues
from walkin.store.engine.compiled import Prepared, portions
from walkin.store.queues import QueueState
from walkin.store.registrations.ranks import Ranks
from walkin.store.schema.tables import queue
from walkin.store.schema.tables import registration as table


class Entry(NamedTuple):
    """A registration's row as it is rendered: ``document``, ``client`` and ``form`` are JSON texts."""

    id: int
    client_id: int | None
    status: str
    aside: str
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
    outcome: str | None

    @property
    def waits(self) -> bool:
        """Whether it has a rank."""
        return self.status == Status.REGISTERED and not self.aside


class Line(NamedTuple):
    """A registration in a list, before the rest of it is read."""

    id: int
    registered_at: int
    started_at: int | None
    revision: int
    token: str


PARKED = "-"
"""The ``aside`` of one on hold."""


def reserved_for(desk: str) -> str:
    """The ``aside`` of one whom only that desk may call."""
    return f"@{desk}"


class Found(NamedTuple):
    """A registration with its queue; ``rank`` counts from 1 and is None for those who do not wait."""

    entry: Entry
    queue: QueueState
    rank: int | None


class Several(NamedTuple):
    """What one step changed, in its order; ``kind`` is what was done or undone, as events name it."""

    kind: str
    changed: tuple[Found, ...]


_COLUMNS = tuple(table.c[name] for name in Entry._fields)
_ONE = Prepared(select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.id == bindparam("key")))
_OF_TOKEN = Prepared(select(table.c.queue_id, table.c.id).where(table.c.token == bindparam("token")))
_QUEUE_OF = Prepared(select(table.c.queue_id).where(table.c.id == bindparam("key")))
_MADE = Prepared(select(table.c.made_by, table.c.registered_at).where(table.c.id == bindparam("key")))
_ORDER = (table.c.priority.desc(), table.c.position)
_FIRST = Prepared(
    select(*_COLUMNS)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status == "registered",
        table.c.aside == bindparam("aside"),
    )
    .order_by(*_ORDER)
    .limit(1)
)
_LINE = tuple(table.c[name] for name in Line._fields)
_WAITING = Prepared(
    select(*_LINE)
    .where(table.c.queue_id == bindparam("queue_id"), table.c.status == "registered", table.c.aside == "")
    .order_by(*_ORDER)
)
_TODAY = (
    select(*_COLUMNS)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status.in_(bindparam("statuses", expanding=True)),
        table.c.day == bindparam("day"),
    )
    .order_by(table.c.id)
)
_AHEAD = Prepared(
    select(func.count())
    .select_from(table)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status == "registered",
        table.c.aside == "",
        or_(
            table.c.priority > bindparam("priority"),
            (table.c.priority == bindparam("priority")) & (table.c.position < bindparam("position")),
        ),
    )
)


def listed(connection: Connection, queue_id: int, statuses: Sequence[str]) -> list[tuple[Line, int | None]]:
    """The queue's registrations with those statuses and their ranks: the waiting by rank, then the others by arrival.

    Nobody in a queue that is not there.
    """
    given = {"queue_id": queue_id}
    # The waiting come in the order of their index: thousands need not be sorted.
    waiting = _WAITING.rows(connection, given) if Status.REGISTERED in statuses else ()
    found: list[tuple[Line, int | None]] = [(Line._make(row), rank) for rank, row in enumerate(waiting, 1)]
    found += ((Line._make(row), None) for row in _others(frozenset(statuses)).rows(connection, given))
    return found


@lru_cache(maxsize=64)
def _others(statuses: frozenset[str]) -> Prepared:
    """Those with these statuses who have no rank."""
    return Prepared(
        select(*_LINE)
        .where(
            table.c.queue_id == bindparam("queue_id"),
            or_(*(table.c.status == status for status in sorted(statuses))),
            or_(table.c.status != "registered", table.c.aside != ""),
        )
        .order_by(table.c.status != "registered", *_ORDER)
    )


def chosen(connection: Connection, keys: Sequence[int]) -> Iterator[Entry]:
    """The registrations with those ids, in any order."""
    for part in portions(keys):
        values = {f"key{number}": key for number, key in enumerate(part)}
        yield from map(Entry._make, _chosen(len(part)).rows(connection, values))


@lru_cache(maxsize=16)
def _chosen(count: int) -> Prepared:
    """Registrations by so many ids."""
    return Prepared(select(*_COLUMNS).where(table.c.id.in_([bindparam(f"key{number}") for number in range(count)])))


def of_ticket(
    connection: Connection, queue_id: int, statuses: Sequence[str], ticket: str, at: int, ranks: Ranks
) -> tuple[QueueState, list[tuple[Entry, int | None]]]:
    """The queue and today's with that number, in any case, and one of those statuses; with their ranks."""
    state = queues.get(connection, queue_id, at)
    rows = connection.execute(_TODAY, {"queue_id": queue_id, "statuses": list(statuses), "day": state.day})
    wanted = f'"ticket":"{ticket.upper()}"'
    matching = (Entry._make(row) for row in rows if wanted in row.document)
    return state, [(entry, found(connection, state, entry, ranks).rank) for entry in matching]


def of_client(
    connection: Connection, client_id: int, at: int, account: int, *, today: bool, most: int
) -> list[tuple[QueueState, Entry]]:
    """A client's registrations in that account with their queues, newest first."""
    states = {state.id: state for state in queues.everything(connection, at, account)}
    rows = connection.execute(
        select(*_COLUMNS, table.c.queue_id, table.c.day)
        .where(table.c.client_id == client_id, table.c.queue_id.in_(states))
        .order_by(table.c.id.desc())
        .limit(most)
    )
    found = [(states[row.queue_id], Entry(*row[: len(_COLUMNS)]), row.day) for row in rows]
    return [(state, entry) for state, entry, day in found if not today or day == state.day]


def served_at(connection: Connection, account: int, desk: str) -> list[tuple[int, Entry]]:
    """Who is at that desk now, with the queues: those called first come first."""
    rows = connection.execute(
        select(*_COLUMNS, table.c.queue_id)
        .join(queue, queue.c.id == table.c.queue_id)
        .where(
            # Spelt out: the partial index is found only by its own condition.
            text("registration.status IN ('registered', 'inProgress')"),
            table.c.status == Status.IN_PROGRESS.value,
            queue.c.account_id == account,
        )
        .order_by(table.c.started_at, table.c.id)
    )
    found = [(row.queue_id, Entry(*row[: len(_COLUMNS)])) for row in rows]
    return [(key, entry) for key, entry in found if desk_of(entry) == desk]


def desk_of(entry: Entry) -> str:
    """The desk it was last called to, empty for none."""
    name: str = orjson.loads(entry.document).get("counter", {}).get("name", "")
    return name


def get(connection: Connection, queue_id: int, registration_id: int, at: int, ranks: Ranks | None = None) -> Found:
    """One registration. Refuses ``queueNotFound`` and ``registrationNotFound``."""
    state = queues.get(connection, queue_id, at)
    return found(connection, state, one(connection, state, registration_id), ranks)


def of_token(connection: Connection, token: str, at: int, ranks: Ranks | None = None) -> Found:
    """The registration whose ticket's page has that token. Refuses ``notFound``."""
    row = _OF_TOKEN.first(connection, {"token": token})
    if row is None:
        raise Refused("notFound")
    queue_id, registration_id = row
    return get(connection, queue_id, registration_id, at, ranks)


def anywhere(connection: Connection, registration_id: int, at: int) -> Found:
    """The registration in whatever queue it is now. Refuses ``registrationNotFound``."""
    queue_id = _QUEUE_OF.value(connection, {"key": registration_id})
    if queue_id is None:
        raise Refused("registrationNotFound")
    return get(connection, queue_id, registration_id, at)


def made(connection: Connection, registration_id: int) -> tuple[str, int] | None:
    """By which credential and when a registration was made; None when there is none."""
    row = _MADE.first(connection, {"key": registration_id})
    return None if row is None else (row[0], row[1])


def first(connection: Connection, queue_id: int, at: int) -> Found:
    """Who is next, unchanged. Refuses ``queueEmpty``."""
    state = queues.get(connection, queue_id, at)
    return Found(head(connection, state), state, 1)


def head(connection: Connection, state: QueueState, desk: str = "") -> Entry:
    """The first of those who wait, also for that desk alone. Refuses ``queueEmpty``."""
    asides = ["", reserved_for(desk)] if desk else [""]
    rows = [_FIRST.first(connection, {"queue_id": state.id, "aside": aside}) for aside in asides]
    heads = [Entry(*row) for row in rows if row is not None]
    if not heads:
        raise Refused("queueEmpty")
    return min(heads, key=turn)


def turn(entry: Entry) -> tuple[int, int, int]:
    """Sorts those who wait, also of several queues, as they are called."""
    return (-entry.priority, entry.position, entry.id)


def one(connection: Connection, state: QueueState, registration_id: int) -> Entry:
    """A registration of that queue. Refuses ``registrationNotFound``."""
    entry = look_up(connection, state, registration_id)
    if entry is None:
        raise Refused("registrationNotFound")
    return entry


def look_up(connection: Connection, state: QueueState, registration_id: int) -> Entry | None:
    """A registration of that queue, None when it is not there."""
    row = _ONE.first(connection, {"queue_id": state.id, "key": registration_id})
    return None if row is None else Entry(*row)


def found(connection: Connection, state: QueueState, entry: Entry, ranks: Ranks | None = None) -> Found:
    """The registration with its rank: from ``ranks`` where the caller reads, counted within a write."""
    if not entry.waits:
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
    return int(_AHEAD.value(connection, given))
