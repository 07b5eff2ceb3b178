"""Registrations: their life as transactions. Each change raises its queue's revision by one and records one event."""

from __future__ import annotations

import secrets
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from shared.model import tag
from shared.model.errors import Refused
from shared.model.queue import ticket
from shared.model.registration import TRANSITIONS, ClientPart, Counter, RegistrationInput, Status, row_id
from shared.model.time import wall_clock
from shared.store import cabinet, clients, deliveries, events, forms, queues, waits
from shared.store.entries import Entry, Found, anywhere, found, head, look_up, one
from shared.store.queues import QueueState
from shared.store.tables import idempotency
from shared.store.tables import registration as table

HOUR = 3_600_000
KEPT_KEYS = 24 * HOUR
"""An Idempotency-Key is remembered for a day."""

LEFT_OVER = 12 * HOUR
"""A registration of an earlier local day and older than this was left open at closing time."""

CLOSING = {Status.REGISTERED: Status.NO_SHOW, Status.IN_PROGRESS: Status.FINISHED}
"""What becomes of it then."""

TOKEN_BYTES = 8
"""Random bytes of a ticket's token."""


_INSERT = insert(table).returning(table.c.id)
_CHANGING = ("client_id", "status", "priority", "started_at", "revision", "document", "client", "form", "note")
_STORE = update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in _CHANGING})
_KEPT = select(idempotency.c.fingerprint, idempotency.c.registration_id).where(
    idempotency.c.queue_id == bindparam("queue_id"), idempotency.c.key == bindparam("idempotency")
)


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
        kept = connection.execute(_KEPT, {"queue_id": queue_id, "idempotency": key}).first()
        if kept is not None:
            if kept.fingerprint != fingerprint:
                raise Refused("idempotencyMismatch")
            return anywhere(connection, kept.registration_id, at)
    if state.status == "closed":
        raise Refused("queueClosed")
    taken = forms.accepted(connection, state, given)
    client = (
        clients.link(connection, state.account_id, taken.client, given.language, at) if _known(taken.client) else None
    )
    number = state.next_number()
    status = given.status or Status.REGISTERED
    document: dict[str, Any] = {
        "ticket": ticket(state.ticket_prefix, number),
        "status": Status.REGISTERED.value,
        "registered": _time(at, state),
        "calls": 0,
        "priority": given.priority or 0,
    }
    if given.language:
        document["language"] = given.language
    values: dict[str, Any] = {
        "queue_id": queue_id,
        "client_id": int(client.id) if client and client.id else None,
        "status": Status.REGISTERED.value,
        "priority": given.priority or 0,
        "position": state.next_position(at),
        "ticket_queue_id": queue_id,
        "day": state.day,
        "number": number,
        "registered_at": at,
        "started_at": None,
        "token": secrets.token_urlsafe(TOKEN_BYTES),
        "made_by": by,
        "client": _json(client.wire()) if client else None,
        "form": taken.form,
        "note": given.note or None,
    }
    document["position"] = values["position"]
    state.people(1, at)
    if status is Status.REGISTERED:
        values |= waits.told(connection, state, values["priority"], values["position"], at)
    else:
        values |= waits.UNTOLD
        _enter(state, values, document, status, given.counter, at)
    state.revision += 1
    values |= {"revision": state.revision, "document": _document(document, state)}
    values["id"] = connection.execute(_INSERT, values).scalar_one()
    if taken.files:
        cabinet.assign(connection, values["id"], taken.files)
    queues.save(connection, state)
    events.record(connection, queue_id, state.revision, "created", values["id"], at, values["document"])
    if key is not None:
        connection.execute(
            insert(idempotency).inline(),
            {
                "queue_id": queue_id,
                "key": key,
                "fingerprint": fingerprint,
                "registration_id": values["id"],
                "at": at,
            },
        )
    made = found(connection, state, Entry(**{name: values[name] for name in Entry._fields}))
    if state.watched:
        deliveries.record(connection, made, None, "created", at)
    return made


def call_next(connection: Connection, queue_id: int, counter: Counter | None, at: int) -> Found:
    """Call the first of the waiting: one step, nobody is called twice. Refuses ``queueEmpty``."""
    state = queues.locked(connection, queue_id, at)
    change = RegistrationInput(status=Status.IN_PROGRESS, counter=counter)
    return _changed(connection, state, head(connection, state), change, at)


