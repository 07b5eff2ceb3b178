"""Version 2.0 of the API: a client of that version, and the differences from 2.3."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import httpx
import pytest

from tests.support.offices import WalkinServer


class OldClient:
    """A typical 2.0 client: ids are integers, the status is ``ingoing``, and any 200 may contain an error."""

    def __init__(self, url: str) -> None:
        self._base = f"{url}/api/2.0"

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._base}{path}", content, method=method)
        if content is not None:
            request.add_header("Content-Type", "application/json; charset=UTF-8")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                assert response.status == 200
                text = response.read().decode()
        except urllib.error.HTTPError as error:
            text = error.read().decode()
        if not text:
            return None
        value = json.loads(text)
        if "error" in value:
            error = value["error"]
            raise RuntimeError(f"{int(error['code'])} {error['reason']}: {error['message']}")
        return value

    def ids(self, queue: int, *statuses: str) -> list[int]:
        query = f"?status={','.join(statuses)}" if statuses else ""
        items = self.call("GET", f"/queues/{queue}/registrations{query}").get("items", [])
        for item in items:
            assert item["status"] in ("registered", "onGoing", "finished", "noShow", "deleted")
            assert int(item["queue"]["id"]) == queue
        return [int(item["id"]) for item in items]


def test_an_old_client_completes_a_days_work(server: WalkinServer) -> None:
    old = OldClient(server.url)

    # Set up a queue, and look it up by its integer id.
    queue = old.call(
        "POST", "/queues", {"name": "Counter 12", "author": "a@example.org", "form": {"id": 1, "name": "x"}}
    )
    queue_id = int(queue["id"])
    assert queue["form"] == {"id": str(queue_id), "name": "Counter 12"}
    assert queue_id in [int(item["id"]) for item in old.call("GET", "/queues")["items"]]
    old.call(
        "PUT",
        f"/queues/{queue_id}",
        {"id": queue_id, "welcomeMessage": "Welcome", "company": {"id": 7, "name": "Town hall"}},
    )
    queue = old.call("GET", f"/queues/{queue_id}")
    assert (queue["welcomeMessage"], int(queue["company"]["id"])) == ("Welcome", 7)

    # Clients come.
    registrations = [
        old.call(
            "POST",
            f"/queues/{queue_id}/registrations",
            {
                "queue": {"id": queue_id},
                "author": "a@example.org",
                "status": "registered",
                "registered": {"datetime": "2026-11-24T09:30:00", "timeZone": "US/Eastern"},
                "client": {"firstName": "Ann", "lastName": name, "emailAddress": f"{name}@example.org"},
            },
        )
        for name in ("bee", "cee", "dee", "eff")
    ]
    ids = [int(registration["id"]) for registration in registrations]
    assert old.ids(queue_id) == ids
    client = old.call("GET", f"/clients/{int(registrations[0]['client']['id'])}")
    assert client["emailAddresses"][0]["email"] == "bee@example.org"
    assert urllib.parse.urlsplit(registrations[0]["client"]["selfLink"]).path == f"/api/2.0/clients/{client['id']}"

    # Serve the first, with the status spelt `ingoing` as clients of 2016 do, and `onGoing`.
    next_registration = old.call("GET", f"/queues/{queue_id}/registrations/next")
    assert int(next_registration["id"]) == ids[0]
    assert (
        old.call("PUT", f"/queues/{queue_id}/registrations/{ids[0]}", {"id": ids[0], "status": "ingoing"})["status"]
        == "onGoing"
    )
    assert old.ids(queue_id, "ingoing") == old.ids(queue_id, "onGoing") == old.ids(queue_id, "inProgress") == [ids[0]]
    assert old.ids(queue_id, "registered") == ids[1:]
    finished = old.call("PUT", f"/queues/{queue_id}/registrations/{ids[0]}", {"status": "finished"})
    assert "datetime" not in finished["registered"]
    assert len(finished["registered"]["dateTime"]) == 19

    # A no-show, a deletion, a call that is taken back; errors have the envelope.
    assert old.call("PUT", f"/queues/{queue_id}/registrations/{ids[1]}", {"status": "noShow"})["status"] == "noShow"
    assert old.call("DELETE", f"/queues/{queue_id}/registrations/{ids[2]}") is None
    with pytest.raises(RuntimeError, match="404 registrationNotFound"):
        old.call("DELETE", f"/queues/{queue_id}/registrations/{ids[2]}")
    assert old.call("PUT", f"/queues/{queue_id}/registrations/{ids[3]}", {"status": "onGoing"})["status"] == "onGoing"
    assert (
        old.call("PUT", f"/queues/{queue_id}/registrations/{ids[3]}", {"status": "registered"})["status"]
        == "registered"
    )
    for status in ("finished", "registered"):
        assert old.call("PUT", f"/queues/{queue_id}/registrations/{ids[3]}", {"status": status})["status"] == status
    with pytest.raises(RuntimeError, match="409 queueInUse"):
        old.call("DELETE", f"/queues/{queue_id}")

    # Move a registration to another queue and serve it there.
    moved = old.call(
        "PUT",
        f"/queues/{queue_id}/registrations/{ids[3]}",
        {"queue": {"id": 1}, "client": {"id": int(registrations[3]["client"]["id"])}},
    )
    assert int(moved["queue"]["id"]) == 1
    for status in ("ingoing", "finished"):
        old.call("PUT", f"/queues/1/registrations/{ids[3]}", {"status": status})
    with pytest.raises(RuntimeError, match="404 queueEmpty"):
        old.call("GET", f"/queues/{queue_id}/registrations/next")

    # Delete the queue, update one client and erase another.
    assert old.call("DELETE", f"/queues/{queue_id}") is None
    assert queue_id not in [int(item["id"]) for item in old.call("GET", "/queues")["items"]]
    changed = old.call("PUT", f"/clients/{client['id']}", {"id": int(client["id"]), "lastName": "Bumble"})
    assert changed["lastName"] == "Bumble"
    assert [int(item["id"]) for item in old.call("GET", "/clients?search=bumble")["items"]] == [int(client["id"])]
    assert old.call("DELETE", f"/clients/{int(registrations[3]['client']['id'])}") is None
    with pytest.raises(RuntimeError, match="404 clientNotFound"):
        old.call("GET", f"/clients/{int(registrations[3]['client']['id'])}")


async def test_every_success_is_200_and_locations_are_of_2_0(http: httpx.AsyncClient) -> None:
    created = await http.post("/api/2.0/queues/1/registrations", json={"client": {"lastName": "Bee"}})
    assert (created.status_code, int(created.headers["content-length"])) == (200, len(created.content))
    url = f"/api/2.0/queues/1/registrations/{created.json()['id']}"
    assert created.headers["location"].endswith(url)
    deleted = await http.delete(url)
    assert (deleted.status_code, deleted.content, deleted.headers["content-length"]) == (200, b"", "0")
    again = await http.delete(url)
    assert (again.status_code, again.json()["error"]["code"]) == (404, 404)


async def test_only_the_registrations_own_status_is_translated(http: httpx.AsyncClient) -> None:
    note = 'says "status":"inProgress" and onGoing'
    form = [{"id": "x", "type": "hologram", "status": "inProgress", "value": "inProgress"}]
    queue = (await http.post("/api/2.3/queues", json={"name": "Open form", "form": form})).json()["id"]
    url_23, url_20 = (f"/api/{version}/queues/{queue}/registrations" for version in ("2.3", "2.0"))
    registration = (await http.post(url_20, json={"status": "ingoing", "note": note, "form": form})).json()
    assert registration["status"] == "onGoing"
    assert registration["note"] == note
    assert registration["form"][0]["value"] == "inProgress"
    registration_23 = (await http.get(f"{url_23}/{registration['id']}")).json()
    assert (registration_23["status"], registration_23["note"]) == ("inProgress", note)
    refused = await http.post(url_23, json={"status": "onGoing"})
    assert refused.status_code == 422
    assert (await http.get(f"{url_23}?status=onGoing")).status_code == 400


async def test_the_stream_passes_as_it_is(http: httpx.AsyncClient) -> None:
    await http.post("/api/2.0/queues/1/registrations", json={})
    async with http.stream(
        "GET", "/api/2.0/queues/1/registrations/stream", headers={"last-event-id": "0", "accept-encoding": "gzip"}
    ) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        async for piece in stream.aiter_raw():
            if b"event: created" in piece:
                break


@pytest.mark.parametrize("path", ["/api/2.0", "/api/2.0/", "/api/2.01/queues", "/api/2.0/nothing", "/api/2.0queues"])
async def test_what_is_not_there_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    response = await http.get(path)
    assert (response.status_code, response.json()["error"]["reason"]) == (404, "notFound")


async def test_a_long_list_is_whole(http: httpx.AsyncClient) -> None:
    queue = (await http.post("/api/2.3/queues", json={"name": "Long"})).json()["id"]
    for number in range(150):
        await http.post(f"/api/2.0/queues/{queue}/registrations", json={"note": f"{number} " + "x" * 600})
    await http.post(f"/api/2.0/queues/{queue}/registrations/next")
    items = (await http.get(f"/api/2.0/queues/{queue}/registrations")).json()["items"]
    assert [item["status"] for item in items] == ["registered"] * 149 + ["onGoing"]
