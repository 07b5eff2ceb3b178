"""Registrations: their life as transactions. Each change raises its queue's revision by one and records one event."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, text

from walkin.model.errors import Refused
from walkin.model.queue import format_ticket
from walkin.model.registration import Counter, RegistrationInput, Status, parse_id
from walkin.store import clients, desks, queues, uploads
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations import forms, queries, undo_log
from walkin.store.registrations.queries import (
    ON_HOLD,
    RankedRegistration,
    RegistrationRow,
    find_row,
    get_first_waiting,
    get_in_any_queue,
    get_row,
)
from walkin.store.registrations.transitions import (
    EVENT_KIND_BY_STATUS,
    apply_update,
    check_if_match,
    create_registration,
    enter_status,
    is_identified,
    lock_queues,
    save_registration,
    to_json,
    to_zoned_time,
    transfer,
)
from walkin.store.schema.tables import idempotency
from walkin.store.schema.tables import registration as table

HOUR = 3_600_000
IDEMPOTENCY_KEY_TTL_MS = 24 * HOUR
"""An Idempotency-Key is remembered for a day."""

LEFT_OPEN_AFTER_MS = 12 * HOUR
"""A registration of an earlier local day and older than this was left open at closing time."""

CLOSING_STATUS = {Status.REGISTERED: Status.NO_SHOW, Status.IN_PROGRESS: Status.FINISHED}
"""What becomes of it then."""

_FIND_IDEMPOTENCY_KEY = CompiledStatement(
    select(idempotency.c.fingerprint, idempotency.c.registration_id).where(
        idempotency.c.queue_id == bindparam("queue_id"), idempotency.c.key == bindparam("idempotency")
    )
)
_INSERT_IDEMPOTENCY_KEY = CompiledStatement(
    insert(idempotency).inline(), ("queue_id", "key", "fingerprint", "registration_id", "at")
)


def register(
    connection: Connection,
    queue_id: int,
    registration_input: RegistrationInput,
    at: int,
    *,
    idempotency_key: str | None = None,
    fingerprint: str = "",
    created_by: str = "",
) -> RankedRegistration:
    """A new registration with the next ticket of the queue's day.

    The same ``key`` with the same ``fingerprint`` of the request gives the same registration for a day; ``by`` is the
    credential's public name. Refuses
    ``idempotencyMismatch``, ``queueClosed``, ``invalid`` (the form) and ``clientNotFound``.
    """
    # The lock comes first: of two requests with one key that run at once the second sees what the first has made.
    state = queues.lock_queue(connection, queue_id, at)
    if idempotency_key is not None:
        kept = _FIND_IDEMPOTENCY_KEY.fetch_first(connection, {"queue_id": queue_id, "idempotency": idempotency_key})
        if kept is not None:
            known_as, made_then = kept
            if known_as != fingerprint:
                raise Refused("idempotencyMismatch")
            return get_in_any_queue(connection, made_then, at)
    if state.status == "closed":
        raise Refused("queueClosed")
    taken = forms.accept_form(connection, state, registration_input)
    client = (
        clients.find_or_create(connection, state.account_id, taken.client, registration_input.language, at)
        if is_identified(taken.client)
        else None
    )
    document: dict[str, Any] = {"language": registration_input.language} if registration_input.language else {}
    number = state.allocate_number()
    values: dict[str, Any] = {
        "client_id": int(client.id) if client and client.id else None,
        "priority": registration_input.priority or 0,
        "day": state.day,
        "number": number,
        "ticket_queue_id": queue_id,
        "made_by": created_by,
        "client": to_json(client.to_wire()) if client else None,
        "form": taken.form,
        "note": registration_input.note or None,
    }
    document["ticket"] = format_ticket(state.ticket_prefix, number)
    made = create_registration(
        connection,
        state,
        values,
        document,
        at,
        registration_input.status or Status.REGISTERED,
        registration_input.counter,
    )
    if taken.file_tokens:
        uploads.set_files(connection, made.registration.id, taken.file_tokens)
    if idempotency_key is not None:
        _INSERT_IDEMPOTENCY_KEY.execute(
            connection,
            {
                "queue_id": queue_id,
                "key": idempotency_key,
                "fingerprint": fingerprint,
                "registration_id": made.registration.id,
                "at": at,
            },
        )
    return made


def call_next(connection: Connection, queue_id: int, counter: Counter | None, at: int) -> RankedRegistration:
    """Call the first of the waiting: one step, nobody is called twice. Refuses ``queueEmpty``."""
    state = queues.lock_queue(connection, queue_id, at)
    change = RegistrationInput(status=Status.IN_PROGRESS, counter=counter)
    desk = counter.name if counter else ""
    entry = get_first_waiting(connection, state, desk)
    made = apply_update(connection, state, entry, change, at)
    undo_log.record_action(
        connection, desk, "called", [undo_log.build_step(queue_id, entry, made)], at, state.account_id
    )
    return made


def change(
    connection: Connection,
    queue_id: int,
    registration_id: int,
    registration_input: RegistrationInput,
    at: int,
    *,
    if_match: str | None = None,
    desk: str = "",
) -> RankedRegistration:
    """Merge the given members; absent ones stay.

    ``match`` is ``If-Match``, the entity tags the caller knows: another state refuses ``preconditionFailed``. A status
    that cannot follow the present one refuses ``transition``, calling one whom another desk has called ``conflict``,
    one reserved for another desk ``reserved``; another ``queue.id`` moves the registration to that queue.
    ``desk`` is where the undo of it belongs, if not to the desk that ``given`` or the registration names.
    """
    target = parse_id(registration_input.queue.id) if registration_input.queue is not None else queue_id
    if target is None:
        raise Refused("queueNotFound")
    states = lock_queues(connection, (queue_id, target), at)
    state = states[queue_id]
    entry = get_row(connection, state, registration_id)
    check_if_match(state, entry, if_match)
    if target != queue_id:
        made = transfer(connection, states, state, entry, registration_input, at)
    else:
        made = apply_update(connection, state, entry, registration_input, at)
    step = undo_log.build_step(queue_id, entry, made)
    if step.after_digest != undo_log.compute_digest(entry) or target != queue_id:
        desk = (
            desk
            or (registration_input.counter.name if registration_input.counter else "")
            or queries.get_desk_name(entry)
        )
        kind = "moved" if target != queue_id else _get_action_kind(entry, made)
        undo_log.record_action(connection, desk, kind, [step], at, state.account_id)
    return made


def _get_action_kind(before: RegistrationRow, after: RankedRegistration) -> str:
    """What an action is called: as its event."""
    now = after.registration
    if (before.status, before.aside) == (now.status, now.aside):
        return "updated"
    if now.aside:
        return "parked" if now.aside == ON_HOLD else "reserved"
    return EVENT_KIND_BY_STATUS[Status(now.status)]


def recall(
    connection: Connection, queue_id: int, registration_id: int, at: int, *, desk: str = ""
) -> RankedRegistration:
    """Call the person again to the same desk. Refuses ``transition`` unless the registration is in progress."""
    state = queues.lock_queue(connection, queue_id, at)
    entry = get_row(connection, state, registration_id)
    if entry.status != Status.IN_PROGRESS:
        raise Refused("transition", before=entry.status, after=Status.IN_PROGRESS.value)
    document = orjson.loads(entry.document)
    document["calls"] += 1
    document["called"] = to_zoned_time(at, state)
    made = save_registration(connection, state, entry, entry, document, "recalled", at)
    steps = [undo_log.build_step(queue_id, entry, made)]
    undo_log.record_action(connection, desk or queries.get_desk_name(entry), "recalled", steps, at, state.account_id)
    return made


def remove(
    connection: Connection, queue_id: int, registration_id: int, at: int, *, if_match: str | None = None, desk: str = ""
) -> int:
    """Delete softly: the row stays with status ``deleted``; how many files it let go.

    A ``desk`` can undo it: its files stay until then. Refuses ``registrationNotFound`` the second time, and
    ``preconditionFailed`` like ``change``.
    """
    state = queues.lock_queue(connection, queue_id, at)
    entry = get_row(connection, state, registration_id)
    if entry.status == Status.DELETED:
        raise Refused("registrationNotFound")
    check_if_match(state, entry, if_match)
    document = orjson.loads(entry.document)
    values: dict[str, Any] = entry._asdict()
    enter_status(state, values, document, Status.DELETED, None, at)
    made = save_registration(connection, state, entry, RegistrationRow(**values), document, "deleted", at)
    if desk:
        steps = [undo_log.build_step(queue_id, entry, made)]
        undo_log.record_action(connection, desk, "deleted", steps, at, state.account_id)
        return 0
    return uploads.set_files(connection, entry.id, set())


def tidy(connection: Connection, at: int) -> int:
    """Close what was left open on an earlier day, forget old keys and unused files; how many were closed."""
    uploads.delete_unclaimed(connection, at)
    undo_log.tidy(connection, at)
    desks.tidy(connection, at)
    connection.execute(delete(idempotency).where(idempotency.c.at < at - IDEMPOTENCY_KEY_TTL_MS))
    old = connection.execute(
        select(table.c.id, table.c.queue_id, table.c.day)
        .where(
            # Spelt out: the partial index is found only by its own condition.
            text("status IN ('registered', 'inProgress')"),
            table.c.registered_at < at - LEFT_OPEN_AFTER_MS,
        )
        # Queues are always locked in this order, so that two that tidy never wait for each other.
        .order_by(table.c.queue_id, table.c.id)
    ).all()
    closed = 0
    for row in old:
        state = queues.lock_queue(connection, row.queue_id, at)
        entry = find_row(connection, state, row.id)
        # A desk, or another server that tidies, may have been faster.
        if entry is not None and (after := CLOSING_STATUS.get(Status(entry.status))) and row.day != state.day:
            apply_update(connection, state, entry, RegistrationInput(status=after), at)
            closed += 1
    return closed
