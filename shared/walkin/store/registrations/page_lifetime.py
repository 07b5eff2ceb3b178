"""Expiry of public ticket pages, two hours after the visit ends."""

from __future__ import annotations

from sqlalchemy import Connection

from walkin.model.registration import ACTIVE_STATUSES
from walkin.model.time import HOUR_MS
from walkin.store.registrations import events, queries
from walkin.store.registrations.queries import RankedRegistration
from walkin.store.registrations.ranks import RankCache

PAGE_TTL_MS = 2 * HOUR_MS


def find_visible_registration(
    connection: Connection, token: str, at: int, ranks: RankCache | None = None
) -> RankedRegistration | None:
    """Find the registration whose page has that token, None if the page has expired. Refuses ``notFound``."""
    ranked = queries.get_by_token(connection, token, at, ranks)
    if ranked.registration.status in ACTIVE_STATUSES:
        return ranked
    ended_at = events.get_time(connection, ranked.queue.id, ranked.registration.revision)
    return ranked if ended_at is not None and at - ended_at < PAGE_TTL_MS else None
