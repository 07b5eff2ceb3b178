"""Forms with conditions, limits, sections and repeats on the phone, without a script: page by page."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.test_join import JPEG, Controls, add_queue, list_registrations, open_phone
from tests.support.helpers import HOSTILE_TEXTS
from walkin.api.web.form_pages import split_pages
from walkin.model.form.definition import FormItem
from walkin.model.form.markdown import render_html
from walkin.store.uploads import FileLimits

YES_NO = [{"id": "yes", "name": "Yes"}, {"id": "no", "name": "No"}]
VISIT: list[dict[str, Any]] = [
    {"id": "name", "title": "Name", "mandatory": True, "section": "You", "externalId": "who"},
    {"id": "ill", "type": "radio", "title": "Are you ill?", "values": YES_NO, "mandatory": True, "section": "You"},
    {
        "id": "since",
        "type": "number",
        "title": "For how many days?",
        "mandatory": True,
        "section": "Illness",
        "visibleIf": {"id": "ill", "in": ["yes"]},
        "valueFormat": {"min": 1, "max": 30, "integer": True, "unit": "days"},
    },
    {
        "id": "doctor",
        "title": "Who treats you?",
        "mandatory": True,
        "section": "Illness",
        "visibleIf": {"id": "since", "gt": 7},
    },
    {
        "id": "children",
        "title": "Who comes along?",
        "section": "Family",
        "repeat": {"min": 0, "max": 2, "title": "Child"},
        "subItem": [
            {"id": "first", "title": "First name", "mandatory": True},
            {"id": "school", "type": "checkbox", "title": "Goes to", "values": [{"id": "s", "name": "School"}]},
            {"id": "class", "title": "Class", "mandatory": True, "visibleIf": {"id": "school", "in": ["s"]}},
        ],
    },
    {"id": "house", "type": "text", "title": "House rules", "help": "**Please** read [them](https://example.org/r)."},
    {"id": "agreed", "type": "consent", "title": "Data", "help": "We keep it a *year*."},
]


class Phone:
    """A browser without JavaScript: posts the fields of the page, with changes."""

    def __init__(self, http: httpx.AsyncClient, queue_id: str) -> None:
        self.http = http
        self.address = f"/q/{queue_id}"
        self.text = ""
        self.status = 0
        self.location = ""

    async def open(self, **parameters: str) -> None:
        self._keep(await self.http.get(self.address, params=parameters))

    async def send(self, go: str = "", files: Any = None, **changes: Any) -> None:
        """Post the form with changed answers by id. ``go``: the button ``name=value``, by default the first."""
        data: dict[str, Any] = {name: values for name, values in self.values.items() if name}
        data |= {name if ":" in name or name == "page" else f"v:{name}": value for name, value in changes.items()}
        (default,) = re.findall('<button class="first" form="join" name="go" value="(.*?)"', self.text)
        name, _, value = (go or f"go={default}").partition("=")
        self._keep(await self.http.post(self.address, data={**data, name: value}, files=files))

    def _keep(self, response: httpx.Response) -> None:
        self.text, self.status = response.text, response.status_code
        self.location = response.headers.get("location", "")

    @property
    def values(self) -> dict[str, list[str]]:
        return Controls(self.text).values

    @property
    def asked(self) -> list[str]:
        """The keys of the questions on the page."""
        return [unescape(key) for key in re.findall(r'data-key="([^/"][^"]*)" data-shape', self.text)]

    @property
    def problems(self) -> list[str]:
        return [unescape(text) for text in re.findall(r'<p class="problem" id="[^"]*">(.*?)</p>', self.text)]


def read_answers(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The answers of a filled form by id."""
    return {
        item["id"]: read_answers(item["subItem"])
        if item.get("subItem")
        else [value["id"] for value in item["values"]]
        if item.get("values")
        else item.get("value")
        for item in items
    }


