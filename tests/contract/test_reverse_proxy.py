"""Walkin behind nginx, configured by the example in the guide."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import trustme

from tests.contract.test_feed import kinds, until, watching
from tests.support.access import API_PATH, build_auth_headers, create_key, run_walkin
from tests.support.offices import WalkinServer, free_port
from tests.support.postgres import PostgresServer
from walkin.api.http.request_body import MAX_BODY_BYTES, MAX_BODY_WITH_FILES_BYTES
from walkin.client import Board, QueueClient, ServerUnreachable, connect
from walkin.model.caller import Role
from walkin.model.errors import Refused
from walkin.settings import Settings

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
GUIDE = Path(__file__).parents[2] / "shared/walkin/guide/install.md"
TICKETS = f"{API_PATH}/queues/1/registrations"
PER_ADDRESS = 100

pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx: it is not installed (apt-get install nginx-light)")


@dataclass(frozen=True)
class Proxy:
    """A running nginx: the address of each site, and the CA to trust."""

    single: str
    """The site before one server, as in the guide."""
    usual: str
    """Before the same server, with $proxy_add_x_forwarded_for, which keeps the address that a client claims."""
    open: str
    """Before a server without a key that was not started with --proxy."""
    pair: str
    """Before two servers."""
    ports: Sequence[int]
    """The ports of the servers: the first, the open one, the pair."""
    ca: Path

    def browser(self, url: str, address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        """An HTTP client that connects from ``address``, with headers."""
        ssl_context = ssl.create_default_context(cafile=str(self.ca))
        transport = httpx.AsyncHTTPTransport(verify=ssl_context, local_address=address)
        return httpx.AsyncClient(transport=transport, base_url=url, headers=headers, timeout=20)

    async def app(self, url: str, secret: dict[str, str]) -> QueueClient:
        """The client of the apps."""
        return await connect(Settings(api=url, api_ca=self.ca, api_key=secret["apiKey"], api_token=secret["token"]))


def site(name: str, port: int, servers: Sequence[int], folder: Path) -> str:
    """The guide's example with other names, ports and paths."""
    match = re.search(r"```nginx\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert match
    text = match[1]
    for original, replacement in {
        "upstream walkin ": f"upstream {name} ",
        "http://walkin;": f"http://{name};",
        "server 127.0.0.1:8323;": "\n".join(f"server 127.0.0.1:{server};" for server in servers),
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/ssl/queue.example.org.pem": str(folder / "chain.pem"),
        "/etc/ssl/private/queue.example.org.key": str(folder / "key.pem"),
    }.items():
        assert text.count(original) == 1, original
        text = text.replace(original, replacement)
    return text


@contextmanager
def nginx(folder: Path, sites: str, port: int) -> Iterator[None]:
    """Run nginx with those sites as the current user, with all its files in ``folder``."""
    temporary_names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{name}_temp_path {folder / name};" for name in temporary_names)
    config, error_log = folder / "nginx.conf", folder / "error.log"
    config.write_text(
        f"daemon off; master_process off; pid {folder / 'pid'}; error_log {error_log};\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}\n{sites}}}\n"
    )
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-e", str(error_log), "-c", str(config)])
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise AssertionError(f"nginx does not answer: {error_log.read_text()}")
        yield
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "queue.example.org")
    certificate.cert_chain_pems[0].write_to_path(str(folder / "chain.pem"))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    fronts, servers = [free_port() for _ in range(4)], [free_port() for _ in range(4)]
    behind = servers[:1], servers[:1], servers[1:2], servers[2:]
    sites = [site(f"walkin{number}", fronts[number], behind[number], folder) for number in range(4)]
    assert sites[1].count("$remote_addr") == 1
    sites[1] = sites[1].replace("$remote_addr", "$proxy_add_x_forwarded_for")
    with nginx(folder, "".join(sites), fronts[-1]):
        yield Proxy(*(f"https://127.0.0.1:{port}" for port in fronts), servers, folder / "ca.pem")


@pytest.fixture(scope="module")
def secret(module_office_file: Path) -> dict[str, str]:
    """The headers of an admin's key."""
    key = json.loads(run_walkin(module_office_file, "key", "add", "--role", "admin", "--json").stdout)
    return {name: key[name] for name in ("apiKey", "token")}


