"""``walkin form`` on an embedded office."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from walkin.cli.main import app
from walkin.cli.support import UsageError


@pytest.fixture
def data(office_file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WALKIN_CONFIG", os.devnull)
    return str(office_file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["form", *arguments])


def test_check_tells_every_problem_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "form.toml"
    file.write_text('[[form]]\nid = "a"\ntype = "radio"\n\n[[form]]\nid = "b"\ntitle = "B"\nbind = "crm-x"\n')
    result = run("check", str(file))
    assert result.exit_code == 1
    assert f"{file}, line 2: field 'a': it has no values to choose from" in result.stderr
    assert f"{file}, line 6: warning: field 'b': nobody knows the bind 'crm-x'" in result.stderr
    file.write_text('[[form]]\nid = "b"\ntitle = "B"\nbind = "crm-x"\n')
    result = run("check", str(file))
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert result.stdout.startswith(f"{file}: can be used, 1 question.\n")


def test_check_tells_what_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "form.toml"
    file.write_text('[[fom]]\nid = "a"\n')
    result = run("check", str(file))
    assert result.exit_code == 1
    assert "did you mean form for fom?" in result.stderr
    file.write_text('office = "x"\n[[form]]\nid = "a"\ntitle = "A"\n[[Form]]\nid = "b"\n[[questions]]\nid = "c"\n')
    result = run("check", str(file))
    assert result.exit_code == 0
    assert [line.split()[2] for line in result.stderr.splitlines()] == ["'Form'", "'questions'"]


@pytest.mark.parametrize(
    ("text", "message"), [('[{"id": 1}', "line 1: this is not JSON"), ('[{"title": "x"}]', "field 1, id")]
)
def test_check_of_a_broken_file(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "form.json"
    file.write_text(text)
    result = run("check", str(file))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{file}: {message}")


def test_a_form_goes_out_and_comes_back(tmp_path: Path, data: str) -> None:
    toml, as_json = tmp_path / "form.toml", tmp_path / "form.json"
    assert run("export", "moving house", "--output", str(as_json), "--data", data).exit_code == 0
    count = len(json.loads(as_json.read_text(encoding="utf-8"))["form"])
    assert count > 2
    result = run("export", "2", "--output", str(toml), "--data", data)
    assert result.exit_code == 0
    assert result.stdout == f"Wrote the form of Moving house to {toml}: {count} questions.\n"
    result = run("import", "1", str(as_json), "--data", data)
    assert result.stdout.endswith(f" (1): {count} questions.\n")
    assert run("export", "1", "--data", data).stdout == toml.read_text(encoding="utf-8")
    assert run("export", "1", "--format", "json", "--data", data).stdout == as_json.read_text(encoding="utf-8")


def test_a_queue_is_shown_with_the_sections_and_parts_of_its_form(tmp_path: Path, data: str) -> None:
    file = tmp_path / "form.json"
    people = {"repeat": {"max": 3}, "subItem": [{"id": "name", "title": "Name", "mandatory": True}]}
    form = [
        {"id": "kind", "type": "radio", "title": "Kind", "section": "You", "values": [{"id": "a", "name": "New"}]},
        {"id": "land", "type": "select", "title": "Country", "section": "You", "valuesFrom": "countries"},
        {"id": "who", "title": "Who?", "section": "Family", "visibleIf": {"id": "kind", "in": ["a"]}, **people},
        {"id": "ok", "type": "consent", "title": "Your data", "help": "May we?"},
        {"id": "info", "type": "text", "title": "Good to know"},
    ]
    file.write_text(json.dumps(form))
    assert run("import", "1", str(file), "--data", data).exit_code == 0
    shown = CliRunner().invoke(app, ["queue", "show", "1", "--data", data]).stdout
    assert shown.partition("Form:\n")[2].splitlines() == [
        "  You",
        "  1. Kind  (radio, optional)",
        "       - New",
        "  2. Country  (select, optional, list countries)",
        "  Family",
        "  3. Who?  (input, optional, on a condition, repeated)",
        "       Name  (input, mandatory)",
        "",
        "  4. Your data  (consent, mandatory)",
        "  5. Good to know  (text)",
    ]


def test_a_form_of_another_builder_comes_with_its_translations(tmp_path: Path, data: str) -> None:
    file = tmp_path / "survey.csv"
    file.write_text(
        "type,name,label::English (en),label::Suomi (fi)\ntext,why,Why?,Miksi?\ngeopoint,at,Where?,Missä?\n"
    )
    result = run("import", "1", str(file), "--data", data)
    assert result.stdout.endswith(" (1): 1 question, translated into fi.\n")
    assert f"{file}: warning: at: the type geopoint is not carried: ask for the address instead" in result.stderr
    exported = json.loads(run("export", "1", "--format", "json", "--data", data).stdout)
    assert exported["form"] == [{"id": "why", "type": "input", "title": "Why?"}]
    shown = CliRunner().invoke(app, ["queue", "show", "1", "--json", "--data", data])
    assert json.loads(shown.stdout)["i18n"]["fi"]["form"] == {"why": {"title": "Miksi?"}}
    assert json.loads(shown.stdout)["i18n"].keys() > {"fi"}
    added = CliRunner().invoke(app, ["queue", "add", "Survey", "--form", str(file), "--data", data])
    assert added.exit_code == 0
    result = run("import", "1", str(file), "--from", "fhir", "--data", data)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{file}: ")
    refused = run("import", "1", str(file), "--from", "paper", "--data", data)
    assert isinstance(refused.exception, UsageError)


def test_strict_takes_warnings_for_errors_and_check_says_how_long_a_form_is(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_text('[{"id": "a", "title": "A", "type": "radio", "values": [{"id": "x", "name": "<b>X</b>"}]}]')
    result = run("check", str(file))
    assert result.exit_code == 0
    assert "At a kiosk: 1 screen, about 1 to 2 keys or taps." in result.stdout
    assert run("check", str(file), "--strict").exit_code == 1
    file.write_text(file.read_text().replace("<b>X</b>", "X"))
    assert run("check", str(file), "--strict").exit_code == 0
    file.write_text(json.dumps([{"id": f"q{place}", "title": "Q"} for place in range(16)]))
    assert "Advice: 16 screens are many" in run("check", str(file)).stdout


def test_a_form_with_errors_is_not_imported(tmp_path: Path, data: str) -> None:
    file = tmp_path / "form.json"
    file.write_text('[{"id": "a"}, {"id": "a"}]')
    before = run("export", "1", "--data", data).stdout
    assert "[[form]]" in before
    result = run("import", "1", str(file), "--data", data)
    assert result.exit_code == 1
    assert "two fields have the id 'a'" in result.stderr
    assert run("export", "1", "--data", data).stdout == before


def test_what_toml_cannot_hold_is_told(tmp_path: Path, data: str) -> None:
    file = tmp_path / "form.json"
    file.write_text('[{"id": "a", "odd": [null]}]')
    assert run("import", "1", str(file), "--data", data).exit_code == 0
    result = run("export", "1", "--data", data)
    assert isinstance(result.exception, UsageError)
    assert "--format json" in str(result.exception)
    assert run("export", "1", "--format", "json", "--data", data).exit_code == 0
