"""The routers of the API: every operation made with them goes through the guard first."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel

from shared.api.guard import guard

VERSION = "2.3"
API = f"/api/{VERSION}"


class Guarded(APIRoute):
    """A route that only those get to whom the guard lets pass."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See APIRoute."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await guard(request)
            return await handle(request)

        return guarded


def routes(prefix: str, tag: str | None = None, *, described: bool = True) -> APIRouter:
    """A router of addresses that begin with ``prefix``; with ``described`` they are in the OpenAPI document."""
    return APIRouter(
        prefix=prefix,
        tags=[tag] if tag else None,
        route_class=Guarded,
        include_in_schema=described,
        generate_unique_id_function=lambda route: to_camel(route.name),
    )
