"""What is sent has its effect or is refused in words, and what changes nothing leaves no trace: neighbours of the
cases of the reference."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.support.access import build_auth_headers, create_key, open_http_client
from tests.support.offices import WalkinServer
from tests.support.receivers import Receiver
from tests.support.watching import WatchApi
from walkin.api.app import create_app
from walkin.model.caller import Role

API = "/api/2.3"
REGISTRATIONS = f"{API}/queues/1/registrations"


async def insert(http: httpx.AsyncClient, **members: Any) -> dict[str, Any]:
    response = await http.post(REGISTRATIONS, json=members)
    assert response.status_code == 201, response.text
    return response.json()  # type: ignore[no-any-return]


async def add_client(http: httpx.AsyncClient, **members: Any) -> dict[str, Any]:
    response = await http.post(f"{API}/clients", json=members)
    assert response.status_code == 201, response.text
    return response.json()  # type: ignore[no-any-return]


async def test_every_operation_refuses_an_unknown_parameter_and_names_it(
    file_server: WalkinServer, tmp_path: Path
) -> None:
    examples = {
        "queueId": "1",
        "queue": "1",
        "desk": "Desk",
        "token": "x",
        "registrationId:id": "1",
        "desk:desk": "Desk",
    }
    async with httpx.AsyncClient(base_url=file_server.url) as http:
        await http.put(f"{API}/queues/1", json={"joinByPhone": True})
        tried = 0
        for operation in create_app(tmp_path / "x.db").operations:
            # An authorization server ignores parameters that it does not know (RFC 6749, 3.1), also for its metadata.
            if "/o/" in operation.path or "/.well-known/" in operation.path:
                continue
            parts = [
                examples.get(part[1:-1], "1") if part.startswith("{") else part for part in operation.path.split("/")
            ]
            response = await http.request(operation.method, f"{'/'.join(parts)}?mAde-up=1", content=b"{}")
            assert response.status_code == 400, (operation.method, operation.path, response.text)
            assert "mAde-up" in response.json()["error"]["message"]
            tried += 1
        assert tried > 50


@pytest.mark.parametrize("version", ["2.3", "2.0"])
async def test_a_list_is_repeated_and_an_empty_parameter_is_its_default(http: httpx.AsyncClient, version: str) -> None:
    registration = await insert(http)
    url = f"/api/{version}/queues/1/registrations"
    for query in ("fields=id&%66ields=ticket", "FIELDS=id&fields=&fields=ticket", "fields[]=id&fields[]=ticket"):
        (item,) = (
            item for item in (await http.get(f"{url}?{query}")).json()["items"] if item["id"] == registration["id"]
        )
        assert item == {"id": registration["id"], "ticket": registration["ticket"]}
    for query in ("fields=", "ticket=&fields=", "_=1&_=2"):
        assert registration["id"] in [item["id"] for item in (await http.get(f"{url}?{query}")).json()["items"]]
    for path in (f"{url}?ticket=A001&ticket=A002", f"/api/{version}/clients?limit=1&LIMIT=2"):
        refused = await http.get(path)
        assert (refused.status_code, refused.json()["error"]["reason"]) == (400, "badRequest")
    assert len((await http.get(f"/api/{version}/clients?search=&limit=&limit=1&limit=1")).json()["items"]) <= 1


@pytest.mark.parametrize("search", ["\x00", "\x00\x00", "a\x00", "\x1c", "\x1f ", "\x7f", "\u200b", "\u202e", "\u0301"])
async def test_a_search_of_what_nobody_sees_lists_nobody(http: httpx.AsyncClient, search: str) -> None:
    await add_client(http, lastName="Bee")
    response = await http.get(f"{API}/clients", params={"search": search})
    assert response.status_code == 422 or response.json()["items"] == []
    assert (await http.get(f"{API}/clients", params={"search": " "})).json()["items"] != []


async def test_a_flat_address_of_a_client_is_the_primary_one_of_the_list(http: httpx.AsyncClient) -> None:
    flat = {"emailAddress": "flat@example.org", "phoneNumber": "+33199001234"}
    client = await add_client(http, lastName="Flat", **flat)
    assert client["emailAddresses"] == [{"email": "flat@example.org", "primary": True}]
    assert client["phoneNumbers"] == [{"number": "+33199001234", "primary": True}]
    assert not flat.keys() & client.keys()
    shown = (await insert(http, client={"id": client["id"]}))["client"]
    assert shown.items() >= flat.items()
    url = f"{API}/clients/{client['id']}"
    changed = (await http.put(url, json={"emailAddress": "second@example.org"})).json()
    assert [(entry["email"], entry["primary"]) for entry in changed["emailAddresses"]] == [
        ("second@example.org", True),
        ("flat@example.org", False),
    ]
    changed = (await http.put(url, json={"emailAddress": "flat@example.org"})).json()
    assert [entry["email"] for entry in changed["emailAddresses"]] == ["flat@example.org", "second@example.org"]
    changed = (await http.put(url, json={"emailAddress": "", "phoneNumber": None})).json()
    assert changed["emailAddresses"] == [{"email": "second@example.org", "primary": True}]
    assert "phoneNumbers" not in changed
    wrong = await http.post(f"{API}/clients", json={"emailAddress": {"email": "x"}})
    assert (wrong.status_code, wrong.json()["error"]["fields"][0]["id"]) == (422, "emailAddress")


async def test_a_linked_client_is_shown_and_never_written(http: httpx.AsyncClient) -> None:
    record = await add_client(
        http, firstName="Zoe", lastName="Doe", emailAddresses=[{"email": "z@example.org"}, {"email": "two@example.org"}]
    )
    old = {"firstName": "Old", "lastName": "One", "phoneNumber": "+33 1 99 00 12 35"}
    registration = await insert(http, client=old)
    url = f"{REGISTRATIONS}/{registration['id']}"
    whole = (await http.get(url)).json()["client"] | {"id": int(record["id"])}
    expected = {name: record[name] for name in ("id", "firstName", "lastName", "selfLink")} | {
        "emailAddress": "z@example.org"
    }
    for sent in (
        {"id": record["id"]},
        whole,
        {"id": record["id"], "firstName": "zoe", "lastName": "DOE", "emailAddress": "TWO@example.org"},
        {"id": record["id"], "phoneNumber": ""},
    ):
        linked = (await http.put(url, json={"client": sent})).json()
        assert linked["client"] == expected
        back = await http.put(url, json={"client": registration["client"] | {"phoneNumber": "+33199001235"}})
        assert back.json()["client"] == registration["client"]
    for name, text in (
        ("firstName", "Ann"),
        ("lastName", ""),
        ("emailAddress", "x@example.org"),
        ("phoneNumber", "+331"),
    ):
        refused = await http.put(url, json={"client": {"id": record["id"], name: text}})
        assert (refused.status_code, refused.json()["error"]["fields"][0]["id"]) == (422, f"client.{name}")
        refused = await http.post(REGISTRATIONS, json={"client": {"id": record["id"], name: text}})
        assert (refused.status_code, refused.json()["error"]["fields"][0]["id"]) == (422, f"client.{name}")
    assert (await http.get(record["selfLink"])).json() == record
    assert (await http.get(url)).json()["client"] == registration["client"]


async def test_members_of_an_insert_have_their_effect_or_are_refused(http: httpx.AsyncClient) -> None:
    first = await insert(http)
    parked = await insert(http, parked=True)
    assert (parked["parked"], "rank" in parked) == (True, False)
    assert (await insert(http, reserved={"name": "Desk 2"}))["reserved"] == {"name": "Desk 2"}
    assert (await insert(http, place="first"))["rank"] < (await http.get(f"{REGISTRATIONS}/{first['id']}")).json()[
        "rank"
    ]
    done = await insert(http, status="finished", outcome="solved", counter={"name": "Desk 1"})
    assert (done["outcome"], done["counter"]) == ("solved", {"name": "Desk 1"})
    for wrong in (
        {"counter": {"name": "Desk 1"}},
        {"status": "finished", "parked": True},
        {"status": "noShow", "place": 1},
        {"status": "inProgress", "reserved": {"name": "Desk 1"}},
    ):
        refused = await http.post(REGISTRATIONS, json=wrong)
        assert (refused.status_code, refused.json()["error"]["reason"]) == (400, "badRequest")
    for wrong in ({"counter": {"name": "Desk 1"}}, {"status": "finished", "parked": True}):
        assert (await http.put(f"{REGISTRATIONS}/{first['id']}", json=wrong)).status_code == 400


@pytest.mark.parametrize("version", ["2.3", "2.0"])
async def test_a_status_in_the_query_string_needs_no_body(http: httpx.AsyncClient, version: str) -> None:
    url, key = f"/api/{version}/queues/1/registrations", {"idempotency-key": "once"}
    made = await http.post(f"{url}?STATUS=noShow", headers=key)
    assert made.json()["status"] == "noShow"
    assert (await http.post(f"{url}?status=noShow", headers=key)).json()["id"] == made.json()["id"]
    # The same key with another status is another request.
    assert (await http.post(f"{url}?status=finished", headers=key)).status_code == 422
    assert (await http.post(f"{url}?status=noShow", json={"status": "noShow"})).json()["status"] == "noShow"
    assert (await http.post(f"{url}?status=noShow", json={"status": "finished"})).status_code == 400
    for wrong in ("noshow", "deleted", "noShow&status=finished"):
        assert (await http.post(f"{url}?status={wrong}")).status_code in (400, 422)
    assert (await http.post(f"{url}?status=")).status_code == 400


async def test_numbers_and_words_of_other_languages(http: httpx.AsyncClient) -> None:
    registration = await insert(http, priority=2.0, parked="false")
    assert registration["priority"] == 2
    url = f"{REGISTRATIONS}/{registration['id']}"
    assert (await http.put(url, json={"priority": "3", "place": "1"})).json()["priority"] == 3
    assert (await http.put(url, json={"parked": "true", "id": float(registration["id"])})).json()["parked"] is True
    queue = (await http.put(f"{API}/queues/2", json={"serviceTime": "7", "serviceLevel": 12.0, "id": 2})).json()
    assert (queue["serviceTime"], queue["serviceLevel"]) == (7, 12)
    moved = (await http.put(url, json={"queue": "2"})).json()
    assert moved["queue"]["id"] == "2"
    url = url.replace("queues/1", "queues/2")
    await http.put(url, json={"status": "finished"})
    assert (await http.post(f"{url}/next", json={"queue": 1, "place": "1"})).status_code == 201
    assert (await http.put(f"{API}/desks/Desk%207", json={"queues": ["1", 2]})).json()["queues"] == [
        {"id": "1"},
        {"id": "2"},
    ]
    for wrong in (2.5, "two", "", "1e1", True, "99999999999999999999", None, []):
        response = await http.put(url, json={"priority": wrong})
        assert response.status_code == (200 if wrong is None else 422)


@pytest.mark.parametrize("name", ["Desk 1", "a/b", "a/b/next", "next", "/", "%2F", "Schalter ä/ö"])
async def test_a_slash_in_a_name_is_part_of_it(http: httpx.AsyncClient, name: str) -> None:
    url = f"{API}/desks/{quote(name, safe='')}"
    assert (await http.put(url, json={"status": "open"})).json()["name"] == name
    assert (await http.put(f"{url}/", json={"status": "paused"})).json()["name"] == name
    assert name in [desk["name"] for desk in (await http.get(f"{API}/desks")).json()["items"]]
    assert (await http.get(f"{url}/actions")).json() == {"items": []}


@pytest.mark.parametrize(
    "path", ["%2Fapi/2.3/queues", "/api%2F2.3/queues", "/api/2.3%2fqueues", "/api/2.3/queues%2F1", "/t%2Fx"]
)
async def test_an_encoded_slash_separates_nothing(file_server: WalkinServer, path: str) -> None:
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{file_server.url}/{path.lstrip('/')}")).status_code == 404


async def test_what_changes_nothing_raises_no_revision_and_sends_nothing(office: WatchApi, receiver: Receiver) -> None:
    http = office.http
    client = await office.request("POST", "clients", {"lastName": "Doe"})
    watch = await office.add_watch(
        receiver.url, httpRequestHeader={"X-Key": "secret"}, basicAuth={"username": "u", "password": "p"}
    )
    form = [{"id": "document", "values": [{"id": "passport"}]}, {"id": "last-name", "value": "Bee"}]
    form += [{"id": "first-name", "value": "Ann"}, {"id": "birth-date", "value": "1985-03-27"}]
    registration = await office.register(form=form, note="limps", priority=1, language="fr")
    await office.register()
    path = f"queues/1/registrations/{registration['id']}"
    last: dict[str, Any] = {}
    for change in (
        {},
        {"status": "inProgress", "counter": {"name": "Desk 1"}},
        {"status": "finished", "outcome": "solved"},
        {"status": "registered"},
        {"parked": True},
        {"parked": False},
        {"reserved": {"name": "Desk 2"}},
        {"status": "noShow"},
        {"status": "registered", "place": 1},
        {"client": {"id": client["id"]}},
    ):
        last = await office.request("PUT", path, change)
        delivered = len(await office.list_deliveries(limit=200))
        for again in ({}, change, last, {"status": last["status"]}, *({name: value} for name, value in last.items())):
            if "place" in again and last["status"] != "registered":
                continue
            assert await office.request("PUT", path, again) == last, again
        assert len(await office.list_deliveries(limit=200)) == delivered
    queue = await office.request("GET", "queues/1")
    for again in ({}, queue, {"name": queue["name"]}, {"form": queue["form"]}, {"status": "open"}):
        assert (await office.request("PUT", "queues/1", again))["revision"] == queue["revision"]
    desk = await office.request("PUT", "desks/Desk%201", {"status": "open", "queues": ["1"]})
    # Which queues a desk serves changes their waits.
    queue = await office.request("GET", "queues/1")
    assert await office.request("PUT", "desks/Desk%201", desk) == desk
    assert (await office.request("GET", "queues/1"))["revision"] == queue["revision"]
    record = await office.request("GET", f"clients/{client['id']}")
    assert await office.request("PUT", f"clients/{client['id']}", record) == record
    shown = await office.request("GET", f"watchers/{watch['id']}")
    for again in (
        {},
        shown,
        {"basicAuth": {"username": "u", "password": "p"}},
        {"httpRequestHeader": {"X-Key": "secret"}},
    ):
        assert await office.request("PUT", f"watchers/{watch['id']}", again) == shown
    assert (await http.put(f"watchers/{watch['id']}", json={"id": "77"})).status_code == 400
    assert (await http.put("queues/1", json={"id": "2"})).status_code == 400


class PublicJavaClient:
    """The requests of a public client of 2016: credentials in the address, ids as integers, the error in any answer."""

    def __init__(self, http: httpx.AsyncClient, version: str) -> None:
        self._http, self._base = http, f"/api/{version}/queues"

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        response = await self._http.request(
            method,
            f"{self._base}{path}{'&' if '?' in path else '?'}apiKey=key&token=sso",
            json=body,
            headers={"content-type": "application/json; charset=UTF-8"},
        )
        value = response.json() if response.content else None
        assert response.is_success, response.text
        assert not (isinstance(value, dict) and "error" in value)
        return value


@pytest.mark.parametrize("version", ["2.3", "2.0"])
async def test_the_flow_of_a_public_java_client(http: httpx.AsyncClient, version: str) -> None:
    java = PublicJavaClient(http, version)
    queue = await java.call("POST", "", {"name": "Java", "author": "a@example.org"})
    path = f"/{int(queue['id'])}/registrations"
    person = {"firstName": "J", "lastName": "Ava", "emailAddress": "java@example.org"}
    sent = {
        "queue": {"id": int(queue["id"]), "name": "Java"},
        "author": "a@example.org",
        "status": "registered",
        "registered": {"dateTime": "2016-03-01T10:00:00", "timeZone": "US/Eastern"},
        "client": person,
    }
    registration = await java.call("POST", path, sent)
    one = f"{path}/{int(registration['id'])}"
    for status in ("finished", "registered", "finished"):
        # It puts the whole object that it got, with another status.
        registration = await java.call("PUT", one, registration | {"status": status})
        assert registration["status"] == status
        assert (await java.call("GET", one))["status"] == status
        assert len((await java.call("GET", f"{path}?status={status}"))["items"]) == 1
        assert registration["client"].items() >= person.items()
    assert (await java.call("GET", path))["items"] == []
    assert await java.call("DELETE", one) is None
    assert await java.call("DELETE", f"/{int(queue['id'])}") is None


@pytest.mark.parametrize("version", ["2.3", "2.0"])
async def test_the_requests_of_the_vendors_node_module(data: Path, version: str) -> None:
    # Its partner mode. A server refuses a wrong key, also while its office has none.
    headers = build_auth_headers(await create_key(data, Role.ADMIN)) | {"Content-Type": "application/json"}
    base = f"/api/{version}"
    async with open_http_client(data) as http:

        async def request(method: str, path: str, body: Any = None) -> Any:
            response = await http.request(method, base + path, json=body, headers=headers)
            # It takes 200 for the only success, which 2.0 has for all.
            assert response.status_code == 200 if version == "2.0" else response.is_success, response.text
            return response.json() if response.content else {}

        registration = await request("POST", "/queues/1/registrations", {"client": {"lastName": "Node"}})
        assert "error" not in registration
        path = f"/queues/1/registrations/{registration['id']}"
        assert (await request("GET", path))["id"] == registration["id"]
        assert (await request("PUT", path, {"status": "finished"}))["status"] == "finished"
        assert await request("DELETE", path) == {}
        missing = await http.get(f"{base}/queues/100000/registrations", headers=headers)
        assert missing.json()["error"]["code"] == 404
