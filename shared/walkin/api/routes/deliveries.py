"""``/watchers/requests`` and ``/watchers/errors``: what was sent to watches, what failed, and sending it again."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from walkin.api.http import request_body as body
from walkin.api.http.path_params import PathId
from walkin.api.http.responses import answer, base
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.state import Office, caller, office
from walkin.model.errors import FieldProblem, Refused
from walkin.model.registration import Id, Resource, row_id
from walkin.model.time import ZonedTime, wall_clock
from walkin.model.watch_log import Delivery, DeliveryError, Replayed
from walkin.store.watches import delivery_log as deliverylog

router = routes(f"{API}/watchers", "watches")

Which = Annotated[str | None, Query(max_length=18, description="Of this watch only.")]
Before = Annotated[str | None, Query(max_length=18, description="Those older than the one with this id.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at the most.")]
One = Annotated[int, PathId("requestNotFound"), Path(alias="requestId", description="The delivery.", examples=["9"])]
Failure = Annotated[
    int, PathId("errorNotFound"), Path(alias="watcherErrorId", description="The failure.", examples=["3"])
]


class ReplayInput(Resource):
    """Which deliveries to send again: of a watch or of all, made in that time, by default those that failed."""

    watch: Id | None = None
    from_: ZonedTime | None = Field(default=None, alias="from")
    to: ZonedTime | None = None
    status: list[str] = Field(default_factory=lambda: ["failed"])


@router.get("/requests", **documented("List deliveries", gives=Delivery, many=True))
async def list_requests(request: Request, watch: Which = None, before: Before = None, limit: Limit = 50) -> Response:
    """Deliveries of the last ten days, newest first, with their last attempt. ``next`` continues as ``before``."""
    here = office(request)
    rows = await here.store.read(deliverylog.log, caller(request).account, _id(watch), _id(before), limit)
    return _page([_request(request, row) for row in rows], limit)


@router.get("/requests/{requestId:id}", **documented("Get a delivery", gives=Delivery, refuses=("requestNotFound",)))
async def get_request(key: One, request: Request) -> Response:
    """One delivery with its last attempt."""
    here = office(request)
    return answer(orjson.dumps(await _one(request, here, key)))


@router.post(
    "/requests/{requestId:id}/replay",
    **documented("Send a delivery again", gives=Delivery, refuses=("requestNotFound",), writes=True),
)
async def replay_request(key: One, request: Request) -> Response:
    """The same message with the same bytes, as soon as nothing else of its registration is under way."""
    here = office(request)
    await here.store.write(deliverylog.replay, caller(request).account, key, here.clock())
    return answer(orjson.dumps(await _one(request, here, key)))


@router.post(
    "/requests/replay",
    **documented(
        "Send deliveries again", takes=ReplayInput, required=False, gives=Replayed, refuses=("watchNotFound",)
    ),
)
async def replay_requests(request: Request) -> Response:
    """Those of a time, oldest first; how many (``replayed``), at most 10,000."""
    here = office(request)
    content = await body.raw(request)
    given = body.parsed(content, ReplayInput) if content.strip() else ReplayInput()
    if unknown := [name for name in given.status if name not in ("failed", "delivered", "pending")]:
        message = f"status takes failed, delivered and pending, not {', '.join(unknown)}."
        raise Refused("invalid", fields=[FieldProblem("status", "member", message=message)])
    watch = body.key(given.watch, "watchNotFound") if given.watch is not None else None
    try:
        since = int(given.from_.instant().timestamp() * 1000) if given.from_ else 0
        until = int(given.to.instant().timestamp() * 1000) if given.to else here.clock() + 1
    except (ValueError, OverflowError):
        message = "from and to are date-time objects with a known time zone."
        raise Refused("invalid", fields=[FieldProblem("from", "member", message=message)]) from None
    count = await here.store.write(
        deliverylog.replay_range, caller(request).account, watch, given.status, since, until, here.clock()
    )
    return answer(orjson.dumps({"replayed": count}))


@router.get("/errors", **documented("List failures", gives=DeliveryError, many=True))
async def list_errors(request: Request, watch: Which = None, before: Before = None, limit: Limit = 50) -> Response:
    """Attempts of the last ten days that failed, newest first."""
    here = office(request)
    rows = await here.store.read(deliverylog.errors, caller(request).account, _id(watch), _id(before), limit)
    return _page([_failure(request, row) for row in rows], limit)


@router.delete(
    "/errors/{watcherErrorId}",
    **documented("Delete a failure", status=204, refuses=("errorNotFound",), writes=True),
)
async def delete_error(key: Failure, request: Request) -> Response:
    """Take it out of the list; the delivery itself is not changed."""
    here = office(request)
    await here.store.write(deliverylog.forget_error, caller(request).account, key)
    return Response(status_code=204)


async def _one(request: Request, here: Office, key: int) -> dict[str, Any]:
    rows = await here.store.read(deliverylog.log, caller(request).account, None, key + 1, 1)
    if not rows or rows[0]["id"] != key:
        raise Refused("requestNotFound")
    return _request(request, rows[0])


def _id(text: str | None) -> int | None:
    """The id in a query; one that nobody can have finds nothing."""
    return None if text is None else row_id(text) or 0


def _page(items: list[dict[str, Any]], limit: int) -> Response:
    more = {"next": items[-1]["id"]} if len(items) == limit else {}
    return answer(orjson.dumps({"items": items, **more}))


def _request(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    state = row["state"]
    shown = {
        "id": str(row["id"]),
        "message": row["message"],
        "objectEvent": row["event"],
        "objectId": str(row["registration_id"]),
        "status": state,
        "attempts": row["attempts"],
        "created": _time(row["created_at"]),
        "sent": _time(row["sent_at"]),
        "nextAttempt": _time(row["next_at"]) if state == "pending" else None,
        "duration": row["duration"],
        "request": _sent(row),
        "response": _answered(row) if row["duration"] is not None else None,
        "watcher": _watcher(request, row),
    }
    return _present(shown)


def _failure(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "id": str(row["id"]),
        "requestId": str(row["delivery_id"]),
        "message": row["message"],
        "objectEvent": row["event"],
        "attempt": row["attempt"],
        "date": _time(row["at"]),
        "duration": row["duration"],
        "request": _sent(row),
        "response": _answered(row),
        "watcher": _watcher(request, row),
    }
    return _present(shown)


def _sent(row: dict[str, Any]) -> dict[str, Any]:
    headers = orjson.loads(row["headers"]) if row["headers"] else None
    return _present({"address": row["address"], "method": row["method"], "headers": headers, "body": row["body"]})


def _answered(row: dict[str, Any]) -> dict[str, Any]:
    return _present({"statusCode": row["status_code"], "errorMessage": row["error"], "body": row["answer"]})


def _watcher(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    document = orjson.loads(row["watch_document"])
    shown = {
        "id": str(row["watch_id"]),
        "name": document.get("name"),
        "address": document["address"],
        "objectType": "queue",
        "selfLink": f"{base(request)}/watchers/{row['watch_id']}",
    }
    return _present(shown)


def _time(at: int | None) -> dict[str, str] | None:
    return None if at is None else {"dateTime": wall_clock(at, "UTC"), "timeZone": "UTC"}


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
