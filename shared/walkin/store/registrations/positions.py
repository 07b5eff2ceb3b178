"""Where somebody stands among those who wait: the position that goes with a place that staff name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, select, update

from walkin.model.registration import RETURN_MINUTES, RETURN_PLACE, Place, Status
from walkin.model.time import MINUTE_MS, ZonedTime
from walkin.store.queues import QueueState
from walkin.store.registrations import events
from walkin.store.schema.tables import registration as table

POSITION_GAP_MS = 60_000
"""By how much those in front move forward when there is no position left between two of them."""

_OTHER_WAITING = (
    (table.c.queue_id == bindparam("queue_id"))
    & (table.c.status == Status.REGISTERED.value)
    & (table.c.aside == "")
    & (table.c.id != bindparam("key"))
)
_COUNT_HIGHER_PRIORITY = (
    select(func.count()).select_from(table).where(_OTHER_WAITING, table.c.priority > bindparam("priority"))
)
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
    table.c.aside == bindparam("aside"),
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
    connection: Connection, state: QueueState, values: dict[str, Any], place: Place, missed: Any, at: int
) -> None:
    """Put the position of that place into ``values``; ``missed`` is the document's member, if it was a no-show."""
    if place == "return":
        ago = at - _to_milliseconds(missed) if missed else 0
        place = RETURN_PLACE if ago <= RETURN_MINUTES * MINUTE_MS else "last"
    if place == "last":
        values["position"] = state.allocate_position(at)
    elif place == "original":
        values["position"] = values["registered_at"]
    else:
        values["position"] = _find_nth_position(connection, state, values, 1 if place == "first" else int(place), at)


def ensure_unique(connection: Connection, state: QueueState, values: dict[str, Any]) -> None:
    """See that nobody else has the position: two who came at the same moment stand one after the other."""
    given = {"queue_id": state.id, "key": values["id"]}
    given |= {name: values[name] for name in ("aside", "priority", "position")}
    while connection.execute(_SAME_POSITION, given).first() is not None:
        given["position"] += 1
    values["position"] = given["position"]
    state.tail = max(state.tail, values["position"])


def _find_nth_position(connection: Connection, state: QueueState, values: dict[str, Any], place: int, at: int) -> int:
    given = {"queue_id": state.id, "key": values["id"], "priority": values["priority"]}
    before = max(0, place - 1 - connection.execute(_COUNT_HIGHER_PRIORITY, given).scalar_one())
    around: Sequence[int] = (
        connection.execute(_POSITIONS_OF_PRIORITY.offset(max(0, before - 1)).limit(2), given).scalars().all()
    )
    if before == 0:
        own: int = values["position"]
        return around[0] - POSITION_GAP_MS if around else own
    if len(around) < 2:
        return state.allocate_position(at)
    low, high = around
    if high - low < 2:
        _make_room(connection, state, given | {"position": low}, at)
        low -= POSITION_GAP_MS
    return (low + high) // 2


def _make_room(connection: Connection, state: QueueState, bind_values: dict[str, Any], at: int) -> None:
    for row in connection.execute(_UP_TO_POSITION, bind_values).all():
        state.revision += 1
        position = row.position - POSITION_GAP_MS
        document = orjson.loads(row.document) | {"position": position, "revision": state.revision}
        content = orjson.dumps(document).decode()
        moved = {"row": row.id, "position": position, "document": content, "revision": state.revision}
        connection.execute(_UPDATE_POSITION, moved)
        events.record(connection, state.id, state.revision, "updated", row.id, at, content)


def _to_milliseconds(zoned_time: Any) -> int:
    return int(
        (ZonedTime.model_validate(zoned_time).to_datetime() - datetime.fromtimestamp(0, UTC)).total_seconds() * 1000
    )
