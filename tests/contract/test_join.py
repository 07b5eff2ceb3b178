"""Taking a ticket with a phone: the same questions, rules and messages as in the API."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.helpers import HOSTILE_TEXTS
from tests.support.offices import get_files_folder, run_server
from walkin.api.app import create_app
from walkin.api.security.authentication import AccessPolicy
from walkin.client.embedded import EmbeddedTransport
from walkin.model.caller import LOCAL_CALLER, LOCAL_KIOSK, Role
from walkin.store.access import accounts

API = "/api/2.3/queues"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 100

FORM: list[dict[str, Any]] = [
    {"id": "name", "type": "name", "title": "Full name", "bind": "crm-name", "mandatory": True, "externalId": "who"},
    {"id": 'q"u', "type": "input", "title": "Reference", "valueFormat": {"maxLength": 5, "regexValue": "[A-Z]+"}},
    {"id": "story", "type": "textarea", "title": "Story"},
    {"id": "many", "type": "number", "title": "How many?"},
    {"id": "sum", "type": "price", "title": "Amount"},
    {"id": "mail", "type": "email", "title": "E-mail", "bind": "crm-email"},
    {"id": "tel", "type": "phone", "title": "Phone"},
    {"id": "web", "type": "website", "title": "Site"},
    {"id": "secret", "type": "password", "title": "Word"},
    {"id": "born", "type": "date", "title": "Born", "externalId": "born"},
    {"id": "when", "type": "date", "title": "When", "valueFormat": {"valueFormat": "dateTime"}},
    {
        "id": "kind",
        "type": "radio",
        "title": "Kind",
        "mandatory": True,
        "otherValue": True,
        "values": [{"id": "house", "name": "House"}, {"id": "barn", "name": "Barn"}],
    },
    {
        "id": "has",
        "type": "checkbox",
        "title": "Have you",
        "values": [{"id": "a", "name": "A plan"}, {"id": "b", "name": "A map"}],
    },
    {
        "id": "place",
        "type": "select",
        "title": "Place",
        "category": True,
        "values": [
            {"id": "n", "name": "North", "values": [{"id": "n1", "name": "Hill"}]},
            {"id": "s", "name": "South", "values": [{"id": "s1", "name": "Bay"}, {"id": "s2", "name": "Cape"}]},
        ],
    },
    {
        "id": "places",
        "type": "select",
        "title": "Places",
        "multiple": True,
        "values": [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}],
    },
    {"id": "rate", "type": "scalerating", "title": "Rate"},
    {
        "id": "home",
        "type": "address",
        "title": "Home",
        "subItem": [
            {"id": "street", "type": "input", "title": "Street", "mandatory": True},
            {"id": "country", "type": "input", "title": "Country", "bind": "crm-country"},
        ],
    },
    {"id": "photo", "type": "file", "title": "Photo", "mandatory": True},
    {"id": "hidden", "type": "input", "title": "Hidden", "visible": False, "value": "kept"},
]
GOOD = {
    "v:name": "O’Neill-Łódź",
    "v:q%22u": "ABC",
    "v:story": "one\r\ntwo",
    "v:many": "1,234.5",
    "v:sum": "€ 12.5",
    "v:mail": "ann@EXAMPLE.org",
    "v:tel": "020 7946 0018",
    "v:web": "www.example.com",
    "v:secret": "word",
    "day:born": "27",
    "month:born": "march",
    "year:born": "1985",
    "day:when": "1",
    "month:when": "2",
    "year:when": "2026",
    "time:when": "2.30 pm",
    "o:kind": "A boat",
    "v:has": ["b", "a"],
    "v:place": "s2",
    "v:places": ["y"],
    "v:rate": "4",
    "v:street": "1 High St",
    "v:country": "France",
}


class Controls(HTMLParser):
    """The values of a page's controls by name, its ids, and the ids that it links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.ids: set[str] = set()
        self.links: list[str] = []
        self._area = ""
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("id"):
            assert attributes["id"] not in self.ids
            self.ids.add(attributes["id"] or "")
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            self.links.append((attributes["href"] or "")[1:])
        name = attributes.get("name") or ""
        if tag == "input" and (attributes.get("type") not in ("radio", "checkbox") or "checked" in attributes):
            self.values.setdefault(name, []).append(attributes.get("value") or "")
        elif tag == "textarea":
            self._area = name
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in attributes:
            self.values.setdefault(self._select, []).append(attributes.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values.setdefault(self._area, []).append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


@pytest.fixture(params=["sqlite", "postgres", "remote"])
async def http(request: pytest.FixtureRequest, office_file: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the phone's pages, embedded on both engines and over TCP."""
    if request.param == "remote":
        with run_server(office_file) as server:
            async with httpx.AsyncClient(base_url=server.url) as client:
                yield client
        return
    if request.param == "postgres":
        with request.getfixturevalue("postgres_server").create_office() as url:
            async with open_phone(url) as client:
                yield client
        return
    async with open_phone(office_file) as client:
        yield client


def open_phone(data: Path | str, **members: Any) -> httpx.AsyncClient:
    return _Phone(transport=EmbeddedTransport(create_app(data, **members)), base_url="http://walkin")


class _Phone(httpx.AsyncClient):
    async def __aenter__(self) -> _Phone:
        await self._transport.start()  # type: ignore[attr-defined]
        await super().__aenter__()
        return self


async def add_queue(http: httpx.AsyncClient, form: list[dict[str, Any]] = FORM, **members: Any) -> str:
    body = {"name": "Permits", "timeZone": "Europe/London", "joinByPhone": True, "form": form, **members}
    response = await http.post(API, json=body)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


async def list_registrations(http: httpx.AsyncClient, queue_id: str) -> list[dict[str, Any]]:
    return (await http.get(f"{API}/{queue_id}/registrations")).json()["items"]


async def test_every_type_arrives_as_the_api_keeps_it(http: httpx.AsyncClient) -> None:
    queue_id = await add_queue(http)
    page = await http.get(f"/q/{queue_id}")
    assert page.status_code == 200
    assert len(page.content) < 50_000
    once = Controls(page.text).values["once"][0]
    files = {"v:photo": ("../plan.jpg", JPEG, "image/jpeg")}
    response = await http.post(f"/q/{queue_id}", data={"once": once, **GOOD}, files=files)
    assert response.status_code == 303, re.findall('class="problem".*', response.text)
    (registration,) = await list_registrations(http, queue_id)
    assert response.headers["location"] == f"/t/{registration['token']}"
    assert (await http.get(response.headers["location"])).status_code == 200
    answers = {item["id"]: item for item in registration["form"]}
    values = {key: item.get("value") for key, item in answers.items()}
    assert values["name"] == "O’Neill-Łódź"
    assert values['q"u'] == "ABC"
    assert values["story"] == "one\ntwo"
    assert (values["many"], values["sum"]) == ("1234.5", "12.50")
    assert (values["mail"], values["tel"]) == ("ann@example.org", "+442079460018")
    assert values["web"] == "https://www.example.com"
    assert (values["born"], values["when"]) == ("1985-03-27", "2026-02-01T14:30:00")
    assert [choice["value"] for choice in answers["kind"]["values"]] == ["A boat"]
    assert [choice["id"] for choice in answers["has"]["values"]] == ["a", "b"]
    assert [
        (category["id"], [choice["id"] for choice in category["values"]]) for category in answers["place"]["values"]
    ] == [("s", ["s2"])]
    assert [choice["id"] for choice in answers["places"]["values"]] == ["y"]
    assert (values["rate"], values["secret"], values["hidden"]) == ("4", "word", "kept")
    assert [part["value"] for part in answers["home"]["subItem"]] == ["1 High St", "France"]
    assert answers["photo"]["fileName"] == "plan.jpg"
    assert (await http.get(values["photo"])).content == JPEG
    assert registration["client"]["lastName"] == "O’Neill-Łódź"
    assert registration["language"] == "en"


WRONG: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"v:name": ""}, {"id": "name", "value": ""}),
    ({"v:q%22u": "TOO LONG"}, {"id": 'q"u', "value": "TOO LONG"}),
    ({"v:q%22u": "abc"}, {"id": 'q"u', "value": "abc"}),
    ({"v:many": "twelve"}, {"id": "many", "value": "twelve"}),
    ({"v:sum": "much"}, {"id": "sum", "value": "much"}),
    ({"v:mail": "nobody"}, {"id": "mail", "value": "nobody"}),
    ({"v:tel": "12"}, {"id": "tel", "value": "12"}),
    ({"v:web": "no site"}, {"id": "web", "value": "no site"}),
    ({"day:born": "31", "month:born": "2"}, {"id": "born", "value": "31/2/1985"}),
    ({"time:when": ""}, {"id": "when", "value": "2026-02-01"}),
    ({"o:kind": ""}, {"id": "kind", "values": []}),
    ({"o:kind": " ", "v:kind": "other"}, {"id": "kind", "values": [{"id": "other", "value": " "}]}),
    ({"v:kind": ["house", "barn"]}, {"id": "kind", "values": [{"id": "house"}, {"id": "barn"}]}),
    ({"v:has": "zzz"}, {"id": "has", "values": [{"id": "zzz"}]}),
    ({"v:rate": "9"}, {"id": "rate", "value": "9"}),
    ({"v:street": ""}, {"id": "home", "subItem": [{"id": "street", "value": ""}]}),
    ({"v:name": "n" * 200}, {"id": "name", "value": "n" * 200}),
]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_what_is_wrong_is_said_in_the_words_of_the_api(data: Path | str, language: str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http)
        base = {"once": "x" * 20, "b:photo": "1", **GOOD}
        for change, answer in WRONG:
            page = await http.post(f"/q/{queue_id}?lang={language}", data={**base, **change})
            assert page.status_code == 422, change
            api_response = await http.post(
                f"{API}/{queue_id}/registrations", json={"form": [answer]}, headers={"accept-language": language}
            )
            item_id = answer["id"] if "subItem" not in answer else answer["subItem"][0]["id"]
            (message,) = (
                field["message"] for field in api_response.json()["error"]["fields"] if field["id"] == item_id
            )
            (problem,) = re.findall('<p class="problem" id="e(q[0-9]+)">([^<]*)</p>', page.text)
            assert unescape(problem[1]) == message
            controls = Controls(page.text)
            # The summary links to the question, and all other answers are kept.
            assert len(controls.links) == 1
            assert controls.links[0] in controls.ids
            sent = {**GOOD, **change}
            for name in ("v:story", "v:mail", "v:q%22u", "v:many", "day:when", "v:street"):
                expected = str(sent[name]).replace("\r\n", "\n")
                assert "".join(controls.values.get(name, [""])) == expected, (name, change)
            assert controls.values["once"] == ["x" * 20]
            assert controls.values["v:place"] == ["s2"]
            assert controls.values["v:country"] == ["France"]
        assert await list_registrations(http, queue_id) == []


