"""Saving files on the agent's machine: safe names, nothing overwritten, opened by the desktop's program."""

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
"""Names that are tried before saving fails."""

_FORBIDDEN_CHARACTERS = re.compile(r'[<>:"|?*]')


def make_local_name(original_name: str | None, media_type: str) -> str:
    """A file name without a path, with the extension of its media type, valid on every system."""
    return _FORBIDDEN_CHARACTERS.sub("_", clean_file_name(original_name, media_type))


def get_downloads_folder() -> Path:
    """The user's downloads folder."""
    return user_downloads_path()


def resolve_path(typed_path: str) -> Path:
    """Resolve a typed path from the home folder. Raises ValueError for the ``~name`` of an unknown user."""
    try:
        return Path.home() / Path(typed_path.strip()).expanduser()
    except RuntimeError as error:
        raise ValueError(str(error)) from None


def resolve_target(typed_path: str, default_name: str) -> Path:
    """Resolve a typed path; that of a folder means ``default_name`` in it."""
    text, path = typed_path.strip(), resolve_path(typed_path)
    return path / default_name if path.is_dir() or text.endswith(("/", os.sep)) else path


def save(content: bytes, target: Path) -> Path:
    """Write a file that only its owner may read, and return its path.

    If another file has the name, it becomes "name (1).png". Blocking. Raises OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for number in range(MAX_COPIES):
        path = target.with_name(f"{target.stem} ({number}){target.suffix}") if number else target
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return path
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return path
    raise FileExistsError(str(target))


def open_with_desktop(path: Path) -> bool:
    """Open a file with the desktop's program, without waiting for it. Returns False if there is no desktop."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_display = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if opener is None or not has_display:
        return False
    null = subprocess.DEVNULL
    command = [opener, str(path)]
    process = subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True)  # noqa: S603
    threading.Thread(target=process.wait, daemon=True).start()
    return True
