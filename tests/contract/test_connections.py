"""Slow, many and hostile connections: a server limits them, goes on serving others, and is whole afterwards."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address
from pathlib import Path

import httpx
import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.access import build_auth_headers, create_key
from tests.support.offices import WalkinServer
from walkin.api.security.client_address import get_address_key
from walkin.model.caller import Role

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="connects from several addresses of the loopback network"
)

LIMIT = 60
LIMIT_PER_ADDRESS = 20
ATTACKER = "127.0.0.9"

STARTUP_CODE = f"""
import os
os.environ["WALKIN_SERVE__LIMIT_CONNECTIONS"] = "{LIMIT}"
os.environ["WALKIN_SERVE__LIMIT_CONNECTIONS_ADDRESS"] = "{LIMIT_PER_ADDRESS}"
import walkin.api.connections as connections
connections.HEAD_SECONDS = connections.BODY_SECONDS = 2.0
import walkin.api.middleware.drain_body as drain_body
drain_body.MAX_DRAINED_BYTES = 1 << 20
"""
"""The limits of a real server, smaller and sooner."""

GET = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
STREAM = b"GET /api/2.3/queues/1/registrations/stream HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
POST_HEAD = b"POST /api/2.3/queues/1/registrations HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"


@pytest.fixture(scope="module")
def server(module_office_file: Path) -> Iterator[WalkinServer]:
    running = WalkinServer(module_office_file, startup_code=STARTUP_CODE).start()
    yield running
    assert "Traceback" not in running.log_file.read_text()
    running.close()


def open_connection(server: WalkinServer, data: bytes = b"", source: str = ATTACKER) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), 30, (source, 0))
    connection.sendall(data)
    return connection


def read_until_closed(connection: socket.socket) -> bytes:
    content = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(1 << 16):
            content += piece
    return content


def read_until(connection: socket.socket, end: bytes) -> bytes:
    content = b""
    while end not in content:
        piece = connection.recv(1 << 16)
        assert piece, f"closed after {content!r}"
        content += piece
    return content


def get_status(response: bytes) -> int:
    return int(response.split(b" ", 2)[1]) if response else 0


def assert_whole(server: WalkinServer) -> None:
    """Every reader and the writer work."""
    with (
        httpx.Client(base_url=server.url, timeout=30, limits=httpx.Limits(max_keepalive_connections=0)) as http,
        ThreadPoolExecutor(8) as pool,
    ):
        assert http.post("/api/2.3/queues/1/registrations", json={}).status_code == 201
        codes = list(pool.map(lambda _: http.get("/api/2.3/queues").status_code, range(24)))
    assert set(codes) == {200}


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET / HT", GET[:-2], POST_HEAD + b"content-length: 9000\r\n\r\n{", b"\r\n" * 50, b"\x16\x03\x01\x02\x00"],
    ids=["nothing", "a line begun", "a head begun", "a body begun", "line ends", "a TLS handshake"],
)
def test_connections_without_a_request_keep_nobody_out(server: WalkinServer, beginning: bytes) -> None:
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(open_connection(server, beginning)) for _ in range(2 * LIMIT)]
        # The same address and others are served at once, and the oldest have given way.
        for source in (ATTACKER, "127.0.0.1"):
            client = stack.enter_context(open_connection(server, GET, source))
            assert get_status(read_until(client, b"}")) == 200
        assert get_status(read_until_closed(opened[0])) in (0, 400, 503)
    assert_whole(server)


def test_streams_of_one_address_end_at_its_limit_and_others_go_on(server: WalkinServer) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(LIMIT_PER_ADDRESS):
            read_until(stack.enter_context(open_connection(server, STREAM)), b"event: hello")
        refused = read_until_closed(stack.enter_context(open_connection(server, STREAM)))
        assert get_status(refused) == 503
        error = json.loads(refused.partition(b"\r\n\r\n")[2])["error"]
        assert (error["code"], error["reason"]) == (503, "busy")
        other = stack.enter_context(open_connection(server, STREAM, "127.0.0.1"))
        assert get_status(read_until(other, b"event: hello")) == 200
        # In all: the third address gets what is left, the fourth nothing.
        for number in range(LIMIT - LIMIT_PER_ADDRESS - 1):
            source = f"127.0.0.{20 + number // LIMIT_PER_ADDRESS}"
            read_until(stack.enter_context(open_connection(server, STREAM, source)), b"event: hello")
        assert get_status(read_until_closed(stack.enter_context(open_connection(server, STREAM, "127.0.0.40")))) == 503
    # The server notices the closed streams before it answers.
    wait_until_free(server)
    assert_whole(server)


async def test_a_stream_is_over_once_its_client_has_left(office_file: Path) -> None:
    key = build_auth_headers(await create_key(office_file, Role.DISPLAY))
    headers = "".join(f"{name}: {value}\r\n" for name, value in key.items()).encode()
    stream = STREAM[:-2] + headers + b"x-forwarded-for: 203.0.113.1\r\n\r\n"
    server = WalkinServer(
        office_file,
        startup_code='import os; os.environ["WALKIN_SERVE__LIMIT_CONNECTIONS_ADDRESS"] = "2"',
        options=("--proxy", "127.0.0.1"),
    ).start()
    with contextlib.closing(server), contextlib.ExitStack() as stack:
        opened = [stack.enter_context(open_connection(server, stream, "127.0.0.1")) for _ in range(2)]
        for connection in opened:
            read_until(connection, b"event: hello")
        refused = stack.enter_context(open_connection(server, stream, "127.0.0.1"))
        assert get_status(read_until(refused, b"}")) == 429
        opened[0].close()
        for _ in range(500):
            with open_connection(server, stream, "127.0.0.1") as connection:
                if get_status(read_until(connection, b"}")) == 200:
                    break
        else:
            raise AssertionError("the stream that was closed is still counted")
        opened[1].close()
        server.stop()
        assert "Traceback" not in server.log_file.read_text()


def wait_until_free(server: WalkinServer) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, httpx.HTTPError):
            if httpx.get(f"{server.url}/healthz", timeout=30).status_code == 200:
                return
    raise AssertionError("the connections were not released")


@pytest.mark.parametrize(
    ("beginning", "more", "status"),
    [
        (b"", b"", 408),
        (GET[:-2], b"x-more: 1\r\n", 408),
        (GET + b"\r\n", b"\r\n", 408),
        (POST_HEAD + b"content-length: 900000\r\n\r\n", b" ", 408),
        (POST_HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\n \r\n", 408),
    ],
    ids=["nothing", "head", "line ends after a response", "body", "chunks"],
)
@pytest.mark.long
def test_a_request_that_trickles_in_is_ended(server: WalkinServer, beginning: bytes, more: bytes, status: int) -> None:
    with open_connection(server, beginning) as connection, contextlib.suppress(ConnectionError):
        connection.settimeout(0.1)
        received = b""
        while True:
            try:
                piece = connection.recv(1 << 16)
            except TimeoutError:
                connection.sendall(more)
                continue
            if not piece:
                break
            received += piece
        assert get_status(received[received.rindex(b"HTTP/1.1 ") :]) == status
    assert_whole(server)


HUGE = 1 << 20


@pytest.mark.parametrize(
    "request_bytes",
    [
        GET[:-2] + b"x-long: " + b"a" * 66_000 + b"\r\n\r\n",
        GET[:-2] + b"x-long: " + b"a" * HUGE,
        GET[:-2] + b"x-" + b"a" * HUGE,
        GET[:-2] + b"".join(b"x-%d: 1\r\n" % number for number in range(9_000)) + b"\r\n",
        GET[:-2] + b"x-folded: 1\r\n" + b" 1\r\n" * (HUGE // 4),
        b"GET /" + b"a" * HUGE,
        b"GET /?" + b"a=1&" * 17_000 + b" HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        POST_HEAD + b"transfer-encoding: chunked\r\n\r\n1;" + b"a" * HUGE,
        POST_HEAD + b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx-trailer: " + b"a" * HUGE,
    ],
    ids=["value", "endless value", "endless name", "many", "folded", "endless line", "query", "chunk", "trailer"],
)
def test_a_head_has_at_most_64_kib(server: WalkinServer, request_bytes: bytes) -> None:
    with open_connection(server) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request_bytes)
        # A reset may have destroyed the response on its way, and folded lines are refused in any number.
        assert get_status(read_until_closed(connection)) in (0, 400, 431)
    with open_connection(server, GET[:-2] + b"x-long: " + b"a" * 60_000 + b"\r\n\r\n") as connection:
        assert get_status(read_until(connection, b"}")) == 200


def test_a_head_that_is_too_large_is_told_so(server: WalkinServer) -> None:
    with open_connection(server, GET[:-2] + b"x-long: " + b"a" * 65_600 + b"\r\n\r\n") as connection:
        response = read_until_closed(connection)
    assert get_status(response) == 431
    assert json.loads(response.partition(b"\r\n\r\n")[2])["error"]["reason"] == "tooLarge"


def test_a_body_too_large_is_refused_before_it_is_sent(server: WalkinServer) -> None:
    with open_connection(server, POST_HEAD + b"content-length: 99999999999\r\n\r\n") as connection:
        assert get_status(read_until(connection, b"}}")) == 413


@pytest.mark.parametrize("framing", [b"content-length: 99999999999\r\n\r\n", b"transfer-encoding: chunked\r\n\r\n"])
@pytest.mark.parametrize(
    "path",
    [
        b"/api/2.3/queues/1/registrations",
        *(pytest.param(path, marks=pytest.mark.long) for path in (b"/api/2.0/queues", b"/none", b"/q/1")),
        b"/o/oauth2/token",
    ],
)
def test_an_endless_body_is_not_read_to_its_end(server: WalkinServer, path: bytes, framing: bytes) -> None:
    head = b"POST " + path + b" HTTP/1.1\r\nhost: 127.0.0.1\r\napiKey: wrong\r\ntoken: wrong\r\n" + framing
    piece = (
        (b"10000\r\n" if b"chunked" in framing else b"") + b"a" * 65_536 + (b"\r\n" if b"chunked" in framing else b"")
    )
    sent = 0
    with open_connection(server, head) as connection, contextlib.suppress(ConnectionError):
        while sent < 200 << 20:
            connection.sendall(piece)
            sent += len(piece)
    assert sent < 200 << 20
    assert_whole(server)


def test_pipelined_requests_are_answered_in_order_up_to_a_number(server: WalkinServer) -> None:
    pipelined = b"".join(GET.replace(b"/healthz", b"/api/2.3/queues/%d" % number) for number in (1, 2, 999, 3))
    with open_connection(server, pipelined[:-4] + b"\r\nconnection: close\r\n\r\n") as connection:
        response = read_until_closed(connection)
    assert [int(part[:3]) for part in response.split(b"HTTP/1.1 ")[1:]] == [200, 200, 404, 200]
    with open_connection(server) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(GET * 5_000)
        assert read_until_closed(connection).count(b"HTTP/1.1 200") < 5_000
    assert_whole(server)


OFFERS = {
    "h2c": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n",
    "websocket": b"upgrade: websocket\r\nconnection: keep-alive, Upgrade\r\nsec-websocket-version: 13\r\n",
    "two lines": b"connection: keep-alive\r\nconnection: upgrade\r\nupgrade: h2c\r\nupgrade: TLS/1.0\r\n",
}


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunks"])
@pytest.mark.parametrize("is_split", [False, True], ids=["at once", "in pieces"])
def test_an_offer_of_another_protocol_is_passed_over(
    server: WalkinServer, offer: str, is_chunked: bool, is_split: bool
) -> None:
    """The body is not parsed as the next request, which would allow request smuggling."""
    smuggled = b"DELETE /api/2.3/queues/3 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
    body = b'{"note": "' + smuggled.replace(b"\r\n", b"\\n") + b'"}'
    framing = (
        b"transfer-encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        if is_chunked
        else b"content-length: %d\r\n\r\n%b" % (len(body), body)
    )
    requests = [POST_HEAD + OFFERS[offer] + framing, GET[:-2] + OFFERS[offer] + b"\r\n", GET]
    requests.append(GET[:-2] + b"connection: close, upgrade\r\nupgrade: h2c\r\n\r\n")
    content = b"".join(requests)
    with open_connection(server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        step = 97 if is_split else len(content)
        for start in range(0, len(content), step):
            connection.sendall(content[start : start + step])
        response = read_until_closed(connection)
    assert [int(part[:3]) for part in response.split(b"HTTP/1.1 ")[1:]] == [201, 200, 200, 200]


@given(cuts=st.lists(st.integers(1, 400), max_size=8), data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_request_may_arrive_in_any_pieces(server: WalkinServer, cuts: list[int], data: st.DataObject) -> None:
    offer = data.draw(st.sampled_from([b"", *OFFERS.values()]))
    body = b'{"note":"' + b"x" * data.draw(st.integers(0, 300)) + b'"}'
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:5], body[5:])) + b"0\r\n\r\n"
    framings = (b"content-length: %d\r\n\r\n%b" % (len(body), body), b"transfer-encoding: chunked\r\n\r\n" + chunked)
    requests = GET + POST_HEAD + offer + data.draw(st.sampled_from(framings)) + GET[:-2] + b"connection: close\r\n\r\n"
    with open_connection(server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        position = 0
        for cut in [*sorted(cuts), len(requests)]:
            connection.sendall(requests[position:cut])
            position = max(position, cut)
        response = read_until_closed(connection)
    assert [int(part[:3]) for part in response.split(b"HTTP/1.1 ")[1:]] == [200, 201, 200]


def test_handshakes_that_are_not_finished_keep_nobody_out(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "cert.pem")
    server = WalkinServer(
        tmp_path / "office.db",
        startup_code=STARTUP_CODE,
        options=["--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "cert.pem")],
        ca_file=str(tmp_path / "ca.pem"),
    ).start()
    context = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    try:
        with contextlib.ExitStack() as stack:
            hello = b"\x16\x03\x01\x02\x00\x01"
            for number in range(2 * LIMIT):
                stack.enter_context(open_connection(server, hello if number % 2 else b""))
            plain = stack.enter_context(open_connection(server, GET))
            assert read_until_closed(plain)[:5] != b"HTTP/"
            for source in (ATTACKER, "127.0.0.1"):
                connection = stack.enter_context(open_connection(server, b"", source))
                with context.wrap_socket(connection, server_hostname="127.0.0.1") as secure:
                    secure.sendall(GET)
                    assert get_status(secure.recv(1 << 16)) == 200
        with httpx.Client(base_url=server.url, verify=context, timeout=30) as http:
            body = {"note": "x" * 900_000}
            assert http.post("/api/2.3/queues/1/registrations", json=body).status_code in (201, 422)
            link = http.get("/api/2.3/queues/1/registrations").json()["items"]
            assert all(item["selfLink"].startswith("https://") for item in link)
        assert "Traceback" not in server.log_file.read_text()
    finally:
        server.close()


@pytest.mark.long
def test_eleven_hundred_half_open_connections_from_one_address(tmp_path: Path) -> None:
    """On a system that allows 1,024 open files, and with the server's own limits and deadlines."""
    startup_code = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))"
    server = WalkinServer(tmp_path / "office.db", startup_code=startup_code).start()
    statuses: list[int] = []
    is_over = threading.Event()

    def visit() -> None:
        with contextlib.suppress(httpx.HTTPError):
            while not is_over.is_set():
                statuses.append(httpx.get(f"{server.url}/api/2.3/queues", timeout=30).status_code)

    visitor = threading.Thread(target=visit)
    try:
        assert "this system allows no more open files" in server.log_file.read_text()
        visitor.start()
        for beginning in (b"GET / HTTP/1.1\r\nhost: ", POST_HEAD + b"content-length: 900000\r\n\r\n"):
            with contextlib.ExitStack() as stack:
                for _ in range(1_100):
                    stack.enter_context(open_connection(server, beginning))
                served = len(statuses)
                for source in ("127.0.0.1", ATTACKER):
                    client = stack.enter_context(open_connection(server, GET, source))
                    assert get_status(read_until(client, b"}")) == 200
                deadline = time.monotonic() + 60
                while len(statuses) < served + 5:
                    assert time.monotonic() < deadline, "the visitor was not served"
                    time.sleep(0.01)
        is_over.set()
        visitor.join()
        assert set(statuses) == {200}
        assert_whole(server)
        assert "Traceback" not in server.log_file.read_text()
    finally:
        is_over.set()
        server.close()


