"""The documents against the program: commands parse and run, links resolve, everything a user can set is described."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from walkin.cli.main import app
from walkin.guide import FOLDER, list_pages, read_page
from walkin.model.errors import STATUS_BY_REASON
from walkin.model.form.definition import Choice, Condition, FormItem, Repeat, ValueFormat
from walkin.model.form.parsers.registry import PARSERS
from walkin.settings import load_settings
from walkin.settings.model import FULL_NAMES
from walkin_counter.desk.commands import SIGNS
from walkin_counter.desk.keymap import DEFAULT_KEYMAP

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted(FOLDER.glob("*.md")), *sorted((ROOT / ".github").rglob("*.md"))]
BLOCK = re.compile(r"^[ ]*```(\w*)\n(.*?)^[ ]*```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
SCREENS = {"kiosk", "counter", "display", "demo", "guide", "serve", "deliver", "watch listen", "form preview"}
"""Commands that run until they are stopped."""


def build_program() -> Any:
    """The command ``walkin`` as Typer hands it to its parser."""
    return typer.main.get_command(app)


def list_commands(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from list_commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


COMMANDS = dict(list_commands(build_program()))


def split_command(line: str) -> list[str]:
    """The words of a shell command up to its first operator, without the comment behind it."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if set(word) <= set("();<>|&"):
            break
        words.append(word)
    return words


def list_lines(path: Path) -> list[str]:
    """The commands ``walkin …`` in the shell blocks of a document."""
    blocks = [text for language, text in BLOCK.findall(path.read_text(encoding="utf-8")) if language == "sh"]
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line.startswith("walkin ") or line == "walkin"]


def list_mentions(path: Path) -> list[str]:
    """The commands ``walkin …`` named in the running text of a document."""
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    return [code for code in CODE.findall(text) if code.startswith("walkin ")]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, its commands replaced by nothing: what is run is parsed only."""
    program = build_program()
    for _, command in list_commands(program):
        monkeypatch.setattr(command, "callback", lambda **_: None)
    return program


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_document_is_one(path: Path, parsed: Any) -> None:
    for line in [*list_lines(path), *list_mentions(path)]:
        words = split_command(line)[1:]
        if not words or words[0].isupper():
            continue
        # A command that is only named, like "walkin transfer", need not have its arguments.
        named = line in list_mentions(path) and " ".join(words) in COMMANDS
        try:
            parsed.main(args=[*words, "--help"] if named else words, prog_name="walkin", standalone_mode=False)
        except Exception as error:  # noqa: BLE001 - Typer's errors depend on its version
            pytest.fail(f"{path.name}: {line}: {error}")


@pytest.mark.long
def test_every_command_of_the_guide_that_can_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setenv("WALKIN_CONFIG", "/dev/null")
    monkeypatch.chdir(tmp_path)
    form = re.search(r"```toml\n(\[\[form\]\].*?)```", read_page("forms"), re.DOTALL)
    assert form is not None
    (tmp_path / "permits.toml").write_text(form[1])
    runner = CliRunner()
    count = 0
    for page in list_pages():
        # What needs an address outside, an editor, or something that only one office has.
        unrunnable = (
            "…",
            "postgresql:",
            "/srv/",
            "/mnt/",
            "wq_",
            "watch add",
            "watch test",
            "printer ",
            "ticket print",
            "in your editor",
            "--port",
        )
        for line in list_lines(FOLDER / f"{page}.md"):
            words = split_command(line)[1:]
            name = next((name for name in COMMANDS if words[: len(name.split())] == name.split()), "")
            if not name or name in SCREENS or name.startswith("watch ") or any(part in line for part in unrunnable):
                continue
            done = runner.invoke(app, words)
            assert done.exit_code == 0, (line, done.output, done.exception)
            count += 1
    assert count > 20


def test_every_command_is_described() -> None:
    guide = "\n".join(map(read_page, list_pages()))
    assert [name for name in COMMANDS if f"`walkin {name}`" not in guide] == []


def test_every_setting_is_described_in_its_table() -> None:
    tables = re.split(r"^## \[(\w+)\]$", read_page("settings"), flags=re.MULTILINE)[1:]
    described = {
        f"{table}.{name}"
        for table, text in zip(tables[::2], tables[1::2], strict=True)
        for name in re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    }
    assert described == set(FULL_NAMES.values())


@pytest.mark.parametrize("page", list_pages())
def test_every_settings_file_in_the_guide_is_valid(page: str, tmp_path: Path) -> None:
    for language, text in BLOCK.findall(read_page(page)):
        if language == "toml" and "[[form]]" not in text:
            file = tmp_path / "walkin.toml"
            file.write_text(textwrap.dedent(text).replace("…", "x"), encoding="utf-8")
            load_settings({}, file, {})


def test_every_key_of_the_counter_is_described() -> None:
    rows = re.findall(r"^\| (.+?) \| .+ \| `(\w+)` \|$", read_page("desk"), re.MULTILINE)
    described = {name: {SIGNS.get(key, key) for key in keys.lower().split(" or ")} for keys, name in rows}
    assert described == {name: set(keys) for name, keys in DEFAULT_KEYMAP.items()}


def test_every_form_type_is_described() -> None:
    described = set(
        re.findall(r"`([a-z]+)`", "\n".join(re.findall(r"^\| (`.+?) \|", read_page("forms"), re.MULTILINE)))
    )
    assert set(PARSERS) - described == set()


def test_every_member_of_a_form_is_described() -> None:
    members = {
        field.alias or name
        for model in (FormItem, ValueFormat, Choice, Condition, Repeat)
        for name, field in model.model_fields.items()
    }
    assert {name for name in members if not re.search(rf"\b{name}\b", read_page("forms"))} == set()


def test_every_error_reason_is_described_with_its_status() -> None:
    rows = re.findall(r"^\| (`.+?) \| (\d{3}) \|", read_page("api"), re.MULTILINE)
    described = {reason: int(status) for names, status in rows for reason in re.findall(r"`(\w+)`", names)}
    assert described == dict(STATUS_BY_REASON)


def test_every_theme_is_described() -> None:
    text = read_page("themes")
    assert [path.stem for path in (ROOT / "themes").glob("*.toml") if f"`{path.stem}`" not in text] == []


def test_each_row_of_the_conformance_list_names_a_test_that_is_there() -> None:
    rows = re.findall(
        r"^\| .+ \| .+ \| .+ \| (.+) \|$", read_page("accessibility").partition("## Conformance")[2], re.MULTILINE
    )
    shown = [row.strip("`") for row in rows[1:] if row.startswith("`")]
    assert len(shown) > 30
    others = {row for row in rows[1:] if not row.startswith(("`", "not met: "))}
    assert others == {"not shown", "the table above"}
    for name in shown:
        path, _, function = name.partition("::")
        assert re.search(rf"^ *(async )?def {function}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), (
            name
        )


def test_the_index_names_every_page() -> None:
    assert set(list_pages()) == {path.stem for path in FOLDER.glob("*.md")}


def to_anchor(heading: str) -> str:
    """The anchor of a heading as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_in_a_document_resolves(path: Path) -> None:
    for link in LINK.findall(BLOCK.sub("", path.read_text(encoding="utf-8"))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        address, _, anchor = link.partition("#")
        target = (path.parent / address).resolve() if address else path
        assert target.exists(), f"{path.name}: {link}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(to_anchor, headings), f"{path.name}: {link}"


def test_the_readme_is_short() -> None:
    assert len(README.read_bytes()) <= 12_000
