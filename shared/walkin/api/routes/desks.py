"""``/desks``: open and close a desk, call the next ticket of several queues, and undo."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response
from pydantic import AfterValidator
from sqlalchemy import Connection

from walkin.api.http.request_body import read_model, read_optional_model
from walkin.api.http.responses import json_response, render_registration, render_registrations
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_TIME, REGISTRATION
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import STAFF, STAFF_AND_DISPLAY
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.desk import Action, Called, Desk, DeskInput, NextInput, Undone
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.model.text import Name
from walkin.model.time import render_time
from walkin.store import desks, queues
from walkin.store.desks import DeskState
from walkin.store.registrations import desk_commands, undo_log

router = Router(f"{API_PREFIX}/desks", "desks")

_DESK = JsonBody(Desk, {"name": "Desk 1", "status": "open", "since": EXAMPLE_TIME, "queues": [{"id": "1"}]})
_DESK_INPUT = JsonBody(DeskInput, {"status": "paused"})
_NEXT_INPUT = JsonBody(NextInput, {"queues": [{"id": "1"}, {"id": "2"}], "outcome": "solved"})
_ACTION = JsonBody(Action, {"id": "7", "kind": "called", "at": EXAMPLE_TIME, "tickets": ["A042"]})
_CALLED = JsonBody(
    Called,
    {
        "finished": [],
        "called": {
            **REGISTRATION.example,
            "status": "inProgress",
            "counter": {"name": "Desk 1"},
            "called": EXAMPLE_TIME,
            "calls": 1,
        },
    },
)
_UNDONE = JsonBody(Undone, {"kind": "called", "items": [REGISTRATION.example]})


def _check_desk_name(desk: str) -> str:
    if not desk:
        raise Refused("notFound")
    return desk


DeskPath = Annotated[
    Name, AfterValidator(_check_desk_name), Path(description="The desk, by its name.", examples=["Desk 1"])
]


@router.operation(
    "GET", "", "List desks", roles=STAFF_AND_DISPLAY, limited_keys="restricted", response=_DESK, is_list=True
)
async def list_desks(request: Request) -> Response:
    """All desks that have been opened or have called, by name. A desk that is left open is closed after 12 hours.

    A key for some queues gets the desks that serve them, and of each those queues.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    account_id, at = caller.account_id, app_state.clock()

    def read(connection: Connection) -> tuple[list[DeskState], str]:
        return desks.list_desks(connection, account_id), _find_time_zone(connection, at, account_id)

    states, time_zone = await app_state.store.read(read)
    shown = [
        state._replace(queue_ids=tuple(filter(caller.can_use_queue, state.queue_ids)))
        for state in states
        # One without queues serves all of them.
        if not state.queue_ids or any(map(caller.can_use_queue, state.queue_ids))
    ]
    return json_response({"items": [_render_desk(state, time_zone) for state in shown]})


@router.operation(
    "PUT",
    "/{desk:desk}",
    "Update a desk",
    roles=STAFF,
    limited_keys="restricted",
    request=_DESK_INPUT,
    response=_DESK,
    errors=("queueNotFound", "notFound"),
)
async def update_desk(desk: DeskPath, request: Request) -> Response:
    """Open, pause or close a desk, or set the `queues` that it serves (none: all). A call opens the desk.

    Estimated waits depend on the number of open desks.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    desk_input = await read_model(request, DeskInput)
    at = app_state.clock()
    state = await app_state.store.write(desks.change, desk, desk_input, caller.account_id, caller.can_use_queue, at)
    time_zone = await app_state.store.read(_find_time_zone, at, caller.account_id)
    return json_response(_render_desk(state, time_zone))


@router.operation(
    "POST",
    "/{desk:desk}/next",
    "Call the next registration to a desk",
    roles=STAFF,
    limited_keys="restricted",
    name="desk_next",
    request=_NEXT_INPUT,
    is_body_required=False,
    response=_CALLED,
    errors=("queueNotFound", "queueEmpty", "notFound"),
)
async def call_next_to_desk(desk: DeskPath, request: Request) -> Response:
    """Finish the registration at the desk and call the first waiting one of its queues, atomically.

    Registrations reserved for the desk are in turn with the others. `called` is absent if none was waiting; 404
    `queueEmpty` if there was also none to finish.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    next_input = await read_optional_model(request, NextInput)
    at = app_state.clock()
    result = await app_state.store.write(
        desk_commands.call_next,
        desk,
        next_input,
        caller.account_id,
        caller.can_use_queue,
        at,
        called_by=caller.credential_prefix,
    )
    finished, called = (
        [item for item in result.registrations if item.registration.status == status]
        for status in (Status.FINISHED, Status.IN_PROGRESS)
    )
    last_member = f',"called":{render_registration(request, called[0], at)}' if called else ""
    return json_response(f'{{"finished":{render_registrations(request, finished, at)}{last_member}}}'.encode())


@router.operation(
    "GET",
    "/{desk:desk}/actions",
    "List what can be undone",
    roles=STAFF,
    limited_keys="restricted",
    response=_ACTION,
    is_list=True,
    errors=("notFound", "invalid"),
)
async def list_actions(desk: DeskPath, request: Request) -> Response:
    """The actions of the desk in the last 10 minutes in the caller's queues, at most 20, newest first."""
    app_state, caller = get_app_state(request), get_caller(request)
    account_id, at = caller.account_id, app_state.clock()

    def read(connection: Connection) -> tuple[list[undo_log.Action], str]:
        return undo_log.list_recent(connection, desk, at, account_id), _find_time_zone(connection, at, account_id)

    actions, time_zone = await app_state.store.read(read)
    items = [
        {
            "id": str(action.id),
            "kind": action.kind,
            "at": render_time(action.at, time_zone),
            "tickets": list(dict.fromkeys(step.ticket for step in action.steps)),
        }
        for action in actions
        if all(caller.can_use_queue(queue) for step in action.steps for queue in (step.origin_queue_id, step.queue_id))
    ]
    return json_response({"items": items})


@router.operation(
    "POST",
    "/{desk:desk}/undo",
    "Undo the last action of a desk",
    roles=STAFF,
    limited_keys="restricted",
    response=_UNDONE,
    errors=("nothingToUndo", "undoChanged", "conflict", "queueNotFound", "notFound", "invalid"),
)
async def undo(desk: DeskPath, request: Request) -> Response:
    """Restore status, queue, position, times and desk of its registrations; notes are not changed.

    409 `undoChanged` if one of them has been changed since.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    at = app_state.clock()
    result = await app_state.store.write(desk_commands.undo, desk, caller.account_id, caller.can_use_queue, at)
    items = render_registrations(request, result.registrations, at)
    return json_response(f'{{"kind":"{result.kind}","items":{items}}}'.encode())


def _find_time_zone(connection: Connection, at: int, account_id: int) -> str:
    """Return the time zone of the account's first queue."""
    return next((state.time_zone for state in queues.list_queues(connection, at, account_id)), "UTC")


def _render_desk(state: DeskState, time_zone: str) -> dict[str, object]:
    return {
        "name": state.name,
        "status": state.status,
        "since": render_time(state.status_since, time_zone),
        "queues": [{"id": str(queue_id)} for queue_id in state.queue_ids],
    }
