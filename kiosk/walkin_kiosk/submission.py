"""Taking the ticket: one request, and what its answer means for the visit. No screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin_kiosk.service_catalog import Office
from walkin_kiosk.session import Visit

Kind = Literal["away", "closed", "refused"]

NOT_YET = frozenset({"conflict", "busy", "tooManyRequests"})
"""Refusals that the next try may not meet: the same request is still being worked on, or the server is."""


@dataclass(frozen=True)
class Stopped:
    """There is no ticket, and why: the server is away, the service closed, or it said no in these words."""

    kind: Kind
    message: str = ""


class Mend:
    """An answer has to be mended first: the visit is at its question."""


async def take(office: Office, visit: Visit) -> Registration | Stopped | Mend:
    """Ask for the visit's ticket. However often it is called, the visit gets one."""
    try:
        return await _registered(office, visit)
    except Unreachable:
        return Stopped("away")
    except Refused as refused:
        return await _meaning(office, visit, refused)


async def _registered(office: Office, visit: Visit) -> Registration:
    if office.client is None:
        raise Unreachable
    body, key = visit.request()
    try:
        return await office.client.register(visit.queue.id, body, key)
    except Refused as refused:
        if refused.reason != "idempotencyMismatch" or visit.sent is None:
            raise
        # An earlier try did arrive, with other answers: its ticket is the one this visit has.
        return await office.client.register(visit.queue.id, visit.sent, key)


async def _meaning(office: Office, visit: Visit, refused: Refused) -> Stopped | Mend:
    if refused.status >= 500 or refused.reason in NOT_YET:
        return Stopped("away")
    visit.answered()
    if refused.reason in ("queueClosed", "queueNotFound"):
        return Stopped("closed")
    try:
        await office.reload()
    except (Unreachable, Refused):
        queue = None
    else:
        queue = office.queue(visit.queue.id)
    if queue is not None:
        visit.renew(queue)
    return Mend() if visit.refused(refused.fields) else Stopped("refused", refused.message)
