"""What a desk does with clients. Each action ends in one sentence for the agent, also when somebody was faster."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin_counter.desk.state import DeskView

CONFLICT_REASONS = frozenset({"transition", "conflict", "preconditionFailed", "registrationNotFound", "notFound"})
"""Reasons of a refusal which say that somebody else was faster."""
ChangeRequest = Callable[[Registration, str | None], Awaitable[Registration]]
"""Asks for a change of a registration in the state of that entity tag."""


@dataclass(frozen=True)
class Feedback:
    """The sentence that tells how an action ended: a text of the language files and its values."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    done: bool = False


class DeskOperations:
    """The actions of one desk. None of them is tried while the link is down."""

    def __init__(self, client: QueueClient, desk: DeskView, queue_ids: Sequence[str]) -> None:
        self._client = client
        self._desk = desk
        self.queue_ids = queue_ids

    async def call_next(self) -> Feedback:
        """Finish the client at the desk, if there is one, and call the next of all queues."""
        return await self._run_guarded(self._call_next)

    async def call(self, registration: Registration) -> Feedback:
        """Call a chosen one of those who wait, are on hold, or are kept for this desk."""
        return await self._run_guarded(lambda: self._call_registration(registration))

    async def recall(self, registration: Registration) -> Feedback:
        """Call the client at the desk once more."""
        name = self._desk.name
        return await self._run_change(
            registration,
            "recall",
            lambda now, _: self._client.recall(now.queue.id, now.id, desk=name),
            requires_desk=True,
        )

    async def mark_no_show(self, registration: Registration) -> Feedback:
        """The client at the desk did not come."""
        return await self._run_change(
            registration, "no-show", self._bind_request(self._client.mark_no_show), requires_desk=True
        )

    async def finish(self, registration: Registration, outcome: str | None = None, note: str | None = None) -> Feedback:
        """The client at the desk has been served."""
        finish = self._bind_request(self._client.finish, outcome=outcome, note=note)
        return await self._run_change(registration, "finish", finish, requires_desk=True)

    async def put_back(self, registration: Registration, place: Place | None = None) -> Feedback:
        """They wait again, at that place or where they were before."""
        return await self._run_change(registration, "put-back", self._bind_request(self._client.put_back, place=place))

    async def mark_returned(self, registration: Registration) -> Feedback:
        """A no-show is here after all."""
        return await self._run_change(registration, "came-back", self._bind_request(self._client.mark_returned))

    async def toggle_hold(self, registration: Registration) -> Feedback:
        """On hold, or off it."""
        if registration.parked:
            return await self.put_back(registration)
        return await self._run_change(registration, "park", self._bind_request(self._client.park))

    async def transfer(
        self,
        registration: Registration,
        to_queue: Queue | None = None,
        to_desk: str | None = None,
        place: Place | None = None,
    ) -> Feedback:
        """To another queue, or to the one desk that may call them."""
        move = self._bind_request(
            self._client.transfer, to_queue=to_queue.id if to_queue else None, to_desk=to_desk, place=place
        )
        return await self._run_change(registration, "transfer", move, to=to_queue.name if to_queue else to_desk or "")

    async def prioritise(self, registration: Registration, priority: int) -> Feedback:
        """Another class of priority."""
        return await self._run_change(
            registration, "priority", self._bind_request(self._client.prioritise, priority=priority)
        )

    async def annotate(self, registration: Registration, note: str) -> Feedback:
        """Another note."""
        return await self._run_change(registration, "note", self._bind_request(self._client.annotate, note=note))

    async def start_next_service(self, registration: Registration, to_queue: Queue) -> Feedback:
        """Finish, and register for the next service with the same ticket."""

        async def act() -> Feedback:
            name = self._desk.name
            if await self._change_registration(
                registration,
                lambda now, _: self._client.start_next_service(now.queue.id, now.id, to_queue.id, desk=name),
            ):
                return Feedback(
                    "counter-did-next-service", {"number": registration.ticket, "to": to_queue.name}, done=True
                )
            return Feedback("counter-not-yours", {"number": registration.ticket})

        return await self._run_guarded(act)

    async def undo(self) -> Feedback:
        """Take back what this desk did last."""

        async def act() -> Feedback:
            undone = await self._client.undo(self._desk.name)
            for one in undone.items:
                self._desk.apply_result(one)
            numbers = ", ".join(dict.fromkeys(one.ticket for one in undone.items))
            return Feedback("counter-did-undo", {"kind": undone.kind, "numbers": numbers}, done=True)

        return await self._run_guarded(act)

    async def set_desk_status(self, status: str) -> Feedback:
        """Open, pause or close the desk."""

        async def act() -> Feedback:
            self._desk.status = (await self._client.update_desk(self._desk.name, status, self.queue_ids)).status
            return Feedback(f"counter-did-desk-{status}", done=True)

        return await self._run_guarded(act)

    async def set_queue_status(self, queue: Queue, status: str) -> Feedback:
        """Let new clients join a queue, or not."""

        async def act() -> Feedback:
            await self._client.update_queue(queue.id, {"status": status})
            return Feedback(f"counter-did-queue-{status}", {"name": queue.name}, done=True)

        return await self._run_guarded(act)

    async def _call_next(self) -> Feedback:
        expected = bool(self._desk.waiting)
        try:
            done = await self._client.finish_and_call_next(self._desk.name, self.queue_ids)
        except Refused as refused:
            if refused.reason == "queueEmpty":
                return Feedback("counter-somebody-faster" if expected else "counter-queue-empty")
            if refused.status not in (404, 405, 501) or refused.reason == "queueNotFound":
                raise
            return await self._call_next_in_steps(expected)
        for one in done.finished:
            self._desk.apply_result(one)
        if done.called is None:
            return Feedback("counter-somebody-faster" if expected else "counter-queue-empty")
        self._desk.apply_result(done.called)
        self._desk.status = "open"
        return Feedback("counter-did-next", {"number": done.called.ticket, "desk": self._desk.name}, done=True)

    async def _call_next_in_steps(self, expected: bool) -> Feedback:
        """The same at a server that knows no desks."""
        current = self._desk.current_client
        if current is not None:
            # Somebody else may have finished it: then there is nothing left to do with it.
            await self._change_registration(current, self._bind_request(self._client.finish))
        try:
            for queue_id in self._desk.order_queues(self.queue_ids):
                called = await self._client.call_next(queue_id, self._desk.name)
                if called is not None:
                    self._desk.apply_result(called)
                    return Feedback("counter-did-next", {"number": called.ticket, "desk": self._desk.name}, done=True)
        except ServerUnreachable:
            if current is None:
                raise
            return Feedback("counter-half-done", {"number": current.ticket})
        return Feedback("counter-somebody-faster" if expected else "counter-queue-empty")

    async def _call_registration(self, registration: Registration) -> Feedback:
        current = self._desk.current_client
        if registration.status != Status.REGISTERED:
            return Feedback("counter-not-waiting", {"number": registration.ticket})
        if current is not None:
            return Feedback("counter-finish-first", {"number": current.ticket})
        name = self._desk.name
        if await self._change_registration(
            registration, lambda now, tag: self._client.call(now.queue.id, now.id, name, etag=tag)
        ):
            self._desk.status = "open"
            return Feedback("counter-did-next", {"number": registration.ticket, "desk": name}, done=True)
        return self._describe_conflict(registration)

    def _describe_conflict(self, registration: Registration) -> Feedback:
        """Somebody else was faster: what has become of the one who was wanted."""
        now = self._desk.get(registration.id)
        if now is not None and now.status == Status.IN_PROGRESS and now.counter is not None:
            return Feedback("counter-row-taken", {"number": now.ticket, "desk": now.counter.name})
        return Feedback("counter-row-gone", {"number": registration.ticket})

    def _bind_request(self, method: Callable[..., Awaitable[Registration]], **arguments: Any) -> ChangeRequest:
        return lambda now, tag: method(now.queue.id, now.id, **arguments, desk=self._desk.name, match=tag)

    async def _run_change(
        self,
        registration: Registration,
        action: str,
        request: ChangeRequest,
        *,
        requires_desk: bool = False,
        **values: str,
    ) -> Feedback:
        async def act() -> Feedback:
            if await self._change_registration(registration, request):
                return Feedback(f"counter-did-{action}", {"number": registration.ticket, **values}, done=True)
            return (
                Feedback("counter-not-yours", {"number": registration.ticket})
                if requires_desk
                else self._describe_conflict(registration)
            )

        return await self._run_guarded(act)

    async def _change_registration(self, registration: Registration, request: ChangeRequest) -> bool:
        """Change the registration if it still stands, at the same desk, as it is shown; False when it does not.

        Without the entity tag a second desk could take over a client whom the first has just called.
        """
        shown: Registration | None = registration
        while shown is not None and (shown.status, shown.counter) == (registration.status, registration.counter):
            if await self._try_request(shown, request(shown, shown.etag if shown.revision else None)):
                return True
            before, shown = shown, self._desk.get(shown.id)
            if shown is None or shown.revision == before.revision:
                break
        return False

    async def _try_request(self, registration: Registration, request: Awaitable[Registration]) -> bool:
        """Whether it was as it is shown, and has been changed; otherwise the desk now knows how it is."""
        try:
            changed = await request
        except Refused as refused:
            if refused.reason not in CONFLICT_REASONS:
                raise
            with contextlib.suppress(Refused):
                self._desk.apply_result(await self._client.get_registration(registration.queue.id, registration.id))
            return False
        self._desk.apply_result(changed)
        return True

    async def _run_guarded(self, act: Callable[[], Awaitable[Feedback]]) -> Feedback:
        if not self._desk.board.is_connected:
            return Feedback("counter-away")
        try:
            return await act()
        except ServerUnreachable:
            return Feedback("counter-unknown")
        except Refused as refused:
            return Feedback("counter-refused", {"reason": refused.message or refused.reason})
