"""The kiosk as `walkin install` starts it: in foot, in the compositor cage, on a screen in memory."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from walkin.cli.main import app

pytest.importorskip("PIL")
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = ("cage", "foot", "grim", "Xvfb", "Xwayland", "setpriv")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        sys.platform != "linux" or not all(map(shutil.which, PROGRAMS)), reason=f"needs {', '.join(PROGRAMS)}"
    ),
]

# Cage runs as no root; the tests' files may be in root's folders.
AS_NOBODY = [
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override", "--",
]  # fmt: skip


def read_command(root: Path) -> list[str]:
    """The command of the unit, with its files in ``root``."""
    unit = (root / "etc/systemd/system/walkin-kiosk.service").read_text(encoding="utf-8")
    line = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    return [
        word.replace("/etc/walkin/", f"{root}/etc/walkin/") for word in shlex.split(line.removeprefix("ExecStart="))
    ]


def has_start_page(picture: Path) -> bool:
    """Whether the kiosk's blue is there, which neither an empty terminal nor the first frame has."""
    with Image.open(picture) as image:
        pixels = image.convert("RGB").resize((128, 96)).tobytes()
    return sum(blue > red + 100 for red, blue in zip(pixels[::3], pixels[2::3], strict=True)) > 300


@contextlib.contextmanager
def running(
    command: list[str], log: Path, environment: dict[str, str], **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """The command, killed with all it started."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, env=environment, stdout=stream, stderr=stream, start_new_session=True, **options
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def take_picture(folder: Path, environment: dict[str, str], picture: Path) -> bool:
    display = next((path.name for path in folder.glob("wayland-?")), "")
    if not display:
        return False
    done = subprocess.run(
        ["grim", str(picture)], env={**environment, "WAYLAND_DISPLAY": display}, capture_output=True, check=False
    )
    return not done.returncode


def find_descendants(pid: int, argument: str) -> list[int]:
    """The last processes below a process one of whose arguments is, or ends a path with, that word."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    if found := [process for child in children for process in find_descendants(child, argument)]:
        return found
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return [pid] if any(Path(word).name == argument for word in arguments) else []


@pytest.fixture
def machine() -> Iterator[Path]:
    """A folder that every user may enter, unlike the tests' own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_the_kiosk_fills_a_screen_in_cage(machine: Path, tmp_path: Path) -> None:
    root, home, picture, log = machine / "root", machine / "home", tmp_path / "screen.png", tmp_path / "log"
    home.mkdir(mode=0o700)
    words = ["install", "kiosk", "--root", root, "--font-size", "15", "--data", home / "office.db"]
    assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    command = read_command(root)
    if os.getuid() == 0:
        # As the unit does before it starts.
        for path in (home, root / "etc/walkin/kiosk.toml"):
            os.chown(path, 65534, 65534)
        command = [*AS_NOBODY, *command]
    environment = {
        **os.environ, "XDG_RUNTIME_DIR": str(home), "HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path),
        "LANG": "C.UTF-8", "WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman",
    }  # fmt: skip
    read_end, write_end = os.pipe()
    screen = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x800x24"]
    with running(screen, tmp_path / "screen.log", environment, pass_fds=[write_end]):
        environment["DISPLAY"] = f":{os.read(read_end, 16).decode().strip()}"
        with running(command, log, environment, cwd=home) as cage:
            end = time.monotonic() + 120
            while not (take_picture(home, environment, picture) and has_start_page(picture)):
                assert cage.poll() is None, log.read_text(errors="replace")
                assert time.monotonic() < end, log.read_text(errors="replace")
                time.sleep(0.5)
            # When the kiosk ends, so does the screen, and the unit starts both again.
            (kiosk,) = find_descendants(cage.pid, "walkin")
            os.kill(kiosk, signal.SIGKILL)
            cage.wait(timeout=60)
    os.close(read_end)
    os.close(write_end)
