"""Forecast of the waits: who will be called when, at the desks that serve, as a range in steps of minutes.

Those who wait are given, in calling order, to the desk that is free first and may serve them (list scheduling), with
the mean visit of their queue. What is learned from earlier waits is how far the range has to extend around that mean.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, Field

from walkin.model.calling_order import CallOrderKey, WaitingClient
from walkin.model.registration import Resource
from walkin.model.time import MINUTE_MS

RECENT_VISITS = 40
RECENT_GAPS = 40
STEP_MINUTES, LONG_STEP_MINUTES = 5, 10
MAX_MINUTES = 60
"""A range that begins here or later is "over an hour"; one that only ends later has steps of LONG_STEP_MINUTES."""

PRIOR_VISITS = 5
"""The weight of the queue's planned service time, as a number of visits of that length."""

PRIOR_VARIATION = 0.8
"""Standard deviation of the visits divided by their mean, until SPREAD_VISITS visits are known."""

SPREAD_VISITS = 20

MAX_VISIT_SECONDS = 4 * 3600
"""Longer visits say nothing about the usual length."""

LEFT_OPEN_SECONDS = 12 * 3600
"""Visits of so many seconds were left open at closing time."""

IDLE_SECONDS = 3 * 60
"""Seconds after which a free desk that calls nobody, though clients wait, counts as paused."""

AWAY_SECONDS, RETURN_SECONDS = 45 * 60, 5 * 60
"""How long a desk may be away without having said so, and when it is expected back."""

LATE_OPENING_SECONDS, MIN_OPENING_SECONDS = 3600, 60.0
"""A desk that has not opened an hour after its usual time is not expected any more; before, within a minute."""

USUAL_GAP_SECONDS, PRIOR_GAPS = 20, 5
"""The gap between a visit and the next call until the queue knows its own, and its weight."""

RANK_CLASSES = (1, 3, 7, 15)
"""The reach of a range is learned by the number of people ahead: none, 1 or 2, 3 to 6, 7 to 14, more."""

DEFAULT_BELOW, DEFAULT_ABOVE = 0.9, 1.1
"""Standard deviations that the range extends below and above the mean, before the queue has learned its own."""

TARGET_MISS_RATE = 0.075
"""The share of waits that may end below the range; likewise above it."""

LEARNING_RATE = 0.06
"""How far one wait moves the ends of the range, in standard deviations."""

MIN_DEVIATIONS, MAX_DEVIATIONS = 0.3, 4.0

HORIZON_SECONDS = 2 * 3600
"""Waits beyond are continued in a straight line: they are "over an hour" in any case."""

DELAY_MINUTES = 10
"""A rise of the low end that is a delay: it is told with a known reason only."""

DESK_CLOSED, PUT_BEFORE, LONG_VISIT = "deskClosed", "putBefore", "longVisit"
"""Reasons of delays."""

LONG_VISIT_QUANTILE = 0.9
MAX_PUT_BEFORE = 20

NO_DESK_OPEN = "noDeskOpen"
"""The value of ``waitUnknown`` when nobody serves the queue."""

SERVER_AWAY = "serverAway"
"""``waitUnknown`` of a ticket that a kiosk gave while the server was away; never sent by the API."""

TOO_FEW_VISITS = "tooFewVisits"
"""The value of ``waitUnknown`` before enough visits are known."""


class Reach(BaseModel, defer_build=True):
    """Standard deviations that a range extends below and above the mean."""

    below: float = DEFAULT_BELOW
    above: float = DEFAULT_ABOVE

    def learn(self, low: int, high: int | None, seconds: int, learning_rate: float) -> None:
        self.below = _adjust_deviations(self.below, seconds < low * 60, learning_rate)
        if high is not None:
            self.above = _adjust_deviations(self.above, seconds > high * 60, learning_rate)


class ToldWait(NamedTuple):
    """The earliest call that a waiting client was told, and when. Times are in milliseconds."""

    told_at: int
    earliest_call_at: int
    key: CallOrderKey

    def compute_delayed_low(self, at: int) -> float:
        """The low end, in minutes, from which a range told at that time is a delay."""
        told_at, earliest_call_at, _ = self
        # A clock that was put back does not add minutes.
        return (earliest_call_at - (at if at > told_at else told_at)) / MINUTE_MS + DELAY_MINUTES