async def test_a_file_is_kept_only_of_a_form_that_is_complete(data: Path | str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http)
        files = {"v:photo": ("plan.jpg", JPEG, "image/jpeg")}
        page = await http.post(f"/q/{queue_id}", data={**GOOD, "once": "y" * 20, "v:name": ""}, files=files)
        assert page.status_code == 422
        assert "Add the file again" in page.text
        assert "base64" not in page.text
        assert list_contents(data) == []
        translated = await http.post(f"/q/{queue_id}", data={**GOOD, "once": "y" * 20, "lang": "fr"}, files=files)
        assert "Ajoutez à nouveau le fichier" in translated.text
        assert list_contents(data) == []
        again = await http.post(f"/q/{queue_id}", data={**GOOD, "once": "y" * 20}, files=files)
        assert again.status_code == 303
        assert len(list_contents(data)) == 1
        (registration,) = await list_registrations(http, queue_id)
        (photo,) = (item for item in registration["form"] if item["id"] == "photo")
        assert (await http.get(photo["value"])).content == JPEG
        program = {"v:photo": ("x.exe", b"MZ program", "image/png")}
        refused = await http.post(f"/q/{queue_id}", data={**GOOD, "once": "z" * 20}, files=program)
        assert refused.status_code == 422
        assert "The file has to be one of these: JPEG, PNG, WebP, PDF" in refused.text
        assert "base64" not in refused.text
        stolen = {"k:photo": "/files/2f1Kq0Vv3cJm8ZpXw7sLdA", "n:photo": "x.jpg"}
        refused_link = await http.post(f"/q/{queue_id}", data={**GOOD, "once": "w" * 20, **stolen})
        assert refused_link.status_code == 422
        assert "Add the file again" in refused_link.text


