"""The people an office knows."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, case, insert, or_, select, update

from shared.model.errors import Refused
from shared.model.queue import Client, Email, Phone
from shared.model.registration import ClientPart, row_id
from shared.store.locks import alone
from shared.store.tables import client as table

_INSERT = insert(table).returning(table.c.id)
_SAME = (
    select(table.c.id)
    .where(
        table.c.account_id == bindparam("account"),
        or_(table.c.email_key == bindparam("email_key"), table.c.phone == bindparam("phone")),
    )
    .order_by(case((table.c.email_key == bindparam("email_key"), 0), else_=1), table.c.id)
    .limit(1)
)
_ONE = select(table).where(table.c.id == bindparam("key"), table.c.account_id == bindparam("account"))


def link(connection: Connection, account: int, given: ClientPart, language: str | None, at: int) -> ClientPart:
    """The client as a registration carries it, ``id`` set: the account's with that id, e-mail or phone, or a new one.

    The registration keeps the names as they were given today; of a known client only what was missing is added.
    Refuses ``clientNotFound`` for an id nobody has.
    """
    known = row_id(given.id) if given.id else None
    if given.id and known is None:
        raise Refused("clientNotFound")
    if known is None and (given.email_address or given.phone_number):
        # Somebody who registers twice at the same moment is one client all the same.
        alone(connection, *(f"client {value}" for value in (_key(given.email_address), given.phone_number) if value))
        known = connection.execute(
            _SAME,
            {"account": account, "email_key": _key(given.email_address), "phone": given.phone_number or None},
        ).scalar()
    if known is None:
        values = {"account_id": account, **_columns(given), "language": language, "created_at": at}
        known = connection.execute(_INSERT, values).scalar_one()
        return ClientPart(id=str(known), **{name: value for name, value in given if value and name != "id"})
    row = connection.execute(_ONE, {"key": known, "account": account}).first()
    if row is None:
        raise Refused("clientNotFound")
    added = {name: value for name, value in _columns(given).items() if value and getattr(row, name) is None}
    if added:
        connection.execute(update(table).where(table.c.id == known).values(added))
    return ClientPart(
        id=str(known),
        first_name=given.first_name or (None if given.last_name else row.first_name),
        last_name=given.last_name or (None if given.first_name else row.last_name),
        email_address=given.email_address or row.email,
        phone_number=given.phone_number or row.phone,
    )


def get(connection: Connection, client_id: int, account: int = 1) -> Client:
    """The client of that account. Refuses ``clientNotFound``."""
    row = connection.execute(_ONE, {"key": client_id, "account": account}).first()
    if row is None:
        raise Refused("clientNotFound")
    return Client(
        id=str(row.id),
        first_name=row.first_name,
        last_name=row.last_name,
        email_addresses=[Email(email=row.email)] if row.email else [],
        phone_numbers=[Phone(number=row.phone)] if row.phone else [],
        language=row.language,
    )


def _columns(given: ClientPart) -> dict[str, str | None]:
    return {
        "first_name": given.first_name or None,
        "last_name": given.last_name or None,
        "email": given.email_address or None,
        "email_key": _key(given.email_address),
        "phone": given.phone_number or None,
    }


def _key(email: str | None) -> str | None:
    return email.casefold() if email else None
