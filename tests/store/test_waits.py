"""Told waits are stored, and compared with the actual waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from walkin.api.web.ticket_state import TicketState
from walkin.model.desk import DeskInput, NextInput
from walkin.model.queue import QueueInput
from walkin.model.registration import Counter, RegistrationInput
from walkin.model.time import DAY_MS, MINUTE_MS, to_local_day
from walkin.model.wait_estimate import DELAY_MINUTES, DESK_CLOSED, LONG_VISIT, PUT_BEFORE, ToldWaits
from walkin.store import Store, desks, open_store, queues, statistics
from walkin.store.registrations import commands, desk_commands, page_lifetime, queries
from walkin.store.registrations.list_cache import ListCache
from walkin.store.registrations.registration_json import Serializer, build_wait_members

NOON = int(datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp() * 1000)
DESK = Counter(name="Desk 1")


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    opened = await asyncio.to_thread(open_store, data)
    await open_desk(opened, NOON)
    yield opened
    await asyncio.to_thread(opened.close)


async def open_desk(store: Store, at: int, name: str = "Desk 1", status: str = "open", queue_ids: Any = ()) -> None:
    desk_input = DeskInput.model_validate({"status": status, "queues": [{"id": str(key)} for key in queue_ids]})
    await store.write(desks.change, name, desk_input, 1, lambda _: True, at)


async def register(store: Store, at: int, **members: Any) -> queries.RankedRegistration:
    return await store.write(commands.register, 1, RegistrationInput.model_validate(members), at)


async def change(
    store: Store, registration: queries.RankedRegistration, at: int, **members: Any
) -> queries.RankedRegistration:
    registration_input = RegistrationInput.model_validate(members)
    return await store.write(commands.change, 1, registration.registration.id, registration_input, at)


async def summarize(store: Store, at: int) -> ToldWaits:
    return await store.read(statistics.summarize_told_waits, 1, None, None, at)


def get_told_range(registration: queries.RankedRegistration) -> tuple[int, int]:
    """Return the range of minutes that the response to registering has."""
    assert registration.rank is not None
    range_ = build_wait_members(registration.queue.wait_estimate, registration.rank - 1)["estimatedWaitingTime"]
    return range_["from"], range_["to"]


@pytest.mark.parametrize("where", ["below", "inside", "above"])
async def test_a_told_wait_is_counted_where_it_ended(store: Store, where: str) -> None:
    await register(store, NOON)
    await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    before = await summarize(store, NOON)
    *_, last = [await register(store, NOON) for _ in range(6)]
    low, high = get_told_range(last)
    assert 0 < low < high
    minutes = {"below": low - 1, "inside": high, "above": high + 1}[where]
    at = NOON + minutes * MINUTE_MS
    await change(store, last, at, status="inProgress", counter={"name": "Desk 1"})
    figures = await summarize(store, at)
    assert figures.count == before.count + 1
    assert round(getattr(figures, where) * figures.count) == round(getattr(before, where) * before.count) + 1
    assert last.rank is not None
    learned = (await store.read(queues.get, 1, at)).service_rate.get_reach(last.rank - 1)
    unlearned = last.queue.service_rate.get_reach(last.rank - 1)
    assert (learned.above > unlearned.above, learned.below > unlearned.below) == (where == "above", where == "below")
    assert figures.inside is not None
    assert figures.above is not None
    assert figures.below is not None
    assert figures.inside + figures.above + figures.below == pytest.approx(1, abs=0.002)


async def test_a_call_before_the_arrival_is_no_wait_below_the_range(store: Store) -> None:
    """The clock was put back: the wait counts as none, and its undo takes back what was learned."""
    await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    waiting = await register(store, NOON)
    assert get_told_range(waiting)[0] == 0
    before = waiting.queue.service_rate.get_reach(0)
    await store.write(desk_commands.call_next, "Desk 1", NextInput(), 1, lambda _: True, NOON - MINUTE_MS)
    learned = (await store.read(queues.get, 1, NOON)).service_rate.get_reach(0)
    assert learned.below < before.below
    await store.write(desk_commands.undo, "Desk 1", 1, lambda _: True, NOON - MINUTE_MS)
    assert (await store.read(queues.get, 1, NOON)).service_rate.get_reach(0).below == pytest.approx(before.below)


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
    assert (await store.read(statistics.summarize_told_waits, 2, None, None, NOON)).count == 0


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
        assert (await store.read(statistics.summarize_told_waits, 1, since, until, now)).count == count


async def test_one_with_priority_is_told_the_place_in_front(store: Store) -> None:
    for _ in range(4):
        last = await register(store, NOON)
    first = await register(store, NOON, priority=1)
    assert get_told_range(first) < get_told_range(last)
    await change(store, first, NOON + get_told_range(first)[1] * MINUTE_MS, status="inProgress")
    assert (await summarize(store, NOON)).inside == 1


async def test_a_desk_that_leaves_people_waiting_is_away_and_later_not_open(store: Store) -> None:
    registered = await register(store, NOON)
    await store.write(commands.call_next, 1, DESK, NOON)
    await change(store, registered, NOON + 5 * MINUTE_MS, status="finished")
    await register(store, NOON + 5 * MINUTE_MS)
    away = await register(store, NOON + 9 * MINUTE_MS)
    assert get_told_range(away)[0] >= 5, "it is expected back"
    late = await register(store, NOON + 55 * MINUTE_MS)
    assert build_wait_members(late.queue.wait_estimate, 2) == {"waitUnknown": "noDeskOpen"}
    for _ in range(3):
        await store.write(commands.call_next, 1, DESK, NOON + 56 * MINUTE_MS)
    figures = await summarize(store, NOON)
    assert (figures.count, figures.untold) == (3, 1)


async def read_wait(store: Store, queue_id: int, at: int) -> dict[str, Any]:
    """Return what one who registers now is told."""
    state = await store.read(queues.show, queue_id, at)
    return build_wait_members(state.wait_estimate, state.waiting)


async def test_people_of_another_queue_who_are_called_before_count(store: Store) -> None:
    for _ in range(6):
        await store.write(commands.register, 2, RegistrationInput(), NOON)
    wait = (await read_wait(store, 1, NOON))["estimatedWaitingTime"]
    assert wait["from"] >= 10, "nobody of this queue waits, but its only desk calls six others first"
    await open_desk(store, NOON, "Desk 2", queue_ids=[1])
    assert (await read_wait(store, 1, NOON))["estimatedWaitingTime"] == {"from": 0, "to": 5}


async def test_nothing_is_told_while_nobody_will_serve(store: Store) -> None:
    await open_desk(store, NOON, status="closed")
    for at in (NOON, NOON + 8 * 60 * MINUTE_MS):
        assert await read_wait(store, 1, at) == {"waitUnknown": "noDeskOpen"}


async def test_before_the_first_desk_opens_the_usual_time_counts(store: Store) -> None:
    for day in range(1, 4):
        await open_desk(store, NOON + day * DAY_MS - 60 * MINUTE_MS, status="closed")
        await open_desk(store, NOON + day * DAY_MS)
    await open_desk(store, NOON + 3 * DAY_MS + 60 * MINUTE_MS, status="closed")
    assert await read_wait(store, 1, NOON + 3 * DAY_MS + 61 * MINUTE_MS) == {"waitUnknown": "noDeskOpen"}
    wait = await read_wait(store, 1, NOON + 4 * DAY_MS - 30 * MINUTE_MS)
    assert wait == {"estimatedWaitingTime": {"from": 30, "to": 35}}
    assert "waitUnknown" in await read_wait(store, 1, NOON + 4 * DAY_MS + 90 * MINUTE_MS), "it does not open today"


async def test_a_client_reserved_for_the_desk_is_called_before(store: Store) -> None:
    for _ in range(5):
        registered = await register(store, NOON)
        await change(store, registered, NOON, reserved={"name": "Desk 1"})
    assert (await read_wait(store, 1, NOON))["estimatedWaitingTime"]["from"] >= 10
    await open_desk(store, NOON, "Desk 2")
    assert (await read_wait(store, 1, NOON))["estimatedWaitingTime"]["from"] == 0


async def test_the_wait_of_a_service_without_visits_and_planned_time_is_not_known_yet(store: Store) -> None:
    added = await store.write(queues.add, QueueInput(name="New"), NOON, 1)
    assert await read_wait(store, added.id, NOON) == {"waitUnknown": "tooFewVisits"}
    for number in range(5):
        at = NOON + number * 10 * MINUTE_MS
        await store.write(commands.register, added.id, RegistrationInput(), at)
        called = await store.write(commands.call_next, added.id, DESK, at)
        finish = RegistrationInput.model_validate({"status": "finished"})
        await store.write(commands.change, added.id, called.registration.id, finish, at + 4 * MINUTE_MS)
    assert "estimatedWaitingTime" in await read_wait(store, added.id, at + 4 * MINUTE_MS)


async def test_a_continued_forecast_is_that_of_a_new_one(data: Path | str, store: Store) -> None:
    """Two programs continue it with each other's tickets, also after a call; a third computes it from the start."""
    other = await asyncio.to_thread(open_store, data)
    for number in range(25):
        queue_id = 1 + number % 2
        writer, reader = (store, other) if number % 3 else (other, store)
        if number == 12:
            await writer.write(commands.call_next, queue_id, DESK, NOON)
        registered = await writer.write(commands.register, queue_id, RegistrationInput(), NOON + number)
        assert registered.rank is not None
        state = await reader.read(queues.show, queue_id, NOON + number)
        assert state.wait_estimate.slots[: registered.rank] == registered.queue.wait_estimate.slots[: registered.rank]
    new = await asyncio.to_thread(open_store, data)
    for queue_id in (1, 2):
        states = [await opened.read(queues.show, queue_id, NOON + 25) for opened in (store, other, new)]
        first, second, third = (state.wait_estimate.slots for state in states)
        assert first == second == third
    for opened in (other, new):
        await asyncio.to_thread(opened.close)