class PutBefore(NamedTuple):
    """A change of the line that delays every client from this place on."""

    at: int
    negative_priority: int
    position: int


class Delays(BaseModel, defer_build=True):
    """The latest causes of delays in a queue, stored with it. Times are in milliseconds."""

    desk_closed_at: int = 0
    """When a desk that served it was last paused, closed or given other queues."""
    long_visit_at: int = 0
    """The last end of a long visit: see ``ServiceRate.is_long_visit``."""
    put_before: list[PutBefore] = Field(default_factory=list)
    """Oldest first, without those that a later one includes."""

    def record_put_before(self, at: int, key: CallOrderKey) -> None:
        """Record that a client was inserted into the line, or moved, at ``key``."""
        place = key.negative_priority, key.position
        kept = [put for put in self.put_before if put[1:] < place]
        self.put_before = [*kept, PutBefore(at, *place)][-MAX_PUT_BEFORE:]

    def find_reason(self, told: ToldWait) -> str | None:
        """Find the latest cause of a delay since the wait was told; a long visit only without another cause."""
        put_before_at = max((put.at for put in self.put_before if put[1:] <= told.key[:2]), default=0)
        if told.told_at < max(self.desk_closed_at, put_before_at):
            return PUT_BEFORE if put_before_at > self.desk_closed_at else DESK_CLOSED
        return LONG_VISIT if self.long_visit_at > told.told_at else None

    @classmethod
    def merge(cls, parts: Iterable[Delays]) -> Delays:
        """Merge the delays of queues that share desks."""
        parts = list(parts)
        return cls.model_construct(
            desk_closed_at=max((part.desk_closed_at for part in parts), default=0),
            long_visit_at=max((part.long_visit_at for part in parts), default=0),
            put_before=[put for part in parts for put in part.put_before],
        )


class ServiceRate(BaseModel, defer_build=True):
    """Recent visits of a queue and what was learned from its waits, stored with it. All times are in seconds."""

    services: list[int] = Field(default_factory=list)
    """Lengths of the latest visits, newest last; no-shows count, for they took a desk's time."""
    turnaround: list[int] = Field(default_factory=list)
    """The latest times from the end of a visit to the desk's next call while clients waited, breaks among them."""
    waiting_since: int | None = None
    """Since when clients have waited without interruption; None while nobody waits."""
    reach: dict[int, Reach] = Field(default_factory=dict)
    """By the class of the number of people ahead: see RANK_CLASSES."""
    delays: Delays = Field(default_factory=Delays)

    def record_waiting(self, at_seconds: int, waiting: int) -> None:
        if not waiting:
            self.waiting_since = None
        elif self.waiting_since is None:
            self.waiting_since = at_seconds

    def record_call(self, at_seconds: int, free_since: int) -> None:
        """Record the call of a desk that was free since then."""
        if self.waiting_since is not None and self.waiting_since <= free_since <= at_seconds:
            self.turnaround = [*self.turnaround, at_seconds - free_since][-RECENT_GAPS:]

    def undo_call(self, at_seconds: int, free_since: int) -> None:
        """Undo `record_call`."""
        if self.turnaround and self.turnaround[-1] == at_seconds - free_since:
            self.turnaround = self.turnaround[:-1]

    def record_visit(self, seconds: int, at: int) -> None:
        """Record a finished visit; ``at`` is its end in milliseconds."""
        if self.is_long_visit(seconds):
            self.delays.long_visit_at = at
        if seconds < MAX_VISIT_SECONDS:
            self.services = [*self.services, max(seconds, 0)][-RECENT_VISITS:]

    def is_long_visit(self, seconds: int) -> bool:
        """Whether a visit takes longer than LONG_VISIT_QUANTILE of the recent ones; False before PRIOR_VISITS."""
        visits = sorted(self.services)
        return len(visits) >= PRIOR_VISITS and seconds > visits[int(len(visits) * LONG_VISIT_QUANTILE)]

    def undo_visit(self, seconds: int | None) -> None:
        """Undo `record_visit`: the visit continues. ``seconds`` is None when the visit was not recorded."""
        if seconds in self.services:
            index = len(self.services) - 1 - self.services[::-1].index(seconds)
            self.services = [*self.services[:index], *self.services[index + 1 :]]

    def get_reach(self, people_ahead: int) -> Reach:
        return self.reach.get(classify_rank(people_ahead)) or Reach()

    def learn(
        self, people_ahead: int, low: int, high: int | None, seconds: int, learning_rate: float = LEARNING_RATE
    ) -> None:
        """Adjust the range by a wait of ``seconds`` that was told as ``low`` to ``high`` minutes.

        In the long run the share TARGET_MISS_RATE of the waits ends on either side, whatever their distribution. Not
        for clients who found a free desk: their range does not depend on the reach, and they would narrow it.
        """
        self.reach.setdefault(classify_rank(people_ahead), Reach()).learn(low, high, seconds, learning_rate)

    def unlearn(self, people_ahead: int, low: int, high: int | None, seconds: int) -> None:
        """Undo `learn`: the wait continues."""
        self.learn(people_ahead, low, high, seconds, -LEARNING_RATE)


