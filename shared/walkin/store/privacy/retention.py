"""Delete what is older than the office keeps it, in small transactions that read only what has expired."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from sqlalchemy import Connection, and_, bindparam, select, update

from walkin.model.retention import Retention, compute_cutoff
from walkin.store import clients, queues, uploads
from walkin.store.access import audit
from walkin.store.engine.lock_rows import lock_names
from walkin.store.privacy import erasure
from walkin.store.registrations import events, undo_log
from walkin.store.schema.migrate import mark_for_scrubbing
from walkin.store.schema.tables import HAS_PERSONAL_DATA, IS_OPEN, client, queue, registration
from walkin.store.watches import outbox

BATCH_SIZE = 50
"""Visits in one transaction: a desk waits for less than a tenth of a second."""

LOG_BATCH_SIZE = 500
"""Rows of logs in one transaction."""

_IS_HELD = select(client.c.id).where(client.c.id == registration.c.client_id, client.c.held_at.is_not(None)).exists()
_EXPIRED_VISITS = (
    select(registration.c.id, registration.c.client_id)
    .where(
        registration.c.queue_id == bindparam("queue_id"),
        registration.c.registered_at < bindparam("before"),
        HAS_PERSONAL_DATA,
        ~_IS_HELD,
        registration.c.id.not_in(bindparam("undoable", expanding=True)),
    )
    .order_by(registration.c.registered_at)
    .limit(BATCH_SIZE)
)


def list_expired_queues(connection: Connection, retention: Retention, at: int) -> list[int]:
    """The queues with visits whose personal data has expired, deleted queues too."""
    undoable = _list_undoable(connection, at)
    return [
        queue_id
        for queue_id, before in _iter_cutoffs(connection, retention, at)
        if _find_expired(connection, queue_id, before, undoable)
    ]


def expire_visits(connection: Connection, retention: Retention, at: int, *, queue_id: int) -> int:
    """Erase the personal data of at most ``BATCH_SIZE`` expired visits of a queue. Returns how many.

    They have one event ``expired`` together. A client's record goes with the last visit.
    """
    state = queues.lock_queue(connection, queue_id, at, include_deleted=True)
    before = compute_cutoff(at, _get_personal_days(state.document, retention))
    expired = _find_expired(connection, queue_id, before, _list_undoable(connection, at))
    if not expired:
        return 0
    erasure.erase_registrations(connection, state, expired.keys(), at)
    events.record(connection, queue_id, state.revision, "expired", None, at, "{}")
    queues.save(connection, state)
    clients.delete_unvisited(connection, {client_id for client_id in expired.values() if client_id is not None})
    mark_for_scrubbing(connection)
    return len(expired)


def expire_clients(connection: Connection, retention: Retention, at: int) -> int:
    """Delete the records of at most ``BATCH_SIZE`` clients without a visit. Returns how many were looked at."""
    before = compute_cutoff(at, retention.personal_days)
    old = and_(client.c.reviewed_at < before, client.c.created_at < before, client.c.held_at.is_(None))
    ids = connection.execute(select(client.c.id).where(old).order_by(client.c.reviewed_at).limit(BATCH_SIZE)).scalars()
    reviewed = set(ids)
    if reviewed:
        # Those that stay are looked at again when they may have become old.
        connection.execute(update(client).where(client.c.id.in_(reviewed)).values(reviewed_at=at))
        if clients.delete_unvisited(connection, reviewed):
            mark_for_scrubbing(connection)
    return len(reviewed)


def expire_logs(connection: Connection, retention: Retention, at: int) -> int:
    """Delete some of what has expired of files, deliveries and the audit log. Returns the most rows of one of them."""
    # One process at a time: of two the second finds nothing more.
    lock_names(connection, "retention")
    counts = [
        uploads.delete_old(connection, compute_cutoff(at, retention.file_days), LOG_BATCH_SIZE),
        outbox.delete_old(connection, compute_cutoff(at, retention.watch_log_days), LOG_BATCH_SIZE),
    ]
    if any(counts):
        mark_for_scrubbing(connection)
    if retention.audit_days:
        counts.append(audit.prune(connection, compute_cutoff(at, retention.audit_days), LOG_BATCH_SIZE))
    return max(counts)


def is_quiet(connection: Connection) -> bool:
    """Whether nobody waits or is served, so that a second without an answer is not noticed."""
    # Ordered, so that SQLite takes the index of those.
    first = select(registration.c.id).where(IS_OPEN).order_by(registration.c.registered_at).limit(1)
    return connection.execute(first).first() is None


def _iter_cutoffs(connection: Connection, retention: Retention, at: int) -> Iterator[tuple[int, int]]:
    for queue_id, document in connection.execute(select(queue.c.id, queue.c.document).order_by(queue.c.id)).all():
        yield queue_id, compute_cutoff(at, _get_personal_days(document, retention))


def _get_personal_days(document: str, retention: Retention) -> int:
    days: int = orjson.loads(document).get("keepPersonal", retention.personal_days)
    return days


def _list_undoable(connection: Connection, at: int) -> list[int]:
    return sorted(undo_log.list_undoable_ids(connection, at))


def _find_expired(connection: Connection, queue_id: int, before: int, undoable: list[int]) -> dict[int, int | None]:
    """Some of the expired visits of a queue, with their clients."""
    values = {"queue_id": queue_id, "before": before, "undoable": undoable}
    return {row.id: row.client_id for row in connection.execute(_EXPIRED_VISITS, values)}