@pytest.fixture(scope="module")
def server(module_office_file: Path, proxy: Proxy, secret: dict[str, str]) -> Iterator[WalkinServer]:
    """The server behind the first two sites."""
    server_process = WalkinServer(module_office_file, proxy.ports[0], options=("--proxy", "127.0.0.1"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("WALKIN_SERVE__LIMIT_ADDRESS", str(PER_ADDRESS))
        server_process.start()
        try:
            yield server_process
        finally:
            server_process.close()


@pytest.fixture
async def http(proxy: Proxy, server: WalkinServer, secret: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client with an admin's key."""
    async with proxy.browser(proxy.single, **secret) as client:
        yield client


async def test_links_name_the_proxy(proxy: Proxy, http: httpx.AsyncClient) -> None:
    ann = {"client": {"firstName": "Ann", "lastName": "Bee"}}
    key_header = {"idempotency-key": "behind a proxy"}
    created = await http.post(TICKETS, json=ann, headers=key_header)
    assert created.status_code == 201
    assert created.headers["location"] == f"{proxy.single}{TICKETS}/{created.json()['id']}"
    assert created.json()["client"]["selfLink"].startswith(f"{proxy.single}{API_PATH}/clients/")
    assert "max-age" in created.headers["strict-transport-security"]
    assert (await http.post(TICKETS, json=ann, headers=key_header)).json()["id"] == created.json()["id"]
    for link in (created.headers["location"], created.json()["client"]["selfLink"]):
        assert (await http.get(link)).status_code == 200
    other_host = await http.post(TICKETS, json=ann, headers={"host": "queue.example.org"})
    assert other_host.headers["location"].startswith(f"https://queue.example.org{TICKETS}/")


async def test_the_older_version_too(proxy: Proxy, http: httpx.AsyncClient) -> None:
    path = "/api/2.0/queues/2/registrations"
    created = await http.post(path, json={"client": {"lastName": "Bee"}})
    assert created.status_code == 200
    assert created.json()["client"]["selfLink"].startswith(f"{proxy.single}/api/2.0/clients/")
    called = await http.put(f"{path}/{created.json()['id']}", json={"status": "onGoing", "counter": {"name": "Desk 1"}})
    assert called.json()["status"] == "onGoing"


async def test_what_is_known_already_is_not_sent_again_and_long_answers_are_packed(http: httpx.AsyncClient) -> None:
    for _ in range(5):
        await http.post(TICKETS, json={"client": {"lastName": "Bee"}})
    for is_compressed in (True, False):
        headers = {"accept-encoding": "gzip" if is_compressed else "identity"}
        async with http.stream("GET", TICKETS, headers=headers) as response:
            raw = b"".join([piece async for piece in response.aiter_raw()])
        assert (response.headers.get("content-encoding") == "gzip") == is_compressed
        assert raw.startswith(b"\x1f\x8b" if is_compressed else b"{")
        single = await http.get(f"{TICKETS}/1", headers=headers)
        same = await http.get(f"{TICKETS}/1", headers=headers | {"if-none-match": single.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")
        assert (
            await http.put(f"{TICKETS}/1", json={}, headers={"if-match": single.headers["etag"]})
        ).status_code == 200

    async def request_twice() -> int:
        etag = (await http.get(TICKETS)).headers["etag"]
        return (await http.get(TICKETS, headers={"if-none-match": etag})).status_code

    # The list changes each minute, which may begin between the two requests.
    assert 304 in (await request_twice(), await request_twice())


async def read_until(lines: AsyncIterator[str], kind: str) -> str:
    """Read a stream up to an event; return its id."""
    event_id = ""
    async with asyncio.timeout(30):
        async for line in lines:
            name, _, value = line.partition(": ")
            if name == "id":
                event_id = value
            elif line == f"event: {kind}":
                return event_id
    raise AssertionError("the stream ended")


async def test_changes_arrive_at_once_and_a_stream_is_resumed(http: httpx.AsyncClient) -> None:
    path = f"{API_PATH}/queues/3/registrations"
    async with http.stream("GET", f"{path}/stream") as stream:
        lines = stream.aiter_lines()
        await read_until(lines, "hello")
        for _ in range(3):
            await http.post(path, json={})
            # A proxy that buffers would hold the event back for ever.
            last = await read_until(lines, "created")
    statuses = [(await http.post(f"{path}/next", json={})).status_code, (await http.post(path, json={})).status_code]
    assert statuses == [200, 201]
    async with http.stream("GET", f"{path}/stream", headers={"last-event-id": last}) as stream:
        lines = stream.aiter_lines()
        revisions = [int((await read_until(lines, kind)).split("-")[0]) for kind in ("called", "created")]
        last_revision = int(last.split("-")[0])
        assert revisions == [last_revision + 1, last_revision + 2]


async def test_a_body_too_large_is_refused_in_our_words(
    proxy: Proxy, http: httpx.AsyncClient, secret: dict[str, str]
) -> None:
    async def pieces(size: int) -> AsyncIterator[bytes]:
        for _ in range(0, size, MAX_BODY_BYTES):
            yield b" " * MAX_BODY_BYTES

    for path, limit in ((f"{API_PATH}/queues", MAX_BODY_BYTES), (TICKETS, MAX_BODY_WITH_FILES_BYTES)):
        for content in (b" " * (limit + 1), pieces(limit + 1)):
            response = await http.post(path, content=content, headers={"content-type": "application/json"})
            assert response.status_code == 413, response.text
            assert response.json()["error"]["reason"] == "tooLarge"
            assert f"{limit:,}" in response.json()["error"]["message"]
    # Refused before the body is complete: the response must not get lost.
    for _ in range(5):
        response = await http.post(f"{API_PATH}/queues", content=b" " * MAX_BODY_WITH_FILES_BYTES)
        assert (response.status_code, response.json()["error"]["reason"]) == (413, "tooLarge")
    async with await proxy.app(proxy.single, secret) as app:
        with pytest.raises(Refused) as refused:
            await app.register("1", {"note": "x" * (17 << 20)}, "too large for the proxy")
        assert (refused.value.status, refused.value.reason) == (413, "tooLarge")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more than one address of its own without setup")
@pytest.mark.parametrize(("way", "network"), [("single", "127.0.1"), ("usual", "127.0.2")])
async def test_each_address_has_its_own_limit_whatever_it_says_of_itself(
    proxy: Proxy, server: WalkinServer, secret: dict[str, str], way: str, network: str
) -> None:
    url = getattr(proxy, way)
    async with proxy.browser(url, f"{network}.1") as guesser, proxy.browser(url, f"{network}.2") as other:

        async def guess(client: httpx.AsyncClient, number: int) -> int:
            forged = {"x-forwarded-for": f"203.0.113.{number}", "x-real-ip": f"203.0.113.{number}"}
            wrong = {"apiKey": f"wq_{number}", "token": "x", "forwarded": f"for=203.0.113.{number}"}
            return (await client.get(f"{API_PATH}/queues", headers=wrong | forged)).status_code

        # A wrong key counts as 20 requests.
        codes = [await guess(guesser, number) for number in range(8)]
        assert codes[: PER_ADDRESS // 20] == [401] * (PER_ADDRESS // 20)
        assert 429 in codes
        assert await guess(other, 0) == 401
        # It cannot use up the limit of another address.
        drained = {"x-forwarded-for": f"{network}.2", "apiKey": "wq_x", "token": "x"}
        assert (await guesser.get(f"{API_PATH}/queues", headers=drained)).status_code == 429
        assert await guess(other, 1) == 401
        assert (await guesser.get(f"{API_PATH}/queues", headers=secret)).status_code == 200


async def test_a_phone_takes_a_ticket_follows_it_and_gives_it_up(
    proxy: Proxy, server: WalkinServer, http: httpx.AsyncClient
) -> None:
    queue = (await http.post(f"{API_PATH}/queues", json={"name": "By phone", "joinByPhone": True})).json()["id"]
    same_origin, cross_origin = {"origin": proxy.single}, {"origin": "https://evil.example"}
    async with proxy.browser(proxy.single, accept="text/html") as phone:
        assert (await phone.get(f"/q/{queue}")).status_code == 200
        assert (await phone.post(f"/q/{queue}", data={"once": "x" * 16}, headers=cross_origin)).status_code == 403
        for _ in range(2):
            joined = await phone.post(f"/q/{queue}", data={"once": "x" * 16}, headers=same_origin)
            assert joined.status_code == 303
            page = str(joined.url.join(joined.headers["location"]))
        assert page.startswith(f"{proxy.single}/t/")
        async with phone.stream("GET", f"{page}/stream") as stream:
            lines = stream.aiter_lines()

            async def read_state() -> str:
                async with asyncio.timeout(30):
                    async for line in lines:
                        if line.startswith("data: "):
                            return str(json.loads(line.removeprefix("data: "))["state"])
                raise AssertionError("the stream ended")

            state_before = await read_state()
            desk = {"counter": {"name": "Desk 7"}}
            called = await http.post(f"{API_PATH}/queues/{queue}/registrations/next", json=desk)
            assert called.status_code == 200
            while await read_state() == state_before:
                pass
        assert "Desk 7" in (await phone.get(page)).text
        joined_again = await phone.post(f"/q/{queue}", data={"once": "y" * 16}, headers=same_origin)
        second_page = str(joined_again.url.join(joined_again.headers["location"]))
        assert (await phone.post(f"{second_page}/cancel", headers=cross_origin)).status_code == 403
        assert (await phone.post(f"{second_page}/cancel", headers=same_origin)).status_code == 303
        assert "cancelled" in (await phone.get(second_page)).text


async def test_a_server_that_is_stopped_is_away_and_found_again(
    proxy: Proxy, server: WalkinServer, secret: dict[str, str], http: httpx.AsyncClient
) -> None:
    queue = (await http.post(f"{API_PATH}/queues", json={"name": "On and off"})).json()["id"]
    async with await proxy.app(proxy.single, secret) as app:
        board = Board(app, [queue])
        async with watching(board) as changes:
            await app.register(queue, {}, "before")
            await until(lambda: kinds(changes) == ["created"], "the arrival")
            server.stop()
            try:
                await until(lambda: not board.is_connected, "the loss of the link")
                assert (await http.get(f"{API_PATH}/queues")).status_code == 502
                with pytest.raises(ServerUnreachable):
                    await app.register(queue, {}, "meanwhile")
                assert board.refusal is None
            finally:
                server.start()
            await until(lambda: board.is_connected, "the link")
            await app.register(queue, {}, "meanwhile")
            await app.call_next(queue, "Desk 1")
            await until(lambda: kinds(changes) == ["created", "created", "called"], "what came after")


async def test_an_open_office_is_not_open_to_those_who_come_through_a_proxy(proxy: Proxy, office_file: Path) -> None:
    open_server = WalkinServer(office_file, proxy.ports[1]).start()
    try:
        async with proxy.browser(proxy.open) as through_proxy, httpx.AsyncClient(base_url=open_server.url) as direct:
            for host in ("queue.example.org", "localhost", f"127.0.0.1:{open_server.port}"):
                response = await through_proxy.get(f"{API_PATH}/queues", headers={"host": host})
                assert (response.status_code, response.json()["error"]["reason"]) == (401, "unauthorized"), host
            assert (await direct.get(f"{API_PATH}/queues")).status_code == 200
    finally:
        open_server.close()


async def test_two_servers_of_one_office_behind_one_address(
    proxy: Proxy, postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with ExitStack() as stack:
        office = stack.enter_context(postgres_server.create_office())
        key = await create_key(office, Role.ADMIN)
        servers = [WalkinServer(office, port, options=("--proxy", "127.0.0.1")) for port in proxy.ports[2:]]
        for running_server in servers:
            stack.callback(running_server.close)
            running_server.start()
        secret = build_auth_headers(key)
        async with proxy.browser(proxy.pair, **secret) as http:
            stream = f"{TICKETS}/stream"
            # nginx alternates: each server holds one of the streams.
            async with http.stream("GET", stream) as first, http.stream("GET", stream) as second:
                streams = [first.aiter_lines(), second.aiter_lines()]
                for lines in streams:
                    await read_until(lines, "hello")
                for running_server in servers:
                    async with httpx.AsyncClient(base_url=running_server.url, headers=secret) as direct:
                        assert (await direct.post(TICKETS, json={})).status_code == 201
                    for lines in streams:
                        await read_until(lines, "created")
            async with await proxy.app(proxy.pair, secret) as app:
                board = Board(app, ["1"])
                async with watching(board) as changes:
                    servers[0].kill()
                    # nginx sends a request that met the stopped server to the other.
                    for number in range(4):
                        await app.register("1", {}, f"k{number}")
                    await until(lambda: kinds(changes).count("created") == 4, "what was done at the other")
                    assert len(board.list_waiting("1")) == 6
