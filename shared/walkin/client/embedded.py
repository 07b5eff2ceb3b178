"""An httpx transport that calls an ASGI application in this process, as a server across a network would behave.

It streams responses, applies the client's timeouts, runs the application's lifespan and turns its exceptions into 500.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope

MAX_BUFFERED_CHUNKS = 8
"""Body chunks the application may be ahead of the reader."""


class EmbeddedTransport(httpx.AsyncBaseTransport):
    """Calls ``app`` in this event loop. Call `start` before the first request and `aclose` at the end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._lifespan_task: asyncio.Task[None] | None = None
        self._lifespan_messages: asyncio.Queue[Message] = asyncio.Queue()
        self._calls: set[_ApplicationCall] = set()

    async def start(self) -> None:
        """Run the application's startup, and raise its exception if it fails."""
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lifespan_task = asyncio.create_task(self._run_lifespan(started))
        await self._lifespan_messages.put({"type": "lifespan.startup"})
        await started

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Run the application for a request; return when it has sent status and headers."""
        call = _ApplicationCall(self._app, request, await request.aread())
        self._calls.add(call)
        call.task.add_done_callback(lambda _: self._calls.discard(call))
        status, headers = await call.wait_for_start()
        return httpx.Response(status, headers=headers, stream=call)

    async def aclose(self) -> None:
        """Cancel the requests in progress, then run the application's shutdown."""
        for call in list(self._calls):
            await call.aclose()
        if self._lifespan_task is not None and not self._lifespan_task.done():
            await self._lifespan_messages.put({"type": "lifespan.shutdown"})
            with contextlib.suppress(Exception):
                await self._lifespan_task

    async def _run_lifespan(self, started: asyncio.Future[None]) -> None:
        async def send(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                started.set_result(None)

        scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        try:
            await self._app(scope, self._lifespan_messages.get, send)
        except BaseException as error:
            if not started.done():
                started.set_exception(error)
                return
            raise


async def _run_until_cancelled(response: Coroutine[Any, Any, None]) -> None:
    """Run a streaming response; a call that is closed cancels it."""
    await response


class _ApplicationCall(httpx.AsyncByteStream):
    """One request. The application runs in its own task; the response body is streamed through a bounded queue."""

    def __init__(self, app: ASGIApp, request: httpx.Request, body: bytes) -> None:
        self._read_timeout: float | None = request.extensions.get("timeout", {}).get("read")
        self._request_body: bytes | None = body
        self._disconnected = asyncio.Event()
        self._response_start: asyncio.Future[tuple[int, list[tuple[bytes, bytes]]]]
        self._response_start = asyncio.get_running_loop().create_future()
        self._body_chunks: asyncio.Queue[bytes | None] = asyncio.Queue(MAX_BUFFERED_CHUNKS)
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": request.url.raw_path.partition(b"?")[0],
            "query_string": request.url.query,
            "server": (request.url.host, request.url.port),
            "client": ("embedded", 0),
            "root_path": "",
            # Starlette would wait for the disconnection in another task, for which it loads a backend of anyio.
            "walkin.run_until_disconnected": _run_until_cancelled,
        }
        self.task = asyncio.create_task(self._run(app, scope))

    async def wait_for_start(self) -> tuple[int, list[tuple[bytes, bytes]]]:
        """Return status and headers as soon as the application has sent them."""
        try:
            async with asyncio.timeout(self._read_timeout):
                return await asyncio.shield(self._response_start)
        except TimeoutError:
            await self.aclose()
            raise httpx.ReadTimeout("the answer did not come in time") from None
        except asyncio.CancelledError:
            await self.aclose()
            raise

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            try:
                async with asyncio.timeout(self._read_timeout):
                    chunk = await self._body_chunks.get()
            except TimeoutError:
                raise httpx.ReadTimeout("the answer did not go on in time") from None
            if chunk is None:
                return
            yield chunk

    async def aclose(self) -> None:
        self._disconnected.set()
        if self.task is not asyncio.current_task() and not self.task.done():
            self.task.cancel()
            # Raises a cancellation of the caller, but not that of the task.
            await asyncio.gather(self.task, return_exceptions=True)

    async def _run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            # The application logs its exceptions; the client gets a 500, as over a network.
            with contextlib.suppress(Exception):
                await app(scope, self._receive, self._send)
        finally:
            if not self._response_start.done():
                self._response_start.set_result((500, []))
            if not self._disconnected.is_set():
                await self._body_chunks.put(None)

    async def _receive(self) -> Message:
        if self._request_body is not None:
            body, self._request_body = self._request_body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._disconnected.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._response_start.set_result((message["status"], list(message.get("headers", []))))
        elif message["type"] == "http.response.body" and (chunk := message.get("body")):
            await self._body_chunks.put(chunk)
