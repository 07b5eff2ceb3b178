"""Keys for some queues only: every operation of the OpenAPI document, on what belongs to the key and what does not.

Also what a key gives away: OAuth grants that it consented to, its own access tokens, and requests in a batch.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import Connection, insert, select

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client, write_to_store
from walkin.model.caller import Role
from walkin.model.time import now_ms
from walkin.store.access import credentials
from walkin.store.access.credentials import NewCredential
from walkin.store.schema.tables import delivery, watch_error
from walkin.watch.config import OutboundPolicy
from walkin.watch.ssrf import AddressPolicy, parse_networks

BACK = "https://app.example/back"
PATH_IDS = dict.fromkeys(
    ("clientId", "desk", "token", "watcherId", "requestId", "watcherErrorId", "cryptoKeyId", "alertId"), "1"
) | {"kioskId": "0" * 32}
WANTED = {"day": "2000-01-01", "count": 1}
WATCH = {"address": "http://127.0.0.1:9/hook"}
HOUSE = OutboundPolicy(AddressPolicy(parse_networks(("127.0.0.0/8",))))
FORM = [{"id": "proof", "type": "file", "title": "Proof"}]
PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="  # noqa: E501


@dataclass(frozen=True)
class Request:
    """A request by a key for queue 1, and the reason of its refusal; empty: it is allowed."""

    method: str
    path: str
    reason: str = ""
    body: Any = None


OWN, SHARED, OTHER = "{ann}", "{cy}", "{ben}"
"""A client seen in queue 1, one seen in queues 1 and 2, and one seen in queue 2."""

ACCOUNT_WIDE = "forbidden"

RULES: dict[str, list[Request]] = {
    "GET /queues": [Request("GET", "/queues")],
    "POST /queues": [Request("POST", "/queues", ACCOUNT_WIDE, {"name": "New"})],
    "GET /statistics": [Request("GET", "/statistics")],
    "GET /clients": [Request("GET", "/clients"), Request("GET", "/clients?search=ben")],
    "POST /clients": [Request("POST", "/clients", ACCOUNT_WIDE, {"lastName": "New"})],
    "GET /clients/{clientId}": [
        Request("GET", f"/clients/{OWN}"),
        Request("GET", f"/clients/{SHARED}"),
        Request("GET", f"/clients/{OTHER}", "clientNotFound"),
    ],
    "GET /clients/{clientId}/registrations": [
        Request("GET", f"/clients/{SHARED}/registrations?day=any"),
        Request("GET", f"/clients/{OTHER}/registrations?day=any", "clientNotFound"),
    ],
    "PUT /clients/{clientId}": [
        Request("PUT", f"/clients/{OWN}", "", {"companyName": "Bee & Daughters"}),
        Request("PUT", f"/clients/{OTHER}", "clientNotFound", {"lastName": "Renamed"}),
    ],
    **{
        f"{method} /clients/{{clientId}}/{what}": [
            Request(method, f"/clients/{OTHER}/{what}", "clientNotFound"),
            Request(method, f"/clients/{SHARED}/{what}", "forbidden"),
            Request(method, f"/clients/{OWN}/{what}"),
        ]
        for method, what in (("GET", "export"), ("PUT", "hold"), ("DELETE", "hold"))
    },
    "DELETE /clients/{clientId}": [
        Request("DELETE", f"/clients/{OTHER}", "clientNotFound"),
        Request("DELETE", f"/clients/{SHARED}", "forbidden"),
        Request("DELETE", f"/clients/{OWN}"),
    ],
    # Each of its requests is judged by itself.
    "POST /batch": [Request("POST", "/batch", "", {"requests": []})],
    "GET /desks": [Request("GET", "/desks")],
    "PUT /desks/{desk}": [
        Request("PUT", "/desks/Mine", "", {"status": "open", "queues": [{"id": "1"}]}),
        Request("PUT", "/desks/Theirs", "forbidden", {"status": "closed"}),
        Request("PUT", "/desks/Mine", "forbidden", {"queues": [{"id": "1"}, {"id": "2"}]}),
    ],
    "POST /desks/{desk}/next": [
        Request("POST", "/desks/Mine/next", "forbidden", {"queues": [{"id": "2"}]}),
        Request("POST", "/desks/Theirs/next", "queueEmpty"),
        Request("POST", "/desks/Mine/next"),
    ],
    "GET /desks/{desk}/actions": [Request("GET", "/desks/Theirs/actions")],
    "POST /desks/{desk}/undo": [Request("POST", "/desks/Theirs/undo", "forbidden")],
    "PUT /leases/{kioskId}": [
        Request("PUT", f"/leases/{'0' * 32}", "", {"numbers": [WANTED | {"queue": {"id": "1"}}]}),
        Request("PUT", f"/leases/{'0' * 32}", "forbidden", {"numbers": [WANTED | {"queue": {"id": "2"}}]}),
    ],
    "GET /alerts": [Request("GET", "/alerts")],
    "POST /alerts": [
        Request("POST", "/alerts", "", {"kind": "exitPin", "count": 3}),
        Request("POST", "/alerts", "forbidden", {"kind": "help", "queue": {"id": "2"}}),
    ],
    "GET /alerts/{alertId}": [
        Request("GET", "/alerts/{whole_alert}"),
        Request("GET", "/alerts/{other_alert}", "notFound"),
    ],
    "PUT /alerts/{alertId}": [
        Request("PUT", "/alerts/{whole_alert}", "", {"acknowledgedBy": "Ours"}),
        Request("PUT", "/alerts/{other_alert}", "notFound", {"acknowledgedBy": "Ours"}),
    ],
    "GET /files/{token}": [Request("GET", "/files/{own_file}"), Request("GET", "/files/{other_file}", "forbidden")],
    "GET /watchers": [Request("GET", "/watchers")],
    **{
        f"{method} /watchers/{{watcherId}}{rest}": [
            Request(method, f"/watchers/{{own_watch}}{rest}", "", body),
            Request(method, f"/watchers/{{other_watch}}{rest}", "watchNotFound", body),
            Request(method, f"/watchers/{{whole_watch}}{rest}", "watchNotFound", body),
        ]
        for method, rest, body in [
            ("GET", "", None),
            ("PUT", "", {"name": "Renamed"}),
            ("POST", "/test", None),
            ("DELETE", "", None),
        ]
    },
    "GET /watchers/requests": [
        Request("GET", "/watchers/requests"),
        Request("GET", "/watchers/requests?watch={other_watch}"),
    ],
    "GET /watchers/requests/{requestId}": [
        Request("GET", "/watchers/requests/{own_delivery}"),
        Request("GET", "/watchers/requests/{other_delivery}", "requestNotFound"),
        Request("GET", "/watchers/requests/{whole_delivery}", "requestNotFound"),
    ],
    "POST /watchers/requests/{requestId}/replay": [
        Request("POST", "/watchers/requests/{own_delivery}/replay"),
        Request("POST", "/watchers/requests/{other_delivery}/replay", "requestNotFound"),
        Request("POST", "/watchers/requests/{whole_delivery}/replay", "requestNotFound"),
    ],
    "POST /watchers/requests/replay": [
        Request("POST", "/watchers/requests/replay", "watchNotFound", {"watch": "{other_watch}"}),
        Request("POST", "/watchers/requests/replay", "", {"status": ["pending"]}),
    ],
    "GET /watchers/errors": [Request("GET", "/watchers/errors")],
    "DELETE /watchers/errors/{watcherErrorId}": [
        Request("DELETE", "/watchers/errors/{own_error}"),
        Request("DELETE", "/watchers/errors/{other_error}", "errorNotFound"),
    ],
    "GET /cryptoKeys": [Request("GET", "/cryptoKeys", ACCOUNT_WIDE)],
    "POST /cryptoKeys": [Request("POST", "/cryptoKeys", ACCOUNT_WIDE)],
    "GET /cryptoKeys/{cryptoKeyId}": [Request("GET", "/cryptoKeys/{key}", ACCOUNT_WIDE)],
    "DELETE /cryptoKeys/{cryptoKeyId}": [Request("DELETE", "/cryptoKeys/{key}", ACCOUNT_WIDE)],
    "POST /cryptoKeys/{cryptoKeyId}/rotate": [Request("POST", "/cryptoKeys/{key}/rotate", ACCOUNT_WIDE)],
}
"""For each operation without a queue in its path what a key for queue 1 may do with what belongs to whom."""

EXTRA_RULES = [
    Request("DELETE", "/queues/1", ACCOUNT_WIDE),
    Request("POST", "/queues/0/registrations/watch", "forbidden", WATCH),
    Request("POST", "/queues/1/registrations/watch", "", WATCH),
    Request("POST", "/queues/1/registrations", "clientNotFound", {"client": {"id": OTHER}}),
    Request("POST", "/queues/1/registrations", "", {"client": {"id": SHARED}}),
    Request("PUT", "/queues/1/registrations/{own_visit}", "clientNotFound", {"client": {"id": OTHER}}),
    Request("PUT", "/queues/1/registrations/{own_visit}", "forbidden", {"queue": {"id": "2"}}),
    Request("GET", "/queues/1/registrations/{other_visit}", "registrationNotFound"),
    Request("PUT", "/queues/1/registrations/{other_visit}", "registrationNotFound", {"note": "x"}),
    Request("DELETE", "/queues/1/registrations/{other_visit}", "registrationNotFound"),
    Request("POST", "/queues/1/registrations/{called_visit}/next", "forbidden", {"queue": {"id": "2"}}),
]


class House:
    """An office with three queues and what belongs to them, and a client with a key for queue 1."""

    def __init__(self, http: httpx.AsyncClient, whole: NewCredential, limited: NewCredential) -> None:
        self.http = http
        self.whole_key, self.limited_key = whole, limited
        self.whole, self.limited = build_auth_headers(whole), build_auth_headers(limited)
        self.names: dict[str, str] = {}
        self.is_batched = False

    async def send(self, method: str, path: str, body: Any = None, *, whole: bool = False) -> httpx.Response:
        headers = self.whole if whole else self.limited
        if self.is_batched and not whole and path != "/batch":
            requests = [{"method": method, "path": API_PATH + path, "body": body}]
            response = await self.http.post(f"{API_PATH}/batch", json={"requests": requests}, headers=headers)
            (answer,) = response.json()["responses"]
            return httpx.Response(answer["status"], json=answer.get("body"))
        return await self.http.request(method, API_PATH + path, json=body, headers=headers)

    async def consent(self, admin: NewCredential, program: NewCredential) -> dict[str, str]:
        """The headers of a program that an admin's key has let in by the authorization code grant."""
        known = {"client_id": program.credential.prefix, "redirect_uri": BACK}
        form = {**known, "scope": "agendize", "answer": "allow", "api_key": admin.api_key, "api_token": admin.token}
        allowed = await self.http.post("/o/oauth2/authorize", data=form)
        (code,) = parse_qs(urlsplit(allowed.headers["location"]).query)["code"]
        return await self.get_token(program, grant_type="authorization_code", code=code, redirect_uri=BACK)

    async def get_token(self, program: NewCredential, **form: str) -> dict[str, str]:
        known = {"client_id": program.credential.prefix, "client_secret": program.token}
        if form["grant_type"] == "client_credentials":
            known["client_id"] = program.api_key
        tokens = await self.http.post("/o/oauth2/token", data={**known, **form})
        return {"authorization": f"Bearer {tokens.json()['access_token']}"}

    async def make(self, path: str, body: Any = None, method: str = "POST") -> Any:
        response = await self.send(method, path, body, whole=True)
        assert response.is_success, response.text
        return response.json()

    def fill(self, value: Any) -> Any:
        """Replace names such as ``{ann}`` by ids."""
        if isinstance(value, dict):
            return {name: self.fill(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        return value.format(**self.names) if isinstance(value, str) else value

    async def check(self, request: Request) -> str:
        """Send the request; return what differs from its rule, with the response."""
        response = await self.send(request.method, self.fill(request.path), self.fill(request.body))
        reason = response.json()["error"]["reason"] if response.is_error else ""
        return "" if reason == request.reason else f"{request}: {response.status_code} {response.text[:300]}"


@pytest.fixture
async def house(data: Path) -> AsyncIterator[House]:
    whole = await create_key(data, Role.ADMIN)
    limited = await create_key(data, Role.ADMIN, queues=[1], redirect_uri=BACK)
    async with open_http_client(data, outbound_policy=HOUSE) as http:
        house = House(http, whole, limited)
        names = house.names
        for queue in (1, 2):
            await house.make(f"/queues/{queue}", {"form": FORM}, "PUT")
        for name, queue in (("own_watch", 1), ("other_watch", 2), ("whole_watch", 0)):
            names[name] = (await house.make(f"/queues/{queue}/registrations/watch", WATCH))["id"]
        names["key"] = (await house.make("/cryptoKeys"))["id"]

        async def visit(queue: int, person: str) -> dict[str, Any]:
            form = [{"id": "proof", "type": "file", "fileName": "id.png", "value": PNG}]
            client = {"firstName": person, "lastName": f"of {queue}", "emailAddress": f"{person}@example.org"}
            return await house.make(f"/queues/{queue}/registrations", {"client": client, "form": form})

        own, other, _, shared = [
            await visit(queue, person) for queue, person in ((1, "Ann"), (2, "Ben"), (2, "Cy"), (1, "Cy"))
        ]
        names |= {"ann": own["client"]["id"], "ben": other["client"]["id"], "cy": shared["client"]["id"]}
        names |= {"own_visit": own["id"], "other_visit": other["id"], "called_visit": shared["id"]}
        for name, registration in (("own_file", own), ("other_file", other)):
            names[name] = registration["form"][0]["value"].rpartition("/")[2]
        elsewhere = build_auth_headers(await create_key(data, Role.KIOSK, queues=[2]))
        names["whole_alert"] = (await house.make("/alerts", {"kind": "help", "queue": {"id": "2"}}))["id"]
        reported = await http.post(f"{API_PATH}/alerts", json={"kind": "help"}, headers=elsewhere)
        names["other_alert"] = reported.json()["id"]
        await house.make("/desks/Theirs", {"status": "open", "queues": [{"id": "2"}]}, "PUT")
        await house.make("/desks/Theirs/next")
        await house.make(f"/queues/1/registrations/{shared['id']}", {"status": "inProgress"}, "PUT")
        await visit(1, "Dora")
        names |= await write_to_store(data, find_deliveries, names)
        yield house


def find_deliveries(connection: Connection, names: dict[str, str]) -> dict[str, str]:
    """The first delivery of each watch, and a failure of it."""
    found: dict[str, str] = {}
    for name in ("own", "other", "whole"):
        of_watch = select(delivery.c.id).where(delivery.c.watch_id == int(names[f"{name}_watch"]))
        delivery_id = connection.execute(of_watch.order_by(delivery.c.id)).scalars().first()
        values = {"delivery_id": delivery_id, "watch_id": int(names[f"{name}_watch"]), "attempt": 1, "failed_at": 0}
        values |= {"duration_ms": 1, "error": "timeout"}
        error_id = connection.execute(insert(watch_error).returning(watch_error.c.id), values).scalar_one()
        found |= {f"{name}_delivery": str(delivery_id), f"{name}_error": str(error_id)}
    return found


async def list_operations(house: House) -> dict[str, bool]:
    """The operations of the OpenAPI document without a queue in their path (False), and with one (True)."""
    response = await house.http.get("/openapi.json")
    document = response.json()
    return {
        f"{method.upper()} {path.removeprefix(API_PATH)}": "{queueId}" in path
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if path.startswith(API_PATH) and operation.get("security") != []
    }


WAYS = ("the key", "a grant of the key", "a grant to the key", "a token of the key", "a batch")
"""How a limit to queue 1 reaches a request."""


async def take_way(house: House, data: Path, way: str) -> None:
    if way == "a grant of the key":
        program = await create_key(data, Role.ADMIN, redirect_uri=BACK)
        house.limited = await house.consent(house.limited_key, program)
    elif way == "a grant to the key":
        house.limited = await house.consent(house.whole_key, house.limited_key)
    elif way == "a token of the key":
        house.limited = await house.get_token(house.limited_key, grant_type="client_credentials")
    house.is_batched = way == "a batch"


@pytest.mark.parametrize("way", [WAYS[0], *(pytest.param(way, marks=pytest.mark.long) for way in WAYS[1:])])
async def test_every_operation_has_a_rule_and_follows_it(house: House, data: Path, way: str) -> None:
    await take_way(house, data, way)
    operations = await list_operations(house)
    assert {name for name, has_queue in operations.items() if not has_queue} == RULES.keys()
    # Deletions last, and those that delete a log at the end, of the watch and the client: others need what they delete.
    ends = (f"/clients/{OWN}", "/watchers/{own_watch}")
    requests = [request for rules in RULES.values() for request in rules] + EXTRA_RULES
    requests.sort(key=lambda request: request.method == "DELETE" and not request.reason and 1 + (request.path in ends))
    differences = [difference for request in requests if (difference := await house.check(request))]
    assert differences == []


@pytest.mark.parametrize("way", [WAYS[0], *(pytest.param(way, marks=pytest.mark.long) for way in WAYS[1:])])
async def test_a_queue_of_others_in_the_path_is_forbidden(house: House, data: Path, way: str) -> None:
    await take_way(house, data, way)
    for name, has_queue in (await list_operations(house)).items():
        if has_queue:
            method, _, path = name.partition(" ")
            path = path.format(queueId=2, registrationId=house.names["other_visit"])
            assert await house.check(Request(method, path, "forbidden", {})) == ""


@pytest.mark.parametrize("way", WAYS[1:-1])
@pytest.mark.long
async def test_nothing_is_left_when_the_key_is_revoked(house: House, data: Path, way: str) -> None:
    await take_way(house, data, way)
    assert (await house.send("GET", "/queues")).status_code == 200
    await write_to_store(data, credentials.revoke, house.limited_key.credential.prefix, now_ms())
    # What was found about a key is kept for a second.
    async with asyncio.timeout(30):
        while (await house.send("GET", "/queues")).status_code == 200:
            await asyncio.sleep(0.05)
    for name in await list_operations(house):
        method, _, path = name.partition(" ")
        path = path.format(queueId=1, registrationId=house.names["own_visit"], **PATH_IDS)
        assert await house.check(Request(method, path, "unauthorized", {})) == "", name


async def test_lists_leave_out_what_belongs_to_others(house: House) -> None:
    names = house.names

    async def list_ids(path: str, member: str = "id") -> set[str]:
        return {item[member] for item in (await house.send("GET", path)).json()["items"]}

    assert await list_ids("/queues") == {"1"}
    assert {names["ann"], names["cy"]} < await list_ids("/clients")
    assert names["ben"] not in await list_ids("/clients")
    assert await list_ids("/clients?search=ben") == await list_ids("/clients?search=of 3") == set()
    assert await list_ids(f"/clients/{names['cy']}/registrations?day=any") == {names["called_visit"]}
    assert await list_ids("/watchers") == {names["own_watch"]}
    assert {names["own_delivery"]} <= await list_ids("/watchers/requests")
    assert await list_ids(f"/watchers/requests?watch={names['other_watch']}") == set()
    assert await list_ids("/watchers/errors") == {names["own_error"]}
    assert "Theirs" not in await list_ids("/desks", "name")
    assert await list_ids("/desks/Theirs/actions") == set()
    statistics = (await house.send("GET", "/statistics")).json()
    assert [figures["queue"]["id"] for figures in statistics["queues"]] == ["1"]
    for path in ("/clients", "/watchers/requests", "/watchers/errors", "/desks", "/statistics"):
        assert b"Ben" not in (await house.send("GET", path)).content


@pytest.mark.parametrize("member", ["emailAddress", "phoneNumber"])
async def test_an_address_finds_no_client_of_others(house: House, member: str) -> None:
    value = {"emailAddress": "eve@example.org", "phoneNumber": "+442079460018"}[member]
    known = await house.make("/queues/2/registrations", {"client": {"firstName": "Eve", member: value}})
    response = await house.send("POST", "/queues/1/registrations", {"client": {member: value}})
    assert response.status_code == 201
    assert response.json()["client"]["id"] != known["client"]["id"]
    assert b"Eve" not in response.content
    again = await house.send("POST", "/queues/1/registrations", {"client": {member: value}})
    assert again.json()["client"]["id"] == response.json()["client"]["id"]
    updated = await house.send(
        "PUT", f"/queues/1/registrations/{house.names['own_visit']}", {"client": {member: value}}
    )
    assert b"Eve" not in updated.content


async def test_replaying_all_leaves_out_the_watches_of_others(house: House) -> None:
    own = await house.send("GET", f"/watchers/requests?watch={house.names['own_watch']}")
    count = sum(item["status"] == "pending" for item in own.json()["items"])
    assert (await house.send("POST", "/watchers/requests/replay", {"status": ["pending", "failed"]})).json() == {
        "replayed": count
    }
