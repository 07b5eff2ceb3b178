"""Drain the unread request body before closing, so that early error responses are not lost to a TCP reset."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DRAIN_TIMEOUT_SECONDS = 10.0
MAX_DRAINED_BYTES = 16 << 20
"""How long and how much of an unused body is read before the connection is closed."""


class DrainRequestBody:
    """Middleware that reads and discards the rest of the body before the last piece of the response is sent.

    A connection that is closed while data is arriving is reset, which destroys the response on its way: a proxy then
    reports a broken server instead of a body that was too large.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        has_body = scope["type"] == "http" and _has_body(scope)
        return (self._handle if has_body else self._app)(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_more = True
        drained = 0

        async def receive_and_note() -> Message:
            nonlocal has_more
            message = await receive()
            has_more = message.get("more_body", False)
            return message

        async def drain_and_send(message: Message) -> None:
            nonlocal drained
            if has_more and message["type"] == "http.response.body" and not message.get("more_body", False):
                await send({**message, "more_body": True})
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(DRAIN_TIMEOUT_SECONDS):
                        while has_more and drained < MAX_DRAINED_BYTES:
                            drained += len((await receive_and_note()).get("body", b""))
                message = {"type": "http.response.body"}
            await send(message)

        await self._app(scope, receive_and_note, drain_and_send)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])
