"""The display's voice: a chime, then the call in words. One call after the other, and never in the screen's way."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from walkin.settings.display import is_quiet, quiet_spans
from walkin.ui.error_log import record
from walkin_counter.display.audio.chime import chime
from walkin_counter.display.audio.players import Engine, Failed, NoVoice, Player

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from walkin.settings.model import Settings

Said = tuple[str, str]
"""A language's code and a text in it."""


class Voice:
    """Chimes and speaks what it is given, in that order.

    ``trouble`` hears once of each thing that is missing, as the key of a text and its values; ``bell`` rings where no
    sound can be played.
    """

    def __init__(self, settings: Settings, bell: Callable[[], None], trouble: Callable[..., None]) -> None:
        self._settings = settings
        self._bell, self._trouble = bell, trouble
        self._quiet = quiet_spans(settings.quiet)
        self._player = Player.found(settings.sound_command) if settings.chime or settings.speech else None
        self._engine = Engine.found(settings.speech_command) if settings.speech else None
        self._calls: asyncio.Queue[Sequence[Said]] = asyncio.Queue()
        self._speaking = False
        self._told: set[tuple[str, ...]] = set()

    @property
    def busy(self) -> bool:
        """Whether a call is being said, or has still to be."""
        return self._speaking or not self._calls.empty()

    def announce(self, said: Sequence[Said], now: datetime) -> None:
        """A number was called; ``said`` is the call in words, ``now`` the time of day at the office."""
        if not is_quiet(self._quiet, now.time()):
            self._calls.put_nowait(said)

    async def run(self) -> None:
        """Speak for as long as the screen is there."""
        if self._settings.speech and self._engine is None:
            self._tell("display-no-speech")
        with tempfile.TemporaryDirectory(prefix="walkin-") as folder:
            ring, spoken = Path(folder) / "chime.wav", Path(folder) / "call.wav"
            ring.write_bytes(await asyncio.to_thread(chime, self._settings.volume))
            while True:
                said = await self._calls.get()
                self._speaking = True
                try:
                    await self._call(said, ring, spoken)
                except Exception as error:  # noqa: BLE001 - the next call must be heard whatever became of this one
                    record("the voice stopped", error)
                finally:
                    self._speaking = False

    async def _call(self, said: Sequence[Said], ring: Path, spoken: Path) -> None:
        if self._settings.chime:
            await self._chime(ring)
        if self._engine is not None:
            for _ in range(self._settings.repeat):
                for language, text in said:
                    await self._say(self._engine, language, text, spoken)

    async def _chime(self, ring: Path) -> None:
        if self._player is not None:
            try:
                await self._player.play(ring)
                return
            except Failed as failed:
                self._tell("display-no-sound", f"no sound: {failed}")
        self._bell()

    async def _say(self, engine: Engine, language: str, text: str, file: Path) -> None:
        try:
            if engine.writes_file and self._player is None:
                raise Failed("there is no program that plays a WAV file")
            await engine.say(text, language, self._settings.volume, file)
            if engine.writes_file and self._player is not None:
                await self._player.play(file)
        except NoVoice:
            self._tell("display-no-voice", f"no voice for the language {language}", language=language)
        except Failed as failed:
            self._tell("display-no-sound", f"no speech: {failed}")

    def _tell(self, key: str, entry: str = "", **values: str) -> None:
        once = (key, *values.values())
        if once not in self._told:
            self._told.add(once)
            record(f"display: {entry or key}")
            self._trouble(key, **values)
