"""Languages and changed texts in a folder of the office, whatever is in its files, and ``walkin languages``."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from walkin.cli.main import app
from walkin.languages import (
    FOLDER,
    MAX_FILE_BYTES,
    Words,
    choose_language,
    list_languages,
    list_staff_languages,
    load_shipped_english,
    name_languages,
    use_texts_folder,
)
from walkin.languages.check import check_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

run = CliRunner().invoke


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WALKIN_CONFIG", "")
    monkeypatch.setenv("COLUMNS", "80")
    texts = tmp_path / "texts"
    texts.mkdir()
    yield texts
    use_texts_folder(None)


def write(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_an_office_changes_words_and_adds_a_language(folder: Path) -> None:
    write(folder / "en.ftl", "kiosk-welcome = What brings you here?")
    write(folder / "fr-CA.ftl", "kiosk-done = Fini")
    write(folder / "cy.ftl", "language-name = Cymraeg", "kiosk-done = Wedi gorffen", "app-back = Yn ôl")
    use_texts_folder(folder)
    assert Words("en-US")("kiosk-welcome") == "What brings you here?"
    assert Words("en")("kiosk-done") == "Done"
    assert (Words("fr-CA")("kiosk-done"), Words("fr")("kiosk-done")) == ("Fini", "Terminé")
    assert Words("fr-CA")("form-email").startswith("Saisissez une adresse courriel")
    words = Words(choose_language("cy-GB"))
    assert (words("kiosk-done"), words("kiosk-welcome")) == ("Wedi gorffen", "What brings you here?")
    assert name_languages(["cy"]) == {"cy": "Cymraeg"}
    assert "cy" in list_languages()
    assert "cy" not in list_staff_languages("en")
    staff = [f"{key} = {key}" for key in load_shipped_english().keys if key.startswith(("counter-", "report-"))]
    write(folder / "cy.ftl", "language-name = Cymraeg", *staff)
    use_texts_folder(None)
    use_texts_folder(folder)
    assert "cy" in list_staff_languages("en")


BROKEN = {
    "unclosed": "kiosk-ahead = { $count ->\n    [one] one\n",
    "stray": "kiosk-ahead = }\n",
    "unknown placeholder": "kiosk-ahead = { $people } people\n",
    "unknown function": "kiosk-ahead = { PEOPLE($count) }\n",
    "unknown term": "kiosk-ahead = { -people } { $count }\n",
    "itself": "kiosk-ahead = { $count } { kiosk-ahead }\n",
    "nothing": "kiosk-ahead =\n",
    "attribute": "kiosk-ahead =\n    .title = { $count }\n",
    "no default": "kiosk-ahead = { $count ->\n    [one] one\n    [other] more\n}\n",
    "deep": f"kiosk-ahead = {'{' * 3000}\n",
    "large": "kiosk-ahead = x\n" + "#" * MAX_FILE_BYTES,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_text_is_said_with_file_and_line_and_english_stands_for_it(
    folder: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    file = folder / "en.ftl"
    file.write_text(f"kiosk-done = Fine\n{BROKEN[kind]}", encoding="utf-8")
    use_texts_folder(folder)
    words = Words("en")
    assert words("kiosk-ahead", count=3) == "3 people before you"
    assert words("kiosk-done") == ("Done" if kind == "large" else "Fine")
    assert str(file) in caplog.text
    problems = check_file(file)
    assert problems
    assert all(problem.line == (0 if kind in ("large", "deep") else 2) for problem in problems) or kind == "no default"
    result = run(app, ["languages", "check", str(file)])
    assert result.exit_code == 1
    assert f"{file}:" in result.output.replace("\n    ", "")


def test_bytes_of_any_kind_are_refused_and_control_characters_do_not_reach_a_screen(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "sw.ftl").write_bytes(b"kiosk-done = caf\xe9\n")
    (folder / "xx.ftl").mkdir()
    os.mkfifo(folder / "yy.ftl")
    write(folder / "german.ftl", "kiosk-done = Fertig")
    hostile = write(folder / "en.ftl", "kiosk-done = \x1b[31mDone\x07 \u202enow\u2069", "app-back = [/b]")
    use_texts_folder(folder)
    assert Words("sw")("kiosk-done") == Words("xx")("kiosk-done") == Words("en")("kiosk-done")
    assert Words("en")("kiosk-done") == "[31mDone now"
    assert "sw.ftl" in caplog.text
    assert "german" not in list_languages()
    assert [(problem.line, problem.text) for problem in check_file(hostile)] == [
        (1, "the character U+001B cannot be shown"),
    ]
    for name, reason in [("sw", "UTF-8"), ("xx", "no such file"), ("yy", "no such file"), ("german", "like de.ftl")]:
        assert reason in str(*check_file(folder / f"{name}.ftl"))
    result = run(app, ["languages", "--json"], env={"WALKIN_OFFICE__TEXTS": str(folder)})
    assert result.exit_code == 0
    assert "\x1b" not in result.output


def test_plural_forms_are_those_of_the_language(folder: Path) -> None:
    def check(code: str, *variants: str) -> list[str]:
        lines = [f"    {variant} {{ $count }} x" for variant in variants]
        file = write(folder / f"{code}.ftl", "kiosk-ahead = { $count ->", *lines, "}")
        return [problem.text.removeprefix("kiosk-ahead: ") for problem in check_file(file)]

    assert check("pl", "[one]", "[few]", "*[many]") == []
    # "other" is for fractions only: as the default it stands for "many".
    assert check("pl", "[0]", "[one]", "[few]", "*[other]") == []
    assert check("pl", "[one]", "*[other]") == ["there is no variant few or many"]
    assert check("ja", "[0]", "*[other]") == []
    assert check("ja", "[one]", "*[other]") == ["the variant one is never used: in this language there are other"]
    assert check("ar", "[zero]", "[one]", "[two]", "[few]", "[many]", "*[other]") == []
    assert check("ar", "[0]", "[one]", "[two]", "[few]", "*[other]") == ["there is no variant many"]
    file = write(folder / "pl.ftl", "kiosk-progress = { $about ->", "   *[no] { $number } { $count }", "}")
    assert [problem.text for problem in check_file(file)] == [
        "kiosk-progress: the variants of $about have to be yes, no"
    ]


def test_the_command_says_how_complete_each_language_is_and_what_is_missing(folder: Path) -> None:
    write(folder / "cy.ftl", "language-name = Cymraeg")
    write(folder / "en.ftl", "kiosk-done = Fine")
    environment = {"WALKIN_OFFICE__TEXTS": str(folder)}
    lines = run(app, ["languages"], env=environment).output.splitlines()
    assert lines[0].split() == ["code", "clients", "staff", "name"]
    assert ["fr", "100%", "100%", "Français"] in [line.split() for line in lines]
    assert ["cy", "0%", "0%", "Cymraeg"] in [line.split() for line in lines]
    listed = {row["code"]: row for row in json.loads(run(app, ["languages", "--json"], env=environment).output)}
    assert listed["cy"]["clients"]["texts"] == 1
    assert listed["en"]["files"] == [str(folder / "en.ftl"), str(FOLDER / "en.ftl")]
    result = run(app, ["languages", "check"], env=environment)
    assert result.exit_code == 1
    assert "texts for clients are missing" in result.output.replace("\n    ", " ")
    assert f"{folder / 'en.ftl'}: can be used." in result.output.replace("\n    ", " ")
    # Only a path may be longer.
    assert all(len(line) <= 80 or " " not in line.strip() for line in result.output.splitlines())
    found = json.loads(run(app, ["languages", "check", "--json"], env=environment).output)
    assert "kiosk-done" in found[0]["missing"]
    assert found[1] == {"file": str(folder / "en.ftl"), "problems": [], "missing": []}
    assert run(app, ["languages", "check", str(folder / "en.ftl")]).exit_code == 0
    assert "no texts of its own" in run(app, ["languages", "check"]).output
