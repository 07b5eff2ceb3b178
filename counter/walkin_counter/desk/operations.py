"""Desk operations. Each ends in one sentence for the agent, also when another desk was faster."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from walkin.client import NotSupported, ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status
from walkin_counter.feedback import Feedback, describe_action, describe_error, name_client

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import QueueClient
    from walkin.model.desk import Desk
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin.settings import CounterSettings
    from walkin_counter.desk.state import DeskView

CONFLICT_REASONS = frozenset({"transition", "conflict", "preconditionFailed", "registrationNotFound", "notFound"})
"""Reasons of a refusal which mean that another desk was faster."""


class ChangeRequest(Protocol):
    """Requests a change of a registration in the state of an entity tag."""

    def __call__(
        self, queue_id: str, registration_id: str, *, desk: str, etag: str | None
    ) -> Awaitable[Registration]: ...


class DeskOperations:
    """The operations of one desk. None is tried while the server is unreachable."""

    def __init__(
        self, client: QueueClient, desk: DeskView, queue_ids: Sequence[str], settings: CounterSettings
    ) -> None:
        self._client = client
        self._desk = desk
        self._settings = settings
        self.set_queues(queue_ids)

    def set_queues(self, queue_ids: Sequence[str]) -> None:
        """Set the queues of the desk. The next `refresh_status` sends them to the server."""
        self.queue_ids = queue_ids
        self._has_sent_queues = False

    async def refresh_status(self) -> bool:
        """Fetch the status of the desk; return whether it has changed. Sends the queues of the desk once."""
        desk = next((desk for desk in await self._client.list_desks() if desk.name == self._desk.name), None)
        status_before = self._desk.status
        if desk is not None:
            self._desk.status = str(desk.status)
        if not self._has_sent_queues:
            # A refusal leaves the status valid.
            with contextlib.suppress(Refused):
                await self._send_queues(desk)
        return self._desk.status != status_before

    async def _send_queues(self, desk: Desk | None) -> None:
        """Save the queues of the desk at the server, which estimates waits from them. A new desk is opened."""
        if desk is None:
            await self._client.update_desk(self._desk.name, "open", self.queue_ids)
        elif {queue.id for queue in desk.queues} != set(self.queue_ids):
            await self._client.update_desk(self._desk.name, queue_ids=self.queue_ids)
        self._has_sent_queues = True

    async def call_next(self) -> Feedback:
        """Finish the current client, if there is one, and call the next of all queues.

        In a break it only ends the break: its agent has not looked yet at who is there and who is next.
        """
        if self._desk.status == "paused":
            return await self.set_desk_status("open")
        return await self._run_guarded(self._call_next)

    async def call(self, registration: Registration) -> Feedback:
        """Call a chosen client who waits, is on hold, or is reserved for this desk."""
        return await self._run_guarded(lambda: self._call_registration(registration))

    async def recall(self, registration: Registration) -> Feedback:
        return await self._run_change(
            registration,
            "recall",
            lambda queue_id, registration_id, *, desk, etag: self._client.recall(queue_id, registration_id, desk=desk),
            requires_desk=True,
        )

    async def mark_no_show(self, registration: Registration) -> Feedback:
        return await self._run_change(registration, "no-show", self._client.mark_no_show, requires_desk=True)

    async def finish(self, registration: Registration, outcome: str | None = None, note: str | None = None) -> Feedback:
        request = partial(self._client.finish, outcome=outcome, note=note)
        return await self._run_change(registration, "finish", request, requires_desk=True)

    async def put_back(self, registration: Registration, place: Place | None = None) -> Feedback:
        """Put the client back among the waiting, at ``place`` or at the former place."""
        return await self._run_change(registration, "put-back", partial(self._client.put_back, place=place))

    async def mark_returned(self, registration: Registration) -> Feedback:
        """Put a no-show back among the waiting."""
        return await self._run_change(registration, "came-back", self._client.mark_returned)

    async def toggle_hold(self, registration: Registration) -> Feedback:
        if registration.parked:
            return await self.put_back(registration)
        return await self._run_change(registration, "park", self._client.park)

    async def transfer(
        self,
        registration: Registration,
        to_queue: Queue | None = None,
        to_desk: str | None = None,
        place: Place | None = None,
    ) -> Feedback:
        queue_id = to_queue.id if to_queue else None
        request = partial(self._client.transfer, to_queue_id=queue_id, to_desk=to_desk, place=place)
        name = to_queue.name if to_queue else to_desk or ""
        return await self._run_change(registration, "transfer", request, to=name)

    async def prioritise(self, registration: Registration, priority: int) -> Feedback:
        request = partial(self._client.prioritise, priority=priority)
        return await self._run_change(registration, "priority", request)

    async def annotate(self, registration: Registration, note: str) -> Feedback:
        return await self._run_change(registration, "note", partial(self._client.annotate, note=note))

    async def identify(self, registration: Registration, client_id: str | None) -> Feedback:
        """Link the registration to a known client, or with None say that it is somebody else."""
        action = "decline" if client_id is None else "identify"
        return await self._run_change(registration, action, partial(self._client.identify, client_id=client_id))

    async def print_ticket(self, registration: Registration) -> Feedback:
        """Print the ticket on this desk's printer, marked as a copy if it was printed before."""
        from walkin.printing.again import print_again
        from walkin.printing.spooler import Spooler

        async def act() -> Feedback:
            spooler = Spooler(self._settings)
            try:
                result = await print_again(self._client, registration, self._settings, spooler.print)
            finally:
                await spooler.aclose()
            trouble = Feedback("paper-trouble", {"trouble": result.trouble or "error"})
            values = {"number": name_client(registration), "printed": result.printed, "trouble": trouble}
            return Feedback("counter-did-print", values, done=result.printed != "no")

        return await self._run_guarded(act)

    async def start_next_service(self, registration: Registration, to_queue: Queue) -> Feedback:
        """Finish this service, and register the client for the next one with the same ticket."""

        def request(queue_id: str, registration_id: str, *, desk: str, etag: str | None) -> Awaitable[Registration]:
            return self._client.start_next_service(queue_id, registration_id, to_queue.id, desk=desk)

        return await self._run_change(registration, "next-service", request, requires_desk=True, to=to_queue.name)

    async def undo(self, action_id: str | None = None) -> Feedback:
        """Undo an action of the desk, its last one without an id."""

        async def act() -> Feedback:
            undone = await self._client.undo(self._desk.name, action_id)
            for registration in undone.items:
                self._desk.apply_result(registration)
            action = describe_action(undone.kind, [name_client(registration) for registration in undone.items])
            return Feedback("counter-did-undo", {"action": action}, done=True)

        return await self._run_guarded(act)

    async def set_desk_status(self, status: str) -> Feedback:
        """Make the desk ``open``, ``paused`` or ``closed``."""

        async def act() -> Feedback:
            self._desk.status = (await self._client.update_desk(self._desk.name, status, self.queue_ids)).status
            return Feedback(f"counter-did-desk-{status}", done=True)

        return await self._run_guarded(act)

    async def set_queue_status(self, queue: Queue, status: str) -> Feedback:
        """Make a queue ``open`` or ``closed`` for new clients."""

        async def act() -> Feedback:
            await self._client.update_queue(queue.id, {"status": status})
            return Feedback(f"counter-did-queue-{status}", {"name": queue.name}, done=True)

        return await self._run_guarded(act)

    async def _call_next(self) -> Feedback:
        nobody = Feedback("counter-somebody-faster" if self._desk.waiting else "counter-queue-empty")
        try:
            result = await self._client.finish_and_call_next(self._desk.name, self.queue_ids)
        except Refused as refused:
            if refused.reason == "queueEmpty":
                return nobody
            if refused.status not in (404, 405, 501) or refused.reason == "queueNotFound":
                raise
            return await self._call_next_in_steps(nobody)
        for registration in result.finished:
            self._desk.apply_result(registration)
        if result.called is None:
            return nobody
        self._desk.apply_result(result.called)
        return self._confirm_call(result.called)

    async def _call_next_in_steps(self, nobody: Feedback) -> Feedback:
        """The same on a server without desks; ``nobody`` is the feedback if no client waits."""
        current = self._desk.current_client
        if current is not None:
            # Another desk may have finished it: then nothing is left to do with it.
            await self._change_registration(current, self._client.finish)
        try:
            for queue_id in self._desk.order_queues(self.queue_ids):
                called = await self._client.call_next(queue_id, self._desk.name)
                if called is not None:
                    self._desk.apply_result(called)
                    return self._confirm_call(called)
        except ServerUnreachable:
            if current is None:
                raise
            self._desk.board.reload()
            return Feedback("counter-half-done", {"number": name_client(current)})
        return nobody

    async def _call_registration(self, registration: Registration) -> Feedback:
        current = self._desk.current_client
        if registration.status != Status.REGISTERED:
            return Feedback("counter-not-waiting", {"number": name_client(registration)})
        if current is not None:
            return Feedback("counter-finish-first", {"number": name_client(current)})
        if await self._change_registration(registration, self._client.call):
            return self._confirm_call(registration)
        return self._describe_conflict(registration)

    def _confirm_call(self, called: Registration) -> Feedback:
        self._desk.remember_call(called)
        # The server opens a desk that calls.
        self._desk.status = "open"
        return Feedback("counter-did-next", {"number": name_client(called), "desk": self._desk.name}, done=True)

    def _describe_conflict(self, registration: Registration) -> Feedback:
        """Another desk was faster: where the client is now."""
        current = self._desk.board.get(registration.id)
        if current is not None and current.status == Status.IN_PROGRESS and current.counter is not None:
            return Feedback("counter-row-taken", {"number": name_client(current), "desk": current.counter.name})
        return Feedback("counter-row-gone", {"number": name_client(registration)})

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
                return Feedback(f"counter-did-{action}", {"number": name_client(registration), **values}, done=True)
            if requires_desk:
                return Feedback("counter-not-yours", {"number": name_client(registration)})
            return self._describe_conflict(registration)

        return await self._run_guarded(act)

    async def _change_registration(self, registration: Registration, request: ChangeRequest) -> bool:
        """Change the registration while its status and desk are those the agent sees; otherwise return False.

        Without the entity tag a second desk could take over a client whom the first has just called.
        """
        target: Registration | None = registration
        while target is not None and (target.status, target.counter) == (registration.status, registration.counter):
            if await self._try_change(target, request):
                return True
            previous, target = target, self._desk.board.get(target.id)
            if target is None or target.revision == previous.revision:
                break
        return False

    async def _try_change(self, target: Registration, request: ChangeRequest) -> bool:
        """Send a change; if the state is another one by now, fetch that state and return False."""
        etag = target.etag if target.revision else None
        try:
            changed = await request(target.queue.id, target.id, desk=self._desk.name, etag=etag)
        except NotSupported:
            raise
        except Refused as refused:
            if refused.reason not in CONFLICT_REASONS:
                raise
            with contextlib.suppress(Refused):
                self._desk.apply_result(await self._client.get_registration(target.queue.id, target.id))
            return False
        self._desk.apply_result(changed)
        return True

    async def _run_guarded(self, act: Callable[[], Awaitable[Feedback]]) -> Feedback:
        if not self._desk.board.is_connected:
            refusal = self._desk.board.refusal
            return describe_error(refusal) if refusal is not None else Feedback("counter-away")
        try:
            with self._desk.board.own_change():
                return await act()
        except ServerUnreachable:
            # Until the board shows whether it was done, the same key must not do it twice.
            self._desk.board.reload()
            return Feedback("counter-unknown")
        except Refused as refused:
            if refused.reason == "notConfirmed":
                self._desk.board.reload()
            return describe_error(refused)
