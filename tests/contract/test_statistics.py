"""The statistics operations: days, roles and refusals."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from tests.support.access import build_auth_headers, create_key, open_http_client, write_to_store
from tests.support.offices import run_server
from walkin.model.address import API_PREFIX
from walkin.model.caller import Role
from walkin.model.queue import QueueInput
from walkin.model.time import now_ms
from walkin.store import queues
from walkin.store.access import accounts

STATISTICS = "/api/2.3/statistics"


async def test_a_visit_is_counted(http: httpx.AsyncClient) -> None:
    queue_url = (await http.post("/api/2.3/queues", json={"name": "Counted", "serviceLevel": 10})).headers["location"]
    empty = (await http.get(f"{queue_url}/statistics")).json()
    assert empty["total"] == {"visits": 0, "called": 0, "served": 0, "noShows": 0, "left": 0, "waiting": 0}
    assert empty["desks"] == empty["hours"] == empty["week"] == empty["course"] == []
    for status in ("finished", "noShow", "deleted", "registered"):
        registered = (await http.post(f"{queue_url}/registrations", json={})).headers["location"]
        if status in ("finished", "noShow"):
            await http.put(registered, json={"status": "inProgress", "counter": {"name": "Desk 7"}})
        if status == "deleted":
            assert (await http.delete(registered)).status_code == 204
        elif status != "registered":
            assert (await http.put(registered, json={"status": status})).status_code == 200
    statistics = (await http.get(f"{queue_url}/statistics")).json()
    total = statistics["total"]
    assert [total[name] for name in ("visits", "called", "served", "noShows", "left", "waiting")] == [4, 2, 1, 1, 1, 1]
    assert (total["within"], total["noShowRate"], total["leftRate"]) == (1, 0.333, 0.333)
    assert statistics["queues"][0]["target"] == 10
    assert [(desk["desk"], desk["called"]) for desk in statistics["desks"]] == [("Desk 7", 2)]
    office_statistics = (await http.get(STATISTICS)).json()
    assert statistics["queues"][0]["queue"] in [item["queue"] for item in office_statistics["queues"]]
    earlier = (await http.get(f"{queue_url}/statistics", params={"since": "2020-01-01", "until": "2020-12-31"})).json()
    assert earlier["total"] == {"visits": 0, "called": 0, "served": 0, "noShows": 0, "left": 0}


@pytest.mark.parametrize(
    "days",
    [
        {"since": "2026-02-31"},
        {"until": "0000-00-00"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"since": "2024-01-01", "until": "2025-06-01"},
        {"since": "2026-1-1"},
        {"since": "' OR 1=1 --"},
    ],
)
async def test_invalid_days_are_refused(http: httpx.AsyncClient, days: dict[str, str]) -> None:
    for path in (STATISTICS, "/api/2.3/queues/1/statistics"):
        response = await http.get(path, params=days)
        assert (response.status_code, response.json()["error"]["reason"]) == (400, "badRequest")


async def test_an_unknown_queue_is_refused(http: httpx.AsyncClient) -> None:
    for name in ("99999", "x", "9" * 30):
        response = await http.get(f"/api/2.3/queues/{name}/statistics")
        assert (response.status_code, response.json()["error"]["reason"]) == (404, "queueNotFound")


async def test_a_key_reads_the_statistics_of_its_own_queues(office_file: Path) -> None:
    account = await write_to_store(office_file, accounts.add, "Other", "other", now_ms())
    foreign_queue = await write_to_store(
        office_file, queues.add, QueueInput(name="Secret service"), now_ms(), account.id
    )
    limited_key = await create_key(office_file, Role.COUNTER, queues=[2])
    foreign_key = await create_key(office_file, Role.COUNTER, account=account.id)
    async with open_http_client(office_file) as http:
        statistics = (await http.get(STATISTICS, headers=build_auth_headers(limited_key))).json()
        assert [item["queue"]["id"] for item in statistics["queues"]] == ["2"]
        assert (
            await http.get("/api/2.3/queues/1/statistics", headers=build_auth_headers(limited_key))
        ).status_code == 403
        path = f"/api/2.3/queues/{foreign_queue.id}/statistics"
        assert (await http.get(path, headers=build_auth_headers(limited_key))).status_code == 404
        statistics = (await http.get(STATISTICS, headers=build_auth_headers(foreign_key))).json()
        assert [item["queue"]["name"] for item in statistics["queues"]] == ["Secret service"]


async def test_erasing_a_person_changes_no_figure(http: httpx.AsyncClient) -> None:
    queue_url = (await http.post("/api/2.3/queues", json={"name": "Discreet"})).headers["location"]
    registered = (await http.post(f"{queue_url}/registrations", json={"client": {"lastName": "Unforgettable"}})).json()
    await http.post(f"{queue_url}/registrations/next", json={"counter": {"name": "Desk 9"}})
    await http.put(f"{queue_url}/registrations/{registered['id']}", json={"status": "finished"})
    before = (await http.get(f"{queue_url}/statistics")).json()
    assert "Unforgettable" not in str(before)
    assert (await http.delete(f"/api/2.3/clients/{registered['client']['id']}")).status_code == 204
    after = (await http.get(f"{queue_url}/statistics")).json()
    assert after | {"at": before["at"]} == before
    assert after["total"]["served"] == 1


async def test_a_deleted_queue_counts_on_its_days(http: httpx.AsyncClient) -> None:
    queue_url = (await http.post("/api/2.3/queues", json={"name": "Gone soon"})).headers["location"]
    unused = (await http.post("/api/2.3/queues", json={"name": "Never used"})).headers["location"]
    registered = (await http.post(f"{queue_url}/registrations", json={})).headers["location"]
    await http.put(registered, json={"status": "noShow"})
    assert {(await http.delete(address)).status_code for address in (queue_url, unused)} == {204}
    names = [item["queue"]["name"] for item in (await http.get(STATISTICS)).json()["queues"]]
    assert "Gone soon" in names
    assert "Never used" not in names


SLOW_STATISTICS = """
import time
from walkin.store import visit_figures
load = visit_figures.load
def load_days(connection, state, since, until):
    while since != until:
        visit_figures.check_abandoned(connection)
        time.sleep(0.01)
    return load(connection, state, since, until)
visit_figures.load = load_days
"""


async def test_who_leaves_before_the_answer_keeps_nobody_waiting(office_file: Path) -> None:
    with run_server(office_file, startup_code=SLOW_STATISTICS) as server:
        for _ in range(8):
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(f"GET {STATISTICS}?since=2026-01-01 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode())
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as http:
            assert (await http.get(STATISTICS)).status_code == 200
            assert (await http.get(f"{API_PREFIX}/queues")).status_code == 200
