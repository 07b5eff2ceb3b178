"""Commands on one registration. Each raises its queue's revision and records an event in one transaction."""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection, bindparam, delete, insert, select

from walkin.model.errors import Refused
from walkin.model.lease import OfflineInput
from walkin.model.printer import Printed, count_prints
from walkin.model.registration import ACTIVE_STATUSES, ClientPart, Counter, RegistrationInput, Status, parse_id
from walkin.model.time import DAY_MS, HOUR_MS
from walkin.store import clients, desks, leases, phone_tickets, queues, tickets, uploads
from walkin.store.access import alerts
from walkin.store.engine.batch import defer
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations import forms, transitions, undo_log
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.queries import (
    RankedRegistration,
    RegistrationRow,
    find_next,
    find_row,
    get_creator,
    get_in_any_queue,
    get_row,
)
from walkin.store.schema.tables import IS_OPEN, idempotency
from walkin.store.schema.tables import registration as table

IDEMPOTENCY_KEY_TTL_MS = DAY_MS

ENDED_STATUSES = (Status.FINISHED, Status.NO_SHOW)

MAX_OFFLINE_MS = DAY_MS
"""How long ago a registration may have been taken offline whose lease the office does not know (any more)."""

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
    sender: phone_tickets.Sender | None = None,
) -> RankedRegistration:
    """Create a registration with the next ticket of the queue's day.

    Without ``may_match`` the client is a new one, whoever has the same e-mail address or phone number: anybody may type
    them at a kiosk or on a phone. The one who has is kept as ``possible_client_id``, for staff to confirm.

    The same ``idempotency_key`` with the same ``fingerprint`` of the request gives the same registration for a day;
    ``created_by`` is the credential's prefix, ``sender`` the phone that is counted. Refuses ``idempotencyMismatch``,
    ``queueClosed``, ``invalid`` (the form, or members that a linked client does not have), ``badRequest``,
    ``clientNotFound``, and what ``phone_tickets.check_limits`` refuses.
    """
    # The lock comes first: of two concurrent requests with one key the second sees the registration of the first.
    state = queues.lock_queue(connection, queue_id, at)
    if idempotency_key is not None:
        values = {"queue_id": queue_id, "idempotency": idempotency_key}
        row = _FIND_IDEMPOTENCY_KEY.fetch_first(connection, values, idempotency_key)
        if row is not None:
            known_fingerprint, registration_id = row
            if known_fingerprint != fingerprint:
                raise Refused("idempotencyMismatch")
            notices = forms.validate_answers(state, registration_input).notices
            return get_in_any_queue(connection, registration_id, at)._replace(notices=notices)
    if state.status == "closed":
        raise Refused("queueClosed")
    phone_tickets.check_limits(connection, state.join_secret, sender, at)
    status = registration_input.status or Status.REGISTERED
    transitions.check_counter(status, registration_input.counter)
    accepted = forms.accept_form(connection, state, registration_input, at, language=registration_input.language)
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
    if sent := registration_input.model_fields_set & {"parked", "reserved", "place"}:
        standing = registration_input.model_dump(include=sent, exclude_none=True)
        standing_input = RegistrationInput.model_validate({"status": status, **standing})
        registered = transitions.apply_update(connection, state, registered.registration, standing_input, at)
    if accepted.file_tokens:
        uploads.set_files(connection, registered.registration.id, accepted.file_tokens)
    phone_tickets.record(connection, state.join_secret, registered.registration.id, sender, at)
    if idempotency_key is not None:
        _keep_idempotency_key(connection, queue_id, idempotency_key, fingerprint, registered.registration.id, at)
    return registered._replace(notices=accepted.notices)


