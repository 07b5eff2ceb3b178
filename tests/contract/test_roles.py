"""Authorization: every operation by every role, and the personal members in every response."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client, write_to_store
from walkin.api.app import create_app
from walkin.api.http.routing import Router
from walkin.api.routes import health
from walkin.api.security.permissions import PUBLIC
from walkin.model.caller import Role
from walkin.model.queue import QueueInput
from walkin.store import queues
from walkin.store.access import accounts
from walkin.store.access.credentials import NewCredential
from walkin.watch.config import OutboundPolicy
from walkin.watch.ssrf import AddressPolicy, parse_networks

ADMIN, COUNTER, KIOSK, DISPLAY = Role.ADMIN, Role.COUNTER, Role.KIOSK, Role.DISPLAY
EVERYBODY = {ADMIN, COUNTER, KIOSK, DISPLAY}
STAFF = {ADMIN, COUNTER}
ANN = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}, "note": "limps"}


OFFLINE = {
    "kiosk": "0" * 32,
    "ticket": "A900",
    "day": "2026-11-25",
    "token": "2f1Kq0Vv3cJ",
    "taken": {"dateTime": "2026-11-25T10:00:00", "timeZone": "UTC"},
    "registered": {"dateTime": "2026-11-25T10:00:00", "timeZone": "UTC"},
}
WATCH = {"address": "http://127.0.0.1:9/hook"}
HOUSE = OutboundPolicy(AddressPolicy(parse_networks(("127.0.0.0/8",))))


@dataclass(frozen=True)
class Cell:
    """A request for an operation, the roles that may send it, and the status that they get."""

    operation: str
    method: str
    path: str
    allowed: set[Role]
    status: int = 200
    body: Any = None


TABLE = [
    Cell("list_queues", "GET", "/queues", EVERYBODY),
    Cell("get_queue", "GET", "/queues/1", EVERYBODY),
    Cell("told_waits", "GET", "/queues/1/statistics/waits", STAFF),
    Cell("all_statistics", "GET", "/statistics", STAFF),
    Cell("queue_statistics", "GET", "/queues/1/statistics", STAFF),
    Cell("create_queue", "POST", "/queues", {ADMIN}, 201, {"name": "New"}),
    Cell("update_queue", "PUT", "/queues/1", {ADMIN}, 200, {"name": "Renamed"}),
    Cell("update_queue", "PUT", "/queues/1", STAFF, 200, {"status": "closed"}),
    Cell("delete_queue", "DELETE", "/queues/3", {ADMIN}, 204),
    Cell("list_clients", "GET", "/clients", STAFF),
    Cell("get_client", "GET", "/clients/1", STAFF),
    Cell("create_client", "POST", "/clients", {ADMIN}, 201, {"lastName": "Bee"}),
    Cell("update_client", "PUT", "/clients/1", {ADMIN}, 200, {"lastName": "Lee"}),
    Cell("export_client", "GET", "/clients/1/export", {ADMIN}),
    Cell("hold_client", "PUT", "/clients/1/hold", {ADMIN}, 204),
    Cell("release_client", "DELETE", "/clients/1/hold", {ADMIN}, 204),
    Cell("erase_client", "DELETE", "/clients/1", {ADMIN}, 204),
    Cell("list_registrations", "GET", "/queues/1/registrations", EVERYBODY),
    Cell("insert_registration", "POST", "/queues/1/registrations", {ADMIN, COUNTER, KIOSK}, 201, {}),
    Cell("receive_offline", "POST", "/queues/1/registrations/offline", EVERYBODY - {DISPLAY}, 201, OFFLINE),
    Cell("lease_numbers", "PUT", f"/leases/{'0' * 32}", EVERYBODY - {DISPLAY}, 200, {"numbers": []}),
    Cell("show_next", "GET", "/queues/1/registrations/next", {ADMIN, COUNTER, DISPLAY}),
    Cell("call_next", "POST", "/queues/1/registrations/next", STAFF, 200, {"counter": {"name": "1"}}),
    Cell("follow_changes", "GET", "/queues/1/registrations/stream", EVERYBODY),
    Cell("issue_stream_token", "POST", "/queues/1/registrations/stream", EVERYBODY),
    Cell("get_registration", "GET", "/queues/1/registrations/{own}", EVERYBODY),
    Cell("update_registration", "PUT", "/queues/1/registrations/{own}", STAFF, 200, {"language": "fr"}),
    Cell("delete_registration", "DELETE", "/queues/1/registrations/{own}", {ADMIN, COUNTER, KIOSK}, 204),
    Cell("recall", "POST", "/queues/1/registrations/{called}/recall", STAFF),
    Cell("record_print", "POST", "/queues/1/registrations/{own}/print", EVERYBODY - {DISPLAY}, 200, {"printed": "no"}),
    Cell("follow_visit", "POST", "/queues/1/registrations/{called}/next", STAFF, 201, {"queue": {"id": "1"}}),
    Cell("list_visits", "GET", "/clients/1/registrations", STAFF),
    Cell("list_desks", "GET", "/desks", {ADMIN, COUNTER, DISPLAY}),
    Cell("update_desk", "PUT", "/desks/Desk%202", STAFF, 200, {"status": "paused"}),
    Cell("desk_next", "POST", "/desks/Desk%201/next", STAFF, 200, {}),
    Cell("report_alert", "POST", "/alerts", {ADMIN, COUNTER, KIOSK}, 201, {"kind": "exitPin", "count": 3}),
    Cell("get_alert", "GET", "/alerts/1", {ADMIN, COUNTER, KIOSK}),
    Cell("acknowledge_alert", "PUT", "/alerts/1", STAFF, 200, {"acknowledgedBy": "Desk 1"}),
    Cell("list_alerts", "GET", "/alerts", STAFF),
    Cell("list_actions", "GET", "/desks/Desk%201/actions", STAFF),
    Cell("undo", "POST", "/desks/Desk%201/undo", STAFF),
    Cell("get_file", "GET", "/files/{file}", STAFF),
    Cell("create_watch", "POST", "/queues/1/registrations/watch", {ADMIN}, 201, WATCH),
    Cell("list_watches", "GET", "/watchers", {ADMIN}),
    Cell("get_watch", "GET", "/watchers/1", {ADMIN}),
    Cell("update_watch", "PUT", "/watchers/1", {ADMIN}, 200, {"name": "Renamed"}),
    Cell("try_watch", "POST", "/watchers/1/test", {ADMIN}),
    Cell("delete_watch", "DELETE", "/watchers/1", {ADMIN}, 204),
    Cell("list_requests", "GET", "/watchers/requests", {ADMIN}),
    Cell("get_request", "GET", "/watchers/requests/1", {ADMIN}),
    Cell("replay_request", "POST", "/watchers/requests/1/replay", {ADMIN}),
    Cell("replay_requests", "POST", "/watchers/requests/replay", {ADMIN}, 200, {}),
    Cell("list_errors", "GET", "/watchers/errors", {ADMIN}),
    Cell("delete_error", "DELETE", "/watchers/errors/9", {ADMIN}, 404),
    Cell("create_key", "POST", "/cryptoKeys", {ADMIN}, 201, {}),
    Cell("list_keys", "GET", "/cryptoKeys", {ADMIN}),
    Cell("get_key", "GET", "/cryptoKeys/1", {ADMIN}),
    Cell("rotate_key", "POST", "/cryptoKeys/1/rotate", {ADMIN}),
    Cell("delete_key", "DELETE", "/cryptoKeys/1", {ADMIN}, 204),
    Cell("send_batch", "POST", "/batch", EVERYBODY, 200, {"requests": []}),
]
"""The documented roles, repeated here to be compared with the routes' declarations."""

