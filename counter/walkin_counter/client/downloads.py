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

from walkin.model.form.parsers.file import clean_file_name

MAX_COPIES = 1_000
"""How many names are tried before saving gives up."""

_FORBIDDEN_CHARACTERS = re.compile(r'[<>:"|?*]')
_DEVICE_NAMES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def make_local_name(original_name: str | None, media_type: str) -> str:
    """The visitor's name for the file, without any path and with the ending of its type, fit for every system."""
    name = _FORBIDDEN_CHARACTERS.sub("_", clean_file_name(original_name, media_type))
    return f"_{name}" if _DEVICE_NAMES.match(name) else name


def get_downloads_folder() -> Path:
    """Where this person's downloads go."""
    return user_downloads_path()


def resolve_target(typed_path: str, default_name: str) -> Path:
    """The file that somebody means by a path: a folder stands for ``name`` in it, and ``~`` for the home folder."""
    text = typed_path.strip()
    place = Path.home() / Path(text).expanduser()
    return place / default_name if place.is_dir() or text.endswith(("/", os.sep)) else place


def save(content: bytes, target: Path) -> Path:
    """Put the content there and say where it is: as "name (1).png" where something else is already called so.

    Blocking. Nobody but its owner may read it. Raises OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for number in range(MAX_COPIES):
        path = target.with_name(f"{target.stem} ({number}){target.suffix}") if number else target
        try:
            out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return path
            continue
        with os.fdopen(out, "wb") as file:
            file.write(content)
        return path
    raise FileExistsError(str(target))


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
