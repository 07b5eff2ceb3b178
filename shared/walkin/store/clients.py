"""The people an office knows."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from walkin.model.client import Client, ClientInput, build_search_text, join_search_text, split_search_terms
from walkin.model.errors import Refused
from walkin.model.registration import ClientPart, parse_id
from walkin.model.text import FROM_SERVER, NAME_LENGTH
from walkin.store import queues, uploads
from walkin.store.engine.advisory_lock import advisory_lock
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations import events, queries
from walkin.store.schema.tables import client as table
from walkin.store.schema.tables import registration

MAX_RECORD_BYTES = 1 << 20
"""Bytes of a client's record, however many changes made it."""

_INSERT = insert(table).returning(table.c.id)
_INSERT_LINKED = CompiledStatement(
    _INSERT,
    (
        *("account_id", "first_name", "last_name", "email", "email_folded", "phone"),
        *("language", "created_at", "document", "search_text"),
    ),
)
_ID_BY_EMAIL, _ID_BY_PHONE = (
    CompiledStatement(
        select(table.c.id)
        .where(table.c.account_id == bindparam("account"), column == bindparam("value"))
        .order_by(table.c.id)
        .limit(1)
    )
    for column in (table.c.email_folded, table.c.phone)
)
_BY_ID = select(table).where(table.c.id == bindparam("key"), table.c.account_id == bindparam("account"))
_BY_ID_FOR_UPDATE = _BY_ID.with_for_update()

_COLUMN_MEMBERS = ("id", "firstName", "lastName", "language", "selfLink")
"""Members that are no part of ``document``."""


def find_or_create(
    connection: Connection, account_id: int, client_part: ClientPart, language: str | None, at: int
) -> ClientPart:
    """The client as a registration carries it, ``id`` set: the account's with that id, e-mail or phone, or a new one.

    The registration keeps the names as they were given today; of a known client only what was missing is added.
    Refuses ``clientNotFound`` for an id nobody has.
    """
    known = parse_id(client_part.id) if client_part.id else None
    if client_part.id and known is None:
        raise Refused("clientNotFound")
    if known is None and (client_part.email_address or client_part.phone_number):
        # Somebody who registers twice at the same moment is one client all the same.
        advisory_lock(
            connection,
            *(
                f"client {value}"
                for value in (_fold_email(client_part.email_address), client_part.phone_number)
                if value
            ),
        )
        for same, value in (
            (_ID_BY_EMAIL, _fold_email(client_part.email_address)),
            (_ID_BY_PHONE, client_part.phone_number),
        ):
            if value and known is None:
                known = same.fetch_value(connection, {"account": account_id, "value": value})
    if known is None:
        values = {
            "account_id": account_id,
            **_build_part_columns(client_part),
            "language": language,
            "created_at": at,
            "document": "{}",
        }
        known = _INSERT_LINKED.fetch_value(connection, values | {"search_text": _build_search_text(values)})
        return ClientPart(id=str(known), **{name: value for name, value in client_part if value and name != "id"})
    row = _get_row(connection, known, account_id, for_update=True)
    added = {
        name: value for name, value in _build_part_columns(client_part).items() if value and getattr(row, name) is None
    }
    if added:
        found = build_search_text(_build_client(row, added))
        connection.execute(update(table).where(table.c.id == known).values(added | {"search_text": found}))
    return ClientPart(
        id=str(known),
        first_name=client_part.first_name or (None if client_part.last_name else row.first_name),
        last_name=client_part.last_name or (None if client_part.first_name else row.last_name),
        email_address=client_part.email_address or _omit_long_email(row.email),
        phone_number=client_part.phone_number or row.phone,
    )


def get(connection: Connection, client_id: int, account_id: int) -> Client:
    """The client of that account. Refuses ``clientNotFound``."""
    return _build_client(_get_row(connection, client_id, account_id))


def list_clients(connection: Connection, search: str, after_id: int, limit: int, account_id: int) -> list[Client]:
    """The account's clients with ids above ``after``, by id, ``limit`` of them at the most.

    Each word of ``search`` is part of a name or an e-mail address, whatever the case; a number is part of a phone
    number.
    """
    mine = (table.c.account_id == account_id, table.c.id > after_id)
    query = select(table).where(*mine).order_by(table.c.id).limit(limit)
    if wanted := split_search_terms(search):
        # A query of its own, ordered by an expression, is answered by the index of the searched texts alone: whole rows
        # with their pictures would have to be read otherwise.
        parts = (table.c.search_text.contains(word, autoescape=True) for word in wanted)
        matching = select(table.c.id).where(*parts, *mine).order_by(table.c.id + 0).limit(limit)
        query = query.where(table.c.id.in_(matching))
    elif search.strip():
        return []
    return [_build_client(row) for row in connection.execute(query)]


