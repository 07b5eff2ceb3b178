"""Estimated waits against actual ones: simulated days of offices, with the queue's own ServiceRate and WaitEstimate.

An estimate is made at arrival from what has happened until then, like the three simple estimates it is compared with:
the wait of the last client called, the present wait of the first in line, and the mean of the last 20 waits. Clients
who find a free desk are not counted.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from tests.bench.figure import Figure
from walkin.model.wait_estimate import ServiceRate, WaitEstimate

DAY_SECONDS = 24 * 3600
OPEN_SECONDS = 8 * 3600
"""Opening time of a day; clients who wait at its end are still served."""

MEAN_VISIT_SECONDS, VISIT_VARIATION = 600.0, 0.9
PLANNED_MINUTES = 10
"""The queue's configured minutes of a visit."""

PEAKS = ((9000.0, 3600.0, 1.0), (21600.0, 3600.0, 0.7))
"""Middle and width (seconds) and weight of a day's peaks, above a steady flow of weight 1."""

MIN_INSIDE_SHARE, MAX_ABOVE_SHARE = 0.78, 0.12
"""The goal: the least share of waits inside the range, and the largest above it."""

SIMPLE_ESTIMATORS = ("last to enter service", "head of the line", "mean of the last 20")


@dataclass(frozen=True)
class Case:
    """An office: its desks, and how busy it is."""

    name: str
    desk_count: int
    load: float
    """Arriving work divided by the desks' capacity, over the day."""
    extra_desk_count: int = 0
    """Desks that open and close during the day."""
    break_count: int = 0
    """Breaks per desk and day."""
    is_recorded: bool = True
    """Whether the queue learns of breaks and closed desks."""
    priority_share: float = 0.0
    no_show_share: float = 0.06


CASES = (
    Case("1 desk", 1, 0.87),
    Case("3 desks", 3, 0.92),
    Case("3-4 desks", 3, 1.0, extra_desk_count=1),
    Case("8-10 desks", 8, 1.05, extra_desk_count=2),
    Case("3 desks, breaks", 3, 0.85, break_count=3),
    Case("3 desks, breaks nobody records", 3, 0.85, break_count=3, is_recorded=False),
    Case("3 desks, 15 % with priority", 3, 0.92, priority_share=0.15),
    Case("3 desks, 20 % do not come", 3, 1.0, no_show_share=0.2),
    Case(
        "8-10 desks, everything",
        8,
        0.98,
        extra_desk_count=2,
        break_count=2,
        is_recorded=False,
        priority_share=0.1,
        no_show_share=0.1,
    ),
)


@dataclass(eq=False)
class Person:
    """A client with the estimate told, and the simple estimates in seconds."""

    arrived: int
    has_priority: bool
    mean_seconds: float = 0.0
    low_minutes: int = 0
    high_minutes: int | None = None
    simple_estimates: tuple[float, float, float] = (0.0, 0.0, 0.0)
    has_estimate: bool = False
    is_counted: bool = False


@dataclass
class Result:
    """Errors of the estimates of a case in seconds, and counts."""

    our_errors: list[float] = field(default_factory=list)
    simple_errors: tuple[list[float], list[float], list[float]] = field(default_factory=lambda: ([], [], []))
    waits: list[float] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    inside_count: int = 0
    above_count: int = 0
    no_estimate_count: int = 0
    """Clients who were told that no desk is open."""

    @property
    def share_inside(self) -> float:
        return self.inside_count / len(self.our_errors)

    @property
    def share_above(self) -> float:
        return self.above_count / len(self.our_errors)

    def compute_error(self) -> float:
        """Return the mean absolute error of Walkin's estimate, in minutes."""
        return fmean(self.our_errors) / 60

    def compute_simple_errors(self) -> tuple[float, ...]:
        """Return the mean absolute errors of the simple estimates, in minutes."""
        return tuple(fmean(errors) / 60 for errors in self.simple_errors)


