"""Kiosks and desks at two servers that are killed repeatedly; then the history of operations is checked.

The event log is the order in which the operations are said to have happened, one queue at a time (an order right
for each queue is right for all). It has to respect real time, and a queue that follows it has to give every answer that
was given. Operations without an answer have happened in full or not at all.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import time
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.support.offices import WalkinServer
from walkin.client import QueueClient, ServerUnreachable, connect
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.settings import Settings
from walkin.store import open_store
from walkin.store.access import audit
from walkin.store.registrations.events import unpack
from walkin.store.schema.tables import event, registration
from walkin.store.tickets import NUMBER_STEP

SECONDS = float(os.environ.get("HISTORY_SECONDS", "180"))
"""How long the soak runs."""
QUEUES = ("1", "2")
AWAY = {"databaseAway", "notConfirmed", "busy", "readOnly"}
"""Refusals that leave open whether the operation happened."""


@dataclass
class Operation:
    """A request of the kiosk or desk ``actor`` and its answer, with the times at which they were sent and received."""

    actor: str
    name: str
    began: float
    ended: float = math.inf
    refusal: str = ""
    answer: list[Registration] = field(default_factory=list)


class Actor:
    """A kiosk or a desk, which sends one request after the other to one of the servers."""

    def __init__(self, name: str, clients: list[QueueClient], history: list[Operation]) -> None:
        self.name, self.clients, self.history = name, clients, history
        self.random = random.Random(name)
        self.at_desk: Registration | None = None

    async def send(
        self, name: str, request: Callable[[QueueClient], Awaitable[list[Registration]]], tries: int = 1
    ) -> Operation:
        """Send a request until it is answered, at most ``tries`` times."""
        operation = Operation(self.name, name, time.monotonic())
        self.history.append(operation)
        for _ in range(tries):
            try:
                operation.answer = await request(self.random.choice(self.clients))
            except ServerUnreachable:
                await asyncio.sleep(0.05)
                continue
            except Refused as refusal:
                if refusal.reason in AWAY:
                    await asyncio.sleep(0.05)
                    continue
                operation.refusal = refusal.reason
            operation.ended = time.monotonic()
            break
        return operation

    async def take_ticket(self) -> None:
        queue_id, key = self.random.choice(QUEUES), f"{self.name}-{len(self.history)}"
        members = {"priority": self.random.choice((0, 0, 0, 1))}

        async def register(client: QueueClient) -> list[Registration]:
            return [await client.register(queue_id, members, key)]

        await self.send(f"register {queue_id}", register, self.random.choice((1, 100)))
        await asyncio.sleep(self.random.uniform(0, 0.06))

    async def work(self) -> None:
        """Call the next client; sometimes undo that, or send the client to the other queue."""
        at_desk, chance = self.at_desk, self.random.random()

        async def call(client: QueueClient) -> list[Registration]:
            result = await client.finish_and_call_next(self.name, QUEUES)
            return [*result.finished, *([result.called] if result.called else [])]

        async def undo(client: QueueClient) -> list[Registration]:
            return (await client.undo(self.name)).items

        async def follow(client: QueueClient) -> list[Registration]:
            assert at_desk is not None
            to_queue = QUEUES[at_desk.queue.id == QUEUES[0]]
            return [await client.start_next_service(at_desk.queue.id, at_desk.id, to_queue, desk=self.name)]

        if at_desk is None or chance < 0.8:
            operation = await self.send("call", call)
        elif chance < 0.9:
            operation = await self.send("undo", undo)
        else:
            operation = await self.send("follow", follow)
        self.at_desk = next((item for item in operation.answer if item.status == "inProgress"), None)


@dataclass
class Event:
    """A row of the event log; ``after`` is the registration's public document."""

    queue_id: str
    revision: int
    id: str
    kind: str
    at: int
    after: dict[str, Any]
    desk: str = ""


