"""Sending one request through the guard: no redirects, no proxies, a total deadline, and little of the answer read."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping

from walkin.watch.http_connection import ConnectionBroken, HttpConnection, HttpResponse
from walkin.watch.ssrf import (
    AddressPolicy,
    AddressUnreachable,
    Destination,
    Resolver,
    SsrfGuard,
    create_tls_context,
    resolve_host,
)

ATTEMPT_TIMEOUT_SECONDS = 15.0
"""Seconds for one attempt, from the look-up of the name to the last byte that is read."""
MAX_CONNECTIONS_PER_WATCH = 8
"""Requests to the address of one watch that are under way at once, each on a connection of its own."""


class NoResponse(Exception):
    """Nothing that counts as an answer; the text says so in plain words."""


class ResponseTimeout(NoResponse):
    """The deadline has passed."""

    def __init__(self) -> None:
        super().__init__(f"No answer came within {ATTEMPT_TIMEOUT_SECONDS:.0f} seconds.")


class Sender:
    """The connections to the addresses of one watch, kept open between requests."""

    def __init__(self, policy: AddressPolicy, context: ssl.SSLContext, resolver: Resolver = resolve_host) -> None:
        self._guard = SsrfGuard(policy, resolver)
        self._context = context
        self._idle_connections: dict[tuple[bool, str, int], deque[HttpConnection]] = {}

    async def send(
        self, method: str, destination: Destination, headers: Mapping[str, str], body: bytes
    ) -> HttpResponse:
        """The answer. Raises NoAnswer."""
        request = _serialize_request(method, destination, headers, body)
        try:
            async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
                return await self._exchange(destination, request)
        except TimeoutError:
            raise ResponseTimeout from None
        except ssl.SSLCertVerificationError:
            raise NoResponse("The certificate of the address is not one that is trusted here.") from None
        except (AddressUnreachable, ConnectionBroken, OSError):
            raise NoResponse(str(AddressUnreachable())) from None

    async def close(self) -> None:
        """Close the connections on which nothing is under way."""
        for kept in self._idle_connections.values():
            while kept:
                kept.pop().close()

    async def _exchange(self, destination: Destination, request: bytes) -> HttpResponse:
        kept = self._idle_connections.setdefault((destination.secure, destination.host, destination.port), deque())
        while kept and not kept[0].is_usable:
            kept.popleft().close()
        while kept:
            if (connection := kept.pop()).is_usable:
                try:
                    return await self._send_over(connection, request, kept)
                except ConnectionBroken as problem:
                    # Most often the other side had closed it meanwhile: once more, on a new one.
                    if problem.response_started:
                        raise
                break
        connection = await self._guard.connect(destination, HttpConnection, self._context)
        return await self._send_over(connection, request, kept)

    async def _send_over(
        self, connection: HttpConnection, request: bytes, idle_connections: deque[HttpConnection]
    ) -> HttpResponse:
        answer = await connection.exchange(request)
        if connection.is_usable:
            idle_connections.append(connection)
        return answer


class SenderPool:
    """A Sender for each watch, made when it is needed."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver = resolve_host) -> None:
        self._policy = policy
        self._resolver = resolver
        self._context: ssl.SSLContext | None = None
        self._senders: dict[int, Sender] = {}

    def get_sender(self, watch_id: int) -> Sender:
        """The sender of that watch."""
        if watch_id not in self._senders:
            # Reading the system's authorities takes some milliseconds: once.
            self._context = self._context or create_tls_context(self._policy)
            self._senders[watch_id] = Sender(self._policy, self._context, self._resolver)
        return self._senders[watch_id]

    async def drop(self, watch_id: int) -> None:
        """The watch is gone: close its connections."""
        if sender := self._senders.pop(watch_id, None):
            await sender.close()

    async def close(self) -> None:
        """Close every connection."""
        for sender in self._senders.values():
            await sender.close()


def _serialize_request(method: str, destination: Destination, headers: Mapping[str, str], body: bytes) -> bytes:
    """The request as it goes over the line. Raises NoAnswer for a header that would be more than one."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1 or "\0" in head:
        raise NoResponse("A header of this watch cannot be sent.")
    first = b"%s %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: identity\r\n" % (
        method.encode(), destination.request_target, destination.host_header,
    )  # fmt: skip
    return first + head.encode("latin-1") + b"\r\n\r\n" + body
