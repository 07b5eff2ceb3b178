"""The figures of a simulated day against those that are counted one by one from what was done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import Counter, RegistrationInput, Status
from walkin.model.statistics import Figures, Statistics
from walkin.store import Store, open_store, queues, statistics
from walkin.store.registrations import commands

TARGET = 6
DESKS = ("Desk 1", "Desk 2", "=Desk 3")


@dataclass
class Visit:
    """What was done, as somebody at the door would note it; times in ms."""

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


def instant(text: str, zone: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


async def simulated(
    store: Store, zone: str, begin: int, minutes: int, rng: Random, visits: list[Visit] | None = None
) -> tuple[list[Visit], int]:
    """Some hours in two queues; the visits, with those there are already, and the time at the end."""
    for key in [state.id for state in await store.read(queues.list_queues, begin, 1)]:
        await store.write(queues.change, key, QueueInput(time_zone=zone, service_level=TARGET), begin - 1)
    visits = list(visits or ())
    now = begin
    while now < begin + minutes * 60_000:
        now += rng.randrange(1, 150_000)
        queue = rng.choice((1, 2))
        waiting = sorted((v for v in visits if v.queue == queue and not v.called and not v.end), key=lambda v: v.came)
        busy = [v for v in visits if v.called and not v.end]
        act = rng.choice(("come", "come", "call", "call", "end", "end", "leave"))
        if act == "come":
            made = await store.write(commands.register, queue, RegistrationInput(), now)
            visits.append(Visit(queue, now, id=made.registration.id))
        elif act == "call" and waiting:
            desk = rng.choice(DESKS)
            called = await store.write(commands.call_next, queue, Counter(name=desk), now)
            assert called.registration.id == waiting[0].id
            waiting[0].called, waiting[0].desk = now, desk
        elif act == "end" and busy:
            one = rng.choice(busy)
            status = rng.choice((Status.FINISHED, Status.FINISHED, Status.NO_SHOW))
            await store.write(commands.change, one.queue, one.id, RegistrationInput(status=status), now)
            one.ended, one.end = now, status.value
        elif act == "leave" and waiting and rng.random() < 0.4:
            one = rng.choice(waiting)
            await store.write(commands.remove, one.queue, one.id, now)
            one.ended, one.end = now, "left"
    return visits, now


def counted(visits: list[Visit]) -> dict[str, Any]:
    """The figures, slowly: a wait at a time."""
    waits = sorted((v.called - v.came) / 60_000 for v in visits if v.called is not None)
    served = [v for v in visits if v.end == "finished"]
    # What is left open at closing time tells nothing of how long a visit is.
    lengths = [seconds for v in served if (seconds := (v.ended or 0) // 1000 - (v.called or 0) // 1000) < 4 * 3600]
    ends = {end: len([v for v in visits if v.end == end]) for end in ("finished", "noShow", "left")}
    middle = len(waits) // 2
    whole = sum(ends.values())
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
        "no_show_rate": ends["noShow"] / whole if whole else None,
        "left_rate": ends["left"] / whole if whole else None,
    }


def same(found: Figures, expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        near = (
            value
            if value is None
            else pytest.approx(value, abs=0.0006 if name == "within" or "rate" in name else 0.0501)
        )
        assert getattr(found, name) == near, (name, found, expected)


async def asked(
    store: Store, at: int, queue: int | None = None, since: str | None = None, until: str | None = None
) -> Statistics:
    may: Callable[[int], bool] = lambda key: True  # noqa: E731
    return await store.read(statistics.compute_statistics, 1, may, queue, since, until, at)


@pytest.mark.parametrize(
    ("zone", "begin", "seed"),
    [
        ("Europe/Paris", "2026-03-29T00:40:00", 1),
        ("Europe/Paris", "2026-10-25T00:40:00", 2),
        ("Pacific/Auckland", "2026-11-24T08:00:00", 3),
        ("America/Los_Angeles", "2026-11-24T16:30:00", 4),
    ],
    ids=["the clock goes forward", "the clock is put back", "far east", "far west"],
)
async def test_a_day(store: Store, zone: str, begin: str, seed: int) -> None:
    visits, at = await simulated(store, zone, instant(begin, zone), 300, Random(seed))
    found = await asked(store, at)
    assert found.since == found.until == begin[:10]
    same(found.total, counted(visits))
    for queue in (1, 2):
        mine = [v for v in visits if v.queue == queue]
        figures = next(one for one in found.queues if one.queue.id == str(queue))
        same(figures, counted(mine))
        waiting = [v for v in mine if not v.called and not v.end]
        assert (figures.waiting, figures.target) == (len(waiting), TARGET)
        longest = max(((at - v.came) / 60_000 for v in waiting), default=None)
        assert figures.longest_wait == (longest and pytest.approx(longest, abs=0.051))
        same((await asked(store, at, queue)).total, counted(mine))
    assert [one.desk for one in found.desks] == sorted({v.desk for v in visits if v.desk})
    for desk in found.desks:
        same(desk, counted([v for v in visits if v.desk == desk.desk]))

    def clock(v: Visit) -> datetime:
        return datetime.fromtimestamp(v.came / 1000, UTC).astimezone(ZoneInfo(zone))

    assert sum(one.visits for one in found.hours) == len(visits)
    for hour in found.hours:
        same(hour, counted([v for v in visits if clock(v).hour == hour.hour]))
    weekday = datetime.fromisoformat(begin).isoweekday()
    assert [(one.weekday, one.hour, one.visits) for one in found.week] == [
        (weekday, one.hour, one.visits) for one in found.hours
    ]
    assert sum(one.called for one in found.course) == found.total.called
    assert max(one.longest_wait for one in found.course) == pytest.approx(
        max((v.called - v.came) / 60_000 for v in visits if v.called), abs=0.051
    )
    assert found.told.count == (await asked(store, at, 1)).told.count + (await asked(store, at, 2)).told.count
    assert (found.told.inside or 0) + (found.told.above or 0) + (found.told.below or 0) == pytest.approx(1, abs=0.002)


async def test_days_before_today(store: Store) -> None:
    zone = "Europe/Paris"
    first, _ = await simulated(store, zone, instant("2026-11-22T23:10:00", zone), 49, Random(5))
    everyone, _ = await simulated(store, zone, instant("2026-11-23T10:00:00", zone), 90, Random(6), first)
    at = instant("2026-11-24T09:00:00", zone)
    one = await asked(store, at, since="2026-11-22", until="2026-11-22")
    same(one.total, counted([v for v in everyone if v.came < instant("2026-11-23T00:00:00", zone)]))
    assert one.total.waiting is None
    both = await asked(store, at, since="2026-11-22")
    same(both.total, counted(everyone))
    assert both.until == "2026-11-24"
    assert both.total.waiting is not None
    assert both.course == []
    empty = await asked(store, at)
    assert (empty.total.visits, empty.total.mean_wait, empty.hours, empty.told.count) == (0, None, [], 0)


async def test_put_back_counts_once_and_its_last_call(store: Store) -> None:
    begin = instant("2026-11-24T09:00:00", "UTC")
    await store.write(queues.change, 1, QueueInput(time_zone="UTC"), begin)
    made = await store.write(commands.register, 1, RegistrationInput(), begin)
    for minute, status in ((2, "inProgress"), (3, "registered"), (9, "inProgress"), (12, "noShow"), (13, "registered")):
        given = RegistrationInput(status=Status(status), counter=Counter(name="A"))
        await store.write(commands.change, 1, made.registration.id, given, begin + minute * 60_000)
    found = await asked(store, begin + 20 * 60_000, 1)
    assert (found.total.visits, found.total.called, found.total.no_shows, found.total.waiting) == (1, 0, 0, 1)
    assert found.total.longest_wait == 20


async def test_how_many_days(store: Store) -> None:
    at = instant("2026-11-24T09:00:00", "UTC")
    whole = await asked(store, at, since="2024-01-01", until="2024-12-31")
    assert (whole.since, whole.until) == ("2024-01-01", "2024-12-31")
    for since, until in (("2024-01-01", "2025-01-01"), ("2024-01-02", "2024-01-01"), ("2024-13-01", "2024-01-01")):
        with pytest.raises(Refused):
            await asked(store, at, since=since, until=until)
    assert (datetime(2024, 1, 1) + timedelta(365)).date().isoformat() == whole.until
