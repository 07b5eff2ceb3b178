"""Transactional outbox of deliveries to watches: written with the change, sent by workers, kept as a log.

For each registration and watch at most one delivery is ``pending``; later ones are ``queued`` until it is delivered or
has failed. Deliveries of different registrations or watches never wait for each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, TextClause, and_, bindparam, delete, func, insert, or_, select, text, tuple_, update

from walkin.model.time import DAY_MS
from walkin.store import clients
from walkin.store.engine.compiled import CompiledStatement, Row
from walkin.store.registrations.queries import RankedRegistration, RegistrationRow, count_ahead
from walkin.store.registrations.registration_json import Serializer
from walkin.store.schema.tables import delivery, snapshot, watch, watch_error
from walkin.store.watches import watches

DISABLE_AFTER_MS = 5 * DAY_MS
"""A watch without a success for so long is disabled."""

BASE_URL_PLACEHOLDER = "\u0001"
"""Stands for the API's base URL in a snapshot; text from people cannot contain this control character."""

# Spelt out: the partial indexes are found only by their own conditions.
_PENDING = text("delivery.state = 'pending'")


def where_unfinished(table_name: str = "delivery") -> TextClause:
    """Condition of the partial index ``ix_delivery_lane``: neither delivered nor failed."""
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
    (
        *("watch_id", "snapshot_id", "registration_id", "message_id", "event", "state", "next_attempt_at"),
        *("created_at", "position"),
    ),
)
# Locked: a delivery that ends at the same moment is either gone already, or will see the one queued behind it.
_UNFINISHED = CompiledStatement(
    select(delivery.c.watch_id, delivery.c.position)
    .where(delivery.c.registration_id == bindparam("registration"), where_unfinished())
    .order_by(delivery.c.id)
    .with_for_update()
)


class _MatchingWatch(NamedTuple):
    """A watch and the parts of its deliveries; ``events`` is a list between commas, empty for all."""

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
    """Enqueue a delivery for each matching watch of the queue, and of the queue that the registration left."""
    event = kind if kind in ("created", "deleted") else "updated"
    values = {"queue": after.queue.id, "other": origin_queue_id or after.queue.id, "account": after.queue.account_id}
    matching = [
        row
        for row in starmap(_MatchingWatch, _MATCHING_WATCHES.fetch_all(connection, values))
        if not row.events or f",{event}," in row.events or f",{kind}," in row.events
    ]
    if not matching:
        return
    serializer = Serializer(after.queue, at, BASE_URL_PLACEHOLDER)
    previous = None
    if before is not None and any(row.include_previous for row in matching):
        if before.is_waiting:
            after.queue.load_wait_estimate(connection)
        previous = serializer.render(before, _compute_previous_rank(connection, after, before))
    snapshot_columns = {
        "resource": serializer.render(after.registration, after.rank),
        "previous": previous,
        "extra": _build_extra(connection, after) if any(row.include_extra for row in matching) else None,
        "created_at": at,
    }
    snapshot_id = _INSERT_SNAPSHOT.fetch_value(connection, snapshot_columns)
    unfinished: Sequence[Row] = ()
    if before is not None:
        unfinished = _UNFINISHED.fetch_all(connection, {"registration": after.registration.id})
    busy_watch_ids = {watch_id for watch_id, _ in unfinished}
    # Servers' clocks differ, so the time alone is no order.
    position = max([at, *(earlier + 1 for _, earlier in unfinished)])
    random_digits = secrets.token_hex(12 * len(matching))
    rows = [
        {
            "watch_id": row.watch_id,
            "snapshot_id": snapshot_id,
            "registration_id": after.registration.id,
            "message_id": f"msg_{random_digits[24 * number : 24 * number + 24]}",
            "event": event,
            "state": "queued" if row.watch_id in busy_watch_ids else "pending",
            "next_attempt_at": at,
            "created_at": at,
            "position": position,
        }
        for number, row in enumerate(matching)
    ]
    _INSERT_DELIVERY.execute_many(connection, rows)


def _compute_previous_rank(connection: Connection, after: RankedRegistration, before: RegistrationRow) -> int | None:
    if not before.is_waiting:
        return None
    ahead = count_ahead(connection, after.queue.id, before.priority, before.position)
    changed = after.registration
    counts_itself = changed.is_waiting and (changed.priority, -changed.position) > (before.priority, -before.position)
    return ahead - counts_itself + 1


