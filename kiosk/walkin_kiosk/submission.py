"""Request a ticket for a session, and map the response to the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from walkin.client import ServerUnreachable
from walkin.client.queue_client import MISSING_STATUSES
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin_kiosk.service_catalog import ServiceCatalog, is_away
from walkin_kiosk.session import KioskSession

FailureKind = Literal["away", "closed", "refused"]

RETRYABLE_REASONS = frozenset({"conflict", "busy", "tooManyRequests"})
"""Refusals a retry may not meet: the same request is still being processed, or the server is busy."""


@dataclass(frozen=True)
class SubmissionFailed:
    """No ticket: the server is away, the service is closed, or the request was refused with ``message``."""

    kind: FailureKind
    message: str = ""


class NeedsCorrection:
    """No ticket yet: the session has gone to a question with a problem."""


async def request_ticket(
    catalog: ServiceCatalog, session: KioskSession
) -> Registration | SubmissionFailed | NeedsCorrection:
    """Register the session, without the server if it is away. Repeated calls give the same ticket."""
    try:
        if catalog.is_offline:
            raise ServerUnreachable
        return await _register(catalog, session)
    except (ServerUnreachable, Refused) as error:
        if isinstance(error, Refused) and not is_away(error):
            return await _handle_refusal(catalog, session, error)
        return await catalog.take_offline(session, error) or SubmissionFailed("away")


async def _register(catalog: ServiceCatalog, session: KioskSession) -> Registration:
    if catalog.client is None:
        raise ServerUnreachable
    body, key = session.build_request()
    try:
        return await catalog.client.register(session.queue.id, body, key)
    except Refused as refusal:
        if refusal.reason != "idempotencyMismatch" or session.sent_body is None:
            raise
        # An earlier try with other answers reached the server; the visit gets the ticket of that one.
        return await catalog.client.register(session.queue.id, session.sent_body, key)


async def _handle_refusal(
    catalog: ServiceCatalog, session: KioskSession, refusal: Refused
) -> SubmissionFailed | NeedsCorrection:
    is_missing = refusal.status in MISSING_STATUSES and refusal.reason != "queueNotFound"
    if refusal.reason in RETRYABLE_REASONS or is_missing:
        # Something stands in the server's place, perhaps since the server took an earlier try: the key is kept.
        return SubmissionFailed("away")
    session.reset_request()
    if refusal.reason in ("queueClosed", "queueNotFound"):
        return SubmissionFailed("closed")
    try:
        await catalog.reload()
    except (ServerUnreachable, Refused):
        queue = None
    else:
        queue = catalog.find_queue(session.queue.id)
    if queue is not None:
        session.replace_queue(queue)
    return NeedsCorrection() if session.apply_problems(refusal.fields) else SubmissionFailed("refused", refusal.message)