async def find_delay_reason(store: Store, registration: queries.RankedRegistration, at: int) -> str | None:
    token = registration.registration.token
    visible = await store.read(page_lifetime.find_visible_registration, token, at)
    assert visible is not None
    return TicketState.from_registration(visible, at).delay_reason


async def test_the_reason_of_a_delay_is_said(store: Store) -> None:
    await open_desk(store, NOON, "Desk 2")
    people = [await register(store, NOON + number) for number in range(7)]
    assert await find_delay_reason(store, people[-1], NOON + 10) is None
    await open_desk(store, NOON + MINUTE_MS, "Desk 2", "paused")
    assert await find_delay_reason(store, people[-1], NOON + MINUTE_MS) == DESK_CLOSED
    await open_desk(store, NOON - MINUTE_MS, "Desk 2")
    for _ in range(8):
        await register(store, NOON + 2 * MINUTE_MS, priority=1)
    assert await find_delay_reason(store, people[-1], NOON + 2 * MINUTE_MS) == PUT_BEFORE


async def test_a_visit_that_takes_unusually_long_is_a_reason(store: Store) -> None:
    for _ in range(6):
        await register(store, NOON)
        called = await store.write(commands.call_next, 1, DESK, NOON)
        await change(store, called, NOON + 5 * MINUTE_MS, status="finished")
    await register(store, NOON + 5 * MINUTE_MS)
    await store.write(commands.call_next, 1, DESK, NOON + 5 * MINUTE_MS)
    waiting = await register(store, NOON + 5 * MINUTE_MS)
    assert await find_delay_reason(store, waiting, NOON + 8 * MINUTE_MS) is None
    assert await find_delay_reason(store, waiting, NOON + 30 * MINUTE_MS) == LONG_VISIT


