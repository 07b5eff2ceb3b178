"""``…/registrations/watch`` and ``/watchers``: who is told of changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response

from walkin.api.http import request_body
from walkin.api.http.path_params import PathId, QueueId
from walkin.api.http.responses import get_base_url, json_response
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.languages import Words, choose_language
from walkin.model.address import API_PREFIX
from walkin.model.errors import Refused
from walkin.model.time import to_wall_clock
from walkin.model.watch import Watch, WatchInput
from walkin.model.watch_log import Trial
from walkin.store.watches import watches
from walkin.store.watches.watches import WatchRow as Row

router = create_router(API_PREFIX, "watches")

WatchId = Annotated[int, PathId("watchNotFound"), Path(alias="watcherId", description="The watch.", examples=["1"])]


@router.post(
    "/queues/{queueId}/registrations/watch",
    **describe_operation(
        "Watch for changes",
        request_model=WatchInput,
        response_model=Watch,
        status=201,
        error_reasons=("queueNotFound", "secretsLost"),
        headers=("Location",),
    ),
)
async def create_watch(queue_id: QueueId, request: Request) -> Response:
    """Have an address told of every change of the queue's registrations; queue ``0`` is every queue of the account."""
    here = get_app_state(request)
    given = request_body.parse_body(await request_body.read_body(request), WatchInput)
    account = get_caller(request).account_id
    values = await _build_columns(here, account, given, WatchInput(), {})
    made = await here.store.write(watches.add, account, queue_id or None, {"status": "enabled", **values}, here.clock())
    return json_response(_dump_watch(request, made), 201, location=f"{get_base_url(request)}/watchers/{made.id}")


@router.get("/watchers", **describe_operation("List watches", response_model=Watch, is_list=True))
async def list_watches(
    request: Request,
    objectType: Annotated[  # noqa: N803
        str | None, Query(description="Only watches of such things; all are of a queue.", examples=["queue"])
    ] = None,
) -> Response:
    """Every watch of the account, without its secrets. All are of ``objectType`` queue."""
    here = get_app_state(request)
    found = await here.store.read(watches.list_watches, get_caller(request).account_id)
    items = [render_watch(request, one) for one in found if objectType in (None, "queue")]
    return json_response(orjson.dumps({"items": items}))


@router.get(
    "/watchers/{watcherId:id}",
    **describe_operation("Get a watch", response_model=Watch, error_reasons=("watchNotFound",)),
)
async def get_watch(watch_id: WatchId, request: Request) -> Response:
    """One watch, without its secrets; ``statusReason`` says why the office itself has disabled it."""
    here = get_app_state(request)
    return json_response(
        _dump_watch(request, await here.store.read(watches.get, get_caller(request).account_id, watch_id))
    )


@router.put(
    "/watchers/{watcherId:id}",
    **describe_operation(
        "Update a watch",
        request_model=WatchInput,
        response_model=Watch,
        error_reasons=("watchNotFound", "conflict", "secretsLost"),
    ),
)
async def update_watch(watch_id: WatchId, request: Request) -> Response:
    """Merge the given members; absent ones stay, also secrets; null takes one away.

    ``status`` enabled starts a disabled one again: what could not be sent meanwhile is sent.
    """
    here = get_app_state(request)
    given = request_body.parse_body(await request_body.read_body(request), WatchInput)
    account = get_caller(request).account_id
    before = await here.store.read(watches.get, account, watch_id)
    values = await _build_columns(
        here, account, given, WatchInput.from_document(before.document), orjson.loads(before.secrets)
    )
    return json_response(
        _dump_watch(request, await here.store.write(watches.change, account, watch_id, before.version, values))
    )


@router.delete(
    "/watchers/{watcherId:id}",
    **describe_operation("Delete a watch", status=204, error_reasons=("watchNotFound",), is_write=True),
)
async def delete_watch(watch_id: WatchId, request: Request) -> Response:
    """The watch, what was still to be sent to it and its log are gone."""
    here = get_app_state(request)
    await here.store.write(watches.remove, get_caller(request).account_id, watch_id)
    return Response(status_code=204)


@router.post(
    "/watchers/{watcherId:id}/test",
    **describe_operation("Try a watch", response_model=Trial, error_reasons=("watchNotFound", "secretsLost")),
)
async def try_watch(watch_id: WatchId, request: Request) -> Response:
    """Send an invented registration to the address now, once, signed as always; what came of it."""
    here = get_app_state(request)
    from walkin.watch.test_delivery import send_test_delivery

    found = await here.store.read(watches.get, get_caller(request).account_id, watch_id)
    keys = await here.store.read(watches.list_keys, found.account_id)
    home = here.outbound_policy.api_base_url or get_base_url(request)
    result = await send_test_delivery(found, keys, here.store, here.outbound_policy, home, here.clock)
    told = {
        "status": "delivered" if result.error is None else "failed",
        "statusCode": result.status_code,
        "errorMessage": result.error,
        "duration": result.duration_ms,
        "body": result.response_body,
    }
    return json_response(orjson.dumps({name: value for name, value in told.items() if value is not None}))


def render_watch(request: Request, watch: Row) -> dict[str, Any]:
    """The watch as it may be seen."""
    shown: dict[str, Any] = {
        "id": str(watch.id),
        **orjson.loads(watch.document),
        "status": watch.status,
        "objectOwner": {"type": "queue", "id": str(watch.queue_id or 0)},
        "created": {"dateTime": to_wall_clock(watch.created_at, "UTC"), "timeZone": "UTC"},
        "selfLink": f"{get_base_url(request)}/watchers/{watch.id}",
    }
    if watch.disabled_reason:
        shown["statusReason"] = Words(choose_language(request.headers.get("accept-language")))(
            f"watch-{watch.disabled_reason}"
        )
    if watch.failing_since is not None:
        shown["failingSince"] = {"dateTime": to_wall_clock(watch.failing_since, "UTC"), "timeZone": "UTC"}
    return shown


def _dump_watch(request: Request, watch: Row) -> bytes:
    return orjson.dumps(render_watch(request, watch))


async def _build_columns(
    app_state: AppState,
    account_id: int,
    watch_input: WatchInput,
    previous: WatchInput,
    secrets: Mapping[str, str],
) -> dict[str, Any]:
    """The row's columns for what was given over what is there. Refuses ``invalid`` naming the members."""
    # What templates need takes a tenth of a second to import, which most offices never use.
    from walkin.watch import rules
    from walkin.watch.subscription import split_secrets

    merged = previous.merge(watch_input)
    problems = rules.find_problems(merged, watch_input, previous, secrets)
    known = {str(key.id) for key in await app_state.store.read(watches.list_keys, account_id)}
    problems += rules.find_unknown_keys(merged, known)
    problems = problems or await rules.find_unreachable(merged, app_state.outbound_policy)
    if problems:
        raise Refused("invalid", fields=problems)
    parted = split_secrets(merged, secrets, app_state.outbound_policy.open_secret_box(app_state.store.base_path))
    values: dict[str, Any] = {
        "document": orjson.dumps(parted.document.to_wire()).decode(),
        "secrets": orjson.dumps(parted.encrypted_secrets).decode(),
        "events": f",{','.join(merged.events)}," if merged.events else "",
        "include_previous": int(merged.add_previous_data or False),
        "include_extra": int(merged.level_details == "extraFull"),
    }
    return values | ({"status": watch_input.status.value} if watch_input.status else {})
