"""The accounts of an office: each sees its own queues, registrations and clients only."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, insert, or_, select, update

from walkin.model.errors import Refused
from walkin.model.registration import row_id
from walkin.store.schema.tables import account as table
from walkin.store.schema.tables import queue


class Account(NamedTuple):
    """An account; ``user_name`` is what the member ``owner`` shows, ``queues`` how many it has."""

    id: int
    name: str
    user_name: str
    created_at: int
    queues: int


_QUEUES = select(func.count()).select_from(queue).where(queue.c.account_id == table.c.id).scalar_subquery()
_ALL = select(table.c.id, table.c.name, table.c.user_name, table.c.created_at, _QUEUES).order_by(table.c.id)


def add(connection: Connection, name: str, user_name: str, at: int) -> Account:
    """A new account without queues."""
    values = {"name": name, "user_name": user_name, "created_at": at}
    key = connection.execute(insert(table).returning(table.c.id), values).scalar_one()
    return _one(connection, key)


def change(connection: Connection, account_id: int, name: str | None, user_name: str | None) -> Account:
    """Give it another name or user name."""
    values = {key: value for key, value in (("name", name), ("user_name", user_name)) if value is not None}
    if values:
        connection.execute(update(table).where(table.c.id == account_id).values(values))
    return _one(connection, account_id)


def everything(connection: Connection) -> list[Account]:
    """All accounts, oldest first."""
    return [Account(*row) for row in connection.execute(_ALL)]


def find(connection: Connection, which: str) -> Account:
    """The account with that id, user name or name. Refuses ``notFound`` when it is none, or not one."""
    fitting = or_(table.c.id == (row_id(which) or 0), table.c.user_name == which, table.c.name == which)
    rows = connection.execute(_ALL.where(fitting)).all()
    if len(rows) != 1:
        problem = "is the name of several accounts: say its id" if rows else "is no account"
        raise Refused("notFound", f"{which} {problem}. `walkin account list` shows them.")
    return Account(*rows[0])


def _one(connection: Connection, account_id: int) -> Account:
    return Account(*connection.execute(_ALL.where(table.c.id == account_id)).one())
