"""Programs that speak and play sound: those of the settings, or the first that is installed."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from walkin.model.language import get_base_language
from walkin.speech.espeak import EXIT_NO_VOICE
from walkin.ui.error_log import log_error
from walkin.ui.safe import sanitize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_RUN_SECONDS = 20.0
"""Seconds after which a program is killed."""

MAX_TEXT_LENGTH = 400

PLAYER_COMMANDS = (
    ("aplay", "-q", "{file}"),
    ("paplay", "{file}"),
    ("pw-play", "{file}"),
    ("afplay", "{file}"),
    ("powershell", "-NoProfile", "-Command", "(New-Object Media.SoundPlayer '{file}').PlaySync()"),
)


class AudioError(Exception):
    """A program that speaks or plays failed. The text is for the log."""


class VoiceNotFound(Exception):
    """There is no voice for the language."""


async def start_program(program: Sequence[str]) -> asyncio.subprocess.Process:
    """Start a program that reads its standard input. Raises AudioError if it cannot be started."""
    try:
        return await asyncio.create_subprocess_exec(
            *program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        raise AudioError(f"{program[0]} could not be started: {error}") from error


async def finish_program(process: asyncio.subprocess.Process, name: str, input_text: str = "") -> int:
    """Give a started program its input and wait for its end; returns its exit code. Cancelled, it kills the program.

    Raises AudioError if it does not end in time.
    """
    try:
        async with asyncio.timeout(MAX_RUN_SECONDS):
            await process.communicate(input_text.encode())
    except TimeoutError:
        raise AudioError(f"{name} was not done after {MAX_RUN_SECONDS:.0f} s") from None
    finally:
        await end_program(process)
    return process.returncode or 0


async def end_program(process: asyncio.subprocess.Process) -> None:
    """Kill a program that still runs."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def run_program(program: Sequence[str], input_text: str = "") -> int:
    """Run a program with ``input_text`` on standard input; returns its exit code. Raises AudioError."""
    return await finish_program(await start_program(program), program[0], input_text)


@dataclass(frozen=True)
class Player:
    """Plays WAV files by a program; ``{file}`` in its arguments stands for the file."""

    program: tuple[str, ...]

    @classmethod
    def detect(cls, command: str) -> Player | None:
        """The player of that command, or the first that is installed; None if there is none."""
        if command:
            words = tuple(shlex.split(command))
            return cls(words if any("{file}" in word for word in words) else (*words, "{file}"))
        return next((cls(program) for program in PLAYER_COMMANDS if shutil.which(program[0])), None)

    async def play(self, file: Path) -> None:
        """Play a file to its end. Raises AudioError."""
        code = await run_program([word.replace("{file}", str(file)) for word in self.program])
        if code:
            raise AudioError(f"{self.program[0]} ended with {code}")


@dataclass(frozen=True)
class Manner:
    """Parameters of the speech: language, volume from 0 to 100, and speed."""

    language: str
    volume: int
    is_slow: bool = False


@dataclass(frozen=True)
class SpeechEngine:
    """Speaks by a program; its arguments may contain ``{text}``, ``{language}``, ``{volume}`` and ``{file}``.

    ``{voice}`` is espeak-ng's name of the language, or the file of piper's voice; ``{rate}`` is words per minute, and
    ``{length}`` is piper's length scale, 1 for normal speed. Without ``{text}`` the text is its standard input. With
    ``{file}`` it writes a WAV file, else it plays the speech.
    """

    program: tuple[str, ...]
    no_voice_exit_code: int = EXIT_NO_VOICE
    """The exit code for a language without a voice."""
    voices: tuple[Path, ...] | None = None
    """The files of the voices, for piper."""
    character_options: tuple[str, ...] = ()
    """Options to speak the name of a single character, such as "@", which would else be silent."""

    @property
    def writes_file(self) -> bool:
        """Whether the speech is written to a file that is still to be played."""
        return any("{file}" in word for word in self.program)

    @property
    def reads_text(self) -> bool:
        """Whether the text is its standard input, so that it can be started before there is one."""
        return not any("{text}" in word for word in self.program)

    def find_voice(self, language: str) -> str:
        """The voice of a language; empty if it has none. Only espeak-ng itself knows which it has."""
        return find_espeak_voice(language) if self.voices is None else find_piper_voice(self.voices, language)

    def fill_arguments(self, manner: Manner, file: Path, text: str = "", *, is_character: bool = False) -> list[str]:
        """The program and its arguments, with the placeholders replaced."""
        values = {
            "text": text,
            "language": manner.language,
            "voice": self.find_voice(manner.language),
            "volume": str(manner.volume),
            "rate": "110" if manner.is_slow else "165",
            "length": "1.5" if manner.is_slow else "1",
            "file": str(file),
        }
        options = self.character_options if is_character else ()
        return [*(_fill_placeholders(word, values) for word in self.program), *options]

    async def speak(self, text: str, manner: Manner, file: Path) -> None:
        """Speak, or write the speech to ``file``.

        Raises VoiceNotFound for an unknown language, AudioError for any other failure.
        """
        text = clean_text(text)
        arguments = self.fill_arguments(manner, file, text, is_character=len(text) == 1)
        await self.finish(await start_program(arguments), text, manner)

    async def finish(self, process: asyncio.subprocess.Process, text: str, manner: Manner) -> None:
        """Pass a clean text to its started process, and wait for the end. Raises as `speak` does."""
        code = await finish_program(process, self.program[0], text if self.reads_text else "")
        if code == self.no_voice_exit_code:
            raise VoiceNotFound(manner.language)
        if code:
            raise AudioError(f"{self.program[0]} ended with {code}")


