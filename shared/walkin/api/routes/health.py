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
    """The server can answer."""

    status: str


@router.operation(
    "GET",
    "/healthz",
    "Whether the server can answer",
    roles=PUBLIC,
    name="health",
    response=JsonBody(Health, {"status": "ok"}),
)
async def check_health(request: Request) -> Response:
    """Also queries the database."""
    await get_app_state(request).store.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    return json_response(b'{"status":"ok"}')


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
