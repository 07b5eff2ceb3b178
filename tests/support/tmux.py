"""Programs in windows of tmux, driven by keys."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")

WALKIN_COMMAND = (sys.executable, "-c", "import walkin.cli.main; walkin.cli.main.main()")


class Terminal:
    """A window of tmux with a server of its own, which keeps its socket and the program's log in ``folder``."""

    def __init__(self, folder: Path, width: int = 80, height: int = 24) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.socket = folder / "tmux"
        self.size = (width, height)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("WALKIN", "TEXTUAL"))}
        self._environment = inherited | {
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "WALKIN_OFFICE__LOG": str(folder / "walkin.log"),
        }

    def run_tmux(self, *arguments: str) -> str:
        command = ["tmux", "-u", "-S", str(self.socket), "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=self._environment).stdout

    def run(self, *arguments: str, program: Sequence[str] = WALKIN_COMMAND) -> None:
        """Start the program; when it ends, the window shows "ended with" and the exit status."""
        # From the shell, since tmux itself sometimes does not notice that its child has ended.
        command = f"{shlex.join([*program, *arguments])}; echo ended with $?; exec sleep 600"
        width, height = map(str, self.size)
        self.run_tmux("new-session", "-d", "-x", width, "-y", height, "sh", "-c", command)

    def press(self, *keys: str) -> None:
        self.run_tmux("send-keys", *keys)

    def type_text(self, text: str) -> None:
        self.run_tmux("send-keys", "-l", text)

    def capture_screen(self) -> str:
        return self.run_tmux("capture-pane", "-p")

    def wait_until(self, predicate: Callable[[str], bool], description: str, timeout: float = 60) -> str:
        end = time.monotonic() + timeout
        while not predicate(text := self.capture_screen()):
            assert time.monotonic() < end, f"waited in vain for {description}:\n{text}"
            time.sleep(0.05)
        return text

    def wait_for_texts(self, *texts: str, timeout: float = 60) -> str:
        return self.wait_until(lambda screen: all(text in screen for text in texts), str(texts), timeout)

    def close(self) -> None:
        command = ["tmux", "-S", str(self.socket), "kill-server"]
        subprocess.run(command, check=False, capture_output=True)