class SimulatedOffice:
    """One queue with its desks over many days."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case = case
        self.random = random.Random(f"{seed} {case.name}")
        self.service_rate = ServiceRate()
        self.result = Result()
        self._waiting_lines: tuple[deque[Person], deque[Person]] = (deque(), deque())
        self._last_wait = 0.0
        self._recent_waits: deque[float] = deque(maxlen=20)
        self._events: list[tuple[int, int, Callable[[int], None]]] = []
        self._event_numbers = itertools.count()
        self._idle_desks: list[str] = []
        self._present_desks: set[str] = set()
        self._busy_desks: set[str] = set()
        self._sigma = math.sqrt(math.log(1 + VISIT_VARIATION**2))

    def simulate(self, days: int) -> Result:
        """Simulate days one after the other."""
        for day in range(days):
            self._schedule_day(day * DAY_SECONDS)
            while self._events:
                at, _, handler = heapq.heappop(self._events)
                handler(at)
            self._idle_desks.clear()
            self._present_desks.clear()
        return self.result

    def _schedule_day(self, start: int) -> None:
        case = self.case
        per_person = MEAN_VISIT_SECONDS * (1 - case.no_show_share) + 90 * case.no_show_share + 20
        count = case.desk_count * OPEN_SECONDS / per_person * case.load
        weights = [
            1 + sum(w * math.exp(-(((t - m) / s) ** 2) / 2) for m, s, w in PEAKS) for t in range(0, OPEN_SECONDS, 60)
        ]
        arrivals = self.random.choices(
            range(0, OPEN_SECONDS, 60), weights, k=round(self.random.gauss(count, math.sqrt(count)))
        )
        for minute in arrivals:
            self._schedule(start + minute + self.random.randrange(60), self._handle_arrival)
        for number in range(case.desk_count + case.extra_desk_count):
            desk = f"Desk {number + 1}"
            opens_at, closes_at = 0, OPEN_SECONDS * 2
            if number >= case.desk_count:
                opens_at, closes_at = self.random.randrange(3600, 10800), self.random.randrange(18000, 28800)
                self._schedule(start + closes_at, lambda at, desk=desk: self._handle_desk_leaving(at, desk))  # type: ignore[misc]
            self._schedule(start + opens_at, lambda at, desk=desk: self._handle_desk_opening(at, desk))  # type: ignore[misc]
            for _ in range(case.break_count):
                pause = start + self.random.randrange(opens_at + 1800, min(closes_at, OPEN_SECONDS))
                self._schedule(pause, lambda at, desk=desk: self._handle_desk_leaving(at, desk))  # type: ignore[misc]
                ends_at = pause + round(self.random.uniform(600, 1800))
                self._schedule(ends_at, lambda at, desk=desk: self._handle_desk_opening(at, desk))  # type: ignore[misc]

    def _schedule(self, at: int, action: Callable[[int], None]) -> None:
        heapq.heappush(self._events, (at, next(self._event_numbers), action))

    def _count_waiting(self) -> int:
        return len(self._waiting_lines[0]) + len(self._waiting_lines[1])

    def _handle_arrival(self, at: int) -> None:
        person = Person(at, self.random.random() < self.case.priority_share)
        ahead = len(self._waiting_lines[0]) if person.has_priority else self._count_waiting()
        forecast = WaitEstimate.from_rate(self.service_rate, PLANNED_MINUTES, at)
        first = (self._waiting_lines[0] or self._waiting_lines[1] or [person])[0]
        person.simple_estimates = (
            self._last_wait,
            at - first.arrived,
            fmean(self._recent_waits) if self._recent_waits else 0.0,
        )
        person.is_counted = not self._idle_desks
        if forecast is not None:
            person.has_estimate, person.mean_seconds = True, forecast.mean_seconds(ahead)
            person.low_minutes, person.high_minutes = forecast.range_minutes(ahead)
        elif person.is_counted:
            self.result.no_estimate_count += 1
        self._waiting_lines[0 if person.has_priority else 1].append(person)
        self.service_rate.record_waiting(at, self._count_waiting())
        if self._idle_desks:
            self._call(at, self._idle_desks.pop(self.random.randrange(len(self._idle_desks))))

    def _call(self, at: int, desk: str) -> None:
        person = (self._waiting_lines[0] or self._waiting_lines[1]).popleft()
        self._busy_desks.add(desk)
        self.service_rate.record_call(at, desk)
        self.service_rate.record_waiting(at, self._count_waiting())
        waited_seconds = at - person.arrived
        self._last_wait = waited_seconds
        self._recent_waits.append(waited_seconds)
        self._record_wait(person, waited_seconds)
        if self.random.random() < self.case.no_show_share:
            visit_seconds = self.random.randrange(60, 120)
        else:
            visit_seconds = round(
                self.random.lognormvariate(math.log(MEAN_VISIT_SECONDS) - self._sigma**2 / 2, self._sigma)
            )
        self._schedule(at + visit_seconds, lambda at: self._handle_visit_end(at, desk, visit_seconds))

    def _record_wait(self, person: Person, waited_seconds: int) -> None:
        if not person.has_estimate:
            return
        self.service_rate.learn(person.low_minutes, person.high_minutes, waited_seconds)
        if not person.is_counted:
            return
        result = self.result
        result.waits.append(waited_seconds)
        result.our_errors.append(abs(waited_seconds - person.mean_seconds))
        for errors, estimate in zip(result.simple_errors, person.simple_estimates, strict=True):
            errors.append(abs(waited_seconds - estimate))
        is_above = person.high_minutes is not None and waited_seconds > person.high_minutes * 60
        result.above_count += is_above
        result.inside_count += not is_above and waited_seconds >= person.low_minutes * 60
        if person.high_minutes is not None:
            result.widths.append(person.high_minutes - person.low_minutes)

    def _handle_visit_end(self, at: int, desk: str, visit_seconds: int) -> None:
        self.service_rate.record_visit(at, desk, visit_seconds)
        # The agent needs a moment before the next call.
        self._schedule(at + self.random.randrange(5, 36), lambda at: self._handle_desk_ready(at, desk))

    def _handle_desk_ready(self, at: int, desk: str) -> None:
        self._busy_desks.discard(desk)
        if desk not in self._present_desks:
            self._record_pause(at, desk)
        elif self._count_waiting():
            self._call(at, desk)
        else:
            self._idle_desks.append(desk)

    def _handle_desk_leaving(self, at: int, desk: str) -> None:
        self._present_desks.discard(desk)
        if desk in self._idle_desks:
            self._idle_desks.remove(desk)
            self._record_pause(at, desk)

    def _handle_desk_opening(self, at: int, desk: str) -> None:
        if desk in self._present_desks:
            return
        self._present_desks.add(desk)
        if desk not in self._busy_desks:
            if self.case.is_recorded:
                self.service_rate.mark_open(at, desk)
            self._handle_desk_ready(at, desk)

    def _record_pause(self, at: int, desk: str) -> None:
        if self.case.is_recorded:
            self.service_rate.mark_paused(at, desk)


def simulate_cases(days: int, seed: int = 1, cases: Sequence[Case] = CASES) -> Iterator[tuple[Case, Result]]:
    """Simulate each case for ``days`` days."""
    for case in cases:
        yield case, SimulatedOffice(case, seed).simulate(days)


def measure_waits(folder: Path, days: int = 150) -> list[Figure]:
    """Measure the errors against those of the simple estimates, and the shares inside and above the range."""
    figures: list[Figure] = []
    for case, result in simulate_cases(days):
        ours = [result.compute_error()]
        for name, error in zip(SIMPLE_ESTIMATORS, result.compute_simple_errors(), strict=True):
            figures.append(Figure(f"wait, {case.name}: mean absolute error", "min", ours, [error], name))
        for name, share, aim in (
            ("inside", result.share_inside, MIN_INSIDE_SHARE),
            ("above", result.share_above, MAX_ABOVE_SHARE),
        ):
            figures.append(Figure(f"wait, {case.name}: {name} the range", "%", [share * 100], [aim * 100], "aim"))
    return figures
