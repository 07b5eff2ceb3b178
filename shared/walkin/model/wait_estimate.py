"""Estimates of the wait: a range in steps of five minutes, from the service rate of the queue."""

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
"""Longer waits are given as "over an hour"."""

PRIOR_VISITS = 5
"""The weight of the queue's planned service time, as a number of visits of that length."""

DESK_TIMEOUT_SECONDS = 4 * 3600
"""Seconds of inactivity after which a desk no longer counts; longer visits are ignored."""

IDLE_SECONDS = 3 * 60
"""Seconds after which a free desk that calls nobody, though clients wait, counts as paused."""

DEFAULT_DEVIATIONS_BELOW, DEFAULT_DEVIATIONS_ABOVE = 0.84, 1.28
"""Standard deviations that the range extends below and above the mean, before the queue has learned its own."""

TARGET_MISS_RATE = 0.07
"""The share of waits that may end below the range; likewise above it."""

LEARNING_RATE = 0.06
"""How far one wait moves the ends of the range, in standard deviations."""

MIN_DEVIATIONS, MAX_DEVIATIONS = 0.4, 3.0


NO_DESK_OPEN = "noDeskOpen"
"""The value of ``waitUnknown`` when there is no estimate."""


class ServiceRate(BaseModel):
    """Recent activity of a queue, stored with it and updated by its events. All times are in seconds."""

    services: list[int] = Field(default_factory=list)
    """Lengths of the latest visits, newest last; no-shows count, for they took a desk's time."""
    gaps: list[int] = Field(default_factory=list)
    """The latest intervals between two calls during which clients waited all the time."""
    called_at: int = 0
    """Time of the latest call."""
    waiting_since: int | None = None
    """Since when clients have waited without interruption; None while nobody waits."""
    desks: dict[str, int] = Field(default_factory=dict)
    """When each desk was active last."""
    free: list[str] = Field(default_factory=list)
    """Desks without a client."""
    away: list[str] = Field(default_factory=list)
    """Desks that are paused or closed."""
    below: float = DEFAULT_DEVIATIONS_BELOW
    above: float = DEFAULT_DEVIATIONS_ABOVE
    """Standard deviations the range extends above and ``below`` the mean, as learned from actual waits."""

    def record_waiting(self, at_seconds: int, waiting: int) -> None:
        if not waiting:
            self.waiting_since = None
        elif self.waiting_since is None:
            self.waiting_since = at_seconds

    def record_call(self, at_seconds: int, desk: str) -> None:
        """Record a call by a desk, which also opens the desk."""
        self._update_desk(at_seconds, desk, free=False, away=False)
        if (
            self.waiting_since is not None
            and self.waiting_since <= self.called_at
            and at_seconds - self.called_at < DESK_TIMEOUT_SECONDS
        ):
            self.gaps = [*self.gaps, at_seconds - self.called_at][-RECENT_GAPS:]
        self.called_at = at_seconds

    def record_visit(self, at_seconds: int, desk: str, seconds: int) -> None:
        """Record a finished visit of ``seconds`` at a desk."""
        if seconds >= DESK_TIMEOUT_SECONDS:
            # Left open at closing time: not the length of a real visit.
            return
        self.services = [*self.services, max(seconds, 0)][-RECENT_VISITS:]
        self.mark_free(at_seconds, desk)

    def undo_visit(self, at_seconds: int, desk: str, seconds: int | None) -> None:
        """Undo `record_visit`: the visit continues. ``seconds`` is None when the visit was not recorded."""
        if seconds in self.services:
            index = len(self.services) - 1 - self.services[::-1].index(seconds)
            self.services = [*self.services[:index], *self.services[index + 1 :]]
        self._update_desk(at_seconds, desk, free=False, away=desk in self.away)

    def undo_call(self, at_seconds: int, desk: str, called_at: int) -> None:
        """Undo `record_call` of ``called_at``: the desk is free, and the interval before that call continues."""
        gap = self.gaps[-1] if self.gaps else DESK_TIMEOUT_SECONDS
        if called_at == self.called_at and self.waiting_since is not None and self.waiting_since <= called_at - gap:
            self.gaps, self.called_at = self.gaps[:-1], called_at - gap
        self.mark_free(at_seconds, desk)

    def move_client(self, at_seconds: int, from_desk: str, to_desk: str) -> None:
        """Record that a client in progress is at another desk now."""
        if from_desk != to_desk:
            self.mark_free(at_seconds, from_desk)
            self._update_desk(at_seconds, to_desk, free=False, away=False)

    def mark_free(self, at_seconds: int, desk: str) -> None:
        """Record that a desk has no client; a paused desk stays paused."""
        self._update_desk(at_seconds, desk, free=True, away=desk in self.away)

    def mark_open(self, at_seconds: int, desk: str) -> None:
        """Record that a desk is open; its client, if any, stays."""
        self._update_desk(at_seconds, desk, free=desk in self.free or desk not in self.desks, away=False)

    def mark_paused(self, at_seconds: int, desk: str) -> None:
        """Record that a desk is paused until it is opened or calls; its client, if any, stays."""
        self._update_desk(at_seconds, desk, free=desk in self.free or desk not in self.desks, away=True)

    def learn(self, low: int, high: int | None, seconds: int, learning_rate: float = LEARNING_RATE) -> None:
        """Adjust the range by a wait of ``seconds`` that was estimated as ``low`` to ``high`` minutes.

        In the long run the share TARGET_MISS_RATE of the waits ends on either side, whatever their distribution.
        """
        self.below = _adjust_deviations(self.below, seconds < low * 60, learning_rate)
        if high is not None:
            self.above = _adjust_deviations(self.above, seconds > high * 60, learning_rate)

    def unlearn(self, low: int, high: int | None, seconds: int) -> None:
        """Undo `learn`: the wait continues."""
        self.learn(low, high, seconds, -LEARNING_RATE)

    def count_open_desks(self, at_seconds: int) -> int:
        """Count the desks that will call the next client as soon as they are free."""
        return sum(self._is_open(at_seconds, desk) for desk in self.desks)

    def count_free_desks(self, at_seconds: int) -> int:
        return sum(self._is_open(at_seconds, desk) for desk in self.free)

    def _is_open(self, at_seconds: int, desk: str) -> bool:
        if desk in self.away:
            return False
        if desk not in self.free or self.waiting_since is None:
            return True
        return at_seconds - max(self.desks[desk], self.waiting_since) <= IDLE_SECONDS

    def _update_desk(self, at_seconds: int, desk: str, *, free: bool, away: bool) -> None:
        active = {
            name: last_seen for name, last_seen in self.desks.items() if at_seconds - last_seen <= DESK_TIMEOUT_SECONDS
        }
        self.desks = active | {desk: at_seconds}
        self.free = [name for name in self.free if name in self.desks and name != desk] + [desk] * free
        self.away = [name for name in self.away if name in self.desks and name != desk] + [desk] * away