def classify_rank(people_ahead: int) -> int:
    """The class of RANK_CLASSES, from 0."""
    return bisect_right(RANK_CLASSES, people_ahead)


@dataclass(frozen=True)
class QueueOutlook:
    """Inputs of the forecast of one queue."""

    rate: ServiceRate
    planned_minutes: int
    is_known: bool = True
    """Whether the planned minutes are the office's own: without them a few visits have to be known first."""

    @cached_property
    def mean(self) -> float:
        """Mean visit in seconds."""
        visits = self.rate.services
        missing = max(0, PRIOR_VISITS - len(visits))
        return (sum(visits) + self.planned_minutes * 60 * missing) / (len(visits) + missing)

    @cached_property
    def variance(self) -> float:
        visits, prior = self.rate.services, (PRIOR_VARIATION * self.mean) ** 2
        if not visits:
            return prior
        weight = min(len(visits), SPREAD_VISITS) / SPREAD_VISITS
        return weight * sum((seconds - self.mean) ** 2 for seconds in visits) / len(visits) + (1 - weight) * prior

    @cached_property
    def mean_error(self) -> float:
        """Standard error of the mean; PRIOR_VISITS are counted as known."""
        return math.sqrt(self.variance / (len(self.rate.services) + PRIOR_VISITS))

    @cached_property
    def _sorted_visits(self) -> list[int]:
        return sorted(self.rate.services)

    def estimate_remaining(self, elapsed: int) -> float:
        """Expected remaining seconds of a visit after ``elapsed``: from the recent visits that were longer."""
        visits = self._sorted_visits
        if len(visits) < PRIOR_VISITS:
            return max(self.mean - elapsed, self.mean / 2)
        longer = visits[bisect_right(visits, elapsed) :]
        # Three visits without memory, so that a single long one does not decide.
        return (sum(longer) - elapsed * len(longer) + 3 * self.mean) / (len(longer) + 3)

    @property
    def reason_unknown(self) -> str | None:
        """Why no wait can be told although a desk serves."""
        return None if self.is_known or len(self.rate.services) >= PRIOR_VISITS else TOO_FEW_VISITS


@dataclass(frozen=True)
class ServingDesk:
    """A desk that will call: now, after its visit, or once it opens."""

    name: str
    queue_ids: frozenset[int]
    visit_queue_id: int | None = None
    visit_seconds: int = 0
    """How long its visit has lasted."""
    opens_in: float = 0.0
    """Seconds until it opens."""


