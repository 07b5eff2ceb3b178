"""Ranks from memory are the ranks that counting gives, whatever happens in between and whoever reads."""

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


def both(connection: Connection, ranks: RankCache) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """Everybody's rank in queues 1 and 2, from memory and counted."""
    kept: dict[int, int | None] = {}
    counted: dict[int, int | None] = {}
    for queue in (1, 2):
        for entry, _ in queries.list_ranked(connection, queue, list(Status)):
            kept[entry.id] = queries.get(connection, queue, entry.id, now_ms(), ranks).rank
            counted[entry.id] = queries.get(connection, queue, entry.id, now_ms()).rank
    return kept, counted


async def act(store: Store, chance: random.Random, people: list[tuple[int, int]]) -> None:
    """One of the things that may happen in an office."""
    if len(people) < 10 or chance.random() < 0.3:
        queue = chance.choice((1, 2))
        given = RegistrationInput(priority=chance.choice((0, 0, 0, 1, 5)))
        found = await store.write(commands.register, queue, given, now_ms())
        people.append((queue, found.registration.id))
        return
    place = chance.randrange(len(people))
    queue, key = people[place]
    change = chance.choice(
        [
            RegistrationInput(status=Status.IN_PROGRESS),
            RegistrationInput(status=Status.REGISTERED),
            RegistrationInput(status=Status.NO_SHOW),
            RegistrationInput(priority=chance.randrange(4)),
            RegistrationInput(queue=Ref(id=str(3 - queue))),
        ]
    )
    try:
        if chance.random() < 0.05:
            await store.write(commands.remove, queue, key, now_ms())
        else:
            found = await store.write(commands.change, queue, key, change, now_ms())
            people[place] = (found.queue.id, key)
    except Refused:
        return


async def test_memory_agrees_with_counting(tmp_path: Path) -> None:
    store = await asyncio.to_thread(open_store, tmp_path / "office.db")
    chance, people, ranks = random.Random(7), list[tuple[int, int]](), RankCache()
    try:
        for _ in range(60):
            for _ in range(chance.choice((0, 1, 3, 20))):
                await act(store, chance, people)
            kept, counted = await store.read(both, ranks)
            assert kept == counted
        assert any(kept.values())
    finally:
        await asyncio.to_thread(store.close)


async def test_an_old_snapshot_and_a_long_absence_are_counted_or_read_anew(tmp_path: Path) -> None:
    store = await asyncio.to_thread(open_store, tmp_path / "office.db")
    ranks = RankCache()
    try:
        first = await store.write(commands.register, 1, RegistrationInput(), now_ms())
        await store.write(commands.register, 1, RegistrationInput(), now_ms())
        old = await store.read(queues.get, 1, now_ms())
        assert await store.read(ranks.get_rank, old, 0, first.registration.position) == 1
        for _ in range(MAX_CATCH_UP_CHANGES // 100 + 1):
            given = [RegistrationInput(priority=1) for _ in range(100)]
            await asyncio.gather(*(store.write(commands.register, 1, one, now_ms()) for one in given))
        found = await store.read(queries.get, 1, first.registration.id, now_ms(), ranks)
        assert found.rank == MAX_CATCH_UP_CHANGES + 101
        assert await store.read(ranks.get_rank, old, 0, first.registration.position) is None
    finally:
        await asyncio.to_thread(store.close)