class Checker:
    """Replays the event log of an office and matches the answers with it."""

    def __init__(self, connection: Connection, history: list[Operation]) -> None:
        self.history = history
        rows = connection.execute(select(event).where(event.c.registration_id.is_not(None)).order_by(event.c.id)).all()
        self.events = [
            Event(
                str(r.queue_id),
                r.revision,
                str(r.registration_id),
                r.kind,
                r.created_at,
                json.loads(unpack(r.data, r.packed)),
            )
            for r in rows
        ]
        self.rows = {str(row.id): row for row in connection.execute(select(registration))}
        self.waiting_counts: dict[str, dict[int, int]] = {queue_id: {0: 0} for queue_id in QUEUES}
        """How many wait after each revision of a queue."""

    def replay(self) -> None:
        """Follow the log: each call is of the first one waiting, and a desk has one client at a time."""
        last: dict[str, Event] = {}
        waiting: dict[str, dict[str, tuple[int, int]]] = {queue_id: {} for queue_id in QUEUES}
        at_desks: defaultdict[str, set[str]] = defaultdict(set)
        numbers: Counter[tuple[int, str]] = Counter()
        for number, change in enumerate(self.events):
            before, after, in_queue, row = (
                last.get(change.id),
                change.after,
                waiting[change.queue_id],
                self.rows[change.id],
            )
            if change.kind == "created" and row.number < NUMBER_STEP:
                numbers[row.ticket_queue_id, row.day] += 1
                assert row.number == numbers[row.ticket_queue_id, row.day], f"{change}: a number is lost or given twice"
            if change.kind == "called":
                assert change.id == min(in_queue, key=in_queue.__getitem__, default=""), f"{change}: not the first"
            change.desk = get_desk(after) or (before or last.get(after.get("follows", "")) or change).desk
            last[change.id] = change
            in_queue.pop(change.id, None)
            at_desks[change.desk].discard(change.id)
            if after["status"] == "registered":
                in_queue[change.id] = -after.get("priority", 0), after["position"]
            elif after["status"] == "inProgress":
                at_desks[change.desk].add(change.id)
            self.waiting_counts[change.queue_id][change.revision] = len(in_queue)
            following = self.events[number + 1] if number + 1 < len(self.events) else None
            if following is None or (following.at, following.kind) != (change.at, change.kind):
                assert len(at_desks[change.desk]) <= 1, f"{change}: an operation happened in part"
        assert {key: change.after["status"] for key, change in last.items()} == {
            key: row.status for key, row in self.rows.items()
        }
        for queue_id, counts in self.waiting_counts.items():
            _, first, *_ = counts
            assert list(counts) == [0, *range(first, first + len(counts) - 1)], f"the log of queue {queue_id} has a gap"

    def match(self) -> None:
        """Find the events of each answer, and operations without an answer for the events that are left."""
        by_revision = {(change.queue_id, change.revision): change for change in self.events}
        by_change = defaultdict(list)
        for change in self.events:
            by_change[change.at, change.desk].append(change)
        answered: set[tuple[str, int]] = set()
        times: dict[str, list[tuple[int, Operation]]] = {queue_id: [] for queue_id in QUEUES}
        created = {change.id: change for change in self.events if change.kind == "created"}
        for operation in self.history:
            for item in operation.answer:
                is_new = operation.name.startswith("register")
                # An answer to a repeated request shows what became of the registration since.
                change = created[item.id] if is_new else by_revision[item.queue.id, item.revision]
                assert (change.id, change.after["ticket"]) == (item.id, item.ticket), f"{operation} is not in the log"
                assert is_new or change.after["status"] == item.status, f"{operation} is not in the log"
                changes = [change] if is_new else by_change[change.at, change.desk]
                answered |= {(each.queue_id, each.revision) for each in changes}
                times[change.queue_id].append((change.revision, operation))
        of_registers = [
            change for operation in self.history if operation.name.startswith("register") for change in operation.answer
        ]
        assert len({item.id for item in of_registers}) == len(of_registers), "one ticket for two requests"
        for queue_id, entries in times.items():
            check_real_time(sorted(entries, key=itemgetter(0)), self.waiting_counts[queue_id], self.history)
        left = {
            (change.at, change.desk or f"register {change.queue_id}", change.id if not change.desk else "")
            for key, change in by_revision.items()
            if key not in answered
        }
        unknown = Counter(
            operation.name if operation.name.startswith("register") else operation.actor
            for operation in self.history
            if operation.ended == math.inf
        )
        assert Counter(name for _, name, _ in left) <= unknown, "something happened that nobody asked for"


