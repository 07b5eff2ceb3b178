"""``/watchers/requests`` and ``/watchers/errors``: what was sent to watches, what failed, and sending it again."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from walkin.api.http import request_body
from walkin.api.http.path_params import PathId
from walkin.api.http.responses import get_base_url, json_response
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.errors import FieldProblem, Refused
from walkin.model.registration import Id, Resource, parse_id
from walkin.model.time import ZonedTime, to_wall_clock
from walkin.model.watch_log import Delivery, DeliveryError, Replayed
from walkin.store.watches import delivery_log

router = create_router(f"{API_PREFIX}/watchers", "watches")

WatchFilter = Annotated[str | None, Query(max_length=18, description="Of this watch only.")]
BeforeId = Annotated[str | None, Query(max_length=18, description="Those older than the one with this id.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at the most.")]
DeliveryId = Annotated[
    int, PathId("requestNotFound"), Path(alias="requestId", description="The delivery.", examples=["9"])
]
DeliveryErrorId = Annotated[
    int, PathId("errorNotFound"), Path(alias="watcherErrorId", description="The failure.", examples=["3"])
]


class ReplayInput(Resource):
    """Which deliveries to send again: of a watch or of all, made in that time, by default those that failed."""

    watch: Id | None = None
    from_: ZonedTime | None = Field(default=None, alias="from")
    to: ZonedTime | None = None
    status: list[str] = Field(default_factory=lambda: ["failed"])


@router.get("/requests", **describe_operation("List deliveries", response_model=Delivery, is_list=True))
async def list_requests(
    request: Request, watch: WatchFilter = None, before: BeforeId = None, limit: Limit = 50
) -> Response:
    """Deliveries of the last ten days, newest first, with their last attempt. ``next`` continues as ``before``."""
    here = get_app_state(request)
    rows = await here.store.read(
        delivery_log.list_deliveries,
        get_caller(request).account_id,
        _parse_id_filter(watch),
        _parse_id_filter(before),
        limit,
    )
    return _page_response([_render_delivery(request, row) for row in rows], limit)


@router.get(
    "/requests/{requestId:id}",
    **describe_operation("Get a delivery", response_model=Delivery, error_reasons=("requestNotFound",)),
)
async def get_request(delivery_id: DeliveryId, request: Request) -> Response:
    """One delivery with its last attempt."""
    here = get_app_state(request)
    return json_response(orjson.dumps(await _load_delivery(request, here, delivery_id)))


@router.post(
    "/requests/{requestId:id}/replay",
    **describe_operation(
        "Send a delivery again", response_model=Delivery, error_reasons=("requestNotFound",), is_write=True
    ),
)
async def replay_request(delivery_id: DeliveryId, request: Request) -> Response:
    """The same message with the same bytes, as soon as nothing else of its registration is under way."""
    here = get_app_state(request)
    await here.store.write(delivery_log.replay, get_caller(request).account_id, delivery_id, here.clock())
    return json_response(orjson.dumps(await _load_delivery(request, here, delivery_id)))


@router.post(
    "/requests/replay",
    **describe_operation(
        "Send deliveries again",
        request_model=ReplayInput,
        is_body_required=False,
        response_model=Replayed,
        error_reasons=("watchNotFound",),
    ),
)
async def replay_requests(request: Request) -> Response:
    """Those of a time, oldest first; how many (``replayed``), at most 10,000."""
    here = get_app_state(request)
    content = await request_body.read_body(request)
    given = request_body.parse_body(content, ReplayInput) if content.strip() else ReplayInput()
    if unknown := [name for name in given.status if name not in ("failed", "delivered", "pending")]:
        message = f"status takes failed, delivered and pending, not {', '.join(unknown)}."
        raise Refused("invalid", fields=[FieldProblem("status", "member", message=message)])
    watch = request_body.require_id(given.watch, "watchNotFound") if given.watch is not None else None
    try:
        since = int(given.from_.to_datetime().timestamp() * 1000) if given.from_ else 0
        until = int(given.to.to_datetime().timestamp() * 1000) if given.to else here.clock() + 1
    except (ValueError, OverflowError):
        message = "from and to are date-time objects with a known time zone."
        raise Refused("invalid", fields=[FieldProblem("from", "member", message=message)]) from None
    count = await here.store.write(
        delivery_log.replay_range, get_caller(request).account_id, watch, given.status, since, until, here.clock()
    )
    return json_response(orjson.dumps({"replayed": count}))


@router.get("/errors", **describe_operation("List failures", response_model=DeliveryError, is_list=True))
async def list_errors(
    request: Request, watch: WatchFilter = None, before: BeforeId = None, limit: Limit = 50
) -> Response:
    """Attempts of the last ten days that failed, newest first."""
    here = get_app_state(request)
    rows = await here.store.read(
        delivery_log.list_errors,
        get_caller(request).account_id,
        _parse_id_filter(watch),
        _parse_id_filter(before),
        limit,
    )
    return _page_response([_render_delivery_error(request, row) for row in rows], limit)


@router.delete(
    "/errors/{watcherErrorId}",
    **describe_operation("Delete a failure", status=204, error_reasons=("errorNotFound",), is_write=True),
)
async def delete_error(error_id: DeliveryErrorId, request: Request) -> Response:
    """Take it out of the list; the delivery itself is not changed."""
    here = get_app_state(request)
    await here.store.write(delivery_log.delete_error, get_caller(request).account_id, error_id)
    return Response(status_code=204)


async def _load_delivery(request: Request, app_state: AppState, delivery_id: int) -> dict[str, Any]:
    rows = await app_state.store.read(
        delivery_log.list_deliveries, get_caller(request).account_id, None, delivery_id + 1, 1
    )
    if not rows or rows[0]["id"] != delivery_id:
        raise Refused("requestNotFound")
    return _render_delivery(request, rows[0])


def _parse_id_filter(text: str | None) -> int | None:
    """The id in a query; one that nobody can have finds nothing."""
    return None if text is None else parse_id(text) or 0


def _page_response(items: list[dict[str, Any]], limit: int) -> Response:
    more = {"next": items[-1]["id"]} if len(items) == limit else {}
    return json_response(orjson.dumps({"items": items, **more}))


def _render_delivery(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    state = row["state"]
    shown = {
        "id": str(row["id"]),
        "message": row["message_id"],
        "objectEvent": row["event"],
        "objectId": str(row["registration_id"]),
        "status": state,
        "attempts": row["attempts"],
        "created": _render_time(row["created_at"]),
        "sent": _render_time(row["sent_at"]),
        "nextAttempt": _render_time(row["next_attempt_at"]) if state == "pending" else None,
        "duration": row["duration_ms"],
        "request": _render_request(row),
        "response": _render_response(row) if row["duration_ms"] is not None else None,
        "watcher": _render_watch_summary(request, row),
    }
    return _drop_absent(shown)


def _render_delivery_error(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "id": str(row["id"]),
        "requestId": str(row["delivery_id"]),
        "message": row["message_id"],
        "objectEvent": row["event"],
        "attempt": row["attempt"],
        "date": _render_time(row["failed_at"]),
        "duration": row["duration_ms"],
        "request": _render_request(row),
        "response": _render_response(row),
        "watcher": _render_watch_summary(request, row),
    }
    return _drop_absent(shown)


def _render_request(row: dict[str, Any]) -> dict[str, Any]:
    headers = orjson.loads(row["headers"]) if row["headers"] else None
    return _drop_absent({"address": row["address"], "method": row["method"], "headers": headers, "body": row["body"]})


def _render_response(row: dict[str, Any]) -> dict[str, Any]:
    return _drop_absent({"statusCode": row["status_code"], "errorMessage": row["error"], "body": row["response_body"]})


def _render_watch_summary(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    document = orjson.loads(row["watch_document"])
    shown = {
        "id": str(row["watch_id"]),
        "name": document.get("name"),
        "address": document["address"],
        "objectType": "queue",
        "selfLink": f"{get_base_url(request)}/watchers/{row['watch_id']}",
    }
    return _drop_absent(shown)


def _render_time(at: int | None) -> dict[str, str] | None:
    return None if at is None else {"dateTime": to_wall_clock(at, "UTC"), "timeZone": "UTC"}


def _drop_absent(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
