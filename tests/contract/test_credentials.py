"""Keys: creation, storage, presentation and revocation; and access without a key."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from tests.support.access import (
    API_PATH,
    build_auth_headers,
    create_key,
    dump_stored_content,
    open_http_client,
    run_walkin,
    write_to_store,
)
from tests.support.offices import WalkinServer
from walkin.api.security.authentication import CACHE_SECONDS
from walkin.client import ServerUnreachable, connect
from walkin.model.caller import Role
from walkin.model.errors import Refused
from walkin.model.time import now_ms
from walkin.settings import Settings
from walkin.store import queues
from walkin.store.access import credentials

QUEUES = f"{API_PATH}/queues"


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.02)


def test_a_look_up_is_reused_for_less_than_a_second() -> None:
    assert CACHE_SECONDS < 1


async def test_a_key_is_shown_once_and_listed_by_its_beginning(data: Path) -> None:
    added = run_walkin(data, "key", "add", "--role", "admin", "--name", "the boss", "--json")
    key = json.loads(added.stdout)
    assert key["apiKey"].startswith(key["id"] + "_")
    assert len(key["apiKey"].removeprefix(key["id"] + "_")) == 43
    assert len(key["token"]) == 43
    plain = run_walkin(data, "key", "add", "--role", "kiosk", "--queue", "1", "--expires", "30")
    assert plain.stdout.count("wq_kiosk_") == 2
    listed = run_walkin(data, "key", "list", "--json")
    keys = json.loads(listed.stdout)
    assert [(item["role"], item["name"], item["queues"]) for item in keys] == [
        ("admin", "the boss", None),
        ("kiosk", "", ["1"]),
    ]
    assert keys[1]["expires"] > keys[1]["created"]
    for secret in (key["apiKey"], key["token"], key["apiKey"].removeprefix(key["id"] + "_")):
        assert secret not in listed.stdout
        assert secret not in await dump_stored_content(data)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("key", "add", "--role", "king"), "--role takes admin, counter, kiosk, display"),
        (("key", "add", "--role", "kiosk", "--queue", "Nowhere"), "Nowhere is no queue"),
        (("key", "add", "--role", "kiosk", "--account", "9"), "9 is no account"),
        (("key", "add", "--role", "kiosk", "--redirect-uri", "http://app.example/"), "https"),
        (("key", "add", "--role", "kiosk", "--redirect-uri", "https://a.example/#x"), "without a #"),
        (("key", "revoke", "wq_admin_12345678"), "is no key"),
    ],
)
def test_what_cannot_be_made_is_refused_in_plain_words(data: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run_walkin(data, *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


async def test_the_ways_to_present_a_key(data: Path) -> None:
    key = await create_key(data, Role.ADMIN)
    async with open_http_client(data) as http:
        for headers in (
            {"apiKey": key.api_key, "token": key.token},
            {"APIKEY": key.api_key, "Token": key.token},
        ):
            assert (await http.get(QUEUES, headers=headers)).status_code == 200
        other_key = await create_key(data, Role.ADMIN)
        for headers in (
            {"apiKey": key.api_key, "token": other_key.token},
            {"apiKey": other_key.api_key, "token": key.token},
            {"apiKey": key.credential.prefix, "token": key.token},
            {"apiKey": key.api_key[:-1], "token": key.token},
            {"apiKey": key.api_key + "x" * 5000, "token": key.token},
            {"apiKey": key.token, "token": key.api_key},
            {"apiKey": "é".encode("latin-1"), "token": b"\xff\xfe"},
            {"authorization": f"Bearer {key.token}"},
            {"authorization": f"Bearer {key.api_key}"},
            {"authorization": "Bearer"},
            {"authorization": "Basic eDp5"},
            {"apiKey": "", "token": ""},
        ):
            response = await http.get(QUEUES, headers=headers)
            assert (response.status_code, response.json()["error"]["reason"]) == (401, "unauthorized"), headers


async def test_the_query_of_an_address_is_taken_only_when_it_is_set(data: Path) -> None:
    key = await create_key(data, Role.ADMIN)
    query = {"ApiKey": key.api_key, "TOKEN": key.token}
    async with open_http_client(data) as http:
        assert (await http.get(QUEUES, params=query)).status_code == 401
    async with open_http_client(data, allow_query_credentials=True) as http:
        assert (await http.get(QUEUES, params=query)).status_code == 200
        assert (await http.get(QUEUES, params=query | {"TOKEN": "x"})).status_code == 401
        assert (await http.get(QUEUES, params={"access_token": key.token})).status_code == 401


async def test_an_expired_key_is_refused(data: Path) -> None:
    at = now_ms()
    key = await create_key(data, Role.ADMIN, expires_at=at + 1)
    async with open_http_client(data, lambda: at) as http:
        assert (await http.get(QUEUES, headers=build_auth_headers(key))).status_code == 200
        at += 1

        async def is_refused() -> bool:
            return (await http.get(QUEUES, headers=build_auth_headers(key))).status_code == 401

        await until(is_refused)


async def test_when_a_key_was_used_last_is_kept(data: Path) -> None:
    key = await create_key(data, Role.DISPLAY)
    async with open_http_client(data) as http:
        assert (await http.get(QUEUES, headers=build_auth_headers(key))).status_code == 200

        async def is_recorded() -> bool:
            credential = await write_to_store(data, credentials.find_by_prefix, key.credential.prefix)
            return credential.last_used_at is not None

        await until(is_recorded)


@contextlib.contextmanager
def run_serve(data: Path, *options: str, **server_options: str) -> Any:
    """Run `walkin serve` with options in a process of its own."""
    server = WalkinServer(data, options=options, **server_options).start()
    try:
        yield server
    finally:
        server.kill()


async def test_a_key_revoked_by_another_process_is_refused(data: Path) -> None:
    key, other_key = await create_key(data, Role.ADMIN), await create_key(data, Role.COUNTER)
    with run_serve(data) as server:
        async with httpx.AsyncClient(base_url=server.url) as http:
            assert (await http.get(QUEUES, headers=build_auth_headers(key))).status_code == 200
            result = await asyncio.to_thread(run_walkin, data, "key", "revoke", key.api_key)
            assert key.credential.prefix in result.stdout

            async def is_refused() -> bool:
                return (await http.get(QUEUES, headers=build_auth_headers(key))).status_code == 401

            await until(is_refused)
            assert (await http.get(QUEUES, headers=build_auth_headers(other_key))).status_code == 200


async def test_a_stream_ends_with_its_key(data: Path) -> None:
    display_key, counter_key = await create_key(data, Role.DISPLAY), await create_key(data, Role.COUNTER)
    async with open_http_client(data) as http:
        path = f"{QUEUES}/1/registrations"
        content = b""
        async with http.stream("GET", f"{path}/stream", headers=build_auth_headers(display_key)) as response:
            await write_to_store(data, credentials.revoke, display_key.credential.prefix, now_ms())
            await asyncio.sleep(CACHE_SECONDS)
            assert (await http.post(path, json={}, headers=build_auth_headers(counter_key))).status_code == 201
            async for piece in response.aiter_bytes():
                content += piece
    assert b"hello" in content
    assert b"created" not in content


async def test_an_office_without_a_key_is_open_to_this_machine_until_it_has_one(data: Path) -> None:
    with run_serve(data) as server:
        assert "OPEN" in server.log_file.read_text()
        async with httpx.AsyncClient(base_url=server.url) as http:
            assert (await http.get(QUEUES)).status_code == 200
            # A web page in a browser of this machine, under its own name or one that it has rebound to loopback.
            for headers in ({"origin": "https://evil.example"}, {"host": "evil.example"}, {"origin": "null"}):
                response = await http.get(QUEUES, headers=headers)
                assert (response.status_code, response.json()["error"]["reason"]) == (403, "forbidden")
            # A request that a proxy on this machine forwards.
            for headers in (
                {"x-forwarded-for": "203.0.113.9"},
                {"forwarded": "for=203.0.113.9"},
                {"via": "1.1 door"},
            ):
                response = await http.get(QUEUES, headers=headers)
                assert (response.status_code, response.json()["error"]["reason"]) == (401, "unauthorized")
            key = json.loads(
                (await asyncio.to_thread(run_walkin, data, "key", "add", "--role", "admin", "--json")).stdout
            )

            async def is_closed() -> bool:
                return (await http.get(QUEUES)).status_code == 401

            await until(is_closed)
            key_headers = {"apiKey": key["apiKey"], "token": key["token"]}
            assert (await http.get(QUEUES, headers=key_headers)).status_code == 200
            await asyncio.to_thread(run_walkin, data, "key", "revoke", key["id"])

            async def is_refused() -> bool:
                return (await http.get(QUEUES, headers=key_headers)).status_code == 401

            await until(is_refused)
            assert (await http.get(QUEUES)).status_code == 401, "open again after its only key was revoked"


@pytest.mark.parametrize("option", [("--no-open",), ("--proxy", "127.0.0.1")])
def test_no_open_office_where_it_is_not_wanted(data: Path, option: Sequence[str]) -> None:
    result = run_walkin(data, "serve", *option)
    assert result.returncode == 2
    assert "walkin key add" in result.stderr


def fail(*arguments: object) -> None:
    raise RuntimeError("broken on purpose")


async def test_a_key_is_in_no_log_and_no_traceback(
    data: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await create_key(data, Role.ADMIN)
    caplog.set_level(logging.DEBUG)
    async with open_http_client(data, allow_query_credentials=True) as http:
        await http.get(QUEUES, headers=build_auth_headers(key))
        await http.get(QUEUES, params={"apikey": key.api_key, "token": key.token})
        monkeypatch.setattr(queues, "list_queues", fail)
        response = await http.get(
            QUEUES, headers=build_auth_headers(key), params={"apikey": key.api_key, "token": key.token}
        )
    assert (response.status_code, response.json()["error"]["reason"]) == (500, "internalError")
    log = "\n".join(
        f"{record.getMessage()} {record.exc_text}" for record in caplog.records if not record.name.startswith("http")
    )
    assert "Traceback" in log
    assert key.token not in log
    assert key.api_key not in log
    assert key.token not in await dump_stored_content(data)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


async def test_beyond_this_machine_with_a_key_over_tls(data: Path, tmp_path: Path, authority: trustme.CA) -> None:
    key = await create_key(data, Role.ADMIN)
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate_file, key_file, ca_file = tmp_path / "chain.pem", tmp_path / "key.pem", tmp_path / "ca.pem"
    certificate.cert_chain_pems[0].write_to_path(str(certificate_file))
    certificate.private_key_pem.write_to_path(str(key_file))
    authority.cert_pem.write_to_path(str(ca_file))
    with run_serve(
        data, "--host", "0.0.0.0", "--tls-cert", str(certificate_file), "--tls-key", str(key_file), ca_file=str(ca_file)
    ) as server:
        ssl_context = ssl.create_default_context(cafile=str(ca_file))
        async with httpx.AsyncClient(base_url=server.url, verify=ssl_context) as http:
            response = await http.get(QUEUES, headers=build_auth_headers(key))
            assert response.status_code == 200
            assert "max-age" in response.headers["strict-transport-security"]
            assert (await http.get(QUEUES)).status_code == 401
        settings = {"api": server.url, "api_key": key.api_key, "api_token": key.token}
        async with await connect(Settings(**settings, api_ca=ca_file)) as client:
            assert len(await client.list_queues()) == 3
        async with await connect(Settings(**settings)) as client:
            with pytest.raises(ServerUnreachable):
                await client.list_queues()
        async with await connect(Settings(api=server.url, api_ca=ca_file), language="fr") as client:
            with pytest.raises(Refused) as refused:
                await client.list_queues()
            assert refused.value.reason == "unauthorized"
            assert "clé" in refused.value.message


def test_a_certificate_that_cannot_be_used_is_said_at_once(data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    for options in (
        ("--tls-cert", str(broken)),
        ("--tls-cert", str(tmp_path / "absent.pem")),
        ("--tls-key", str(broken)),
    ):
        result = run_walkin(data, "serve", *options)
        assert result.returncode == 2
        assert len(result.stderr.splitlines()) == 1


async def test_a_proxys_headers_are_believed_only_when_it_is_named(data: Path) -> None:
    key = await create_key(data, Role.ADMIN)
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9", **build_auth_headers(key)}
    for options, is_https in (((), False), (("--proxy", "127.0.0.1"), True), (("--proxy", "192.0.2.1"), False)):
        with run_serve(data, *options) as server:
            async with httpx.AsyncClient(base_url=server.url) as http:
                response = await http.post(f"{QUEUES}/1/registrations", json={}, headers=forwarded)
                assert response.headers["location"].startswith("https://" if is_https else "http://")
                assert ("strict-transport-security" in response.headers) == is_https


SECURITY_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


async def test_every_answer_carries_the_safe_headers(data: Path) -> None:
    key = await create_key(data, Role.ADMIN)
    with run_serve(data) as server:
        async with httpx.AsyncClient(base_url=server.url, headers=build_auth_headers(key)) as http:
            ticket = (await http.post(f"{QUEUES}/1/registrations", json={})).json()
            for method, path in (
                ("GET", QUEUES), ("GET", "/nowhere"), ("PATCH", QUEUES), ("GET", f"{QUEUES}/99"), ("GET", "/healthz"),
                ("POST", f"{QUEUES}/1/registrations"), ("GET", f"/t/{ticket['token']}"), ("GET", "/t/none"),
                ("GET", "/docs"), ("GET", "/openapi.json"), ("GET", "/openapi-2.0.json"),
                ("POST", "/o/oauth2/token"), ("GET", "/o/oauth2/authorize"),
                ("DELETE", f"{QUEUES}/1/registrations/{ticket['id']}"),
            ):  # fmt: skip
                response = await http.request(method, path)
                # With no-referrer browsers would send no Origin with the forms of these pages.
                expected = (
                    SECURITY_HEADERS | {"referrer-policy": "same-origin"}
                    if path.startswith(("/t/", "/o/oauth2/auth"))
                    else SECURITY_HEADERS
                )
                assert expected.items() <= dict(response.headers).items(), path
                assert response.headers["content-security-policy"].startswith("default-src 'none'")
                assert "server" not in response.headers
                assert "access-control-allow-origin" not in response.headers
                assert len(response.headers.get_list("cache-control")) == 1


async def test_an_unexpected_error_carries_them_too_and_says_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "has_any", fail)
    async with open_http_client(data, allow_anonymous=True) as http:
        response = await http.get(f"{API_PATH}/queues", headers={"host": "localhost"})
        assert response.status_code == 500
        assert SECURITY_HEADERS.items() <= dict(response.headers).items()
        assert response.json()["error"] == {
            "code": 500,
            "reason": "internalError",
            "message": "Something went wrong on our side. Nothing was changed.",
        }
