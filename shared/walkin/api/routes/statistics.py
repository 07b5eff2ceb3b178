"""``/statistics``: figures of one or more days, and the accuracy of the estimated waits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.path_params import QueueId
from walkin.api.http.responses import json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_QUEUE, EXAMPLE_TIME
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import STAFF
from walkin.api.state import get_app_state, get_caller, run_while_connected
from walkin.model.address import API_PREFIX
from walkin.model.statistics import Statistics
from walkin.model.wait_estimate import ToldWaits
from walkin.store import statistics

router = Router(API_PREFIX, "queues")

_FIGURES = {
    "visits": 14,
    "called": 11,
    "served": 8,
    "noShows": 1,
    "left": 1,
    "within": 0.909,
    "meanWait": 6.2,
    "medianWait": 5.5,
    "longWait": 12.3,
    "handling": 7.8,
    "longHandling": 14.5,
    "noShowRate": 0.1,
    "leftRate": 0.1,
}
_STATISTICS = JsonBody(
    Statistics,
    {
        "since": "2026-11-24",
        "until": "2026-11-24",
        "at": EXAMPLE_TIME,
        "total": _FIGURES | {"waiting": 2, "longestWait": 7.5},
        "queues": [{"queue": EXAMPLE_QUEUE, "target": 15, **_FIGURES, "waiting": 2, "longestWait": 7.5}],
        "desks": [{"desk": "Desk 1", **_FIGURES}],
        "hours": [{"hour": 9, **_FIGURES}],
        "week": [{"weekday": 2, "hour": 9, "visits": 14, "meanWait": 6.2}],
        "told": {
            "since": "2026-11-24",
            "until": "2026-11-24",
            "count": 11,
            "inside": 0.909,
            "above": 0,
            "below": 0.091,
        },
        "course": [{"time": "09:25", "called": 2, "meanWait": 7, "longestWait": 8.5}],
    },
)
_TOLD_WAITS = JsonBody(
    ToldWaits,
    {
        "since": "2026-11-16",
        "until": "2026-11-24",
        "count": 412,
        "inside": 0.83,
        "above": 0.08,
        "below": 0.09,
        "meanWidth": 24.5,
        "meanAbsoluteError": 4.6,
        "openEnded": 12,
        "untold": 3,
        "places": [{"aheadFrom": 0, "aheadTo": 0, "count": 96, "inside": 0.86, "above": 0.07, "below": 0.07}],
    },
)

Day = Annotated[
    str | None, Field(description="A local day.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-11-24"])
]


@router.operation(
    "GET",
    "/queues/{queueId}/statistics/waits",
    "Accuracy of the estimated waits",
    roles=STAFF,
    name="told_waits",
    response=_TOLD_WAITS,
)
async def get_told_waits(queue_id: QueueId, request: Request, since: Day = None, until: Day = None) -> Response:
    """Of the tickets of those local days (default: today) that were called: the shares whose wait was inside, above
    and below the range that was told, its mean width and error in minutes, and how many were told "over an hour" or
    nothing; in `places` the same by the number of people ahead."""
    app_state = get_app_state(request)
    read = app_state.store.read_long(statistics.summarize_told_waits, queue_id, since, until, app_state.clock())
    told_waits = await run_while_connected(request, read)
    return json_response(told_waits.to_wire())


@router.operation(
    "GET",
    "/statistics",
    "Statistics of all queues",
    roles=STAFF,
    limited_keys="restricted",
    name="all_statistics",
    response=_STATISTICS,
)
async def get_all_statistics(request: Request, since: Day = None, until: Day = None) -> Response:
    """Figures of those local days (default: today), at most 366: waits, service level, no-shows and cancellations, by
    queue that the caller may use, by desk and by hour. Nothing personal."""
    return await _respond(request, None, since, until)


@router.operation(
    "GET",
    "/queues/{queueId}/statistics",
    "Statistics of a queue",
    roles=STAFF,
    name="queue_statistics",
    response=_STATISTICS,
)
async def get_queue_statistics(queue_id: QueueId, request: Request, since: Day = None, until: Day = None) -> Response:
    """The same figures of one queue."""
    return await _respond(request, queue_id, since, until)


async def _respond(request: Request, queue_id: int | None, since: str | None, until: str | None) -> Response:
    state, caller = get_app_state(request), get_caller(request)
    read = state.store.read_long(
        statistics.compute_statistics, caller.account_id, caller.can_use_queue, queue_id, since, until, state.clock()
    )
    figures = await run_while_connected(request, read)
    return json_response(figures.to_wire())
