"""HTTP features of every path: partial responses, ETags, idempotency keys, compression, HEAD and OPTIONS."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from typing import Any

import httpx
import pytest

from tests.support.offices import WalkinServer

REGISTRATIONS = "/api/2.3/queues/1/registrations"
ANN = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}}


async def insert(http: httpx.AsyncClient, path: str = REGISTRATIONS, **members: Any) -> dict[str, Any]:
    response = await http.post(path, json=members or ANN)
    assert response.status_code == 201
    return response.json()


async def test_fields_reduce_a_registration_and_a_list(http: httpx.AsyncClient) -> None:
    registration = await insert(http)
    expected = {"id": registration["id"], "ticket": registration["ticket"], "client": {"lastName": "Bee"}}
    fields = {"fields": "id,ticket, client.lastName"}
    assert (await http.get(f"{REGISTRATIONS}/{registration['id']}", params=fields)).json() == expected
    listed = (await http.get(REGISTRATIONS, params=fields)).json()["items"]
    assert expected in listed
    assert all(item.keys() <= expected.keys() for item in listed)
    form = (await http.get("/api/2.3/queues/1?fields=form.id,name")).json()
    assert form.keys() == {"form", "name"}
    assert all(item.keys() == {"id"} for item in form["form"])
    assert (await http.get("/api/2.3/queues?fields=form")).json()["items"][0].keys() == {"form"}
    # An unknown member of a member is left out: other systems may add members.
    assert (await http.get(f"{REGISTRATIONS}/{registration['id']}?fields=client.shoeSize")).json() == {"client": {}}


@pytest.mark.parametrize("fields", ["nothing", "id,,ticket", "id,", ".id", "id;ticket", "id." * 900])
async def test_fields_nobody_has_are_refused(http: httpx.AsyncClient, fields: str) -> None:
    for path in (REGISTRATIONS, "/api/2.3/queues", "/api/2.3/clients"):
        response = await http.get(path, params={"fields": fields})
        assert (response.status_code, response.json()["error"]["reason"]) == (400, "badRequest")


async def test_a_registration_is_not_sent_again_while_it_is_the_same(http: httpx.AsyncClient) -> None:
    registration = await insert(http)
    url = f"{REGISTRATIONS}/{registration['id']}"
    first = await http.get(url)
    tag = first.headers["etag"]
    same = await http.get(url, headers={"if-none-match": f'"other", W/{tag}'})
    # A minute may have begun between the two requests: then the waiting time differs.
    assert same.status_code == 304 or same.headers["etag"] != tag
    if same.status_code == 304:
        assert same.content == b""
        assert same.headers["etag"] == tag
    assert (await http.get(url, headers={"if-none-match": '"other"'})).status_code == 200
    assert (await http.get(url, headers={"if-none-match": "*"})).status_code == 304
    # Another registration is inserted before it: the row is unchanged, but its rank is not.
    await insert(http, priority=9)
    assert (await http.get(url, headers={"if-none-match": tag})).status_code == 200


async def test_if_match_takes_the_tag_of_any_answer(http: httpx.AsyncClient) -> None:
    created = await http.post(REGISTRATIONS, json=ANN)
    url = created.headers["location"]
    tag = (await http.get(url)).headers["etag"]
    await insert(http, priority=1)
    changed = await http.put(url, json={"note": "a"}, headers={"if-match": tag})
    assert changed.status_code == 200
    for stale in (tag, f"W/{changed.headers['etag']}", '"x"', "x"):
        refused = await http.put(url, json={"note": "b"}, headers={"if-match": stale})
        assert (refused.status_code, refused.json()["error"]["reason"]) == (412, "preconditionFailed")
        refused = await http.delete(url, headers={"if-match": stale})
        assert refused.status_code == 412
    both = await http.patch(url, json={"note": "c"}, headers={"if-match": f"{tag}, {changed.headers['etag']}"})
    assert (both.status_code, both.json()["note"]) == (200, "c")
    assert (await http.put(url, json={"note": "d"}, headers={"if-match": "*"})).status_code == 200
    last = (await http.get(url)).headers["etag"]
    assert (await http.delete(url, headers={"if-match": last})).status_code == 204


async def test_of_two_that_delete_or_change_one_state_exactly_one_wins(http: httpx.AsyncClient) -> None:
    created = await http.post(REGISTRATIONS, json=ANN)
    url, headers = created.headers["location"], {"if-match": created.headers["etag"]}
    responses = await asyncio.gather(
        http.put(url, json={"note": "a"}, headers=headers),
        http.put(url, json={"note": "b"}, headers=headers),
        http.delete(url, headers=headers),
    )
    assert sorted(response.status_code // 100 for response in responses)[0] == 2
    assert sum(response.is_success for response in responses) == 1


async def test_twenty_requests_with_one_key_are_one_ticket(http: httpx.AsyncClient) -> None:
    headers = {"idempotency-key": "one & only"}
    responses = await asyncio.gather(*(http.post(REGISTRATIONS, json=ANN, headers=headers) for _ in range(20)))
    assert {response.status_code for response in responses} == {201}
    assert len({response.json()["id"] for response in responses}) == 1
    mismatch = await http.post(REGISTRATIONS, json={}, headers=headers)
    assert (mismatch.status_code, mismatch.json()["error"]["reason"]) == (422, "idempotencyMismatch")
    # The key is scoped to the queue; a key that is too long is refused.
    elsewhere = await http.post(REGISTRATIONS.replace("/1/", "/2/"), json={}, headers=headers)
    assert elsewhere.status_code == 201
    long = await http.post(REGISTRATIONS, json={}, headers={"idempotency-key": "x" * 256})
    assert long.status_code == 400


async def test_long_answers_are_packed_for_those_who_ask(http: httpx.AsyncClient) -> None:
    async def read_raw(accept: str, path: str) -> tuple[httpx.Response, bytes]:
        async with http.stream("GET", path, headers={"accept-encoding": accept}) as response:
            return response, b"".join([piece async for piece in response.aiter_raw()])

    compressed, compressed_content = await read_raw("gzip", "/api/2.3/queues")
    plain, plain_content = await read_raw("identity", "/api/2.3/queues")
    assert compressed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "accept-encoding" in compressed.headers["vary"].lower()
    assert len(gzip.decompress(compressed_content)) == len(plain_content)
    assert len(compressed_content) < len(plain_content) / 2
    short, _ = await read_raw("gzip", "/healthz")
    assert "content-encoding" not in short.headers


@pytest.mark.parametrize("version", ["2.3", "2.0"])
async def test_head_is_get_without_its_body(http: httpx.AsyncClient, version: str) -> None:
    for path in ("queues", "queues/1", "queues/1/registrations", "queues/99", "clients"):
        head, get = [await http.request(method, f"/api/{version}/{path}") for method in ("HEAD", "GET")]
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
    assert (await http.head(f"/api/{version}/queues/1/registrations/stream")).status_code == 405


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/api/2.3/queues", "GET, HEAD, OPTIONS, POST"),
        ("/api/2.3/queues/1", "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("/api/2.0/queues/1/registrations", "GET, HEAD, OPTIONS, POST"),
        ("/api/2.3/queues/1/registrations/1", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("/api/2.3/queues/1/registrations/next", "GET, HEAD, OPTIONS, POST"),
        ("/api/2.3/queues/1/registrations/stream", "GET, OPTIONS, POST"),
        ("/docs", "GET, HEAD, OPTIONS"),
    ],
)
async def test_options_and_405_name_every_method(http: httpx.AsyncClient, path: str, allow: str) -> None:
    response = await http.options(path)
    assert response.is_success
    assert response.headers["allow"] == allow
    refused = await http.request("TRACE", path)
    assert (refused.status_code, refused.headers["allow"]) == (405, allow)
    assert (await http.options("/nowhere")).status_code == 404


async def test_a_name_among_ids_is_no_id(http: httpx.AsyncClient) -> None:
    paths = (await http.get("/openapi.json")).json()["paths"]
    urls = {path: re.sub(r"\{\w+\}", "1", path) for path in paths}
    beside_ids = {path.rpartition("/")[0] for path in paths if path.endswith("}")}
    checked_count = 0
    for path, methods in paths.items():
        if path.endswith("}") or path.rpartition("/")[0] not in beside_ids:
            continue
        checked_count += 1
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - {name.upper() for name in methods}:
            refused = await http.request(method, urls[path], json={})
            assert (refused.status_code, refused.json()["error"]["reason"]) == (405, "methodNotAllowed"), path
            assert set(refused.headers["allow"].split(", ")) - {"HEAD", "OPTIONS"} == {m.upper() for m in methods}
    assert checked_count > 5


async def test_nothing_is_kept_by_caches(http: httpx.AsyncClient) -> None:
    created = await http.post(REGISTRATIONS, json=ANN)
    responses = [
        created,
        await http.get(created.headers["location"]),
        await http.get(created.headers["location"], headers={"if-none-match": "*"}),
        await http.get("/api/2.3/queues"),
        await http.get(created.json()["client"]["selfLink"]),
        await http.get("/api/2.3/clients/99999"),
    ]
    assert {response.headers["cache-control"] for response in responses} == {"no-store"}


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST /api/2.3/queues HTTP/1.0\r\nHost: localhost\r\n", 413),
        ("POST /api/2.3/queues HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", 413),
        ("POST /api/2.3/nothing HTTP/1.0\r\nHost: localhost\r\n", 404),
    ],
)
async def test_whoever_is_still_sending_gets_the_answer(file_server: WalkinServer, head: str, status: int) -> None:
    size = 15 << 20
    for _ in range(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", file_server.port)
        try:
            # Like a proxy, which reads the response after it has sent the whole body.
            writer.write(f"{head}Content-Length: {size}\r\nContent-Type: application/json\r\n\r\n".encode())
            writer.write(b" " * size)
            async with asyncio.timeout(30):
                await writer.drain()
                response = await reader.read()
        finally:
            writer.close()
        assert response.startswith(f"HTTP/1.1 {status} ".encode())
        assert json.loads(response.partition(b"\r\n\r\n")[2])["error"]["code"] == status


async def send_raw(server: WalkinServer, head: bytes) -> tuple[int, bytes]:
    """Send a request as bytes; return the status and the rest of the response."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(head)
    async with asyncio.timeout(60):
        response = await reader.read()
    writer.close()
    return int(response.split(b" ", 2)[1]), response


