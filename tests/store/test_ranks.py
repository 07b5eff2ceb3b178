"""Ranks from the cache equal counted ranks after any sequence of changes."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from sqlalchemy import Connection

from walkin.model.errors import Refused
from walkin.model.registration import Ref, RegistrationInput, Status
from walkin.model.time import now_ms
from walkin.store import Store, open_store, queues
from walkin.store.registrations import commands, queries
from walkin.store.registrations.ranks import MAX_CATCH_UP_CHANGES, RankCache


def read_ranks(connection: Connection, ranks: RankCache) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """Return the ranks in queues 1 and 2 by registration id, from the cache and counted."""
    cached: dict[int, int | None] = {}
    counted: dict[int, int | None] = {}
    for queue in (1, 2):
        for key, _ in queries.list_ranked(connection, queue, list(Status)):
            cached[key] = queries.get(connection, queue, key, now_ms(), ranks).rank
            counted[key] = queries.get(connection, queue, key, now_ms()).rank
    return cached, counted


async def make_random_change(store: Store, randomness: random.Random, registrations: list[tuple[int, int]]) -> None:
    if len(registrations) < 10 or randomness.random() < 0.3:
        queue = randomness.choice((1, 2))
        new = RegistrationInput(priority=randomness.choice((0, 0, 0, 1, 5)))
        created = await store.write(commands.register, queue, new, now_ms())
        registrations.append((queue, created.registration.id))
        return
    index = randomness.randrange(len(registrations))
    queue, registration_id = registrations[index]
    change = randomness.choice(
        [
            RegistrationInput(status=Status.IN_PROGRESS),
            RegistrationInput(status=Status.REGISTERED),
            RegistrationInput(status=Status.NO_SHOW),
            RegistrationInput(priority=randomness.randrange(4)),
            RegistrationInput(queue=Ref(id=str(3 - queue))),
        ]
    )
    try:
        if randomness.random() < 0.05:
            await store.write(commands.remove, queue, registration_id, now_ms())
        else:
            changed = await store.write(commands.change, queue, registration_id, change, now_ms())
            registrations[index] = (changed.queue.id, registration_id)
    except Refused:
        return


async def test_memory_agrees_with_counting(office_file: Path) -> None:
    store = await asyncio.to_thread(open_store, office_file)
    randomness, registrations, ranks = random.Random(7), list[tuple[int, int]](), RankCache()
    try:
        for _ in range(60):
            for _ in range(randomness.choice((0, 1, 3, 20))):
                await make_random_change(store, randomness, registrations)
            cached, counted = await store.read(read_ranks, ranks)
            assert cached == counted
        assert any(cached.values())
    finally:
        await asyncio.to_thread(store.close)


async def test_an_old_snapshot_and_a_long_absence_are_counted_or_read_anew(office_file: Path) -> None:
    store = await asyncio.to_thread(open_store, office_file)
    ranks = RankCache()
    try:
        first = await store.write(commands.register, 1, RegistrationInput(), now_ms())
        await store.write(commands.register, 1, RegistrationInput(), now_ms())
        old = await store.read(queues.get, 1, now_ms())
        assert await store.read(ranks.get_rank, old, 0, first.registration.position) == 1
        for _ in range(MAX_CATCH_UP_CHANGES // 100 + 1):
            inputs = [RegistrationInput(priority=1) for _ in range(100)]
            await asyncio.gather(*(store.write(commands.register, 1, new, now_ms()) for new in inputs))
        ranked = await store.read(queries.get, 1, first.registration.id, now_ms(), ranks)
        assert ranked.rank == MAX_CATCH_UP_CHANGES + 101
        assert await store.read(ranks.get_rank, old, 0, first.registration.position) is None
    finally:
        await asyncio.to_thread(store.close)
