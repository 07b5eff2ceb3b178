"""``/queues`` and ``/clients``."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from shared.api import body
from shared.api.answers import answer, base, queue_resource
from shared.api.office import Office, office
from shared.model.queue import QueueInput
from shared.model.registration import row_id
from shared.store import clients, queues

router = APIRouter(tags=["queues"])

In = Annotated[Office, Depends(office)]


@router.get("/queues", summary="List queues")
async def list_queues(here: In) -> Response:
    """Every queue, with how many wait and what somebody who comes now is told."""
    at = here.clock()
    states = await here.store.read(queues.everything, at)
    return answer(orjson.dumps({"items": [queue_resource(state, at) for state in states]}))


@router.get("/queues/{queueId}", summary="Get a queue")
async def get_queue(queueId: str, here: In) -> Response:  # noqa: N803
    """One queue with its form's definitions."""
    at = here.clock()
    state = await here.store.read(queues.get, body.key(queueId, "queueNotFound"), at)
    return answer(orjson.dumps(queue_resource(state, at)))


@router.post("/queues", status_code=201, summary="Create a queue")
async def create_queue(request: Request, here: In) -> Response:
    """A new queue; without ``ticketPrefix`` it gets a letter nobody uses."""
    given = body.parsed(await body.raw(request), QueueInput)
    at = here.clock()
    state = await here.store.write(queues.add, given, at)
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
    found = await here.store.read(clients.get, row_id(clientId) or 0)
    return answer(orjson.dumps(found.wire() | {"selfLink": f"{base(request)}/clients/{found.id}"}))
