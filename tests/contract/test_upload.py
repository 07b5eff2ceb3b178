"""Upload a form's file on the ticket page, as a phone's browser does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.helpers import HOSTILE_TEXTS
from tests.support.offices import get_files_folder
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport

JPEG = b"\xff\xd8\xff\xe0" + b"pixels" * 2000
FORM = [
    {"id": "proof", "type": "file", "title": "Proof of address"},
    {"id": "photo", "type": "file", "title": "Photo <b>"},
    {"id": "name", "type": "input", "title": "Name", "mandatory": True},
]


@pytest.fixture
async def http(data: Path | str) -> AsyncIterator[httpx.AsyncClient]:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as client:
        yield client


async def ticket(http: httpx.AsyncClient, **members: Any) -> dict[str, Any]:
    queue = (await http.post("/api/2.3/queues", json={"name": "Proofs", "form": FORM})).json()["id"]
    body = {"form": [{"id": "name", "value": "Bee"}], **members}
    response = await http.post(f"/api/2.3/queues/{queue}/registrations", json=body)
    assert response.status_code == 201
    return response.json()


async def current(http: httpx.AsyncClient, registered: dict[str, Any]) -> dict[str, Any]:
    response = await http.get(f"/api/2.3/queues/{registered['queue']['id']}/registrations/{registered['id']}")
    return {item["id"]: item for item in response.json()["form"]}


async def test_a_file_is_sent_from_the_ticket_and_can_be_replaced(http: httpx.AsyncClient, data: Path | str) -> None:
    registered = await ticket(http)
    page = await http.get(f"/t/{registered['token']}")
    assert page.text.count('type="file"') == 2
    assert "Photo &lt;b&gt;" in page.text
    assert "http-equiv" not in page.text
    upload = await http.post(
        f"/t/{registered['token']}/files/proof", files={"file": ("../lease.jpg", JPEG, "image/jpeg")}
    )
    assert (upload.status_code, upload.headers["location"]) == (303, f"/t/{registered['token']}")
    answers = await current(http, registered)
    assert answers["proof"]["fileName"] == "lease.jpg"
    assert (await http.get(answers["proof"]["value"])).content == JPEG
    assert answers["name"]["value"] == "Bee"
    assert "lease.jpg" in (await http.get(f"/t/{registered['token']}")).text

    await http.post(f"/t/{registered['token']}/files/proof", files={"file": ("new.jpg", JPEG + b"2", "image/jpeg")})
    again = await current(http, registered)
    assert (await http.get(again["proof"]["value"])).content == JPEG + b"2"
    assert (await http.get(answers["proof"]["value"])).status_code == 404


@pytest.mark.parametrize(
    ("content", "media", "words"),
    [
        (b"MZ\x90 program", "image/png", "PNG"),
        (b"", "image/png", "empty"),
        (b"\xff\xd8\xff" + b"x" * (6 << 20), "image/jpeg", "5"),
        (b"<script>alert(1)</script>", "text/html", "PNG"),
    ],
)
async def test_what_cannot_be_taken_is_said_beside_the_question(
    http: httpx.AsyncClient, data: Path | str, content: bytes, media: str, words: str
) -> None:
    registered = await ticket(http)
    response = await http.post(f"/t/{registered['token']}/files/proof", files={"file": ("x", content, media)})
    assert response.status_code == 422
    assert response.text.count('class="problem"') == 1
    assert words.casefold() in response.text.casefold()
    assert not [path for path in get_files_folder(data).glob("*/*") if path.is_file()]


async def test_only_open_tickets_and_asked_files_are_taken(http: httpx.AsyncClient) -> None:
    registered = await ticket(http)
    files = {"file": ("x.jpg", JPEG, "image/jpeg")}
    assert (await http.post("/t/nobody/files/proof", files=files)).status_code == 404
    assert (await http.post(f"/t/{registered['token']}/files/name", files=files)).status_code == 422
    assert (await http.post(f"/t/{registered['token']}/files/elsewhere", files=files)).status_code == 422
    plain = await http.post(
        f"/t/{registered['token']}/files/proof", content=b"x", headers={"content-type": "text/plain"}
    )
    assert plain.status_code == 422
    broken = await http.post(
        f"/t/{registered['token']}/files/proof",
        content=b"--x",
        headers={"content-type": "multipart/form-data; boundary=y"},
    )
    assert broken.status_code == 422
    await http.delete(f"/api/2.3/queues/{registered['queue']['id']}/registrations/{registered['id']}")
    assert (await http.post(f"/t/{registered['token']}/files/proof", files=files)).status_code == 422


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
async def test_hostile_file_names_reach_neither_disk_nor_page(
    http: httpx.AsyncClient, data: Path | str, name: str
) -> None:
    registered = await ticket(http)
    sent_name = name.encode("utf-8", "ignore").decode() or "x"
    await http.post(f"/t/{registered['token']}/files/proof", files={"file": (sent_name, JPEG, "image/jpeg")})
    file_name = (await current(http, registered))["proof"]["fileName"]
    assert file_name.endswith((".jpg", ".jpeg"))
    assert "/" not in file_name
    assert "\x1b" not in file_name
    page = (await http.get(f"/t/{registered['token']}")).text
    assert "<BODY" not in page
    stored = [path for path in get_files_folder(data).glob("*/*") if path.is_file()]
    assert [len(path.name) for path in stored] == [64]
