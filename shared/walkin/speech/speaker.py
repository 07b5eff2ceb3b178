"""Text to speech: one utterance at a time, which can be stopped at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from walkin.speech.engines import (
    MAX_TEXT_LENGTH,
    AudioError,
    Manner,
    VoiceNotFound,
    choose_engine,
    clean_text,
    end_program,
    start_program,
)

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence

    from walkin.speech.engines import Player, SpeechEngine

R = TypeVar("R", bound="Path | None")

SPARE_DELAY_SECONDS = 0.1
"""Delay between the start of the player and that of the next spare process."""

MAX_PARTS = 200
"""Maximum number of parts, of all sentences passed at once, that are spoken."""


class Sentence(NamedTuple):
    """A sentence to speak, at normal speed or slowly."""

    text: str
    is_slow: bool = False


@dataclass(frozen=True)
class _Spare:
    """A process of an engine that was started in advance, and the file that it will write."""

    engine: SpeechEngine
    manner: Manner
    process: Process
    file: Path


class Speaker:
    """Speaks sentences with the first engine that has a voice for the language.

    The next sentence is synthesised while one is played, and a process of the engine waits for the next utterance: it
    begins without the time that an engine needs to start. ``report`` gets each problem once, in words for the log.
    """

    def __init__(
        self, engines: Sequence[SpeechEngine], player: Player | None, volume: int, report: Callable[[str], None]
    ) -> None:
        self._engines, self._player, self._report_problem = engines, player, report
        self.volume = volume
        self._folder = tempfile.TemporaryDirectory(prefix="walkin-")
        self._file_numbers = count()
        self._sentences: list[Sentence] = []
        self._language = ""
        self._place = 0
        """The index of the sentence that is being spoken."""
        self._tasks: set[asyncio.Task[Path | None] | asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._spare: _Spare | None = None
        self._preparing: asyncio.Task[None] | None = None
        self.is_paused = self._is_closed = False
        self._reported: set[str] = set()

    @property
    def is_speaking(self) -> bool:
        return self._task is not None and not self._task.done()

    def prepare(self, language: str) -> None:
        """Start the engine of a language in advance."""
        if not self._is_closed and (self._preparing is None or self._preparing.done()):
            self._preparing = self._run(self._start_spare(Manner(language, self.volume)))

    def say(self, sentences: Iterable[Sentence], language: str) -> None:
        """Speak sentences, behind those that are being spoken if these have the same language."""
        parts = list(_split(sentences))
        if self.is_speaking and language == self._language:
            self._sentences += parts
        elif parts:
            self._sentences, self._language = parts, language
            self._begin(0)

    def toggle_pause(self) -> None:
        """Pause, or resume from the start of the interrupted sentence."""
        if self.is_speaking:
            self.stop()
            self.is_paused = True
        elif self.is_paused and self._sentences:
            self._begin(self._place)

    def stop(self) -> None:
        """Stop speaking immediately."""
        self.is_paused = False
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def forget(self) -> None:
        """Stop speaking, and drop the texts from memory."""
        self.stop()
        self._sentences = []

    def _begin(self, place: int) -> None:
        self.stop()
        self._place = place
        self._task = self._run(self._speak(self._sentences, self._language))

    def _run(self, coroutine: Coroutine[None, None, R]) -> asyncio.Task[R]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def aclose(self) -> None:
        """Stop speaking, end all processes, and delete the sound files."""
        self._is_closed = True
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._end_spare()
        self._folder.cleanup()

    async def _speak(self, sentences: Sequence[Sentence], language: str) -> None:
        """Speak the sentences from the current place; others may be added meanwhile."""
        following: asyncio.Task[Path | None] | None = None
        try:
            while self._place < len(sentences):
                synthesis = following or self._run(self._synthesise(sentences[self._place], language))
                # Also when it is cancelled: the process is ended, and its file removed.
                following = synthesis
                file, following = await synthesis, None
                # The player first: nothing else may take its time.
                playing = self._run(self._play(file))
                if self._place + 1 < len(sentences):
                    following = self._run(self._synthesise(sentences[self._place + 1], language))
                asyncio.get_running_loop().call_later(SPARE_DELAY_SECONDS, self.prepare, language)
                try:
                    await playing
                finally:
                    _remove(file)
                self._place += 1
        except VoiceNotFound:
            self._report(f"there is no voice for the language {language}")
        except (AudioError, OSError) as error:
            self._report(str(error))
        finally:
            if following is not None:
                following.cancel()
                following.add_done_callback(_discard)

    async def _play(self, file: Path | None) -> None:
        if file is not None and self._player is not None:
            await self._player.play(file)

    async def _synthesise(self, sentence: Sentence, language: str) -> Path | None:
        """Write a sentence to a file; None if the engine has played it itself, or there was nothing to say."""
        text, manner = clean_text(sentence.text), Manner(language, self.volume, sentence.is_slow)
        engine = choose_engine(self._engines, language)
        if engine is None:
            raise VoiceNotFound(language)
        if engine.writes_file and self._player is None:
            raise AudioError("there is no program that plays a WAV file")
        if not text.strip():
            return None
        needs_options = len(text) == 1 and engine.character_options
        spare = None if needs_options else self._take_spare(engine, manner)
        file = self._name_file() if spare is None else spare.file
        try:
            if spare is None:
                await engine.speak(text, manner, file)
            else:
                await engine.finish(spare.process, text, manner)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return file if engine.writes_file else None

    def _take_spare(self, engine: SpeechEngine, manner: Manner) -> _Spare | None:
        """The spare process, if it is of this engine and still runs."""
        spare = self._spare
        if spare is None or (spare.engine, spare.manner) != (engine, manner) or spare.process.returncode is not None:
            return None
        self._spare = None
        return spare

    async def _start_spare(self, manner: Manner) -> None:
        engine = choose_engine(self._engines, manner.language)
        if engine is None or not (engine.reads_text and engine.writes_file):
            return
        if (spare := self._take_spare(engine, manner)) is not None:
            self._spare = spare
            return
        await self._end_spare()
        file = self._name_file()
        with contextlib.suppress(AudioError):
            self._spare = _Spare(engine, manner, await start_program(engine.fill_arguments(manner, file)), file)

    async def _end_spare(self) -> None:
        if (spare := self._spare) is not None:
            self._spare = None
            await end_program(spare.process)
            spare.file.unlink(missing_ok=True)

    def _name_file(self) -> Path:
        return Path(self._folder.name) / f"{next(self._file_numbers)}.wav"

    def _report(self, problem: str) -> None:
        if problem not in self._reported:
            self._reported.add(problem)
            self._report_problem(problem)


def _remove(file: Path | None) -> None:
    if file is not None:
        file.unlink(missing_ok=True)


def _discard(synthesis: asyncio.Task[Path | None]) -> None:
    """Delete the file of a cancelled sentence whose synthesis was done already."""
    if not synthesis.cancelled() and synthesis.exception() is None:
        _remove(synthesis.result())


def _split(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Split texts into parts that are short enough for an engine, at the ends of sentences where possible."""
    parts = 0
    for text, is_slow in sentences:
        rest = text
        while rest and parts < MAX_PARTS:
            part, rest = _cut(rest)
            parts += 1
            yield Sentence(part, is_slow)


def _cut(text: str) -> tuple[str, str]:
    """Split a text after its first sentence, or where it gets too long; returns both parts."""
    if len(text) <= MAX_TEXT_LENGTH and "\n" not in text:
        return text, ""
    head = text[:MAX_TEXT_LENGTH]
    end = re.search(r"\n+|[.!?:;؟]\s+|[。！？]", head)
    place = end.end() if end else head.rfind(" ") + 1 or MAX_TEXT_LENGTH
    return text[:place].strip(), text[place:].strip()
