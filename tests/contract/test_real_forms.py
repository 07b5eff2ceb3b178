"""Real forms by API: answers, clients of the bare contract, translations, export and import."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from tests.contract.test_phone_forms import Phone
from tests.support import real_forms
from tests.support.form_files import load_form
from tests.support.helpers import keep_sent_members
from tests.support.offices import run_server
from walkin.cli.main import app as cli
from walkin.model.form.asked import FormRules
from walkin.model.form.definition import FormItem
from walkin.model.form.lint import translation_warnings
from walkin.model.form.parsers.registry import ParseContext

BARE = real_forms.FOLDER / "bare"
OF_OLD = sorted(path.stem for path in BARE.glob("*.json"))
TRANSLATIONS = real_forms.TRANSLATIONS


@pytest.fixture(scope="module")
def office_with_lists(tmp_path_factory: pytest.TempPathFactory, new_office: Path) -> Path:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(real_forms.LISTS, folder / "lists")
    return Path(shutil.copy(new_office, folder / "office.db"))


@pytest.fixture(scope="module")
def office(office_with_lists: Path) -> Iterator[httpx.Client]:
    """A client of an office with the value lists."""
    with (
        run_server(office_with_lists) as running,
        httpx.Client(base_url=f"{running.url}/api/2.3", timeout=30) as http,
    ):
        yield http


@pytest.fixture(scope="module")
def queues(office: httpx.Client) -> Mapping[str, str]:
    """Paths of the queues, by name of their form."""
    paths = {}
    for name in real_forms.NAMES:
        form = [item.to_wire() for item in real_forms.load(name)]
        reply = office.post("/queues", json={"name": name, "timeZone": "UTC", "form": form})
        assert reply.status_code == 201, reply.text
        assert "warnings" not in reply.json()
        paths[name] = f"/queues/{reply.json()['id']}"
    return paths


@pytest.mark.parametrize("visitor", real_forms.VISITORS)
@pytest.mark.parametrize("name", real_forms.NAMES)
def test_the_server_keeps_what_the_rules_keep(
    office: httpx.Client, queues: Mapping[str, str], name: str, visitor: str
) -> None:
    answers = real_forms.answer_everything(name, visitor)
    given = [FormItem.model_validate(answer) for answer in answers]
    asked = FormRules(real_forms.load_filled(name)).ask(given, ParseContext(time_zone="UTC"))
    reply = office.post(f"{queues[name]}/registrations", json={"form": answers})
    assert reply.status_code == 201, reply.text
    expected = asked.validate()
    assert keep_sent_members(reply.json()["form"]) == keep_sent_members([item.to_wire() for item in expected.items])
    notices = reply.json().get("notices", [])
    assert [notice["id"] for notice in notices] == [notice.id for notice in expected.notices]
    assert all(notice["message"] for notice in notices)


def answer_as_of_old(definition: dict[str, Any], given: Any) -> dict[str, Any]:
    """Answer as an old client does: no entries, one file, unknown types as text."""
    answer: dict[str, Any] = {"id": definition["id"], "type": definition.get("type", "input")}
    if definition.get("subItem"):
        of_one = given[0] if isinstance(given, list) else given
        parts = definition["subItem"]
        return answer | {
            "subItem": [answer_as_of_old(part, of_one[part["id"]]) for part in parts if part["id"] in of_one]
        }
    match definition.get("type"):
        case "file":
            return answer | {"value": real_forms.PICTURE, "fileName": "picture.png"}
        case "text" | "consent":
            return answer | {"value": "yes"}
        case _:
            item = FormItem.model_validate(definition)
            return answer | real_forms.build_answer(item, given, datetime.now(UTC).date())


@pytest.mark.parametrize("name", real_forms.NAMES)
def test_a_client_of_the_bare_contract_answers_all_that_it_sees(
    office: httpx.Client, queues: Mapping[str, str], name: str
) -> None:
    given = real_forms.list_given(name, "few")
    form = office.get(queues[name]).json()["form"]
    answers = [answer_as_of_old(item, given.get(item["id"])) for item in form if item.get("visible", True)]
    reply = office.post(f"{queues[name]}/registrations", json={"form": answers})
    assert reply.status_code == 201, reply.text
    kept = {item["id"] for item in reply.json()["form"]}
    notices = {notice["id"] for notice in reply.json().get("notices", [])}
    assert {notice["code"] for notice in reply.json().get("notices", [])} <= {"notAsked"}
    assert kept.isdisjoint(notices)
    has_answer = {
        answer["id"] for answer in answers if answer.get("value") or answer.get("values") or "subItem" in answer
    }
    assert has_answer <= kept | notices


@pytest.mark.parametrize("name", OF_OLD)
def test_a_form_without_new_members_comes_back_byte_for_byte(office: httpx.Client, name: str) -> None:
    expected = (BARE / f"{name}.json").read_bytes()
    queue = office.post("/queues", json={"name": f"{name} of old", "form": json.loads(expected)}).json()
    for path in (f"/queues/{queue['id']}", "/queues"):
        assert b'"form":' + expected in office.get(path).content


@pytest.mark.parametrize("name", real_forms.NAMES)
def test_a_queue_keeps_its_form(office: httpx.Client, queues: Mapping[str, str], name: str) -> None:
    """Values filled from lists are dropped when they are sent back."""
    queue = office.get(queues[name]).json()
    form = [item.to_wire() for item in real_forms.load(name)]
    assert [without_lists(item) for item in queue["form"]] == form
    changed = office.put(queues[name], json={"form": queue["form"]})
    assert changed.status_code == 200
    assert changed.json()["form"] == queue["form"]


def without_lists(item: dict[str, Any]) -> dict[str, Any]:
    left = {key: value for key, value in item.items() if key != "valuesVersion"}
    if "valuesFrom" in left:
        assert left.pop("values")
    if "subItem" in left:
        left["subItem"] = [without_lists(part) for part in left["subItem"]]
    return left


def test_translations_come_back_and_speak(office: httpx.Client, queues: Mapping[str, str]) -> None:
    for texts in TRANSLATIONS.values():
        assert list(translation_warnings(real_forms.load("school-enrolment"), texts["form"])) == []
    path = queues["school-enrolment"]
    assert office.put(path, json={"i18n": TRANSLATIONS}).json()["i18n"] == TRANSLATIONS
    answers = {answer["id"]: answer for answer in real_forms.answer_everything("school-enrolment", "many")}
    too_young = {
        "id": "1",
        "subItem": [{"id": "child_name", "value": "Eva"}, {"id": "child_birth", "value": "2026-01-01"}],
    }
    answers["children"] = {"id": "children", "subItem": [too_young]}
    for language, texts in TRANSLATIONS.items():
        body = {"form": list(answers.values()), "language": language}
        reply = office.post(f"{path}/registrations", json=body)
        assert reply.status_code == 422, reply.text
        (problem,) = reply.json()["error"]["fields"]
        assert problem["id"] == "children.1.child_birth"
        assert problem["message"] == texts["form"]["children"]["subItem"]["child_birth"]["message"]


@pytest.mark.long
def test_the_command_exports_and_imports_every_form(
    office_with_lists: Path,
    office: httpx.Client,
    queues: Mapping[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WALKIN_CONFIG", os.devnull)
    server = ["--api", str(office.base_url).removesuffix("/api/2.3/").removesuffix("/api/2.3")]

    def run(*arguments: str) -> None:
        result = CliRunner().invoke(cli, ["form", *arguments, *server])
        assert result.exit_code == 0, result.output

    for name, path in queues.items():
        queue_id, before = path.rpartition("/")[2], office.get(path).json()["form"]
        for extension in ("toml", "json"):
            file = tmp_path / f"{name}.{extension}"
            run("export", queue_id, "--output", str(file))
            assert load_form(file) == real_forms.load(name)
            run("import", queue_id, str(file))
            assert office.get(path).json()["form"] == before


@pytest.mark.long
@pytest.mark.parametrize("visitor", real_forms.VISITORS)
@pytest.mark.parametrize("name", real_forms.LONGEST)
async def test_a_phone_without_script_answers_page_by_page(
    office: httpx.Client, queues: Mapping[str, str], name: str, visitor: str
) -> None:
    path = queues[name]
    office.put(path, json={"joinByPhone": True})
    answers = real_forms.answer_everything(name, visitor)
    asked = real_forms.ask(name, answers)
    fields = dict(real_forms.list_fields(asked.items, answers))
    entries = [f"{item.id}/{entry.id}" for item in asked.items if item.is_repeated for entry in item.sub_item or ()]
    shown: list[str] = []
    async with httpx.AsyncClient(base_url=str(office.base_url).partition("/api/")[0], timeout=30) as http:
        phone = Phone(http, path.rpartition("/")[2])
        await phone.open()
        while not phone.location:
            assert len(shown) < 200, phone.text
            keys = phone.asked
            missing = [entry for entry in entries if entry.partition("/")[0] in keys and entry not in keys]
            shown += keys
            changes: dict[str, Any] = {field: fields[field] for field in fields if field.partition(":")[2] in keys}
            await phone.send(f"add={missing[0].partition('/')[0]}" if missing else "", **changes)
            assert not phone.problems, (phone.problems, phone.text)
    assert [item.id for item in asked.items if item.id not in shown] == []
    kept = office.get(f"{path}/registrations").json()["items"][-1]["form"]
    items = [FormItem.model_validate(item) for item in kept]
    expected = asked.validate().items
    assert real_forms.list_texts(items) == real_forms.list_texts(expected)
    assert {item.id for item in items} == {item.id for item in expected}
