"""`walkin install` and `walkin uninstall`, in a folder that stands for /."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.offices import run_command
from walkin.cli.main import app
from walkin.cli.support import UsageError
from walkin.machine.plan import Request, describe_obstacles, make_plan
from walkin.machine.programs import EMULATORS, Program, Terminal
from walkin.machine.record import FileInTheWay
from walkin.settings import load_settings

UNIT = "etc/systemd/system/walkin-kiosk.service"
HOSTILE = """a b'c"d\\e $HOME %n %%;x"""
"""A folder's name full of what systemd, shells and TOML act on."""

if sys.platform == "win32":
    pytest.skip("needs systemd's paths", allow_module_level=True)


def run(*words: str | Path, code: int = 0) -> str:
    """The output of a command, with the words of a refusal (code 2)."""
    done = CliRunner().invoke(app, list(map(str, words)))
    assert (2 if isinstance(done.exception, UsageError) else done.exit_code) == code, (done.output, done.exception)
    return f"{done.output}{done.exception}"


def read_tree(folder: Path) -> dict[str, object]:
    """Every file, link and folder with its content and mode."""
    return {
        str(path.relative_to(folder)): (
            path.readlink() if path.is_symlink() else (path.is_file() and path.read_bytes(), path.stat().st_mode)
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine with a few files."""
    for name in ("etc/systemd/system/other.service", "etc/pam.d/login", "etc/hostname"):
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"this is {name}\n", encoding="utf-8")
    return tmp_path / "root"


@pytest.fixture(autouse=True)
def of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever installs has settings that the installed program will not have."""
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/clerk/.config")
    monkeypatch.setenv("WALKIN_OFFICE__API_TOKEN", "a-secret-of-the-installer")


@pytest.mark.parametrize(
    "words", [*(("kiosk", "--terminal", terminal) for terminal in Terminal), ("display",), ("counter",), ("server",)]
)
def test_uninstall_leaves_the_machine_as_it_was(words: tuple[str, ...], root: Path) -> None:
    before = read_tree(root)
    output = run("install", *words, "--root", root)
    written = read_tree(root).keys() - before.keys()
    files = {name for name in written if (root / name).is_symlink() or (root / name).is_file()}
    record = f"etc/walkin/{words[0]}.installed.json"
    assert {f"wrote: {root / name}" for name in files - {record}} == set(output.splitlines()[: len(files) - 1])
    assert "a-secret-of-the-installer" not in "".join(map(str, read_tree(root).values()))
    # A second time nothing is to be done.
    after = read_tree(root)
    assert "wrote" not in run("install", *words, "--root", root)
    assert read_tree(root) == after
    run("uninstall", words[0], "--root", root)
    assert read_tree(root) == before


@pytest.mark.parametrize("program", ["kiosk", "server"])
def test_a_user_installs_without_the_machine(program: str, root: Path) -> None:
    before = read_tree(root)
    run("install", program, "--user", "--root", root)
    assert (root / f"home/clerk/.config/systemd/user/walkin-{program}.service").exists()
    assert not [name for name in read_tree(root).keys() - before.keys() if not name.startswith("home")]
    run("uninstall", program, "--user", "--root", root)
    assert read_tree(root) == before


def test_two_programs_share_a_machine_and_go_one_after_the_other(root: Path) -> None:
    before = read_tree(root)
    run("install", "kiosk", "--root", root)
    run("install", "server", "--root", root)
    assert "the kiosk has this machine's console" in run("install", "display", "--root", root, code=2)
    run("uninstall", "kiosk", "--root", root)
    assert (root / "etc/walkin/server.toml").exists()
    run("uninstall", "server", "--root", root)
    assert read_tree(root) == before


def test_another_terminal_replaces_the_files_of_the_first(root: Path) -> None:
    run("install", "kiosk", "--root", root)
    run("install", "kiosk", "--root", root, "--terminal", "console")
    assert not (root / "etc/walkin/kiosk.foot.ini").exists()
    assert "foot" not in (root / UNIT).read_text(encoding="utf-8")


def test_dry_run_shows_the_files_and_writes_none(root: Path) -> None:
    before = read_tree(root)
    output = run("install", "kiosk", "--root", root, "--dry-run")
    assert f"# {root / UNIT}" in output
    assert "Restart=always" in output
    assert read_tree(root) == before


def test_a_file_of_somebody_else_is_refused_and_kept_as_a_copy(root: Path) -> None:
    (root / UNIT).write_text("mine", encoding="utf-8")
    before = read_tree(root)
    assert f"{root / UNIT}: not written by walkin" in run("install", "kiosk", "--root", root, code=2)
    assert read_tree(root) == before
    assert "kept a copy" in run("install", "kiosk", "--root", root, "--force")
    assert (root / f"{UNIT}.before-walkin").read_text(encoding="utf-8") == "mine"
    assert f"put back: {root / UNIT}" in run("uninstall", "kiosk", "--root", root)
    assert read_tree(root) == before


def test_what_was_changed_since_is_named_and_kept(root: Path) -> None:
    before = read_tree(root)
    run("install", "kiosk", "--root", root)
    with (root / UNIT).open("a", encoding="utf-8") as file:
        file.write("# ours\n")
    assert "changed since" in run(
        "install", "kiosk", "--root", root, "--font-size", "30", "--terminal", "console", code=2
    )
    assert f"changed since, kept: {root / UNIT}" in run("uninstall", "kiosk", "--root", root, code=1)
    assert (root / UNIT).read_text(encoding="utf-8").endswith("# ours\n")
    assert (read_tree(root).keys() - before.keys()) == {UNIT, "etc/walkin", "etc/walkin/kiosk.installed.json"}
    run("uninstall", "kiosk", "--root", root, "--force")
    assert read_tree(root) == before


def test_settings_are_private_and_never_replaced(root: Path) -> None:
    run("install", "kiosk", "--root", root, "--api", "https://queue.example.org")
    settings = root / "etc/walkin/kiosk.toml"
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    settings.write_text(settings.read_text(encoding="utf-8") + 'api_key = "k"\napi_token = "t"\n', encoding="utf-8")
    mine = settings.read_bytes()
    run("install", "kiosk", "--root", root, "--font-size", "30", "--force")
    assert settings.read_bytes() == mine
    assert load_settings({}, settings, {}).settings.api_key == "k"
    assert "kept" in run("uninstall", "kiosk", "--root", root, code=1)
    assert settings.read_bytes() == mine


def test_a_link_out_of_the_folder_is_not_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "etc/walkin").symlink_to(outside)
    assert "leads out of" in run("install", "kiosk", "--root", root, code=2)
    assert not list(outside.iterdir())


@pytest.mark.parametrize("content", ["", "[]", '{"files": 1}', "\udcff"])
def test_a_damaged_record_is_named(content: str, root: Path) -> None:
    record = root / "etc/walkin/kiosk.installed.json"
    record.parent.mkdir()
    record.write_bytes(content.encode(errors="surrogateescape"))
    for words in (("install", "kiosk"), ("uninstall", "kiosk"), ("install", "display")):
        with pytest.raises(FileInTheWay, match="is damaged"):
            CliRunner().invoke(app, [*words, "--root", str(root)], catch_exceptions=False)


def test_a_hostile_name_of_a_folder_is_written_as_text(tmp_path: Path) -> None:
    file = tmp_path / "\x1b[2J\x9b5m"
    file.write_text("", encoding="utf-8")
    done = run_command("install", "server", "--root", str(file), environment=dict(os.environ))
    assert done.returncode == 1
    assert "Not a directory" in done.stderr
    assert not {"\x1b", "\x9b"} & set(done.stdout + done.stderr)


def test_line_breaks_and_other_controls_are_refused(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "walkin\nExecStartPre=evil.toml"
    config.write_text("", encoding="utf-8")
    before = read_tree(root)
    assert "cannot stand in a file of systemd" in run("install", "kiosk", "--root", root, "--config", config, code=2)
    assert "not the name of a font" in run("install", "kiosk", "--root", root, "--font", "x\n[url]", code=2)
    assert "cannot stand" in run("install", "kiosk", "--root", root, "--data", "/srv/a\x07b/office.db", code=2)
    assert read_tree(root) == before


def test_the_console_is_not_a_users(root: Path) -> None:
    assert "belongs to the machine" in run(
        "install", "kiosk", "--user", "--root", root, "--terminal", "console", code=2
    )


def test_folders_that_others_may_not_enter_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed" / "bin").mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "closed" / "bin" / "python"))
    assert any(f"may not enter {tmp_path / 'closed'}:" in line for line in describe_obstacles())


@pytest.fixture
def hostile_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Walkin in a folder whose name is full of what systemd acts on."""
    program = tmp_path / HOSTILE.translate(dict.fromkeys(map(ord, "\"'\\"))) / "walkin"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    return program


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
@pytest.mark.parametrize("for_user", [False, True])
def test_systemd_finds_no_fault_in_any_unit(
    for_user: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile_program: Path
) -> None:
    config = tmp_path / HOSTILE / "walkin.toml"
    config.parent.mkdir()
    config.write_text(f"[office]\nlog = {json.dumps(str(config.with_name('log.txt')))}\n", encoding="utf-8")
    fake = tmp_path / "bin"
    fake.mkdir()
    for name in ("cage", "foot", "kitty", "alacritty", "chvt", "setterm"):
        shutil.copy("/bin/true", fake / name)
    monkeypatch.setattr("walkin.machine.plan.find_executable", lambda name: str(fake / name))
    units = []
    for program, terminal in [
        *((Program.KIOSK, terminal) for terminal in Terminal),
        (Program.SERVER, Terminal.CONSOLE),
    ]:
        if for_user and program.has_screen and terminal is Terminal.CONSOLE:
            continue
        for number, path in enumerate((None, config)):
            settings = load_settings({"data": str(tmp_path / HOSTILE / "office.db")}, path, {}).settings
            plan = make_plan(Request(program, settings, for_user, terminal, path))
            unit = tmp_path / f"walkin-{program}-{terminal}-{number}.service"
            # Programs of the console that this machine may lack.
            text = (
                plan.files[0]
                .text.replace("/usr/bin/chvt", f"{fake}/chvt")
                .replace("/usr/bin/setterm", f"{fake}/setterm")
            )
            unit.write_text(text, encoding="utf-8")
            units.append(unit)
    words = [
        "systemd-analyze",
        "--user" if for_user else "--system",
        "verify",
        "--man=no",
        "--recursive-errors=no",
        *units,
    ]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    faults = [line for line in done.stderr.splitlines() if "walkin" in line]
    assert faults == []
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_names_a_program_that_is_not_there(hostile_program: Path, tmp_path: Path) -> None:
    """The test above would find a path that is quoted wrongly."""
    plan = make_plan(Request(Program.SERVER, load_settings({}, Path("/dev/null"), {}).settings))
    hostile_program.unlink()
    (hostile_program.with_name("python")).touch()
    unit = tmp_path / plan.unit
    unit.write_text(plan.files[0].text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert f"Command {hostile_program} is not executable" in done.stderr


def test_terminals_take_their_files(tmp_path: Path) -> None:
    settings = load_settings({}, Path("/dev/null"), {}).settings
    for terminal, emulator in EMULATORS.items():
        plan = make_plan(Request(Program.KIOSK, settings, terminal=terminal, font="Noto Sans Mono", font_size=23))
        text = next(file.text for file in plan.files if file.path.name == f"kiosk.{emulator.config_name}")
        assert "Noto Sans Mono" in text
        assert "23" in text
        if emulator.name == "alacritty":
            assert tomllib.loads(text)["scrolling"]["history"] == 0
        if emulator.name == "foot" and shutil.which("foot"):
            file = tmp_path / emulator.config_name
            file.write_text(text, encoding="utf-8")
            words = ["foot", "--check-config", f"--config={file}"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert "warn" not in done.stderr, done.stderr
        if emulator.name == "kitty" and shutil.which("kitty"):
            file = tmp_path / emulator.config_name
            file.write_text(text, encoding="utf-8")
            code = (
                "from kitty.config import load_config; bad = [];"
                f"options = load_config({str(file)!r}, accumulate_bad_lines=bad);"
                "print(bad, len(options.keymap), len(options.mousemap))"
            )
            done = subprocess.run(["kitty", "+runpy", code], capture_output=True, text=True, check=False)
            assert done.stdout == "[] 0 0\n", done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("systemd-sysusers") or os.getuid() != 0, reason="needs systemd-sysusers and root")
def test_the_user_has_no_shell_and_only_the_groups_it_needs(root: Path) -> None:
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/bash\n", encoding="utf-8")
    (root / "etc/group").write_text("root:x:0:\naudio:x:29:\nvideo:x:44:\n", encoding="utf-8")
    run("install", "kiosk", "--root", root)
    subprocess.run(["systemd-sysusers", f"--root={root}"], check=True, capture_output=True)
    (line,) = (root / "etc/passwd").read_text(encoding="utf-8").splitlines()[1:]
    assert line.startswith("walkin:x:")
    assert line.endswith(":Walkin:/var/lib/walkin:/usr/sbin/nologin")
    groups = (root / "etc/group").read_text(encoding="utf-8").splitlines()
    assert {group.partition(":")[0] for group in groups if group.endswith(":walkin")} == {"audio", "video", "render"}
