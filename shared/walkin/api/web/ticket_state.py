"""What a ticket's page tells of a visit at one moment, and the stream that says when something else is to be told."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from walkin.api.change_stream import BEAT
from walkin.api.state import Office
from walkin.languages import Words
from walkin.model.errors import Refused
from walkin.model.time import local
from walkin.store.registrations import page_lifetime as ends
from walkin.store.registrations.queries import Found


@dataclass(frozen=True)
class Told:
    """Nothing of it is personal. Waits in minutes; no ``high``: over ``low``; no ``low``: no desk is open."""

    ticket: str
    status: str
    calls: int
    desk: str
    ahead: int | None
    low: int | None
    high: int | None
    queue: int

    @classmethod
    def of(cls, found: Found, at: int) -> Told:
        """What is told of the registration."""
        document = orjson.loads(found.entry.document)
        outlook = found.queue.forecast(at)
        low, high = outlook.told(found.rank - 1) if outlook and found.rank else (None, None)
        return cls(
            document["ticket"],
            document["status"],
            document["calls"],
            document.get("counter", {}).get("name", ""),
            None if found.rank is None else found.rank - 1,
            low,
            high,
            found.queue.id,
        )

    @property
    def name(self) -> str:
        """A short name of this state: another one has another."""
        return blake2b(repr(self).encode(), digest_size=8).hexdigest()


async def changes(here: Office, found: Found, words: Words) -> AsyncGenerator[bytes]:
    """Server-sent events for one ticket: the state's name and the time, at each change and at least every 5 seconds.

    Follows the ticket into another queue. Ends when its page does.
    """
    before = ""
    token = found.entry.token
    while True:
        queue = found.queue.id
        async with contextlib.aclosing(here.hub.listen(queue, None)) as pieces:
            async for piece in pieces:
                at = here.clock()
                try:
                    now = await here.store.read(ends.visible, token, at, here.ranks)
                except Refused:
                    return
                if now is None:
                    return
                found, state = now, Told.of(now, at).name
                if state != before or piece == BEAT:
                    before = state
                    data = {"state": state, "at": words.time(local(at, found.queue.time_zone), "medium")}
                    yield b"data: " + orjson.dumps(data) + b"\n\n"
                if found.queue.id != queue:
                    break
            else:
                return
