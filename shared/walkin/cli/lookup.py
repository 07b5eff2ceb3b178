"""Whom a word on the command line means, and how a registration is told of in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from walkin.cli import support as cli_support
from walkin.cli.queues import find
from walkin.cli.support import plain

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.registration import Registration


async def someone(client: QueueClient, which: str | None, desk: str, queue: tuple[str, ...]) -> Registration:
    """The registration that a ticket, its number or an id means; None is who is at the desk.

    Those of today, whoever is still in the office first. Ends the command when it is none, or not one.
    """
    queues = [await find(client, name) for name in queue] or await client.queues()
    active = [one for each in queues for one in await client.registrations(each.id)]
    if which is None:
        found = [one for one in active if one.counter and one.counter.name == desk and one.status == "inProgress"]
        return _only(found, f"Nobody is at {desk}.", f"Several are at {desk}")
    word = which.strip()
    found = [one for one in active if _means(one, word)]
    if not found and not word.startswith("id:"):
        prefixes = [word] if not word.isdecimal() else [f"{each.ticket_prefix}{int(word):03d}" for each in queues]
        states = ("finished", "noShow", "deleted")
        asked = [(each, prefix) for each in queues for prefix in prefixes if _is_ticket(prefix)]
        found = [one for each, prefix in asked for one in await client.registrations(each.id, *states, ticket=prefix)]
    return _only(found, f"{which} is nobody's ticket today.", f"{which} can be several")


def _is_ticket(word: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{1,2}[0-9]{1,9}", word) is not None


def _means(one: Registration, word: str) -> bool:
    if word.startswith("id:"):
        return one.id == word[3:]
    if word.isdecimal():
        return one.id == word or re.sub("^[A-Z]+", "", one.ticket) == f"{int(word):03d}"
    return one.ticket.casefold() == word.casefold()


def _only(found: list[Registration], none: str, several: str) -> Registration:
    if len(found) == 1:
        return found[0]
    named = ", ".join(f"{one.ticket} (id:{one.id}, {one.queue.name}, {one.status})" for one in found)
    raise cli_support.WrongUse(plain(f"{several}: {named}. Say which by its id." if found else none))


def told(one: Registration) -> str:
    """One line about a registration as it is now."""
    if one.parked:
        state = "is on hold"
    elif one.reserved is not None:
        state = f"waits for {one.reserved.name}"
    elif one.rank is not None:
        state = f"waits in {one.queue.name}, place {one.rank}"
    elif one.status == "inProgress" and one.counter is not None:
        state = f"is called to {one.counter.name}"
    else:
        words = {"finished": "is finished", "noShow": "did not come", "deleted": "is deleted"}
        state = words.get(one.status, f"is {one.status}")
    return plain(f"{one.ticket} {state}.")
