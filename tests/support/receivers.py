"""Receivers of watches: HTTP servers on this machine that record requests and send scripted responses."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass
class ReceivedRequest:
    """One request; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    received_at: float = field(default_factory=time.monotonic)

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def message_id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Reply:
    """A response, sent after ``delay_seconds``; ``raw`` replaces it entirely."""

    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0
    raw: bytes | None = None


Responder = Callable[[ReceivedRequest], "Reply | Awaitable[Reply]"]


class Receiver:
    """A server at ``url``; ``responder`` builds the response to each request."""

    def __init__(self, responder: Responder | None = None) -> None:
        self.responder = responder or (lambda request: Reply())
        self.requests: list[ReceivedRequest] = []
        self.connections = 0
        self.port = 0
        self.is_tls = False
        self._connection_tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"{'https' if self.is_tls else 'http'}://127.0.0.1:{self.port}/hook"

    @contextlib.asynccontextmanager
    async def run(self, context: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[Receiver]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", port, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        self.is_tls = context is not None
        try:
            yield self
        finally:
            server.close()
            self.close_connections()
            await asyncio.gather(*self._connection_tasks, return_exceptions=True)

    @property
    def open_connections(self) -> int:
        """The number of open connections."""
        return len(self._connection_tasks)

    def close_connections(self) -> None:
        """Close the open connections; the server goes on."""
        for task in self._connection_tasks:
            task.cancel()

    async def wait_until(
        self, condition: Callable[[], Any], description: str = "the requests", timeout: float = 60
    ) -> None:
        """Wait for a condition; fail after ``timeout`` seconds."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited {timeout} s in vain for {description}; there were {len(self.requests)}")
            await asyncio.sleep(0.005)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._connection_tasks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while True:
                    await self._send_reply(reader, writer)
        finally:
            self._connection_tasks.discard(task)
            writer.close()

    async def _send_reply(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        request = ReceivedRequest(method, path, headers, body)
        self.requests.append(request)
        reply = self.responder(request)
        if not isinstance(reply, Reply):
            reply = await reply
        if reply.delay_seconds:
            await asyncio.sleep(reply.delay_seconds)
        if reply.raw is not None:
            writer.write(reply.raw)
        else:
            lines = [f"HTTP/1.1 {reply.status} X", f"Content-Length: {len(reply.body)}"]
            lines += [f"{name}: {value}" for name, value in reply.headers.items()]
            writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)
        await writer.drain()
