"""The kiosk reads its screens aloud, once a client who cannot see them has started it.

What is said follows from the texts of the screen and from the focused widget: they are compared with the last ones
after each key and many times a second, and what is new is said.
"""

from __future__ import annotations

import asyncio
import shlex
from typing import TYPE_CHECKING

from textual import events
from textual.css.query import NoMatches
from textual.widgets import Button, Input, TextArea

from walkin.speech.engines import AudioError, Player, detect_engines, run_program
from walkin.speech.speaker import Sentence, Speaker
from walkin.ui.error_log import log_error
from walkin_kiosk.keyboard import Keyboard
from walkin_kiosk.screens.dialogs import HeadphonesDialog
from walkin_kiosk.screens.page import Page
from walkin_kiosk.spoken import Part, describe_focus, describe_typing, read_screen

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.widget import Widget

    from walkin.settings import KioskSettings
    from walkin_kiosk.app import KioskApp

LOOK_SECONDS = 0.03
"""Interval at which the screen is searched for new texts."""

HEADPHONES_SECONDS = 1.0
"""Interval at which the program of the setting ``headphones`` is run."""

MIN_GAP_SECONDS, MAX_GAP_SECONDS = 0.04, 0.8
"""Seconds between two presses of a key that start the speech; a key that is held down repeats faster."""

MIN_VOLUME, VOLUME_STEP = 20, 10

SPOKEN_IDLE_SECONDS, SPOKEN_WARNING_SECONDS = 120, 30
"""Minimum idle time before the warning, and of the warning, for a client who listens."""

MAX_LIVE_TEXTS = 8
"""Maximum number of new texts on the same screen that are said at a time."""


