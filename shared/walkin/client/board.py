"""The active registrations of several queues, kept up to date by their change feeds."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from walkin.client import feed
from walkin.client.active_registrations import ActiveRegistrations, Group
from walkin.client.queue_client import QueueClient, ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import ACTIVE_STATUSES, Registration, Status
from walkin.model.text import FROM_SERVER

MAX_LOOKUPS = 25
"""With more pending changes than this, loading the whole list is cheaper than one request for each."""

MAX_LOOKUP_HOLD_SECONDS = 1.0
"""Seconds for which a lookup waits at most for the response to a request of the caller's own."""

FIRST_RETRY_SECONDS = 0.2
"""Seconds before the list is requested again after a failure, doubled after each further one."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """A change of a registration: created, called, recalled, updated, finished, noShow, putBack, parked, reserved,
    undone, deleted or movedOut. ``registration`` is its state afterwards."""

    kind: str
    registration: Registration


ChangeListener = Callable[[Change | None], None]


class Board:
    """The active registrations of some queues, kept up to date by `run`.

    With ``details`` registrations are complete, otherwise they have the public members only.
    """

    def __init__(self, client: QueueClient, queue_ids: Sequence[str], *, details: bool = True) -> None:
        self._client = client
        self._details = details
        self._start_following: Callable[[_QueueState], None] | None = None
        """Set while `run` follows the queues."""
        self._own_change_count = 0
        self._own_changes_done = asyncio.Event()
        self._own_changes_done.set()
        self._queue_states = {queue_id: self._create_state(queue_id) for queue_id in queue_ids}

    @property
    def queue_ids(self) -> list[str]:
        """The queues that are followed, without those deleted since."""
        return list(self._queue_states)

    @property
    def is_connected(self) -> bool:
        """Whether every queue's feed is connected."""
        return all(state.is_connected for state in self._queue_states.values())

    @property
    def is_other_epoch(self) -> bool:
        """Whether the server has another database since the board was loaded; its queues may differ, too."""
        return any(state.is_other_epoch for state in self._queue_states.values())

    @property
    def refusal(self) -> Refused | None:
        """The refusal of a server that says why it refuses the feed; None when it is away or no Walkin."""
        refusals = (state.refusal for state in self._queue_states.values() if not state.is_connected)
        return next((refusal for refusal in refusals if refusal and refusal.message), None)

    @property
    def updated_at(self) -> datetime | None:
        """The server's time of the oldest of the queues' latest signals; None before each queue had one."""
        times = [state.updated_at for state in self._queue_states.values()]
        return min((time for time in times if time is not None), default=None) if all(times) else None

    def list_waiting(self, queue_id: str | None = None) -> list[Registration]:
        """List the waiting registrations in the order of calling: by priority, then arrival."""
        return self._list_group(Group.WAITING, queue_id)

    def list_held_or_reserved(self, queue_id: str | None = None) -> list[Registration]:
        return self._list_group(Group.HELD, queue_id)

    def list_in_progress(self, queue_id: str | None = None) -> list[Registration]:
        """List the registrations in progress, latest call first."""
        return self._list_group(Group.IN_PROGRESS, queue_id)

    def get(self, registration_id: str) -> Registration | None:
        found = (state.active.get(registration_id) for state in self._queue_states.values())
        return next((registration for registration in found if registration is not None), None)

    @contextmanager
    def own_change(self) -> Iterator[None]:
        """Hold lookups during a request of the caller's own: `apply_result` of its response makes them needless."""
        self._own_change_count += 1
        self._own_changes_done.clear()
        try:
            yield
        finally:
            self._own_change_count -= 1
            if not self._own_change_count:
                self._own_changes_done.set()

    def apply_result(self, registration: Registration) -> None:
        """Take over a registration from a response, ahead of its event, which then needs no lookup."""
        current = self.get(registration.id)
        # Revisions count the changes of one queue.
        if current and current.queue.id == registration.queue.id and current.revision >= registration.revision:
            return
        for queue_id, state in self._queue_states.items():
            state.results.pop(registration.id, None)
            if queue_id == registration.queue.id:
                state.update_registration(registration)
                state.results[registration.id] = registration
            else:
                state.active.remove(registration.id)

    def reload(self) -> None:
        """Load the lists again; until then the board is not connected.

        For a request whose response was lost: the server may carry it out, also later.
        """
        for state in self._queue_states.values():
            state.request_reload()

    def follow(self, queue_id: str) -> None:
        """Follow one more queue."""
        state = self._queue_states[queue_id] = self._create_state(queue_id)
        if self._start_following is not None:
            self._start_following(state)

    async def run(self, on_change: ChangeListener) -> None:
        """Follow the queues until each is deleted.

        ``on_change`` receives each change; it receives None after a reload, when the connection is lost or restored,
        and when a queue is deleted.
        """
        async with asyncio.TaskGroup() as group:

            def start_following(state: _QueueState) -> None:
                group.create_task(state.receive_signals())
                group.create_task(self._process_signals(state, on_change))

            self._start_following = start_following
            for state in self._queue_states.values():
                start_following(state)
        self._start_following = None

    def _create_state(self, queue_id: str) -> _QueueState:
        return _QueueState(self._client, queue_id, self._details, self._own_changes_done)

    def _list_group(self, group: Group, queue_id: str | None) -> list[Registration]:
        states = [state for key, state in self._queue_states.items() if queue_id in (None, key)]
        entries = [entry for state in states for entry in state.active.get_entries(group)]
        if len(states) > 1:
            entries.sort(key=itemgetter(0, 1))
        return [registration for _, _, registration in entries]

    async def _process_signals(self, state: _QueueState, on_change: ChangeListener) -> None:
        while True:
            for signal in await state.take_signals():
                if isinstance(signal, feed.QueueDeleted):
                    del self._queue_states[state.queue_id]
                    on_change(None)
                    return
                await state.handle_signal(signal, on_change)


