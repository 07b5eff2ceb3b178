"""Warnings about terminal emulators of this machine: not installed, or without touch."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walkin.machine.programs import Emulator, Terminal


def describe_terminal(terminal: Terminal) -> Iterator[str]:
    """A warning for each program that is missing for this terminal, and for missing touch."""
    emulator = terminal.emulator
    if emulator is None:
        yield "a Linux console sends no touch, and has 512 characters at most."
        return
    missing = [name for name in ("cage", emulator.name) if shutil.which(name) is None]
    if missing:
        yield f"not installed: {' and '.join(missing)} (apt install {' '.join(missing)})."
    yield from describe_touch(emulator)


def describe_touch(emulator: Emulator) -> Iterator[str]:
    if emulator.touch_since is None:
        yield f"no version of {emulator.name} is known to pass on touch: use foot with a touch screen."
    elif (version := read_version(emulator.name)) and version < emulator.touch_since:
        have, need = ".".join(map(str, version)), ".".join(map(str, emulator.touch_since))
        yield f"{emulator.name} {have} passes on no touch: {need} or newer does."


def read_version(name: str) -> tuple[int, int] | None:
    """The version that an installed program prints; None if it prints none."""
    if shutil.which(name) is None:
        return None
    try:
        done = subprocess.run([name, "--version"], capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"(\d+)\.(\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else None
