"""How long ago a visit ended: its public page goes with it."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from walkin.model.registration import ACTIVE
from walkin.store.engine.compiled import Prepared
from walkin.store.registrations import queries as entries
from walkin.store.registrations.queries import Found
from walkin.store.registrations.ranks import Ranks
from walkin.store.schema.tables import event

KEPT = 2 * 3_600_000
"""A ticket's page answers for so long after the visit has ended."""

_AT = Prepared(
    select(event.c.at).where(event.c.queue_id == bindparam("queue_id"), event.c.revision == bindparam("revision"))
)


def visible(connection: Connection, token: str, at: int, ranks: Ranks | None = None) -> Found | None:
    """The registration whose page has that token, None when its visit ended too long ago. Refuses ``notFound``."""
    found = entries.of_token(connection, token, at, ranks)
    if found.entry.status in ACTIVE:
        return found
    given = {"queue_id": found.queue.id, "revision": found.entry.revision}
    ended: int | None = _AT.value(connection, given)
    return found if ended is not None and at - ended < KEPT else None
