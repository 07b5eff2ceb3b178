"""Probes of the private parts of uvicorn that the API overrides or calls, and of the one of rich that ui replaces.

pyproject.toml bounds the versions. To raise a bound, install the new version and run this file: it fails where a part
has changed its name or its contract.
"""

from __future__ import annotations

import asyncio
import socket

import pytest
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from walkin.api.connections import Connection
from walkin.api.server import Server
from walkin.ui.safe import to_content


def test_uvicorns_protocol_has_the_parts_that_our_connections_use() -> None:
    callbacks = ("on_message_begin", "on_headers_complete", "on_body", "on_message_complete", "on_response_complete")
    for name in (
        *("connection_made", "connection_lost", "data_received", "pause_writing", "resume_writing"),
        *callbacks,
        *("send_400_response", "_start_asgi_task"),
    ):
        assert name in vars(HttpToolsProtocol), name
        assert name in vars(Connection), name
    config = uvicorn.Config(Starlette())
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
    app = Starlette()
    for name in ("main_loop", "handle_exit", "on_tick"):
        assert name in vars(uvicorn.Server), name
    server = Server(uvicorn.Config(app, log_level="critical"))
    server.should_exit = True
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await server.serve([listening])
        for asyncio_server in server.servers:
            asyncio_server.close()
    assert stopped == [app]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("aa bb\u00a0cc", ["aa", "bb\u00a0cc"]),
        ("\u00a0", ["\u00a0"]),
        ("a \u00a0 b", ["a \u00a0 b"]),
        ("", [""]),
    ],
)
def test_textual_wraps_lines_by_richs_pattern_that_is_replaced(text: str, lines: list[str]) -> None:
    assert [line.plain for line in to_content(text).wrap(5)] == lines
