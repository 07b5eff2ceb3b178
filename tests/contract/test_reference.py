"""The reference of the API line by line, on both versions: member, operation, what is sent, what comes back.

One office serves all cases; each makes its own registrations. The words of a case are its id.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.access import build_auth_headers, create_key
from tests.support.offices import run_server
from walkin.model.caller import Role

ANN = {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}
WRITABLE = ("registered", "inProgress", "finished", "noShow")
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
OPTIONS = [{"id": "a", "name": "Apple", "value": "va"}, {"id": "b", "name": "Bread", "value": "vb"}]
CATEGORIES = [
    {"id": "c1", "name": "Cards", "values": [{"id": "lost", "name": "Lost", "value": "l"}]},
    {"id": "c2", "name": "Papers", "values": [{"id": "new", "name": "New", "value": "n"}]},
]
FORM = [
    {
        "id": "name",
        "type": "input",
        "title": "Last name",
        "bind": "crm-last-name",
        "bindGroup": "crm-name",
        "externalId": "who",
        "help": "As in your passport",
        "placeholder": "Bee",
    },
    {"id": "hidden", "type": "input", "title": "Source", "visible": False, "value": "web"},
    {"id": "radio", "type": "radio", "title": "One", "values": OPTIONS, "otherValue": True},
    {"id": "checkbox", "type": "checkbox", "title": "Some", "values": OPTIONS},
    {"id": "select", "type": "select", "title": "Topic", "multiple": True, "category": True, "values": CATEGORIES},
    {"id": "file", "type": "file", "title": "Proof"},
    {"id": "date", "type": "date", "title": "Born"},
    {"id": "code", "type": "input", "title": "Code", "valueFormat": {"minLength": 2, "maxLength": 4}},
    {"id": "plate", "type": "input", "title": "Plate", "valueFormat": {"regexType": "custom", "regexValue": "[A-Z]+"}},
    {"id": "count", "type": "input", "title": "Count", "valueFormat": {"valueFormat": "number"}},
    {
        "id": "whole",
        "type": "name",
        "title": "Guest",
        "subItem": [
            {"id": "first", "type": "input", "title": "First"},
            {"id": "last", "type": "input", "title": "Last"},
        ],
    },
]


@dataclass(frozen=True)
class Api:
    """One version of the API, as an integrator uses it, and a queue with every kind of question."""

    http: httpx.Client
    version: str
    form_queue: str
    plain_queue: str
    other_queue: str

    def send(self, method: str, path: str, body: Any = None, status: int = 200, **options: Any) -> Any:
        """Send a request and return the body; ``status`` is that of 2.3, where 2.0 has 200 for every success."""
        response = self.http.request(method, f"/api/{self.version}{path}", json=body, **options)
        expected = 200 if self.version == "2.0" and status < 300 else status
        assert response.status_code == expected, response.text
        return response.json() if response.content else None

    def insert(self, queue: str | None = None, /, **members: Any) -> dict[str, Any]:
        return self.send("POST", f"/queues/{queue or self.plain_queue}/registrations", members, 201)

    def update(
        self, registration: dict[str, Any], expected: int = 200, query: str = "", /, **members: Any
    ) -> dict[str, Any]:
        path = f"/queues/{registration['queue']['id']}/registrations/{registration['id']}{query}"
        return self.send("PUT", path, members, expected)

    def get(self, registration: dict[str, Any], queue: str | None = None) -> dict[str, Any]:
        return self.send("GET", f"/queues/{queue or registration['queue']['id']}/registrations/{registration['id']}")

    def list(self, query: str = "", queue: str | None = None) -> list[dict[str, Any]]:
        return self.send("GET", f"/queues/{queue or self.plain_queue}/registrations{query}")["items"]

    def add_queue(self) -> str:
        return self.send("POST", "/queues", {"name": "Another"}, 201)["id"]

    def spell(self, status: str) -> str:
        """The status as this version spells it."""
        return "onGoing" if status == "inProgress" and self.version == "2.0" else status

    def answer(self, **answer: Any) -> dict[str, Any]:
        """Send one answer, and return the item that comes back."""
        registration = self.get(self.insert(self.form_queue, form=[answer]))
        return next(item for item in registration["form"] if item["id"] == answer["id"])

    def refuse_answer(self, **answer: Any) -> str:
        """Send one answer that is refused, and return the id of the field that is named."""
        path = f"/queues/{self.form_queue}/registrations"
        return self.send("POST", path, {"form": [answer]}, 422)["error"]["fields"][0]["id"]

    def watch(self, expected: int = 201, /, **members: Any) -> dict[str, Any]:
        body = {"address": "http://127.0.0.1:9/hook", **members}
        return self.send("POST", f"/queues/{self.plain_queue}/registrations/watch", body, expected)


CASES: list[Any] = []


def case(member: str, operation: str, sent: str, back: str) -> Callable[[Callable[[Api], None]], Callable[[Api], None]]:
    """Declare a case: the decorated function sends it and checks what comes back."""

    def add(check: Callable[[Api], None]) -> Callable[[Api], None]:
        CASES.append(pytest.param(check, id=f"{member} | {operation} | {sent} | {back}"))
        return check

    return add


@pytest.fixture(scope="module")
def office(module_office_file: Path) -> Iterator[tuple[httpx.Client, str, str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKIN_WATCH__ALLOW", "127.0.0.0/8")
        with run_server(module_office_file) as server:
            key = asyncio.run(create_key(module_office_file, Role.ADMIN))
            with httpx.Client(base_url=server.url, headers=build_auth_headers(key), timeout=60) as http:
                ids = [
                    http.post("/api/2.3/queues", json={"name": name, "form": form, "timeZone": "Europe/Paris"}).json()[
                        "id"
                    ]
                    for name, form in (("Asks", FORM), ("Plain", []), ("Other", []))
                ]
                yield http, *ids


@pytest.mark.parametrize("version", ["2.3", "2.0"])
@pytest.mark.parametrize("check", CASES)
def test_the_reference(office: tuple[httpx.Client, str, str, str], check: Callable[[Api], None], version: str) -> None:
    http, *queues = office
    check(Api(http, version, *queues))


# The Registration resource.


@case("id", "insert", "nothing", "a string of digits")
def _(api: Api) -> None:
    assert api.insert()["id"].isdecimal()


@case("id", "update", "that of the path, as text and as number", "is accepted")
def _(api: Api) -> None:
    registration = api.insert()
    assert api.update(registration, id=registration["id"])["id"] == registration["id"]
    assert api.update(registration, id=int(registration["id"]))["id"] == registration["id"]


@case("id", "update", "another one", "400")
def _(api: Api) -> None:
    api.update(api.insert(), 400, id="1000000")


@case("queue.id", "insert", "that of the path, as an object, text or number", "the registration is in it")
def _(api: Api) -> None:
    for queue in ({"id": api.plain_queue}, api.plain_queue, int(api.plain_queue), {"id": float(api.plain_queue)}):
        body = {"queue": queue}
        assert api.send("POST", f"/queues/{api.plain_queue}/registrations", body, 201)["queue"]["id"] == api.plain_queue


@case("queue.id", "insert", "another one than that of the path", "400")
def _(api: Api) -> None:
    for queue in ({"id": api.other_queue}, api.other_queue, int(api.other_queue)):
        api.send("POST", f"/queues/{api.plain_queue}/registrations", {"queue": queue}, 400)


@case("queue.id", "update", "another one (Writable)", "the registration is in that queue")
def _(api: Api) -> None:
    registration = api.insert()
    assert api.update(registration, queue={"id": api.other_queue})["queue"]["id"] == api.other_queue
    assert api.get(registration, api.other_queue)["id"] == registration["id"]
    api.send("GET", f"/queues/{api.plain_queue}/registrations/{registration['id']}", status=404)


@case("queue.name", "get", "nothing", "the name of the queue")
def _(api: Api) -> None:
    assert api.get(api.insert())["queue"] == {"id": api.plain_queue, "name": "Plain"}


@case("queue.name", "update", "another name (not writable)", "is ignored")
def _(api: Api) -> None:
    registration = api.insert()
    assert api.update(registration, queue={"id": api.plain_queue, "name": "Mine"})["queue"]["name"] == "Plain"


@case("status", "insert", "registered, noShow, inProgress, finished", "that status, and its times")
def _(api: Api) -> None:
    for status in WRITABLE:
        registration = api.insert(status=api.spell(status))
        assert registration["status"] == api.spell(status)
        assert ("started" in registration) == (status in ("inProgress", "finished"))
        assert ("finished" in registration) == (status == "finished")
    assert api.insert()["status"] == "registered"


@case("status", "insert", "deleted, REGISTERED, nothing known", "422")
def _(api: Api) -> None:
    for status in ("deleted", "REGISTERED", "gone", ""):
        api.send("POST", f"/queues/{api.plain_queue}/registrations", {"status": status}, 422)


@case("status", "update", "each of the four after each of the four", "that status")
def _(api: Api) -> None:
    for before in WRITABLE:
        for after in WRITABLE:
            registration = api.insert(status=api.spell(before))
            assert api.update(registration, status=api.spell(after))["status"] == api.spell(after)


@case("status", "update", "deleted (reached by delete only)", "422")
def _(api: Api) -> None:
    api.update(api.insert(), 422, status="deleted")


@case("registered.dateTime, registered.timeZone", "insert", "nothing", "without offset, in the zone of the queue")
def _(api: Api) -> None:
    registered = api.insert()["registered"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", registered["dateTime"])
    assert registered["timeZone"] == "Europe/Paris"


@case("registered", "insert", "another time (not writable)", "is ignored")
def _(api: Api) -> None:
    time = {"dateTime": "2000-01-01T00:00:00", "timeZone": "US/Eastern"}
    assert api.insert(registered=time)["registered"]["dateTime"] > "2020"


@case("client.id", "insert", "a known client", "the client as its record has it")
def _(api: Api) -> None:
    client = api.send("POST", "/clients", {"firstName": "Zoe", "lastName": "Doe", "phoneNumber": "+33123456789"}, 201)
    for sent in (client["id"], int(client["id"])):
        shown = api.insert(client={"id": sent})["client"]
        assert (shown["id"], shown["firstName"], shown["lastName"]) == (client["id"], "Zoe", "Doe")
        assert shown["phoneNumber"] == "+33123456789"


@case("client.id", "insert", "a known client with its names (all are required)", "the client")
def _(api: Api) -> None:
    client = api.send("POST", "/clients", ANN | {"emailAddress": "required@example.org"}, 201)
    sent = ANN | {"id": client["id"], "emailAddress": "Required@example.org"}
    assert api.insert(client=sent)["client"]["emailAddress"] == "required@example.org"


@case("client.id", "insert", "a known client with other names", "422, and the record stays")
def _(api: Api) -> None:
    client = api.send("POST", "/clients", {"firstName": "Zoe", "lastName": "Doe"}, 201)
    sent = {"id": client["id"], "firstName": "Ann", "lastName": "Doe", "phoneNumber": "+33987654321"}
    error = api.send("POST", f"/queues/{api.plain_queue}/registrations", {"client": sent}, 422)["error"]
    assert [field["id"] for field in error["fields"]] == ["client.firstName", "client.phoneNumber"]
    assert api.send("GET", f"/clients/{client['id']}") == client


@case("client.id", "insert", "an unknown client", "404")
def _(api: Api) -> None:
    for unknown in ("100000000", "ann", "-1"):
        api.send("POST", f"/queues/{api.plain_queue}/registrations", {"client": {"id": unknown}}, 404)


@case("client.id", "update", "another client alone", "the other client, whose record stays")
def _(api: Api) -> None:
    registration = api.insert(client={"firstName": "Old", "lastName": "One", "phoneNumber": "+33111111111"})
    client = api.send("POST", "/clients", {"firstName": "Zoe", "lastName": "Doe"}, 201)
    shown = api.update(registration, client={"id": client["id"]})["client"]
    expected = {name: client[name] for name in ("id", "firstName", "lastName", "selfLink")}
    assert shown == expected
    assert api.get(registration)["client"] == expected
    assert api.send("GET", f"/clients/{client['id']}") == client


@case("client.id", "update", "what was got, with another client", "the other client, whose record stays")
def _(api: Api) -> None:
    registration = api.insert(client={"firstName": "Old", "lastName": "One", "phoneNumber": "+33111111112"})
    client = api.send("POST", "/clients", {"firstName": "Zoe", "lastName": "Doe"}, 201)
    whole = api.get(registration)
    whole["client"]["id"] = client["id"]
    shown = api.update(registration, **whole)["client"]
    assert shown == {name: client[name] for name in ("id", "firstName", "lastName", "selfLink")}
    assert api.send("GET", f"/clients/{client['id']}") == client


@case("client.firstName, lastName, emailAddress, phoneNumber", "insert", "texts (Writable)", "those texts")
def _(api: Api) -> None:
    client = ANN | {"phoneNumber": "+33123456780", "emailAddress": "texts@example.org"}
    shown = api.insert(client=client)["client"]
    assert {name: shown[name] for name in client} == client


@case("client.firstName, lastName, emailAddress, phoneNumber", "update", "one text (Writable)", "the others stay")
def _(api: Api) -> None:
    registration = api.insert(client=ANN | {"emailAddress": "stay@example.org"})
    for name in ("firstName", "lastName", "emailAddress", "phoneNumber"):
        text = {"emailAddress": "new@example.org", "phoneNumber": "+33123456781"}.get(name, "New")
        before = api.get(registration)["client"]
        assert api.update(registration, client={name: text})["client"] == before | {name: text}


@case("client.firstName, lastName, emailAddress, phoneNumber", "insert", "127 and 128 letters", "accepted; 422")
def _(api: Api) -> None:
    for name in ("firstName", "lastName"):
        assert api.insert(client={name: "x" * 127})["client"][name] == "x" * 127
    for name in ("firstName", "lastName", "emailAddress", "phoneNumber"):
        body = {"client": {"lastName": "Bee", name: "1" * 128}}
        error = api.send("POST", f"/queues/{api.plain_queue}/registrations", body, 422)["error"]
        assert error["fields"][0]["id"] == f"client.{name}"


@case("client.selfLink", "get", "nothing", "the address of the client")
def _(api: Api) -> None:
    client = api.insert(client=ANN)["client"]
    assert urlsplit(client["selfLink"]).path == f"/api/{api.version}/clients/{client['id']}"
    assert api.http.get(client["selfLink"]).json()["id"] == client["id"]


@case("waitingTime, averageWaitingTime", "get", "nothing", "whole minutes")
def _(api: Api) -> None:
    registration = api.insert()
    assert registration["waitingTime"] == 0
    assert isinstance(registration["averageWaitingTime"], int)


@case("owner, rank, started, finished", "update", "other values (Read-only)", "are ignored")
def _(api: Api) -> None:
    registration = api.insert()
    time = {"dateTime": "2000-01-01T00:00:00", "timeZone": "UTC"}
    sent = {
        "owner": {"id": "9"},
        "rank": 1,
        "numberOfPeopleAhead": 0,
        "waitingTime": 99,
        "started": time,
        "finished": time,
    }
    assert api.update(registration, **sent) == registration


@case("owner.id, owner.userName", "get", "nothing", "the account")
def _(api: Api) -> None:
    registration = api.get(api.insert())
    assert registration["owner"] == {"id": "1", "userName": "office"}
    assert registration.get("author") == ("office" if api.version == "2.0" else None)


@case("rank, numberOfPeopleAhead", "list", "nothing", "1 and 0 for the first")
def _(api: Api) -> None:
    queue = api.add_queue()
    ids = [api.insert(queue)["id"] for _ in range(3)]
    listed = api.list(queue=queue)
    assert [(item["id"], item["rank"], item["numberOfPeopleAhead"]) for item in listed] == [
        (registration_id, rank, rank - 1) for rank, registration_id in enumerate(ids, 1)
    ]


@case("form", "insert, update", "a list of FormItem, or one (Writable)", "a list of FormItem")
def _(api: Api) -> None:
    registration = api.insert(form={"id": "x", "value": "1"})
    assert registration["form"] == [{"id": "x", "value": "1"}]
    assert api.update(registration, form=[{"id": "x", "value": "2"}])["form"] == [{"id": "x", "value": "2"}]


@case("started, finished", "update", "the status finished without inProgress", "both, with the zone")
def _(api: Api) -> None:
    finished = api.update(api.insert(), status="finished")
    assert finished["started"] == finished["finished"]
    assert finished["started"]["timeZone"] == "Europe/Paris"


@case("(all)", "update", "what was got", "the same, and no revision")
def _(api: Api) -> None:
    answers = [
        {"id": "name", "value": "Bee"},
        {"id": "select", "values": ["lost"]},
        {"id": "date", "value": "2011-12-03"},
    ]
    for queue, form in ((api.form_queue, answers), (api.plain_queue, [{"id": "d", "type": "date", "value": "soon"}])):
        for status in WRITABLE:
            registration = api.get(api.insert(queue, client=ANN, form=form, status=api.spell(status), note="limps"))
            assert api.update(registration, **registration) == registration


# The FormItem resource.


@case("FormItem.id", "insert", "empty", "422")
def _(api: Api) -> None:
    api.refuse_answer(id="", value="x")


@case("FormItem.id", "insert", "a number", "a string")
def _(api: Api) -> None:
    assert api.insert(form=[{"id": 7, "value": 8}])["form"] == [{"id": "7", "value": "8"}]


@case(
    "FormItem.type, title, bind, bindGroup, externalId, help, placeholder, mandatory, visible",
    "queue",
    "a definition",
    "the same, and with each answer",
)
def _(api: Api) -> None:
    definition = {name: value for name, value in FORM[0].items() if name != "value"}
    assert api.answer(id="name", value="Bee") == definition | {"value": "Bee"}


@case("FormItem.bind", "insert", "an answer to crm-last-name", "client.lastName")
def _(api: Api) -> None:
    assert api.insert(api.form_queue, form=[{"id": "name", "value": "Gee"}])["client"]["lastName"] == "Gee"


@case("FormItem.visible", "insert", "an answer to a hidden field", "the value of the definition")
def _(api: Api) -> None:
    assert api.answer(id="hidden", value="elsewhere")["value"] == "web"


@case("FormItem.otherValue", "insert", "a custom value", "that value")
def _(api: Api) -> None:
    assert api.answer(id="radio", values=[{"id": "other", "value": "Cake"}])["values"][0]["value"] == "Cake"
    assert api.answer(id="radio", value="Cake")["values"] == [{"id": "other", "name": "Cake", "value": "Cake"}]


@case("FormItem.category", "insert", "a value alone, and within its category", "within its category")
def _(api: Api) -> None:
    expected = [CATEGORIES[0] | {"values": CATEGORIES[0]["values"]}]
    for values in ([{"id": "lost"}], [{"id": "c1", "values": [{"id": "lost"}]}], expected):
        assert api.answer(id="select", values=values)["values"] == expected
    nested = [{"id": "c1", "name": "Cards", "values": [{"id": "lost", "name": "Lost"}]}]
    assert (
        api.insert(form=[{"id": "q", "category": True, "type": "select", "values": nested}])["form"][0]["values"]
        == nested
    )


@case("FormItem.multiple", "insert", "two values", "both; one only where it is off")
def _(api: Api) -> None:
    both = api.answer(id="select", values=[{"id": "lost"}, {"id": "new"}])["values"]
    assert [category["id"] for category in both] == ["c1", "c2"]
    assert api.refuse_answer(id="radio", values=[{"id": "a"}, {"id": "b"}]) == "radio"


@case("FormItem.value", "insert", "the value of a text field", "that value")
def _(api: Api) -> None:
    assert api.answer(id="name", value="Bee")["value"] == "Bee"


@case("FormItem.value", "insert", "a choice by id, value or name (use values instead)", "the choice in values")
def _(api: Api) -> None:
    for item_id in ("radio", "checkbox"):
        for text in ("a", "va", "Apple", "apple"):
            answer = api.answer(id=item_id, value=text)
            assert (answer["values"], answer.get("value")) == ([OPTIONS[0]], None)
    for text in ("lost", "l", "Lost"):
        assert api.answer(id="select", value=text)["values"] == [CATEGORIES[0]]


@case("FormItem.value", "insert", "a choice that does not exist", "422")
def _(api: Api) -> None:
    for item_id in ("checkbox", "select"):
        assert api.refuse_answer(id=item_id, value="Cake") == item_id


@case("FormItem.value, fileName", "insert", "a data URI and a name", "a link to the file, with the name")
def _(api: Api) -> None:
    answer = api.answer(id="file", value=PNG, fileName="proof.png")
    assert answer["fileName"] == "proof.png"
    assert api.http.get(answer["value"]).headers["content-type"] == "image/png"


@case("FormItem.fileName", "insert", "a data URI without a name", "file, with the extension of the media type")
def _(api: Api) -> None:
    assert api.answer(id="file", value=PNG)["fileName"] == "file.png"


@case("FormItem.values[].id, name, value", "insert", "an id, and a value or name alone", "id, name and value")
def _(api: Api) -> None:
    for choice in ({"id": "b"}, {"value": "vb"}, {"name": "Bread"}, "b", "vb", "Bread"):
        assert api.answer(id="radio", values=[choice])["values"] == [OPTIONS[1]]


@case("FormItem.values", "insert", "the one value of a text field (only for radio, checkbox and select)", "its value")
def _(api: Api) -> None:
    assert api.answer(id="name", values=[{"id": "x", "value": "Bee"}])["value"] == "Bee"
    assert api.refuse_answer(id="name", values=["Bee", "Cee"]) == "name"


@case("FormItem.valueFormat.minLength, maxLength", "insert", "a value that is too short or too long", "422")
def _(api: Api) -> None:
    assert api.answer(id="code", value="1234")["value"] == "1234"
    for text in ("1", "12345"):
        assert api.refuse_answer(id="code", value=text) == "code"


@case("FormItem.valueFormat.maxLength (number)", "queue", "10.0 and '10'", "10")
def _(api: Api) -> None:
    for length in (10, 10.0, "10", "10.0"):
        form = [{"id": "x", "valueFormat": {"maxLength": length, "minLength": 1.0}}]
        queue = api.send("POST", "/queues", {"name": "Lengths"}, 201)["id"]
        response = api.http.put(f"/api/2.3/queues/{queue}", json={"form": form})
        assert response.json()["form"][0]["valueFormat"] == {"maxLength": 10, "minLength": 1}
    for length in (10.5, "ten", "", True):
        form = [{"id": "x", "valueFormat": {"maxLength": length}}]
        assert api.http.put(f"/api/2.3/queues/{queue}", json={"form": form}).status_code == 422


@case("FormItem.valueFormat.regexType, regexValue", "insert", "a value that does not match", "422")
def _(api: Api) -> None:
    assert api.answer(id="plate", value="ABC")["value"] == "ABC"
    assert api.refuse_answer(id="plate", value="a1") == "plate"


@case("FormItem.valueFormat.valueFormat", "insert", "a text for a number", "422")
def _(api: Api) -> None:
    assert api.answer(id="count", value="3")["value"] == "3"
    assert api.refuse_answer(id="count", value="three") == "count"


@case("FormItem.zonedDateTime (Read only)", "insert", "a date", "its time and the zone")
def _(api: Api) -> None:
    for sent, expected in (("2011-12-03", "2011-12-03T00:00:00"), ("2011-12-03T10:15:30", "2011-12-03T10:15:30")):
        answer = api.answer(id="date", value=sent, zonedDateTime={"dateTime": "never"})
        assert answer["zonedDateTime"] == {"dateTime": expected, "timeZone": "Europe/Paris"}


@case("FormItem.zonedDateTime (Read only)", "insert", "anything in a queue without a form", "well formed, or absent")
def _(api: Api) -> None:
    values = {
        "2011-12-03": "2011-12-03T00:00:00",
        "2011-12-03T10:15:30": "2011-12-03T10:15:30",
        "2011-12-03T10:15:30+00:00": "2011-12-03T11:15:30",
        "2011-12-03T10:15:30.123Z": "2011-12-03T11:15:30",
        "03/12/2011": None,
        "soon": None,
        "0001-01-01T00:00:00+14:00": None,
        "2011-02-30": None,
        "": None,
    }
    for value, expected in values.items():
        sent = {"id": "d", "type": "date", "value": value, "zonedDateTime": {"dateTime": "never", "timeZone": 3}}
        (item,) = api.insert(form=[sent])["form"]
        assert item["value"] == value
        assert item.get("zonedDateTime", {}).get("dateTime") == expected


@case("FormItem.subItem", "insert", "the parts of a name", "the parts; 422 for a value instead of them")
def _(api: Api) -> None:
    answer = api.answer(id="whole", subItem=[{"id": "first", "value": "Ann"}, {"id": "last", "value": "Bee"}])
    assert [part["value"] for part in answer["subItem"]] == ["Ann", "Bee"]
    assert api.refuse_answer(id="whole", value="Ann Bee") == "whole"
    assert api.refuse_answer(id="name", subItem=[{"id": "first", "value": "Ann"}]) == "name"


# The operations.


@case("(authentication is required)", "every one", "no key", "401")
def _(api: Api) -> None:
    queue = f"{api.http.base_url}/api/{api.version}/queues/1/registrations"
    for method, url in (
        ("GET", queue),
        ("POST", queue),
        ("GET", f"{queue}/next"),
        ("PUT", f"{queue}/1"),
        ("DELETE", queue + "/1"),
    ):
        assert httpx.request(method, url).status_code == 401


@case("queueId, registrationId", "delete", "those of a registration", "an empty body; then 404")
def _(api: Api) -> None:
    registration = api.insert()
    path = f"/queues/{api.plain_queue}/registrations/{registration['id']}"
    assert api.send("DELETE", path, status=204) is None
    api.send("DELETE", path, status=404)
    assert api.get(registration)["status"] == "deleted"


@case("queueId, registrationId", "get, update, delete", "unknown ones", "404")
def _(api: Api) -> None:
    registration = api.insert()
    for path in (
        "/queues/100000/registrations/1",
        f"/queues/{api.other_queue}/registrations/{registration['id']}",
        f"/queues/{api.plain_queue}/registrations/none",
        f"/queues%2F{api.plain_queue}/registrations/{registration['id']}",
        f"/queues/{api.plain_queue}/registrations%2F{registration['id']}",
    ):
        for method in ("GET", "PUT", "DELETE"):
            api.send(method, path, {} if method == "PUT" else None, 404)


@case("status", "list", "nothing", "registered and inProgress")
def _(api: Api) -> None:
    queue = api.add_queue()
    ids = [api.insert(queue, status=api.spell(status))["id"] for status in WRITABLE]
    for query in ("", "?", "?status=", "?status=&_=1", "?STATUS="):
        assert {item["id"] for item in api.list(query, queue)} == set(ids[:2])


@case("status", "list", "comma separated, or repeated", "those")
def _(api: Api) -> None:
    queue = api.add_queue()
    ids = [api.insert(queue, status=api.spell(status))["id"] for status in WRITABLE]
    for query in (
        "?status=finished,noShow",
        "?status=noShow, finished",
        "?status=finished&status=noShow",
        "?status[]=finished&status[]=noShow",
        "?Status=finished&STATUS=noShow",
        "?status=finished&status=&status=noShow&status=noShow",
    ):
        assert {item["id"] for item in api.list(query, queue)} == set(ids[2:]), query
    assert [item["id"] for item in api.list(f"?status={api.spell('inProgress')}", queue)] == [ids[1]]


@case("status", "list", "values that do not exist", "400")
def _(api: Api) -> None:
    for query in ("?status=REGISTERED", "?status=gone", "?status=registered&status=gone", "?status=,"):
        api.send("GET", f"/queues/{api.plain_queue}/registrations{query}", status=400)


@case("status", "update", "as a parameter, with the id in the body", "that status")
def _(api: Api) -> None:
    for status in WRITABLE:
        for name in ("status", "Status", "STATUS"):
            registration = api.insert()
            query = f"?{name}={api.spell(status)}"
            assert api.update(registration, 200, query, id=registration["id"])["status"] == api.spell(status)
            assert api.update(registration, 200, query)["status"] == api.spell(status)
            path = f"/queues/{api.plain_queue}/registrations/{registration['id']}{query}"
            assert api.send("PUT", path)["status"] == api.spell(status)


@case("status", "update, insert", "one as a parameter and another in the body", "400")
def _(api: Api) -> None:
    api.update(api.insert(), 400, "?status=noShow", status="finished")
    path = f"/queues/{api.plain_queue}/registrations?status="
    api.send("POST", f"{path}noShow", {"status": "finished"}, 400)
    assert api.send("POST", f"{path}noShow", {}, 201)["status"] == "noShow"


@case("status", "update", "a parameter that does not exist", "400")
def _(api: Api) -> None:
    registration = api.insert()
    for query in ("?status=deleted", "?status=gone", "?status=noShow,finished", "?status=noShow&status=finished"):
        api.update(registration, 400, query)
    assert api.get(registration) == registration


@case("(another parameter)", "every one", "a parameter that the reference does not have", "400, named")
def _(api: Api) -> None:
    registration = api.insert()
    queue = f"/queues/{api.plain_queue}/registrations"
    for method, path in (
        *(("GET", queue), ("POST", queue), ("GET", f"{queue}/next"), ("POST", f"{queue}/watch")),
        *((method, f"{queue}/{registration['id']}") for method in ("GET", "PUT", "DELETE")),
    ):
        error = api.send(method, f"{path}?made-up=1", {} if method in ("POST", "PUT") else None, 400)["error"]
        assert "made-up" in error["message"]


@case("(a known parameter)", "every one", "credentials and _, in any letter case", "has no effect on the answer")
def _(api: Api) -> None:
    registration = api.insert()
    for query in ("?apikey=x&token=y", "?APIKEY=x", "?access_token=z", "?_=123"):
        assert api.send("GET", f"/queues/{api.plain_queue}/registrations/{registration['id']}{query}") == registration


@case("(the address)", "every one", "with a slash at the end", "the same")
def _(api: Api) -> None:
    registration = api.insert()
    path = f"/queues/{api.plain_queue}/registrations"
    assert api.send("GET", f"{path}/{registration['id']}/") == registration
    assert registration["id"] in [item["id"] for item in api.send("GET", f"{path}/?status=registered")["items"]]
    assert api.send("POST", f"{path}/", {}, 201)["status"] == "registered"


@case("(the body)", "insert", "with a byte order mark", "the same")
def _(api: Api) -> None:
    response = api.http.post(
        f"/api/{api.version}/queues/{api.plain_queue}/registrations",
        content=b"\xef\xbb\xbf" + f'{{"status": "{api.spell("inProgress")}"}}'.encode(),
        headers={"content-type": "application/json"},
    )
    assert response.json()["status"] == api.spell("inProgress")


@case(
    "(required properties)", "insert", "none of client.id, firstName, lastName, emailAddress", "a ticket without a name"
)
def _(api: Api) -> None:
    assert "client" not in api.insert()


@case("queueId", "next", "nothing", "the first who waits, unchanged; 404 when nobody does")
def _(api: Api) -> None:
    queue = api.add_queue()
    api.send("GET", f"/queues/{queue}/registrations/next", status=404)
    first = api.insert(queue)
    api.insert(queue)
    for _ in range(2):
        shown = api.send("GET", f"/queues/{queue}/registrations/next")
        assert (shown["id"], shown["status"], shown["rank"]) == (first["id"], "registered", 1)


# The watch.


@case("address", "watch", "an address; none", "a watch; 422")
def _(api: Api) -> None:
    assert api.watch()["address"] == "http://127.0.0.1:9/hook"
    api.send("POST", f"/queues/{api.plain_queue}/registrations/watch", {}, 422)


@case("name, method, status", "watch", "texts", "the same")
def _(api: Api) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "GET"):
        sent = {"name": "Hook", "method": method, "status": "disabled"}
        assert api.watch(**sent).items() >= sent.items()
    for wrong in ({"method": "STEAL"}, {"status": "asleep"}):
        api.watch(422, **wrong)


@case("basicAuth, httpRequestHeader", "watch", "secrets", "are kept, and not shown")
def _(api: Api) -> None:
    sent = {"basicAuth": {"username": "u", "password": "very secret"}, "httpRequestHeader": {"X-Key": "very secret"}}
    watch = api.watch(**sent)
    assert watch["basicAuth"] == {"username": "u"}
    assert list(watch["httpRequestHeader"]) == ["X-Key"]
    assert "very secret" not in str(watch)


@case("schema", "watch", "a JSON object, and a string", "the same")
def _(api: Api) -> None:
    for schema in ({"id": "${$.id}", "who": {"name": "${$.client.lastName}"}}, '{"rank": ${$.rank}}'):
        assert api.watch(schema=schema)["schema"] == schema


@case("oauth2Auth", "watch", "refresh_token and client_credentials", "without secrets")
def _(api: Api) -> None:
    common = {"clientId": "me", "accessTokenUrl": "http://127.0.0.1:9/token"}
    refresh = {**common, "refreshToken": "very secret", "authUrl": "http://127.0.0.1:9/auth", "scope": "all"}
    shown = api.watch(oauth2Auth=refresh)["oauth2Auth"]
    assert (shown["grantType"], shown["clientId"], shown["scope"]) == ("refresh_token", "me", "all")
    assert "refreshToken" not in shown
    credentials = {**common, "grantType": "client_credentials", "clientSecret": "very secret"}
    assert api.watch(oauth2Auth=credentials)["oauth2Auth"] == {**common, "grantType": "client_credentials"}
    api.watch(422, oauth2Auth={**common, "grantType": "password"})


@case("signature.enabled, cryptoKeyIds", "watch", "a key", "the same; 422 for a key that does not exist")
def _(api: Api) -> None:
    key = api.send("POST", "/cryptoKeys", {"type": "hmac"}, 201)["id"]
    signature = {"enabled": True, "cryptoKeyIds": [key]}
    assert api.watch(signature=signature)["signature"] == signature
    api.watch(422, signature={"enabled": True, "cryptoKeyIds": ["100000"]})