async def read_low_ends(store: Store, registration: queries.RankedRegistration, at: int) -> set[int]:
    """Return the low ends of the wait in the registration, the list, and on the ticket's page."""
    found = await store.read(queries.get, registration.queue.id, registration.registration.id, at)
    single = orjson.loads(Serializer(found.queue, at, "").render(found.registration, found.rank))
    content, _ = await store.read(
        ListCache().render, registration.queue.id, ["registered"], at, "", include_personal=False
    )
    listed = next(item for item in orjson.loads(content)["items"] if item["id"] == single["id"])
    page = await store.read(page_lifetime.find_visible_registration, registration.registration.token, at)
    assert page is not None
    state = TicketState.from_registration(page, at)
    assert state.wait is not None
    return {state.wait.from_, *(item["estimatedWaitingTime"]["from"] for item in (single, listed))}


async def call_next(store: Store, at: int, *, desk: str = "Desk 1") -> None:
    await store.write(desk_commands.call_next, desk, NextInput(), 1, lambda _: True, at)


async def test_the_low_end_is_held_until_there_is_a_reason(data: Path | str, store: Store) -> None:
    """A visit that takes longer than planned is no reason: without earlier visits none is unusually long."""
    people = [await register(store, NOON + number) for number in range(8)]
    last = people[-1]
    told = last.registration.load_document()["toldWaitingTime"]["from"]
    assert 30 <= told < 60
    await call_next(store, NOON)
    at = NOON + 25 * MINUTE_MS
    await call_next(store, at)
    assert last.rank is not None
    plain = (await store.read(queues.show, 1, at)).wait_estimate.range_minutes(last.rank - 3)
    assert plain is not None
    assert 25 + plain[0] >= told + DELAY_MINUTES
    [low] = await read_low_ends(store, last, at)
    assert told - 25 <= low <= told - 25 + DELAY_MINUTES
    assert await find_delay_reason(store, last, at) is None
    other = await asyncio.to_thread(open_store, data)
    assert await read_low_ends(other, last, at) == {low}, "another program, or this one after a restart"
    await other.write(commands.register, 2, RegistrationInput(priority=1), at + 1)
    assert min(await read_low_ends(store, last, at + 1)) > low, "somebody was put before, at a desk that is shared"
    assert await find_delay_reason(store, last, at + 1) == PUT_BEFORE
    await asyncio.to_thread(other.close)


