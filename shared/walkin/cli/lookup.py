"""Resolve a ticket argument to a registration, and describe a registration in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from walkin.cli.support import UsageError, find_queue
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.registration import Registration


async def find_registration(
    client: QueueClient, ticket_ref: str | None, desk: str, queue_refs: tuple[str, ...]
) -> Registration:
    """The registration with that ticket, ticket number or id (``id:57``); None means the one at `desk`.

    Only registrations of today; active ones come first. Raises UsageError for none or several.
    """
    queues = [await find_queue(client, queue_ref) for queue_ref in queue_refs] or await client.list_queues()
    active = [registration for queue in queues for registration in await client.list_registrations(queue.id)]
    if ticket_ref is None:
        matches = [
            registration
            for registration in active
            if registration.counter and registration.counter.name == desk and registration.status == "inProgress"
        ]
        return _require_single(matches, f"Nobody is at {desk}.", f"Several are at {desk}")
    word = ticket_ref.strip()
    matches = [registration for registration in active if _is_match(registration, word)]
    if not matches and not word.startswith("id:"):
        for queue in queues:
            ticket = f"{queue.ticket_prefix}{int(word):03d}" if word.isdecimal() else word
            if _is_ticket(ticket):
                matches += await client.list_registrations(queue.id, "finished", "noShow", "deleted", ticket=ticket)
    return _require_single(matches, f"{ticket_ref} is nobody's ticket today.", f"{ticket_ref} can be several")


def _is_ticket(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{1,2}[0-9]{1,9}", text) is not None


def _is_match(registration: Registration, ticket_ref: str) -> bool:
    if ticket_ref.startswith("id:"):
        return registration.id == ticket_ref[3:]
    if ticket_ref.isdecimal():
        return registration.id == ticket_ref or re.sub("^[A-Z]+", "", registration.ticket) == f"{int(ticket_ref):03d}"
    return registration.ticket.casefold() == ticket_ref.casefold()


def _require_single(registrations: list[Registration], if_none: str, if_several: str) -> Registration:
    if len(registrations) == 1:
        return registrations[0]
    listed = ", ".join(
        f"{registration.ticket} (id:{registration.id}, {registration.queue.name}, {registration.status})"
        for registration in registrations
    )
    raise UsageError(strip_unprintable(f"{if_several}: {listed}. Say which by its id." if registrations else if_none))


def describe(registration: Registration) -> str:
    """Ticket and state of a registration in one line."""
    if registration.parked:
        state = "is on hold"
    elif registration.reserved is not None:
        state = f"waits for {registration.reserved.name}"
    elif registration.rank is not None:
        state = f"waits in {registration.queue.name}, place {registration.rank}"
    elif registration.status == "inProgress" and registration.counter is not None:
        state = f"is called to {registration.counter.name}"
    else:
        words = {"finished": "is finished", "noShow": "did not come", "deleted": "is deleted"}
        state = words.get(registration.status, f"is {registration.status}")
    return strip_unprintable(f"{registration.ticket} {state}.")
