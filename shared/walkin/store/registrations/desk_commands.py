"""Desk commands on several registrations in one transaction: next client, next service, undo."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from walkin.model.desk import NextInput
from walkin.model.errors import Refused
from walkin.model.registration import Counter, FollowInput, RegistrationInput, Status, parse_id
from walkin.store import desks, queues, tickets
from walkin.store.queues import QueueState
from walkin.store.registrations import positions, queries, told_waits, transitions, undo_log
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.queries import BatchResult, RankedRegistration, RegistrationRow
from walkin.store.schema.tables import registration as table

MayUse = Callable[[int], bool]


def call_next(
    connection: Connection,
    desk: str,
    next_input: NextInput,
    account_id: int,
    may_use: MayUse,
    at: int,
    *,
    called_by: str = "",
) -> BatchResult:
    """Finish the registrations at the desk, and call the first one waiting in its queues.

    Refuses ``queueEmpty`` when nothing was done, ``queueNotFound`` and ``forbidden`` for queues that the input names.
    """
    queue_ids = _resolve_queue_ids(connection, desk, next_input, account_id, may_use, at)
    at_desk = [
        (queue_id, registration.id)
        for queue_id, registration in queries.list_at_desk(connection, account_id, desk)
        if may_use(queue_id)
    ]
    states = transitions.lock_queues(connection, {*queue_ids, *(queue_id for queue_id, _ in at_desk)}, at)
    changes = []
    finish = RegistrationInput(status=Status.FINISHED, outcome=next_input.outcome, note=next_input.note)
    for queue_id, registration_id in at_desk if next_input.finish else ():
        registration = queries.find_row(connection, queue_id, registration_id)
        # Another window of the desk may have finished it before the queue was locked.
        if registration and registration.status == Status.IN_PROGRESS and registration.desk_name == desk:
            changes.append((queue_id, registration, finish))
    found = queries.find_next(connection, queue_ids, desk)
    if found is not None:
        call = RegistrationInput(status=Status.IN_PROGRESS, counter=Counter(name=desk))
        changes.append((*found, call))
    if not changes:
        raise Refused("queueEmpty")
    changed = [
        transitions.apply_update(connection, states[queue_id], before, registration_input, at, called_by=called_by)
        for queue_id, before, registration_input in changes
    ]
    origins = ((queue_id, before) for queue_id, before, _ in changes)
    steps = [undo_log.build_step(*origin, after) for origin, after in zip(origins, changed, strict=True)]
    kind = "called" if found else "finished"
    undo_log.record_action(connection, desk, kind, steps, at, account_id)
    return BatchResult(kind, tuple(changed))


def follow_up(
    connection: Connection,
    queue_id: int,
    registration_id: int,
    follow_input: FollowInput,
    at: int,
    *,
    desk: str,
    created_by: str,
) -> BatchResult:
    """Finish a service of a visit, and register the client with the same ticket for the next one.

    The ticket page shows the new registration from then on. Refuses ``transition`` unless the old one is in progress or
    finished, ``queueNotFound`` and ``queueClosed``.
    """
    target = parse_id(follow_input.queue.id)
    if target is None:
        raise Refused("queueNotFound")
    states = transitions.lock_queues(connection, (queue_id, target), at)
    old_queue, new_queue = states[queue_id], states[target]
    before = queries.get_row(connection, old_queue, registration_id)
    if new_queue.account_id != old_queue.account_id:
        raise Refused("queueNotFound")
    if before.status not in (Status.IN_PROGRESS, Status.FINISHED):
        raise Refused("transition", before=before.status, after=Status.FINISHED.value)
    if new_queue.status == "closed":
        raise Refused("queueClosed")
    finish = RegistrationInput(status=Status.FINISHED, outcome=follow_input.outcome, note=follow_input.note)
    finished = transitions.apply_update(connection, old_queue, before, finish, at)
    token = secrets.token_urlsafe(transitions.TOKEN_BYTES)
    transitions.set_token(connection, before.id, token)
    finished = finished._replace(registration=finished.registration._replace(token=token))
    old_document = before.load_document()
    new, ticket = _build_follow_up(connection, before, old_document["ticket"], new_queue, created_by)
    document: RegistrationDocument = {"ticket": ticket, "follows": str(before.id)}
    if "language" in old_document:
        document["language"] = old_document["language"]
    after = transitions.create_registration(connection, new_queue, new, document, at)
    if follow_input.place is not None:
        place = RegistrationInput(place=follow_input.place)
        after = transitions.apply_update(connection, new_queue, after.registration, place, at)
    steps = [undo_log.build_step(queue_id, before, finished), undo_log.build_step(target, None, after)]
    undo_log.record_action(connection, desk or before.desk_name, "followed", steps, at, old_queue.account_id)
    return BatchResult("followed", (finished, after))


class ListedAction(NamedTuple):
    """An action with the JSON of its registrations' clients, and whether it can be undone."""

    action: undo_log.Action
    clients: tuple[str | None, ...]
    is_undoable: bool


