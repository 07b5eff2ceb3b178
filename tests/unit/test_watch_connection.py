"""Answers of every shape that HTTP/1.1 allows, and of some that it does not, over real connections."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest

from walkin.watch.http_client import NoResponse, Sender, SenderPool
from walkin.watch.http_connection import MAX_RESPONSE_BYTES, HttpResponse
from walkin.watch.ssrf import AddressPolicy, Destination, parse_networks

LOOPBACK = AddressPolicy(parse_networks(["127.0.0.0/8"]))
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class Scripted:
    """A server that answers the n-th request it gets with the n-th of ``answers``, then the last one again.

    A piece None ends the connection.
    """

    def __init__(self, *answers: Sequence[bytes | None]) -> None:
        self._answers = answers
        self.requests: list[bytes] = []
        self.connections = 0
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[tuple[Sender, Destination]]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        senders = SenderPool(LOOPBACK)
        try:
            yield senders.get_sender(1), Destination(f"http://127.0.0.1:{self.port}/hook?a=b")
        finally:
            await senders.close()
            server.close()
            for writer in self._writers:
                writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.append(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
                self.requests.append(head + await reader.readexactly(length))
                for piece in self._answers[min(len(self.requests), len(self._answers)) - 1]:
                    if piece is None:
                        writer.close()
                        return
                    writer.write(piece)
                    await writer.drain()
                    # So that each piece is read by itself.
                    await asyncio.sleep(0.001)


async def sent(sender: Sender, target: Destination) -> HttpResponse:
    async with asyncio.timeout(10):
        return await sender.send("POST", target, {"x-a": "b"}, b"{}")


WHOLE = {
    "with a length": [OK],
    "byte by byte": [OK[place : place + 1] for place in range(len(OK))],
    "in chunks": [CHUNKED, b"1\r\no\r\n", b"1;x=y\r\nk\r\n", b"0\r\na: b\r\n\r\n"],
    "up to its end": [b"HTTP/1.1 200 OK\r\n\r\no", b"k", None],
    "of HTTP/1.0": [b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", None],
    "after others that are none yet": [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK],
}  # fmt: skip


@pytest.mark.parametrize("pieces", WHOLE.values(), ids=WHOLE.keys())
async def test_an_answer_is_read_however_it_comes(pieces: list[bytes | None]) -> None:
    server = Scripted(pieces)
    async with server.running() as (sender, target):
        for number in (1, 2):
            answer = await sent(sender, target)
            assert (answer.status, answer.body) == (200, b"ok")
            assert "link" not in answer.headers
            assert len(server.requests) == number
    assert server.connections == (2 if pieces[-1] is None else 1)
    lines = server.requests[0].split(b"\r\n")
    assert lines[0] == b"POST /hook?a=b HTTP/1.1"
    assert {f"Host: 127.0.0.1:{server.port}".encode(), b"x-a: b", b"Content-Length: 2"} < set(lines)
    assert lines[-1] == b"{}"


NONE = {
    "no HTTP": [b"\x00garbage\r\n\r\n"],
    "nothing": [None],
    "half a head": [b"HTTP/1.1 200 OK\r\nContent-", None],
    "half a body": [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", None],
    "half a chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok", None],
    "two lengths": [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok."],
    "another protocol": [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"],
    "a head without end": [b"HTTP/1.1 200 OK\r\n", *[b"x: " + b"y" * 9_000 + b"\r\n"] * 20],
    "many that are none yet": [b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000],
}


@pytest.mark.parametrize("pieces", NONE.values(), ids=NONE.keys())
async def test_what_is_no_answer_is_a_failure_and_ends_the_connection(pieces: list[bytes | None]) -> None:
    server = Scripted(pieces, [OK])
    async with server.running() as (sender, target):
        with pytest.raises(NoResponse):
            await sent(sender, target)
        assert (await sent(sender, target)).status == 200
    assert server.connections == 2


async def test_of_a_large_body_the_beginning_is_read_and_the_connection_ended() -> None:
    size = MAX_RESPONSE_BYTES + 1
    server = Scripted([b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size, b"x" * size], [OK])
    async with server.running() as (sender, target):
        assert (await sent(sender, target)).body == b"x" * MAX_RESPONSE_BYTES
        assert (await sent(sender, target)).body == b"ok"
    assert server.connections == 2


async def test_an_answer_nobody_asked_for_is_never_taken_for_the_next_one() -> None:
    server = Scripted([OK + b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"])
    async with server.running() as (sender, target):
        assert [(await sent(sender, target)).status for _ in range(3)] == [200, 200, 200]
    assert server.connections == 3


async def test_a_kept_connection_the_other_side_closed_is_replaced_and_a_cut_answer_is_not_asked_for_again() -> None:
    server = Scripted([OK], [None], [OK], [b"HTTP/1.1 2", None], [OK])
    async with server.running() as (sender, target):
        # The second request is sent twice: the connection was ended before a byte of an answer had come.
        assert [(await sent(sender, target)).status for _ in range(2)] == [200, 200]
        assert len(server.requests) == 3
        with pytest.raises(NoResponse):
            await sent(sender, target)
        assert len(server.requests) == 4


async def test_a_header_that_would_be_two_is_not_sent() -> None:
    server = Scripted([OK])
    async with server.running() as (sender, target):
        for value in ("a\r\nb: c", "a\nb", "a\0"):
            with pytest.raises(NoResponse):
                await sender.send("POST", target, {"x": value}, b"{}")
    assert not server.requests
