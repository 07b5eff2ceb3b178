"""The display's voice: a chime, then the spoken call. Announcements are queued and never block the screen."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from walkin.settings.display import is_quiet, parse_quiet_hours
from walkin.speech.engines import AudioError, Manner, Player, VoiceNotFound, choose_engine, detect_engines
from walkin.ui.error_log import log_error
from walkin_counter.display.audio.chime import render_chime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from walkin.settings import DisplaySettings
    from walkin_counter.display.announcements import LocalizedText


class Voice:
    """Plays the chime and speaks each announcement, one after the other.

    ``report_problem`` gets each problem once, as a Fluent key and its arguments. ``ring_bell`` replaces the chime if no
    sound can be played.
    """

    def __init__(self, settings: DisplaySettings, ring_bell: Callable[[], None], report: Callable[..., None]) -> None:
        self._settings = settings
        self._ring_bell, self._report_problem = ring_bell, report
        self._quiet_spans = parse_quiet_hours(settings.quiet)
        self._player = Player.detect(settings.sound_command) if settings.chime or settings.speech else None
        self._engines = detect_engines(settings.speech_command, settings.piper_voices) if settings.speech else ()
        self._calls: asyncio.Queue[Sequence[LocalizedText]] = asyncio.Queue()
        self._speaking = False
        self._reported: set[tuple[str, ...]] = set()

    @property
    def is_busy(self) -> bool:
        """Whether an announcement is running or queued."""
        return self._speaking or not self._calls.empty()

    def announce(self, texts: Sequence[LocalizedText], now: datetime) -> None:
        """Queue an announcement, unless ``now``, the office's local time, is in the quiet hours."""
        if not is_quiet(self._quiet_spans, now.time()):
            self._calls.put_nowait(texts)

    async def run(self) -> None:
        """Speak the queued announcements, for ever."""
        if self._settings.speech and not self._engines:
            self._report_once("display-no-speech")
        with tempfile.TemporaryDirectory(prefix="walkin-") as folder:
            chime_file, speech_file = Path(folder) / "chime.wav", Path(folder) / "call.wav"
            chime_file.write_bytes(await asyncio.to_thread(render_chime, self._settings.volume))
            while True:
                texts = await self._calls.get()
                self._speaking = True
                try:
                    await self._play_call(texts, chime_file, speech_file)
                except Exception as error:  # noqa: BLE001 - a failed announcement must not stop the next one
                    log_error("the voice stopped", error)
                finally:
                    self._speaking = False

    async def _play_call(self, texts: Sequence[LocalizedText], chime_file: Path, speech_file: Path) -> None:
        if self._settings.chime:
            await self._play_chime(chime_file)
        for _ in range(self._settings.repeat if self._engines else 0):
            for language, text in texts:
                await self._speak(language, text, speech_file)

    async def _play_chime(self, chime_file: Path) -> None:
        if self._player is not None:
            try:
                await self._player.play(chime_file)
                return
            except AudioError as error:
                self._report_once("display-no-sound", f"no sound: {error}")
        self._ring_bell()

    async def _speak(self, language: str, text: str, file: Path) -> None:
        try:
            engine = choose_engine(self._engines, language)
            if engine is None:
                raise VoiceNotFound(language)
            if engine.writes_file and self._player is None:
                raise AudioError("there is no program that plays a WAV file")
            await engine.speak(text, Manner(language, self._settings.volume), file)
            if engine.writes_file and self._player is not None:
                await self._player.play(file)
        except VoiceNotFound:
            self._report_once("display-no-voice", f"no voice for the language {language}", language=language)
        except AudioError as error:
            self._report_once("display-no-sound", f"no speech: {error}")

    def _report_once(self, key: str, log_entry: str = "", **values: str) -> None:
        problem = (key, *values.values())
        if problem not in self._reported:
            self._reported.add(problem)
            log_error(f"display: {log_entry or key}")
            self._report_problem(key, **values)
