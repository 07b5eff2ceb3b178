"""Id and epoch of the office in a database: a restored backup or a copy begins another epoch."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from walkin.store.engine.compiled import CompiledStatement
from walkin.store.schema.tables import office as table

_SELECT = CompiledStatement(select(table.c.id, table.c.epoch))


class Office(NamedTuple):
    """``epoch`` is in entity tags and event ids: what was read in another epoch is not compared with this one."""

    id: str
    epoch: str


def get(connection: Connection) -> Office:
    return Office._make(_SELECT.fetch_all(connection, {})[0])


def begin_epoch(connection: Connection) -> None:
    connection.execute(update(table).values(epoch=secrets.token_hex(6)))
