"""People's data by the API and the commands: strangers and known clients, export, hold, erasure."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client
from tests.support.offices import build_office_options
from walkin.api.app import create_app
from walkin.cli.main import app
from walkin.client.embedded import EmbeddedTransport
from walkin.model.caller import LOCAL_KIOSK, Role

CLIENTS = f"{API_PATH}/clients"
FORM = [
    {"id": "name", "type": "input", "title": "Name", "bind": "crm-last-name"},
    {"id": "mail", "type": "email", "title": "E-mail", "bind": "crm-email"},
    {"id": "tel", "type": "phone", "title": "Phone", "bind": "crm-phone"},
]
VICTIM = {"firstName": "Vic", "lastName": "Tim", "emailAddresses": [{"email": "Victim@example.org", "primary": True}]}


@pytest.fixture
async def http(data: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator's client of an office with keys."""
    key = await create_key(data, Role.ADMIN)
    async with open_http_client(data) as client:
        client.headers.update(build_auth_headers(key))
        yield client


async def add_queue(http: httpx.AsyncClient) -> str:
    added = await http.post(f"{API_PATH}/queues", json={"name": "Permits", "joinByPhone": True, "form": FORM})
    assert added.status_code == 201, added.text
    return str(added.json()["id"])


async def register_as(door: str, http: httpx.AsyncClient, data: Path, queue: str, mail: str, phone: str) -> None:
    """Take a ticket by a kiosk with a key, by a kiosk on the office's own file, or by the phone page."""
    answers = [{"id": "name", "value": "Stranger"}, {"id": "mail", "value": mail}, {"id": "tel", "value": phone}]
    path = f"{API_PATH}/queues/{queue}/registrations"
    person = {"lastName": "Stranger", "emailAddress": mail, "phoneNumber": phone}
    if door == "phone":
        fields = {"once": "x" * 20, "v:name": "Stranger", "v:mail": mail, "v:tel": phone}
        sent = await http.post(f"/q/{queue}", data=fields, headers={"apiKey": "", "token": ""})
        assert sent.status_code == 303, sent.text
        return
    if door == "embedded kiosk":
        transport = EmbeddedTransport(create_app(data, local_caller=LOCAL_KIOSK))
        await transport.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as kiosk:
            sent = await kiosk.post(path, json={"form": answers})
    else:
        headers = build_auth_headers(await create_key(data, Role.KIOSK))
        body: dict[str, Any] = {"form": answers} if door == "kiosk form" else {"client": person}
        sent = await http.post(path, json=body, headers=headers)
    assert sent.status_code == 201, sent.text
    # Nobody at a kiosk learns whom the office knows.
    assert "possibleClient" not in sent.text
    assert "clients/" not in sent.text


@pytest.mark.parametrize("door", ["phone", "kiosk form", "kiosk members", "embedded kiosk"])
async def test_a_stranger_at_a_kiosk_or_phone_never_reaches_a_known_record(
    door: str, http: httpx.AsyncClient, data: Path
) -> None:
    queue = await add_queue(http)
    victim = (await http.post(CLIENTS, json=VICTIM)).json()
    await register_as(door, http, data, queue, "victim@EXAMPLE.org", "+442079460018")
    assert (await http.get(victim["selfLink"])).json() == victim
    assert (await http.get(f"{victim['selfLink']}/registrations")).json()["items"] == []
    (registration,) = (await http.get(f"{API_PATH}/queues/{queue}/registrations")).json()["items"]
    assert registration["client"]["id"] != victim["id"]
    assert registration["possibleClient"] == {"id": victim["id"], "selfLink": victim["selfLink"]}
    # Staff confirm it: the record stays as it is, and the stranger's own one goes.
    own_link = registration["client"]["selfLink"]
    link = f"{API_PATH}/queues/{queue}/registrations/{registration['id']}"
    confirmed = (await http.put(link, json={"client": {"id": victim["id"]}})).json()
    assert confirmed["client"]["id"] == victim["id"]
    assert "possibleClient" not in confirmed
    assert (await http.get(victim["selfLink"])).json() == victim
    assert (await http.get(own_link)).status_code == 404