def list_contents(data: Path | str) -> list[Path]:
    return [path for path in get_files_folder(data).rglob("*") if path.is_file()]


async def test_one_form_gives_one_ticket_however_often_it_is_sent(http: httpx.AsyncClient) -> None:
    queue_id = await add_queue(http, [{"id": "name", "title": "Name"}])
    once = Controls((await http.get(f"/q/{queue_id}")).text).values["once"][0]
    other_once = Controls((await http.get(f"/q/{queue_id}")).text).values["once"][0]
    assert once != other_once
    responses = await asyncio.gather(
        *(http.post(f"/q/{queue_id}", data={"once": once, "v:name": f"Ann {n % 2}"}) for n in range(6))
    )
    assert {response.status_code for response in responses} == {303}
    assert len({response.headers["location"] for response in responses}) == 1
    assert len(await list_registrations(http, queue_id)) == 1
    await http.post(f"/q/{queue_id}", data={"once": other_once})
    assert len(await list_registrations(http, queue_id)) == 2


async def test_only_queues_that_are_open_to_phones_give_tickets(http: httpx.AsyncClient) -> None:
    queue_id = await add_queue(http, [])
    closed_queue_id = await add_queue(http, [], status="closed")
    for path in ("/q/1", "/q/999", "/q/x", "/q/%00", "/q/" + "9" * 40):
        for response in (await http.get(path), await http.post(path, data={})):
            assert response.status_code == 404
            assert "gives no tickets by phone" in response.text
    for response in (await http.get(f"/q/{closed_queue_id}"), await http.post(f"/q/{closed_queue_id}", data={})):
        assert response.status_code == 409
        assert "closed at the moment" in response.text
    assert (await http.post(f"/q/{queue_id}", data={})).status_code == 303
    await http.put(f"{API}/{queue_id}", json={"joinByPhone": False})
    assert (await http.get(f"/q/{queue_id}")).status_code == 404
    assert len(await list_registrations(http, queue_id)) == 1


BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_the_address_without_a_path_leads_to_the_services_for_phones(data: Path | str) -> None:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        nothing = await http.get("/", headers=BROWSER)
        assert (nothing.status_code, "Tickets are given at the entrance" in nothing.text) == (200, True)
        for text in HOSTILE_TEXTS:
            name = f"Permits {text.encode('utf-8', 'ignore').decode()}"
            body = {"name": name, "company": {"id": "1", "name": name[::-1]}, "joinByPhone": True}
            if (await http.put(f"{API}/1", json=body)).status_code == 422:
                continue
            queue = (await http.get(f"{API}/1")).json()
            for path in ("/", "/q", "/q/?lang=en"):
                page = await http.get(path, headers=BROWSER)
                assert page.status_code == 200
                shown = unescape(page.text)
                assert queue["name"] in shown
                assert queue["company"]["name"] in shown
                assert "<script" not in page.text
        assert 'href="/q/1?lang=fr"' in (await http.get("/?lang=fr", headers=BROWSER)).text
        assert (await http.get("/")).json()["error"]["reason"] == "notFound"
        assert 'class="office"' in (await http.get("/q/1", headers=BROWSER)).text
        await http.put(f"{API}/1", json={"status": "closed"})
        closed = await http.get("/q/1", headers=BROWSER)
        assert (closed.status_code, queue["company"]["name"] in unescape(closed.text)) == (409, True)


@pytest.mark.parametrize("path", ["/nothing", "/T/abc", "/q/1/2", "/t/a/b/c", "/index.html"])
async def test_a_wrong_link_is_a_page_for_browsers_and_json_for_programs(data: Path | str, path: str) -> None:
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        page = await http.get(path, headers=BROWSER | {"accept-language": "fr"})
        assert page.status_code == 404
        assert "Il n&#39;y a rien à cette adresse" in page.text
        assert 'href="/"' in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        for accept in ("*/*", "application/json"):
            answer = await http.get(path, headers={"accept": accept})
            assert (answer.status_code, answer.json()["error"]["reason"]) == (404, "notFound")
        api = await http.get("/api/2.3/nothing", headers=BROWSER)
        assert api.json()["error"]["reason"] == "notFound"


