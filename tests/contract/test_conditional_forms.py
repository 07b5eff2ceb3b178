"""Conditions, limits, repeats, consents and lists of forms by API, over both transports and engines."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.offices import make_settings
from walkin.api.app import create_app
from walkin.client import QueueClient, connect
from walkin.client.embedded import EmbeddedTransport
from walkin.model.errors import Refused
from walkin.model.time import DAY_MS

FORM: list[dict[str, Any]] = [
    {
        "id": "kind",
        "type": "radio",
        "title": "Kind",
        "externalId": "kind",
        "values": [{"id": "new", "name": "New"}, {"id": "old", "name": "Old"}],
    },
    {"id": "why", "title": "Why?", "mandatory": True, "visibleIf": {"id": "kind", "in": ["new"]}},
    {"id": "note", "type": "text", "title": "Please **read**"},
    {"id": "day", "type": "date", "title": "Day", "valueFormat": {"min": "today", "message": "Not before today"}},
    {
        "id": "persons",
        "title": "Who comes?",
        "repeat": {"min": 1, "max": 3, "title": "Person"},
        "subItem": [
            {"id": "name", "title": "Name", "mandatory": True},
            {"id": "ok", "type": "consent", "title": "Agreed", "help": "I agree", "mandatory": False},
        ],
    },
    {"id": "privacy", "type": "consent", "title": "Privacy", "help": "You **may** keep it"},
]
I18N = {
    "fr": {
        "form": {
            "privacy": {"help": "Vous **pouvez** le garder"},
            "day": {"message": "Pas avant ce jour"},
            "persons": {"subItem": {"ok": {"help": "D’accord"}}},
        }
    }
}


def answer(**values: Any) -> list[dict[str, Any]]:
    persons = [{"id": "4", "subItem": [{"id": "name", "value": "Ana"}, {"id": "ok", "value": "true"}]}]
    given = {"kind": "old", "privacy": "true", "persons": persons} | values
    return [
        {"id": key, "subItem" if isinstance(value, list) else "value": value}
        for key, value in given.items()
        if value is not None
    ]


async def test_conditions_consents_and_notices_over_the_api(client: QueueClient) -> None:
    queue = await client.add_queue({"name": "Conditions", "timeZone": "Europe/Paris", "form": FORM, "i18n": I18N})
    assert [item.to_wire() for item in queue.form] == FORM
    registered = await client.register(queue.id, {"form": answer(why="x", note="y"), "language": "fr"}, "k1")
    assert [(notice.id, notice.code) for notice in registered.notices or []] == [
        ("why", "notAsked"),
        ("note", "notAsked"),
    ]
    assert all(notice.message for notice in registered.notices or [])
    assert [item.id for item in registered.form] == ["kind", "day", "persons", "privacy"]
    privacy = registered.form[-1].consent
    assert privacy is not None
    assert (privacy.wording, privacy.language) == ("Vous **pouvez** le garder", "fr")
    assert privacy.version
    assert privacy.time == registered.registered
    (entry,) = registered.form[2].sub_item or []
    ok = (entry.sub_item or [])[1].consent
    assert (entry.id, ok and ok.wording) == ("4", "D’accord")

    # A change keeps the consent as it was given; what is sent of it has no effect.
    sent = [item.to_wire() for item in registered.form]
    sent[-1]["consent"] = {"wording": "Another", "version": "9"}
    changed = await client.update_registration(queue.id, registered.id, {"form": sent, "language": "en"})
    assert changed.form == registered.form
    assert changed.notices is None
    read = await client.get_registration(queue.id, registered.id)
    assert read.notices is None
    # Nothing dropped, nothing said.
    assert (await client.register(queue.id, {"form": answer(kind="new", why="x")}, "k2")).notices is None
    again = await client.register(queue.id, {"form": answer(why="x", note="y"), "language": "fr"}, "k1")
    assert (again.id, again.notices) == (registered.id, registered.notices)


def drop_own_members(items: Any) -> list[dict[str, Any]]:
    """The items as a client sends them back that reads the members of the reference only."""
    own = {"visibleIf", "repeat", "consent", "section"}
    kept = [{name: value for name, value in item.items() if name not in own} for item in items]
    return [item | ({"subItem": drop_own_members(item["subItem"])} if "subItem" in item else {}) for item in kept]


async def test_a_client_of_the_bare_contract_sends_back_what_it_read(client: QueueClient) -> None:
    queue = await client.add_queue({"name": "Bare", "timeZone": "Europe/Paris", "form": FORM})
    registered = await client.register(queue.id, {"form": answer()}, "bare")
    read = drop_own_members([item.to_wire() for item in registered.form])
    changed = await client.update_registration(queue.id, registered.id, {"form": read, "note": "changed"})
    assert (changed.form, changed.notices, changed.note) == (registered.form, None, "changed")
    path = f"queues/{queue.id}"
    # A form is replaced as a whole; a queue without one keeps it.
    renamed: Any = await client.request("PUT", path, {"name": "Renamed"})
    assert (renamed["form"], "warnings" in renamed) == (FORM, False)
    sent = drop_own_members(renamed["form"])
    replaced: Any = await client.request("PUT", path, {"form": sent})
    assert replaced["form"] == sent
    (warning,) = [warning for warning in replaced["warnings"] if "gone" in warning]
    assert warning.startswith("the form had visibleIf, repeat, and what was sent has none of them")
    again: Any = await client.request("PUT", path, {"form": sent})
    assert not [warning for warning in again.get("warnings", ()) if "gone" in warning]


async def test_a_move_with_answers_gives_the_notices_of_the_target_queue(client: QueueClient) -> None:
    question = {"id": "why", "visibleIf": {"id": "kind", "in": ["new"]}}
    photo = {"id": "photo", "type": "file", "visibleIf": {"id": "kind", "in": ["old"]}}
    first = await client.add_queue({"name": "First", "form": []})
    second = await client.add_queue({"name": "Second", "form": [{"id": "kind"}, question, photo]})
    data_uri = "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n").decode()
    for file in ("", data_uri):
        registered = await client.register(first.id, {}, f"move{len(file)}")
        answers = [{"id": "kind", "value": "old"}, {"id": "why", "value": "x"}]
        answers.append({"id": "photo", "type": "file", "value": file})
        moved = await client.update_registration(first.id, registered.id, {"queue": {"id": second.id}, "form": answers})
        assert [notice.id for notice in moved.notices or []] == ["why"]
        assert [item.id for item in moved.form] == ["kind", "photo"]


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"kind": "new"}, ["why empty"]),
        ({"day": "2020-01-01"}, ["day tooEarly"]),
        ({"privacy": None}, ["privacy empty"]),
        ({"persons": []}, ["persons tooFew"]),
        ({"persons": [{"id": "7", "subItem": [{"id": "ok", "value": "true"}]}]}, ["persons.7.name empty"]),
        ({"persons": [{"id": "name", "value": "Of an old client"}]}, []),
    ],
)
async def test_problems_name_the_question(office_file: Path, values: dict[str, Any], problems: list[str]) -> None:
    async with await connect(make_settings(office_file)) as client:
        queue = await client.add_queue({"name": "Conditions", "timeZone": "Europe/Paris", "form": FORM, "i18n": I18N})
        found = []
        try:
            await client.register(queue.id, {"form": answer(**values), "language": "fr"}, "k")
        except Refused as refused:
            found = [f"{field.id} {field.code}" for field in refused.fields]
            messages = [field.message for field in refused.fields]
            assert all(messages)
            assert ("Pas avant ce jour" in messages) is ("day" in values)
        assert found == problems


async def test_an_answer_that_was_right_on_arrival_stays_right(office_file: Path) -> None:
    now = 1_795_912_800_000
    transport = EmbeddedTransport(create_app(office_file, clock=lambda: now))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        form = [{"id": "day", "type": "date", "title": "Day", "valueFormat": {"min": "today"}}]
        queue = (await http.post("/api/2.3/queues", json={"name": "Days", "timeZone": "UTC", "form": form})).json()
        path = f"/api/2.3/queues/{queue['id']}/registrations"
        today = {"form": [{"id": "day", "value": "2026-11-29"}]}
        registered = (await http.post(path, json=today)).json()
        now += DAY_MS
        assert (await http.put(f"{path}/{registered['id']}", json={**today, "note": "x"})).status_code == 200
        assert (await http.post(path, json=today)).status_code == 422


async def test_the_server_fills_lists_and_a_change_ignores_what_it_filled(office_file: Path) -> None:
    folder = office_file.with_name("lists")
    folder.mkdir()
    (folder / "schools.csv").write_text("\ufeffid,name,other names\nN,North,Nord;Norte\nS,South\n", encoding="utf-8")
    form = [
        {"id": "school", "type": "select", "title": "School", "valuesFrom": "file:schools"},
        {"id": "country", "type": "select", "title": "Country", "valuesFrom": "countries"},
    ]
    async with await connect(make_settings(office_file)) as client:
        queue = await client.add_queue({"name": "Lists", "form": form})
        school, country = queue.form
        assert [(choice.id, choice.name, choice.other_names) for choice in school.values or []] == [
            ("N", "North", ["Nord", "Norte"]),
            ("S", "South", None),
        ]
        assert len(country.values or []) > 200
        names = {choice.id: choice.name for choice in queue.translate("de").form[1].values or []}
        assert names["DE"] == "Deutschland"
        again = await client.update_queue(queue.id, {"form": [item.to_wire() for item in queue.form]})
        assert again.revision == queue.revision
        registered = await client.register(queue.id, {"form": [{"id": "school", "value": "North"}]}, "k1")
        (chosen,) = registered.form[0].values or []
        assert (chosen.id, chosen.name) == ("N", "North")

        # It is read again after a change; one that cannot be used leaves the last.
        (folder / "schools.csv").write_text("E,East\n", encoding="utf-8")
        (school, _) = (await client.get_queue(queue.id)).form
        assert [choice.id for choice in school.values or []] == ["E"]
        (folder / "schools.csv").write_text("E,East\nE,Again\n", encoding="utf-8")
        (school, _) = (await client.get_queue(queue.id)).form
        assert [choice.id for choice in school.values or []] == ["E"]
        missing = [form[0] | {"valuesFrom": "file:nowhere"}]
        changed = await client.update_queue(queue.id, {"form": missing})
        assert any("nowhere" in warning for warning in changed.warnings or [])
        registered = await client.register(queue.id, {"form": [{"id": "school", "value": "Any"}]}, "k2")
        assert registered.form[0].values
        with pytest.raises(Refused):
            await client.update_queue(queue.id, {"form": [form[0] | {"valuesFrom": "file:../office.db"}]})
