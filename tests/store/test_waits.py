"""Told waits are stored, and compared with the actual waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from walkin.model.registration import Counter, RegistrationInput
from walkin.model.time import DAY_MS, MINUTE_MS, to_local_day
from walkin.model.wait_estimate import ToldWaits
from walkin.store import Store, open_store, queues
from walkin.store.registrations import commands, queries, told_waits
from walkin.store.registrations.registration_json import build_wait_members

NOON = int(datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp() * 1000)
DESK = Counter(name="Desk 1")


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    opened = await asyncio.to_thread(open_store, data)
    yield opened
    await asyncio.to_thread(opened.close)


async def register(store: Store, at: int, **members: Any) -> queries.RankedRegistration:
    return await store.write(commands.register, 1, RegistrationInput.model_validate(members), at)


async def change(
    store: Store, registration: queries.RankedRegistration, at: int, **members: Any
) -> queries.RankedRegistration:
    registration_input = RegistrationInput.model_validate(members)
    return await store.write(commands.change, 1, registration.registration.id, registration_input, at)


async def summarize(store: Store, at: int) -> ToldWaits:
    return await store.read(told_waits.summarize_told_waits, 1, None, None, at)


def get_told_range(registration: queries.RankedRegistration, at: int) -> tuple[int, int]:
    """Return the range of minutes that the response to registering has."""
    assert registration.rank is not None
    range_ = build_wait_members(registration.queue.estimate_wait(at), registration.rank - 1)["estimatedWaitingTime"]
    return range_["from"], range_["to"]


@pytest.mark.parametrize("where", ["below", "inside", "above"])
async def test_a_told_wait_is_counted_where_it_ended(store: Store, where: str) -> None:
    await register(store, NOON)
    await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    before = await summarize(store, NOON)
    *_, last = [await register(store, NOON) for _ in range(6)]
    low, high = get_told_range(last, NOON)
    assert 0 < low < high
    minutes = {"below": low - 1, "inside": high, "above": high + 1}[where]
    at = NOON + minutes * MINUTE_MS
    await change(store, last, at, status="inProgress", counter={"name": "Desk 1"})
    figures = await summarize(store, at)
    assert figures.count == before.count + 1
    assert round(getattr(figures, where) * figures.count) == round(getattr(before, where) * before.count) + 1
    learned = (await store.read(queues.get, 1, at)).service_rate
    unlearned = last.queue.service_rate
    assert (learned.above > unlearned.above, learned.below > unlearned.below) == (where == "above", where == "below")
    assert figures.inside is not None
    assert figures.above is not None
    assert figures.below is not None
    assert figures.inside + figures.above + figures.below == pytest.approx(1, abs=0.002)


async def test_only_the_first_call_counts(store: Store) -> None:
    registered = await register(store, NOON)
    await change(store, registered, NOON + MINUTE_MS, status="inProgress")
    await change(store, registered, NOON + 2 * MINUTE_MS, status="registered")
    await change(store, registered, NOON + 90 * MINUTE_MS, status="inProgress")
    figures = await summarize(store, NOON)
    assert (figures.count, figures.above) == (1, 0)


async def test_who_goes_to_another_queue_first_is_not_counted(store: Store) -> None:
    registered = await register(store, NOON)
    await change(store, registered, NOON, queue={"id": "2"})
    call = RegistrationInput.model_validate({"status": "inProgress"})
    await store.write(commands.change, 2, registered.registration.id, call, NOON + MINUTE_MS)
    assert (await summarize(store, NOON)).count == 0
    assert (await store.read(told_waits.summarize_told_waits, 2, None, None, NOON)).count == 0


async def test_nobody_waiting_is_no_share(store: Store) -> None:
    registered = await register(store, NOON)
    await change(store, registered, NOON + MINUTE_MS, status="noShow")
    figures = await summarize(store, NOON)
    assert (figures.count, figures.inside, figures.mean_absolute_error) == (0, None, None)


async def test_days_are_chosen(store: Store) -> None:
    for at in (NOON, NOON + DAY_MS, NOON + 2 * DAY_MS):
        registered = await register(store, at)
        await change(store, registered, at + MINUTE_MS, status="inProgress")
        await change(store, registered, at + 2 * MINUTE_MS, status="finished")
    now = NOON + 2 * DAY_MS
    # Local days of the queue, in the machine's zone.
    first, second, _, after = (to_local_day(NOON + number * DAY_MS, registered.queue.time_zone) for number in range(4))
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
    assert get_told_range(first, NOON) < get_told_range(last, NOON)
    await change(store, first, NOON + get_told_range(first, NOON)[1] * MINUTE_MS, status="inProgress")
    assert (await summarize(store, NOON)).inside == 1


async def test_a_desk_that_leaves_people_waiting_is_not_open(store: Store) -> None:
    registered = await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    await change(store, registered, NOON + 5 * MINUTE_MS, status="finished")
    await register(store, NOON + 5 * MINUTE_MS)
    late = await register(store, NOON + 9 * MINUTE_MS)
    assert build_wait_members(late.queue.estimate_wait(NOON + 9 * MINUTE_MS), 1) == {"waitUnknown": "noDeskOpen"}
    await store.write(commands.call_next, 1, DESK, NOON + 10 * MINUTE_MS)
    await store.write(commands.call_next, 1, DESK, NOON + 10 * MINUTE_MS)
    assert (await summarize(store, NOON)).count == 2, "the third was told nothing"
