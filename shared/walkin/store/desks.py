"""The desks of an account: which are open, paused or closed, and the queues they work."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select, text, update

from walkin.model.desk import DeskInput
from walkin.model.errors import Refused
from walkin.model.registration import row_id
from walkin.model.time import MINUTE
from walkin.store import queues
from walkin.store.engine.compiled import Prepared
from walkin.store.registrations import events
from walkin.store.schema.tables import desk as table

SEEN = 5 * MINUTE
"""How exactly it is known when a desk last called somebody."""

LEFT = 12 * 60 * MINUTE
"""A desk that has done nothing for so long was left open at closing time."""


class DeskState(NamedTuple):
    """A desk; without ``queues`` it works all of its account. ``since`` is when it became open, paused or closed."""

    name: str
    status: str
    since: int
    queues: tuple[int, ...]


_COLUMNS = (table.c.name, table.c.status, table.c.since, table.c.queues)
_ONE = Prepared(
    select(*_COLUMNS, table.c.seen).where(table.c.account_id == bindparam("account"), table.c.name == bindparam("desk"))
)
# Two servers may see a new desk at the same moment.
_PUT = text(
    "INSERT INTO desk (account_id, name, status, since, seen, queues) "
    "VALUES (:account, :desk, :status, :since, :seen, :queues) ON CONFLICT (account_id, name) "
    "DO UPDATE SET status = excluded.status, since = excluded.since, seen = excluded.seen, queues = excluded.queues"
)


def everything(connection: Connection, account: int) -> list[DeskState]:
    """All desks of an account, by name."""
    rows = connection.execute(select(*_COLUMNS).where(table.c.account_id == account).order_by(table.c.name))
    return [_state(*row) for row in rows]


def find(connection: Connection, account: int, name: str) -> DeskState | None:
    """The desk of that name, None when nobody has worked at it yet."""
    row = _ONE.first(connection, {"account": account, "desk": name})
    return None if row is None else _state(*row[:4])


def calls(connection: Connection, account: int, name: str, at: int) -> None:
    """The desk calls somebody: it is open."""
    row = _ONE.first(connection, {"account": account, "desk": name})
    _, status, since, works, seen = row or (name, "closed", at, "[]", 0)
    if status == "open" and at - seen < SEEN:
        return
    given = {"account": account, "desk": name, "status": "open", "since": since if status == "open" else at}
    connection.execute(_PUT, given | {"seen": at, "queues": works})


def change(
    connection: Connection, name: str, given: DeskInput, account: int, may_use: Callable[[int], bool], at: int
) -> DeskState:
    """Open, pause or close a desk, or say which queues it works; absent members stay.

    Each queue it works learns of its status by an event. Refuses ``queueNotFound`` and ``forbidden``.
    """
    known = {state.id for state in queues.everything(connection, at, account)}
    before = find(connection, account, name) or DeskState(name, "closed", at, ())
    works = before.queues if given.queues is None else tuple(row_id(one.id) or 0 for one in given.queues)
    if not known.issuperset(works if given.queues is not None else ()):
        raise Refused("queueNotFound")
    if not all(map(may_use, works)):
        raise Refused("forbidden")
    after = DeskState(name, given.status or before.status, before.since, works)
    if after.status != before.status:
        after = after._replace(since=at)
        for key in sorted(known.intersection(works) if works else filter(may_use, known)):
            state = queues.locked(connection, key, at)
            (state.pace.opened if after.status == "open" else state.pace.paused)(at // 1000, name)
            state.revision += 1
            queues.save(connection, state)
            content = orjson.dumps({"desk": name, "status": after.status}).decode()
            events.record(connection, key, state.revision, "desk", None, at, content)
    row = {"account": account, "desk": name, "status": after.status, "since": after.since, "seen": at}
    connection.execute(_PUT, row | {"queues": orjson.dumps(after.queues).decode()})
    return after


def tidy(connection: Connection, at: int) -> None:
    """Close the desks that were left open on an earlier day."""
    left = (table.c.status != "closed") & (table.c.seen < at - LEFT)
    connection.execute(update(table).where(left).values(status="closed", since=at))


def _state(name: str, status: str, since: int, works: str) -> DeskState:
    return DeskState(name, status, since, tuple(orjson.loads(works)))
