"""Writing answers."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from shared.store.entries import Found
from shared.store.queues import QueueState
from shared.store.rendering import Page, forecast, told

JSON = "application/json"


def base(request: Request) -> str:
    """The address of this version of the API as the caller sees it: ``http://host/api/2.3``."""
    return f"{str(request.base_url).rstrip('/')}/api/2.3"


def answer(content: bytes, status: int = 200, **headers: str) -> Response:
    """A JSON answer nobody keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, {"cache-control": "no-store", **named}, JSON)


def rendered(request: Request, found: Found, at: int) -> bytes:
    """One registration as the body of an answer."""
    return Page(found.queue, at, base(request)).one(found.entry, found.rank).encode()


def etag(found: Found) -> str:
    """The entity tag of a registration's state."""
    return f'"{found.queue.id}-{found.entry.revision}"'


def queue_resource(state: QueueState, at: int) -> dict[str, Any]:
    """The Queue resource; its ``estimatedWaitingTime`` is for somebody who comes now."""
    return state.wire() | {"estimatedWaitingTime": told(forecast(state, at), state.waiting)}
