"""Read registrations: rows, ranks and lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, func, or_, select, text, union_all

from walkin.model import calling_order
from walkin.model.calling_order import CallOrderKey, WaitingClient
from walkin.model.errors import FieldProblem, Refused
from walkin.model.registration import Status
from walkin.model.time import MINUTE_SECONDS, SECOND_MS
from walkin.model.wait_estimate import ToldWait
from walkin.store import queues
from walkin.store.engine.batch import Batch
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
    told_from_minutes: int | None = None
    told_to_minutes: int | None = None
    told_mean_seconds: int | None = None
    told_people_ahead: int | None = None
    wait_seconds: int | None = None

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
    def call_order_key(self) -> CallOrderKey:
        """Sort key of the call order, also across queues."""
        return CallOrderKey.from_priority(self.priority, self.position, self.id)

    @property
    def told_wait(self) -> ToldWait | None:
        return _compute_told_wait(self)

    def load_document(self) -> RegistrationDocument:
        """Parse ``document``."""
        document: RegistrationDocument = orjson.loads(self.document)
        return document


class ListedRow(NamedTuple):
    """The columns of a registration that a list shows: half of them, since reading each takes its time."""

    id: int
    client_id: int | None
    priority: int
    position: int
    registered_at: int
    started_at: int | None
    token: str
    document: str
    client: str | None
    form: str | None
    note: str | None
    told_from_minutes: int | None
    told_to_minutes: int | None
    told_mean_seconds: int | None
    outcome: str | None
    possible_client_id: int | None

    @property
    def told_wait(self) -> ToldWait | None:
        return _compute_told_wait(self)


def _compute_told_wait(row: RegistrationRow | ListedRow) -> ToldWait | None:
    """The earliest call by the told wait, or the expected call if "over an hour" was told."""
    seconds = row.told_mean_seconds
    if row.told_to_minutes is not None:
        seconds = (row.told_from_minutes or 0) * MINUTE_SECONDS
    if seconds is None:
        return None
    key = CallOrderKey.from_priority(row.priority, row.position, row.id)
    return ToldWait(row.registered_at, row.registered_at + seconds * SECOND_MS, key)


class RankedRegistration(NamedTuple):
    """A registration with its queue; ``rank`` counts from 1 and is None unless it waits.

    ``notices``: answers that this change dropped, since their questions are not asked.
    """

    registration: RegistrationRow
    queue: QueueState
    rank: int | None
    notices: tuple[FieldProblem, ...] = ()


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
_REGISTERED = (table.c.queue_id == bindparam("queue_id"), table.c.status == "registered", ~table.c.on_hold)


@lru_cache(maxsize=16)
def _select_next(count: int) -> CompiledStatement:
    """Select the first ``count`` waiting registrations of a queue, and all reserved ones.

    With the number as a parameter SQLite would prepare the statement at each execution, which takes 100 µs.
    """
    first_waiting = select(*_COLUMNS).where(*_REGISTERED, table.c.reserved_desk == "").order_by(*_CALL_ORDER)
    reserved = select(*_COLUMNS).where(*_REGISTERED, table.c.reserved_desk > "")
    return CompiledStatement(union_all(select(first_waiting.limit(count).subquery()), reserved))


# Reads a covering index, not the rows.
_WAITING_IN_ORDER = CompiledStatement(
    select(table.c.id).where(table.c.queue_id == bindparam("queue_id"), IS_WAITING).order_by(*_CALL_ORDER)
)
# Two statements: one with "or" would read all the registrations of a status.
_OF_DAY = CompiledStatement(
    select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.day == bindparam("day"))
)
_HOLDING = CompiledStatement(
    select(*_COLUMNS).where(table.c.queue_id == bindparam("queue_id"), table.c.held_ticket == bindparam("ticket"))
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


def list_ranked(connection: Connection, queue_id: int, statuses: Sequence[str]) -> list[tuple[int, int | None]]:
    """List the ids of a queue's registrations with those statuses, with their ranks.

    The waiting ones by rank, then the others by arrival. An unknown queue has none.
    """
    values = {"queue_id": queue_id}
    waiting = _WAITING_IN_ORDER.fetch_all(connection, values) if Status.REGISTERED in statuses else ()
    ranked: list[tuple[int, int | None]] = [(row[0], rank) for rank, row in enumerate(waiting, 1)]
    unranked = _select_unranked(frozenset(statuses)).fetch_all(connection, values)
    return ranked + [(row[0], None) for row in unranked]


@lru_cache(maxsize=64)
def _select_unranked(statuses: frozenset[str]) -> CompiledStatement:
    """Select the registrations with these statuses that do not wait."""
    return CompiledStatement(
        select(table.c.id)
        .where(
            table.c.queue_id == bindparam("queue_id"),
            or_(*(table.c.status == status for status in sorted(statuses))),
            ~IS_WAITING,
        )
        .order_by(table.c.status != "registered", *_CALL_ORDER)
    )


def list_by_ids(connection: Connection, registration_ids: Sequence[int]) -> Iterator[RegistrationRow]:
    """Yield the registrations with those ids, in any order."""
    return map(RegistrationRow._make, _fetch_by_ids(connection, registration_ids, RegistrationRow._fields))


def list_shown(connection: Connection, registration_ids: Sequence[int]) -> Iterator[ListedRow]:
    """Yield what a list shows of the registrations with those ids, in any order."""
    return map(ListedRow._make, _fetch_by_ids(connection, registration_ids, ListedRow._fields))


def _fetch_by_ids(
    connection: Connection, registration_ids: Sequence[int], columns: tuple[str, ...]
) -> Iterator[Sequence[Any]]:
    for batch in iter_padded_batches(registration_ids):
        values = {f"key{number}": registration_id for number, registration_id in enumerate(batch)}
        yield from _select_by_ids(columns, len(batch)).fetch_all(connection, values)


@lru_cache(maxsize=32)
def _select_by_ids(columns: tuple[str, ...], count: int) -> CompiledStatement:
    is_wanted = table.c.id.in_([bindparam(f"key{number}") for number in range(count)])
    return CompiledStatement(select(*(table.c[name] for name in columns)).where(is_wanted))


def list_of_today(
    connection: Connection, queue_id: int, statuses: Sequence[str], ticket: str | None, at: int, ranks: RankCache
) -> tuple[QueueState, list[tuple[RegistrationRow, int | None]]]:
    """List a queue's registrations of today with these statuses, with their ranks, in the order of their ids.

    With a ticket (in any letter case): only its registrations, including open ones of earlier days.
    """
    state = queues.get(connection, queue_id, at)
    ticket = None if ticket is None else ticket.upper()
    values = {"queue_id": queue_id, "day": state.day, "ticket": ticket}
    rows = (*_OF_DAY.fetch_all(connection, values), *(_HOLDING.fetch_all(connection, values) if ticket else ()))
    ticket_member = f'"ticket":"{ticket}"' if ticket else ""
    matching = {
        registration.id: registration
        for registration in map(RegistrationRow._make, rows)
        if registration.status in statuses and ticket_member in registration.document
    }
    return state, [
        (registration, attach_rank(connection, state, registration, ranks).rank)
        for _, registration in sorted(matching.items())
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
    found = get(connection, queue_id, registration_id, at, ranks)
    found.queue.load_wait_estimate(connection)
    return found


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
    found = find_next(connection, [state.id])
    if found is None:
        raise Refused("queueEmpty")
    state.load_wait_estimate(connection)
    return RankedRegistration(found[1], state, 1)


def find_next(connection: Connection, queue_ids: Collection[int], desk: str = "") -> tuple[int, RegistrationRow] | None:
    """Return a desk's next registration, with the id of its queue; None if these queues have none for the desk."""
    first: dict[WaitingClient, RegistrationRow] = {}
    for queue_id in queue_ids:
        for registration in _get_line(connection, queue_id).list_first(desk):
            first[WaitingClient(registration.call_order_key, queue_id, registration.reserved_desk)] = registration
    client = calling_order.find_next(first, desk, queue_ids)
    return None if client is None else (client.queue_id, first[client])


