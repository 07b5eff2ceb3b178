"""What is to be delivered to watches: written in the transaction of the change, sent by workers, kept as a log.

Of one registration and one watch at most one delivery is under way or waits for its next attempt; those after it are
``queued`` until it is delivered or given up. Nothing else waits for anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
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

from walkin.model.time import DAY_MS
from walkin.store import clients
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations.queries import RankedRegistration, RegistrationRow, count_ahead
from walkin.store.registrations.registration_json import Serializer
from walkin.store.schema.tables import delivery, snapshot, watch, watch_error
from walkin.store.watches import watches

LOG_RETENTION_MS = 10 * DAY_MS

DISABLE_AFTER_MS = 5 * DAY_MS
"""A watch without a success for so long is disabled."""

BASE_URL_PLACEHOLDER = "\u0001"
"""Stands for the address of the API in a snapshot: no text of a person has this character."""

# Spelt out: the partial indexes are found only by their own conditions.
_PENDING = text("delivery.state = 'pending'")


def where_unfinished(table_name: str = "delivery") -> TextClause:
    """Those that have not ended, as the partial index of lanes has it."""
    return text(f"{table_name}.state IN ('pending', 'queued', 'held')")


_MATCHING_WATCHES = CompiledStatement(
    select(watch.c.id, watch.c.events, watch.c.include_previous, watch.c.include_extra).where(
        or_(watch.c.queue_id.in_((bindparam("queue"), bindparam("other"))), watch.c.queue_id.is_(None)),
        watch.c.account_id == bindparam("account"),
        watch.c.status == "enabled",
    )
)
_INSERT_SNAPSHOT = CompiledStatement(
    insert(snapshot).returning(snapshot.c.id), ("resource", "previous", "extra", "created_at")
)
_INSERT_DELIVERY = CompiledStatement(
    insert(delivery).inline(),
    ("watch_id", "snapshot_id", "registration_id", "message_id", "event", "state", "next_attempt_at", "created_at"),
)
# Locked, so that one which is settled at the same moment has either made way or will see what is queued behind it.
_UNFINISHED_WATCH_IDS = CompiledStatement(
    select(delivery.c.watch_id)
    .where(delivery.c.registration_id == bindparam("registration"), where_unfinished())
    .order_by(delivery.c.id)
    .with_for_update()
)


class _MatchingWatch(NamedTuple):
    """What a watch is to be told: ``events`` between commas, empty for all, and whether with more than the resource."""

    watch_id: int
    events: str
    include_previous: int
    include_extra: int


def enqueue(
    connection: Connection,
    after: RankedRegistration,
    before: RegistrationRow | None,
    kind: str,
    at: int,
    origin_queue_id: int | None = None,
) -> None:
    """Write down what the watches of the queue, and of the one the registration ``came_from``, have to be told."""
    event = kind if kind in ("created", "deleted") else "updated"
    of = {"queue": after.queue.id, "other": origin_queue_id or after.queue.id, "account": after.queue.account_id}
    chosen = [
        wanted
        for wanted in starmap(_MatchingWatch, _MATCHING_WATCHES.fetch_all(connection, of))
        if not wanted.events or f",{event}," in wanted.events or f",{kind}," in wanted.events
    ]
    if not chosen:
        return
    page = Serializer(after.queue, at, BASE_URL_PLACEHOLDER)
    previous = None
    if before is not None and any(one.include_previous for one in chosen):
        previous = page.render(before, _compute_previous_rank(connection, after, before))
    extra = _build_extra(connection, after) if any(one.include_extra for one in chosen) else None
    kept = {
        "resource": page.render(after.registration, after.rank),
        "previous": previous,
        "extra": extra,
        "created_at": at,
    }
    taken = _INSERT_SNAPSHOT.fetch_value(connection, kept)
    behind = (
        {key for (key,) in _UNFINISHED_WATCH_IDS.fetch_all(connection, {"registration": after.registration.id})}
        if before
        else set()
    )
    messages = secrets.token_hex(12 * len(chosen))
    rows = [
        {
            "watch_id": one.watch_id,
            "snapshot_id": taken,
            "registration_id": after.registration.id,
            "message_id": f"msg_{messages[24 * number : 24 * number + 24]}",
            "event": event,
            "state": "queued" if one.watch_id in behind else "pending",
            "next_attempt_at": at,
            "created_at": at,
        }
        for number, one in enumerate(chosen)
    ]
    _INSERT_DELIVERY.execute_many(connection, rows)


def _compute_previous_rank(connection: Connection, after: RankedRegistration, before: RegistrationRow) -> int | None:
    if not before.is_waiting:
        return None
    ahead = count_ahead(connection, after.queue.id, before.priority, before.position)
    now = after.registration
    itself = now.is_waiting and (now.priority, -now.position) > (before.priority, -before.position)
    return ahead - itself + 1


def _build_extra(connection: Connection, after: RankedRegistration) -> str:
    whole: dict[str, Any] = {"queue": after.queue.wire()}
    if after.registration.client_id is not None:
        known = clients.get(connection, after.registration.client_id, after.queue.account_id).to_wire()
        given = orjson.loads(after.registration.client or "{}")
        whole["client"] = known | given | {"selfLink": f"{BASE_URL_PLACEHOLDER}/clients/{after.registration.client_id}"}
    return orjson.dumps(whole).decode()


class DueDelivery(NamedTuple):
    """A delivery that can be tried now, with what its body is made from."""

    id: int
    watch_id: int
    registration_id: int
    message_id: str
    event: str
    attempts: int
    created_at: int
    body: str | None
    resource: str
    previous: str | None
    extra: str | None
    version: int
    """The watch's."""


