"""``…/registrations/watch`` and ``/watchers``: subscribe other systems to changes (webhooks)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.path_params import PathId, QueueId
from walkin.api.http.request_body import check_body_id, read_model
from walkin.api.http.responses import choose_api_words, drop_absent, get_base_url, json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_TIME, EXAMPLE_WATCH
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import ADMIN, check_queue_allowed
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.errors import Refused
from walkin.model.time import render_time
from walkin.model.watch import Watch, WatchInput
from walkin.model.watch_log import Trial
from walkin.store.watches import watches
from walkin.store.watches.watches import WatchRow

router = Router(API_PREFIX, "watches")

_WATCH_INPUT = JsonBody(WatchInput, {"address": "https://example.org/hook", "events": ["created", "deleted"]})
_WATCH = JsonBody(
    Watch, {**EXAMPLE_WATCH, "status": "enabled", "objectOwner": {"type": "queue", "id": "1"}, "created": EXAMPLE_TIME}
)
_TRIAL = JsonBody(Trial, {"status": "delivered", "statusCode": 204, "duration": 38})

WatchId = Annotated[int, PathId("watcherId", "watchNotFound"), Field(description="The watch.", examples=["1"])]


@router.operation(
    "POST",
    "/queues/{queueId}/registrations/watch",
    "Create a watch",
    roles=ADMIN,
    request=_WATCH_INPUT,
    response=_WATCH,
    status=201,
    errors=("secretsLost",),
)
async def create_watch(queue_id: QueueId, request: Request) -> Response:
    """Send every change of the queue's registrations to an address; queue ``0`` is all queues of the account."""
    check_queue_allowed(get_caller(request), queue_id)
    app_state, account_id = get_app_state(request), get_caller(request).account_id
    watch_input = await read_model(request, WatchInput)
    if watch_input.api_version is None:
        watch_input.api_version = request.scope.get("walkin.version")
    columns, warnings = await _build_columns(request, account_id, watch_input, WatchInput(), {})
    columns = {"status": "enabled", **columns}
    watch = await app_state.store.write(watches.add, account_id, queue_id or None, columns, app_state.clock())
    if app_state.worker is not None:
        app_state.worker.wake()
    return json_response(
        _render_watch(request, watch) | warnings, 201, location=f"{get_base_url(request)}/watchers/{watch.id}"
    )


@router.operation(
    "GET", "/watchers", "List watches", roles=ADMIN, limited_keys="restricted", response=_WATCH, is_list=True
)
async def list_watches(
    request: Request,
    objectType: Annotated[  # noqa: N803
        str | None, Field(description="Only watches of this type of object; all are of `queue`.", examples=["queue"])
    ] = None,
) -> Response:
    """All watches of the account, without their secrets."""
    rows = await get_app_state(request).store.read(watches.list_watches, get_caller(request).account_id)
    items = [_render_watch(request, watch) for watch in rows if objectType in (None, "queue")]
    return json_response({"items": items})


@router.operation(
    "GET", "/watchers/{watcherId:id}", "Get a watch", roles=ADMIN, limited_keys="restricted", response=_WATCH
)
async def get_watch(watch_id: WatchId, request: Request) -> Response:
    """One watch, without its secrets; ``statusReason`` is why the server has disabled it."""
    watch = await get_app_state(request).store.read(watches.get, get_caller(request).account_id, watch_id)
    return json_response(_render_watch(request, watch))


@router.operation(
    "PUT",
    "/watchers/{watcherId:id}",
    "Update a watch",
    roles=ADMIN,
    limited_keys="restricted",
    request=_WATCH_INPUT,
    response=_WATCH,
    errors=("conflict", "secretsLost"),
)
async def update_watch(watch_id: WatchId, request: Request) -> Response:
    """Merge the given members; absent members and secrets are not changed, null removes a member.

    ``status`` enabled resumes a disabled watch: the deliveries that are pending are sent.
    """
    app_state, account_id = get_app_state(request), get_caller(request).account_id
    watch_input = await read_model(request, WatchInput)
    check_body_id(watch_input.id, watch_id)
    old = await app_state.store.read(watches.get, account_id, watch_id)
    previous = WatchInput.from_document(old.document)
    columns, warnings = await _build_columns(request, account_id, watch_input, previous, orjson.loads(old.secrets))
    watch = await app_state.store.write(watches.change, account_id, watch_id, old.version, columns)
    return json_response(_render_watch(request, watch) | warnings)


