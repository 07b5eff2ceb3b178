"""The people an office knows."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from walkin.model.client import Client, ClientInput, found_by, needles, searched
from walkin.model.errors import Refused
from walkin.model.registration import ClientPart, row_id
from walkin.model.text import NAME_LENGTH, READING
from walkin.store import queues
from walkin.store import uploads as cabinet
from walkin.store.engine.advisory_lock import alone
from walkin.store.engine.compiled import Prepared
from walkin.store.queues import QueueState
from walkin.store.registrations import events
from walkin.store.registrations import queries as entries
from walkin.store.schema.tables import client as table
from walkin.store.schema.tables import registration

LARGEST = 1 << 20
"""Bytes of a client's record, however many changes made it."""

_INSERT = insert(table).returning(table.c.id)
_NEW = Prepared(
    _INSERT,
    (
        *("account_id", "first_name", "last_name", "email", "email_key", "phone"),
        *("language", "created_at", "document", "search"),
    ),
)
_OF_EMAIL, _OF_PHONE = (
    Prepared(
        select(table.c.id)
        .where(table.c.account_id == bindparam("account"), column == bindparam("value"))
        .order_by(table.c.id)
        .limit(1)
    )
    for column in (table.c.email_key, table.c.phone)
)
_ONE = select(table).where(table.c.id == bindparam("key"), table.c.account_id == bindparam("account"))
_LOCKED = _ONE.with_for_update()

_COLUMNS = ("id", "firstName", "lastName", "language", "selfLink")
"""Members that are no part of ``document``."""


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
        for same, value in ((_OF_EMAIL, _key(given.email_address)), (_OF_PHONE, given.phone_number)):
            if value and known is None:
                known = same.value(connection, {"account": account, "value": value})
    if known is None:
        values = {"account_id": account, **_part(given), "language": language, "created_at": at, "document": "{}"}
        known = _NEW.value(connection, values | {"search": _search(values)})
        return ClientPart(id=str(known), **{name: value for name, value in given if value and name != "id"})
    row = _row(connection, known, account, lock=True)
    added = {name: value for name, value in _part(given).items() if value and getattr(row, name) is None}
    if added:
        found = searched(_client(row, added))
        connection.execute(update(table).where(table.c.id == known).values(added | {"search": found}))
    return ClientPart(
        id=str(known),
        first_name=given.first_name or (None if given.last_name else row.first_name),
        last_name=given.last_name or (None if given.first_name else row.last_name),
        email_address=given.email_address or _short(row.email),
        phone_number=given.phone_number or row.phone,
    )


def get(connection: Connection, client_id: int, account: int) -> Client:
    """The client of that account. Refuses ``clientNotFound``."""
    return _client(_row(connection, client_id, account))


def listed(connection: Connection, search: str, after: int, limit: int, account: int) -> list[Client]:
    """The account's clients with ids above ``after``, by id, ``limit`` of them at the most.

    Each word of ``search`` is part of a name or an e-mail address, whatever the case; a number is part of a phone
    number.
    """
    mine = (table.c.account_id == account, table.c.id > after)
    query = select(table).where(*mine).order_by(table.c.id).limit(limit)
    if wanted := needles(search):
        # A query of its own, ordered by an expression, is answered by the index of the searched texts alone: whole rows
        # with their pictures would have to be read otherwise.
        parts = (table.c.search.contains(word, autoescape=True) for word in wanted)
        matching = select(table.c.id).where(*parts, *mine).order_by(table.c.id + 0).limit(limit)
        query = query.where(table.c.id.in_(matching))
    elif search.strip():
        return []
    return [_client(row) for row in connection.execute(query)]


def add(connection: Connection, given: ClientInput, at: int, account: int) -> Client:
    """A new client of the account."""
    values = _values({}, given) | {"created_at": at, "account_id": account}
    return get(connection, connection.execute(_INSERT, values).scalar_one(), account)


def change(connection: Connection, client_id: int, given: ClientInput, account: int) -> Client:
    """Merge the given members; absent ones stay, null and empty texts go. Refuses ``clientNotFound``."""
    before = _client(_row(connection, client_id, account, lock=True)).wire()
    connection.execute(update(table).where(table.c.id == client_id).values(_values(before, given)))
    return get(connection, client_id, account)


