"""The audit log: who changed what, and when. Rows are only added, and each has a hash of the row before it.

Each queue has a chain of rows of its own, so that writes to different queues do not wait for each other. Rows contain
ids and no personal data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from walkin.model.caller import AuditContext
from walkin.store.access.accounts import Account
from walkin.store.access.alerts import StoredAlert
from walkin.store.access.credentials import Credential, NewCredential
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import BatchResult, RankedRegistration
from walkin.store.schema.access_tables import audit as table
from walkin.store.schema.access_tables import audit_head as head

if TYPE_CHECKING:
    from walkin.store.engine.group_commit import PendingWrite

MAX_OBJECT_LENGTH = 200
"""Characters of an object's path; the rest is cut off."""


class AuditRecord(NamedTuple):
    """A change. ``lane`` names its chain: a queue's id, 0 for changes of no queue; ``at`` is in ms."""

    lane: int
    at: int
    key: str
    role: str
    operation: str
    object: str
    result: str


class AuditRow(NamedTuple):
    """A record as its row has it, with its place in its chain."""

    id: int
    number: int
    lane: int
    at: int
    key: str
    role: str
    operation: str
    object: str
    result: str
    hash: str


class ChainBreak(NamedTuple):
    """The first row of a chain that is wrong; ``problem`` is "missing", "changed" or "added"."""

    lane: int
    number: int
    problem: str


_RECORD_COLUMNS = tuple(table.c[name] for name in AuditRecord._fields)
_SELECT_HEAD = CompiledStatement(
    select(head.c.number, head.c.hash).where(head.c.lane == bindparam("of_lane")).with_for_update()
)
_INSERT_HEAD = text("INSERT INTO audit_head (lane, number, hash) VALUES (:lane, 0, '') ON CONFLICT (lane) DO NOTHING")
_INSERT_RECORD = CompiledStatement(insert(table).inline(), (*AuditRecord._fields, "number", "hash", "digest"))
_UPDATE_HEAD = CompiledStatement(
    update(head).where(head.c.lane == bindparam("of_lane")).values(number=bindparam("number"), hash=bindparam("hash"))
)


def build_record(audit_context: AuditContext, result: object) -> AuditRecord:
    lane, path, outcome = 0, audit_context.target, "done"
    if isinstance(result, RankedRegistration):
        lane = result.queue.id
        path, outcome = f"queues/{lane}/registrations/{result.registration.id}", result.registration.status
    elif isinstance(result, QueueState):
        lane = result.id
        path, outcome = f"queues/{lane}", result.status
    elif isinstance(result, NewCredential):
        path = result.credential.prefix
    elif isinstance(result, Credential):
        path = result.prefix
    elif isinstance(result, Account):
        path = f"accounts/{result.id}"
    elif isinstance(result, StoredAlert):
        path = f"alerts/{result.kind}"
        outcome = str(result.count) if result.acknowledged_at is None else "acknowledged"
    caller = audit_context.caller
    return AuditRecord(
        lane,
        audit_context.at,
        caller.credential_prefix,
        caller.role.value,
        audit_context.operation,
        path[:MAX_OBJECT_LENGTH],
        outcome,
    )


def record_writes(connection: Connection, writes: Iterable[PendingWrite[object]]) -> None:
    """Record the successful writes of a transaction, one record for each registration of a batch."""
    records = [
        build_record(write.audit_context, result)
        for write in writes
        if write.audit_context is not None and write.error is None
        for result in (write.result.registrations if isinstance(write.result, BatchResult) else (write.result,))
    ]
    if records:
        append_records(connection, records)


def append_records(connection: Connection, records: Sequence[AuditRecord]) -> None:
    """Append the records to their chains. Has to be the last step of a transaction, since it locks the chains."""
    heads = {lane: _lock_head(connection, lane) for lane in sorted({record.lane for record in records})}
    rows = []
    for record in records:
        number, previous_hash = heads[record.lane]
        number += 1
        digest = compute_hash(previous_hash, number, record)
        heads[record.lane] = number, digest
        rows.append(build_columns(record, number, digest))
    _INSERT_RECORD.execute_many(connection, rows)
    _UPDATE_HEAD.execute_many(
        connection, [{"of_lane": lane, "number": number, "hash": digest} for lane, (number, digest) in heads.items()]
    )


def build_columns(record: AuditRecord, number: int, digest: str) -> dict[str, Any]:
    """Build the columns of a record, with its number and hash in the chain."""
    registrations = f"queues/{record.lane}/registrations/"
    name = record.object.removeprefix(registrations)
    kept = f"#{name}" if name != record.object else name
    return {**record._asdict(), "object": kept, "number": number, "hash": "", "digest": bytes.fromhex(digest)}