def register_offline(
    connection: Connection, queue_id: int, offline_input: OfflineInput, at: int, *, created_by: str = ""
) -> RankedRegistration:
    """Create a registration that a kiosk took while the server was away, with the ticket that the client has.

    Its place in the queue is that of the time of taking: at the earliest that of the lease, at the latest now. It is
    refused neither for a service that was closed or deleted meanwhile, nor for answers that no longer fit: the client
    has the ticket. The same token gives the same registration for ever; ``conflict`` if its queue was deleted since, or
    if another credential has created it.
    Refuses ``queueNotFound`` if the account has no queue any more.
    """
    # The lock comes first: of two concurrent requests with one token the second sees the registration of the first.
    state = _lock_queue_or_other(connection, queue_id, at)
    known_id = connection.execute(select(table.c.id).where(table.c.token == offline_input.token)).scalar()
    if known_id is not None:
        if not _is_created_by(connection, known_id, created_by):
            raise Refused("conflict")
        try:
            return get_in_any_queue(connection, known_id, at)
        except Refused:
            # Its queue was deleted after the visit.
            raise Refused("conflict") from None
    if offline_input.replaces is not None:
        _remove_replaced(connection, queue_id, offline_input.replaces, at, created_by)
        # As that has left it.
        state = _lock_queue_or_other(connection, queue_id, at)
    lease = leases.find(connection, offline_input.kiosk, queue_id, offline_input.day, offline_input.ticket)
    earliest = at - MAX_OFFLINE_MS if lease is None else lease[0].created_at
    registered_at = min(at, max(earliest, offline_input.registered.to_milliseconds()))
    accepted, is_checked = _accept_offline_form(connection, state, offline_input, registered_at, queue_id)
    client, possible_client_id = _find_client(
        connection, state, RegistrationInput(language=offline_input.language), accepted.client, at, may_match=False
    )
    mark: dict[str, object] = {
        "taken": transitions.to_zoned_time(offline_input.taken.to_milliseconds(), state),
        "received": transitions.to_zoned_time(at, state),
    }
    ticket, day, ticket_queue_id = offline_input.ticket, offline_input.day, queue_id
    if lease is not None and not (
        tickets.is_given(connection, queue_id, day, lease[1]) or tickets.is_held(connection, ticket)
    ):
        number = lease[1]
    else:
        # A backup was restored, or the kiosk's disk was copied: its number may be somebody else's.
        mark["ticket"], day, ticket_queue_id = ticket, state.day, state.id
        number, ticket = tickets.take(connection, state)
    if not is_checked:
        mark["unchecked"] = True
    document: RegistrationDocument = {"ticket": ticket, "offline": mark}
    if offline_input.language:
        document["language"] = offline_input.language
    count = offline_input.print_count
    if printed := offline_input.printed or ("unknown" if count else None):
        document["printed"] = printed
        document["printedAt"] = transitions.to_zoned_time(registered_at, state)
        document["printCount"] = count_prints(None, 0, printed) if count is None else count
    registered = transitions.create_registration(
        connection,
        state,
        transitions.NewRegistration(
            ticket_queue_id=ticket_queue_id,
            day=day,
            number=number,
            created_by=created_by,
            priority=0,
            client_id=int(client.id) if client and client.id else None,
            client=transitions.to_json(client.to_wire()) if client else None,
            form=accepted.form,
            possible_client_id=possible_client_id,
            token=offline_input.token,
            registered_at=registered_at,
        ),
        document,
        at,
    )
    replaced = offline_input.replaces
    values = {"queue_id": queue_id, "idempotency": replaced}
    if replaced is not None and _FIND_IDEMPOTENCY_KEY.fetch_first(connection, values, replaced) is None:
        # That request may still arrive: it is refused then.
        _keep_idempotency_key(connection, queue_id, replaced, offline_input.token, registered.registration.id, at)
    return _replay_visit(connection, registered, offline_input, at)


def _replay_visit(
    connection: Connection, registered: RankedRegistration, offline_input: OfflineInput, at: int
) -> RankedRegistration:
    """Apply the call and the end of a visit at a counter that was connected to the kiosk."""
    status, since = offline_input.status, registered.registration.registered_at
    steps = (
        (Status.IN_PROGRESS, offline_input.called if status is not Status.REGISTERED else None),
        (status, offline_input.ended if status in ENDED_STATUSES else None),
    )
    for step_status, time in steps:
        if time is None and step_status is not status:
            continue
        if registered.registration.status == step_status:
            break
        since = min(at, max(since, time.to_milliseconds() if time is not None else at))
        step = RegistrationInput(status=step_status, counter=offline_input.counter)
        state, row = registered.queue, registered.registration
        # Any desk of the server may go on with somebody who is called.
        caller = transitions.UNKNOWN_CALLER
        registered = transitions.apply_update(connection, state, row, step, since, called_by=caller)
    return registered