async def test_a_visitor_answers_page_by_page_what_concerns_them(data: Path | str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http, VISIT)
        phone = Phone(http, queue_id)
        await phone.open(who="Ann")
        assert phone.asked == ["name", "ill"]
        assert phone.values["v:name"] == ["Ann"]
        await phone.send()
        assert (phone.status, phone.problems) == (422, ["“Are you ill?”: select one option"])
        await phone.send(ill="yes")
        assert phone.asked == ["since"]
        assert '<h2 class="part" data-key="/since">Illness</h2>' in phone.text
        assert 'inputmode="numeric" type="number" min="1" max="30"' in phone.text
        assert "From 1 to 30 days" in phone.text.replace("\u00a0", " ")
        await phone.send(since="31")
        assert [text.replace("\u00a0", " ") for text in phone.problems] == [
            "“For how many days?”: enter 30 days or less"
        ]
        await phone.send(since="8")
        assert phone.asked == ["doctor"]
        await phone.send(doctor="Dr. <b>")
        assert phone.asked == ["children"]
        assert "Add: Child" in phone.text
        assert "v:children" not in phone.values
        await phone.send("add=children")
        await phone.send("add=children", **{"v:children/1/first": "Bo"})
        assert "Child 2" in phone.text
        assert "Add another" not in phone.text
        await phone.send("remove=children/1", **{"v:children/2/first": "Cy"})
        assert phone.asked[:2] == ["children", "children/2"]
        # A question that its answer leads to is asked on the same page.
        await phone.send(**{"v:children/2/school": "s"})
        assert "There are more questions" in phone.text
        await phone.send(**{"v:children/2/class": "4b"})
        assert phone.asked == ["house", "agreed"]
        assert '<strong>Please</strong> read <a href="https://example.org/r"' in phone.text
        await phone.send("go=back")
        assert phone.values["v:children/2/class"] == ["4b"]
        await phone.send()
        await phone.send()
        assert phone.status == 422
        await phone.send(agreed="true")
        assert phone.location.startswith("/t/")
        (registration,) = await list_registrations(http, queue_id)
        answers = read_answers(registration["form"])
        assert answers == {
            "name": "Ann",
            "ill": ["yes"],
            "since": "8",
            "doctor": "Dr. <b>",
            "children": {"2": {"first": "Cy", "school": ["s"], "class": "4b"}},
            "agreed": "true",
        }
        (agreed,) = (item for item in registration["form"] if item["id"] == "agreed")
        assert agreed["consent"]["wording"] == "We keep it a *year*."


async def test_hidden_answers_are_kept_while_going_back_and_not_sent(data: Path | str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http, VISIT)
        phone = Phone(http, queue_id)
        await phone.open()
        await phone.send(name="Lee", ill="yes")
        await phone.send(since="9")
        await phone.send("go=back", doctor="Dr. No")
        await phone.send("go=back")
        assert phone.asked == ["name", "ill"]
        await phone.send(ill="no")
        assert phone.asked == ["children"]
        await phone.send("go=back")
        await phone.send(ill="yes")
        assert phone.values["v:since"] == ["9"]
        await phone.send()
        assert phone.values["v:doctor"] == ["Dr. No"]
        await phone.send("go=back")
        await phone.send("go=back")
        await phone.send(ill="no")
        await phone.send()
        await phone.send(agreed="true")
        assert phone.location
        (registration,) = await list_registrations(http, queue_id)
        assert read_answers(registration["form"]).keys() == {"name", "ill", "children", "agreed"}


@pytest.mark.parametrize("kept", ["", "x", "[1]", '[{"id":"ill","values":[{"id":"maybe"}]}]', "[" * 5_000, '{"a":1}'])
async def test_answers_that_were_tampered_with_give_no_wrong_ticket(data: Path | str, kept: str) -> None:
    async with open_phone(data) as http:
        queue_id = await add_queue(http, VISIT)
        page = await http.post(
            f"/q/{queue_id}",
            data={"once": "t" * 20, "page": "4", "kept": kept, "shown": "agreed", "v:agreed": "true", "go": "take"},
        )
        assert page.status_code in (200, 422)
        assert await list_registrations(http, queue_id) == []


async def test_a_script_asks_for_the_questions_of_all_pages_at_once(data: Path | str) -> None:
    """The script posts ``page=all``, and ``go=update`` after each change."""
    async with open_phone(data) as http:
        phone = Phone(http, await add_queue(http, VISIT))
        await phone.open()
        await phone.send("go=update", page="all", name="Bo", ill="yes")
        assert phone.asked == ["name", "ill", "since", "children", "house", "agreed"]
        assert phone.problems == []
        await phone.send("go=update", since="8")
        assert "doctor" in phone.asked
        assert "Take my ticket" in phone.text
        await phone.send("go=update", doctor="Dr. No", ill="no")
        assert "doctor" not in phone.asked
        await phone.send("go=update", ill="yes")
        assert (phone.values["v:since"], phone.values["v:doctor"]) == (["8"], ["Dr. No"])