def list_actions(connection: Connection, desk: str, account_id: int, may_use: MayUse, at: int) -> list[ListedAction]:
    """List the desk's last actions in queues that the caller may use, newest first."""
    listed = []
    for action in undo_log.list_recent(connection, desk, at, account_id):
        if all(map(may_use, action.queue_ids)):
            rows = [queries.find_row(connection, step.queue_id, step.registration_id) for step in action.steps]
            changed = any(map(_is_changed, action.steps, rows))
            listed.append(ListedAction(action, tuple(row.client if row else None for row in rows), not changed))
    return listed


def undo(
    connection: Connection, desk: str, account_id: int, may_use: MayUse, at: int, action_id: int | None = None
) -> BatchResult:
    """Take back an action of the desk, its last one without an id: its registrations get their former state and place.

    Refuses ``nothingToUndo``, ``undoChanged`` when one of them has changed since, and ``forbidden``.
    """

    def find() -> undo_log.Action | None:
        recent = undo_log.list_recent(connection, desk, at, account_id)
        return next((action for action in recent if action_id in (None, action.id)), None)

    action = find()
    if action is None:
        raise Refused("nothingToUndo")
    if not all(map(may_use, action.queue_ids)):
        raise Refused("forbidden")
    states = transitions.lock_queues(connection, action.queue_ids, at)
    # Another window of the desk may have undone it before the queues were locked.
    if find() != action:
        raise Refused("conflict")
    for step in action.steps:
        if _is_changed(step, queries.find_row(connection, step.queue_id, step.registration_id)):
            raise Refused("undoChanged", ticket=step.ticket)
    undone = []
    for step in reversed(action.steps):
        registration = queries.get_row(connection, states[step.queue_id], step.registration_id)
        undone.append(_undo_step(connection, states, step, registration, action.at, at))
    undo_log.delete_action(connection, action.id)
    return BatchResult(action.kind, tuple(reversed(undone)))


def _is_changed(step: undo_log.Step, registration: RegistrationRow | None) -> bool:
    """Whether a registration, None if it is no longer in the queue, has been changed since a step."""
    return registration is None or undo_log.compute_digest(registration) != step.after_digest


