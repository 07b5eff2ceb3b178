"""Security headers of every response: no caching, sniffing, framing or referrer, and HSTS over TLS."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULT_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
HSTS_HEADER = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """Middleware that adds the headers that a response does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http":
            return self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                existing = {name for name, _ in headers}
                for default in DEFAULT_HEADERS:
                    if default[0] not in existing:
                        headers.append(default)
                if scope["scheme"] == "https":
                    headers.append(HSTS_HEADER)
            await send(message)

        return self._app(scope, receive, send_with_headers)