async def test_services_of_several_accounts_are_not_listed(data: Path | str) -> None:
    app = create_app(data)
    transport = EmbeddedTransport(app)
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        await http.put(f"{API}/1", json={"joinByPhone": True})
        name = (await http.get(f"{API}/1")).json()["name"]
        assert name in (await http.get("/", headers=BROWSER)).text
        await app.state.office.store.write(accounts.add, "Other", "other", 0)
        page = await http.get("/", headers=BROWSER)
        assert (page.status_code, name in page.text) == (200, False)


async def test_answers_come_along_in_the_address(data: Path | str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http)
        page = await http.get(f"/q/{queue_id}", params={"who": 'Ann "B" <i>', "born": "1985-03-27", "lang": "fr"})
        values = Controls(page.text).values
        assert values["v:name"] == ['Ann "B" <i>']
        assert (values["day:born"], values["month:born"], values["year:born"]) == (["27"], ["3"], ["1985"])
        assert '<html lang="fr"' in page.text


async def test_another_language_keeps_what_was_written(data: Path | str) -> None:
    async with open_phone(data) as http:
        texts = {"fr": {"name": "Permis", "form": {"name": {"title": "Nom complet"}}}}
        queue_id = await add_queue(http, i18n=texts)
        page = await http.get(f"/q/{queue_id}")
        assert '<button form="join" name="lang" value="fr" lang="fr">Français</button>' in page.text
        french = await http.post(f"/q/{queue_id}?lang=en", data={**GOOD, "once": "v" * 20, "lang": "fr"})
        assert french.status_code == 200
        assert "Nom complet" in french.text
        assert Controls(french.text).values["v:name"] == ["O’Neill-Łódź"]
        assert await list_registrations(http, queue_id) == []


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.long
async def test_hostile_texts_are_shown_letter_by_letter(office_file: Path, text: str) -> None:
    async with open_phone(office_file) as http:
        safe = text.encode("utf-8", "ignore").decode()
        queue_id = await add_queue(http, [{"id": "n", "title": "N", "mandatory": True}, {"id": "m", "type": "email"}])
        await http.put(f"{API}/{queue_id}", json={"name": safe or "x"})
        form = [
            {"id": "n", "title": safe, "externalId": "text"},
            {"id": "r", "type": "radio", "values": [{"id": safe or "i", "name": "x"}]},
        ]
        is_stored = (await http.put(f"{API}/{queue_id}", json={"form": form})).is_success
        # A form that is refused has no question that the parameter could fill: an unknown one is 400.
        prefilled = {"text": safe} if is_stored else {}
        for response in (
            await http.get(f"/q/{queue_id}", params={"lang": safe, **prefilled}),
            await http.post(f"/q/{queue_id}", data={"v:n": safe, "v:m": safe, "o:r": safe, "v:r": safe, "once": safe}),
        ):
            assert response.status_code in (200, 303, 422)
            assert "<BODY" not in response.text
            assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x9b]", re.sub('value="[^"]*"', "", response.text))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/json", b'{"v:name": "x"}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=x", b"\xff\xfe\x00"),
        ("application/x-www-form-urlencoded", b"%ff%fe=%00&v:name=%ff"),
        ("application/x-www-form-urlencoded; charset=nothing", b"v:name=a&v:name=b"),
        ("application/x-www-form-urlencoded", b"v:name=" + b"x" * (16 << 20)),
    ],
)
async def test_bodies_that_are_no_form_are_answered_in_words(data: Path | str, kind: str, content: bytes) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http)
        response = await http.post(f"/q/{queue_id}", content=content, headers={"content-type": kind})
        assert response.status_code in (400, 413, 422)
        assert response.headers["content-type"].startswith("text/html")
        assert await list_registrations(http, queue_id) == []


async def test_other_sites_cannot_send_the_form_and_one_address_not_too_often(data: Path | str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http, [])
    async with open_phone(data, access_policy=AccessPolicy(tickets_per_address=3)) as http:
        for headers in (
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site", "origin": "http://walkin"},
        ):
            refused = await http.post(f"/q/{queue_id}", data={}, headers=headers | {"accept": "text/html,*/*;q=0.8"})
            assert (refused.status_code, refused.headers["content-type"]) == (403, "text/html; charset=utf-8")
            assert "That did not work" in refused.text
        own_origin = {"origin": "http://walkin"}
        statuses = [(await http.post(f"/q/{queue_id}", data={}, headers=own_origin)).status_code for _ in range(4)]
        assert statuses == [303, 303, 303, 429]
        refused = await http.post(f"/q/{queue_id}", data={}, headers=own_origin)
        assert int(refused.headers["retry-after"]) > 0
        assert "Too many tickets" in refused.text


