"""Changing one registration: what may follow what, and what each change does to its queue, its desk and the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, update

from walkin.model import etag as tag
from walkin.model.errors import Refused
from walkin.model.registration import ACTIVE, TRANSITIONS, ClientPart, Counter, RegistrationInput, Status, row_id
from walkin.model.time import wall_clock
from walkin.store import clients, desks, queues
from walkin.store import uploads as cabinet
from walkin.store.engine.compiled import Prepared
from walkin.store.queues import QueueState
from walkin.store.registrations import events, forms
from walkin.store.registrations import positions as places
from walkin.store.registrations import told_waits as waits
from walkin.store.registrations.queries import PARKED, Entry, Found, found, reserved_for
from walkin.store.schema.tables import registration as table
from walkin.store.watches import outbox as deliveries

_INSERT = Prepared(
    insert(table).returning(table.c.id), [column.name for column in table.c if column.name not in ("id", "waited")]
)
_CHANGING = ("status", "aside", "priority", "position", "started_at", "revision", "document", "note", "outcome")
_PERSONAL = ("client_id", "token", "client", "form")
"""What seldom changes, and has indexes of its own."""

_STORE, _STORE_ALL = (
    Prepared(update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in names}))
    for names in (_CHANGING, _CHANGING + _PERSONAL)
)


def expect(state: QueueState, entry: Entry, match: str | None) -> None:
    """Refuse ``preconditionFailed`` unless ``match``, an ``If-Match``, names this state."""
    if match is not None and not tag.matches(match, tag.of(state.id, entry.revision)):
        raise Refused("preconditionFailed")


KIND = {
    Status.REGISTERED: "putBack",
    Status.IN_PROGRESS: "called",
    Status.FINISHED: "finished",
    Status.NO_SHOW: "noShow",
    Status.DELETED: "deleted",
}


TOKEN_BYTES = 8
"""Random bytes of a ticket's token."""


def created(
    connection: Connection,
    state: QueueState,
    values: dict[str, Any],
    document: dict[str, Any],
    at: int,
    status: Status = Status.REGISTERED,
    desk: Counter | None = None,
) -> Found:
    """Add a registration behind everybody, with the event that tells of it; the queue is locked.

    ``values`` are its columns as far as the caller knows them, ``document`` has its ticket.
    """
    position = state.next_position(at)
    document |= {
        "status": Status.REGISTERED.value,
        "registered": zoned(at, state),
        "calls": 0,
        "priority": values["priority"],
        "position": position,
    }
    values = {
        "token": secrets.token_urlsafe(TOKEN_BYTES),
        "outcome": None,
        **values,
        "queue_id": state.id,
        "status": Status.REGISTERED.value,
        "aside": "",
        "position": position,
        "registered_at": at,
        "started_at": None,
    }
    state.people(1, at)
    if status is Status.REGISTERED:
        values |= waits.told(connection, state, values["priority"], position, at)
        if values["told_from"] is not None:
            told = {"from": values["told_from"], "to": values["told_to"]}
            document["toldWaitingTime"] = {key: value for key, value in told.items() if value is not None}
    else:
        values |= waits.UNTOLD
        enter(state, values, document, status, desk, at)
    state.revision += 1
    values |= {"revision": state.revision, "document": kept(document, state)}
    values["id"] = _INSERT.value(connection, values)
    queues.save(connection, state)
    events.record(connection, state.id, state.revision, "created", values["id"], at, values["document"])
    made = found(connection, state, Entry(**{name: values[name] for name in Entry._fields}))
    if state.watched:
        deliveries.record(connection, made, None, "created", at)
    return made


