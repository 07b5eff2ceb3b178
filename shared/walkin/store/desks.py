"""Desks of an account: open, paused or closed, and the queues that each serves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select, text, update

from walkin.model.desk import DeskInput
from walkin.model.errors import Refused
from walkin.model.registration import parse_id
from walkin.model.time import HOUR_MS, MINUTE_MS
from walkin.store import queues
from walkin.store.engine.batch import Batch
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations import events
from walkin.store.schema.tables import desk as table

SEEN_PRECISION_MS = 5 * MINUTE_MS
"""How exactly ``last_active_at`` is kept: a call writes it only when it is older."""

RECENT_OPENINGS = 20

LEFT_OPEN_AFTER_MS = 12 * HOUR_MS
"""A desk without activity for so long was left open at closing time."""


class DeskState(NamedTuple):
    """A desk; without ``queue_ids`` it serves all queues of its account."""

    name: str
    status: str
    status_since: int
    queue_ids: tuple[int, ...]


class _DeskRow(NamedTuple):
    """A row of the table ``desk``; ``queue_ids`` and ``openings`` are JSON arrays."""

    name: str
    status: str
    status_since: int
    queue_ids: str = "[]"
    last_active_at: int = 0
    free_since: int = 0
    openings: str = "[]"

    @property
    def last_free_at(self) -> int:
        """Time since which a desk without a client is free: the end of its last visit, or its opening."""
        return max(self.free_since, self.status_since)


_COLUMNS = (table.c.name, table.c.status, table.c.status_since, table.c.queue_ids)
_BY_NAME = CompiledStatement(
    select(*_COLUMNS, table.c.last_active_at, table.c.free_since, table.c.openings).where(
        table.c.account_id == bindparam("account"), table.c.name == bindparam("desk")
    )
)
# Two servers may see a new desk at the same moment.
_UPSERT = text(
    "INSERT INTO desk (account_id, name, status, status_since, last_active_at, queue_ids, openings) "
    "VALUES (:account, :desk, :status, :since, :at, :queue_ids, :openings) "
    "ON CONFLICT (account_id, name) DO UPDATE SET status = excluded.status, status_since = excluded.status_since, "
    "last_active_at = excluded.last_active_at, queue_ids = excluded.queue_ids, openings = excluded.openings"
)
_SET_FREE = CompiledStatement(
    update(table)
    .where(table.c.account_id == bindparam("account"), table.c.name == bindparam("desk"))
    .values(free_since=bindparam("at"))
)


def list_desks(connection: Connection, account_id: int) -> list[DeskState]:
    """List the named desks of an account, by name."""
    named = (table.c.account_id == account_id) & (table.c.name != "")
    rows = connection.execute(select(*_COLUMNS).where(named).order_by(table.c.name))
    return [_build_state(*row) for row in rows]


def find(connection: Connection, account_id: int, name: str) -> DeskState | None:
    """Find a desk by its name, None if it has never been used."""
    row = _find_row(connection, account_id, name)
    return None if row is None else _build_state(*row[:4])


def record_call(connection: Connection, account_id: int, name: str, at: int) -> int:
    """Record a call, which opens the desk. Returns the time since which it was free, 0 if unknown."""
    row = _find_row(connection, account_id, name) or _DeskRow(name, "closed", at)
    is_open = row.status == "open"
    if not is_open or at - row.last_active_at >= SEEN_PRECISION_MS:
        values = {"account": account_id, "desk": name, "status": "open", "since": row.status_since if is_open else at}
        openings = _add_opening(row.openings, at) if row.status == "closed" else row.openings
        connection.execute(_UPSERT, values | {"at": at, "queue_ids": row.queue_ids, "openings": openings})
    return row.last_free_at if is_open else 0


def record_free(connection: Connection, account_id: int, name: str, at: int) -> None:
    """Record that a client left the desk."""
    _SET_FREE.execute(connection, {"account": account_id, "desk": name, "at": at})


def record_undone_call(connection: Connection, account_id: int, name: str, at: int) -> int:
    """Record that a call was undone. Returns the time since which the desk was free before it."""
    row = _find_row(connection, account_id, name)
    record_free(connection, account_id, name, at)
    return 0 if row is None else row.last_free_at


def _find_row(connection: Connection, account_id: int, name: str) -> _DeskRow | None:
    known = (Batch.of(connection) or Batch()).read[table.name]
    if (account_id, name) not in known:
        row = _BY_NAME.fetch_first(connection, {"account": account_id, "desk": name})
        known[account_id, name] = None if row is None else _DeskRow(*row)
    desk: _DeskRow | None = known[account_id, name]
    return desk


def _add_opening(openings_json: str, at: int) -> str:
    return orjson.dumps([*orjson.loads(openings_json), at][-RECENT_OPENINGS:]).decode()


def change(
    connection: Connection, name: str, desk_input: DeskInput, account_id: int, may_use: Callable[[int], bool], at: int
) -> DeskState:
    """Open, pause or close a desk, or set the queues it serves; absent members stay.

    A change is an event in each queue that the desk served or serves. Refuses ``queueNotFound`` and ``forbidden``.
    """
    all_ids = {state.id for state in queues.list_queues(connection, at, account_id)}
    row = _find_row(connection, account_id, name) or _DeskRow(name, "closed", at)
    before, openings = _build_state(*row[:4]), row.openings
    if before.status == "closed" and desk_input.status == "open":
        openings = _add_opening(openings, at)
    queue_ids = before.queue_ids
    if desk_input.queues is not None:
        queue_ids = tuple(parse_id(queue.id) or 0 for queue in desk_input.queues)
        if not all_ids.issuperset(queue_ids):
            raise Refused("queueNotFound")
    if not all(map(may_use, queue_ids)):
        raise Refused("forbidden")
    after = DeskState(name, desk_input.status or before.status, before.status_since, queue_ids)
    if after.status != before.status:
        after = after._replace(status_since=at)
    if after != before:
        served_ids, serves_ids = (all_ids.intersection(state.queue_ids) or all_ids for state in (before, after))
        # Further queues take time from those that it served before.
        is_kept = after.status == "open" and serves_ids <= served_ids
        for queue_id in sorted(filter(may_use, served_ids | serves_ids)):
            state = queues.lock_queue(connection, queue_id, at)
            if before.status == "open" and queue_id in served_ids and not (is_kept and queue_id in serves_ids):
                state.service_rate.delays.desk_closed_at = at
            state.revision += 1
            queues.save(connection, state)
            content = orjson.dumps({"desk": name, "status": after.status}).decode()
            events.record(connection, queue_id, state.revision, "desk", None, at, content)
    values = {"account": account_id, "desk": name, "status": after.status, "since": after.status_since, "at": at}
    connection.execute(_UPSERT, values | {"queue_ids": orjson.dumps(queue_ids).decode(), "openings": openings})
    return after


def tidy(connection: Connection, at: int) -> None:
    """Close the desks that were left open on an earlier day."""
    left_open = (table.c.status != "closed") & (table.c.last_active_at < at - LEFT_OPEN_AFTER_MS)
    connection.execute(update(table).where(left_open).values(status="closed", status_since=at))


def _build_state(name: str, status: str, status_since: int, queue_ids_json: str) -> DeskState:
    return DeskState(name, status, status_since, tuple(orjson.loads(queue_ids_json)))
