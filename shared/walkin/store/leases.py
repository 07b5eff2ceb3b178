"""Leases: ticket numbers that a kiosk gives while the server is away. A leased number counts as given."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from walkin.model.errors import Refused
from walkin.model.lease import MAX_DAYS_AHEAD, Lease, LeasedNumbers
from walkin.model.queue import format_ticket
from walkin.model.registration import Ref
from walkin.model.time import DAY_MS, to_local_day
from walkin.store import queues, tickets
from walkin.store.queues import QueueState
from walkin.store.schema.tables import lease as table
from walkin.store.schema.tables import office

KEPT_DAYS = 40
"""Days after its day until a lease is deleted. A registration that a kiosk sends later gets another number."""


class StoredLease(NamedTuple):
    queue_id: int
    day: str
    ticket_prefix: str
    first_number: int
    last_number: int
    created_at: int


_COLUMNS = [table.c[name] for name in StoredLease._fields]


def renew(
    connection: Connection, kiosk: str, wanted: Iterable[tuple[int, str, int]], account_id: int, at: int
) -> Lease:
    """Lease numbers until a kiosk has as many as it wants for each queue and day; return all that it has for them.

    A repeated request leases nothing more. Queues that do not exist (any more) are left out, as are days that are over.
    Refuses ``badRequest`` for a day that is too far ahead.
    """
    leases: list[StoredLease] = []
    # Queues are always locked in this order, so that two requests never wait for each other.
    for queue_id, day, count in sorted(wanted):
        try:
            state = queues.lock_queue(connection, queue_id, at)
        except Refused:
            continue
        if state.account_id != account_id or day < state.day:
            continue
        if date.fromisoformat(day) > date.fromisoformat(state.day) + timedelta(MAX_DAYS_AHEAD):
            raise Refused("badRequest", f"Numbers can be leased up to {MAX_DAYS_AHEAD} days ahead.")
        known = _list(connection, kiosk, queue_id, day)
        missing = count - sum(
            lease.last_number - lease.first_number + 1 for lease in known if lease.ticket_prefix == state.ticket_prefix
        )
        if missing > 0:
            first, last = _take_block(connection, state, day, missing)
            lease = StoredLease(queue_id, day, state.ticket_prefix, first, last, at)
            connection.execute(insert(table), {**lease._asdict(), "kiosk": kiosk})
            known.append(lease)
        leases += known
    numbers = [
        LeasedNumbers(
            queue=Ref(id=str(lease.queue_id)),
            day=lease.day,
            ticket_prefix=lease.ticket_prefix,
            first=lease.first_number,
            last=lease.last_number,
        )
        for lease in leases
    ]
    return Lease(sealing_key=_build_sealing_key(connection, kiosk, account_id), numbers=numbers)


def _take_block(connection: Connection, state: QueueState, day: str, count: int) -> tuple[int, int]:
    if day == state.day:
        block = tickets.take_block(connection, state, count)
        queues.save(connection, state)
        return block
    # The numbers of that day are counted in its own row.
    of_day = replace(state, day=day, last_number=0)
    of_day.last_number = tickets.find_last_number(connection, of_day)
    block = tickets.take_block(connection, of_day, count)
    tickets.remember_day(connection, of_day)
    return block


def find(connection: Connection, kiosk: str, queue_id: int, day: str, ticket: str) -> tuple[StoredLease, int] | None:
    """Find the lease of a kiosk that has this ticket of a queue's day, and its number."""
    number = int(ticket.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    for lease in _list(connection, kiosk, queue_id, day):
        # "A0005" is no ticket: it is printed as "A005".
        is_leased = lease.first_number <= number <= lease.last_number
        if is_leased and format_ticket(lease.ticket_prefix, number) == ticket:
            return lease, number
    return None


def _list(connection: Connection, kiosk: str, queue_id: int, day: str) -> list[StoredLease]:
    statement = select(*_COLUMNS).where(table.c.kiosk == kiosk, table.c.queue_id == queue_id, table.c.day == day)
    return [StoredLease(*row) for row in connection.execute(statement.order_by(table.c.id))]


def _build_sealing_key(connection: Connection, kiosk: str, account_id: int) -> str:
    """The key with which a kiosk seals what it keeps: derived from the office's secret and the kiosk's id."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret: str = connection.execute(select(office.c.join_secret)).scalar_one()
    derivation = HKDF(SHA256(), 32, salt=None, info=f"walkin kiosk {account_id} {kiosk}".encode())
    return b64encode(derivation.derive(secret.encode())).decode()


def tidy(connection: Connection, at: int) -> None:
    connection.execute(delete(table).where(table.c.day < to_local_day(at - KEPT_DAYS * DAY_MS, "UTC")))
