"""Create and change one registration, with the effects on its queue, its desk and the event log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, insert, update

from walkin.model import etag
from walkin.model.errors import Refused
from walkin.model.form.client_binding import client_members
from walkin.model.registration import ACTIVE_STATUSES, ClientPart, Counter, RegistrationInput, Status, parse_id
from walkin.model.time import load_zone, to_wall_clock
from walkin.store import clients, desks, queues, tickets, uploads
from walkin.store.engine.batch import defer
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.engine.ids import allocate_id
from walkin.store.queues import QueueState
from walkin.store.registrations import events, forms, positions, told_waits
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.queries import RankedRegistration, RegistrationRow, attach_rank, update_line
from walkin.store.schema.tables import registration as table
from walkin.store.watches import outbox

_INSERT = CompiledStatement(insert(table).inline(), [column.name for column in table.c])
_VOLATILE_COLUMNS = (
    *("status", "on_hold", "reserved_desk", "priority", "position"),
    *("started_at", "revision", "document", "note", "outcome", "held_ticket", "called_by"),
    *("last_desk", "visit_seconds", "wait_seconds"),
)
UNKNOWN_CALLER = "?"
"""``called_by`` of clients called by an older program. The next credential that sends the status takes them over."""

_STABLE_COLUMNS = ("client_id", "token", "client", "form", "possible_client_id")
"""Columns that seldom change and have indexes of their own."""

_UPDATE_VOLATILE, _UPDATE_ALL = (
    CompiledStatement(
        update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in names})
    )
    for names in (_VOLATILE_COLUMNS, _VOLATILE_COLUMNS + _STABLE_COLUMNS)
)


def check_if_match(state: QueueState, registration: RegistrationRow, if_match: str | None) -> None:
    """Refuse ``preconditionFailed`` unless the ``If-Match`` header names this revision."""
    revision_etag = etag.build_etag(state.id, registration.revision, state.epoch)
    if if_match is not None and not etag.matches_if_match(if_match, revision_etag):
        raise Refused("preconditionFailed")


EVENT_KIND_BY_STATUS = {
    Status.REGISTERED: "putBack",
    Status.IN_PROGRESS: "called",
    Status.FINISHED: "finished",
    Status.NO_SHOW: "noShow",
    Status.DELETED: "deleted",
}


class QualifiedStatus(NamedTuple):
    """A status with its qualifiers, which only a registered client has: on hold, or reserved for a desk."""

    status: Status
    on_hold: bool = False
    reserved_desk: str = ""

    @classmethod
    def from_row(cls, registration: RegistrationRow) -> QualifiedStatus:
        return cls(Status(registration.status), registration.on_hold, registration.reserved_desk)

    @property
    def event_kind(self) -> str:
        if self.on_hold:
            return "parked"
        return "reserved" if self.reserved_desk else EVENT_KIND_BY_STATUS[self.status]


TOKEN_BYTES = 8
"""Random bytes of a ticket's token."""


@dataclass(frozen=True)
class NewRegistration:
    """The columns that a caller of ``create_registration`` decides; ``client`` and ``form`` are JSON texts."""

    ticket_queue_id: int
    day: str
    number: int
    created_by: str
    priority: int
    client_id: int | None
    client: str | None
    form: str | None = None
    note: str | None = None
    outcome: str | None = None
    possible_client_id: int | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    registered_at: int | None = None
    """When it was taken, if a kiosk did that offline: its place is that of this time, and no wait was told."""


