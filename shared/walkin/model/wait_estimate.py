"""The wait that is told: a range in steps of five minutes, from the pace of the queue."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul

from pydantic import BaseModel, Field

from walkin.model.registration import Resource

RECENT_VISITS = 50
RECENT_GAPS = 12
STEP_MINUTES = 5
MAX_MINUTES = 60
"""Above this many minutes only "over an hour" is told."""

PRIOR_VISITS = 5
"""The queue's planned service time counts as much as this many real visits."""

DESK_TIMEOUT_SECONDS = 4 * 3600
"""A desk that was not heard of for so many seconds is no longer counted; no visit is longer."""

IDLE_SECONDS = 3 * 60
"""A free desk that leaves people waiting for longer than this many seconds is taken for paused."""

DEFAULT_DEVIATIONS_BELOW, DEFAULT_DEVIATIONS_ABOVE = 0.84, 1.28
"""How many deviations the range reaches below and above the mean, before the queue has learned better."""

TARGET_MISS_RATE = 0.07
"""The share of waits that may end below the range, and the share above it."""

LEARNING_RATE = 0.06
"""How far one wait moves the ends of the range, in deviations."""

MIN_DEVIATIONS, MAX_DEVIATIONS = 0.4, 3.0


NO_DESK_OPEN = "noDeskOpen"
"""The word for programs when no wait can be told."""


class ServiceRate(BaseModel):
    """What a queue remembers of its own speed, all in seconds: kept with the queue, changed by what happens in it."""

    services: list[int] = Field(default_factory=list)
    """Lengths of the last visits, newest last; somebody who did not come took the desk's time as well."""
    gaps: list[int] = Field(default_factory=list)
    """From call to call, the last ones, while people waited all the time."""
    called_at: int = 0
    """The last call."""
    waiting_since: int | None = None
    """Since when there is always somebody waiting; None while nobody does."""
    desks: dict[str, int] = Field(default_factory=dict)
    """When each desk was last heard of."""
    free: list[str] = Field(default_factory=list)
    """The desks at which nobody is."""
    away: list[str] = Field(default_factory=list)
    """The desks that are paused or closed."""
    below: float = DEFAULT_DEVIATIONS_BELOW
    above: float = DEFAULT_DEVIATIONS_ABOVE
    """How many deviations the range reaches, as learned from how the told waits ended."""

    def record_waiting(self, at_seconds: int, waiting: int) -> None:
        """So many people wait from now on."""
        if not waiting:
            self.waiting_since = None
        elif self.waiting_since is None:
            self.waiting_since = at_seconds

    def record_call(self, at_seconds: int, desk: str) -> None:
        """A desk called somebody; calling opens it."""
        self._update_desk(at_seconds, desk, free=False, away=False)
        if (
            self.waiting_since is not None
            and self.waiting_since <= self.called_at
            and at_seconds - self.called_at < DESK_TIMEOUT_SECONDS
        ):
            self.gaps = [*self.gaps, at_seconds - self.called_at][-RECENT_GAPS:]
        self.called_at = at_seconds

    def record_visit(self, at_seconds: int, desk: str, seconds: int) -> None:
        """What the desk called somebody for ended after so long."""
        if seconds >= DESK_TIMEOUT_SECONDS:
            # Left open at closing time: nobody was at the desk for so long, nor is now.
            return
        self.services = [*self.services, max(seconds, 0)][-RECENT_VISITS:]
        self.mark_free(at_seconds, desk)

    def undo_visit(self, at_seconds: int, desk: str, seconds: int | None) -> None:
        """What had ended at the desk goes on after all; ``seconds`` was learned of it, None for nothing."""
        if seconds in self.services:
            last = len(self.services) - 1 - self.services[::-1].index(seconds)
            self.services = [*self.services[:last], *self.services[last + 1 :]]
        self._update_desk(at_seconds, desk, free=False, away=desk in self.away)

    def undo_call(self, at_seconds: int, desk: str, called_at: int) -> None:
        """The desk has called nobody at ``called_at`` after all: it is free, and the gap before that call goes on."""
        gap = self.gaps[-1] if self.gaps else DESK_TIMEOUT_SECONDS
        if called_at == self.called_at and self.waiting_since is not None and self.waiting_since <= called_at - gap:
            self.gaps, self.called_at = self.gaps[:-1], called_at - gap
        self.mark_free(at_seconds, desk)

    def mark_free(self, at_seconds: int, desk: str) -> None:
        """Nobody is at the desk any more; if it was paused meanwhile, it stays so."""
        self._update_desk(at_seconds, desk, free=True, away=desk in self.away)

    def mark_open(self, at_seconds: int, desk: str) -> None:
        """The desk is open (again): whoever is at it stays."""
        self._update_desk(at_seconds, desk, free=desk in self.free or desk not in self.desks, away=False)

    def mark_paused(self, at_seconds: int, desk: str) -> None:
        """The desk calls nobody until it is opened or calls again: whoever is at it stays."""
        self._update_desk(at_seconds, desk, free=desk in self.free or desk not in self.desks, away=True)

    def learn(self, low: int, high: int | None, seconds: int) -> None:
        """Somebody who was told ``low`` to ``high`` minutes waited so long: the range is widened or narrowed a little.

        In the long run the share ``MISSED`` ends on either side, whatever the waits are like.
        """
        self.below = _adjust_deviations(self.below, seconds < low * 60)
        if high is not None:
            self.above = _adjust_deviations(self.above, seconds > high * 60)

    def unlearn(self, low: int, high: int | None, seconds: int) -> None:
        """That wait has not ended after all: what `learn` did is taken back."""
        self.below = _adjust_deviations(self.below, seconds < low * 60, -LEARNING_RATE)
        if high is not None:
            self.above = _adjust_deviations(self.above, seconds > high * 60, -LEARNING_RATE)

    def count_open_desks(self, at_seconds: int) -> int:
        """Desks that call the next person as soon as they are free."""
        return sum(self._is_open(at_seconds, desk) for desk in self.desks)

    def count_free_desks(self, at_seconds: int) -> int:
        """Those of them that are free."""
        return sum(self._is_open(at_seconds, desk) for desk in self.free)

    def _is_open(self, at_seconds: int, desk: str) -> bool:
        if desk in self.away:
            return False
        if desk not in self.free or self.waiting_since is None:
            return True
        return at_seconds - max(self.desks[desk], self.waiting_since) <= IDLE_SECONDS

    def _update_desk(self, at_seconds: int, desk: str, *, free: bool, away: bool) -> None:
        self.desks = {name: seen for name, seen in self.desks.items() if at_seconds - seen <= DESK_TIMEOUT_SECONDS} | {
            desk: at_seconds
        }
        self.free = [name for name in self.free if name in self.desks and name != desk] + [desk] * free
        self.away = [name for name in self.away if name in self.desks and name != desk] + [desk] * away


