"""The waits that people were told, and how long they were."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from walkin.model.wait_estimate import ToldWaits
from walkin.store import queues
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import count_ahead
from walkin.store.schema.tables import registration as table

NOT_TOLD: dict[str, int | None] = {"told_from": None, "told_to": None, "told_mean": None}

_SET_WAITED = CompiledStatement(
    update(table)
    .where(table.c.id == bindparam("key"), table.c.waited.is_(None), table.c.told_from.is_not(None))
    .values(waited=bindparam("seconds"))
    .returning(table.c.told_from, table.c.told_to)
)
_CLEAR_WAITED = (
    update(table)
    .where(table.c.id == bindparam("key"), table.c.waited == bindparam("seconds"), table.c.told_from.is_not(None))
    .values(waited=None)
    .returning(table.c.told_from, table.c.told_to)
)


def compute_told_wait(
    connection: Connection, state: QueueState, priority: int, position: int, at: int
) -> dict[str, int | None]:
    """The columns that keep what the one is told who has just come, and is counted but not yet written."""
    forecast = state.estimate_wait(at)
    if forecast is None:
        return NOT_TOLD
    # Behind everybody of its priority: of the lowest, behind all.
    ahead = count_ahead(connection, state.id, priority, position) if priority else state.waiting - 1
    low, high = forecast.range_minutes(ahead)
    return {"told_from": low, "told_to": high, "told_mean": round(forecast.mean_seconds(ahead))}


def record_wait(connection: Connection, state: QueueState, registration_id: int, seconds: int) -> None:
    """Somebody is called for the first time, so long after they came: keep it, and let the queue learn from it."""
    row = _SET_WAITED.fetch_first(connection, {"key": registration_id, "seconds": max(seconds, 0)})
    if row is not None:
        state.service_rate.learn(row[0], row[1], max(seconds, 0))


def reopen_wait(connection: Connection, state: QueueState, registration_id: int, seconds: int) -> None:
    """The call that ended a wait of so long is undone: the wait goes on, and the queue unlearns it."""
    row = connection.execute(_CLEAR_WAITED, {"key": registration_id, "seconds": seconds}).first()
    if row is not None:
        state.service_rate.unlearn(row.told_from, row.told_to, seconds)


_MINUTE = 60
_ENDED_TOLD_WAITS = select(table.c.told_from, table.c.told_to, table.c.told_mean, table.c.waited).where(
    table.c.ticket_queue_id == bindparam("queue_id"),
    table.c.day.between(bindparam("since"), bindparam("until")),
    table.c.told_from.is_not(None),
    table.c.waited.is_not(None),
)


@dataclass
class ToldWaitTally:
    """Counts how told waits ended."""

    count: int = 0
    above: int = 0
    below: int = 0
    error_seconds: int = 0

    def add(
        self, low_minutes: int | None, high_minutes: int | None, mean_seconds: int | None, waited_seconds: int | None
    ) -> None:
        """One visit: those who were told nothing, or were not called, do not count."""
        if low_minutes is None or waited_seconds is None:
            return
        self.count += 1
        self.above += high_minutes is not None and waited_seconds > high_minutes * _MINUTE
        self.below += waited_seconds < low_minutes * _MINUTE
        self.error_seconds += abs(waited_seconds - (mean_seconds or 0))

    def summarize(self, since: str, until: str) -> ToldWaits:
        """What came of those days."""
        return ToldWaits(
            since=since,
            until=until,
            count=self.count,
            inside=compute_share(self.count - self.above - self.below, self.count),
            above=compute_share(self.above, self.count),
            below=compute_share(self.below, self.count),
            mean_absolute_error=round(self.error_seconds / self.count / _MINUTE, 1) if self.count else None,
        )


def summarize_told_waits(
    connection: Connection, queue_id: int, since: str | None, until: str | None, at: int
) -> ToldWaits:
    """How the waits ended that the queue told on the local days ``since`` to ``until``, today without them.

    Those who were not called, or went to another queue first, are not counted. Refuses ``queueNotFound``.
    """
    today = queues.get(connection, queue_id, at).day
    first, last = since or until or today, until or today
    tally = ToldWaitTally()
    for row in connection.execute(_ENDED_TOLD_WAITS, {"queue_id": queue_id, "since": first, "until": last}):
        tally.add(*row)
    return tally.summarize(first, last)


def compute_share(part: int, count: int) -> float | None:
    """Of 1, None when there is nothing to have a share in."""
    return round(part / count, 3) if count else None
