"""In random offices the store calls the client that `find_next` and the forecast choose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, select

from walkin.model.calling_order import CallOrderKey, WaitingClient, find_next
from walkin.model.desk import DeskInput, NextInput
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import RegistrationInput, Status
from walkin.model.wait_estimate import QueueOutlook, Schedule, ServiceRate, ServingDesk
from walkin.store import Store, desks, open_store, queues
from walkin.store.registrations import commands, desk_commands
from walkin.store.schema.tables import registration as table

DESKS = ("Desk 1", "Desk 2", "Desk 3")
START = 1_800_000_000_000


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    opened = await asyncio.to_thread(open_store, data)
    yield opened
    await asyncio.to_thread(opened.close)


def list_line(connection: Connection) -> list[WaitingClient]:
    """List all clients who are registered and not on hold, unordered."""
    rows = connection.execute(
        select(table.c.priority, table.c.position, table.c.id, table.c.queue_id, table.c.reserved_desk).where(
            table.c.status == Status.REGISTERED.value, ~table.c.on_hold
        )
    )
    return [WaitingClient(CallOrderKey.from_priority(*row[:3]), *row[3:]) for row in rows]


def find_next_by_forecast(line: list[WaitingClient], desk: str, queue_ids: set[int]) -> list[CallOrderKey]:
    """List the clients, without reserved ones, whose forecast wait is 0 if only this desk is open, and free."""
    outlooks = {queue_id: QueueOutlook(ServiceRate(), 10) for queue_id in {client.queue_id for client in line}}
    schedule = Schedule.begin(outlooks, [ServingDesk(desk, frozenset(queue_ids & outlooks.keys()))])
    called = []
    for client in sorted(line):
        places = len(schedule.slots[client.queue_id])
        schedule.add(client)
        slots = schedule.slots[client.queue_id]
        if len(slots) > places and slots[-1][0] == 0:
            called.append(client.key)
    return called


class RandomOffice:
    """Registers and changes clients at random."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.random, self.at = store, Random(seed), START

    async def change_anybody(self, line: list[WaitingClient], queue_ids: list[int]) -> None:
        choice, random = self.random.random(), self.random
        if choice < 0.5 or not line:
            priority = random.choice([0, 0, 0, 1, 2])
            await self.register(random.choice(queue_ids), priority=priority)
            return
        client = random.choice(line)
        members: dict[str, Any] = random.choice(
            [
                {"parked": True},
                {"reserved": {"name": random.choice(DESKS)}},
                {"reserved": {"name": ""}},
                {"place": random.choice(["first", "last", "original", 2, 3])},
                {"priority": random.choice([0, 1, 2])},
                {"queue": {"id": str(random.choice(queue_ids))}, "place": random.choice(["first", "last"])},
                {"status": "noShow"},
            ]
        )
        registration_input = RegistrationInput.model_validate(members)
        await self.store.write(
            commands.change, client.queue_id, client.key.registration_id, registration_input, self.at
        )

    async def register(self, queue_id: int, **members: Any) -> None:
        await self.store.write(commands.register, queue_id, RegistrationInput.model_validate(members), self.at)


async def check_office(store: Store, seed: int, steps: int) -> None:
    office = RandomOffice(store, seed)
    await store.write(queues.add, QueueInput(name="Third"), START, 1)
    queue_ids = [state.id for state in await store.read(queues.list_queues, START, 1)]
    served = {desk: set(office.random.sample(queue_ids, office.random.randint(1, len(queue_ids)))) for desk in DESKS}
    for desk, ids in served.items():
        desk_input = DeskInput.model_validate({"status": "open", "queues": [{"id": str(key)} for key in ids]})
        await store.write(desks.change, desk, desk_input, 1, lambda _: True, START)
    for _ in range(steps):
        # Positions are times of arrival: several arrive at the same moment, in several queues.
        office.at += office.random.choice([0, 0, 1, 5000])
        line = await store.read(list_line)
        if office.random.random() < 0.65:
            await office.change_anybody(line, queue_ids)
            continue
        desk = office.random.choice(DESKS)
        expected = find_next(line, desk, served[desk])
        call = store.write(desk_commands.call_next, desk, NextInput(finish=False), 1, lambda _: True, office.at)
        if expected is None:
            with pytest.raises(Refused, match="queueEmpty"):
                await call
            continue
        [called] = (await call).registrations
        assert (called.registration.id, called.queue.id) == (expected.key.registration_id, expected.queue_id)
        assert find_next_by_forecast(line, desk, served[desk]) == ([] if expected.reserved_desk else [expected.key])


@pytest.mark.parametrize("seed", range(2))
async def test_the_next_client_is_the_one_that_the_forecast_says(store: Store, seed: int) -> None:
    await check_office(store, seed, 40)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
async def test_the_next_client_is_the_one_that_the_forecast_says_in_many_offices(store: Store, seed: int) -> None:
    await check_office(store, seed, 200)
