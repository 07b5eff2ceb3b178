"""Third-party libraries against a server: OAuth, server-sent events and signed deliveries.

RFC 9421 by http-message-signatures is in test_watch_signature.py.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from standardwebhooks import Webhook

from tests.contract.test_watch_signature import create_key as create_signing_key
from tests.contract.test_watch_signature import send_signed
from tests.support.access import build_auth_headers, create_key
from tests.support.clients import FOLDER, find_node, run
from tests.support.offices import WalkinServer, run_server
from tests.support.receivers import Receiver
from tests.support.watching import WatchApi
from walkin.model.caller import Role
from walkin.store.access.credentials import NewCredential

pytestmark = pytest.mark.long

BACK = "https://app.example/back"


class KeyedOffice:
    """A server with the keys of an admin and of a program that uses the authorization code grant."""

    def __init__(self, server: WalkinServer, admin: NewCredential, program: NewCredential) -> None:
        self.url, self.api = server.url, f"{server.url}/api/2.3"
        self.admin, self.program = admin, program
        self.token_url, self.authorize_url = f"{self.url}/o/oauth2/token", f"{self.url}/o/oauth2/authorize"

    def consent(self, address: str) -> str:
        """Allow the program as the admin; return the redirect URI with the code."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        key = {"api_key": self.admin.api_key, "api_token": self.admin.token}
        response = httpx.post(self.authorize_url, data={**query, "answer": "allow", **key})
        assert response.status_code == 303, response.text
        return response.headers["location"]


@pytest.fixture
async def keyed(data: Path | str) -> AsyncIterator[KeyedOffice]:
    admin = await create_key(data, Role.ADMIN)
    program = await create_key(data, Role.COUNTER, redirect_uri=BACK)
    with run_server(data) as server:
        yield KeyedOffice(server, admin, program)


@pytest.fixture
def plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let oauthlib work without TLS."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.filterwarnings("error::UserWarning", "error::Warning")
@pytest.mark.usefixtures("plain_http")
def test_oauthlib(keyed: KeyedOffice) -> None:
    # oauthlib warns when the scope of the answer is another one.
    sessions = pytest.importorskip("requests_oauthlib")
    oauthlib = pytest.importorskip("oauthlib.oauth2")
    own = oauthlib.BackendApplicationClient(client_id=keyed.admin.api_key, scope=["agendize"])
    with sessions.OAuth2Session(client=own) as session:
        for place in ({}, {"include_client_id": True}):
            session.fetch_token(keyed.token_url, client_secret=keyed.admin.token, **place)
            assert session.get(f"{keyed.api}/queues").status_code == 200
    with sessions.OAuth2Session(
        keyed.program.credential.prefix, redirect_uri=BACK, scope=["agendize"], pkce="S256"
    ) as session:
        address, state = session.authorization_url(keyed.authorize_url)
        location = keyed.consent(address)
        assert parse_qs(urlsplit(location).query)["state"] == [state]
        secret = {"client_secret": keyed.program.token}
        tokens = session.fetch_token(keyed.token_url, authorization_response=location, **secret)
        assert session.get(f"{keyed.api}/queues").status_code == 200
        name = {"client_id": keyed.program.credential.prefix, **secret}
        fresh = session.refresh_token(keyed.token_url, tokens["refresh_token"], **name)
        assert fresh["access_token"] != tokens["access_token"]
        assert session.get(f"{keyed.api}/queues").status_code == 200
    with sessions.OAuth2Session(client=own) as session, pytest.raises(oauthlib.InvalidClientError):
        session.fetch_token(keyed.token_url, client_secret="wrong")


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib(keyed: KeyedOffice, method: str) -> None:
    library = pytest.importorskip("authlib.integrations.httpx_client")
    metadata = httpx.get(f"{keyed.url}/.well-known/oauth-authorization-server").json()
    assert method in metadata["token_endpoint_auth_methods_supported"]
    options = {"token_endpoint_auth_method": method, "revocation_endpoint_auth_method": method}
    with library.OAuth2Client(keyed.admin.api_key, keyed.admin.token, scope="agendize", **options) as session:
        session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
        assert session.get(f"{keyed.api}/queues").status_code == 200
    program = (keyed.program.credential.prefix, keyed.program.token)
    pkce = {"code_challenge_method": "S256", "redirect_uri": BACK, "scope": "agendize"}
    with library.OAuth2Client(*program, **pkce, **options) as session:
        verifier = "v" * 50
        address, state = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier)
        answer = {"authorization_response": keyed.consent(address), "code_verifier": verifier, "state": state}
        tokens = session.fetch_token(metadata["token_endpoint"], **answer)
        assert session.get(f"{keyed.api}/queues").status_code == 200
        fresh = session.refresh_token(metadata["token_endpoint"], tokens["refresh_token"])
        facts = session.introspect_token(metadata["introspection_endpoint"], fresh["access_token"]).json()
        assert (facts["active"], facts["scope"]) == (True, "agendize")
        assert session.revoke_token(metadata["revocation_endpoint"], fresh["refresh_token"]).status_code == 200
        assert session.introspect_token(metadata["introspection_endpoint"], fresh["access_token"]).json() == {
            "active": False
        }
    wrong = library.OAuth2Client(keyed.admin.api_key, "wrong", **options)
    with wrong as session, pytest.raises(Exception, match="invalid_client"):
        session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")


