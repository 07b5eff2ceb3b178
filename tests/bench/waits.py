"""Told waits against actual ones: simulated days of offices, forecast by the model that the server uses.

A wait is told at arrival from what has happened until then, like the three simple estimates it is compared with: the
wait of the last client called, the present wait of the first in line, and the mean of the last 20 waits, each of the
same queue. Clients who find a free desk are not counted. Shares count closed ranges only.

What stays short, and why: with one desk the length of the visit at the desk decides, and nothing of it is known; a
service that is asked for once in an hour gives the reach of its ranges few waits to be learned from.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
import sys
from bisect import insort
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from tests.bench.figure import Figure
from walkin.model.calling_order import CallOrderKey, WaitingClient
from walkin.model.time import SECOND_MS
from walkin.model.wait_estimate import (
    DELAY_MINUTES,
    DeskActivity,
    QueueOutlook,
    Schedule,
    ServiceRate,
    WaitEstimate,
    list_serving_desks,
)
from walkin.model.wait_estimate import ToldWait as RetoldWait

DAY_SECONDS = 24 * 3600
OPENS_AT, OPEN_SECONDS = 8 * 3600, 8 * 3600
"""Opening of a day; clients who wait at its end are still served."""

VISIT_VARIATION = 0.9
PEAKS = ((9000.0, 3600.0, 1.0), (21600.0, 3600.0, 0.7))
"""Middle and width (seconds) and weight of a day's peaks, above a steady flow of weight 1."""

MIN_INSIDE_SHARE, MAX_ABOVE_SHARE, MAX_BELOW_SHARE = 0.78, 0.12, 0.14
"""The goal for closed ranges: the least share of waits inside, and the largest above and below."""

SIMPLE_ESTIMATORS = ("last to enter service", "head of the line", "mean of the last 20")


class Service(NamedTuple):
    """A queue: minutes of a visit, and its share of the clients."""

    minutes: float
    weight: float


@dataclass(frozen=True)
class Case:
    """An office: its services and desks, and how busy it is."""

    name: str
    services: Sequence[Service]
    desks: Sequence[Sequence[int]]
    """The services that each desk serves, by their place."""
    load: float
    """Arriving work divided by the desks' capacity, over the day."""
    variation: float = VISIT_VARIATION
    """Standard deviation of a visit divided by its mean."""
    late_count: int = 0
    """Desks that open an hour or more after the others and close before them."""
    opening_delay: int = 0
    """Seconds from the first arrivals to the opening of the desks."""
    break_count: int = 0
    """Breaks per desk and day."""
    is_recorded: bool = True
    """Whether breaks and closed desks are told to the server."""
    priority_share: float = 0.0
    no_show_share: float = 0.06
    varies_by_hour: bool = False
    """Whether visits take 0.7 times as long in the first half of the day, 1.3 times in the second."""
    first_day: bool = False
    """Whether every day is the first one of a new office."""


def share(count: int, *services: int) -> list[Sequence[int]]:
    """So many desks that serve the same services."""
    return [services] * count


