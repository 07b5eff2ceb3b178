"""A kiosk whose speech is written down instead of being spoken."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.support.helpers import wait_for
from tests.support.kiosk import run_kiosk
from walkin.speech.speaker import Sentence, Speaker
from walkin.ui.safe import NO_BREAK_SPACE
from walkin_kiosk.speech import KioskSpeech

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from textual.pilot import Pilot

    from walkin.settings import Settings
    from walkin_kiosk.app import KioskApp


class WrittenSpeaker(Speaker):
    """Records each sentence with its language instead of speaking."""

    def __init__(self, volume: int = 80) -> None:
        super().__init__((), None, volume, lambda _problem: None)
        self.said: list[tuple[str, str]] = []
        self.slow: list[str] = []
        self.cuts = 0

    def say(self, sentences: Iterable[Sentence], language: str) -> None:
        for text, is_slow in sentences:
            if text:
                self.said.append((language, text))
                self.slow += [text] if is_slow else []

    def stop(self) -> None:
        self.cuts += 1

    def prepare(self, language: str) -> None:
        pass

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.said]


class Listener:
    """Presses keys of a kiosk, and checks what it said."""

    def __init__(self, app: KioskApp, pilot: Pilot[Any], speaker: WrittenSpeaker) -> None:
        self.app, self.pilot, self.speaker = app, pilot, speaker

    @property
    def heard(self) -> str:
        return "\n".join(self.speaker.texts)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and let the kiosk speak after each."""
        for key in keys:
            await self.pilot.press(key)
            await self.listen()

    async def listen(self) -> None:
        """Let the kiosk say what is new."""
        await self.pilot.pause()
        if self.app.speech is not None:
            self.app.speech.look()

    async def hears(self, *texts: str) -> None:
        """Wait until all texts were said, then clear the record."""

        def has_heard() -> bool:
            return all(text.replace(NO_BREAK_SPACE, " ") in self.heard for text in texts)

        try:
            await wait_for(self.pilot, has_heard, f"hearing {texts}")
        except AssertionError as error:
            raise AssertionError(f"{error}\nheard:\n{self.heard}") from None
        self.speaker.said.clear()


@asynccontextmanager
async def listen_to_kiosk(settings: Settings, *, starts: bool = True, **values: Any) -> AsyncIterator[Listener]:
    """Run a kiosk that speaks if it ``starts``, else can be started."""
    async with run_kiosk(settings, **values) as (app, pilot):
        speaker = WrittenSpeaker(settings.volume)
        app.use_speech(KioskSpeech(app, speaker, settings))
        listener = Listener(app, pilot, speaker)
        if starts:
            await listener.press("f2")
        yield listener
