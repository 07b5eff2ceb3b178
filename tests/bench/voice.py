"""From a key of the kiosk to the first sample of what it says, and to the end of what it was saying.

The kiosk speaks through the engine of this machine into a WAV file; a program in place of the player notes when it has
read the first sample, and plays until it is ended.
"""

from __future__ import annotations

import shlex
import time
from pathlib import Path

from tests.bench.figure import Figure, at_most
from tests.bench.office import register_people
from tests.bench.screens import READY_TEXTS, SETTLE_SECONDS
from tests.bench.terminal import Terminal, build_walkin_command, drain, run_terminal
from walkin.speech.engines import detect_engines

F2, DOWN, UP = "\x1bOQ", "\x1b[B", "\x1b[A"

PLAYER = """#!/bin/sh
# The time, and the process that plays until it is ended.
[ -s "$2" ] && echo "$(date +%s.%N) $$" >> "$1"
exec sleep 60
"""
"""As quick to start as a player is."""


def measure_voice(folder: Path, presses: int = 20) -> list[Figure]:
    """Measure both with a key each half second, which moves to another service; no figures where nothing can speak."""
    if not detect_engines("", None):
        return []
    player, log, config, data = (folder / name for name in ("player", "log", "walkin.toml", "voice.db"))
    player.write_text(PLAYER, encoding="utf-8")
    command = shlex.join(["sh", str(player), str(log), "{file}"])
    config.write_text(f"[office]\nsound_command = '''{command}'''\n[kiosk]\nread_aloud = true\n", encoding="utf-8")
    register_people(data, range(5))
    begins, ends = [], []
    with run_terminal((*build_walkin_command("kiosk", data), "--config", str(config))) as kiosk:
        kiosk.wait_for_output(READY_TEXTS["kiosk"], 60)
        drain([kiosk], SETTLE_SECONDS)
        kiosk.press_keys(F2)
        _, pid = _wait_for_sound(kiosk, log, 0)
        for number in range(presses):
            drain([kiosk], 0.5)
            heard, pressed = _count_sounds(log), time.time()
            kiosk.press_keys(UP if number % 2 else DOWN)
            while _is_running(pid):
                time.sleep(0.001)
            ends.append((time.time() - pressed) * 1000)
            began, pid = _wait_for_sound(kiosk, log, heard)
            begins.append((began - pressed) * 1000)
    return [
        Figure("kiosk, from a key to the first sample said", "ms", begins, [], "", at_most(150, "ours")),
        Figure("kiosk, from a key to the end of what was said before", "ms", ends, [], "", at_most(100, "ours")),
    ]


def _count_sounds(log: Path) -> int:
    return log.read_text(encoding="utf-8").count("\n") if log.exists() else 0


def _wait_for_sound(kiosk: Terminal, log: Path, before: int) -> tuple[float, int]:
    """The time of the first sample of the next sound, and the process that plays it."""
    end = time.monotonic() + 30
    while _count_sounds(log) <= before:
        assert time.monotonic() < end, "nothing is said"
        drain([kiosk], 0.002)
    at, pid = log.read_text(encoding="utf-8").splitlines()[before].split()
    return float(at), int(pid)


def _is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
