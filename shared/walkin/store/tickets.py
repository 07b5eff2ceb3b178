"""Ticket numbers: each is given once a day, and never while somebody still has it.

A queue's row counts the numbers of one local day, the table ``ticket_day`` those of the others: a change of the time
zone or of the clock may make one of them the present day again. A day's numbers go on after the last one given with the
queue or with its ticket prefix, which another queue may have had before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, insert, or_, select, union_all, update

from walkin.model.queue import format_ticket
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.schema.tables import registration
from walkin.store.schema.tables import ticket_day as table

if TYPE_CHECKING:
    from walkin.store.queues import QueueState

NUMBER_STEP = 1_000_000
"""The ticket number grows by this with each further service of a visit."""

_HOLDER = select(registration.c.id).where(registration.c.held_ticket == bindparam("ticket"))
_FIND_HOLDER = CompiledStatement(_HOLDER)
_FIND_USE = CompiledStatement(
    union_all(
        _HOLDER,
        select(registration.c.id).where(
            registration.c.ticket_queue_id == bindparam("queue"),
            registration.c.day == bindparam("day"),
            registration.c.number == bindparam("number"),
        ),
    )
)


def remember_day(connection: Connection, state: QueueState) -> None:
    """Keep the last number of a locked queue's day, before the queue counts another day or changes its prefix."""
    if not state.last_number:
        return
    key = {"queue_id": state.id, "day": state.day, "ticket_prefix": state.ticket_prefix}
    of_day = update(table).where(*(table.c[name] == value for name, value in key.items()))
    if not connection.execute(of_day.values(last_number=state.last_number)).rowcount:
        connection.execute(insert(table), key | {"last_number": state.last_number})


def find_last_number(connection: Connection, state: QueueState) -> int:
    """The last remembered number of the queue's day, given with the queue or with its prefix; 0 for none."""
    same = or_(table.c.queue_id == state.id, table.c.ticket_prefix == state.ticket_prefix)
    last: int | None = connection.execute(
        select(func.max(table.c.last_number)).where(table.c.day == state.day, same)
    ).scalar()
    return last or 0


def take(connection: Connection, state: QueueState) -> tuple[int, str]:
    """Take the next free number of a locked queue's day; the caller saves the queue. Returns the ticket, too."""
    while True:
        state.last_number += 1
        ticket = format_ticket(state.ticket_prefix, state.last_number)
        use = {"ticket": ticket, "queue": state.id, "day": state.day, "number": state.last_number}
        if _FIND_USE.fetch_first(connection, use) is None:
            return state.last_number, ticket


def is_held(connection: Connection, ticket: str) -> bool:
    """Whether somebody who is registered or in progress has that ticket."""
    return _FIND_HOLDER.fetch_first(connection, {"ticket": ticket}) is not None
