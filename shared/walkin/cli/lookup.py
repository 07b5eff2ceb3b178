"""Whom a word on the command line means, and how a registration is told of in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from walkin.cli import support
from walkin.cli.queues import find_queue
from walkin.cli.support import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.registration import Registration


async def find_registration(
    client: QueueClient, ticket_ref: str | None, desk: str, queue_refs: tuple[str, ...]
) -> Registration:
    """The registration that a ticket, its number or an id means; None is who is at the desk.

    Those of today, whoever is still in the office first. Ends the command when it is none, or not one.
    """
    queues = [await find_queue(client, name) for name in queue_refs] or await client.list_queues()
    active = [one for each in queues for one in await client.list_registrations(each.id)]
    if ticket_ref is None:
        found = [one for one in active if one.counter and one.counter.name == desk and one.status == "inProgress"]
        return _require_single(found, f"Nobody is at {desk}.", f"Several are at {desk}")
    word = ticket_ref.strip()
    found = [one for one in active if _is_match(one, word)]
    if not found and not word.startswith("id:"):
        prefixes = [word] if not word.isdecimal() else [f"{each.ticket_prefix}{int(word):03d}" for each in queues]
        states = ("finished", "noShow", "deleted")
        asked = [(each, prefix) for each in queues for prefix in prefixes if _is_ticket(prefix)]
        found = [
            one for each, prefix in asked for one in await client.list_registrations(each.id, *states, ticket=prefix)
        ]
    return _require_single(found, f"{ticket_ref} is nobody's ticket today.", f"{ticket_ref} can be several")


def _is_ticket(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{1,2}[0-9]{1,9}", text) is not None


def _is_match(registration: Registration, ticket_ref: str) -> bool:
    if ticket_ref.startswith("id:"):
        return registration.id == ticket_ref[3:]
    if ticket_ref.isdecimal():
        return registration.id == ticket_ref or re.sub("^[A-Z]+", "", registration.ticket) == f"{int(ticket_ref):03d}"
    return registration.ticket.casefold() == ticket_ref.casefold()


def _require_single(registrations: list[Registration], none_message: str, several_message: str) -> Registration:
    if len(registrations) == 1:
        return registrations[0]
    named = ", ".join(f"{one.ticket} (id:{one.id}, {one.queue.name}, {one.status})" for one in registrations)
    raise support.UsageError(
        strip_unprintable(f"{several_message}: {named}. Say which by its id." if registrations else none_message)
    )


def describe(registration: Registration) -> str:
    """One line about a registration as it is now."""
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
