"""What a ticket's page tells of a visit at one moment, and the stream that says when something else is to be told."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from walkin.api.change_stream import HEARTBEAT
from walkin.api.state import AppState
from walkin.languages import Words
from walkin.model.errors import Refused
from walkin.model.registration import WaitRange
from walkin.model.time import to_local
from walkin.store.registrations import page_lifetime
from walkin.store.registrations.queries import RankedRegistration


@dataclass(frozen=True)
class TicketState:
    """Nothing of it is personal. No ``wait``: no desk is open."""

    ticket: str
    status: str
    calls: int
    desk: str
    ahead: int | None
    wait: WaitRange | None
    queue_id: int

    @classmethod
    def from_registration(cls, registration: RankedRegistration, at: int) -> TicketState:
        """What is told of the registration."""
        document = orjson.loads(registration.registration.document)
        outlook = registration.queue.estimate_wait(at)
        wait = None
        if outlook and registration.rank:
            low, high = outlook.range_minutes(registration.rank - 1)
            wait = WaitRange(from_=low, to=high)
        return cls(
            document["ticket"],
            document["status"],
            document["calls"],
            document.get("counter", {}).get("name", ""),
            None if registration.rank is None else registration.rank - 1,
            wait,
            registration.queue.id,
        )

    @property
    def digest(self) -> str:
        """A short name of this state: another one has another."""
        return blake2b(repr(self).encode(), digest_size=8).hexdigest()


async def stream_changes(app_state: AppState, registration: RankedRegistration, words: Words) -> AsyncGenerator[bytes]:
    """Server-sent events for one ticket: the state's name and the time, at each change and at least every 5 seconds.

    Follows the ticket into another queue. Ends when its page does.
    """
    before = ""
    token = registration.registration.token
    while True:
        queue = registration.queue.id
        async with contextlib.aclosing(app_state.broadcaster.listen(queue, None)) as pieces:
            async for piece in pieces:
                at = app_state.clock()
                try:
                    now = await app_state.store.read(
                        page_lifetime.find_visible_registration, token, at, app_state.ranks
                    )
                except Refused:
                    return
                if now is None:
                    return
                registration, state = now, TicketState.from_registration(now, at).digest
                if state != before or piece == HEARTBEAT:
                    before = state
                    data = {
                        "state": state,
                        "at": words.format_time(to_local(at, registration.queue.time_zone), "medium"),
                    }
                    yield b"data: " + orjson.dumps(data) + b"\n\n"
                if registration.queue.id != queue:
                    break
            else:
                return
