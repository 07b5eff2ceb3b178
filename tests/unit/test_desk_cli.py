"""``walkin call`` and its like, run on an office of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from walkin.cli.main import app
from walkin.cli.support import UsageError
from walkin.model.errors import Refused


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_CONFIG", os.devnull)
    monkeypatch.setenv("WALKIN_OFFICE__DATA", str(tmp_path / "office.db"))
    monkeypatch.setenv("WALKIN_OFFICE__DESK", "Desk 1")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def said(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, done.exception
    return done.stdout.strip()


def told(*arguments: str) -> Any:
    return json.loads(said(*arguments, "--json"))


def test_a_day_at_a_desk() -> None:
    for _ in range(4):
        said("register", "1")
    assert said("register", "2", "--last-name", "Bee", "--priority", "2").startswith("B001 waits in ")
    assert said("call", "--queue", "1") == "A001 is called to Desk 1."
    assert said("recall") == "A001 is called to Desk 1."
    assert said("call", "--outcome", "solved").splitlines() == ["A001 is finished.", "B001 is called to Desk 1."]
    assert said("no-show") == "B001 did not come."
    assert said("undo") == "Undone: B001 is called to Desk 1."
    assert said("next-service", "1", "--place", "first").endswith(", place 1.")
    assert said("park", "A002") == "A002 is on hold."
    assert said("resume", "2", "--queue", "1").endswith(", place 2.")
    assert said("transfer", "a003", "--to-desk", "Desk 3") == "A003 waits for Desk 3."
    assert said("transfer", "A004", "--to", "2", "--place", "first").endswith(", place 1.")
    assert said("priority", "A002", "5").endswith(", place 1.")
    assert told("note", "A002", "deaf")["note"] == "deaf"
    assert said("call", "A003", "--desk", "Desk 3") == "A003 is called to Desk 3."
    assert said("put-back", "A003", "--place", "1").endswith(", place 3."), "A002 and B001 have a higher priority"
    assert said("finish", "id:" + told("call", "A002")["id"]) == "A002 is finished."


def test_desks_are_opened_paused_and_closed() -> None:
    assert said("pause") == "Desk 1 is paused."
    assert told("open")["status"] == "open"
    assert said("close", "--desk", "Guichet 2") == "Guichet 2 is closed."
    assert [(one["name"], one["status"]) for one in told("desks")] == [("Desk 1", "open"), ("Guichet 2", "closed")]
    assert "Guichet 2  closed" in said("desks")


def test_a_number_of_two_queues_is_asked_about() -> None:
    said("register", "1")
    said("register", "2")
    done = run("call", "1")
    assert isinstance(done.exception, UsageError)
    assert "A001 (id:1, " in str(done.exception)
    assert "B001 (id:2, " in str(done.exception)
    assert said("call", "1", "--queue", "2") == "B001 is called to Desk 1."


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
    done = run(*arguments)
    assert done.exit_code != 0
    assert isinstance(done.exception, (UsageError, Refused))
    assert str(done.exception).startswith(problem)


def test_without_a_desk_nothing_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WALKIN_OFFICE__DESK")
    done = run("call")
    assert isinstance(done.exception, UsageError)
    assert "--desk NAME" in str(done.exception)
