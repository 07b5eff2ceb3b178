"""The headers that every answer carries, errors included: nothing is kept, guessed, framed or told to others."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULTS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
SECURE = (b"strict-transport-security", b"max-age=31536000")

# FastAPI's page of the API loads its viewer from there.
_VIEWER = b"https://cdn.jsdelivr.net"
DOCS_POLICY = (
    b"content-security-policy",
    b"default-src 'none'; script-src 'self' 'unsafe-inline' " + _VIEWER + b"; style-src 'self' 'unsafe-inline' "
    + _VIEWER + b"; img-src 'self' data: https://fastapi.tiangolo.com; connect-src 'self'; frame-ancestors 'none'",
)  # fmt: skip


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
                headers = list(message.get("headers", ()))
                said = {name.lower() for name, _ in headers}
                if scope["path"].startswith("/docs") and b"content-security-policy" not in said:
                    headers.append(DOCS_POLICY)
                    said.add(b"content-security-policy")
                headers += [default for default in DEFAULTS if default[0] not in said]
                if scope["scheme"] == "https":
                    headers.append(SECURE)
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_with_headers)