def _keep_idempotency_key(
    connection: Connection, queue_id: int, key: str, fingerprint: str, registration_id: int, at: int
) -> None:
    values = {"queue_id": queue_id, "key": key, "fingerprint": fingerprint, "registration_id": registration_id}
    defer(connection, idempotency.name, _INSERT_IDEMPOTENCY_KEY.execute_many, values | {"created_at": at}, [key])


def _is_created_by(connection: Connection, registration_id: int, credential: str) -> bool:
    return (get_creator(connection, registration_id) or ("",))[0] == credential


def _remove_replaced(connection: Connection, queue_id: int, idempotency_key: str, at: int, created_by: str) -> None:
    """Delete the registration of a request whose response the kiosk never got: nobody knows its ticket."""
    values = {"queue_id": queue_id, "idempotency": idempotency_key}
    row = _FIND_IDEMPOTENCY_KEY.fetch_first(connection, values, idempotency_key)
    if row is None or not _is_created_by(connection, row[1], created_by):
        return
    with contextlib.suppress(Refused):
        found = get_in_any_queue(connection, row[1], at)
        if found.registration.status in ACTIVE_STATUSES:
            remove(connection, found.queue.id, row[1], at)


def _lock_queue_or_other(connection: Connection, queue_id: int, at: int) -> QueueState:
    """Lock a queue; in place of a deleted one, the first of its account. Refuses ``queueNotFound``."""
    try:
        return queues.lock_queue(connection, queue_id, at)
    except Refused:
        account_id = queues.get_account_id(connection, queue_id)
        others = queues.list_queues(connection, at, account_id) if account_id is not None else []
        if not others:
            raise
        return queues.lock_queue(connection, others[0].id, at)


def _accept_offline_form(
    connection: Connection, state: QueueState, offline_input: OfflineInput, registered_at: int, queue_id: int
) -> tuple[forms.AcceptedForm, bool]:
    """Validate answers as on the day of taking. Those that do not fit are kept as they are: the second is False."""
    registration_input = RegistrationInput(
        form=offline_input.form, client=offline_input.client, language=offline_input.language
    )
    language = offline_input.language
    try:
        if state.id == queue_id or not offline_input.form:
            accepted = forms.accept_form(
                connection, state, registration_input, registered_at, language=language, is_late=True
            )
            return accepted, not accepted.notices
    except Refused as refusal:
        if refusal.reason != "invalid":
            raise
    return forms.keep_unchecked(registration_input), False


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
    found = find_next(connection, [queue_id], desk)
    if found is None:
        raise Refused("queueEmpty")
    _, first = found
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
        kind = new_status.event_kind
        if target != queue_id:
            kind = "moved"
        elif new_status == transitions.QualifiedStatus.from_row(before):
            kind = _describe_update(before, after.registration)
        undo_log.record_action(connection, desk, kind, [step], at, state.account_id)
    return after


def _describe_update(before: RegistrationRow, after: RegistrationRow) -> str:
    """The kind of an action that changes no status, for its undo."""
    if before.position != after.position:
        return "placed"
    return "prioritised" if before.priority != after.priority else "updated"


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


def record_print(
    connection: Connection, queue_id: int, registration_id: int, printed: Printed, at: int
) -> RankedRegistration:
    """Record how a print of the ticket ended, or that one begins (``unknown``). Desks need not undo it."""
    state = queues.lock_queue(connection, queue_id, at)
    registration = get_row(connection, state, registration_id)
    document = registration.load_document()
    document["printCount"] = count_prints(document.get("printed"), document.get("printCount", 0), printed)
    document["printed"] = printed
    document["printedAt"] = transitions.to_zoned_time(at, state)
    return transitions.save_registration(connection, state, registration, registration, document, "printed", at)


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
    alerts.tidy(connection, at)
    undo_log.tidy(connection, at)
    desks.tidy(connection, at)
    phone_tickets.tidy(connection, at)
    leases.tidy(connection, at)
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
        registration = find_row(connection, row.queue_id, row.id)
        # A desk, or another server that tidies, may have been faster.
        status = CLOSING_STATUS.get(Status(registration.status)) if registration else None
        if registration and status and row.day != state.day:
            transitions.apply_update(connection, state, registration, RegistrationInput(status=status), at)
            ended += 1
    return ended