def create_registration(
    connection: Connection,
    state: QueueState,
    new: NewRegistration,
    document: RegistrationDocument,
    at: int,
    status: Status = Status.REGISTERED,
    desk: Counter | None = None,
) -> RankedRegistration:
    """Insert a registration behind all others of its locked queue, or at its time; and record its event.

    ``document`` has its ticket.
    """
    registered_at = at if new.registered_at is None else new.registered_at
    position = state.allocate_position(at) if new.registered_at is None else registered_at
    registered = Status.REGISTERED.value
    document |= {
        "status": registered,
        "registered": to_zoned_time(registered_at, state),
        "calls": 0,
        "priority": new.priority,
    }
    registration_id = allocate_id(connection, table)
    required = (registration_id, new.client_id, registered, new.priority, position, registered_at, new.token)
    registration = RegistrationRow(
        *required,
        client=new.client,
        form=new.form,
        note=new.note,
        outcome=new.outcome,
        called_by=new.created_by if status is Status.IN_PROGRESS else "",
        possible_client_id=new.possible_client_id,
    )
    if new.registered_at is not None:
        registration = positions.ensure_unique(connection, state, registration)
    document["position"] = position = registration.position
    state.add_waiting(1, at)
    changes: dict[str, Any] = {}
    if new.registered_at is not None:
        state.service_rate.delays.record_put_before(at, registration.call_order_key)
    elif status is Status.REGISTERED:
        if new.priority:
            state.service_rate.delays.record_put_before(at, registration.call_order_key)
        told_wait = told_waits.compute_told_wait(connection, state, new.priority, position)
        changes |= told_wait._asdict()
        if told_range := told_wait.to_wire():
            document["toldWaitingTime"] = told_range
    else:
        waiting = registration
        registration = enter_status(state, waiting, document, QualifiedStatus(status), desk, at)
        count_waits(state, waiting, registration)
        _record_desk(connection, state, waiting, registration, document, at)
    if registration.status in ACTIVE_STATUSES:
        changes["held_ticket"] = document["ticket"]
    state.revision += 1
    registration = registration._replace(**changes, revision=state.revision, document=dump_document(document, state))
    columns = {
        **vars(new),
        **registration._asdict(),
        "queue_id": state.id,
        **_build_visit_columns(registration, document),
    }
    defer(connection, table.name, _INSERT.execute_many, columns)
    update_line(connection, state.id, None, registration)
    queues.save(connection, state)
    if status is Status.REGISTERED and new.priority == 0 and new.registered_at is None:
        state.append_to_wait_estimate(connection)
    events.record(connection, state.id, state.revision, "created", registration.id, at, registration.document)
    created = attach_rank(connection, state, registration)
    if state.has_watches:
        outbox.enqueue(connection, created, None, "created", at)
    return created


def apply_update(
    connection: Connection,
    state: QueueState,
    registration: RegistrationRow,
    registration_input: RegistrationInput,
    at: int,
    *,
    called_by: str = "",
    origin_queue_id: int | None = None,
) -> RankedRegistration:
    """Merge the members sent into a registration of that locked queue; without a change nothing is recorded.

    ``called_by`` is the prefix of the credential that sends them. Refuses ``transition`` for a deleted registration,
    ``reserved`` for a desk that may not call it, and ``badRequest`` for members that the status does not have.
    """
    document, revision = registration.load_document(), state.revision
    before_document = document.copy()
    before, after = QualifiedStatus.from_row(registration), _resolve_target_status(registration, registration_input)
    desk, missed = registration_input.counter, document.get("missed")
    if before.status is Status.DELETED:
        raise Refused("transition", before=before.status.value, after=after.status.value)
    # The desk of somebody who is put back is taken away, also if the whole of what was got is put.
    check_counter(after.status, None if desk is None or desk.to_wire() == document.get("counter") else desk)
    if after == before:
        updated = registration
        if registration.called_by == UNKNOWN_CALLER and registration_input.status is Status.IN_PROGRESS:
            updated = registration._replace(called_by=called_by)
        _set_desk(connection, state, registration, document, desk, at)
    else:
        _check_reserved(before, after.status, desk)
        updated = enter_status(state, registration, document, after, desk, at)
        _record_change(connection, state, registration, updated, document, at)
        ends_wait = registration.started_at is None and updated.started_at is not None
        updated = updated._replace(
            called_by=called_by if after.status is Status.IN_PROGRESS else updated.called_by,
            wait_seconds=told_waits.end_wait(state, updated, at) if ends_wait else updated.wait_seconds,
        )
    updated = _merge_members(updated, document, registration_input)
    if after.status is Status.REGISTERED:
        if registration_input.place is not None:
            position = positions.resolve_position(connection, state, updated, registration_input.place, missed, at)
            updated = updated._replace(position=position)
        updated = positions.ensure_unique(connection, state, updated)
        document["position"] = updated.position
    elif registration_input.place is not None:
        raise Refused("badRequest", "place is for those who are registered: send the status with it.")
    language = document.get("language")
    accepted = forms.accept_form(connection, state, registration_input, at, language=language, former=registration)
    updated = _merge_form_and_client(connection, state, updated, registration_input, accepted, language, at)
    # One that was moved into this queue has no revision in it yet, and others may have made room.
    is_unmoved = registration.revision and state.revision == revision
    if is_unmoved and before_document == document and registration == updated._replace(document=registration.document):
        return attach_rank(connection, state, registration)._replace(notices=accepted.notices)
    kind = "updated" if after == before else after.event_kind
    saved = save_registration(connection, state, registration, updated, document, kind, at, origin_queue_id)
    return saved._replace(notices=accepted.notices)


