"""Limits on tickets taken by phone, shared by all servers, and the join code on the display."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from walkin.model.errors import Refused
from walkin.model.time import MINUTE_MS
from walkin.store.engine.lock_rows import lock_names
from walkin.store.schema.tables import IS_OPEN, registration
from walkin.store.schema.tables import phone_ticket as table

CODE_DIGITS = 4


@dataclass(frozen=True)
class PhoneLimits:
    """Limits on tickets taken by phone; 0 is no limit."""

    per_minute: int = 0
    """Tickets a minute from one address."""
    open_per_address: int = 0
    open_per_phone: int = 0


class Sender(NamedTuple):
    """Who sends a form by phone: its address and cookie (may be empty), and the limits."""

    address: str
    cookie: str
    limits: PhoneLimits


def check_limits(connection: Connection, secret: str, sender: Sender | None, at: int) -> None:
    """Refuse ``tooManyRequests`` (of a minute) or ``tooManyTickets`` (open ones).

    Forms of one address are taken one after the other, whichever server they reach.
    """
    if sender is None:
        return
    limits = sender.limits
    lock_names(connection, f"phone {sender.address}")
    address, device = _hash_sender(secret, sender)
    of_address = table.c.address == address
    if limits.per_minute:
        in_last_minute = table.c.taken_at.between(at - MINUTE_MS + 1, at)
        times = select(table.c.taken_at).where(of_address, in_last_minute).order_by(table.c.taken_at)
        taken = connection.execute(times).scalars().all()
        if len(taken) >= limits.per_minute:
            wait_ms = taken[len(taken) - limits.per_minute] + MINUTE_MS - at
            raise Refused("tooManyRequests", retry=max(1, math.ceil(wait_ms / 1000)))
    if limits.open_per_address and _count_open(connection, of_address) >= limits.open_per_address:
        raise Refused("tooManyTickets")
    if limits.open_per_phone and device and _count_open(connection, table.c.device == device) >= limits.open_per_phone:
        raise Refused("tooManyTickets")


def record(connection: Connection, secret: str, registration_id: int, sender: Sender | None, at: int) -> None:
    if sender is None:
        return
    address, device = _hash_sender(secret, sender)
    values = {"registration_id": registration_id, "address": address, "device": device, "taken_at": at}
    connection.execute(insert(table), values)


def forget(connection: Connection, registration_ids: Collection[int]) -> None:
    connection.execute(delete(table).where(table.c.registration_id.in_(registration_ids)))


def tidy(connection: Connection, at: int) -> None:
    """Delete the rows that no limit counts: tickets that are neither open nor of the last minute."""
    is_open = select(registration.c.id).where(registration.c.id == table.c.registration_id, IS_OPEN).exists()
    connection.execute(delete(table).where(~table.c.taken_at.between(at - MINUTE_MS, at), ~is_open))


def compute_join_code(secret: str, minutes: int, at: int) -> str:
    """Compute the join code, which changes every ``minutes``."""
    return _compute_code(secret, minutes, at // (minutes * MINUTE_MS))


def is_join_code(secret: str, minutes: int, at: int, typed: str) -> bool:
    """Check a typed join code: the present one or the one before, since a form takes a while."""
    period = at // (minutes * MINUTE_MS)
    digits = "".join(str(int(character)) for character in typed if character.isdecimal())
    codes = [_compute_code(secret, minutes, number) for number in (period, period - 1)]
    return any(hmac.compare_digest(digits, code) for code in codes)


def _compute_code(secret: str, minutes: int, period: int) -> str:
    digest = hmac.digest(secret.encode(), f"join {minutes} {period}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _count_open(connection: Connection, condition: ColumnElement[bool]) -> int:
    joined = table.join(registration, registration.c.id == table.c.registration_id)
    return connection.execute(select(func.count()).select_from(joined).where(condition, IS_OPEN)).scalar_one()


def _hash_sender(secret: str, sender: Sender) -> tuple[str, str | None]:
    """Return keyed hashes (HMAC) of the address and the cookie."""
    address, device = (
        hmac.digest(secret.encode(), f"{kind} {text}".encode(), hashlib.sha256).hex()[:32]
        for kind, text in (("address", sender.address), ("phone", sender.cookie))
    )
    return address, device if sender.cookie else None
