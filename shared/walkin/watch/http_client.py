"""Sending one request through the guard: no redirects, no proxies, a total deadline, and little of the answer read."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping

from walkin.watch.http_connection import Answer, Broken, Connection
from walkin.watch.ssrf import Guard, Policy, Resolve, Target, Unreachable, resolved, trusted

DEADLINE = 15.0
"""Seconds for one attempt, from the look-up of the name to the last byte that is read."""
CONNECTIONS = 8
"""Requests to the address of one watch that are under way at once, each on a connection of its own."""


class NoAnswer(Exception):
    """Nothing that counts as an answer; the text says so in plain words."""


class TooLate(NoAnswer):
    """The deadline has passed."""

    def __init__(self) -> None:
        super().__init__(f"No answer came within {DEADLINE:.0f} seconds.")


class Sender:
    """The connections to the addresses of one watch, kept open between requests."""

    def __init__(self, policy: Policy, context: ssl.SSLContext, resolve: Resolve = resolved) -> None:
        self._guard = Guard(policy, resolve)
        self._context = context
        self._idle: dict[tuple[bool, str, int], deque[Connection]] = {}

    async def send(self, method: str, target: Target, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer. Raises NoAnswer."""
        request = _written(method, target, headers, body)
        try:
            async with asyncio.timeout(DEADLINE):
                return await self._exchange(target, request)
        except TimeoutError:
            raise TooLate from None
        except ssl.SSLCertVerificationError:
            raise NoAnswer("The certificate of the address is not one that is trusted here.") from None
        except (Unreachable, Broken, OSError):
            raise NoAnswer(str(Unreachable())) from None

    async def close(self) -> None:
        """Close the connections on which nothing is under way."""
        for kept in self._idle.values():
            while kept:
                kept.pop().close()

    async def _exchange(self, target: Target, request: bytes) -> Answer:
        kept = self._idle.setdefault((target.secure, target.host, target.port), deque())
        while kept and not kept[0].usable:
            kept.popleft().close()
        while kept:
            if (connection := kept.pop()).usable:
                try:
                    return await self._over(connection, request, kept)
                except Broken as problem:
                    # Most often the other side had closed it meanwhile: once more, on a new one.
                    if problem.begun:
                        raise
                break
        connection = await self._guard.connect(target, Connection, self._context)
        return await self._over(connection, request, kept)

    async def _over(self, connection: Connection, request: bytes, kept: deque[Connection]) -> Answer:
        answer = await connection.exchange(request)
        if connection.usable:
            kept.append(connection)
        return answer


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

    async def drop(self, watch: int) -> None:
        """The watch is gone: close its connections."""
        if sender := self._senders.pop(watch, None):
            await sender.close()

    async def close(self) -> None:
        """Close every connection."""
        for sender in self._senders.values():
            await sender.close()


def _written(method: str, target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    """The request as it goes over the line. Raises NoAnswer for a header that would be more than one."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1 or "\0" in head:
        raise NoAnswer("A header of this watch cannot be sent.")
    first = b"%s %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: identity\r\n" % (
        method.encode(), target.path, target.authority,
    )  # fmt: skip
    return first + head.encode("latin-1") + b"\r\n\r\n" + body