CASES = (
    Case("1 desk", [Service(10, 1)], share(1, 0), 0.87),
    Case("3 desks", [Service(10, 1)], share(3, 0), 0.92),
    Case("3 desks, even visits", [Service(10, 1)], share(3, 0), 0.95, variation=0.5),
    Case("3 desks, uneven visits", [Service(10, 1)], share(3, 0), 0.9, variation=1.5),
    Case("3-4 desks", [Service(10, 1)], share(4, 0), 0.85, late_count=1),
    Case("8-10 desks", [Service(10, 1)], share(10, 0), 0.95, late_count=2),
    Case("3 desks, breaks", [Service(10, 1)], share(3, 0), 0.85, break_count=3),
    Case("3 desks, breaks nobody records", [Service(10, 1)], share(3, 0), 0.85, break_count=3, is_recorded=False),
    Case("3 desks, 15 % with priority", [Service(10, 1)], share(3, 0), 0.92, priority_share=0.15),
    Case("3 desks, 20 % do not come", [Service(10, 1)], share(3, 0), 1.0, no_show_share=0.2),
    Case("desks open late", [Service(10, 1)], share(3, 0), 0.9, opening_delay=1800),
    Case("5 and 15 min share 3 desks", [Service(5, 1), Service(15, 1)], share(3, 0, 1), 0.92),
    Case("5 and 15 min share 1 desk", [Service(5, 1), Service(15, 1)], share(1, 0, 1), 0.87),
    Case("10 and 10 min share 3 desks", [Service(10, 1), Service(10, 1)], share(3, 0, 1), 0.92),
    Case("10 and 10 min share 1 desk", [Service(10, 1), Service(10, 1)], share(1, 0, 1), 0.85),
    Case("rare 25 beside 6 min", [Service(6, 9), Service(25, 1)], share(2, 0, 1), 0.9),
    Case("partly shared", [Service(8, 2), Service(12, 1)], [(0, 1), (0,), (1,)], 0.85),
    Case("two groups of desks", [Service(5, 2), Service(15, 1)], [(0,), (0,), (1,), (1,), (1,)], 0.8),
    Case(
        "three services, 5 desks, everything",
        [Service(5, 3), Service(10, 2), Service(20, 1)],
        share(5, 0, 1, 2),
        0.95,
        break_count=2,
        is_recorded=False,
        priority_share=0.1,
        no_show_share=0.1,
    ),
    Case("three services, low load", [Service(5, 3), Service(10, 2), Service(15, 1)], share(4, 0, 1, 2), 0.75),
    Case("8 and 8 min, 2 desks, low load", [Service(8, 1), Service(8, 1)], share(2, 0, 1), 0.65),
    Case("visits depend on the hour", [Service(8, 1), Service(12, 1)], share(3, 0, 1), 0.9, varies_by_hour=True),
    Case("first day, shared", [Service(8, 1), Service(12, 1)], share(3, 0, 1), 0.9, first_day=True),
)


@dataclass(eq=False)
class Person:
    """A client with the wait told, and the simple estimates in seconds."""

    client: WaitingClient
    arrived: int
    low_minutes: int = 0
    high_minutes: int | None = None
    people_ahead: int = 0
    mean_seconds: float = 0.0
    simple_estimates: tuple[float, float, float] = (0.0, 0.0, 0.0)
    has_estimate: bool = False
    is_counted: bool = False
    told: RetoldWait | None = None
    retold: list[Retelling] = field(default_factory=list)
    jumps: Counter[str] = field(default_factory=Counter)


class Retelling(NamedTuple):
    """A range that was told again, in seconds since the start; ``is_held`` if its low end was held."""

    low: float
    high: float
    is_held: bool


class ToldWait(NamedTuple):
    """A wait that was told and ended, in minutes."""

    service: int
    low: int
    high: int | None
    mean: float
    actual: float
    simple: tuple[float, float, float]

    @property
    def is_above(self) -> bool:
        return self.high is not None and self.actual > self.high

    @property
    def is_below(self) -> bool:
        return self.actual < self.low


