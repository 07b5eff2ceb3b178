"""Leases of ticket numbers, and registrations that a kiosk took while the server was away."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.access import API_PATH
from walkin.model.lease import MAX_DAYS_AHEAD
from walkin.model.time import DAY_MS, MINUTE_MS, now_ms, render_time, to_local_day

ZONE = "Europe/Paris"
FORM = [
    {"id": "name", "type": "input", "title": "Name", "mandatory": True, "bind": "crm-last-name"},
    {"id": "why", "type": "input", "title": "Why?"},
]


def get_day(ahead: int = 0) -> str:
    return to_local_day(now_ms() + ahead * DAY_MS, ZONE)


def render_exactly(instant: int) -> dict[str, str]:
    return {"dateTime": datetime.fromtimestamp(instant / 1000, UTC).isoformat(), "timeZone": "UTC"}


class OfflineKiosk:
    """A kiosk with a lease, that sends what it took."""

    def __init__(self, http: httpx.AsyncClient, queue_id: str, prefix: str) -> None:
        self.http, self.queue_id, self.prefix, self.id = http, queue_id, prefix, secrets.token_hex(16)
        self.start = 0

    async def lease(self, count: int, day: str | None = None, queue_id: str | None = None) -> dict[str, Any]:
        wanted = {"queue": {"id": queue_id or self.queue_id}, "day": day or get_day(), "count": count}
        response = await self.http.put(f"{API_PATH}/leases/{self.id}", json={"numbers": [wanted]})
        assert response.status_code == 200, response.text
        document: dict[str, Any] = response.json()
        # Numbers of a prefix that was another queue's go on after them.
        self.start = document["numbers"][0]["first"] - 1 if document["numbers"] else 0
        return document

    def format(self, number: int) -> str:
        return f"{self.prefix}{self.start + number:03d}"

    async def send(self, number: int, age: int = 0, **members: Any) -> httpx.Response:
        body = {"kiosk": self.id, "ticket": self.format(number), "day": get_day(), "token": secrets.token_urlsafe(8)}
        body |= {"taken": render_time(now_ms() - age, ZONE), "registered": render_exactly(now_ms() - age)} | members
        return await self.http.post(f"{API_PATH}/queues/{self.queue_id}/registrations/offline", json=body)


@pytest.fixture
async def kiosk(http: httpx.AsyncClient) -> OfflineKiosk:
    made = await http.post(f"{API_PATH}/queues", json={"name": "Offline", "timeZone": ZONE, "form": FORM})
    return OfflineKiosk(http, made.json()["id"], made.json()["ticketPrefix"])


async def take(http: httpx.AsyncClient, queue_id: str, **options: Any) -> dict[str, Any]:
    response = await http.post(f"{API_PATH}/queues/{queue_id}/registrations", json={}, **options)
    registration: dict[str, Any] = response.json()
    return registration


def get_range(lease: dict[str, Any]) -> list[tuple[int, int]]:
    return [(numbers["first"], numbers["last"]) for numbers in lease["numbers"]]


async def test_leased_numbers_are_given_to_nobody_else(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    first = await take(http, kiosk.queue_id)
    lease = await kiosk.lease(5)
    other = OfflineKiosk(http, kiosk.queue_id, kiosk.prefix)
    other_lease = await other.lease(3)
    after = await take(http, kiosk.queue_id)
    start = kiosk.start
    assert first["ticket"] == kiosk.format(0)
    assert (get_range(lease), get_range(other_lease)) == ([(start + 1, start + 5)], [(start + 6, start + 8)])
    assert after["ticket"] == kiosk.format(9)
    assert lease["sealingKey"] != other_lease["sealingKey"]
    # A repeated request leases nothing more; one for more leases the difference.
    assert await kiosk.lease(5) == lease
    assert get_range(await kiosk.lease(7)) == [(start + 1, start + 5), (start + 10, start + 11)]


async def test_numbers_of_later_days(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    other = OfflineKiosk(http, kiosk.queue_id, kiosk.prefix)
    assert get_range(await kiosk.lease(5, get_day(1))) == [(1, 5)]
    assert get_range(await other.lease(2, get_day(1))) == [(6, 7)]
    assert get_range(await kiosk.lease(4)) == [(1, 4)]
    assert (await kiosk.lease(5, get_day(-1)))["numbers"] == []
    wanted = {"queue": {"id": kiosk.queue_id}, "day": get_day(MAX_DAYS_AHEAD + 2), "count": 1}
    refused = await http.put(f"{API_PATH}/leases/{kiosk.id}", json={"numbers": [wanted]})
    assert refused.json()["error"]["reason"] == "badRequest"


async def test_it_stands_by_the_time_of_taking(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    await kiosk.lease(5)
    waiting = await take(http, kiosk.queue_id)
    answers = [{"id": "name", "value": "Bee"}]
    token = secrets.token_urlsafe(8)
    sent = await kiosk.send(2, form=answers, token=token, language="fr")
    registration = sent.json()
    assert (sent.status_code, registration["ticket"], registration["rank"]) == (201, kiosk.format(2), 2)
    assert (registration["client"]["lastName"], registration["language"]) == ("Bee", "fr")
    assert registration["offline"].keys() == {"taken", "received"}
    # Not before the lease, whatever the kiosk's clock says; but before those who came after it.
    early = (await kiosk.send(1, age=90 * MINUTE_MS)).json()
    assert early["rank"] == 1
    assert early["registered"]["dateTime"] <= waiting["registered"]["dateTime"]
    again = (await kiosk.send(2, form=answers, token=token)).json()
    assert (again["id"], again["ticket"]) == (registration["id"], kiosk.format(2))
    called = await http.post(f"{API_PATH}/queues/{kiosk.queue_id}/registrations/next", json={"counter": {"name": "1"}})
    assert called.json()["ticket"] == kiosk.format(1)


async def test_nobody_is_lost(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    await kiosk.lease(9)
    unfit = (await kiosk.send(1, form=[{"id": "why", "value": "x"}])).json()
    assert (unfit["offline"]["unchecked"], unfit["form"][0]["value"]) == (True, "x")
    await http.put(f"{API_PATH}/queues/{kiosk.queue_id}", json={"status": "closed"})
    assert (await kiosk.send(2)).json()["ticket"] == kiosk.format(2)
    # The number of another ticket, and one that was not leased: the next free one.
    for number, given in ((2, 10), (500, 11)):
        other = (await kiosk.send(number)).json()
        assert (other["ticket"], other["offline"]["ticket"]) == (kiosk.format(given), kiosk.format(number))


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
async def test_a_time_that_no_zone_can_show(kiosk: OfflineKiosk, text: str) -> None:
    for name in ("taken", "registered", "called", "ended"):
        refused = await kiosk.send(1, **{name: {"dateTime": text, "timeZone": "UTC"}})
        assert refused.json()["error"]["reason"] == "invalid"


async def test_a_leased_number_in_another_form(kiosk: OfflineKiosk) -> None:
    await kiosk.lease(2)
    longer = f"{kiosk.prefix}{kiosk.start + 1:07d}"
    registration = (await kiosk.send(1, ticket=longer)).json()
    assert (registration["ticket"], registration["offline"]["ticket"]) == (kiosk.format(3), longer)


async def test_a_deleted_queue(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    await kiosk.lease(2)
    assert (await http.delete(f"{API_PATH}/queues/{kiosk.queue_id}")).status_code == 204
    registration = (await kiosk.send(1, form=[{"id": "name", "value": "Bee"}])).json()
    assert registration["ticket"] == kiosk.format(1)
    assert registration["queue"]["id"] != kiosk.queue_id
    assert (registration["offline"]["unchecked"], registration["form"][0]["value"]) == (True, "Bee")


async def test_a_lost_response(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    await kiosk.lease(2)
    unseen = await take(http, kiosk.queue_id, headers={"idempotency-key": "k1"})
    token = secrets.token_urlsafe(8)
    for _ in range(2):
        await kiosk.send(1, replaces="k1", token=token)
    # A request that arrives after the ticket that replaces it.
    await kiosk.send(2, replaces="k2")
    late = await http.post(
        f"{API_PATH}/queues/{kiosk.queue_id}/registrations", json={}, headers={"idempotency-key": "k2"}
    )
    assert late.json()["error"]["reason"] == "idempotencyMismatch"
    listed = await http.get(f"{API_PATH}/queues/{kiosk.queue_id}/registrations")
    assert [item["ticket"] for item in listed.json()["items"]] == [kiosk.format(1), kiosk.format(2)]
    deleted = await http.get(f"{API_PATH}/queues/{kiosk.queue_id}/registrations/{unseen['id']}")
    assert deleted.json()["status"] == "deleted"


async def test_a_visit_at_a_desk_that_went_on_from_the_kiosk(http: httpx.AsyncClient, kiosk: OfflineKiosk) -> None:
    await kiosk.lease(3)
    now = now_ms()
    visit = {"counter": {"name": "Desk 7"}, "called": render_exactly(now - 1), "age": 90 * MINUTE_MS}
    finished = (await kiosk.send(1, status="finished", ended=render_exactly(now), **visit)).json()
    assert (finished["status"], finished["counter"]["name"], finished["calls"]) == ("finished", "Desk 7", 1)
    assert finished["registered"]["dateTime"] <= finished["started"]["dateTime"] <= finished["finished"]["dateTime"]
    missing = (await kiosk.send(2, status="noShow", ended=render_exactly(now), **visit)).json()
    assert (missing["status"], missing["calls"]) == ("noShow", 1)
    called = (await kiosk.send(3, status="inProgress", **visit)).json()
    assert (called["status"], called["counter"]["name"]) == ("inProgress", "Desk 7")
    path = f"{API_PATH}/queues/{kiosk.queue_id}/registrations"
    assert (await http.post(f"{path}/next", json={})).json()["error"]["reason"] == "queueEmpty"
    ended = await http.put(f"{path}/{called['id']}", json={"status": "finished"})
    assert ended.json()["status"] == "finished"


@pytest.mark.parametrize(
    ("members", "count"),
    [
        ({"printed": "yes", "printCount": 2}, 2),
        ({"printCount": 3}, 3),
        ({"printed": "unknown"}, 1),
        ({"printed": "no"}, 0),
    ],
)
async def test_the_paper_of_a_ticket_that_was_taken_without_the_server(
    http: httpx.AsyncClient, kiosk: OfflineKiosk, members: dict[str, Any], count: int
) -> None:
    await kiosk.lease(2)
    sent = await kiosk.send(1, age=5 * MINUTE_MS, **members)
    assert sent.status_code == 201, sent.text
    registration = (await http.get(f"{API_PATH}/queues/{kiosk.queue_id}/registrations/{sent.json()['id']}")).json()
    assert registration["printed"] == members.get("printed", "unknown")
    assert registration["printCount"] == count
    assert registration["printedAt"]["dateTime"][:16] == registration["registered"]["dateTime"][:16]
    assert "printed" not in (await kiosk.send(2)).json()


async def test_a_wrong_print_of_an_offline_ticket_is_refused_in_words(kiosk: OfflineKiosk) -> None:
    await kiosk.lease(1)
    for members in ({"printed": "maybe"}, {"printed": "yes", "printCount": -1}, {"printed": "yes", "printCount": 1001}):
        response = await kiosk.send(1, **members)
        assert response.status_code == 422, response.text
        assert "print" in response.text