def changed(
    connection: Connection,
    state: QueueState,
    entry: Entry,
    given: RegistrationInput,
    at: int,
    came_from: int | None = None,
) -> Found:
    """Merge the given members into a registration of that queue; the queue is locked."""
    document = orjson.loads(entry.document)
    values: dict[str, Any] = entry._asdict()
    before = Status(entry.status)
    after, aside = _target(entry, given)
    missed, kind = document.get("missed"), "updated"
    if after is not before or aside != entry.aside:
        _check(entry, after, given.counter)
        enter(state, values, document, after, given.counter, at, aside)
        kind = {PARKED: "parked", "": KIND[after]}.get(aside, "reserved")
        if after is Status.IN_PROGRESS and entry.started_at is None:
            waits.ended(connection, state, entry.id, (at - entry.registered_at) // 1000)
        if after is Status.IN_PROGRESS and (name := document.get("counter", {}).get("name")):
            desks.calls(connection, state.account_id, name, at)
    elif before is Status.DELETED:
        raise Refused("transition", before=before.value, after=after.value)
    elif given.counter is not None and before is not Status.REGISTERED:
        if given.status is Status.IN_PROGRESS and given.counter.name != document.get("counter", {}).get("name"):
            # Two desks called the same one: the second has not.
            raise Refused("conflict")
        document["counter"] = given.counter.wire()
    _merge(values, document, given)
    if given.place is not None and after is not Status.REGISTERED:
        raise Refused("badRequest", "place is for those who are registered: send the status with it.")
    if after is Status.REGISTERED:
        if given.place is not None:
            places.choose(connection, state, values, given.place, missed, at)
        places.settle(connection, state, values)
        document["position"] = values["position"]
    _rewrite(connection, state, entry, given, values, document.get("language"), at)
    return stored(connection, state, entry, Entry(**values), document, kind, at, came_from)


def _target(entry: Entry, given: RegistrationInput) -> tuple[Status, str]:
    """The status asked for and whether it is to wait then: "" when it is, else the column ``aside``."""
    before = Status(entry.status)
    stays = given.status in (None, Status.REGISTERED)
    if stays and given.parked:
        if before not in ACTIVE:
            raise Refused("transition", before=before.value, after="parked")
        return Status.REGISTERED, PARKED
    if stays and given.reserved is not None and given.reserved.name:
        return Status.REGISTERED, reserved_for(given.reserved.name)
    after = given.status or before
    if after is not Status.REGISTERED or before is not Status.REGISTERED:
        return after, ""
    lifted = given.reserved is not None or "reserved" in given.model_fields_set
    free = given.parked is False if entry.aside == PARKED else lifted
    return after, "" if free else entry.aside


def _check(entry: Entry, after: Status, desk: Counter | None) -> None:
    """Refuse ``transition`` for a status that cannot follow, ``reserved`` for a desk that may not call it."""
    before = Status(entry.status)
    if after is not before and after not in TRANSITIONS[before]:
        raise Refused("transition", before=before.value, after=after.value)
    elsewhere = desk is None or reserved_for(desk.name) != entry.aside
    if after is Status.IN_PROGRESS and entry.aside.startswith("@") and elsewhere:
        raise Refused("reserved", desk=entry.aside[1:])


def _merge(values: dict[str, Any], document: dict[str, Any], given: RegistrationInput) -> None:
    if given.priority is not None:
        values["priority"] = document["priority"] = given.priority
    if given.language:
        document["language"] = given.language
    if given.note is not None:
        values["note"] = given.note or None
    if given.outcome is not None:
        values["outcome"] = given.outcome or None


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
    if person is not None and (known(person) or (gone and known(was))):
        merged = was.model_copy(update=person.model_dump(exclude_unset=True, exclude_none=True))
        linked = clients.link(connection, state.account_id, merged, language, at).model_copy(update=gone)
        values |= {"client": as_json(linked.wire()), "client_id": int(linked.id or 0)}


def enter(
    state: QueueState,
    values: dict[str, Any],
    document: dict[str, Any],
    status: Status,
    desk: Counter | None,
    at: int,
    aside: str = "",
) -> None:
    """Take the registration into a status: its times, its desk, and what the queue learns from it."""
    before = values["status"]
    waited = before == Status.REGISTERED and not values["aside"]
    name = desk.name if desk else document.get("counter", {}).get("name", "")
    if before == Status.IN_PROGRESS:
        if status in (Status.FINISHED, Status.NO_SHOW) and values["started_at"] is not None:
            state.pace.finished(at // 1000, name, (at - values["started_at"]) // 1000)
        else:
            state.pace.freed(at // 1000, name)
    if status is Status.IN_PROGRESS:
        if values["started_at"] is None:
            values["started_at"] = at
            document["started"] = zoned(at, state)
            state.waits += 1
            state.waited += max(0, at - values["registered_at"])
        document["called"] = zoned(at, state)
        document["calls"] += 1
        if desk:
            document["counter"] = desk.wire()
        state.pace.called(at // 1000, name)
    if status is Status.REGISTERED:
        values["started_at"] = None
        for member in ("started", "called", "counter"):
            document.pop(member, None)
    _mark(document, status, aside, zoned(at, state))
    values["aside"] = aside
    values["status"] = document["status"] = status.value
    state.people((status is Status.REGISTERED and not aside) - waited, at)


def _mark(document: dict[str, Any], status: Status, aside: str, now: dict[str, str]) -> None:
    """The members that belong to one status only."""
    for member in ("finished", "missed", "parked", "reserved"):
        document.pop(member, None)
    if status is Status.FINISHED:
        document["finished"] = now
    elif status is Status.NO_SHOW:
        document["missed"] = now
    elif aside == PARKED:
        document["parked"] = True
    elif aside:
        document["reserved"] = {"name": aside[1:]}


def stored(
    connection: Connection,
    state: QueueState,
    before: Entry,
    entry: Entry,
    document: dict[str, Any],
    kind: str,
    at: int,
    came_from: int | None = None,
) -> Found:
    """Write the registration as it is now, and what tells of the change: the event, and deliveries to watches.

    ``came_from`` is the queue it left, if that is watched.
    """
    state.revision += 1
    entry = entry._replace(revision=state.revision, document=kept(document, state))
    same = all(getattr(before, name) == getattr(entry, name) for name in _PERSONAL)
    (_STORE if same else _STORE_ALL).run(connection, {"key": entry.id, **entry._asdict()})
    queues.save(connection, state)
    events.record(connection, state.id, state.revision, kind, entry.id, at, entry.document)
    made = found(connection, state, entry)
    if state.watched or came_from is not None:
        deliveries.record(connection, made, before, kind, at, came_from)
    return made


def transferred(
    connection: Connection,
    states: dict[int, QueueState],
    old: QueueState,
    entry: Entry,
    given: RegistrationInput,
    at: int,
) -> Found:
    """Move to another queue, behind everybody there, keeping ticket and time of arrival; one event in each queue."""
    new = states[row_id(given.queue.id) or 0] if given.queue else old
    if new.account_id != old.account_id:
        raise Refused("queueNotFound")
    if entry.status == Status.DELETED:
        raise Refused("transition", before=entry.status, after=entry.status)
    if new.status == "closed":
        raise Refused("queueClosed")
    entry = moved(connection, old, new, entry, at)
    position = new.next_position(at)
    document = orjson.loads(entry.document) | {"position": position}
    came_from = old.id if old.watched else None
    return changed(connection, new, entry._replace(position=position, document=as_json(document)), given, at, came_from)


def moved(connection: Connection, old: QueueState, new: QueueState, entry: Entry, at: int) -> Entry:
    """Take it out of a queue, with the event that says so, and into another: the caller stores it there."""
    old.people(-entry.waits, at)
    old.revision += 1
    queues.save(connection, old)
    events.record(connection, old.id, old.revision, "movedOut", entry.id, at, entry.document)
    new.people(entry.waits, at)
    # Revisions count within a queue: that of the other one must not pass for one of this. What the old queue told says
    # nothing of the wait in the new one.
    untold = waits.UNTOLD if entry.started_at is None else {}
    document = orjson.loads(entry.document)
    if untold:
        document.pop("toldWaitingTime", None)
    connection.execute(update(table).where(table.c.id == entry.id).values(queue_id=new.id, revision=0, **untold))
    return entry._replace(revision=0, document=as_json(document))


def retoken(connection: Connection, registration_id: int, token: str) -> None:
    """Give the registration another ticket's page."""
    connection.execute(update(table).where(table.c.id == registration_id).values(token=token))


def together(connection: Connection, keys: Iterable[int], at: int) -> dict[int, QueueState]:
    """Several queues, locked. Always in the order of their ids, so that two never wait for each other."""
    return {key: queues.locked(connection, key, at) for key in sorted(set(keys))}


def known(person: ClientPart | None) -> bool:
    """Whether anything is said of the person."""
    return person is not None and bool(person.id or person.name or person.email_address or person.phone_number)


def zoned(at: int, state: QueueState) -> dict[str, str]:
    """The date-time object of that instant in the queue's zone."""
    return {"dateTime": wall_clock(at, state.time_zone), "timeZone": state.time_zone}


def kept(document: dict[str, Any], state: QueueState) -> str:
    """The public document of this revision as JSON text."""
    return as_json(document | {"revision": state.revision})


def as_json(value: Any) -> str:
    """JSON text."""
    return orjson.dumps(value).decode()
