"""``/desks``: who is open, the next one of several queues, and undoing."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path, Request
from fastapi.responses import Response
from pydantic import AfterValidator
from sqlalchemy import Connection

from walkin.api.http import request_body
from walkin.api.http.responses import json_response, render_registration
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.desk import Action, Called, Desk, DeskInput, NextInput, Undone
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.model.text import Name
from walkin.model.time import to_wall_clock
from walkin.store import desks, queues
from walkin.store.desks import DeskState
from walkin.store.registrations import desk_commands, undo_log

router = create_router(f"{API_PREFIX}/desks", "desks")


def _check_desk_name(desk: str) -> str:
    if not desk:
        raise Refused("notFound")
    return desk


DeskPath = Annotated[
    Name, AfterValidator(_check_desk_name), Path(description="The desk, by its name.", examples=["Desk 1"])
]


@router.get("", **describe_operation("List desks", response_model=Desk, is_list=True))
async def list_desks(request: Request) -> Response:
    """Every desk that has called somebody or was opened, by name. Those left open are closed after 12 hours."""
    here = get_app_state(request)
    at, account = here.clock(), get_caller(request).account_id

    def read(connection: Connection) -> tuple[list[DeskState], str]:
        return desks.list_desks(connection, account), _find_time_zone(connection, at, account)

    found, zone = await here.store.read(read)
    return json_response(orjson.dumps({"items": [_render_desk(state, zone) for state in found]}))


@router.put(
    "/{desk:desk}",
    **describe_operation(
        "Update a desk", request_model=DeskInput, response_model=Desk, error_reasons=("queueNotFound", "notFound")
    ),
)
async def update_desk(desk: DeskPath, request: Request) -> Response:
    """Open, pause or close a desk, or say which `queues` it works (none: all). Calling somebody opens it by itself.

    The wait that is told counts with the desks that are open.
    """
    here = get_app_state(request)
    given, asks = request_body.parse_body(await request_body.read_body(request), DeskInput), get_caller(request)
    at = here.clock()
    state = await here.store.write(desks.change, desk, given, asks.account_id, asks.can_use_queue, at)
    zone = await here.store.read(_find_time_zone, at, asks.account_id)
    return json_response(orjson.dumps(_render_desk(state, zone)))


@router.post(
    "/{desk:desk}/next",
    **describe_operation(
        "Call the next one to a desk",
        request_model=NextInput,
        is_body_required=False,
        response_model=Called,
        error_reasons=("queueNotFound", "queueEmpty", "notFound"),
    ),
)
async def desk_next(desk: DeskPath, request: Request) -> Response:
    """Finish who is at the desk and call the first of those who wait in its queues, in one step.

    Those reserved for the desk take their turn with the others. When nobody waits and somebody was finished `called`
    is absent; 404 `queueEmpty` when there was nothing to do.
    """
    here = get_app_state(request)
    content = await request_body.read_body(request)
    given = request_body.parse_body(content, NextInput) if content.strip() else NextInput()
    asks, at = get_caller(request), here.clock()
    done = await here.store.write(desk_commands.call_next, desk, given, asks.account_id, asks.can_use_queue, at)
    called = [
        render_registration(request, found, at)
        for found in done.registrations
        if found.registration.status == Status.IN_PROGRESS
    ]
    finished = [
        render_registration(request, found, at)
        for found in done.registrations
        if found.registration.status == Status.FINISHED
    ]
    last = f',"called":{called[0]}' if called else ""
    return json_response(f'{{"finished":[{",".join(finished)}]{last}}}'.encode())


@router.get(
    "/{desk:desk}/actions",
    **describe_operation(
        "List what can be undone", response_model=Action, is_list=True, error_reasons=("notFound", "invalid")
    ),
)
async def list_actions(desk: DeskPath, request: Request) -> Response:
    """What the desk did in the last 10 minutes, at most 20 actions, the last one first."""
    here = get_app_state(request)
    at, account = here.clock(), get_caller(request).account_id

    def read(connection: Connection) -> tuple[list[undo_log.Action], str]:
        return undo_log.list_recent(connection, desk, at, account), _find_time_zone(connection, at, account)

    found, zone = await here.store.read(read)
    items = [
        {
            "id": str(one.id),
            "kind": one.kind,
            "at": {"dateTime": to_wall_clock(one.at, zone), "timeZone": zone},
            "tickets": list(dict.fromkeys(step.ticket for step in one.steps)),
        }
        for one in found
    ]
    return json_response(orjson.dumps({"items": items}))


@router.post(
    "/{desk:desk}/undo",
    **describe_operation(
        "Undo the last action of a desk",
        response_model=Undone,
        error_reasons=("nothingToUndo", "undoChanged", "conflict", "queueNotFound", "notFound", "invalid"),
        is_write=True,
    ),
)
async def undo(desk: DeskPath, request: Request) -> Response:
    """Every registration of it is as it was before: status, queue, place, times and desk; notes stay.

    409 `undoChanged` when somebody has changed one of them since.
    """
    here = get_app_state(request)
    asks, at = get_caller(request), here.clock()
    done = await here.store.write(desk_commands.undo, desk, asks.account_id, asks.can_use_queue, at)
    items = ",".join(render_registration(request, found, at) for found in done.registrations)
    return json_response(f'{{"kind":"{done.kind}","items":[{items}]}}'.encode())


def _find_time_zone(connection: Connection, at: int, account_id: int) -> str:
    """The time zone of the account's first queue."""
    return next((state.time_zone for state in queues.list_queues(connection, at, account_id)), "UTC")


def _render_desk(state: DeskState, time_zone: str) -> dict[str, Any]:
    return {
        "name": state.name,
        "status": state.status,
        "since": {"dateTime": to_wall_clock(state.status_since, time_zone), "timeZone": time_zone},
        "queues": [{"id": str(key)} for key in state.queue_ids],
    }
