"""Statistics of a range of days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, select

from walkin.model.errors import Refused
from walkin.model.registration import Ref
from walkin.model.statistics import (
    MAX_DAYS,
    DeskFigures,
    HourFigures,
    Moment,
    Present,
    QueueFigures,
    Statistics,
    WeekHour,
)
from walkin.model.time import MINUTE_MS, ZonedTime, to_local_day, to_wall_clock
from walkin.model.wait_estimate import ToldWaits
from walkin.store import queues, visit_figures
from walkin.store.queues import QueueState
from walkin.store.registrations.told_waits import compute_share
from walkin.store.schema.tables import IS_WAITING
from walkin.store.schema.tables import registration as table
from walkin.store.visit_figures import SlotTally, Tally, VisitFigures

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
    existing = {state.id for state in queues.list_queues(connection, at, account_id)}
    if queue_id is not None:
        states = [queues.get(connection, queue_id, at)]
    else:
        all_states = queues.list_queues(connection, at, account_id, include_deleted=True)
        states = [state for state in all_states if may_use(state.id)]
    time_zone = states[0].time_zone if states else "UTC"
    todays = [state.day for state in states] or [to_local_day(at, time_zone)]
    first, last = since or until or min(todays), until or max(todays)
    _check_days(first, last)
    is_today_only = since is None and until is None
    total = VisitFigures()
    all_of_queue: dict[int, Tally] = {}
    for state in states:
        days = (state.day, state.day) if is_today_only else (first, last)
        figures = visit_figures.load(connection, state, *days)
        figures.count_within(_get_service_level(state))
        all_of_queue[state.id] = visit_figures.merge_tallies(figures.hours.values())
        total.add(figures)
    includes_today = any(first <= day <= last for day in todays)
    waiting: dict[int, tuple[int, int]] = {}
    if includes_today and states:
        for waiting_id, count, oldest in connection.execute(_WAITING, {"wanted": [state.id for state in states]}):
            waiting[waiting_id] = count, oldest
    return Statistics(
        since=first,
        until=last,
        at=ZonedTime(date_time=to_wall_clock(at, time_zone), time_zone=time_zone),
        total=Present(
            **_build_figures(visit_figures.merge_tallies(all_of_queue.values())),
            **_build_present(list(waiting.values()), at, includes_today),
        ),
        queues=[
            QueueFigures(
                queue=Ref(id=str(state.id), name=state.name),
                target=_get_service_level(state),
                **_build_figures(all_of_queue[state.id]),
                **_build_present([waiting[state.id]] if state.id in waiting else [], at, includes_today),
            )
            for state in states
            if state.id in existing or all_of_queue[state.id].visits
        ],
        desks=[DeskFigures(desk=name, **_build_figures(tally)) for name, tally in sorted(total.desks.items())],
        hours=[HourFigures(hour=hour, **_build_figures(tally)) for hour, tally in sorted(total.hours.items())],
        week=[
            WeekHour(
                weekday=weekday,
                hour=hour,
                visits=tally.visits,
                mean_wait=_compute_mean_minutes(tally.wait_ms, tally.called),
            )
            for (weekday, hour), tally in sorted(total.week.items())
        ],
        told=total.summarize_told(first, last),
        course=_build_course(total.slots) if first == last else [],
    )


def summarize_told_waits(
    connection: Connection, queue_id: int, since: str | None, until: str | None, at: int
) -> ToldWaits:
    """Summarize the waits that a queue told on the local days ``since`` to ``until`` (default: today).

    Registrations that were not called, or were transferred first, do not count. Refuses ``queueNotFound`` and
    ``badRequest`` as ``compute_statistics``.
    """
    state = queues.get(connection, queue_id, at)
    first = since or until or state.day
    last = until or max(first, state.day)
    _check_days(first, last)
    return visit_figures.load(connection, state, first, last).told.summarize(first, last)


def _get_service_level(state: QueueState) -> int:
    level: int = orjson.loads(state.document).get("serviceLevel", 15)
    return level


def _build_figures(tally: Tally) -> dict[str, Any]:
    """Build the members of ``walkin.model.statistics.Figures``."""
    waits, handlings = tally.waits.list_counts(), tally.handlings.list_counts()
    called, handled = sum(waits), sum(handlings)
    ended = tally.served + tally.no_shows + tally.left
    return {
        "visits": tally.visits,
        "called": called,
        "served": tally.served,
        "no_shows": tally.no_shows,
        "left": tally.left,
        "within": compute_share(tally.within_target, called),
        "mean_wait": _compute_mean_minutes(tally.wait_ms, called),
        "median_wait": visit_figures.find_median(waits),
        "long_wait": visit_figures.find_90th_percentile(waits),
        "handling": _compute_mean_minutes(tally.handling_seconds * 1000, handled),
        "long_handling": visit_figures.find_90th_percentile(handlings),
        "no_show_rate": compute_share(tally.no_shows, ended),
        "left_rate": compute_share(tally.left, ended),
    }


def _compute_mean_minutes(total_ms: int, count: int) -> float | None:
    return round(total_ms / count / MINUTE_MS, 1) if count else None


def _build_present(waiting_by_queue: list[tuple[int, int]], at: int, includes_today: bool) -> dict[str, Any]:
    if not includes_today:
        return {}
    oldest = min((since for _, since in waiting_by_queue), default=None)
    longest = None if oldest is None else round(max(0, at - oldest) / MINUTE_MS, 1)
    return {"waiting": sum(count for count, _ in waiting_by_queue), "longest_wait": longest}


def _build_course(slots: Mapping[str, SlotTally]) -> list[Moment]:
    return [
        Moment(
            time=time,
            called=slot.called,
            mean_wait=round(slot.wait_ms / slot.called / MINUTE_MS, 1),
            longest_wait=round(slot.longest_ms / MINUTE_MS, 1),
        )
        for time, slot in sorted(slots.items())
    ]


def _check_days(since: str, until: str) -> None:
    """Refuse ``badRequest`` unless these are days in order, at most a year."""
    try:
        days = (date.fromisoformat(until) - date.fromisoformat(since)).days
    except ValueError:
        raise Refused("badRequest", "Days are written like 2026-11-24.") from None
    if not 0 <= days < MAX_DAYS:
        raise Refused("badRequest", f"The first day comes before the last one, at most {MAX_DAYS} days in all.")
