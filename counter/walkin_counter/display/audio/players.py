"""Programs that speak and play sound: those of the settings, or the first that is installed."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import shlex
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from walkin.ui.safe import sanitize
from walkin_counter.display.audio.espeak import EXIT_NO_VOICE

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


async def run_program(program: Sequence[str], input_text: str = "") -> int:
    """Run a program with ``input_text`` on standard input; returns its exit code.

    Raises AudioError if it cannot be started or does not end in time.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        raise AudioError(f"{program[0]} could not be started: {error}") from error
    try:
        async with asyncio.timeout(MAX_RUN_SECONDS):
            await process.communicate(input_text.encode())
    except TimeoutError:
        raise AudioError(f"{program[0]} was not done after {MAX_RUN_SECONDS:.0f} s") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode or 0


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
class SpeechEngine:
    """Speaks by a program; its arguments may contain ``{text}``, ``{language}``, ``{volume}`` and ``{file}``.

    Without ``{text}`` the text is its standard input. With ``{file}`` it writes a WAV file, else it plays the speech.
    """

    program: tuple[str, ...]
    no_voice_exit_code: int = EXIT_NO_VOICE
    """The exit code for a language without a voice."""

    @classmethod
    def detect(cls, command: str) -> SpeechEngine | None:
        """The engine of that command, else of the extra ``speech``, else espeak-ng; None if there is none."""
        if command:
            return cls(tuple(shlex.split(command)))
        if importlib.util.find_spec("espeakng_loader") is not None:
            return cls(
                (sys.executable, "-m", "walkin_counter.display.audio.espeak", "{language}", "{volume}", "{file}")
            )
        if program := shutil.which("espeak-ng"):
            return cls((program, "-v", "{language}", "-a", "{volume}", "-w", "{file}", "--stdin"), no_voice_exit_code=1)
        return None

    @property
    def writes_file(self) -> bool:
        """Whether the speech is written to a file that is still to be played."""
        return any("{file}" in word for word in self.program)

    async def speak(self, text: str, language: str, volume: int, file: Path) -> None:
        """Speak, or write the speech to ``file``. ``volume`` is 0 to 100.

        Raises VoiceNotFound for an unknown language, AudioError for any other failure.
        """
        text = _clean_text(text)
        values = {"text": text, "language": language, "volume": str(volume), "file": str(file)}
        code = await run_program(
            [_fill_placeholders(word, values) for word in self.program], "" if self._has_text_argument else text
        )
        if code == self.no_voice_exit_code:
            raise VoiceNotFound(language)
        if code:
            raise AudioError(f"{self.program[0]} ended with {code}")

    @property
    def _has_text_argument(self) -> bool:
        return any("{text}" in word for word in self.program)


def _fill_placeholders(word: str, values: dict[str, str]) -> str:
    """Replace the placeholders in an argument; placeholders in the values stay as they are."""
    head, brace, rest = word.partition("{")
    if not brace:
        return head
    name, end, tail = rest.partition("}")
    if not end:
        return word
    return head + values.get(name, f"{{{name}}}") + _fill_placeholders(tail, values)


def _clean_text(text: str) -> str:
    """One line without the markup of engines: ``[[phonemes]]``, ``<tags>``, options."""
    plain = "".join(" " if letter in "[]<>{}|\\" else letter for letter in sanitize(text))
    return " ".join(plain.split())[:MAX_TEXT_LENGTH].lstrip("-")