@dataclass(frozen=True, eq=False)
class WaitEstimate:
    """The forecast of one queue at one moment, for any rank in it."""

    slots: Sequence[tuple[float, float]]
    """Expected wait in seconds and its standard deviation: of the waiting clients, by rank, and of a new one.

    Shorter when the waits go beyond the horizon.
    """
    interval: float
    """Seconds between two calls, for ranks beyond the slots."""
    rate: ServiceRate
    unknown_reason: str | None = None
    """Why nothing can be told: NO_DESK_OPEN or TOO_FEW_VISITS."""
    delays: Delays = field(default_factory=Delays)
    """Of the queue and those that share desks with it."""

    def mean_seconds(self, people_ahead: int) -> float:
        return self._get_slot(people_ahead)[0]

    def range_minutes(self, people_ahead: int) -> tuple[int, int | None] | None:
        """Return the range ``(from, to)`` in minutes with ``people_ahead`` clients ahead; ``to`` is None for "over".

        None if nothing can be told.
        """
        if self.unknown_reason is not None:
            return None
        mean, deviation = self._get_slot(people_ahead)
        low = _round_down(mean - self.rate.get_reach(people_ahead).below * deviation, STEP_MINUTES)
        return (MAX_MINUTES, None) if low >= MAX_MINUTES else (low, self._get_high(people_ahead, low))

    def retell_minutes(
        self, people_ahead: int, told: ToldWait | None, at: int
    ) -> tuple[tuple[int, int | None] | None, str | None]:
        """Return the range for a client who was told a wait before, and the reason of a delay.

        A low end that is a delay without a known reason is lowered until it is none.
        """
        wait = self.range_minutes(people_ahead)
        if wait is None or told is None or wait[0] < (delayed_low := told.compute_delayed_low(at)):
            return wait, None
        if reason := self.delays.find_reason(told):
            return wait, reason
        low = max(0, math.ceil(delayed_low / STEP_MINUTES) - 1) * STEP_MINUTES
        return (low, self._get_high(people_ahead, low)), None

    def _get_high(self, people_ahead: int, low: int) -> int:
        mean, deviation = self._get_slot(people_ahead)
        longest = mean + self.rate.get_reach(people_ahead).above * deviation
        step = STEP_MINUTES if longest <= MAX_MINUTES * 60 else LONG_STEP_MINUTES
        return max(low + STEP_MINUTES, math.ceil(longest / (step * 60)) * step)

    def _get_slot(self, people_ahead: int) -> tuple[float, float]:
        beyond = people_ahead - len(self.slots) + 1
        mean, deviation = self.slots[min(people_ahead, len(self.slots) - 1)]
        return (mean + beyond * self.interval, deviation) if beyond > 0 else (mean, deviation)


def _round_down(seconds: float, step: int) -> int:
    return max(0, math.floor(seconds / (step * 60)) * step)


def _adjust_deviations(deviations: float, missed: bool, learning_rate: float) -> float:
    return min(max(deviations + learning_rate * (missed - TARGET_MISS_RATE), MIN_DEVIATIONS), MAX_DEVIATIONS)


