"""Wait forecasts of an account's queues, cached until a queue changes, for REFRESH_MS at most."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import Connection, Engine, bindparam, case, func, select

from walkin.model.calling_order import CallOrderKey, WaitingClient
from walkin.model.registration import Status
from walkin.model.time import SECOND_MS, to_local, to_second_of_day
from walkin.model.wait_estimate import (
    DeskActivity,
    QueueOutlook,
    Schedule,
    ServiceRate,
    WaitEstimate,
    list_serving_desks,
)
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.schema.tables import IS_WAITING, OLD_DOCUMENT, desk, event, queue
from walkin.store.schema.tables import registration as table

REFRESH_MS = 10 * SECOND_MS
"""Maximum age of a cached forecast."""

DEFAULT_SERVICE_MINUTES = 5
WEEK_DAYS = 7


class _Version(NamedTuple):
    """Columns of a queue that change whenever its forecast does."""

    queue_id: int
    revision: int
    waiting: int
    last_position: int


_OF_ACCOUNT = (queue.c.account_id == bindparam("account")) & queue.c.deleted_at.is_(None)
_VERSIONS = CompiledStatement(
    select(queue.c.id, queue.c.revision, queue.c.waiting, queue.c.last_position).where(_OF_ACCOUNT).order_by(queue.c.id)
)
_OUTLOOKS = CompiledStatement(
    select(queue.c.id, queue.c.document, queue.c.service_rate, queue.c.time_zone).where(_OF_ACCOUNT)
)
_DESKS = CompiledStatement(
    select(desk.c.name, desk.c.status, desk.c.status_since, desk.c.free_since, desk.c.queue_ids, desk.c.openings).where(
        desk.c.account_id == bindparam("account")
    )
)
# Grouped, since a desk may have called many clients who were never finished.
_AT_DESKS = CompiledStatement(
    select(
        table.c.queue_id,
        func.max(func.coalesce(table.c.started_at, bindparam("at"))),
        table.c.last_desk,
        func.max(OLD_DOCUMENT),
    )
    .where(table.c.queue_id.in_(select(queue.c.id).where(_OF_ACCOUNT)), table.c.status == Status.IN_PROGRESS.value)
    .group_by(table.c.queue_id, table.c.last_desk, case((table.c.last_desk.is_(None), table.c.id)))
)
_WAITING = CompiledStatement(
    select(table.c.priority, table.c.position, table.c.id)
    .where(table.c.queue_id == bindparam("queue_id"), IS_WAITING)
    .order_by(table.c.priority.desc(), table.c.position)
    .limit(bindparam("count"))
)
_CREATED = CompiledStatement(
    select(table.c.position, table.c.id)
    .join_from(event, table, table.c.id == event.c.registration_id)
    .where(
        event.c.queue_id == bindparam("queue_id"),
        event.c.revision > bindparam("revision"),
        event.c.kind == "created",
        table.c.priority == 0,
        IS_WAITING,
    )
)
_RESERVED = CompiledStatement(
    select(table.c.priority, table.c.position, table.c.id, table.c.queue_id, table.c.reserved_desk).where(
        table.c.queue_id.in_(select(queue.c.id).where(_OF_ACCOUNT)),
        table.c.status == Status.REGISTERED.value,
        ~table.c.on_hold,
        table.c.reserved_desk > "",
    )
)


@dataclass(frozen=True)
class Forecast:
    """Wait forecast of an account's queues at these versions."""

    versions: Sequence[_Version]
    computed_at: int
    schedule: Schedule
    _estimates: dict[int, WaitEstimate] = field(default_factory=dict)

    def get(self, queue_id: int) -> WaitEstimate | None:
        """Return the estimate of a queue, built at the first call; None for an unknown queue."""
        estimate = self._estimates.get(queue_id)
        if estimate is None and queue_id in self.schedule.queues:
            estimate = self._estimates[queue_id] = self.schedule.estimate(queue_id)
        return estimate

    def extend(self, versions: Sequence[_Version], clients: Iterable[WaitingClient]) -> Forecast:
        """Return the forecast with more clients: in calling order, at the ends of their queues."""
        if self.schedule.is_beyond_horizon():
            return Forecast(versions, self.computed_at, self.schedule, self._estimates)
        schedule = self.schedule.copy()
        for client in clients:
            if schedule.is_beyond_horizon():
                break
            schedule.add(client)
        return Forecast(versions, self.computed_at, schedule)


_forecasts: WeakKeyDictionary[Engine, dict[int, Forecast]] = WeakKeyDictionary()
"""The last forecast of each account, by the engine it was read with."""


def load(connection: Connection, account_id: int, at: int) -> Forecast:
    """Load the forecast of an account's queues."""
    versions = [_Version(*row) for row in _VERSIONS.fetch_all(connection, {"account": account_id})]
    cached = _forecasts.setdefault(connection.engine, {})
    forecast = cached.get(account_id)
    if forecast is None or not 0 <= at - forecast.computed_at < REFRESH_MS:
        forecast = None
    elif forecast.versions != versions:
        created = _list_created(connection, forecast.versions, versions)
        forecast = None if created is None else forecast.extend(versions, created)
    if forecast is None:
        forecast = Forecast(versions, at, _compute_schedule(connection, account_id, versions, at))
    cached[account_id] = forecast
    return forecast


