"""State of a ticket page, and an SSE stream of its changes."""

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
    """What a ticket page shows, nothing personal; without ``wait`` the reason is in ``wait_unknown``."""

    ticket: str
    status: str
    calls: int
    desk: str
    ahead: int | None
    wait: WaitRange | None
    wait_unknown: str | None
    delay_reason: str | None
    """Why the wait is longer than told: a key of the texts ``page-delay-…``."""
    queue_id: int

    @classmethod
    def from_registration(cls, registration: RankedRegistration, at: int) -> TicketState:
        """Build the state of a registration's page at a time in milliseconds."""
        document = orjson.loads(registration.registration.document)
        wait = delay_reason = None
        if registration.rank:
            told_range, delay_reason = registration.queue.wait_estimate.retell_minutes(
                registration.rank - 1, registration.registration.told_wait, at
            )
            wait = told_range and WaitRange(from_=told_range[0], to=told_range[1])
        return cls(
            document["ticket"],
            document["status"],
            document["calls"],
            document.get("counter", {}).get("name", ""),
            None if registration.rank is None else registration.rank - 1,
            wait,
            registration.queue.wait_estimate.unknown_reason if registration.rank else None,
            delay_reason,
            registration.queue.id,
        )

    @property
    def digest(self) -> str:
        """A hash of the state, by which the page's script sees that it has changed."""
        return blake2b(repr(self).encode(), digest_size=8).hexdigest()


async def stream_changes(app_state: AppState, registration: RankedRegistration, words: Words) -> AsyncGenerator[bytes]:
    """Yield server-sent events of one ticket: digest and local time, at each change and every 10 seconds.

    Follows the ticket into another queue; ends when the page expires.
    """
    last_digest = ""
    token = registration.registration.token
    while True:
        queue_id = registration.queue.id
        async with contextlib.aclosing(app_state.broadcaster.listen(queue_id, None)) as pieces:
            async for piece in pieces:
                at = app_state.clock()
                try:
                    current = await app_state.store.read(
                        page_lifetime.find_visible_registration, token, at, app_state.ranks
                    )
                except Refused:
                    return
                if current is None:
                    return
                registration, digest = current, TicketState.from_registration(current, at).digest
                if digest != last_digest or piece == HEARTBEAT:
                    last_digest = digest
                    data = {
                        "state": digest,
                        "at": words.format_time(to_local(at, registration.queue.time_zone)),
                    }
                    yield b"data: " + orjson.dumps(data) + b"\n\n"
                if registration.queue.id != queue_id:
                    break
            else:
                return
