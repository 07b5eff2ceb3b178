"""Ticket numbers: each is given once a day, and never while somebody still has it.

A queue's row counts the numbers of one local day, the table ``ticket_day`` those of the others: a change of the time
zone or of the clock may make one of them the present day again. A day's numbers go on after the last one given with the
queue or with its ticket prefix, which another queue may have had before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, insert, or_, select, union_all, update

from walkin.model.queue import format_ticket
from walkin.store.engine.batch import Batch
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.schema.tables import registration
from walkin.store.schema.tables import ticket_day as table

if TYPE_CHECKING:
    from walkin.store.queues import QueueState

NUMBER_STEP = 1_000_000
"""The ticket number grows by this with each further service of a visit."""

_FIND_HOLDER = CompiledStatement(select(registration.c.id).where(registration.c.held_ticket == bindparam("ticket")))


@lru_cache(maxsize=16)
def _select_uses(count: int) -> CompiledStatement:
    """Select those who have one of ``count`` numbers or their tickets."""
    return CompiledStatement(
        union_all(
            select(registration.c.id).where(
                registration.c.held_ticket.in_([bindparam(f"ticket{index}") for index in range(count)])
            ),
            select(registration.c.id).where(
                registration.c.ticket_queue_id == bindparam("queue"),
                registration.c.day == bindparam("day"),
                registration.c.number.between(bindparam("first"), bindparam("last")),
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
    """Take the next free number of a locked queue's day; the caller saves the queue. Returns the ticket, too.

    The numbers of a whole batch are looked up at once.
    """
    batch, key = Batch.of(connection) or Batch(), (state.day, state.ticket_prefix)
    state.last_number += 1
    if state.last_number > batch.free_numbers.get(key, 0):
        count = 1 << (batch.size - 1).bit_length()
        if _are_free(connection, state, count):
            batch.free_numbers[key] = state.last_number + count - 1
        else:
            while not _are_free(connection, state, 1):
                state.last_number += 1
    return state.last_number, format_ticket(state.ticket_prefix, state.last_number)


def take_block(connection: Connection, state: QueueState, count: int) -> tuple[int, int]:
    """Take the next ``count`` free numbers in a row of a locked queue's day; the caller saves the queue."""
    state.last_number += 1
    while not _are_free(connection, state, count):
        state.last_number += 1
    first = state.last_number
    state.last_number += count - 1
    return first, state.last_number


def is_given(connection: Connection, queue_id: int, day: str, number: int) -> bool:
    """Whether somebody was given that number of the queue's day."""
    return (
        connection.execute(
            select(registration.c.id).where(
                registration.c.ticket_queue_id == queue_id, registration.c.day == day, registration.c.number == number
            )
        ).first()
        is not None
    )


def _are_free(connection: Connection, state: QueueState, count: int) -> bool:
    """Whether nobody has one of the numbers from ``last_number`` on."""
    first, last = state.last_number, state.last_number + count - 1
    tickets = {f"ticket{index}": format_ticket(state.ticket_prefix, first + index) for index in range(count)}
    values = {**tickets, "queue": state.id, "day": state.day, "first": first, "last": last}
    return _select_uses(count).fetch_first(connection, values) is None


def is_held(connection: Connection, ticket: str) -> bool:
    """Whether somebody who is registered or in progress has that ticket."""
    return _FIND_HOLDER.fetch_first(connection, {"ticket": ticket}) is not None