def add(connection: Connection, client_input: ClientInput, at: int, account_id: int) -> Client:
    """A new client of the account."""
    values = _merge_columns({}, client_input) | {"created_at": at, "account_id": account_id}
    return get(connection, connection.execute(_INSERT, values).scalar_one(), account_id)


def change(connection: Connection, client_id: int, client_input: ClientInput, account_id: int) -> Client:
    """Merge the given members; absent ones stay, null and empty texts go. Refuses ``clientNotFound``."""
    before = _build_client(_get_row(connection, client_id, account_id, for_update=True)).to_wire()
    connection.execute(update(table).where(table.c.id == client_id).values(_merge_columns(before, client_input)))
    return get(connection, client_id, account_id)


def erase(connection: Connection, client_id: int, at: int, account_id: int) -> int:
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
            states[row.queue_id] = queues.lock_queue(connection, row.queue_id, at, include_deleted=True)
    _get_row(connection, client_id, account_id, for_update=True)
    rows = connection.execute(mine).all()
    for row in rows:
        if row.queue_id not in states:
            states[row.queue_id] = queues.lock_queue(connection, row.queue_id, at, include_deleted=True)
        _erase_from_registration(connection, states[row.queue_id], row.id, at)
    for state in states.values():
        queues.save(connection, state)
    connection.execute(delete(table).where(table.c.id == client_id))
    return len(rows)


def _erase_from_registration(connection: Connection, state: QueueState, registration_id: int, at: int) -> None:
    """Take everything personal out of a registration; the caller saves the queue."""
    state.revision += 1
    before = orjson.loads(queries.get_row(connection, state, registration_id).document)
    document = orjson.dumps(before | {"revision": state.revision}).decode()
    erased = dict.fromkeys(("client_id", "client", "form", "note"))
    values = {**erased, "revision": state.revision, "document": document}
    connection.execute(update(registration).where(registration.c.id == registration_id).values(values))
    events.record(connection, state.id, state.revision, "updated", registration_id, at, document)
    uploads.set_files(connection, registration_id, set())


def _get_row(connection: Connection, client_id: int, account_id: int, *, for_update: bool = False) -> Row[Any]:
    row = connection.execute(
        _BY_ID_FOR_UPDATE if for_update else _BY_ID, {"key": client_id, "account": account_id}
    ).first()
    if row is None:
        raise Refused("clientNotFound")
    return row


def _build_client(row: Row[Any], pending_columns: dict[str, Any] | None = None) -> Client:
    """The resource of a row, with columns that are about to be written."""
    columns = {**row._mapping, **(pending_columns or {})}
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
    return Client.model_validate(members, context=FROM_SERVER)


def _merge_columns(old_members: dict[str, Any], client_input: ClientInput) -> dict[str, Any]:
    """The columns of a client with the given members merged into it."""
    sent = client_input.model_dump(mode="json", by_alias=True, exclude_unset=True)
    members = {name: value for name, value in {**old_members, **sent}.items() if value not in (None, "", [], {})}
    merged = Client.model_validate({**members, "id": "0"}, context=FROM_SERVER)
    document = orjson.dumps({name: value for name, value in members.items() if name not in _COLUMN_MEMBERS})
    if len(document) > MAX_RECORD_BYTES:
        raise Refused("tooLarge", limit=MAX_RECORD_BYTES)
    return {
        "first_name": merged.first_name,
        "last_name": merged.last_name,
        "email": merged.email_address,
        "email_folded": _fold_email(merged.email_address),
        "phone": merged.phone_number,
        "language": merged.language,
        "document": document.decode(),
        "search_text": build_search_text(merged),
    }


def _build_part_columns(client_part: ClientPart) -> dict[str, str | None]:
    return {
        "first_name": client_part.first_name or None,
        "last_name": client_part.last_name or None,
        "email": client_part.email_address or None,
        "email_folded": _fold_email(client_part.email_address),
        "phone": client_part.phone_number or None,
    }


def _build_search_text(columns: dict[str, Any]) -> str:
    return join_search_text((columns["first_name"], columns["last_name"], columns["email"]), (columns["phone"],))


def _omit_long_email(email: str | None) -> str | None:
    """A registration has room for 127 signs: a longer address stays in the client's own record."""
    return email if email is None or len(email) <= NAME_LENGTH else None


def _fold_email(email: str | None) -> str | None:
    return email.casefold() if email else None
