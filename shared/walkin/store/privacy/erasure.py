"""Erase a person's data, with every copy of it: answers, files, deliveries to watches, keys of requests."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select, update

from walkin.model.errors import Refused
from walkin.store import clients, phone_tickets, queues, uploads
from walkin.store.privacy import inventory
from walkin.store.queues import QueueState
from walkin.store.registrations import events, queries, undo_log
from walkin.store.registrations.queries import RegistrationRow
from walkin.store.schema.migrate import mark_for_scrubbing
from walkin.store.schema.tables import client, idempotency, registration
from walkin.store.watches import delivery_log, outbox

ERASED_COLUMNS: dict[str, Any] = dict.fromkeys(inventory.ENTRIES["registration"].personal)


def erase_client(connection: Connection, client_id: int, at: int, account_id: int) -> None:
    """Delete a client, and everything personal of its registrations, which keep ticket, queue and times.

    Each registration has an event ``updated``, and its watches get a delivery ``deleted`` without personal data.
    Refuses ``clientNotFound``, and ``clientHeld`` for one whose data is held.
    """
    states: dict[int, QueueState] = {}

    def lock_all() -> dict[int, list[int]]:
        of_client = select(registration.c.queue_id, registration.c.id).where(registration.c.client_id == client_id)
        by_queue: dict[int, list[int]] = {}
        for queue_id, registration_id in connection.execute(of_client.order_by(*of_client.selected_columns)).all():
            by_queue.setdefault(queue_id, []).append(registration_id)
        for queue_id in sorted(by_queue.keys() - states.keys()):
            states[queue_id] = queues.lock_queue(connection, queue_id, at, include_deleted=True)
        return by_queue

    # Queues are locked before the client, as by a new registration: the other order is a deadlock.
    lock_all()
    if clients.lock(connection, client_id, account_id).held_at is not None:
        raise Refused("clientHeld")
    for queue_id, registration_ids in lock_all().items():
        state = states[queue_id]
        for registration_id in registration_ids:
            (erased,) = erase_registrations(connection, state, [registration_id], at)
            events.record(connection, queue_id, state.revision, "updated", registration_id, at, erased.document)
            if state.has_watches:
                ranked = queries.attach_rank(connection, state, erased)
                outbox.enqueue(connection, ranked, erased, "deleted", at)
        queues.save(connection, state)
    connection.execute(delete(client).where(client.c.id == client_id))
    mark_for_scrubbing(connection)


def erase_registrations(
    connection: Connection, state: QueueState, registration_ids: Collection[int], at: int
) -> list[RegistrationRow]:
    """Take the personal data out of registrations of a locked queue; the caller saves it.

    All of them get the queue's next revision. Returns them as they are afterwards.
    """
    state.revision += 1
    erased = []
    for row in list(queries.list_by_ids(connection, sorted(registration_ids))):
        document = orjson.dumps(row.load_document() | {"revision": state.revision}).decode()
        after = row._replace(revision=state.revision, document=document, **ERASED_COLUMNS)
        changed = {name: getattr(after, name) for name in ("revision", "document", *ERASED_COLUMNS)}
        connection.execute(update(registration).where(registration.c.id == row.id).values(changed))
        uploads.set_files(connection, row.id, set())
        erased.append(after)
    connection.execute(delete(idempotency).where(idempotency.c.registration_id.in_(registration_ids)))
    phone_tickets.forget(connection, registration_ids)
    delivery_log.erase(connection, registration_ids, at)
    undo_log.forget_outcomes(connection, registration_ids)
    return erased
