"""Paths as clients write them: a slash at the end, and slashes within a name."""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

ENCODED_SLASH = "\udc2f"
"""Stands for ``%2F`` in ``scope["path"]``: it is part of a name, and separates nothing. No text in UTF-8 has it."""

STREAM_SUFFIX = "/stream"
"""Paths with this suffix are event streams, which have no HEAD."""


class PathNormalizer:
    """Middleware that removes a slash at the end of a path, and distinguishes ``%2F`` from a slash."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http":
            return self._app(scope, receive, send)
        path, raw_path = scope["path"], scope.get("raw_path") or b""
        if b"%2f" in raw_path.lower():
            segments = [unquote(segment) for segment in raw_path.decode("latin-1").split("/")]
            path = "/".join(segment.replace("/", ENCODED_SLASH) for segment in segments)
        if len(path) > 1 and path.endswith("/"):
            path = path[:-1]
        return self._app(scope if path == scope["path"] else {**scope, "path": path}, receive, send)
