from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.offices import run_command

HEAVY = ("textual", "starlette", "sqlalchemy", "uvicorn", "httpx")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    left_out = ("WALKIN_", "XDG_", "TEXTUAL")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    folders = {"HOME": home, "XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config", "TMPDIR": home}
    return environ | {name: str(folder) for name, folder in folders.items()}


def run(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal, in an empty home folder."""
    return run_command(*arguments, environment=environment(home) | variables)


def run_module(home: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m MODULE``, as `run` does for a command."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command(home: Path) -> None:
    result = run_module(home, "walkin", "--help")
    assert result.returncode == 0
    for command in ("kiosk", "counter", "display", "serve", "demo", "config", "queue"):
        assert f"\n  {command} " in result.stdout
    assert "..." not in result.stdout.partition("Commands:")[2]


@pytest.mark.parametrize("arguments", [["--help"], ["config"], ["queue", "--help"], ["counter"]])
def test_what_needs_no_screen_and_no_server_imports_neither(home: Path, arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from walkin.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        f"except SystemExit: print('HEAVY', sorted({set(HEAVY)} & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "XDG_CONFIG_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr.splitlines()[-1] == "HEAVY []"


@pytest.mark.parametrize(
    ("module", "arguments", "name"),
    [
        ("walkin", [], "walkin"),
        ("walkin", ["kiosk"], "walkin kiosk"),
        ("walkin", ["counter"], "walkin counter"),
        ("walkin", ["display"], "walkin display"),
        ("walkin_kiosk", [], "walkin kiosk"),
        ("walkin_counter", ["--theme", "night"], "walkin counter"),
    ],
)
def test_without_a_terminal_a_screen_says_so_in_one_line(
    home: Path, module: str, arguments: list[str], name: str
) -> None:
    result = run_module(home, module, *arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{name} needs a terminal. ")
    assert not (home / "data").exists()


def test_config_shows_every_value_and_where_it_came_from(home: Path) -> None:
    file = home / "config" / "walkin" / "walkin.toml"
    file.parent.mkdir(parents=True)
    file.write_text('office.desk = "Window 4"\nkiosk.exit_pin = "2468"\n')
    result = run(home, "--language", "en", "config", "--queue", "1", "--queue", "Passports", WALKIN_SERVE__PORT="9000")
    assert result.returncode == 0, result.stderr
    assert re.findall(r"^\[(\w+)\]$", result.stdout, re.MULTILINE) == [
        "office", "kiosk", "counter", "display", "serve", "watch"
    ]  # fmt: skip
    lines = {" ".join(line.split()) for line in result.stdout.splitlines()}
    assert f"Settings file: {file}" in lines
    assert f'desk = "Window 4" {file}' in lines
    assert f"exit_pin = (hidden) {file}" in lines
    assert "port = 9000 WALKIN_SERVE__PORT" in lines
    assert 'queue = ["1", "Passports"] --queue' in lines
    assert 'language = "en" --language' in lines
    assert f'data = "{home}/data/walkin/office.db" default' in lines
    assert "Seconds a ticket stays on the kiosk's screen." in lines
    assert "2468" not in result.stdout


@pytest.mark.parametrize("command", [["config"], ["kiosk"], ["serve"], ["queue", "list"], ["demo"], []])
def test_a_wrong_setting_stops_every_command_with_file_key_and_reason(home: Path, command: list[str]) -> None:
    file = home / "my.toml"
    file.write_text("prot = 1")
    result = run(home, *command, WALKIN_CONFIG=str(file))
    assert result.returncode == 2
    assert result.stderr == f"walkin: {file}: prot: there is no such setting; did you mean serve.port?\n"


def test_old_names_of_settings_are_reported_in_one_line(home: Path) -> None:
    file = home / "my.toml"
    file.write_text('desk = "Window 4"')
    result = run(home, "poster", "--public-url", "https://queue.example.org", WALKIN_CONFIG=str(file), WALKIN_QUEUE="1")
    notice, error = result.stderr.splitlines()
    assert notice == (
        f"walkin: old names of settings, still taken: {file}: desk is now office.desk, "
        "WALKIN_QUEUE is now WALKIN_OFFICE__QUEUE"
    )
    assert error.startswith("No queue can be joined by phone yet")


def test_an_option_before_the_command_counts_and_one_after_it_is_stronger(home: Path) -> None:
    result = run(home, "--desk", "x", "config")
    assert result.returncode == 2
    assert "No such option" in result.stderr
    result = run(home, "--data", "a.db", "--queue", "1", "config", "--queue", "2")
    assert 'data = "a.db"' in result.stdout
    assert 'queue = ["2"]' in result.stdout


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "queue.example.org"])
def test_serve_without_a_key_refuses_every_address_but_this_machine(home: Path, host: str) -> None:
    result = run(home, "serve", "--host", host)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert host in line
    assert "127.0.0.1" in line
    assert not (home / "data").exists()


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_serve_refuses_a_port_that_is_none(home: Path, port: str) -> None:
    result = run(home, "serve", "--port", port)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "port" in result.stderr


def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    command = f'{sys.executable} -c "from walkin.cli.main import main; main()" config | head -n 1'
    result = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_CONFIG_HOME": str(home)},
        check=False,
    )
    assert result.stderr == ""


def test_the_version_is_told(home: Path) -> None:
    assert run(home, "--version").stdout.startswith("walkin ")


def test_the_first_list_shows_a_sample_office(home: Path) -> None:
    result = run(home, "queue", "list")
    assert result.returncode == 0, result.stderr
    heading, *rows = result.stdout.splitlines()
    assert heading.split() == ["ID", "PREFIX", "NAME", "STATUS", "WAITING", "QUESTIONS"]
    assert len(rows) >= 3
    assert (home / "data" / "walkin" / "office.db").exists()


def test_a_queue_is_added_shown_and_edited(home: Path) -> None:
    form = home / "form.toml"
    form.write_text(
        '[[form]]\nid = "plate"\ntitle = "Number plate"\nmandatory = true\n'
        '[[form]]\nid = "why"\ntype = "radio"\ntitle = "Why?"\n'
        '[[form.values]]\nid = "new"\nname = "A new car"\n'
    )
    added = run(home, "queue", "add", "Vehicles", "--prefix", "V", "--time-zone", "Europe/Paris", "--form", str(form))
    assert added.returncode == 0, added.stderr
    shown = run(home, "queue", "show", "vehicles").stdout
    for text in (
        "Vehicles",
        "Europe/Paris",
        "Number plate  (input, mandatory)",
        "Why?  (radio, optional)",
        "A new car",
    ):
        assert text in shown
    queue = json.loads(run(home, "queue", "show", "Vehicles", "--json").stdout)
    assert queue["ticketPrefix"] == "V"
    assert queue["form"][1]["values"] == [{"id": "new", "name": "A new car"}]

    outcomes = ("--outcome", "sold", "--outcome", "not ready")
    edited = run(home, "queue", "edit", queue["id"], "--name", "Cars", "--closed", *outcomes)
    assert edited.returncode == 0, edited.stderr
    after = json.loads(run(home, "queue", "show", queue["id"], "--json").stdout)
    assert (after["name"], after["status"], after["form"]) == ("Cars", "closed", queue["form"])
    assert after["outcomes"] == ["sold", "not ready"]
    listed = json.loads(run(home, "queue", "list", "--json").stdout)
    assert queue["id"] in {listed_queue["id"] for listed_queue in listed}


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["show", "nothing"], 2, "walkin queue: nothing is no queue, there are: "),
        (["add", "X", "--prefix", "IO"], 2, "ticketPrefix: a ticket prefix is one or two letters of A to Z"),
        (["add", "X", "--time-zone", "Mars"], 2, "timeZone: there is no time zone 'Mars'"),
        (["add", "X", "--prefix", "A"], 1, "walkin: "),
        (["edit", "1"], 2, "walkin queue edit needs a terminal. "),
    ],
)
@pytest.mark.long
def test_a_wrong_queue_command_is_refused_in_plain_lines(
    home: Path, arguments: list[str], code: int, reason: str
) -> None:
    result = run(home, "queue", *arguments)
    assert result.returncode == code
    assert result.stderr.startswith(reason)
    assert "Traceback" not in result.stderr


def test_a_server_that_does_not_answer_is_named(home: Path) -> None:
    result = run(home, "queue", "list", "--api", "http://127.0.0.1:9")
    assert result.returncode == 1
    assert result.stderr.startswith("walkin: no answer from http://127.0.0.1:9: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_data_file_that_is_none_is_told(home: Path) -> None:
    (home / "office.db").write_text("this is not a database " * 100)
    result = run(home, "queue", "list", "--data", str(home / "office.db"))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "mistake in the program" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from walkin.cli.main import main; main()", *arguments],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_demo_tells_its_story_in_plain_lines_and_ends(home: Path) -> None:
    result = run(home, "demo", "--seconds", "5")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    *lines, summary = result.stdout.splitlines()
    joins = [line for line in lines if re.fullmatch(r"\d\d:\d\d:\d\d  [A-Z]{1,2}\d{3} joins .+ — \d+ ahead.*", line)]
    calls = [line for line in lines if re.fullmatch(r"\d\d:\d\d:\d\d  Desk [123] calls [A-Z]{1,2}\d{3}", line)]
    assert len(joins) >= 5
    assert calls
    assert re.search(rf"  {len(joins)} registered, \d+ served, .*; every ticket number unique\.$", summary)
    assert "could not join" not in result.stdout
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.long
def test_the_demo_leaves_nothing_behind_when_it_is_stopped(home: Path, number: int) -> None:
    with start(home, "demo", "--seconds", "60") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        assert [path.name.startswith("walkin-demo-") for path in home.iterdir()] == [True]
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "registered, " in out
    assert err == ""
    assert list(home.iterdir()) == []


def test_serve_answers_and_ends_quietly_on_ctrl_c(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with start(home, "serve", "--port", port) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            end = time.monotonic() + 60
            while (listed := run(home, "queue", "list", "--api", address)).returncode and time.monotonic() < end:
                assert process.poll() is None, process.communicate()
            assert listed.stdout.startswith("ID")
        finally:
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in err