def _read_record(fields: Sequence[Any]) -> AuditRecord:
    """Build a record from the columns of a row."""
    record = AuditRecord(*fields)
    name = record.object.removeprefix("#")
    return record if name == record.object else record._replace(object=f"queues/{record.lane}/registrations/{name}")


def _read_hash(text_hash: str, digest: bytes | None) -> str:
    return text_hash if digest is None else digest.hex()


def _lock_head(connection: Connection, lane: int) -> tuple[int, str]:
    """The number and hash of the chain's last row, locked until the end of the transaction."""
    row = _SELECT_HEAD.fetch_first(connection, {"of_lane": lane})
    if row is None:
        connection.execute(_INSERT_HEAD, {"lane": lane})
        (row,) = _SELECT_HEAD.fetch_all(connection, {"of_lane": lane})
    number, digest = row
    return number, digest


def compute_hash(previous_hash: str, number: int, record: AuditRecord) -> str:
    """The hash of a row, in hex; ``previous_hash`` is that of the row before it in its chain, empty for the first."""
    return hashlib.sha256(previous_hash.encode() + orjson.dumps([number, *record])).hexdigest()


def prune(connection: Connection, before: int, limit: int) -> int:
    """Delete at most ``limit`` of the oldest rows, those before that time (ms). Returns how many.

    The heads of their chains keep the number and hash that the rest continues.
    """
    oldest = connection.execute(
        select(table.c.id, table.c.lane, table.c.number, table.c.hash, table.c.digest, table.c.at)
        .order_by(table.c.id)
        .limit(limit)
    ).all()
    # Only those in front: a row from a wrong clock behind them has to wait, or its chain would have a gap.
    expired = list(takewhile(lambda row: row.at < before, oldest))
    last_rows = {row.lane: row for row in expired}
    for lane in sorted(last_rows):
        _lock_head(connection, lane)
        last = last_rows[lane]
        pruned = {"pruned_number": last.number, "pruned_hash": _read_hash(last.hash, last.digest)}
        connection.execute(update(head).where(head.c.lane == lane).values(pruned))
        connection.execute(delete(table).where(table.c.lane == lane, table.c.number <= last.number))
    return len(expired)


def verify_chains(connection: Connection) -> tuple[int, list[ChainBreak]]:
    """The number of valid rows, and the first break of each chain."""
    heads = {row.lane: (row.number, row.hash) for row in connection.execute(select(head))}
    # What was deleted for its age is where a chain begins.
    last_rows: dict[int, tuple[int, str]] = {
        row.lane: (row.pruned_number, row.pruned_hash) for row in connection.execute(select(head)) if row.pruned_number
    }
    breaks: dict[int, ChainBreak] = {}
    valid_count = 0
    rows = connection.execute(
        select(table.c.number, table.c.hash, table.c.digest, *_RECORD_COLUMNS).order_by(table.c.lane, table.c.number)
    )
    for number, text_hash, binary_hash, *fields in rows:
        record, digest = _read_record(fields), _read_hash(text_hash, binary_hash)
        previous_number, previous_hash = last_rows.get(record.lane, (0, ""))
        last_rows[record.lane] = number, digest
        if record.lane in breaks:
            continue
        if number != previous_number + 1:
            breaks[record.lane] = ChainBreak(record.lane, previous_number + 1, "missing")
        elif compute_hash(previous_hash, number, record) != digest:
            breaks[record.lane] = ChainBreak(record.lane, number, "changed")
        else:
            valid_count += 1
    for lane in heads.keys() | last_rows.keys():
        number, digest = last_rows.get(lane, (0, ""))
        head_number, head_hash = heads.get(lane, (0, ""))
        if lane in breaks or (number, digest) == (head_number, head_hash):
            continue
        is_missing = number < head_number
        breaks[lane] = ChainBreak(lane, number + is_missing, "missing" if is_missing else "added")
    return valid_count, sorted(breaks.values())


def list_records(connection: Connection, limit: int, *, since: int = 0) -> list[AuditRow]:
    """The newest ``limit`` rows, the oldest first, without those before ``since`` (ms)."""
    newest = (
        select(table.c.id, table.c.number, table.c.hash, table.c.digest, *_RECORD_COLUMNS)
        .where(table.c.at >= since)
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return [
        AuditRow(row_id, number, *_read_record(fields), _read_hash(text_hash, digest))
        for row_id, number, text_hash, digest, *fields in reversed(connection.execute(newest).all())
    ]