PUBLIC_OPERATIONS = {
    *("health", "show_docs", "public_keys", "join_page", "join_queue", "show_consent", "decide_consent"),
    *("show_openapi", "show_openapi_v20", "start_page", "join_start_page", "accessibility_page"),
    *("issue_token", "revoke_token", "introspect_token", "show_metadata"),
    *("show_ticket", "follow_ticket", "confirm_cancel", "cancel_ticket", "send_file"),
}


@dataclass
class House:
    """An office with registrations, a file, a watch and a signing key, and an API key for each role."""

    http: httpx.AsyncClient
    data: Path
    keys: dict[Role, NewCredential]
    own: dict[Role, str] = field(default_factory=dict)
    called: str = ""
    file: str = ""

    async def ask(self, role: Role, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return await self.http.request(
            method, API_PATH + path, json=body, headers=build_auth_headers(self.keys[role]), **options
        )

    async def streams(self, role: Role, path: str) -> int:
        async with self.http.stream("GET", API_PATH + path, headers=build_auth_headers(self.keys[role])) as response:
            return response.status_code

    def path(self, cell: Cell, role: Role) -> str:
        return cell.path.format(own=self.own[role], called=self.called, file=self.file)

    async def tries(self, role: Role, cell: Cell) -> tuple[int, str]:
        """Send the request; return its status and the error reason."""
        if cell.operation == "follow_changes":
            status = await self.streams(role, self.path(cell, role))
            return status, "forbidden" if status == 403 else ""
        response = await self.ask(role, cell.method, self.path(cell, role), cell.body)
        return response.status_code, response.json()["error"]["reason"] if response.is_error else ""


PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="  # noqa: E501


@pytest.fixture
async def house(data: Path) -> AsyncIterator[House]:
    keys = {role: await create_key(data, role) for role in Role}
    async with open_http_client(data, outbound_policy=HOUSE) as http:
        house = House(http, data, keys)
        form = [{"id": "proof", "type": "file", "title": "Proof"}]
        assert (await house.ask(ADMIN, "PUT", "/queues/1", {"form": form})).status_code == 200
        form_answers = [{"id": "proof", "type": "file", "fileName": "id.png", "value": PNG}]
        assert (await house.ask(ADMIN, "POST", "/queues/1/registrations/watch", WATCH)).status_code == 201
        assert (await house.ask(ADMIN, "POST", "/cryptoKeys")).status_code == 201
        created = await house.ask(ADMIN, "POST", "/queues/1/registrations", {**ANN, "form": form_answers})
        house.file = created.json()["form"][0]["value"].rpartition("/")[2]
        called = await house.ask(ADMIN, "POST", "/queues/1/registrations/next", {"counter": {"name": "Desk 1"}})
        house.called = called.json()["id"]
        assert (await house.ask(KIOSK, "POST", "/alerts", {"kind": "help"})).status_code == 201
        for role in Role:
            creator = KIOSK if role is KIOSK else ADMIN
            members = {"client": ANN["client"]} if creator is KIOSK else ANN
            house.own[role] = (await house.ask(creator, "POST", "/queues/1/registrations", members)).json()["id"]
        yield house


def test_every_route_names_its_roles(data: Path) -> None:
    operations = create_app(data).operations
    declared = {operation.name: operation.roles for operation in operations if operation.roles != PUBLIC}
    promised: dict[str, set[Role]] = {}
    for cell in TABLE:
        promised[cell.operation] = promised.get(cell.operation, set()) | cell.allowed
    assert declared == promised
    assert {operation.name for operation in operations} - declared.keys() == PUBLIC_OPERATIONS


@pytest.mark.parametrize("roles", [frozenset(), ""])
def test_a_route_without_roles_is_refused(roles: Any) -> None:
    router = Router("/api")
    with pytest.raises(TypeError, match="roles"):
        router.operation("GET", "/things")(health.check_health)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="/api/things names no roles"):
        router.operation("GET", "/things", roles=roles)(health.check_health)


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        pytest.param(cell, role, id=f"{role}-{cell.operation}")
        for cell in TABLE
        for role in Role
        if role in cell.allowed and cell.method != "GET"
    ],
)
async def test_what_a_role_may_do(house: House, cell: Cell, role: Role) -> None:
    status, _ = await house.tries(role, cell)
    assert status == cell.status


