"""HEAD and OPTIONS for every address, and which methods it takes."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAM_SUFFIX = "/stream"
"""Addresses that end so have no length to tell."""


class HeadOptions:
    """Middleware that answers HEAD by what GET answers, without its body, and OPTIONS by ``Allow``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI."""
        special = scope["type"] == "http" and scope["method"] in ("HEAD", "OPTIONS")
        return (self._handle if special else self._app)(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS" and (methods := list_allowed_methods(scope)):
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", methods.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return
        if scope["method"] == "HEAD" and not scope["path"].endswith(STREAM_SUFFIX):

            async def without_body(message: Message) -> None:
                if message["type"] == "http.response.body":
                    message = {**message, "body": b""}
                if message["type"] != "http.response.pathsend":
                    await send(message)

            await self._app({**scope, "method": "GET"}, receive, without_body)
            return
        await self._app(scope, receive, send)


def list_allowed_methods(scope: Scope) -> str:
    """The methods the address takes, as ``Allow`` names them; empty when there is nothing at it."""
    # A scope of its own for each: matching writes into it.
    asked = {name: value for name, value in scope.items() if name != "fastapi"}
    methods = {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**asked, "method": method})[0] is Match.FULL for route in scope["app"].routes)
    }
    if not methods:
        return ""
    if "GET" in methods and not scope["path"].endswith(STREAM_SUFFIX):
        methods.add("HEAD")
    return ", ".join(sorted(methods | {"OPTIONS"}))