def append_client(
    connection: Connection, account_id: int, queue_id: int, revision: int, waiting: int, position: int
) -> WaitEstimate | None:
    """Add a new client at the end of a queue to the cached forecast, without reading the database.

    Returns the queue's estimate, None if the cached forecast is of other versions.
    """
    forecast = _forecasts.get(connection.engine, {}).get(account_id)
    if forecast is None:
        return None
    version = _Version(queue_id, revision, waiting, position)
    for number, before in enumerate(forecast.versions):
        if before[:-1] == (queue_id, revision - 1, waiting - 1):
            versions = [*forecast.versions[:number], version, *forecast.versions[number + 1 :]]
            continued = forecast.extend(versions, [WaitingClient(CallOrderKey(0, position), queue_id)])
            _forecasts[connection.engine][account_id] = continued
            return continued.get(queue_id)
    return None


def _list_created(
    connection: Connection, before: Sequence[_Version], after: Sequence[_Version]
) -> list[WaitingClient] | None:
    """List the clients registered at the ends of the queues between two versions; None after any other change."""
    if [version.queue_id for version in before] != [version.queue_id for version in after]:
        return None
    created: list[WaitingClient] = []
    for old, new in zip(before, after, strict=True):
        count = new.revision - old.revision
        if new == old:
            continue
        if count <= 0 or new.waiting - old.waiting != count:
            return None
        rows = _CREATED.fetch_all(connection, {"queue_id": new.queue_id, "revision": old.revision})
        if len(rows) != count:
            return None
        created += [
            WaitingClient(CallOrderKey(0, position, registration_id), new.queue_id)
            for position, registration_id in rows
        ]
    return sorted(created)


def _compute_schedule(connection: Connection, account_id: int, versions: Sequence[_Version], at: int) -> Schedule:
    account = {"account": account_id}
    outlooks: dict[int, QueueOutlook] = {}
    time_zone = "UTC"
    for queue_id, document, service_rate, queue_zone in _OUTLOOKS.fetch_all(connection, account):
        outlooks[queue_id], time_zone = _parse_outlook(document, service_rate), queue_zone
    waiting_since = {queue_id: outlook.rate.waiting_since for queue_id, outlook in outlooks.items()}
    activities = _list_activities(connection, account_id, frozenset(outlooks), at, time_zone)
    second_of_day = to_second_of_day(to_local(at, time_zone))
    desks = list_serving_desks(activities, waiting_since, at // SECOND_MS, second_of_day)
    schedule = Schedule.begin(outlooks, desks)
    waiting_ids = [version.queue_id for version in versions if version.waiting and version.queue_id in outlooks]
    for client in _iter_waiting(connection, account_id, waiting_ids, schedule.max_clients) if desks else ():
        if schedule.is_beyond_horizon():
            break
        schedule.add(client)
    return schedule


@lru_cache(maxsize=256)
def _parse_outlook(document: str, service_rate: str) -> QueueOutlook:
    planned = orjson.loads(document).get("serviceTime")
    rate = ServiceRate.model_validate_json(service_rate)
    return QueueOutlook(rate, int(planned or DEFAULT_SERVICE_MINUTES), planned is not None)


def _list_activities(
    connection: Connection, account_id: int, queue_ids: frozenset[int], at: int, time_zone: str
) -> list[DeskActivity]:
    account = {"account": account_id}
    visits: dict[str, tuple[int, int]] = {}
    for queue_id, started_at, last_desk, document in _AT_DESKS.fetch_all(connection, account | {"at": at}):
        if queue_id not in queue_ids:
            continue
        name = last_desk if document is None else orjson.loads(document).get("counter", {}).get("name", "")
        visit = (queue_id, started_at // SECOND_MS)
        visits[name] = max(visits.get(name, visit), visit, key=lambda v: v[1])
    activities = [
        DeskActivity(
            name,
            queue_ids.intersection(orjson.loads(desk_queue_ids)) or queue_ids,
            status,
            max(status_since, free_since) // SECOND_MS,
            _list_usual_openings(openings, at, time_zone) if status == "closed" else (),
            visits.get(name),
        )
        for name, status, status_since, free_since, desk_queue_ids, openings in _DESKS.fetch_all(connection, account)
    ]
    known = {activity.name for activity in activities}
    # Called before desks were recorded.
    return activities + [
        DeskActivity(name, queue_ids, "open", 0, visit=visit) for name, visit in visits.items() if name not in known
    ]


def _list_usual_openings(openings_json: str, at: int, time_zone: str) -> list[int]:
    """The seconds of the day at which a desk opened, none if it opened today or does not open on this weekday."""
    now = to_local(at, time_zone)
    first_by_day: dict[date, datetime] = {}
    for opened_at in orjson.loads(openings_json):
        opened = to_local(opened_at, time_zone)
        first_by_day.setdefault(opened.date(), opened)
    if now.date() in first_by_day:
        return []
    knows_week = any((now.date() - day).days >= WEEK_DAYS for day in first_by_day)
    return [
        to_second_of_day(opened)
        for day, opened in first_by_day.items()
        if not knows_week or day.weekday() == now.weekday()
    ]


def _iter_waiting(
    connection: Connection, account_id: int, queue_ids: Sequence[int], count: int
) -> Iterator[WaitingClient]:
    """Yield waiting clients in calling order: the first ``count`` of each queue, and the reserved ones."""
    lines = [
        [
            WaitingClient(CallOrderKey.from_priority(priority, position, registration_id), queue_id)
            for priority, position, registration_id in _WAITING.fetch_all(
                connection, {"queue_id": queue_id, "count": count}
            )
        ]
        for queue_id in queue_ids
    ]
    reserved = sorted(
        WaitingClient(CallOrderKey.from_priority(priority, position, registration_id), queue_id, desk_name)
        for priority, position, registration_id, queue_id, desk_name in _RESERVED.fetch_all(
            connection, {"account": account_id}
        )
    )
    yield from heapq.merge(*lines, reserved)
