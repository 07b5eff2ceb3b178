"""Expiry of public ticket pages, two hours after the visit ends."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from walkin.model.registration import ACTIVE_STATUSES
from walkin.model.time import HOUR_MS
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.registrations import queries
from walkin.store.registrations.queries import RankedRegistration
from walkin.store.registrations.ranks import RankCache
from walkin.store.schema.tables import event

PAGE_TTL_MS = 2 * HOUR_MS

_EVENT_TIME = CompiledStatement(
    select(event.c.created_at).where(
        event.c.queue_id == bindparam("queue_id"), event.c.revision == bindparam("revision")
    )
)


def find_visible_registration(
    connection: Connection, token: str, at: int, ranks: RankCache | None = None
) -> RankedRegistration | None:
    """Find the registration whose page has that token, None if the page has expired. Refuses ``notFound``."""
    ranked = queries.get_by_token(connection, token, at, ranks)
    if ranked.registration.status in ACTIVE_STATUSES:
        return ranked
    values = {"queue_id": ranked.queue.id, "revision": ranked.registration.revision}
    ended_at: int | None = _EVENT_TIME.fetch_value(connection, values)
    return ranked if ended_at is not None and at - ended_at < PAGE_TTL_MS else None
