"""How long ago a visit ended: its public page goes with it."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from walkin.model.registration import ACTIVE_STATUSES
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations import queries
from walkin.store.registrations.queries import RankedRegistration
from walkin.store.registrations.ranks import RankCache
from walkin.store.schema.tables import event

PAGE_TTL_MS = 2 * 3_600_000
"""A ticket's page answers for so long after the visit has ended."""

_EVENT_AT = CompiledStatement(
    select(event.c.at).where(event.c.queue_id == bindparam("queue_id"), event.c.revision == bindparam("revision"))
)


def find_visible_registration(
    connection: Connection, token: str, at: int, ranks: RankCache | None = None
) -> RankedRegistration | None:
    """The registration whose page has that token, None when its visit ended too long ago. Refuses ``notFound``."""
    found = queries.get_by_token(connection, token, at, ranks)
    if found.registration.status in ACTIVE_STATUSES:
        return found
    given = {"queue_id": found.queue.id, "revision": found.registration.revision}
    ended: int | None = _EVENT_AT.fetch_value(connection, given)
    return found if ended is not None and at - ended < PAGE_TTL_MS else None
