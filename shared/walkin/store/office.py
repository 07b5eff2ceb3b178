"""Id and epoch of the office in a database: a restored backup or a copy begins another epoch."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from walkin.model.time import DAY_MS
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.schema.tables import office as table

MAX_CLOCK_JUMP_MS = 100 * DAY_MS
"""A longer jump of the clock has to be confirmed: see `advance_clock`."""

_SELECT = CompiledStatement(select(table.c.id, table.c.epoch))


class Office(NamedTuple):
    """``epoch`` is in entity tags and event ids: what was read in another epoch is not compared with this one."""

    id: str
    epoch: str


def get(connection: Connection) -> Office:
    return Office._make(_SELECT.fetch_all(connection, {})[0])


def begin_epoch(connection: Connection) -> None:
    connection.execute(update(table).values(epoch=secrets.token_hex(6)))


def get_latest_time(connection: Connection) -> int:
    """Return the time of the last housekeeping; see `advance_clock`."""
    latest: int = connection.execute(select(table.c.latest_at)).scalar_one()
    return latest


def advance_clock(connection: Connection, at: int, *, confirmed: bool = False) -> bool:
    """Store the latest time; return False for a jump above ``MAX_CLOCK_JUMP_MS`` that nobody has ``confirmed``.

    After such a jump every visit would end and all personal data expire at once.
    """
    latest = get_latest_time(connection)
    if latest and at - latest > MAX_CLOCK_JUMP_MS and not confirmed:
        return False
    if at > latest or confirmed:
        connection.execute(update(table).values(latest_at=at))
    return True
