"""The ticket page, which the QR code on a ticket opens."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from markupsafe import escape

from tests.support.helpers import HOSTILE_TEXTS
from tests.support.offices import run_server
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport
from walkin.languages import Words, list_languages

REGISTRATIONS = "/api/2.3/queues/1/registrations"


@pytest.fixture
async def http(data: Path | str) -> AsyncIterator[httpx.AsyncClient]:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as client:
        yield client


async def test_a_ticket_tells_place_wait_and_desk(http: httpx.AsyncClient) -> None:
    await http.post(REGISTRATIONS, json={})
    registration = (
        await http.post(REGISTRATIONS, json={"client": {"lastName": "Secretname"}, "language": "fr"})
    ).json()
    page = await http.get(f"/t/{registration['token']}")
    assert page.status_code == 200
    assert 'lang="fr"' in page.text
    assert "A002" in page.text
    assert "<b>1</b> personne avant vous" in page.text
    assert "Secretname" not in page.text
    assert 'http-equiv="refresh"' in page.text
    assert "noindex" in page.headers["x-robots-tag"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert len(page.content) < 50_000
    await http.put(
        f"{REGISTRATIONS}/{registration['id']}", json={"status": "inProgress", "counter": {"name": "Desk <3>"}}
    )
    called = await http.get(f"/t/{registration['token']}")
    assert "C’est à vous\N{NO-BREAK SPACE}: Desk &lt;3&gt;" in called.text
    assert 'class="turn"' in called.text
    await http.put(f"{REGISTRATIONS}/{registration['id']}", json={"counter": {"name": "Desk 3"}})
    assert "C’est à vous\N{NO-BREAK SPACE}: guichet 3" in (await http.get(f"/t/{registration['token']}")).text
    await http.put(f"{REGISTRATIONS}/{registration['id']}", json={"status": "finished"})
    over = await http.get(f"/t/{registration['token']}")
    assert "http-equiv" not in over.text


async def test_tokens_are_long_and_others_lead_nowhere(http: httpx.AsyncClient) -> None:
    tokens = {(await http.post(REGISTRATIONS, json={})).json()["token"] for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[\w-]{11,}", token) for token in tokens)
    for token in ("x", "A001", "0" * 11, "%00", "..%2f"):
        response = await http.get(f"/t/{token}")
        assert response.status_code == 404


async def test_the_stream_never_tells_a_token(http: httpx.AsyncClient) -> None:
    registration = (await http.post(REGISTRATIONS, json={})).json()
    async with http.stream("GET", f"{REGISTRATIONS}/stream", headers={"last-event-id": "0"}) as stream:
        content = b""
        async for piece in stream.aiter_bytes():
            content += piece
            if b"created" in content:
                break
    assert registration["token"].encode() not in content


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_hostile_names_of_queues_are_shown_letter_by_letter(http: httpx.AsyncClient, text: str) -> None:
    renamed = await http.put("/api/2.3/queues/1", json={"name": text.encode("utf-8", "ignore").decode() or "x"})
    assert renamed.status_code in (200, 400, 422)
    registration = (await http.post(REGISTRATIONS, json={})).json()
    page = await http.get(f"/t/{registration['token']}")
    assert page.status_code == 200
    assert "<BODY" not in page.text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page.text)


@pytest.fixture(params=["embedded", "remote"])
async def phone(request: pytest.FixtureRequest, office_file: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A phone's browser, over both transports."""
    if request.param == "remote":
        with run_server(office_file) as server:
            async with httpx.AsyncClient(base_url=server.url) as client:
                yield client
        return
    transport = EmbeddedTransport(create_app(office_file))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as client:
        yield client


