"""HEAD and OPTIONS for every address, and which methods it takes."""

from __future__ import annotations

import re

from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENDLESS = "/stream"
"""Addresses that end so have no length to tell."""


class Methods:
    """Middleware that answers HEAD by what GET answers, without its body, and OPTIONS by ``Allow``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS" and (methods := allowed(scope)):
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", methods.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].endswith(ENDLESS):

            async def without_body(message: Message) -> None:
                if message["type"] == "http.response.body":
                    message = {**message, "body": b""}
                if message["type"] != "http.response.pathsend":
                    await send(message)

            await self._app({**scope, "method": "GET"}, receive, without_body)
            return
        if scope["type"] == "http" and _refused(scope):
            # A method that no route has: the application says so in its own words.
            scope = {**scope, "method": "TRACE"}
        await self._app(scope, receive, send)


def _refused(scope: Scope) -> bool:
    """Whether the address has a name of its own among ids, ``…/registrations/next``, and does not take the method: the
    router would take the name for an id."""
    if scope["method"] not in ("PUT", "PATCH", "DELETE") or scope["path"].rpartition("/")[2].isdecimal():
        return False
    methods = allowed(scope)
    return bool(methods) and scope["method"] not in methods.split(", ")


def allowed(scope: Scope) -> str:
    """The methods the address takes, as ``Allow`` names them; empty when there is nothing at it."""
    methods = _documented(scope) or _tried(scope)
    if not methods:
        return ""
    if "GET" in methods and not scope["path"].endswith(ENDLESS):
        methods.add("HEAD")
    return ", ".join(sorted(methods | {"OPTIONS"}))


def _documented(scope: Scope) -> set[str]:
    """Those of the path that fits best: ``…/registrations/next`` is no registration's address."""
    paths = scope["app"].openapi()["paths"]
    fitting = [path for path in paths if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), scope["path"])]
    if not fitting:
        return set()
    return {method.upper() for method in paths[min(fitting, key=lambda path: path.count("{"))]}


def _tried(scope: Scope) -> set[str]:
    # A scope of its own for each: matching writes into it.
    asked = {name: value for name, value in scope.items() if name != "fastapi"}
    return {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**asked, "method": method})[0] is Match.FULL for route in scope["app"].routes)
    }
