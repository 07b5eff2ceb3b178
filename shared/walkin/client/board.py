"""The live picture of some queues: who waits, who is served, and how fresh that is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from walkin.client.desk_operations import ServerUnreachable
from walkin.client.feed import (
    ChangeReceived,
    ConnectionLost,
    FeedSignal,
    Heartbeat,
    QueueDeleted,
    ReloadNeeded,
    follow_queue,
)
from walkin.client.queue_client import QueueClient
from walkin.model.errors import Refused
from walkin.model.registration import ACTIVE_STATUSES, Registration, Status
from walkin.model.text import FROM_SERVER

MAX_LOOKUPS = 25
"""More changes than this that wait to be looked up are had cheaper by loading the list."""

REFUSED_RETRY_SECONDS = 3.0
"""Seconds before a server that said no is asked again."""


@dataclass(frozen=True)
class Change:
    """What happened to a registration: created, called, recalled, updated, finished, noShow, putBack, parked, reserved,
    undone, deleted or movedOut. ``registration`` is its state after it."""

    kind: str
    registration: Registration


ChangeListener = Callable[[Change | None], None]


class Board:
    """The active registrations of some queues, kept up by their feeds.

    With ``details`` registrations are whole, otherwise they have the public members only.
    """

    def __init__(self, client: QueueClient, queue_ids: Sequence[str], *, details: bool = True) -> None:
        self._client = client
        self._details = details
        self._queue_states = {queue_id: _QueueState() for queue_id in queue_ids}

    @property
    def queue_ids(self) -> list[str]:
        """The queues that are followed: a deleted one is followed no more."""
        return list(self._queue_states)

    @property
    def is_connected(self) -> bool:
        """Whether every queue's feed is up."""
        return all(lane.is_connected for lane in self._queue_states.values())

    @property
    def server_error(self) -> str:
        """What the server says is wrong, when it is more than being away."""
        return next(
            (lane.server_error for lane in self._queue_states.values() if lane.server_error and not lane.is_connected),
            "",
        )

    @property
    def updated_at(self) -> datetime | None:
        """The server's time at the last proof of life of all queues, None before the first."""
        times = [lane.updated_at for lane in self._queue_states.values()]
        return min((time for time in times if time is not None), default=None) if all(times) else None

    def list_waiting(self, queue_id: str | None = None) -> list[Registration]:
        """Those who wait, as they will be called: priority, then arrival."""
        found = self._filter_by_status(Status.REGISTERED, queue_id)
        return sorted((one for one in found if one.is_waiting), key=lambda one: one.call_order_key)

    def list_held_or_reserved(self, queue_id: str | None = None) -> list[Registration]:
        """Those who are registered without waiting: on hold, or reserved for a desk."""
        found = self._filter_by_status(Status.REGISTERED, queue_id)
        return sorted((one for one in found if not one.is_waiting), key=lambda one: one.call_order_key)

    def list_in_progress(self, queue_id: str | None = None) -> list[Registration]:
        """Those at a desk, latest call first."""
        found = self._filter_by_status(Status.IN_PROGRESS, queue_id)
        return sorted(found, key=lambda one: (one.called or one.registered).to_datetime(), reverse=True)

    def get(self, registration_id: str) -> Registration | None:
        """An active registration by its id."""
        for lane in self._queue_states.values():
            if registration_id in lane.active:
                return lane.active[registration_id]
        return None

    async def run(self, on_change: ChangeListener) -> None:
        """Follow the queues until each is deleted.

        ``changed`` hears of each change, and None of a new list, of the link going up or down and of a queue's end.
        """
        async with asyncio.TaskGroup() as group:
            for queue_id, lane in self._queue_states.items():
                group.create_task(self._receive_signals(queue_id, lane))
                group.create_task(self._process_signals(queue_id, lane, on_change))

    def _filter_by_status(self, status: Status, queue_id: str | None) -> list[Registration]:
        lanes = [lane for key, lane in self._queue_states.items() if queue_id in (None, key)]
        return [found for lane in lanes for found in lane.active.values() if found.status == status]

    async def _receive_signals(self, queue_id: str, state: _QueueState) -> None:
        async for signal in follow_queue(self._client, queue_id):
            await state.signals.put(signal)

    async def _process_signals(self, queue_id: str, state: _QueueState, on_change: ChangeListener) -> None:
        while True:
            signals: list[FeedSignal] = [await state.signals.get()]
            while not state.signals.empty():
                signals.append(state.signals.get_nowait())
            told = sum(isinstance(signal, ChangeReceived) for signal in signals)
            if self._details and told > MAX_LOOKUPS:
                signals = [*(signal for signal in signals if not isinstance(signal, ChangeReceived)), ReloadNeeded()]
            for signal in signals:
                if isinstance(signal, QueueDeleted):
                    del self._queue_states[queue_id]
                    on_change(None)
                    return
                await self._handle_signal(queue_id, state, signal, on_change)

    async def _handle_signal(
        self, queue_id: str, state: _QueueState, signal: FeedSignal, on_change: ChangeListener
    ) -> None:
        was_up = state.is_connected
        if isinstance(signal, ConnectionLost):
            state.is_connected, state.server_error = False, signal.message
        else:
            try:
                await self._apply_signal(queue_id, state, signal, on_change)
            except ServerUnreachable:
                # What this signal said is not known yet: the list is loaded when the link is back.
                state.is_connected, state.server_error = False, ""
                await asyncio.sleep(0.2)
                await state.signals.put(ReloadNeeded())
            except Refused as refused:
                state.is_connected, state.server_error = False, refused.message
                await asyncio.sleep(REFUSED_RETRY_SECONDS)
                await state.signals.put(ReloadNeeded())
            else:
                state.is_connected = True
                state.updated_at = self._client.now()
        if state.is_connected != was_up:
            on_change(None)

    async def _apply_signal(
        self, queue_id: str, state: _QueueState, signal: FeedSignal, on_change: ChangeListener
    ) -> None:
        if isinstance(signal, ReloadNeeded):
            found = signal.registrations
            fresh = found if found is not None else await self._client.list_registrations(queue_id)
            changes = state.replace_registrations(fresh if self._details else [one.to_public() for one in fresh])
            state.updated_at = self._client.now()
            state.is_connected = True
            for change in changes:
                on_change(change)
            on_change(None)
        elif isinstance(signal, ChangeReceived):
            if signal.document is None:
                on_change(None)
                return
            registration = await self._fetch_registration(queue_id, signal)
            state.update_registration(registration)
            state.is_connected = True
            on_change(Change(signal.kind, registration))
        else:
            assert isinstance(signal, Heartbeat)  # noqa: S101

    async def _fetch_registration(self, queue_id: str, signal: ChangeReceived) -> Registration:
        public: dict[str, Any] = {"queue": {"id": queue_id}, **(signal.document or {})}
        if signal.kind == "movedOut":
            public["status"] = Status.DELETED
        registration = Registration.model_validate(public, context=FROM_SERVER)
        if not self._details or registration.status not in ACTIVE_STATUSES:
            return registration
        try:
            return await self._client.get_registration(queue_id, registration.id)
        except Refused:
            # Gone to another queue meanwhile: its own event follows.
            return registration.model_copy(update={"status": Status.DELETED})