async def test_a_place_is_cancelled_after_a_question(phone: httpx.AsyncClient) -> None:
    registration = (await phone.post(REGISTRATIONS, json={})).json()
    page_path = f"/t/{registration['token']}"
    assert f'href="{page_path}/cancel"' in (await phone.get(page_path)).text
    question = await phone.get(f"{page_path}/cancel")
    assert "Cancel your place?" in question.text
    assert (await phone.get(f"{REGISTRATIONS}/{registration['id']}")).json()["status"] == "registered"
    cross_origin = await phone.post(f"{page_path}/cancel", headers={"origin": "https://evil.example"})
    assert cross_origin.status_code == 403
    for _ in range(2):
        response = await phone.post(
            f"{page_path}/cancel?lang=fr", headers={"sec-fetch-site": "same-origin", "origin": "null"}
        )
        assert (response.status_code, response.headers["location"]) == (303, f"{page_path}?lang=fr")
    assert (await phone.get(f"{REGISTRATIONS}/{registration['id']}")).json()["status"] == "deleted"
    assert "cancelled" in (await phone.get(page_path)).text


async def test_whom_a_desk_has_called_cannot_cancel_any_more(http: httpx.AsyncClient) -> None:
    registration = (await http.post(REGISTRATIONS, json={})).json()
    await http.post(f"{REGISTRATIONS}/next", json={})
    assert (await http.get(f"/t/{registration['token']}/cancel")).status_code == 303
    assert (await http.post(f"/t/{registration['token']}/cancel")).status_code == 303
    assert (await http.get(f"{REGISTRATIONS}/{registration['id']}")).json()["status"] == "inProgress"


async def test_who_is_on_hold_or_kept_for_a_desk_is_told_no_place(http: httpx.AsyncClient) -> None:
    registration = (await http.post(REGISTRATIONS, json={})).json()
    for change in ({"parked": True}, {"parked": False, "reserved": {"name": "Desk 2"}}):
        response = await http.put(f"{REGISTRATIONS}/{registration['id']}", json=change)
        assert response.status_code == 200
        page = await http.get(f"/t/{registration['token']}")
        assert "Your place is kept" in page.text
        assert "before you" not in page.text
        assert "minutes" not in page.text


@pytest.mark.parametrize("end", ["finished", "noShow", "deleted"])
async def test_a_page_dies_two_hours_after_the_visit(data: Path | str, end: str) -> None:
    now = [1_800_000_000_000]
    transport = EmbeddedTransport(create_app(data, lambda: now[0]))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        registration = (await http.post(REGISTRATIONS, json={})).json()
        await http.post(f"{REGISTRATIONS}/next", json={})
        if end == "deleted":
            await http.delete(f"{REGISTRATIONS}/{registration['id']}")
        else:
            await http.put(f"{REGISTRATIONS}/{registration['id']}", json={"status": end})
        now[0] += 2 * 3_600_000 - 1
        assert (await http.get(f"/t/{registration['token']}")).status_code == 200
        now[0] += 1
        for path in ("", "/cancel", "/stream"):
            page = await http.get(f"/t/{registration['token']}{path}")
            assert page.status_code == 410
            assert "This visit ended a while ago" in page.text
            assert registration["ticket"] not in page.text


async def test_many_languages_are_a_list_that_opens(data: Path | str) -> None:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as http:
        registration = (await http.post(REGISTRATIONS, json={})).json()
        page = await http.get(f"/t/{registration['token']}", headers={"accept-language": "fr"})
        listed = page.text.partition('<details class="languages"><summary>Langue · Language</summary>')[2]
        assert '<a href="?lang=en" lang="en" hreflang="en">English</a>' in listed.partition("</details>")[0]
        assert "简体中文" in listed.partition("</details>")[0]


async def test_the_page_speaks_the_languages_of_the_house(data: Path | str) -> None:
    transport = EmbeddedTransport(create_app(data, languages=("fr", "en")))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        registration = (await http.post(REGISTRATIONS, json={})).json()
        page = await http.get(f"/t/{registration['token']}")
        assert '<html lang="fr" dir="ltr">' in page.text
        assert '<a href="?lang=en" lang="en" hreflang="en">English</a>' in page.text
        english = await http.get(f"/t/{registration['token']}?lang=en")
        assert '<html lang="en"' in english.text
        assert f'href="/t/{registration["token"]}/cancel?lang=en"' in english.text
    french_only = EmbeddedTransport(create_app(data, languages=("fr",)))
    await french_only.start()
    async with httpx.AsyncClient(transport=french_only, base_url="http://walkin", timeout=60) as http:
        page = await http.get(f"/t/{registration['token']}?lang=en")
        assert '<html lang="fr"' in page.text
        assert "<nav" not in page.text


