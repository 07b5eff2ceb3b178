"""The log of what happened: one row for each change, in the change's own transaction, without personal data."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from shared.store.tables import event as table

_RECORD = insert(table).inline()
_SINCE = (
    select(table.c.revision, table.c.kind, table.c.registration_id, table.c.data)
    .where(table.c.queue_id == bindparam("queue_id"), table.c.revision > bindparam("revision"))
    .order_by(table.c.revision)
    .limit(bindparam("most"))
)


class Event(NamedTuple):
    """A change: ``data`` is the registration's public document after it, as JSON text."""

    revision: int
    kind: str
    registration_id: int | None
    data: str


def record(
    connection: Connection, queue_id: int, revision: int, kind: str, registration_id: int | None, at: int, data: str
) -> None:
    """Write down the change that took the queue to ``revision``."""
    connection.execute(
        _RECORD,
        {
            "queue_id": queue_id,
            "revision": revision,
            "kind": kind,
            "registration_id": registration_id,
            "at": at,
            "data": data,
        },
    )


def since(connection: Connection, queue_id: int, revision: int, most: int) -> list[Event]:
    """The changes after ``revision``, oldest first, ``most`` of them at the most."""
    given: dict[str, Any] = {"queue_id": queue_id, "revision": revision, "most": most}
    return [Event(*row) for row in connection.execute(_SINCE, given)]
