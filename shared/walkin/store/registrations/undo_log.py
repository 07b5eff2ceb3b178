"""What each desk did last, kept for as long as it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select

from walkin.store import uploads
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations.queries import RankedRegistration, RegistrationRow
from walkin.store.schema.tables import action as table
from walkin.store.schema.tables import file, registration

MAX_ACTIONS = 20
UNDO_TTL_MS = 600_000
"""Milliseconds an action can be undone."""

RESTORED_COLUMNS = ("status", "aside", "priority", "position", "started_at", "outcome")
"""The columns that are put back beside the document: notes and personal entries stay as they were written."""

_INSERT = CompiledStatement(insert(table).inline(), ("account_id", "desk", "kind", "at", "steps"))
_RECENT = (
    select(table.c.id, table.c.kind, table.c.at, table.c.steps)
    .where(
        table.c.account_id == bindparam("account"), table.c.desk == bindparam("desk"), table.c.at >= bindparam("since")
    )
    .order_by(table.c.id.desc())
)
_OF_DESK = (table.c.account_id == bindparam("account"), table.c.desk == bindparam("desk"))
_FIRST_EXCESS_ID = select(table.c.id).where(*_OF_DESK).order_by(table.c.id.desc()).offset(MAX_ACTIONS).limit(1)
_DELETE_EXCESS = CompiledStatement(delete(table).where(*_OF_DESK, table.c.id <= _FIRST_EXCESS_ID.scalar_subquery()))


class Step(NamedTuple):
    """One registration of an action: where it was and is, what it was (None: not there), a sum of what it became."""

    registration_id: int
    ticket: str
    origin_queue_id: int
    queue_id: int
    before: dict[str, Any] | None
    after_digest: str


class Action(NamedTuple):
    """Something that can be undone."""

    id: int
    kind: str
    at: int
    steps: tuple[Step, ...]


def build_step(origin_queue_id: int, before: RegistrationRow | None, after: RankedRegistration) -> Step:
    """What became of ``before`` in the queue ``origin``."""
    document = orjson.loads(after.registration.document)
    was = None
    if before is not None:
        was = {name: getattr(before, name) for name in RESTORED_COLUMNS} | {"document": orjson.loads(before.document)}
    return Step(
        after.registration.id,
        document["ticket"],
        origin_queue_id,
        after.queue.id,
        was,
        compute_digest(after.registration),
    )


def compute_digest(row: RegistrationRow) -> str:
    """The same for the same state, however often it was left and reached again."""
    document = orjson.loads(row.document)
    del document["revision"]
    kept = [[getattr(row, name) for name in RESTORED_COLUMNS], document]
    return blake2b(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def record_action(
    connection: Connection, desk: str, kind: str, steps: Sequence[Step], at: int, account_id: int
) -> None:
    """Keep what a desk did; its oldest action beyond ``MOST`` is let go."""
    if not desk:
        return
    values = {
        "account_id": account_id,
        "desk": desk,
        "kind": kind,
        "at": at,
        "steps": orjson.dumps([tuple(step) for step in steps]).decode(),
    }
    _INSERT.execute(connection, values)
    _DELETE_EXCESS.execute(connection, {"account": account_id, "desk": desk})


def list_recent(connection: Connection, desk: str, at: int, account_id: int) -> list[Action]:
    """What the desk can undo, the last one first."""
    rows = connection.execute(
        _RECENT.limit(MAX_ACTIONS), {"account": account_id, "desk": desk, "since": at - UNDO_TTL_MS}
    )
    return [Action(row.id, row.kind, row.at, _parse_steps(row.steps)) for row in rows]


def delete_action(connection: Connection, action_id: int) -> None:
    """It was undone."""
    connection.execute(delete(table).where(table.c.id == action_id))


def tidy(connection: Connection, at: int) -> None:
    """Let go of what is too old to be undone, and of the files of what was deleted."""
    connection.execute(delete(table).where(table.c.at < at - UNDO_TTL_MS))
    kept = connection.execute(select(table.c.steps).where(table.c.kind == "deleted")).scalars()
    back = {step.registration_id for text in kept for step in _parse_steps(text)}
    gone = (
        select(file.c.registration_id)
        .join(registration, registration.c.id == file.c.registration_id)
        .where(registration.c.status == "deleted")
        .distinct()
    )
    for key in set(connection.execute(gone).scalars()) - back:
        uploads.set_files(connection, key, set())


def _parse_steps(steps_json: str) -> tuple[Step, ...]:
    return tuple(Step(*fields) for fields in orjson.loads(steps_json))
