"""Transaction-scoped advisory locks, for what has no row to lock."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select


def advisory_lock(connection: Connection, *names: str) -> None:
    """Hold the locks with those names until the end of the transaction.

    Does nothing on SQLite, which allows one writing transaction at a time.
    """
    if connection.dialect.name != "postgresql":
        return
    for name in sorted(names):
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
