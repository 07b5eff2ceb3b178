"""HEAD and OPTIONS for every path."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAM_SUFFIX = "/stream"
"""Paths with this suffix are event streams, which have no HEAD."""


class HeadOptions:
    """Middleware that answers HEAD with the headers of GET, and OPTIONS with ``Allow``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        is_head_or_options = scope["type"] == "http" and scope["method"] in ("HEAD", "OPTIONS")
        return (self._handle if is_head_or_options else self._app)(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS" and (methods := list_allowed_methods(scope)):
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", methods.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return
        if scope["method"] == "HEAD" and not scope["path"].endswith(STREAM_SUFFIX):

            async def send_without_body(message: Message) -> None:
                if message["type"] == "http.response.body":
                    message = {**message, "body": b""}
                if message["type"] != "http.response.pathsend":
                    await send(message)

            await self._app({**scope, "method": "GET"}, receive, send_without_body)
            return
        await self._app(scope, receive, send)


def list_allowed_methods(scope: Scope) -> str:
    """Return the value of ``Allow`` for the path, empty if no route matches it."""
    # FastAPI caches its match in the scope, which would stand for every method.
    base_scope = {name: value for name, value in scope.items() if name != "fastapi"}
    methods = {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**base_scope, "method": method})[0] is Match.FULL for route in scope["app"].routes)
    }
    if not methods:
        return ""
    if "GET" in methods and not scope["path"].endswith(STREAM_SUFFIX):
        methods.add("HEAD")
    return ", ".join(sorted(methods | {"OPTIONS"}))
