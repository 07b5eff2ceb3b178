"""The commands of a desk, like ``walkin call``, on an embedded office."""

from __future__ import annotations

import asyncio
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from walkin.api.app import create_app
from walkin.cli.main import app
from walkin.cli.support import UsageError
from walkin.client import QueueClient
from walkin.model.caller import LOCAL_KIOSK
from walkin.model.errors import Refused


@pytest.fixture(autouse=True)
def office(office_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_CONFIG", os.devnull)
    monkeypatch.setenv("WALKIN_OFFICE__DATA", str(office_file))
    monkeypatch.setenv("WALKIN_OFFICE__DESK", "Desk 1")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def run_for_text(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.exception
    return result.stdout.strip()


def run_for_json(*arguments: str) -> Any:
    return json.loads(run_for_text(*arguments, "--json"))


def test_a_day_at_a_desk() -> None:
    for _ in range(4):
        run_for_text("register", "1")
    assert run_for_text("register", "2", "--last-name", "Bee", "--priority", "2").startswith("B001 waits in ")
    assert run_for_text("call", "--queue", "1") == "A001 is called to Desk 1."
    assert run_for_text("recall") == "A001 is called to Desk 1."
    assert run_for_text("call", "--outcome", "solved").splitlines() == [
        "A001 is finished.",
        "B001 is called to Desk 1.",
    ]
    assert run_for_text("no-show") == "B001 did not come."
    assert run_for_text("undo") == "Undone: B001 is called to Desk 1."
    assert run_for_text("next-service", "1", "--place", "first").endswith(", place 1.")
    assert run_for_text("park", "A002") == "A002 is on hold."
    assert run_for_text("resume", "2", "--queue", "1").endswith(", place 2.")
    assert run_for_text("transfer", "a003", "--to-desk", "Desk 3") == "A003 waits for Desk 3."
    assert run_for_text("transfer", "A004", "--to", "2", "--place", "first").endswith(", place 1.")
    assert run_for_text("priority", "A002", "5").endswith(", place 1.")
    assert run_for_json("note", "A002", "deaf")["note"] == "deaf"
    assert run_for_text("call", "A003", "--desk", "Desk 3") == "A003 is called to Desk 3."
    assert run_for_text("put-back", "A003", "--place", "1").endswith(", place 3."), (
        "A002 and B001 have a higher priority"
    )
    assert run_for_text("finish", "id:" + run_for_json("call", "A002")["id"]) == "A002 is finished."


def test_a_visitor_is_the_known_client_or_somebody_else() -> None:
    address = {"emailAddress": "vic@example.org"}
    run_for_text("register", "1", "--first-name", "Vic", "--email", address["emailAddress"])
    data = Path(os.environ["WALKIN_OFFICE__DATA"])

    async def visit() -> None:
        kiosk = await QueueClient.start_embedded(create_app(data, local_caller=LOCAL_KIOSK))
        for number in range(2):
            await kiosk.register("1", {"client": {"lastName": f"V{number}", **address}}, f"kiosk {number}")
        await kiosk.aclose()

    asyncio.run(visit())
    assert run_for_text("identify", "A002").startswith("Perhaps client 1: Vic vic@example.org. Say --same or --other.")
    assert run_for_json("identify", "A002")["possibleClient"]["id"] == "1"
    assert run_for_json("identify", "A002", "--same")["client"]["id"] == "1"
    declined = run_for_json("identify", "A003", "--other")
    assert "possibleClient" not in declined
    assert declined["client"]["id"] != "1"
    with pytest.raises(UsageError, match="no known client"):
        raise run("identify", "A003", "--same").exception or AssertionError


def test_desks_are_opened_paused_and_closed() -> None:
    assert run_for_text("pause") == "Desk 1 is paused."
    assert run_for_json("open")["status"] == "open"
    assert run_for_text("close", "--desk", "Guichet 2") == "Guichet 2 is closed."
    assert [(desk["name"], desk["status"]) for desk in run_for_json("desks")] == [
        ("Desk 1", "open"),
        ("Guichet 2", "closed"),
    ]
    assert "Guichet 2  closed" in run_for_text("desks")


def test_a_number_of_two_queues_is_asked_about() -> None:
    run_for_text("register", "1")
    run_for_text("register", "2")
    result = run("call", "1")
    assert isinstance(result.exception, UsageError)
    assert "A001 (id:1, " in str(result.exception)
    assert "B001 (id:2, " in str(result.exception)
    assert run_for_text("call", "1", "--queue", "2") == "B001 is called to Desk 1."


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["call"], "Nobody is waiting."),
        (["finish"], "Nobody is at Desk 1."),
        (["finish", "A999"], "A999 is nobody's ticket today."),
        (["finish", "\x1b[2J"], "[2J is nobody's ticket today."),
        (["undo"], "This desk has done nothing in the last 10 minutes that can be undone."),
        (["put-back", "A001", "--place", "0"], "--place takes a number from 1"),
        (["transfer", "A001"], "Say where to"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(arguments: list[str], problem: str) -> None:
    result = run(*arguments)
    assert result.exit_code != 0
    assert isinstance(result.exception, (UsageError, Refused))
    assert str(result.exception).startswith(problem)


def test_without_a_desk_nothing_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WALKIN_OFFICE__DESK")
    result = run("call")
    assert isinstance(result.exception, UsageError)
    assert "--desk NAME" in str(result.exception)


FORM = [
    {"id": "kind", "type": "radio", "title": "Kind", "values": [{"id": "a"}, {"id": "b"}]},
    {"id": "some", "type": "checkbox", "title": "Some", "otherValue": True, "values": [{"id": "x"}, {"id": "y"}]},
    {"id": "why", "title": "Why?", "mandatory": True, "visibleIf": {"id": "kind", "in": ["a"]}},
    {"id": "persons", "title": "Who?", "repeat": {"max": 2}, "subItem": [
        {"id": "age", "type": "radio", "title": "Age", "values": [{"id": "old"}, {"id": "young"}]}]},
]  # fmt: skip


def test_answers_by_command(office_file: Path) -> None:
    async def add_queue() -> str:
        async with await QueueClient.start_embedded(create_app(office_file)) as client:
            return (await client.add_queue({"name": "Forms", "ticketPrefix": "F", "form": FORM})).id

    queue = asyncio.run(add_queue())
    persons = [{"id": "3", "subItem": [{"id": "age", "values": [{"id": "old"}]}]}]
    given = ["--answer", "kind=b", "--answer", "why=[x", "--answer", 'some=["x", {"id": "other", "value": "a seal"}]']
    result = run("register", queue, *given, "--answer", f"persons={json.dumps(persons)}")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("F001 waits in ")
    assert result.stderr.startswith("Not kept: why. ")
    refused = run("edit", "F001", "--answer", "kind=a")
    assert refused.exit_code == 1
    assert isinstance(refused.exception, Refused)
    assert [field.id for field in refused.exception.fields] == ["why"]
    changed = run_for_json("edit", "F001", "--answer", "kind=a", "--answer", 'why=["so", 1]=1', "--last-name", "Bee")
    assert changed["client"]["lastName"] == "Bee"
    assert "notices" not in changed
    assert run_for_json("edit", "F001", "--answer", 'why=["so"]')["form"][2]["value"] == '["so"]'
    items = {item["id"]: item for item in changed["form"]}
    assert list(items) == [item["id"] for item in FORM]
    assert [value["id"] for value in items["some"]["values"]] == ["x", "other"]
    assert items["some"]["values"][1]["value"] == "a seal"
    [entry] = items["persons"]["subItem"]
    assert (entry["id"], entry["subItem"][0]["values"][0]["id"]) == ("3", "old")
    dropped = run_for_json("edit", "F001", "--answer", "kind=b")
    assert [(notice["id"], notice["code"]) for notice in dropped["notices"]] == [("why", "notAsked")]
    for wrong in ((), ("--answer", "x")):
        assert isinstance(run("edit", "F001", *wrong).exception, UsageError)


def test_the_office_is_named_on_all_queues_and_on_new_ones() -> None:
    assert run_for_text("office") == "Town Hall"
    assert run_for_text("office", "Library of Bellwick") == "Library of Bellwick"
    run_for_text("queue", "add", "Readers", "--prefix", "R")
    companies = [queue["company"] for queue in run_for_json("queue", "list")]
    assert len(companies) > 2
    assert all(company == {"id": "1", "name": "Library of Bellwick"} for company in companies)
    assert run_for_text("office", "") == "(no name)"


def test_desks_say_since_when_by_the_region_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    run_for_text("open")
    for region, pattern in (("en-US", r"\d, 20\d\d, \d{1,2}:\d\d [AP]M "), ("fr-CA", r" 20\d\d, \d\d h \d\d ")):
        monkeypatch.setenv("WALKIN_OFFICE__LANGUAGE", region)
        assert re.search(pattern, run_for_text("desks"))
