"""Taking a ticket with a phone: the same questions, rules and messages as in the API."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
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
        assert "The file has to be a photo" in refused.text
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
