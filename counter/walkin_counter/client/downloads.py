"""Files of forms on the agent's machine: kept under a name of ours, never over another one, opened by the desktop."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from platformdirs import user_downloads_path

from walkin.model.form.parsers.file import file_name

COPIES = 1_000
"""How many names are tried before saving gives up."""

_AWKWARD = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def local_name(given: str | None, media: str) -> str:
    """The visitor's name for the file, without any path and with the ending of its type, fit for every system."""
    name = _AWKWARD.sub("_", file_name(given, media))
    return f"_{name}" if _DEVICES.match(name) else name


def downloads() -> Path:
    """Where this person's downloads go."""
    return user_downloads_path()


def target(typed: str, name: str) -> Path:
    """The file that somebody means by a path: a folder stands for ``name`` in it, and ``~`` for the home folder."""
    text = typed.strip()
    place = Path.home() / Path(text).expanduser()
    return place / name if place.is_dir() or text.endswith(("/", os.sep)) else place


def save(content: bytes, wanted: Path) -> Path:
    """Put the content there and say where it is: as "name (1).png" where something else is already called so.

    Blocking. Nobody but its owner may read it. Raises OSError.
    """
    wanted.parent.mkdir(parents=True, exist_ok=True)
    for number in range(COPIES):
        path = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}") if number else wanted
        try:
            out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return path
            continue
        with os.fdopen(out, "wb") as file:
            file.write(content)
        return path
    raise FileExistsError(str(wanted))


def open_with_desktop(path: Path) -> bool:
    """Have the desktop show the file; False where there is no desktop. The file's program is not waited for."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if opener is None or not screen:
        return False
    quiet = subprocess.DEVNULL
    command = [opener, str(path)]
    shown = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    threading.Thread(target=shown.wait, daemon=True).start()
    return True
