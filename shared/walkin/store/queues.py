"""Queues: definitions, and the state that each change of a registration updates."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from walkin.model.errors import Refused
from walkin.model.printable import strip_unprintable
from walkin.model.queue import PREFIX_LETTERS, QueueInput
from walkin.model.time import MINUTE_MS, detect_local_zone, to_local_day
from walkin.model.wait_estimate import ServiceRate, WaitEstimate
from walkin.store import tickets
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.engine.lock_rows import lock_names
from walkin.store.registrations import events
from walkin.store.schema.tables import IS_WAITING, account, office, registration
from walkin.store.schema.tables import queue as table
from walkin.store.watches import watches

log = logging.getLogger("walkin.store")

DOCUMENT_MEMBERS = (
    *("welcomeMessage", "thankMessage", "company", "i18n", "serviceTime", "serviceLevel", "joinByPhone"),
    "keepPersonal",
)
"""The members stored in ``document``."""

_STATE_COLUMNS = (
    *(table.c.id, table.c.name, table.c.status, table.c.ticket_prefix, table.c.time_zone, table.c.document),
    *(table.c.form, table.c.revision, table.c.waiting, table.c.last_position, table.c.day, table.c.last_number),
    *(table.c.wait_count, table.c.wait_sum_ms, table.c.service_rate, table.c.account_id),
    select(account.c.user_name).where(account.c.id == table.c.account_id).scalar_subquery().label("owner"),
    table.c.has_watches,
    select(office.c.epoch).scalar_subquery().label("epoch"),
)
_SELECT_WITH_DELETED = select(*_STATE_COLUMNS).where(table.c.id == bindparam("key"))
_SELECT_EXISTING = _SELECT_WITH_DELETED.where(table.c.deleted_at.is_(None))
_BY_ID = CompiledStatement(_SELECT_EXISTING)
_SELECT_OF_ACCOUNT = select(*_STATE_COLUMNS).where(table.c.account_id == bindparam("account")).order_by(table.c.id)
_OF_ACCOUNT_WITH_DELETED = CompiledStatement(_SELECT_OF_ACCOUNT)
_OF_ACCOUNT_EXISTING = CompiledStatement(_SELECT_OF_ACCOUNT.where(table.c.deleted_at.is_(None)))
_ACCOUNT_ID_BY_ID = CompiledStatement(select(table.c.account_id).where(table.c.id == bindparam("key")))
_REVISION_BY_ID = CompiledStatement(select(table.c.revision).where(table.c.id == bindparam("key")))
_BY_ID_FOR_UPDATE = CompiledStatement(_SELECT_EXISTING.with_for_update())
_WITH_DELETED_FOR_UPDATE = CompiledStatement(_SELECT_WITH_DELETED.with_for_update())
_WAITING_COUNT = (
    select(func.count()).where(registration.c.queue_id == table.c.id, IS_WAITING).correlate(table).scalar_subquery()
)
_MUTABLE = ("revision", "waiting", "last_position", "day", "last_number", "wait_count", "wait_sum_ms", "service_rate")
_UPDATE_STATE = CompiledStatement(
    update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in _MUTABLE})
)


@dataclass
class QueueState:
    """A queue's row; on a new local day the day's figures start from 0."""

    id: int
    name: str
    status: str
    ticket_prefix: str
    time_zone: str
    document: str
    form: str
    revision: int
    waiting: int
    last_position: int
    day: str
    last_number: int
    wait_count: int
    wait_sum_ms: int
    service_rate_json: str
    account_id: int
    owner: str
    has_watches: int
    epoch: str
    _service_rate: ServiceRate | None = None
    _wait_estimate: tuple[int, WaitEstimate | None] | None = None

    @classmethod
    def from_row(cls, row: Sequence[Any], at: int) -> QueueState:
        state = cls(*row)
        today = to_local_day(at, state.time_zone)
        if state.day != today:
            state.day, state.last_number, state.wait_count, state.wait_sum_ms = today, 0, 0, 0
        return state

    @property
    def service_rate(self) -> ServiceRate:
        """The estimator's data, for reading or to be changed: it is saved with the queue."""
        self._wait_estimate = None
        if self._service_rate is None:
            self._service_rate = ServiceRate.model_validate_json(self.service_rate_json)
        return self._service_rate

    @property
    def average_wait(self) -> int:
        """Mean of today's waits, in whole minutes."""
        return round(self.wait_sum_ms / self.wait_count / MINUTE_MS) if self.wait_count else 0

    @property
    def service_time(self) -> int:
        """Planned minutes of a visit."""
        return _parse_service_time(self.document)

    def estimate_wait(self, at: int) -> WaitEstimate | None:
        """Estimate the wait, None while no desk is open."""
        if self._wait_estimate is None or self._wait_estimate[0] != at:
            self._wait_estimate = at, WaitEstimate.from_rate(self.service_rate, self.service_time, at // 1000)
        return self._wait_estimate[1]

    def add_waiting(self, count: int, at: int) -> None:
        self.waiting += count
        self.service_rate.record_waiting(at // 1000, self.waiting)

    def count_wait(self, registered_at: int, ended_at: int, count: int) -> None:
        """Add (1) or take out (-1) a wait that ended; one of another day is not among the day's figures."""
        if to_local_day(ended_at, self.time_zone) == self.day and self.wait_count + count >= 0:
            self.wait_count += count
            self.wait_sum_ms = max(0, self.wait_sum_ms + count * max(0, ended_at - registered_at))

    def allocate_position(self, at: int) -> int:
        """Take a position behind all others: the time of arrival, or more after the clock was put back."""
        self.last_position = max(at, self.last_position + 1)
        return self.last_position

    def wire(self) -> dict[str, Any]:
        """The queue's JSON object, without the members that depend on the time."""
        return {
            "id": str(self.id),
            "owner": render_owner(self.account_id, self.owner),
            "name": self.name,
            "status": self.status,
            "ticketPrefix": self.ticket_prefix,
            "timeZone": self.time_zone,
            **orjson.loads(self.document),
            "form": orjson.loads(self.form),
            "waiting": self.waiting,
            "averageWaitingTime": self.average_wait,
            "revision": self.revision,
        }


@lru_cache(maxsize=256)
def _parse_service_time(document: str) -> int:
    return int(orjson.loads(document).get("serviceTime", 5))


def render_owner(account_id: int, user_name: str) -> dict[str, str]:
    return {"id": str(account_id), "userName": user_name}


def get(connection: Connection, queue_id: int, at: int) -> QueueState:
    """Get a queue. Refuses ``queueNotFound``."""
    row = _BY_ID.fetch_first(connection, {"key": queue_id})
    if row is None:
        raise Refused("queueNotFound")
    return QueueState.from_row(row, at)


def lock_queue(connection: Connection, queue_id: int, at: int, *, include_deleted: bool = False) -> QueueState:
    """Get a queue, its row locked until the end of the transaction. Refuses ``queueNotFound``."""
    statement = _WITH_DELETED_FOR_UPDATE if include_deleted else _BY_ID_FOR_UPDATE
    row = statement.fetch_first(connection, {"key": queue_id})
    if row is None:
        raise Refused("queueNotFound")
    stored, state = QueueState(*row), QueueState.from_row(row, at)
    if stored.day != state.day:
        tickets.remember_day(connection, stored)
        state.last_number = tickets.find_last_number(connection, state)
    return state


def list_queues(connection: Connection, at: int, account_id: int, *, include_deleted: bool = False) -> list[QueueState]:
    """List the queues of an account, oldest first."""
    statement = _OF_ACCOUNT_WITH_DELETED if include_deleted else _OF_ACCOUNT_EXISTING
    return [QueueState.from_row(row, at) for row in statement.fetch_all(connection, {"account": account_id})]


def get_account_id(connection: Connection, queue_id: int) -> int | None:
    """The account of a queue, which never changes; None for an unknown queue."""
    account_id: int | None = _ACCOUNT_ID_BY_ID.fetch_value(connection, {"key": queue_id})
    return account_id


def get_revision(connection: Connection, queue_id: int) -> int:
    """The revision of a queue, 0 for an unknown one."""
    return _REVISION_BY_ID.fetch_value(connection, {"key": queue_id}) or 0


def save(connection: Connection, state: QueueState) -> None:
    service_rate = state.service_rate_json if state._service_rate is None else state._service_rate.model_dump_json()
    _UPDATE_STATE.execute(connection, {**vars(state), "key": state.id, "service_rate": service_rate})


def save_change(connection: Connection, state: QueueState, at: int) -> None:
    """Save a locked queue whose figures were corrected, with an event, so that screens show them."""
    state.revision += 1
    save(connection, state)
    events.record(connection, state.id, state.revision, "queueUpdated", None, at, "{}")


def add(connection: Connection, queue_input: QueueInput, at: int, account_id: int) -> QueueState:
    """Create a queue, with the first free ticket prefix unless one is given. Refuses ``prefixTaken``."""
    if not queue_input.name:
        raise Refused("badRequest", "A queue needs a name.")
    lock_names(connection, "queue prefix")
    used = set(connection.execute(select(table.c.ticket_prefix)).scalars())
    prefixes = (*PREFIX_LETTERS, *map("".join, product(PREFIX_LETTERS, repeat=2)))
    free_prefixes = (prefix for prefix in prefixes if prefix not in used)
    try:
        queue_id = connection.execute(
            insert(table).returning(table.c.id),
            {
                "account_id": account_id,
                "name": queue_input.name,
                "status": queue_input.status or "open",
                "ticket_prefix": queue_input.ticket_prefix or next(free_prefixes),
                "time_zone": queue_input.time_zone or _choose_zone(),
                "document": _merge_document({}, queue_input),
                "form": _dump_form(queue_input),
                "revision": 1,
            },
        ).scalar_one()
    except IntegrityError:
        raise Refused("prefixTaken", prefix=queue_input.ticket_prefix or "") from None
    events.record(connection, queue_id, 1, "queueCreated", None, at, "{}")
    watches.update_watched_queues(connection)
    return get(connection, queue_id, at)


def _choose_zone() -> str:
    """The time zone of this machine."""
    zone, unknown_value = detect_local_zone()
    if unknown_value:
        _warn_of_unknown_zone(strip_unprintable(unknown_value), zone)
    return zone


@lru_cache(maxsize=1)
def _warn_of_unknown_zone(value: str, zone: str) -> None:
    advice = "`walkin queue edit ID --time-zone NAME` changes it"
    log.warning("TZ=%s is no time zone: new queues are in %s; %s", value, zone, advice)


def change(connection: Connection, queue_id: int, queue_input: QueueInput, at: int) -> QueueState:
    """Merge the members sent into a queue; absent ones stay, and so does its revision without a change.

    Refuses ``prefixTaken``.
    """
    state = lock_queue(connection, queue_id, at)
    values: dict[str, object] = {
        name: value
        for name in ("name", "status", "ticket_prefix", "time_zone")
        if (value := getattr(queue_input, name)) is not None
    }
    values["document"] = _merge_document(orjson.loads(state.document), queue_input)
    if queue_input.form is not None:
        values["form"] = _dump_form(queue_input)
    if all(getattr(state, name) == value for name, value in values.items()):
        return state
    values["revision"] = state.revision + 1
    try:
        connection.execute(update(table).where(table.c.id == queue_id).values(values))
    except IntegrityError:
        raise Refused("prefixTaken", prefix=queue_input.ticket_prefix or "") from None
    if queue_input.ticket_prefix not in (None, state.ticket_prefix):
        tickets.remember_day(connection, state)
        changed = lock_queue(connection, queue_id, at)
        changed.last_number = max(changed.last_number, tickets.find_last_number(connection, changed))
        save(connection, changed)
    events.record(connection, queue_id, state.revision + 1, "queueUpdated", None, at, "{}")
    return get(connection, queue_id, at)


def find_wrong_counts(connection: Connection) -> list[tuple[str, int, int]]:
    """List the queues whose number of waiting is wrong: name, number and the right one."""
    rows = connection.execute(
        select(table.c.name, table.c.waiting, _WAITING_COUNT).where(table.c.waiting != _WAITING_COUNT)
    )
    return [(name, waiting, counted) for name, waiting, counted in rows]


def recount(connection: Connection, at: int) -> None:
    """Correct the counters that are derived from registrations and watches.

    They are wrong after a program of another version, or by hand, has changed registrations.
    """
    watches.update_watched_queues(connection)
    # Queues are locked only if one is wrong; then it is counted again.
    for queue_id in connection.execute(select(table.c.id).where(table.c.waiting != _WAITING_COUNT)).scalars().all():
        state = lock_queue(connection, queue_id, at, include_deleted=True)
        count = connection.execute(select(_WAITING_COUNT).where(table.c.id == queue_id)).scalar_one()
        if count != state.waiting:
            state.add_waiting(count - state.waiting, at)
            save_change(connection, state, at)


def remove(connection: Connection, queue_id: int, at: int) -> None:
    """Delete a queue softly: its row stays for its registrations, its ticket prefix is free again.

    Refuses ``queueInUse`` while a registration is registered or in progress.
    """
    state = lock_queue(connection, queue_id, at)
    open_registrations = select(registration.c.id).where(
        registration.c.queue_id == queue_id, registration.c.status.in_(("registered", "inProgress"))
    )
    if connection.execute(open_registrations.limit(1)).first() is not None:
        raise Refused("queueInUse")
    tickets.remember_day(connection, state)
    values = {"deleted_at": at, "ticket_prefix": _make_retired_prefix(queue_id), "revision": state.revision + 1}
    connection.execute(update(table).where(table.c.id == queue_id).values(values))
    events.record(connection, queue_id, state.revision + 1, "queueDeleted", None, at, "{}")


def _make_retired_prefix(queue_id: int) -> str:
    """A unique stand-in for a ticket prefix, of characters that no real prefix has."""
    high, low = divmod(queue_id, 20_000)
    return chr(0x4E00 + high) + chr(0x4E00 + low)


def _merge_document(old_members: dict[str, Any], queue_input: QueueInput) -> str:
    sent = queue_input.to_wire()
    return orjson.dumps(old_members | {name: sent[name] for name in DOCUMENT_MEMBERS if name in sent}).decode()


def _dump_form(queue_input: QueueInput) -> str:
    return orjson.dumps([item.to_wire() for item in queue_input.form or ()]).decode()
