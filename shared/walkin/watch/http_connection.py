"""One connection to a receiver: HTTP/1.1 as far as a sender needs it, one request at a time, kept open between them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import httptools

MOST_READ = 65_536
"""Bytes of an answer's body that are read, and the most that its head may have."""
KEPT = 30.0
"""Seconds that a connection on which nothing happens is used again."""


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case. ``body`` is its beginning, at most MOST_READ bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Broken(Exception):
    """The connection has ended, or what came is no HTTP. ``begun`` is whether a part of an answer had come."""

    def __init__(self, begun: bool) -> None:
        super().__init__("broken")
        self.begun = begun


class Connection(asyncio.Protocol):
    """See the module. Whatever ends an exchange early, its cancellation as well, ends the connection."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._since = 0.0

    async def exchange(self, request: bytes) -> Answer:
        """The answer to that request, which is sent as it is. Raises Broken."""
        if self._transport is None:
            raise Broken(False)
        self._parser = httptools.HttpResponseParser(self)
        self._size = 0
        self._headers: dict[str, str] = {}
        self._pieces: list[bytes] = []
        self._headed = False
        waiting: asyncio.Future[Answer] = self._loop.create_future()
        self._waiting = waiting
        self._transport.write(request)
        try:
            return await waiting
        finally:
            if waiting.cancelled():
                self.close()
            self._waiting = None
            self._since = self._loop.time()

    @property
    def usable(self) -> bool:
        """Whether another request can be sent."""
        return self._transport is not None and self._loop.time() - self._since < KEPT

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
        if self._waiting is None or self._waiting.done():
            # Nothing was asked.
            self.close()
            return
        self._size += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._break()
        if self._size > MOST_READ and not self._headed:
            self._break()

    def eof_received(self) -> None:
        """See asyncio.Protocol."""
        if self._headed and self._until_end:
            self._finish(keep=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._break()

    def on_message_begin(self) -> None:
        """See httptools, as for the others that begin so."""
        if self._waiting is None or self._waiting.done():
            raise ValueError("a second answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if self._parser.get_status_code() < 200:
            self._headers.clear()
            return
        self._headed = True
        self._room = MOST_READ
        chunked = "chunked" in self._headers.get("transfer-encoding", "").lower()
        self._until_end = not chunked and "content-length" not in self._headers

    def on_body(self, body: bytes) -> None:
        self._pieces.append(body[: self._room])
        self._room -= len(body)
        if self._room <= 0:
            self._finish(keep=False)

    def on_message_complete(self) -> None:
        if self._headed:
            self._finish(keep=self._parser.should_keep_alive())

    def _finish(self, *, keep: bool) -> None:
        if self._waiting is not None and not self._waiting.done():
            answer = Answer(self._parser.get_status_code(), self._headers, b"".join(self._pieces))
            self._waiting.set_result(answer)
        if not keep:
            self.close()

    def _break(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken(self._size > 0))
        self.close()
