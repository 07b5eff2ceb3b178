"""The page a ticket's QR code opens."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.support.helpers import HOSTILE_TEXTS
from tests.support.offices import run_server
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport

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


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_hostile_names_of_queues_are_shown_letter_by_letter(http: httpx.AsyncClient, text: str) -> None:
    named = await http.put("/api/2.3/queues/1", json={"name": text.encode("utf-8", "ignore").decode() or "x"})
    assert named.status_code in (200, 400, 422)
    made = (await http.post(REGISTRATIONS, json={})).json()
    page = await http.get(f"/t/{made['token']}")
    assert page.status_code == 200
    assert "<BODY" not in page.text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page.text)


@pytest.fixture(params=["embedded", "remote"])
async def phone(request: pytest.FixtureRequest, office_file: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A phone, over both transports."""
    if request.param == "remote":
        with run_server(office_file) as server:
            async with httpx.AsyncClient(base_url=server.url) as client:
                yield client
        return
    transport = EmbeddedTransport(create_app(office_file))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as client:
        yield client


async def test_a_place_is_cancelled_after_a_question(phone: httpx.AsyncClient) -> None:
    made = (await phone.post(REGISTRATIONS, json={})).json()
    here = f"/t/{made['token']}"
    assert f'href="{here}/cancel"' in (await phone.get(here)).text
    asked = await phone.get(f"{here}/cancel")
    assert "Cancel your place?" in asked.text
    assert (await phone.get(f"{REGISTRATIONS}/{made['id']}")).json()["status"] == "registered"
    foreign = await phone.post(f"{here}/cancel", headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    for _ in range(2):
        done = await phone.post(f"{here}/cancel?lang=fr", headers={"sec-fetch-site": "same-origin", "origin": "null"})
        assert (done.status_code, done.headers["location"]) == (303, f"{here}?lang=fr")
    assert (await phone.get(f"{REGISTRATIONS}/{made['id']}")).json()["status"] == "deleted"
    assert "cancelled" in (await phone.get(here)).text


async def test_whom_a_desk_has_called_cannot_cancel_any_more(http: httpx.AsyncClient) -> None:
    made = (await http.post(REGISTRATIONS, json={})).json()
    await http.post(f"{REGISTRATIONS}/next", json={})
    assert (await http.get(f"/t/{made['token']}/cancel")).status_code == 303
    assert (await http.post(f"/t/{made['token']}/cancel")).status_code == 303
    assert (await http.get(f"{REGISTRATIONS}/{made['id']}")).json()["status"] == "inProgress"


async def test_who_is_on_hold_or_kept_for_a_desk_is_told_no_place(http: httpx.AsyncClient) -> None:
    made = (await http.post(REGISTRATIONS, json={})).json()
    for change in ({"parked": True}, {"parked": False, "reserved": {"name": "Desk 2"}}):
        answer = await http.put(f"{REGISTRATIONS}/{made['id']}", json=change)
        assert answer.status_code == 200
        page = await http.get(f"/t/{made['token']}")
        assert "Your place is kept" in page.text
        assert "before you" not in page.text
        assert "minutes" not in page.text


@pytest.mark.parametrize("end", ["finished", "noShow", "deleted"])
async def test_a_page_dies_two_hours_after_the_visit(data: Path | str, end: str) -> None:
    at = [1_800_000_000_000]
    transport = EmbeddedTransport(create_app(data, lambda: at[0]))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as http:
        made = (await http.post(REGISTRATIONS, json={})).json()
        await http.post(f"{REGISTRATIONS}/next", json={})
        if end == "deleted":
            await http.delete(f"{REGISTRATIONS}/{made['id']}")
        else:
            await http.put(f"{REGISTRATIONS}/{made['id']}", json={"status": end})
        at[0] += 2 * 3_600_000 - 1
        assert (await http.get(f"/t/{made['token']}")).status_code == 200
        at[0] += 1
        for path in ("", "/cancel", "/stream"):
            gone = await http.get(f"/t/{made['token']}{path}")
            assert gone.status_code == 410
            assert "This visit ended a while ago" in gone.text
            assert made["ticket"] not in gone.text


async def test_the_page_speaks_the_languages_of_the_house(data: Path | str) -> None:
    transport = EmbeddedTransport(create_app(data, languages=("fr", "en")))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as http:
        made = (await http.post(REGISTRATIONS, json={})).json()
        page = await http.get(f"/t/{made['token']}")
        assert '<html lang="fr" dir="ltr">' in page.text
        assert '<a href="?lang=en" lang="en" hreflang="en">English</a>' in page.text
        english = await http.get(f"/t/{made['token']}?lang=en")
        assert '<html lang="en"' in english.text
        assert f'href="/t/{made["token"]}/cancel?lang=en"' in english.text
    only = EmbeddedTransport(create_app(data, languages=("fr",)))
    await only.start()
    async with httpx.AsyncClient(transport=only, base_url="http://walkin") as http:
        page = await http.get(f"/t/{made['token']}?lang=en")
        assert '<html lang="fr"' in page.text
        assert "<nav" not in page.text


async def test_the_tickets_own_stream_follows_it_and_tells_nothing_personal(phone: httpx.AsyncClient) -> None:
    other = (await phone.post("/api/2.3/queues", json={"name": "Other"})).json()
    first = (await phone.post(REGISTRATIONS, json={})).json()
    made = (await phone.post(REGISTRATIONS, json={"client": {"lastName": "Secretname"}})).json()
    here, heard = f"/t/{made['token']}", []
    pattern = re.compile('data-state="([0-9a-f]+)"')

    async def shown() -> str:
        found = pattern.search((await phone.get(here)).text)
        assert found
        return found[1]

    async with phone.stream("GET", f"{here}/stream", timeout=30) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.aiter_lines()

        async def state() -> str:
            async for line in lines:
                if line.startswith("data: "):
                    heard.append(line)
                    return json.loads(line[6:])["state"]
            raise AssertionError("the stream ended")

        async def until(wanted: str) -> None:
            while await state() != wanted:
                pass

        before = await shown()
        await until(before)
        await phone.delete(f"{REGISTRATIONS}/{first['id']}")
        nearer = await shown()
        assert nearer != before
        await until(nearer)
        await phone.put(f"{REGISTRATIONS}/{made['id']}", json={"queue": {"id": other["id"]}})
        await until(await shown())
        await phone.post(f"/api/2.3/queues/{other['id']}/registrations/next", json={"counter": {"name": "Desk 3"}})
        await until(await shown())
    assert "go to Desk 3" in (await phone.get(here)).text
    assert set(json.loads(heard[0][6:])) == {"state", "at"}
    assert "Secretname" not in "".join(heard)


async def test_pages_are_small_and_load_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    made = (await http.post(REGISTRATIONS, json={})).json()
    for path in ("", "/cancel"):
        page = await http.get(f"/t/{made['token']}{path}")
        assert len(page.content) < 50_000
        assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
        assert "noindex" in page.text
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
