"""One connection to a receiver: HTTP/1.1 as far as a sender needs it, one request at a time, kept open between them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import httptools

MAX_RESPONSE_BYTES = 65_536
"""Bytes of an answer's body that are read, and the most that its head may have."""
KEEP_ALIVE_SECONDS = 30.0
"""Seconds that a connection on which nothing happens is used again."""


@dataclass(frozen=True)
class HttpResponse:
    """What came back; header names in lower case. ``body`` is its beginning, at most MOST_READ bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ConnectionBroken(Exception):
    """The connection has ended, or what came is no HTTP. ``begun`` is whether a part of an answer had come."""

    def __init__(self, response_started: bool) -> None:
        super().__init__("broken")
        self.response_started = response_started


class HttpConnection(asyncio.Protocol):
    """See the module. Whatever ends an exchange early, its cancellation as well, ends the connection."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._pending_response: asyncio.Future[HttpResponse] | None = None
        self._idle_since = 0.0

    async def exchange(self, request: bytes) -> HttpResponse:
        """The answer to that request, which is sent as it is. Raises Broken."""
        if self._transport is None:
            raise ConnectionBroken(False)
        self._parser = httptools.HttpResponseParser(self)
        self._received_bytes = 0
        self._headers: dict[str, str] = {}
        self._body_chunks: list[bytes] = []
        self._headers_complete = False
        waiting: asyncio.Future[HttpResponse] = self._loop.create_future()
        self._pending_response = waiting
        self._transport.write(request)
        try:
            return await waiting
        finally:
            if waiting.cancelled():
                self.close()
            self._pending_response = None
            self._idle_since = self._loop.time()

    @property
    def is_usable(self) -> bool:
        """Whether another request can be sent."""
        return self._transport is not None and self._loop.time() - self._idle_since < KEEP_ALIVE_SECONDS

    def close(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if self._pending_response is None or self._pending_response.done():
            # Nothing was asked.
            self.close()
            return
        self._received_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail()
        if self._received_bytes > MAX_RESPONSE_BYTES and not self._headers_complete:
            self._fail()

    def eof_received(self) -> None:
        """See asyncio.Protocol."""
        if self._headers_complete and self._body_until_close:
            self._finish(keep_alive=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._fail()

    def on_message_begin(self) -> None:
        """See httptools, as for the others that begin so."""
        if self._pending_response is None or self._pending_response.done():
            raise ValueError("a second answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if self._parser.get_status_code() < 200:
            self._headers.clear()
            return
        self._headers_complete = True
        self._remaining_bytes = MAX_RESPONSE_BYTES
        chunked = "chunked" in self._headers.get("transfer-encoding", "").lower()
        self._body_until_close = not chunked and "content-length" not in self._headers

    def on_body(self, body: bytes) -> None:
        self._body_chunks.append(body[: self._remaining_bytes])
        self._remaining_bytes -= len(body)
        if self._remaining_bytes <= 0:
            self._finish(keep_alive=False)

    def on_message_complete(self) -> None:
        if self._headers_complete:
            self._finish(keep_alive=self._parser.should_keep_alive())

    def _finish(self, *, keep_alive: bool) -> None:
        if self._pending_response is not None and not self._pending_response.done():
            answer = HttpResponse(self._parser.get_status_code(), self._headers, b"".join(self._body_chunks))
            self._pending_response.set_result(answer)
        if not keep_alive:
            self.close()

    def _fail(self) -> None:
        if self._pending_response is not None and not self._pending_response.done():
            self._pending_response.set_exception(ConnectionBroken(self._received_bytes > 0))
        self.close()