async def test_every_control_has_its_form(data: Path | str) -> None:
    places = [{"id": f"p{i}", "name": f"Place {i}", "otherNames": [f"Örtchen {i}"]} for i in range(252)]
    form: list[dict[str, Any]] = [
        {"id": "time", "type": "time", "title": "Time", "valueFormat": {"min": "08:00", "max": "18:00"}},
        {"id": "month", "type": "month", "title": "Month"},
        {"id": "weight", "type": "number", "title": "Weight", "valueFormat": {"min": 0.5, "unit": "kg"}},
        {"id": "born", "type": "date", "title": "Born", "valueFormat": {"max": "-18y"}},
        {"id": "land", "type": "select", "title": "Country", "valuesFrom": "countries"},
        {"id": "speak", "type": "select", "title": "Languages", "multiple": True, "valuesFrom": "languages"},
        {"id": "places", "type": "select", "title": "Places", "multiple": True, "values": places, "value": "p3,p5"},
        {
            "id": "diet",
            "type": "checkbox",
            "title": "Diet",
            "values": [{"id": "a", "name": "Vegan"}, {"id": "z", "name": "None of these", "exclusive": True}],
        },
        {
            "id": "nps",
            "type": "scalerating",
            "title": "Recommend",
            "minLabel": "Never",
            "maxLabel": "Surely",
            "values": [{"id": str(step)} for step in range(11)],
        },
        {
            "id": "grade",
            "type": "scalerating",
            "title": "Grade",
            "minLabel": "Poor",
            "maxLabel": "Great",
            "values": [{"id": step, "value": str(value)} for step, value in (("a", 2), ("b", 1), ("c", -1))],
        },
        {"id": "sign", "type": "file", "title": "Signature", "capture": "signature"},
        {"id": "photo", "type": "file", "title": "Photo", "capture": "photo"},
        {"id": "papers", "type": "file", "title": "Papers", "multiple": True},
    ]
    async with open_phone(data) as http:
        queue_id = await add_queue(http, form)
        phone = Phone(http, queue_id)
        await phone.open(lang="fr")
        for part in (
            'name="v:time" value="" type="time" min="08:00" max="18:00"',
            'name="v:month" value="" type="month"',
            "<span id=",
            ">kg</span>",
            ">Allemagne</option>",
            ">allemand</span>",
            "Choisir parmi 252 options",
            "Choix\u00a0: Place 3, Place 5",
            'data-find="p7 Örtchen 7 ortchen ortchen7 place7"',
            'value="z" data-alone>',
            "0 · Never",
            "10 · Surely",
            "2 · Great",
            "-1 · Poor",
            '<canvas width="600"',
            'capture="environment"',
            " multiple aria-describedby",
        ):
            assert part in phone.text, part
        # Nothing travels in hidden fields of a form whose questions do not change.
        assert 'name="kept"' not in phone.text
        await phone.send(diet=["a", "z"])
        (problem,) = phone.problems
        assert "None of these" in problem
        files = [("v:papers", (f"{name}.jpg", JPEG, "image/jpeg")) for name in "ab"]
        await phone.send(files=files, diet="a", time="9.30", month="3/2026", weight="60", nps="10", land="DE")
        assert phone.location, phone.problems
        (registration,) = await list_registrations(http, queue_id)
        items = {item["id"]: item for item in registration["form"]}
        assert [file["fileName"] for file in items["papers"]["subItem"]] == ["a.jpg", "b.jpg"]
        assert [value["id"] for value in items["places"]["values"]] == ["p3", "p5"]
        assert (items["time"]["value"], items["month"]["value"], items["nps"]["value"]) == ("09:30", "2026-03", "10")


async def test_files_come_on_the_last_page(data: Path | str) -> None:
    form = [{"id": "plan", "type": "file", "title": "Plan", "mandatory": True}, *VISIT[:3]]
    async with open_phone(data) as http:
        queue_id = await add_queue(http, form)
        phone = Phone(http, queue_id)
        await phone.open()
        assert "plan" not in phone.asked
        await phone.send(name="Lee", ill="no")
        assert phone.asked == ["plan"]
        await phone.send()
        assert phone.status == 422
        await phone.send(files={"v:plan": ("plan.jpg", JPEG, "image/jpeg")})
        assert phone.location
        (registration,) = await list_registrations(http, queue_id)
        assert {"plan", "name", "ill"} == {item["id"] for item in registration["form"]}


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_markdown_is_safe_html(text: str) -> None:
    for written in (text, f"**{text}**", f"[{text}](https://example.org/{text})", f"- {text}", f"[x]({text})"):
        html = render_html(written.encode("utf-8", "ignore").decode())
        assert set(re.findall(r"</?([^\s>]*)", html)) <= {"p", "br", "br/", "strong", "em", "ul", "ol", "li", "a"}
        assert not re.search(r'href="(?!https?:|mailto:|tel:)', html)


