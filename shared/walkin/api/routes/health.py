"""The health check, and the API documentation as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from walkin.api.http.responses import json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import get_app_state
from walkin.api.web.html import templates

router = Router("", "health")


class Health(BaseModel):
    """The server can answer and store changes."""

    status: str
    warnings: list[str] | None = None
    """Problems that do not stop the server, such as ``replicaReads``: reads may not show the last changes."""


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
    store = get_app_state(request).store
    await store.check()
    return json_response({"status": "ok"} | ({"warnings": store.warnings} if store.warnings else {}))


@router.operation("GET", "/docs", roles=PUBLIC)
async def show_docs(request: Request) -> HTMLResponse:
    """The OpenAPI document as a page."""
    headers = {
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(render_docs(request.app.openapi()), headers=headers)


def render_docs(document: Mapping[str, object]) -> str:
    """Render an OpenAPI document as one HTML page."""
    return templates.get_template("docs.html").render(document=document)