class _QueueState:
    """What is known of one queue."""

    def __init__(self) -> None:
        self.active: dict[str, Registration] = {}
        self.signals: asyncio.Queue[FeedSignal] = asyncio.Queue()
        self.updated_at: datetime | None = None
        self.is_connected = False
        self.server_error = ""
        self._loaded = False

    def update_registration(self, registration: Registration) -> None:
        if registration.status in ACTIVE_STATUSES:
            self.active[registration.id] = registration
        else:
            self.active.pop(registration.id, None)

    def replace_registrations(self, registrations: Sequence[Registration]) -> list[Change]:
        """Take a whole list; what it tells of calls and arrivals that were missed, none for the first list."""
        before, self.active = self.active, {one.id: one for one in registrations}
        first, self._loaded = not self._loaded, True
        if first:
            return []
        return [change for one in registrations if (change := _detect_change(before.get(one.id), one)) is not None]


def _detect_change(before: Registration | None, after: Registration) -> Change | None:
    was = before.status if before else Status.REGISTERED
    if after.status == Status.IN_PROGRESS and was != Status.IN_PROGRESS:
        return Change("called", after)
    if before is None:
        return Change("created", after)
    if after.calls > before.calls:
        return Change("recalled", after)
    return Change("updated", after) if after != before else None
