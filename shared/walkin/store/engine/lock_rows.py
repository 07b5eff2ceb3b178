"""Locks with names, for what has no row to lock: rows of a table, since not every server has advisory locks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import Connection

from walkin.store.engine.compiled import execute_many

SLOT_BITS = 24
"""Names are hashed to this many bits, so that the table stays small and holds nothing of the names."""

_TAKE_SLOT = "INSERT INTO lock_slot (id) VALUES ({}) ON CONFLICT (id) DO UPDATE SET id = excluded.id"


def lock_names(connection: Connection, *names: str) -> None:
    """Hold the locks with those names until the end of the transaction.

    Does nothing on SQLite, which allows one writing transaction at a time.
    """
    if connection.dialect.name != "sqlite":
        _take_slots(connection, {_hash(name) for name in names})


def touch(connection: Connection) -> None:
    """Change a row, to find out whether a commit succeeds."""
    _take_slots(connection, [0])


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()) % (1 << SLOT_BITS)


def _take_slots(connection: Connection, slots: Collection[int]) -> None:
    placeholder = "?" if connection.dialect.positional else "%s"
    # Always in the same order, against deadlocks.
    execute_many(connection, _TAKE_SLOT.format(placeholder), [(slot,) for slot in sorted(slots)])
