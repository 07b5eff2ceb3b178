"""The routers of the API: every operation made with them goes through the guard first."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic.alias_generators import to_camel

from shared.api.guard import guard

VERSION = "2.3"
API = f"/api/{VERSION}"


def routes(prefix: str, tag: str | None = None, *, described: bool = True) -> APIRouter:
    """A router of addresses that begin with ``prefix``; with ``described`` they are in the OpenAPI document."""
    return APIRouter(
        prefix=prefix,
        tags=[tag] if tag else None,
        dependencies=[Depends(guard)],
        include_in_schema=described,
        generate_unique_id_function=lambda route: to_camel(route.name),
    )
