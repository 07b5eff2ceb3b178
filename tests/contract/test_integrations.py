"""What other systems ask of the API: batches, pages of other sites, clients that know only 200, version 2.0 of old."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client
from tests.support.receivers import Receiver
from tests.support.watching import WatchApi
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport
from walkin.model.caller import Role
from walkin.model.form.parsers.file import decode_data_uri
from walkin.model.form.parsers.registry import InvalidAnswer
from walkin.model.v20 import unescape

REGISTRATIONS = f"{API_PATH}/queues/1/registrations"
PAGE = "https://intranet.example.org"


@pytest.fixture
async def other_http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A server with the settings ``cors_origins`` and ``always_ok``."""
    transport = EmbeddedTransport(create_app(tmp_path / "office.db", cors_origins=(PAGE,), always_ok=True))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        yield http


async def send_batch(http: httpx.AsyncClient, *requests: dict[str, Any], version: str = "2.3") -> list[dict[str, Any]]:
    response = await http.post(f"/api/{version}/batch", json={"requests": requests})
    assert response.status_code == 200, response.text
    return list(response.json()["responses"])


async def test_a_batch_uses_earlier_results(http: httpx.AsyncClient) -> None:
    insert = {"name": "a", "method": "POST", "path": REGISTRATIONS, "body": {"client": {"lastName": "Bee"}}}
    path = REGISTRATIONS + "/${result=a:$.id}"
    change = {"method": "UPDATE", "path": path, "body": {"note": "is ${result=a:$.ticket}", "client": {"id": "x"}}}
    change["body"]["client"]["id"] = "${result=a:$.client.id}"
    get, remove = {"method": "GET", "path": path + "?fields=note,rank"}, {"method": "delete", "path": path}
    answers = await send_batch(http, insert, change, get, remove)
    assert [answer["status"] for answer in answers] == [201, 200, 200, 204]
    assert answers[0]["name"] == "a"
    assert answers[0]["response"] == answers[0]["body"]
    assert answers[2]["body"]["note"] == f"is {answers[0]['body']['ticket']}"
    assert answers[1]["body"]["client"]["id"] == answers[0]["body"]["client"]["id"]
    assert "body" not in answers[3]


async def test_a_batch_speaks_the_version_of_each_request(http: httpx.AsyncClient) -> None:
    old = REGISTRATIONS.replace("2.3", "2.0")
    insert = {"name": "a", "method": "POST", "path": old, "body": {"note": "Jos&#233; &amp;#233;", "status": "onGoing"}}
    get = {"method": "GET", "path": REGISTRATIONS + "/${result=a:$.id}"}
    for version in ("2.0", "2.3"):
        first, second = await send_batch(http, insert, get, version=version)
        assert (first["status"], first["body"]["status"], second["body"]["status"]) == (200, "onGoing", "inProgress")
        assert second["body"]["note"] == "José &amp;#233;"


async def test_what_a_batch_cannot_do_is_said_for_each_request(http: httpx.AsyncClient) -> None:
    answers = await send_batch(
        http,
        {"name": "lost", "method": "GET", "path": f"{API_PATH}/queues/999"},
        {"method": "GET", "path": f"{API_PATH}/queues/${{result=lost:$.id}}"},
        {"name": "queue", "method": "GET", "path": f"{API_PATH}/queues/1"},
        {"method": "GET", "path": f"{API_PATH}/queues/${{result=queue:$.nothing}}"},
        {"method": "GET", "path": f"{API_PATH}/queues/${{result=queue:$[}}"},
        {"method": "POST", "path": f"{API_PATH}/%62atch", "body": {"requests": []}},
        {"method": "GET", "path": f"{REGISTRATIONS}/stream"},
        *({"method": "GET", "path": f"{REGISTRATIONS}/${{result={end}"} for end in ("queue}", "queue:$.id", ":$.id}")),
        {"method": "GET", "path": f"{API_PATH}/queues/${{result=queue:$[?@..[?@..*]].id}}"},
        {"method": "POST", "path": REGISTRATIONS, "body": {"note": "of ${result=queue.id}"}},
        {"name": "", "method": "GET", "path": f"{API_PATH}/queues/${{result=queue:$.id}}"},
    )
    assert [answer["status"] for answer in answers] == [404, 400, 200, 400, 400, 400, 400, 400, 400, 400, 400, 400, 200]
    for requests in (
        [{"method": "TRACE", "path": f"{API_PATH}/queues"}],
        [{"method": "GET", "path": "/healthz"}],
        [{"name": "a", "method": "GET", "path": f"{API_PATH}/queues"}] * 2,
        [{"method": "GET", "path": f"{API_PATH}/queues"}] * 51,
        [{"method": "GET"}],
    ):
        refused = await http.post(f"{API_PATH}/batch", json={"requests": requests})
        assert refused.status_code == 422, requests[0]
    assert (await http.post(f"{API_PATH}/batch", json={})).status_code == 422
    for nested in ([], [{"method": "GET", "path": f"{API_PATH}/queues"}], None):
        inner = {"method": "GET", "path": f"{API_PATH}/queues/1", "requests": nested}
        refused = await http.post(f"{API_PATH}/batch", json={"requests": [inner]})
        assert (refused.status_code, "cannot hold a batch" in refused.json()["error"]["message"]) == (400, True)


