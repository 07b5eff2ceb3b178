"""OAuth2 with a real token endpoint, TLS with a private CA, and servers that never finish their response."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import trustme

from tests.support.access import dump_stored_content
from tests.support.receivers import ReceivedRequest, Receiver, Reply
from tests.support.watching import WatchApi, is_delivered, open_watch_api
from walkin.watch.ssrf import AddressPolicy, parse_networks


class TokenEndpoint:
    """A token endpoint with one client; the tokens last ``lifetime`` seconds, refresh tokens may rotate."""

    def __init__(self, *, rotates: bool = False, lifetime: int = 3600) -> None:
        self.rotates = rotates
        self.lifetime = lifetime
        self.refresh = "refresh-0"
        self.valid = ""
        self.forms: list[dict[str, str]] = []

    def __call__(self, request: ReceivedRequest) -> Reply:
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        self.forms.append(form)
        is_valid = form.get("client_id") == "walkin" and form.get("client_secret") in (None, "s3cret/+ä")
        if form["grant_type"] == "refresh_token":
            is_valid = is_valid and form["refresh_token"] == self.refresh
        if not is_valid:
            return Reply(400, b'{"error":"invalid_grant"}')
        # Each sorts before the previous one: a new token is one that differs.
        self.valid = f"token-{1000 - len(self.forms)}"
        document = f'{{"access_token":"{self.valid}","token_type":"Bearer","expires_in":{self.lifetime}'
        if self.rotates:
            self.refresh = f"refresh-{len(self.forms)}"
            document += f',"refresh_token":"{self.refresh}"'
        return Reply(200, (document + "}").encode())

    def check_token(self, request: ReceivedRequest) -> Reply:
        """Answer as a receiver that accepts the latest token only."""
        return Reply(200 if request.headers.get("authorization") == f"Bearer {self.valid}" else 401)


def oauth2(tokens: Receiver, grant: str = "client_credentials") -> dict[str, Any]:
    members = {"grantType": grant, "clientId": "walkin", "clientSecret": "s3cret/+ä", "accessTokenUrl": tokens.url,
             "authUrl": "http://127.0.0.1:1/never", "scope": "queue write"}  # fmt: skip
    return members | ({"refreshToken": "refresh-0"} if grant == "refresh_token" else {})


async def test_a_token_is_got_once_kept_and_got_anew_shortly_before_its_end(office: WatchApi) -> None:
    tokens = TokenEndpoint(lifetime=600)
    async with Receiver(tokens).run() as endpoint, Receiver(tokens.check_token).run() as receiver:
        watch = await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint))
        assert "clientSecret" not in watch["oauth2Auth"]
        for number in range(4):
            await office.register(f"N{number}")
        await receiver.wait_until(lambda: len(receiver.requests) == 4)
        assert len(tokens.forms) == 1
        assert tokens.forms[0] == {
            "grant_type": "client_credentials",
            "client_id": "walkin",
            "client_secret": "s3cret/+ä",
            "scope": "queue write",
        }
        await office.advance_time(480)
        await office.register("Two minutes before the end")
        await receiver.wait_until(lambda: len(receiver.requests) == 5)
        assert len(tokens.forms) == 1
        await office.advance_time(65)
        await office.register("Shortly before the end")
        await receiver.wait_until(lambda: len(receiver.requests) == 6)
        assert len(tokens.forms) == 2
        assert all(r.headers["authorization"].startswith("Bearer token-") for r in receiver.requests)
        assert "token-" not in str(await office.list_deliveries())


async def test_a_token_that_is_refused_is_got_anew_once_within_the_same_attempt(office: WatchApi) -> None:
    tokens = TokenEndpoint()
    async with Receiver(tokens).run() as endpoint, Receiver(tokens.check_token).run() as receiver:
        await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint))
        await office.register("One")
        await receiver.wait_until(lambda: len(receiver.requests) == 1)
        tokens.valid = "revoked meanwhile"
        await office.register("Two")
        await receiver.wait_until(lambda: len(receiver.requests) == 3)
        entry = (await office.wait_for_deliveries(2, is_delivered))[0]
        assert entry["attempts"] == 1
        assert len(tokens.forms) == 2


async def test_many_that_are_refused_at_once_get_one_new_token_and_who_refuses_all_is_not_asked_for_more(
    office: WatchApi,
) -> None:
    tokens = TokenEndpoint()
    released = asyncio.Event()

    async def check_token(request: ReceivedRequest) -> Reply:
        await released.wait()
        return tokens.check_token(request)

    async with Receiver(tokens).run() as endpoint, Receiver(check_token).run() as receiver:
        await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint))
        for number in range(8):
            await office.register(f"N{number}")
        await receiver.wait_until(lambda: len(receiver.requests) == 8, "eight at once")
        tokens.valid = "revoked meanwhile"
        released.set()
        await receiver.wait_until(lambda: len(receiver.requests) == 16)
        assert len(tokens.forms) == 2
        receiver.responder = lambda request: Reply(401)
        for number in range(4):
            await office.register(f"Later {number}")
        await receiver.wait_until(lambda: len(receiver.requests) >= 20)
        assert len(tokens.forms) == 2
        count = len(receiver.requests)
        await office.advance_time(45)
        await receiver.wait_until(lambda: len(receiver.requests) > count + 1, "later attempts")
        assert len(tokens.forms) == 2
        # After a minute the receiver may work again.
        await office.advance_time(20)
        await office.register("Once more")
        await receiver.wait_until(lambda: len(tokens.forms) == 3)


async def test_a_rotated_refresh_token_is_kept_before_it_is_used(data: Path) -> None:
    tokens = TokenEndpoint(rotates=True, lifetime=1)
    async with Receiver(tokens).run() as endpoint, Receiver(tokens.check_token).run() as receiver:
        async with open_watch_api(data) as office:
            await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint, "refresh_token"))
            for number in range(3):
                await office.register(f"N{number}")
                await receiver.wait_until(lambda: len(receiver.requests) > number)  # noqa: B023
        async with open_watch_api(data) as office:
            await office.register("After a restart")
            await receiver.wait_until(lambda: len(receiver.requests) == 4)
            (watch,) = (await office.request("GET", "watchers"))["items"]
            assert "refreshToken" not in watch["oauth2Auth"]
        assert [form["refresh_token"] for form in tokens.forms] == ["refresh-0", "refresh-1", "refresh-2", "refresh-3"]
        assert "refresh-" not in await dump_stored_content(data)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(400, b'{"error":"invalid_client"}'),
        Reply(200, b"<html>"),
        Reply(200, b"[]"),
        Reply(200, b'{"access_token":"a\\nb"}'),
        Reply(300, b'{"access_token":"token"}'),
        Reply(302, headers={"Location": "http://127.0.0.1:1/"}),
        Reply(raw=b"\x00garbage\r\n\r\n"),
    ],
)
async def test_a_token_endpoint_that_gives_none_is_a_failure_in_words(office: WatchApi, reply: Reply) -> None:
    async with Receiver(lambda request: reply).run() as endpoint, Receiver().run() as receiver:
        watch = await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint))
        result = await office.request("POST", f"watchers/{watch['id']}/test")
        assert result["status"] == "failed"
        assert result["errorMessage"].startswith("No token:")
        assert receiver.connections == 0


async def test_another_token_address_needs_the_secrets_that_are_kept_and_no_others(office: WatchApi) -> None:
    tokens = TokenEndpoint()
    async with (
        Receiver(tokens).run() as endpoint,
        Receiver(tokens).run() as other_endpoint,
        Receiver(tokens.check_token).run() as receiver,
    ):
        watch = await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint))
        members = oauth2(other_endpoint)
        without_secret = {name: value for name, value in members.items() if name != "clientSecret"}
        await office.request("PUT", f"watchers/{watch['id']}", {"oauth2Auth": without_secret}, status=422)
        await office.request("PUT", f"watchers/{watch['id']}", {"oauth2Auth": members})
        await office.register("One")
        await receiver.wait_until(lambda: receiver.requests)
        assert (len(endpoint.requests), len(other_endpoint.requests)) == (0, 1)


async def test_the_token_of_a_deleted_watch_is_forgotten_and_those_of_others_are_kept(office: WatchApi) -> None:
    tokens = TokenEndpoint()
    async with Receiver(tokens).run() as endpoint, Receiver(tokens.check_token).run() as receiver:
        async with Receiver().run() as deleted_receiver:
            deleted = await office.add_watch(deleted_receiver.url)
            await office.add_watch(receiver.url, oauth2Auth=oauth2(endpoint))
            await office.register("One")
            await receiver.wait_until(lambda: receiver.requests and deleted_receiver.requests)
            await office.request("DELETE", f"watchers/{deleted['id']}")
            await office.advance_time(60)
            await deleted_receiver.wait_until(lambda: deleted_receiver.open_connections == 0, "the deletion to be seen")
        await office.register("Two")
        await receiver.wait_until(lambda: len(receiver.requests) == 2)
        assert len(tokens.forms) == 1


async def test_tls_with_an_authority_of_the_house_and_none_without(data: Path, tmp_path: Path) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "authorities.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    async with Receiver().run(context) as receiver:
        url = receiver.url.replace("127.0.0.1", "localhost")
        networks = parse_networks(["127.0.0.0/8", "::1"])
        async with open_watch_api(data, AddressPolicy(networks, ca_file=ca_file)) as office:
            await office.add_watch(url)
            await office.register()
            await receiver.wait_until(lambda: receiver.requests)
            wrong_name = await office.add_watch(receiver.url, events=["merged"])
            result = await office.request("POST", f"watchers/{wrong_name['id']}/test")
            assert "certificate" in result["errorMessage"]
        async with open_watch_api(data, AddressPolicy(networks)) as office:
            (watch, _) = (await office.request("GET", "watchers"))["items"]
            result = await office.request("POST", f"watchers/{watch['id']}/test")
            assert "certificate" in result["errorMessage"]
        assert len(receiver.requests) == 1


async def close(writer: asyncio.StreamWriter) -> None:
    """Close the connection after the client has."""
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def test_a_server_that_drips_is_left_at_the_deadline(office: WatchApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.watch.http_client.ATTEMPT_TIMEOUT_SECONDS", 1.0)

    serving = []

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)
        except OSError:
            await close(writer)

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    watch = await office.add_watch(f"http://127.0.0.1:{port}/")
    result = await office.request("POST", f"watchers/{watch['id']}/test")
    assert result["errorMessage"] == "No answer came within 1 seconds."
    server.close()
    await asyncio.gather(*serving)


async def test_of_an_endless_answer_little_is_read(office: WatchApi) -> None:
    sent = 0
    serving = []

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        serving.append(asyncio.current_task())
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000000\r\n\r\n")
            while True:
                writer.write(b"\x1f\x8b" + b"\0" * 65_534)
                await writer.drain()
                sent += 65_536
        except OSError:
            await close(writer)

    server = await asyncio.start_server(flood, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    watch = await office.add_watch(f"http://127.0.0.1:{port}/")
    result = await office.request("POST", f"watchers/{watch['id']}/test")
    assert (result["status"], result["statusCode"]) == ("delivered", 200)
    assert len(result["body"]) <= 4096
    # The kernel buffers data that is never read.
    assert sent < 20_000_000
    server.close()
    await asyncio.gather(*serving)
