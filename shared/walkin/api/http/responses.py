"""Writing answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from walkin.api.http.routing import VERSION
from walkin.api.state import caller
from walkin.model import etag as tag
from walkin.model.caller import Role
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import Found
from walkin.store.registrations.registration_json import Page, outlook

JSON = "application/json"


def base(request: Request) -> str:
    """The address of the version of the API the caller speaks, as it sees it: ``http://host/api/2.3``."""
    scope = request.scope
    host, version = request.headers.get("host"), scope.get("walkin.version", VERSION)
    return _base(scope["scheme"], host, scope["server"], scope.get("root_path", ""), version)


@lru_cache(maxsize=256)
def _base(scheme: str, host: str | None, server: tuple[str, int | None] | None, root: str, version: str) -> str:
    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    address = {"type": "http", "scheme": scheme, "server": server, "root_path": root, "path": "/", "headers": headers}
    return f"{str(Request(address).base_url).rstrip('/')}/api/{version}"


def answer(content: bytes, status: int = 200, **headers: str) -> Response:
    """A JSON answer nobody keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, {"cache-control": "no-store", **named}, JSON)


def one(
    request: Request,
    found: Found,
    at: int,
    status: int = 200,
    *,
    reduce: Callable[[bytes], bytes] | None = None,
    known: str | None = None,
    **headers: str,
) -> Response:
    """The answer with one registration, or 304 when ``known``, an ``If-None-Match``, names exactly this content."""
    content = shown(request, found, at).encode()
    if reduce is not None:
        content = reduce(content)
    state = tag.of(found.queue.id, found.entry.revision)[:-1]
    etag = f'{state}.{blake2b(content, digest_size=8).hexdigest()}"'
    if known is not None and tag.holds(known, etag):
        return unchanged(etag)
    return answer(content, status, etag=etag, **headers)


def shown(request: Request, found: Found, at: int) -> str:
    """The registration as JSON text, as the caller may see it."""
    asks = caller(request)
    page = Page(found.queue, at, base(request), personal=asks.personal, token=asks.role is not Role.DISPLAY)
    return page.one(found.entry, found.rank)


def unchanged(etag: str) -> Response:
    """What the caller has is what it would get."""
    return Response(status_code=304, headers={"etag": etag, "cache-control": "no-store"})


def queue_resource(state: QueueState, at: int) -> dict[str, Any]:
    """The Queue resource; its outlook is for somebody who comes now."""
    return state.wire() | outlook(state.forecast(at), state.waiting) | {"visits": len(state.pace.services)}
