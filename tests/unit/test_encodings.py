"""Commands where the output has another encoding than UTF-8, and data paths of every character."""

from __future__ import annotations

import io
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from walkin.cli.main import app
from walkin.cli.support import run_command
from walkin.model.office_files import get_default_files_dir, get_lock_path
from walkin.model.printable import to_ascii_json
from walkin.settings import load_settings
from walkin.store.engine.sqlite import WriteLock, build_engine
from walkin.store.transfer import transfer

Run = Callable[..., tuple[int, bytes, bytes]]

FURTHER_ENCODINGS = ["ascii", "euc_jp", "cp850", "koi8-r", "utf-8", "utf-16"]
ENCODINGS = ["iso-8859-1", "shift_jis", *(pytest.param(name, marks=pytest.mark.long) for name in FURTHER_ENCODINGS)]
WITHOUT_DATA = ("languages", "keys", "guide", "openapi", "copy", "uninstall")
"""Commands without the option ``--data``."""
NAME = "Zoë ¥ “李” 😀"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, new_office: Path, tmp_path: Path) -> Run:
    """Run a command on a new office with streams of an encoding; returns its code and what it wrote."""
    data = tmp_path / "office.db"
    data.write_bytes(new_office.read_bytes())

    def run_with_encoding(encoding: str, *arguments: str) -> tuple[int, bytes, bytes]:
        output, errors = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", output)
            patch.setattr(sys, "stderr", errors)
            options = [] if arguments[0] in WITHOUT_DATA else ["--data", str(data)]
            code = run_command(lambda: app(args=[*arguments, *options], prog_name="walkin"))
        written = []
        for stream in (output, errors):
            stream.flush()
            assert isinstance(stream.buffer, io.BytesIO)
            written.append(stream.buffer.getvalue())
        return code, written[0], written[1]

    return run_with_encoding


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_output_ends_a_command(run: Run, encoding: str) -> None:
    assert run(encoding, "queue", "edit", "2", "--name", NAME)[0] == 0
    commands = [
        ("register", "2", "--last-name", NAME),
        ("register", "2", "--last-name", NAME, "--json"),
        ("queue", "list"),
        ("report",),
        ("report", "--language", "fr"),
    ]
    for command in commands:
        assert run(encoding, *command)[0] == 0, command
    code, output, _ = run(encoding, "queue", "show", "2", "--json")
    queue = json.loads(output.decode(encoding))
    assert (queue["name"], queue["waiting"]) == (NAME, 2)
    code, output, errors = run(encoding, "queue", "show", "Öffnungsänderung 李")
    assert code == 2
    assert b"is no queue" in errors.replace(b"\0", b"")


# What is printed is named NAME too. In this order: later ones show what earlier ones made.
COMMANDS: list[tuple[str, ...]] = [
    ("queue", "add", f"{NAME} 2"), ("queue", "edit", "2", "--name", NAME, "--prefix", "Z"), ("queue", "list"),
    ("queue", "show", "2"), ("account", "add", NAME), ("account", "edit", "2", "--name", f"{NAME} 2"),
    ("account", "list"), ("key", "add", "--role", "admin", "--name", NAME), ("key", "list"), ("key", "grants"),
    ("register", "2", "--last-name", NAME), ("register", "2", "--last-name", NAME, "--json"),
    ("call", "2", "--desk", NAME), ("recall", "--desk", NAME), ("no-show", "--desk", NAME), ("undo", "--desk", NAME),
    ("note", "Z001", NAME), ("edit", "Z001", "--last-name", NAME), ("priority", "Z001", "1"),
    ("transfer", "Z001", "--to", NAME, "--desk", NAME),
    ("park", "Z002", "--desk", NAME), ("resume", "Z002", "--desk", NAME), ("call", "2", "--desk", NAME),
    ("finish", "--desk", NAME), ("register", "2", "--last-name", NAME), ("call", "2", "--desk", NAME),
    ("next-service", NAME, "--desk", NAME), ("pause", "--desk", NAME),
    ("open", "--desk", NAME), ("desks",), ("close", "--desk", NAME),
    ("report",), ("report", "--language", "fr"), ("report", "--format", "csv"), ("report", "--format", "html"),
    ("report", "--format", "json"), ("queue", "edit", "2", "--phone"),
    ("poster", "2", "--public-url", "https://example.org"), ("keys",), ("config",),
    ("guide", "kiosk"), ("openapi",), ("openapi", "--v20"), ("form", "export", "2"),
    ("form", "import", "2", "FORM"), ("form", "export", "2", "--format", "json"), ("audit", "list"),
    ("audit", "list", "--json"), ("audit", "verify"), ("privacy", "report"), ("privacy", "export", "1"),
    ("privacy", "hold", "1"), ("watch", "list"), ("watch", "log"), ("check",), ("backup", "BACKUP"),
    ("copy", "BACKUP", "COPY"), ("office", NAME), ("office",), ("ticket", "preview"),
    ("languages", "check"), ("install", "kiosk", "--root", "ROOT"), ("uninstall", "kiosk", "--root", "ROOT"),
    ("queue", "delete", f"{NAME} 2", "--yes"),
]  # fmt: skip
NOT_RUN = {"kiosk", "counter", "display", "serve", "deliver", "demo", "form preview", "watch listen"}
"""Screens and servers, which do not end by themselves."""
REFUSED_HERE = {
    "restore",
    "privacy confirm-clock",
    "identify",
    "put-back",
    "form check",
    "key revoke",
    "key end-grant",
    "privacy erase",
    "printer status",
    "printer test",
    "ticket print",
}
REFUSED_HERE |= {f"watch {name}" for name in ("add", "show", "enable", "delete", "test", "replay")}
"""Commands that this office has no object for, or that would undo the others."""


