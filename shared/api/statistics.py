"""``/statistics``: the figures of a day or of several."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from shared.api import body
from shared.api.answers import answer
from shared.api.documented import documented
from shared.api.office import Office, caller, office
from shared.api.queues import Day, QueueId
from shared.model.statistics import Statistics
from shared.store import statistics

router = APIRouter(tags=["queues"])

In = Annotated[Office, Depends(office)]


@router.get("/statistics", **documented("Figures of all queues", gives=Statistics))
async def all_statistics(request: Request, here: In, since: Day = None, until: Day = None) -> Response:
    """Of the visits on those local days (today without them), at most 366: waits, service level, no-shows and those
    who left, for each queue that the caller may use, each desk and each hour. Nothing of it is personal."""
    asks = caller(request)
    found = await here.store.read(statistics.figures, asks.account, asks.may_use, None, since, until, here.clock())
    return answer(orjson.dumps(found.wire()))


@router.get(
    "/queues/{queueId}/statistics", **documented("Figures of a queue", gives=Statistics, refuses=("queueNotFound",))
)
async def queue_statistics(
    queueId: QueueId,  # noqa: N803
    request: Request,
    here: In,
    since: Day = None,
    until: Day = None,
) -> Response:
    """The same of one queue."""
    asks, queue = caller(request), body.key(queueId, "queueNotFound")
    found = await here.store.read(statistics.figures, asks.account, asks.may_use, queue, since, until, here.clock())
    return answer(orjson.dumps(found.wire()))