class _QueueState:
    """The active registrations of one queue, and the state of its feed."""

    def __init__(self, client: QueueClient, queue_id: str, details: bool, own_changes_done: asyncio.Event) -> None:
        self._client = client
        self._own_changes_done = own_changes_done
        self._details = details
        self._signals: asyncio.Queue[feed.FeedSignal] = asyncio.Queue()
        self._loaded = False
        self.is_other_epoch = False
        self.queue_id = queue_id
        self.active = ActiveRegistrations()
        self.results: dict[str, Registration] = {}
        """Registrations from responses whose events have not arrived yet."""
        self.updated_at: datetime | None = None
        self.is_connected = False
        self.refusal: Refused | None = None
        self._is_stale = False
        """Whether the list must be loaded again before the registrations are right; a heartbeat is not enough."""
        self._retry_seconds = FIRST_RETRY_SECONDS

    async def receive_signals(self) -> None:
        async for signal in feed.follow_queue(self._client, self.queue_id):
            await self._signals.put(signal)

    def request_reload(self) -> None:
        self.is_connected, self._is_stale = False, True
        self._signals.put_nowait(feed.ReloadNeeded())

    async def take_signals(self) -> list[feed.FeedSignal]:
        """Wait for signals and take all of them; many changes become one reload."""
        signals: list[feed.FeedSignal] = [await self._signals.get()]
        while not self._signals.empty():
            signals.append(self._signals.get_nowait())
        others = [signal for signal in signals if not isinstance(signal, feed.ChangeReceived)]
        if self._details and len(signals) - len(others) > MAX_LOOKUPS:
            return [*others, feed.ReloadNeeded()]
        return signals

    async def handle_signal(self, signal: feed.FeedSignal, on_change: ChangeListener) -> None:
        was_connected = self.is_connected
        if isinstance(signal, feed.ConnectionLost):
            self.is_connected, self.refusal = False, signal.refusal
        else:
            try:
                await self._apply_signal(signal, on_change)
            except Exception as error:
                # No error may end the board: the screen may be unattended.
                if not isinstance(error, (Refused, ServerUnreachable)):
                    logger.exception("the board of a queue failed")
                self.is_connected = False
                self.refusal = error if isinstance(error, Refused) else None
                # The content of this signal is not known: the list is loaded once the server is back.
                self._is_stale = True
                # Jitter, so that not all screens ask a server that is back at once.
                await asyncio.sleep(self._retry_seconds * random.uniform(0.7, 1.3))
                self._retry_seconds = min(self._retry_seconds * 2, feed.MAX_RETRY_SECONDS)
                await self._signals.put(feed.ReloadNeeded())
            else:
                if isinstance(signal, feed.ReloadNeeded):
                    self._is_stale, self._retry_seconds = False, FIRST_RETRY_SECONDS
                self.is_connected = not self._is_stale
                if self.is_connected:
                    self.updated_at = self._client.now()
        if self.is_connected != was_connected:
            on_change(None)

    async def _apply_signal(self, signal: feed.FeedSignal, on_change: ChangeListener) -> None:
        if isinstance(signal, feed.ReloadNeeded):
            if signal.is_other_epoch:
                # The registrations of another database are not reported as changes.
                self.is_other_epoch, self._loaded = True, False
            registrations = signal.registrations
            if registrations is None:
                registrations = await self._client.list_registrations(self.queue_id)
            changes = self._replace_registrations(
                registrations if self._details else [r.to_public() for r in registrations]
            )
            self.updated_at = self._client.now()
            self.is_connected = True
            for change in changes:
                on_change(change)
            on_change(None)
        elif isinstance(signal, feed.ChangeReceived):
            if signal.document is None:
                on_change(None)
                return
            registration = await self._fetch_registration(signal.kind, signal.document)
            self.update_registration(registration)
            on_change(Change(signal.kind, registration))
        else:
            assert isinstance(signal, feed.Heartbeat)  # noqa: S101

    async def _fetch_registration(self, kind: str, document: dict[str, object]) -> Registration:
        registration = Registration.model_validate(
            {"queue": {"id": self.queue_id}, **document} | ({"status": Status.DELETED} if kind == "movedOut" else {}),
            context=FROM_SERVER,
        )
        if not self._details or registration.status not in ACTIVE_STATUSES:
            return registration
        with suppress(TimeoutError):
            async with asyncio.timeout(MAX_LOOKUP_HOLD_SECONDS):
                await self._own_changes_done.wait()
        result = self.results.get(registration.id)
        if result is not None and result.revision >= registration.revision:
            return result
        try:
            return await self._client.get_registration(self.queue_id, registration.id)
        except Refused:
            # Transferred to another queue meanwhile: a movedOut event follows.
            return registration.model_copy(update={"status": Status.DELETED})

    def update_registration(self, registration: Registration) -> None:
        """Add or replace an active registration, or remove one that is no longer active; ignore an outdated one."""
        if registration.id in self.results and self.results[registration.id].revision > registration.revision:
            return
        self.results.pop(registration.id, None)
        if registration.status in ACTIVE_STATUSES:
            self.active.put(registration)
        else:
            self.active.remove(registration.id)

    def _replace_registrations(self, registrations: Sequence[Registration]) -> list[Change]:
        """Replace the list; return the changes it shows, none for the first list."""
        previous, self.active = self.active, ActiveRegistrations(registrations)
        self.results.clear()
        is_first, self._loaded = not self._loaded, True
        if is_first:
            return []
        return [change for r in registrations if (change := _detect_change(previous.get(r.id), r)) is not None]


def _detect_change(before: Registration | None, after: Registration) -> Change | None:
    status_before = before.status if before else Status.REGISTERED
    if after.status == Status.IN_PROGRESS and status_before != Status.IN_PROGRESS:
        return Change("called", after)
    if before is None:
        return Change("created", after)
    if after.calls > before.calls:
        return Change("recalled", after)
    return Change("updated", after) if after != before else None