def test_httpx_sse(keyed: KeyedOffice) -> None:
    library = pytest.importorskip("httpx_sse")
    stream = f"{keyed.api}/queues/1/registrations/stream"
    with httpx.Client(headers=build_auth_headers(keyed.admin), timeout=30) as http:

        def register() -> str:
            response = http.post(f"{keyed.api}/queues/1/registrations", json={"client": {"lastName": "Bee"}})
            return response.raise_for_status().json()["id"]

        def follow(headers: dict[str, str]) -> Iterator[object]:
            with library.connect_sse(http, "GET", stream, headers=headers) as source:
                yield from source.iter_sse()

        events = follow({})
        first = next(event for event in events if event.event == "hello")
        registered = register()
        created = next(event for event in events if event.event == "created")
        assert created.json()["registration"]["id"] == registered
        events.close()
        registered = register()
        missed = next(event for event in follow({"Last-Event-ID": created.id}) if event.event == "created")
        assert missed.json()["registration"]["id"] == registered
        assert len({first.id, created.id, missed.id}) == 3


def test_eventsource_of_node(keyed: KeyedOffice, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(find_node())
    (tmp_path / "follow.mjs").write_text((FOLDER / "follow.mjs").read_text())
    registrations = f"{keyed.api}/queues/1/registrations"
    # An EventSource sends no headers.
    issued = httpx.post(f"{registrations}/stream", headers=build_auth_headers(keyed.admin))
    key = (keyed.admin.api_key, keyed.admin.token)
    event = json.loads(run("node", "follow.mjs", issued.json()["address"], registrations, *key, folder=tmp_path))
    assert event["data"]["registration"]["status"] == "registered"
    assert event["id"]


async def test_verifiers_of_webhooks(office: WatchApi, receiver: Receiver, tmp_path: Path) -> None:
    svix = pytest.importorskip("svix.webhooks")
    key = await create_signing_key(office, "hmac")
    request = await send_signed(office, receiver, key)
    changed = request.body.replace(b"Ann", b"Eve")
    assert changed != request.body
    for checker in (svix.Webhook(key["secret"]), Webhook(key["secret"])):
        checker.verify(request.body, request.headers)
        with pytest.raises(Exception, match=r"(?i)signature"):
            checker.verify(changed, request.headers)


async def test_verifiers_of_webhooks_of_node(office: WatchApi, receiver: Receiver, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(find_node())
    (tmp_path / "verify.mjs").write_text((FOLDER / "verify.mjs").read_text())
    key = await create_signing_key(office, "hmac")
    request = await send_signed(office, receiver, key)
    delivery = {"secret": key["secret"], "body": request.body.decode(), "headers": request.headers}
    results = json.loads(run("node", "verify.mjs", folder=tmp_path, text=json.dumps(delivery)))
    assert results == [[True, False], [True, False]]
