"""The headers that every answer carries, errors included: nothing is kept, guessed, framed or told to others."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = b"content-security-policy"
_COMMON = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
DEFAULTS = (*_COMMON, (_POLICY, b"default-src 'none'; frame-ancestors 'none'"))
SECURE = (b"strict-transport-security", b"max-age=31536000")

# FastAPI's page of the API loads its viewer from there.
_VIEWER = b"https://cdn.jsdelivr.net"
DOCS = (
    *_COMMON,
    (
        _POLICY,
        b"default-src 'none'; script-src 'self' 'unsafe-inline' " + _VIEWER + b"; "
        b"style-src 'self' 'unsafe-inline' " + _VIEWER + b"; img-src 'self' data: https://fastapi.tiangolo.com; "
        b"connect-src 'self'; frame-ancestors 'none'",
    ),
)


class SafeHeaders:
    """Adds to each answer of ``app`` what it does not say itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                said = {name for name, _ in headers}
                for default in DOCS if scope["path"].startswith("/docs") else DEFAULTS:
                    if default[0] not in said:
                        headers.append(default)
                if scope["scheme"] == "https":
                    headers.append(SECURE)
            await send(message)

        await self._app(scope, receive, send_with_headers)
