"""Check a machine: whether its screen, sound, printer and server are ready for a program."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from walkin.machine.fonts import check_languages
from walkin.machine.programs import EMULATORS, Program
from walkin.machine.terminal_probe import TerminalReport, list_touch_screens
from walkin.model.window_size import BAR_SIZE, MIN_SIZE, find_kiosk_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from walkin.settings import Settings

CAPITAL_SHARE = 0.62
"""The height of a capital letter as a part of its cell, in DejaVu Sans Mono."""
STANDING_METRES = 0.6
"""The distance between a kiosk's screen and the eyes of a client."""

State = Literal["ok", "warning", "fails", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check of one part of the machine, with advice."""

    what: str
    state: State
    text: str
    advice: str = ""


def check_terminal(report: TerminalReport, settings: Settings, program: Program) -> Iterator[Finding]:
    """The terminal in which the check runs; over SSH it is not the one of the machine."""
    if not report.is_terminal:
        yield Finding("terminal", "unknown", "no terminal", "run it on the machine's own screen")
        return
    name = f"{report.name} {report.version}".strip() or report.kind
    where = " (over SSH: not the machine's own)" if report.is_remote else ""
    yield Finding("terminal", "unknown" if report.is_remote else "ok", f"{name}{where}")
    size = f"{report.columns} × {report.rows} cells"
    columns, rows = find_kiosk_size(report.rows) if program is Program.KIOSK else MIN_SIZE
    if program is Program.COUNTER and settings.bar:
        columns, rows = BAR_SIZE
    fits = report.columns >= columns and report.rows >= rows
    advice = "" if fits else f"{columns} × {rows} are needed: make the letters smaller"
    yield Finding("size", "ok" if fits else "fails", size, advice)
    yield _check_letters(report, settings, program)
    yield _check_colours(report)


def _check_letters(report: TerminalReport, settings: Settings, program: Program) -> Finding:
    from walkin.settings.display import LETTER_MM_PER_METRE, parse_screen_height_mm

    metres = STANDING_METRES if program is Program.KIOSK else settings.seat
    height = parse_screen_height_mm(settings.screen)
    if not height or not metres or not report.rows:
        missing = "screen" if program is Program.KIOSK else "screen and seat"
        return Finding("letters", "unknown", "the size of the screen is not known", f"set {missing} under [display]")
    have, need = CAPITAL_SHARE * height / report.rows, LETTER_MM_PER_METRE * metres
    text = f"capitals of {have:.1f} mm, {need:.1f} mm are read from {metres:g} m"
    if have >= need:
        return Finding("letters", "ok", text)
    rows = int(CAPITAL_SHARE * height / need)
    if program is Program.DISPLAY:
        return Finding("letters", "ok", f"{text}; numbers are larger, and the display says if they are too small")
    advice = f"larger letters: {rows} rows" if rows >= MIN_SIZE[1] else "a larger screen, or “Aa” for larger controls"
    return Finding("letters", "warning", text, advice)


def _check_colours(report: TerminalReport) -> Finding:
    if report.environment.get("NO_COLOR"):
        return Finding("colours", "warning", "switched off", "unset NO_COLOR")
    if report.environment.get("COLORTERM") in ("truecolor", "24bit"):
        return Finding("colours", "ok", "16 million")
    if "256" in report.kind or report.kind in ("foot", "alacritty"):
        return Finding("colours", "ok", "256")
    return Finding("colours", "warning", f"16 or fewer ({report.kind or 'no TERM'})", "the theme contrast reads best")


def check_encoding(encoding: str) -> Finding:
    """Whether text leaves the program as UTF-8."""
    if encoding.lower().replace("-", "") == "utf8":
        return Finding("encoding", "ok", "UTF-8")
    return Finding("encoding", "fails", encoding or "unknown", "set LANG to a locale of UTF-8, like C.UTF-8")


def check_touch(report: TerminalReport, taps: int | None) -> Finding:
    """Whether taps arrive; ``taps`` of three did, None where nobody was asked."""
    screens = list_touch_screens()
    device = f"touch screen: {', '.join(screens)}" if screens else "no touch screen is connected"
    if taps == 3:
        return Finding("touch", "ok", "three taps arrived")
    if report.is_console:
        state: State = "fails" if screens else "unknown"
        return Finding(
            "touch", state, f"a Linux console sends no touch; {device}", "use foot in cage: walkin guide install"
        )
    emulator = next((emulator for emulator in EMULATORS.values() if emulator.name == report.name), None)
    if emulator and emulator.touch_since is None:
        return Finding(
            "touch", "fails" if screens else "unknown", f"{report.name} sends no touch; {device}", "use foot"
        )
    if emulator and emulator.touch_since and report.version_numbers and report.version_numbers < emulator.touch_since:
        need = ".".join(map(str, emulator.touch_since))
        text = f"{report.name} {report.version} sends no touch; {device}"
        return Finding("touch", "fails" if screens else "unknown", text, f"{need} or newer does")
    if taps is None:
        return Finding("touch", "unknown", device, "run it on the machine's own screen, without --json, and tap")
    return Finding(
        "touch", "fails" if screens else "warning", f"{taps} of three taps arrived; {device}", "walkin guide install"
    )


def check_sound(settings: Settings, played: str | None) -> Iterator[Finding]:
    """Players and voices; ``played`` is what went wrong with a tone, empty if nothing, None if none was played."""
    from walkin.speech.engines import Player, detect_engines

    player = Player.detect(settings.sound_command)
    if player is None:
        yield Finding("sound", "warning", "nothing that plays sound", "apt install alsa-utils")
    elif played:
        yield Finding("sound", "fails", played, f"{player.program[0]} is loud, muted or has no card: try alsamixer")
    else:
        yield Finding("sound", "ok", f"{player.program[0]}{' played a tone: was it heard?' if played == '' else ''}")
    engines = detect_engines(settings.speech_command, settings.piper_voices)
    if engines:
        yield Finding("voice", "ok", ", ".join(_name_engine(engine.program) for engine in engines))
    elif settings.read_aloud or settings.speech:
        yield Finding("voice", "warning", "nothing that speaks", "apt install espeak-ng")
    else:
        yield Finding("voice", "ok", "none, and nothing is to be read aloud")


def _name_engine(program: Sequence[str]) -> str:
    return "espeak-ng, of the extra speech" if "walkin.speech.espeak" in program else program[0]


def check_printer(settings: Settings) -> Finding:
    from walkin.languages import Words
    from walkin.model.printer import parse_printer
    from walkin.printing import find_missing

    if not settings.printer:
        return Finding("printer", "ok", "none is set")
    address = parse_printer(settings.printer)
    if missing := find_missing(address):
        return Finding("printer", "fails", settings.printer, missing)
    if address.kind == "command":
        return Finding("printer", "unknown", settings.printer, "a command cannot be asked: walkin printer test")
    from walkin.printing.printer import ask_printer

    trouble = ask_printer(address)
    if trouble is None:
        return Finding("printer", "ok", settings.printer)
    reason = Words("en")("paper-trouble", trouble=trouble)
    return Finding("printer", "warning" if trouble == "paperLow" else "fails", f"{settings.printer}: {reason}")


async def check_server(settings: Settings) -> list[Finding]:
    """Whether the server answers, takes the key, and has the same time."""
    from walkin.client import ServerUnreachable, connect
    from walkin.model.errors import Refused

    if settings.api == "embedded":
        return []
    name = settings.api
    try:
        async with await connect(settings) as client:
            queues = await client.list_queues()
            seconds = (client.now() - datetime.now(UTC)).total_seconds()
    except ServerUnreachable as error:
        return [Finding("server", "fails", f"{name}: {error}", "is it on, and is the address right?")]
    except Refused as refused:
        return [Finding("server", "fails", f"{name}: {refused}", "check api_key and api_token: walkin key list")]
    found = [Finding("server", "ok", f"{name} takes the key and shows {len(queues)} services")]
    if not queues:
        found = [Finding("server", "warning", f"{name} shows no service", "walkin queue add; the key may be limited")]
    if abs(seconds) < 1:
        return [*found, Finding("clock", "ok", "as the server's")]
    text = f"{abs(seconds):.0f} s {'behind' if seconds > 0 else 'ahead of'} the server"
    return [*found, Finding("clock", "warning", text, "switch its time service on: timedatectl set-ntp true")]


def check_time_service() -> Finding:
    """Whether the machine's clock is set by a time service."""
    try:
        words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return Finding("time service", "unknown", "timedatectl does not answer")
    if done.stdout.strip() == "yes":
        return Finding("time service", "ok", "sets the clock")
    if done.stdout.strip() == "no":
        return Finding("time service", "warning", "does not set the clock", "timedatectl set-ntp true")
    return Finding("time service", "unknown", "timedatectl does not answer")


def check_folders(settings: Settings) -> Iterator[Finding]:
    """Where the program writes: whether it may, and room on the disk."""
    is_office = settings.api == "embedded" and not settings.database
    import platformdirs

    folder = settings.data.parent if is_office else platformdirs.user_state_path("walkin", appauthor=False)
    place = next(path for path in (folder, *folder.parents) if path.exists())
    blocked = [
        path
        for path in ((place, settings.data) if is_office else (place,))
        if path.exists() and not os.access(path, os.W_OK)
    ]
    if blocked:
        yield Finding(
            "folder", "fails", f"{blocked[0]} cannot be written", "chown it to the user that runs the program"
        )
    else:
        yield Finding("folder", "ok", str(folder))
    megabytes = shutil.disk_usage(place).free // 1_000_000
    enough = megabytes >= settings.keep_free
    advice = "" if enough else f"make room: {settings.keep_free} MB are kept free for tickets"
    yield Finding(
        "disk", "ok" if enough else "warning" if megabytes > 20 else "fails", f"{megabytes:,} MB free", advice
    )


def check_machine(
    settings: Settings, program: Program, report: TerminalReport, encoding: str, taps: int | None, played: str | None
) -> Iterator[Finding]:
    """Every finding, in the order of a start: screen, sound, printer, server, disk."""
    import asyncio

    yield from check_terminal(report, settings, program)
    yield check_encoding(encoding)
    if program is not Program.DISPLAY:
        yield check_touch(report, taps)
    for state, text, advice in check_languages(settings, is_console=report.is_console):
        yield Finding("languages", state, text, advice)
    yield from check_sound(settings, played)
    if program is not Program.DISPLAY:
        yield check_printer(settings)
    yield from asyncio.run(check_server(settings))
    yield check_time_service()
    yield from check_folders(settings)