class ToldWaits(Resource):
    """Accuracy of the estimates a queue gave: shares from 0 to 1, absent without data."""

    since: str
    """The first local day, ``yyyy-mm-dd``."""
    until: str
    """The last local day."""
    count: int
    inside: float | None = None
    above: float | None = None
    below: float | None = None
    mean_absolute_error: float | None = None
    """Mean of the minutes between expected and actual wait."""


@dataclass(frozen=True)
class WaitEstimate:
    """The estimate of a queue at one moment, for any place in it."""

    interval: float
    """Seconds until the desks are ready for one more client."""
    deviation: float
    """Standard deviation of ``interval`` in seconds; for n clients it is multiplied by the square root of n."""
    free_desks: int
    """Desks that are ready now."""
    deviations_below: float
    """Standard deviations the range extends below the mean."""
    deviations_above: float
    """Standard deviations the range extends above the mean."""

    @classmethod
    def from_rate(cls, rate: ServiceRate, service_time: int, at_seconds: int) -> WaitEstimate | None:
        """Estimate from a queue's rate and its planned ``service_time`` in minutes; None while no desk is open.

        With all recent gaps known, the interval is half the mean visit divided by the open desks, half the mean gap
        between calls, which reflects desks that open and close. Before the first call of the day one desk is assumed.
        """
        has_active_desks = any(at_seconds - last_seen <= DESK_TIMEOUT_SECONDS for last_seen in rate.desks.values())
        desks = rate.count_open_desks(at_seconds) if has_active_desks else 1
        if not desks:
            return None
        planned = service_time * 60
        visits = [*rate.services, *[planned] * max(0, PRIOR_VISITS - len(rate.services))]
        mean = sum(visits) / len(visits)
        interval = (sum(rate.gaps) + RECENT_GAPS * mean / desks) / (len(rate.gaps) + RECENT_GAPS)
        variance = sum(map(mul, visits, visits)) / len(visits) - mean * mean
        deviation = (math.sqrt(max(variance, 0.0)) or planned / 2) / desks
        free_desks = rate.count_free_desks(at_seconds) if has_active_desks else 0
        return cls(interval, deviation, free_desks, rate.below, rate.above)

    def mean_seconds(self, people_ahead: int) -> float:
        return max(0, people_ahead + 1 - self.free_desks) * self.interval

    def range_minutes(self, people_ahead: int) -> tuple[int, int | None]:
        """Return the range ``(from, to)`` in minutes with ``people_ahead`` clients ahead; ``to`` is None for "over"."""
        mean = self.mean_seconds(people_ahead)
        deviation = self.deviation * math.sqrt(max(0, people_ahead + 1 - self.free_desks))
        step = STEP_MINUTES * 60
        low = max(0, math.floor((mean - self.deviations_below * deviation) / step) * STEP_MINUTES)
        high = max(low + STEP_MINUTES, math.ceil((mean + self.deviations_above * deviation) / step) * STEP_MINUTES)
        return (min(low, MAX_MINUTES), None) if high > MAX_MINUTES else (low, high)


def _adjust_deviations(deviations: float, missed: bool, learning_rate: float) -> float:
    return min(max(deviations + learning_rate * (missed - TARGET_MISS_RATE), MIN_DEVIATIONS), MAX_DEVIATIONS)
