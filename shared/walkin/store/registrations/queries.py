"""Read registrations: rows, ranks and lists."""

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
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.ranks import RankCache
from walkin.store.schema.tables import IS_WAITING, queue
from walkin.store.schema.tables import registration as table


class RegistrationRow(NamedTuple):
    """A row of the table ``registration``; ``document``, ``client`` and ``form`` are JSON texts."""

    id: int
    client_id: int | None
    status: str
    priority: int
    position: int
    registered_at: int
    token: str
    on_hold: bool = False
    reserved_desk: str = ""
    started_at: int | None = None
    revision: int = 0
    document: str = ""
    client: str | None = None
    form: str | None = None
    note: str | None = None
    outcome: str | None = None
    held_ticket: str | None = None
    called_by: str = ""
    possible_client_id: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it has a rank: see ``IS_WAITING``, its column expression."""
        return self.status == Status.REGISTERED and not self.on_hold and not self.reserved_desk

    @property
    def desk_name(self) -> str:
        """The desk it was last called to, empty for none."""
        name: str = self.load_document().get("counter", {}).get("name", "")
        return name

    @property
    def call_order_key(self) -> tuple[int, int, int]:
        """Sort key of the call order, also across queues."""
        return (-self.priority, self.position, self.id)

    def load_document(self) -> RegistrationDocument:
        """Parse ``document``."""
        document: RegistrationDocument = orjson.loads(self.document)
        return document


class ListRow(NamedTuple):
    """The columns of a list's volatile members and order; the rest is read only where it is not cached."""

    id: int
    registered_at: int
    started_at: int | None
    revision: int
    token: str


class RankedRegistration(NamedTuple):
    """A registration with its queue; ``rank`` counts from 1 and is None unless it waits."""

    registration: RegistrationRow
    queue: QueueState
    rank: int | None


class BatchResult(NamedTuple):
    """The registrations that one desk operation changed, in order; ``kind`` is the kind of the event."""

    kind: str
    registrations: tuple[RankedRegistration, ...]


_COLUMNS = tuple(table.c[name] for name in RegistrationRow._fields)
_BY_ID = CompiledStatement(
    select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.id == bindparam("key"))
)
_ID_BY_TOKEN = CompiledStatement(select(table.c.queue_id, table.c.id).where(table.c.token == bindparam("token")))
_QUEUE_ID_BY_ID = CompiledStatement(select(table.c.queue_id).where(table.c.id == bindparam("key")))
_CREATOR = CompiledStatement(select(table.c.created_by, table.c.registered_at).where(table.c.id == bindparam("key")))
_CALL_ORDER = (table.c.priority.desc(), table.c.position)
_FIRST_FOR_DESK = CompiledStatement(
    select(*_COLUMNS)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status == "registered",
        ~table.c.on_hold,
        table.c.reserved_desk == bindparam("desk"),
    )
    .order_by(*_CALL_ORDER)
    .limit(1)
)
_LIST_COLUMNS = tuple(table.c[name] for name in ListRow._fields)
_WAITING_IN_ORDER = CompiledStatement(
    select(*_LIST_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), IS_WAITING).order_by(*_CALL_ORDER)
)
_BY_STATUS_AND_DAY = (
    select(*_COLUMNS)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        table.c.status.in_(bindparam("statuses", expanding=True)),
        or_(table.c.day == bindparam("day"), table.c.held_ticket == bindparam("ticket")),
    )
    .order_by(table.c.id)
)
_COUNT_AHEAD = CompiledStatement(
    select(func.count())
    .select_from(table)
    .where(
        table.c.queue_id == bindparam("queue_id"),
        IS_WAITING,
        or_(
            table.c.priority > bindparam("priority"),
            (table.c.priority == bindparam("priority")) & (table.c.position < bindparam("position")),
        ),
    )
)


def list_ranked(connection: Connection, queue_id: int, statuses: Sequence[str]) -> list[tuple[ListRow, int | None]]:
    """List a queue's registrations with those statuses: the waiting ones by rank, then the others by arrival.

    An unknown queue has none.
    """
    values = {"queue_id": queue_id}
    # The index has the waiting ones in order: thousands need not be sorted.
    waiting = _WAITING_IN_ORDER.fetch_all(connection, values) if Status.REGISTERED in statuses else ()
    ranked: list[tuple[ListRow, int | None]] = [(ListRow._make(row), rank) for rank, row in enumerate(waiting, 1)]
    unranked = _select_unranked(frozenset(statuses)).fetch_all(connection, values)
    return ranked + [(ListRow._make(row), None) for row in unranked]


@lru_cache(maxsize=64)
def _select_unranked(statuses: frozenset[str]) -> CompiledStatement:
    """Select the registrations with these statuses that do not wait."""
    return CompiledStatement(
        select(*_LIST_COLUMNS)
        .where(
            table.c.queue_id == bindparam("queue_id"),
            or_(*(table.c.status == status for status in sorted(statuses))),
            ~IS_WAITING,
        )
        .order_by(table.c.status != "registered", *_CALL_ORDER)
    )


def list_by_ids(connection: Connection, registration_ids: Sequence[int]) -> Iterator[RegistrationRow]:
    """Yield the registrations with those ids, in any order."""
    for batch in iter_padded_batches(registration_ids):
        values = {f"key{number}": registration_id for number, registration_id in enumerate(batch)}
        yield from map(RegistrationRow._make, _select_by_ids(len(batch)).fetch_all(connection, values))


@lru_cache(maxsize=16)
def _select_by_ids(count: int) -> CompiledStatement:
    return CompiledStatement(select(*_COLUMNS).where(table.c.id.in_([bindparam(f"key{i}") for i in range(count)])))


