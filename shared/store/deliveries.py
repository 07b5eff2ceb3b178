"""What is to be delivered to watches: written in the transaction of the change, sent by workers, kept as a log.

Of one registration and one watch at most one delivery is under way or waits for its next attempt; those after it are
``queued`` until it is delivered or given up. Nothing else waits for anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    Connection,
    TextClause,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from shared.store import clients, watches
from shared.store.entries import Entry, Found, places_ahead
from shared.store.prepared import Prepared
from shared.store.rendering import Page
from shared.store.tables import delivery, snapshot, watch, watch_error

DAY = 86_400_000
KEPT = 10 * DAY
"""How long the log goes back."""
GIVEN_UP = 5 * DAY
"""A watch with no success for so long is disabled."""

HOME = "\u0001"
"""Stands for the address of the API in a snapshot: no text of a person has this character."""

# Spelt out: the partial indexes are found only by their own conditions.
_PENDING = text("delivery.state = 'pending'")


def unfinished(of: str = "delivery") -> TextClause:
    """Those that have not ended, as the partial index of lanes has it."""
    return text(f"{of}.state IN ('pending', 'queued', 'held')")


_MATCHING = select(watch.c.id, watch.c.events, watch.c.previous, watch.c.extra).where(
    or_(watch.c.queue_id.in_(bindparam("queues", expanding=True)), watch.c.queue_id.is_(None)),
    watch.c.account_id == bindparam("account"),
    watch.c.status == "enabled",
)
_SNAPSHOT = insert(snapshot).returning(snapshot.c.id)
_DELIVERY = insert(delivery).inline()
# Locked, so that one which is settled at the same moment has either made way or will see what is queued behind it.
_LANES = (
    select(delivery.c.watch_id)
    .where(delivery.c.registration_id == bindparam("registration"), unfinished())
    .order_by(delivery.c.id)
    .with_for_update()
)


def record(
    connection: Connection, made: Found, before: Entry | None, kind: str, at: int, came_from: int | None = None
) -> None:
    """Write down what the watches of the queue, and of the one the registration ``came_from``, have to be told."""
    event = kind if kind in ("created", "deleted") else "updated"
    of = [made.queue.id] if came_from is None else [made.queue.id, came_from]
    chosen = [
        row
        for row in connection.execute(_MATCHING, {"queues": of, "account": made.queue.account_id})
        if not row.events or f",{event}," in row.events or f",{kind}," in row.events
    ]
    if not chosen:
        return
    page = Page(made.queue, at, HOME)
    previous = None
    if before is not None and any(row.previous for row in chosen):
        previous = page.one(before, _rank_before(connection, made, before))
    extra = _extra(connection, made) if any(row.extra for row in chosen) else None
    kept = {"resource": page.one(made.entry, made.rank), "previous": previous, "extra": extra, "created_at": at}
    taken = connection.execute(_SNAPSHOT, kept).scalar_one()
    behind = set(connection.execute(_LANES, {"registration": made.entry.id}).scalars()) if before else set()
    messages = secrets.token_hex(12 * len(chosen))
    rows = [
        {
            "watch_id": row.id,
            "snapshot_id": taken,
            "registration_id": made.entry.id,
            "message": f"msg_{messages[24 * number : 24 * number + 24]}",
            "event": event,
            "state": "queued" if row.id in behind else "pending",
            "next_at": at,
            "created_at": at,
        }
        for number, row in enumerate(chosen)
    ]
    connection.execute(_DELIVERY, rows)


def _rank_before(connection: Connection, made: Found, before: Entry) -> int | None:
    if not before.waits:
        return None
    ahead = places_ahead(connection, made.queue.id, before.priority, before.position)
    now = made.entry
    itself = now.waits and (now.priority, -now.position) > (before.priority, -before.position)
    return ahead - itself + 1


def _extra(connection: Connection, made: Found) -> str:
    whole: dict[str, Any] = {"queue": made.queue.wire()}
    if made.entry.client_id is not None:
        known = clients.get(connection, made.entry.client_id, made.queue.account_id).wire()
        given = orjson.loads(made.entry.client or "{}")
        whole["client"] = known | given | {"selfLink": f"{HOME}/clients/{made.entry.client_id}"}
    return orjson.dumps(whole).decode()


class Due(NamedTuple):
    """A delivery that can be tried now, with what its body is made from."""

    id: int
    watch_id: int
    registration_id: int
    message: str
    event: str
    attempts: int
    created_at: int
    body: str | None
    resource: str
    previous: str | None
    extra: str | None


_DELIVERY_COLUMNS = tuple(delivery.c[name] for name in Due._fields[:8])
_SNAPSHOT_COLUMNS = (snapshot.c.resource, snapshot.c.previous, snapshot.c.extra)


def due(
    connection: Connection, at: int, full: Collection[int], each: int, most: int
) -> tuple[list[Due], dict[int, watches.Watch], int | None]:
    """What can be tried now, oldest first, at most ``each`` of a watch, none of the watches that are ``full``.

    Also those watches by id, and when the next one will be due, None when nothing waits.
    """
    # Asked after every commit; mostly there is nothing.
    soonest: int | None = _SOONEST.value(connection, {"after": 0})
    if soonest is None or soonest > at:
        return [], {}, soonest
    candidates = (
        select(
            delivery.c.id,
            func.row_number().over(partition_by=delivery.c.watch_id, order_by=delivery.c.id).label("place"),
        )
        .join(watch, watch.c.id == delivery.c.watch_id)
        .where(
            _PENDING,
            delivery.c.next_at <= at,
            watch.c.status == "enabled",
            delivery.c.watch_id.not_in(list(full)),
        )
        .subquery()
    )
    chosen = (
        select(*_DELIVERY_COLUMNS, *_SNAPSHOT_COLUMNS)
        .join(candidates, candidates.c.id == delivery.c.id)
        .join(snapshot, snapshot.c.id == delivery.c.snapshot_id)
        .where(candidates.c.place <= each)
        .order_by(candidates.c.place, delivery.c.id)
        .limit(most)
    )
    found = [Due(*row) for row in connection.execute(chosen)]
    following = _SOONEST.value(connection, {"after": at})
    return found, watches.several(connection, {one.watch_id for one in found}) if found else {}, following


_SOONEST = Prepared(select(func.min(delivery.c.next_at)).where(_PENDING, delivery.c.next_at > bindparam("after")))
_TAKE = (
    update(delivery)
    .where(delivery.c.id == bindparam("key"))
    .values(
        next_at=bindparam("until"),
        attempts=delivery.c.attempts + 1,
        sent_at=bindparam("at"),
        duration=None,
        body=func.coalesce(delivery.c.body, bindparam("made")),
    )
)


def claim(connection: Connection, bodies: Mapping[int, str | None], at: int, until: int) -> set[int]:
    """Lease deliveries to the caller until ``until``, their bodies written down; those that nobody else has taken."""
    free = list(
        connection.execute(
            select(delivery.c.id)
            .where(delivery.c.id.in_(list(bodies)), delivery.c.state == "pending", delivery.c.next_at <= at)
            .order_by(delivery.c.id)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    if free:
        connection.execute(_TAKE, [{"key": one, "until": until, "at": at, "made": bodies[one]} for one in free])
    return set(free)


@dataclass(frozen=True)
class Result:
    """How an attempt went. ``state`` is delivered, failed (given up) or pending (again at ``next_at``)."""

    delivery_id: int
    watch_id: int
    registration_id: int
    attempt: int
    state: str
    next_at: int
    sent_at: int
    duration: int
    address: str
    method: str
    headers: str
    status_code: int | None = None
    error: str | None = None
    answer: str | None = None
    disable: str | None = None
    """Why the watch is to be disabled at once."""


_ATTEMPT = ("address", "method", "headers", "sent_at", "duration", "status_code", "error", "answer")
_MINE = and_(
    delivery.c.id == bindparam("key"),
    delivery.c.attempts == bindparam("attempt"),
    or_(delivery.c.state == "pending", delivery.c.state == "held"),
)
_AGAIN = update(delivery).where(_MINE).values({name: bindparam(name) for name in (*_ATTEMPT, "next_at")})
_DONE = update(delivery).where(_MINE).values({name: bindparam(name) for name in (*_ATTEMPT, "state")})
_behind = delivery.alias("behind")
_FOLLOW = (
    update(delivery)
    .where(
        delivery.c.id
        == select(func.min(_behind.c.id))
        .where(
            _behind.c.registration_id == bindparam("registration"),
            _behind.c.watch_id == bindparam("watch"),
            unfinished("behind"),
            _behind.c.state == "queued",
        )
        .scalar_subquery()
    )
    .values(state="pending", next_at=bindparam("at"))
)


def settle(connection: Connection, results: Sequence[Result], at: int) -> None:
    """Write down how attempts went, let those queued behind finished ones go on, and give up dead watches."""
    ordered = sorted(results, key=lambda one: one.delivery_id)
    again = [_values(one, "next_at") for one in ordered if one.state == "pending"]
    done = [one for one in ordered if one.state != "pending"]
    if again:
        connection.execute(_AGAIN, again)
    if done:
        connection.execute(_DONE, [_values(one, "state") for one in done])
        lanes = [{"registration": one.registration_id, "watch": one.watch_id, "at": at} for one in done]
        connection.execute(_FOLLOW, lanes)
    failed = [one for one in ordered if one.error is not None]
    if failed:
        connection.execute(insert(watch_error).inline(), [_error(one) for one in failed])
    for result in {one.watch_id: one for one in sorted(results, key=lambda one: one.sent_at)}.values():
        _judge(connection, result, at)
    for key, reason in {one.watch_id: one.disable for one in failed if one.disable}.items():
        watches.disable(connection, key, reason)


def _judge(connection: Connection, last: Result, at: int) -> None:
    """Whether a watch works, from its last result."""
    of = watch.c.id == last.watch_id
    if last.error is None:
        connection.execute(update(watch).where(of, watch.c.failing_since.is_not(None)).values(failing_since=None))
        return
    connection.execute(update(watch).where(of, watch.c.failing_since.is_(None)).values(failing_since=at))
    since = connection.execute(select(watch.c.failing_since).where(of)).scalar()
    if since is not None and since <= at - GIVEN_UP:
        watches.disable(connection, last.watch_id, "failing")


def _values(result: Result, further: str) -> dict[str, Any]:
    values = {name: getattr(result, name) for name in (*_ATTEMPT, further)}
    return values | {"key": result.delivery_id, "attempt": result.attempt}


def _error(result: Result) -> dict[str, Any]:
    return {
        "delivery_id": result.delivery_id,
        "watch_id": result.watch_id,
        "attempt": result.attempt,
        "at": result.sent_at,
        "duration": result.duration,
        "status_code": result.status_code,
        "error": result.error,
        "answer": result.answer,
    }


def tidy(connection: Connection, at: int) -> None:
    """Forget what is older than the log goes back, and let go what was left queued behind nothing."""
    old = select(delivery.c.id).where(
        delivery.c.created_at < at - KEPT, delivery.c.state.in_(("delivered", "failed", "held"))
    )
    connection.execute(delete(watch_error).where(watch_error.c.delivery_id.in_(old)))
    connection.execute(delete(delivery).where(delivery.c.id.in_(old)))
    used = select(delivery.c.id).where(delivery.c.snapshot_id == snapshot.c.id).exists()
    connection.execute(delete(snapshot).where(snapshot.c.created_at < at - KEPT, ~used))
    earlier = (
        select(_behind.c.id)
        .where(
            _behind.c.registration_id == delivery.c.registration_id,
            _behind.c.watch_id == delivery.c.watch_id,
            _behind.c.id < delivery.c.id,
            unfinished("behind"),
        )
        .exists()
    )
    stuck = (
        update(delivery).where(unfinished(), delivery.c.state == "queued", ~earlier).values(state="pending", next_at=at)
    )
    connection.execute(stuck)
