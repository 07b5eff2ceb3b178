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

from walkin.model.caller import AuditContext
from walkin.store.access.accounts import Account
from walkin.store.access.credentials import Credential, NewCredential
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import BatchResult, RankedRegistration
from walkin.store.schema.access_tables import audit as table
from walkin.store.schema.access_tables import audit_head as head

MAX_OBJECT_LENGTH = 200
"""Characters of an object's path that are kept."""


class AuditRecord(NamedTuple):
    """One thing that was done. ``lane`` is the queue whose chain it belongs to, 0 when it is none's."""

    lane: int
    at: int
    key: str
    role: str
    operation: str
    object: str
    result: str


class AttemptedWrite(Protocol):
    """A write that was tried: on whose behalf, and what came of it."""

    audit_context: AuditContext | None
    result: Any
    error: BaseException | None


class ChainBreak(NamedTuple):
    """Where a chain does not hold: row ``number`` of ``lane``, and why."""

    lane: int
    number: int
    problem: str


_RECORD_COLUMNS = tuple(table.c[name] for name in AuditRecord._fields)
_SELECT_HEAD = CompiledStatement(
    select(head.c.number, head.c.hash).where(head.c.lane == bindparam("of")).with_for_update()
)
_INSERT_HEAD = text("INSERT INTO audit_head (lane, number, hash) VALUES (:lane, 0, '') ON CONFLICT (lane) DO NOTHING")
_INSERT_RECORD = CompiledStatement(insert(table).inline(), (*AuditRecord._fields, "number", "hash"))
_UPDATE_HEAD = CompiledStatement(
    update(head).where(head.c.lane == bindparam("of")).values(number=bindparam("number"), hash=bindparam("hash"))
)


def build_record(audit_context: AuditContext, result: Any) -> AuditRecord:
    """What ``acting`` did, from what the write gave back."""
    lane, what, told = 0, audit_context.target, "done"
    if isinstance(result, RankedRegistration):
        lane = result.queue.id
        what, told = f"queues/{lane}/registrations/{result.registration.id}", result.registration.status
    elif isinstance(result, QueueState):
        lane = result.id
        what, told = f"queues/{lane}", result.status
    elif isinstance(result, NewCredential):
        what = result.credential.prefix
    elif isinstance(result, Credential):
        what = result.prefix
    elif isinstance(result, Account):
        what = f"accounts/{result.id}"
    by = audit_context.caller
    return AuditRecord(
        lane,
        audit_context.at,
        by.credential_prefix,
        by.role.value,
        audit_context.operation,
        what[:MAX_OBJECT_LENGTH],
        told,
    )


def record_writes(connection: Connection, writes: Iterable[AttemptedWrite]) -> None:
    """Add what the writes of a transaction did. The last thing in it."""
    done = [
        build_record(job.audit_context, part)
        for job in writes
        if job.audit_context is not None and job.error is None
        for part in (job.result.registrations if isinstance(job.result, BatchResult) else (job.result,))
    ]
    if done:
        append_records(connection, done)


def append_records(connection: Connection, records: Sequence[AuditRecord]) -> None:
    """Add the records to their chains. The last thing a transaction does: it locks the ends of the chains."""
    ends = {lane: _lock_head(connection, lane) for lane in sorted({one.lane for one in records})}
    rows = []
    for one in records:
        number, before = ends[one.lane]
        number += 1
        digest = compute_hash(before, number, one)
        ends[one.lane] = number, digest
        rows.append({**one._asdict(), "number": number, "hash": digest})
    _INSERT_RECORD.execute_many(connection, rows)
    _UPDATE_HEAD.execute_many(
        connection, [{"of": lane, "number": number, "hash": end} for lane, (number, end) in ends.items()]
    )


def _lock_head(connection: Connection, lane: int) -> tuple[int, str]:
    """The number and the hash of the lane's last row, locked until the end of the transaction."""
    row = _SELECT_HEAD.fetch_first(connection, {"of": lane})
    if row is None:
        connection.execute(_INSERT_HEAD, {"lane": lane})
        (row,) = _SELECT_HEAD.fetch_all(connection, {"of": lane})
    number, end = row
    return number, end


def compute_hash(previous_hash: str, number: int, record: AuditRecord) -> str:
    """The hash of a row after the row with the hash ``before``."""
    return hashlib.sha256(previous_hash.encode() + orjson.dumps([number, *record])).hexdigest()


def verify_chains(connection: Connection) -> tuple[int, list[ChainBreak]]:
    """How many rows hold, and where the chains are broken: changed, missing or added rows."""
    ends = {lane: (number, end) for lane, number, end in connection.execute(select(head))}
    reached: dict[int, tuple[int, str]] = {}
    broken: dict[int, ChainBreak] = {}
    held = 0
    rows = connection.execute(
        select(table.c.number, table.c.hash, *_RECORD_COLUMNS).order_by(table.c.lane, table.c.number)
    )
    for number, digest, *fields in rows:
        one = AuditRecord(*fields)
        last, before = reached.get(one.lane, (0, ""))
        reached[one.lane] = number, digest
        if one.lane in broken:
            continue
        if number != last + 1:
            broken[one.lane] = ChainBreak(one.lane, last + 1, "missing")
        elif compute_hash(before, number, one) != digest:
            broken[one.lane] = ChainBreak(one.lane, number, "changed")
        else:
            held += 1
    for lane in ends.keys() | reached.keys():
        number, end = reached.get(lane, (0, ""))
        wanted, known = ends.get(lane, (0, ""))
        if lane not in broken and (number, end) != (wanted, known):
            broken[lane] = ChainBreak(
                lane, number + 1 if number < wanted else number, "missing" if number < wanted else "added"
            )
    return held, sorted(broken.values())


def list_records(connection: Connection, limit: int, *, since: int = 0) -> list[dict[str, Any]]:
    """The newest ``most`` records after the instant ``since``, oldest first, as the command line prints them."""
    newest = (
        select(table.c.id, table.c.number, *_RECORD_COLUMNS, table.c.hash)
        .where(table.c.at >= since)
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return [dict(row._mapping) for row in reversed(connection.execute(newest).all())]
