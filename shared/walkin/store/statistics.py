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
    MAX_DAYS,
    SLOT_MINUTES,
    DeskFigures,
    HourFigures,
    Moment,
    Present,
    QueueFigures,
    Statistics,
    WeekHour,
)
from walkin.model.time import MINUTE_MS, ZonedTime, load_zone, to_local_day, to_wall_clock
from walkin.model.wait_estimate import DESK_TIMEOUT_SECONDS
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import told_waits
from walkin.store.schema.tables import IS_WAITING
from walkin.store.schema.tables import registration as table

K = TypeVar("K")

_VISITS = select(
    table.c.queue_id,
    table.c.day,
    table.c.status,
    table.c.registered_at,
    table.c.started_at,
    table.c.document,
    table.c.told_from_minutes,
    table.c.told_to_minutes,
    table.c.told_mean_seconds,
    table.c.wait_seconds,
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
        IS_WAITING,
    )
    .group_by(table.c.queue_id)
)


def compute_statistics(
    connection: Connection,
    account_id: int,
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
    everything = queues.list_queues(connection, at, account_id, include_deleted=True)
    if queue_id is not None:
        found = [queues.get(connection, queue_id, at)]
    else:
        found = [state for state in everything if may_use(state.id)]
    home = found[0].time_zone if found else "UTC"
    todays = [state.day for state in found] or [to_local_day(at, home)]
    first, last = since or until or min(todays), until or max(todays)
    _check_days(first, last)
    counted = _VisitCounter({state.id: _QueueContext.from_state(state) for state in found}, one_day=first == last)
    own_today = since is None and until is None
    given = {
        "all": [state.id for state in everything],
        "wanted": [*counted.queue_contexts],
        "since": first,
        "until": last,
    }
    rows = connection.execute(_VISITS, given) if counted.queue_contexts else ()
    for queue, day, status, registered, started, document, *told in rows:
        known = counted.queue_contexts[queue]
        if not own_today or day == known.state.day:
            counted.add(known, status, registered, started, document)
            counted.told_tally.add(*told)
    now = any(first <= day <= last for day in todays)
    present: dict[int, tuple[int, int]] = {}
    if now and counted.queue_contexts:
        for key, count, oldest in connection.execute(_WAITING, {"wanted": [*counted.queue_contexts]}):
            present[key] = count, oldest
    live = {state.id for state in queues.list_queues(connection, at, account_id)}
    total, of_queue = counted.group_by(lambda _: 0)[0], counted.group_by(lambda cell: cell[0])
    return Statistics(
        since=first,
        until=last,
        at=ZonedTime(date_time=to_wall_clock(at, home), time_zone=home),
        total=Present(**total.build_figures(), **_build_present(list(present.values()), at, now)),
        queues=[
            QueueFigures(
                queue=Ref(id=str(key), name=known.state.name),
                target=known.target_ms // MINUTE_MS,
                **of_queue[key].build_figures(),
                **_build_present([present[key]] if key in present else [], at, now),
            )
            for key, known in counted.queue_contexts.items()
            if key in live or key in of_queue
        ],
        desks=[
            DeskFigures(desk=name, **tally.build_figures())
            for name, tally in sorted(counted.group_by(lambda cell: cell[1]).items())
            if name
        ],
        hours=[
            HourFigures(hour=hour, **tally.build_figures())
            for hour, tally in sorted(counted.group_by(lambda cell: cell[3]).items())
        ],
        week=[
            WeekHour(weekday=weekday, hour=hour, visits=tally.visits, mean_wait=tally.mean_wait)
            for (weekday, hour), tally in sorted(counted.group_by(lambda cell: cell[2:]).items())
        ],
        told=counted.told_tally.summarize(first, last),
        course=_build_course(counted.waits_by_slot),
    )


def _compute_90th_percentile(durations: list[int], units_per_minute: int) -> float | None:
    """The 90th percentile by nearest rank, in minutes."""
    ordered = sorted(durations)
    return round(ordered[math.ceil(len(ordered) * 0.9) - 1] / units_per_minute, 1) if ordered else None


@dataclass
class _Tally:
    """Counts of some visits; waits in milliseconds, handling in seconds."""

    visits: int = 0
    served: int = 0
    no_shows: int = 0
    left: int = 0
    within_target: int = 0
    waits_ms: list[int] = field(default_factory=list)
    handling_seconds: list[int] = field(default_factory=list)

    @property
    def mean_wait(self) -> float | None:
        return round(fmean(self.waits_ms) / MINUTE_MS, 1) if self.waits_ms else None

    def merge(self, other: _Tally) -> None:
        """Count those of the other as well."""
        self.visits += other.visits
        self.served += other.served
        self.no_shows += other.no_shows
        self.left += other.left
        self.within_target += other.within_target
        self.waits_ms += other.waits_ms
        self.handling_seconds += other.handling_seconds

    def build_figures(self) -> dict[str, Any]:
        """The members of walkin.model.statistics.Figures."""
        ordered = sorted(self.waits_ms)
        ended = self.served + self.no_shows + self.left
        return {
            "visits": self.visits,
            "called": len(ordered),
            "served": self.served,
            "no_shows": self.no_shows,
            "left": self.left,
            "within": told_waits.compute_share(self.within_target, len(ordered)),
            "mean_wait": self.mean_wait,
            "median_wait": round(median(ordered) / MINUTE_MS, 1) if ordered else None,
            "long_wait": _compute_90th_percentile(self.waits_ms, MINUTE_MS),
            "handling": round(fmean(self.handling_seconds) / 60, 1) if self.handling_seconds else None,
            "long_handling": _compute_90th_percentile(self.handling_seconds, 60),
            "no_show_rate": told_waits.compute_share(self.no_shows, ended),
            "left_rate": told_waits.compute_share(self.left, ended),
        }


@dataclass
class _QueueContext:
    """A queue, with what is asked of it for each visit."""

    state: QueueState
    target_ms: int
    time_zone: ZoneInfo

    @classmethod
    def from_state(cls, state: QueueState) -> _QueueContext:
        target = orjson.loads(state.document).get("serviceLevel", 15) * MINUTE_MS
        return cls(state, target, load_zone(state.time_zone))


TallyKey = tuple[int, str, int, int]
"""Queue, desk ("" for none), day of the week, and hour: each visit is of one."""


class _VisitCounter:
    def __init__(self, queue_contexts: dict[int, _QueueContext], *, one_day: bool) -> None:
        self.queue_contexts = queue_contexts
        self.one_day = one_day
        self.tallies: dict[TallyKey, _Tally] = defaultdict(_Tally)
        self.waits_by_slot: dict[str, list[int]] = defaultdict(list)
        self.told_tally = told_waits.ToldWaitTally()

    def group_by(self, group_key: Callable[[TallyKey], K]) -> dict[K, _Tally]:
        """The tallies of each part."""
        found: dict[K, _Tally] = defaultdict(_Tally)
        for cell, tally in self.tallies.items():
            found[group_key(cell)].merge(tally)
        return found

    def add(
        self, queue_context: _QueueContext, status: str, registered_at: int, started_at: int | None, document_json: str
    ) -> None:
        """Count one visit."""
        came = datetime.fromtimestamp(registered_at / 1000, queue_context.time_zone)
        said = {} if started_at is None else orjson.loads(document_json)
        desk = said.get("counter", {}).get("name", "")
        tally = self.tallies[queue_context.state.id, desk, came.isoweekday(), came.hour]
        tally.visits += 1
        if status == Status.NO_SHOW:
            tally.no_shows += 1
        if started_at is None:
            tally.left += status == Status.DELETED
            return
        wait = max(0, started_at - registered_at)
        tally.waits_ms.append(wait)
        tally.within_target += wait <= queue_context.target_ms
        if self.one_day:
            called = datetime.fromtimestamp(started_at / 1000, queue_context.time_zone)
            self.waits_by_slot[f"{called.hour:02}:{called.minute // SLOT_MINUTES * SLOT_MINUTES:02}"].append(wait)
        if status == Status.FINISHED:
            tally.served += 1
            seconds = _compute_handling_seconds(
                said["finished"]["dateTime"], queue_context.time_zone, started_at // 1000
            )
            if seconds < DESK_TIMEOUT_SECONDS:
                # Else it was left open at closing time.
                tally.handling_seconds.append(seconds)


def _compute_handling_seconds(finished: str, time_zone: ZoneInfo, started: int) -> int:
    """From the start, in seconds since 1970, to an end on the wall's clock, which may have been put back meanwhile."""
    moment = datetime.fromisoformat(finished).replace(tzinfo=time_zone)
    end = int(moment.timestamp())
    return max(0, (end if end >= started else int(moment.replace(fold=1).timestamp())) - started)


def _build_present(waiting_by_queue: list[tuple[int, int]], at: int, includes_today: bool) -> dict[str, Any]:
    if not includes_today:
        return {}
    oldest = min((since for _, since in waiting_by_queue), default=None)
    longest = None if oldest is None else round(max(0, at - oldest) / MINUTE_MS, 1)
    return {"waiting": sum(count for count, _ in waiting_by_queue), "longest_wait": longest}


def _build_course(waits_by_slot: dict[str, list[int]]) -> list[Moment]:
    return [
        Moment(
            time=time,
            called=len(found),
            mean_wait=round(fmean(found) / MINUTE_MS, 1),
            longest_wait=round(max(found) / MINUTE_MS, 1),
        )
        for time, found in sorted(waits_by_slot.items())
    ]


def _check_days(since: str, until: str) -> None:
    """Refuse ``badRequest`` for days that are none, or not a range of at most a year."""
    try:
        days = (date.fromisoformat(until) - date.fromisoformat(since)).days
    except ValueError:
        raise Refused("badRequest", "Days are written like 2026-11-24.") from None
    if not 0 <= days < MAX_DAYS:
        raise Refused("badRequest", f"The first day comes before the last one, at most {MAX_DAYS} days in all.")
