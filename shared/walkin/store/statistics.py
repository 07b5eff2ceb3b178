"""Statistics of a range of days, computed in one pass over the registrations."""

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
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.schema.tables import IS_WAITING
from walkin.store.schema.tables import registration as table

K = TypeVar("K")

_VISITS = select(
    *(table.c.queue_id, table.c.day, table.c.status, table.c.registered_at, table.c.started_at, table.c.document),
    *(table.c.told_from_minutes, table.c.told_to_minutes, table.c.told_mean_seconds, table.c.wait_seconds),
).where(
    # The index by day has the queue that gave the ticket; a registration may have been transferred since.
    table.c.ticket_queue_id.in_(bindparam("all", expanding=True)),
    table.c.day.between(bindparam("since"), bindparam("until")),
    table.c.queue_id.in_(bindparam("wanted", expanding=True)),
)
_WAITING = (
    select(table.c.queue_id, func.count(), func.min(table.c.registered_at))
    .where(table.c.queue_id.in_(bindparam("wanted", expanding=True)), IS_WAITING)
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
    """Compute the statistics of one queue, or of all that may be used, on the local days ``since`` to ``until``.

    The default is today in each queue's zone. Deleted queues are included if they had visits on those days. Refuses
    ``queueNotFound``, and ``badRequest`` for days in the wrong order or more than a year.
    """
    all_states = queues.list_queues(connection, at, account_id, include_deleted=True)
    if queue_id is not None:
        states = [queues.get(connection, queue_id, at)]
    else:
        states = [state for state in all_states if may_use(state.id)]
    time_zone = states[0].time_zone if states else "UTC"
    todays = [state.day for state in states] or [to_local_day(at, time_zone)]
    first, last = since or until or min(todays), until or max(todays)
    _check_days(first, last)
    counter = _VisitCounter({state.id: _QueueContext.from_state(state) for state in states}, one_day=first == last)
    wanted_ids = [*counter.queue_contexts]
    is_today_only = since is None and until is None
    values = {"all": [state.id for state in all_states], "wanted": wanted_ids, "since": first, "until": last}
    rows = connection.execute(_VISITS, values) if wanted_ids else ()
    for visited_id, day, status, registered_at, started_at, document, *told_wait in rows:
        context = counter.queue_contexts[visited_id]
        if not is_today_only or day == context.state.day:
            counter.add(context, status, registered_at, started_at, document)
            counter.told_tally.add(*told_wait)
    includes_today = any(first <= day <= last for day in todays)
    waiting: dict[int, tuple[int, int]] = {}
    if includes_today and wanted_ids:
        for waiting_id, count, oldest in connection.execute(_WAITING, {"wanted": wanted_ids}):
            waiting[waiting_id] = count, oldest
    existing_ids = {state.id for state in queues.list_queues(connection, at, account_id)}
    total, by_queue = counter.group_by(lambda _: 0)[0], counter.group_by(lambda key: key[0])
    return Statistics(
        since=first,
        until=last,
        at=ZonedTime(date_time=to_wall_clock(at, time_zone), time_zone=time_zone),
        total=Present(**total.build_figures(), **_build_present(list(waiting.values()), at, includes_today)),
        queues=[
            QueueFigures(
                queue=Ref(id=str(key), name=context.state.name),
                target=context.target_ms // MINUTE_MS,
                **by_queue[key].build_figures(),
                **_build_present([waiting[key]] if key in waiting else [], at, includes_today),
            )
            for key, context in counter.queue_contexts.items()
            if key in existing_ids or key in by_queue
        ],
        desks=[
            DeskFigures(desk=name, **tally.build_figures())
            for name, tally in sorted(counter.group_by(lambda key: key[1]).items())
            if name
        ],
        hours=[
            HourFigures(hour=hour, **tally.build_figures())
            for hour, tally in sorted(counter.group_by(lambda key: key[3]).items())
        ],
        week=[
            WeekHour(weekday=weekday, hour=hour, visits=tally.visits, mean_wait=tally.mean_wait)
            for (weekday, hour), tally in sorted(counter.group_by(lambda key: key[2:]).items())
        ],
        told=counter.told_tally.summarize(first, last),
        course=_build_course(counter.waits_by_slot),
    )


def _compute_90th_percentile(durations: list[int], units_per_minute: int) -> float | None:
    """Return the 90th percentile (nearest rank) in minutes."""
    ordered = sorted(durations)
    return round(ordered[math.ceil(len(ordered) * 0.9) - 1] / units_per_minute, 1) if ordered else None


@dataclass
class _Tally:
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
        self.visits += other.visits
        self.served += other.served
        self.no_shows += other.no_shows
        self.left += other.left
        self.within_target += other.within_target
        self.waits_ms += other.waits_ms
        self.handling_seconds += other.handling_seconds

    def build_figures(self) -> dict[str, Any]:
        """Build the members of ``walkin.model.statistics.Figures``."""
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
    """A queue with its parsed service level and zone."""

    state: QueueState
    target_ms: int
    time_zone: ZoneInfo

    @classmethod
    def from_state(cls, state: QueueState) -> _QueueContext:
        target = orjson.loads(state.document).get("serviceLevel", 15) * MINUTE_MS
        return cls(state, target, load_zone(state.time_zone))


TallyKey = tuple[int, str, int, int]
"""Queue id, desk ("" for none), weekday and hour of a visit."""


class _VisitCounter:
    def __init__(self, queue_contexts: dict[int, _QueueContext], *, one_day: bool) -> None:
        self.queue_contexts = queue_contexts
        self.one_day = one_day
        self.tallies: dict[TallyKey, _Tally] = defaultdict(_Tally)
        self.waits_by_slot: dict[str, list[int]] = defaultdict(list)
        self.told_tally = told_waits.ToldWaitTally()

    def group_by(self, group_key: Callable[[TallyKey], K]) -> dict[K, _Tally]:
        """Merge the tallies whose keys have the same group."""
        groups: dict[K, _Tally] = defaultdict(_Tally)
        for key, tally in self.tallies.items():
            groups[group_key(key)].merge(tally)
        return groups

    def add(
        self, queue_context: _QueueContext, status: str, registered_at: int, started_at: int | None, document_json: str
    ) -> None:
        arrival = datetime.fromtimestamp(registered_at / 1000, queue_context.time_zone)
        document: RegistrationDocument = {} if started_at is None else orjson.loads(document_json)
        desk = document.get("counter", {}).get("name", "")
        tally = self.tallies[queue_context.state.id, desk, arrival.isoweekday(), arrival.hour]
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
            finished = document["finished"]["dateTime"]
            seconds = _compute_handling_seconds(finished, queue_context.time_zone, started_at // 1000)
            # A longer one was left open at closing time; one that was never called had no visit to measure.
            if seconds < DESK_TIMEOUT_SECONDS and document["calls"]:
                tally.handling_seconds.append(seconds)


def _compute_handling_seconds(finished: str, time_zone: ZoneInfo, started: int) -> int:
    """Seconds from a start (since 1970) to a local end time; the clock may have been put back in between."""
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
            called=len(waits_ms),
            mean_wait=round(fmean(waits_ms) / MINUTE_MS, 1),
            longest_wait=round(max(waits_ms) / MINUTE_MS, 1),
        )
        for time, waits_ms in sorted(waits_by_slot.items())
    ]


def _check_days(since: str, until: str) -> None:
    """Refuse ``badRequest`` unless these are days in order, at most a year."""
    try:
        days = (date.fromisoformat(until) - date.fromisoformat(since)).days
    except ValueError:
        raise Refused("badRequest", "Days are written like 2026-11-24.") from None
    if not 0 <= days < MAX_DAYS:
        raise Refused("badRequest", f"The first day comes before the last one, at most {MAX_DAYS} days in all.")
