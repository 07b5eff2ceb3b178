"""OAuth: the three grants, the consent page, and the end of tokens."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.support.access import (
    API_PATH,
    build_auth_headers,
    create_key,
    dump_stored_content,
    open_http_client,
    write_to_store,
)
from tests.support.offices import build_office_options
from walkin.cli.main import app as command
from walkin.model.caller import Role
from walkin.model.time import now_ms
from walkin.store.access import accounts, credentials, oauth_tokens
from walkin.store.access.credentials import NewCredential

TOKEN = "/o/oauth2/token"
AUTHORIZE = "/o/oauth2/authorize"
BACK = "https://app.example/back?from=walkin"
QUEUES = f"{API_PATH}/queues"


@dataclass
class OAuthOffice:
    http: httpx.AsyncClient
    data: Path
    admin: NewCredential
    app: NewCredential
    """The key of an OAuth client in the role counter."""

    async def token(self, **form: str) -> httpx.Response:
        return await self.http.post(TOKEN, data=form)

    async def own(self, key: NewCredential, **form: str) -> httpx.Response:
        return await self.token(grant_type="client_credentials", client_id=key.api_key, client_secret=key.token, **form)

    async def consent(self, admin: NewCredential, answer: str = "allow", **members: str) -> httpx.Response:
        form = {"client_id": self.app.credential.prefix, "redirect_uri": BACK, "scope": "agendize", "state": "s&1"}
        return await self.http.post(
            AUTHORIZE, data={**form, "answer": answer, "api_key": admin.api_key, "api_token": admin.token, **members}
        )

    async def code(self, **members: str) -> str:
        return parse_qs(urlsplit((await self.consent(self.admin, **members)).headers["location"]).query)["code"][0]

    async def exchange(self, code: str, **members: str) -> httpx.Response:
        form = {"code": code, "redirect_uri": BACK, "client_id": self.app.credential.prefix}
        return await self.token(
            **{"grant_type": "authorization_code", **form, "client_secret": self.app.token, **members}
        )

    async def status(self, access: str, path: str = QUEUES, method: str = "GET", **options: Any) -> int:
        response = await self.http.request(method, path, headers={"authorization": f"Bearer {access}"}, **options)
        return response.status_code


@pytest.fixture
async def oauth(data: Path) -> AsyncIterator[OAuthOffice]:
    admin = await create_key(data, Role.ADMIN)
    app = await create_key(data, Role.COUNTER, redirect_uri=BACK)
    async with open_http_client(data) as http:
        yield OAuthOffice(http, data, admin, app)


def is_uncacheable(response: httpx.Response) -> bool:
    return response.headers["cache-control"] == "no-store" and response.headers["pragma"] == "no-cache"


async def test_a_programs_own_token(oauth: OAuthOffice) -> None:
    response = await oauth.own(oauth.admin)
    tokens = response.json()
    assert response.status_code == 200
    assert is_uncacheable(response)
    # A program that can always ask again with its own key needs no refresh token (RFC 6749, 4.4.3).
    assert set(tokens) == {"access_token", "token_type", "scope", "expires_in", "expire_in"}
    assert (tokens["token_type"], tokens["scope"], tokens["expires_in"], tokens["expire_in"]) == (
        "Bearer",
        "admin",
        3600,
        3600,
    )
    assert await oauth.status(tokens["access_token"]) == 200
    for name in ("authentication", "AUTHORIZATION"):
        headers = {name: f"bearer {tokens['access_token']}"}
        assert (await oauth.http.get(QUEUES, headers=headers)).status_code == 200
    basic = await oauth.http.post(
        TOKEN, data={"grant_type": "client_credentials"}, auth=(oauth.admin.api_key, oauth.admin.token)
    )
    assert basic.status_code == 200


async def test_a_token_in_the_address_is_taken_only_when_it_is_set(oauth: OAuthOffice) -> None:
    access = (await oauth.own(oauth.admin)).json()["access_token"]
    assert (await oauth.http.get(QUEUES, params={"access_token": access})).status_code == 401
    async with open_http_client(oauth.data, allow_query_credentials=True) as http:
        assert (await http.get(QUEUES, params={"access_token": access})).status_code == 200


async def test_a_scope_narrows_and_never_widens(oauth: OAuthOffice) -> None:
    narrow = (await oauth.own(oauth.admin, scope="display")).json()
    assert narrow["scope"] == "display"
    assert await oauth.status(narrow["access_token"]) == 200
    assert await oauth.status(narrow["access_token"], method="POST", json={"name": "x"}) == 403
    wide = await oauth.own(oauth.app, scope="admin")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")
    nothing_known = await oauth.own(oauth.app, scope="everything")
    assert (nothing_known.status_code, nothing_known.json()["error"]) == (400, "invalid_scope")
    assert (await oauth.own(oauth.app, scope="display openid")).json()["scope"] == "display"


async def test_a_scope_is_answered_as_it_was_asked_for(oauth: OAuthOffice) -> None:
    tokens = (await oauth.own(oauth.app, scope="agendize")).json()
    assert tokens["scope"] == "agendize"
    assert await oauth.status(tokens["access_token"], f"{QUEUES}/1/registrations") == 200
    granted = (await oauth.exchange(await oauth.code(scope="agendize display"))).json()
    assert granted["scope"] == "agendize display"
    assert await oauth.status(granted["access_token"], f"{QUEUES}/1/registrations/next", "POST") == 403


async def refresh(oauth: OAuthOffice, token: str, **members: str) -> httpx.Response:
    client = {"client_id": oauth.app.credential.prefix, "client_secret": oauth.app.token}
    return await oauth.token(**{"grant_type": "refresh_token", "refresh_token": token, **client, **members})


async def test_a_refresh_token_gives_new_tokens_within_what_was_granted(oauth: OAuthOffice) -> None:
    first = (await oauth.exchange(await oauth.code(scope="agendize"))).json()
    assert await oauth.status(first["refresh_token"]) == 401
    second = (await refresh(oauth, first["refresh_token"], scope="display")).json()
    assert (second["scope"], second["refresh_token"] == first["refresh_token"]) == ("display", False)
    assert await oauth.status(second["access_token"]) == 200
    assert await oauth.status(second["access_token"], f"{QUEUES}/1/registrations/next", "POST") == 403
    # The narrower scope was that of one access token.
    third = (await refresh(oauth, second["refresh_token"])).json()
    assert third["scope"] == "agendize"
    narrow = (await oauth.exchange(await oauth.code(scope="display"))).json()
    wide = await refresh(oauth, narrow["refresh_token"], scope="counter")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")
    foreign = {"client_id": oauth.admin.api_key, "client_secret": oauth.admin.token}
    stolen = await refresh(oauth, narrow["refresh_token"], **foreign)
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert (await refresh(oauth, narrow["refresh_token"])).status_code == 200


async def test_a_refresh_token_goes_on_until_its_successor_is_used(oauth: OAuthOffice) -> None:
    """Clients that keep the first one go on, and a response that was lost can be asked for again."""
    first = (await oauth.exchange(await oauth.code())).json()["refresh_token"]
    lost, second = [(await refresh(oauth, first)).json()["refresh_token"] for _ in range(2)]
    assert len({first, lost, second}) == 3
    third = (await refresh(oauth, second)).json()
    assert await oauth.status(third["access_token"]) == 200
    reused = await refresh(oauth, first)
    assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
    async with open_http_client(oauth.data) as other_http:
        bearer = {"authorization": f"Bearer {third['access_token']}"}
        assert (await other_http.get(QUEUES, headers=bearer)).status_code == 401
    assert (await refresh(oauth, third["refresh_token"])).json()["error"] == "invalid_grant"


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
async def test_errors_have_the_shape_of_the_standard(
    oauth: OAuthOffice, form: dict[str, str], status: int, error: str
) -> None:
    members = {name: value for name, value in form.items() if name != "known"}
    if "known" in form:
        members |= {"client_id": oauth.app.api_key, "client_secret": oauth.app.token}
    response = await oauth.token(**members)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert isinstance(response.json()["error_description"], str)
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert is_uncacheable(response)


async def test_a_client_needs_its_own_secret(oauth: OAuthOffice) -> None:
    client_id, secret = oauth.app.api_key, oauth.app.token
    grant = {"grant_type": "client_credentials"}
    for members in (
        {"client_id": client_id},
        {"client_id": client_id, "client_secret": ""},
        {"client_id": client_id, "client_secret": " "},
        {"client_id": client_id, "client_secret": secret[:-1]},
        {"client_id": client_id, "client_secret": f"{secret} "},
        {"client_id": client_id, "client_secret": secret.swapcase()},
        {"client_id": client_id, "client_secret": client_id},
        {"client_id": client_id, "client_secret": oauth.admin.token},
        {"client_id": oauth.admin.api_key, "client_secret": secret},
        # Enough only beside a code or a refresh token.
        {"client_id": oauth.app.credential.prefix, "client_secret": secret},
        {"client_id": "", "client_secret": secret},
        {"client_secret": secret},
        {},
    ):
        response = await oauth.token(**grant, **members)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client"), members
        assert response.headers["www-authenticate"].startswith("Basic ")
    code = await oauth.code()
    for members in ({"client_secret": ""}, {"client_secret": oauth.admin.token}, {"client_id": client_id[:-1]}):
        assert (await oauth.exchange(code, **members)).status_code == 401, members
    refresh_token = (await oauth.exchange(code)).json()["refresh_token"]
    without_secret = {"client_id": oauth.app.credential.prefix, "refresh_token": refresh_token}
    assert (await oauth.token(grant_type="refresh_token", **without_secret)).status_code == 401
    assert (await refresh(oauth, refresh_token)).status_code == 200


async def test_a_client_shows_its_secret_in_one_place(oauth: OAuthOffice) -> None:
    client_id, secret = oauth.app.api_key, oauth.app.token

    async def ask(auth: tuple[str, str], **members: str) -> tuple[int, str | None]:
        response = await oauth.http.post(TOKEN, data={"grant_type": "client_credentials", **members}, auth=auth)
        return response.status_code, response.json().get("error")

    assert await ask((client_id, secret)) == (200, None)
    # Some libraries repeat the id.
    assert await ask((client_id, secret), client_id=client_id) == (200, None)
    assert await ask((client_id, secret), client_id=oauth.app.credential.prefix) == (200, None)
    assert await ask((client_id, secret), client_id=client_id, client_secret=secret) == (400, "invalid_request")
    # A parameter without a value counts as absent.
    assert await ask((client_id, secret), client_id="", client_secret="", scope="") == (200, None)
    assert await ask((client_id, secret), client_id=oauth.admin.api_key) == (400, "invalid_request")
    for auth in ((client_id, ""), (client_id, oauth.admin.token), ("", secret), (oauth.admin.api_key, secret)):
        assert await ask(auth) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b'{"grant_type":"client_credentials"}', "application/json"),
        (b"grant_type=a&grant_type=b", "application/x-www-form-urlencoded"),
        (b"grant_type=%ff%fe", "application/x-www-form-urlencoded"),
        (b"a=b&" * 100, "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_hostile_form_is_refused(oauth: OAuthOffice, content: bytes, media_type: str) -> None:
    response = await oauth.http.post(TOKEN, content=content, headers={"content-type": media_type})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    large = b"a=" + b"b" * 100_000
    response = await oauth.http.post(
        TOKEN, content=large, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert (response.status_code, response.json()["error"]) == (413, "invalid_request")


async def test_consent_gives_a_code_and_the_code_a_token(oauth: OAuthOffice) -> None:
    parameters = {"client_id": oauth.app.credential.prefix, "redirect_uri": BACK, "scope": "agendize", "state": "s&1"}
    page = await oauth.http.get(AUTHORIZE, params=parameters)
    assert page.status_code == 200
    assert "a counter" in page.text
    assert "app.example" in page.text
    # Browsers apply this policy to the redirect that follows the form, too.
    assert "form-action 'self' https://app.example;" in page.headers["content-security-policy"]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert hidden["state"] == "s&amp;1"
    consented = await oauth.consent(oauth.admin)
    assert consented.status_code == 303
    assert consented.headers["location"].startswith(BACK)
    query = parse_qs(urlsplit(consented.headers["location"]).query)
    assert (query["from"], query["state"]) == (["walkin"], ["s&1"])
    tokens = (await oauth.exchange(query["code"][0])).json()
    assert tokens["scope"] == "agendize"
    assert await oauth.status(tokens["access_token"]) == 200
    assert await oauth.status(tokens["access_token"], method="POST", json={"name": "x"}) == 403


async def test_a_code_that_comes_twice_takes_everything_back(oauth: OAuthOffice) -> None:
    code = await oauth.code()
    tokens = (await oauth.exchange(code)).json()
    replayed = await oauth.exchange(code)
    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_grant")
    async with open_http_client(oauth.data) as other_http:
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        assert (await other_http.get(QUEUES, headers=bearer)).status_code == 401


async def test_a_code_is_for_its_client_and_its_address_only(oauth: OAuthOffice) -> None:
    stranger = await create_key(oauth.data, Role.ADMIN, redirect_uri=BACK)
    code = await oauth.code()
    for members in (
        {"client_id": stranger.credential.prefix, "client_secret": stranger.token},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": ""},
        {"code": code[:-1]},
        {"code_verifier": "v" * 50},
    ):
        response = await oauth.exchange(**{"code": code, **members})
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")
    assert (await oauth.exchange(code, client_secret="x")).status_code == 401
    assert (await oauth.exchange(code)).status_code == 200


async def test_the_address_is_named_again_only_if_it_was_named(oauth: OAuthOffice) -> None:
    assert (
        await oauth.http.get(AUTHORIZE, params={"client_id": oauth.app.credential.prefix, "redirect_uri": ""})
    ).status_code == 200

    async def consent_without_address() -> str:
        form = {"client_id": oauth.app.credential.prefix, "answer": "allow"}
        key = {"api_key": oauth.admin.api_key, "api_token": oauth.admin.token}
        response = await oauth.http.post(AUTHORIZE, data={**form, **key})
        return parse_qs(urlsplit(response.headers["location"]).query)["code"][0]

    assert (await oauth.exchange(await consent_without_address(), redirect_uri="")).status_code == 200
    assert (await oauth.exchange(await consent_without_address())).status_code == 200
    evil = await oauth.exchange(await consent_without_address(), redirect_uri="https://evil.example/")
    assert evil.json()["error"] == "invalid_grant"


async def test_a_code_is_soon_too_old(oauth: OAuthOffice) -> None:
    client = await write_to_store(oauth.data, credentials.find_by_prefix, oauth.app.credential.prefix)
    at = now_ms() - oauth_tokens.CODE_TTL_MS
    code = await write_to_store(
        oauth.data,
        oauth_tokens.grant_code,
        client,
        oauth.admin.credential.to_caller(),
        oauth_tokens.Scope(Role.COUNTER, "counter"),
        at,
        redirect_uri=BACK,
    )
    assert (await oauth.exchange(code)).json()["error"] == "invalid_grant"


async def test_a_challenge_has_to_be_met(oauth: OAuthOffice) -> None:
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"}
    assert (await oauth.exchange(await oauth.code(**proof))).json()["error"] == "invalid_grant"
    assert (await oauth.exchange(await oauth.code(**proof), code_verifier="w" * 50)).status_code == 400
    assert (await oauth.exchange(await oauth.code(**proof), code_verifier=verifier)).status_code == 200
    assert (await oauth.exchange(await oauth.code(**proof), code_verifier="")).status_code == 400
    for weaker in (
        {"code_challenge": challenge, "code_challenge_method": "plain"},
        {"code_challenge": challenge},
        {"code_challenge_method": "S256"},
        {"code_challenge": "", "code_challenge_method": "S256"},
        {"code_challenge": challenge + "A", "code_challenge_method": "S256"},
    ):
        refused = await oauth.consent(oauth.admin, **weaker)
        assert parse_qs(urlsplit(refused.headers["location"]).query)["error"] == ["invalid_request"], weaker
    # Somebody who took the challenge out of the request cannot answer for the verifier.
    stripped = await oauth.exchange(await oauth.code(), code_verifier=verifier)
    assert (stripped.status_code, stripped.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"client_id": "nobody"},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": BACK + "x"},
        {"client_id": "admin"},
    ],
)
async def test_nobody_is_sent_to_an_address_that_is_not_registered(oauth: OAuthOffice, changes: dict[str, str]) -> None:
    if changes:
        changes = {"client_id": oauth.app.credential.prefix, "redirect_uri": BACK, **changes}
    if changes.get("client_id") == "admin":
        # A key without a redirect URI cannot ask for consent.
        changes["client_id"] = oauth.admin.credential.prefix
    page = await oauth.http.get(AUTHORIZE, params=changes)
    denied = await oauth.http.post(AUTHORIZE, data={**changes, "answer": "deny"})
    for response in (page, denied):
        assert response.status_code == 400
        assert "location" not in response.headers
        assert "evil.example" not in response.text


async def test_no_consent_no_code(oauth: OAuthOffice) -> None:
    denied = await oauth.consent(oauth.admin, "deny")
    assert parse_qs(urlsplit(denied.headers["location"]).query)["error"] == ["access_denied"]
    wrong_token = NewCredential(oauth.admin.credential, oauth.admin.api_key, oauth.app.token)
    for key in (oauth.app, wrong_token):
        response = await oauth.consent(key)
        assert response.status_code == 403
        assert "location" not in response.headers
        assert key.token not in response.text


async def test_consent_is_for_the_admins_own_account(oauth: OAuthOffice) -> None:
    city = await write_to_store(oauth.data, accounts.add, "City", "city", 0)
    city_admin = await create_key(oauth.data, Role.ADMIN, city.id)
    queue_id = (await oauth.http.post(QUEUES, json={"name": "Theirs"}, headers=build_auth_headers(city_admin))).json()[
        "id"
    ]
    consented = await oauth.consent(city_admin)
    code = parse_qs(urlsplit(consented.headers["location"]).query)["code"][0]
    access_token = (await oauth.exchange(code)).json()["access_token"]
    listed = await oauth.http.get(QUEUES, headers={"authorization": f"Bearer {access_token}"})
    assert [queue["id"] for queue in listed.json()["items"]] == [queue_id]
    assert await oauth.status(access_token, f"{QUEUES}/1") == 404


async def test_hostile_text_in_the_address_stays_text(oauth: OAuthOffice) -> None:
    parameters = {
        "client_id": oauth.app.credential.prefix,
        "redirect_uri": BACK,
        "state": '"><script>alert(1)</script>',
    }
    page = await oauth.http.get(AUTHORIZE, params=parameters)
    assert "<script>alert" not in page.text


async def test_the_end_of_a_key_ends_its_tokens(oauth: OAuthOffice) -> None:
    tokens = (await oauth.own(oauth.app)).json()
    await write_to_store(oauth.data, credentials.revoke, oauth.app.credential.prefix, now_ms())
    async with open_http_client(oauth.data) as other_http:
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        assert (await other_http.get(QUEUES, headers=bearer)).status_code == 401
    assert (await oauth.own(oauth.app)).status_code == 401
    assert (await oauth.http.get(AUTHORIZE, params={"client_id": oauth.app.credential.prefix})).status_code == 400


async def test_a_grant_is_cut_to_the_key_that_consented(oauth: OAuthOffice) -> None:
    for admin_queues, app_queues, open_queues in (
        ([1], None, {1}),
        ([1, 2], [2, 3], {2}),
        ([1], [2], set()),
        (None, [2], {2}),
    ):
        admin = await create_key(oauth.data, Role.ADMIN, queues=admin_queues)
        app = await create_key(oauth.data, Role.ADMIN, queues=app_queues, redirect_uri=BACK)
        limited = OAuthOffice(oauth.http, oauth.data, admin, app)
        tokens = (await limited.exchange(await limited.code())).json()
        tokens = (await refresh(limited, tokens["refresh_token"])).json()
        access_token = tokens["access_token"]
        seen = {number for number in (1, 2, 3) if await limited.status(access_token, f"{QUEUES}/{number}") == 200}
        assert seen == open_queues, (admin_queues, app_queues)


async def test_a_grant_ends_with_the_key_that_consented(oauth: OAuthOffice) -> None:
    tokens, unused_code = (await oauth.exchange(await oauth.code())).json(), await oauth.code()
    await write_to_store(oauth.data, credentials.revoke, oauth.admin.credential.prefix, now_ms())
    async with open_http_client(oauth.data) as other_http:
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        assert (await other_http.get(QUEUES, headers=bearer)).status_code == 401
    assert (await refresh(oauth, tokens["refresh_token"])).json()["error"] == "invalid_grant"
    assert (await oauth.exchange(unused_code)).json()["error"] == "invalid_grant"


async def test_grants_are_listed_and_ended_by_command(oauth: OAuthOffice) -> None:
    tokens, other = [(await oauth.exchange(await oauth.code())).json() for _ in range(2)]
    await oauth.code()

    async def run(*arguments: str) -> Result:
        options = build_office_options(oauth.data)
        return await asyncio.to_thread(CliRunner().invoke, command, [*options, "key", *arguments])

    listed = json.loads((await run("grants", "--json")).stdout)
    assert [grant["client"] for grant in listed] == [oauth.app.credential.prefix] * 2
    assert {grant["grantedBy"] for grant in listed} == {oauth.admin.credential.prefix}
    assert "GRANTED BY" in (await run("grants")).stdout
    assert (await run("end-grant", listed[0]["id"])).exit_code == 0
    assert {(await run("end-grant", unknown)).exit_code for unknown in ("999", "x")} == {1}
    assert (await refresh(oauth, tokens["refresh_token"])).status_code == 400
    assert (await refresh(oauth, other["refresh_token"])).status_code == 200
    assert len(json.loads((await run("grants", "--json")).stdout)) == 1


async def test_a_consent_from_another_site_is_refused(oauth: OAuthOffice) -> None:
    form = {"client_id": oauth.app.credential.prefix, "redirect_uri": BACK, "answer": "allow"}
    key = {"api_key": oauth.admin.api_key, "api_token": oauth.admin.token}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://walkin:81"},
        {"sec-fetch-site": "cross-site"},
    ):
        response = await oauth.http.post(AUTHORIZE, data={**form, **key}, headers=headers)
        assert response.status_code == 403, headers
        assert "location" not in response.headers
    own = await oauth.http.post(AUTHORIZE, data={**form, **key}, headers={"origin": "http://walkin"})
    assert own.status_code == 303


async def test_tokens_are_revoked_and_introspected_by_their_client(oauth: OAuthOffice) -> None:
    client = {"client_id": oauth.app.credential.prefix, "client_secret": oauth.app.token}
    stranger = {"client_id": oauth.admin.credential.prefix, "client_secret": oauth.admin.token}
    limited = await create_key(oauth.data, Role.COUNTER)
    blind = {"client_id": limited.credential.prefix, "client_secret": limited.token}

    async def introspect(token: str, who: dict[str, str]) -> dict[str, Any]:
        return dict((await oauth.http.post("/o/oauth2/introspect", data={"token": token, **who})).json())

    async def revoke(token: str, who: dict[str, str] = client, **members: str) -> int:
        return (await oauth.http.post("/o/oauth2/revoke", data={"token": token, **who, **members})).status_code

    tokens, others = [(await oauth.exchange(await oauth.code(scope="agendize"))).json() for _ in range(2)]
    facts = await introspect(tokens["access_token"], client)
    expected = {"active": True, "scope": "agendize", "client_id": oauth.app.credential.prefix, "token_type": "Bearer"}
    assert facts.items() >= expected.items()
    assert facts["exp"] > now_ms() / 1000
    # An admin's program may ask for its account, another only for its own tokens.
    assert (await introspect(tokens["refresh_token"], stranger))["active"] is True
    for token, who in ((tokens["access_token"], blind), ("x", client), ("é" * 500, client)):
        assert await introspect(token, who) == {"active": False}
    assert await revoke(tokens["access_token"], stranger) == 400
    assert await revoke(tokens["access_token"], {"client_id": "x", "client_secret": "y"}) == 401
    assert await revoke("") == 400
    assert await revoke("unknown") == 200
    assert await revoke(tokens["access_token"], token_type_hint="refresh_token") == 200
    assert await introspect(tokens["access_token"], client) == {"active": False}
    assert (await introspect(tokens["refresh_token"], client))["active"] is True
    assert await revoke(tokens["refresh_token"]) == 200
    assert await introspect(tokens["refresh_token"], client) == {"active": False}
    assert (await refresh(oauth, tokens["refresh_token"])).status_code == 400
    assert (await introspect(others["access_token"], client))["active"] is True


async def test_the_server_describes_its_oauth(oauth: OAuthOffice) -> None:
    response = await oauth.http.get("/.well-known/oauth-authorization-server", headers={"host": "office.example:8443"})
    document = response.json()
    assert document["issuer"] == "http://office.example:8443"
    for name in ("authorization", "token", "revocation", "introspection"):
        path = document[f"{name}_endpoint"].removeprefix(document["issuer"])
        method = "GET" if name == "authorization" else "POST"
        assert (await oauth.http.request(method, path)).status_code in (400, 401), name
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert {"agendize", "counter"} <= set(document["scopes_supported"])


async def test_a_stream_token_opens_one_stream_for_minutes(data: Path) -> None:
    now = now_ms()
    key = await create_key(data, Role.ADMIN)
    async with open_http_client(data, lambda: now) as http:
        path = f"{QUEUES}/1/registrations/stream"
        made = (await http.post(path, headers=build_auth_headers(key))).json()
        token = parse_qs(urlsplit(made["address"]).query)["streamToken"][0]
        assert urlsplit(made["address"]).path == path

        async def open_stream(stream_path: str = path, name: str = "streamToken") -> int:
            async with http.stream("GET", stream_path, params={name: token}) as response:
                if response.status_code == 200:
                    assert (await anext(response.aiter_text())).startswith("retry:")
                return response.status_code

        assert await open_stream() == 200
        assert await open_stream(name="STREAMTOKEN") == 200
        assert await open_stream(f"{QUEUES}/2/registrations/stream") == 403
        for other in (f"{QUEUES}/1", f"{QUEUES}/1/registrations"):
            assert (await http.get(other, params={"streamToken": token})).status_code == 401
        assert (await http.post(path, params={"streamToken": token})).status_code == 401
        assert (await http.get(QUEUES, headers={"authorization": f"Bearer {token}"})).status_code == 401
        now += oauth_tokens.STREAM_TOKEN_TTL_MS
        await asyncio.sleep(0.6)
        assert await open_stream() == 401


async def test_no_token_is_kept_as_it_is(oauth: OAuthOffice) -> None:
    tokens = (await oauth.exchange(await oauth.code())).json()
    stored = await dump_stored_content(oauth.data)
    for secret in (tokens["access_token"], tokens["refresh_token"], oauth.app.token):
        assert secret not in stored
