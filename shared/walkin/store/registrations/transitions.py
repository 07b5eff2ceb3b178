"""Changing one registration: what may follow what, and what each change does to its queue, its desk and the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, update

from walkin.model import etag
from walkin.model.errors import Refused
from walkin.model.registration import (
    ACTIVE_STATUSES,
    TRANSITIONS,
    ClientPart,
    Counter,
    RegistrationInput,
    Status,
    parse_id,
)
from walkin.model.time import to_wall_clock
from walkin.store import clients, desks, queues, uploads
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations import events, forms, positions, told_waits
from walkin.store.registrations.queries import (
    ON_HOLD,
    RankedRegistration,
    RegistrationRow,
    attach_rank,
    encode_reservation,
)
from walkin.store.schema.tables import registration as table
from walkin.store.watches import outbox

_INSERT = CompiledStatement(
    insert(table).returning(table.c.id), [column.name for column in table.c if column.name not in ("id", "waited")]
)
_VOLATILE_COLUMNS = ("status", "aside", "priority", "position", "started_at", "revision", "document", "note", "outcome")
_STABLE_COLUMNS = ("client_id", "token", "client", "form")
"""What seldom changes, and has indexes of its own."""

_UPDATE_VOLATILE, _UPDATE_ALL = (
    CompiledStatement(
        update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in names})
    )
    for names in (_VOLATILE_COLUMNS, _VOLATILE_COLUMNS + _STABLE_COLUMNS)
)


def check_if_match(state: QueueState, registration: RegistrationRow, if_match: str | None) -> None:
    """Refuse ``preconditionFailed`` unless ``match``, an ``If-Match``, names this state."""
    if if_match is not None and not etag.matches_if_match(if_match, etag.build_etag(state.id, registration.revision)):
        raise Refused("preconditionFailed")


EVENT_KIND_BY_STATUS = {
    Status.REGISTERED: "putBack",
    Status.IN_PROGRESS: "called",
    Status.FINISHED: "finished",
    Status.NO_SHOW: "noShow",
    Status.DELETED: "deleted",
}


TOKEN_BYTES = 8
"""Random bytes of a ticket's token."""


