"""Told waits: the range that each client was told at registration, and how its wait ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from walkin.model.time import MINUTE_SECONDS
from walkin.model.wait_estimate import ToldWaits
from walkin.store import queues
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import count_ahead
from walkin.store.schema.tables import registration as table


class ToldWait(NamedTuple):
    """The columns of a told wait; without ``told_to_minutes`` it was "over" ``told_from_minutes``."""

    told_from_minutes: int | None
    told_to_minutes: int | None
    told_mean_seconds: int | None

    def to_wire(self) -> dict[str, int]:
        """The member ``toldWaitingTime``, empty if nothing was told."""
        members = {"from": self.told_from_minutes, "to": self.told_to_minutes}
        return {name: minutes for name, minutes in members.items() if minutes is not None}


NOT_TOLD = ToldWait(None, None, None)

_SET_WAITED = CompiledStatement(
    update(table)
    .where(table.c.id == bindparam("key"), table.c.wait_seconds.is_(None), table.c.told_from_minutes.is_not(None))
    .values(wait_seconds=bindparam("seconds"))
    .returning(table.c.told_from_minutes, table.c.told_to_minutes)
)
_CLEAR_WAITED = (
    update(table)
    .where(
        table.c.id == bindparam("key"),
        table.c.wait_seconds == bindparam("seconds"),
        table.c.told_from_minutes.is_not(None),
    )
    .values(wait_seconds=None)
    .returning(table.c.told_from_minutes, table.c.told_to_minutes)
)


def compute_told_wait(connection: Connection, state: QueueState, priority: int, position: int, at: int) -> ToldWait:
    """Estimate the wait of a new registration: counted in ``state.waiting`` already, but not yet inserted."""
    estimate = state.estimate_wait(at)
    if estimate is None:
        return NOT_TOLD
    # Behind all others of its priority: with the lowest one, behind all.
    ahead = count_ahead(connection, state.id, priority, position) if priority else state.waiting - 1
    low, high = estimate.range_minutes(ahead)
    return ToldWait(low, high, round(estimate.mean_seconds(ahead)))


def record_wait(connection: Connection, state: QueueState, registration_id: int, seconds: int) -> None:
    """Keep the wait until the first call, and let the queue learn from it."""
    row = _SET_WAITED.fetch_first(connection, {"key": registration_id, "seconds": max(seconds, 0)})
    if row is not None:
        state.service_rate.learn(row[0], row[1], max(seconds, 0))


def reopen_wait(connection: Connection, state: QueueState, registration_id: int, seconds: int) -> None:
    """Undo ``record_wait``: the wait goes on, and the queue unlearns it."""
    row = connection.execute(_CLEAR_WAITED, {"key": registration_id, "seconds": seconds}).first()
    if row is not None:
        state.service_rate.unlearn(row.told_from_minutes, row.told_to_minutes, seconds)


_ENDED_TOLD_WAITS = select(
    table.c.told_from_minutes, table.c.told_to_minutes, table.c.told_mean_seconds, table.c.wait_seconds
).where(
    table.c.ticket_queue_id == bindparam("queue_id"),
    table.c.day.between(bindparam("since"), bindparam("until")),
    table.c.told_from_minutes.is_not(None),
    table.c.wait_seconds.is_not(None),
)


@dataclass
class ToldWaitTally:
    count: int = 0
    above: int = 0
    below: int = 0
    error_seconds: int = 0

    def add(self, low: int | None, high: int | None, mean_seconds: int | None, waited_seconds: int | None) -> None:
        """Add a visit; one without a told wait or a call does not count."""
        if low is None or waited_seconds is None:
            return
        self.count += 1
        self.above += high is not None and waited_seconds > high * MINUTE_SECONDS
        self.below += waited_seconds < low * MINUTE_SECONDS
        self.error_seconds += abs(waited_seconds - (mean_seconds or 0))

    def summarize(self, since: str, until: str) -> ToldWaits:
        return ToldWaits(
            since=since,
            until=until,
            count=self.count,
            inside=compute_share(self.count - self.above - self.below, self.count),
            above=compute_share(self.above, self.count),
            below=compute_share(self.below, self.count),
            mean_absolute_error=round(self.error_seconds / self.count / MINUTE_SECONDS, 1) if self.count else None,
        )


def summarize_told_waits(
    connection: Connection, queue_id: int, since: str | None, until: str | None, at: int
) -> ToldWaits:
    """Summarize the waits that a queue told on the local days ``since`` to ``until`` (default: today).

    Registrations that were not called, or were transferred first, do not count. Refuses ``queueNotFound``.
    """
    today = queues.get(connection, queue_id, at).day
    first, last = since or until or today, until or today
    tally = ToldWaitTally()
    for row in connection.execute(_ENDED_TOLD_WAITS, {"queue_id": queue_id, "since": first, "until": last}):
        tally.add(*row)
    return tally.summarize(first, last)


def compute_share(part: int, count: int) -> float | None:
    """Return part / count rounded to 3 places, None if count is 0."""
    return round(part / count, 3) if count else None