def test_links_to_scripts_stay_text() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "//evil.example", "/q/1", " vbscript:x"):
        assert "<a" not in render_html(f"[x]({address})")
    assert 'rel="noopener noreferrer"' in render_html("<https://example.org>")


async def test_hostile_titles_and_options_are_shown_letter_by_letter(data: Path | str) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    form = [
        {
            "id": "a",
            "title": bad,
            "section": bad,
            "repeat": {"min": 1, "title": bad},
            "subItem": [{"id": "n.m/1", "type": "number", "title": bad, "valueFormat": {"unit": bad}}],
        },
        {"id": "t", "type": "text", "title": bad, "help": bad},
        {"id": "c", "type": "consent", "title": bad, "help": bad},
        {"id": "r", "type": "star", "title": bad, "minLabel": bad, "maxLabel": bad},
        {
            "id": "m",
            "type": "checkbox",
            "title": bad,
            "values": [{"id": f"{bad}{i}", "name": bad + str(i), "otherNames": [bad]} for i in range(12)],
        },
    ]
    async with open_phone(data) as http:
        phone = Phone(http, await add_queue(http, form))
        await phone.open()
        assert "<img" not in phone.text
        await phone.send("add=a", **{"v:a/1/n.m%2F1": bad, "m": [f"{bad}3"]})
        assert "<img" not in phone.text
        assert phone.values["v:a/1/n.m%2F1"] == [bad]
        assert phone.values["v:m"] == [f"{bad}3"]
        await phone.send()
        assert phone.status == 422
        assert "<img" not in phone.text


def test_a_page_never_has_a_question_beside_the_one_that_it_depends_on() -> None:
    pages = split_pages([FormItem.model_validate(item) for item in VISIT])
    assert pages == [["name", "ill"], ["since"], ["doctor"], ["children"], ["house", "agreed"]]


async def test_the_tickets_page_adds_files_to_those_that_were_sent(data: Path | str) -> None:
    form = [
        {"id": "papers", "type": "file", "title": "Papers", "multiple": True, "repeat": {"max": 3}, "mandatory": True},
        {"id": "sign", "type": "file", "title": "Signature", "capture": "signature"},
        {"id": "minor", "type": "file", "title": "Photo", "visibleIf": {"id": "born", "gt": "-18y"}},
        {"id": "born", "type": "date", "title": "Born"},
    ]
    async with open_phone(data) as http:
        queue_id = await add_queue(http, form)
        sent = {"form": [{"id": "papers", "deferred": True}, {"id": "born", "value": "1980-01-01"}]}
        token = (await http.post(f"/api/2.3/queues/{queue_id}/registrations", json=sent)).json()["token"]
        page = (await http.get(f"/t/{token}")).text
        assert "Photo" not in page
        assert "<canvas" in page
        assert " multiple required" in page

        def list_files(*names: str) -> list[Any]:
            return [("file", (name, JPEG + name.encode(), "image/jpeg")) for name in names]

        await http.post(f"/t/{token}/files/papers", files=list_files("a.jpg", "b.jpg"))
        await http.post(f"/t/{token}/files/papers", files=list_files("c.jpg"))
        page = (await http.get(f"/t/{token}")).text
        assert "a.jpg, b.jpg, c.jpg" in page
        refused = await http.post(f"/t/{token}/files/papers", files=list_files("d.jpg"))
        assert refused.status_code == 422
        assert '<p class="problem"' in refused.text
        (registration,) = await list_registrations(http, queue_id)
        (papers,) = (item for item in registration["form"] if item["id"] == "papers")
        contents = [(await http.get(file["value"])).content for file in papers["subItem"]]
        assert contents == [JPEG + name for name in (b"a.jpg", b"b.jpg", b"c.jpg")]