class ToldWaits(Resource):
    """How the waits ended that a queue told; the shares are of 1, absent when there were none."""

    since: str
    """The first local day, ``yyyy-mm-dd``."""
    until: str
    """The last one."""
    count: int
    inside: float | None = None
    above: float | None = None
    below: float | None = None
    mean_absolute_error: float | None = None
    """Minutes between the wait that was expected and the real one."""


@dataclass(frozen=True)
class WaitEstimate:
    """What a queue tells at one moment: made once, asked for every place in it."""

    interval: float
    """Seconds until the desks are ready for one more person."""
    deviation: float
    """Deviation of the wait for one person, in seconds; it grows with the square root of the people."""
    free_desks: int
    """Desks that are ready now."""
    deviations_below: float
    """Deviations that the range reaches below the mean."""
    deviations_above: float
    """And above it."""

    @classmethod
    def from_rate(cls, rate: ServiceRate, service_time: int, at_seconds: int) -> WaitEstimate | None:
        """From the queue's pace and planned minutes of a visit, at a time in seconds; None while no desk is open.

        The beat is half the mean visit over the open desks, half the mean of the last gaps between calls: these know
        of desks that come and go. Before the first call of the day one desk is assumed.
        """
        known = any(at_seconds - seen <= DESK_TIMEOUT_SECONDS for seen in rate.desks.values())
        desks = rate.count_open_desks(at_seconds) if known else 1
        if not desks:
            return None
        planned = service_time * 60
        visits = [*rate.services, *[planned] * max(0, PRIOR_VISITS - len(rate.services))]
        mean = sum(visits) / len(visits)
        beat = (sum(rate.gaps) + RECENT_GAPS * mean / desks) / (len(rate.gaps) + RECENT_GAPS)
        variance = sum(map(mul, visits, visits)) / len(visits) - mean * mean
        deviation = (math.sqrt(max(variance, 0.0)) or planned / 2) / desks
        return cls(beat, deviation, rate.count_free_desks(at_seconds) if known else 0, rate.below, rate.above)

    def mean_seconds(self, people_ahead: int) -> float:
        """Seconds that somebody with ``ahead`` people before them can expect."""
        return max(0, people_ahead + 1 - self.free_desks) * self.interval

    def range_minutes(self, people_ahead: int) -> tuple[int, int | None]:
        """Minutes ``(from, to)`` for somebody with ``ahead`` people before them; ``to`` is None for "over ``from``"."""
        mean = self.mean_seconds(people_ahead)
        deviation = self.deviation * math.sqrt(max(0, people_ahead + 1 - self.free_desks))
        low = max(0, math.floor((mean - self.deviations_below * deviation) / 60 / STEP_MINUTES) * STEP_MINUTES)
        high = max(
            low + STEP_MINUTES, math.ceil((mean + self.deviations_above * deviation) / 60 / STEP_MINUTES) * STEP_MINUTES
        )
        return (min(low, MAX_MINUTES), None) if high > MAX_MINUTES else (low, high)


def _adjust_deviations(deviations: float, missed: bool, learning_rate: float = LEARNING_RATE) -> float:
    return min(max(deviations + learning_rate * (missed - TARGET_MISS_RATE), MIN_DEVIATIONS), MAX_DEVIATIONS)