def _build_extra(connection: Connection, after: RankedRegistration) -> str:
    extra = {"queue": after.queue.wire()}
    if (client_id := after.registration.client_id) is not None:
        record = clients.get(connection, client_id, after.queue.account_id).to_wire()
        record |= orjson.loads(after.registration.client or "{}")
        extra["client"] = record | {"selfLink": f"{BASE_URL_PLACEHOLDER}/clients/{client_id}"}
    return orjson.dumps(extra).decode()


class DueDelivery(NamedTuple):
    """A delivery that is due, with the snapshot that its body is rendered from."""

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
    """The version of the watch."""


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
    .order_by(delivery.c.next_attempt_at, delivery.c.position, delivery.c.id)
    .limit(bindparam("limit"))
)


def find_due(
    connection: Connection, at: int, free_slots: Mapping[int, int], default_slots: int, limit: int
) -> tuple[list[DueDelivery], int | None]:
    """Find at most ``limit`` due deliveries, oldest first, and the time of the next one (None without one).

    ``free_slots`` limits the deliveries of a watch by its id, ``default_slots`` those of each other watch.
    """
    # Called after every commit, mostly with nothing due.
    next_due_at: int | None = _NEXT_DUE_AT.fetch_value(connection, {"after": 0})
    if next_due_at is None or next_due_at > at:
        return [], next_due_at
    due: dict[int, DueDelivery] = {}
    slots = dict(free_slots)
    full_ids = {watch_id for watch_id, free in free_slots.items() if free <= 0}
    while len(due) < limit:
        values = {"at": at, "full": sorted(full_ids), "limit": limit}
        rows = [DueDelivery._make(row) for row in connection.execute(_SELECT_DUE, values)]
        for row in rows:
            free = slots.get(row.watch_id, default_slots)
            if free <= 0:
                full_ids.add(row.watch_id)
            elif row.id not in due:
                due[row.id] = row
                slots[row.watch_id] = free - 1
        if len(rows) < limit:
            break
        # A watch with more deliveries than slots may have crowded out others: select again without it.
    return list(due.values())[:limit], _NEXT_DUE_AT.fetch_value(connection, {"after": at})


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
        body=func.coalesce(delivery.c.body, bindparam("body")),
    )
)


