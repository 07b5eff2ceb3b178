"""Taking the ticket: one request, and what its answer means for the visit. No screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin_kiosk.service_catalog import ServiceCatalog
from walkin_kiosk.session import KioskSession

FailureKind = Literal["away", "closed", "refused"]

RETRYABLE_REASONS = frozenset({"conflict", "busy", "tooManyRequests"})
"""Refusals that the next try may not meet: the same request is still being worked on, or the server is."""


@dataclass(frozen=True)
class SubmissionFailed:
    """There is no ticket, and why: the server is away, the service closed, or it said no in these words."""

    kind: FailureKind
    message: str = ""


class NeedsCorrection:
    """An answer has to be mended first: the visit is at its question."""


async def request_ticket(
    catalog: ServiceCatalog, session: KioskSession
) -> Registration | SubmissionFailed | NeedsCorrection:
    """Ask for the visit's ticket. However often it is called, the visit gets one."""
    try:
        return await _register(catalog, session)
    except ServerUnreachable:
        return SubmissionFailed("away")
    except Refused as refused:
        return await _handle_refusal(catalog, session, refused)


async def _register(catalog: ServiceCatalog, session: KioskSession) -> Registration:
    if catalog.client is None:
        raise ServerUnreachable
    body, key = session.build_request()
    try:
        return await catalog.client.register(session.queue.id, body, key)
    except Refused as refused:
        if refused.reason != "idempotencyMismatch" or session.sent_body is None:
            raise
        # An earlier try did arrive, with other answers: its ticket is the one this visit has.
        return await catalog.client.register(session.queue.id, session.sent_body, key)


async def _handle_refusal(
    catalog: ServiceCatalog, session: KioskSession, refused: Refused
) -> SubmissionFailed | NeedsCorrection:
    if refused.status >= 500 or refused.reason in RETRYABLE_REASONS:
        return SubmissionFailed("away")
    session.reset_request()
    if refused.reason in ("queueClosed", "queueNotFound"):
        return SubmissionFailed("closed")
    try:
        await catalog.reload()
    except (ServerUnreachable, Refused):
        queue = None
    else:
        queue = catalog.find_queue(session.queue.id)
    if queue is not None:
        session.replace_queue(queue)
    return NeedsCorrection() if session.apply_problems(refused.fields) else SubmissionFailed("refused", refused.message)