@pytest.mark.long
@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1", "euc_jp", "cp850"])
def test_every_command_prints_in_any_encoding(run: Run, encoding: str, tmp_path: Path) -> None:
    form = tmp_path / "form.toml"
    form.write_text(f'[[form]]\nid = "1"\ntitle = "{NAME}"\n', encoding="utf-8")
    places = {
        "FORM": str(form),
        "BACKUP": str(tmp_path / f"1 {NAME}"),
        "COPY": str(tmp_path / f"2 {NAME}.db"),
        "ROOT": str(tmp_path / NAME),
    }
    failures = []
    for command in COMMANDS:
        code, output, errors = run(encoding, *(places.get(word, word) for word in command))
        if code or b"mistake in the program" in errors:
            failures.append((command, code, errors.decode(encoding)))
        if "json" in command or "--json" in command:
            assert json.loads(output)
    assert failures == []


def test_every_command_is_tried_or_is_known_not_to_be() -> None:
    def list_commands(command: Any, *names: str) -> Iterator[str]:
        members = getattr(command, "commands", {})
        for name, member in members.items():
            yield from list_commands(member, *names, name)
        if not members:
            yield " ".join(names)

    commands = set(list_commands(get_command(app)))
    tried = {name for name in commands if any(tuple(name.split()) == words[: len(name.split())] for words in COMMANDS)}
    assert commands - tried == NOT_RUN | REFUSED_HERE


def test_bytes_of_another_encoding_are_refused_in_words(run: Run) -> None:
    for command in (("register", "2", "--last-name"), ("call", "2", "--desk"), ("queue", "edit", "2", "--name")):
        code, _, errors = run("utf-8", *command, "Zo\udceb")
        assert code != 0
        assert b"mistake in the program" not in errors, command
        assert errors


@pytest.mark.parametrize("encoding", ["iso-8859-1", pytest.param("shift_jis", marks=pytest.mark.long)])
def test_files_are_written_without_a_loss(run: Run, encoding: str, tmp_path: Path) -> None:
    form = tmp_path / "form.toml"
    form.write_text(f'[[form]]\nid = "1"\ntitle = "{NAME}"\n', encoding="utf-8")
    assert run(encoding, "form", "import", "2", str(form))[0] == 0
    toml = run(encoding, "form", "export", "2")[1]
    assert tomllib.loads(toml.decode())["form"][0]["title"] == NAME
    as_json = run(encoding, "form", "export", "2", "--format", "json")[1]
    assert json.loads(as_json.decode(encoding))["form"][0]["title"] == NAME


@given(st.text(st.characters(codec="utf-8")))
def test_json_in_ascii_is_the_same_json(text: str) -> None:
    escaped = to_ascii_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert escaped.isascii()
    assert json.loads(escaped) == {text: [text]}


PRINTABLE = "".join(chr(code) for code in range(32, 127) if chr(code) != "/")

file_names = (
    st.text(st.one_of(st.sampled_from(PRINTABLE), st.characters(codec="utf-8", exclude_characters="/\0")), min_size=1)
    .filter(lambda name: len(os.fsencode(name)) < 200 and name.strip() not in ("", ".", ".."))
    .filter(lambda name: not name.startswith(("~", "postgres:", "postgresql:")))
)


def create_table(path: Path) -> list[str]:
    """Write to the database, and return the names of the files that are there then."""
    lock = WriteLock(path)
    engine = build_engine(path)
    with lock.hold(), engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS mark (name TEXT)")
        connection.exec_driver_sql("INSERT INTO mark VALUES ('x')")
        connection.commit()
        (file,) = [row[2] for row in connection.exec_driver_sql("PRAGMA database_list")]
    engine.dispose()
    lock.close()
    assert Path(file) == path
    return sorted(entry.name for entry in path.parent.iterdir())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(file_names)
def test_a_data_path_may_have_any_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("office")
    path = load_settings({"data": str(folder / name)}, None, {}).settings.data
    assert path == folder / name
    assert create_table(path) == sorted([name, get_lock_path(path).name])
    assert get_default_files_dir(path).parent == folder


FURTHER_NAMES = ["a#b&c=d.db", " two  spaces ", "日本 ü.db", "new\nline", "file:x?mode=ro"]


@pytest.mark.parametrize(
    "name",
    ["Town%20Hall?", ":memory:", PRINTABLE, *(pytest.param(name, marks=pytest.mark.long) for name in FURTHER_NAMES)],
)
def test_an_office_and_its_copy_may_have_any_name(
    new_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (name, "copy"):
        (tmp_path / folder).mkdir()
    source, target = tmp_path / name / name, tmp_path / "copy" / f"2 {name}"
    source.write_bytes(new_office.read_bytes())
    settings_file = tmp_path / name / "settings?%.toml"
    settings_file.write_text(f"[office]\ndata = {json.dumps(name)}\n", encoding="utf-8")
    assert load_settings({}, settings_file, {}).settings.data == source
    transfer((source, None), (target, None), lambda line: None)
    assert create_table(target) == sorted([target.name, get_lock_path(target).name])
    assert {entry.name for entry in tmp_path.iterdir()} == {name, "copy"}
