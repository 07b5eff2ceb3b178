"""Send requests to the addresses of watches: no redirects, no proxies, a total timeout, a bounded response."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping

from walkin.model.watch import METHODS_WITH_BODY
from walkin.watch import ssrf
from walkin.watch.http_connection import ConnectionBroken, HttpConnection, HttpResponse

ATTEMPT_TIMEOUT_SECONDS = 15.0
"""Seconds for one attempt, from name resolution to the last byte that is read."""
MAX_CONNECTIONS_PER_WATCH = 8
"""Concurrent requests to one watch, each on its own connection."""


class NoResponse(Exception):
    """There is no usable response; the message says why, in plain words for the delivery log."""


class ResponseTimeout(NoResponse):
    """The attempt took longer than ATTEMPT_TIMEOUT_SECONDS."""

    def __init__(self) -> None:
        super().__init__(f"No answer came within {ATTEMPT_TIMEOUT_SECONDS:.0f} seconds.")


class Sender:
    """The HTTP client of one watch, with its idle connections."""

    def __init__(
        self, policy: ssrf.AddressPolicy, context: ssl.SSLContext, resolver: ssrf.Resolver = ssrf.resolve_host
    ) -> None:
        self._guard = ssrf.SsrfGuard(policy, resolver)
        self._context = context
        self._idle_connections: dict[tuple[bool, str, int], deque[HttpConnection]] = {}

    async def send(
        self, method: str, destination: ssrf.Destination, headers: Mapping[str, str], body: bytes
    ) -> HttpResponse:
        """Send one request and return the response. Raises NoResponse."""
        request = _serialize_request(method, destination, headers, body)
        try:
            async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
                return await self._exchange(destination, request)
        except TimeoutError:
            raise ResponseTimeout from None
        except ssl.SSLCertVerificationError:
            raise NoResponse("The certificate of the address is not one that is trusted here.") from None
        except (ssrf.AddressUnreachable, ConnectionBroken, OSError):
            raise NoResponse(str(ssrf.AddressUnreachable())) from None

    async def close(self) -> None:
        for connections in self._idle_connections.values():
            while connections:
                connections.pop().close()

    async def _exchange(self, destination: ssrf.Destination, request: bytes) -> HttpResponse:
        key = (destination.secure, destination.host, destination.port)
        idle_connections = self._idle_connections.setdefault(key, deque())
        while idle_connections and not idle_connections[0].is_usable:
            idle_connections.popleft().close()
        while idle_connections:
            if (connection := idle_connections.pop()).is_usable:
                try:
                    return await self._send_over(connection, request, idle_connections)
                except ConnectionBroken as error:
                    # The server had most likely closed the idle connection: retry once on a new one.
                    if error.response_started:
                        raise
                break
        connection = await self._guard.connect(destination, HttpConnection, self._context)
        return await self._send_over(connection, request, idle_connections)

    async def _send_over(self, connection: HttpConnection, request: bytes, idle: deque[HttpConnection]) -> HttpResponse:
        response = await connection.exchange(request)
        if connection.is_usable:
            idle.append(connection)
        return response


class SenderPool:
    """The Senders of all watches, created on first use."""

    def __init__(self, policy: ssrf.AddressPolicy, resolver: ssrf.Resolver = ssrf.resolve_host) -> None:
        self._policy = policy
        self._resolver = resolver
        self._context: ssl.SSLContext | None = None
        self._senders: dict[int, Sender] = {}

    def get_sender(self, watch_id: int) -> Sender:
        if watch_id not in self._senders:
            # Loading the system's CA certificates takes milliseconds: done once.
            self._context = self._context or ssrf.create_tls_context(self._policy)
            self._senders[watch_id] = Sender(self._policy, self._context, self._resolver)
        return self._senders[watch_id]

    async def drop(self, watch_id: int) -> None:
        if sender := self._senders.pop(watch_id, None):
            await sender.close()

    async def close(self) -> None:
        for sender in self._senders.values():
            await sender.close()


def _serialize_request(method: str, destination: ssrf.Destination, headers: Mapping[str, str], body: bytes) -> bytes:
    """Serialize the request. Raises NoResponse for a header value that contains a line end."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if body or method in METHODS_WITH_BODY:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1 or "\0" in head:
        raise NoResponse("A header of this watch cannot be sent.")
    request_line = b"%s %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: identity\r\n" % (
        method.encode(), destination.request_target, destination.host_header,
    )  # fmt: skip
    return request_line + head.encode("latin-1") + b"\r\n\r\n" + body
