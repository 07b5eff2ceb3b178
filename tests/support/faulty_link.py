"""A TCP proxy that can lose its server, or answer in its place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from types import TracebackType

PAGE = b"<!doctype html><title>Sign in</title><p>Welcome to the guest network."


def build_answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Build an HTTP response; ``headers`` have "_" for "-"."""
    fields = {"content_type": "text/html", "content_length": str(len(body)), "connection": "close"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def _build_json_answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    return build_answer(status, body, content_type="application/json", **headers)


ANSWERS: Mapping[str, bytes] = {
    "a page, 200": build_answer("200 OK", PAGE, date="Sat, 01 Jan 2050 00:00:00 GMT"),
    "a page, 503": build_answer("503 Service Unavailable", PAGE, retry_after="5"),
    "a page, 403": build_answer("403 Forbidden", PAGE),
    "a page, 404": build_answer("404 Not Found", PAGE),
    "a page, 511": build_answer("511 Network Authentication Required", PAGE),
    "an endless page": build_answer("200 OK", PAGE, content_length="1000000000"),
    "500 as text": build_answer("500 Internal Server Error", b"oops"),
    "500 without a body": build_answer("500 Internal Server Error"),
    "half of a JSON document": _build_json_answer(b'{"items": [{"id": "1", "que'),
    "a JSON document without a list": _build_json_answer(b'{"status": "ok"}'),
    "an empty JSON document": _build_json_answer(b"{}"),
    "a JSON list": _build_json_answer(b"[]"),
    "null": _build_json_answer(b"null"),
    "items that are no list": _build_json_answer(b'{"items": null}'),
    "items that are no registrations": _build_json_answer(b'{"items": [{"id": 1}, 5]}'),
    "an error of another kind": _build_json_answer(b'{"error": {"fields": 5, "code": [], "reason": null}}'),
    "200 without a body": build_answer("200 OK"),
    "204": build_answer("204 No Content"),
    "a content-length that is too long": _build_json_answer(b'{"items": []}', content_length="900"),
    "a content-length that is too short": _build_json_answer(b'{"items": []}', content_length="7"),
    "a redirect to another host": build_answer("302 Found", location="http://login.example/"),
    "a redirect with a page": build_answer("307 Temporary Redirect", PAGE, location="https://login.example/"),
    "compressed, but not really": _build_json_answer(PAGE, content_encoding="gzip"),
    "not HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
}
"""Responses of something else in the server's place, by description."""


class FaultyLink:
    """A proxy of the server at ``port``, until `replace_server`, `go_silent` or `cut_next`.

    With ``has_stream=False`` the server's event stream is answered with 404, as by a server without one.
    """

    def __init__(self, port: int, *, has_stream: bool = True) -> None:
        self._port = port
        self._has_stream = has_stream
        self._answer: bytes | None = None
        self.loses = b""
        """A part of the paths whose requests are answered with 502."""
        self._is_silent = self._cuts_next = False
        self._connections: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> FaultyLink:
        self._server = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._close_connections()

    async def replace_server(self, answer: bytes) -> None:
        """Close all connections, and answer requests with these bytes."""
        self._answer = answer
        await self._close_connections()

    def go_silent(self) -> None:
        """Drop all data, and close nothing."""
        self._is_silent = True

    def cut_next(self) -> None:
        """Close the connection within the next event."""
        self._cuts_next = True

    async def restore(self) -> None:
        """Work again. Connections that lost data are closed."""
        was_silent, self._is_silent = self._is_silent, False
        self._answer = None
        if was_silent:
            await self._close_connections()

    async def _close_connections(self) -> None:
        connections = list(self._connections)
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        back: asyncio.Task[None] | None = None
        server: asyncio.StreamWriter | None = None
        try:
            while data := await reader.read(65_536):
                if self._is_silent:
                    continue
                if (answer := self._choose_answer(data)) is not None:
                    writer.write(answer)
                    await writer.drain()
                    break
                if server is None:
                    there, server = await asyncio.open_connection("127.0.0.1", self._port)
                    back = asyncio.create_task(self._carry_back(there, writer))
                server.write(data)
        except OSError:
            pass
        finally:
            if back is not None:
                back.cancel()
            for end in (server, writer):
                if end is not None:
                    end.close()
            self._connections.discard(task)

    def _choose_answer(self, request: bytes) -> bytes | None:
        """Choose the response in the server's place, None to pass the request on."""
        request_line = request.split(b"\r\n", 1)[0]
        if self._answer is None and self.loses and self.loses in request_line:
            return build_answer("502 Bad Gateway")
        if self._answer is None and not self._has_stream and b"/stream HTTP" in request_line:
            return build_answer("404 Not Found")
        return self._answer

    async def _carry_back(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await there.read(65_536):
                if self._is_silent:
                    continue
                if self._cuts_next and b"data: " in data:
                    self._cuts_next = False
                    writer.write(data[: data.index(b"data: ") + 9])
                    break
                writer.write(data)
        writer.close()