def get_code(queue: dict[str, Any]) -> str:
    assert re.fullmatch("[0-9]{4}", queue["joinCode"])
    return str(queue["joinCode"])


async def test_a_code_of_the_display_is_asked_and_changes(data: Path | str) -> None:
    clock = [1_795_939_200_000]
    display = replace(LOCAL_CALLER, role=Role.DISPLAY)
    async with (
        open_phone(data, clock=lambda: clock[0]) as http,
        open_phone(data, clock=lambda: clock[0], local_caller=display) as screen,
        open_phone(data, clock=lambda: clock[0], local_caller=LOCAL_KIOSK) as entrance,
    ):
        queue_id = await add_queue(http, [{"id": "name", "title": "Name", "mandatory": True}], joinCodeMinutes=10)
        assert "joinCode" not in (await entrance.get(f"{API}/{queue_id}")).json()

        async def read_code() -> str:
            return get_code((await screen.get(f"{API}/{queue_id}")).json())

        async def send(code: str | None, **fields: str) -> httpx.Response:
            body = {"v:name": "Ann", **fields} | ({} if code is None else {"code": code})
            return await http.post(f"/q/{queue_id}", data=body)

        page = await http.get(f"/q/{queue_id}")
        assert "Code of the waiting room" in page.text
        shown = await read_code()
        assert shown not in re.sub("<[^>]*>", "", page.text)
        wrong = f"{(int(shown) + 1) % 10_000:04d}"
        for code in (None, "", " ", wrong, shown[:3], f"{shown}0", "x", "\u00b2" * 4):
            refused = await send(code)
            assert refused.status_code == 422, code
            expected = "This code is wrong or out of date" if code and code.strip() else "Enter the code"
            assert f'<a href="#code">Code of the waiting room: {expected}' in refused.text
            assert Controls(refused.text).values["v:name"] == ["Ann"]
        # A problem of the form keeps the code, and both are said.
        both = await send(wrong, **{"v:name": ""})
        assert both.text.count('class="problem"') == 2
        assert Controls((await send(shown, **{"v:name": ""})).text).values["code"] == [shown]
        assert Controls((await send(shown, lang="fr")).text).values["code"] == [shown]
        assert await list_registrations(http, queue_id) == []
        arabic = "".join(chr(0x660 + int(digit)) for digit in shown)
        for code in (shown, f" {shown[:2]} {shown[2:]} ", arabic):
            assert (await send(code)).status_code == 303, code
        clock[0] += 600_000
        renewed = await read_code()
        assert (await send(shown)).status_code == 303, "the one before: the form took a while"
        clock[0] += 600_000
        assert (await send(shown)).status_code == (303 if shown in (renewed, await read_code()) else 422)
        await http.put(f"{API}/{queue_id}", json={"joinCodeMinutes": 0})
        assert (await send(None)).status_code == 303
        assert "Code of the waiting room" not in (await http.get(f"/q/{queue_id}")).text


async def test_who_tries_codes_is_stopped(data: Path | str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http, [], joinCodeMinutes=10)
    async with open_phone(data, access_policy=AccessPolicy(tickets_per_address=20)) as http:
        statuses = [(await http.post(f"/q/{queue_id}", data={"code": f"{n:04d}"})).status_code for n in range(7)]
        assert statuses[0] in (422, 303)
        assert statuses[-1] == 429


