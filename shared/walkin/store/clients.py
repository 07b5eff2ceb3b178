"""Clients: the records of an account's known people."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from walkin.model.caller import match_phone, queue_limit
from walkin.model.client import Client, ClientInput, build_search_text, join_search_text, split_search_terms
from walkin.model.errors import FieldProblem, Refused
from walkin.model.registration import ClientPart, parse_id
from walkin.model.search import fold_text
from walkin.model.text import FROM_SERVER, NAME_LENGTH
from walkin.model.time import render_time
from walkin.store.engine.batch import defer
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.engine.ids import allocate_id
from walkin.store.engine.lock_rows import lock_names
from walkin.store.schema.tables import client as table
from walkin.store.schema.tables import office, registration

MAX_RECORD_BYTES = 1 << 20
"""Limit of a client's ``document`` in bytes, also after many small changes."""

SEARCH_TEXT_BATCH = 100
"""Clients whose search texts are brought up to date in one transaction."""

MAX_SHARED_PHONE = 20
"""Limit of clients with one telephone number whose names are compared."""

_INSERT = insert(table).returning(table.c.id)
_INSERT_LINKED = CompiledStatement(
    insert(table).inline(),
    (
        *("id", "account_id", "first_name", "last_name", "email", "email_folded", "phone"),
        *("language", "created_at", "document", "search_text"),
    ),
)
_MATCHING = tuple(
    select(table.c.id, table.c.first_name, table.c.last_name)
    .where(table.c.account_id == bindparam("account"), column == bindparam("value"), table.c.held_at.is_(None))
    .order_by(table.c.id)
    .limit(limit)
    for column, limit in ((table.c.email_folded, 1), (table.c.phone, MAX_SHARED_PHONE))
)
_MATCHING_IN_ANY_QUEUE = tuple(map(CompiledStatement, _MATCHING))
_BY_ID = select(table).where(table.c.id == bindparam("key"), table.c.account_id == bindparam("account"))
_BY_ID_FOR_UPDATE = _BY_ID.with_for_update()

_COLUMN_MEMBERS = ("id", "firstName", "lastName", "language", "held", "selfLink")
"""Members that are not stored in ``document``."""


def find_or_create(
    connection: Connection, account_id: int, client_part: ClientPart, language: str | None, at: int
) -> ClientPart:
    """Find the client by id, e-mail or phone, or create one; returns what the registration carries, with ``id``.

    The registration has the names as sent; a known client's record only gets what it lacked. Refuses ``clientNotFound``
    for an unknown id.
    """
    client_id = parse_id(client_part.id) if client_part.id else None
    if client_part.id and client_id is None:
        raise Refused("clientNotFound")
    if client_id is None:
        client_id = find_matching(connection, account_id, client_part, any_queue=False)
    if client_id is None:
        return create(connection, account_id, client_part, language, at)
    row = _get_row(connection, client_id, account_id, for_update=True)
    added = {
        name: value for name, value in _build_part_columns(client_part).items() if value and getattr(row, name) is None
    }
    if added:
        search_text = build_search_text(_build_client(row, added))
        connection.execute(update(table).where(table.c.id == client_id).values(added | {"search_text": search_text}))
    return ClientPart(
        id=str(client_id),
        first_name=client_part.first_name or (None if client_part.last_name else row.first_name),
        last_name=client_part.last_name or (None if client_part.first_name else row.last_name),
        email_address=client_part.email_address or _omit_long_email(row.email),
        phone_number=client_part.phone_number or row.phone,
    )


def create(
    connection: Connection, account_id: int, client_part: ClientPart, language: str | None, at: int
) -> ClientPart:
    """Create a client from what a registration carries; returns that with its ``id``."""
    client_id = allocate_id(connection, table)
    values = {
        "id": client_id,
        "account_id": account_id,
        **_build_part_columns(client_part),
        "language": language,
        "created_at": at,
        "document": "{}",
    }
    values["search_text"] = _build_search_text(values)
    keys = filter(None, (values["email_folded"], values["phone"]))
    defer(connection, table.name, _INSERT_LINKED.execute_many, values, keys)
    empty = {name: None for name, value in client_part if not value}
    return client_part.model_copy(update={**empty, "id": str(client_id)})


def find_matching(connection: Connection, account_id: int, client_part: ClientPart, *, any_queue: bool) -> int | None:
    """Find a client, not held, with that e-mail address, or else with that phone number and no different name.

    It is one that the caller may see, unless ``any_queue``. A client that registers twice at the same moment is created
    once: others wait until the end of the transaction.
    """
    keys = (_fold_email(client_part.email_address), client_part.phone_number if match_phone.get() else None)
    if names := [f"client {key}" for key in keys if key]:
        lock_names(connection, *names)
    visibility = [] if any_queue else _build_visibility()
    for query, compiled, key in zip(_MATCHING, _MATCHING_IN_ANY_QUEUE, keys, strict=True):
        if not key:
            continue
        values = {"account": account_id, "value": key}
        found = (
            connection.execute(query.where(*visibility), values).all()
            if visibility
            else compiled.fetch_all(connection, values, key)
        )
        for client_id, first_name, last_name in found:
            # A family, or everybody in a home, may have one telephone.
            if query is _MATCHING[0] or _may_be_named(client_part, first_name, last_name):
                return int(client_id)
    return None