def check_counter(status: Status, desk: Counter | None) -> None:
    """Refuse ``badRequest`` to a desk for somebody who waits."""
    if desk is not None and status is Status.REGISTERED:
        raise Refused("badRequest", "counter is for those who are called or were served: send the status with it.")


def _set_desk(
    connection: Connection,
    state: QueueState,
    registration: RegistrationRow,
    document: RegistrationDocument,
    desk: Counter | None,
    at: int,
) -> None:
    """Take a client who was called, or served, to another desk."""
    if desk is None or registration.status == Status.REGISTERED:
        return
    if registration.status == Status.IN_PROGRESS and registration.desk_name != desk.name:
        desks.record_free(connection, state.account_id, registration.desk_name, at)
        desks.record_call(connection, state.account_id, desk.name, at)
    document["counter"] = desk.to_wire()


def _record_change(
    connection: Connection,
    state: QueueState,
    before: RegistrationRow,
    after: RegistrationRow,
    document: RegistrationDocument,
    at: int,
) -> None:
    """Record the end of a wait, and the state of the desk."""
    count_waits(state, before, after)
    _record_desk(connection, state, before, after, document, at)


def _record_desk(
    connection: Connection,
    state: QueueState,
    before: RegistrationRow,
    after: RegistrationRow,
    document: RegistrationDocument,
    at: int,
) -> None:
    """Record that a client came to a desk or left it."""
    if after.status == Status.IN_PROGRESS:
        name = document.get("counter", {}).get("name", "")
        free_since = desks.record_call(connection, state.account_id, name, at)
        state.service_rate.record_call(at // 1000, free_since // 1000)
    elif before.status == Status.IN_PROGRESS:
        desks.record_free(connection, state.account_id, before.desk_name, at)


def check_call_race(
    registration: RegistrationRow, registration_input: RegistrationInput, called_by: str, if_match: str | None
) -> None:
    """Refuse ``conflict`` to the second who calls somebody: another desk, or another credential.

    Two clients of the contract read the same ``next``, and both send the status ``inProgress``. An entity tag shows
    that the credential knows of the call.
    """
    if registration_input.status is not Status.IN_PROGRESS or registration.status != Status.IN_PROGRESS:
        return
    desk = registration_input.counter
    is_other_desk = desk is not None and desk.name != registration.desk_name
    is_other_caller = registration.called_by not in (UNKNOWN_CALLER, called_by)
    if is_other_desk or (is_other_caller and if_match in (None, "*")):
        raise Refused("conflict")


def count_waits(state: QueueState, before: RegistrationRow, after: RegistrationRow) -> None:
    """Count the wait that ended with a change among the day's, or take out the one that goes on again."""
    for registration, count in ((before, -1), (after, 1)):
        if before.started_at != after.started_at and registration.started_at is not None:
            state.count_wait(registration.registered_at, registration.started_at, count)


def _resolve_target_status(registration: RegistrationRow, registration_input: RegistrationInput) -> QualifiedStatus:
    before = Status(registration.status)
    stays = registration_input.status in (None, Status.REGISTERED)
    reserved = registration_input.reserved
    if stays and registration_input.parked:
        if before not in ACTIVE_STATUSES and registration_input.status is None:
            raise Refused("transition", before=before.value, after="parked")
        return QualifiedStatus(Status.REGISTERED, on_hold=True)
    if stays and reserved is not None and reserved.name:
        return QualifiedStatus(Status.REGISTERED, reserved_desk=reserved.name)
    after = registration_input.status or before
    if after is not Status.REGISTERED or before is not Status.REGISTERED:
        # Those that it has are accepted: what was got can be put, with another status.
        is_other_desk = reserved is not None and reserved.name not in ("", registration.reserved_desk)
        if (registration_input.parked and not registration.on_hold) or is_other_desk:
            raise Refused("badRequest", "parked and reserved are for those who are registered.")
        return QualifiedStatus(after)
    if registration.on_hold:
        released = registration_input.parked is False
    else:
        released = reserved is not None or "reserved" in registration_input.model_fields_set
    return QualifiedStatus(after) if released else QualifiedStatus.from_row(registration)


def _check_reserved(before: QualifiedStatus, after: Status, desk: Counter | None) -> None:
    if after is Status.IN_PROGRESS and before.reserved_desk not in ("", desk.name if desk else ""):
        raise Refused("reserved", desk=before.reserved_desk)


def _merge_members(
    registration: RegistrationRow, document: RegistrationDocument, registration_input: RegistrationInput
) -> RegistrationRow:
    if registration_input.priority is not None:
        document["priority"] = registration_input.priority
        registration = registration._replace(priority=registration_input.priority)
    if registration_input.language:
        document["language"] = registration_input.language
    if registration_input.note is not None:
        registration = registration._replace(note=registration_input.note or None)
    if registration_input.outcome is not None:
        registration = registration._replace(outcome=registration_input.outcome or None)
    if registration_input.possible_client is not None and not registration_input.possible_client.id:
        registration = registration._replace(possible_client_id=None)
    return registration


def _merge_form_and_client(
    connection: Connection,
    state: QueueState,
    registration: RegistrationRow,
    registration_input: RegistrationInput,
    accepted: forms.AcceptedForm,
    language: str | None,
    at: int,
) -> RegistrationRow:
    sent = client_part = registration_input.client
    if registration_input.form is not None:
        # The client may have been corrected or linked since: answers that did not change do not overwrite that.
        former = client_members(forms.parse_items(registration.form or "[]"))
        members = accepted.client.to_wire()
        kept = {name for name, text in former.items() if members.get(name) == text}
        kept -= sent.to_wire().keys() if sent is not None else set()
        client_part = ClientPart.model_validate({name: text for name, text in members.items() if name not in kept})
        registration = registration._replace(form=accepted.form)
        uploads.set_files(connection, registration.id, accepted.file_tokens)
    if client_part is None:
        return registration
    before = ClientPart.model_validate_json(registration.client or "{}")
    if sent is not None and sent.id and (parse_id(sent.id) or 0) != registration.client_id:
        linked = _set_client(registration, clients.link(connection, state.account_id, sent, before))
        # Staff have said who it is.
        return linked._replace(possible_client_id=None)
    members = client_part.model_dump(exclude_none=True, exclude={"id", "self_link"})
    changed = {name: text for name, text in members.items() if text != (getattr(before, name) or "")}
    if not changed:
        return registration
    # An empty text takes the member away from this registration; the client's record keeps it.
    removed = {name: None for name, text in changed.items() if not text}
    known = ClientPart(id=before.id, **{name: text for name, text in changed.items() if text})
    if not is_identified(known):
        return registration
    found = clients.find_or_create(connection, state.account_id, known, language, at)
    after = before.model_copy(update={**changed, **removed}) if before.id else found
    return _set_client(registration, after)


def _set_client(registration: RegistrationRow, client_part: ClientPart) -> RegistrationRow:
    return registration._replace(client=to_json(client_part.to_wire()), client_id=int(client_part.id or 0))


def enter_status(
    state: QueueState,
    registration: RegistrationRow,
    document: RegistrationDocument,
    target: QualifiedStatus,
    desk: Counter | None,
    at: int,
) -> RegistrationRow:
    """Change the status of a registration, with its times and desk and the visits of its queue.

    Every status may follow every other one: times that were skipped are filled. Somebody who is finished without a call
    was started at the same moment, and leaves no visit in the service rate.
    """
    status, now = target.status, to_zoned_time(at, state)
    started_at = registration.started_at
    ends_visit = registration.status == Status.IN_PROGRESS and status in (Status.FINISHED, Status.NO_SHOW)
    if ends_visit and started_at is not None:
        state.service_rate.record_visit((at - started_at) // 1000, at)
    if status in (Status.IN_PROGRESS, Status.FINISHED) and started_at is None:
        started_at = at
        document["started"] = now
    if desk and status is not Status.REGISTERED:
        document["counter"] = desk.to_wire()
    if status is Status.IN_PROGRESS:
        document["called"] = now
        document["calls"] += 1
    elif status is Status.REGISTERED:
        started_at = None
    _set_status_members(document, target, now)
    entered = registration._replace(
        status=status.value, on_hold=target.on_hold, reserved_desk=target.reserved_desk, started_at=started_at
    )
    state.add_waiting(entered.is_waiting - registration.is_waiting, at)
    return entered


def _set_status_members(document: RegistrationDocument, target: QualifiedStatus, now: dict[str, str]) -> None:
    document.pop("finished", None)
    document.pop("missed", None)
    document.pop("parked", None)
    document.pop("reserved", None)
    if target.status is Status.FINISHED:
        document["finished"] = now
    elif target.status is Status.NO_SHOW:
        document["missed"] = now
    elif target.status is Status.REGISTERED:
        document.pop("started", None)
        document.pop("called", None)
        document.pop("counter", None)
        if target.on_hold:
            document["parked"] = True
        elif target.reserved_desk:
            document["reserved"] = {"name": target.reserved_desk}
    document["status"] = target.status.value


def save_registration(
    connection: Connection,
    state: QueueState,
    before: RegistrationRow,
    registration: RegistrationRow,
    document: RegistrationDocument,
    kind: str,
    at: int,
    origin_queue_id: int | None = None,
) -> RankedRegistration:
    """Write a changed registration with its event and the deliveries to watches.

    A client who comes back keeps the ticket, or gets the next number if somebody else has it now.
    ``origin_queue_id`` is the queue it left, if that has watches.
    """
    if registration.status not in ACTIVE_STATUSES:
        registration = registration._replace(held_ticket=None)
    elif before.status not in ACTIVE_STATUSES:
        # Somebody may have got its number meanwhile.
        if tickets.is_held(connection, document["ticket"]):
            _, document["ticket"] = tickets.take(connection, state)
        registration = registration._replace(held_ticket=document["ticket"])
    if kind != "undone":
        # An undone change puts the client back where the told waits have it.
        _record_place(state, before, registration, at)
    state.revision += 1
    registration = registration._replace(revision=state.revision, document=dump_document(document, state))
    is_stable = all(getattr(before, name) == getattr(registration, name) for name in _STABLE_COLUMNS)
    statement = _UPDATE_VOLATILE if is_stable else _UPDATE_ALL
    visit_columns = _build_visit_columns(registration, document)
    values = {"key": registration.id, **registration._asdict(), **visit_columns}
    defer(connection, table.name, statement.execute_many, values)
    update_line(connection, state.id, before, registration)
    queues.save(connection, state)
    events.record(connection, state.id, state.revision, kind, registration.id, at, registration.document)
    saved = attach_rank(connection, state, registration)
    if state.has_watches or origin_queue_id is not None:
        outbox.enqueue(connection, saved, before, kind, at, origin_queue_id)
    return saved


def _record_place(state: QueueState, before: RegistrationRow, after: RegistrationRow, at: int) -> None:
    """Record a client's new place in the line, which delays the clients behind it."""
    is_kept = (
        _is_in_line(before)
        and before.call_order_key == after.call_order_key
        and before.reserved_desk in ("", after.reserved_desk)
        # Without a revision it comes from another queue.
        and before.revision
    )
    if _is_in_line(after) and not is_kept:
        state.service_rate.delays.record_put_before(at, after.call_order_key)


def _is_in_line(registration: RegistrationRow) -> bool:
    return registration.status == Status.REGISTERED and not registration.on_hold


def _build_visit_columns(registration: RegistrationRow, document: RegistrationDocument) -> dict[str, str | int | None]:
    """Build the columns that statistics read instead of the document."""
    desk = document.get("counter", {}).get("name", "")
    started_at = registration.started_at
    seconds = None if started_at is None else compute_visit_seconds(registration.status, started_at, document)
    return {"last_desk": desk, "visit_seconds": seconds}


def compute_visit_seconds(status: str, started_at: int, document: RegistrationDocument) -> int | None:
    """Compute the length of a finished visit; None for others and for visits without a call.

    The end is kept as a local time: the clock may have been put back in between.
    """
    if status != Status.FINISHED or not document["calls"]:
        return None
    finished = document["finished"]
    moment = datetime.fromisoformat(finished["dateTime"]).replace(tzinfo=load_zone(finished["timeZone"]))
    end, start = int(moment.timestamp()), started_at // 1000
    return told_waits.bound_seconds((end if end >= start else int(moment.replace(fold=1).timestamp())) - start)


def transfer(
    connection: Connection,
    old_queue: QueueState,
    new_queue: QueueState,
    registration: RegistrationRow,
    registration_input: RegistrationInput,
    at: int,
    *,
    called_by: str = "",
) -> RankedRegistration:
    """Move a registration behind all others of another queue; ticket and time of arrival stay.

    Records one event in each queue. Refuses ``queueNotFound``, ``transition`` and ``queueClosed``.
    """
    if new_queue.account_id != old_queue.account_id:
        raise Refused("queueNotFound")
    if registration.status == Status.DELETED:
        raise Refused("transition", before=registration.status, after=registration.status)
    if new_queue.status == "closed":
        raise Refused("queueClosed")
    registration = move_to_queue(connection, old_queue, new_queue, registration, at)
    position = new_queue.allocate_position(at)
    document = to_json(registration.load_document() | {"position": position})
    return apply_update(
        connection,
        new_queue,
        registration._replace(position=position, document=document),
        registration_input,
        at,
        called_by=called_by,
        origin_queue_id=old_queue.id if old_queue.has_watches else None,
    )


def move_to_queue(
    connection: Connection, old_queue: QueueState, new_queue: QueueState, registration: RegistrationRow, at: int
) -> RegistrationRow:
    """Take a registration out of a queue, with the event ``movedOut``, into another; the caller saves it there."""
    old_queue.add_waiting(-registration.is_waiting, at)
    if registration.started_at is not None:
        old_queue.count_wait(registration.registered_at, registration.started_at, -1)
        new_queue.count_wait(registration.registered_at, registration.started_at, 1)
    old_queue.revision += 1
    queues.save(connection, old_queue)
    events.record(connection, old_queue.id, old_queue.revision, "movedOut", registration.id, at, registration.document)
    new_queue.add_waiting(registration.is_waiting, at)
    # Revisions count within a queue: one of the old queue must not pass for one of the new. The wait that the old queue
    # told does not hold in the new one.
    columns: dict[str, int | None] = {"queue_id": new_queue.id, "revision": 0}
    document = registration.load_document()
    if registration.started_at is None:
        columns |= told_waits.NOT_TOLD._asdict()
        document.pop("toldWaitingTime", None)
        registration = registration._replace(**told_waits.NOT_TOLD._asdict())
    connection.execute(update(table).where(table.c.id == registration.id).values(columns))
    return registration._replace(revision=0, document=to_json(document))


def set_token(connection: Connection, registration_id: int, token: str) -> None:
    connection.execute(update(table).where(table.c.id == registration_id).values(token=token))


def lock_queues(connection: Connection, queue_ids: Iterable[int], at: int) -> dict[int, QueueState]:
    """Lock several queues, always in the order of their ids: two transactions never wait for each other."""
    return {queue_id: queues.lock_queue(connection, queue_id, at) for queue_id in sorted(set(queue_ids))}


def is_identified(client_part: ClientPart | None) -> bool:
    return client_part is not None and bool(
        client_part.id or client_part.full_name or client_part.email_address or client_part.phone_number
    )


def to_zoned_time(at: int, state: QueueState) -> dict[str, str]:
    """The date-time object of that instant in the queue's zone."""
    return {"dateTime": to_wall_clock(at, state.time_zone), "timeZone": state.time_zone}


def dump_document(document: RegistrationDocument, state: QueueState) -> str:
    """Serialize the public document with the queue's revision."""
    return to_json(document | {"revision": state.revision})


def to_json(value: object) -> str:
    return orjson.dumps(value).decode()
