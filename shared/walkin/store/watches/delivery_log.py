"""The log of what watches were sent, and sending it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, or_, select, update

from walkin.model.errors import Refused
from walkin.store.schema.tables import delivery, snapshot, watch, watch_error
from walkin.store.watches import watches
from walkin.store.watches.outbox import unfinished

MOST_REPLAYED = 10_000


def log(
    connection: Connection, account: int, watch_id: int | None, before: int | None, most: int
) -> list[dict[str, Any]]:
    """The deliveries, newest first, those with an id below ``before``."""
    rows = _of(select(delivery, *_NAMED, snapshot.c.resource), account, watch_id).join(
        snapshot, snapshot.c.id == delivery.c.snapshot_id
    )
    if before is not None:
        rows = rows.where(delivery.c.id < before)
    return [dict(row) for row in connection.execute(rows.order_by(delivery.c.id.desc()).limit(most)).mappings()]


def errors(
    connection: Connection, account: int, watch_id: int | None, before: int | None, most: int
) -> list[dict[str, Any]]:
    """The attempts that failed, newest first, those with an id below ``before``."""
    columns = (delivery.c.message, delivery.c.event, delivery.c.address, delivery.c.method, delivery.c.headers)
    rows = _of(select(watch_error, *columns, delivery.c.body, *_NAMED), account, watch_id).join(
        watch_error, watch_error.c.delivery_id == delivery.c.id
    )
    if before is not None:
        rows = rows.where(watch_error.c.id < before)
    return [dict(row) for row in connection.execute(rows.order_by(watch_error.c.id.desc()).limit(most)).mappings()]


_NAMED = (watch.c.document.label("watch_document"), watch.c.queue_id.label("watch_queue"))


def _of(rows: Select[Any], account: int, watch_id: int | None) -> Select[Any]:
    rows = rows.select_from(delivery).join(watch, watch.c.id == delivery.c.watch_id)
    rows = rows.where(watch.c.account_id == account)
    return rows if watch_id is None else rows.where(watch.c.id == watch_id)


def forget_error(connection: Connection, account: int, error_id: int) -> None:
    """Take one failure out of the list. Refuses ``errorNotFound``."""
    mine = select(watch.c.id).where(watch.c.account_id == account)
    gone = connection.execute(
        delete(watch_error).where(watch_error.c.id == error_id, watch_error.c.watch_id.in_(mine))
    ).rowcount
    if not gone:
        raise Refused("errorNotFound")


def replay(connection: Connection, account: int, delivery_id: int, at: int) -> None:
    """Send the same message with the same bytes again. Refuses ``requestNotFound``, ``conflict`` while under way."""
    row = connection.execute(_of(select(delivery.c.id), account, None).where(delivery.c.id == delivery_id)).first()
    if row is None:
        raise Refused("requestNotFound")
    if not _replayed(connection, [delivery_id], at):
        raise Refused("conflict")


def replay_range(
    connection: Connection, account: int, watch_id: int | None, states: Sequence[str], since: int, until: int, at: int
) -> int:
    """Send again those made from ``since`` to ``until`` with these states, oldest first; how many, at most 10,000."""
    if watch_id is not None:
        watches.get(connection, account, watch_id)
    rows = _of(select(delivery.c.id), account, watch_id).where(
        delivery.c.created_at >= since, delivery.c.created_at < until, delivery.c.state.in_(states)
    )
    return _replayed(connection, connection.execute(rows.order_by(delivery.c.id).limit(MOST_REPLAYED)).scalars(), at)


_other = delivery.alias("other")
_OCCUPIED = (
    select(_other.c.id)
    .where(
        _other.c.registration_id == delivery.c.registration_id,
        _other.c.watch_id == delivery.c.watch_id,
        unfinished("other"),
    )
    .exists()
)
_finished = and_(delivery.c.id == bindparam("key"), or_(delivery.c.state == "delivered", delivery.c.state == "failed"))
_BEHIND = update(delivery).where(_finished, _OCCUPIED).values(state="queued", attempts=0, next_at=bindparam("at"))
_AT_ONCE = update(delivery).where(_finished).values(state="pending", attempts=0, next_at=bindparam("at"))
_SOONER = (
    update(delivery)
    .where(
        delivery.c.id == bindparam("key"),
        delivery.c.state == "pending",
        or_(delivery.c.attempts == 0, delivery.c.duration.is_not(None)),
    )
    .values(next_at=bindparam("at"))
)


def _replayed(connection: Connection, ids: Iterable[int], at: int) -> int:
    count = 0
    for key in ids:
        given = {"key": key, "at": at}
        # One that waits for its next attempt has it now; one that is under way is left alone.
        count += any(connection.execute(how, given).rowcount for how in (_SOONER, _BEHIND, _AT_ONCE))
    return count
