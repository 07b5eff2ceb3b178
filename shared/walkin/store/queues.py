"""Queues: definitions, and the state that each change of a registration updates."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from walkin.model.errors import Refused
from walkin.model.form.value_lists import ValueLists, drop_filled_values
from walkin.model.printable import strip_unprintable
from walkin.model.queue import PREFIX_LETTERS, QueueInput, find_texts
from walkin.model.time import MINUTE_MS, detect_local_zone, to_local_day
from walkin.model.wait_estimate import ServiceRate, WaitEstimate
from walkin.store import tickets, wait_forecasts
from walkin.store.access import accounts
from walkin.store.engine.batch import Batch, defer, forget_queues
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.engine.lock_rows import lock_names
from walkin.store.registrations import events
from walkin.store.schema.tables import IS_WAITING, account, office, registration
from walkin.store.schema.tables import queue as table
from walkin.store.watches import watches

log = logging.getLogger("walkin.store")

LISTS = "lists"
"""Key of the store's `ValueLists` in ``Connection.info``."""

MAX_SAVED_RATES = 64

DOCUMENT_MEMBERS = (
    *("welcomeMessage", "thankMessage", "paperMessage", "company", "i18n", "serviceTime", "serviceLevel"),
    *("joinByPhone", "keepPersonal", "joinCodeMinutes", "outcomes"),
)
"""The members stored in ``document``."""

_STATE_COLUMNS = (
    *(table.c.id, table.c.name, table.c.status, table.c.ticket_prefix, table.c.time_zone, table.c.document),
    *(table.c.form, table.c.revision, table.c.waiting, table.c.last_position, table.c.day, table.c.last_number),
    *(table.c.wait_count, table.c.wait_sum_ms, table.c.service_rate, table.c.account_id),
    select(account.c.user_name).where(account.c.id == table.c.account_id).scalar_subquery().label("owner"),
    table.c.has_watches,
    select(office.c.epoch).scalar_subquery().label("epoch"),
    select(office.c.join_secret).scalar_subquery().label("join_secret"),
)
_SELECT_WITH_DELETED = select(*_STATE_COLUMNS).where(table.c.id == bindparam("key"))
_SELECT_EXISTING = _SELECT_WITH_DELETED.where(table.c.deleted_at.is_(None))
_BY_ID = CompiledStatement(_SELECT_EXISTING)
_SELECT_OF_ACCOUNT = select(*_STATE_COLUMNS).where(table.c.account_id == bindparam("account")).order_by(table.c.id)
_OF_ACCOUNT_WITH_DELETED = CompiledStatement(_SELECT_OF_ACCOUNT)
_OF_ACCOUNT_EXISTING = CompiledStatement(_SELECT_OF_ACCOUNT.where(table.c.deleted_at.is_(None)))
_ACCOUNT_ID_BY_ID = CompiledStatement(select(table.c.account_id).where(table.c.id == bindparam("key")))
_REVISION_BY_ID = CompiledStatement(select(table.c.revision).where(table.c.id == bindparam("key")))
_SUM_OF_REVISIONS = CompiledStatement(
    select(func.sum(table.c.revision)).where(table.c.account_id == bindparam("account"))
)
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
    join_secret: str
    lists: ValueLists | None = None
    """The value lists of its form."""
    read_at: int = 0
    is_existing: bool = False
    """Set for a locked queue that is not deleted."""
    _service_rate: ServiceRate | None = None
    _wait_estimate: WaitEstimate | None = None
    _estimated_saves: int = 0
    """`Batch.saves` when the forecast was read."""

    @classmethod
    def from_row(cls, row: Sequence[Any], at: int, lists: ValueLists | None = None) -> QueueState:
        state = cls(*row)
        state.lists = lists
        state.read_at = at
        today = to_local_day(at, state.time_zone)
        if state.day != today:
            state.day, state.last_number, state.wait_count, state.wait_sum_ms = today, 0, 0, 0
        return state

    @property
    def service_rate(self) -> ServiceRate:
        """The estimator's data, for reading or to be changed: it is saved with the queue."""
        if self._service_rate is None:
            # Taken out, since it may be changed.
            saved = _saved_rates.pop(self.service_rate_json, None)
            self._service_rate = saved or ServiceRate.model_validate_json(self.service_rate_json)
        return self._service_rate

    @property
    def average_wait(self) -> int:
        """Mean of today's waits, in whole minutes."""
        return round(self.wait_sum_ms / self.wait_count / MINUTE_MS) if self.wait_count else 0

    @property
    def wait_estimate(self) -> WaitEstimate:
        """The forecast that `load_wait_estimate` read. A deleted queue, where nobody waits, has none."""
        if self._wait_estimate is None:
            raise RuntimeError("the wait of this queue was not read")
        return self._wait_estimate

    def load_wait_estimate(self, connection: Connection) -> None:
        """Read the forecast of the waits, which depends on the desks and on all queues that share them."""
        batch = Batch.of(connection)
        if batch is not None and self._wait_estimate is not None and self._estimated_saves == batch.saves:
            return
        self._wait_estimate = wait_forecasts.load(connection, self.account_id, self.read_at).get(self.id)
        self._estimated_saves = 0 if batch is None else batch.saves

    def append_to_wait_estimate(self, connection: Connection) -> None:
        """Update the forecast for the client who was saved last, at the end of the line."""
        self._wait_estimate = wait_forecasts.append_client(
            connection, self.account_id, self.id, self.revision, self.waiting, self.last_position
        )
        batch = Batch.of(connection)
        self._estimated_saves = 0 if batch is None else batch.saves

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

    def fill_form(self, language: str = "en") -> str:
        """Return the form as JSON, with the values of its lists in that language."""
        return self.form if self.lists is None else self.lists.fill(self.form, language)

    def get_form_texts(self, language: str | None) -> Mapping[str, Any]:
        """Return the translated members of the form's questions, by question id."""
        if not language or '"i18n"' not in self.document:
            return {}
        return _find_form_texts(self.document, language)

    def wire(self, language: str = "en") -> dict[str, Any]:
        """The queue's JSON object, without the members that depend on the time."""
        return {
            "id": str(self.id),
            "owner": render_owner(self.account_id, self.owner),
            "name": self.name,
            "status": self.status,
            "ticketPrefix": self.ticket_prefix,
            "timeZone": self.time_zone,
            **orjson.loads(self.document),
            "form": orjson.loads(self.fill_form(language)),
            "waiting": self.waiting,
            "averageWaitingTime": self.average_wait,
            "revision": self.revision,
        }