async def test_staff_say_that_a_visitor_is_somebody_else(http: httpx.AsyncClient, data: Path) -> None:
    queue = await add_queue(http)
    victim = (await http.post(CLIENTS, json=VICTIM)).json()
    await register_as("kiosk form", http, data, queue, "victim@example.org", "+442079460018")
    (registration,) = (await http.get(f"{API_PATH}/queues/{queue}/registrations")).json()["items"]
    link = f"{API_PATH}/queues/{queue}/registrations/{registration['id']}"
    # What was got can be put, and a correction of the name says nothing about who it is.
    assert (await http.put(link, json=registration)).json()["possibleClient"] == registration["possibleClient"]
    renamed = (await http.put(link, json={"client": {"firstName": "Tom"}})).json()
    assert renamed["possibleClient"]["id"] == victim["id"]
    for body in ({"possibleClient": {"id": ""}}, {"possibleClient": {"id": ""}}, {"possibleClient": {"id": "1"}}):
        declined = (await http.put(link, json=body)).json()
        assert "possibleClient" not in declined
        assert declined["client"]["id"] == registration["client"]["id"]
    assert (await http.get(victim["selfLink"])).json() == victim


async def test_a_stranger_of_whom_nobody_knows_is_nobody_else(http: httpx.AsyncClient, data: Path) -> None:
    queue = await add_queue(http)
    await register_as("kiosk form", http, data, queue, "new@example.org", "+442079460018")
    await register_as("phone", http, data, queue, "other@example.org", "+442079460018")
    first, second = (await http.get(f"{API_PATH}/queues/{queue}/registrations")).json()["items"]
    assert "possibleClient" not in first
    assert second["possibleClient"]["id"] == first["client"]["id"]
    assert second["client"]["id"] != first["client"]["id"]


async def test_staff_and_integrators_still_find_a_returning_client(http: httpx.AsyncClient, data: Path) -> None:
    queue = await add_queue(http)
    victim = (await http.post(CLIENTS, json=VICTIM)).json()
    for role in (Role.COUNTER, Role.ADMIN):
        headers = build_auth_headers(await create_key(data, role))
        person = {"lastName": "Tim", "emailAddress": "victim@example.org"}
        path = f"{API_PATH}/queues/{queue}/registrations"
        registered = (await http.post(path, json={"client": person}, headers=headers)).json()
        assert registered["client"]["id"] == victim["id"]
        assert "possibleClient" not in registered


async def register_person(http: httpx.AsyncClient, queue: str, **person: str) -> str:
    registered = (await http.post(f"{API_PATH}/queues/{queue}/registrations", json={"client": person})).json()
    return str(registered["client"]["id"])


async def test_people_who_share_a_telephone_are_different_clients(http: httpx.AsyncClient) -> None:
    queue = await add_queue(http)
    shared = {"phoneNumber": "+442079460019"}
    ana = await register_person(http, queue, firstName="Ána", lastName="O'Hara", **shared)
    ben = await register_person(http, queue, firstName="Ben", lastName="O'Hara", **shared)
    assert ben != ana
    # The same person is written in many ways, or says a part of the name only.
    for names in (
        {"firstName": "ana", "lastName": "O’HARA"},
        {"lastName": "O'Hara Ana"},
        {"firstName": "Ana"},
        {"lastName": "Ana O Hara"},
        {"firstName": "Ana", "lastName": "O-Hara"},
        {"lastName": "O Hara, Ana"},
    ):
        assert await register_person(http, queue, **names, **shared) == ana
    assert await register_person(http, queue, firstName="Ben", **shared) == ben
    # An e-mail address is one person's.
    mail = await register_person(http, queue, lastName="Tim", emailAddress="tim@example.org", **shared)
    assert await register_person(http, queue, lastName="T.", emailAddress="TIM@example.org") == mail


