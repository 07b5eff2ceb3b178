"""The desks of an account: which are open, paused or closed, and the queues they work."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select, text, update

from walkin.model.desk import DeskInput
from walkin.model.errors import Refused
from walkin.model.registration import parse_id
from walkin.model.time import MINUTE_MS
from walkin.store import queues
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations import events
from walkin.store.schema.tables import desk as table

SEEN_PRECISION_MS = 5 * MINUTE_MS
"""How exactly it is known when a desk last called somebody."""

LEFT_OPEN_AFTER_MS = 12 * 60 * MINUTE_MS
"""A desk that has done nothing for so long was left open at closing time."""


class DeskState(NamedTuple):
    """A desk; without ``queues`` it works all of its account. ``since`` is when it became open, paused or closed."""

    name: str
    status: str
    since: int
    queues: tuple[int, ...]


_COLUMNS = (table.c.name, table.c.status, table.c.since, table.c.queues)
_BY_NAME = CompiledStatement(
    select(*_COLUMNS, table.c.seen).where(table.c.account_id == bindparam("account"), table.c.name == bindparam("desk"))
)
# Two servers may see a new desk at the same moment.
_UPSERT = text(
    "INSERT INTO desk (account_id, name, status, since, seen, queues) "
    "VALUES (:account, :desk, :status, :since, :seen, :queues) ON CONFLICT (account_id, name) "
    "DO UPDATE SET status = excluded.status, since = excluded.since, seen = excluded.seen, queues = excluded.queues"
)


def list_desks(connection: Connection, account_id: int) -> list[DeskState]:
    """All desks of an account, by name."""
    rows = connection.execute(select(*_COLUMNS).where(table.c.account_id == account_id).order_by(table.c.name))
    return [_build_state(*row) for row in rows]


def find(connection: Connection, account_id: int, name: str) -> DeskState | None:
    """The desk of that name, None when nobody has worked at it yet."""
    row = _BY_NAME.fetch_first(connection, {"account": account_id, "desk": name})
    return None if row is None else _build_state(*row[:4])


def record_call(connection: Connection, account_id: int, name: str, at: int) -> None:
    """The desk calls somebody: it is open."""
    row = _BY_NAME.fetch_first(connection, {"account": account_id, "desk": name})
    _, status, since, works, seen = row or (name, "closed", at, "[]", 0)
    if status == "open" and at - seen < SEEN_PRECISION_MS:
        return
    given = {"account": account_id, "desk": name, "status": "open", "since": since if status == "open" else at}
    connection.execute(_UPSERT, given | {"seen": at, "queues": works})


def change(
    connection: Connection, name: str, desk_input: DeskInput, account_id: int, may_use: Callable[[int], bool], at: int
) -> DeskState:
    """Open, pause or close a desk, or say which queues it works; absent members stay.

    Each queue it works learns of its status by an event. Refuses ``queueNotFound`` and ``forbidden``.
    """
    known = {state.id for state in queues.list_queues(connection, at, account_id)}
    before = find(connection, account_id, name) or DeskState(name, "closed", at, ())
    works = before.queues if desk_input.queues is None else tuple(parse_id(one.id) or 0 for one in desk_input.queues)
    if not known.issuperset(works if desk_input.queues is not None else ()):
        raise Refused("queueNotFound")
    if not all(map(may_use, works)):
        raise Refused("forbidden")
    after = DeskState(name, desk_input.status or before.status, before.since, works)
    if after.status != before.status:
        after = after._replace(since=at)
        for key in sorted(known.intersection(works) if works else filter(may_use, known)):
            state = queues.lock_queue(connection, key, at)
            (state.service_rate.mark_open if after.status == "open" else state.service_rate.mark_paused)(
                at // 1000, name
            )
            state.revision += 1
            queues.save(connection, state)
            content = orjson.dumps({"desk": name, "status": after.status}).decode()
            events.record(connection, key, state.revision, "desk", None, at, content)
    row = {"account": account_id, "desk": name, "status": after.status, "since": after.since, "seen": at}
    connection.execute(_UPSERT, row | {"queues": orjson.dumps(after.queues).decode()})
    return after


def tidy(connection: Connection, at: int) -> None:
    """Close the desks that were left open on an earlier day."""
    left = (table.c.status != "closed") & (table.c.seen < at - LEFT_OPEN_AFTER_MS)
    connection.execute(update(table).where(left).values(status="closed", since=at))


def _build_state(name: str, status: str, since: int, queues_json: str) -> DeskState:
    return DeskState(name, status, since, tuple(orjson.loads(queues_json)))
