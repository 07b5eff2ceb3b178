"""What the server says of itself: whether it can answer, and its documentation as a page that needs nothing else."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, select_autoescape
from pydantic import BaseModel

from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.state import get_app_state

router = create_router("")

_templates = Environment(
    loader=PackageLoader("walkin.api.web", "templates"), autoescape=select_autoescape(), auto_reload=False
)


class Health(BaseModel):
    """The server can answer."""

    status: str


@router.get(
    "/healthz",
    tags=["health"],
    **describe_operation("Whether the server can answer", response_model=Health, is_public=True),
)
async def health(request: Request) -> Response:
    """Asks the database as well."""
    here = get_app_state(request)
    await here.store.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    return Response(b'{"status":"ok"}', media_type="application/json", headers={"cache-control": "no-store"})


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """The OpenAPI document as a page."""
    headers = {
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(render_docs(request.app.openapi()), headers=headers)


def render_docs(document: dict[str, Any]) -> str:
    """An OpenAPI document as one HTML page."""
    return _templates.get_template("docs.html").render(document=document)
