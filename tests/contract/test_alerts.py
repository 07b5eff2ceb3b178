"""Alerts: what kiosks report to staff, and the audit log keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client, write_to_store
from tests.support.offices import make_settings
from walkin.api.app import create_app
from walkin.client import QueueClient, connect
from walkin.model.caller import LOCAL_KIOSK, Role
from walkin.store.access import accounts, audit

ALERTS = f"{API_PATH}/alerts"


async def list_alerts(http: httpx.AsyncClient, headers: dict[str, str]) -> list[tuple[str, int]]:
    response = await http.get(ALERTS, headers=headers)
    assert response.status_code == 200
    return [(item["source"], item["count"]) for item in response.json()["items"]]


async def test_staff_see_the_newest_of_their_account_first(data: Path) -> None:
    town = await write_to_store(data, accounts.add, "Town", "town@example.org", 0)
    staff, elsewhere = [build_auth_headers(await create_key(data, Role.COUNTER, account)) for account in (1, town.id)]
    kiosks = [build_auth_headers(await create_key(data, Role.KIOSK, queues=queues)) for queues in (None, [1], [2])]
    limited = build_auth_headers(await create_key(data, Role.COUNTER, queues=[2, 3]))
    async with open_http_client(data) as http:
        for number, headers in enumerate(kiosks, 1):
            report = await http.post(ALERTS, json={"kind": "exitPin", "count": 3 * number}, headers=headers)
            assert (report.status_code, report.json()["count"]) == (201, 3 * number)
        assert await list_alerts(http, staff) == [("a kiosk", 9), ("a kiosk", 6), ("a kiosk", 3)]
        assert [count for _, count in await list_alerts(http, limited)] == [9, 3]
        assert await list_alerts(http, elsewhere) == []
    rows = [row for row in await write_to_store(data, audit.list_records, 10) if row.operation == "report_alert"]
    assert [(row.object, row.result, row.role) for row in rows] == [
        ("alerts/exitPin", str(count), "kiosk") for count in (3, 6, 9)
    ]
    assert (await write_to_store(data, audit.verify_chains))[1] == []


async def test_a_call_for_help_is_one_until_it_is_answered(data: Path) -> None:
    clock = {"now": 1_700_000_000_000}
    kiosk, other, staff = [
        build_auth_headers(await create_key(data, role)) for role in (Role.KIOSK, Role.KIOSK, Role.COUNTER)
    ]
    async with open_http_client(data, clock=lambda: clock["now"]) as http:
        call = {"kind": "help", "place": "Entrance", "queue": {"id": "1"}, "page": "question"}
        first = await http.post(ALERTS, json=call, headers=kiosk)
        again = await http.post(ALERTS, json=call | {"page": "check"}, headers=kiosk)
        assert first.headers["location"].endswith(f"/alerts/{first.json()['id']}")
        assert again.json() == first.json() | {"page": "check"}
        [listed] = (await http.get(ALERTS, headers=staff)).json()["items"]
        assert (listed["place"], listed["queue"]["id"], listed["page"]) == ("Entrance", "1", "check")

        path = f"{ALERTS}/{listed['id']}"
        assert (await http.get(path, headers=other)).status_code == 404
        assert (await http.put(path, json={"acknowledgedBy": ""}, headers=staff)).status_code == 422
        answered = await http.put(path, json={"acknowledgedBy": "Desk 1"}, headers=staff)
        clock["now"] += 1_000
        assert (await http.put(path, json={"acknowledgedBy": "Desk 2"}, headers=staff)).json() == answered.json()
        seen = (await http.get(path, headers=kiosk)).json()
        assert (seen["acknowledgedBy"], seen["acknowledged"]["dateTime"]) == ("Desk 1", "2023-11-14T22:13:20")
        assert (await http.post(ALERTS, json=call, headers=kiosk)).json()["acknowledgedBy"] == "Desk 1"
        clock["now"] += 60_000
        assert (await http.post(ALERTS, json=call, headers=kiosk)).json()["id"] != listed["id"]
        unknown = await http.post(ALERTS, json=call | {"queue": {"id": "99"}}, headers=kiosk)
        assert unknown.json()["error"]["reason"] == "queueNotFound"


async def test_a_printer_has_one_alert_for_what_is_wrong_now(data: Path) -> None:
    kiosk, staff = [build_auth_headers(await create_key(data, role)) for role in (Role.KIOSK, Role.COUNTER)]
    async with open_http_client(data) as http:

        async def report(trouble: str) -> str:
            alert = {"kind": "printer", "place": "Entrance", "trouble": trouble}
            return str((await http.post(ALERTS, json=alert, headers=kiosk)).json()["id"])

        empty = await report("noPaper")
        assert await report("noPaper") == empty
        opened = await report("coverOpen")
        listed = (await http.get(ALERTS, headers=staff)).json()["items"]
        assert [(alert["id"], alert["trouble"]) for alert in listed] == [(opened, "coverOpen")]
        await http.put(f"{ALERTS}/{opened}", json={"acknowledgedBy": "Desk 1"}, headers=staff)
        assert await report("coverOpen") == opened
        assert await report("cutter") not in (opened, empty)
        wrong = await http.post(ALERTS, json={"kind": "printer", "trouble": "tired"}, headers=kiosk)
        assert wrong.status_code == 422


async def test_streams_tell_of_new_and_answered_alerts(data: Path) -> None:
    kiosk, staff = [build_auth_headers(await create_key(data, role)) for role in (Role.KIOSK, Role.COUNTER)]
    async with (
        open_http_client(data) as http,
        http.stream("GET", f"{API_PATH}/queues/1/registrations/stream", headers=kiosk) as stream,
    ):
        pieces = stream.aiter_text()
        assert "hello" in await anext(pieces)
        reported = await http.post(ALERTS, json={"kind": "help"}, headers=kiosk)
        assert await anext(pieces) == "event: alerts\ndata: {}\n\n"
        path = f"{ALERTS}/{reported.json()['id']}"
        assert (await http.put(path, json={"acknowledgedBy": "Desk 1"}, headers=staff)).status_code == 200
        assert await anext(pieces) == "event: alerts\ndata: {}\n\n"


@pytest.mark.parametrize(
    "body",
    [{}, {"count": 3}, {"kind": "fire", "count": 3}, {"kind": "exitPin", "count": 0}, {"kind": "help", "page": "x"}],
)
async def test_what_is_no_alert_is_refused(data: Path, body: dict[str, Any]) -> None:
    kiosk = build_auth_headers(await create_key(data, Role.KIOSK))
    async with open_http_client(data) as http:
        response = await http.post(ALERTS, json=body, headers=kiosk)
        assert (response.status_code, response.json()["error"]["reason"]) == (422, "invalid")
        assert response.json()["error"]["fields"]


async def test_a_kiosk_that_has_opened_the_file_has_no_name(data: Path) -> None:
    kiosk = await QueueClient.start_embedded(create_app(data, local_caller=LOCAL_KIOSK))
    async with kiosk, await connect(make_settings(data)) as staff:
        await kiosk.report_alert("exitPin", count=3)
        [alert] = await staff.list_alerts()
    assert (alert.kind, alert.count, alert.source) == ("exitPin", 3, "")


async def test_an_alert_is_listed_for_a_day(data: Path) -> None:
    clock = {"now": 1_700_000_000_000}
    staff = build_auth_headers(await create_key(data, Role.ADMIN))
    async with open_http_client(data, clock=lambda: clock["now"]) as http:
        await http.post(ALERTS, json={"kind": "exitPin", "count": 3}, headers=staff)
        clock["now"] += 86_399_000
        assert len(await list_alerts(http, staff)) == 1
        clock["now"] += 2_000
        assert await list_alerts(http, staff) == []
