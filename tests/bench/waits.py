"""Told waits beside real ones: simulated days of offices, played through the queue's own memory and forecast.

Nothing looks ahead: a forecast is made at the moment of arrival from what had happened by then, and so are the three
simple ones beside it: the wait of the last to be called, the present wait of the first in line, and the mean of the
last 20 waits. People who found a free desk are not counted, for any of them.
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
from walkin.model.wait_estimate import Forecast, Pace

DAY = 24 * 3600
OPEN = 8 * 3600
"""An office is open for so many seconds a day; who is there at the end is still served."""

MEAN, VARIATION = 600.0, 0.9
PLANNED = 10
"""Minutes of a visit that the queue is set up with."""

PEAKS = ((9000.0, 3600.0, 1.0), (21600.0, 3600.0, 0.7))
"""Middle, width and weight of the rushes of a day, above a steady flow of weight 1."""

INSIDE, OVER = 0.78, 0.12
"""The share of waits that is to end inside the range at the least, and above it at the most."""

SIMPLE = ("last to enter service", "head of the line", "mean of the last 20")


@dataclass(frozen=True)
class Case:
    """An office: its desks, and how busy it is."""

    name: str
    desks: int
    load: float
    """Arriving work by what the desks can do, over the day."""
    extra: int = 0
    """Desks that open and close during the day."""
    breaks: int = 0
    """Breaks of a desk in a day."""
    recorded: bool = True
    """Whether breaks and closed desks are told to the queue."""
    priority: float = 0.0
    no_show: float = 0.06


CASES = (
    Case("1 desk", 1, 0.87),
    Case("3 desks", 3, 0.92),
    Case("3-4 desks", 3, 1.0, extra=1),
    Case("8-10 desks", 8, 1.05, extra=2),
    Case("3 desks, breaks", 3, 0.85, breaks=3),
    Case("3 desks, breaks nobody records", 3, 0.85, breaks=3, recorded=False),
    Case("3 desks, 15 % with priority", 3, 0.92, priority=0.15),
    Case("3 desks, 20 % do not come", 3, 1.0, no_show=0.2),
    Case("8-10 desks, everything", 8, 0.98, extra=2, breaks=2, recorded=False, priority=0.1, no_show=0.1),
)


@dataclass(eq=False)
class Person:
    """Somebody who came, what they were told, and what the simple forecasts would have said (seconds)."""

    arrived: int
    priority: bool
    mean: float = 0.0
    low: int = 0
    high: int | None = None
    simple: tuple[float, float, float] = (0.0, 0.0, 0.0)
    told: bool = False
    counted: bool = False


@dataclass
class Result:
    """What became of the told waits of a case: seconds of error, and counts."""

    ours: list[float] = field(default_factory=list)
    simple: tuple[list[float], list[float], list[float]] = field(default_factory=lambda: ([], [], []))
    waits: list[float] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    inside: int = 0
    above: int = 0
    silent: int = 0
    """People who were told that no desk is open."""

    @property
    def share_inside(self) -> float:
        return self.inside / len(self.ours)

    @property
    def share_above(self) -> float:
        return self.above / len(self.ours)

    def error(self) -> float:
        """Mean absolute error of ours, in minutes."""
        return fmean(self.ours) / 60

    def errors(self) -> tuple[float, ...]:
        """Those of the simple forecasts."""
        return tuple(fmean(each) / 60 for each in self.simple)


class Office:
    """One queue with its desks over many days."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case = case
        self.dice = random.Random(f"{seed} {case.name}")
        self.pace = Pace()
        self.result = Result()
        self._line: tuple[deque[Person], deque[Person]] = (deque(), deque())
        self._last = 0.0
        self._waits: deque[float] = deque(maxlen=20)
        self._happens: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = itertools.count()
        self._idle: list[str] = []
        self._present: set[str] = set()
        self._busy: set[str] = set()
        self._sigma = math.sqrt(math.log(1 + VARIATION**2))

    def play(self, days: int) -> Result:
        """So many days, one after the other."""
        for day in range(days):
            self._plan(day * DAY)
            while self._happens:
                at, _, what = heapq.heappop(self._happens)
                what(at)
            self._idle.clear()
            self._present.clear()
        return self.result

    def _plan(self, start: int) -> None:
        case = self.case
        per_person = MEAN * (1 - case.no_show) + 90 * case.no_show + 20
        count = case.desks * OPEN / per_person * case.load
        weights = [1 + sum(w * math.exp(-(((t - m) / s) ** 2) / 2) for m, s, w in PEAKS) for t in range(0, OPEN, 60)]
        arrivals = self.dice.choices(range(0, OPEN, 60), weights, k=round(self.dice.gauss(count, math.sqrt(count))))
        for minute in arrivals:
            self._at(start + minute + self.dice.randrange(60), self._arrives)
        for number in range(case.desks + case.extra):
            desk = f"Desk {number + 1}"
            begins, ends = 0, OPEN * 2
            if number >= case.desks:
                begins, ends = self.dice.randrange(3600, 10800), self.dice.randrange(18000, 28800)
                self._at(start + ends, lambda at, desk=desk: self._leaves(at, desk))  # type: ignore[misc]
            self._at(start + begins, lambda at, desk=desk: self._opens(at, desk))  # type: ignore[misc]
            for _ in range(case.breaks):
                pause = start + self.dice.randrange(begins + 1800, min(ends, OPEN))
                self._at(pause, lambda at, desk=desk: self._leaves(at, desk))  # type: ignore[misc]
                back = pause + round(self.dice.uniform(600, 1800))
                self._at(back, lambda at, desk=desk: self._opens(at, desk))  # type: ignore[misc]

    def _at(self, at: int, what: Callable[[int], None]) -> None:
        heapq.heappush(self._happens, (at, next(self._order), what))

    def _waiting(self) -> int:
        return len(self._line[0]) + len(self._line[1])

    def _arrives(self, at: int) -> None:
        person = Person(at, self.dice.random() < self.case.priority)
        ahead = len(self._line[0]) if person.priority else self._waiting()
        forecast = Forecast.of(self.pace, PLANNED, at)
        first = (self._line[0] or self._line[1] or [person])[0]
        person.simple = (self._last, at - first.arrived, fmean(self._waits) if self._waits else 0.0)
        person.counted = not self._idle
        if forecast is not None:
            person.told, person.mean = True, forecast.mean(ahead)
            person.low, person.high = forecast.told(ahead)
        elif person.counted:
            self.result.silent += 1
        self._line[0 if person.priority else 1].append(person)
        self.pace.waits(at, self._waiting())
        if self._idle:
            self._call(at, self._idle.pop(self.dice.randrange(len(self._idle))))

    def _call(self, at: int, desk: str) -> None:
        person = (self._line[0] or self._line[1]).popleft()
        self._busy.add(desk)
        self.pace.called(at, desk)
        self.pace.waits(at, self._waiting())
        waited = at - person.arrived
        self._last = waited
        self._waits.append(waited)
        self._record(person, waited)
        if self.dice.random() < self.case.no_show:
            took = self.dice.randrange(60, 120)
        else:
            took = round(self.dice.lognormvariate(math.log(MEAN) - self._sigma**2 / 2, self._sigma))
        self._at(at + took, lambda at: self._ends(at, desk, took))

    def _record(self, person: Person, waited: int) -> None:
        if not person.told:
            return
        self.pace.learn(person.low, person.high, waited)
        if not person.counted:
            return
        found = self.result
        found.waits.append(waited)
        found.ours.append(abs(waited - person.mean))
        for errors, guess in zip(found.simple, person.simple, strict=True):
            errors.append(abs(waited - guess))
        over = person.high is not None and waited > person.high * 60
        found.above += over
        found.inside += not over and waited >= person.low * 60
        if person.high is not None:
            found.widths.append(person.high - person.low)

    def _ends(self, at: int, desk: str, took: int) -> None:
        self.pace.finished(at, desk, took)
        # The agent puts the papers away.
        self._at(at + self.dice.randrange(5, 36), lambda at: self._ready(at, desk))

    def _ready(self, at: int, desk: str) -> None:
        self._busy.discard(desk)
        if desk not in self._present:
            self._away(at, desk)
        elif self._waiting():
            self._call(at, desk)
        else:
            self._idle.append(desk)

    def _leaves(self, at: int, desk: str) -> None:
        self._present.discard(desk)
        if desk in self._idle:
            self._idle.remove(desk)
            self._away(at, desk)

    def _opens(self, at: int, desk: str) -> None:
        if desk in self._present:
            return
        self._present.add(desk)
        if desk not in self._busy:
            if self.case.recorded:
                self.pace.opened(at, desk)
            self._ready(at, desk)

    def _away(self, at: int, desk: str) -> None:
        if self.case.recorded:
            self.pace.paused(at, desk)


def replays(days: int, seed: int = 1, cases: Sequence[Case] = CASES) -> Iterator[tuple[Case, Result]]:
    """Every case, played for so many days."""
    for case in cases:
        yield case, Office(case, seed).play(days)


def waits(folder: Path, days: int = 150) -> list[Figure]:
    """The errors beside those of the simple forecasts, and where the real waits ended beside what is aimed at."""
    figures: list[Figure] = []
    for case, found in replays(days):
        ours = [found.error()]
        for name, error in zip(SIMPLE, found.errors(), strict=True):
            figures.append(Figure(f"wait, {case.name}: mean absolute error", "min", ours, [error], name))
        for name, share, aim in (("inside", found.share_inside, INSIDE), ("above", found.share_above, OVER)):
            figures.append(Figure(f"wait, {case.name}: {name} the range", "%", [share * 100], [aim * 100], "aim"))
    return figures
