"""On hold and reserved have columns of their own, and columns are named for what they hold."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

RENAMED_COLUMNS = {
    "queue": {
        "tail": "last_position",
        "waits": "wait_count",
        "waited": "wait_sum_ms",
        "pace": "service_rate",
        "watched": "has_watches",
    },
    "client": {"email_key": "email_folded", "search": "search_text"},
    "registration": {
        "aside": "reserved_desk",
        "made_by": "created_by",
        "told_from": "told_from_minutes",
        "told_to": "told_to_minutes",
        "told_mean": "told_mean_seconds",
        "waited": "wait_seconds",
    },
    "event": {"at": "created_at"},
    "idempotency": {"at": "created_at"},
    "action": {"at": "created_at"},
    "desk": {"since": "status_since", "seen": "last_active_at", "queues": "queue_ids"},
    "watch": {"reason": "disabled_reason", "previous": "include_previous", "extra": "include_extra"},
    "crypto_key": {"previous": "previous_secret", "previous_until": "previous_secret_until"},
    "delivery": {
        "message": "message_id",
        "next_at": "next_attempt_at",
        "duration": "duration_ms",
        "answer": "response_body",
    },
    "watch_error": {"at": "failed_at", "duration": "duration_ms", "answer": "response_body"},
}
RENAMED_INDEXES = (
    ("client", "email_key", "email_folded"),
    ("client", "search", "search_text"),
    ("idempotency", "at", "created_at"),
    ("action", "at", "created_at"),
)

RESTORED_COLUMNS = ("status", "aside", "priority", "position", "started_at", "outcome")
"""The columns that an undo restores."""


def upgrade() -> None:
    _rewrite_actions(op.get_bind())
    op.drop_index("ix_registration_order", "registration")
    for table, old, _ in RENAMED_INDEXES:
        op.drop_index(f"ix_{table}_{old}", table)
    # Renaming touches no row: a large office is upgraded in about the time one index takes.
    for table, names in RENAMED_COLUMNS.items():
        for old, new in names.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for table, _, new in RENAMED_INDEXES:
        op.create_index(f"ix_{table}_{new}", table, [new])
    op.add_column("registration", sa.Column("on_hold", sa.Boolean(), server_default=sa.false(), nullable=False))
    registration = sa.table("registration", sa.column("on_hold", sa.Boolean()), sa.column("reserved_desk", sa.Text()))
    encoded = registration.c.reserved_desk
    op.execute(sa.update(registration).where(encoded == "-").values(on_hold=True, reserved_desk=""))
    op.execute(sa.update(registration).where(encoded.like("@%")).values(reserved_desk=sa.func.substr(encoded, 2)))
    op.create_index(
        "ix_registration_order",
        "registration",
        ["queue_id", "status", "on_hold", "reserved_desk", sa.text("priority DESC"), "position"],
    )


def _rewrite_actions(connection: sa.Connection) -> None:
    """Let what desks did in the last minutes still be undone.

    A step keeps a registration's columns before an action and a digest of those after it. Each such state is either the
    present one of a registration or kept by the step of a later action.
    """
    action = sa.table("action", *map(sa.column, ("id", "steps")))
    actions = {key: orjson.loads(steps) for key, steps in connection.execute(sa.select(action.c.id, action.c.steps))}
    digests = {
        _digest([[state[name] for name in RESTORED_COLUMNS], document]): _digest(
            _split_aside(state) | {"document": document}
        )
        for state, document in _iter_states(connection, [step for steps in actions.values() for step in steps])
    }
    for key, steps in actions.items():
        for step in steps:
            step[4] = step[4] and _split_aside(step[4])
            step[5] = digests.get(step[5], step[5])
        connection.execute(sa.update(action).where(action.c.id == key).values(steps=orjson.dumps(steps).decode()))


def _iter_states(connection: sa.Connection, steps: list[list[Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the states of registrations, with their documents as they are digested: without ``revision``."""
    registration = sa.table("registration", *map(sa.column, ("id", "document", *RESTORED_COLUMNS)))
    states = [step[4] for step in steps if step[4]]
    for registration_id in {step[0] for step in steps}:
        row = connection.execute(sa.select(registration).where(registration.c.id == registration_id)).mappings().one()
        states.append({**{name: row[name] for name in RESTORED_COLUMNS}, "document": orjson.loads(row["document"])})
    for state in states:
        yield state, {name: value for name, value in state["document"].items() if name != "revision"}


def _split_aside(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "aside"} | {
        "on_hold": state["aside"] == "-",
        "reserved_desk": state["aside"].removeprefix("-").removeprefix("@"),
    }


def _digest(value: object) -> str:
    return blake2b(orjson.dumps(value, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
