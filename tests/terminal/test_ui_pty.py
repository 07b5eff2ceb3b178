"""The UI kit on a real terminal: the bytes it writes, and how it restores the terminal."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import tomllib
from pathlib import Path

import pytest

from tests.support.helpers import BIDI_CONTROLS, HOSTILE_TEXTS
from walkin.settings import find_shipped_themes

pexpect = pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a Unix terminal", allow_module_level=True)

APP = """
import sys
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Button, DataTable, Input, Label, OptionList, Static
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_cell, to_content
from tests.support.helpers import HOSTILE_TEXTS

class Shop(WalkinApp):
    BINDINGS = [Binding("f2", "crash", "Crash"), Binding("f3", "task", "Task"), Binding("f4", "leave", "Leave")]
    AUTO_FOCUS = None

    def compose(self):
        for text in HOSTILE_TEXTS:
            # Each as cleaned text, and once uncleaned.
            yield Static(to_content(text))
            yield Static(text, markup=False)
        yield Button(to_content(HOSTILE_TEXTS[9]))
        yield Input(HOSTILE_TEXTS[10])
        yield OptionList(*map(to_content, HOSTILE_TEXTS))
        table = DataTable()
        yield table
        yield Static("READY")
        yield KeyBar()
        table.add_column(to_cell(HOSTILE_TEXTS[9]))
        for text in HOSTILE_TEXTS:
            table.add_row(to_cell(text))
        self.title = HOSTILE_TEXTS[9]

    def on_mount(self):
        for text in HOSTILE_TEXTS:
            self.notify(text, title=text)

    def action_crash(self):
        visitor = "ANNA" + "SECRET"
        raise RuntimeError("broken on purpose")

    def action_leave(self):
        self.exit(3)

sys.exit(Shop().run_for_exit_code())
"""

ALT_SCREEN_OFF, MOUSE_OFF, CURSOR_ON = "\x1b[?1049l", "\x1b[?1000l", "\x1b[?25h"


@pytest.fixture
def spawn(tmp_path):
    (tmp_path / "shop.py").write_text(APP, encoding="utf-8")
    children = []

    def start(**environment):
        env = {k: v for k, v in os.environ.items() if not k.startswith("TEXTUAL") and k != "NO_COLOR"}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": os.pathsep.join(sys.path)}
        env |= {"WALKIN_OFFICE__LOG": str(tmp_path / "walkin.log"), **environment}
        child = pexpect.spawn(
            sys.executable, [str(tmp_path / "shop.py")], dimensions=(200, 120), env=env, encoding="utf-8", timeout=60
        )
        child.setecho(False)
        children.append(child)
        child.expect("READY")
        first = child.before + child.after
        child.expect("Leave")
        return child, first + child.before + child.after

    yield start
    for child in children:
        if not child.closed:
            child.close(force=True)


def rest(child):
    """Return all output until the end, and the exit status."""
    child.expect(pexpect.EOF)
    child.close()
    return child.before, child.exitstatus


@pytest.mark.parametrize("no_color", ["", "1"])
def test_hostile_text_sends_nothing_to_the_terminal(spawn, no_color):
    child, sent = spawn(**({"NO_COLOR": no_color} if no_color else {}))
    child.send("\x1bOS")  # F4
    after, status = rest(child)
    sent += after
    assert status == 3
    # Textual names the shape of the mouse pointer this way; nothing else may.
    assert not re.sub("\x1b]22;[a-z-]+\x07", "", sent).count("\x1b]")
    assert "PWNED" in sent
    assert not re.search(f"[\x80-\x9f{BIDI_CONTROLS}]", sent)
    assert not re.search("[\x00-\x06\x08-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]", sent)
    assert sent.count(ALT_SCREEN_OFF) == 1
    assert "[@click=app.quit]Smith[/]" in sent
    assert len(HOSTILE_TEXTS) > 20


def test_a_screen_is_written_in_utf_8_whatever_the_locale_says(spawn):
    child, sent = spawn(PYTHONIOENCODING="iso-8859-1")
    child.send("\x1bOS")  # F4
    assert rest(child)[1] == 3
    assert "李" in sent or "漢" in sent
    assert "\\u" not in sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(spawn, number):
    child, _ = spawn()
    child.kill(number)
    after, status = rest(child)
    assert status == 0
    for sequence in (ALT_SCREEN_OFF, MOUSE_OFF, CURSOR_ON):
        assert sequence in after


def test_a_crash_shows_one_plain_line(spawn, tmp_path):
    child, _ = spawn()
    child.send("\x1bOQ")  # F2
    after, status = rest(child)
    assert status == 70
    screen = after.split(ALT_SCREEN_OFF)[1]
    assert MOUSE_OFF in after
    assert f"Walkin stopped because of an error. Details: {tmp_path / 'walkin.log'}" in screen
    assert "ANNASECRET" not in after
    assert "Traceback" not in after
    assert "RuntimeError" not in after
    log = (tmp_path / "walkin.log").read_text(encoding="utf-8")
    assert "RuntimeError: broken on purpose" in log
    assert "ANNASECRET" not in log


SIGNALLED_APP = """
import asyncio, fcntl, os, shutil, signal, struct, sys, termios
from textual.binding import Binding
from textual.widgets import Static
from walkin.ui.app import WalkinApp

