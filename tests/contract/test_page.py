"""The page a ticket's QR code opens."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from shared.api.app import create_app
from shared.client.embedded import EmbeddedTransport
from tests.helpers import HOSTILE

REGISTRATIONS = "/api/2.3/queues/1/registrations"


@pytest.fixture
async def http(data: Path | str) -> AsyncIterator[httpx.AsyncClient]:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as client:
        yield client


async def test_a_ticket_tells_place_wait_and_desk(http: httpx.AsyncClient) -> None:
    await http.post(REGISTRATIONS, json={})
    made = (await http.post(REGISTRATIONS, json={"client": {"lastName": "Secretname"}, "language": "fr"})).json()
    page = await http.get(f"/t/{made['token']}")
    assert page.status_code == 200
    assert 'lang="fr"' in page.text
    assert "A002" in page.text
    assert "1 personne avant vous" in page.text
    assert "Secretname" not in page.text
    assert 'http-equiv="refresh"' in page.text
    assert "noindex" in page.headers["x-robots-tag"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert len(page.content) < 50_000
    await http.put(f"{REGISTRATIONS}/{made['id']}", json={"status": "inProgress", "counter": {"name": "Desk <3>"}})
    called = await http.get(f"/t/{made['token']}")
    assert "Desk &lt;3&gt;" in called.text
    await http.put(f"{REGISTRATIONS}/{made['id']}", json={"status": "finished"})
    over = await http.get(f"/t/{made['token']}")
    assert "http-equiv" not in over.text


async def test_tokens_are_long_and_others_lead_nowhere(http: httpx.AsyncClient) -> None:
    tokens = {(await http.post(REGISTRATIONS, json={})).json()["token"] for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[\w-]{11,}", token) for token in tokens)
    for token in ("x", "A001", "0" * 11, "%00", "..%2f"):
        answer = await http.get(f"/t/{token}")
        assert answer.status_code == 404


async def test_the_stream_never_tells_a_token(http: httpx.AsyncClient) -> None:
    made = (await http.post(REGISTRATIONS, json={})).json()
    async with http.stream("GET", f"{REGISTRATIONS}/stream", headers={"last-event-id": "0"}) as stream:
        read = b""
        async for piece in stream.aiter_bytes():
            read += piece
            if b"created" in read:
                break
    assert made["token"].encode() not in read


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_of_queues_are_shown_letter_by_letter(http: httpx.AsyncClient, text: str) -> None:
    named = await http.put("/api/2.3/queues/1", json={"name": text.encode("utf-8", "ignore").decode() or "x"})
    assert named.status_code in (200, 400, 422)
    made = (await http.post(REGISTRATIONS, json={})).json()
    page = await http.get(f"/t/{made['token']}")
    assert page.status_code == 200
    assert "<BODY" not in page.text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page.text)
