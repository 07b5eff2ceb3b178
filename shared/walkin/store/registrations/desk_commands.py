"""What a desk does in one step with several registrations: next of many queues, the next service, undo."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from typing import Any

import orjson
from sqlalchemy import Connection, select

from walkin.model.desk import FollowInput, NextInput
from walkin.model.errors import Refused
from walkin.model.registration import Counter, RegistrationInput, Status, row_id
from walkin.model.time import local_day
from walkin.store import desks, queues
from walkin.store.queues import QueueState
from walkin.store.registrations import positions as places
from walkin.store.registrations import queries as entries
from walkin.store.registrations import told_waits as waits
from walkin.store.registrations import undo_log as actions
from walkin.store.registrations.queries import Entry, Found, Several
from walkin.store.registrations.transitions import (
    TOKEN_BYTES,
    changed,
    created,
    enter,
    moved,
    retoken,
    stored,
    together,
)
from walkin.store.schema.tables import registration as table

NEXT = 1_000_000
"""By this the numbers of one ticket's registrations differ."""

MayUse = Callable[[int], bool]


def call_next(connection: Connection, desk: str, given: NextInput, account: int, may_use: MayUse, at: int) -> Several:
    """Finish who is at the desk, and call the first of those who wait in its queues.

    When nobody waits somebody may only have been finished. Refuses ``queueEmpty`` when nothing was done,
    ``queueNotFound`` and ``forbidden`` for queues that it names.
    """
    wanted = _queues(connection, desk, given, account, may_use, at)
    here = [(key, entry.id) for key, entry in entries.served_at(connection, account, desk) if may_use(key)]
    states = together(connection, {*wanted, *(key for key, _ in here)}, at)
    counter = Counter(name=desk)
    steps, done = [], []
    over = RegistrationInput(status=Status.FINISHED, outcome=given.outcome, note=given.note)
    for key, registration_id in here if given.finish else ():
        entry = entries.look_up(connection, states[key], registration_id)
        # Somebody may have finished it before the queue was locked.
        if entry is not None and entry.status == Status.IN_PROGRESS and entries.desk_of(entry) == desk:
            done.append(changed(connection, states[key], entry, over, at))
            steps.append(actions.step(key, entry, done[-1]))
    heads = [(key, entry) for key in wanted if (entry := _head(connection, states[key], desk)) is not None]
    if heads:
        key, entry = min(heads, key=lambda found: entries.turn(found[1]))
        change = RegistrationInput(status=Status.IN_PROGRESS, counter=counter)
        done.append(changed(connection, states[key], entry, change, at))
        steps.append(actions.step(key, entry, done[-1]))
    if not done:
        raise Refused("queueEmpty")
    kind = "called" if heads else "finished"
    actions.remember(connection, desk, kind, steps, at, account)
    return Several(kind, tuple(done))