def set_size(columns, rows):
    fcntl.ioctl(sys.__stdout__.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

class Signalled(WalkinApp):
    BINDINGS = [Binding("f2", "flip", "Flip"), Binding("f3", "end", "End")]

    def compose(self):
        yield Static("READY")

    def action_flip(self):
        self.query_one(Static).update("FLIPPED")
        set_size(90, 28)
        set_size(100, 30)

    def action_end(self):
        for _ in range(2000):
            asyncio.get_running_loop().call_soon_threadsafe(lambda: None)
        os.kill(os.getpid(), signal.SIGTERM)

read_size = shutil.get_terminal_size

def read_size_and_change_it():
    size = read_size()
    if size == (90, 26):
        set_size(100, 30)
    return size

shutil.get_terminal_size = read_size_and_change_it
sys.exit(Signalled().run_for_exit_code())
"""


def test_no_change_of_the_size_and_no_stop_signal_is_lost(tmp_path):
    (tmp_path / "signalled.py").write_text(SIGNALLED_APP, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    environment |= {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [str(tmp_path / "signalled.py")]
    child = pexpect.spawn(sys.executable, arguments, dimensions=(24, 80), env=environment, encoding="utf-8", timeout=60)
    child.setecho(False)
    child.expect("READY")
    # It changes again while the size is being read.
    child.setwinsize(26, 90)
    child.expect_exact("\x1b[30;1H")
    # It changes and changes back at once: the terminal has cut off what was drawn.
    child.send("\x1bOQ")  # F2
    child.expect("FLIPPED")
    child.expect_exact("\x1b[30;1H")
    # The stop signal comes while the loop has more to do than its pipe has room for.
    child.send("\x1bOR")  # F3
    assert rest(child)[1] == 0


def test_it_ends_by_itself_when_the_terminal_window_is_closed(spawn):
    child, _ = spawn()
    child.ptyproc.fileobj.close()
    child.closed = child.ptyproc.closed = True
    end = time.monotonic() + 60
    while (ended := os.waitpid(child.pid, os.WNOHANG)) == (0, 0):
        if time.monotonic() > end:
            os.kill(child.pid, signal.SIGKILL)
            pytest.fail("it waits for a terminal that has been closed")
        time.sleep(0.02)
    assert os.waitstatus_to_exitcode(ended[1]) == 0


@pytest.mark.parametrize("is_app_shown", [True, False])
def test_a_signal_ends_the_launcher_and_the_app_it_opened(tmp_path: Path, is_app_shown: bool) -> None:
    walkin = Path(sys.executable).with_name("walkin")
    environment = {**os.environ, "TERM": "xterm-256color", "WALKIN_CONFIG": os.devnull}
    child = pexpect.spawn(
        str(walkin), ["--data", str(tmp_path / "office.db")], dimensions=(24, 80), env=environment, timeout=60
    )
    child.expect("Kiosk")
    child.send("3")
    # The signal comes while the display is shown, or while the launcher hands the terminal over to it.
    child.expect("Town Hall" if is_app_shown else re.escape("?1049l"))
    child.kill(signal.SIGTERM)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus in (0, 128 + signal.SIGTERM) or child.signalstatus == signal.SIGTERM


def spawn_until_first_frame(data: Path) -> pexpect.spawn:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "NO_COLOR"))}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "WALKIN_CONFIG": os.devnull}
    arguments = ["-m", "walkin", "counter", "--theme", "night", "--data", str(data)]
    child = pexpect.spawn(sys.executable, arguments, dimensions=(24, 80), env=environment, encoding="utf-8", timeout=60)
    child.expect_exact("One moment")
    return child


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_during_the_first_frame_restores_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    child = spawn_until_first_frame(tmp_path / "office.db")
    child.kill(number)
    output, status = rest(child)
    assert status == 0
    assert ALT_SCREEN_OFF in output


def test_the_first_frame_has_the_theme_and_loses_no_key(tmp_path: Path) -> None:
    child = spawn_until_first_frame(tmp_path / "office.db")
    night = tomllib.loads((find_shipped_themes() / "night.toml").read_text(encoding="utf-8"))["colours"]
    assert f"\x1b[48;2;{';'.join(str(part) for part in bytes.fromhex(night['background'][1:]))}m" in child.before
    # Before the app reads from the terminal.
    assert not (tmp_path / "office.db").exists()
    child.sendcontrol("q")
    output, status = rest(child)
    assert status == 0
    assert ALT_SCREEN_OFF in output
