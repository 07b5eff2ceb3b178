"""Being alone with something that has no row to lock."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select


def advisory_lock(connection: Connection, *names: str) -> None:
    """Until the end of the transaction nobody else is here with one of these words.

    That is so anyway on SQLite, where one writes at a time.
    """
    if connection.dialect.name != "postgresql":
        return
    for word in sorted(names):
        key = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
