"""The waits that people were told, and how long they were."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from walkin.model.wait_estimate import ToldWaits
from walkin.store import queues
from walkin.store.engine.compiled import Prepared
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import places_ahead
from walkin.store.schema.tables import registration as table

UNTOLD: dict[str, int | None] = {"told_from": None, "told_to": None, "told_mean": None}

_ENDED = Prepared(
    update(table)
    .where(table.c.id == bindparam("key"), table.c.waited.is_(None), table.c.told_from.is_not(None))
    .values(waited=bindparam("seconds"))
    .returning(table.c.told_from, table.c.told_to)
)
_REOPENED = (
    update(table)
    .where(table.c.id == bindparam("key"), table.c.waited == bindparam("seconds"), table.c.told_from.is_not(None))
    .values(waited=None)
    .returning(table.c.told_from, table.c.told_to)
)


def told(connection: Connection, state: QueueState, priority: int, position: int, at: int) -> dict[str, int | None]:
    """The columns that keep what the one is told who has just come, and is counted but not yet written."""
    forecast = state.forecast(at)
    if forecast is None:
        return UNTOLD
    # Behind everybody of its priority: of the lowest, behind all.
    ahead = places_ahead(connection, state.id, priority, position) if priority else state.waiting - 1
    low, high = forecast.told(ahead)
    return {"told_from": low, "told_to": high, "told_mean": round(forecast.mean(ahead))}


def ended(connection: Connection, state: QueueState, registration_id: int, seconds: int) -> None:
    """Somebody is called for the first time, so long after they came: keep it, and let the queue learn from it."""
    row = _ENDED.first(connection, {"key": registration_id, "seconds": max(seconds, 0)})
    if row is not None:
        state.pace.learn(row[0], row[1], max(seconds, 0))


def reopened(connection: Connection, state: QueueState, registration_id: int, seconds: int) -> None:
    """The call that ended a wait of so long is undone: the wait goes on, and the queue unlearns it."""
    row = connection.execute(_REOPENED, {"key": registration_id, "seconds": seconds}).first()
    if row is not None:
        state.pace.forget(row.told_from, row.told_to, seconds)


_MINUTE = 60
_COUNTED = select(table.c.told_from, table.c.told_to, table.c.told_mean, table.c.waited).where(
    table.c.ticket_queue_id == bindparam("queue_id"),
    table.c.day.between(bindparam("since"), bindparam("until")),
    table.c.told_from.is_not(None),
    table.c.waited.is_not(None),
)


@dataclass
class ToldTally:
    """Counts how told waits ended."""

    count: int = 0
    above: int = 0
    below: int = 0
    error: int = 0

    def add(self, low: int | None, high: int | None, mean: int | None, waited: int | None) -> None:
        """One visit: those who were told nothing, or were not called, do not count."""
        if low is None or waited is None:
            return
        self.count += 1
        self.above += high is not None and waited > high * _MINUTE
        self.below += waited < low * _MINUTE
        self.error += abs(waited - (mean or 0))

    def waits(self, since: str, until: str) -> ToldWaits:
        """What came of those days."""
        return ToldWaits(
            since=since,
            until=until,
            count=self.count,
            inside=share(self.count - self.above - self.below, self.count),
            above=share(self.above, self.count),
            below=share(self.below, self.count),
            mean_absolute_error=round(self.error / self.count / _MINUTE, 1) if self.count else None,
        )


def summary(connection: Connection, queue_id: int, since: str | None, until: str | None, at: int) -> ToldWaits:
    """How the waits ended that the queue told on the local days ``since`` to ``until``, today without them.

    Those who were not called, or went to another queue first, are not counted. Refuses ``queueNotFound``.
    """
    today = queues.get(connection, queue_id, at).day
    first, last = since or until or today, until or today
    tally = ToldTally()
    for row in connection.execute(_COUNTED, {"queue_id": queue_id, "since": first, "until": last}):
        tally.add(*row)
    return tally.waits(first, last)


def share(part: int, count: int) -> float | None:
    """Of 1, None when there is nothing to have a share in."""
    return round(part / count, 3) if count else None
