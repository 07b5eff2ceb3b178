"""Alerts of devices, until a day after they were reported; the audit log keeps that there were some."""

from __future__ import annotations

from dataclasses import dataclass, replace

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from walkin.model.alert import AlertInput
from walkin.model.caller import Caller
from walkin.model.registration import parse_id
from walkin.model.time import DAY_MS, MINUTE_MS
from walkin.store.schema.access_tables import alert as table
from walkin.store.schema.access_tables import credential
from walkin.store.schema.tables import queue

KEPT_MS = DAY_MS

OPEN_MS = 15 * MINUTE_MS
"""How long an unanswered call for help, or trouble of a printer, is the same alert when it is reported again."""

ANSWERED_MS = MINUTE_MS
"""How long an answered one is still the same alert."""

MAX_LISTED = 20


@dataclass(frozen=True)
class StoredAlert:
    """An alert. ``queue_ids`` are those of the device's key, None for all; times are in milliseconds."""

    id: int
    kind: str
    count: int
    source: str
    key: str
    queue_ids: frozenset[int] | None
    place: str
    queue_id: int | None
    queue_name: str
    page: str
    at: int
    trouble: str | None = None
    acknowledged_at: int | None = None
    acknowledged_by: str = ""

    def is_visible_to(self, caller: Caller) -> bool:
        """Whether the caller made it, or is staff with access to a queue of the device."""
        if not caller.can_see_personal_data:
            return self.key == caller.credential_prefix
        return self.queue_ids is None or any(map(caller.can_use_queue, self.queue_ids))


def report(connection: Connection, alert_input: AlertInput, caller: Caller, at: int) -> StoredAlert:
    """Report an alert. A call for help that is repeated is the same one, as is the same trouble of a printer."""
    queue_id = parse_id(alert_input.queue.id) if alert_input.queue else None
    values: dict[str, object] = {"queue_id": queue_id, "page": alert_input.page or ""}
    values["trouble"] = alert_input.trouble
    is_same = (
        (table.c.account_id == caller.account_id)
        & (table.c.kind == alert_input.kind)
        & (table.c.key == caller.credential_prefix)
        & (table.c.place == alert_input.place)
        & (table.c.at >= at - OPEN_MS)
        & (table.c.acknowledged_at.is_(None) | (table.c.acknowledged_at >= at - ANSWERED_MS))
    )
    if alert_input.kind == "printer":
        # Other trouble of the same printer takes the place of what nobody has answered yet.
        is_other = is_same & (table.c.trouble != alert_input.trouble) & table.c.acknowledged_at.is_(None)
        connection.execute(delete(table).where(is_other))
        is_same &= table.c.trouble == alert_input.trouble
    can_repeat = alert_input.kind in ("help", "printer")
    alert_id = connection.execute(select(table.c.id).where(is_same)).scalar() if can_repeat else None
    if alert_id is not None:
        connection.execute(update(table).where(table.c.id == alert_id).values(values))
    else:
        values |= {"account_id": caller.account_id, "at": at, "kind": alert_input.kind, "count": alert_input.count}
        values |= {"key": caller.credential_prefix, "place": alert_input.place}
        alert_id = connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    reported = find(connection, alert_id, caller)
    assert reported is not None  # noqa: S101
    return reported


def acknowledge(connection: Connection, desk: str, alert_id: int, caller: Caller, at: int) -> StoredAlert | None:
    """Answer an alert for a desk; the first answer stays. None for an alert that the caller cannot see."""
    stored = find(connection, alert_id, caller)
    if stored is None or stored.acknowledged_at is not None:
        return stored
    answered = replace(stored, acknowledged_at=at, acknowledged_by=desk)
    values = {"acknowledged_at": at, "acknowledged_by": desk}
    connection.execute(update(table).where(table.c.id == alert_id).values(values))
    return answered


def find(connection: Connection, alert_id: int, caller: Caller) -> StoredAlert | None:
    """Find an alert that the caller made, or may see as staff."""
    return next(iter(_fetch(connection, _select_visible(caller.account_id, table.c.id == alert_id), caller)), None)


def list_recent(connection: Connection, caller: Caller, since: int) -> list[StoredAlert]:
    """List the alerts that the caller may see since a time (ms), newest first."""
    statement = _select_visible(caller.account_id, table.c.at >= since).order_by(table.c.id.desc()).limit(MAX_LISTED)
    return _fetch(connection, statement, caller)


def get_version(connection: Connection) -> tuple[int, int]:
    """Return a version that changes with each new or answered alert."""
    newest, answered = connection.execute(select(func.max(table.c.id), func.max(table.c.acknowledged_at))).one()
    return newest or 0, answered or 0


def tidy(connection: Connection, at: int) -> None:
    connection.execute(delete(table).where(table.c.at < at - KEPT_MS))


def _select_visible(account_id: int, condition: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    columns = (credential.c.name.label("source"), credential.c.queues, queue.c.name.label("queue_name"))
    return (
        select(table, *columns)
        .join(credential, credential.c.prefix == table.c.key, isouter=True)
        .join(queue, queue.c.id == table.c.queue_id, isouter=True)
        .where(table.c.account_id == account_id, condition)
    )


def _fetch(connection: Connection, statement: Select[tuple[object, ...]], caller: Caller) -> list[StoredAlert]:
    stored = map(_build, connection.execute(statement))
    return [alert for alert in stored if alert.is_visible_to(caller)]


def _build(row: Row[tuple[object, ...]]) -> StoredAlert:
    return StoredAlert(
        id=row.id,
        kind=row.kind,
        count=row._mapping["count"],
        source=row.source or "",
        key=row.key,
        queue_ids=frozenset(orjson.loads(row.queues)) if row.queues else None,
        place=row.place,
        queue_id=row.queue_id if row.queue_name else None,
        queue_name=row.queue_name or "",
        page=row.page,
        at=row.at,
        trouble=row.trouble,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by or "",
    )