async def test_matching_by_telephone_can_be_switched_off(tmp_path: Path) -> None:
    transport = EmbeddedTransport(create_app(tmp_path / "office.db", match_phone=False))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        queue = await add_queue(http)
        person = {"lastName": "Lee", "phoneNumber": "+442079460019"}
        assert await register_person(http, queue, **person) != await register_person(http, queue, **person)
        person["emailAddress"] = "lee@example.org"
        assert await register_person(http, queue, **person) == await register_person(http, queue, **person)


async def test_a_held_client_is_neither_shown_changed_nor_erased(http: httpx.AsyncClient, data: Path) -> None:
    queue = await add_queue(http)
    victim = (await http.post(CLIENTS, json=VICTIM)).json()
    counter = build_auth_headers(await create_key(data, Role.COUNTER))
    for _ in range(2):
        assert (await http.put(f"{victim['selfLink']}/hold")).status_code == 204
    held = (await http.get(victim["selfLink"])).json()
    assert held.pop("held")["timeZone"]
    assert held == victim
    refusals = [
        await http.get(victim["selfLink"], headers=counter),
        await http.put(victim["selfLink"], json={"firstName": "X"}),
        await http.delete(victim["selfLink"]),
        await http.post(f"{API_PATH}/queues/{queue}/registrations", json={"client": {"id": victim["id"]}}),
    ]
    assert [(r.status_code, r.json()["error"]["reason"]) for r in refusals] == [(409, "clientHeld")] * 4
    assert (await http.get(CLIENTS, params={"search": "victim"})).json()["items"] == []
    await register_as("phone", http, data, queue, "victim@example.org", "+442079460018")
    (registration,) = (await http.get(f"{API_PATH}/queues/{queue}/registrations")).json()["items"]
    assert "possibleClient" not in registration
    assert (await http.delete(f"{victim['selfLink']}/hold")).status_code == 204
    assert (await http.get(victim["selfLink"], headers=counter)).json() == victim
    assert (await http.delete(victim["selfLink"])).status_code == 204
    assert (await http.put(f"{victim['selfLink']}/hold")).status_code == 404


def run(data: Path | str, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, *build_office_options(data)])
    assert done.exit_code == 0, (arguments, done.output)
    return done.stdout


def test_the_commands_report_export_hold_and_erase(data: Path, tmp_path: Path) -> None:
    if not isinstance(data, Path):
        pytest.skip("the commands of one person have no --database; test_privacy.py tests what they do")
    run(data, "register", "2", "--last-name", "Quuxington", "--note", "a secret note")
    report = json.loads(run(data, "privacy", "report", "--json"))
    assert {table["table"]: table["rows"] for table in report["tables"]}["client"] == 1
    assert "Quuxington" not in run(data, "privacy", "report")
    exported = json.loads(run(data, "privacy", "export", "quuxington"))
    (client,) = exported["client"]
    assert (client["last_name"], exported["registration"][0]["note"]) == ("Quuxington", "a secret note")
    output = tmp_path / "person.json"
    run(data, "privacy", "export", str(client["id"]), "--output", str(output))
    assert json.loads(output.read_text()) == exported
    assert output.stat().st_mode & 0o077 == 0
    run(data, "privacy", "hold", "quuxington")
    refused = CliRunner().invoke(app, ["privacy", "erase", str(client["id"]), "--data", str(data)])
    assert refused.exit_code != 0
    assert "held" in refused.output or "held" in str(refused.exception) or "clientHeld" in str(refused.exception)
    run(data, "privacy", "hold", str(client["id"]), "--release")
    run(data, "privacy", "erase", "quuxington")
    assert b"Quuxington" not in b"".join(path.read_bytes() for path in data.parent.glob("office.db*") if path.is_file())