def get_desk(document: dict[str, Any]) -> str:
    return str(document.get("counter", {}).get("name", ""))


def check_real_time(
    entries: list[tuple[int, Operation]], waiting_counts: dict[int, int], history: list[Operation]
) -> None:
    """Assert that what was answered before a request was sent has a smaller revision, and that nobody was waiting at
    some moment of a request that found nobody."""
    latest_began = list(accumulate((operation.began for _, operation in entries), max))
    for (_, operation), began in zip(entries, latest_began, strict=True):
        assert operation.ended >= began, f"{operation} is behind one that began after it"
    earliest_end = list(accumulate((operation.ended for _, operation in reversed(entries)), min))[::-1]
    revisions = [0, *(revision for revision, _ in entries), max(waiting_counts) + 1]
    for operation in history:
        if operation.refusal == "queueEmpty":
            # From the last one that had ended before it, to the first one that began after it.
            first = revisions[bisect_left(earliest_end, operation.began)]
            end = revisions[bisect_right(latest_began, operation.ended) + 1]
            assert not all(waiting_counts.get(revision) for revision in range(first, end)), (
                f"{operation}: somebody waited"
            )


async def kill_servers(servers: list[WalkinServer], end: float) -> int:
    """Kill one of the servers and start it again, until the end; return how often."""
    kills = 0
    while time.monotonic() < end:
        await asyncio.sleep(random.uniform(0.5, 3))
        server = random.choice(servers)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        kills += 1
    return kills


@pytest.mark.parametrize(
    "seconds",
    [pytest.param(8, marks=pytest.mark.long, id="short"), pytest.param(SECONDS, marks=pytest.mark.soak, id="soak")],
)
async def test_the_history_of_two_servers_that_are_killed(
    data: Path | str, seconds: float, capsys: pytest.CaptureFixture[str]
) -> None:
    servers = [WalkinServer(data).start() for _ in range(2)]
    history: list[Operation] = []
    end = time.monotonic() + seconds

    async def run(step: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < end:
            await step()

    async with AsyncExitStack() as stack:
        for server in servers:
            stack.callback(server.close)
        clients = [await stack.enter_async_context(await connect(Settings(api=server.url))) for server in servers]
        kiosks = [Actor(f"Kiosk {number}", clients, history) for number in range(4)]
        desks = [Actor(f"Desk {number}", clients, history) for number in range(4)]
        *_, kills = await asyncio.gather(
            *(run(kiosk.take_ticket) for kiosk in kiosks),
            *(run(desk.work) for desk in desks),
            kill_servers(servers, end),
        )
    store = await asyncio.to_thread(open_store, data)
    try:
        checker = await store.read(Checker, history)
        _, breaks = await store.read(audit.verify_chains)
    finally:
        await asyncio.to_thread(store.close)
    checker.replay()
    checker.match()
    assert breaks == []
    names = Counter(operation.name.partition(" ")[0] for operation in history if operation.answer)
    assert min(names["register"], names["call"], names["undo"], names["follow"]) > 0
    unknown = sum(operation.ended == math.inf for operation in history)
    with capsys.disabled():
        print(f" [{kills} kills, {dict(names)} answered, {unknown} unknown]", end="")