@dataclass
class Result:
    """The told waits of a case, and counts."""

    told: list[ToldWait] = field(default_factory=list)
    untold_count: int = 0
    """Clients who were told nothing."""
    untold_served_count: int = 0
    """Of them, those for whom a desk was present."""
    jumps: Counter[str] = field(default_factory=Counter)
    """Clients whose wait was told again as beginning DELAY_MINUTES later than before, with a reason or with none;
    "held" are those whose low end was held."""
    retold: Counter[str] = field(default_factory=Counter)
    """Waits that were told again, by how they ended; "held" ones apart."""

    def list_closed(self, service: int | None = None) -> list[ToldWait]:
        """List the told waits with an upper end, of all services or one."""
        return [wait for wait in self.told if wait.high is not None and service in (None, wait.service)]

    def compute_shares(self, service: int | None = None) -> tuple[float, float, float]:
        """Compute the shares of closed ranges whose wait ended inside, above and below."""
        closed = self.list_closed(service)
        above = sum(wait.is_above for wait in closed) / len(closed)
        below = sum(wait.is_below for wait in closed) / len(closed)
        return 1 - above - below, above, below

    @property
    def share_open_ended(self) -> float:
        return 1 - len(self.list_closed()) / len(self.told)

    @property
    def mean_width(self) -> float:
        return fmean(wait.high - wait.low for wait in self.list_closed() if wait.high is not None)

    def compute_error(self) -> float:
        """Return the mean absolute error of Walkin's estimate, in minutes."""
        return fmean(abs(wait.actual - wait.mean) for wait in self.told)

    def compute_simple_errors(self) -> tuple[float, ...]:
        """Return the mean absolute errors of the simple estimates, in minutes."""
        return tuple(fmean(abs(wait.actual - wait.simple[i]) for wait in self.told) for i in range(3))


