"""Commands on one registration. Each raises its queue's revision and records an event in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, insert, select

from walkin.model.errors import Refused
from walkin.model.registration import ClientPart, Counter, RegistrationInput, Status, parse_id
from walkin.model.time import DAY_MS, HOUR_MS
from walkin.store import clients, desks, queues, tickets, uploads
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations import forms, transitions, undo_log
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.queries import (
    RankedRegistration,
    find_first_waiting,
    find_row,
    get_in_any_queue,
    get_row,
)
from walkin.store.schema.tables import IS_OPEN, idempotency
from walkin.store.schema.tables import registration as table

IDEMPOTENCY_KEY_TTL_MS = DAY_MS

LEFT_OPEN_AFTER_MS = 12 * HOUR_MS
"""A registration of an earlier local day and older than this was left open at closing time."""

CLOSING_STATUS = {Status.REGISTERED: Status.NO_SHOW, Status.IN_PROGRESS: Status.FINISHED}
"""The status that ends a registration left open."""

_FIND_IDEMPOTENCY_KEY = CompiledStatement(
    select(idempotency.c.fingerprint, idempotency.c.registration_id).where(
        idempotency.c.queue_id == bindparam("queue_id"), idempotency.c.key == bindparam("idempotency")
    )
)
_INSERT_IDEMPOTENCY_KEY = CompiledStatement(
    insert(idempotency).inline(), ("queue_id", "key", "fingerprint", "registration_id", "created_at")
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
    may_match: bool = True,
) -> RankedRegistration:
    """Create a registration with the next ticket of the queue's day.

    Without ``may_match`` the client is a new one, whoever has the same e-mail address or phone number: anybody may type
    them at a kiosk or on a phone. The one who has is kept as ``possible_client_id``, for staff to confirm.

    The same ``idempotency_key`` with the same ``fingerprint`` of the request gives the same registration for a day;
    ``created_by`` is the credential's prefix. Refuses ``idempotencyMismatch``, ``queueClosed``, ``invalid`` (the form,
    or members that a linked client does not have), ``badRequest`` and ``clientNotFound``.
    """
    # The lock comes first: of two concurrent requests with one key the second sees the registration of the first.
    state = queues.lock_queue(connection, queue_id, at)
    if idempotency_key is not None:
        row = _FIND_IDEMPOTENCY_KEY.fetch_first(connection, {"queue_id": queue_id, "idempotency": idempotency_key})
        if row is not None:
            known_fingerprint, registration_id = row
            if known_fingerprint != fingerprint:
                raise Refused("idempotencyMismatch")
            return get_in_any_queue(connection, registration_id, at)
    if state.status == "closed":
        raise Refused("queueClosed")
    status = registration_input.status or Status.REGISTERED
    transitions.check_counter(status, registration_input.counter)
    accepted = forms.accept_form(connection, state, registration_input)
    client, possible_client_id = _find_client(
        connection, state, registration_input, accepted.client, at, may_match=may_match
    )
    number, ticket = tickets.take(connection, state)
    document: RegistrationDocument = {"ticket": ticket}
    if registration_input.language:
        document["language"] = registration_input.language
    registered = transitions.create_registration(
        connection,
        state,
        transitions.NewRegistration(
            ticket_queue_id=queue_id,
            day=state.day,
            number=number,
            created_by=created_by,
            priority=registration_input.priority or 0,
            client_id=int(client.id) if client and client.id else None,
            client=transitions.to_json(client.to_wire()) if client else None,
            form=accepted.form,
            note=registration_input.note or None,
            outcome=registration_input.outcome or None,
            possible_client_id=possible_client_id,
        ),
        document,
        at,
        status,
        registration_input.counter,
    )
    if standing := registration_input.model_dump(include={"parked", "reserved", "place"}, exclude_none=True):
        standing_input = RegistrationInput.model_validate({"status": status, **standing})
        registered = transitions.apply_update(connection, state, registered.registration, standing_input, at)
    if accepted.file_tokens:
        uploads.set_files(connection, registered.registration.id, accepted.file_tokens)
    if idempotency_key is not None:
        _INSERT_IDEMPOTENCY_KEY.execute(
            connection,
            {
                "queue_id": queue_id,
                "key": idempotency_key,
                "fingerprint": fingerprint,
                "registration_id": registered.registration.id,
                "created_at": at,
            },
        )
    return registered


def _find_client(
    connection: Connection,
    state: QueueState,
    registration_input: RegistrationInput,
    accepted: ClientPart,
    at: int,
    *,
    may_match: bool,
) -> tuple[ClientPart | None, int | None]:
    """The client of a new registration: the one that the input names by id, or the one of its members and answers.

    Without ``may_match`` it is a new one; the id of the one it may be comes second.
    """
    sent = registration_input.client
    if sent is not None and sent.id:
        return clients.link(connection, state.account_id, sent, None), None
    if not transitions.is_identified(accepted):
        return None, None
    new = (connection, state.account_id, accepted, registration_input.language, at)
    if may_match:
        return clients.find_or_create(*new), None
    possible_client_id = clients.find_matching(connection, state.account_id, accepted, any_queue=True)
    return clients.create(*new), possible_client_id


def call_next(
    connection: Connection, queue_id: int, counter: Counter | None, at: int, *, called_by: str = ""
) -> RankedRegistration:
    """Call the first waiting registration in one step: none is called twice. Refuses ``queueEmpty``."""
    state = queues.lock_queue(connection, queue_id, at)
    desk = counter.name if counter else ""
    first = find_first_waiting(connection, state, desk)
    if first is None:
        raise Refused("queueEmpty")
    called = transitions.apply_update(
        connection, state, first, RegistrationInput(status=Status.IN_PROGRESS, counter=counter), at, called_by=called_by
    )
    steps = [undo_log.build_step(queue_id, first, called)]
    undo_log.record_action(connection, desk, "called", steps, at, state.account_id)
    return called


def change(
    connection: Connection,
    queue_id: int,
    registration_id: int,
    registration_input: RegistrationInput,
    at: int,
    *,
    if_match: str | None = None,
    desk: str = "",
    called_by: str = "",
) -> RankedRegistration:
    """Merge the members sent into a registration; another ``queue.id`` transfers it to that queue.

    The action is recorded for the undo of ``desk``, by default of the desk that the input or the registration names.
    Refuses what ``check_call_race``, ``apply_update`` and ``transfer`` refuse, and ``preconditionFailed`` for another
    ``If-Match``.
    """
    target = parse_id(registration_input.queue.id) if registration_input.queue is not None else queue_id
    if target is None:
        raise Refused("queueNotFound")
    states = transitions.lock_queues(connection, (queue_id, target), at)
    state = states[queue_id]
    before = get_row(connection, state, registration_id)
    transitions.check_if_match(state, before, if_match)
    transitions.check_call_race(before, registration_input, called_by, if_match)
    if target != queue_id:
        after = transitions.transfer(
            connection, state, states[target], before, registration_input, at, called_by=called_by
        )
    else:
        after = transitions.apply_update(connection, state, before, registration_input, at, called_by=called_by)
    if before.possible_client_id is not None and before.client_id not in (None, after.registration.client_id):
        clients.delete_unvisited(connection, {before.client_id})
    step = undo_log.build_step(queue_id, before, after)
    if step.after_digest != undo_log.compute_digest(before) or target != queue_id:
        counter = registration_input.counter
        desk = desk or (counter.name if counter else "") or before.desk_name
        new_status = transitions.QualifiedStatus.from_row(after.registration)
        kind = "updated" if new_status == transitions.QualifiedStatus.from_row(before) else new_status.event_kind
        if target != queue_id:
            kind = "moved"
        undo_log.record_action(connection, desk, kind, [step], at, state.account_id)
    return after


def recall(
    connection: Connection, queue_id: int, registration_id: int, at: int, *, desk: str = ""
) -> RankedRegistration:
    """Call a client again to the same desk. Refuses ``transition`` unless the registration is in progress."""
    state = queues.lock_queue(connection, queue_id, at)
    registration = get_row(connection, state, registration_id)
    if registration.status != Status.IN_PROGRESS:
        raise Refused("transition", before=registration.status, after=Status.IN_PROGRESS.value)
    document = registration.load_document()
    document["calls"] += 1
    document["called"] = transitions.to_zoned_time(at, state)
    recalled = transitions.save_registration(connection, state, registration, registration, document, "recalled", at)
    steps = [undo_log.build_step(queue_id, registration, recalled)]
    undo_log.record_action(connection, desk or registration.desk_name, "recalled", steps, at, state.account_id)
    return recalled


def remove(
    connection: Connection, queue_id: int, registration_id: int, at: int, *, if_match: str | None = None, desk: str = ""
) -> int:
    """Delete a registration softly: the row stays with the status ``deleted``. Returns how many files it released.

    A ``desk`` can undo it: its files stay until then. Refuses ``registrationNotFound`` the second time, and
    ``preconditionFailed`` like ``change``.
    """
    state = queues.lock_queue(connection, queue_id, at)
    before = get_row(connection, state, registration_id)
    if before.status == Status.DELETED:
        raise Refused("registrationNotFound")
    transitions.check_if_match(state, before, if_match)
    document = before.load_document()
    after = transitions.enter_status(state, before, document, transitions.QualifiedStatus(Status.DELETED), None, at)
    deleted = transitions.save_registration(connection, state, before, after, document, "deleted", at)
    if not desk:
        return uploads.set_files(connection, registration_id, set())
    steps = [undo_log.build_step(queue_id, before, deleted)]
    undo_log.record_action(connection, desk, "deleted", steps, at, state.account_id)
    return 0


def tidy(connection: Connection, at: int) -> int:
    """End the registrations left open on an earlier day, and delete what has expired. Returns how many were ended."""
    uploads.delete_unclaimed(connection, at)
    undo_log.tidy(connection, at)
    desks.tidy(connection, at)
    connection.execute(delete(idempotency).where(idempotency.c.created_at < at - IDEMPOTENCY_KEY_TTL_MS))
    old_rows = connection.execute(
        select(table.c.id, table.c.queue_id, table.c.day)
        .where(
            IS_OPEN,
            table.c.registered_at < at - LEFT_OPEN_AFTER_MS,
        )
        # Queues are always locked in this order, so that two servers that tidy never wait for each other.
        .order_by(table.c.queue_id, table.c.id)
    ).all()
    ended = 0
    for row in old_rows:
        state = queues.lock_queue(connection, row.queue_id, at)
        registration = find_row(connection, state, row.id)
        # A desk, or another server that tidies, may have been faster.
        status = CLOSING_STATUS.get(Status(registration.status)) if registration else None
        if registration and status and row.day != state.day:
            transitions.apply_update(connection, state, registration, RegistrationInput(status=status), at)
            ended += 1
    return ended
