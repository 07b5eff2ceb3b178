"""Bearer tokens: the three grants, the consent page, and what ends a token."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.doors import (
    API_PATH,
    build_auth_headers,
    create_key,
    dump_stored_content,
    open_http_client,
    write_to_store,
)
from walkin.model.caller import Role
from walkin.model.time import now_ms
from walkin.store.access import accounts, credentials, oauth_tokens
from walkin.store.access.credentials import NewCredential

TOKEN = "/o/oauth2/token"
AUTHORIZE = "/o/oauth2/authorize"
BACK = "https://app.example/back?from=walkin"
QUEUES = f"{API_PATH}/queues"


@dataclass
class Here:
    http: httpx.AsyncClient
    data: Path
    admin: NewCredential
    app: NewCredential
    """A program that may ask for consent, in the role counter."""

    async def token(self, **form: str) -> httpx.Response:
        return await self.http.post(TOKEN, data=form)

    async def own(self, made: NewCredential, **form: str) -> httpx.Response:
        return await self.token(
            grant_type="client_credentials", client_id=made.api_key, client_secret=made.token, **form
        )

    async def consent(self, by: NewCredential, answer: str = "allow", **more: str) -> httpx.Response:
        form = {"client_id": self.app.credential.prefix, "redirect_uri": BACK, "scope": "agendize", "state": "s&1"}
        return await self.http.post(
            AUTHORIZE, data={**form, "answer": answer, "api_key": by.api_key, "api_token": by.token, **more}
        )

    async def code(self, **more: str) -> str:
        return parse_qs(urlsplit((await self.consent(self.admin, **more)).headers["location"]).query)["code"][0]

    async def exchange(self, code: str, **more: str) -> httpx.Response:
        form = {"code": code, "redirect_uri": BACK, "client_id": self.app.credential.prefix}
        return await self.token(**{"grant_type": "authorization_code", **form, "client_secret": self.app.token, **more})

    async def status(self, access: str, path: str = QUEUES, method: str = "GET", **how: Any) -> int:
        answer = await self.http.request(method, path, headers={"authorization": f"Bearer {access}"}, **how)
        return answer.status_code


@pytest.fixture
async def here(data: Path) -> AsyncIterator[Here]:
    admin = await create_key(data, Role.ADMIN)
    app = await create_key(data, Role.COUNTER, redirect_uri=BACK)
    async with open_http_client(data) as http:
        yield Here(http, data, admin, app)


def no_store(answer: httpx.Response) -> bool:
    return answer.headers["cache-control"] == "no-store" and answer.headers["pragma"] == "no-cache"


async def test_a_programs_own_token(here: Here) -> None:
    answer = await here.own(here.admin)
    given = answer.json()
    assert answer.status_code == 200
    assert no_store(answer)
    assert set(given) == {"access_token", "refresh_token", "token_type", "scope", "expires_in", "expire_in"}
    assert (given["token_type"], given["scope"], given["expires_in"], given["expire_in"]) == (
        "Bearer",
        "admin",
        3600,
        3600,
    )
    assert await here.status(given["access_token"]) == 200
    assert await here.status(given["refresh_token"]) == 401
    for name in ("authentication", "AUTHORIZATION"):
        named = {name: f"bearer {given['access_token']}"}
        assert (await here.http.get(QUEUES, headers=named)).status_code == 200
    basic = await here.http.post(
        TOKEN, data={"grant_type": "client_credentials"}, auth=(here.admin.api_key, here.admin.token)
    )
    assert basic.status_code == 200


async def test_a_token_in_the_address_is_taken_only_when_it_is_set(here: Here) -> None:
    access = (await here.own(here.admin)).json()["access_token"]
    assert (await here.http.get(QUEUES, params={"access_token": access})).status_code == 401
    async with open_http_client(here.data, allow_query_credentials=True) as http:
        assert (await http.get(QUEUES, params={"access_token": access})).status_code == 200


async def test_a_scope_narrows_and_never_widens(here: Here) -> None:
    narrow = (await here.own(here.admin, scope="display")).json()
    assert narrow["scope"] == "display"
    assert await here.status(narrow["access_token"]) == 200
    assert await here.status(narrow["access_token"], method="POST", json={"name": "x"}) == 403
    wide = await here.own(here.app, scope="admin")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")
    renewed = await here.token(
        grant_type="refresh_token",
        refresh_token=narrow["refresh_token"],
        client_id=here.admin.api_key,
        client_secret=here.admin.token,
        scope="admin",
    )
    assert renewed.json()["scope"] == "display"


async def test_a_refresh_token_gives_new_tokens(here: Here) -> None:
    first = (await here.own(here.admin)).json()
    form = {"client_id": here.admin.credential.prefix, "client_secret": here.admin.token}
    second = (await here.token(grant_type="refresh_token", refresh_token=first["refresh_token"], **form)).json()
    assert second["refresh_token"] == first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert await here.status(second["access_token"]) == 200
    foreign = {"client_id": here.app.api_key, "client_secret": here.app.token}
    stolen = await here.token(grant_type="refresh_token", refresh_token=first["refresh_token"], **foreign)
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"scope": "agendize"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, 401, "invalid_client"),
        ({"grant_type": "password", "username": "a", "password": "b"}, 401, "invalid_client"),
        ({"grant_type": "password", "known": "1"}, 400, "unsupported_grant_type"),
        ({"known": "1"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "known": "1"}, 400, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "\x00é" * 500, "known": "1"}, 400, "invalid_grant"),
    ],
)
async def test_errors_have_the_shape_of_the_standard(here: Here, form: dict[str, str], status: int, error: str) -> None:
    sent = {name: value for name, value in form.items() if name != "known"}
    if "known" in form:
        sent |= {"client_id": here.app.api_key, "client_secret": here.app.token}
    answer = await here.token(**sent)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert isinstance(answer.json()["error_description"], str)
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert no_store(answer)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"grant_type":"client_credentials"}', "application/json"),
        (b"grant_type=a&grant_type=b", "application/x-www-form-urlencoded"),
        (b"grant_type=%ff%fe", "application/x-www-form-urlencoded"),
        (b"a=b&" * 100, "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_hostile_form_is_refused(here: Here, content: bytes, kind: str) -> None:
    answer = await here.http.post(TOKEN, content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    large = b"a=" + b"b" * 100_000
    answer = await here.http.post(TOKEN, content=large, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["error"]) == (413, "invalid_request")


async def test_consent_gives_a_code_and_the_code_a_token(here: Here) -> None:
    asked = {"client_id": here.app.credential.prefix, "redirect_uri": BACK, "scope": "agendize", "state": "s&1"}
    page = await here.http.get(AUTHORIZE, params=asked)
    assert page.status_code == 200
    assert "a counter" in page.text
    assert "app.example" in page.text
    # What comes after the form is sent is held against this policy by browsers.
    assert "form-action 'self' https://app.example;" in page.headers["content-security-policy"]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert hidden["state"] == "s&amp;1"
    sent = await here.consent(here.admin)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(BACK)
    back = parse_qs(urlsplit(sent.headers["location"]).query)
    assert (back["from"], back["state"]) == (["walkin"], ["s&1"])
    given = (await here.exchange(back["code"][0])).json()
    assert given["scope"] == "counter"
    assert await here.status(given["access_token"]) == 200
    assert await here.status(given["access_token"], method="POST", json={"name": "x"}) == 403


async def test_a_code_that_comes_twice_takes_everything_back(here: Here) -> None:
    code = await here.code()
    given = (await here.exchange(code)).json()
    again = await here.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    async with open_http_client(here.data) as other:
        bearer = {"authorization": f"Bearer {given['access_token']}"}
        assert (await other.get(QUEUES, headers=bearer)).status_code == 401


async def test_a_code_is_for_its_client_and_its_address_only(here: Here) -> None:
    stranger = await create_key(here.data, Role.ADMIN, redirect_uri=BACK)
    code = await here.code()
    for wrong in (
        {"client_id": stranger.credential.prefix, "client_secret": stranger.token},
        {"redirect_uri": "https://evil.example/"},
        {"code": code[:-1]},
    ):
        answer = await here.exchange(**{"code": code, **wrong})
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert (await here.exchange(code, client_secret="x")).status_code == 401
    assert (await here.exchange(code)).status_code == 200


async def test_a_code_is_soon_too_old(here: Here) -> None:
    client = await write_to_store(here.data, credentials.find_by_prefix, here.app.credential.prefix)
    at = now_ms() - oauth_tokens.CODE_TTL_MS
    code = await write_to_store(
        here.data, oauth_tokens.grant_code, client, here.admin.credential.to_caller(), Role.COUNTER, None, at
    )
    assert (await here.exchange(code)).json()["error"] == "invalid_grant"


async def test_a_challenge_has_to_be_met(here: Here) -> None:
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"}
    assert (await here.exchange(await here.code(**proof))).json()["error"] == "invalid_grant"
    assert (await here.exchange(await here.code(**proof), code_verifier="w" * 50)).status_code == 400
    assert (await here.exchange(await here.code(**proof), code_verifier=verifier)).status_code == 200
    plain = await here.consent(here.admin, code_challenge=challenge, code_challenge_method="plain")
    assert parse_qs(urlsplit(plain.headers["location"]).query)["error"] == ["invalid_request"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"client_id": "nobody"},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": BACK + "x"},
        {"client_id": "admin"},
    ],
)
async def test_nobody_is_sent_to_an_address_that_is_not_registered(here: Here, asked: dict[str, str]) -> None:
    if asked:
        asked = {"client_id": here.app.credential.prefix, "redirect_uri": BACK, **asked}
    if asked.get("client_id") == "admin":
        # A key without an address to go back to is no client of this kind.
        asked["client_id"] = here.admin.credential.prefix
    page = await here.http.get(AUTHORIZE, params=asked)
    sent = await here.http.post(AUTHORIZE, data={**asked, "answer": "deny"})
    for answer in (page, sent):
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "evil.example" not in answer.text


async def test_no_consent_no_code(here: Here) -> None:
    denied = await here.consent(here.admin, "deny")
    assert parse_qs(urlsplit(denied.headers["location"]).query)["error"] == ["access_denied"]
    wrong = NewCredential(here.admin.credential, here.admin.api_key, here.app.token)
    for nobody in (here.app, wrong):
        answer = await here.consent(nobody)
        assert answer.status_code == 403
        assert "location" not in answer.headers
        assert nobody.token not in answer.text


async def test_consent_is_for_the_admins_own_account(here: Here) -> None:
    city = await write_to_store(here.data, accounts.add, "City", "city", 0)
    mayor = await create_key(here.data, Role.ADMIN, city.id)
    theirs = (await here.http.post(QUEUES, json={"name": "Theirs"}, headers=build_auth_headers(mayor))).json()["id"]
    sent = await here.consent(mayor)
    code = parse_qs(urlsplit(sent.headers["location"]).query)["code"][0]
    access = (await here.exchange(code)).json()["access_token"]
    listed = await here.http.get(QUEUES, headers={"authorization": f"Bearer {access}"})
    assert [queue["id"] for queue in listed.json()["items"]] == [theirs]
    assert await here.status(access, f"{QUEUES}/1") == 404


async def test_hostile_text_in_the_address_stays_text(here: Here) -> None:
    asked = {"client_id": here.app.credential.prefix, "redirect_uri": BACK, "state": '"><script>alert(1)</script>'}
    page = await here.http.get(AUTHORIZE, params=asked)
    assert "<script>alert" not in page.text


async def test_the_end_of_a_key_ends_its_tokens(here: Here) -> None:
    given = (await here.own(here.app)).json()
    await write_to_store(here.data, credentials.revoke, here.app.credential.prefix, now_ms())
    async with open_http_client(here.data) as other:
        bearer = {"authorization": f"Bearer {given['access_token']}"}
        assert (await other.get(QUEUES, headers=bearer)).status_code == 401
    assert (await here.own(here.app)).status_code == 401
    assert (await here.http.get(AUTHORIZE, params={"client_id": here.app.credential.prefix})).status_code == 400


async def test_no_token_is_kept_as_it_is(here: Here) -> None:
    given = (await here.exchange(await here.code())).json()
    kept = await dump_stored_content(here.data)
    for secret in (given["access_token"], given["refresh_token"], here.app.token):
        assert secret not in kept
