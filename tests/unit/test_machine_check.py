"""`walkin kiosk --check` and that of the other screens."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a Unix terminal", allow_module_level=True)
pytest.importorskip("pexpect")

import pexpect
from typer.testing import CliRunner

from tests.support.offices import run_command, run_server
from walkin.cli.main import app
from walkin.machine import checks, fonts
from walkin.machine.programs import Program
from walkin.machine.terminal_probe import TerminalReport, list_touch_screens, parse_name
from walkin.settings import Settings

TOUCH_SCREEN = """\
I: Bus=0003 Vendor=0eef Product=0005 Version=0111
N: Name="eGalax Inc. eGalaxTouch P80H84"
B: PROP=2
B: EV=1b
B: ABS=3273800000000003

I: Bus=0018 Vendor=04f3 Product=3140 Version=0100
N: Name="ELAN Touchpad"
B: PROP=5
B: ABS=2e0800000000003

I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
B: PROP=0
B: EV=120013
"""
FOOT = TerminalReport(True, False, "foot", "foot", "1.16.2", 120, 32, {"COLORTERM": "truecolor"})


def make_environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WALKIN", "XDG", "TEXTUAL", "SSH"))
    }
    own = {"HOME": str(folder), "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    own["WALKIN_OFFICE__LANGUAGES"] = "en"
    return kept | own


def list_states(findings: list[checks.Finding]) -> dict[str, str]:
    return {finding.what: finding.state for finding in findings}


def test_without_a_terminal_it_says_what_it_cannot_know(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    done = run_command("kiosk", "--check", environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "unknown  terminal:      no terminal" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    done = run_command("kiosk", "--json", environment=environment)
    assert (done.returncode, done.stderr) == (2, "--sound and --json belong to --check.\n")


def test_json_and_exit_status_tell_of_a_server_that_is_away(tmp_path: Path) -> None:
    words = ("counter", "--check", "--json", "--api", "http://127.0.0.1:9")
    done = run_command(*words, environment=make_environment(tmp_path))
    assert done.returncode == 1
    found = {finding["what"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert found["server"]["state"] == "fails"
    assert "127.0.0.1:9" in found["server"]["text"]


def test_the_server_is_asked_for_queues_and_time(office_file: Path) -> None:
    with run_server(office_file) as server:
        found = asyncio.run(checks.check_server(Settings(api=server.url)))
        assert list_states(found) == {"server": "ok", "clock": "ok"}


@pytest.mark.parametrize("taps", [3, 0])
def test_three_taps_and_the_name_of_the_terminal(taps: int, tmp_path: Path) -> None:
    words = ["-m", "walkin", "kiosk", "--check"]
    child = pexpect.spawn(sys.executable, words, env=make_environment(tmp_path), dimensions=(40, 100), timeout=60)
    child.expect_exact(b"\x1b[>q\x1b[c")
    child.send(b"\x1bP>|foot(1.16.2)\x1b\\\x1b[?62;4;22c")
    child.expect_exact(b"\x1b[?1006h")
    # The second tap comes in two parts, as over a slow line.
    for part in (b"\x1b[<0;1;1M\x1b[<0;1;1m\x1b[<0;9", b"0;30M\x1b[<0;90;30m\x1b[<0;9;9M") if taps else (b"q",):
        child.send(part)
    child.expect_exact(b"\x1b[?1006l")
    text = child.read().decode()
    assert "ok       terminal:      foot 1.16.2" in text
    assert "ok       size:          100 × 40 cells" in text
    assert ("ok       touch:         three taps arrived" in text) == bool(taps)
    assert ("touch:         0 of three taps arrived" in text) == (not taps)


def test_a_terminal_that_answers_nothing_is_not_waited_for_long(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    child = pexpect.spawn(sys.executable, ["-m", "walkin", "display", "--check"], env=environment, timeout=60)
    child.expect_exact(b"terminal:      xterm-256color")
    child.read()


def test_size_letters_and_colours() -> None:
    settings = Settings(screen="24 in", seat=5)
    states = list_states(list(checks.check_terminal(FOOT, settings, Program.KIOSK)))
    assert states == {"terminal": "ok", "size": "ok", "letters": "warning", "colours": "ok"}
    small = TerminalReport(True, True, "linux", "", "", 79, 24, {})
    states = list_states(list(checks.check_terminal(small, Settings(screen="32 in"), Program.KIOSK)))
    assert states == {"terminal": "unknown", "size": "fails", "letters": "ok", "colours": "warning"}
    assert list_states(list(checks.check_terminal(FOOT, Settings(), Program.KIOSK)))["letters"] == "unknown"


@pytest.mark.parametrize(
    ("program", "settings", "columns", "rows", "state"),
    [
        (Program.KIOSK, Settings(), 60, 80, "ok"),
        (Program.KIOSK, Settings(), 60, 40, "fails"),
        (Program.COUNTER, Settings(bar=True), 60, 3, "ok"),
        (Program.COUNTER, Settings(), 60, 80, "fails"),
        (Program.DISPLAY, Settings(bar=True), 60, 24, "fails"),
    ],
)
def test_each_program_has_its_least_size(
    program: Program, settings: Settings, columns: int, rows: int, state: str
) -> None:
    report = dataclasses.replace(FOOT, columns=columns, rows=rows)
    assert list_states(list(checks.check_terminal(report, settings, program)))["size"] == state


def test_touch_screens_are_told_from_touch_pads(tmp_path: Path) -> None:
    devices = tmp_path / "devices"
    devices.write_text(TOUCH_SCREEN, encoding="utf-8")
    assert list_touch_screens(devices) == ["eGalax Inc. eGalaxTouch P80H84"]
    assert list_touch_screens(tmp_path / "none") == []


def test_the_name_of_a_device_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "list_touch_screens", lambda: ["\x1b]0;evil\x07\x1b[2JTouch"])
    done = CliRunner().invoke(app, ["kiosk", "--check"], env={"WALKIN_OFFICE__LANGUAGES": "en"})
    assert "\x1b" not in done.output
    assert "Touch" in done.output


@pytest.mark.parametrize(
    ("name", "version", "kind", "says"),
    [
        ("foot", "1.13.1", "foot", "foot 1.13.1 sends no touch"),
        ("kitty", "0.48.2", "xterm-kitty", "kitty sends no touch"),
        ("", "", "linux", "a Linux console sends no touch"),
    ],
)
def test_terminals_that_send_no_touch(
    name: str, version: str, kind: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "list_touch_screens", lambda: ["Touch"])
    found = checks.check_touch(TerminalReport(True, False, kind, name, version, 80, 24), 0)
    assert (found.state, found.text) == ("fails", f"{says}; touch screen: Touch")


def test_names_of_terminals() -> None:
    assert parse_name(b"\x1bP>|foot(1.16.2)\x1b\\\x1b[?62c") == ("foot", "1.16.2")
    assert parse_name(b"\x1bP>|kitty(0.26.5)\x1b\\") == ("kitty", "0.26.5")
    assert parse_name(b"\x1bP>|XTerm(390)\x1b\\") == ("xterm", "390")
    assert parse_name(b"\x1bP>|tmux 3.3a\x1b\\") == ("tmux", "3.3")
    assert parse_name(b"\x1b[?62c") == ("", "")


def test_fonts_of_a_desktop_and_of_a_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "fc-list"
    program.write_text('#!/bin/sh\ncase "$1" in :lang=en|:lang=zh-cn) echo Font;; esac\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    settings = Settings(languages=["en", "zh-Hans", "ja", "he"])
    found = list(fonts.check_languages(settings, is_console=False))
    assert [state for state, _, _ in found] == ["ok", "warning"]
    assert "日本語" in found[1][1]
    assert "fonts-noto-cjk fonts-noto-core" in found[1][2]
    letters = {chr(code) for code in range(32, 256)}
    monkeypatch.setattr(fonts, "read_console_characters", lambda: letters)
    shown = list(fonts.check_languages(settings, is_console=True))
    assert shown[0] == ("ok", "fonts for English", "")
    assert "512 characters" in shown[1][2]
    monkeypatch.setattr(fonts, "read_console_characters", lambda: None)
    assert [state for state, _, _ in fonts.check_languages(settings, is_console=True)] == ["unknown"]


def test_a_pseudo_terminal_tells_no_font() -> None:
    first, second = os.openpty()
    assert fonts.read_console_characters(second) is None
    os.close(first)
    os.close(second)


def test_printer_folder_and_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_printer(Settings(printer="tcp://127.0.0.1:9")).state == "fails"
    assert checks.check_encoding("ANSI_X3.4-1968").state == "fails"
    settings = Settings(data=tmp_path / "not" / "yet" / "office.db")
    assert list_states(list(checks.check_folders(settings))) == {"folder": "ok", "disk": "ok"}
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert list_states(list(checks.check_folders(settings)))["folder"] == "fails"
    assert list_states(list(checks.check_folders(Settings(data=settings.data, keep_free=10**9))))["disk"] == "warning"
