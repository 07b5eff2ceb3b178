"""What each desk did last, kept for as long as it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select

from walkin.store import uploads as cabinet
from walkin.store.engine.compiled import Prepared
from walkin.store.registrations.queries import Entry, Found
from walkin.store.schema.tables import action as table
from walkin.store.schema.tables import file, registration

MOST = 20
KEPT = 600_000
"""Milliseconds an action can be undone."""

STATE = ("status", "aside", "priority", "position", "started_at", "outcome")
"""The columns that are put back beside the document: notes and personal entries stay as they were written."""

_INSERT = Prepared(insert(table).inline(), ("account_id", "desk", "kind", "at", "steps"))
_LAST = (
    select(table.c.id, table.c.kind, table.c.at, table.c.steps)
    .where(
        table.c.account_id == bindparam("account"), table.c.desk == bindparam("desk"), table.c.at >= bindparam("since")
    )
    .order_by(table.c.id.desc())
)
_OF_DESK = (table.c.account_id == bindparam("account"), table.c.desk == bindparam("desk"))
_OLD = select(table.c.id).where(*_OF_DESK).order_by(table.c.id.desc()).offset(MOST).limit(1)
_FORGET = Prepared(delete(table).where(*_OF_DESK, table.c.id <= _OLD.scalar_subquery()))


class Step(NamedTuple):
    """One registration of an action: where it was and is, what it was (None: not there), a sum of what it became."""

    registration: int
    ticket: str
    origin: int
    queue: int
    before: dict[str, Any] | None
    after: str


class Action(NamedTuple):
    """Something that can be undone."""

    id: int
    kind: str
    at: int
    steps: tuple[Step, ...]


def step(origin: int, before: Entry | None, after: Found) -> Step:
    """What became of ``before`` in the queue ``origin``."""
    document = orjson.loads(after.entry.document)
    was = None
    if before is not None:
        was = {name: getattr(before, name) for name in STATE} | {"document": orjson.loads(before.document)}
    return Step(after.entry.id, document["ticket"], origin, after.queue.id, was, digest(after.entry))


def digest(entry: Entry) -> str:
    """The same for the same state, however often it was left and reached again."""
    document = orjson.loads(entry.document)
    del document["revision"]
    kept = [[getattr(entry, name) for name in STATE], document]
    return blake2b(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def remember(connection: Connection, desk: str, kind: str, steps: Sequence[Step], at: int, account: int) -> None:
    """Keep what a desk did; its oldest action beyond ``MOST`` is let go."""
    if not desk:
        return
    values = {
        "account_id": account,
        "desk": desk,
        "kind": kind,
        "at": at,
        "steps": orjson.dumps([tuple(step) for step in steps]).decode(),
    }
    _INSERT.run(connection, values)
    _FORGET.run(connection, {"account": account, "desk": desk})


def recent(connection: Connection, desk: str, at: int, account: int) -> list[Action]:
    """What the desk can undo, the last one first."""
    rows = connection.execute(_LAST.limit(MOST), {"account": account, "desk": desk, "since": at - KEPT})
    return [Action(row.id, row.kind, row.at, _steps(row.steps)) for row in rows]


def forget(connection: Connection, action_id: int) -> None:
    """It was undone."""
    connection.execute(delete(table).where(table.c.id == action_id))


def tidy(connection: Connection, at: int) -> None:
    """Let go of what is too old to be undone, and of the files of what was deleted."""
    connection.execute(delete(table).where(table.c.at < at - KEPT))
    kept = connection.execute(select(table.c.steps).where(table.c.kind == "deleted")).scalars()
    back = {step.registration for text in kept for step in _steps(text)}
    gone = (
        select(file.c.registration_id)
        .join(registration, registration.c.id == file.c.registration_id)
        .where(registration.c.status == "deleted")
        .distinct()
    )
    for key in set(connection.execute(gone).scalars()) - back:
        cabinet.assign(connection, key, set())


def _steps(text: str) -> tuple[Step, ...]:
    return tuple(Step(*fields) for fields in orjson.loads(text))
