"""What people were told is kept, with how long they really waited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from walkin.model.registration import Counter, RegistrationInput
from walkin.model.time import to_local_day
from walkin.model.wait_estimate import ToldWaits
from walkin.store import Store, open_store, queues
from walkin.store.registrations import commands, queries, told_waits
from walkin.store.registrations.registration_json import build_wait_members

NOON = int(datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp() * 1000)
MINUTE = 60_000
DESK = Counter(name="Desk 1")


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    opened = await asyncio.to_thread(open_store, data)
    yield opened
    await asyncio.to_thread(opened.close)


async def register(store: Store, at: int, **members: Any) -> queries.RankedRegistration:
    return await store.write(commands.register, 1, RegistrationInput.model_validate(members), at)


async def change(store: Store, made: queries.RankedRegistration, at: int, **members: Any) -> queries.RankedRegistration:
    given = RegistrationInput.model_validate(members)
    return await store.write(commands.change, 1, made.registration.id, given, at)


async def summary(store: Store, at: int) -> ToldWaits:
    return await store.read(told_waits.summarize_told_waits, 1, None, None, at)


def told(made: queries.RankedRegistration, at: int) -> tuple[int, int]:
    """The range in the answer to registering."""
    assert made.rank is not None
    range_ = build_wait_members(made.queue.estimate_wait(at), made.rank - 1)["estimatedWaitingTime"]
    return range_["from"], range_["to"]


@pytest.mark.parametrize("where", ["below", "inside", "above"])
async def test_a_told_wait_is_counted_where_it_ended(store: Store, where: str) -> None:
    await register(store, NOON)
    await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    before = await summary(store, NOON)
    people = [await register(store, NOON) for _ in range(6)]
    low, high = told(people[5], NOON)
    assert 0 < low < high
    minutes = {"below": low - 1, "inside": high, "above": high + 1}[where]
    at = NOON + minutes * MINUTE
    await change(store, people[5], at, status="inProgress", counter={"name": "Desk 1"})
    found = await summary(store, at)
    assert found.count == before.count + 1
    assert round(getattr(found, where) * found.count) == round(getattr(before, where) * before.count) + 1
    learned = (await store.read(queues.get, 1, at)).service_rate
    was = people[5].queue.service_rate
    assert (learned.above > was.above, learned.below > was.below) == (where == "above", where == "below")
    assert found.inside is not None
    assert found.above is not None
    assert found.below is not None
    assert found.inside + found.above + found.below == pytest.approx(1, abs=0.002)


async def test_only_the_first_call_counts(store: Store) -> None:
    made = await register(store, NOON)
    await change(store, made, NOON + MINUTE, status="inProgress")
    await change(store, made, NOON + 2 * MINUTE, status="registered")
    await change(store, made, NOON + 90 * MINUTE, status="inProgress")
    found = await summary(store, NOON)
    assert (found.count, found.above) == (1, 0)


async def test_who_goes_to_another_queue_first_is_not_counted(store: Store) -> None:
    made = await register(store, NOON)
    await change(store, made, NOON, queue={"id": "2"})
    given = RegistrationInput.model_validate({"status": "inProgress"})
    await store.write(commands.change, 2, made.registration.id, given, NOON + MINUTE)
    assert (await summary(store, NOON)).count == 0
    assert (await store.read(told_waits.summarize_told_waits, 2, None, None, NOON)).count == 0


async def test_nobody_waiting_is_no_share(store: Store) -> None:
    made = await register(store, NOON)
    await change(store, made, NOON + MINUTE, status="noShow")
    found = await summary(store, NOON)
    assert (found.count, found.inside, found.mean_absolute_error) == (0, None, None)


async def test_days_are_chosen(store: Store) -> None:
    day = 24 * 60 * MINUTE
    for at in (NOON, NOON + day, NOON + 2 * day):
        made = await register(store, at)
        await change(store, made, at + MINUTE, status="inProgress")
        await change(store, made, at + 2 * MINUTE, status="finished")
    now = NOON + 2 * day
    # Those of the queue, which are the machine's.
    first, second, _, after = (to_local_day(NOON + number * day, made.queue.time_zone) for number in range(4))
    for since, until, count in (
        (None, None, 1),
        (first, None, 3),
        (first, second, 2),
        (None, first, 1),
        (after, None, 0),
    ):
        assert (await store.read(told_waits.summarize_told_waits, 1, since, until, now)).count == count


async def test_one_with_priority_is_told_the_place_in_front(store: Store) -> None:
    for _ in range(4):
        last = await register(store, NOON)
    first = await register(store, NOON, priority=1)
    assert told(first, NOON) < told(last, NOON)
    await change(store, first, NOON + told(first, NOON)[1] * MINUTE, status="inProgress")
    assert (await summary(store, NOON)).inside == 1


async def test_a_desk_that_leaves_people_waiting_is_not_open(store: Store) -> None:
    made = await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    await change(store, made, NOON + 5 * MINUTE, status="finished")
    await register(store, NOON + 5 * MINUTE)
    late = await register(store, NOON + 9 * MINUTE)
    assert build_wait_members(late.queue.estimate_wait(NOON + 9 * MINUTE), 1) == {"waitUnknown": "noDeskOpen"}
    await store.write(commands.call_next, 1, DESK, NOON + 10 * MINUTE)
    await store.write(commands.call_next, 1, DESK, NOON + 10 * MINUTE)
    assert (await summary(store, NOON)).count == 2, "the third was told nothing"
