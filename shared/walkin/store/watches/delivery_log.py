"""The log of deliveries to watches, and their replay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, bindparam, delete, or_, select, update

from walkin.model.errors import Refused
from walkin.store.registrations.registration_json import PERSONAL_MEMBERS
from walkin.store.schema.tables import account, delivery, snapshot, watch, watch_error
from walkin.store.watches import watches
from walkin.store.watches.outbox import where_unfinished

MAX_REPLAYED = 10_000


def list_deliveries(
    connection: Connection, account_id: int, watch_id: int | None, before_id: int | None, limit: int
) -> list[dict[str, Any]]:
    """List deliveries with ids below ``before_id``, newest first."""
    rows = _filter_by_watch(select(delivery, *_WATCH_COLUMNS, snapshot.c.resource), account_id, watch_id).join(
        snapshot, snapshot.c.id == delivery.c.snapshot_id
    )
    if before_id is not None:
        rows = rows.where(delivery.c.id < before_id)
    return [dict(row) for row in connection.execute(rows.order_by(delivery.c.id.desc()).limit(limit)).mappings()]


def list_errors(
    connection: Connection, account_id: int, watch_id: int | None, before_id: int | None, limit: int
) -> list[dict[str, Any]]:
    """List failed attempts with ids below ``before_id``, newest first."""
    columns = (delivery.c.message_id, delivery.c.event, delivery.c.address, delivery.c.method, delivery.c.headers)
    rows = _filter_by_watch(select(watch_error, *columns, delivery.c.body, *_WATCH_COLUMNS), account_id, watch_id).join(
        watch_error, watch_error.c.delivery_id == delivery.c.id
    )
    if before_id is not None:
        rows = rows.where(watch_error.c.id < before_id)
    return [dict(row) for row in connection.execute(rows.order_by(watch_error.c.id.desc()).limit(limit)).mappings()]


_WATCH_COLUMNS = (
    watch.c.document.label("watch_document"),
    watch.c.queue_id.label("watch_queue"),
    account.c.id.label("account_id"),
    account.c.user_name,
)


def _filter_by_watch(query: Select[Any], account_id: int, watch_id: int | None) -> Select[Any]:
    query = query.select_from(delivery).join(watch, watch.c.id == delivery.c.watch_id)
    query = query.join(account, account.c.id == watch.c.account_id)
    query = query.where(*watches.build_visibility(account_id))
    return query if watch_id is None else query.where(watch.c.id == watch_id)


def delete_error(connection: Connection, account_id: int, error_id: int) -> None:
    """Delete a failed attempt from the log. Refuses ``errorNotFound``."""
    account_watches = select(watch.c.id).where(*watches.build_visibility(account_id))
    deleted = connection.execute(
        delete(watch_error).where(watch_error.c.id == error_id, watch_error.c.watch_id.in_(account_watches))
    )
    if not deleted.rowcount:
        raise Refused("errorNotFound")


def erase(connection: Connection, registration_ids: Collection[int], at: int) -> None:
    """Take the personal data out of the deliveries of registrations, and out of what was answered.

    Those that are still to be sent are sent without it; the result of an attempt that is under way is ignored.
    """
    of_registrations = delivery.c.registration_id.in_(registration_ids)
    rows = connection.execute(select(delivery.c.id, delivery.c.snapshot_id).where(of_registrations)).all()
    if not rows:
        return
    connection.execute(delete(watch_error).where(watch_error.c.delivery_id.in_([row.id for row in rows])))
    connection.execute(update(delivery).where(of_registrations).values(_ERASED | {"erased_at": at}))
    connection.execute(update(delivery).where(of_registrations, where_unfinished()).values(_NOT_ATTEMPTED))
    snapshot_ids = {row.snapshot_id for row in rows}
    for row in connection.execute(select(snapshot).where(snapshot.c.id.in_(snapshot_ids))).all():
        parts = {name: _drop_personal(getattr(row, name)) for name in ("resource", "previous", "extra")}
        connection.execute(update(snapshot).where(snapshot.c.id == row.id).values(parts))


_ERASED: dict[str, None] = dict.fromkeys(("body", "headers", "error", "response_body"))
_NOT_ATTEMPTED: dict[str, int | None] = {"attempts": 0, **dict.fromkeys(("sent_at", "duration_ms", "status_code"))}


def _drop_personal(document: str | None) -> str | None:
    if document is None:
        return None
    members = orjson.loads(document)
    return orjson.dumps({name: members[name] for name in members.keys() - PERSONAL_MEMBERS}).decode()


def replay(connection: Connection, account_id: int, delivery_id: int, at: int) -> None:
    """Send a message again, byte for byte.

    Refuses ``requestNotFound``, ``conflict`` while it is under way, and ``deliveryErased``.
    """
    row = connection.execute(
        _filter_by_watch(select(delivery.c.state, delivery.c.erased_at), account_id, None).where(
            delivery.c.id == delivery_id
        )
    ).first()
    if row is None:
        raise Refused("requestNotFound")
    if row.erased_at is not None and row.state in ("delivered", "failed"):
        raise Refused("deliveryErased")
    if not _replay_all(connection, [delivery_id], at):
        raise Refused("conflict")


def replay_range(
    connection: Connection,
    account_id: int,
    watch_id: int | None,
    states: Sequence[str],
    since: int,
    until: int,
    at: int,
) -> int:
    """Replay the deliveries created from ``since`` to before ``until`` in these states. Returns how many."""
    if watch_id is not None:
        watches.get(connection, account_id, watch_id)
    rows = _filter_by_watch(select(delivery.c.id), account_id, watch_id).where(
        delivery.c.created_at >= since, delivery.c.created_at < until, delivery.c.state.in_(states)
    )
    rows = rows.order_by(delivery.c.position, delivery.c.id).limit(MAX_REPLAYED)
    return _replay_all(connection, connection.execute(rows).scalars(), at)


_other_delivery = delivery.alias("other")
_HAS_UNFINISHED = (
    select(_other_delivery.c.id)
    .where(
        _other_delivery.c.registration_id == delivery.c.registration_id,
        _other_delivery.c.watch_id == delivery.c.watch_id,
        where_unfinished("other"),
    )
    .exists()
)
_FINISHED = and_(
    delivery.c.id == bindparam("key"),
    or_(delivery.c.state == "delivered", delivery.c.state == "failed"),
    delivery.c.erased_at.is_(None),
)
_REQUEUE_BEHIND = (
    update(delivery)
    .where(_FINISHED, _HAS_UNFINISHED)
    .values(state="queued", attempts=0, next_attempt_at=bindparam("at"))
)
_REQUEUE_NOW = update(delivery).where(_FINISHED).values(state="pending", attempts=0, next_attempt_at=bindparam("at"))
_RETRY_NOW = (
    update(delivery)
    .where(
        delivery.c.id == bindparam("key"),
        delivery.c.state == "pending",
        or_(delivery.c.attempts == 0, delivery.c.duration_ms.is_not(None)),
    )
    .values(next_attempt_at=bindparam("at"))
)


def _replay_all(connection: Connection, delivery_ids: Iterable[int], at: int) -> int:
    count = 0
    for delivery_id in delivery_ids:
        values = {"key": delivery_id, "at": at}
        # A delivery between two attempts is retried now; one that is under way is left alone.
        statements = (_RETRY_NOW, _REQUEUE_BEHIND, _REQUEUE_NOW)
        count += any(connection.execute(statement, values).rowcount for statement in statements)
    return count
