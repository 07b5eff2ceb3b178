"""Accounts: each sees only its own queues, registrations and clients."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, insert, or_, select, update

from walkin.model.errors import Refused
from walkin.model.registration import parse_id
from walkin.store.schema.tables import account as table
from walkin.store.schema.tables import queue


class Account(NamedTuple):
    """An account; ``user_name`` is in the member ``owner`` of its queues, deleted ones count in ``queue_count``."""

    id: int
    name: str
    user_name: str
    created_at: int
    queue_count: int


_QUEUE_COUNT = select(func.count()).select_from(queue).where(queue.c.account_id == table.c.id).scalar_subquery()
_SELECT_ALL = select(table.c.id, table.c.name, table.c.user_name, table.c.created_at, _QUEUE_COUNT).order_by(table.c.id)


def add(connection: Connection, name: str, user_name: str, at: int) -> Account:
    values = {"name": name, "user_name": user_name, "created_at": at}
    return _get(connection, connection.execute(insert(table).returning(table.c.id), values).scalar_one())


def change(connection: Connection, account_id: int, name: str | None, user_name: str | None) -> Account:
    """Change the name or user name; None leaves it as it is."""
    values = {column: value for column, value in (("name", name), ("user_name", user_name)) if value is not None}
    if values:
        connection.execute(update(table).where(table.c.id == account_id).values(values))
    return _get(connection, account_id)


def list_all(connection: Connection) -> list[Account]:
    """All accounts, the oldest first."""
    return [Account(*row) for row in connection.execute(_SELECT_ALL)]


def find(connection: Connection, reference: str) -> Account:
    """The account with that id, user name or name. Refuses ``notFound`` if there is none or more than one."""
    matches = or_(table.c.id == (parse_id(reference) or 0), table.c.user_name == reference, table.c.name == reference)
    rows = connection.execute(_SELECT_ALL.where(matches)).all()
    if len(rows) != 1:
        problem = "is the name of several accounts: say its id" if rows else "is no account"
        raise Refused("notFound", f"{reference} {problem}. `walkin account list` shows them.")
    return Account(*rows[0])


def _get(connection: Connection, account_id: int) -> Account:
    return Account(*connection.execute(_SELECT_ALL.where(table.c.id == account_id)).one())