def change(
    connection: Connection,
    queue_id: int,
    registration_id: int,
    given: RegistrationInput,
    at: int,
    *,
    match: str | None = None,
) -> Found:
    """Merge the given members; absent ones stay.

    ``match`` is ``If-Match``, the entity tags the caller knows: another state refuses ``preconditionFailed``. A status
    that cannot follow the present one refuses ``transition``, calling one whom another desk has called ``conflict``;
    another ``queue.id`` moves the registration to that queue.
    """
    if given.queue is not None and given.queue.id != str(queue_id):
        return _transferred(connection, queue_id, registration_id, given, at, match)
    state = queues.locked(connection, queue_id, at)
    entry = one(connection, state, registration_id)
    _expect(state, entry, match)
    return _changed(connection, state, entry, given, at)


def recall(connection: Connection, queue_id: int, registration_id: int, at: int) -> Found:
    """Call the person again to the same desk. Refuses ``transition`` unless the registration is in progress."""
    state = queues.locked(connection, queue_id, at)
    entry = one(connection, state, registration_id)
    if entry.status != Status.IN_PROGRESS:
        raise Refused("transition", before=entry.status, after=Status.IN_PROGRESS.value)
    document = orjson.loads(entry.document)
    document["calls"] += 1
    document["called"] = _time(at, state)
    return _stored(connection, state, entry, entry, document, "recalled", at)


def remove(connection: Connection, queue_id: int, registration_id: int, at: int, *, match: str | None = None) -> int:
    """Delete softly: the row stays with status ``deleted``; how many files it let go.

    Refuses ``registrationNotFound`` the second time, and ``preconditionFailed`` like ``change``.
    """
    state = queues.locked(connection, queue_id, at)
    entry = one(connection, state, registration_id)
    if entry.status == Status.DELETED:
        raise Refused("registrationNotFound")
    _expect(state, entry, match)
    document = orjson.loads(entry.document)
    values: dict[str, Any] = entry._asdict()
    _enter(state, values, document, Status.DELETED, None, at)
    _stored(connection, state, entry, Entry(**values), document, "deleted", at)
    return cabinet.assign(connection, entry.id, set())


def tidy(connection: Connection, at: int) -> int:
    """Close what was left open on an earlier day, forget old keys and unused files; how many were closed."""
    cabinet.forget_unused(connection, at)
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
            _changed(connection, state, entry, RegistrationInput(status=after), at)
            closed += 1
    return closed


def _expect(state: QueueState, entry: Entry, match: str | None) -> None:
    if match is not None and not tag.matches(match, tag.of(state.id, entry.revision)):
        raise Refused("preconditionFailed")


_KIND = {
    Status.REGISTERED: "putBack",
    Status.IN_PROGRESS: "called",
    Status.FINISHED: "finished",
    Status.NO_SHOW: "noShow",
    Status.DELETED: "deleted",
}


