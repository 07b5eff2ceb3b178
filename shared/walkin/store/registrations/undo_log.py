"""The last actions of each desk, kept while they can be undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple, TypedDict

import orjson
from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from walkin.model.time import MINUTE_MS
from walkin.store import uploads
from walkin.store.engine.batch import defer
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.queries import RankedRegistration, RegistrationRow
from walkin.store.schema.tables import action as table
from walkin.store.schema.tables import file, registration

MAX_ACTIONS = 20
UNDO_TTL_MS = 10 * MINUTE_MS
"""How long an action can be undone."""

_OF_DESK = (table.c.account_id == bindparam("of_account"), table.c.desk == bindparam("of_desk"))
_RECENT = (
    select(table.c.id, table.c.kind, table.c.created_at, table.c.steps)
    .where(*_OF_DESK, table.c.created_at >= bindparam("since"))
    .order_by(table.c.position.desc())
)
_FIRST_EXCESS = select(table.c.position).where(*_OF_DESK).order_by(table.c.position.desc()).offset(MAX_ACTIONS).limit(1)
_AFTER_LAST = select(func.coalesce(func.max(table.c.position), 0) + 1).where(*_OF_DESK).scalar_subquery()
_INSERT = CompiledStatement(
    insert(table)
    .values(
        account_id=bindparam("of_account"),
        desk=bindparam("of_desk"),
        kind=bindparam("of_kind"),
        created_at=bindparam("at"),
        position=case((bindparam("at") < _AFTER_LAST, _AFTER_LAST), else_=bindparam("at")),
        steps=bindparam("of_steps"),
    )
    .inline()
)
_EXCESS = select(table.c.id).where(*_OF_DESK, table.c.position <= _FIRST_EXCESS.scalar_subquery())
# Rows that another transaction has locked are deleted by that one: waiting for them can be a deadlock.
_DELETE_EXCESS = CompiledStatement(delete(table).where(table.c.id.in_(_EXCESS.with_for_update(skip_locked=True))))

PRINT_MEMBERS: tuple[Literal["printed", "printedAt", "printCount"], ...] = ("printed", "printedAt", "printCount")
"""What an undo leaves as it is: paper that came out does not go back."""


class UndoState(TypedDict):
    """What an undo restores of a registration; its note, client and form stay as they were written."""

    status: str
    on_hold: bool
    reserved_desk: str
    priority: int
    position: int
    started_at: int | None
    outcome: str | None
    document: RegistrationDocument


class Step(NamedTuple):
    """One registration of an action: its state before (None: created by it) and a digest of its state after."""

    registration_id: int
    ticket: str
    origin_queue_id: int
    queue_id: int
    before: UndoState | None
    after_digest: str


class Action(NamedTuple):
    id: int
    kind: str
    at: int
    steps: tuple[Step, ...]

    @property
    def queue_ids(self) -> set[int]:
        """The queues that its registrations left or came to."""
        return {queue_id for step in self.steps for queue_id in (step.origin_queue_id, step.queue_id)}


def build_step(origin_queue_id: int, before: RegistrationRow | None, after: RankedRegistration) -> Step:
    """Describe one changed registration, or one that was created (``before`` is None)."""
    return Step(
        after.registration.id,
        after.registration.load_document()["ticket"],
        origin_queue_id,
        after.queue.id,
        None if before is None else _build_undo_state(before),
        compute_digest(after.registration),
    )


def compute_digest(registration: RegistrationRow) -> str:
    """Hash a registration's state; the same state reached again, at another revision, has the same digest."""
    state = _build_undo_state(registration)
    del state["document"]["revision"]
    for member in PRINT_MEMBERS:
        state["document"].pop(member, None)
    return blake2b(orjson.dumps(state, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _build_undo_state(registration: RegistrationRow) -> UndoState:
    return {
        "status": registration.status,
        # SQLite has 0 and 1 for it.
        "on_hold": bool(registration.on_hold),
        "reserved_desk": registration.reserved_desk,
        "priority": registration.priority,
        "position": registration.position,
        "started_at": registration.started_at,
        "outcome": registration.outcome,
        "document": registration.load_document(),
    }


def record_action(
    connection: Connection, desk: str, kind: str, steps: Sequence[Step], at: int, account_id: int
) -> None:
    """Record an action of a desk, and forget its oldest beyond ``MAX_ACTIONS``. Without a desk nothing is recorded."""
    if not desk:
        return
    defer(connection, table.name, _insert, (account_id, desk, kind, at, steps))


def _insert(connection: Connection, actions: Sequence[tuple[int, str, str, int, Sequence[Step]]]) -> None:
    rows = [
        {"of_account": account_id, "of_desk": desk, "of_kind": kind, "at": at, "of_steps": _dump_steps(steps)}
        for account_id, desk, kind, at, steps in actions
    ]
    _INSERT.execute_many(connection, rows)
    _DELETE_EXCESS.execute_many(connection, {(row["of_account"], row["of_desk"]): row for row in rows}.values())


def list_recent(connection: Connection, desk: str, at: int, account_id: int) -> list[Action]:
    """List the actions the desk can undo, newest first."""
    rows = connection.execute(
        _RECENT.limit(MAX_ACTIONS), {"of_account": account_id, "of_desk": desk, "since": at - UNDO_TTL_MS}
    )
    return [Action(row.id, row.kind, row.created_at, _parse_steps(row.steps)) for row in rows]


def list_undoable_ids(connection: Connection, at: int) -> set[int]:
    """The registrations with an action that a desk can still undo."""
    rows = connection.execute(select(table.c.steps).where(table.c.created_at >= at - UNDO_TTL_MS)).scalars()
    return {step.registration_id for steps_json in rows for step in _parse_steps(steps_json)}


def list_steps(connection: Connection, registration_ids: Collection[int]) -> list[Step]:
    """The steps of those registrations that are kept, oldest first."""
    rows = connection.execute(select(table.c.steps).order_by(table.c.id)).scalars()
    steps = (step for steps_json in rows for step in _parse_steps(steps_json))
    return [step for step in steps if step.registration_id in registration_ids]


def forget_outcomes(connection: Connection, registration_ids: Collection[int]) -> None:
    """Take the outcomes of erased registrations out of the actions. Undoing one may then be refused."""
    for row in connection.execute(select(table.c.id, table.c.steps)).all():
        steps = _parse_steps(row.steps)
        kept = [
            step._replace(before=step.before | {"outcome": None})
            if step.before is not None and step.registration_id in registration_ids
            else step
            for step in steps
        ]
        if kept != list(steps):
            connection.execute(update(table).where(table.c.id == row.id).values(steps=_dump_steps(kept)))


def delete_action(connection: Connection, action_id: int) -> None:
    connection.execute(delete(table).where(table.c.id == action_id))


def tidy(connection: Connection, at: int) -> None:
    """Forget actions that are too old to be undone, and the files of deleted registrations."""
    connection.execute(delete(table).where(table.c.created_at < at - UNDO_TTL_MS))
    undoable = connection.execute(select(table.c.steps).where(table.c.kind == "deleted")).scalars()
    undoable_ids = {step.registration_id for steps_json in undoable for step in _parse_steps(steps_json)}
    deleted_with_files = (
        select(file.c.registration_id)
        .join(registration, registration.c.id == file.c.registration_id)
        .where(registration.c.status == "deleted")
        .distinct()
    )
    for registration_id in set(connection.execute(deleted_with_files).scalars()) - undoable_ids:
        uploads.set_files(connection, registration_id, set())


def _dump_steps(steps: Sequence[Step]) -> str:
    return orjson.dumps([tuple(step) for step in steps]).decode()


def _parse_steps(steps_json: str) -> tuple[Step, ...]:
    return tuple(Step(*fields) for fields in orjson.loads(steps_json))