@pytest.mark.parametrize("role", list(Role))
async def test_what_a_role_may_read(house: House, role: Role) -> None:
    cells = [cell for cell in TABLE if role in cell.allowed and cell.method == "GET"]
    assert [(await house.tries(role, cell))[0] for cell in cells] == [cell.status for cell in cells]


@pytest.mark.parametrize("role", list(Role))
async def test_what_a_role_may_not_do_is_forbidden(house: House, role: Role) -> None:
    forbidden_cells = [cell for cell in TABLE if role not in cell.allowed]
    assert [cell.operation for cell in forbidden_cells if await house.tries(role, cell) != (403, "forbidden")] == []


# In several tests: more wrong keys in a minute exceed the rate limit.
@pytest.mark.parametrize("part", range(4))
async def test_nobody_does_anything_without_a_key(house: House, part: int) -> None:
    key = house.keys[ADMIN]
    wrong_keys: list[dict[str, str]] = [{}, {"apiKey": key.api_key}, {"token": key.token}]
    for cell, headers in itertools.product(TABLE[part::4], wrong_keys):
        path = API_PATH + house.path(cell, ADMIN)
        response = await house.http.request(cell.method, path, json=cell.body, headers=headers)
        assert (response.status_code, response.json()["error"]["reason"]) == (401, "unauthorized")
        assert response.headers["www-authenticate"].startswith("Bearer")


