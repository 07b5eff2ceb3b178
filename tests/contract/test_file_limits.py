"""Limits of files: what is refused keeps nothing, the office and the disk have a limit, and tickets go on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.access import build_auth_headers, create_key
from tests.support.offices import get_files_folder
from tests.support.pictures import JPEG, build_data_uri, build_jpeg
from walkin.api.app import create_app
from walkin.api.security.authentication import AccessPolicy
from walkin.client.embedded import EmbeddedTransport
from walkin.model.caller import Role
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
        created = await http.post("/api/2.3/queues", json=queue)
        # With keys the test makes it itself.
        yield http, created.json().get("id", "")


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


async def test_the_office_says_which_types_it_takes(data: Path | str) -> None:
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat"
    async with open_office(data, file_limits=FileLimits(types=("heic", "pdf"))) as (http, queue):
        path = f"/api/2.3/queues/{queue}/registrations"
        refused = await http.post(path, json={"form": build_form()})
        assert refused.status_code == 422
        assert refused.json()["error"]["fields"] == [
            {"id": "photo", "code": "fileType", "message": "The file has to be one of these: HEIC, PDF"}
        ]
        taken = await http.post(path, json={"form": build_form(content=heic)})
        assert taken.status_code == 201
        photo = taken.json()["form"][0]
        assert photo["fileName"] == "a.jpg.heic"
        assert (await http.get(photo["value"])).headers["content-type"] == "image/heic"
        accept = 'accept="image/heic,application/pdf,.heic,.heif,.pdf"'
        page = await http.get(f"/q/{queue}")
        assert accept in page.text
        assert "HEIC, PDF" in page.text
        assert accept in (await http.get(f"/t/{taken.json()['token']}")).text
        for address, name in ((f"/q/{queue}", "v:photo"), (f"/t/{taken.json()['token']}/files/photo", "file")):
            form = {"once": "o" * 20, "v:name": "Ann"}
            answer = await http.post(address, data=form, files={name: ("a.jpg", JPEG, "image/heic")})
            assert answer.status_code == 422
            assert "one of these: HEIC, PDF" in answer.text


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


LIMITS = {"office": FileLimits(office=1), "disk": FileLimits(keep_free=1 << 60)}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("role", [Role.KIOSK, Role.COUNTER, Role.ADMIN])
async def test_no_way_of_a_file_passes_a_limit(data: Path, limit: str, role: Role) -> None:
    """Every operation that takes a file, by keys for one queue; tickets go on."""
    async with open_office(data, file_limits=LIMITS[limit], access_policy=AccessPolicy()) as (http, _):
        whole = build_auth_headers(await create_key(data, Role.ADMIN))
        queue = {"name": "Proofs", "form": FORM, "joinByPhone": True}
        queue_id = (await http.post("/api/2.3/queues", json=queue, headers=whole)).json()["id"]
        headers = build_auth_headers(await create_key(data, role, queues=[int(queue_id)]))
        path = f"/queues/{queue_id}/registrations"
        api_path = f"/api/2.3{path}"
        ticket = (await http.post(api_path, json={"form": build_form()[1:]}, headers=headers)).json()
        photo = {"file": ("a.jpg", JPEG, "image/jpeg")}

        async def send_in_batch(method: str, path: str) -> int:
            requests = [{"method": method, "path": path, "body": {"form": build_form()}}]
            response = await http.post("/api/2.3/batch", json={"requests": requests}, headers=headers)
            return int(response.json()["responses"][0]["status"])

        updated = f"/{ticket['id']}"
        statuses = {
            "insert": (await http.post(api_path, json={"form": build_form()}, headers=headers)).status_code,
            "insert, 2.0": (
                await http.post(f"/api/2.0{path}", json={"form": build_form()}, headers=headers)
            ).status_code,
            "insert in a batch": await send_in_batch("POST", api_path),
            "update": (await http.put(api_path + updated, json={"form": build_form()}, headers=headers)).status_code,
            "update in a batch": await send_in_batch("PUT", api_path + updated),
            "phone form": (
                await http.post(f"/q/{queue_id}", data={"v:name": "Ann"}, files={"v:photo": photo["file"]})
            ).status_code,
            "ticket page": (await http.post(f"/t/{ticket['token']}/files/photo", files=photo)).status_code,
        }
        updates = 403 if role is Role.KIOSK else 507
        assert statuses == {
            **dict.fromkeys(("insert", "insert, 2.0", "insert in a batch"), 507),
            **dict.fromkeys(("update", "update in a batch"), updates),
            **dict.fromkeys(("phone form", "ticket page"), 422),
        }
        assert list_contents(data) == []
        again = await http.post(api_path, json={"form": build_form()[1:]}, headers=headers)
        assert again.status_code == 201
