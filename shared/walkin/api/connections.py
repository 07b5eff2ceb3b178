"""Connections of HTTP clients: limits of their number, of the size of a request's head and of slowness."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
import ssl
import sys
from collections import Counter
from collections.abc import Coroutine, Iterable
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, cast

import httptools
import orjson
import uvicorn
from starlette.types import Scope
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from walkin.api.middleware.paths import STREAM_SUFFIX
from walkin.api.security.client_address import get_address_key

HEAD_SECONDS = 10.0
"""Time for the TLS handshake, and for the head of a request."""

BODY_SECONDS = 30.0
MIN_BODY_BYTES = 10_000
"""Bytes of a body that have to arrive in ``BODY_SECONDS``, unless it ends."""

STALL_SECONDS = 15.0
MIN_PROGRESS_BYTES = 10_000
"""Bytes that a client has to read in ``STALL_SECONDS`` while the write buffer is full."""

MAX_HEAD_BYTES = 64 * 1024
"""Limit of a request line with its headers, of trailers and of the framing of a chunked body."""

TOO_LARGE_HEAD_MESSAGE = "The headers of a request have at most 64 KiB."
TOO_MANY_MESSAGE = "Too many connections. Try again in a moment."

MAX_PIPELINED = 32
"""Requests of a connection that may wait for the response to the one before."""

FILES_PER_CONNECTION = 2
RESERVED_FILES = 100
"""Open files for the database and for uploads: one for each connection, and these."""

log = logging.getLogger("walkin.api")


class ConnectionLimits:
    """Admits connections up to a limit in total and a limit per address.

    At a limit the oldest connection without a complete request is closed, so clients that only open connections do not
    block others. The limit per address does not apply to ``proxies``, which connect for many clients.
    """

    def __init__(self, limit: int, limit_per_address: int, proxies: Iterable[str] = ()) -> None:
        self._limit = limit
        self._limit_per_address = limit_per_address
        self._proxies = [ipaddress.ip_network(proxy, strict=False) for proxy in proxies]
        self._keys: dict[Connection, str] = {}
        self._counts: Counter[str] = Counter()
        self._waiting: dict[Connection, None] = {}
        self._waiting_by_key: dict[str, dict[Connection, None]] = {}

    def admit(self, connection: Connection, host: str) -> bool:
        """Count the connection, which has sent no request yet; False if there are too many."""
        key = get_address_key(host)
        if not self._is_proxy(host) and self._counts[key] >= self._limit_per_address:
            if not self._end_oldest(self._waiting_by_key.get(key, {})):
                return False
        elif len(self._keys) >= self._limit and not self._end_oldest(self._waiting):
            return False
        self._keys[connection] = key
        self._counts[key] += 1
        self.mark_waiting(connection)
        return True

    def mark_waiting(self, connection: Connection) -> None:
        """Note that the connection has no complete request."""
        if (key := self._keys.get(connection)) is not None and connection not in self._waiting:
            self._waiting[connection] = None
            self._waiting_by_key.setdefault(key, {})[connection] = None

    def mark_busy(self, connection: Connection) -> None:
        """Note that the connection's request is complete: it is not closed for another one."""
        if connection in self._waiting:
            del self._waiting[connection]
            waiting = self._waiting_by_key[key := self._keys[connection]]
            del waiting[connection]
            if not waiting:
                del self._waiting_by_key[key]

    def release(self, connection: Connection) -> None:
        self.mark_busy(connection)
        if (key := self._keys.pop(connection, None)) is not None:
            self._counts[key] -= 1
            if not self._counts[key]:
                del self._counts[key]

    def _end_oldest(self, connections: dict[Connection, None]) -> bool:
        oldest = next(iter(connections), None)
        if oldest is None:
            return False
        self.release(oldest)
        oldest.end()
        return True

    def _is_proxy(self, host: str) -> bool:
        if not self._proxies:
            return False
        with contextlib.suppress(ValueError):
            address = ipaddress.ip_address(host)
            return any(address in network for network in self._proxies)
        return False