def claim(connection: Connection, bodies: Mapping[int, str | None], at: int, lease_until: int) -> set[int]:
    """Lease deliveries and store their bodies. Returns the ids that no other worker had claimed."""
    claimed_ids = list(
        connection.execute(
            select(delivery.c.id)
            .where(delivery.c.id.in_(list(bodies)), delivery.c.state == "pending", delivery.c.next_attempt_at <= at)
            .order_by(delivery.c.id)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    rows = [{"key": key, "until": lease_until, "at": at, "body": bodies[key]} for key in claimed_ids]
    if rows:
        _CLAIM.execute_many(connection, rows)
    return set(claimed_ids)


@dataclass(frozen=True)
class AttemptResult:
    """Outcome of an attempt; ``state`` is delivered, failed (given up) or pending (retried)."""

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
    """Disables the watch at once, for that reason."""


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
    .order_by(delivery.c.position.desc(), delivery.c.id.desc())
)
_RELEASE = CompiledStatement(
    update(delivery)
    .where(delivery.c.id == bindparam("key"), delivery.c.state == "queued")
    .values(state="pending", next_attempt_at=bindparam("at"))
)


def record_results(connection: Connection, results: Sequence[AttemptResult], at: int) -> None:
    """Record results, release the deliveries queued behind finished ones, and disable dead watches."""
    ordered = sorted(results, key=lambda result: result.delivery_id)
    retried = [_build_update_values(result, "next_attempt_at") for result in ordered if result.state == "pending"]
    finished = [result for result in ordered if result.state != "pending"]
    if retried:
        _RESCHEDULE.execute_many(connection, retried)
    if finished:
        _FINISH.execute_many(connection, [_build_update_values(result, "state") for result in finished])
        _release_queued(connection, {(result.registration_id, result.watch_id) for result in finished}, at)
    errors = [result for result in ordered if result.error is not None]
    if logged := _filter_current(connection, errors):
        connection.execute(insert(watch_error).inline(), [_build_error_row(result) for result in logged])
    _update_watch_health(connection, results, at)
    reasons = {result.watch_id: result.disable_reason for result in errors if result.disable_reason}
    for watch_id, reason in reasons.items():
        watches.disable(connection, watch_id, reason)


def _filter_current(connection: Connection, results: Sequence[AttemptResult]) -> list[AttemptResult]:
    """The results of deliveries that still count that attempt: one may be deleted, or its person's data erased."""
    ids = [result.delivery_id for result in results]
    attempts = select(delivery.c.id, delivery.c.attempts).where(delivery.c.id.in_(ids))
    current = {row.id: row.attempts for row in connection.execute(attempts)} if ids else {}
    return [result for result in results if current.get(result.delivery_id) == result.attempt]


def _release_queued(connection: Connection, lanes: Collection[tuple[int, int]], at: int) -> None:
    """Release the first delivery of each lane (registration and watch) whose deliveries are all queued."""
    registration_ids = sorted({registration_id for registration_id, _ in lanes})
    first: dict[tuple[int, int], int] = {}
    busy: set[tuple[int, int]] = set()
    # Newest first: the oldest of a lane is assigned last.
    for registration_id, watch_id, delivery_id, state in connection.execute(
        _UNFINISHED_OF_REGISTRATIONS, {"registrations": registration_ids}
    ):
        first[registration_id, watch_id] = delivery_id
        if state != "queued":
            busy.add((registration_id, watch_id))
    released = [first[lane] for lane in lanes if lane in first and lane not in busy]
    if released:
        _RELEASE.execute_many(connection, [{"key": delivery_id, "at": at} for delivery_id in sorted(released)])


def _update_watch_health(connection: Connection, results: Collection[AttemptResult], at: int) -> None:
    """Start or end the failing time of watches by the last result of each; disable those that failed too long."""
    last = {result.watch_id: result for result in sorted(results, key=lambda result: result.sent_at)}
    rows = select(watch.c.id, watch.c.failing_since).where(watch.c.id.in_(list(last))).order_by(watch.c.id)
    for watch_id, since in connection.execute(rows).all():
        is_failing = last[watch_id].error is not None
        if is_failing != (since is not None):
            failing_since = at if is_failing else None
            connection.execute(update(watch).where(watch.c.id == watch_id).values(failing_since=failing_since))
        elif is_failing and since <= at - DISABLE_AFTER_MS:
            watches.disable(connection, watch_id, "failing")


def _build_update_values(result: AttemptResult, extra_column: str) -> dict[str, object]:
    values = {name: getattr(result, name) for name in (*_ATTEMPT_COLUMNS, extra_column)}
    return values | {"key": result.delivery_id, "attempt": result.attempt}


def _build_error_row(result: AttemptResult) -> dict[str, object]:
    names = ("delivery_id", "watch_id", "attempt", "duration_ms", "status_code", "error", "response_body")
    return {"failed_at": result.sent_at, **{name: getattr(result, name) for name in names}}


def delete_old(connection: Connection, before: int, limit: int) -> int:
    """Delete at most ``limit`` of the deliveries created before that time (ms), with their log. Returns how many."""
    is_old = (delivery.c.created_at < before, delivery.c.state.in_(("delivered", "failed", "held")))
    old = connection.execute(select(delivery.c.id).where(*is_old).order_by(delivery.c.created_at).limit(limit))
    ids = old.scalars().all()
    connection.execute(delete(watch_error).where(watch_error.c.delivery_id.in_(ids)))
    connection.execute(delete(delivery).where(delivery.c.id.in_(ids)))
    used = select(delivery.c.id).where(delivery.c.snapshot_id == snapshot.c.id).exists()
    unused = select(snapshot.c.id).where(snapshot.c.created_at < before, ~used)
    unused_ids = connection.execute(unused.order_by(snapshot.c.created_at).limit(limit)).scalars().all()
    connection.execute(delete(snapshot).where(snapshot.c.id.in_(unused_ids)))
    return max(len(ids), len(unused_ids))


def tidy(connection: Connection, at: int) -> None:
    """Release queued deliveries with none before them."""
    behind = delivery.alias("behind")
    earlier = (
        select(behind.c.id)
        .where(
            behind.c.registration_id == delivery.c.registration_id,
            behind.c.watch_id == delivery.c.watch_id,
            tuple_(behind.c.position, behind.c.id) < tuple_(delivery.c.position, delivery.c.id),
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