_saved_rates: dict[str, ServiceRate] = {}
"""The last saved ones by their JSON, which the next change of a queue would parse again."""


def _keep_rate(rate_json: str, rate: ServiceRate) -> None:
    _saved_rates[rate_json] = rate
    if len(_saved_rates) > MAX_SAVED_RATES:
        # Another thread may be faster.
        _saved_rates.pop(next(iter(list(_saved_rates)), ""), None)


@lru_cache(maxsize=256)
def _find_form_texts(document: str, language: str) -> Mapping[str, Any]:
    i18n: Mapping[str, dict[str, Any]] = orjson.loads(document)["i18n"]
    form: Mapping[str, Any] = (find_texts(i18n, language) or {}).get("form", {})
    return form


def render_owner(account_id: int, user_name: str) -> dict[str, str]:
    return {"id": str(account_id), "userName": user_name}


def get_lists(connection: Connection) -> ValueLists | None:
    """Get the value lists of the connection's store."""
    lists = connection.info.get(LISTS)
    return lists if isinstance(lists, ValueLists) else None


def get(connection: Connection, queue_id: int, at: int) -> QueueState:
    """Get a queue. Refuses ``queueNotFound``."""
    row = _BY_ID.fetch_first(connection, {"key": queue_id})
    if row is None:
        raise Refused("queueNotFound")
    return QueueState.from_row(row, at, get_lists(connection))


def show(connection: Connection, queue_id: int, at: int) -> QueueState:
    """Get a queue with its wait forecast. Refuses ``queueNotFound``."""
    state = get(connection, queue_id, at)
    state.load_wait_estimate(connection)
    return state


def show_all(connection: Connection, at: int, account_id: int) -> list[QueueState]:
    """List the queues of an account with their wait forecasts, oldest first."""
    states = list_queues(connection, at, account_id)
    forecast = wait_forecasts.load(connection, account_id, at)
    for state in states:
        state._wait_estimate = forecast.get(state.id)
    return states


def show_only_account(connection: Connection, at: int) -> list[QueueState]:
    """List the queues of the office's only account; of none where several share it: their names concern no other."""
    found = accounts.list_all(connection)
    return show_all(connection, at, found[0].id) if len(found) == 1 else []


def lock_queue(connection: Connection, queue_id: int, at: int, *, include_deleted: bool = False) -> QueueState:
    """Get a queue, its row locked until the end of the transaction. Refuses ``queueNotFound``."""
    batch = Batch.of(connection)
    known = None if batch is None or include_deleted else batch.queues.get(queue_id)
    if known is not None and known.day == to_local_day(at, known.time_zone):
        # A copy, since the write before has returned the other.
        state = QueueState.__new__(QueueState)
        state.__dict__.update(known.__dict__, read_at=at)
        return state
    statement = _WITH_DELETED_FOR_UPDATE if include_deleted else _BY_ID_FOR_UPDATE
    row = statement.fetch_first(connection, {"key": queue_id})
    if row is None:
        raise Refused("queueNotFound")
    stored, state = QueueState(*row), QueueState.from_row(row, at, get_lists(connection))
    if stored.day != state.day:
        tickets.remember_day(connection, stored)
        state.last_number = tickets.find_last_number(connection, state)
    state.is_existing = not include_deleted
    return state