def create_registration(
    connection: Connection,
    state: QueueState,
    values: dict[str, Any],
    document: dict[str, Any],
    at: int,
    status: Status = Status.REGISTERED,
    desk: Counter | None = None,
) -> RankedRegistration:
    """Add a registration behind everybody, with the event that tells of it; the queue is locked.

    ``values`` are its columns as far as the caller knows them, ``document`` has its ticket.
    """
    position = state.allocate_position(at)
    document |= {
        "status": Status.REGISTERED.value,
        "registered": to_zoned_time(at, state),
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
    state.add_waiting(1, at)
    if status is Status.REGISTERED:
        values |= told_waits.compute_told_wait(connection, state, values["priority"], position, at)
        if values["told_from"] is not None:
            told = {"from": values["told_from"], "to": values["told_to"]}
            document["toldWaitingTime"] = {key: value for key, value in told.items() if value is not None}
    else:
        values |= told_waits.NOT_TOLD
        enter_status(state, values, document, status, desk, at)
    state.revision += 1
    values |= {"revision": state.revision, "document": dump_document(document, state)}
    values["id"] = _INSERT.fetch_value(connection, values)
    queues.save(connection, state)
    events.record(connection, state.id, state.revision, "created", values["id"], at, values["document"])
    made = attach_rank(connection, state, RegistrationRow(**{name: values[name] for name in RegistrationRow._fields}))
    if state.watched:
        outbox.enqueue(connection, made, None, "created", at)
    return made


def apply_update(
    connection: Connection,
    state: QueueState,
    registration: RegistrationRow,
    registration_input: RegistrationInput,
    at: int,
    origin_queue_id: int | None = None,
) -> RankedRegistration:
    """Merge the given members into a registration of that queue; the queue is locked."""
    document = orjson.loads(registration.document)
    values: dict[str, Any] = registration._asdict()
    before = Status(registration.status)
    after, aside = _resolve_target_status(registration, registration_input)
    missed, kind = document.get("missed"), "updated"
    if after is not before or aside != registration.aside:
        _check_transition(registration, after, registration_input.counter)
        enter_status(state, values, document, after, registration_input.counter, at, aside)
        kind = {ON_HOLD: "parked", "": EVENT_KIND_BY_STATUS[after]}.get(aside, "reserved")
        if after is Status.IN_PROGRESS and registration.started_at is None:
            told_waits.record_wait(connection, state, registration.id, (at - registration.registered_at) // 1000)
        if after is Status.IN_PROGRESS and (name := document.get("counter", {}).get("name")):
            desks.record_call(connection, state.account_id, name, at)
    elif before is Status.DELETED:
        raise Refused("transition", before=before.value, after=after.value)
    elif registration_input.counter is not None and before is not Status.REGISTERED:
        if registration_input.status is Status.IN_PROGRESS and registration_input.counter.name != document.get(
            "counter", {}
        ).get("name"):
            # Two desks called the same one: the second has not.
            raise Refused("conflict")
        document["counter"] = registration_input.counter.to_wire()
    _merge_members(values, document, registration_input)
    if registration_input.place is not None and after is not Status.REGISTERED:
        raise Refused("badRequest", "place is for those who are registered: send the status with it.")
    if after is Status.REGISTERED:
        if registration_input.place is not None:
            positions.resolve_position(connection, state, values, registration_input.place, missed, at)
        positions.ensure_unique(connection, state, values)
        document["position"] = values["position"]
    _merge_form_and_client(connection, state, registration, registration_input, values, document.get("language"), at)
    return save_registration(
        connection, state, registration, RegistrationRow(**values), document, kind, at, origin_queue_id
    )


def _resolve_target_status(registration: RegistrationRow, registration_input: RegistrationInput) -> tuple[Status, str]:
    """The status asked for and whether it is to wait then: "" when it is, else the column ``aside``."""
    before = Status(registration.status)
    stays = registration_input.status in (None, Status.REGISTERED)
    if stays and registration_input.parked:
        if before not in ACTIVE_STATUSES:
            raise Refused("transition", before=before.value, after="parked")
        return Status.REGISTERED, ON_HOLD
    if stays and registration_input.reserved is not None and registration_input.reserved.name:
        return Status.REGISTERED, encode_reservation(registration_input.reserved.name)
    after = registration_input.status or before
    if after is not Status.REGISTERED or before is not Status.REGISTERED:
        return after, ""
    lifted = registration_input.reserved is not None or "reserved" in registration_input.model_fields_set
    free = registration_input.parked is False if registration.aside == ON_HOLD else lifted
    return after, "" if free else registration.aside


def _check_transition(registration: RegistrationRow, after: Status, desk: Counter | None) -> None:
    """Refuse ``transition`` for a status that cannot follow, ``reserved`` for a desk that may not call it."""
    before = Status(registration.status)
    if after is not before and after not in TRANSITIONS[before]:
        raise Refused("transition", before=before.value, after=after.value)
    elsewhere = desk is None or encode_reservation(desk.name) != registration.aside
    if after is Status.IN_PROGRESS and registration.aside.startswith("@") and elsewhere:
        raise Refused("reserved", desk=registration.aside[1:])


def _merge_members(values: dict[str, Any], document: dict[str, Any], registration_input: RegistrationInput) -> None:
    if registration_input.priority is not None:
        values["priority"] = document["priority"] = registration_input.priority
    if registration_input.language:
        document["language"] = registration_input.language
    if registration_input.note is not None:
        values["note"] = registration_input.note or None
    if registration_input.outcome is not None:
        values["outcome"] = registration_input.outcome or None


def _merge_form_and_client(
    connection: Connection,
    state: QueueState,
    registration: RegistrationRow,
    registration_input: RegistrationInput,
    values: dict[str, Any],
    language: str | None,
    at: int,
) -> None:
    """Put the given form and client into ``values``."""
    person = registration_input.client
    if registration_input.form is not None:
        taken = forms.accept_form(connection, state, registration_input, registration.id)
        values["form"], person = taken.form, taken.client
        uploads.set_files(connection, registration.id, taken.file_tokens)
    was = ClientPart.model_validate_json(registration.client or "{}")
    # An empty text takes the member away from this registration; the client's record keeps it.
    gone = {name: None for name in person.model_fields_set if getattr(person, name) == ""} if person else {}
    if person is not None and (is_identified(person) or (gone and is_identified(was))):
        merged = was.model_copy(update=person.model_dump(exclude_unset=True, exclude_none=True))
        linked = clients.find_or_create(connection, state.account_id, merged, language, at).model_copy(update=gone)
        values |= {"client": to_json(linked.to_wire()), "client_id": int(linked.id or 0)}


def enter_status(
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
            state.service_rate.record_visit(at // 1000, name, (at - values["started_at"]) // 1000)
        else:
            state.service_rate.mark_free(at // 1000, name)
    if status is Status.IN_PROGRESS:
        if values["started_at"] is None:
            values["started_at"] = at
            document["started"] = to_zoned_time(at, state)
            state.waits += 1
            state.waited += max(0, at - values["registered_at"])
        document["called"] = to_zoned_time(at, state)
        document["calls"] += 1
        if desk:
            document["counter"] = desk.to_wire()
        state.service_rate.record_call(at // 1000, name)
    if status is Status.REGISTERED:
        values["started_at"] = None
        for member in ("started", "called", "counter"):
            document.pop(member, None)
    _set_status_members(document, status, aside, to_zoned_time(at, state))
    values["aside"] = aside
    values["status"] = document["status"] = status.value
    state.add_waiting((status is Status.REGISTERED and not aside) - waited, at)


def _set_status_members(document: dict[str, Any], status: Status, aside: str, now: dict[str, str]) -> None:
    """The members that belong to one status only."""
    for member in ("finished", "missed", "parked", "reserved"):
        document.pop(member, None)
    if status is Status.FINISHED:
        document["finished"] = now
    elif status is Status.NO_SHOW:
        document["missed"] = now
    elif aside == ON_HOLD:
        document["parked"] = True
    elif aside:
        document["reserved"] = {"name": aside[1:]}


def save_registration(
    connection: Connection,
    state: QueueState,
    before: RegistrationRow,
    registration: RegistrationRow,
    document: dict[str, Any],
    kind: str,
    at: int,
    origin_queue_id: int | None = None,
) -> RankedRegistration:
    """Write the registration as it is now, and what tells of the change: the event, and deliveries to watches.

    ``came_from`` is the queue it left, if that is watched.
    """
    state.revision += 1
    registration = registration._replace(revision=state.revision, document=dump_document(document, state))
    same = all(getattr(before, name) == getattr(registration, name) for name in _STABLE_COLUMNS)
    (_UPDATE_VOLATILE if same else _UPDATE_ALL).execute(connection, {"key": registration.id, **registration._asdict()})
    queues.save(connection, state)
    events.record(connection, state.id, state.revision, kind, registration.id, at, registration.document)
    made = attach_rank(connection, state, registration)
    if state.watched or origin_queue_id is not None:
        outbox.enqueue(connection, made, before, kind, at, origin_queue_id)
    return made


def transfer(
    connection: Connection,
    states: dict[int, QueueState],
    old_queue: QueueState,
    registration: RegistrationRow,
    registration_input: RegistrationInput,
    at: int,
) -> RankedRegistration:
    """Move to another queue, behind everybody there, keeping ticket and time of arrival; one event in each queue."""
    new = states[parse_id(registration_input.queue.id) or 0] if registration_input.queue else old_queue
    if new.account_id != old_queue.account_id:
        raise Refused("queueNotFound")
    if registration.status == Status.DELETED:
        raise Refused("transition", before=registration.status, after=registration.status)
    if new.status == "closed":
        raise Refused("queueClosed")
    registration = move_to_queue(connection, old_queue, new, registration, at)
    position = new.allocate_position(at)
    document = orjson.loads(registration.document) | {"position": position}
    came_from = old_queue.id if old_queue.watched else None
    return apply_update(
        connection,
        new,
        registration._replace(position=position, document=to_json(document)),
        registration_input,
        at,
        came_from,
    )


def move_to_queue(
    connection: Connection, old_queue: QueueState, new_queue: QueueState, registration: RegistrationRow, at: int
) -> RegistrationRow:
    """Take it out of a queue, with the event that says so, and into another: the caller stores it there."""
    old_queue.add_waiting(-registration.is_waiting, at)
    old_queue.revision += 1
    queues.save(connection, old_queue)
    events.record(connection, old_queue.id, old_queue.revision, "movedOut", registration.id, at, registration.document)
    new_queue.add_waiting(registration.is_waiting, at)
    # Revisions count within a queue: that of the other one must not pass for one of this. What the old queue told says
    # nothing of the wait in the new one.
    untold = told_waits.NOT_TOLD if registration.started_at is None else {}
    document = orjson.loads(registration.document)
    if untold:
        document.pop("toldWaitingTime", None)
    connection.execute(
        update(table).where(table.c.id == registration.id).values(queue_id=new_queue.id, revision=0, **untold)
    )
    return registration._replace(revision=0, document=to_json(document))


def set_token(connection: Connection, registration_id: int, token: str) -> None:
    """Give the registration another ticket's page."""
    connection.execute(update(table).where(table.c.id == registration_id).values(token=token))


def lock_queues(connection: Connection, queue_ids: Iterable[int], at: int) -> dict[int, QueueState]:
    """Several queues, locked. Always in the order of their ids, so that two never wait for each other."""
    return {key: queues.lock_queue(connection, key, at) for key in sorted(set(queue_ids))}


def is_identified(client_part: ClientPart | None) -> bool:
    """Whether anything is said of the person."""
    return client_part is not None and bool(
        client_part.id or client_part.full_name or client_part.email_address or client_part.phone_number
    )


def to_zoned_time(at: int, state: QueueState) -> dict[str, str]:
    """The date-time object of that instant in the queue's zone."""
    return {"dateTime": to_wall_clock(at, state.time_zone), "timeZone": state.time_zone}


def dump_document(document: dict[str, Any], state: QueueState) -> str:
    """The public document of this revision as JSON text."""
    return to_json(document | {"revision": state.revision})


def to_json(value: Any) -> str:
    """JSON text."""
    return orjson.dumps(value).decode()