async def test_the_tickets_page_asks_for_files_within_groups_and_entries(data: Path | str) -> None:
    card: dict[str, Any] = {"id": "card/1", "type": "file", "title": "Card", "mandatory": True}
    photos: dict[str, Any] = {"id": "photos", "type": "file", "title": "Photos", "multiple": True}
    form = [
        {"id": "papers", "title": "Papers", "subItem": [card, {"id": "note", "title": "Note"}]},
        {
            "id": "children",
            "title": "Children",
            "repeat": {"min": 0, "max": 3, "title": "Child"},
            "subItem": [
                {"id": "name", "title": "Name"},
                photos,
                {**card, "id": "pass", "visibleIf": {"id": "name", "in": ["Bo"]}},
            ],
        },
    ]
    async with open_phone(data) as http:
        queue_id = await add_queue(http, form)
        await http.put(
            f"/api/2.3/queues/{queue_id}", json={"i18n": {"fr": {"form": {"children": {"repeat": "Enfant"}}}}}
        )
        phone = Phone(http, queue_id)
        await phone.open()
        await phone.send("add=children")
        await phone.send("add=children", **{"v:children/1/name": "Ann"})
        await phone.send(**{"v:children/2/name": "Bo"})
        await phone.send(**{"b:children/2/pass": "1"})
        await phone.send(note="n", **{"b:card%2F1": "1"})
        assert phone.location, phone.problems
        titles = re.findall(r'<h2 id="q\d">(.*?)</h2>', (await http.get(f"{phone.location}?lang=fr")).text)
        assert titles == ["Card", "Enfant 1 · Photos", "Enfant 2 · Photos", "Enfant 2 · Card"]
        page = await http.get(phone.location)
        addresses = re.findall(r'action="(/t/.*?)"', page.text)
        assert "http-equiv" not in page.text
        for name, address in zip("abcd", addresses, strict=True):
            refused = await http.post(address, files={"file": ("x.exe", b"MZ program", "image/png")})
            assert refused.text.count('class="problem"') == 1
            sent = await http.post(address, files={"file": (f"{name}.jpg", JPEG + name.encode(), "image/jpeg")})
            assert sent.status_code == 303, sent.text
        assert re.findall(r"(\w).jpg", (await http.get(phone.location)).text) == list("abcd")
        (registration,) = await list_registrations(http, queue_id)
        papers, children = registration["form"]
        assert [part.get("fileName") or part["value"] for part in papers["subItem"]] == ["a.jpg", "n"]
        names = [[file["fileName"] for file in entry["subItem"][1]["subItem"]] for entry in children["subItem"]]
        assert names == [["b.jpg"], ["c.jpg"]]
        assert (await http.get(children["subItem"][1]["subItem"][2]["value"])).content == JPEG + b"d"


async def test_files_that_are_sent_at_the_same_time_are_all_kept(data: Path | str) -> None:
    form = [{"id": f"file{place}", "type": "file", "title": f"File {place}"} for place in range(4)]
    form.append({"id": "papers", "type": "file", "title": "Papers", "multiple": True})
    async with open_phone(data) as http:
        queue_id = await add_queue(http, form)
        token = (await http.post(f"/api/2.3/queues/{queue_id}/registrations", json={"form": []})).json()["token"]

        async def send(item: str, name: str) -> int:
            file = {"file": (name, JPEG + name.encode(), "image/jpeg")}
            return (await http.post(f"/t/{token}/files/{item}", files=file)).status_code

        sent = {f"{name}.jpg": item["id"] for name, item in zip("abcd", form, strict=False)}
        sent |= dict.fromkeys(("e.jpg", "f.jpg"), "papers")
        assert await asyncio.gather(*(send(item, name) for name, item in sent.items())) == [303] * 6
        page = (await http.get(f"/t/{token}")).text
        assert sorted(set(re.findall(r"\w\.jpg", page))) == sorted(sent)


async def test_the_styles_know_no_left_and_right(data: Path | str) -> None:
    """So that they fit a language that is written from right to left."""
    async with open_phone(data) as http:
        phone = Phone(http, await add_queue(http, VISIT))
        await phone.open()
        style = phone.text.partition("<style")[2].partition("</style>")[0]
        assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", style)


async def test_files_that_are_too_large_together_are_named_by_their_question(data: Path | str) -> None:
    form = [
        {"id": "papers", "type": "file", "title": "Papers", "multiple": True},
        {"id": "all", "title": "All", "repeat": {"min": 1}, "subItem": [{"id": "card", "type": "file"}]},
    ]
    async with open_phone(data, file_limits=FileLimits(registration=1 << 20)) as http:
        phone = Phone(http, await add_queue(http, form))
        await phone.open()
        large = JPEG + bytes(400_000)
        files = [(name, ("a.jpg", large, "image/jpeg")) for name in ("v:papers", "v:papers", "v:all/1/card")]
        await phone.send(files=files)
        assert phone.status == 422
        assert phone.problems == ["The file has to be 1 MB or smaller"] * 2
