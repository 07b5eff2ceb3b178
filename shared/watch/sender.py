"""Sending one request through the guard: no redirects, no proxies, a total deadline, and little of the answer read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore

from shared.watch.guard import Guard, Policy, Resolve, Target, Unreachable, resolved, trusted

DEADLINE = 15.0
"""Seconds for one attempt, from the look-up of the name to the last byte that is read."""
MOST_READ = 65_536
CONNECTIONS = 8
"""Connections to the address of one watch."""


@dataclass(frozen=True)
class Answer:
    """What came back. ``body`` is its beginning, at most MOST_READ bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(Exception):
    """Nothing that counts as an answer; the text says so in plain words."""


class TooLate(NoAnswer):
    """The deadline has passed."""

    def __init__(self) -> None:
        super().__init__(f"No answer came within {DEADLINE:.0f} seconds.")


class Sender:
    """The connections to one address, kept open between requests."""

    def __init__(self, policy: Policy, context: ssl.SSLContext, resolve: Resolve = resolved) -> None:
        self._pools = {
            secure: httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=CONNECTIONS,
                keepalive_expiry=30,
                network_backend=Guard(policy, secure=secure, resolve=resolve),
            )
            for secure in (True, False)
        }

    async def send(self, method: str, target: Target, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer. Raises NoAnswer."""
        given = [(b"Host", target.authority), (b"Accept-Encoding", b"identity")]
        given += [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
        if body or method in ("POST", "PUT", "PATCH"):
            given.append((b"Content-Length", str(len(body)).encode()))
        try:
            async with asyncio.timeout(DEADLINE):
                try:
                    return await self._exchange(method, target, given, body)
                except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                    # Most often a kept connection that the other side had closed: once more, on a new one.
                    return await self._exchange(method, target, given, body)
        except (TimeoutError, httpcore.TimeoutException):
            raise TooLate from None
        except Unreachable as error:
            raise NoAnswer(str(error)) from None
        except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.UnsupportedProtocol, OSError) as error:
            if "CERTIFICATE" in str(error).upper():
                raise NoAnswer("The certificate of the address is not one that is trusted here.") from None
            raise NoAnswer(str(Unreachable())) from None

    async def close(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            await pool.aclose()

    async def _exchange(self, method: str, target: Target, headers: list[tuple[bytes, bytes]], body: bytes) -> Answer:
        pieces: list[bytes] = []
        size = 0
        pool = self._pools[target.secure]
        async with pool.stream(method, target.url, headers=headers, content=body or None) as response:
            async for piece in response.aiter_stream():
                pieces.append(piece)
                size += len(piece)
                if size >= MOST_READ:
                    break
        named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        return Answer(response.status, named, b"".join(pieces)[:MOST_READ])


class Senders:
    """A Sender for each watch, made when it is needed."""

    def __init__(self, policy: Policy, resolve: Resolve = resolved) -> None:
        self._policy = policy
        self._resolve = resolve
        self._context: ssl.SSLContext | None = None
        self._senders: dict[int, Sender] = {}

    def of(self, watch: int) -> Sender:
        """The sender of that watch."""
        if watch not in self._senders:
            # Reading the system's authorities takes some milliseconds: once.
            self._context = self._context or trusted(self._policy)
            self._senders[watch] = Sender(self._policy, self._context, self._resolve)
        return self._senders[watch]

    async def close(self) -> None:
        """Close every connection."""
        for sender in self._senders.values():
            await sender.close()
