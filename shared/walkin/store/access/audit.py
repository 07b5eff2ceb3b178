"""The audit log: who changed what, when. Rows can only be added, and each is chained to the one before it.

Each queue has a chain of its own, so that the queues of an office do not wait for each other. A row holds ids only,
nothing about people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

import orjson
from sqlalchemy import Connection, bindparam, insert, select, text, update

from walkin.model.caller import Acting
from walkin.store.access.accounts import Account
from walkin.store.access.credentials import Credential, Made
from walkin.store.engine.compiled import Prepared
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import Found, Several
from walkin.store.schema.access_tables import audit as table
from walkin.store.schema.access_tables import audit_head as head

LONGEST = 200
"""Characters of an object's path that are kept."""


class Record(NamedTuple):
    """One thing that was done. ``lane`` is the queue whose chain it belongs to, 0 when it is none's."""

    lane: int
    at: int
    key: str
    role: str
    operation: str
    object: str
    result: str


class Written(Protocol):
    """A write that was tried: on whose behalf, and what came of it."""

    acting: Acting | None
    result: Any
    error: BaseException | None


class Broken(NamedTuple):
    """Where a chain does not hold: row ``number`` of ``lane``, and why."""

    lane: int
    number: int
    problem: str


_FIELDS = tuple(table.c[name] for name in Record._fields)
_END = Prepared(select(head.c.number, head.c.hash).where(head.c.lane == bindparam("of")).with_for_update())
_BEGIN = text("INSERT INTO audit_head (lane, number, hash) VALUES (:lane, 0, '') ON CONFLICT (lane) DO NOTHING")
_ADD = Prepared(insert(table).inline(), (*Record._fields, "number", "hash"))
_MOVE = Prepared(
    update(head).where(head.c.lane == bindparam("of")).values(number=bindparam("number"), hash=bindparam("hash"))
)


def record(acting: Acting, result: Any) -> Record:
    """What ``acting`` did, from what the write gave back."""
    lane, what, told = 0, acting.object, "done"
    if isinstance(result, Found):
        lane = result.queue.id
        what, told = f"queues/{lane}/registrations/{result.entry.id}", result.entry.status
    elif isinstance(result, QueueState):
        lane = result.id
        what, told = f"queues/{lane}", result.status
    elif isinstance(result, Made):
        what = result.credential.prefix
    elif isinstance(result, Credential):
        what = result.prefix
    elif isinstance(result, Account):
        what = f"accounts/{result.id}"
    by = acting.caller
    return Record(lane, acting.at, by.key, by.role.value, acting.operation, what[:LONGEST], told)


def written(connection: Connection, jobs: Iterable[Written]) -> None:
    """Add what the writes of a transaction did. The last thing in it."""
    done = [
        record(job.acting, part)
        for job in jobs
        if job.acting is not None and job.error is None
        for part in (job.result.changed if isinstance(job.result, Several) else (job.result,))
    ]
    if done:
        extend(connection, done)


def extend(connection: Connection, records: Sequence[Record]) -> None:
    """Add the records to their chains. The last thing a transaction does: it locks the ends of the chains."""
    ends = {lane: _end(connection, lane) for lane in sorted({one.lane for one in records})}
    rows = []
    for one in records:
        number, before = ends[one.lane]
        number += 1
        digest = chained(before, number, one)
        ends[one.lane] = number, digest
        rows.append({**one._asdict(), "number": number, "hash": digest})
    _ADD.many(connection, rows)
    _MOVE.many(connection, [{"of": lane, "number": number, "hash": end} for lane, (number, end) in ends.items()])


def _end(connection: Connection, lane: int) -> tuple[int, str]:
    """The number and the hash of the lane's last row, locked until the end of the transaction."""
    row = _END.first(connection, {"of": lane})
    if row is None:
        connection.execute(_BEGIN, {"lane": lane})
        (row,) = _END.rows(connection, {"of": lane})
    number, end = row
    return number, end


def chained(before: str, number: int, one: Record) -> str:
    """The hash of a row after the row with the hash ``before``."""
    return hashlib.sha256(before.encode() + orjson.dumps([number, *one])).hexdigest()


def verify(connection: Connection) -> tuple[int, list[Broken]]:
    """How many rows hold, and where the chains are broken: changed, missing or added rows."""
    ends = {lane: (number, end) for lane, number, end in connection.execute(select(head))}
    reached: dict[int, tuple[int, str]] = {}
    broken: dict[int, Broken] = {}
    held = 0
    rows = connection.execute(select(table.c.number, table.c.hash, *_FIELDS).order_by(table.c.lane, table.c.number))
    for number, digest, *fields in rows:
        one = Record(*fields)
        last, before = reached.get(one.lane, (0, ""))
        reached[one.lane] = number, digest
        if one.lane in broken:
            continue
        if number != last + 1:
            broken[one.lane] = Broken(one.lane, last + 1, "missing")
        elif chained(before, number, one) != digest:
            broken[one.lane] = Broken(one.lane, number, "changed")
        else:
            held += 1
    for lane in ends.keys() | reached.keys():
        number, end = reached.get(lane, (0, ""))
        wanted, known = ends.get(lane, (0, ""))
        if lane not in broken and (number, end) != (wanted, known):
            broken[lane] = Broken(
                lane, number + 1 if number < wanted else number, "missing" if number < wanted else "added"
            )
    return held, sorted(broken.values())


def listed(connection: Connection, most: int, *, since: int = 0) -> list[dict[str, Any]]:
    """The newest ``most`` records after the instant ``since``, oldest first, as the command line prints them."""
    newest = (
        select(table.c.id, table.c.number, *_FIELDS, table.c.hash)
        .where(table.c.at >= since)
        .order_by(table.c.id.desc())
        .limit(most)
    )
    return [dict(row._mapping) for row in reversed(connection.execute(newest).all())]
