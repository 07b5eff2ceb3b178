"""Probes of the private parts of FastAPI, Starlette and uvicorn that the API overrides or calls.

pyproject.toml bounds the versions. To raise a bound, install the new version and run this file: it fails where a part
has changed its name or its contract.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Annotated

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Header, Path, Query, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from walkin.api.connections import Connection
from walkin.api.server import Server


async def get_thing(
    thing_id: Annotated[int, Path(alias="thingId")],
    the_request: Request,
    limit: Annotated[int, Query(le=5)] = 3,
    if_match: Annotated[str | None, Header()] = None,
) -> Response:
    return Response(f"{thing_id} {limit} {if_match} {the_request.method}")


@pytest.fixture
def route() -> APIRoute:
    return APIRoute("/things/{thingId}", get_thing, methods=["GET"])


def test_a_route_analyses_the_signature_of_its_endpoint(route: APIRoute) -> None:
    dependant = route.dependant
    assert dependant.request_param_name == "the_request"
    parameters = [*dependant.path_params, *dependant.query_params, *dependant.header_params]
    assert [(field.name, field.alias, field.field_info.is_required()) for field in parameters] == [
        ("thing_id", "thingId", True),
        ("limit", "limit", False),
        ("if_match", "if-match", False),
    ]
    assert [field.default for field in parameters[1:]] == [3, None]


def test_a_parameter_validates_its_text(route: APIRoute) -> None:
    (limit,) = route.dependant.query_params
    value, errors = limit.validate("4", loc=("query", "limit"))
    assert (value, list(errors)) == (4, [])
    _, (error,) = limit.validate("6", loc=("query", "limit"))
    assert (error["loc"], error["type"]) == (("query", "limit"), "less_than_equal")


async def test_a_route_serves_with_its_attribute_app(route: APIRoute) -> None:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("replaced")(scope, receive, send)

    route.app = serve
    app = FastAPI()
    app.router.routes.append(route)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        assert (await http.get("/things/1")).text == "replaced"


def test_a_route_matches_a_scope_of_another_method(route: APIRoute) -> None:
    scope = {"type": "http", "path": "/things/1", "root_path": "", "method": "GET"}
    assert route.matches(scope)[0] is Match.FULL
    assert route.matches({**scope, "method": "PUT"})[0] is Match.PARTIAL


async def test_the_middleware_stack_is_built_by_one_method() -> None:
    class WrappedApp(FastAPI):
        def build_middleware_stack(self) -> ASGIApp:
            stack = super().build_middleware_stack()

            async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
                scope["state"] = {"wrapped": True}
                await stack(scope, receive, send)

            return wrapped

    app = WrappedApp()

    @app.get("/")
    async def show(request: Request) -> dict[str, bool]:
        return {"wrapped": request.state.wrapped}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        assert (await http.get("/")).json() == {"wrapped": True}


def test_uvicorns_protocol_has_the_parts_that_our_connections_use() -> None:
    callbacks = ("on_message_begin", "on_headers_complete", "on_body", "on_message_complete", "on_response_complete")
    for name in (
        *("connection_made", "connection_lost", "data_received", "pause_writing", "resume_writing"),
        *callbacks,
        *("send_400_response", "_start_asgi_task"),
    ):
        assert name in vars(HttpToolsProtocol), name
        assert name in vars(Connection), name
    config = uvicorn.Config(FastAPI())
    config.load()
    loop = asyncio.new_event_loop()
    try:
        protocol = HttpToolsProtocol(config, uvicorn.server.ServerState(), {}, loop)
        assert protocol.loop is loop
        for name in ("transport", "client", "flow", "cycle", "pipeline", "headers"):
            assert hasattr(protocol, name), name
        for name in ("disconnected", "message_event", "response_started", "response_complete", "more_body"):
            assert name in RequestResponseCycle.__init__.__code__.co_names, name
    finally:
        loop.close()


async def test_uvicorns_server_stops_by_its_method_shutdown(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = []

    async def shutdown(self: uvicorn.Server, sockets: object = None) -> None:
        stopped.append(self.config.app)

    monkeypatch.setattr(uvicorn.Server, "shutdown", shutdown)
    app = FastAPI()
    server = Server(uvicorn.Config(app, log_level="critical"))
    server.should_exit = True
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await server.serve([listening])
        for asyncio_server in server.servers:
            asyncio_server.close()
    assert stopped == [app]
