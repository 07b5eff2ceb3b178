"""``/queues`` and ``/clients``."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from shared.api import body
from shared.api.answers import answer, base, queue_resource
from shared.api.office import Office, caller, office
from shared.model.caller import Role
from shared.model.queue import QueueInput
from shared.model.registration import row_id
from shared.store import clients, queues
from shared.store.queues import QueueState

router = APIRouter(tags=["queues"])

In = Annotated[Office, Depends(office)]


@router.get("/queues", summary="List queues")
async def list_queues(request: Request, here: In) -> Response:
    """Every queue, with how many wait and what somebody who comes now is told."""
    at, asks = here.clock(), caller(request)
    states = await here.store.read(queues.everything, at, asks.account)
    return answer(orjson.dumps({"items": [_shown(request, state, at) for state in states if asks.may_use(state.id)]}))


@router.get("/queues/{queueId}", summary="Get a queue")
async def get_queue(queueId: str, request: Request, here: In) -> Response:  # noqa: N803
    """One queue with its form's definitions."""
    at = here.clock()
    state = await here.store.read(queues.get, body.key(queueId, "queueNotFound"), at)
    return answer(orjson.dumps(_shown(request, state, at)))


@router.post("/queues", status_code=201, summary="Create a queue")
async def create_queue(request: Request, here: In) -> Response:
    """A new queue; without ``ticketPrefix`` it gets a letter nobody uses."""
    given = body.parsed(await body.raw(request), QueueInput)
    at = here.clock()
    state = await here.store.write(queues.add, given, at, caller(request).account)
    return answer(orjson.dumps(queue_resource(state, at)), 201, location=f"{base(request)}/queues/{state.id}")


@router.put("/queues/{queueId}", summary="Update a queue")
async def update_queue(queueId: str, request: Request, here: In) -> Response:  # noqa: N803
    """Merge the given members; absent ones stay."""
    given = body.parsed(await body.raw(request), QueueInput)
    at = here.clock()
    state = await here.store.write(queues.change, body.key(queueId, "queueNotFound"), given, at)
    return answer(orjson.dumps(queue_resource(state, at)))


@router.get("/clients/{clientId}", summary="Get a client")
async def get_client(clientId: str, request: Request, here: In) -> Response:  # noqa: N803
    """The person a registration's ``client.selfLink`` points at."""
    found = await here.store.read(clients.get, row_id(clientId) or 0, caller(request).account)
    return answer(orjson.dumps(found.wire() | {"selfLink": f"{base(request)}/clients/{found.id}"}))


def _shown(request: Request, state: QueueState, at: int) -> dict[str, Any]:
    """The queue as the caller may see it: a display asks no questions."""
    resource = queue_resource(state, at)
    if caller(request).role is Role.DISPLAY:
        del resource["form"]
    return resource