class Line(NamedTuple):
    """The next registrations of a queue: the first of the waiting ones, the next last, and the reserved ones."""

    waiting: list[RegistrationRow]
    is_complete: bool
    """Whether nobody else waits."""
    reserved: list[RegistrationRow]

    def list_first(self, desk: str) -> list[RegistrationRow]:
        """List the candidates of a desk."""
        reserved = [registration for registration in self.reserved if registration.reserved_desk == desk]
        return [*self.waiting[-1:], *sorted(reserved, key=lambda registration: registration.call_order_key)[:1]]


def _get_line(connection: Connection, queue_id: int) -> Line:
    """Get the next registrations of a queue: in a transaction as many as it may call."""
    batch = Batch.of(connection) or Batch()
    line: Line | None = batch.read[table.name].get(queue_id)
    if line is None or not (line.waiting or line.is_complete):
        count = 1 << (batch.size - 1).bit_length()
        found = _select_next(count).fetch_all(connection, {"queue_id": queue_id})
        registrations = [RegistrationRow(*row) for row in found]
        waiting = [registration for registration in registrations if not registration.reserved_desk]
        reserved = [registration for registration in registrations if registration.reserved_desk]
        waiting.sort(key=lambda registration: registration.call_order_key, reverse=True)
        line = batch.read[table.name][queue_id] = Line(waiting, len(waiting) < count, reserved)
    return line


def update_line(connection: Connection, queue_id: int, before: RegistrationRow | None, after: RegistrationRow) -> None:
    """Keep the line that was read for a transaction when its first one was called; forget it after other changes."""
    batch = Batch.of(connection) or Batch()
    line: Line | None = batch.read[table.name].get(queue_id)
    if line is None:
        return
    if before is not None and after.status != Status.REGISTERED:
        if before.status != Status.REGISTERED:
            return
        if line.waiting and line.waiting[-1].id == after.id:
            line.waiting.pop()
            return
    del batch.read[table.name][queue_id]


def get_row(connection: Connection, state: QueueState, registration_id: int) -> RegistrationRow:
    """Get a registration of that queue. Refuses ``registrationNotFound``."""
    registration = find_row(connection, state.id, registration_id)
    if registration is None:
        raise Refused("registrationNotFound")
    return registration


def find_row(connection: Connection, queue_id: int, registration_id: int) -> RegistrationRow | None:
    row = _BY_ID.fetch_first(connection, {"queue_id": queue_id, "key": registration_id})
    return None if row is None else RegistrationRow(*row)


def attach_rank(
    connection: Connection, state: QueueState, registration: RegistrationRow, ranks: RankCache | None = None
) -> RankedRegistration:
    """Attach rank and wait forecast. The rank comes from ``ranks`` in reads and is counted in writes."""
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
    if rank is not None:
        state.load_wait_estimate(connection)
    return RankedRegistration(registration, state, rank)


def count_ahead(connection: Connection, queue_id: int, priority: int, position: int) -> int:
    values = {"queue_id": queue_id, "priority": priority, "position": position}
    return int(_COUNT_AHEAD.fetch_value(connection, values))
