"""What a desk does in one step with several registrations: next of many queues, the next service, undo."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from typing import Any

import orjson
from sqlalchemy import Connection, select

from walkin.model.desk import FollowInput, NextInput
from walkin.model.errors import Refused
from walkin.model.registration import Counter, RegistrationInput, Status, parse_id
from walkin.model.time import to_local_day
from walkin.store import desks, queues
from walkin.store.queues import QueueState
from walkin.store.registrations import positions, queries, told_waits, undo_log
from walkin.store.registrations.queries import BatchResult, RankedRegistration, RegistrationRow
from walkin.store.registrations.transitions import (
    TOKEN_BYTES,
    apply_update,
    create_registration,
    enter_status,
    lock_queues,
    move_to_queue,
    save_registration,
    set_token,
)
from walkin.store.schema.tables import registration as table

NUMBER_STEP = 1_000_000
"""By this the numbers of one ticket's registrations differ."""

MayUse = Callable[[int], bool]


def call_next(
    connection: Connection, desk: str, next_input: NextInput, account_id: int, may_use: MayUse, at: int
) -> BatchResult:
    """Finish who is at the desk, and call the first of those who wait in its queues.

    When nobody waits somebody may only have been finished. Refuses ``queueEmpty`` when nothing was done,
    ``queueNotFound`` and ``forbidden`` for queues that it names.
    """
    wanted = _resolve_queue_ids(connection, desk, next_input, account_id, may_use, at)
    here = [(key, entry.id) for key, entry in queries.list_at_desk(connection, account_id, desk) if may_use(key)]
    states = lock_queues(connection, {*wanted, *(key for key, _ in here)}, at)
    counter = Counter(name=desk)
    steps, done = [], []
    over = RegistrationInput(status=Status.FINISHED, outcome=next_input.outcome, note=next_input.note)
    for key, registration_id in here if next_input.finish else ():
        entry = queries.find_row(connection, states[key], registration_id)
        # Somebody may have finished it before the queue was locked.
        if entry is not None and entry.status == Status.IN_PROGRESS and queries.get_desk_name(entry) == desk:
            done.append(apply_update(connection, states[key], entry, over, at))
            steps.append(undo_log.build_step(key, entry, done[-1]))
    heads = [
        (key, entry) for key in wanted if (entry := _find_first_waiting(connection, states[key], desk)) is not None
    ]
    if heads:
        key, entry = min(heads, key=lambda found: queries.call_order_key(found[1]))
        change = RegistrationInput(status=Status.IN_PROGRESS, counter=counter)
        done.append(apply_update(connection, states[key], entry, change, at))
        steps.append(undo_log.build_step(key, entry, done[-1]))
    if not done:
        raise Refused("queueEmpty")
    kind = "called" if heads else "finished"
    undo_log.record_action(connection, desk, kind, steps, at, account_id)
    return BatchResult(kind, tuple(done))


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
    """Finish a visit's service and register the person, with the same ticket, for the next one.

    The ticket's page goes over to the new registration. Refuses ``transition`` unless it is in progress or finished,
    ``queueNotFound`` and ``queueClosed``.
    """
    target = parse_id(follow_input.queue.id)
    if target is None:
        raise Refused("queueNotFound")
    states = lock_queues(connection, (queue_id, target), at)
    old, new = states[queue_id], states[target]
    before = queries.get_row(connection, old, registration_id)
    if new.account_id != old.account_id:
        raise Refused("queueNotFound")
    if before.status not in (Status.IN_PROGRESS, Status.FINISHED):
        raise Refused("transition", before=before.status, after=Status.FINISHED.value)
    if new.status == "closed":
        raise Refused("queueClosed")
    change = RegistrationInput(status=Status.FINISHED, outcome=follow_input.outcome, note=follow_input.note)
    finished = apply_update(connection, old, before, change, at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    set_token(connection, before.id, token)
    finished = finished._replace(registration=finished.registration._replace(token=token))
    said = orjson.loads(before.document)
    document = {name: said[name] for name in ("ticket", "language") if name in said} | {"follows": str(before.id)}
    after = create_registration(
        connection, new, _copy_visit_columns(connection, before) | {"made_by": created_by}, document, at
    )
    if follow_input.place is not None:
        after = apply_update(connection, new, after.registration, RegistrationInput(place=follow_input.place), at)
    steps = [undo_log.build_step(queue_id, before, finished), undo_log.build_step(target, None, after)]
    undo_log.record_action(connection, desk or queries.get_desk_name(before), "followed", steps, at, old.account_id)
    return BatchResult("followed", (finished, after))


def undo(connection: Connection, desk: str, account_id: int, may_use: MayUse, at: int) -> BatchResult:
    """Take back the desk's last action: every registration is as it was before, in its place among those who wait.

    Refuses ``nothingToUndo``, ``undoChanged`` when somebody has changed one of them since, and ``forbidden``.
    """
    last = next(iter(undo_log.list_recent(connection, desk, at, account_id)), None)
    if last is None:
        raise Refused("nothingToUndo")
    keys = {key for step in last.steps for key in (step.origin_queue_id, step.queue_id)}
    if not all(map(may_use, keys)):
        raise Refused("forbidden")
    states = lock_queues(connection, keys, at)
    # Another window of the desk may have undone it before the queues were locked.
    if last not in undo_log.list_recent(connection, desk, at, account_id)[:1]:
        raise Refused("conflict")
    present = [queries.find_row(connection, states[step.queue_id], step.registration_id) for step in last.steps]
    for step, entry in zip(last.steps, present, strict=True):
        if entry is None or undo_log.compute_digest(entry) != step.after_digest:
            raise Refused("undoChanged", ticket=step.ticket)
    done = []
    for step in reversed(last.steps):
        entry = queries.get_row(connection, states[step.queue_id], step.registration_id)
        done.append(_undo_step(connection, states, step, entry, last.at, at))
    undo_log.delete_action(connection, last.id)
    return BatchResult(last.kind, tuple(reversed(done)))


def _undo_step(
    connection: Connection,
    states: dict[int, QueueState],
    step: undo_log.Step,
    registration: RegistrationRow,
    action_at: int,
    at: int,
) -> RankedRegistration:
    state = states[step.queue_id]
    if step.before is None:
        return _undo_creation(connection, state, registration, at)
    came_from = None
    if step.origin_queue_id != step.queue_id:
        came_from = state.id if state.watched else None
        registration = move_to_queue(connection, state, states[step.origin_queue_id], registration, at)
        state = states[step.origin_queue_id]
    before = dict(step.before)
    document = before.pop("document")
    values: dict[str, Any] = registration._asdict() | before
    waiting = values["status"] == Status.REGISTERED and not values["aside"]
    if registration.status == Status.IN_PROGRESS != values["status"]:
        state.service_rate.undo_call(at // 1000, queries.get_desk_name(registration), action_at // 1000)
    elif values["status"] == Status.IN_PROGRESS != registration.status:
        over = registration.status in (Status.FINISHED, Status.NO_SHOW)
        seconds = (action_at - before["started_at"]) // 1000 if over and before["started_at"] is not None else None
        state.service_rate.undo_visit(at // 1000, document.get("counter", {}).get("name", ""), seconds)
    state.add_waiting(waiting - registration.is_waiting, at)
    if values["started_at"] is None and registration.started_at is not None:
        _remove_wait(connection, state, registration)
    if values["status"] == Status.REGISTERED:
        positions.ensure_unique(connection, state, values)
        document["position"] = values["position"]
    return save_registration(
        connection, state, registration, RegistrationRow(**values), document, "undone", at, came_from
    )


def _undo_creation(
    connection: Connection, state: QueueState, registration: RegistrationRow, at: int
) -> RankedRegistration:
    """The further service is not there any more; its ticket's page belongs to the one before it again."""
    document = orjson.loads(registration.document)
    values: dict[str, Any] = registration._asdict() | {"token": secrets.token_urlsafe(TOKEN_BYTES)}
    enter_status(state, values, document, Status.DELETED, None, at)
    made = save_registration(connection, state, registration, RegistrationRow(**values), document, "deleted", at)
    set_token(connection, int(document["follows"]), registration.token)
    return made


def _remove_wait(connection: Connection, state: QueueState, registration: RegistrationRow) -> None:
    """The wait that ended with an undone call does not count."""
    if registration.started_at is None:
        return
    waited = max(0, registration.started_at - registration.registered_at)
    told_waits.reopen_wait(connection, state, registration.id, waited // 1000)
    if state.waits and to_local_day(registration.started_at, state.time_zone) == state.day:
        state.waits -= 1
        state.waited = max(0, state.waited - waited)


def _find_first_waiting(connection: Connection, state: QueueState, desk: str) -> RegistrationRow | None:
    try:
        return queries.get_first_waiting(connection, state, desk)
    except Refused:
        return None


def _resolve_queue_ids(
    connection: Connection, desk: str, next_input: NextInput, account_id: int, may_use: MayUse, at: int
) -> Collection[int]:
    known = {state.id for state in queues.list_queues(connection, at, account_id)}
    if next_input.queues:
        named = [parse_id(one.id) or 0 for one in next_input.queues]
        if not known.issuperset(named):
            raise Refused("queueNotFound")
        if not all(map(may_use, named)):
            raise Refused("forbidden")
        return set(named)
    found = desks.find(connection, account_id, desk)
    works = known.intersection(found.queues) if found else set()
    return {key for key in works or known if may_use(key)}


def _copy_visit_columns(connection: Connection, before: RegistrationRow) -> dict[str, Any]:
    """The columns that the next registration of a visit takes over."""
    names = ("ticket_queue_id", "day", "number", "client_id", "client")
    row = connection.execute(select(*(table.c[name] for name in names)).where(table.c.id == before.id)).one()
    values = dict(row._mapping)
    used = select(table.c.number).where(
        table.c.ticket_queue_id == row.ticket_queue_id, table.c.day == row.day, table.c.number > row.number
    )
    later = [number for number in connection.execute(used).scalars() if (number - row.number) % NUMBER_STEP == 0]
    values["number"] = max(later, default=row.number) + NUMBER_STEP
    return values | {"priority": before.priority, "form": None, "note": None, "token": before.token}