@pytest.mark.parametrize(
    ("head", "status"),
    [
        pytest.param(b"GET /healthz HTTP/1.1\r\n", 400, id="no Host"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost:\r\n", 400, id="empty Host"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n", 400, id="two Hosts"),
        pytest.param(b"GET /healthz HTTP/1.0\r\nHost: a\r\nHost: b\r\n", 400, id="two Hosts in 1.0"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: local host\r\n", 400, id="a space"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: user@localhost\r\n", 400, id="a user"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: localhost/path\r\n", 400, id="a path"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: localhost, other\r\n", 400, id="a list"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: localhost:80a\r\n", 400, id="a port with letters"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: [::1]:8323\r\n", 200, id="IPv6"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: my_office-1.example.\r\n", 200, id="underscore and dot"),
        pytest.param(b"GET /healthz HTTP/1.0\r\n", 200, id="HTTP/1.0 without Host"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: foo\r\n", 417, id="Expect"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, foo\r\n", 417, id="two expectations"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: 100-Continue\r\n", 200, id="100-continue"),
    ],
)
async def test_a_head_that_http_does_not_allow_is_refused(file_server: WalkinServer, head: bytes, status: int) -> None:
    answered, response = await send_raw(file_server, head + b"Connection: close\r\n\r\n")
    assert answered == status, response
    if status >= 400:
        assert b'"message"' in response
        assert b"nosniff" in response


async def test_an_open_office_says_whom_it_answers(file_server: WalkinServer) -> None:
    for head, word in (
        (b"GET /api/2.3/queues HTTP/1.0\r\n", b"no header Host"),
        (b"GET /api/2.3/queues HTTP/1.1\r\nHost: evil.example\r\n", b"evil.example"),
        (b"GET /api/2.3/queues HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://evil.example\r\n", b"Origin"),
    ):
        status, response = await send_raw(file_server, head + b"Connection: close\r\n\r\n")
        assert status == 403
        assert word in response
        assert b"own machine" in response
