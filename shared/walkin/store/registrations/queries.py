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
from walkin.store.engine.compiled import CompiledStatement, iter_padded_batches
from walkin.store.queues import QueueState
from walkin.store.registrations.ranks import RankCache
from walkin.store.schema.tables import queue
from walkin.store.schema.tables import registration as table


class RegistrationRow(NamedTuple):
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
    def is_waiting(self) -> bool:
        """Whether it has a rank."""
        return self.status == Status.REGISTERED and not self.aside


class ListRow(NamedTuple):
    """A registration in a list, before the rest of it is read."""

    id: int
    registered_at: int
    started_at: int | None
    revision: int
    token: str


ON_HOLD = "-"
"""The ``aside`` of one on hold."""


def encode_reservation(desk: str) -> str:
    """The ``aside`` of one whom only that desk may call."""
    return f"@{desk}"


class RankedRegistration(NamedTuple):
    """A registration with its queue; ``rank`` counts from 1 and is None for those who do not wait."""

    registration: RegistrationRow
    queue: QueueState
    rank: int | None


class BatchResult(NamedTuple):
    """What one step changed, in its order; ``kind`` is what was done or undone, as events name it."""

    kind: str
    registrations: tuple[RankedRegistration, ...]


_COLUMNS = tuple(table.c[name] for name in RegistrationRow._fields)
_BY_ID = CompiledStatement(
    select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.id == bindparam("key"))
)
_ID_BY_TOKEN = CompiledStatement(select(table.c.queue_id, table.c.id).where(table.c.token == bindparam("token")))
_QUEUE_ID_BY_ID = CompiledStatement(select(table.c.queue_id).where(table.c.id == bindparam("key")))
_CREATOR_BY_ID = CompiledStatement(select(table.c.made_by, table.c.registered_at).where(table.c.id == bindparam("key")))
_CALL_ORDER = (table.c.priority.desc(), table.c.position)
_FIRST_WAITING = CompiledStatement(
    select(*_COLUMNS)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status == "registered",
        table.c.aside == bindparam("aside"),
    )
    .order_by(*_CALL_ORDER)
    .limit(1)
)
_LIST_COLUMNS = tuple(table.c[name] for name in ListRow._fields)
_WAITING_IN_ORDER = CompiledStatement(
    select(*_LIST_COLUMNS)
    .where(table.c.queue_id == bindparam("queue_id"), table.c.status == "registered", table.c.aside == "")
    .order_by(*_CALL_ORDER)
)
_BY_STATUS_AND_DAY = (
    select(*_COLUMNS)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status.in_(bindparam("statuses", expanding=True)),
        table.c.day == bindparam("day"),
    )
    .order_by(table.c.id)
)
_COUNT_AHEAD = CompiledStatement(
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


def list_ranked(connection: Connection, queue_id: int, statuses: Sequence[str]) -> list[tuple[ListRow, int | None]]:
    """The queue's registrations with those statuses and their ranks: the waiting by rank, then the others by arrival.

    Nobody in a queue that is not there.
    """
    given = {"queue_id": queue_id}
    # The waiting come in the order of their index: thousands need not be sorted.
    waiting = _WAITING_IN_ORDER.fetch_all(connection, given) if Status.REGISTERED in statuses else ()
    found: list[tuple[ListRow, int | None]] = [(ListRow._make(row), rank) for rank, row in enumerate(waiting, 1)]
    found += ((ListRow._make(row), None) for row in _select_unranked(frozenset(statuses)).fetch_all(connection, given))
    return found


@lru_cache(maxsize=64)
def _select_unranked(statuses: frozenset[str]) -> CompiledStatement:
    """Those with these statuses who have no rank."""
    return CompiledStatement(
        select(*_LIST_COLUMNS)
        .where(
            table.c.queue_id == bindparam("queue_id"),
            or_(*(table.c.status == status for status in sorted(statuses))),
            or_(table.c.status != "registered", table.c.aside != ""),
        )
        .order_by(table.c.status != "registered", *_CALL_ORDER)
    )


def list_by_ids(connection: Connection, registration_ids: Sequence[int]) -> Iterator[RegistrationRow]:
    """The registrations with those ids, in any order."""
    for part in iter_padded_batches(registration_ids):
        values = {f"key{number}": key for number, key in enumerate(part)}
        yield from map(RegistrationRow._make, _select_by_ids(len(part)).fetch_all(connection, values))


@lru_cache(maxsize=16)
def _select_by_ids(count: int) -> CompiledStatement:
    """Registrations by so many ids."""
    return CompiledStatement(
        select(*_COLUMNS).where(table.c.id.in_([bindparam(f"key{number}") for number in range(count)]))
    )


def find_by_ticket(
    connection: Connection, queue_id: int, statuses: Sequence[str], ticket: str, at: int, ranks: RankCache
) -> tuple[QueueState, list[tuple[RegistrationRow, int | None]]]:
    """The queue and today's with that number, in any case, and one of those statuses; with their ranks."""
    state = queues.get(connection, queue_id, at)
    rows = connection.execute(_BY_STATUS_AND_DAY, {"queue_id": queue_id, "statuses": list(statuses), "day": state.day})
    wanted = f'"ticket":"{ticket.upper()}"'
    matching = (RegistrationRow._make(row) for row in rows if wanted in row.document)
    return state, [(entry, attach_rank(connection, state, entry, ranks).rank) for entry in matching]


def list_by_client(
    connection: Connection, client_id: int, at: int, account_id: int, *, today_only: bool, limit: int
) -> list[tuple[QueueState, RegistrationRow]]:
    """A client's registrations in that account with their queues, newest first."""
    states = {state.id: state for state in queues.list_queues(connection, at, account_id)}
    rows = connection.execute(
        select(*_COLUMNS, table.c.queue_id, table.c.day)
        .where(table.c.client_id == client_id, table.c.queue_id.in_(states))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    found = [(states[row.queue_id], RegistrationRow(*row[: len(_COLUMNS)]), row.day) for row in rows]
    return [(state, entry) for state, entry, day in found if not today_only or day == state.day]


def list_at_desk(connection: Connection, account_id: int, desk: str) -> list[tuple[int, RegistrationRow]]:
    """Who is at that desk now, with the queues: those called first come first."""
    rows = connection.execute(
        select(*_COLUMNS, table.c.queue_id)
        .join(queue, queue.c.id == table.c.queue_id)
        .where(
            # Spelt out: the partial index is found only by its own condition.
            text("registration.status IN ('registered', 'inProgress')"),
            table.c.status == Status.IN_PROGRESS.value,
            queue.c.account_id == account_id,
        )
        .order_by(table.c.started_at, table.c.id)
    )
    found = [(row.queue_id, RegistrationRow(*row[: len(_COLUMNS)])) for row in rows]
    return [(key, entry) for key, entry in found if get_desk_name(entry) == desk]


def get_desk_name(registration: RegistrationRow) -> str:
    """The desk it was last called to, empty for none."""
    name: str = orjson.loads(registration.document).get("counter", {}).get("name", "")
    return name


def get(
    connection: Connection, queue_id: int, registration_id: int, at: int, ranks: RankCache | None = None
) -> RankedRegistration:
    """One registration. Refuses ``queueNotFound`` and ``registrationNotFound``."""
    state = queues.get(connection, queue_id, at)
    return attach_rank(connection, state, get_row(connection, state, registration_id), ranks)


def get_by_token(connection: Connection, token: str, at: int, ranks: RankCache | None = None) -> RankedRegistration:
    """The registration whose ticket's page has that token. Refuses ``notFound``."""
    row = _ID_BY_TOKEN.fetch_first(connection, {"token": token})
    if row is None:
        raise Refused("notFound")
    queue_id, registration_id = row
    return get(connection, queue_id, registration_id, at, ranks)


def get_in_any_queue(connection: Connection, registration_id: int, at: int) -> RankedRegistration:
    """The registration in whatever queue it is now. Refuses ``registrationNotFound``."""
    queue_id = _QUEUE_ID_BY_ID.fetch_value(connection, {"key": registration_id})
    if queue_id is None:
        raise Refused("registrationNotFound")
    return get(connection, queue_id, registration_id, at)


def get_creator(connection: Connection, registration_id: int) -> tuple[str, int] | None:
    """By which credential and when a registration was made; None when there is none."""
    row = _CREATOR_BY_ID.fetch_first(connection, {"key": registration_id})
    return None if row is None else (row[0], row[1])


def peek_next(connection: Connection, queue_id: int, at: int) -> RankedRegistration:
    """Who is next, unchanged. Refuses ``queueEmpty``."""
    state = queues.get(connection, queue_id, at)
    return RankedRegistration(get_first_waiting(connection, state), state, 1)


def get_first_waiting(connection: Connection, state: QueueState, desk: str = "") -> RegistrationRow:
    """The first of those who wait, also for that desk alone. Refuses ``queueEmpty``."""
    asides = ["", encode_reservation(desk)] if desk else [""]
    rows = [_FIRST_WAITING.fetch_first(connection, {"queue_id": state.id, "aside": aside}) for aside in asides]
    heads = [RegistrationRow(*row) for row in rows if row is not None]
    if not heads:
        raise Refused("queueEmpty")
    return min(heads, key=call_order_key)


def call_order_key(registration: RegistrationRow) -> tuple[int, int, int]:
    """Sorts those who wait, also of several queues, as they are called."""
    return (-registration.priority, registration.position, registration.id)


def get_row(connection: Connection, state: QueueState, registration_id: int) -> RegistrationRow:
    """A registration of that queue. Refuses ``registrationNotFound``."""
    entry = find_row(connection, state, registration_id)
    if entry is None:
        raise Refused("registrationNotFound")
    return entry


def find_row(connection: Connection, state: QueueState, registration_id: int) -> RegistrationRow | None:
    """A registration of that queue, None when it is not there."""
    row = _BY_ID.fetch_first(connection, {"queue_id": state.id, "key": registration_id})
    return None if row is None else RegistrationRow(*row)


def attach_rank(
    connection: Connection, state: QueueState, registration: RegistrationRow, ranks: RankCache | None = None
) -> RankedRegistration:
    """The registration with its rank: from ``ranks`` where the caller reads, counted within a write."""
    if not registration.is_waiting:
        return RankedRegistration(registration, state, None)
    if registration.position == state.tail and registration.priority == 0:
        # Nobody can be behind the last place of the lowest priority: no need to count.
        return RankedRegistration(registration, state, state.waiting)
    if (
        ranks is not None
        and (rank := ranks.get_rank(connection, state, registration.priority, registration.position)) is not None
    ):
        return RankedRegistration(registration, state, rank)
    return RankedRegistration(
        registration, state, count_ahead(connection, state.id, registration.priority, registration.position) + 1
    )


def count_ahead(connection: Connection, queue_id: int, priority: int, position: int) -> int:
    """How many wait before that place."""
    given = {"queue_id": queue_id, "priority": priority, "position": position}
    return int(_COUNT_AHEAD.fetch_value(connection, given))
