"""What a desk does with clients. Each action ends in one sentence for the agent, also when somebody was faster."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin_counter.desk.state import Desk

OVERTAKEN = frozenset({"transition", "conflict", "preconditionFailed", "registrationNotFound", "notFound"})
"""Reasons of a refusal which say that somebody else was faster."""
Request = Callable[[Registration, str | None], Awaitable[Registration]]
"""Asks for a change of a registration in the state of that entity tag."""


@dataclass(frozen=True)
class Said:
    """The sentence that tells how an action ended: a text of the language files and its values."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
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

    async def call(self, one: Registration) -> Said:
        """Call a chosen one of those who wait, are on hold, or are kept for this desk."""
        return await self._guarded(lambda: self._call(one))

    async def recall(self, one: Registration) -> Said:
        """Call the client at the desk once more."""
        name = self._desk.name
        return await self._act(
            one, "recall", lambda now, _: self._client.recall(now.queue.id, now.id, desk=name), here=True
        )

    async def no_show(self, one: Registration) -> Said:
        """The client at the desk did not come."""
        return await self._act(one, "no-show", self._asking(self._client.no_show), here=True)

    async def finish(self, one: Registration, outcome: str | None = None, note: str | None = None) -> Said:
        """The client at the desk has been served."""
        finish = self._asking(self._client.finish, outcome=outcome, note=note)
        return await self._act(one, "finish", finish, here=True)

    async def put_back(self, one: Registration, place: Place | None = None) -> Said:
        """They wait again, at that place or where they were before."""
        return await self._act(one, "put-back", self._asking(self._client.put_back, place=place))

    async def came_back(self, one: Registration) -> Said:
        """A no-show is here after all."""
        return await self._act(one, "came-back", self._asking(self._client.came_back))

    async def park(self, one: Registration) -> Said:
        """On hold, or off it."""
        if one.parked:
            return await self.put_back(one)
        return await self._act(one, "park", self._asking(self._client.park))

    async def transfer(
        self, one: Registration, queue: Queue | None = None, to_desk: str | None = None, place: Place | None = None
    ) -> Said:
        """To another queue, or to the one desk that may call them."""
        move = self._asking(self._client.transfer, to_queue=queue.id if queue else None, to_desk=to_desk, place=place)
        return await self._act(one, "transfer", move, to=queue.name if queue else to_desk or "")

    async def prioritise(self, one: Registration, priority: int) -> Said:
        """Another class of priority."""
        return await self._act(one, "priority", self._asking(self._client.prioritise, priority=priority))

    async def annotate(self, one: Registration, note: str) -> Said:
        """Another note."""
        return await self._act(one, "note", self._asking(self._client.annotate, note=note))

    async def go_on(self, one: Registration, queue: Queue) -> Said:
        """Finish, and register for the next service with the same ticket."""

        async def act() -> Said:
            name = self._desk.name
            if await self._change(one, lambda now, _: self._client.go_on(now.queue.id, now.id, queue.id, desk=name)):
                return Said("counter-did-next-service", {"number": one.ticket, "to": queue.name}, done=True)
            return Said("counter-not-yours", {"number": one.ticket})

        return await self._guarded(act)

    async def undo(self) -> Said:
        """Take back what this desk did last."""

        async def act() -> Said:
            undone = await self._client.undo(self._desk.name)
            for one in undone.items:
                self._desk.remember(one)
            numbers = ", ".join(dict.fromkeys(one.ticket for one in undone.items))
            return Said("counter-did-undo", {"kind": undone.kind, "numbers": numbers}, done=True)

        return await self._guarded(act)

    async def set_desk(self, status: str) -> Said:
        """Open, pause or close the desk."""

        async def act() -> Said:
            self._desk.status = (await self._client.update_desk(self._desk.name, status, self.queue_ids)).status
            return Said(f"counter-did-desk-{status}", done=True)

        return await self._guarded(act)

    async def set_queue(self, queue: Queue, status: str) -> Said:
        """Let new clients join a queue, or not."""

        async def act() -> Said:
            await self._client.update_queue(queue.id, {"status": status})
            return Said(f"counter-did-queue-{status}", {"name": queue.name}, done=True)

        return await self._guarded(act)

    async def _next(self) -> Said:
        expected = bool(self._desk.waiting)
        try:
            done = await self._client.desk_next(self._desk.name, self.queue_ids)
        except Refused as refused:
            if refused.reason == "queueEmpty":
                return Said("counter-somebody-faster" if expected else "counter-queue-empty")
            if refused.status not in (404, 405, 501) or refused.reason == "queueNotFound":
                raise
            return await self._next_in_steps(expected)
        for one in done.finished:
            self._desk.remember(one)
        if done.called is None:
            return Said("counter-somebody-faster" if expected else "counter-queue-empty")
        self._desk.remember(done.called)
        self._desk.status = "open"
        return Said("counter-did-next", {"number": done.called.ticket, "desk": self._desk.name}, done=True)

    async def _next_in_steps(self, expected: bool) -> Said:
        """The same at a server that knows no desks."""
        current = self._desk.current
        if current is not None:
            # Somebody else may have finished it: then there is nothing left to do with it.
            await self._change(current, self._asking(self._client.finish))
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

    async def _call(self, wanted: Registration) -> Said:
        current = self._desk.current
        if wanted.status != Status.REGISTERED:
            return Said("counter-not-waiting", {"number": wanted.ticket})
        if current is not None:
            return Said("counter-finish-first", {"number": current.ticket})
        name = self._desk.name
        if await self._change(wanted, lambda now, tag: self._client.call(now.queue.id, now.id, name, match=tag)):
            self._desk.status = "open"
            return Said("counter-did-next", {"number": wanted.ticket, "desk": name}, done=True)
        return self._overtaken(wanted)

    def _overtaken(self, wanted: Registration) -> Said:
        """Somebody else was faster: what has become of the one who was wanted."""
        now = self._desk.get(wanted.id)
        if now is not None and now.status == Status.IN_PROGRESS and now.counter is not None:
            return Said("counter-row-taken", {"number": now.ticket, "desk": now.counter.name})
        return Said("counter-row-gone", {"number": wanted.ticket})

    def _asking(self, method: Callable[..., Awaitable[Registration]], **given: Any) -> Request:
        return lambda now, tag: method(now.queue.id, now.id, **given, desk=self._desk.name, match=tag)

    async def _act(self, one: Registration, what: str, request: Request, *, here: bool = False, **values: str) -> Said:
        async def act() -> Said:
            if await self._change(one, request):
                return Said(f"counter-did-{what}", {"number": one.ticket, **values}, done=True)
            return Said("counter-not-yours", {"number": one.ticket}) if here else self._overtaken(one)

        return await self._guarded(act)

    async def _change(self, registration: Registration, request: Request) -> bool:
        """Change the registration if it still stands, at the same desk, as it is shown; False when it does not.

        Without the entity tag a second desk could take over a client whom the first has just called.
        """
        shown: Registration | None = registration
        while shown is not None and (shown.status, shown.counter) == (registration.status, registration.counter):
            if await self._try(shown, request(shown, shown.etag if shown.revision else None)):
                return True
            before, shown = shown, self._desk.get(shown.id)
            if shown is None or shown.revision == before.revision:
                break
        return False

    async def _try(self, registration: Registration, request: Awaitable[Registration]) -> bool:
        """Whether it was as it is shown, and has been changed; otherwise the desk now knows how it is."""
        try:
            changed = await request
        except Refused as refused:
            if refused.reason not in OVERTAKEN:
                raise
            with contextlib.suppress(Refused):
                self._desk.remember(await self._client.registration(registration.queue.id, registration.id))
            return False
        self._desk.remember(changed)
        return True

    async def _guarded(self, act: Callable[[], Awaitable[Said]]) -> Said:
        if not self._desk.board.connected:
            return Said("counter-away")
        try:
            return await act()
        except Unreachable:
            return Said("counter-unknown")
        except Refused as refused:
            return Said("counter-refused", {"reason": refused.message or refused.reason})