def erase(connection: Connection, client_id: int, at: int, account: int) -> int:
    """Forget the person; how many registrations lost their name, form, files and note.

    The registrations keep ticket, queue and times, and one event of each tells that it has changed. Refuses
    ``clientNotFound``.
    """
    mine = select(registration.c.id, registration.c.queue_id).where(registration.c.client_id == client_id)
    mine = mine.order_by(registration.c.queue_id, registration.c.id)
    # Queues before the client, as a new registration locks them: two that wait for each other would wait for ever.
    states: dict[int, QueueState] = {}
    for row in connection.execute(mine).all():
        if row.queue_id not in states:
            states[row.queue_id] = queues.locked(connection, row.queue_id, at, deleted=True)
    _row(connection, client_id, account, lock=True)
    rows = connection.execute(mine).all()
    for row in rows:
        if row.queue_id not in states:
            states[row.queue_id] = queues.locked(connection, row.queue_id, at, deleted=True)
        _forget(connection, states[row.queue_id], row.id, at)
    for state in states.values():
        queues.save(connection, state)
    connection.execute(delete(table).where(table.c.id == client_id))
    return len(rows)


def _forget(connection: Connection, state: QueueState, registration_id: int, at: int) -> None:
    """Take everything personal out of a registration; the caller saves the queue."""
    state.revision += 1
    before = orjson.loads(entries.one(connection, state, registration_id).document)
    document = orjson.dumps(before | {"revision": state.revision}).decode()
    erased = dict.fromkeys(("client_id", "client", "form", "note"))
    values = {**erased, "revision": state.revision, "document": document}
    connection.execute(update(registration).where(registration.c.id == registration_id).values(values))
    events.record(connection, state.id, state.revision, "updated", registration_id, at, document)
    cabinet.assign(connection, registration_id, set())


def _row(connection: Connection, client_id: int, account: int, *, lock: bool = False) -> Row[Any]:
    row = connection.execute(_LOCKED if lock else _ONE, {"key": client_id, "account": account}).first()
    if row is None:
        raise Refused("clientNotFound")
    return row


def _client(row: Row[Any], added: dict[str, Any] | None = None) -> Client:
    """The resource of a row, with columns that are about to be written."""
    columns = {**row._mapping, **(added or {})}
    members = orjson.loads(columns["document"]) | {
        "id": str(columns["id"]),
        "firstName": columns["first_name"],
        "lastName": columns["last_name"],
        "language": columns["language"],
    }
    primaries = (("emailAddresses", "email", columns["email"]), ("phoneNumbers", "number", columns["phone"]))
    for name, member, value in primaries:
        known = members.get(name, [])
        if value and value not in (entry[member] for entry in known):
            members[name] = [{member: value, "primary": True}, *known]
    return Client.model_validate(members, context=READING)


def _values(before: dict[str, Any], given: ClientInput) -> dict[str, Any]:
    """The columns of a client with the given members merged into it."""
    sent = given.model_dump(mode="json", by_alias=True, exclude_unset=True)
    members = {name: value for name, value in {**before, **sent}.items() if value not in (None, "", [], {})}
    merged = Client.model_validate({**members, "id": "0"}, context=READING)
    document = orjson.dumps({name: value for name, value in members.items() if name not in _COLUMNS})
    if len(document) > LARGEST:
        raise Refused("tooLarge", limit=LARGEST)
    return {
        "first_name": merged.first_name,
        "last_name": merged.last_name,
        "email": merged.email_address,
        "email_key": _key(merged.email_address),
        "phone": merged.phone_number,
        "language": merged.language,
        "document": document.decode(),
        "search": searched(merged),
    }


def _part(given: ClientPart) -> dict[str, str | None]:
    return {
        "first_name": given.first_name or None,
        "last_name": given.last_name or None,
        "email": given.email_address or None,
        "email_key": _key(given.email_address),
        "phone": given.phone_number or None,
    }


def _search(columns: dict[str, Any]) -> str:
    return found_by((columns["first_name"], columns["last_name"], columns["email"]), (columns["phone"],))


def _short(email: str | None) -> str | None:
    """A registration has room for 127 signs: a longer address stays in the client's own record."""
    return email if email is None or len(email) <= NAME_LENGTH else None


def _key(email: str | None) -> str | None:
    return email.casefold() if email else None
