"""The audit log: every change has a row, and no row can be changed unnoticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client, run_walkin, write_to_store
from tests.support.offices import make_settings
from walkin.client import connect
from walkin.model.caller import Role
from walkin.store.access import audit
from walkin.store.access.credentials import NewCredential

TICKETS = f"{API_PATH}/queues/1/registrations"


@pytest.fixture
async def desk(data: Path) -> NewCredential:
    return await create_key(data, Role.ADMIN)


@pytest.fixture
async def http(data: Path, desk: NewCredential) -> AsyncIterator[httpx.AsyncClient]:
    async with open_http_client(data) as client:
        client.headers.update(build_auth_headers(desk))
        yield client


async def list_audit(data: Path) -> list[dict[str, Any]]:
    return [row._asdict() for row in await write_to_store(data, audit.list_records, 1000)]


async def make_changes(http: httpx.AsyncClient) -> list[tuple[str, str, str]]:
    """Make changes; return the audit rows that they must leave: operation, object, result."""
    registration_id = (await http.post(TICKETS, json={"client": {"lastName": "Bee"}})).json()["id"]
    await http.post(f"{TICKETS}/next", json={"counter": {"name": "Desk 1"}})
    await http.post(f"{TICKETS}/{registration_id}/recall")
    await http.put(f"{TICKETS}/{registration_id}", json={"status": "finished"})
    await http.put(f"{API_PATH}/queues/2", json={"name": "Two"})
    await http.delete(f"{TICKETS}/{registration_id}")
    path = f"queues/1/registrations/{registration_id}"
    return [
        ("insert_registration", path, "registered"),
        ("call_next", path, "inProgress"),
        ("recall", path, "inProgress"),
        ("update_registration", path, "finished"),
        ("update_queue", "queues/2", "open"),
        ("delete_registration", path, "done"),
    ]


async def test_every_change_says_who_made_it_and_nothing_about_people(
    http: httpx.AsyncClient, data: Path, desk: NewCredential
) -> None:
    expected = await make_changes(http)
    rows = await list_audit(data)
    assert [(row["operation"], row["object"], row["result"]) for row in rows] == expected
    assert {(row["key"], row["role"]) for row in rows} == {(desk.credential.prefix, "admin")}
    assert not any("Bee" in str(value) for row in rows for value in row.values())


async def test_what_was_only_read_or_refused_leaves_no_row(http: httpx.AsyncClient, data: Path) -> None:
    await http.get(TICKETS)
    await http.post(f"{TICKETS}/next")
    await http.put(f"{TICKETS}/999", json={"status": "finished"})
    await http.put(f"{API_PATH}/queues/1", json={"ticketPrefix": "I"})
    assert await list_audit(data) == []


async def test_an_app_on_this_machine_and_the_command_line_leave_rows_too(data: Path) -> None:
    async with await connect(make_settings(data)) as client:
        await client.register("1", {}, "visit")
    added = await asyncio.to_thread(run_walkin, data, "key", "add", "--role", "kiosk")
    prefix = added.stdout.split()[2]
    await asyncio.to_thread(run_walkin, data, "key", "revoke", prefix)
    rows = [(row["key"], row["operation"], row["object"]) for row in await list_audit(data)]
    assert rows[0] == ("", "insert_registration", "queues/1/registrations/1")
    assert rows[1:] == [("", "add_key", prefix), ("", "revoke_key", prefix)]


async def test_a_ticket_pages_address_is_not_in_it(data: Path, http: httpx.AsyncClient) -> None:
    form = [{"id": "proof", "type": "file", "title": "Proof"}]
    await http.put(f"{API_PATH}/queues/1", json={"form": form})
    registered = (await http.post(TICKETS, json={"form": []})).json()
    await http.post(
        f"/t/{registered['token']}/files/proof", files={"file": ("a.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")}
    )
    rows = [row for row in await list_audit(data) if row["operation"] == "send_file"]
    assert rows
    assert {row["key"] for row in rows} == {"visitor"}
    assert rows[-1]["object"] == f"queues/1/registrations/{registered['id']}"
    assert not any(registered["token"] in str(row) for row in rows)


@pytest.mark.parametrize("statement", ["UPDATE audit SET result = 'x'", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_a_row(http: httpx.AsyncClient, data: Path, statement: str) -> None:
    await make_changes(http)
    with pytest.raises(DBAPIError) as refused:
        await write_to_store(data, lambda connection: connection.exec_driver_sql(statement))
    assert "only be added to" in str(refused.value)
    assert len(await list_audit(data)) == 6


async def tamper(data: Path, statement: str) -> None:
    """Change rows as the database's owner can, who may drop the triggers."""

    def forge(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_append_only ON audit")
            connection.exec_driver_sql("DROP TRIGGER audit_keep_unpruned ON audit")
        connection.exec_driver_sql(statement)

    await write_to_store(data, forge)


TAMPERING = {
    "another role": "UPDATE audit SET role = 'kiosk' WHERE number = 2 AND lane = 1",
    "another key": "UPDATE audit SET key = 'wq_admin_somebody' WHERE number = 1 AND lane = 2",
    "another time": "UPDATE audit SET at = at + 1 WHERE number = 3 AND lane = 1",
    "the first is gone": "DELETE FROM audit WHERE number = 1 AND lane = 1",
    "one in between is gone": "DELETE FROM audit WHERE number = 3 AND lane = 1",
    "the last is gone": "DELETE FROM audit WHERE number = 4 AND lane = 1",
    "a whole chain is gone": "DELETE FROM audit WHERE lane = 2",
    "one is slipped in": "INSERT INTO audit (lane, number, at, key, role, operation, object, result, hash) "
    "SELECT lane, number + 1, at, key, role, operation, object, result, hash FROM audit WHERE lane = 2",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
async def test_tampering_with_one_row_is_detected(http: httpx.AsyncClient, data: Path, statement: str) -> None:
    await make_changes(http)
    assert await write_to_store(data, audit.verify_chains) == (6, [])
    await tamper(data, statement)
    _, broken = await write_to_store(data, audit.verify_chains)
    assert len(broken) == 1


async def test_the_command_line_tells_of_it_in_words(http: httpx.AsyncClient, data: Path) -> None:
    await make_changes(http)
    sound = await asyncio.to_thread(run_walkin, data, "audit", "verify")
    assert (sound.returncode, sound.stderr) == (0, "")
    assert "6 rows" in sound.stdout
    await tamper(data, TAMPERING["another key"])
    broken = await asyncio.to_thread(run_walkin, data, "audit", "verify")
    assert broken.returncode == 1
    assert "queue 2" in broken.stderr
    assert "row 1 is changed" in broken.stderr


async def test_several_processes_write_one_sound_log(data: Path) -> None:
    key = await create_key(data, Role.COUNTER)
    async with open_http_client(data) as first, open_http_client(data) as second:
        responses = await asyncio.gather(
            *(
                http.post(f"{API_PATH}/queues/{1 + number % 3}/registrations", json={}, headers=build_auth_headers(key))
                for number in range(30)
                for http in (first, second)
            )
        )
    assert {response.status_code for response in responses} == {201}
    assert await write_to_store(data, audit.verify_chains) == (60, [])


async def test_the_list_of_the_command_line(http: httpx.AsyncClient, data: Path, desk: NewCredential) -> None:
    await make_changes(http)
    done = await asyncio.to_thread(run_walkin, data, "audit", "list", "--last", "3")
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert desk.credential.prefix in lines[-1]
    assert "delete_registration" in lines[-1]
