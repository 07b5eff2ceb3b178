"""The figures of days that are over and of today, from the registrations: one pass over them, nothing kept."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean, median
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, bindparam, func, select

from walkin.model.errors import Refused
from walkin.model.registration import Ref, Status
from walkin.model.statistics import (
    LONGEST,
    SLOT,
    DeskFigures,
    HourFigures,
    Moment,
    Present,
    QueueFigures,
    Statistics,
    WeekHour,
)
from walkin.model.time import MINUTE, ZonedTime, local_day, wall_clock, zone
from walkin.model.wait_estimate import SHIFT
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import told_waits as waits
from walkin.store.schema.tables import registration as table

K = TypeVar("K")

_VISITS = select(
    table.c.queue_id,
    table.c.day,
    table.c.status,
    table.c.registered_at,
    table.c.started_at,
    table.c.document,
    table.c.told_from,
    table.c.told_to,
    table.c.told_mean,
    table.c.waited,
).where(
    # A visit may have been transferred: the ticket's queue has the index by day.
    table.c.ticket_queue_id.in_(bindparam("all", expanding=True)),
    table.c.day.between(bindparam("since"), bindparam("until")),
    table.c.queue_id.in_(bindparam("wanted", expanding=True)),
)
_WAITING = (
    select(table.c.queue_id, func.count(), func.min(table.c.registered_at))
    .where(
        table.c.queue_id.in_(bindparam("wanted", expanding=True)),
        table.c.status == Status.REGISTERED.value,
        table.c.aside == "",
    )
    .group_by(table.c.queue_id)
)


def figures(
    connection: Connection,
    account: int,
    may_use: Callable[[int], bool],
    queue_id: int | None,
    since: str | None,
    until: str | None,
    at: int,
) -> Statistics:
    """The figures of one queue, or of all that may be used, on the local days ``since`` to ``until`` (today without).

    Deleted queues are among all as long as somebody visited them on those days. Refuses ``queueNotFound``, and
    ``badRequest`` for days that do not follow each other or are more than a year.
    """
    everything = queues.everything(connection, at, account, deleted=True)
    if queue_id is not None:
        found = [queues.get(connection, queue_id, at)]
    else:
        found = [state for state in everything if may_use(state.id)]
    home = found[0].time_zone if found else "UTC"
    todays = [state.day for state in found] or [local_day(at, home)]
    first, last = since or until or min(todays), until or max(todays)
    _check(first, last)
    counted = _Counted({state.id: _Known.of(state) for state in found}, one_day=first == last)
    own_today = since is None and until is None
    given = {"all": [state.id for state in everything], "wanted": [*counted.known], "since": first, "until": last}
    rows = connection.execute(_VISITS, given) if counted.known else ()
    for queue, day, status, registered, started, document, *told in rows:
        known = counted.known[queue]
        if not own_today or day == known.state.day:
            counted.add(known, status, registered, started, document)
            counted.told.add(*told)
    now = any(first <= day <= last for day in todays)
    present: dict[int, tuple[int, int]] = {}
    if now and counted.known:
        for key, count, oldest in connection.execute(_WAITING, {"wanted": [*counted.known]}):
            present[key] = count, oldest
    live = {state.id for state in queues.everything(connection, at, account)}
    total, of_queue = counted.by(lambda _: 0)[0], counted.by(lambda cell: cell[0])
    return Statistics(
        since=first,
        until=last,
        at=ZonedTime(date_time=wall_clock(at, home), time_zone=home),
        total=Present(**total.figures(), **_present(list(present.values()), at, now)),
        queues=[
            QueueFigures(
                queue=Ref(id=str(key), name=known.state.name),
                target=known.target // MINUTE,
                **of_queue[key].figures(),
                **_present([present[key]] if key in present else [], at, now),
            )
            for key, known in counted.known.items()
            if key in live or key in of_queue
        ],
        desks=[
            DeskFigures(desk=name, **tally.figures())
            for name, tally in sorted(counted.by(lambda cell: cell[1]).items())
            if name
        ],
        hours=[
            HourFigures(hour=hour, **tally.figures())
            for hour, tally in sorted(counted.by(lambda cell: cell[3]).items())
        ],
        week=[
            WeekHour(weekday=weekday, hour=hour, visits=tally.visits, mean_wait=tally.mean)
            for (weekday, hour), tally in sorted(counted.by(lambda cell: cell[2:]).items())
        ],
        told=counted.told.waits(first, last),
        course=_course(counted.course),
    )


def _long(spans: list[int], minute: int) -> float | None:
    """The 90th percentile by nearest rank, in minutes."""
    ordered = sorted(spans)
    return round(ordered[math.ceil(len(ordered) * 0.9) - 1] / minute, 1) if ordered else None


@dataclass
class _Tally:
    """Counts of some visits; waits in milliseconds, handling in seconds."""

    visits: int = 0
    served: int = 0
    no_shows: int = 0
    left: int = 0
    within: int = 0
    waits: list[int] = field(default_factory=list)
    handling: list[int] = field(default_factory=list)

    @property
    def mean(self) -> float | None:
        return round(fmean(self.waits) / MINUTE, 1) if self.waits else None

    def merge(self, other: _Tally) -> None:
        """Count those of the other as well."""
        self.visits += other.visits
        self.served += other.served
        self.no_shows += other.no_shows
        self.left += other.left
        self.within += other.within
        self.waits += other.waits
        self.handling += other.handling

    def figures(self) -> dict[str, Any]:
        """The members of walkin.model.statistics.Figures."""
        ordered = sorted(self.waits)
        ended = self.served + self.no_shows + self.left
        return {
            "visits": self.visits,
            "called": len(ordered),
            "served": self.served,
            "no_shows": self.no_shows,
            "left": self.left,
            "within": waits.share(self.within, len(ordered)),
            "mean_wait": self.mean,
            "median_wait": round(median(ordered) / MINUTE, 1) if ordered else None,
            "long_wait": _long(self.waits, MINUTE),
            "handling": round(fmean(self.handling) / 60, 1) if self.handling else None,
            "long_handling": _long(self.handling, 60),
            "no_show_rate": waits.share(self.no_shows, ended),
            "left_rate": waits.share(self.left, ended),
        }


@dataclass
class _Known:
    """A queue, with what is asked of it for each visit."""

    state: QueueState
    target: int
    there: ZoneInfo

    @classmethod
    def of(cls, state: QueueState) -> _Known:
        target = orjson.loads(state.document).get("serviceLevel", 15) * MINUTE
        return cls(state, target, zone(state.time_zone))


Cell = tuple[int, str, int, int]
"""Queue, desk ("" for none), day of the week, and hour: each visit is of one."""


class _Counted:
    def __init__(self, known: dict[int, _Known], *, one_day: bool) -> None:
        self.known = known
        self.one_day = one_day
        self.cells: dict[Cell, _Tally] = defaultdict(_Tally)
        self.course: dict[str, list[int]] = defaultdict(list)
        self.told = waits.ToldTally()

    def by(self, part: Callable[[Cell], K]) -> dict[K, _Tally]:
        """The tallies of each part."""
        found: dict[K, _Tally] = defaultdict(_Tally)
        for cell, tally in self.cells.items():
            found[part(cell)].merge(tally)
        return found

    def add(self, known: _Known, status: str, registered: int, started: int | None, document: str) -> None:
        """Count one visit."""
        came = datetime.fromtimestamp(registered / 1000, known.there)
        said = {} if started is None else orjson.loads(document)
        desk = said.get("counter", {}).get("name", "")
        tally = self.cells[known.state.id, desk, came.isoweekday(), came.hour]
        tally.visits += 1
        if status == Status.NO_SHOW:
            tally.no_shows += 1
        if started is None:
            tally.left += status == Status.DELETED
            return
        wait = max(0, started - registered)
        tally.waits.append(wait)
        tally.within += wait <= known.target
        if self.one_day:
            called = datetime.fromtimestamp(started / 1000, known.there)
            self.course[f"{called.hour:02}:{called.minute // SLOT * SLOT:02}"].append(wait)
        if status == Status.FINISHED:
            tally.served += 1
            seconds = _seconds(said["finished"]["dateTime"], known.there, started // 1000)
            if seconds < SHIFT:
                # Else it was left open at closing time.
                tally.handling.append(seconds)


def _seconds(finished: str, there: ZoneInfo, started: int) -> int:
    """From the start, in seconds since 1970, to an end on the wall's clock, which may have been put back meanwhile."""
    moment = datetime.fromisoformat(finished).replace(tzinfo=there)
    end = int(moment.timestamp())
    return max(0, (end if end >= started else int(moment.replace(fold=1).timestamp())) - started)


def _present(found: list[tuple[int, int]], at: int, now: bool) -> dict[str, Any]:
    if not now:
        return {}
    oldest = min((since for _, since in found), default=None)
    longest = None if oldest is None else round(max(0, at - oldest) / MINUTE, 1)
    return {"waiting": sum(count for count, _ in found), "longest_wait": longest}


def _course(slots: dict[str, list[int]]) -> list[Moment]:
    return [
        Moment(
            time=time,
            called=len(found),
            mean_wait=round(fmean(found) / MINUTE, 1),
            longest_wait=round(max(found) / MINUTE, 1),
        )
        for time, found in sorted(slots.items())
    ]


def _check(since: str, until: str) -> None:
    """Refuse ``badRequest`` for days that are none, or not a range of at most a year."""
    try:
        days = (date.fromisoformat(until) - date.fromisoformat(since)).days
    except ValueError:
        raise Refused("badRequest", "Days are written like 2026-11-24.") from None
    if not 0 <= days < LONGEST:
        raise Refused("badRequest", f"The first day comes before the last one, at most {LONGEST} days in all.")
