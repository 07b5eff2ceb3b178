"""Programs that speak and play: the ones the settings name, else what this machine has. Each runs beside the screen."""

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
"""Seconds after which a program that speaks or plays is ended."""

MAX_TEXT_LENGTH = 400

PLAYER_COMMANDS = (
    ("aplay", "-q", "{file}"),
    ("paplay", "{file}"),
    ("pw-play", "{file}"),
    ("afplay", "{file}"),
    ("powershell", "-NoProfile", "-Command", "(New-Object Media.SoundPlayer '{file}').PlaySync()"),
)


class AudioError(Exception):
    """A program that speaks or plays could not do it. The text is for the log."""


class VoiceNotFound(Exception):
    """There is no voice for that language."""


async def run_program(program: Sequence[str], input_text: str = "") -> int:
    """Run a program to its end, with ``text`` as its input; gives its exit code.

    Raises: Failed when it can not be started or does not end in time.
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
    """Plays WAV files; a program's words hold ``{file}``, which is put at the end where none does."""

    program: tuple[str, ...]

    @classmethod
    def detect(cls, command: str) -> Player | None:
        """The one of that command, or the first this machine has; None when there is none."""
        if command:
            words = tuple(shlex.split(command))
            return cls(words if any("{file}" in word for word in words) else (*words, "{file}"))
        return next((cls(program) for program in PLAYER_COMMANDS if shutil.which(program[0])), None)

    async def play(self, file: Path) -> None:
        """Play it to its end. Raises: Failed."""
        code = await run_program([word.replace("{file}", str(file)) for word in self.program])
        if code:
            raise AudioError(f"{self.program[0]} ended with {code}")


@dataclass(frozen=True)
class SpeechEngine:
    """Turns text into speech: a program with ``{text}``, ``{language}``, ``{volume}`` and ``{file}`` in its words.

    Without ``{text}`` the text is its input. With ``{file}`` it writes a WAV file to play, else it speaks itself.
    """

    program: tuple[str, ...]
    no_voice_exit_code: int = EXIT_NO_VOICE
    """The exit code that says there is no voice for the language."""

    @classmethod
    def detect(cls, command: str) -> SpeechEngine | None:
        """The one of that command, the extra ``speech``, or espeak-ng; None when there is none."""
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
        """Whether its speech is a file that somebody has to play."""
        return any("{file}" in word for word in self.program)

    async def speak(self, text: str, language: str, volume: int, file: Path) -> None:
        """Speak, or write the speech to ``file``. ``volume`` is 0 to 100.

        Raises: NoVoice for a language it does not speak, Failed for everything else.
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
    """The word of a command with its values; what stands in a value is never looked at again."""
    head, brace, rest = word.partition("{")
    if not brace:
        return head
    name, end, tail = rest.partition("}")
    if not end:
        return word
    return head + values.get(name, f"{{{name}}}") + _fill_placeholders(tail, values)


def _clean_text(text: str) -> str:
    """One line without what engines take for more than words: ``[[phonemes]]``, ``<marks>``, options."""
    plain = "".join(" " if letter in "[]<>{}|\\" else letter for letter in sanitize(text))
    return " ".join(plain.split())[:MAX_TEXT_LENGTH].lstrip("-")