def _may_be_named(client_part: ClientPart, first_name: str | None, last_name: str | None) -> bool:
    """Compare names by their words, folded and in any order; one may lack words of the other."""
    sent, known = (
        re.findall(r"\w+", fold_text(name))
        for name in (client_part.full_name or "", f"{first_name or ''} {last_name or ''}")
    )
    if set(sent) <= set(known) or set(known) <= set(sent):
        return True
    # Jean-Pierre is Jean Pierre, and Vanderberg Anna is Anna van der Berg.
    sent_letters, known_letters = "".join(sent), "".join(known)
    return len(sent_letters) == len(known_letters) and sent_letters in known_letters * 2


def has_visits_elsewhere(connection: Connection, client_id: int) -> bool:
    """Whether the client has registrations in queues that the caller may not use."""
    limit = queue_limit.get()
    if limit is None:
        return False
    elsewhere = select(registration.c.id).where(
        registration.c.client_id == client_id, registration.c.queue_id.not_in(limit)
    )
    return connection.execute(elsewhere.limit(1)).first() is not None


def link(connection: Connection, account_id: int, client_part: ClientPart, shown: ClientPart | None) -> ClientPart:
    """Return what a registration shows of the client whose id is sent; the record stays as it is.

    Other members that are sent are accepted when the record has them too, or when they are those ``shown`` by the
    registration until now, which was then put whole. Refuses ``clientNotFound``, and ``invalid`` for other members.
    """
    row = _get_row(connection, parse_id(client_part.id or "") or 0, account_id)
    _check_not_held(row)
    record = _build_client(row)
    linked = ClientPart(
        id=str(row.id),
        first_name=row.first_name,
        last_name=row.last_name,
        email_address=_omit_long_email(row.email),
        phone_number=row.phone,
    )
    known: dict[str, set[str]] = {
        name: {_fold_member(getattr(part, name)) for part in (linked, shown or linked)} for name in _LINKED_MEMBERS
    }
    known["email_address"] |= {_fold_member(entry.email) for entry in record.email_addresses or ()}
    known["phone_number"] |= {_fold_member(entry.number) for entry in record.phone_numbers or ()}
    problems = [
        FieldProblem(f"client.{member}", "otherClient", {"id": linked.id or ""})
        for name, member in _LINKED_MEMBERS.items()
        if (value := getattr(client_part, name)) is not None and _fold_member(value) not in known[name]
    ]
    if problems:
        raise Refused("invalid", fields=problems)
    return linked


_LINKED_MEMBERS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "email_address": "emailAddress",
    "phone_number": "phoneNumber",
}


def _fold_member(text: str | None) -> str:
    """A name or address for comparison; numbers are compared by their figures."""
    text = (text or "").casefold()
    return text if re.search(r"[^\d\s()+./-]", text) else re.sub(r"[\s()./-]", "", text)


def get(connection: Connection, client_id: int, account_id: int) -> Client:
    """Get a client of that account. Refuses ``clientNotFound``."""
    return _build_client(_get_row(connection, client_id, account_id))


def list_clients(connection: Connection, search: str, after_id: int, limit: int, account_id: int) -> list[Client]:
    """List at most ``limit`` of the account's clients with ids above ``after_id``, by id; none whose data is held.

    Each word of ``search`` matches a part of a name or an e-mail address in any letter case, a number a part of a phone
    number.
    """
    in_range = [
        *(table.c.account_id == account_id, table.c.id > after_id, table.c.held_at.is_(None)),
        *_build_visibility(),
    ]
    query = select(table).where(*in_range).order_by(table.c.id).limit(limit)
    if terms := split_search_terms(search):
        # The subquery reads the index of search_text alone, since it has no other condition: with one, or an order, all
        # rows would be read, pictures included.
        conditions = (table.c.search_text.contains(term, autoescape=True) for term in terms)
        query = query.where(table.c.id.in_(select(table.c.id).where(*conditions)))
    elif search.strip():
        return []
    return [_build_client(row) for row in connection.execute(query)]


def update_search_texts(connection: Connection) -> bool:
    """Bring the search texts of some clients up to date after an upgrade. Returns False once all are."""
    after_id = connection.execute(select(office.c.old_search_after_id).with_for_update()).scalar_one()
    if after_id is None:
        return False
    query = select(table).where(table.c.id > after_id).order_by(table.c.id).limit(SEARCH_TEXT_BATCH)
    rows = connection.execute(query.with_for_update()).all()
    for row in rows:
        # A record that cannot be read is not found, but does not stop the others.
        with suppress(ValueError):
            search_text = build_search_text(_build_client(row))
            if search_text != row.search_text:
                connection.execute(update(table).where(table.c.id == row.id).values(search_text=search_text))
    connection.execute(update(office).values(old_search_after_id=rows[-1].id if rows else None))
    return bool(rows)