SPELLINGS = {
    "192.0.2.7": ["192.0.2.7", "::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7", "[::ffff:192.0.2.7]"],
    "2001:db8:1:2::/64": [
        "2001:db8:1:2::1",
        "2001:DB8:1:2:0:0:0:1",
        "2001:0db8:0001:0002::ffff:1.2.3.4",
        "2001:db8:1:2::2%eth0",
    ],
    "fe80::/64": ["fe80::1", "fe80::1%eth0", "FE80::1%25en0"],
}


@pytest.mark.parametrize("key", SPELLINGS)
def test_an_address_counts_once_in_every_spelling(key: str) -> None:
    assert {get_address_key(spelling) for spelling in SPELLINGS[key]} == {key}


@given(prefix=st.integers(0x2000 << 48, (0x4000 << 48) - 1), hosts=st.lists(st.integers(0, 2**64 - 1), min_size=2))
def test_the_addresses_of_a_64_are_one(prefix: int, hosts: list[int]) -> None:
    addresses = [IPv6Address(prefix << 64 | host) for host in hosts]
    spellings = {text for address in addresses for text in (str(address), address.exploded, str(address).upper())}
    assert len({get_address_key(text) for text in spellings}) == 1
    assert get_address_key(str(IPv6Address((prefix ^ 1) << 64))) != get_address_key(str(addresses[0]))