QUEUE = {
    "id", "owner", "name", "status", "ticketPrefix", "timeZone", "welcomeMessage", "thankMessage", "company", "i18n",
    "serviceTime", "serviceLevel", "form", "waiting", "averageWaitingTime", "estimatedWaitingTime", "waitUnknown",
    "revision", "visits",
}  # fmt: skip
TICKET = {
    "id", "queue", "owner", "status", "ticket", "registered", "started", "finished", "called", "calls", "counter",
    "priority", "position", "language", "waitingTime", "averageWaitingTime", "rank", "numberOfPeopleAhead",
    "estimatedWaitingTime", "waitUnknown", "revision", "epoch", "parked", "reserved", "missed", "follows",
    "toldWaitingTime",
}  # fmt: skip
PERSONAL = {"client", "form", "note", "outcome", "possibleClient"}
FIELDS: Mapping[Role, Mapping[str, set[str]]] = {
    DISPLAY: {"queue": QUEUE - {"form"}, "list": TICKET, "own": TICKET},
    KIOSK: {"queue": QUEUE, "list": TICKET, "own": TICKET | {"token"}},
    COUNTER: {"queue": QUEUE, "list": TICKET | {"token"} | PERSONAL, "own": TICKET | {"token"} | PERSONAL},
    ADMIN: {"queue": QUEUE, "list": TICKET | {"token"} | PERSONAL, "own": TICKET | {"token"} | PERSONAL},
}


@pytest.mark.parametrize("role", list(Role))
async def test_no_role_gets_a_field_that_is_not_for_it(house: House, role: Role) -> None:
    allowed = FIELDS[role]
    statuses = "registered,inProgress,finished,noShow,deleted"
    listed = await house.ask(role, "GET", f"/queues/1/registrations?status={statuses}")
    single = await house.ask(role, "GET", f"/queues/1/registrations/{house.own[role]}")
    queue = await house.ask(role, "GET", "/queues/1")
    queues = await house.ask(role, "GET", "/queues")
    responses = [(queues, "queue"), (queue, "queue"), (listed, "list"), (single, "own")]
    if role is not KIOSK:
        responses.append((await house.ask(role, "GET", "/queues/1/registrations/next"), "list"))
    for response, kind in responses:
        assert response.status_code == 200
        for item in response.json().get("items", [response.json()]):
            assert set(item) <= allowed[kind]
    content = b"".join(response.content for response, _ in responses)
    sees_personal_data = role in STAFF
    assert (b"ann@example.org" in content, b"limps" in content, b"Bee" in content) == (
        sees_personal_data,
        sees_personal_data,
        sees_personal_data,
    )


