"""Answers to those who are still sending: they arrive, though what is sent is not read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DRAIN_TIMEOUT_SECONDS = 30.0


class DrainRequestBody:
    """Takes in, and throws away, what ``app`` has not read of a body when it answers, before the connection ends.

    A connection that is closed while something is still arriving is reset, which destroys the answer on its way: a
    proxy then tells of a broken server, and not that the body was too large.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI."""
        has_body = scope["type"] == "http" and _has_body(scope)
        return (self._handle if has_body else self._app)(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = True

        async def read() -> Message:
            nonlocal more
            message = await receive()
            more = message.get("more_body", False)
            return message

        async def answer(message: Message) -> None:
            if more and message["type"] == "http.response.body" and not message.get("more_body", False):
                await send({**message, "more_body": True})
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(DRAIN_TIMEOUT_SECONDS):
                        while more:
                            await read()
                message = {"type": "http.response.body"}
            await send(message)

        await self._app(scope, read, answer)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])