async def test_what_a_batch_inserts_has_a_limit(http: httpx.AsyncClient) -> None:
    queue = {"name": "queue", "method": "GET", "path": f"{API_PATH}/queues/1"}
    insert = {"method": "POST", "path": REGISTRATIONS, "body": {"extra": ["${result=queue:$}"] * 20_000}}
    get = {"method": "GET", "path": f"{API_PATH}/queues/1"}
    assert [answer["status"] for answer in await send_batch(http, queue, insert, get)] == [200, 413, 200]


async def test_each_request_of_a_batch_is_judged_by_the_key(data: Path) -> None:
    key = await create_key(data, Role.COUNTER, queues=[1])
    async with open_http_client(data) as http:
        requests = [{"method": "GET", "path": f"{API_PATH}/queues/{number}"} for number in (1, 2)]
        requests.append({"method": "POST", "path": f"{API_PATH}/queues", "body": {"name": "x"}})
        response = await http.post(f"{API_PATH}/batch", json={"requests": requests}, headers=build_auth_headers(key))
        assert [answer["status"] for answer in response.json()["responses"]] == [200, 403, 403]
        assert (await http.post(f"{API_PATH}/batch", json={"requests": requests})).status_code == 401


async def test_pages_of_named_origins_may_use_the_api(other_http: httpx.AsyncClient) -> None:
    preflight = {"access-control-request-method": "PUT", "access-control-request-headers": "apikey, token, if-match"}
    allowed = await other_http.options(REGISTRATIONS, headers={"origin": PAGE, **preflight})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == PAGE
    assert "access-control-allow-credentials" not in allowed.headers
    for origin in ("https://evil.example", f"{PAGE}.evil.example", PAGE.replace("https", "http"), "null"):
        refused = await other_http.options(REGISTRATIONS, headers={"origin": origin, **preflight})
        assert refused.status_code == 400
        assert (
            "access-control-allow-origin"
            not in (await other_http.get(REGISTRATIONS, headers={"origin": origin})).headers
        )
    for path in (REGISTRATIONS, "/api/2.3/queues/999", "/nowhere"):
        shown = await other_http.get(path, headers={"origin": PAGE})
        assert shown.headers["access-control-allow-origin"] == PAGE
        assert {"ETag", "Location"} <= set(shown.headers["access-control-expose-headers"].split(", "))
    assert "allow" in (await other_http.options(REGISTRATIONS)).headers


async def test_one_setting_answers_200_always(other_http: httpx.AsyncClient) -> None:
    created = await other_http.post(REGISTRATIONS, json={})
    assert (created.status_code, "location" in created.headers) == (200, True)
    inserted, removed = await send_batch(
        other_http,
        {"name": "a", "method": "POST", "path": REGISTRATIONS, "body": {}},
        {"method": "DELETE", "path": REGISTRATIONS + "/${result=a:$.id}"},
    )
    assert (inserted["status"], removed["status"]) == (200, 200)
    deleted = await other_http.delete(f"{REGISTRATIONS}/{created.json()['id']}")
    assert (deleted.status_code, deleted.content, deleted.headers["content-length"]) == (200, b"", "0")
    assert (await other_http.delete(f"{REGISTRATIONS}/999")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("Jos&#233;", "José"),
        ("&#xE9;&#XE9;", "éé"),
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#128512;", "\U0001f600"),
        ("&#55357;", "&#55357;"),
        ("&#0; &#1114112; &#; &amp; &eacute; &#233", "&#0; &#1114112; &#; &amp; &eacute; &#233"),
        ("&#38;#233;", "&#233;"),
    ],
)
def test_numeric_entities_are_characters(sent: str, text: str) -> None:
    assert unescape({"a": [sent, 1, None]}) == {"a": [text, 1, None]}