_SELECT_DUE = (
    select(
        *(delivery.c[name] for name in DueDelivery._fields[:8]),
        *(snapshot.c.resource, snapshot.c.previous, snapshot.c.extra),
        watch.c.version,
    )
    .join(watch, watch.c.id == delivery.c.watch_id)
    .join(snapshot, snapshot.c.id == delivery.c.snapshot_id)
    .where(
        _PENDING,
        delivery.c.next_attempt_at <= bindparam("at"),
        delivery.c.watch_id.not_in(bindparam("full", expanding=True)),
        watch.c.status == "enabled",
    )
    .order_by(delivery.c.next_attempt_at, delivery.c.id)
    .limit(bindparam("most"))
)


def find_due(
    connection: Connection, at: int, free_slots: Mapping[int, int], default_slots: int, limit: int
) -> tuple[list[DueDelivery], int | None]:
    """What can be tried now, at most ``most``: of each watch, oldest first, as many as there is ``room`` for, or
    ``each`` of one that is not named.

    Also when the next one will be due, None when nothing waits.
    """
    # Asked after every commit; mostly there is nothing.
    soonest: int | None = _NEXT_DUE_AT.fetch_value(connection, {"after": 0})
    if soonest is None or soonest > at:
        return [], soonest
    found: dict[int, DueDelivery] = {}
    left = dict(free_slots)
    full = {key for key, free in free_slots.items() if free <= 0}
    while len(found) < limit:
        rows = list(
            map(DueDelivery._make, connection.execute(_SELECT_DUE, {"at": at, "full": sorted(full), "most": limit}))
        )
        for one in rows:
            free = left.get(one.watch_id, default_slots)
            if free <= 0:
                full.add(one.watch_id)
            elif one.id not in found:
                found[one.id] = one
                left[one.watch_id] = free - 1
        if len(rows) < limit:
            break
        # Of one watch there were more than it has room for: what they left no place for is looked for without it.
    return list(found.values())[:limit], _NEXT_DUE_AT.fetch_value(connection, {"after": at})


_NEXT_DUE_AT = CompiledStatement(
    select(func.min(delivery.c.next_attempt_at)).where(_PENDING, delivery.c.next_attempt_at > bindparam("after"))
)
_CLAIM = CompiledStatement(
    update(delivery)
    .where(delivery.c.id == bindparam("key"))
    .values(
        next_attempt_at=bindparam("until"),
        attempts=delivery.c.attempts + 1,
        sent_at=bindparam("at"),
        duration_ms=None,
        body=func.coalesce(delivery.c.body, bindparam("made")),
    )
)


