"""The HTTP/1.1 connection against every shape of response that is allowed, and a fuzz of hostile ones, over sockets."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from random import Random

import pytest

from walkin.watch import http_client
from walkin.watch.http_client import NoResponse, Sender, SenderPool
from walkin.watch.http_connection import MAX_RESPONSE_BYTES, HttpResponse
from walkin.watch.ssrf import AddressPolicy, Destination, parse_networks

LOOPBACK = AddressPolicy(parse_networks(["127.0.0.0/8"]))
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class ScriptedServer:
    """A server whose n-th response is the n-th of ``responses``, then the last one again.

    A piece None closes the connection. ``early`` is sent on the first connection before its request is read.
    """

    def __init__(self, *responses: Sequence[bytes | None], early: bytes = b"") -> None:
        self._responses = responses
        self._early = early
        self.requests: list[bytes] = []
        self.requests_per_connection: list[int] = []
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def connections(self) -> int:
        return len(self.requests_per_connection)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[tuple[Sender, Destination]]:
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
        index = len(self.requests_per_connection)
        self.requests_per_connection.append(0)
        self._writers.append(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if index == 0 and self._early:
                writer.write(self._early)
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
                self.requests.append(head + await reader.readexactly(length))
                self.requests_per_connection[index] += 1
                for piece in self._responses[min(len(self.requests), len(self._responses)) - 1]:
                    if piece is None:
                        writer.close()
                        return
                    writer.write(piece)
                    await writer.drain()
                    # So that the client reads each piece by itself.
                    await asyncio.sleep(0.001)


async def send(sender: Sender, destination: Destination) -> HttpResponse:
    # Fails when the connection waits for something that cannot come any more.
    async with asyncio.timeout(12):
        return await sender.send("POST", destination, {"x-a": "b"}, b"{}")


VALID = {
    "with a length": [OK],
    "byte by byte": [OK[index : index + 1] for index in range(len(OK))],
    "in chunks": [CHUNKED, b"1\r\no\r\n", b"1;x=y\r\nk\r\n", b"0\r\nlink: b\r\n\r\n"],
    "up to its end": [b"HTTP/1.1 200 OK\r\n\r\no", b"k", None],
    "of HTTP/1.0": [b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", None],
    "after interim ones": [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK],
}  # fmt: skip


@pytest.mark.parametrize("pieces", VALID.values(), ids=VALID.keys())
async def test_a_response_is_read_however_it_arrives(pieces: list[bytes | None]) -> None:
    server = ScriptedServer(pieces)
    async with server.run() as (sender, destination):
        for number in (1, 2):
            response = await send(sender, destination)
            assert (response.status, response.body) == (200, b"ok")
            assert "link" not in response.headers, "neither of an interim response nor a trailer"
            assert len(server.requests) == number
    assert server.connections == (2 if pieces[-1] is None else 1)
    lines = server.requests[0].split(b"\r\n")
    assert lines[0] == b"POST /hook?a=b HTTP/1.1"
    assert {f"Host: 127.0.0.1:{server.port}".encode(), b"x-a: b", b"Content-Length: 2"} < set(lines)
    assert lines[-1] == b"{}"


INVALID = {
    "no HTTP": [b"\x00garbage\r\n\r\n"],
    "nothing": [None],
    "half a head": [b"HTTP/1.1 200 OK\r\nContent-", None],
    "half a body": [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", None],
    "half a chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok", None],
    "two lengths": [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok."],
    "another protocol": [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"],
    "a head without end": [b"HTTP/1.1 200 OK\r\n", *[b"x: " + b"y" * 9_000 + b"\r\n"] * 20],
    "many interim ones": [b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000],
}


@pytest.mark.parametrize("pieces", INVALID.values(), ids=INVALID.keys())
async def test_an_invalid_response_is_a_failure_and_closes_the_connection(pieces: list[bytes | None]) -> None:
    server = ScriptedServer(pieces, [OK])
    async with server.run() as (sender, destination):
        with pytest.raises(NoResponse):
            await send(sender, destination)
        assert (await send(sender, destination)).status == 200
    assert server.requests_per_connection == [1, 1]


@dataclass
class HostileResponse:
    """A generated response; ``is_complete``: it is valid to its last byte and leaves the connection usable."""

    content: bytes
    is_complete: bool = False
    stays_open: bool = False


def truncate(random: Random, content: bytes) -> HostileResponse:
    return HostileResponse(content[: random.randrange(len(content))], stays_open=random.random() < 0.1)


def truncated_response(random: Random) -> HostileResponse:
    return truncate(random, random.choice((OK, CHUNKED + b"2\r\nok\r\n0\r\n\r\n")))


def wrong_length(random: Random) -> HostileResponse:
    length = random.choice((b"1", b"3", b"-2", b"2,3", b"0x2", b"2 2", b"", b"99999999999999999999", b"\xb2", b"1e1"))
    return HostileResponse(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nok")


def contradictory_framing(random: Random) -> HostileResponse:
    framings = [b"Content-Length: 2", b"Content-Length: 3", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip"]
    return HostileResponse(
        b"\r\n".join([b"HTTP/1.1 200 OK", *random.sample(framings, 3), b"", b"2\r\nok\r\n0\r\n\r\n"])
    )


def invalid_chunks(random: Random) -> HostileResponse:
    chunk = random.choice(
        (b"zz\r\nok\r\n", b"-1\r\nok\r\n", b"\r\n", b"2\r\nokay\r\n", b"2ok\r\n", b"f" * 17 + b"\r\n", b"2\n\rok\r\n",
         b"2;" + b"x" * 70_000, b"0\r\n" + b"a: b\r\n" * 20_000, b"\xff\xfe\r\nok\r\n")
    )  # fmt: skip
    return HostileResponse(CHUNKED + b"2\r\nok\r\n" * random.randrange(3) + chunk)


def endless_headers(random: Random) -> HostileResponse:
    line = random.choice((b"x: y\r\n", b"x: " + b"y" * 200_000, b"x" * 200_000, b"x: y\r\n z\r\n"))
    return HostileResponse(b"HTTP/1.1 200 OK\r\n" + line * (200_000 // len(line)))


def interim_responses(random: Random) -> HostileResponse:
    statuses = [
        random.choice((b"100 Continue", b"102 Processing", b"103 Early")) for _ in range(random.randrange(1, 9))
    ]
    interim = b"".join(b"HTTP/1.1 " + status + b"\r\nlink: x\r\n\r\n" for status in statuses)
    return HostileResponse(interim + OK, is_complete=True) if random.random() < 0.5 else HostileResponse(interim)


def high_bytes(random: Random) -> HostileResponse:
    text = bytes(random.randrange(0x80, 0x100) for _ in range(random.randrange(1, 20)))
    if random.random() < 0.5:
        return HostileResponse(OK.replace(b"\r\n", b"\r\nx-name: " + text + b"\r\n", 1), is_complete=True)
    return HostileResponse(random.choice((text + OK, OK.replace(b"Content", b"Cont" + text + b"ent"))))


def compressed_body(random: Random) -> HostileResponse:
    body = gzip.compress(b"ok" * random.randrange(1, 100))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    if random.random() < 0.5:
        return HostileResponse(head + body, is_complete=True)
    return HostileResponse(head + body[: random.randrange(len(body))])


def second_response(random: Random) -> HostileResponse:
    return HostileResponse(OK + random.choice((OK, b"\r\n\r\n\0", b"HTTP/1.1 500 No\r\n\r\n", b"x" * 70_000)))


def noise(random: Random) -> HostileResponse:
    return HostileResponse(b"\xff" + random.randbytes(random.randrange(300)))


def changed_bytes(random: Random) -> HostileResponse:
    content = bytearray(random.choice((OK, CHUNKED + b"2\r\nok\r\n0\r\n\r\n")))
    for _ in range(random.randrange(1, 5)):
        index = random.randrange(len(content))
        content[index : index + random.randrange(2)] = random.randbytes(random.randrange(3))
    # It may happen to be complete; closed after it in any case.
    return HostileResponse(bytes(content))


HOSTILE: list[Callable[[Random], HostileResponse]] = [
    truncated_response, wrong_length, contradictory_framing, invalid_chunks, endless_headers, interim_responses,
    high_bytes, compressed_body, second_response, noise, changed_bytes,
]  # fmt: skip
CASES = 25


@pytest.mark.parametrize("is_early", [False, True], ids=["after the request", "before the request is read"])
@pytest.mark.parametrize("generate", HOSTILE, ids=lambda generate: generate.__name__)
@pytest.mark.long
async def test_a_hostile_response_gives_a_response_or_a_failure_and_no_second_request(
    generate: Callable[[Random], HostileResponse], is_early: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(CASES):
        random = Random(f"{generate.__name__} {seed}")
        hostile = generate(random)
        end: list[bytes | None] = [] if hostile.is_complete or hostile.stays_open else [None]
        if is_early:
            server = ScriptedServer(end, [OK], early=hostile.content)
        else:
            # Cut within the head only: bytes after a response that arrive later answer the next request.
            cut = random.randrange(max(hostile.content.find(b"\r\n\r\n"), 0) + 1)
            server = ScriptedServer([hostile.content[:cut], hostile.content[cut:], *end], [OK])
        async with server.run() as (sender, destination):
            response: HttpResponse | None = None
            with monkeypatch.context() as patch, contextlib.suppress(NoResponse):
                if hostile.stays_open:
                    patch.setattr(http_client, "ATTEMPT_TIMEOUT_SECONDS", 0.05)
                response = await send(sender, destination)
            if response is not None:
                assert 200 <= response.status <= 999, hostile
                assert len(response.body) <= MAX_RESPONSE_BYTES, hostile
                assert sum(len(name) + len(value) for name, value in response.headers.items()) <= MAX_RESPONSE_BYTES
            if hostile.is_complete and not is_early:
                assert response is not None, hostile
                assert hostile.content.endswith(b"\r\n\r\n" + response.body), hostile
            assert (await send(sender, destination)).body == b"ok", hostile
        if not hostile.is_complete:
            assert server.requests_per_connection[0] <= 1, hostile


async def test_of_a_large_body_the_beginning_is_read_and_the_connection_closed() -> None:
    size = MAX_RESPONSE_BYTES + 1
    server = ScriptedServer([b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size, b"x" * size], [OK])
    async with server.run() as (sender, destination):
        assert (await send(sender, destination)).body == b"x" * MAX_RESPONSE_BYTES
        assert (await send(sender, destination)).body == b"ok"
    assert server.connections == 2


async def test_an_unrequested_response_is_never_taken_for_the_next_one() -> None:
    server = ScriptedServer([OK + b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"])
    async with server.run() as (sender, destination):
        assert [(await send(sender, destination)).status for _ in range(3)] == [200, 200, 200]
    assert server.connections == 3


async def test_a_closed_idle_connection_is_replaced_and_a_request_with_a_cut_response_is_not_repeated() -> None:
    server = ScriptedServer([OK], [None], [OK], [b"HTTP/1.1 2", None], [OK])
    async with server.run() as (sender, destination):
        # The second request is sent twice: its connection was closed before a byte of a response had arrived.
        assert [(await send(sender, destination)).status for _ in range(2)] == [200, 200]
        assert len(server.requests) == 3
        with pytest.raises(NoResponse):
            await send(sender, destination)
        assert len(server.requests) == 4


async def test_a_header_with_a_line_end_is_not_sent() -> None:
    server = ScriptedServer([OK])
    async with server.run() as (sender, destination):
        for value in ("a\r\nb: c", "a\nb", "a\0"):
            with pytest.raises(NoResponse):
                await sender.send("POST", destination, {"x": value}, b"{}")
    assert not server.requests
