"""Resolve a place among the waiting (first, last, third …) to a position, the sort key in a priority."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection, and_, bindparam, func, select, update

from walkin.model.registration import RETURN_MINUTES, RETURN_PLACE, Place, Status
from walkin.model.time import MINUTE_MS, ZonedTime
from walkin.store.queues import QueueState
from walkin.store.registrations import events
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.queries import RegistrationRow
from walkin.store.schema.tables import IS_WAITING
from walkin.store.schema.tables import registration as table

POSITION_GAP_MS = MINUTE_MS
"""How far the registrations in front move forward when two of them have no free position between them."""

_OTHER_WAITING = and_(table.c.queue_id == bindparam("queue_id"), IS_WAITING, table.c.id != bindparam("key"))
_COUNT_ABOVE = select(func.count()).select_from(table).where(_OTHER_WAITING, table.c.priority > bindparam("priority"))
_POSITIONS_OF_PRIORITY = (
    select(table.c.position).where(_OTHER_WAITING, table.c.priority == bindparam("priority")).order_by(table.c.position)
)
_UP_TO_POSITION = (
    select(table.c.id, table.c.position, table.c.document)
    .where(_OTHER_WAITING, table.c.priority == bindparam("priority"), table.c.position <= bindparam("position"))
    .order_by(table.c.position)
)
_SAME_POSITION = select(table.c.id).where(
    table.c.queue_id == bindparam("queue_id"),
    table.c.status == Status.REGISTERED.value,
    table.c.on_hold == bindparam("on_hold"),
    table.c.reserved_desk == bindparam("reserved_desk"),
    table.c.priority == bindparam("priority"),
    table.c.position == bindparam("position"),
    table.c.id != bindparam("key"),
)
_UPDATE_POSITION = (
    update(table)
    .where(table.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in ("position", "document", "revision")})
)


def resolve_position(
    connection: Connection,
    state: QueueState,
    registration: RegistrationRow,
    place: Place,
    missed: dict[str, str] | None,
    at: int,
) -> int:
    """Return the position of that place; ``missed`` is when the registration became a no-show, if it is one."""
    if place == "return":
        missed_at = at if missed is None else _to_milliseconds(missed)
        place = RETURN_PLACE if at - missed_at <= RETURN_MINUTES * MINUTE_MS else "last"
    if place == "last":
        is_last = registration.position == state.last_position
        return registration.position if is_last else state.allocate_position(at)
    if place == "original":
        return registration.registered_at
    return _find_nth(connection, state, registration, 1 if place == "first" else int(place), at)


def ensure_unique(connection: Connection, state: QueueState, registration: RegistrationRow) -> RegistrationRow:
    """Move a registration behind those with the same position: two may have come at the same moment."""
    values = {"queue_id": state.id, "key": registration.id, **registration._asdict()}
    while connection.execute(_SAME_POSITION, values).first() is not None:
        values["position"] += 1
    state.last_position = max(state.last_position, values["position"])
    return registration._replace(position=values["position"])


def _find_nth(connection: Connection, state: QueueState, registration: RegistrationRow, place: int, at: int) -> int:
    values = {"queue_id": state.id, "key": registration.id, "priority": registration.priority}
    ahead = max(0, place - 1 - connection.execute(_COUNT_ABOVE, values).scalar_one())
    neighbours: Sequence[int] = (
        connection.execute(_POSITIONS_OF_PRIORITY.offset(max(0, ahead - 1)).limit(2), values).scalars().all()
    )
    if ahead == 0:
        is_first = not neighbours or registration.position < neighbours[0]
        return registration.position if is_first else neighbours[0] - POSITION_GAP_MS
    if len(neighbours) < 2:
        is_last = registration.position == state.last_position
        return registration.position if is_last else state.allocate_position(at)
    low, high = neighbours
    if low < registration.position < high:
        return registration.position
    if high - low < 2:
        _make_room(connection, state, values | {"position": low}, at)
        low -= POSITION_GAP_MS
    return (low + high) // 2


def _make_room(connection: Connection, state: QueueState, values: dict[str, int], at: int) -> None:
    """Move the registrations up to a position forward, with an event each."""
    for row in connection.execute(_UP_TO_POSITION, values).all():
        state.revision += 1
        position = row.position - POSITION_GAP_MS
        document: RegistrationDocument = orjson.loads(row.document)
        content = orjson.dumps(document | {"position": position, "revision": state.revision}).decode()
        moved = {"row": row.id, "position": position, "document": content, "revision": state.revision}
        connection.execute(_UPDATE_POSITION, moved)
        events.record(connection, state.id, state.revision, "updated", row.id, at, content)


def _to_milliseconds(zoned_time: dict[str, str]) -> int:
    return int(ZonedTime.model_validate(zoned_time).to_datetime().timestamp() * 1000)