def find_by_ticket(
    connection: Connection, queue_id: int, statuses: Sequence[str], ticket: str, at: int, ranks: RankCache
) -> tuple[QueueState, list[tuple[RegistrationRow, int | None]]]:
    """Find registrations of a queue by ticket (in any letter case) and status, with their ranks.

    Those of today, and those of earlier days that are still registered or in progress.
    """
    state = queues.get(connection, queue_id, at)
    ticket = ticket.upper()
    values = {"queue_id": queue_id, "statuses": list(statuses), "day": state.day, "ticket": ticket}
    rows = connection.execute(_BY_STATUS_AND_DAY, values)
    ticket_member = f'"ticket":"{ticket}"'
    matching = (RegistrationRow._make(row) for row in rows if ticket_member in row.document)
    return state, [
        (registration, attach_rank(connection, state, registration, ranks).rank) for registration in matching
    ]


def list_by_client(
    connection: Connection, client_id: int, at: int, account_id: int, *, today_only: bool, limit: int
) -> list[tuple[QueueState, RegistrationRow]]:
    """List a client's registrations in that account with their queues, newest first."""
    states = {state.id: state for state in queues.list_queues(connection, at, account_id)}
    rows = connection.execute(
        select(*_COLUMNS, table.c.queue_id, table.c.day)
        .where(table.c.client_id == client_id, table.c.queue_id.in_(states))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return [
        (states[row.queue_id], RegistrationRow(*row[: len(_COLUMNS)]))
        for row in rows
        if not today_only or row.day == states[row.queue_id].day
    ]


def list_at_desk(connection: Connection, account_id: int, desk: str) -> list[tuple[int, RegistrationRow]]:
    """List the registrations in progress at that desk with their queues' ids, in the order of their calls."""
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
    in_progress = [(row.queue_id, RegistrationRow(*row[: len(_COLUMNS)])) for row in rows]
    return [(queue_id, registration) for queue_id, registration in in_progress if registration.desk_name == desk]


def get(
    connection: Connection, queue_id: int, registration_id: int, at: int, ranks: RankCache | None = None
) -> RankedRegistration:
    """Get a registration with its rank. Refuses ``queueNotFound`` and ``registrationNotFound``."""
    state = queues.get(connection, queue_id, at)
    return attach_rank(connection, state, get_row(connection, state, registration_id), ranks)


def get_by_token(connection: Connection, token: str, at: int, ranks: RankCache | None = None) -> RankedRegistration:
    """Get the registration whose ticket page has that token. Refuses ``notFound``."""
    row = _ID_BY_TOKEN.fetch_first(connection, {"token": token})
    if row is None:
        raise Refused("notFound")
    queue_id, registration_id = row
    return get(connection, queue_id, registration_id, at, ranks)


def get_in_any_queue(connection: Connection, registration_id: int, at: int) -> RankedRegistration:
    """Get a registration from the queue it is in now. Refuses ``registrationNotFound``."""
    queue_id = _QUEUE_ID_BY_ID.fetch_value(connection, {"key": registration_id})
    if queue_id is None:
        raise Refused("registrationNotFound")
    return get(connection, queue_id, registration_id, at)


def get_creator(connection: Connection, registration_id: int) -> tuple[str, int] | None:
    """Return the credential's prefix and the time a registration was created with, None if it does not exist."""
    row = _CREATOR.fetch_first(connection, {"key": registration_id})
    return None if row is None else (row[0], row[1])


def peek_next(connection: Connection, queue_id: int, at: int) -> RankedRegistration:
    """Get the first waiting registration without calling it. Refuses ``queueEmpty``."""
    state = queues.get(connection, queue_id, at)
    registration = find_first_waiting(connection, state)
    if registration is None:
        raise Refused("queueEmpty")
    return RankedRegistration(registration, state, 1)


def find_first_waiting(connection: Connection, state: QueueState, desk: str = "") -> RegistrationRow | None:
    rows = [_FIRST_FOR_DESK.fetch_first(connection, {"queue_id": state.id, "desk": name}) for name in {"", desk}]
    candidates = (RegistrationRow(*row) for row in rows if row is not None)
    return min(candidates, key=lambda registration: registration.call_order_key, default=None)


def get_row(connection: Connection, state: QueueState, registration_id: int) -> RegistrationRow:
    """Get a registration of that queue. Refuses ``registrationNotFound``."""
    registration = find_row(connection, state, registration_id)
    if registration is None:
        raise Refused("registrationNotFound")
    return registration


def find_row(connection: Connection, state: QueueState, registration_id: int) -> RegistrationRow | None:
    row = _BY_ID.fetch_first(connection, {"queue_id": state.id, "key": registration_id})
    return None if row is None else RegistrationRow(*row)


def attach_rank(
    connection: Connection, state: QueueState, registration: RegistrationRow, ranks: RankCache | None = None
) -> RankedRegistration:
    """Attach the rank: from ``ranks`` where the caller only reads, counted within a write."""
    priority, position = registration.priority, registration.position
    if not registration.is_waiting:
        rank = None
    elif position == state.last_position and priority == 0:
        # Nobody can be behind the last position of the lowest priority: no need to count.
        rank = state.waiting
    else:
        rank = ranks.get_rank(connection, state, priority, position) if ranks is not None else None
        if rank is None:
            rank = count_ahead(connection, state.id, priority, position) + 1
    return RankedRegistration(registration, state, rank)


def count_ahead(connection: Connection, queue_id: int, priority: int, position: int) -> int:
    values = {"queue_id": queue_id, "priority": priority, "position": position}
    return int(_COUNT_AHEAD.fetch_value(connection, values))
