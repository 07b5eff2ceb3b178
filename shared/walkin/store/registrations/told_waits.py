"""Told waits: the range that each client was told at registration, and how its wait ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from walkin.model.time import MINUTE_SECONDS
from walkin.model.wait_estimate import RANK_CLASSES, PlaceAccuracy, ToldWaits, WaitAccuracy, classify_rank
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import RegistrationRow, count_ahead


class ToldColumns(NamedTuple):
    """The columns of a told wait; without ``told_to_minutes`` it was "over" ``told_from_minutes``."""

    told_from_minutes: int | None
    told_to_minutes: int | None
    told_mean_seconds: int | None
    told_people_ahead: int | None

    def to_wire(self) -> dict[str, int]:
        """The member ``toldWaitingTime``, empty if nothing was told."""
        members = {"from": self.told_from_minutes, "to": self.told_to_minutes}
        return {name: minutes for name, minutes in members.items() if minutes is not None}


NOT_TOLD = ToldColumns(None, None, None, None)

MAX_SECONDS = 2**31 - 1
"""The longest wait and visit that the columns hold, 68 years: longer ones come from a wrong clock."""


def compute_told_wait(connection: Connection, state: QueueState, priority: int, position: int) -> ToldColumns:
    """Estimate the wait of a new registration: counted in ``state.waiting`` already, but not yet inserted."""
    state.load_wait_estimate(connection)
    # Behind all others of its priority: with the lowest one, behind all.
    ahead = count_ahead(connection, state.id, priority, position) if priority else state.waiting - 1
    told_range = state.wait_estimate.range_minutes(ahead)
    if told_range is None:
        return NOT_TOLD
    return ToldColumns(*told_range, round(state.wait_estimate.mean_seconds(ahead)), ahead)


def end_wait(state: QueueState, registration: RegistrationRow, at: int) -> int:
    """Return the seconds of a wait until the first call, and adjust the queue's ranges by it."""
    if registration.wait_seconds is not None:
        return registration.wait_seconds
    seconds = _compute_seconds(registration, at)
    _adjust_ranges(state.service_rate.learn, registration, seconds)
    return seconds


def reopen_wait(state: QueueState, registration: RegistrationRow, called_at: int) -> RegistrationRow:
    """Undo ``end_wait``: the wait continues. Returns the registration without it."""
    seconds = _compute_seconds(registration, called_at)
    if registration.wait_seconds != seconds:
        return registration
    _adjust_ranges(state.service_rate.unlearn, registration, seconds)
    return registration._replace(wait_seconds=None)


def _compute_seconds(registration: RegistrationRow, called_at: int) -> int:
    return bound_seconds((called_at - registration.registered_at) // 1000)


def bound_seconds(seconds: int) -> int:
    """Limit a wait or a visit to what is stored: a clock that was put back makes it negative, another one endless."""
    return min(max(seconds, 0), MAX_SECONDS)


def _adjust_ranges(
    adjust: Callable[[int, int, int | None, int], None], registration: RegistrationRow, seconds: int
) -> None:
    """Adjust ranges by a told wait, unless a desk was free: such a range does not depend on what was learned."""
    if registration.told_from_minutes is not None and registration.told_mean_seconds:
        people_ahead = registration.told_people_ahead or 0
        adjust(people_ahead, registration.told_from_minutes, registration.told_to_minutes, seconds)


@dataclass
class ToldWaitTally:
    """Counts of ended waits, compared with the told ranges."""

    count: int = 0
    above: int = 0
    below: int = 0
    width_minutes: int = 0
    error_seconds: int = 0
    open_ended: int = 0
    untold: int = 0

    def add(self, low: int | None, high: int | None, mean_seconds: int | None, waited_seconds: int) -> None:
        """Add a wait that has ended."""
        if low is None:
            self.untold += waited_seconds > 0
        elif high is None:
            self.open_ended += 1
        else:
            self.count += 1
            self.above += waited_seconds > high * MINUTE_SECONDS
            self.below += waited_seconds < low * MINUTE_SECONDS
            self.width_minutes += high - low
            self.error_seconds += abs(waited_seconds - (mean_seconds or 0))

    def add_kept(self, numbers: Iterable[int]) -> None:
        """Add the numbers of another tally, in the order of its fields."""
        for name, number in zip(vars(self), numbers, strict=True):
            setattr(self, name, getattr(self, name) + number)

    def summarize(self) -> WaitAccuracy:
        return WaitAccuracy(
            count=self.count,
            inside=compute_share(self.count - self.above - self.below, self.count),
            above=compute_share(self.above, self.count),
            below=compute_share(self.below, self.count),
            mean_width=round(self.width_minutes / self.count, 1) if self.count else None,
            mean_absolute_error=round(self.error_seconds / self.count / MINUTE_SECONDS, 1) if self.count else None,
            open_ended=self.open_ended,
            untold=self.untold,
        )


@dataclass
class ToldWaitCounts:
    """Tallies of told waits by class of the number of people ahead; -1 if it is unknown."""

    by_class: dict[int, ToldWaitTally] = field(default_factory=dict)

    def add(self, ahead: int | None, low: int | None, high: int | None, mean: int | None, waited: int | None) -> None:
        """Add a visit, unless it ended without a call."""
        if waited is not None:
            self._get_tally(-1 if ahead is None else classify_rank(ahead)).add(low, high, mean, waited)

    def add_kept(self, kept: Mapping[str, list[int]]) -> None:
        """Add what ``to_kept`` returned."""
        for rank_class, numbers in kept.items():
            self._get_tally(int(rank_class)).add_kept(numbers)

    def to_kept(self) -> dict[str, list[int]]:
        return {str(rank_class): list(vars(tally).values()) for rank_class, tally in self.by_class.items()}

    def summarize(self, since: str, until: str) -> ToldWaits:
        starts = (0, *RANK_CLASSES)
        total = ToldWaitTally()
        for tally in self.by_class.values():
            total.add_kept(vars(tally).values())
        places = [
            PlaceAccuracy(
                ahead_from=starts[number],
                ahead_to=starts[number + 1] - 1 if number + 1 < len(starts) else None,
                **dict(tally.summarize()),
            )
            for number, tally in sorted(self.by_class.items())
            if number >= 0
        ]
        return ToldWaits(since=since, until=until, places=places, **dict(total.summarize()))

    def _get_tally(self, rank_class: int) -> ToldWaitTally:
        return self.by_class.setdefault(rank_class, ToldWaitTally())


def compute_share(part: int, count: int) -> float | None:
    """Return part / count rounded to 3 places, None if count is 0."""
    return round(part / count, 3) if count else None
