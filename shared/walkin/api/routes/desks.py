"""``/desks``: who is open, the next one of several queues, and undoing."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path, Request
from fastapi.responses import Response
from pydantic import AfterValidator
from sqlalchemy import Connection

from walkin.api.http import request_body as body
from walkin.api.http.responses import answer, shown
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.state import caller, office
from walkin.model.desk import Action, Called, Desk, DeskInput, NextInput, Undone
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.model.text import Name
from walkin.model.time import wall_clock
from walkin.store import desks, queues
from walkin.store.desks import DeskState
from walkin.store.registrations import desk_commands as visits
from walkin.store.registrations import undo_log as actions

router = routes(f"{API}/desks", "desks")


def _named(desk: str) -> str:
    if not desk:
        raise Refused("notFound")
    return desk


AtDesk = Annotated[Name, AfterValidator(_named), Path(description="The desk, by its name.", examples=["Desk 1"])]


@router.get("", **documented("List desks", gives=Desk, many=True))
async def list_desks(request: Request) -> Response:
    """Every desk that has called somebody or was opened, by name. Those left open are closed after 12 hours."""
    here = office(request)
    at, account = here.clock(), caller(request).account

    def read(connection: Connection) -> tuple[list[DeskState], str]:
        return desks.everything(connection, account), _zone(connection, at, account)

    found, zone = await here.store.read(read)
    return answer(orjson.dumps({"items": [_resource(state, zone) for state in found]}))


@router.put(
    "/{desk:desk}",
    **documented("Update a desk", takes=DeskInput, gives=Desk, refuses=("queueNotFound", "notFound")),
)
async def update_desk(desk: AtDesk, request: Request) -> Response:
    """Open, pause or close a desk, or say which `queues` it works (none: all). Calling somebody opens it by itself.

    The wait that is told counts with the desks that are open.
    """
    here = office(request)
    given, asks = body.parsed(await body.raw(request), DeskInput), caller(request)
    at = here.clock()
    state = await here.store.write(desks.change, desk, given, asks.account, asks.may_use, at)
    zone = await here.store.read(_zone, at, asks.account)
    return answer(orjson.dumps(_resource(state, zone)))


@router.post(
    "/{desk:desk}/next",
    **documented(
        "Call the next one to a desk",
        takes=NextInput,
        required=False,
        gives=Called,
        refuses=("queueNotFound", "queueEmpty", "notFound"),
    ),
)
async def desk_next(desk: AtDesk, request: Request) -> Response:
    """Finish who is at the desk and call the first of those who wait in its queues, in one step.

    Those reserved for the desk take their turn with the others. When nobody waits and somebody was finished `called`
    is absent; 404 `queueEmpty` when there was nothing to do.
    """
    here = office(request)
    content = await body.raw(request)
    given = body.parsed(content, NextInput) if content.strip() else NextInput()
    asks, at = caller(request), here.clock()
    done = await here.store.write(visits.call_next, desk, given, asks.account, asks.may_use, at)
    called = [shown(request, found, at) for found in done.changed if found.entry.status == Status.IN_PROGRESS]
    finished = [shown(request, found, at) for found in done.changed if found.entry.status == Status.FINISHED]
    last = f',"called":{called[0]}' if called else ""
    return answer(f'{{"finished":[{",".join(finished)}]{last}}}'.encode())


@router.get(
    "/{desk:desk}/actions",
    **documented("List what can be undone", gives=Action, many=True, refuses=("notFound", "invalid")),
)
async def list_actions(desk: AtDesk, request: Request) -> Response:
    """What the desk did in the last 10 minutes, at most 20 actions, the last one first."""
    here = office(request)
    at, account = here.clock(), caller(request).account

    def read(connection: Connection) -> tuple[list[actions.Action], str]:
        return actions.recent(connection, desk, at, account), _zone(connection, at, account)

    found, zone = await here.store.read(read)
    items = [
        {
            "id": str(one.id),
            "kind": one.kind,
            "at": {"dateTime": wall_clock(one.at, zone), "timeZone": zone},
            "tickets": list(dict.fromkeys(step.ticket for step in one.steps)),
        }
        for one in found
    ]
    return answer(orjson.dumps({"items": items}))


@router.post(
    "/{desk:desk}/undo",
    **documented(
        "Undo the last action of a desk",
        gives=Undone,
        refuses=("nothingToUndo", "undoChanged", "conflict", "queueNotFound", "notFound", "invalid"),
        writes=True,
    ),
)
async def undo(desk: AtDesk, request: Request) -> Response:
    """Every registration of it is as it was before: status, queue, place, times and desk; notes stay.

    409 `undoChanged` when somebody has changed one of them since.
    """
    here = office(request)
    asks, at = caller(request), here.clock()
    done = await here.store.write(visits.undo, desk, asks.account, asks.may_use, at)
    items = ",".join(shown(request, found, at) for found in done.changed)
    return answer(f'{{"kind":"{done.kind}","items":[{items}]}}'.encode())


def _zone(connection: Connection, at: int, account: int) -> str:
    """The time zone of the account's first queue."""
    return next((state.time_zone for state in queues.everything(connection, at, account)), "UTC")


def _resource(state: DeskState, zone: str) -> dict[str, Any]:
    return {
        "name": state.name,
        "status": state.status,
        "since": {"dateTime": wall_clock(state.since, zone), "timeZone": zone},
        "queues": [{"id": str(key)} for key in state.queues],
    }
