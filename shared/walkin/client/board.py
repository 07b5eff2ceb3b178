"""The live picture of some queues: who waits, who is served, and how fresh that is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from walkin.client.desk_operations import Unreachable
from walkin.client.feed import Alive, Gone, Lost, Signal, Stale, Told, follow
from walkin.client.queue_client import QueueClient
from walkin.model.errors import Refused
from walkin.model.registration import ACTIVE, Registration, Status
from walkin.model.text import READING

AT_ONCE = 25
"""More changes than this that wait to be looked up are had cheaper by loading the list."""

REFUSED_PAUSE = 3.0
"""Seconds before a server that said no is asked again."""


@dataclass(frozen=True)
class Change:
    """What happened to a registration: created, called, recalled, updated, finished, noShow, putBack, parked, reserved,
    undone, deleted or movedOut. ``registration`` is its state after it."""

    kind: str
    registration: Registration


Listener = Callable[[Change | None], None]


class Board:
    """The active registrations of some queues, kept up by their feeds.

    With ``details`` registrations are whole, otherwise they have the public members only.
    """

    def __init__(self, client: QueueClient, queue_ids: Sequence[str], *, details: bool = True) -> None:
        self._client = client
        self._details = details
        self._lanes = {queue_id: _Lane() for queue_id in queue_ids}

    @property
    def queue_ids(self) -> list[str]:
        """The queues that are followed: a deleted one is followed no more."""
        return list(self._lanes)

    @property
    def connected(self) -> bool:
        """Whether every queue's feed is up."""
        return all(lane.up for lane in self._lanes.values())

    @property
    def problem(self) -> str:
        """What the server says is wrong, when it is more than being away."""
        return next((lane.problem for lane in self._lanes.values() if lane.problem and not lane.up), "")

    @property
    def updated(self) -> datetime | None:
        """The server's time at the last proof of life of all queues, None before the first."""
        times = [lane.updated for lane in self._lanes.values()]
        return min((time for time in times if time is not None), default=None) if all(times) else None

    def waiting(self, queue_id: str | None = None) -> list[Registration]:
        """Those who wait, as they will be called: priority, then arrival."""
        found = self._with(Status.REGISTERED, queue_id)
        return sorted((one for one in found if one.waits), key=lambda one: one.arrival)

    def aside(self, queue_id: str | None = None) -> list[Registration]:
        """Those who are registered without waiting: on hold, or reserved for a desk."""
        found = self._with(Status.REGISTERED, queue_id)
        return sorted((one for one in found if not one.waits), key=lambda one: one.arrival)

    def serving(self, queue_id: str | None = None) -> list[Registration]:
        """Those at a desk, latest call first."""
        found = self._with(Status.IN_PROGRESS, queue_id)
        return sorted(found, key=lambda one: (one.called or one.registered).instant(), reverse=True)

    def get(self, registration_id: str) -> Registration | None:
        """An active registration by its id."""
        for lane in self._lanes.values():
            if registration_id in lane.active:
                return lane.active[registration_id]
        return None

    async def run(self, changed: Listener) -> None:
        """Follow the queues until each is deleted.

        ``changed`` hears of each change, and None of a new list, of the link going up or down and of a queue's end.
        """
        async with asyncio.TaskGroup() as group:
            for queue_id, lane in self._lanes.items():
                group.create_task(self._collect(queue_id, lane))
                group.create_task(self._apply(queue_id, lane, changed))

    def _with(self, status: Status, queue_id: str | None) -> list[Registration]:
        lanes = [lane for key, lane in self._lanes.items() if queue_id in (None, key)]
        return [found for lane in lanes for found in lane.active.values() if found.status == status]

    async def _collect(self, queue_id: str, lane: _Lane) -> None:
        async for signal in follow(self._client, queue_id):
            await lane.signals.put(signal)

    async def _apply(self, queue_id: str, lane: _Lane, changed: Listener) -> None:
        while True:
            signals: list[Signal] = [await lane.signals.get()]
            while not lane.signals.empty():
                signals.append(lane.signals.get_nowait())
            told = sum(isinstance(signal, Told) for signal in signals)
            if self._details and told > AT_ONCE:
                signals = [*(signal for signal in signals if not isinstance(signal, Told)), Stale()]
            for signal in signals:
                if isinstance(signal, Gone):
                    del self._lanes[queue_id]
                    changed(None)
                    return
                await self._take(queue_id, lane, signal, changed)

    async def _take(self, queue_id: str, lane: _Lane, signal: Signal, changed: Listener) -> None:
        was_up = lane.up
        if isinstance(signal, Lost):
            lane.up, lane.problem = False, signal.problem
        else:
            try:
                await self._learn(queue_id, lane, signal, changed)
            except Unreachable:
                # What this signal said is not known yet: the list is loaded when the link is back.
                lane.up, lane.problem = False, ""
                await asyncio.sleep(0.2)
                await lane.signals.put(Stale())
            except Refused as refused:
                lane.up, lane.problem = False, refused.message
                await asyncio.sleep(REFUSED_PAUSE)
                await lane.signals.put(Stale())
            else:
                lane.up = True
                lane.updated = self._client.now()
        if lane.up != was_up:
            changed(None)

    async def _learn(self, queue_id: str, lane: _Lane, signal: Signal, changed: Listener) -> None:
        if isinstance(signal, Stale):
            found = signal.registrations
            fresh = found if found is not None else await self._client.registrations(queue_id)
            changes = lane.replace(fresh if self._details else [one.public() for one in fresh])
            lane.updated = self._client.now()
            lane.up = True
            for change in changes:
                changed(change)
            changed(None)
        elif isinstance(signal, Told):
            if signal.document is None:
                changed(None)
                return
            registration = await self._look_up(queue_id, signal)
            lane.put(registration)
            lane.up = True
            changed(Change(signal.kind, registration))
        else:
            assert isinstance(signal, Alive)  # noqa: S101

    async def _look_up(self, queue_id: str, told: Told) -> Registration:
        public: dict[str, Any] = {"queue": {"id": queue_id}, **(told.document or {})}
        if told.kind == "movedOut":
            public["status"] = Status.DELETED
        registration = Registration.model_validate(public, context=READING)
        if not self._details or registration.status not in ACTIVE:
            return registration
        try:
            return await self._client.registration(queue_id, registration.id)
        except Refused:
            # Gone to another queue meanwhile: its own event follows.
            return registration.model_copy(update={"status": Status.DELETED})


class _Lane:
    """What is known of one queue."""

    def __init__(self) -> None:
        self.active: dict[str, Registration] = {}
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()
        self.updated: datetime | None = None
        self.up = False
        self.problem = ""
        self._loaded = False

    def put(self, registration: Registration) -> None:
        if registration.status in ACTIVE:
            self.active[registration.id] = registration
        else:
            self.active.pop(registration.id, None)

    def replace(self, fresh: Sequence[Registration]) -> list[Change]:
        """Take a whole list; what it tells of calls and arrivals that were missed, none for the first list."""
        before, self.active = self.active, {one.id: one for one in fresh}
        first, self._loaded = not self._loaded, True
        if first:
            return []
        return [change for one in fresh if (change := _difference(before.get(one.id), one)) is not None]


def _difference(before: Registration | None, after: Registration) -> Change | None:
    was = before.status if before else Status.REGISTERED
    if after.status == Status.IN_PROGRESS and was != Status.IN_PROGRESS:
        return Change("called", after)
    if before is None:
        return Change("created", after)
    if after.calls > before.calls:
        return Change("recalled", after)
    return Change("updated", after) if after != before else None