async def test_tickets_of_a_phone_and_an_address_are_counted_at_all_servers(data: Path | str) -> None:
    clock = [1_795_939_200_000]
    policy = AccessPolicy(tickets_per_address=12, open_tickets_per_address=6, open_tickets_per_phone=2)
    async with open_phone(data, clock=lambda: clock[0]) as office, contextlib.AsyncExitStack() as stack:
        queue_id = await add_queue(office, [])
        other_id = await add_queue(office, [], name="Other")
        servers = [
            await stack.enter_async_context(open_phone(data, clock=lambda: clock[0], access_policy=policy))
            for _ in range(2)
        ]
        taken = 0

        async def take(server: int, *, cookie: str | None = None, queue: str = queue_id) -> int:
            nonlocal taken
            http = servers[server]
            http.cookies.clear()
            headers = {} if cookie is None else {"cookie": f"walkin-phone={cookie}"}
            response = await http.post(f"/q/{queue}", headers=headers, data={"once": secrets.token_urlsafe(16)})
            taken += response.status_code == 303
            if response.status_code == 429:
                assert response.headers["content-type"].startswith("text/html")
            return response.status_code

        # A phone gets a cookie with the form, and has two open tickets whatever server and queue it asks.
        page = await servers[0].get(f"/q/{queue_id}")
        attributes = page.headers["set-cookie"].lower()
        assert "httponly" in attributes
        assert "samesite=lax" in attributes
        assert [await take(0, cookie="a"), await take(1, cookie="a", queue=other_id)] == [303, 303]
        assert [await take(0, cookie="a"), await take(1, cookie="a")] == [429, 429]
        assert await take(1, cookie="b") == 303
        # Without cookies the address counts.
        assert [await take(n % 2) for n in range(4)] == [303, 303, 303, 429]
        # One that is over makes room.
        (first, *_) = await list_registrations(office, queue_id)
        await office.put(f"{API}/{queue_id}/registrations/{first['id']}", json={"status": "finished"})
        assert [await take(0, cookie="a"), await take(1, cookie="a")] == [303, 429]
        # Tickets of a minute are counted for both, also those that are over.
        for queue in (queue_id, other_id):
            for registration in await list_registrations(office, queue):
                await office.put(f"{API}/{queue}/registrations/{registration['id']}", json={"status": "noShow"})
        while taken < 12:
            assert await take(taken % 2) == 303
            for registration in await list_registrations(office, queue_id):
                await office.put(f"{API}/{queue_id}/registrations/{registration['id']}", json={"status": "noShow"})
        assert [await take(0), await take(1)] == [429, 429]
        clock[0] += 60_000
        assert [await take(0, cookie="c")] == [303]


DEFAULTS = [
    {"id": "name", "title": "Name", "bind": "crm-last-name", "mandatory": True},
    {"id": "count", "type": "number", "title": "How many?", "mandatory": True, "value": "1"},
    {"id": "kind", "type": "radio", "title": "Kind", "values": [{"id": "a", "name": "A"}, {"id": "b"}], "value": "b"},
    {
        "id": "has",
        "type": "checkbox",
        "title": "Has",
        "values": [{"id": key} for key in "xyz"],
        "value": "x,z",
    },
]


async def test_defaults_are_shown_and_sent_and_can_be_changed(http: httpx.AsyncClient) -> None:
    queue = await add_queue(http, DEFAULTS)
    page = Controls((await http.get(f"/q/{queue}")).text).values
    assert {name: page[name] for name in ("v:count", "v:kind", "v:has")} == {
        "v:count": ["1"],
        "v:kind": ["b"],
        "v:has": ["x", "z"],
    }
    path = f"/api/2.3/queues/{queue}/registrations"
    # A client of the bare contract sends what it knows; one that clears a default sends an empty answer.
    sent = [{"id": "name", "value": "Lee"}, {"id": "kind", "values": []}, {"id": "has", "values": [{"id": "y"}]}]
    registered = (await http.post(path, json={"form": sent})).json()
    items = {item["id"]: item for item in registered["form"]}
    assert items["count"]["value"] == "1"
    assert "values" not in items["kind"]
    assert [value["id"] for value in items["has"]["values"]] == ["y"]
    posted = await http.post(f"/q/{queue}", data={"once": "d" * 20, "v:name": "Lee", "v:count": ""})
    assert posted.status_code == 422
    await http.post(f"/q/{queue}", data={"once": "e" * 20, "v:name": "Lee", "v:count": "2"})
    newest = max((await http.get(path)).json()["items"], key=lambda item: int(item["id"]))
    items = {item["id"]: item for item in newest["form"]}
    assert items["count"]["value"] == "2"
    assert "values" not in items["kind"]
    assert "values" not in items["has"]
