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
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations import events
from walkin.store.schema.tables import desk as table

SEEN_PRECISION_MS = 5 * MINUTE_MS
"""How exactly ``last_active_at`` is kept: a call writes it only when it is older."""

LEFT_OPEN_AFTER_MS = 12 * HOUR_MS
"""A desk without activity for so long was left open at closing time."""


class DeskState(NamedTuple):
    """A desk; without ``queue_ids`` it serves all queues of its account."""

    name: str
    status: str
    status_since: int
    queue_ids: tuple[int, ...]


_COLUMNS = (table.c.name, table.c.status, table.c.status_since, table.c.queue_ids)
_BY_NAME = CompiledStatement(
    select(*_COLUMNS, table.c.last_active_at).where(
        table.c.account_id == bindparam("account"), table.c.name == bindparam("desk")
    )
)
# Two servers may see a new desk at the same moment.
_UPSERT = text(
    "INSERT INTO desk (account_id, name, status, status_since, last_active_at, queue_ids) "
    "VALUES (:account, :desk, :status, :since, :at, :queue_ids) ON CONFLICT (account_id, name) DO UPDATE SET "
    "status = excluded.status, status_since = excluded.status_since, "
    "last_active_at = excluded.last_active_at, queue_ids = excluded.queue_ids"
)


def list_desks(connection: Connection, account_id: int) -> list[DeskState]:
    """List all desks of an account, by name."""
    rows = connection.execute(select(*_COLUMNS).where(table.c.account_id == account_id).order_by(table.c.name))
    return [_build_state(*row) for row in rows]


def find(connection: Connection, account_id: int, name: str) -> DeskState | None:
    """Find a desk by its name, None if it has never been used."""
    row = _BY_NAME.fetch_first(connection, {"account": account_id, "desk": name})
    return None if row is None else _build_state(*row[:4])


def record_call(connection: Connection, account_id: int, name: str, at: int) -> None:
    """Record that the desk called a client: that opens it."""
    row = _BY_NAME.fetch_first(connection, {"account": account_id, "desk": name})
    _, status, since, queue_ids, last_active_at = row or (name, "closed", at, "[]", 0)
    if status == "open" and at - last_active_at < SEEN_PRECISION_MS:
        return
    values = {"account": account_id, "desk": name, "status": "open", "since": since if status == "open" else at}
    connection.execute(_UPSERT, values | {"at": at, "queue_ids": queue_ids})


def change(
    connection: Connection, name: str, desk_input: DeskInput, account_id: int, may_use: Callable[[int], bool], at: int
) -> DeskState:
    """Open, pause or close a desk, or set the queues it serves; absent members stay.

    A change of its status is an event in each queue it serves. Refuses ``queueNotFound`` and ``forbidden``.
    """
    all_ids = {state.id for state in queues.list_queues(connection, at, account_id)}
    before = find(connection, account_id, name) or DeskState(name, "closed", at, ())
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
        for queue_id in sorted(all_ids.intersection(queue_ids) if queue_ids else filter(may_use, all_ids)):
            state = queues.lock_queue(connection, queue_id, at)
            if after.status == "open":
                state.service_rate.mark_open(at // 1000, name)
            else:
                state.service_rate.mark_paused(at // 1000, name)
            state.revision += 1
            queues.save(connection, state)
            content = orjson.dumps({"desk": name, "status": after.status}).decode()
            events.record(connection, queue_id, state.revision, "desk", None, at, content)
    values = {"account": account_id, "desk": name, "status": after.status, "since": after.status_since, "at": at}
    connection.execute(_UPSERT, values | {"queue_ids": orjson.dumps(queue_ids).decode()})
    return after


def tidy(connection: Connection, at: int) -> None:
    """Close the desks that were left open on an earlier day."""
    left_open = (table.c.status != "closed") & (table.c.last_active_at < at - LEFT_OPEN_AFTER_MS)
    connection.execute(update(table).where(left_open).values(status="closed", status_since=at))


def _build_state(name: str, status: str, status_since: int, queue_ids_json: str) -> DeskState:
    return DeskState(name, status, status_since, tuple(orjson.loads(queue_ids_json)))