class SimulatedOffice:
    """An office with its desks over many days."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case = case
        self.random = random.Random(f"{seed} {case.name}")
        self.result = Result()
        self._events: list[tuple[int, int, Callable[[int], None]]] = []
        self._event_numbers = itertools.count()
        self._sigma = math.sqrt(math.log(1 + case.variation**2))
        self._begin_office()

    def _begin_office(self) -> None:
        services = range(len(self.case.services))
        self.rates = [ServiceRate() for _ in services]
        self.desks = [
            DeskActivity(f"Desk {number}", frozenset(served), "closed", 0)
            for number, served in enumerate(self.case.desks)
        ]
        self._line: list[Person] = []
        self._delays: list[tuple[int, CallOrderKey | None]] = []
        """When something delayed clients: those behind the key, or all."""
        self._idle_desks: list[int] = []
        self._present_desks: set[int] = set()
        self._busy_desks: set[int] = set()
        self._last_waits = [0.0 for _ in services]
        self._recent_waits: list[deque[float]] = [deque(maxlen=20) for _ in services]

    def simulate(self, days: int) -> Result:
        """Simulate days one after the other."""
        for day in range(days):
            if self.case.first_day:
                self._begin_office()
            self._schedule_day(day * DAY_SECONDS + OPENS_AT)
            while self._events:
                at, _, handler = heapq.heappop(self._events)
                handler(at)
            # The server closes at night the desks that were left open.
            for number in range(len(self.desks)):
                self._change_desk(number, status="closed", since=(day + 1) * DAY_SECONDS)
            self._idle_desks.clear()
            self._present_desks.clear()
        return self.result

    def _schedule_day(self, start: int) -> None:
        case = self.case
        weights = [service.weight for service in case.services]
        mean = sum(service.minutes * service.weight for service in case.services) / sum(weights) * 60
        per_person = mean * (1 - case.no_show_share) + 90 * case.no_show_share + 20
        expected = len(case.desks) * OPEN_SECONDS / per_person * case.load
        flow = [
            1 + sum(w * math.exp(-(((t - m) / s) ** 2) / 2) for m, s, w in PEAKS) for t in range(0, OPEN_SECONDS, 60)
        ]
        count = round(self.random.gauss(expected, math.sqrt(expected)))
        for minute in self.random.choices(range(0, OPEN_SECONDS, 60), flow, k=count):
            service = self.random.choices(range(len(weights)), weights)[0]
            self._schedule(start + minute + self.random.randrange(60), self._handle_arrival, service)
        for desk in range(len(case.desks)):
            opens_at, closes_at = case.opening_delay + self.random.randrange(240), OPEN_SECONDS * 2
            if desk >= len(case.desks) - case.late_count:
                opens_at, closes_at = self.random.randrange(3600, 10800), self.random.randrange(18000, 28800)
                self._schedule(start + closes_at, self._handle_desk_leaving, desk)
            self._schedule(start + opens_at, self._handle_desk_opening, desk)
            for _ in range(case.break_count):
                pause = start + self.random.randrange(opens_at + 1800, min(closes_at, OPEN_SECONDS))
                self._schedule(pause, self._handle_desk_leaving, desk)
                self._schedule(pause + round(self.random.uniform(600, 1800)), self._handle_desk_opening, desk)

    def _schedule(self, at: int, handle: Callable[..., None], *arguments: Any) -> None:
        heapq.heappush(self._events, (at, next(self._event_numbers), lambda at: handle(at, *arguments)))

    def _forecast(self, at: int) -> Schedule:
        queues = {
            number: QueueOutlook(rate, round(service.minutes))
            for number, (rate, service) in enumerate(zip(self.rates, self.case.services, strict=True))
        }
        waiting_since = {number: rate.waiting_since for number, rate in enumerate(self.rates)}
        schedule = Schedule.begin(queues, list_serving_desks(self.desks, waiting_since, at, at % DAY_SECONDS))
        for person in self._line:
            schedule.add(person.client)
        return schedule

    def _handle_arrival(self, at: int, service: int) -> None:
        has_priority = self.random.random() < self.case.priority_share
        key = CallOrderKey.from_priority(int(has_priority), at, next(self._event_numbers))
        person = Person(WaitingClient(key, service), at)
        of_queue = [waiting for waiting in self._line if waiting.client.queue_id == service]
        person.people_ahead = sum(waiting.client.key < key for waiting in of_queue)
        schedule = self._forecast(at)
        self._retell(schedule, at)
        self._tell_wait(person, schedule.estimate(service), at)
        if has_priority:
            self._delays.append((at, key))
            self.rates[service].delays.record_put_before(at * SECOND_MS, key)
        person.simple_estimates = (
            self._last_waits[service],
            at - of_queue[0].arrived if of_queue else 0.0,
            fmean(self._recent_waits[service]) if self._recent_waits[service] else 0.0,
        )
        able = [desk for desk in self._idle_desks if service in self.desks[desk].queue_ids]
        person.is_counted = not able
        if person.is_counted and not person.has_estimate:
            self.result.untold_count += 1
            self.result.untold_served_count += any(
                service in self.desks[desk].queue_ids for desk in self._present_desks
            )
        insort(self._line, person, key=lambda waiting: waiting.client.key)
        self._record_waiting(at)
        if able:
            desk = self.random.choice(able)
            self._idle_desks.remove(desk)
            self._call(at, desk)

    def _tell_wait(self, person: Person, estimate: WaitEstimate, at: int) -> None:
        told = estimate.range_minutes(person.people_ahead)
        if told is not None:
            person.has_estimate = True
            person.low_minutes, person.high_minutes = told
            person.mean_seconds = estimate.mean_seconds(person.people_ahead)
            earliest = person.mean_seconds if person.high_minutes is None else person.low_minutes * 60
            key = person.client.key
            person.told = RetoldWait(at * SECOND_MS, round((at + earliest) * SECOND_MS), key)

    def _retell(self, schedule: Schedule, at: int) -> None:
        """Tell everybody in the line the wait again, and note the jumps of its low end."""
        places: Counter[int] = Counter()
        estimates = {service: schedule.estimate(service) for service in range(len(self.rates))}
        for person in self._line:
            service = person.client.queue_id
            ahead, estimate = places[service], estimates[service]
            places[service] += 1
            plain = estimate.range_minutes(ahead)
            wait, _ = estimate.retell_minutes(ahead, person.told, at * SECOND_MS)
            if plain is None or wait is None or person.told is None:
                continue
            low = at + wait[0] * 60
            if wait[1] is not None:
                person.retold.append(Retelling(low, at + wait[1] * 60, wait != plain))
            if wait != plain:
                person.jumps["held"] += 1
            elif wait[0] and low >= person.told.earliest_call_at / SECOND_MS + DELAY_MINUTES * 60:
                person.jumps["reason" if self._has_reason(person, at) else "none"] += 1

    def _has_reason(self, person: Person, at: int) -> bool:
        """Whether a desk has closed, somebody was put before, or a visit takes longer than nine of ten."""
        for desk in self.desks:
            if desk.status == "open" and desk.visit is not None:
                visits = sorted(self.rates[desk.visit[0]].services)
                if len(visits) >= 5 and at - desk.visit[1] > visits[len(visits) * 9 // 10]:
                    return True
        return any(when > person.arrived and (key is None or key < person.client.key) for when, key in self._delays)

    def _record_waiting(self, at: int) -> None:
        for service, rate in enumerate(self.rates):
            rate.record_waiting(at, sum(person.client.queue_id == service for person in self._line))

    def _change_desk(self, desk: int, **changes: Any) -> None:
        self.desks[desk] = replace(self.desks[desk], **changes)

    def _call(self, at: int, desk: int) -> None:
        person = next(person for person in self._line if person.client.queue_id in self.desks[desk].queue_ids)
        service = person.client.queue_id
        self._line.remove(person)
        self._busy_desks.add(desk)
        if self.desks[desk].status == "open":
            self.rates[service].record_call(at, self.desks[desk].since)
        self._open_desk(at, desk)
        self._change_desk(desk, visit=(service, at))
        self._record_waiting(at)
        waited_seconds = at - person.arrived
        self._last_waits[service] = waited_seconds
        self._recent_waits[service].append(waited_seconds)
        self._record_wait(person, waited_seconds)
        visit_seconds = self._choose_visit(service, at)
        self._schedule(at + visit_seconds, self._handle_visit_end, desk, visit_seconds)

    def _choose_visit(self, service: int, at: int) -> int:
        if self.random.random() < self.case.no_show_share:
            return self.random.randrange(60, 120)
        mean = self.case.services[service].minutes * 60
        if self.case.varies_by_hour:
            mean *= 0.7 if at % DAY_SECONDS < OPENS_AT + OPEN_SECONDS / 2 else 1.3
        return max(20, round(self.random.lognormvariate(math.log(mean) - self._sigma**2 / 2, self._sigma)))

    def _record_wait(self, person: Person, waited_seconds: int) -> None:
        if not person.has_estimate:
            return
        service = person.client.queue_id
        called = person.arrived + waited_seconds
        for low_end, high_end, is_held in person.retold:
            ending = "below" if called < low_end else "above" if called > high_end else "inside"
            self.result.retold[ending] += 1
            self.result.retold["held " + ending] += is_held
        for kind in person.jumps:
            self.result.jumps[kind] += 1
        low, high, ahead = person.low_minutes, person.high_minutes, person.people_ahead
        if person.mean_seconds:
            self.rates[service].learn(ahead, low, high, waited_seconds)
        if person.is_counted:
            simple = tuple(seconds / 60 for seconds in person.simple_estimates)
            self.result.told.append(
                ToldWait(
                    service,
                    low,
                    high,
                    person.mean_seconds / 60,
                    waited_seconds / 60,
                    simple,  # type: ignore[arg-type]
                )
            )

    def _handle_visit_end(self, at: int, desk: int, visit_seconds: int) -> None:
        visit = self.desks[desk].visit
        assert visit is not None
        if self.rates[visit[0]].is_long_visit(visit_seconds):
            self._delays.append((at, None))
        self.rates[visit[0]].record_visit(visit_seconds, at * SECOND_MS)
        self._change_desk(desk, visit=None, since=at)
        # The agent needs a moment before the next call.
        self._schedule(at + self.random.randrange(5, 36), self._handle_desk_ready, desk)

    def _handle_desk_ready(self, at: int, desk: int) -> None:
        self._busy_desks.discard(desk)
        if desk not in self._present_desks:
            self._record_pause(at, desk)
        elif any(person.client.queue_id in self.desks[desk].queue_ids for person in self._line):
            self._call(at, desk)
        else:
            self._idle_desks.append(desk)

    def _handle_desk_leaving(self, at: int, desk: int) -> None:
        self._present_desks.discard(desk)
        if desk in self._idle_desks:
            self._idle_desks.remove(desk)
            self._record_pause(at, desk)

    def _handle_desk_opening(self, at: int, desk: int) -> None:
        if desk in self._present_desks:
            return
        self._present_desks.add(desk)
        if desk not in self._busy_desks:
            if self.case.is_recorded:
                self._open_desk(at, desk)
            self._handle_desk_ready(at, desk)

    def _open_desk(self, at: int, desk: int) -> None:
        activity = self.desks[desk]
        if activity.status == "closed":
            self._change_desk(desk, openings=(*activity.openings, at % DAY_SECONDS)[-5:])
        if activity.status != "open":
            self._change_desk(desk, status="open", since=at)

    def _record_pause(self, at: int, desk: int) -> None:
        if self.case.is_recorded:
            if self.desks[desk].status == "open":
                self._delays.append((at, None))
                for service in self.desks[desk].queue_ids:
                    self.rates[service].delays.desk_closed_at = at * SECOND_MS
            self._change_desk(desk, status="paused", since=at)


def simulate_cases(days: int, seed: int = 1, cases: Sequence[Case] = CASES) -> Iterator[tuple[Case, Result]]:
    """Simulate each case for ``days`` days."""
    for case in cases:
        yield case, SimulatedOffice(case, seed).simulate(days)


def measure_waits(folder: Path, days: int = 150) -> list[Figure]:
    """Measure the errors against those of the simple estimates, and the shares inside, above and below the range."""
    figures: list[Figure] = []
    for case, result in simulate_cases(days):
        ours = [result.compute_error()]
        for name, error in zip(SIMPLE_ESTIMATORS, result.compute_simple_errors(), strict=True):
            figures.append(Figure(f"wait, {case.name}: mean absolute error", "min", ours, [error], name))
        inside, above, below = result.compute_shares()
        for name, part, aim in (
            ("inside", inside, MIN_INSIDE_SHARE),
            ("above", above, MAX_ABOVE_SHARE),
            ("below", below, MAX_BELOW_SHARE),
        ):
            figures.append(Figure(f"wait, {case.name}: {name} the range", "%", [part * 100], [aim * 100], "aim"))
    return figures


def print_table(days: int, seed: int, wanted: Sequence[str] = ()) -> None:
    """Print a line for each case: ``python -m tests.bench.waits DAYS SEED [NAME...]``."""
    print(
        "case | told | over an hour | inside / above / below | width | error | LES HOL M20 | untold, while served | "
        "by service | jumps with reason, without, held | told again: inside / above / below, of those held"
    )
    cases = [case for case in CASES if not wanted or any(name in case.name for name in wanted)]
    for case, result in simulate_cases(days, seed, cases):
        shares = " / ".join(f"{part:.1%}" for part in result.compute_shares())
        simple = " ".join(f"{error:.1f}" for error in result.compute_simple_errors())
        services: Mapping[int, str] = {
            service: f"{result.compute_shares(service)[0]:.0%}" for service in range(len(case.services))
        }
        print(
            f"{case.name} | {len(result.told)} | {result.share_open_ended:.1%} | {shares} | {result.mean_width:.1f} | "
            f"{result.compute_error():.1f} | {simple} | {result.untold_count}, "
            f"{result.untold_served_count} | {services} | {format_jumps(result)}",
            flush=True,
        )


def format_jumps(result: Result) -> str:
    """Format the jumps of the waits that were told again, and how these ended."""
    endings = ("inside", "above", "below")
    shares = []
    for prefix in ("", "held "):
        counts = [result.retold[prefix + ending] for ending in endings]
        shares.append(" / ".join(f"{count / max(sum(counts), 1):.1%}" for count in counts))
    jumps = ", ".join(str(result.jumps[kind]) for kind in ("reason", "none", "held"))
    return f"{jumps} | {shares[0]}, {shares[1]}"


if __name__ == "__main__":
    print_table(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
