"""Limits of files: what is refused keeps nothing, the office and the disk have a limit, and tickets go on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.offices import get_files_folder
from tests.support.pictures import JPEG, build_data_uri, build_jpeg
from walkin.api.app import create_app
from walkin.api.security.authentication import AccessPolicy
from walkin.client.embedded import EmbeddedTransport
from walkin.store.uploads import FileLimits

FORM = [
    {"id": "photo", "type": "file", "title": "Photo"},
    {"id": "name", "type": "input", "title": "Name", "mandatory": True},
]
OPEN = AccessPolicy(allow_anonymous=True)


@contextlib.asynccontextmanager
async def open_office(data: Path | str, **members: Any) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A client of a served office, and the id of a queue that asks for a file."""
    transport = EmbeddedTransport(create_app(data, **({"access_policy": OPEN} | members)))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as http:
        queue = {"name": "Proofs", "form": FORM, "joinByPhone": True}
        yield http, (await http.post("/api/2.3/queues", json=queue)).json()["id"]


def list_contents(data: Path | str) -> list[Path]:
    return [path for path in get_files_folder(data).rglob("*") if path.is_file()]


def build_form(name: str = "Ann", content: bytes = JPEG) -> list[dict[str, Any]]:
    photo = {"id": "photo", "fileName": "a.jpg", "value": build_data_uri("image/jpeg", content)}
    return [photo, {"id": "name", "value": name}]


@pytest.mark.parametrize("refusal", ["an answer is missing", "closed", "unknown client", "unknown registration"])
async def test_a_form_that_is_refused_keeps_no_file(data: Path | str, refusal: str) -> None:
    async with open_office(data) as (http, queue):
        path = f"/api/2.3/queues/{queue}/registrations"
        if refusal == "an answer is missing":
            response = await http.post(path, json={"form": build_form("")})
        elif refusal == "closed":
            await http.put(f"/api/2.3/queues/{queue}", json={"status": "closed"})
            response = await http.post(path, json={"form": build_form()})
        elif refusal == "unknown client":
            response = await http.post(path, json={"form": build_form(), "client": {"id": "999"}})
        else:
            response = await http.put(f"{path}/999", json={"form": build_form()})
        assert response.is_client_error
        assert list_contents(data) == []


async def test_phones_forms_that_are_refused_keep_nothing(data: Path | str) -> None:
    async with open_office(data) as (http, queue):
        files = {"v:photo": ("a.jpg", JPEG, "image/jpeg")}
        responses = await asyncio.gather(
            *(http.post(f"/q/{queue}", data={"once": f"{n:020}", "v:name": ""}, files=files) for n in range(12))
        )
        assert {response.status_code for response in responses} == {422}
        assert list_contents(data) == []


async def test_files_end_at_the_offices_limit_and_tickets_go_on(data: Path | str) -> None:
    async with open_office(data, file_limits=FileLimits(office=3 * len(JPEG))) as (http, queue):
        path = f"/api/2.3/queues/{queue}/registrations"
        statuses = [
            (await http.post(path, json={"form": build_form(content=build_jpeg(bytes([number])))})).status_code
            for number in range(4)
        ]
        assert statuses == [201, 201, 507, 507]
        stored = len(list_contents(data))
        assert stored == 2
        page = await http.post(f"/q/{queue}", data={"v:name": "Ann"}, files={"v:photo": ("a.jpg", JPEG, "image/jpeg")})
        assert page.status_code == 422
        assert "There is no room for files now" in page.text
        assert (await http.post(path, json={"form": build_form()[1:]})).status_code == 201
        assert (await http.post(f"/q/{queue}", data={"v:name": "Ann"})).status_code == 303


async def test_files_leave_room_on_the_disk_for_tickets(data: Path | str) -> None:
    async with open_office(data, file_limits=FileLimits(keep_free=1 << 60)) as (http, queue):
        path = f"/api/2.3/queues/{queue}/registrations"
        refused = await http.post(path, json={"form": build_form()})
        assert (refused.status_code, refused.json()["error"]["reason"]) == (507, "storageFull")
        assert "brought to the desk" in refused.json()["error"]["message"]
        assert list_contents(data) == []
        ticket = (await http.post(path, json={"form": build_form()[1:]})).json()
        page = await http.post(f"/t/{ticket['token']}/files/photo", files={"file": ("a.jpg", JPEG, "image/jpeg")})
        assert page.status_code == 422
        assert "There is no room for files now" in page.text


async def test_a_tickets_page_keeps_one_file_of_many_and_has_a_limit(data: Path | str) -> None:
    policy = AccessPolicy(allow_anonymous=True, upload_mb_per_ticket=1)
    async with open_office(data, access_policy=policy) as (http, queue):
        created = await http.post(f"/api/2.3/queues/{queue}/registrations", json={"form": build_form()[1:]})
        path = f"/t/{created.json()['token']}/files/photo"
        statuses = []
        for number in range(8):
            content = build_jpeg(bytes([number]) * 60_000 * 4)
            statuses.append((await http.post(path, files={"file": ("a.jpg", content, "image/jpeg")})).status_code)
            assert len(list_contents(data)) == 1
        assert statuses[:4] == [303] * 4
        assert statuses[-1] == 429


async def test_an_address_sends_so_many_megabytes_a_minute(data: Path | str) -> None:
    policy = AccessPolicy(allow_anonymous=True, upload_mb_per_address=1)
    async with open_office(data, access_policy=policy) as (http, queue):
        files = {"v:photo": ("a.jpg", build_jpeg(b"x" * 600_000), "image/jpeg")}
        statuses = [(await http.post(f"/q/{queue}", data={"v:name": "Ann"}, files=files)).status_code for _ in range(2)]
        assert statuses == [303, 429]
        # A form without files is not counted by its size, and neither is another queue's.
        assert (await http.post("/q/1", data={})).status_code in (303, 404, 422)
