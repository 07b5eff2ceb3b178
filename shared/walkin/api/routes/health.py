"""The health check, and the API documentation as one self-contained page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from walkin.api.http.responses import json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.operations import JsonBody
from walkin.api.openapi.v20 import build_openapi_v20
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import get_app_state
from walkin.api.web.html import load_templates

router = Router("", "health")


class HealthWarning(BaseModel, defer_build=True):
    """A problem that does not stop the server."""

    reason: str
    """``replicaReads``: reads may not show the last changes. ``noNotifications``: the database is polled instead.
    ``clockJumped``: nothing expires until the clock is right or confirmed."""
    message: str
    """What is wrong, and what to do."""


class Retries(BaseModel, defer_build=True):
    """The number of transactions that this server repeated since it started; none of them was lost or refused."""

    conflicts: int = 0
    """After a deadlock or a serialisation failure."""
    connections: int = 0
    """After the connection to the database was lost."""


class Health(BaseModel, defer_build=True):
    """The server can answer and store changes."""

    status: str
    warnings: list[HealthWarning] | None = None
    retries: Retries | None = None
    """Absent without any."""


@router.operation(
    "GET",
    "/healthz",
    "Whether the server can answer and store changes",
    roles=PUBLIC,
    name="health",
    response=JsonBody(Health, {"status": "ok"}),
    errors=("databaseAway", "readOnly", "notConfirmed", "dataGone", "damaged", "upgraded", "storageFull"),
)
async def check_health(request: Request) -> Response:
    """Also queries the database, and after a failed write tries whether the database can be written again."""
    app_state = get_app_state(request)
    store = app_state.store
    await store.check()
    found = {**store.warnings, **app_state.warnings}
    warnings = [HealthWarning(reason=reason, message=message) for reason, message in found.items()]
    retries = Retries(**store.retries) if store.retries else None
    health = Health(status="ok", warnings=warnings or None, retries=retries)
    return json_response(health.model_dump(exclude_none=True))


@router.operation("GET", "/openapi.json", roles=PUBLIC)
async def show_openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return json_response(await asyncio.to_thread(request.app.openapi))


@router.operation("GET", "/openapi-2.0.json", roles=PUBLIC)
async def show_openapi_v20(request: Request) -> Response:
    """The OpenAPI document of version 2.0."""
    return json_response(await asyncio.to_thread(lambda: build_openapi_v20(request.app.openapi())))


@router.operation("GET", "/docs", roles=PUBLIC)
async def show_docs(request: Request) -> HTMLResponse:
    """The OpenAPI document as a page."""
    headers = {
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(await asyncio.to_thread(lambda: render_docs(request.app.openapi())), headers=headers)


def render_docs(document: Mapping[str, object]) -> str:
    """Render an OpenAPI document as one HTML page."""
    return load_templates().get_template("docs.html").render(document=document)
