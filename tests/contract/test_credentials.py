"""Keys: how they are shown, kept, presented, revoked; and who is let in without one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from tests.support.doors import (
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
from walkin.store.access import credentials

ASKED = f"{API_PATH}/queues"


async def until(true: Callable[[], Any], seconds: float = 20) -> float:
    """Wait; how many seconds it took."""
    began = time.monotonic()
    while not await true():
        assert time.monotonic() - began < seconds
        await asyncio.sleep(0.02)
    return time.monotonic() - began


async def test_a_key_is_shown_once_and_listed_by_its_beginning(data: Path) -> None:
    made = run_walkin(data, "key", "add", "--role", "admin", "--name", "the boss", "--json")
    shown = json.loads(made.stdout)
    assert shown["apiKey"].startswith(shown["id"] + "_")
    assert len(shown["apiKey"].removeprefix(shown["id"] + "_")) == 43
    assert len(shown["token"]) == 43
    plain = run_walkin(data, "key", "add", "--role", "kiosk", "--queue", "1", "--expires", "30")
    assert plain.stdout.count("wq_kiosk_") == 2
    listed = run_walkin(data, "key", "list", "--json")
    found = json.loads(listed.stdout)
    assert [(one["role"], one["name"], one["queues"]) for one in found] == [
        ("admin", "the boss", None),
        ("kiosk", "", ["1"]),
    ]
    assert found[1]["expires"] > found[1]["created"]
    for secret in (shown["apiKey"], shown["token"], shown["apiKey"].removeprefix(shown["id"] + "_")):
        assert secret not in listed.stdout
        assert secret not in await dump_stored_content(data)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("key", "add", "--role", "king"), "--role takes admin, counter, kiosk, display"),
        (("key", "add", "--role", "kiosk", "--queue", "Nowhere"), "Nowhere is not one queue of this account"),
        (("key", "add", "--role", "kiosk", "--account", "9"), "9 is no account"),
        (("key", "add", "--role", "kiosk", "--redirect-uri", "http://app.example/"), "https"),
        (("key", "add", "--role", "kiosk", "--redirect-uri", "https://a.example/#x"), "without a #"),
        (("key", "revoke", "wq_admin_12345678"), "is no key"),
    ],
)
def test_what_cannot_be_made_is_refused_in_plain_words(data: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run_walkin(data, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


async def test_the_ways_to_present_a_key(data: Path) -> None:
    made = await create_key(data, Role.ADMIN)
    async with open_http_client(data) as http:
        for named in (
            {"apiKey": made.api_key, "token": made.token},
            {"APIKEY": made.api_key, "Token": made.token},
        ):
            assert (await http.get(ASKED, headers=named)).status_code == 200
        other = await create_key(data, Role.ADMIN)
        for wrong in (
            {"apiKey": made.api_key, "token": other.token},
            {"apiKey": other.api_key, "token": made.token},
            {"apiKey": made.credential.prefix, "token": made.token},
            {"apiKey": made.api_key[:-1], "token": made.token},
            {"apiKey": made.api_key + "x" * 5000, "token": made.token},
            {"apiKey": made.token, "token": made.api_key},
            {"apiKey": "é".encode("latin-1"), "token": b"\xff\xfe"},
            {"authorization": f"Bearer {made.token}"},
            {"authorization": f"Bearer {made.api_key}"},
            {"authorization": "Bearer"},
            {"authorization": "Basic eDp5"},
            {"apiKey": "", "token": ""},
        ):
            answer = await http.get(ASKED, headers=wrong)
            assert (answer.status_code, answer.json()["error"]["reason"]) == (401, "unauthorized"), wrong


async def test_the_query_of_an_address_is_taken_only_when_it_is_set(data: Path) -> None:
    made = await create_key(data, Role.ADMIN)
    query = {"ApiKey": made.api_key, "TOKEN": made.token}
    async with open_http_client(data) as http:
        assert (await http.get(ASKED, params=query)).status_code == 401
    async with open_http_client(data, allow_query_credentials=True) as http:
        assert (await http.get(ASKED, params=query)).status_code == 200
        assert (await http.get(ASKED, params=query | {"TOKEN": "x"})).status_code == 401
        assert (await http.get(ASKED, params={"access_token": made.token})).status_code == 401


async def test_an_expired_key_is_refused(data: Path) -> None:
    at = now_ms()
    made = await create_key(data, Role.ADMIN, expires_at=at + 1)
    async with open_http_client(data, lambda: at) as http:
        assert (await http.get(ASKED, headers=build_auth_headers(made))).status_code == 200
        at += 1

        async def refused() -> bool:
            return (await http.get(ASKED, headers=build_auth_headers(made))).status_code == 401

        await until(refused)


async def test_when_a_key_was_used_last_is_kept(data: Path) -> None:
    made = await create_key(data, Role.DISPLAY)
    async with open_http_client(data) as http:
        assert (await http.get(ASKED, headers=build_auth_headers(made))).status_code == 200

        async def noted() -> bool:
            found = await write_to_store(data, credentials.find_by_prefix, made.credential.prefix)
            return found.last_used_at is not None

        await until(noted)


@contextlib.contextmanager
def serving(data: Path, *options: str, **more: str) -> Any:
    """`walkin serve` with options, in a process of its own."""
    server = WalkinServer(data, options=options, **more).start()
    try:
        yield server
    finally:
        server.kill()


async def test_a_key_revoked_by_another_process_is_refused_within_a_second(data: Path) -> None:
    made, other = await create_key(data, Role.ADMIN), await create_key(data, Role.COUNTER)
    with serving(data) as server:
        async with httpx.AsyncClient(base_url=server.url) as http:
            assert (await http.get(ASKED, headers=build_auth_headers(made))).status_code == 200
            done = await asyncio.to_thread(run_walkin, data, "key", "revoke", made.api_key)
            assert made.credential.prefix in done.stdout

            async def refused() -> bool:
                return (await http.get(ASKED, headers=build_auth_headers(made))).status_code == 401

            # From the command's end on: it has been revoked for a little longer.
            assert await until(refused) < 1
            assert (await http.get(ASKED, headers=build_auth_headers(other))).status_code == 200


async def test_a_stream_ends_with_its_key(data: Path) -> None:
    made, desk = await create_key(data, Role.DISPLAY), await create_key(data, Role.COUNTER)
    async with open_http_client(data) as http:
        path = f"{ASKED}/1/registrations"
        told = b""
        async with http.stream("GET", f"{path}/stream", headers=build_auth_headers(made)) as response:
            await write_to_store(data, credentials.revoke, made.credential.prefix, now_ms())
            await asyncio.sleep(CACHE_SECONDS)
            assert (await http.post(path, json={}, headers=build_auth_headers(desk))).status_code == 201
            async for piece in response.aiter_bytes():
                told += piece
    assert b"hello" in told
    assert b"created" not in told


async def test_an_office_without_a_key_is_open_to_this_machine_until_it_has_one(data: Path) -> None:
    with serving(data) as server:
        assert "OPEN" in server.said.read_text()
        async with httpx.AsyncClient(base_url=server.url) as http:
            assert (await http.get(ASKED)).status_code == 200
            # A page in this machine's browser, on its own name or on one that it has made point here.
            for foreign in ({"origin": "https://evil.example"}, {"host": "evil.example"}, {"origin": "null"}):
                answer = await http.get(ASKED, headers=foreign)
                assert (answer.status_code, answer.json()["error"]["reason"]) == (403, "forbidden")
            # Somebody anywhere, whom a proxy on this machine lets through.
            for passed_on in (
                {"x-forwarded-for": "203.0.113.9"},
                {"forwarded": "for=203.0.113.9"},
                {"via": "1.1 door"},
            ):
                answer = await http.get(ASKED, headers=passed_on)
                assert (answer.status_code, answer.json()["error"]["reason"]) == (401, "unauthorized")
            made = json.loads(
                (await asyncio.to_thread(run_walkin, data, "key", "add", "--role", "admin", "--json")).stdout
            )

            async def closed() -> bool:
                return (await http.get(ASKED)).status_code == 401

            assert await until(closed) < 1
            known = {"apiKey": made["apiKey"], "token": made["token"]}
            assert (await http.get(ASKED, headers=known)).status_code == 200
            await asyncio.to_thread(run_walkin, data, "key", "revoke", made["id"])

            async def refused() -> bool:
                return (await http.get(ASKED, headers=known)).status_code == 401

            await until(refused)
            assert (await http.get(ASKED)).status_code == 401, "open again after its only key was revoked"


@pytest.mark.parametrize("option", [("--no-open",), ("--proxy", "127.0.0.1")])
def test_no_open_office_where_it_is_not_wanted(data: Path, option: Sequence[str]) -> None:
    done = run_walkin(data, "serve", *option)
    assert done.returncode == 2
    assert "walkin key add" in done.stderr


async def test_a_key_is_in_no_log_and_no_traceback(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = await create_key(data, Role.ADMIN)
    caplog.set_level(logging.DEBUG)
    async with open_http_client(data, allow_query_credentials=True) as http:
        await http.get(ASKED, headers=build_auth_headers(made))
        await http.get(ASKED, params={"apikey": made.api_key, "token": made.token})
        http._transport._app.state.office = None
        broken = await http.get(
            ASKED, headers=build_auth_headers(made), params={"apikey": made.api_key, "token": made.token}
        )
    assert (broken.status_code, broken.json()["error"]["reason"]) == (500, "internalError")
    ours = "\n".join(
        f"{record.getMessage()} {record.exc_text}" for record in caplog.records if not record.name.startswith("http")
    )
    assert "Traceback" in ours
    assert made.token not in ours
    assert made.api_key not in ours
    assert made.token not in await dump_stored_content(data)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


async def test_beyond_this_machine_with_a_key_over_tls(data: Path, tmp_path: Path, authority: trustme.CA) -> None:
    made = await create_key(data, Role.ADMIN)
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    chain, private, ca = tmp_path / "chain.pem", tmp_path / "key.pem", tmp_path / "ca.pem"
    certificate.cert_chain_pems[0].write_to_path(str(chain))
    certificate.private_key_pem.write_to_path(str(private))
    authority.cert_pem.write_to_path(str(ca))
    with serving(
        data, "--host", "0.0.0.0", "--tls-cert", str(chain), "--tls-key", str(private), trust=str(ca)
    ) as server:
        trusting = ssl.create_default_context(cafile=str(ca))
        async with httpx.AsyncClient(base_url=server.url, verify=trusting) as http:
            answer = await http.get(ASKED, headers=build_auth_headers(made))
            assert answer.status_code == 200
            assert "max-age" in answer.headers["strict-transport-security"]
            assert (await http.get(ASKED)).status_code == 401
        settings = {"api": server.url, "api_key": made.api_key, "api_token": made.token}
        async with await connect(Settings(**settings, api_ca=ca)) as client:
            assert len(await client.list_queues()) == 3
        async with await connect(Settings(**settings)) as client:
            with pytest.raises(ServerUnreachable):
                await client.list_queues()
        async with await connect(Settings(api=server.url, api_ca=ca), language="fr") as client:
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
        done = run_walkin(data, "serve", *options)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1


async def test_a_proxys_headers_are_believed_only_when_it_is_named(data: Path) -> None:
    made = await create_key(data, Role.ADMIN)
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9", **build_auth_headers(made)}
    for options, secure in (((), False), (("--proxy", "127.0.0.1"), True), (("--proxy", "192.0.2.1"), False)):
        with serving(data, *options) as server:
            async with httpx.AsyncClient(base_url=server.url) as http:
                answer = await http.post(f"{ASKED}/1/registrations", json={}, headers=forwarded)
                assert answer.headers["location"].startswith("https://" if secure else "http://")
                assert ("strict-transport-security" in answer.headers) == secure


SAFE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


async def test_every_answer_carries_the_safe_headers(data: Path) -> None:
    made = await create_key(data, Role.ADMIN)
    with serving(data) as server:
        async with httpx.AsyncClient(base_url=server.url, headers=build_auth_headers(made)) as http:
            ticket = (await http.post(f"{ASKED}/1/registrations", json={})).json()
            for method, path in (
                ("GET", ASKED), ("GET", "/nowhere"), ("PATCH", ASKED), ("GET", f"{ASKED}/99"), ("GET", "/healthz"),
                ("POST", f"{ASKED}/1/registrations"), ("GET", f"/t/{ticket['token']}"), ("GET", "/t/none"),
                ("GET", "/docs"), ("GET", "/openapi.json"), ("POST", "/o/oauth2/token"), ("GET", "/o/oauth2/authorize"),
                ("DELETE", f"{ASKED}/1/registrations/{ticket['id']}"),
            ):  # fmt: skip
                answer = await http.request(method, path)
                # Browsers hide the origin of a page's own forms where it forbids all referrers.
                safe = SAFE | {"referrer-policy": "same-origin"} if path.startswith(("/t/", "/o/oauth2/auth")) else SAFE
                assert safe.items() <= dict(answer.headers).items(), path
                assert answer.headers["content-security-policy"].startswith("default-src 'none'")
                assert "server" not in answer.headers
                assert "access-control-allow-origin" not in answer.headers
                assert len(answer.headers.get_list("cache-control")) == 1


async def test_an_error_nobody_expected_carries_them_too_and_says_nothing(data: Path) -> None:
    async with open_http_client(data, allow_anonymous=True) as http:
        app = http._transport._app
        app.state.access._store = None
        answer = await http.get(f"{API_PATH}/queues", headers={"host": "localhost"})
        assert answer.status_code == 500
        assert SAFE.items() <= dict(answer.headers).items()
        assert answer.json()["error"] == {
            "code": 500,
            "reason": "internalError",
            "message": "Something went wrong on our side. Nothing was changed.",
        }
