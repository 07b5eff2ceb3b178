"""The wait that is told: a range in steps of five minutes, from the pace of the queue."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from pydantic import BaseModel, Field

SERVICES = 50
GAPS = 12
STEP = 5
LONGEST = 60
"""Above this many minutes only "over an hour" is told."""

PRIOR = 5
"""The queue's planned service time counts as much as this many real visits."""

DESK_SEEN = 30 * 60
"""A desk counts as open for this many seconds after it last called or finished."""


class Pace(BaseModel):
    """What a queue remembers of its own speed, all in seconds: kept with the queue, changed by calls and finishes."""

    services: list[int] = Field(default_factory=list)
    """Lengths of the last visits, newest last."""
    calls: list[int] = Field(default_factory=list)
    """Times of the last calls, newest last."""
    desks: dict[str, int] = Field(default_factory=dict)
    """When each desk was last seen at work."""

    def called(self, at: int, desk: str) -> None:
        """A desk called somebody at that time (seconds)."""
        self.calls = [*self.calls, at][-(GAPS + 1) :]
        self._seen(at, desk)

    def finished(self, at: int, desk: str, seconds: int) -> None:
        """A visit of that length ended."""
        self.services = [*self.services, max(seconds, 0)][-SERVICES:]
        self._seen(at, desk)

    def desk(self, at: int, name: str, *, at_work: bool) -> None:
        """A desk was opened (again), or else paused or closed."""
        if at_work:
            self._seen(at, name)
        else:
            self.desks = {known: seen for known, seen in self.desks.items() if known != name}

    def _seen(self, at: int, desk: str) -> None:
        self.desks = {name: seen for name, seen in self.desks.items() if at - seen <= DESK_SEEN}
        self.desks[desk] = at

    def open_desks(self, at: int) -> int:
        """Desks at work at that time; one is assumed before the first call of the day."""
        return max(1, sum(at - seen <= DESK_SEEN for seen in self.desks.values()))


@dataclass(frozen=True)
class Forecast:
    """What a queue tells at one moment: made once, asked for every place in it."""

    beat: float
    """Seconds until the desks are ready for one more person."""
    deviation: float
    """Deviation of the wait for one person, in seconds; it grows with the square root of the people."""

    @classmethod
    def of(cls, pace: Pace, service_time: int, at: int) -> Forecast:
        """From the queue's pace and planned minutes of a visit, at a time in seconds.

        The beat is half the mean visit over the open desks, half the mean of the last gaps between calls.
        """
        planned = service_time * 60
        visits = [*pace.services, *[planned] * max(0, PRIOR - len(pace.services))]
        desks = pace.open_desks(at)
        per_person = fmean(visits) / desks
        gaps = [after - before for before, after in pairwise(pace.calls) if after - before <= DESK_SEEN]
        return cls((sum(gaps) + GAPS * per_person) / (len(gaps) + GAPS), (_deviation(visits) or planned / 2) / desks)

    def told(self, ahead: int) -> tuple[int, int | None]:
        """Minutes ``(from, to)`` for somebody with ``ahead`` people before them; ``to`` is None for "over ``from``".

        The mean less 0.84 and plus 1.28 deviations, widened to full steps.
        """
        mean = (ahead + 1) * self.beat
        deviation = self.deviation * math.sqrt(ahead + 1)
        low = max(0, math.floor((mean - 0.84 * deviation) / 60 / STEP) * STEP)
        high = max(low + STEP, math.ceil((mean + 1.28 * deviation) / 60 / STEP) * STEP)
        return (min(low, LONGEST), None) if high > LONGEST else (low, high)


def _deviation(values: list[int]) -> float:
    mean = fmean(values)
    return math.sqrt(fmean((value - mean) ** 2 for value in values))
