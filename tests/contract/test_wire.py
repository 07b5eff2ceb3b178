"""Request bodies and errors: every error has the envelope, and no body causes a 500."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import orjson
import pytest

from tests.support.helpers import HOSTILE_TEXTS, MANY_HOSTILE_TEXTS
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport

REGISTRATIONS = "/api/2.3/queues/1/registrations"


HOSTILE_JSON = {
    "lone surrogate": b'{"client":{"firstName":"\\ud800"}}',
    "raw lone surrogate": b'{"client":{"firstName":"\xed\xa0\x80"}}',
    "nul": b'{"client":{"firstName":"a\\u0000b"}}',
    "escape": b'{"client":{"firstName":"\\u001b]52;c;aGk=\\u0007"}}',
    "line separator": '{"client":{"firstName":"\u2028a\u2028b"}}'.encode(),
    "NaN": b'{"priority":NaN}',
    "infinity": b'{"priority":Infinity}',
    "too large for a double": b'{"priority":1e999}',
    "5,000 digits": b'{"priority":' + b"9" * 5000 + b"}",
    "deep arrays": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 500 + b"1" + b"}" * 500,
    "deep form": b'{"form":[{"id":"a","subItem":[' * 1 + b'{"id":"b","subItem":[' * 40 + b"]}" * 40 + b"]}]}",
    "latin-1": '{"note":"é"}'.encode("latin-1"),
    "utf-16": '{"note":"x"}'.encode("utf-16"),
    "trailing bytes": b"{} x",
    "cut": b'{"client":{',
    "array": b"[]",
    "text": b'"x"',
    "null": b"null",
    "wrong types": b'{"client":[],"form":7,"status":{},"counter":"x","priority":"high","language":5,"note":[]}',
    "empty form id": b'{"form":[{"id":""}]}',
    "huge client id": b'{"client":{"id":"99999999999999999999999999"}}',
    "negative priority": b'{"priority":-1}',
    "name of 128": orjson.dumps({"client": {"firstName": "a" * 128}}),
    "status nobody may write": b'{"status":"deleted"}',
    "empty": b"",
}


GRAMMAR = {
    "single quotes": b"'a'",
    "no quotes": b"a",
    "comment": b"1/* */",
    "trailing comma": b"[1,]",
    "leading comma": b"[,1]",
    "two commas": b"[1,,2]",
    "missing value": b'{"a":}',
    "missing colon": b'{"a" 1}',
    "key without quotes": b"{a:1}",
    "number as key": b'{1:"a"}',
    "leading zero": b"012",
    "leading plus": b"+1",
    "lone minus": b"-",
    "lone point": b".5",
    "point at the end": b"1.",
    "exponent without digits": b"1e",
    "hexadecimal": b"0x1F",
    "two minuses": b"--1",
    "Infinity": b"-Infinity",
    "True": b"True",
    "None": b"None",
    "cut literal": b"tru",
    "raw new line in a text": b'"a\nb"',
    "raw tab in a text": b'"a\tb"',
    "raw nul in a text": b'"a\x00b"',
    "unknown escape": b'"\\x41"',
    "cut escape": b'"\\u00"',
    "cut surrogate": b'"\\ud83d\\u"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "byte that never is UTF-8": b'"\xff"',
    "cut UTF-8": b'"\xe2\x82"',
    "beyond Unicode": b'"\xf4\xbf\xbf\xbf"',
    "text without an end": b'"a',
    "list without an end": b"[1",
    "object closed as a list": b'{"a":1]',
    "form feed as blank": b"\x0c1",
    "no-break space as blank": b"\xc2\xa01",
}
"""Invalid JSON values, one for each rule of the grammar."""


@pytest.mark.parametrize("version", ["2.3", "2.0"])
@pytest.mark.parametrize("name", HOSTILE_JSON)
@pytest.mark.long
async def test_hostile_json_is_refused_in_the_envelope(http: httpx.AsyncClient, name: str, version: str) -> None:
    path = REGISTRATIONS.replace("2.3", version)
    response = await http.post(path, content=HOSTILE_JSON[name], headers={"content-type": "application/json"})
    assert 400 <= response.status_code < 500
    error = response.json()["error"]
    assert error["code"] == response.status_code
    assert error["reason"]
    assert error["message"]


@pytest.mark.parametrize("version", ["2.3", "2.0"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "queues/1/registrations/1"),
        ("PATCH", "queues/1/registrations/1"),
        ("POST", "queues/1/registrations/next"),
        ("POST", "queues"),
        ("PUT", "queues/1"),
        ("POST", "clients"),
        ("PUT", "clients/1"),
    ],
)
async def test_no_body_makes_an_operation_fail(http: httpx.AsyncClient, method: str, path: str, version: str) -> None:
    await http.post(REGISTRATIONS, json={"client": {"lastName": "Bee"}})
    for name, content in {**HOSTILE_JSON, **GRAMMAR}.items():
        response = await http.request(
            method, f"/api/{version}/{path}", content=content, headers={"content-type": "application/json"}
        )
        assert response.status_code < 500, name
        if response.status_code >= 400:
            assert response.json()["error"]["code"] == response.status_code, name


@pytest.mark.parametrize("version", ["2.3", "2.0"])
async def test_what_is_no_json_is_refused(http: httpx.AsyncClient, version: str) -> None:
    for name, content in GRAMMAR.items():
        wrapped = b'{"note":' + content + b"}"
        response = await http.post(
            REGISTRATIONS.replace("2.3", version), content=wrapped, headers={"content-type": "application/json"}
        )
        assert (response.status_code, response.json()["error"]["reason"]) == (400, "badRequest"), name


async def test_white_space_alone_is_no_body_and_no_json(http: httpx.AsyncClient) -> None:
    await http.post(REGISTRATIONS, json={})
    headers = {"content-type": "application/json"}
    for content in (b" ", b"\r", b"\n\t"):
        response = await http.post(f"{REGISTRATIONS}/next", content=content, headers=headers)
        assert (response.status_code, response.json()["error"]["reason"]) == (400, "badRequest")
    assert (await http.post(f"{REGISTRATIONS}/next", content=b"", headers=headers)).status_code == 200


async def test_duplicate_members_and_unknown_ones_are_no_error(http: httpx.AsyncClient) -> None:
    body = b'{"note":"a","note":"b","rank":99,"waitingTime":99,"owner":{"id":"7"},"madeUp":{"x":1}}'
    response = await http.post(REGISTRATIONS, content=body, headers={"content-type": "application/json"})
    assert response.status_code == 201
    assert response.json()["note"] == "b"
    assert response.json()["waitingTime"] == 0
    assert response.json()["owner"] == {"id": "1", "userName": "office"}
    assert response.headers["location"].endswith(f"{REGISTRATIONS}/{response.json()['id']}")


@pytest.mark.parametrize(
    ("text", "is_accepted"),
    [("a" * 127, True), ("a" * 128, False), ("😀" * 127, True), ("e\u0301" * 127, True), ("e\u0301" * 128, False)],
)
async def test_a_name_has_127_code_points_after_nfc(http: httpx.AsyncClient, text: str, is_accepted: bool) -> None:
    response = await http.post(REGISTRATIONS, json={"client": {"lastName": text}})
    assert response.status_code == (201 if is_accepted else 422)
    if not is_accepted:
        assert response.json()["error"]["fields"][0]["id"] == "client.lastName"
        assert response.json()["error"]["fields"][0]["code"] == "tooLong"


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
async def test_hostile_text_is_refused_or_comes_back_as_it_was_taken(http: httpx.AsyncClient, step: int) -> None:
    for text in dict.fromkeys([*HOSTILE_TEXTS, *MANY_HOSTILE_TEXTS[::step]]):
        await _check_round_trip(http, text)


async def _check_round_trip(http: httpx.AsyncClient, text: str) -> None:
    try:
        body = orjson.dumps({"client": {"firstName": "Zoë", "lastName": text}, "note": text})
    except TypeError:
        body = f'{{"client":{{"lastName":"{text.encode("unicode-escape").decode()}"}}}}'.encode()
    response = await http.post(REGISTRATIONS, content=body, headers={"content-type": "application/json"})
    assert response.status_code in (201, 400, 422)
    if response.status_code == 201:
        stored = await http.get(response.headers["location"])
        assert stored.json()["client"] == response.json()["client"]
        stored_text = stored.json()["client"].get("lastName", "") + stored.json().get("note", "")
        assert not any(character < " " and character != "\n" for character in stored_text)
        assert "\u202e" not in stored_text


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", "/nowhere", 404, "notFound"),
        ("GET", "/api/2.3/queues/99", 404, "queueNotFound"),
        ("GET", "/api/2.3/queues/x/registrations", 404, "queueNotFound"),
        ("GET", "/api/2.3/queues/99/registrations/stream", 404, "queueNotFound"),
        ("GET", f"{REGISTRATIONS}/99999", 404, "registrationNotFound"),
        ("GET", f"{REGISTRATIONS}/٣", 404, "registrationNotFound"),
        ("DELETE", f"{REGISTRATIONS}/{'9' * 40}", 404, "registrationNotFound"),
        ("GET", "/api/2.3/clients/99999", 404, "clientNotFound"),
        ("PATCH", "/api/2.3/queues/1", 405, "methodNotAllowed"),
        ("DELETE", REGISTRATIONS, 405, "methodNotAllowed"),
        ("GET", f"{REGISTRATIONS}?status=lost", 400, "badRequest"),
        ("GET", f"{REGISTRATIONS}?status=,", 400, "badRequest"),
    ],
)
async def test_every_error_has_the_envelope(
    http: httpx.AsyncClient, method: str, path: str, status: int, reason: str
) -> None:
    response = await http.request(method, path)
    assert (response.status_code, response.json()["error"]["reason"]) == (status, reason)
    assert (status == 405) == ("allow" in response.headers)
    problem = await http.request(method, path, headers={"accept": "application/problem+json"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == status


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "image/png"]
)
async def test_other_media_types_are_refused(http: httpx.AsyncClient, media_type: str) -> None:
    response = await http.post(REGISTRATIONS, content=b"{}", headers={"content-type": media_type})
    assert (response.status_code, response.json()["error"]["reason"]) == (415, "unsupportedMediaType")


async def test_a_compressed_body_is_refused_as_such(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    response = await http.post(
        REGISTRATIONS, content=gzip.compress(b"{}"), headers=headers | {"content-encoding": "gzip"}
    )
    assert (response.status_code, response.json()["error"]["reason"]) == (415, "unsupportedMediaType")
    plain = await http.post(REGISTRATIONS, content=b"{}", headers=headers | {"content-encoding": "Identity"})
    assert plain.status_code == 201


async def test_a_large_body_is_refused(http: httpx.AsyncClient) -> None:
    response = await http.post(REGISTRATIONS, json={"note": "x" * (16 << 20)})
    assert (response.status_code, response.json()["error"]["reason"]) == (413, "tooLarge")


async def test_ids_may_come_as_numbers(http: httpx.AsyncClient) -> None:
    registration = (await http.post(REGISTRATIONS, json={"client": {"lastName": "Bee"}})).json()
    url = f"{REGISTRATIONS}/{registration['id']}"
    changed = await http.put(
        url, json={"id": int(registration["id"]), "client": {"id": int(registration["client"]["id"])}}
    )
    assert changed.status_code == 200
    wrong_id = await http.put(url, json={"id": int(registration["id"]) + 1})
    assert wrong_id.status_code == 400


async def test_a_list_is_not_sent_again_while_it_holds(http: httpx.AsyncClient) -> None:
    first = await http.get(REGISTRATIONS)
    again = await http.get(REGISTRATIONS, headers={"if-none-match": first.headers["etag"]})
    # A minute may have begun between the two requests: then the list differs.
    assert again.status_code == 304 or again.headers["etag"] != first.headers["etag"]
    await http.post(REGISTRATIONS, json={})
    changed = await http.get(REGISTRATIONS, headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_the_api_describes_itself(http: httpx.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    assert set(document["paths"]["/api/2.3/queues/{queueId}/registrations/{registrationId}"]) == {
        "get",
        "put",
        "patch",
        "delete",
    }
    assert (await http.get("/healthz")).json()["status"] == "ok"


async def test_events_hold_nothing_personal(data: Path | str) -> None:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    client_members = {
        "firstName": "Persephone",
        "lastName": "Quux",
        "emailAddress": "p@example.org",
        "phoneNumber": "No. 555-0199",
    }
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as client:
        created = await client.post(REGISTRATIONS, json={"client": client_members, "note": "wheelchair"})
        await client.post(f"{REGISTRATIONS}/next", json={"counter": {"name": "Desk 1"}})
        content = b""
        async with client.stream("GET", f"{REGISTRATIONS}/stream", headers={"last-event-id": "0"}) as stream:
            async for piece in stream.aiter_bytes():
                content += piece
                if b"event: called" in content:
                    break
    assert created.json()["ticket"].encode() in content
    assert b"Desk 1" in content
    for word in (*client_members.values(), "wheelchair"):
        assert word in created.text
        assert word.encode() not in content


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "text/plain;charset=UTF-8"])
async def test_without_a_body_its_media_type_means_nothing(http: httpx.AsyncClient, media_type: str) -> None:
    await http.post(REGISTRATIONS, json={})
    headers = {"content-type": media_type}
    assert (await http.post(f"{REGISTRATIONS}/next", headers=headers, content=b"")).status_code == 200
    refused = await http.post(f"{REGISTRATIONS}/next", headers=headers, content=b"{}")
    assert (refused.status_code, refused.json()["error"]["reason"]) == (415, "unsupportedMediaType")
    # An insert needs one.
    assert (await http.post(REGISTRATIONS, headers=headers, content=b"")).status_code == 400
