"""The routers of the API: every operation made with them goes through the guard first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel
from starlette.types import Receive, Scope, Send

from walkin.api.security.permissions import authorize


class _Parameter(NamedTuple):
    """One parameter of a route's function: its name there and in the request, and what reads its text."""

    name: str
    alias: str
    validate: Callable[..., tuple[Any, list[Any]]]
    required: bool
    default: Any


class AuthorizedRoute(APIRoute):
    """A route that only those get to whom the guard lets pass.

    Its function takes the request and single parameters of the path, the query and the headers, and gives a Response.
    FastAPI describes them; its handler, which is for bodies and dependencies as well, takes longer than all else here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes = self.dependant
        self._request_name = takes.request_param_name
        self._path_parameters, self._query_parameters, self._header_parameters = (
            [
                _Parameter(one.name, one.alias, one.validate, one.field_info.is_required(), one.default)
                for one in parameters
            ]
            for parameters in (takes.path_params, takes.query_params, takes.header_params)
        )
        self.app = self._authorize_and_run

    async def _authorize_and_run(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        await authorize(request)
        response = await self.endpoint(**self._parse_arguments(request))
        await response(scope, receive, send)

    def _parse_arguments(self, request: Request) -> dict[str, Any]:
        """What the function is called with. Raises RequestValidationError."""
        given: dict[str, Any] = {self._request_name: request} if self._request_name else {}
        problems = _parse_parameters(self._path_parameters, "path", request.path_params, given)
        if self._query_parameters:
            problems += _parse_parameters(self._query_parameters, "query", request.query_params, given)
        if self._header_parameters:
            problems += _parse_parameters(self._header_parameters, "header", request.headers, given)
        if problems:
            raise RequestValidationError(problems)
        return given


def _parse_parameters(
    parameters: Iterable[_Parameter], location: str, texts: Mapping[str, Any], arguments: dict[str, Any]
) -> list[Any]:
    """Put the values of the parameters into ``given``; what is wrong with them, as pydantic tells it."""
    problems = []
    for one in parameters:
        text = texts.get(one.alias)
        if text is not None or one.required:
            arguments[one.name], found = one.validate(text, loc=(location, one.alias))
            problems += found
        else:
            arguments[one.name] = one.default
    return problems


def create_router(prefix: str, tag: str | None = None, *, in_schema: bool = True) -> APIRouter:
    """A router of addresses that begin with ``prefix``; with ``described`` they are in the OpenAPI document."""
    return APIRouter(
        prefix=prefix,
        tags=[tag] if tag else None,
        route_class=AuthorizedRoute,
        include_in_schema=in_schema,
        generate_unique_id_function=lambda route: to_camel(route.name),
    )
