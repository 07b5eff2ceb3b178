"""``/watchers/requests`` and ``/watchers/errors``: the log of deliveries and failures, and sending again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.path_params import PathId, require_id
from walkin.api.http.request_body import read_optional_model
from walkin.api.http.responses import drop_absent, get_base_url, json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_OWNER, EXAMPLE_TIME, EXAMPLE_WATCH
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import ADMIN
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.errors import FieldProblem, Refused
from walkin.model.registration import Id, Resource, parse_id
from walkin.model.time import ZonedTime, render_time
from walkin.model.watch_log import Delivery, DeliveryError, Replayed
from walkin.store.queues import render_owner
from walkin.store.watches import delivery_log

router = Router(f"{API_PREFIX}/watchers", "watches")

WatchFilter = Annotated[str | None, Field(max_length=18, description="Only of this watch.")]
BeforeId = Annotated[str | None, Field(max_length=18, description="Only older ones than the one with this id.")]
Limit = Annotated[int, Field(ge=1, le=200, description="The maximum number of items.")]
DeliveryId = Annotated[int, PathId("requestId", "requestNotFound"), Field(description="The delivery.", examples=["9"])]
DeliveryErrorId = Annotated[
    int, PathId("watcherErrorId", "errorNotFound"), Field(description="The failure.", examples=["3"])
]


class ReplayInput(Resource):
    """The deliveries to send again: of one watch or all, created in a period, by default the failed ones."""

    watch: Id | None = None
    from_: ZonedTime | None = Field(default=None, alias="from")
    to: ZonedTime | None = None
    status: list[str] = Field(default_factory=lambda: ["failed"])


_DELIVERY = JsonBody(
    Delivery,
    {
        "id": "9",
        "owner": EXAMPLE_OWNER,
        "message": "msg_5f2a1c9be07d48c3a1b2c3d4",
        "objectEvent": "created",
        "objectId": "57",
        "status": "delivered",
        "attempts": 1,
        "created": EXAMPLE_TIME,
        "sent": EXAMPLE_TIME,
        "duration": 41,
        "request": {"address": "https://example.org/hook", "method": "POST", "body": "{}"},
        "response": {"statusCode": 204},
        "watcher": {**EXAMPLE_WATCH, "objectType": "queue"},
    },
)
_DELIVERY_ERROR = JsonBody(
    DeliveryError,
    {
        "id": "3",
        "owner": EXAMPLE_OWNER,
        "requestId": "9",
        "message": "msg_5f2a1c9be07d48c3a1b2c3d4",
        "objectEvent": "created",
        "attempt": 1,
        "date": EXAMPLE_TIME,
        "duration": 15000,
        "request": {"address": "https://example.org/hook", "method": "POST", "body": "{}"},
        "response": {"errorMessage": "timeout"},
        "watcher": {**EXAMPLE_WATCH, "objectType": "queue"},
    },
)
_REPLAY_INPUT = JsonBody(ReplayInput, {"watch": "4", "status": ["failed"]})
_REPLAYED = JsonBody(Replayed, {"replayed": 12})


@router.operation(
    "GET", "/requests", "List deliveries", roles=ADMIN, limited_keys="restricted", response=_DELIVERY, is_list=True
)
async def list_requests(
    request: Request, watch: WatchFilter = None, before: BeforeId = None, limit: Limit = 50
) -> Response:
    """Deliveries of the last ten days, newest first, with their last attempt. ``next`` is the next ``before``."""
    account_id, watch_id, before_id = get_caller(request).account_id, _parse_id_filter(watch), _parse_id_filter(before)
    rows = await get_app_state(request).store.read(delivery_log.list_deliveries, account_id, watch_id, before_id, limit)
    return _page_response([_render_delivery(request, row) for row in rows], limit)


@router.operation(
    "GET", "/requests/{requestId:id}", "Get a delivery", roles=ADMIN, limited_keys="restricted", response=_DELIVERY
)
async def get_request(delivery_id: DeliveryId, request: Request) -> Response:
    """One delivery with its last attempt."""
    return json_response(await _load_delivery(request, delivery_id))


@router.operation(
    "POST",
    "/requests/{requestId:id}/replay",
    "Send a delivery again",
    roles=ADMIN,
    limited_keys="restricted",
    response=_DELIVERY,
    errors=("conflict", "deliveryErased"),
)
async def replay_request(delivery_id: DeliveryId, request: Request) -> Response:
    """Send the same message again, after pending deliveries of the same registration."""
    app_state = get_app_state(request)
    await app_state.store.write(delivery_log.replay, get_caller(request).account_id, delivery_id, app_state.clock())
    return json_response(await _load_delivery(request, delivery_id))


@router.operation(
    "POST",
    "/requests/replay",
    "Send deliveries again",
    roles=ADMIN,
    limited_keys="restricted",
    request=_REPLAY_INPUT,
    is_body_required=False,
    response=_REPLAYED,
    errors=("watchNotFound",),
)
async def replay_requests(request: Request) -> Response:
    """Send the deliveries of a period again, oldest first, at most 10,000; ``replayed`` is their number."""
    app_state, account_id = get_app_state(request), get_caller(request).account_id
    replay_input = await read_optional_model(request, ReplayInput)
    statuses = replay_input.status
    if unknown := [status for status in statuses if status not in ("failed", "delivered", "pending")]:
        message = f"status takes failed, delivered and pending, not {', '.join(unknown)}."
        raise Refused("invalid", fields=[FieldProblem("status", "member", message=message)])
    watch_id = require_id(replay_input.watch, "watchNotFound") if replay_input.watch is not None else None
    at = app_state.clock()
    try:
        since = int(replay_input.from_.to_datetime().timestamp() * 1000) if replay_input.from_ else 0
        until = int(replay_input.to.to_datetime().timestamp() * 1000) if replay_input.to else at + 1
    except (ValueError, OverflowError):
        message = "from and to are date-time objects with a known time zone."
        raise Refused("invalid", fields=[FieldProblem("from", "member", message=message)]) from None
    count = await app_state.store.write(delivery_log.replay_range, account_id, watch_id, statuses, since, until, at)
    return json_response({"replayed": count})


@router.operation(
    "GET", "/errors", "List failures", roles=ADMIN, limited_keys="restricted", response=_DELIVERY_ERROR, is_list=True
)
async def list_errors(
    request: Request, watch: WatchFilter = None, before: BeforeId = None, limit: Limit = 50
) -> Response:
    """Failed attempts of the last ten days, newest first."""
    account_id, watch_id, before_id = get_caller(request).account_id, _parse_id_filter(watch), _parse_id_filter(before)
    rows = await get_app_state(request).store.read(delivery_log.list_errors, account_id, watch_id, before_id, limit)
    return _page_response([_render_delivery_error(request, row) for row in rows], limit)


@router.operation("DELETE", "/errors/{watcherErrorId}", "Delete a failure", roles=ADMIN, limited_keys="restricted")
async def delete_error(error_id: DeliveryErrorId, request: Request) -> Response:
    """Remove the failure from the list; the delivery is not changed."""
    await get_app_state(request).store.write(delivery_log.delete_error, get_caller(request).account_id, error_id)
    return Response(status_code=204)


async def _load_delivery(request: Request, delivery_id: int) -> dict[str, object]:
    account_id = get_caller(request).account_id
    rows = await get_app_state(request).store.read(delivery_log.list_deliveries, account_id, None, delivery_id + 1, 1)
    if not rows or rows[0]["id"] != delivery_id:
        raise Refused("requestNotFound")
    return _render_delivery(request, rows[0])


def _parse_id_filter(text: str | None) -> int | None:
    """Parse an id in the query; text that is no id matches nothing."""
    return None if text is None else parse_id(text) or 0


def _page_response(items: list[dict[str, object]], limit: int) -> Response:
    next_page = {"next": items[-1]["id"]} if len(items) == limit else {}
    return json_response({"items": items, **next_page})


def _render_delivery(request: Request, row: Mapping[str, Any]) -> dict[str, object]:
    state = row["state"]
    resource = {
        "id": str(row["id"]),
        "owner": render_owner(row["account_id"], row["user_name"]),
        "message": row["message_id"],
        "objectEvent": row["event"],
        "objectId": str(row["registration_id"]),
        "status": state,
        "attempts": row["attempts"],
        "created": render_time(row["created_at"]),
        "sent": _render_optional_time(row["sent_at"]),
        "nextAttempt": _render_optional_time(row["next_attempt_at"]) if state == "pending" else None,
        "duration": row["duration_ms"],
        "erased": _render_optional_time(row["erased_at"]),
        "request": _render_request(row),
        "response": _render_response(row) if row["duration_ms"] is not None else None,
        "watcher": _render_watch_summary(request, row),
    }
    return drop_absent(resource)


def _render_delivery_error(request: Request, row: Mapping[str, Any]) -> dict[str, object]:
    resource = {
        "id": str(row["id"]),
        "owner": render_owner(row["account_id"], row["user_name"]),
        "requestId": str(row["delivery_id"]),
        "message": row["message_id"],
        "objectEvent": row["event"],
        "attempt": row["attempt"],
        "date": render_time(row["failed_at"]),
        "duration": row["duration_ms"],
        "request": _render_request(row),
        "response": _render_response(row),
        "watcher": _render_watch_summary(request, row),
    }
    return drop_absent(resource)


def _render_optional_time(at: int | None) -> dict[str, str] | None:
    return None if at is None else render_time(at)


def _render_request(row: Mapping[str, Any]) -> dict[str, object]:
    headers = orjson.loads(row["headers"]) if row["headers"] else None
    return drop_absent({"address": row["address"], "method": row["method"], "headers": headers, "body": row["body"]})


def _render_response(row: Mapping[str, Any]) -> dict[str, object]:
    return drop_absent({"statusCode": row["status_code"], "errorMessage": row["error"], "body": row["response_body"]})


def _render_watch_summary(request: Request, row: Mapping[str, Any]) -> dict[str, object]:
    document = orjson.loads(row["watch_document"])
    resource = {
        "id": str(row["watch_id"]),
        "name": document.get("name"),
        "address": document["address"],
        "objectType": "queue",
        "selfLink": f"{get_base_url(request)}/watchers/{row['watch_id']}",
    }
    return drop_absent(resource)
