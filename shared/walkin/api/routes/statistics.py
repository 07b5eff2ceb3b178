"""``/statistics``: the figures of a day or of several."""

from __future__ import annotations

import orjson
from fastapi import Request
from fastapi.responses import Response

from walkin.api.http.path_params import QueueId
from walkin.api.http.responses import json_response
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.routes.queues import Day
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.statistics import Statistics
from walkin.store import statistics

router = create_router(API_PREFIX, "queues")


@router.get("/statistics", **describe_operation("Figures of all queues", response_model=Statistics))
async def all_statistics(request: Request, since: Day = None, until: Day = None) -> Response:
    """Of the visits on those local days (today without them), at most 366: waits, service level, no-shows and those
    who left, for each queue that the caller may use, each desk and each hour. Nothing of it is personal."""
    here = get_app_state(request)
    asks = get_caller(request)
    found = await here.store.read(
        statistics.compute_statistics, asks.account_id, asks.can_use_queue, None, since, until, here.clock()
    )
    return json_response(orjson.dumps(found.to_wire()))


@router.get(
    "/queues/{queueId}/statistics",
    **describe_operation("Figures of a queue", response_model=Statistics, error_reasons=("queueNotFound",)),
)
async def queue_statistics(
    queue_id: QueueId,
    request: Request,
    since: Day = None,
    until: Day = None,
) -> Response:
    """The same of one queue."""
    here = get_app_state(request)
    asks = get_caller(request)
    found = await here.store.read(
        statistics.compute_statistics, asks.account_id, asks.can_use_queue, queue_id, since, until, here.clock()
    )
    return json_response(orjson.dumps(found.to_wire()))