@router.operation("DELETE", "/watchers/{watcherId:id}", "Delete a watch", roles=ADMIN, limited_keys="restricted")
async def delete_watch(watch_id: WatchId, request: Request) -> Response:
    """Delete the watch with its pending deliveries and its log."""
    await get_app_state(request).store.write(watches.remove, get_caller(request).account_id, watch_id)
    return Response(status_code=204)


@router.operation(
    "POST",
    "/watchers/{watcherId:id}/test",
    "Test a watch",
    roles=ADMIN,
    limited_keys="restricted",
    response=_TRIAL,
    is_write=False,
    errors=("secretsLost",),
)
async def try_watch(watch_id: WatchId, request: Request) -> Response:
    """Send an example registration to the address once, signed as usual, and return the result."""
    # Imported here because the delivery code takes a tenth of a second to import, which most offices never need.
    from walkin.watch.test_delivery import send_test_delivery

    app_state = get_app_state(request)
    watch = await app_state.store.read(watches.get, get_caller(request).account_id, watch_id)
    keys = await app_state.store.read(watches.list_keys, watch.account_id)
    base_url = app_state.outbound_policy.api_base_url or get_base_url(request)
    result = await send_test_delivery(
        watch, keys, app_state.store, app_state.outbound_policy, base_url, app_state.clock
    )
    resource = {
        "status": "delivered" if result.error is None else "failed",
        "statusCode": result.status_code,
        "errorMessage": result.error,
        "duration": result.duration_ms,
        "body": result.response_body,
    }
    return json_response(drop_absent(resource))


def _render_watch(request: Request, watch: WatchRow) -> dict[str, object]:
    """Render the watch without its secrets."""
    resource: dict[str, object] = {
        "id": str(watch.id),
        **orjson.loads(watch.document),
        "status": watch.status,
        "objectOwner": {"type": "queue", "id": str(watch.queue_id or 0)},
        "created": render_time(watch.created_at),
        "selfLink": f"{get_base_url(request)}/watchers/{watch.id}",
    }
    if watch.disabled_reason:
        resource["statusReason"] = choose_api_words(request)(f"watch-{watch.disabled_reason}")
    if watch.failing_since is not None:
        resource["failingSince"] = render_time(watch.failing_since)
    return resource


async def _build_columns(
    request: Request, account_id: int, watch_input: WatchInput, previous: WatchInput, secrets: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, object]]:
    """Merge the input into the previous members and secrets of a watch, and build the row's columns.

    Also returns the member ``warnings`` of the response, for addresses that cannot be resolved at this moment. Raises
    Refused (invalid) naming the members.
    """
    # Imported here because templates take a tenth of a second to import, which most offices never need.
    from walkin.watch import rules
    from walkin.watch.subscription import split_secrets

    app_state = get_app_state(request)
    merged = previous.merge(watch_input)
    problems = rules.find_problems(merged, watch_input, previous, secrets)
    key_ids = {str(key.id) for key in await app_state.store.read(watches.list_keys, account_id)}
    problems += rules.find_unknown_keys(merged, key_ids)
    unresolved: list[str] = []
    if not problems:
        problems, unresolved = await rules.find_unreachable(merged, app_state.outbound_policy)
    if problems:
        raise Refused("invalid", fields=problems)
    split = split_secrets(merged, secrets, await app_state.outbound_policy.open_secret_box(app_state.store))
    columns: dict[str, object] = {
        "document": orjson.dumps(split.document.to_wire()).decode(),
        "secrets": orjson.dumps(split.encrypted_secrets).decode(),
        "events": f",{','.join(merged.events)}," if merged.events else "",
        "include_previous": int(merged.add_previous_data or False),
        "include_extra": int(merged.level_details == "extraFull"),
    }
    words = choose_api_words(request)
    warnings = [words("watch-unresolved", member=member) for member in unresolved]
    columns |= {"status": watch_input.status.value} if watch_input.status else {}
    return columns, {"warnings": warnings} if warnings else {}
