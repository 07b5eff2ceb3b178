"""Files and folders that only their owner reads, whatever the umask; Windows has its own rules for a user's folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from io import FileIO
from pathlib import Path
from shlex import quote

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing. One that exists keeps its mode."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(FOLDER_MODE, exist_ok=True)


def open_private_file(path: Path, flags: int = 0) -> FileIO:
    """Open a file for reading and writing, without buffer; a new one is private. ``flags`` are those of `os.open`."""
    return FileIO(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | flags, FILE_MODE), "r+b")


def restrict_if_empty(path: Path) -> None:
    """Make a file private that another library has just made, before anything is in it."""
    if os.name == "posix" and not path.stat().st_size:
        path.chmod(FILE_MODE)


def describe_exposed(paths: Iterable[Path]) -> list[str]:
    """A line for people about each file and folder that other users of this machine may read or change."""
    if os.name != "posix":
        return []
    return [
        f"{path} can be read by other users of this machine: chmod {FOLDER_MODE if path.is_dir() else FILE_MODE:o} "
        + quote(str(path))
        for path in paths
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