@dataclass
class Schedule:
    """The expected times of service of waiting clients at an office's desks; `add` takes them in calling order."""

    queues: Mapping[int, QueueOutlook]
    desks: Mapping[str, ServingDesk]
    free_at: dict[str, float]
    """When each desk calls next, in seconds from now."""
    variance: dict[int, float]
    """By queue, the variance of the work ahead of a new client, summed over its desks."""
    error: dict[int, float]
    """By queue, the sum of the standard errors of the means of that work: visits of one queue have the same error."""
    slots: dict[int, list[tuple[float, float]]]
    desk_names: Mapping[int, Sequence[str]]
    """By queue, the desks that serve it."""
    gap_by_queue: Mapping[int, float]
    """Mean seconds from a visit to the desk's next call."""
    delays: Mapping[int, Delays]

    @classmethod
    def begin(cls, queues: Mapping[int, QueueOutlook], desks: Iterable[ServingDesk]) -> Schedule:
        """Create a schedule of the desks and their current visits, without waiting clients."""
        by_name = {desk.name: desk for desk in desks}
        free_at = {desk.name: desk.opens_in for desk in by_name.values() if desk.visit_queue_id is None}
        variance, error = dict.fromkeys(queues, 0.0), dict.fromkeys(queues, 0.0)
        gap_by_queue: dict[int, float] = {}
        delays: dict[int, Delays] = {}
        for queue_ids, desk_group in _group_desks(queues, by_name.values()):
            gap = _average_turnaround([queues[queue_id].rate for queue_id in queue_ids])
            gap_by_queue |= dict.fromkeys(queue_ids, gap)
            merged = Delays.merge(queues[queue_id].rate.delays for queue_id in queue_ids)
            delays |= dict.fromkeys(queue_ids, merged)
            busy: list[tuple[float, str]] = []
            for desk in desk_group:
                if desk.visit_queue_id is None:
                    continue
                visited = queues[desk.visit_queue_id]
                busy.append((visited.estimate_remaining(desk.visit_seconds) + gap, desk.name))
                for queue_id in desk.queue_ids:
                    variance[queue_id] += visited.variance
                if visited.rate.is_long_visit(desk.visit_seconds):
                    merged.long_visit_at = sys.maxsize
            # Visits end one after the other: of several that have equally long to go, the first ends early.
            for number, (seconds, name) in enumerate(sorted(busy), 1):
                free_at[name] = seconds * number / len(busy)
        names = {
            queue_id: [desk.name for desk in by_name.values() if queue_id in desk.queue_ids] for queue_id in queues
        }
        slots: dict[int, list[tuple[float, float]]] = {queue_id: [] for queue_id in queues}
        return cls(queues, by_name, free_at, variance, error, slots, names, gap_by_queue, delays)

    def copy(self) -> Schedule:
        """Copy what `add` changes."""
        slots = {queue_id: list(slots) for queue_id, slots in self.slots.items()}
        return replace(
            self, free_at=dict(self.free_at), variance=dict(self.variance), error=dict(self.error), slots=slots
        )

    def add(self, client: WaitingClient) -> None:
        """Assign the next client in calling order to the desk that is free first."""
        names = [name for name in self.desk_names[client.queue_id] if client.may_be_called_at(name)]
        if not names:
            return
        name = min(names, key=self.free_at.__getitem__)
        if not client.reserved_desk:
            self.slots[client.queue_id].append(self._peek(client.queue_id))
        queue = self.queues[client.queue_id]
        self.free_at[name] += queue.mean + self.gap_by_queue[client.queue_id]
        for queue_id in self.desks[name].queue_ids:
            self.variance[queue_id] += queue.variance
            self.error[queue_id] += queue.mean_error

    @property
    def max_clients(self) -> int:
        """The most clients of a queue that the desks can call within the horizon."""
        shortest = min((queue.mean + self.gap_by_queue[queue_id] for queue_id, queue in self.queues.items()), default=1)
        return len(self.desks) * (math.ceil(HORIZON_SECONDS / shortest) + 1)

    def is_beyond_horizon(self) -> bool:
        """Whether every client added from now on is called after the horizon."""
        return min(self.free_at.values(), default=math.inf) > HORIZON_SECONDS

    def estimate(self, queue_id: int) -> WaitEstimate:
        """The forecast of a queue."""
        names, queue = self.desk_names[queue_id], self.queues[queue_id]
        if not names:
            return WaitEstimate([(0.0, 0.0)], queue.mean, queue.rate, NO_DESK_OPEN)
        slots = [*self.slots[queue_id], self._peek(queue_id)]
        interval = (queue.mean + self.gap_by_queue[queue_id]) / len(names)
        return WaitEstimate(slots, interval, queue.rate, queue.reason_unknown, self.delays[queue_id])

    def _peek(self, queue_id: int) -> tuple[float, float]:
        names = self.desk_names[queue_id]
        seconds = min(map(self.free_at.__getitem__, names))
        deviation = math.sqrt(self.variance[queue_id] + self.error[queue_id] ** 2) / len(names)
        return seconds, deviation if seconds > 0 else 0.0


def _group_desks(queue_ids: Iterable[int], desks: Iterable[ServingDesk]) -> list[tuple[set[int], list[ServingDesk]]]:
    """The groups of queues that share desks, directly or through others, each with its desks."""
    groups: list[tuple[set[int], list[ServingDesk]]] = [({queue_id}, []) for queue_id in queue_ids]
    for desk in desks:
        joined: tuple[set[int], list[ServingDesk]] = (set(), [desk])
        apart = []
        for group in groups:
            if group[0].isdisjoint(desk.queue_ids):
                apart.append(group)
            else:
                joined = joined[0] | group[0], joined[1] + group[1]
        groups = [*apart, joined]
    return groups


