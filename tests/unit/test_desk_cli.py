"""The commands of a desk, like ``walkin call``, on an embedded office."""

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