def follow(
    connection: Connection, queue_id: int, registration_id: int, given: FollowInput, at: int, *, desk: str, by: str
) -> Several:
    """Finish a visit's service and register the person, with the same ticket, for the next one.

    The ticket's page goes over to the new registration. Refuses ``transition`` unless it is in progress or finished,
    ``queueNotFound`` and ``queueClosed``.
    """
    target = row_id(given.queue.id)
    if target is None:
        raise Refused("queueNotFound")
    states = together(connection, (queue_id, target), at)
    old, new = states[queue_id], states[target]
    before = entries.one(connection, old, registration_id)
    if new.account_id != old.account_id:
        raise Refused("queueNotFound")
    if before.status not in (Status.IN_PROGRESS, Status.FINISHED):
        raise Refused("transition", before=before.status, after=Status.FINISHED.value)
    if new.status == "closed":
        raise Refused("queueClosed")
    change = RegistrationInput(status=Status.FINISHED, outcome=given.outcome, note=given.note)
    finished = changed(connection, old, before, change, at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    retoken(connection, before.id, token)
    finished = finished._replace(entry=finished.entry._replace(token=token))
    said = orjson.loads(before.document)
    document = {name: said[name] for name in ("ticket", "language") if name in said} | {"follows": str(before.id)}
    after = created(connection, new, _further(connection, before) | {"made_by": by}, document, at)
    if given.place is not None:
        after = changed(connection, new, after.entry, RegistrationInput(place=given.place), at)
    steps = [actions.step(queue_id, before, finished), actions.step(target, None, after)]
    actions.remember(connection, desk or entries.desk_of(before), "followed", steps, at, old.account_id)
    return Several("followed", (finished, after))


def undo(connection: Connection, desk: str, account: int, may_use: MayUse, at: int) -> Several:
    """Take back the desk's last action: every registration is as it was before, in its place among those who wait.

    Refuses ``nothingToUndo``, ``undoChanged`` when somebody has changed one of them since, and ``forbidden``.
    """
    last = next(iter(actions.recent(connection, desk, at, account)), None)
    if last is None:
        raise Refused("nothingToUndo")
    keys = {key for step in last.steps for key in (step.origin, step.queue)}
    if not all(map(may_use, keys)):
        raise Refused("forbidden")
    states = together(connection, keys, at)
    # Another window of the desk may have undone it before the queues were locked.
    if last not in actions.recent(connection, desk, at, account)[:1]:
        raise Refused("conflict")
    present = [entries.look_up(connection, states[step.queue], step.registration) for step in last.steps]
    for step, entry in zip(last.steps, present, strict=True):
        if entry is None or actions.digest(entry) != step.after:
            raise Refused("undoChanged", ticket=step.ticket)
    done = []
    for step in reversed(last.steps):
        entry = entries.one(connection, states[step.queue], step.registration)
        done.append(_back(connection, states, step, entry, last.at, at))
    actions.forget(connection, last.id)
    return Several(last.kind, tuple(reversed(done)))


def _back(
    connection: Connection, states: dict[int, QueueState], step: actions.Step, entry: Entry, then: int, at: int
) -> Found:
    state = states[step.queue]
    if step.before is None:
        return _unmade(connection, state, entry, at)
    came_from = None
    if step.origin != step.queue:
        came_from = state.id if state.watched else None
        entry = moved(connection, state, states[step.origin], entry, at)
        state = states[step.origin]
    before = dict(step.before)
    document = before.pop("document")
    values: dict[str, Any] = entry._asdict() | before
    waiting = values["status"] == Status.REGISTERED and not values["aside"]
    if entry.status == Status.IN_PROGRESS != values["status"]:
        state.pace.uncalled(at // 1000, entries.desk_of(entry), then // 1000)
    elif values["status"] == Status.IN_PROGRESS != entry.status:
        over = entry.status in (Status.FINISHED, Status.NO_SHOW)
        seconds = (then - before["started_at"]) // 1000 if over and before["started_at"] is not None else None
        state.pace.resumed(at // 1000, document.get("counter", {}).get("name", ""), seconds)
    state.people(waiting - entry.waits, at)
    if values["started_at"] is None and entry.started_at is not None:
        _forget_wait(connection, state, entry)
    if values["status"] == Status.REGISTERED:
        places.settle(connection, state, values)
        document["position"] = values["position"]
    return stored(connection, state, entry, Entry(**values), document, "undone", at, came_from)


def _unmade(connection: Connection, state: QueueState, entry: Entry, at: int) -> Found:
    """The further service is not there any more; its ticket's page belongs to the one before it again."""
    document = orjson.loads(entry.document)
    values: dict[str, Any] = entry._asdict() | {"token": secrets.token_urlsafe(TOKEN_BYTES)}
    enter(state, values, document, Status.DELETED, None, at)
    made = stored(connection, state, entry, Entry(**values), document, "deleted", at)
    retoken(connection, int(document["follows"]), entry.token)
    return made


def _forget_wait(connection: Connection, state: QueueState, entry: Entry) -> None:
    """The wait that ended with an undone call does not count."""
    if entry.started_at is None:
        return
    waited = max(0, entry.started_at - entry.registered_at)
    waits.reopened(connection, state, entry.id, waited // 1000)
    if state.waits and local_day(entry.started_at, state.time_zone) == state.day:
        state.waits -= 1
        state.waited = max(0, state.waited - waited)


def _head(connection: Connection, state: QueueState, desk: str) -> Entry | None:
    try:
        return entries.head(connection, state, desk)
    except Refused:
        return None


def _queues(
    connection: Connection, desk: str, given: NextInput, account: int, may_use: MayUse, at: int
) -> Collection[int]:
    known = {state.id for state in queues.everything(connection, at, account)}
    if given.queues:
        named = [row_id(one.id) or 0 for one in given.queues]
        if not known.issuperset(named):
            raise Refused("queueNotFound")
        if not all(map(may_use, named)):
            raise Refused("forbidden")
        return set(named)
    found = desks.find(connection, account, desk)
    works = known.intersection(found.queues) if found else set()
    return {key for key in works or known if may_use(key)}


def _further(connection: Connection, before: Entry) -> dict[str, Any]:
    """The columns that the next registration of a visit takes over."""
    names = ("ticket_queue_id", "day", "number", "client_id", "client")
    row = connection.execute(select(*(table.c[name] for name in names)).where(table.c.id == before.id)).one()
    values = dict(row._mapping)
    used = select(table.c.number).where(
        table.c.ticket_queue_id == row.ticket_queue_id, table.c.day == row.day, table.c.number > row.number
    )
    later = [number for number in connection.execute(used).scalars() if (number - row.number) % NEXT == 0]
    values["number"] = max(later, default=row.number) + NEXT
    return values | {"priority": before.priority, "form": None, "note": None, "token": before.token}