def _undo_step(
    connection: Connection,
    states: dict[int, QueueState],
    step: undo_log.Step,
    registration: RegistrationRow,
    action_at: int,
    at: int,
) -> RankedRegistration:
    state, before = states[step.queue_id], step.before
    if before is None:
        return _undo_creation(connection, state, registration, at)
    watched_origin = None
    if step.origin_queue_id != step.queue_id:
        watched_origin = state.id if state.has_watches else None
        registration = transitions.move_to_queue(connection, state, states[step.origin_queue_id], registration, at)
        state = states[step.origin_queue_id]
    document, present = before["document"], registration.load_document()
    for member in undo_log.PRINT_MEMBERS:
        document.pop(member, None)
        if member in present:
            document[member] = present[member]
    restored = registration._replace(
        status=before["status"],
        on_hold=before["on_hold"],
        reserved_desk=before["reserved_desk"],
        priority=before["priority"],
        position=before["position"],
        started_at=before["started_at"],
        outcome=before["outcome"],
    )
    if registration.status == Status.IN_PROGRESS != restored.status:
        free_since = desks.record_undone_call(connection, state.account_id, registration.desk_name, at)
        state.service_rate.undo_call(action_at // 1000, free_since // 1000)
    elif restored.status == Status.IN_PROGRESS != registration.status:
        ended = registration.status in (Status.FINISHED, Status.NO_SHOW)
        seconds = (action_at - restored.started_at) // 1000 if ended and restored.started_at is not None else None
        state.service_rate.undo_visit(seconds)
    state.add_waiting(restored.is_waiting - registration.is_waiting, at)
    transitions.count_waits(state, registration, restored)
    if restored.started_at is None and registration.started_at is not None:
        restored = told_waits.reopen_wait(state, restored, registration.started_at)
    if restored.status == Status.REGISTERED:
        restored = positions.ensure_unique(connection, state, restored)
        document["position"] = restored.position
    return transitions.save_registration(
        connection, state, registration, restored, document, "undone", at, watched_origin
    )


def _undo_creation(connection: Connection, state: QueueState, after: RegistrationRow, at: int) -> RankedRegistration:
    """Delete a further service of a visit; the ticket page shows the one before it again."""
    document = after.load_document()
    deleted = transitions.enter_status(state, after, document, transitions.QualifiedStatus(Status.DELETED), None, at)
    deleted = deleted._replace(token=secrets.token_urlsafe(transitions.TOKEN_BYTES))
    saved = transitions.save_registration(connection, state, after, deleted, document, "deleted", at)
    transitions.set_token(connection, int(document["follows"]), after.token)
    return saved


def _resolve_queue_ids(
    connection: Connection, desk: str, next_input: NextInput, account_id: int, may_use: MayUse, at: int
) -> Collection[int]:
    """The queues to call from: those that the input names, else the desk's, else all of the account."""
    account_queue_ids = {state.id for state in queues.list_queues(connection, at, account_id)}
    if next_input.queues:
        named_ids = {parse_id(queue.id) or 0 for queue in next_input.queues}
        if not account_queue_ids.issuperset(named_ids):
            raise Refused("queueNotFound")
        if not all(map(may_use, named_ids)):
            raise Refused("forbidden")
        return named_ids
    desk_state = desks.find(connection, account_id, desk)
    desk_queue_ids = account_queue_ids.intersection(desk_state.queue_ids) if desk_state else set()
    return {queue_id for queue_id in desk_queue_ids or account_queue_ids if may_use(queue_id)}


def _build_follow_up(
    connection: Connection, before: RegistrationRow, ticket: str, new_queue: QueueState, created_by: str
) -> tuple[transitions.NewRegistration, str]:
    """The columns of the further service, and its ticket: the same one unless somebody else has it now."""
    if tickets.is_held(connection, ticket):
        ticket_queue_id, day = new_queue.id, new_queue.day
        number, ticket = tickets.take(connection, new_queue)
    else:
        ticket_queue_id, day, number = connection.execute(
            select(table.c.ticket_queue_id, table.c.day, table.c.number).where(table.c.id == before.id)
        ).one()
        later = connection.execute(
            select(table.c.number).where(
                table.c.ticket_queue_id == ticket_queue_id, table.c.day == day, table.c.number > number
            )
        ).scalars()
        number = (
            max((n for n in later if (n - number) % tickets.NUMBER_STEP == 0), default=number) + tickets.NUMBER_STEP
        )
    new = transitions.NewRegistration(
        ticket_queue_id=ticket_queue_id,
        day=day,
        number=number,
        created_by=created_by,
        priority=before.priority,
        client_id=before.client_id,
        client=before.client,
        token=before.token,
    )
    return new, ticket
