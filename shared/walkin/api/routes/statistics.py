"""``/statistics``: the figures of a day or of several."""

from __future__ import annotations

import orjson
from fastapi import Request
from fastapi.responses import Response

from walkin.api.http.path_params import InQueue
from walkin.api.http.responses import answer
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.routes.queues import Day
from walkin.api.state import caller, office
from walkin.model.statistics import Statistics
from walkin.store import statistics

router = routes(API, "queues")


@router.get("/statistics", **documented("Figures of all queues", gives=Statistics))
async def all_statistics(request: Request, since: Day = None, until: Day = None) -> Response:
    """Of the visits on those local days (today without them), at most 366: waits, service level, no-shows and those
    who left, for each queue that the caller may use, each desk and each hour. Nothing of it is personal."""
    here = office(request)
    asks = caller(request)
    found = await here.store.read(statistics.figures, asks.account, asks.may_use, None, since, until, here.clock())
    return answer(orjson.dumps(found.wire()))


@router.get(
    "/queues/{queueId}/statistics", **documented("Figures of a queue", gives=Statistics, refuses=("queueNotFound",))
)
async def queue_statistics(
    queue: InQueue,
    request: Request,
    since: Day = None,
    until: Day = None,
) -> Response:
    """The same of one queue."""
    here = office(request)
    asks = caller(request)
    found = await here.store.read(statistics.figures, asks.account, asks.may_use, queue, since, until, here.clock())
    return answer(orjson.dumps(found.wire()))