def _changed(
    connection: Connection,
    state: QueueState,
    entry: Entry,
    given: RegistrationInput,
    at: int,
    came_from: int | None = None,
) -> Found:
    document = orjson.loads(entry.document)
    values: dict[str, Any] = entry._asdict()
    kind = "updated"
    before = Status(entry.status)
    after = given.status or before
    if after is not before:
        if after not in TRANSITIONS[before]:
            raise Refused("transition", before=before.value, after=after.value)
        _enter(state, values, document, after, given.counter, at)
        if after is Status.IN_PROGRESS and entry.started_at is None:
            waits.ended(connection, state, entry.id, (at - entry.registered_at) // 1000)
        kind = _KIND[after]
    elif before is Status.DELETED:
        raise Refused("transition", before=before.value, after=after.value)
    elif given.counter is not None:
        if given.status is Status.IN_PROGRESS and given.counter.name != document.get("counter", {}).get("name"):
            # Two desks called the same one: the second has not.
            raise Refused("conflict")
        document["counter"] = given.counter.wire()
    if given.priority is not None:
        values["priority"] = document["priority"] = given.priority
    if given.language:
        document["language"] = given.language
    if given.note is not None:
        values["note"] = given.note or None
    _rewrite(connection, state, entry, given, values, document.get("language"), at)
    return _stored(connection, state, entry, Entry(**values), document, kind, at, came_from)


def _rewrite(
    connection: Connection,
    state: QueueState,
    entry: Entry,
    given: RegistrationInput,
    values: dict[str, Any],
    language: str | None,
    at: int,
) -> None:
    """Put the given form and client into ``values``."""
    person = given.client
    if given.form is not None:
        taken = forms.accepted(connection, state, given, entry.id)
        values["form"], person = taken.form, taken.client
        cabinet.assign(connection, entry.id, taken.files)
    was = ClientPart.model_validate_json(entry.client or "{}")
    # An empty text takes the member away from this registration; the client's record keeps it.
    gone = {name: None for name in person.model_fields_set if getattr(person, name) == ""} if person else {}
    if person is not None and (_known(person) or (gone and _known(was))):
        merged = was.model_copy(update=person.model_dump(exclude_unset=True, exclude_none=True))
        linked = clients.link(connection, state.account_id, merged, language, at).model_copy(update=gone)
        values |= {"client": _json(linked.wire()), "client_id": int(linked.id or 0)}


def _enter(
    state: QueueState, values: dict[str, Any], document: dict[str, Any], status: Status, desk: Counter | None, at: int
) -> None:
    """Take the registration into a status: its times, its desk, and what the queue learns from it."""
    before = values["status"]
    name = desk.name if desk else document.get("counter", {}).get("name", "")
    if before == Status.IN_PROGRESS:
        if status in (Status.FINISHED, Status.NO_SHOW) and values["started_at"] is not None:
            state.pace.finished(at // 1000, name, (at - values["started_at"]) // 1000)
        else:
            state.pace.freed(at // 1000, name)
    if status is Status.IN_PROGRESS:
        if values["started_at"] is None:
            values["started_at"] = at
            document["started"] = _time(at, state)
            state.waits += 1
            state.waited += max(0, at - values["registered_at"])
        document["called"] = _time(at, state)
        document["calls"] += 1
        if desk:
            document["counter"] = desk.wire()
        state.pace.called(at // 1000, name)
    if status is Status.REGISTERED:
        values["started_at"] = None
        for member in ("started", "called", "counter"):
            document.pop(member, None)
    if status is Status.FINISHED:
        document["finished"] = _time(at, state)
    else:
        document.pop("finished", None)
    values["status"] = document["status"] = status.value
    state.people((status is Status.REGISTERED) - (before == Status.REGISTERED), at)


def _stored(
    connection: Connection,
    state: QueueState,
    before: Entry,
    entry: Entry,
    document: dict[str, Any],
    kind: str,
    at: int,
    came_from: int | None = None,
) -> Found:
    """Write the registration as it is now, and what tells of the change: the event, and deliveries to watches."""
    state.revision += 1
    entry = entry._replace(revision=state.revision, document=_document(document, state))
    connection.execute(_STORE, {"key": entry.id, **{name: getattr(entry, name) for name in _CHANGING}})
    queues.save(connection, state)
    events.record(connection, state.id, state.revision, kind, entry.id, at, entry.document)
    made = found(connection, state, entry)
    if state.watched or came_from is not None:
        deliveries.record(connection, made, before, kind, at, came_from)
    return made


def _transferred(
    connection: Connection, queue_id: int, registration_id: int, given: RegistrationInput, at: int, match: str | None
) -> Found:
    """Move to another queue, behind everybody there, keeping ticket and time of arrival; one event in each queue."""
    target = row_id(given.queue.id) if given.queue else None
    if target is None:
        raise Refused("queueNotFound")
    # Always in the order of the ids, so that two transfers never wait for each other.
    states = {key: queues.locked(connection, key, at) for key in sorted((queue_id, target))}
    old, new = states[queue_id], states[target]
    if new.account_id != old.account_id:
        raise Refused("queueNotFound")
    entry = one(connection, old, registration_id)
    _expect(old, entry, match)
    if entry.status == Status.DELETED:
        raise Refused("transition", before=entry.status, after=entry.status)
    if new.status == "closed":
        raise Refused("queueClosed")
    waiting = int(entry.status == Status.REGISTERED)
    old.people(-waiting, at)
    old.revision += 1
    queues.save(connection, old)
    events.record(connection, old.id, old.revision, "movedOut", entry.id, at, entry.document)
    new.people(waiting, at)
    position = new.next_position(at)
    document = orjson.loads(entry.document) | {"position": position}
    entry = entry._replace(position=position, document=_json(document))
    # What the old queue told says nothing of the wait in the new one.
    untold = waits.UNTOLD if entry.started_at is None else {}
    moved = {"queue_id": new.id, "position": entry.position, "revision": 0, **untold}
    connection.execute(update(table).where(table.c.id == entry.id).values(moved))
    return _changed(connection, new, entry, given, at, old.id if old.watched else None)


def _known(person: ClientPart | None) -> bool:
    return person is not None and bool(person.id or person.name or person.email_address or person.phone_number)


def _time(at: int, state: QueueState) -> dict[str, str]:
    return {"dateTime": wall_clock(at, state.time_zone), "timeZone": state.time_zone}


def _document(document: dict[str, Any], state: QueueState) -> str:
    return _json(document | {"revision": state.revision})


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