def claim(connection: Connection, bodies: Mapping[int, str | None], at: int, lease_until: int) -> set[int]:
    """Lease deliveries to the caller until ``until``, their bodies written down; those that nobody else has taken."""
    free = list(
        connection.execute(
            select(delivery.c.id)
            .where(delivery.c.id.in_(list(bodies)), delivery.c.state == "pending", delivery.c.next_attempt_at <= at)
            .order_by(delivery.c.id)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    if free:
        _CLAIM.execute_many(
            connection, [{"key": one, "until": lease_until, "at": at, "made": bodies[one]} for one in free]
        )
    return set(free)


@dataclass(frozen=True)
class AttemptResult:
    """How an attempt went. ``state`` is delivered, failed (given up) or pending (again at ``next_attempt_at``)."""

    delivery_id: int
    watch_id: int
    registration_id: int
    attempt: int
    state: str
    next_attempt_at: int
    sent_at: int
    duration_ms: int
    address: str
    method: str
    headers: str
    status_code: int | None = None
    error: str | None = None
    response_body: str | None = None
    disable_reason: str | None = None
    """Why the watch is to be disabled at once."""


_ATTEMPT_COLUMNS = ("address", "method", "headers", "sent_at", "duration_ms", "status_code", "error", "response_body")
_IS_CLAIMED_ATTEMPT = and_(
    delivery.c.id == bindparam("key"),
    delivery.c.attempts == bindparam("attempt"),
    or_(delivery.c.state == "pending", delivery.c.state == "held"),
)
_RESCHEDULE = CompiledStatement(
    update(delivery)
    .where(_IS_CLAIMED_ATTEMPT)
    .values({name: bindparam(name) for name in (*_ATTEMPT_COLUMNS, "next_attempt_at")})
)
_FINISH = CompiledStatement(
    update(delivery).where(_IS_CLAIMED_ATTEMPT).values({name: bindparam(name) for name in (*_ATTEMPT_COLUMNS, "state")})
)
_UNFINISHED_OF_REGISTRATIONS = (
    select(delivery.c.registration_id, delivery.c.watch_id, delivery.c.id, delivery.c.state)
    .where(delivery.c.registration_id.in_(bindparam("registrations", expanding=True)), where_unfinished())
    .order_by(delivery.c.id.desc())
)
_RELEASE = CompiledStatement(
    update(delivery)
    .where(delivery.c.id == bindparam("key"), delivery.c.state == "queued")
    .values(state="pending", next_attempt_at=bindparam("at"))
)


def record_results(connection: Connection, results: Sequence[AttemptResult], at: int) -> None:
    """Write down how attempts went, let those queued behind finished ones go on, and give up dead watches."""
    ordered = sorted(results, key=lambda one: one.delivery_id)
    again = [_build_update_values(one, "next_attempt_at") for one in ordered if one.state == "pending"]
    done = [one for one in ordered if one.state != "pending"]
    if again:
        _RESCHEDULE.execute_many(connection, again)
    if done:
        _FINISH.execute_many(connection, [_build_update_values(one, "state") for one in done])
        _release_queued(connection, {(one.registration_id, one.watch_id) for one in done}, at)
    failed = [one for one in ordered if one.error is not None]
    if failed:
        connection.execute(insert(watch_error).inline(), [_build_error_row(one) for one in failed])
    _update_watch_health(connection, results, at)
    for key, reason in {one.watch_id: one.disable_reason for one in failed if one.disable_reason}.items():
        watches.disable(connection, key, reason)


def _release_queued(connection: Connection, lanes: Collection[tuple[int, int]], at: int) -> None:
    """Let the first of each lane, a registration and a watch, go on, where all are queued."""
    left = connection.execute(
        _UNFINISHED_OF_REGISTRATIONS, {"registrations": sorted({registration for registration, _ in lanes})}
    )
    first: dict[tuple[int, int], int] = {}
    busy: set[tuple[int, int]] = set()
    for registration, of, key, state in left:
        first[registration, of] = key
        if state != "queued":
            busy.add((registration, of))
    freed = [first[lane] for lane in lanes if lane in first and lane not in busy]
    if freed:
        _RELEASE.execute_many(connection, [{"key": key, "at": at} for key in sorted(freed)])


def _update_watch_health(connection: Connection, results: Collection[AttemptResult], at: int) -> None:
    """Whether the watches work, from the last result of each."""
    last = {one.watch_id: one for one in sorted(results, key=lambda one: one.sent_at)}
    of = select(watch.c.id, watch.c.failing_since).where(watch.c.id.in_(list(last))).order_by(watch.c.id)
    for key, since in connection.execute(of).all():
        failing = last[key].error is not None
        if failing != (since is not None):
            changed = update(watch).where(watch.c.id == key).values(failing_since=at if failing else None)
            connection.execute(changed)
        elif failing and since <= at - DISABLE_AFTER_MS:
            watches.disable(connection, key, "failing")


def _build_update_values(result: AttemptResult, extra_column: str) -> dict[str, Any]:
    values = {name: getattr(result, name) for name in (*_ATTEMPT_COLUMNS, extra_column)}
    return values | {"key": result.delivery_id, "attempt": result.attempt}


def _build_error_row(result: AttemptResult) -> dict[str, Any]:
    return {
        "delivery_id": result.delivery_id,
        "watch_id": result.watch_id,
        "attempt": result.attempt,
        "failed_at": result.sent_at,
        "duration_ms": result.duration_ms,
        "status_code": result.status_code,
        "error": result.error,
        "response_body": result.response_body,
    }


def tidy(connection: Connection, at: int) -> None:
    """Forget what is older than the log goes back, and let go what was left queued behind nothing."""
    old = select(delivery.c.id).where(
        delivery.c.created_at < at - LOG_RETENTION_MS, delivery.c.state.in_(("delivered", "failed", "held"))
    )
    connection.execute(delete(watch_error).where(watch_error.c.delivery_id.in_(old)))
    connection.execute(delete(delivery).where(delivery.c.id.in_(old)))
    behind = delivery.alias("behind")
    used = select(delivery.c.id).where(delivery.c.snapshot_id == snapshot.c.id).exists()
    connection.execute(delete(snapshot).where(snapshot.c.created_at < at - LOG_RETENTION_MS, ~used))
    earlier = (
        select(behind.c.id)
        .where(
            behind.c.registration_id == delivery.c.registration_id,
            behind.c.watch_id == delivery.c.watch_id,
            behind.c.id < delivery.c.id,
            where_unfinished("behind"),
        )
        .exists()
    )
    stuck = (
        update(delivery)
        .where(where_unfinished(), delivery.c.state == "queued", ~earlier)
        .values(state="pending", next_attempt_at=at)
    )
    connection.execute(stuck)
