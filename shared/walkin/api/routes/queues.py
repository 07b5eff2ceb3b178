"""``/queues``."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from fastapi.responses import Response

from walkin.api.http import request_body
from walkin.api.http.field_mask import build_field_mask, fields_query
from walkin.api.http.path_params import QueueId
from walkin.api.http.responses import get_base_url, json_response, render_queue
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.security.permissions import check_queue_members
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.caller import Role
from walkin.model.queue import Queue, QueueCreation, QueueInput
from walkin.model.wait_estimate import ToldWaits
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations.told_waits import summarize_told_waits

router = create_router(f"{API_PREFIX}/queues", "queues")

Fields = Annotated[str | None, fields_query(Queue, "id,name,waiting")]


@router.get("", **describe_operation("List queues", is_partial=True, response_model=Queue, is_list=True))
async def list_queues(request: Request, fields: Fields = None) -> Response:
    """Every queue, with how many wait and what somebody who comes now is told."""
    here = get_app_state(request)
    reduce = build_field_mask(fields, Queue)
    at, asks = here.clock(), get_caller(request)
    states = await here.store.read(queues.list_queues, at, asks.account_id)
    shown = [_render_for_caller(request, state, at) for state in states if asks.can_use_queue(state.id)]
    content = orjson.dumps({"items": shown})
    return json_response(reduce(content) if reduce else content)


@router.get(
    "/{queueId}",
    **describe_operation("Get a queue", is_partial=True, response_model=Queue, error_reasons=("queueNotFound",)),
)
async def get_queue(queue_id: QueueId, request: Request, fields: Fields = None) -> Response:
    """One queue with its form's definitions."""
    here = get_app_state(request)
    reduce = build_field_mask(fields, Queue)
    at = here.clock()
    state = await here.store.read(queues.get, queue_id, at)
    content = orjson.dumps(_render_for_caller(request, state, at))
    return json_response(reduce(content) if reduce else content)


Day = Annotated[
    str | None,
    Query(description="A local day.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-11-24"]),
]


@router.get(
    "/{queueId}/statistics/waits",
    **describe_operation("How told waits ended", response_model=ToldWaits, error_reasons=("queueNotFound",)),
)
async def told_waits(queue_id: QueueId, request: Request, since: Day = None, until: Day = None) -> Response:
    """Of the people who took a ticket on those local days (today without them) and were called: the share whose wait
    was inside the range they were told, above it and below it, and the mean error in minutes."""
    here = get_app_state(request)
    found = await here.store.read(summarize_told_waits, queue_id, since, until, here.clock())
    return json_response(orjson.dumps(found.to_wire()))


@router.post(
    "",
    **describe_operation(
        "Create a queue",
        request_model=QueueCreation,
        response_model=Queue,
        status=201,
        error_reasons=("prefixTaken",),
        headers=("Location",),
    ),
)
async def create_queue(request: Request) -> Response:
    """A new queue; without `ticketPrefix` it gets a letter nobody uses."""
    here = get_app_state(request)
    given = request_body.parse_body(await request_body.read_body(request), QueueCreation)
    at = here.clock()
    state = await here.store.write(queues.add, given, at, get_caller(request).account_id)
    return json_response(
        orjson.dumps(render_queue(state, at)), 201, location=f"{get_base_url(request)}/queues/{state.id}"
    )


@router.put(
    "/{queueId}",
    **describe_operation(
        "Update a queue", request_model=QueueInput, response_model=Queue, error_reasons=("queueNotFound", "prefixTaken")
    ),
)
async def update_queue(queue_id: QueueId, request: Request) -> Response:
    """Merge the given members; absent ones stay. A desk's key may change `status` only."""
    here = get_app_state(request)
    given = request_body.parse_body(await request_body.read_body(request), QueueInput)
    check_queue_members(get_caller(request), given)
    at = here.clock()
    state = await here.store.write(queues.change, queue_id, given, at)
    return json_response(orjson.dumps(render_queue(state, at)))


@router.delete(
    "/{queueId}",
    **describe_operation("Delete a queue", status=204, error_reasons=("queueNotFound", "queueInUse"), is_write=True),
)
async def delete_queue(queue_id: QueueId, request: Request) -> Response:
    """It is gone from every list and screen; its registrations are kept for statistics. Not while somebody waits."""
    here = get_app_state(request)
    await here.store.write(queues.remove, queue_id, here.clock())
    return Response(status_code=204)


def _render_for_caller(request: Request, state: QueueState, at: int) -> dict[str, Any]:
    """The queue as the caller may see it: a display asks no questions."""
    resource = render_queue(state, at)
    if get_caller(request).role is Role.DISPLAY:
        del resource["form"]
    return resource
