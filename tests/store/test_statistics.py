"""Statistics of a simulated day compared with counts over its visits."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import Counter, RegistrationInput, Status
from walkin.model.statistics import Figures, Statistics
from walkin.model.time import MINUTE_MS
from walkin.store import Store, open_store, queues, statistics
from walkin.store.registrations import commands

TARGET = 6
DESKS = ("Desk 1", "Desk 2", "=Desk 3")


@dataclass
class Visit:
    """A simulated visit; times in ms."""

    queue: int
    came: int
    called: int | None = None
    ended: int | None = None
    end: str = ""
    desk: str = ""
    id: int = 0


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    opened = await asyncio.to_thread(open_store, data)
    yield opened
    await asyncio.to_thread(opened.close)


def to_ms(text: str, zone: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


async def simulate_visits(
    store: Store, zone: str, begin: int, minutes: int, rng: Random, visits: list[Visit] | None = None
) -> tuple[list[Visit], int]:
    """Simulate some minutes in two queues. Returns the visits, ``visits`` included, and the time at the end."""
    for queue_id in [state.id for state in await store.read(queues.list_queues, begin, 1)]:
        await store.write(queues.change, queue_id, QueueInput(time_zone=zone, service_level=TARGET), begin - 1)
    visits = list(visits or ())
    now = begin
    while now < begin + minutes * MINUTE_MS:
        now += rng.randrange(1, 150_000)
        queue = rng.choice((1, 2))
        waiting = sorted((v for v in visits if v.queue == queue and not v.called and not v.end), key=lambda v: v.came)
        busy = [v for v in visits if v.called and not v.end]
        action = rng.choice(("come", "come", "call", "call", "end", "end", "leave"))
        if action == "come":
            registered = await store.write(commands.register, queue, RegistrationInput(), now)
            visits.append(Visit(queue, now, id=registered.registration.id))
        elif action == "call" and waiting:
            desk = rng.choice(DESKS)
            called = await store.write(commands.call_next, queue, Counter(name=desk), now)
            assert called.registration.id == waiting[0].id
            waiting[0].called, waiting[0].desk = now, desk
        elif action == "end" and busy:
            visit = rng.choice(busy)
            status = rng.choice((Status.FINISHED, Status.FINISHED, Status.NO_SHOW))
            await store.write(commands.change, visit.queue, visit.id, RegistrationInput(status=status), now)
            visit.ended, visit.end = now, status.value
        elif action == "leave" and waiting and rng.random() < 0.4:
            visit = rng.choice(waiting)
            await store.write(commands.remove, visit.queue, visit.id, now)
            visit.ended, visit.end = now, "left"
    return visits, now


def compute_expected(visits: list[Visit]) -> dict[str, Any]:
    """Compute the figures visit by visit."""
    waits = sorted((v.called - v.came) / MINUTE_MS for v in visits if v.called is not None)
    served = [v for v in visits if v.end == "finished"]
    # A visit that was left open at closing time has no length.
    lengths = [seconds for v in served if (seconds := (v.ended or 0) // 1000 - (v.called or 0) // 1000) < 4 * 3600]
    ends = {end: len([v for v in visits if v.end == end]) for end in ("finished", "noShow", "left")}
    middle = len(waits) // 2
    ended_count = sum(ends.values())
    return {
        "visits": len(visits),
        "called": len(waits),
        "served": ends["finished"],
        "no_shows": ends["noShow"],
        "left": ends["left"],
        "within": len([w for w in waits if w <= TARGET]) / len(waits) if waits else None,
        "mean_wait": sum(waits) / len(waits) if waits else None,
        "median_wait": (waits[middle] if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2)
        if waits
        else None,
        "long_wait": next(w for w in waits if len([o for o in waits if o <= w]) >= 0.9 * len(waits)) if waits else None,
        "long_handling": sorted(lengths)[-(-9 * len(lengths) // 10) - 1] / 60 if lengths else None,
        "handling": sum(lengths) / len(lengths) / 60 if lengths else None,
        "no_show_rate": ends["noShow"] / ended_count if ended_count else None,
        "left_rate": ends["left"] / ended_count if ended_count else None,
    }


def assert_equal(result: Figures, expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        # The two in the middle of an even number are rounded before their mean is.
        rounding = {"within": 0.0006, "no_show_rate": 0.0006, "left_rate": 0.0006, "median_wait": 0.1001}.get(
            name, 0.0501
        )
        rounded = value if value is None else pytest.approx(value, abs=rounding)
        assert getattr(result, name) == rounded, (name, result, expected)


async def compute(
    store: Store, at: int, queue: int | None = None, since: str | None = None, until: str | None = None
) -> Statistics:
    is_visible: Callable[[int], bool] = lambda key: True  # noqa: E731
    return await store.read(statistics.compute_statistics, 1, is_visible, queue, since, until, at)


@pytest.mark.parametrize(
    ("zone", "begin", "seed"),
    [
        ("Europe/Paris", "2026-03-29T00:40:00", 1),
        ("Europe/Paris", "2026-10-25T00:40:00", 2),
        pytest.param("Pacific/Auckland", "2026-11-24T08:00:00", 3, marks=pytest.mark.long),
        pytest.param("America/Los_Angeles", "2026-11-24T16:30:00", 4, marks=pytest.mark.long),
    ],
    ids=["the clock goes forward", "the clock is put back", "far east", "far west"],
)
async def test_a_day(store: Store, zone: str, begin: str, seed: int) -> None:
    visits, at = await simulate_visits(store, zone, to_ms(begin, zone), 300, Random(seed))
    result = await compute(store, at)
    assert result.since == result.until == begin[:10]
    assert_equal(result.total, compute_expected(visits))
    for queue in (1, 2):
        in_queue = [v for v in visits if v.queue == queue]
        figures = next(item for item in result.queues if item.queue.id == str(queue))
        assert_equal(figures, compute_expected(in_queue))
        waiting = [v for v in in_queue if not v.called and not v.end]
        assert (figures.waiting, figures.target) == (len(waiting), TARGET)
        longest = max(((at - v.came) / MINUTE_MS for v in waiting), default=None)
        assert figures.longest_wait == (longest and pytest.approx(longest, abs=0.051))
        assert_equal((await compute(store, at, queue)).total, compute_expected(in_queue))
    assert [item.desk for item in result.desks] == sorted({v.desk for v in visits if v.desk})
    for desk in result.desks:
        assert_equal(desk, compute_expected([v for v in visits if v.desk == desk.desk]))

    def clock(v: Visit) -> datetime:
        return datetime.fromtimestamp(v.came / 1000, UTC).astimezone(ZoneInfo(zone))

    assert sum(item.visits for item in result.hours) == len(visits)
    for hour in result.hours:
        assert_equal(hour, compute_expected([v for v in visits if clock(v).hour == hour.hour]))
    weekday = datetime.fromisoformat(begin).isoweekday()
    assert [(item.weekday, item.hour, item.visits) for item in result.week] == [
        (weekday, item.hour, item.visits) for item in result.hours
    ]
    assert sum(item.called for item in result.course) == result.total.called
    assert max(item.longest_wait for item in result.course) == pytest.approx(
        max((v.called - v.came) / MINUTE_MS for v in visits if v.called), abs=0.051
    )
    assert result.told.count == (await compute(store, at, 1)).told.count + (await compute(store, at, 2)).told.count
    assert (result.told.inside or 0) + (result.told.above or 0) + (result.told.below or 0) == pytest.approx(
        1, abs=0.002
    )


async def test_days_before_today(store: Store) -> None:
    zone = "Europe/Paris"
    first, _ = await simulate_visits(store, zone, to_ms("2026-11-22T23:10:00", zone), 49, Random(5))
    everyone, _ = await simulate_visits(store, zone, to_ms("2026-11-23T10:00:00", zone), 90, Random(6), first)
    at = to_ms("2026-11-24T09:00:00", zone)
    yesterday = await compute(store, at, since="2026-11-22", until="2026-11-22")
    assert_equal(
        yesterday.total, compute_expected([v for v in everyone if v.came < to_ms("2026-11-23T00:00:00", zone)])
    )
    assert yesterday.total.waiting is None
    both = await compute(store, at, since="2026-11-22")
    assert_equal(both.total, compute_expected(everyone))
    assert both.until == "2026-11-24"
    assert both.total.waiting is not None
    assert both.course == []
    empty = await compute(store, at)
    assert (empty.total.visits, empty.total.mean_wait, empty.hours, empty.told.count) == (0, None, [], 0)


async def test_put_back_counts_once_and_its_last_call(store: Store) -> None:
    begin = to_ms("2026-11-24T09:00:00", "UTC")
    await store.write(queues.change, 1, QueueInput(time_zone="UTC"), begin)
    registered = await store.write(commands.register, 1, RegistrationInput(), begin)
    for minute, status in ((2, "inProgress"), (3, "registered"), (9, "inProgress"), (12, "noShow"), (13, "registered")):
        registration_input = RegistrationInput(status=Status(status), counter=Counter(name="A"))
        await store.write(
            commands.change, 1, registered.registration.id, registration_input, begin + minute * MINUTE_MS
        )
    result = await compute(store, begin + 20 * MINUTE_MS, 1)
    total = result.total
    assert (total.visits, total.called, total.no_shows, total.waiting) == (1, 0, 0, 1)
    assert total.longest_wait == 20


async def test_how_many_days(store: Store) -> None:
    at = to_ms("2026-11-24T09:00:00", "UTC")
    year = await compute(store, at, since="2024-01-01", until="2024-12-31")
    assert (year.since, year.until) == ("2024-01-01", "2024-12-31")
    for since, until in (("2024-01-01", "2025-01-01"), ("2024-01-02", "2024-01-01"), ("2024-13-01", "2024-01-01")):
        with pytest.raises(Refused):
            await compute(store, at, since=since, until=until)
    assert (datetime(2024, 1, 1) + timedelta(365)).date().isoformat() == year.until


ENDLESS = text(
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000000000000) "
    "SELECT max(n) FROM number"
)


async def test_a_read_that_was_abandoned_stops_within_its_statement(store: Store) -> None:
    abandoned = [
        asyncio.create_task(store.read_long(lambda connection: connection.execute(ENDLESS).scalar())) for _ in range(8)
    ]
    await asyncio.sleep(0.1)
    for task in abandoned:
        task.cancel()
    await asyncio.gather(*abandoned, return_exceptions=True)
    async with asyncio.timeout(60):
        one = await store.read_long(lambda connection: connection.execute(text("SELECT 1")).scalar())
    assert one == 1


async def test_a_read_that_was_abandoned_stops_within_the_statement_that_follows(store: Store) -> None:
    is_between_statements = threading.Event()

    def read(connection: Connection) -> None:
        connection.execute(text("SELECT 1"))
        is_between_statements.set()
        time.sleep(0.2)
        connection.execute(ENDLESS)

    task = asyncio.create_task(store.read_long(read))
    assert await asyncio.to_thread(is_between_statements.wait, 60)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(60):
        await store.read_long(lambda connection: connection.execute(text("SELECT 1")))
