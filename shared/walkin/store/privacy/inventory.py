"""What is kept about people: every column of every table, with counts and ages, and the export of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Table, func, or_, select

from walkin.store.registrations import undo_log
from walkin.store.schema.tables import (
    client,
    delivery,
    file,
    idempotency,
    metadata,
    phone_ticket,
    registration,
    snapshot,
    watch_error,
)


@dataclass(frozen=True)
class TableEntry:
    """A table: what its rows are, and each of its columns.

    ``personal`` says what of a client a column holds, ``other`` names the columns without any of it. ``kept`` is how
    long the personal data is kept, with the names of ``Retention`` in braces; ``age_column`` tells how old it is.
    """

    about: str
    other: str
    personal: Mapping[str, str] = field(default_factory=dict)
    kept: str = ""
    age_column: str = ""


ENTRIES: Mapping[str, TableEntry] = {
    "client": TableEntry(
        "a client",
        "id account_id created_at held_at reviewed_at",
        {
            "first_name": "name",
            "last_name": "name",
            "email": "e-mail address",
            "email_folded": "e-mail address, to find it",
            "phone": "phone number",
            "language": "language",
            "document": "everything else that the office or another system noted",
            "search_text": "name, addresses and numbers, to find them",
        },
        "as long as one of the client's visits; without any {personal_days} days after the last change",
        "created_at",
    ),
    "registration": TableEntry(
        "a visit: its ticket, queue and times stay for the statistics",
        "id queue_id status priority on_hold reserved_desk position ticket_queue_id day number registered_at "
        "started_at revision token document created_by told_from_minutes told_to_minutes told_mean_seconds "
        "told_people_ahead wait_seconds called_by held_ticket last_desk visit_seconds",
        {
            "client_id": "who it was",
            "client": "name, e-mail address and phone number",
            "form": "answers",
            "note": "the staff's note",
            "outcome": "how the visit ended",
            "possible_client_id": "who it may have been",
        },
        "{personal_days} days after the visit, or the service's keepPersonal; 0: until the visit has ended",
        "registered_at",
    ),
    "file": TableEntry(
        "a file that a client sent; its content is in the folder of files",
        "token registration_id media_type size created_at",
        {"digest": "the content", "name": "the file's name"},
        "as long as its visit, at most {file_days} days; an hour without a visit",
        "created_at",
    ),
    "idempotency": TableEntry(
        "a request's key, so that a second one takes no second ticket",
        "queue_id registration_id created_at",
        {"key": "what the sender chose", "fingerprint": "the request's check sum"},
        "a day",
        "created_at",
    ),
    "phone_ticket": TableEntry(
        "a ticket taken by phone, so that nobody takes too many",
        "registration_id taken_at",
        {"address": "a check sum of the phone's address", "device": "a check sum of the phone's cookie"},
        "until the visit has ended",
        "taken_at",
    ),
    "action": TableEntry(
        "what a desk did last, to undo it",
        "id account_id desk kind created_at position",
        {"steps": "how a visit ended"},
        "ten minutes",
        "created_at",
    ),
    "snapshot": TableEntry(
        "what is told to watches",
        "id created_at",
        dict.fromkeys(("resource", "previous", "extra"), "the visit with names, answers, note and outcome"),
        "{watch_log_days} days, at most as long as its visit's data",
        "created_at",
    ),
    "delivery": TableEntry(
        "a message to a watch",
        "id watch_id snapshot_id registration_id message_id event state next_attempt_at attempts created_at address "
        "method sent_at duration_ms status_code erased_at position",
        {
            "body": "the visit as it was sent",
            "headers": "a signature of it",
            "error": "what the receiver said",
            "response_body": "what the receiver answered",
        },
        "{watch_log_days} days, at most as long as its visit's data",
        "created_at",
    ),
    "watch_error": TableEntry(
        "a message that failed",
        "id delivery_id watch_id attempt failed_at duration_ms status_code",
        {"error": "what the receiver said", "response_body": "what the receiver answered"},
        "{watch_log_days} days, at most as long as its visit's data",
        "failed_at",
    ),
    "event": TableEntry(
        "a change of a visit, for the screens", "id queue_id revision kind registration_id created_at data packed"
    ),
    "account": TableEntry("an account of the office", "id name user_name created_at"),
    "queue": TableEntry(
        "a service with its form and figures",
        "id account_id name status ticket_prefix time_zone document form revision waiting last_position day "
        "last_number wait_count wait_sum_ms service_rate deleted_at has_watches",
    ),
    "desk": TableEntry("a desk", "account_id name status status_since last_active_at queue_ids free_since openings"),
    "watch": TableEntry(
        "a system that is told of changes",
        "id account_id queue_id status disabled_reason document secrets events include_previous include_extra version "
        "failing_since created_at",
    ),
    "crypto_key": TableEntry(
        "a key that signs messages",
        "id account_id kind name version secret previous_secret previous_secret_until created_at",
    ),
    "credential": TableEntry(
        "a program's key",
        "id account_id role queues name prefix key_hash token_hash redirect_uri created_at last_used_at expires_at "
        "revoked_at",
    ),
    "bearer": TableEntry(
        "a program's token",
        "hash kind credential_id grant_id role scope queue_id issued_from redirect_uri challenge used_at expires_at",
    ),
    "oauth_grant": TableEntry(
        "what an admin granted to a program", "id client_id granted_by role scope created_at revoked_at"
    ),
    "visit_figures": TableEntry("what was counted of the visits of a day or month", "queue_id period figures"),
    "ticket_day": TableEntry("the last number of a service on a day", "day queue_id ticket_prefix last_number"),
    "lease": TableEntry(
        "numbers that a kiosk gives while the server is away",
        "id kiosk queue_id day ticket_prefix first_number last_number created_at",
    ),
    "lock_slot": TableEntry("a lock, by a check sum", "id"),
    "office": TableEntry("the office's own number", "id epoch join_secret latest_at old_search_after_id"),
    "alert": TableEntry(
        "what a device told staff, for a day",
        "id account_id at kind count key place queue_id page trouble acknowledged_at acknowledged_by",
    ),
    "audit": TableEntry(
        "who changed what, by keys and numbers", "id lane number at key role operation object result hash digest"
    ),
    "audit_head": TableEntry("where the audit log ends", "lane number hash pruned_number pruned_hash"),
}
"""Every table. A column without an entry fails tests/store/test_privacy.py."""


class Holding(NamedTuple):
    """A table with personal data: how many rows have some, and the time of the oldest in ms."""

    table: str
    entry: TableEntry
    rows: int
    oldest: int | None


def list_holdings(connection: Connection) -> list[Holding]:
    """Count what is kept about people, table by table."""
    holdings = []
    for name, entry in ENTRIES.items():
        if not entry.personal:
            continue
        table = metadata.tables[name]
        has_some: ColumnElement[bool] = or_(*(table.c[column].is_not(None) for column in entry.personal))
        if table is snapshot:
            unerased = delivery.c.snapshot_id == snapshot.c.id, delivery.c.erased_at.is_(None)
            has_some = select(delivery.c.id).where(*unerased).exists()
        row = connection.execute(select(func.count(), func.min(table.c[entry.age_column])).where(has_some)).one()
        holdings.append(Holding(name, entry, row[0], row[1]))
    return holdings


def export_client(connection: Connection, client_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept about a client: the rows of each table with personal data, JSON texts parsed."""
    registrations = select(registration.c.id).where(registration.c.client_id == client_id)
    deliveries = select(delivery.c.id).where(delivery.c.registration_id.in_(registrations))
    conditions: list[tuple[Table, ColumnElement[bool]]] = [
        (client, client.c.id == client_id),
        (registration, registration.c.client_id == client_id),
        (file, file.c.registration_id.in_(registrations)),
        (idempotency, idempotency.c.registration_id.in_(registrations)),
        (phone_ticket, phone_ticket.c.registration_id.in_(registrations)),
        (delivery, delivery.c.id.in_(deliveries)),
        (snapshot, snapshot.c.id.in_(select(delivery.c.snapshot_id).where(delivery.c.id.in_(deliveries)))),
        (watch_error, watch_error.c.delivery_id.in_(deliveries)),
    ]
    rows = {
        str(table.name): [
            {
                str(name): _parse_if_json(table.c[name], value)
                for name, value in row._mapping.items()
                if value is not None
            }
            for row in connection.execute(select(table).where(condition)).all()
        ]
        for table, condition in conditions
    }
    ids = set(connection.execute(registrations).scalars())
    rows["action"] = [step._asdict() for step in undo_log.list_steps(connection, ids)]
    return rows


def _parse_if_json(column: Column[Any], value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "[") and column.name not in ("note", "outcome"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value