def list_queues(connection: Connection, at: int, account_id: int, *, include_deleted: bool = False) -> list[QueueState]:
    """List the queues of an account, oldest first."""
    statement = _OF_ACCOUNT_WITH_DELETED if include_deleted else _OF_ACCOUNT_EXISTING
    lists = get_lists(connection)
    return [QueueState.from_row(row, at, lists) for row in statement.fetch_all(connection, {"account": account_id})]


def find_time_zone(connection: Connection, at: int, account_id: int) -> str:
    """Return the time zone of the account's first queue, UTC without one."""
    return next((state.time_zone for state in list_queues(connection, at, account_id)), "UTC")


def get_account_id(connection: Connection, queue_id: int) -> int | None:
    """The account of a queue, which never changes; None for an unknown queue."""
    account_id: int | None = _ACCOUNT_ID_BY_ID.fetch_value(connection, {"key": queue_id})
    return account_id


def get_revision(connection: Connection, queue_id: int) -> int:
    """The revision of a queue, 0 for an unknown one."""
    return _REVISION_BY_ID.fetch_value(connection, {"key": queue_id}) or 0


def sum_revisions(connection: Connection, account_id: int) -> int:
    """Return a number that each change in an account raises: the sum of its queues' revisions, deleted ones too."""
    return int(_SUM_OF_REVISIONS.fetch_value(connection, {"account": account_id}) or 0)


def save(connection: Connection, state: QueueState) -> None:
    if state._service_rate is not None:
        state.service_rate_json = state._service_rate.model_dump_json()
        _keep_rate(state.service_rate_json, state._service_rate)
        state._service_rate = None
    columns = {**vars(state), "key": state.id, "service_rate": state.service_rate_json}
    defer(connection, table.name, _write_states, columns)
    if batch := Batch.of(connection):
        batch.saves += 1
        if state.is_existing:
            batch.queues[state.id] = state


def _write_states(connection: Connection, rows: list[dict[str, Any]]) -> None:
    latest = {row["key"]: row for row in rows}
    _UPDATE_STATE.execute_many(connection, latest.values())


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
                "document": _merge_document(_find_company(connection, at, account_id), queue_input),
                "form": _dump_form(queue_input),
                "revision": 1,
            },
        ).scalar_one()
    except IntegrityError:
        raise Refused("prefixTaken", prefix=queue_input.ticket_prefix or "") from None
    events.record(connection, queue_id, 1, "queueCreated", None, at, "{}")
    watches.update_watched_queues(connection)
    return show(connection, queue_id, at)


def _find_company(connection: Connection, at: int, account_id: int) -> dict[str, object]:
    """The member ``company`` of the account's first queue that has one: a new queue is in the same office."""
    documents = (orjson.loads(state.document) for state in list_queues(connection, at, account_id))
    return next(({"company": document["company"]} for document in documents if document.get("company")), {})


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
        return show(connection, queue_id, at)
    values["revision"] = state.revision + 1
    forget_queues(connection)
    try:
        connection.execute(update(table).where(table.c.id == queue_id).values(values))
    except IntegrityError:
        raise Refused("prefixTaken", prefix=queue_input.ticket_prefix or "") from None
    if queue_input.ticket_prefix not in (None, state.ticket_prefix):
        tickets.remember_day(connection, state)
        # Not locked again, which would keep the numbers of the stored day as those of the new prefix.
        changed = get(connection, queue_id, at)
        changed.last_number = tickets.find_last_number(connection, changed)
        save(connection, changed)
    events.record(connection, queue_id, state.revision + 1, "queueUpdated", None, at, "{}")
    return show(connection, queue_id, at)


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
    forget_queues(connection)
    connection.execute(update(table).where(table.c.id == queue_id).values(values))
    events.record(connection, queue_id, state.revision + 1, "queueDeleted", None, at, "{}")


def _make_retired_prefix(queue_id: int) -> str:
    """A unique stand-in for a ticket prefix, of characters that no real prefix has."""
    high, low = divmod(queue_id, 20_000)
    return chr(0x4E00 + high) + chr(0x4E00 + low)


def _merge_document(old_members: dict[str, Any], queue_input: QueueInput) -> str:
    sent = queue_input.to_wire()
    members = old_members | {name: sent[name] for name in DOCUMENT_MEMBERS if name in sent}
    if not members.get("outcomes"):
        members.pop("outcomes", None)
    return orjson.dumps(members).decode()


def _dump_form(queue_input: QueueInput) -> str:
    form = [item.to_wire() for item in queue_input.form or ()]
    drop_filled_values(form)
    return orjson.dumps(form).decode()
