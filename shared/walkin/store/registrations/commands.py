"""Registrations: their life as transactions. Each change raises its queue's revision by one and records one event."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, text

from walkin.model.errors import Refused
from walkin.model.queue import ticket
from walkin.model.registration import Counter, RegistrationInput, Status, row_id
from walkin.store import clients, desks, queues
from walkin.store import uploads as cabinet
from walkin.store.engine.compiled import Prepared
from walkin.store.registrations import forms
from walkin.store.registrations import queries as entries
from walkin.store.registrations import undo_log as actions
from walkin.store.registrations.queries import PARKED, Entry, Found, anywhere, head, look_up, one
from walkin.store.registrations.transitions import (
    KIND,
    as_json,
    changed,
    created,
    enter,
    expect,
    known,
    stored,
    together,
    transferred,
    zoned,
)
from walkin.store.schema.tables import idempotency
from walkin.store.schema.tables import registration as table

HOUR = 3_600_000
KEPT_KEYS = 24 * HOUR
"""An Idempotency-Key is remembered for a day."""

LEFT_OVER = 12 * HOUR
"""A registration of an earlier local day and older than this was left open at closing time."""

CLOSING = {Status.REGISTERED: Status.NO_SHOW, Status.IN_PROGRESS: Status.FINISHED}
"""What becomes of it then."""

_KEPT = Prepared(
    select(idempotency.c.fingerprint, idempotency.c.registration_id).where(
        idempotency.c.queue_id == bindparam("queue_id"), idempotency.c.key == bindparam("idempotency")
    )
)
_KEEP = Prepared(insert(idempotency).inline(), ("queue_id", "key", "fingerprint", "registration_id", "at"))


def register(
    connection: Connection,
    queue_id: int,
    given: RegistrationInput,
    at: int,
    *,
    key: str | None = None,
    fingerprint: str = "",
    by: str = "",
) -> Found:
    """A new registration with the next ticket of the queue's day.

    The same ``key`` with the same ``fingerprint`` of the request gives the same registration for a day; ``by`` is the
    credential's public name. Refuses
    ``idempotencyMismatch``, ``queueClosed``, ``invalid`` (the form) and ``clientNotFound``.
    """
    # The lock comes first: of two requests with one key that run at once the second sees what the first has made.
    state = queues.locked(connection, queue_id, at)
    if key is not None:
        kept = _KEPT.first(connection, {"queue_id": queue_id, "idempotency": key})
        if kept is not None:
            known_as, made_then = kept
            if known_as != fingerprint:
                raise Refused("idempotencyMismatch")
            return anywhere(connection, made_then, at)
    if state.status == "closed":
        raise Refused("queueClosed")
    taken = forms.accepted(connection, state, given)
    client = (
        clients.link(connection, state.account_id, taken.client, given.language, at) if known(taken.client) else None
    )
    document: dict[str, Any] = {"language": given.language} if given.language else {}
    number = state.next_number()
    values: dict[str, Any] = {
        "client_id": int(client.id) if client and client.id else None,
        "priority": given.priority or 0,
        "day": state.day,
        "number": number,
        "ticket_queue_id": queue_id,
        "made_by": by,
        "client": as_json(client.wire()) if client else None,
        "form": taken.form,
        "note": given.note or None,
    }
    document["ticket"] = ticket(state.ticket_prefix, number)
    made = created(connection, state, values, document, at, given.status or Status.REGISTERED, given.counter)
    if taken.files:
        cabinet.assign(connection, made.entry.id, taken.files)
    if key is not None:
        _KEEP.run(
            connection,
            {
                "queue_id": queue_id,
                "key": key,
                "fingerprint": fingerprint,
                "registration_id": made.entry.id,
                "at": at,
            },
        )
    return made


def call_next(connection: Connection, queue_id: int, counter: Counter | None, at: int) -> Found:
    """Call the first of the waiting: one step, nobody is called twice. Refuses ``queueEmpty``."""
    state = queues.locked(connection, queue_id, at)
    change = RegistrationInput(status=Status.IN_PROGRESS, counter=counter)
    desk = counter.name if counter else ""
    entry = head(connection, state, desk)
    made = changed(connection, state, entry, change, at)
    actions.remember(connection, desk, "called", [actions.step(queue_id, entry, made)], at, state.account_id)
    return made


def change(
    connection: Connection,
    queue_id: int,
    registration_id: int,
    given: RegistrationInput,
    at: int,
    *,
    match: str | None = None,
    desk: str = "",
) -> Found:
    """Merge the given members; absent ones stay.

    ``match`` is ``If-Match``, the entity tags the caller knows: another state refuses ``preconditionFailed``. A status
    that cannot follow the present one refuses ``transition``, calling one whom another desk has called ``conflict``,
    one reserved for another desk ``reserved``; another ``queue.id`` moves the registration to that queue.
    ``desk`` is where the undo of it belongs, if not to the desk that ``given`` or the registration names.
    """
    target = row_id(given.queue.id) if given.queue is not None else queue_id
    if target is None:
        raise Refused("queueNotFound")
    states = together(connection, (queue_id, target), at)
    state = states[queue_id]
    entry = one(connection, state, registration_id)
    expect(state, entry, match)
    if target != queue_id:
        made = transferred(connection, states, state, entry, given, at)
    else:
        made = changed(connection, state, entry, given, at)
    step = actions.step(queue_id, entry, made)
    if step.after != actions.digest(entry) or target != queue_id:
        desk = desk or (given.counter.name if given.counter else "") or entries.desk_of(entry)
        kind = "moved" if target != queue_id else _kind(entry, made)
        actions.remember(connection, desk, kind, [step], at, state.account_id)
    return made


def _kind(before: Entry, after: Found) -> str:
    """What an action is called: as its event."""
    now = after.entry
    if (before.status, before.aside) == (now.status, now.aside):
        return "updated"
    if now.aside:
        return "parked" if now.aside == PARKED else "reserved"
    return KIND[Status(now.status)]


def recall(connection: Connection, queue_id: int, registration_id: int, at: int, *, desk: str = "") -> Found:
    """Call the person again to the same desk. Refuses ``transition`` unless the registration is in progress."""
    state = queues.locked(connection, queue_id, at)
    entry = one(connection, state, registration_id)
    if entry.status != Status.IN_PROGRESS:
        raise Refused("transition", before=entry.status, after=Status.IN_PROGRESS.value)
    document = orjson.loads(entry.document)
    document["calls"] += 1
    document["called"] = zoned(at, state)
    made = stored(connection, state, entry, entry, document, "recalled", at)
    steps = [actions.step(queue_id, entry, made)]
    actions.remember(connection, desk or entries.desk_of(entry), "recalled", steps, at, state.account_id)
    return made


def remove(
    connection: Connection, queue_id: int, registration_id: int, at: int, *, match: str | None = None, desk: str = ""
) -> int:
    """Delete softly: the row stays with status ``deleted``; how many files it let go.

    A ``desk`` can undo it: its files stay until then. Refuses ``registrationNotFound`` the second time, and
    ``preconditionFailed`` like ``change``.
    """
    state = queues.locked(connection, queue_id, at)
    entry = one(connection, state, registration_id)
    if entry.status == Status.DELETED:
        raise Refused("registrationNotFound")
    expect(state, entry, match)
    document = orjson.loads(entry.document)
    values: dict[str, Any] = entry._asdict()
    enter(state, values, document, Status.DELETED, None, at)
    made = stored(connection, state, entry, Entry(**values), document, "deleted", at)
    if desk:
        steps = [actions.step(queue_id, entry, made)]
        actions.remember(connection, desk, "deleted", steps, at, state.account_id)
        return 0
    return cabinet.assign(connection, entry.id, set())


def tidy(connection: Connection, at: int) -> int:
    """Close what was left open on an earlier day, forget old keys and unused files; how many were closed."""
    cabinet.forget_unused(connection, at)
    actions.tidy(connection, at)
    desks.tidy(connection, at)
    connection.execute(delete(idempotency).where(idempotency.c.at < at - KEPT_KEYS))
    old = connection.execute(
        select(table.c.id, table.c.queue_id, table.c.day)
        .where(
            # Spelt out: the partial index is found only by its own condition.
            text("status IN ('registered', 'inProgress')"),
            table.c.registered_at < at - LEFT_OVER,
        )
        # Queues are always locked in this order, so that two that tidy never wait for each other.
        .order_by(table.c.queue_id, table.c.id)
    ).all()
    closed = 0
    for row in old:
        state = queues.locked(connection, row.queue_id, at)
        entry = look_up(connection, state, row.id)
        # A desk, or another server that tidies, may have been faster.
        if entry is not None and (after := CLOSING.get(Status(entry.status))) and row.day != state.day:
            changed(connection, state, entry, RegistrationInput(status=after), at)
            closed += 1
    return closed
