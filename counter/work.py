"""What a desk does with clients. Each action ends in one sentence for the agent, also when somebody was faster."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shared.client import Unreachable
from shared.model.errors import Refused
from shared.model.registration import Registration, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counter.desk import Desk
    from shared.client import QueueClient

OVERTAKEN = frozenset({"transition", "conflict", "preconditionFailed", "registrationNotFound", "notFound"})
"""Reasons of a refusal which say that somebody else was faster."""
Step = Callable[[Registration], Awaitable[bool]]


@dataclass(frozen=True)
class Said:
    """The sentence that tells how an action ended: a text of the language files and its values."""

    key: str
    values: dict[str, str] = field(default_factory=dict)
    done: bool = False


class Work:
    """The actions of one desk. None of them is tried while the link is down."""

    def __init__(self, client: QueueClient, desk: Desk, queue_ids: Sequence[str]) -> None:
        self._client = client
        self._desk = desk
        self.queue_ids = queue_ids

    async def next(self) -> Said:
        """Finish the client at the desk, if there is one, and call the next of all queues."""
        return await self._guarded(self._next)

    async def call(self, registration_id: str) -> Said:
        """Call a chosen one of those who wait."""
        return await self._guarded(lambda: self._call(registration_id))

    async def recall(self) -> Said:
        """Call the client at the desk once more."""
        return await self._with_current(self._ring, "counter-did-recall")

    async def no_show(self) -> Said:
        """The client at the desk did not come."""
        return await self._with_current(self._to(Status.NO_SHOW), "counter-did-no-show")

    async def finish(self) -> Said:
        """The client at the desk has been served."""
        return await self._with_current(self._to(Status.FINISHED), "counter-did-finish")

    async def put_back(self) -> Said:
        """The client at the desk waits again."""
        return await self._with_current(self._to(Status.REGISTERED), "counter-did-put-back")

    async def _next(self) -> Said:
        expected = bool(self._desk.waiting)
        current = self._desk.current
        if current is not None:
            # Somebody else may have finished it: then there is nothing left to do with it.
            await self._change(current, {"status": Status.FINISHED})
        try:
            for queue_id in self._desk.queues_to_try(self.queue_ids):
                called = await self._client.call_next(queue_id, self._desk.name)
                if called is not None:
                    self._desk.remember(called)
                    return Said("counter-did-next", {"number": called.ticket, "desk": self._desk.name}, done=True)
        except Unreachable:
            if current is None:
                raise
            return Said("counter-half-done", {"number": current.ticket})
        return Said("counter-somebody-faster" if expected else "counter-queue-empty")

    async def _call(self, registration_id: str) -> Said:
        wanted = self._desk.get(registration_id)
        current = self._desk.current
        if wanted is None:
            return Said("counter-no-selection")
        if wanted.status != Status.REGISTERED:
            return Said("counter-not-waiting", {"number": wanted.ticket})
        if current is not None:
            return Said("counter-finish-first", {"number": current.ticket})
        if await self._change(wanted, {"status": Status.IN_PROGRESS, "counter": {"name": self._desk.name}}):
            return Said("counter-did-next", {"number": wanted.ticket, "desk": self._desk.name}, done=True)
        now = self._desk.get(wanted.id)
        if now is not None and now.status == Status.IN_PROGRESS and now.counter is not None:
            return Said("counter-row-taken", {"number": now.ticket, "desk": now.counter.name})
        return Said("counter-row-gone", {"number": wanted.ticket})

    async def _with_current(self, act_on: Step, told: str) -> Said:
        async def act() -> Said:
            current = self._desk.current
            if current is None:
                return Said("counter-nobody")
            done = await act_on(current)
            return Said(told if done else "counter-not-yours", {"number": current.ticket}, done=done)

        return await self._guarded(act)

    def _to(self, status: Status) -> Step:
        return lambda registration: self._change(registration, {"status": status})

    async def _ring(self, registration: Registration) -> bool:
        return await self._try(registration, self._client.recall(registration.queue.id, registration.id)) is not None

    async def _change(self, registration: Registration, members: Mapping[str, Any]) -> bool:
        """Change the registration if it still stands, at the same desk, as it is shown; False when it does not.

        Without the entity tag a second desk could take over a client whom the first has just called.
        """
        shown: Registration | None = registration
        while shown is not None and (shown.status, shown.counter) == (registration.status, registration.counter):
            match = shown.etag if shown.revision else None
            update = self._client.update(shown.queue.id, shown.id, members, match)
            if await self._try(shown, update) is not None:
                return True
            before, shown = shown, self._desk.get(shown.id)
            if shown is None or shown.revision == before.revision:
                break
        return False

    async def _try(self, registration: Registration, request: Awaitable[Registration]) -> Registration | None:
        """The changed registration; None when it was not as it is shown, and then the desk knows how it is."""
        try:
            changed = await request
        except Refused as refused:
            if refused.reason not in OVERTAKEN:
                raise
            with contextlib.suppress(Refused):
                self._desk.remember(await self._client.registration(registration.queue.id, registration.id))
            return None
        self._desk.remember(changed)
        return changed

    async def _guarded(self, act: Callable[[], Awaitable[Said]]) -> Said:
        if not self._desk.board.connected:
            return Said("counter-away")
        try:
            return await act()
        except Unreachable:
            return Said("counter-away")
        except Refused as refused:
            return Said("counter-refused", {"reason": refused.message or refused.reason})