async def test_what_delays_those_who_wait_is_logged(store: Store) -> None:
    """Each step is done after somebody was told a wait, and has the cause beside it, or none."""
    at = NOON
    people = [await register(store, NOON) for _ in range(4)]
    other = await store.write(commands.register, 2, RegistrationInput(), NOON)

    async def find_cause(told: queries.RankedRegistration) -> str | None:
        found = await store.read(queries.get, 1, told.registration.id, at)
        assert found.registration.told_wait is not None
        return found.queue.wait_estimate.delays.find_reason(found.registration.told_wait)

    async def set_desk(**members: Any) -> None:
        await store.write(desks.change, "Desk 2", DeskInput.model_validate(members), 1, lambda _: True, at)

    async def move(**members: Any) -> None:
        registration_input = RegistrationInput.model_validate(members)
        await store.write(commands.change, 2, other.registration.id, registration_input, at)

    one, two = {"id": "1"}, {"id": "2"}
    steps: list[tuple[str | None, Callable[[], Awaitable[Any]]]] = [
        (None, lambda: set_desk(status="open", queues=[two])),
        (DESK_CLOSED, lambda: set_desk(queues=[one])),
        (None, lambda: register(store, at)),
        (DESK_CLOSED, lambda: set_desk(queues=[one, two])),
        (DESK_CLOSED, lambda: set_desk(queues=[two])),
        (DESK_CLOSED, lambda: set_desk(status="paused")),
        (None, lambda: set_desk(queues=[one])),
        (None, lambda: set_desk(status="open")),
        (DESK_CLOSED, lambda: set_desk(status="paused")),
        (None, lambda: set_desk(status="closed")),
        (PUT_BEFORE, lambda: store.write(commands.register, 2, RegistrationInput(priority=1), at)),
        (None, lambda: change(store, people[0], at, parked=True)),
        (PUT_BEFORE, lambda: change(store, people[0], at, parked=False)),
        (None, lambda: change(store, people[1], at, status="noShow")),
        (PUT_BEFORE, lambda: change(store, people[1], at, status="registered", place="return")),
        (None, lambda: change(store, people[2], at, note="No.")),
        (PUT_BEFORE, lambda: change(store, people[2], at, place="first")),
        (PUT_BEFORE, lambda: change(store, people[3], at, priority=2)),
        (None, lambda: call_next(store, at)),
        (None, lambda: store.write(desk_commands.undo, "Desk 1", 1, lambda _: True, at)),
        (None, lambda: change(store, people[3], at, reserved={"name": "Desk 9"})),
        (PUT_BEFORE, lambda: change(store, people[3], at, reserved={"name": ""})),
        (PUT_BEFORE, lambda: move(queue=one, place=2)),
    ]
    for number, (cause, step) in enumerate(steps):
        at += MINUTE_MS
        told = await register(store, at)
        at += MINUTE_MS
        await step()
        assert await find_cause(told) == cause, number
    at += MINUTE_MS
    await change(store, told, at, place="last")
    assert await find_cause(told) == PUT_BEFORE, "the others, before this one"


async def test_a_clock_that_is_put_back_or_forward_makes_no_jump(store: Store) -> None:
    for _ in range(8):
        last = await register(store, NOON)
    await call_next(store, NOON)
    told = last.registration.load_document()["toldWaitingTime"]["from"]
    for minutes in (-90, 0, 90):
        [low] = await read_low_ends(store, last, NOON + minutes * MINUTE_MS)
        assert low <= max(told + DELAY_MINUTES - max(minutes, 0), 0)
