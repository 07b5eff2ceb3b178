"""``/desks``: open and close a desk, call the next ticket of several queues, and undo."""

from __future__ import annotations

from typing import Annotated

import orjson
from pydantic import AfterValidator, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.request_body import read_model, read_optional_model
from walkin.api.http.responses import json_response, render_registration, render_registrations
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_TIME, REGISTRATION
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import STAFF, STAFF_AND_DISPLAY
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.desk import Action, Called, Desk, DeskInput, NextInput, UndoInput, Undone
from walkin.model.errors import Refused
from walkin.model.registration import Status, parse_id
from walkin.model.text import Name
from walkin.model.time import render_time
from walkin.store import desks, queues
from walkin.store.desks import DeskState
from walkin.store.registrations import desk_commands

router = Router(f"{API_PREFIX}/desks", "desks")

_DESK = JsonBody(Desk, {"name": "Desk 1", "status": "open", "since": EXAMPLE_TIME, "queues": [{"id": "1"}]})
_DESK_INPUT = JsonBody(DeskInput, {"status": "paused"})
_NEXT_INPUT = JsonBody(NextInput, {"queues": [{"id": "1"}, {"id": "2"}], "outcome": "solved"})
_ACTION = JsonBody(
    Action,
    {
        "id": "7",
        "kind": "called",
        "at": EXAMPLE_TIME,
        "tickets": ["A042"],
        "registrations": [{"id": "57", "ticket": "A042", "client": {"firstName": "Ann", "lastName": "Bee"}}],
        "undoable": True,
    },
)
_UNDO_INPUT = JsonBody(UndoInput, {"id": "7"})
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
    Name, AfterValidator(_check_desk_name), Field(description="The desk, by its name.", examples=["Desk 1"])
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
        return desks.list_desks(connection, account_id), queues.find_time_zone(connection, at, account_id)

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
    time_zone = await app_state.store.read(queues.find_time_zone, at, caller.account_id)
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
    """The actions of the desk in the last 10 minutes in the caller's queues, at most 20, newest first.

    `undoable` is false if one of the registrations has been changed since.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    account_id, at = caller.account_id, app_state.clock()

    def read(connection: Connection) -> tuple[list[desk_commands.ListedAction], str]:
        actions = desk_commands.list_actions(connection, desk, account_id, caller.can_use_queue, at)
        return actions, queues.find_time_zone(connection, at, account_id)

    actions, time_zone = await app_state.store.read(read)
    return json_response({"items": [_render_action(action, time_zone) for action in actions]})


@router.operation(
    "POST",
    "/{desk:desk}/undo",
    "Undo the last action of a desk",
    roles=STAFF,
    limited_keys="restricted",
    request=_UNDO_INPUT,
    is_body_required=False,
    response=_UNDONE,
    errors=("nothingToUndo", "undoChanged", "conflict", "queueNotFound", "notFound", "invalid"),
)
async def undo(desk: DeskPath, request: Request) -> Response:
    """Restore status, queue, position, times and desk of its registrations; notes are not changed.

    The body may name one of the desk's actions by its `id`. 409 `undoChanged` if one of its registrations has been
    changed since.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    undo_input = await read_optional_model(request, UndoInput)
    # An id that is no number belongs to no action.
    action_id = None if undo_input.id is None else parse_id(undo_input.id) or 0
    at = app_state.clock()
    result = await app_state.store.write(
        desk_commands.undo, desk, caller.account_id, caller.can_use_queue, at, action_id
    )
    items = render_registrations(request, result.registrations, at)
    return json_response(f'{{"kind":"{result.kind}","items":{items}}}'.encode())


def _render_action(listed: desk_commands.ListedAction, time_zone: str) -> dict[str, object]:
    clients = {
        step.registration_id: {
            "id": str(step.registration_id),
            "ticket": step.ticket,
            "client": orjson.loads(client or "{}"),
        }
        for step, client in zip(listed.action.steps, listed.clients, strict=True)
    }
    return {
        "id": str(listed.action.id),
        "kind": listed.action.kind,
        "at": render_time(listed.action.at, time_zone),
        "tickets": list(dict.fromkeys(step.ticket for step in listed.action.steps)),
        "registrations": list(clients.values()),
        "undoable": listed.is_undoable,
    }


def _render_desk(state: DeskState, time_zone: str) -> dict[str, object]:
    return {
        "name": state.name,
        "status": state.status,
        "since": render_time(state.status_since, time_zone),
        "queues": [{"id": str(queue_id)} for queue_id in state.queue_ids],
    }
