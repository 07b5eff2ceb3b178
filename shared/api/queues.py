"""``/queues``."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from shared.api import body
from shared.api.answers import answer, base, queue_resource
from shared.api.documented import documented
from shared.api.guard import check_queue_members
from shared.api.office import Office, caller, office
from shared.api.projection import projected, wanted
from shared.model.caller import Role
from shared.model.queue import Queue, QueueCreation, QueueInput
from shared.model.wait import ToldWaits
from shared.store import queues, waits
from shared.store.queues import QueueState

router = APIRouter(prefix="/queues", tags=["queues"])

In = Annotated[Office, Depends(office)]
Fields = Annotated[str | None, wanted(Queue, "id,name,waiting")]
QueueId = Annotated[str, Path(description="The queue.", json_schema_extra={"pattern": "^[0-9]{1,18}$"}, examples=["1"])]


@router.get("", **documented("List queues", parts=True, gives=Queue, many=True))
async def list_queues(request: Request, here: In, fields: Fields = None) -> Response:
    """Every queue, with how many wait and what somebody who comes now is told."""
    reduce = projected(fields, Queue)
    at, asks = here.clock(), caller(request)
    states = await here.store.read(queues.everything, at, asks.account)
    shown = [_shown(request, state, at) for state in states if asks.may_use(state.id)]
    content = orjson.dumps({"items": shown})
    return answer(reduce(content) if reduce else content)


@router.get("/{queueId}", **documented("Get a queue", parts=True, gives=Queue, refuses=("queueNotFound",)))
async def get_queue(queueId: QueueId, request: Request, here: In, fields: Fields = None) -> Response:  # noqa: N803
    """One queue with its form's definitions."""
    reduce = projected(fields, Queue)
    at = here.clock()
    state = await here.store.read(queues.get, body.key(queueId, "queueNotFound"), at)
    content = orjson.dumps(_shown(request, state, at))
    return answer(reduce(content) if reduce else content)


Day = Annotated[
    str | None,
    Query(description="A local day.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-11-24"]),
]


@router.get(
    "/{queueId}/statistics/waits",
    **documented("How told waits ended", gives=ToldWaits, refuses=("queueNotFound",)),
)
async def told_waits(queueId: QueueId, here: In, since: Day = None, until: Day = None) -> Response:  # noqa: N803
    """Of the people who took a ticket on those local days (today without them) and were called: the share whose wait
    was inside the range they were told, above it and below it, and the mean error in minutes."""
    found = await here.store.read(waits.summary, body.key(queueId, "queueNotFound"), since, until, here.clock())
    return answer(orjson.dumps(found.wire()))


@router.post(
    "",
    **documented(
        "Create a queue",
        takes=QueueCreation,
        gives=Queue,
        status=201,
        refuses=("prefixTaken",),
        headers=("Location",),
    ),
)
async def create_queue(request: Request, here: In) -> Response:
    """A new queue; without `ticketPrefix` it gets a letter nobody uses."""
    given = body.parsed(await body.raw(request), QueueCreation)
    at = here.clock()
    state = await here.store.write(queues.add, given, at, caller(request).account)
    return answer(orjson.dumps(queue_resource(state, at)), 201, location=f"{base(request)}/queues/{state.id}")


@router.put(
    "/{queueId}",
    **documented("Update a queue", takes=QueueInput, gives=Queue, refuses=("queueNotFound", "prefixTaken")),
)
async def update_queue(queueId: QueueId, request: Request, here: In) -> Response:  # noqa: N803
    """Merge the given members; absent ones stay. A desk's key may change `status` only."""
    given = body.parsed(await body.raw(request), QueueInput)
    check_queue_members(caller(request), given)
    at = here.clock()
    state = await here.store.write(queues.change, body.key(queueId, "queueNotFound"), given, at)
    return answer(orjson.dumps(queue_resource(state, at)))


@router.delete(
    "/{queueId}",
    **documented("Delete a queue", status=204, refuses=("queueNotFound", "queueInUse"), writes=True),
)
async def delete_queue(queueId: QueueId, here: In) -> Response:  # noqa: N803
    """It is gone from every list and screen; its registrations are kept for statistics. Not while somebody waits."""
    await here.store.write(queues.remove, body.key(queueId, "queueNotFound"), here.clock())
    return Response(status_code=204)


def _shown(request: Request, state: QueueState, at: int) -> dict[str, Any]:
    """The queue as the caller may see it: a display asks no questions."""
    resource = queue_resource(state, at)
    if caller(request).role is Role.DISPLAY:
        del resource["form"]
    return resource
