"""``/queues``."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from fastapi.responses import Response

from walkin.api.http import request_body as body
from walkin.api.http.field_mask import projected, wanted
from walkin.api.http.path_params import InQueue
from walkin.api.http.responses import answer, base, queue_resource
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.security.permissions import check_queue_members
from walkin.api.state import caller, office
from walkin.model.caller import Role
from walkin.model.queue import Queue, QueueCreation, QueueInput
from walkin.model.wait_estimate import ToldWaits
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import told_waits as waits

router = routes(f"{API}/queues", "queues")

Fields = Annotated[str | None, wanted(Queue, "id,name,waiting")]


@router.get("", **documented("List queues", parts=True, gives=Queue, many=True))
async def list_queues(request: Request, fields: Fields = None) -> Response:
    """Every queue, with how many wait and what somebody who comes now is told."""
    here = office(request)
    reduce = projected(fields, Queue)
    at, asks = here.clock(), caller(request)
    states = await here.store.read(queues.everything, at, asks.account)
    shown = [_shown(request, state, at) for state in states if asks.may_use(state.id)]
    content = orjson.dumps({"items": shown})
    return answer(reduce(content) if reduce else content)


@router.get("/{queueId}", **documented("Get a queue", parts=True, gives=Queue, refuses=("queueNotFound",)))
async def get_queue(queue: InQueue, request: Request, fields: Fields = None) -> Response:
    """One queue with its form's definitions."""
    here = office(request)
    reduce = projected(fields, Queue)
    at = here.clock()
    state = await here.store.read(queues.get, queue, at)
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
async def told_waits(queue: InQueue, request: Request, since: Day = None, until: Day = None) -> Response:
    """Of the people who took a ticket on those local days (today without them) and were called: the share whose wait
    was inside the range they were told, above it and below it, and the mean error in minutes."""
    here = office(request)
    found = await here.store.read(waits.summary, queue, since, until, here.clock())
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
async def create_queue(request: Request) -> Response:
    """A new queue; without `ticketPrefix` it gets a letter nobody uses."""
    here = office(request)
    given = body.parsed(await body.raw(request), QueueCreation)
    at = here.clock()
    state = await here.store.write(queues.add, given, at, caller(request).account)
    return answer(orjson.dumps(queue_resource(state, at)), 201, location=f"{base(request)}/queues/{state.id}")


@router.put(
    "/{queueId}",
    **documented("Update a queue", takes=QueueInput, gives=Queue, refuses=("queueNotFound", "prefixTaken")),
)
async def update_queue(queue: InQueue, request: Request) -> Response:
    """Merge the given members; absent ones stay. A desk's key may change `status` only."""
    here = office(request)
    given = body.parsed(await body.raw(request), QueueInput)
    check_queue_members(caller(request), given)
    at = here.clock()
    state = await here.store.write(queues.change, queue, given, at)
    return answer(orjson.dumps(queue_resource(state, at)))


@router.delete(
    "/{queueId}",
    **documented("Delete a queue", status=204, refuses=("queueNotFound", "queueInUse"), writes=True),
)
async def delete_queue(queue: InQueue, request: Request) -> Response:
    """It is gone from every list and screen; its registrations are kept for statistics. Not while somebody waits."""
    here = office(request)
    await here.store.write(queues.remove, queue, here.clock())
    return Response(status_code=204)


def _shown(request: Request, state: QueueState, at: int) -> dict[str, Any]:
    """The queue as the caller may see it: a display asks no questions."""
    resource = queue_resource(state, at)
    if caller(request).role is Role.DISPLAY:
        del resource["form"]
    return resource