class _Part(Enum):
    """The part of a request that has to arrive next."""

    HEAD = auto()
    BODY = auto()
    NOTHING = auto()


class _Parser(httptools.HttpRequestParser):
    """HTTP parser that ignores ``Upgrade``, such as the ``h2c`` that Java's client sends with each request.

    httptools ends such a request after its head, and would parse the body as the next request.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection
        with contextlib.suppress(AttributeError):
            # As in uvicorn's own; older versions of httptools lack it.
            self.set_dangerous_leniencies(lenient_data_after_close=True)

    def feed_data(self, data: bytes) -> None:  # type: ignore[override]
        while True:
            try:
                super().feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                head, self._connection.head_without_upgrade = self._connection.head_without_upgrade, b""
                if not head:
                    raise
                data = head + data[upgrade.args[0] :]
                # After a head with "Connection: close" the same parser would read nothing more.
                self.__init__(self._connection)  # type: ignore[misc]
            else:
                return


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with limits; without them it waits forever for a client that sends or reads slowly."""

    transport: asyncio.Transport | None  # type: ignore[assignment]

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: ConnectionLimits,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.parser = _Parser(self)
        self.head_without_upgrade = b""
        """The head of a request with ``Upgrade``, without that header, to be parsed in its place."""
        self._limits = limits
        self.handshake: asyncio.Task[object] | None = None
        """The task that starts TLS, until TLS has started."""
        self._running_cycle: RequestResponseCycle | None = None
        self._stream_task: asyncio.Task[Any] | None = None
        """The task of the request while it sends a stream of events."""
        self._next_part = _Part.HEAD
        self._timed_part = _Part.NOTHING
        self._request_timer: asyncio.TimerHandle | None = None
        self._stall_timer: asyncio.TimerHandle | None = None
        self._unread_bytes = 0
        """Bytes that arrived for the current request, apart from its complete head and its body."""
        self._body_bytes = 0
        self._body_bytes_before = 0

    # From asyncio.Protocol

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if self.handshake is not None:
            self.handshake = None
        elif not self._limits.admit(self, get_host(transport)):
            transport.write(_build_response(503, "busy", TOO_MANY_MESSAGE))
            transport.close()
            return
        super().connection_made(transport)
        self._watch_request()

    def data_received(self, data: bytes) -> None:
        if self.transport is None or self.transport.is_closing():
            return
        self._unread_bytes += len(data)
        super().data_received(data)
        if self.transport is None or self.transport.is_closing():
            return
        if len(self.pipeline) > MAX_PIPELINED:
            self._disconnect_cycles()
            self.transport.abort()
        elif self._unread_bytes > MAX_HEAD_BYTES:
            self._refuse(431, "tooLarge", TOO_LARGE_HEAD_MESSAGE)
        else:
            self._watch_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_timers()
        self._limits.release(self)
        self._disconnect_cycles()
        if self.transport is not None:
            super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._schedule_stall_check()

    def resume_writing(self) -> None:
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None
        super().resume_writing()

    # From the parser

    def on_message_begin(self) -> None:
        self._next_part = _Part.HEAD
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        if self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT":
            self.head_without_upgrade = self._build_head_without_upgrade()
            return
        self._next_part = _Part.BODY
        self._unread_bytes = 0
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > MAX_HEAD_BYTES:
            self._unread_bytes = size
            # Ends the parsing; uvicorn calls send_400_response.
            raise ValueError
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        # A byte of a chunked body may be a chunk of its own, with six bytes around it.
        self._unread_bytes = max(0, self._unread_bytes - 8 * len(body))
        self._body_bytes += len(body)
        super().on_body(body)

    def _build_head_without_upgrade(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        for name, value in self.headers:
            if name == b"connection":
                options = [option.strip() for option in value.split(b",")]
                value = b", ".join(o for o in options if o.lower() not in (b"upgrade", b"http2-settings"))
            if value and name not in (b"upgrade", b"http2-settings"):
                lines.append(b"%b: %b" % (name, value))
        return b"\r\n".join([*lines, b"", b""])

    def on_message_complete(self) -> None:
        if self.head_without_upgrade:
            return
        self._next_part = _Part.NOTHING
        self._unread_bytes = 0
        super().on_message_complete()

    # From uvicorn

    def on_response_complete(self) -> None:
        cycle = self._running_cycle
        if cycle is not None and isinstance(cycle.transport, _JoinedWrites):
            # They refer to each other: without that both are freed at once.
            cycle.transport = cycle.transport.end()
        super().on_response_complete()
        if self.transport is None or self.transport.is_closing():
            return
        if self.cycle.response_complete and self.cycle.more_body:
            # Nobody reads the rest of the body.
            self.transport.close()
        elif self.cycle.response_complete and self._next_part is _Part.NOTHING:
            # The deadline of the next request begins with what precedes it, such as line ends.
            self._next_part = _Part.HEAD
            self._limits.mark_waiting(self)

    def send_400_response(self, msg: str) -> None:
        if self._unread_bytes > MAX_HEAD_BYTES:
            self._refuse(431, "tooLarge", TOO_LARGE_HEAD_MESSAGE)
        else:
            self._refuse(400, "badRequest", msg)

    def end(self) -> None:
        """Close the connection to make room for another one."""
        self._refuse(503, "busy", TOO_MANY_MESSAGE, only_within_request=True)

    def _refuse(self, status: int, reason: str, message: str, *, only_within_request: bool = False) -> None:
        """Answer instead of the application, and close."""
        transport, cycle = self.transport, self.cycle
        if transport is None:
            if self.handshake is not None:
                self.handshake.cancel()
            return
        is_answering = cycle is not None and not cycle.response_complete
        is_begun = is_answering and (cycle.response_started or bool(self.pipeline))
        self._disconnect_cycles()
        if is_begun:
            transport.abort()
            return
        if is_answering or not only_within_request:
            transport.write(_build_response(status, reason, message))
        transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running_cycle = cycle
        if cycle.scope["path"].endswith(STREAM_SUFFIX):
            # uvicorn's TypedDict has no such member.
            cast("Scope", cycle.scope)["walkin.run_until_disconnected"] = self._run_until_disconnected
        cycle.transport = _JoinedWrites(cycle)
        super()._start_asgi_task(cycle, app)

    async def _run_until_disconnected(self, response: Coroutine[Any, Any, None]) -> None:
        """Run a streaming response in the task of its request; cancel it when the client disconnects."""
        cycle = self._running_cycle
        if cycle is None or cycle.disconnected:
            response.close()
            return
        self._stream_task = asyncio.current_task()
        try:
            await response
        except asyncio.CancelledError:
            if not cycle.disconnected:
                raise
        finally:
            self._stream_task = None
            # It would be a reference cycle.
            del cast("Scope", cycle.scope)["walkin.run_until_disconnected"]

    def _disconnect_cycles(self) -> None:
        """Tell the application that the client is disconnected: writing a response would fail.

        uvicorn tells only the last request that arrived; with pipelined requests an earlier one is running.
        """
        for cycle in (self._running_cycle, self.cycle):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        if self._stream_task is not None:
            self._stream_task.cancel()

    def _watch_request(self) -> None:
        """Set the deadline of the part of the request that has to arrive next."""
        if self._next_part is _Part.NOTHING:
            self._limits.mark_busy(self)
        if self._next_part is self._timed_part:
            return
        if self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None
        self._timed_part = self._next_part
        if self._timed_part is _Part.HEAD:
            self._request_timer = self.loop.call_later(HEAD_SECONDS, self._handle_slow_request)
        elif self._timed_part is _Part.BODY:
            self._schedule_body_check()

    def _schedule_body_check(self) -> None:
        self._body_bytes_before = self._body_bytes
        self._request_timer = self.loop.call_later(BODY_SECONDS, self._check_body_progress)

    def _check_body_progress(self) -> None:
        # Reading is paused while the application is busy with what has arrived.
        if self.flow.read_paused or self._body_bytes - self._body_bytes_before >= MIN_BODY_BYTES:
            self._schedule_body_check()
        else:
            self._handle_slow_request()

    def _handle_slow_request(self) -> None:
        self._refuse(408, "badRequest", "The request did not arrive in time.")

    def _schedule_stall_check(self) -> None:
        if self.transport is not None:
            unsent = self.transport.get_write_buffer_size()
            self._stall_timer = self.loop.call_later(STALL_SECONDS, self._check_write_progress, unsent)

    def _check_write_progress(self, unsent_before: int) -> None:
        if self.transport is None:
            return
        if unsent_before - self.transport.get_write_buffer_size() < MIN_PROGRESS_BYTES:
            log.info("%s does not read its response and is cut off", self.client)
            self.transport.abort()
        else:
            self._schedule_stall_check()

    def _cancel_timers(self) -> None:
        for timer in (self._request_timer, self._stall_timer):
            if timer is not None:
                timer.cancel()
        self._request_timer = self._stall_timer = None


class _JoinedWrites(asyncio.Transport):
    """Transport of a response that sends a head with Content-Length and the body in one system call."""

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle
        self._transport = cycle.transport
        self._head: bytes | None = None
        self._is_head_sent = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._is_head_sent or not self._cycle.response_started:
            # Before the head there is "100 Continue".
            self._transport.write(data)
        elif self._head is None:
            self._head = bytes(data)
            if self._cycle.chunked_encoding is not False:
                # A stream may have nothing to send for long.
                self.flush()
        else:
            self._transport.write(self._head + data)
            self._head, self._is_head_sent = None, True

    def flush(self) -> None:
        if self._head is not None:
            self._transport.write(self._head)
            self._head, self._is_head_sent = None, True

    def end(self) -> asyncio.Transport:
        """Send a head that has no body, as for HEAD; return the connection's own transport."""
        self.flush()
        return self._transport

    def close(self) -> None:
        self.end().close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()


class TlsStarter(asyncio.Protocol):
    """Counts a connection before its TLS handshake, which has a deadline, and passes it to a `Connection`.

    asyncio's own TLS server does not tell the address of a handshake. The connection is passed on as a socket:
    upgrading a transport may lose data that has already arrived.
    """

    def __init__(self, connection: Connection, limits: ConnectionLimits, context: ssl.SSLContext) -> None:
        self._connection = connection
        self._limits = limits
        self._context = context

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if self._limits.admit(self._connection, get_host(transport)):
            client_socket = transport.get_extra_info("socket").dup()
            self._connection.handshake = asyncio.ensure_future(self._start_tls(client_socket))
        transport.abort()

    async def _start_tls(self, client_socket: socket.socket) -> None:
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: self._connection, client_socket, ssl=self._context, ssl_handshake_timeout=HEAD_SECONDS
            )
        except OSError:
            log.debug("a TLS handshake has failed", exc_info=True)
        finally:
            if self._connection.handshake is not None:
                client_socket.close()
                self._limits.release(self._connection)


def get_host(transport: asyncio.BaseTransport) -> str:
    """Return the address of the peer, empty for a local socket."""
    peer = transport.get_extra_info("peername")
    return str(peer[0]) if isinstance(peer, tuple) else ""


def _build_response(status: int, reason: str, message: str) -> bytes:
    body = orjson.dumps({"error": {"code": status, "reason": reason, "message": message}})
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


def limit_by_open_files(wanted: int) -> int:
    """Return how many of the wanted connections the system's limit of open files allows, after raising it."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted * FILES_PER_CONNECTION + RESERVED_FILES
    if soft != resource.RLIM_INFINITY and soft < needed:
        raised = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
    if soft == resource.RLIM_INFINITY:
        return wanted
    return min(wanted, max(10, (soft - RESERVED_FILES) // FILES_PER_CONNECTION))