def add(connection: Connection, client_input: ClientInput, at: int, account_id: int) -> Client:
    values = _merge_columns({}, client_input) | {"created_at": at, "account_id": account_id}
    return get(connection, connection.execute(_INSERT, values).scalar_one(), account_id)


def change(connection: Connection, client_id: int, client_input: ClientInput, account_id: int, at: int) -> Client:
    """Merge the members sent; absent ones stay, null and empty ones are removed.

    Refuses ``clientNotFound``, and ``clientHeld`` for one whose data is held.
    """
    row = _get_row(connection, client_id, account_id, for_update=True)
    _check_not_held(row)
    before = _build_client(row).to_wire()
    connection.execute(
        update(table).where(table.c.id == client_id).values(_merge_columns(before, client_input) | {"reviewed_at": at})
    )
    return get(connection, client_id, account_id)


def set_held(connection: Connection, client_id: int, account_id: int, held_at: int | None) -> None:
    """Hold a client's data, or release it (None). Refuses ``clientNotFound``."""
    row = _get_row(connection, client_id, account_id, for_update=True)
    if (row.held_at is None) != (held_at is None):
        connection.execute(update(table).where(table.c.id == client_id).values(held_at=held_at))


def _check_not_held(row: Row[Any]) -> None:
    if row.held_at is not None:
        raise Refused("clientHeld")


def delete_unvisited(connection: Connection, client_ids: set[int]) -> int:
    """Delete those clients that have no visit and are not held. Returns how many."""
    # Locked first: a registration that is being made for one of them is seen afterwards.
    connection.execute(select(table.c.id).where(table.c.id.in_(client_ids)).order_by(table.c.id).with_for_update())
    has_visits = select(registration.c.id).where(registration.c.client_id == table.c.id).exists()
    unvisited = table.c.id.in_(client_ids), table.c.held_at.is_(None), ~has_visits
    return connection.execute(delete(table).where(*unvisited)).rowcount


def lock(connection: Connection, client_id: int, account_id: int) -> Row[Any]:
    """Get a client's row, locked until the end of the transaction. Refuses ``clientNotFound``."""
    return _get_row(connection, client_id, account_id, for_update=True)


def _get_row(connection: Connection, client_id: int, account_id: int, *, for_update: bool = False) -> Row[Any]:
    row = connection.execute(
        _BY_ID_FOR_UPDATE if for_update else _BY_ID, {"key": client_id, "account": account_id}
    ).first()
    if row is None or not _is_visible(connection, client_id):
        raise Refused("clientNotFound")
    return row


def _build_visibility() -> list[ColumnElement[bool]]:
    """The condition on a client for a caller with some queues only: it has had a visit in one of them."""
    limit = queue_limit.get()
    if limit is None:
        return []
    visit = select(registration.c.id).where(registration.c.client_id == table.c.id, registration.c.queue_id.in_(limit))
    return [visit.exists()]


def _is_visible(connection: Connection, client_id: int) -> bool:
    conditions = _build_visibility()
    query = select(table.c.id).where(table.c.id == client_id, *conditions)
    return not conditions or connection.execute(query).first() is not None


def _build_client(row: Row[Any], pending_columns: dict[str, Any] | None = None) -> Client:
    columns = {**row._mapping, **(pending_columns or {})}
    members = orjson.loads(columns["document"]) | {
        "id": str(columns["id"]),
        "firstName": columns["first_name"],
        "lastName": columns["last_name"],
        "language": columns["language"],
        "held": None if columns["held_at"] is None else render_time(columns["held_at"]),
    }
    primaries = (("emailAddresses", "email", columns["email"]), ("phoneNumbers", "number", columns["phone"]))
    for name, member, value in primaries:
        entries = members.get(name, [])
        if value and value not in (entry[member] for entry in entries):
            members[name] = [{member: value, "primary": True}, *entries]
    return Client.model_validate(members, context=FROM_SERVER)


def _merge_columns(old_members: dict[str, Any], client_input: ClientInput) -> dict[str, Any]:
    """Build the columns of a client after merging the members sent."""
    sent = client_input.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for flat_name, list_name, member in _FLAT_MEMBERS:
        if flat_name in sent:
            text = sent.pop(flat_name)
            entries = sent.get(list_name, old_members.get(list_name)) or []
            sent[list_name] = _set_primary(entries, member, text or "")
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


_FLAT_MEMBERS = (("emailAddress", "emailAddresses", "email"), ("phoneNumber", "phoneNumbers", "number"))


def _set_primary(entries: list[dict[str, Any]], member: str, text: str) -> list[dict[str, Any]]:
    """Make an address the primary one, or take the primary one away; the others stay behind it."""
    known = next((entry for entry in entries if entry[member] == text), {})
    others = [entry for entry in entries if entry is not known and (text or not entry.get("primary"))]
    if text:
        others.insert(0, {**known, member: text})
    return [{**entry, "primary": index == 0} for index, entry in enumerate(others)]


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
    """Leave out an address longer than a registration may have: it stays in the client's record only."""
    return email if email is None or len(email) <= NAME_LENGTH else None


def _fold_email(email: str | None) -> str | None:
    return email.casefold() if email else None