async def test_each_page_leads_to_the_accessibility_statement_in_its_language(data: Path | str) -> None:
    contact = '<b>"access"@example.org'
    transport = EmbeddedTransport(create_app(data, accessibility_contact=contact))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        registration = (await http.post(REGISTRATIONS, json={})).json()
        accept = {"accept": "text/html"}
        for code in list_languages():
            page = await http.get(f"/t/{registration['token']}?lang={code}")
            assert f'href="/accessibility?lang={code}"' in page.text
            statement = await http.get(f"/accessibility?lang={code}", headers=accept)
            assert f'<html lang="{code}"' in statement.text
            assert f"<h1>{escape(Words(code)('page-access'))}</h1>" in statement.text
            assert "WCAG 2.2 AA" in statement.text
            assert str(escape(contact)) in statement.text
            assert contact not in statement.text
        assert (await http.get("/accessibility")).status_code == 404
    silent = EmbeddedTransport(create_app(data))
    await silent.start()
    async with httpx.AsyncClient(transport=silent, base_url="http://walkin", timeout=60) as http:
        assert "Tell the staff" in (await http.get("/accessibility?lang=en", headers=accept)).text


async def test_the_page_has_the_clock_of_the_office_s_region(data: Path | str) -> None:
    transport = EmbeddedTransport(create_app(data, languages=("en-US", "fr-CA")))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        token = (await http.post(REGISTRATIONS, json={})).json()["token"]
        english = (await http.get(f"/t/{token}", headers={"accept-language": "en-GB"})).text
        assert '<html lang="en-US"' in english
        assert len(re.findall(r"\b\d{1,2}:\d\d\s[AP]M\b", english)) == 2
        assert 'href="?lang=fr-CA" lang="fr-CA" hreflang="fr-CA">Français</a>' in english
        french = (await http.get(f"/t/{token}?lang=fr")).text
        assert '<html lang="fr-CA"' in french
        assert len(re.findall(r"\b\d\d\sh\s\d\d\b", french)) == 2


async def test_the_tickets_own_stream_follows_it_and_tells_nothing_personal(phone: httpx.AsyncClient) -> None:
    other_queue = (await phone.post("/api/2.3/queues", json={"name": "Other"})).json()
    earlier = (await phone.post(REGISTRATIONS, json={})).json()
    registration = (await phone.post(REGISTRATIONS, json={"client": {"lastName": "Secretname"}})).json()
    page_path, data_lines = f"/t/{registration['token']}", []
    pattern = re.compile('data-state="([0-9a-f]+)"')

    async def read_page_state() -> str:
        match = pattern.search((await phone.get(page_path)).text)
        assert match
        return match[1]

    async with phone.stream("GET", f"{page_path}/stream", timeout=30) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.aiter_lines()

        async def read_stream_state() -> str:
            async for line in lines:
                if line.startswith("data: "):
                    data_lines.append(line)
                    return json.loads(line[6:])["state"]
            raise AssertionError("the stream ended")

        async def wait_for_state(state: str) -> None:
            while await read_stream_state() != state:
                pass

        first_state = await read_page_state()
        await wait_for_state(first_state)
        await phone.delete(f"{REGISTRATIONS}/{earlier['id']}")
        second_state = await read_page_state()
        assert second_state != first_state
        await wait_for_state(second_state)
        await phone.put(f"{REGISTRATIONS}/{registration['id']}", json={"queue": {"id": other_queue["id"]}})
        await wait_for_state(await read_page_state())
        await phone.post(
            f"/api/2.3/queues/{other_queue['id']}/registrations/next", json={"counter": {"name": "Desk 3"}}
        )
        await wait_for_state(await read_page_state())
    assert "go to Desk 3" in (await phone.get(page_path)).text
    assert set(json.loads(data_lines[0][6:])) == {"state", "at"}
    assert "Secretname" not in "".join(data_lines)


async def test_pages_are_small_and_load_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    registration = (await http.post(REGISTRATIONS, json={})).json()
    for path in ("", "/cancel"):
        page = await http.get(f"/t/{registration['token']}{path}")
        assert len(page.content) < 50_000
        assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
        assert "noindex" in page.text
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
