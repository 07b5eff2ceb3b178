"""Ids of new rows, given before the rows are inserted, so that many can be inserted by one statement."""

from __future__ import annotations

from itertools import count

from sqlalchemy import Connection, Table

from walkin.store.engine.batch import Batch
from walkin.store.engine.compiled import execute
from walkin.store.schema.tables import client, registration

_GIVING_TABLES = (client.name, registration.name)
"""The tables whose ids are given here: a ticket needs one of each."""

_LAST_ID = (
    "max((SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '{0}'), "
    "(SELECT coalesce(max(id), 0) FROM {0}))"
)
"""The last id that a table with AUTOINCREMENT has given."""
_LAST_IDS = f"SELECT {', '.join(map(_LAST_ID.format, _GIVING_TABLES))}"
_NEXT_IDS = "SELECT nextval(pg_get_serial_sequence('{0}', 'id')) FROM generate_series(1, {1})"


def allocate_id(connection: Connection, table: Table) -> int:
    """Return the id of the next row of ``table``, within a write transaction."""
    batch = Batch.of(connection) or Batch()
    next_id = next(batch.ids.get(table.name, iter(())), None)
    if next_id is None:
        _read_next_ids(connection, table.name, batch)
        next_id = next(batch.ids[table.name])
    return next_id


def _read_next_ids(connection: Connection, table: str, batch: Batch) -> None:
    if connection.dialect.name == "sqlite":
        # Nobody else writes during the transaction.
        (last_ids,) = execute(connection, _LAST_IDS).fetchall()
        batch.ids |= {name: count(last_id + 1) for name, last_id in zip(_GIVING_TABLES, last_ids, strict=True)}
    else:
        ids = execute(connection, _NEXT_IDS.format(table, batch.size)).fetchall()
        batch.ids[table] = (next_id for (next_id,) in ids)
