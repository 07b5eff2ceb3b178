"""``/statistics``: the figures of a day or of several."""

from __future__ import annotations

import orjson
from fastapi import Request
from fastapi.responses import Response

from shared.api.answers import answer
from shared.api.documented import documented
from shared.api.ids import InQueue
from shared.api.office import caller, office
from shared.api.queues import Day
from shared.api.routes import API, routes
from shared.model.statistics import Statistics
from shared.store import statistics

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
