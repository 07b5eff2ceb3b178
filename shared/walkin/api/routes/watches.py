"""``…/registrations/watch`` and ``/watchers``: who is told of changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response

from walkin.api.http import request_body as body
from walkin.api.http.path_params import InQueue, PathId
from walkin.api.http.responses import answer, base
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.state import Office, caller, office
from walkin.languages import Words, best
from walkin.model.errors import Refused
from walkin.model.time import wall_clock
from walkin.model.watch import WatchInput
from walkin.model.watch_log import Trial, Watch
from walkin.store.watches import watches
from walkin.store.watches.watches import Watch as Row

router = routes(API, "watches")

One = Annotated[int, PathId("watchNotFound"), Path(alias="watcherId", description="The watch.", examples=["1"])]


@router.post(
    "/queues/{queueId}/registrations/watch",
    **documented(
        "Watch for changes",
        takes=WatchInput,
        gives=Watch,
        status=201,
        refuses=("queueNotFound", "secretsLost"),
        headers=("Location",),
    ),
)
async def create_watch(queue: InQueue, request: Request) -> Response:
    """Have an address told of every change of the queue's registrations; queue ``0`` is every queue of the account."""
    here = office(request)
    given = body.parsed(await body.raw(request), WatchInput)
    account = caller(request).account
    values = await _columns(here, account, given, {}, {})
    made = await here.store.write(watches.add, account, queue or None, {"status": "enabled", **values}, here.clock())
    return answer(_json(request, made), 201, location=f"{base(request)}/watchers/{made.id}")


@router.get("/watchers", **documented("List watches", gives=Watch, many=True))
async def list_watches(
    request: Request,
    objectType: Annotated[  # noqa: N803
        str | None, Query(description="Only watches of such things; all are of a queue.", examples=["queue"])
    ] = None,
) -> Response:
    """Every watch of the account, without its secrets. All are of ``objectType`` queue."""
    here = office(request)
    found = await here.store.read(watches.listed, caller(request).account)
    items = [resource(request, one) for one in found if objectType in (None, "queue")]
    return answer(orjson.dumps({"items": items}))


@router.get("/watchers/{watcherId:id}", **documented("Get a watch", gives=Watch, refuses=("watchNotFound",)))
async def get_watch(watch: One, request: Request) -> Response:
    """One watch, without its secrets; ``statusReason`` says why the office itself has disabled it."""
    here = office(request)
    return answer(_json(request, await here.store.read(watches.get, caller(request).account, watch)))


@router.put(
    "/watchers/{watcherId:id}",
    **documented("Update a watch", takes=WatchInput, gives=Watch, refuses=("watchNotFound", "conflict", "secretsLost")),
)
async def update_watch(watch: One, request: Request) -> Response:
    """Merge the given members; absent ones stay, also secrets; null takes one away.

    ``status`` enabled starts a disabled one again: what could not be sent meanwhile is sent.
    """
    here = office(request)
    given = body.parsed(await body.raw(request), WatchInput)
    account = caller(request).account
    before = await here.store.read(watches.get, account, watch)
    values = await _columns(here, account, given, orjson.loads(before.document), orjson.loads(before.secrets))
    return answer(_json(request, await here.store.write(watches.change, account, watch, before.version, values)))


@router.delete(
    "/watchers/{watcherId:id}", **documented("Delete a watch", status=204, refuses=("watchNotFound",), writes=True)
)
async def delete_watch(watch: One, request: Request) -> Response:
    """The watch, what was still to be sent to it and its log are gone."""
    here = office(request)
    await here.store.write(watches.remove, caller(request).account, watch)
    return Response(status_code=204)


@router.post(
    "/watchers/{watcherId:id}/test",
    **documented("Try a watch", gives=Trial, refuses=("watchNotFound", "secretsLost")),
)
async def try_watch(watch: One, request: Request) -> Response:
    """Send an invented registration to the address now, once, signed as always; what came of it."""
    here = office(request)
    from walkin.watch.test_delivery import trial

    found = await here.store.read(watches.get, caller(request).account, watch)
    keys = await here.store.read(watches.keys, found.account_id)
    home = here.outlet.home or base(request)
    result = await trial(found, keys, here.store, here.outlet, home, here.clock)
    told = {
        "status": "delivered" if result.error is None else "failed",
        "statusCode": result.status_code,
        "errorMessage": result.error,
        "duration": result.duration,
        "body": result.answer,
    }
    return answer(orjson.dumps({name: value for name, value in told.items() if value is not None}))


def resource(request: Request, watch: Row) -> dict[str, Any]:
    """The watch as it may be seen."""
    shown: dict[str, Any] = {
        "id": str(watch.id),
        **orjson.loads(watch.document),
        "status": watch.status,
        "objectOwner": {"type": "queue", "id": str(watch.queue_id or 0)},
        "created": {"dateTime": wall_clock(watch.created_at, "UTC"), "timeZone": "UTC"},
        "selfLink": f"{base(request)}/watchers/{watch.id}",
    }
    if watch.reason:
        shown["statusReason"] = Words(best(request.headers.get("accept-language")))(f"watch-{watch.reason}")
    if watch.failing_since is not None:
        shown["failingSince"] = {"dateTime": wall_clock(watch.failing_since, "UTC"), "timeZone": "UTC"}
    return shown


def _json(request: Request, watch: Row) -> bytes:
    return orjson.dumps(resource(request, watch))


async def _columns(
    here: Office, account: int, given: WatchInput, document: Mapping[str, Any], secrets: Mapping[str, str]
) -> dict[str, Any]:
    """The row's columns for what was given over what is there. Refuses ``invalid`` naming the members."""
    # What templates need takes a tenth of a second to import, which most offices never use.
    from walkin.watch import rules
    from walkin.watch.subscription import part

    wire = given.wire()
    gone = {_ALIASES[name] for name in given.model_fields_set if getattr(given, name) is None}
    merged = {name: value for name, value in {**document, **wire}.items() if name not in gone | {"status"}}
    problems = rules.problems(merged, wire, document, secrets)
    known = {str(key.id) for key in await here.store.read(watches.keys, account)}
    problems += rules.unknown_keys(merged, known)
    problems = problems or await rules.unreachable(merged, here.outlet)
    if problems:
        raise Refused("invalid", fields=problems)
    parted = part(merged, secrets, here.outlet.vault(here.store.path)())
    events = merged.get("events")
    values: dict[str, Any] = {
        "document": orjson.dumps(parted.document).decode(),
        "secrets": orjson.dumps(parted.secrets).decode(),
        "events": f",{','.join(events)}," if events else "",
        "previous": int(merged.get("addPreviousData", False)),
        "extra": int(merged.get("levelDetails") == "extraFull"),
    }
    return values | ({"status": given.status.value} if given.status else {})


_ALIASES = {name: field.serialization_alias or field.alias or name for name, field in WatchInput.model_fields.items()}