def _average_turnaround(rates: Iterable[ServiceRate]) -> float:
    gaps = [seconds for rate in rates for seconds in rate.turnaround]
    return (sum(gaps) + PRIOR_GAPS * USUAL_GAP_SECONDS) / (len(gaps) + PRIOR_GAPS)


@dataclass(frozen=True)
class DeskActivity:
    """State of a desk. Times are in seconds."""

    name: str
    queue_ids: frozenset[int]
    status: str
    """``open``, ``paused`` or ``closed``."""
    since: int
    """Of a desk without a client: when its last visit ended, or its status changed."""
    openings: Sequence[int] = ()
    """Seconds of the day at which it opened on earlier days."""
    visit: tuple[int, int] | None = None
    """The queue of the client at the desk, and when the visit began."""

    def get_visit(self, at: int) -> tuple[int, int] | None:
        """Its visit, unless that was left open at closing time."""
        return self.visit if self.visit and at - self.visit[1] <= LEFT_OPEN_SECONDS else None

    def count_idle_seconds(self, waiting_since: Mapping[int, int | None], at: int) -> int:
        """Seconds for which the desk has had no client though some wait."""
        since = [began for queue_id in self.queue_ids if (began := waiting_since.get(queue_id)) is not None]
        return at - max(self.since, min(since)) if since and self.get_visit(at) is None else 0


def list_serving_desks(
    desks: Iterable[DeskActivity], waiting_since: Mapping[int, int | None], at: int, second_of_day: int
) -> list[ServingDesk]:
    """List the desks that will call somebody.

    A free desk that calls nobody for IDLE_SECONDS although clients wait is away, and counts only where no other desk
    serves. Where none does, the desks count that usually open later today.
    """
    serving: list[ServingDesk] = []
    away: list[ServingDesk] = []
    opening: list[ServingDesk] = []
    for desk in desks:
        if desk.status == "open":
            queue_id, started_at = desk.get_visit(at) or (None, at)
            present = ServingDesk(desk.name, desk.queue_ids, queue_id, at - started_at)
            idle_seconds = desk.count_idle_seconds(waiting_since, at)
            if idle_seconds <= IDLE_SECONDS:
                serving.append(present)
            elif idle_seconds <= AWAY_SECONDS:
                away.append(replace(present, opens_in=RETURN_SECONDS))
        elif desk.status == "closed" and (seconds := _predict_opening(desk.openings, second_of_day)) is not None:
            opening.append(ServingDesk(desk.name, desk.queue_ids, opens_in=seconds))
    for later in (away, opening):
        served = {queue_id for desk in serving for queue_id in desk.queue_ids}
        serving += [desk for desk in later if not served.issuperset(desk.queue_ids)]
    return serving


def _predict_opening(openings: Sequence[int], second_of_day: int) -> float | None:
    """Seconds until a desk opens; None if it is not expected today."""
    if not openings:
        return None
    seconds = sorted(openings)[len(openings) // 2] - second_of_day
    return max(float(seconds), MIN_OPENING_SECONDS) if seconds > -LATE_OPENING_SECONDS else None


class WaitAccuracy(Resource):
    """How told waits ended: shares of closed ranges from 0 to 1, absent without data."""

    count: int
    """Closed ranges that were told, of clients who were called."""
    inside: float | None = None
    above: float | None = None
    below: float | None = None
    mean_width: float | None = None
    """Mean of the minutes between the ends of the range."""
    mean_absolute_error: float | None = None
    """Mean of the minutes between expected and actual wait."""
    open_ended: int = 0
    """Clients who were told "over an hour": not among ``count``."""
    untold: int = 0
    """Clients who waited and were told nothing."""


class PlaceAccuracy(WaitAccuracy):
    """Of the clients who had so many people ahead."""

    ahead_from: int
    ahead_to: int | None = None
    """Absent: any number more."""


class ToldWaits(WaitAccuracy):
    """Accuracy of the waits a queue told."""

    since: str
    """The first local day, ``yyyy-mm-dd``."""
    until: str
    """The last local day."""
    places: list[PlaceAccuracy] = Field(default_factory=list)
    """By the number of people ahead, those without a told wait left out."""
