"""``walkin form`` on an embedded office."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from walkin.cli.forms import form_app
from walkin.cli.support import UsageError


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WALKIN_CONFIG", os.devnull)
    return str(tmp_path / "office.db")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(form_app, list(arguments))


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
    assert result.stdout == f"{file}: can be used, 1 question.\n"


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
