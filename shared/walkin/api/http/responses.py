"""Writing answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from walkin.api.state import get_caller
from walkin.model.address import API_VERSION
from walkin.model.caller import Role
from walkin.model.etag import build_etag, matches_if_none_match
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import RankedRegistration
from walkin.store.registrations.registration_json import Serializer, build_wait_members

JSON_MEDIA_TYPE = "application/json"


def get_base_url(request: Request) -> str:
    """The address of the version of the API the caller speaks, as it sees it: ``http://host/api/2.3``."""
    scope = request.scope
    host, version = request.headers.get("host"), scope.get("walkin.version", API_VERSION)
    return _build_base_url(scope["scheme"], host, scope["server"], scope.get("root_path", ""), version)


@lru_cache(maxsize=256)
def _build_base_url(
    scheme: str, host: str | None, server: tuple[str, int | None] | None, root_path: str, version: str
) -> str:
    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    address = {
        "type": "http",
        "scheme": scheme,
        "server": server,
        "root_path": root_path,
        "path": "/",
        "headers": headers,
    }
    return f"{str(Request(address).base_url).rstrip('/')}/api/{version}"


def json_response(content: bytes, status: int = 200, **headers: str) -> Response:
    """A JSON answer nobody keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, {"cache-control": "no-store", **named}, JSON_MEDIA_TYPE)


def registration_response(
    request: Request,
    registration: RankedRegistration,
    at: int,
    status: int = 200,
    *,
    field_mask: Callable[[bytes], bytes] | None = None,
    if_none_match: str | None = None,
    **headers: str,
) -> Response:
    """The answer with one registration, or 304 when ``known``, an ``If-None-Match``, names exactly this content."""
    content = render_registration(request, registration, at).encode()
    if field_mask is not None:
        content = field_mask(content)
    state = build_etag(registration.queue.id, registration.registration.revision)[:-1]
    etag = f'{state}.{blake2b(content, digest_size=8).hexdigest()}"'
    if if_none_match is not None and matches_if_none_match(if_none_match, etag):
        return not_modified_response(etag)
    return json_response(content, status, etag=etag, **headers)


def render_registration(request: Request, registration: RankedRegistration, at: int) -> str:
    """The registration as JSON text, as the caller may see it."""
    asks = get_caller(request)
    page = Serializer(
        registration.queue,
        at,
        get_base_url(request),
        include_personal=asks.can_see_personal_data,
        include_token=asks.role is not Role.DISPLAY,
    )
    return page.render(registration.registration, registration.rank)


def not_modified_response(etag: str) -> Response:
    """What the caller has is what it would get."""
    return Response(status_code=304, headers={"etag": etag, "cache-control": "no-store"})


def render_queue(state: QueueState, at: int) -> dict[str, Any]:
    """The Queue resource; its outlook is for somebody who comes now."""
    return (
        state.wire()
        | build_wait_members(state.estimate_wait(at), state.waiting)
        | {"visits": len(state.service_rate.services)}
    )
