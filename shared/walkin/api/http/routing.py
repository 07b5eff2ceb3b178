"""The routers of the API: every operation made with them goes through the guard first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel
from starlette.types import Receive, Scope, Send

from walkin.api.security.permissions import guard

VERSION = "2.3"
API = f"/api/{VERSION}"


class _Parameter(NamedTuple):
    """One parameter of a route's function: its name there and in the request, and what reads its text."""

    name: str
    sent: str
    read: Callable[..., tuple[Any, list[Any]]]
    required: bool
    default: Any


class Guarded(APIRoute):
    """A route that only those get to whom the guard lets pass.

    Its function takes the request and single parameters of the path, the query and the headers, and gives a Response.
    FastAPI describes them; its handler, which is for bodies and dependencies as well, takes longer than all else here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes = self.dependant
        self._request = takes.request_param_name
        self._path, self._query, self._headers = (
            [
                _Parameter(one.name, one.alias, one.validate, one.field_info.is_required(), one.default)
                for one in parameters
            ]
            for parameters in (takes.path_params, takes.query_params, takes.header_params)
        )
        self.app = self._answer

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        await guard(request)
        response = await self.endpoint(**self._arguments(request))
        await response(scope, receive, send)

    def _arguments(self, request: Request) -> dict[str, Any]:
        """What the function is called with. Raises RequestValidationError."""
        given: dict[str, Any] = {self._request: request} if self._request else {}
        problems = _read(self._path, "path", request.path_params, given)
        if self._query:
            problems += _read(self._query, "query", request.query_params, given)
        if self._headers:
            problems += _read(self._headers, "header", request.headers, given)
        if problems:
            raise RequestValidationError(problems)
        return given


def _read(parameters: Iterable[_Parameter], place: str, sent: Mapping[str, Any], given: dict[str, Any]) -> list[Any]:
    """Put the values of the parameters into ``given``; what is wrong with them, as pydantic tells it."""
    problems = []
    for one in parameters:
        text = sent.get(one.sent)
        if text is not None or one.required:
            given[one.name], found = one.read(text, loc=(place, one.sent))
            problems += found
        else:
            given[one.name] = one.default
    return problems


def routes(prefix: str, tag: str | None = None, *, described: bool = True) -> APIRouter:
    """A router of addresses that begin with ``prefix``; with ``described`` they are in the OpenAPI document."""
    return APIRouter(
        prefix=prefix,
        tags=[tag] if tag else None,
        route_class=Guarded,
        include_in_schema=described,
        generate_unique_id_function=lambda route: to_camel(route.name),
    )