class KioskSpeech:
    """Reads the kiosk's screens aloud while `is_on`."""

    def __init__(self, app: KioskApp, speaker: Speaker, settings: KioskSettings) -> None:
        self._app, self._speaker, self._settings = app, speaker, settings
        self.is_on = False
        self._is_plugged = False
        """Whether the program of the setting ``headphones`` reports headphones."""
        self._has_private_listening = False
        """Whether the client uses headphones, as answered in `HeadphonesDialog`."""
        self._timer: Timer | None = None
        self._last_key = "", 0.0
        self._forget()

    def _forget(self) -> None:
        """Forget all texts that were said, so that they are said again."""
        self._screen: Screen[object] | None = None
        self._language = ""
        self._focus: Widget | None = None
        self._value = ""
        self._head: frozenset[str] = frozenset()
        self._page: list[Part] = []
        self._known: set[str] = set()
        """Texts of this screen that were said."""
        self._parts: list[str] = []
        self._key = ""

    @property
    def in_private(self) -> bool:
        """Whether the client uses headphones, so that nobody else hears the answers."""
        return self._settings.headphones == "yes" or self._is_plugged or self._has_private_listening

    @property
    def is_speaking(self) -> bool:
        return self.is_on and self._speaker.is_speaking

    # Starting and ending

    def start(self) -> None:
        """Begin to read the screens aloud, until the client leaves."""
        if self.is_on:
            return
        self.is_on = self._app.uses_keypad = True
        self._app.show_reading()
        self._app.set_idle_seconds(SPOKEN_IDLE_SECONDS, SPOKEN_WARNING_SECONDS)
        self._forget()
        self._say([self._app.words("kiosk-say-on")])
        if self._settings.headphones == "ask":
            self._app.push_screen(HeadphonesDialog(), self._note_headphones)
        self._timer = self._app.set_interval(LOOK_SECONDS, self.look)

    def toggle(self) -> None:
        """Begin to read the screens aloud, from the first service if the button was pressed, or stop it."""
        if self.is_on:
            self.end()
            self._say([self._app.words("kiosk-say-off")])
            return
        page = self._app.screen
        if isinstance(page, Page) and page.focused is not None and page.focused.id == "read-aloud":
            page.set_focus(page.find_first_focus())
        self.start()

    def end(self) -> None:
        """Stop reading aloud, and forget all texts and the client's volume and headphones."""
        self._speaker.forget()
        self._forget()
        self._speaker.volume = self._settings.volume
        self._has_private_listening = False
        if not self.is_on:
            return
        self.is_on = self._app.uses_keypad = False
        self._app.show_reading()
        self._app.set_idle_seconds(0, 0)
        self._speaker.prepare(self._settings.language)
        if self._timer is not None:
            self._timer.stop()

    def hush(self) -> None:
        """Stop speaking; what is new is still read."""
        self._speaker.stop()

    def prepare(self) -> None:
        """Start the speech engine in advance."""
        self._speaker.prepare(self._app.language)

    async def aclose(self) -> None:
        await self._speaker.aclose()

    def _note_headphones(self, are_there: bool | None) -> None:
        self._has_private_listening = bool(are_there)

    async def watch_headphones(self) -> None:
        """Start to read when headphones are plugged in: the program of the setting ends with 0 while they are."""
        program = shlex.split(self._settings.headphones)
        while True:
            try:
                is_plugged = await run_program(program) == 0
            except AudioError as error:
                log_error(f"kiosk: headphones are not noticed: {error}")
                return
            if self._is_plugged and not is_plugged:
                # What is being said is for the client alone.
                self._speaker.stop()
            elif is_plugged and not self._is_plugged and not self.is_on:
                self._is_plugged = True
                self.start()
            self._is_plugged = is_plugged
            await asyncio.sleep(HEADPHONES_SECONDS)

    # Keys

    def take_key(self, event: events.Key) -> bool:
        """Handle F2 and F4 to F7; any other key stops the speech. Returns whether the key was handled."""
        if event.key == "f2":
            self.toggle()
            return True
        if not self.is_on:
            self._note_double(event)
            return False
        if event.key == "f4":
            self._repeat()
        elif event.key == "f5":
            self._speaker.toggle_pause()
        elif event.key in ("f6", "f7"):
            self._change_volume(VOLUME_STEP if event.key == "f7" else -VOLUME_STEP)
        else:
            self._speaker.stop()
            focus = self._app.screen.focused
            goes_on = isinstance(focus, Input) or (isinstance(focus, Button) and focus.id == "continue")
            if event.key == "enter" and goes_on and not self._key:
                # What is wrong is said again if it still is.
                self._page = [part for part in self._page if not part.is_problem]
                self._known = {part.text for part in self._page}
            return False
        return True

    def _note_double(self, event: events.Key) -> None:
        """Start when a key without a binding is pressed twice quickly."""
        key, moment = self._last_key
        self._last_key = event.key, event.time
        is_double = key == event.key and MIN_GAP_SECONDS < event.time - moment < MAX_GAP_SECONDS
        if is_double and not self._has_meaning(event.key):
            self._last_key = "", 0.0
            self.start()

    def _has_meaning(self, key: str) -> bool:
        screen = self._app.screen
        is_typed = isinstance(screen.focused, Input | TextArea)
        return not isinstance(screen, Page) or is_typed or key in screen.active_bindings

    def _repeat(self) -> None:
        self._speaker.stop()
        self._forget()
        self.look()

    def _change_volume(self, step: int) -> None:
        self._speaker.stop()
        self._speaker.volume = max(MIN_VOLUME, min(100, self._speaker.volume + step))
        self._say([self._app.words("kiosk-say-volume", percent=self._speaker.volume)])

    # Saying what is new

    def _say(self, texts: list[str], *, is_slow: bool = False) -> None:
        if texts:
            self._speaker.say([Sentence(text, is_slow) for text in texts], self._app.language)

    def look(self) -> None:
        """Say what is new on the screen; on an error stop reading aloud."""
        screen = self._app.screen
        if not self.is_on or not screen.is_mounted:
            return
        try:
            self._read(screen)
        except NoMatches:
            # It is just being built anew, and looked at again soon.
            return
        except Exception as error:  # noqa: BLE001 - the visit goes on without a word
            log_error("kiosk: the screen could not be read aloud", error)
            self.end()

    def _read(self, screen: Screen[object]) -> None:
        words = self._app.words
        page = read_screen(screen, in_private=self.in_private)
        focus = screen.focused
        parts = describe_focus(focus, words, in_private=self.in_private) if focus is not None else []
        if screen is not self._screen or words.language != self._language:
            if self._screen is not None:
                self._speaker.stop()
            is_read_twice = isinstance(screen, Page) and screen.IS_READ_TWICE
            texts = [part.text for part in page if is_read_twice or part.text not in self._head]
            self._head = frozenset(part.text for part in page if part.is_head)
            self._say(texts * (2 if is_read_twice else 1), is_slow=is_read_twice)
            self._say([", ".join(part for part in parts if part not in texts)])
        else:
            texts = [part.text for part in page if part.text not in self._known and not part.changes]
            self._say(texts[:MAX_LIVE_TEXTS])
            self._say(self._describe_change(focus, [part for part in parts if part not in texts]))
            # What the keyboard of the screen hides for a while is known.
            shown = {part.text for part in page}
            page += [part for part in self._page if part.text not in shown and not part.changes]
        self._screen, self._language = screen, words.language
        self._page, self._known = page, {part.text for part in page}
        self._parts, self._focus = parts, focus
        self._value = _get_value(focus)
        self._say_key(screen)

    def _describe_change(self, focus: Widget | None, parts: list[str]) -> list[str]:
        """The new focus, or what was typed or changed in the same one."""
        if focus is not self._focus:
            return [", ".join(parts)] if parts else []
        if isinstance(focus, Input | TextArea):
            if _get_value(focus) == self._value:
                return []
            return describe_typing(focus, self._value, self._app.words, in_private=self.in_private)
        changed = [part for part in parts if part not in self._parts]
        return [", ".join(changed)] if changed else []

    def _say_key(self, screen: Screen[object]) -> None:
        """Say the key of the on-screen keyboard that the arrows have moved to."""
        keyboard = screen.query_one_optional(Keyboard)
        key = keyboard.describe_cursor() if keyboard is not None else ""
        if key and key != self._key:
            self._say([key])
        self._key = key


def _get_value(widget: Widget | None) -> str:
    return widget.value if isinstance(widget, Input) else widget.text if isinstance(widget, TextArea) else ""


def create_speech(app: KioskApp, settings: KioskSettings) -> KioskSpeech | None:
    """Detect the programs that speak and play; None, with a line in the log, if one is missing."""
    engines = detect_engines(settings.speech_command, settings.piper_voices)
    player = Player.detect(settings.sound_command)
    if not engines or (player is None and all(engine.writes_file for engine in engines)):
        lacks = "speech: install the extra `speech` or espeak-ng" if not engines else "sound: set sound_command"
        log_error(f"kiosk: no program here makes {lacks}")
        return None
    return KioskSpeech(app, Speaker(engines, player, settings.volume, _log_problem), settings)


def _log_problem(problem: str) -> None:
    log_error(f"kiosk: no speech: {problem}")