async def test_version_2_0_reads_entities_and_answers_ascii(http: httpx.AsyncClient) -> None:
    old = REGISTRATIONS.replace("2.3", "2.0")
    for content in (b'{"client":{"lastName":"Jos&#233;"}}', b'{"client":{"lastName":"Jos\\u0026#233;"}}'):
        created = await http.post(old, content=content, headers={"content-type": "application/json"})
        assert created.content.isascii()
        assert created.json()["client"]["lastName"] == "José"
    found = await http.get("/api/2.0/clients", params={"search": "Jos&#233;"})
    assert found.json()["items"]
    refused = await http.get(f"{old}/999", headers={"accept-language": "fr"})
    assert (refused.status_code, refused.content.isascii()) == (404, True)


async def test_a_watch_made_over_2_0_delivers_2_0(office: WatchApi, receiver: Receiver) -> None:
    path = "http://walkin/api/2.0/queues/1/registrations"
    made = (await office.http.post(f"{path}/watch", json={"address": receiver.url})).json()
    assert made["apiVersion"] == "2.0"
    await office.http.post(path, json={"status": "onGoing", "note": "é"})
    await receiver.wait_until(lambda: len(receiver.requests) == 1)
    body = receiver.requests[0].body
    assert body.isascii()
    delivered = orjson.loads(body)
    assert (delivered["status"], delivered["author"], delivered["note"]) == ("onGoing", "office", "é")


async def test_an_address_that_cannot_be_resolved_is_taken_with_a_warning(http: httpx.AsyncClient) -> None:
    public_client = {
        "grantType": "client_credentials",
        "clientId": "app",
        "accessTokenUrl": "https://sso.invalid/token",
    }
    made = await http.post(
        f"{REGISTRATIONS}/watch", json={"address": "https://later.invalid/hook", "oauth2Auth": public_client}
    )
    assert made.status_code == 201
    assert len(made.json()["warnings"]) == 2
    assert "warnings" not in (await http.get(f"{API_PATH}/watchers/{made.json()['id']}")).json()
    inside = await http.post(f"{REGISTRATIONS}/watch", json={"address": "https://10.0.0.1/hook"})
    assert inside.status_code == 422
    assert (await http.delete(f"{API_PATH}/watchers/{made.json()['id']}")).status_code == 204


@pytest.mark.parametrize(
    "data_uri",
    [
        "data:application/pdf;base64,JVBERi0x",
        "data:application/pdf;base64,JVBE\r\nRi0x\n",
        "data:application/pdf;base64, JVBE Ri0x",
        "data:image/png;base64,JVBERi0x",
        "data:application/octet-stream;base64,JVBERi0x",
        "data:;base64,JVBERi0x",
        "data:application/pdf;base64,JVBERi0-Pz8_Pw",
        "data:application/pdf;base64,JVBERi0%2BPz8%2FPw%3D%3D",
    ],
)
def test_base64_is_taken_as_it_is_written(data_uri: str) -> None:
    media_type, content = decode_data_uri(data_uri, max_bytes=100)
    assert media_type == "application/pdf"
    assert content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("data_uri", "code"),
    [
        ("data:image/png;base64,AAAA", "fileType"),
        ("data:image/png;base64,", "fileEmpty"),
        ("data:image/png;base64,\n", "fileEmpty"),
        ("data:image/png;base64,J", "fileRead"),
        ("data:image/png;base64,JVB=ERi0x", "fileRead"),
        ("data:image/png;base64," + "A" * 200, "fileSize"),
    ],
)
def test_what_is_no_file_is_refused(data_uri: str, code: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        decode_data_uri(data_uri, max_bytes=100)
    assert refused.value.code == code