async def test_what_happens_tells_a_display_nothing_personal(house: House) -> None:
    async with house.http.stream(
        "GET",
        f"{API_PATH}/queues/1/registrations/stream",
        headers={**build_auth_headers(house.keys[DISPLAY]), "last-event-id": "0"},
    ) as response:
        content = b""
        async for piece in response.aiter_bytes():
            content += piece
            if b"event: called" in content and content.count(b"event: created") > 4:
                break
    assert b"A001" in content
    for secret in (b"ann@example.org", b"Bee", b"limps", b'"token"', b'"client"', b'"form"'):
        assert secret not in content


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"priority": 9}, "forbidden"),
        ({"status": "inProgress", "counter": {"name": "1"}}, "forbidden"),
        ({"note": "let me in"}, "forbidden"),
        ({"client": {"id": "1"}}, "forbidden"),
        ({"status": "registered", "queue": {"id": "1"}, "rank": 1, "owner": {"id": "9"}}, ""),
    ],
)
async def test_a_kiosk_writes_no_field_that_is_not_a_visitors(house: House, members: Any, reason: str) -> None:
    response = await house.ask(KIOSK, "POST", "/queues/1/registrations", members)
    if reason:
        assert (response.status_code, response.json()["error"]["reason"]) == (403, reason)
    else:
        assert response.status_code == 201
        assert (response.json()["queue"]["id"], response.json()["owner"]["id"]) == ("1", "1")


async def test_a_kiosk_learns_nothing_of_a_client_it_names_by_address(house: House) -> None:
    response = await house.ask(
        KIOSK, "POST", "/queues/1/registrations", {"client": {"emailAddress": "ann@example.org"}}
    )
    assert response.status_code == 201
    assert b"Bee" not in response.content


async def test_a_kiosk_has_only_the_tickets_it_made(house: House) -> None:
    other_kiosk = await create_key(house.data, KIOSK)
    for method in ("GET", "DELETE"):
        path = f"{API_PATH}/queues/1/registrations/{house.own[KIOSK]}"
        response = await house.http.request(method, path, headers=build_auth_headers(other_kiosk))
        assert (response.status_code, response.json()["error"]["reason"]) == (404, "registrationNotFound")
        foreign = await house.ask(KIOSK, method, f"/queues/1/registrations/{house.own[ADMIN]}")
        assert foreign.status_code == 404
    assert (await house.ask(ADMIN, "GET", f"/queues/1/registrations/{house.own[KIOSK]}")).json()[
        "status"
    ] == "registered"


async def test_a_guessed_idempotency_key_of_another_kiosk_gives_nothing(house: House) -> None:
    other_kiosk = await create_key(house.data, KIOSK)
    path = f"{API_PATH}/queues/1/registrations"
    first = await house.http.post(
        path, json={}, headers={**build_auth_headers(house.keys[KIOSK]), "idempotency-key": "visit"}
    )
    again = await house.http.post(
        path, json={}, headers={**build_auth_headers(house.keys[KIOSK]), "idempotency-key": "visit"}
    )
    stolen = await house.http.post(
        path, json={}, headers={**build_auth_headers(other_kiosk), "idempotency-key": "visit"}
    )
    assert first.json()["token"] == again.json()["token"]
    assert (stolen.status_code, stolen.json()["error"]["reason"]) == (422, "idempotencyMismatch")


OF_A_QUEUE = [cell for cell in TABLE if "/queues/1" in cell.path]


async def test_another_accounts_queue_is_not_there(house: House) -> None:
    city = await write_to_store(house.data, accounts.add, "City", "city@example.org", 0)
    stranger = build_auth_headers(await create_key(house.data, ADMIN, city.id))
    for cell in OF_A_QUEUE:
        path = API_PATH + cell.path.format(own=house.own[ADMIN], called=house.called)
        response = await house.http.request(cell.method, path, json=cell.body, headers=stranger)
        assert (response.status_code, response.json()["error"]["reason"]) == (404, "queueNotFound"), cell.operation


