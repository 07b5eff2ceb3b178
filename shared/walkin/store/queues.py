"""Queues: their definitions, and the state that every change of a registration moves on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from walkin.model.errors import Refused
from walkin.model.queue import PREFIX_LETTERS, QueueInput
from walkin.model.time import local_day, local_zone
from walkin.model.wait_estimate import Forecast, Pace
from walkin.store.engine.advisory_lock import alone
from walkin.store.engine.compiled import Prepared
from walkin.store.registrations import events
from walkin.store.schema.tables import account, registration
from walkin.store.schema.tables import queue as table
from walkin.store.watches import watches

SHOWN = ("welcomeMessage", "thankMessage", "company", "i18n", "serviceTime", "serviceLevel", "joinByPhone")
"""The members of a queue that live in its ``document``."""

_STATE = (
    table.c.id,
    table.c.name,
    table.c.status,
    table.c.ticket_prefix,
    table.c.time_zone,
    table.c.document,
    table.c.form,
    table.c.revision,
    table.c.waiting,
    table.c.tail,
    table.c.day,
    table.c.last_number,
    table.c.waits,
    table.c.waited,
    table.c.pace,
    table.c.account_id,
    select(account.c.user_name).where(account.c.id == table.c.account_id).scalar_subquery().label("owner"),
    table.c.watched,
)
_ANY = select(*_STATE).where(table.c.id == bindparam("key"))
_EXISTING = _ANY.where(table.c.deleted_at.is_(None))
_ONE = Prepared(_EXISTING)
_OF_ACCOUNT = select(*_STATE).where(table.c.account_id == bindparam("account")).order_by(table.c.id)
_EVERY = Prepared(_OF_ACCOUNT)
_ALL = Prepared(_OF_ACCOUNT.where(table.c.deleted_at.is_(None)))
_ACCOUNT = Prepared(select(table.c.account_id).where(table.c.id == bindparam("key")))
_REVISION = Prepared(select(table.c.revision).where(table.c.id == bindparam("key")))
_LOCKED = Prepared(_EXISTING.with_for_update())
_LOCKED_ANY = Prepared(_ANY.with_for_update())
_MOVING = ("revision", "waiting", "tail", "day", "last_number", "waits", "waited", "pace")
_MOVE = Prepared(
    update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in _MOVING})
)


@dataclass
class QueueState:
    """A queue as its row has it; the figures of a day before ``at``'s are already put back to nothing."""

    id: int
    name: str
    status: str
    ticket_prefix: str
    time_zone: str
    document: str
    form: str
    revision: int
    waiting: int
    tail: int
    day: str
    last_number: int
    waits: int
    waited: int
    pace_text: str
    account_id: int
    owner: str
    watched: int
    _pace: Pace | None = None
    _forecast: tuple[int, Forecast | None] | None = None

    @classmethod
    def of(cls, row: Sequence[Any], at: int) -> QueueState:
        state = cls(*row)
        today = local_day(at, state.time_zone)
        if state.day != today:
            state.day, state.last_number, state.waits, state.waited = today, 0, 0, 0
        return state

    @property
    def pace(self) -> Pace:
        """The queue's memory of its own speed, for reading or to be changed."""
        self._forecast = None
        if self._pace is None:
            self._pace = Pace.model_validate_json(self.pace_text)
        return self._pace

    @property
    def average_wait(self) -> int:
        """Mean of today's waits, in whole minutes."""
        return round(self.waited / self.waits / 60_000) if self.waits else 0

    @property
    def service_time(self) -> int:
        """Planned minutes of a visit."""
        return _service_time(self.document)

    def forecast(self, at: int) -> Forecast | None:
        """What the queue tells at that moment, None while no desk is open."""
        if self._forecast is None or self._forecast[0] != at:
            self._forecast = at, Forecast.of(self.pace, self.service_time, at // 1000)
        return self._forecast[1]

    def people(self, more: int, at: int) -> None:
        """So many more, or fewer, wait."""
        self.waiting += more
        self.pace.waits(at // 1000, self.waiting)

    def next_number(self) -> int:
        """The next ticket number of the day."""
        self.last_number += 1
        return self.last_number

    def next_position(self, at: int) -> int:
        """A place behind everybody: the time of arrival, also when the clock was put back."""
        self.tail = max(at, self.tail + 1)
        return self.tail

    def wire(self) -> dict[str, Any]:
        """The queue's own members as the contract names them, without the figures that depend on the time."""
        return {
            "id": str(self.id),
            "owner": owner_wire(self.account_id, self.owner),
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
def _service_time(document: str) -> int:
    return int(orjson.loads(document).get("serviceTime", 5))


def owner_wire(account_id: int, user_name: str) -> dict[str, str]:
    """The account something belongs to, as the contract names it."""
    return {"id": str(account_id), "userName": user_name}


def get(connection: Connection, queue_id: int, at: int) -> QueueState:
    """The queue. Refuses ``queueNotFound``."""
    row = _ONE.first(connection, {"key": queue_id})
    if row is None:
        raise Refused("queueNotFound")
    return QueueState.of(row, at)


def locked(connection: Connection, queue_id: int, at: int, *, deleted: bool = False) -> QueueState:
    """The queue, its row locked until the end of the transaction. Refuses ``queueNotFound``.

    With ``deleted`` also one that is only kept for its history.
    """
    row = (_LOCKED_ANY if deleted else _LOCKED).first(connection, {"key": queue_id})
    if row is None:
        raise Refused("queueNotFound")
    return QueueState.of(row, at)


def everything(connection: Connection, at: int, account_id: int, *, deleted: bool = False) -> list[QueueState]:
    """All queues of an account, oldest first; with ``deleted`` also those that are only kept for their history."""
    rows = (_EVERY if deleted else _ALL).rows(connection, {"account": account_id})
    return [QueueState.of(row, at) for row in rows]


def account_of(connection: Connection, queue_id: int) -> int | None:
    """The account a queue belongs to, for good; None when there is no such queue."""
    found: int | None = _ACCOUNT.value(connection, {"key": queue_id})
    return found


def revision(connection: Connection, queue_id: int) -> int:
    """The revision of a queue, 0 for one that is not there."""
    return _REVISION.value(connection, {"key": queue_id}) or 0


def save(connection: Connection, state: QueueState) -> None:
    """Write what a change of a registration has moved."""
    _MOVE.run(
        connection,
        {
            "key": state.id,
            "revision": state.revision,
            "waiting": state.waiting,
            "tail": state.tail,
            "day": state.day,
            "last_number": state.last_number,
            "waits": state.waits,
            "waited": state.waited,
            "pace": state.pace_text if state._pace is None else state._pace.model_dump_json(),
        },
    )


def add(connection: Connection, given: QueueInput, at: int, account_id: int) -> QueueState:
    """A new queue; a prefix that nobody uses is chosen when none is given. Refuses ``prefixTaken``."""
    if not given.name:
        raise Refused("badRequest", "A queue needs a name.")
    alone(connection, "queue prefix")
    used = set(connection.execute(select(table.c.ticket_prefix)).scalars())
    free = [letter for letter in PREFIX_LETTERS if letter not in used]
    free += [one + two for one in PREFIX_LETTERS for two in PREFIX_LETTERS if one + two not in used]
    try:
        key = connection.execute(
            insert(table).returning(table.c.id),
            {
                "account_id": account_id,
                "name": given.name,
                "status": given.status or "open",
                "ticket_prefix": given.ticket_prefix or free[0],
                "time_zone": given.time_zone or local_zone(),
                "document": _document({}, given),
                "form": _form(given),
                "revision": 1,
            },
        ).scalar_one()
    except IntegrityError:
        raise Refused("prefixTaken", prefix=given.ticket_prefix or "") from None
    events.record(connection, key, 1, "queueCreated", None, at, "{}")
    watches.mark(connection)
    return get(connection, key, at)


def change(connection: Connection, queue_id: int, given: QueueInput, at: int) -> QueueState:
    """Merge the given members into the queue; absent ones stay. Refuses ``prefixTaken``."""
    state = locked(connection, queue_id, at)
    values: dict[str, Any] = {
        name: value
        for name in ("name", "status", "ticket_prefix", "time_zone")
        if (value := getattr(given, name)) is not None
    }
    values["document"] = _document(orjson.loads(state.document), given)
    if given.form is not None:
        values["form"] = _form(given)
    values["revision"] = state.revision + 1
    try:
        connection.execute(update(table).where(table.c.id == queue_id).values(values))
    except IntegrityError:
        raise Refused("prefixTaken", prefix=given.ticket_prefix or "") from None
    events.record(connection, queue_id, state.revision + 1, "queueUpdated", None, at, "{}")
    return get(connection, queue_id, at)


def remove(connection: Connection, queue_id: int, at: int) -> None:
    """Delete the queue; its row stays for its registrations, its ticket letter can be used again.

    Refuses ``queueInUse`` while somebody waits or is at a desk.
    """
    state = locked(connection, queue_id, at)
    open_ones = select(registration.c.id).where(
        registration.c.queue_id == queue_id, registration.c.status.in_(("registered", "inProgress"))
    )
    if connection.execute(open_ones.limit(1)).first() is not None:
        raise Refused("queueInUse")
    values = {"deleted_at": at, "ticket_prefix": _retired(queue_id), "revision": state.revision + 1}
    connection.execute(update(table).where(table.c.id == queue_id).values(values))
    events.record(connection, queue_id, state.revision + 1, "queueDeleted", None, at, "{}")


def _retired(queue_id: int) -> str:
    """A stand-in for a ticket prefix: no other queue's, and none that can be asked for."""
    high, low = divmod(queue_id, 20_000)
    return chr(0x4E00 + high) + chr(0x4E00 + low)


def _document(before: dict[str, Any], given: QueueInput) -> str:
    after = given.wire()
    return orjson.dumps(before | {name: after[name] for name in SHOWN if name in after}).decode()


def _form(given: QueueInput) -> str:
    return orjson.dumps([item.wire() for item in given.form or ()]).decode()