PIPER = ("piper", "--model", "{voice}", "--length_scale", "{length}", "--output_file", "{file}")


def detect_engines(command: str, voices: Path | None) -> tuple[SpeechEngine, ...]:
    """The available engines by preference: that of the command alone, else piper if there are voices for it, then
    espeak-ng or the extra ``speech``, which starts slower."""
    if command:
        return (SpeechEngine(tuple(shlex.split(command))),)
    engines = []
    if voices is not None:
        if shutil.which(PIPER[0]):
            engines.append(SpeechEngine(PIPER, voices=tuple(sorted(voices.glob("*.onnx")))))
        else:
            log_error("piper_voices is set, but piper is not installed: other programs speak")
    if program := shutil.which("espeak-ng"):
        words = (program, "-v", "{voice}", "-a", "{volume}", "-s", "{rate}", "-w", "{file}", "--stdin")
        engines.append(SpeechEngine(words, no_voice_exit_code=1, character_options=("--punct",)))
    elif importlib.util.find_spec("espeakng_loader") is not None:
        bundled = (sys.executable, "-m", "walkin.speech.espeak", "{voice}", "{volume}", "{rate}", "{file}")
        engines.append(SpeechEngine(bundled))
    return tuple(engines)


def choose_engine(engines: Sequence[SpeechEngine], language: str) -> SpeechEngine | None:
    """The first engine that has a voice for the language."""
    return next((engine for engine in engines if engine.find_voice(language)), None)


def find_espeak_voice(language: str) -> str:
    """The voice of espeak-ng for a language, which has no script or region: "cmn" for "zh-Hans"."""
    base = get_base_language(language)
    return {"zh": "cmn", "no": "nb"}.get(base, base)


def find_piper_voice(voices: Sequence[Path], language: str) -> str:
    """The first voice of piper for a language, that of its region first; empty if there is none.

    Their names begin with the language: ``de_DE-thorsten-medium.onnx``.
    """
    base = get_base_language(language)
    files = [file for file in voices if re.match(rf"{re.escape(base)}[_-]", file.name)]
    region = f"{language.replace('-', '_')}-"
    return next((str(file) for file in (*(f for f in files if f.name.startswith(region)), *files)), "")


def _fill_placeholders(word: str, values: dict[str, str]) -> str:
    """Replace the placeholders in an argument; placeholders in the values stay as they are."""
    head, brace, rest = word.partition("{")
    if not brace:
        return head
    name, end, tail = rest.partition("}")
    if not end:
        return word
    return head + values.get(name, f"{{{name}}}") + _fill_placeholders(tail, values)


def clean_text(text: str) -> str:
    """The text as one line, without the markup of engines: ``[[phonemes]]``, ``<tags>``, options.

    A single character stays.
    """
    if len(text) == 1:
        return sanitize(text)
    plain = "".join(" " if letter in "[]<>{}|\\" else letter for letter in sanitize(text))
    return " ".join(plain.split())[:MAX_TEXT_LENGTH].lstrip("-")