async def test_accounts_never_see_each_other(house: House) -> None:
    city = await write_to_store(house.data, accounts.add, "City", "city@example.org", 0)
    stranger = build_auth_headers(await create_key(house.data, ADMIN, city.id))
    assert (await house.http.get(f"{API_PATH}/queues", headers=stranger)).json() == {"items": []}
    assert (await house.http.get(f"{API_PATH}/clients/1", headers=stranger)).status_code == 404
    assert (await house.http.get(f"{API_PATH}/files/{house.file}", headers=stranger)).status_code == 404
    foreign_queue = await house.http.post(f"{API_PATH}/queues", json={"name": "Theirs"}, headers=stranger)
    assert foreign_queue.json()["owner"] == {"id": str(city.id), "userName": "city@example.org"}
    theirs = foreign_queue.json()["id"]
    assert theirs not in [queue["id"] for queue in (await house.ask(ADMIN, "GET", "/queues")).json()["items"]]
    # The same e-mail address is another client there, and a registration cannot be moved to another account.
    client = {"client": {"emailAddress": "ann@example.org", "lastName": "Other"}}
    path = f"{API_PATH}/queues/{theirs}/registrations"
    taken = (await house.http.post(path, json=client, headers=stranger)).json()
    assert (taken["owner"]["id"], taken["client"]["lastName"]) == (str(city.id), "Other")
    assert taken["client"]["id"] != "1"
    registered = await house.http.post(path, json={"client": {"id": "1"}}, headers=stranger)
    assert (registered.status_code, registered.json()["error"]["reason"]) == (404, "clientNotFound")
    moved = await house.ask(ADMIN, "PUT", f"/queues/1/registrations/{house.own[ADMIN]}", {"queue": {"id": theirs}})
    assert (moved.status_code, moved.json()["error"]["reason"]) == (404, "queueNotFound")


async def test_a_key_for_some_queues_has_no_others(house: House) -> None:
    desk = build_auth_headers(await create_key(house.data, COUNTER, queues=[2]))
    assert [queue["id"] for queue in (await house.http.get(f"{API_PATH}/queues", headers=desk)).json()["items"]] == [
        "2"
    ]
    assert (await house.http.get(f"{API_PATH}/queues/2/registrations", headers=desk)).status_code == 200
    for cell in OF_A_QUEUE:
        path = API_PATH + cell.path.format(own=house.own[ADMIN], called=house.called)
        response = await house.http.request(cell.method, path, json=cell.body, headers=desk)
        assert (response.status_code, response.json()["error"]["reason"]) == (403, "forbidden")
    assert (await house.http.get(f"{API_PATH}/files/{house.file}", headers=desk)).status_code == 403
    mine = (await house.http.post(f"{API_PATH}/queues/2/registrations", json={}, headers=desk)).json()
    path = f"{API_PATH}/queues/2/registrations/{mine['id']}"
    moved = await house.http.put(path, json={"queue": {"id": "1"}}, headers=desk)
    assert (moved.status_code, moved.json()["error"]["reason"]) == (403, "forbidden")


async def test_a_new_queue_is_seen_by_its_account_at_once(house: House) -> None:
    before = await house.ask(ADMIN, "GET", "/queues/4")
    assert before.status_code == 404
    queue = await write_to_store(house.data, queues.add, QueueInput(name="Fourth"), 0, 1)
    assert (await house.ask(ADMIN, "GET", f"/queues/{queue.id}")).status_code == 200


async def test_the_owner_is_the_account(house: House) -> None:
    await write_to_store(house.data, accounts.change, 1, None, "town@example.org")
    registration = (await house.ask(ADMIN, "GET", f"/queues/1/registrations/{house.own[ADMIN]}")).json()
    assert registration["owner"] == {"id": "1", "userName": "town@example.org"}
    assert orjson.loads((await house.ask(ADMIN, "GET", "/queues/1")).content)["owner"] == registration["owner"]
