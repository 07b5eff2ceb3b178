"""The PIN that lets staff leave the kiosk. Wrong tries cause growing pauses, which last across restarts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest
from math import ceil
from pathlib import Path
from time import monotonic, time

from pydantic import BaseModel, ValidationError

from walkin.languages import Words
from walkin.settings import KioskSettings
from walkin.ui.error_log import log_error
from walkin.ui.state_file import StateFile, resolve_state_folder

TRIES_BEFORE_PAUSE = 3
FIRST_PAUSE_SECONDS = 30.0
MAX_PAUSE_SECONDS = 3600.0


class WrongTries(BaseModel, defer_build=True):
    """The content of the file."""

    count: int = 0
    last_at: float = 0.0
    """Seconds since 1970."""
    reported: int = 0
    """The count in the last alert."""


class ExitPin:
    """Counts wrong tries until the right one; neither closing the dialog nor a restart resets them."""

    def __init__(self, digits: str, clock: Callable[[], float] = monotonic, *, file: Path | None = None) -> None:
        """The wrong tries are kept in ``file``."""
        self._digits = digits
        self._clock = clock
        self._file = StateFile(file, WrongTries) if file else None
        self.wrong_tries = self._read()
        pause = self._compute_pause()
        # A clock that was set back must not make the pause longer than it was.
        self._paused_until = self._clock() + min(pause, self.wrong_tries.last_at + pause - time())

    @property
    def is_required(self) -> bool:
        return bool(self._digits)

    @property
    def wait_seconds(self) -> int:
        """Seconds until the next try is accepted, rounded up."""
        return max(0, ceil(self._paused_until - self._clock()))

    def verify(self, typed: str) -> bool:
        """Check a PIN. During the pause even the right one is rejected."""
        if self.wait_seconds:
            return False
        if not self._digits or compare_digest(typed.encode(), self._digits.encode()):
            self.wrong_tries = WrongTries()
            self._write()
            return True
        self.wrong_tries = self.wrong_tries.model_copy(update={"count": self.wrong_tries.count + 1, "last_at": time()})
        self._write()
        pause = self._compute_pause()
        self._paused_until = self._clock() + pause
        log_error(f"kiosk: wrong exit PIN, {self.wrong_tries.count} since the right one; pause {pause:.0f} s")
        return False

    def describe_refusal(self, words: Words) -> str:
        """Why the last try was rejected."""
        wait = self.wait_seconds
        if not wait:
            return words("kiosk-leave-wrong")
        if wait < 120:
            return words("kiosk-leave-wait", count=wait)
        return words("kiosk-leave-wait-minutes", count=-(-wait // 60))

    def describe_tries(self, words: Words) -> str:
        """The wrong tries since the right one, empty without any."""
        if not self.wrong_tries.count:
            return ""
        last = datetime.fromtimestamp(self.wrong_tries.last_at).astimezone()
        at = f"{words.format_date(last)} {words.format_time(last)}"
        return words("kiosk-leave-tries", count=self.wrong_tries.count, time=at)

    @property
    def unreported_count(self) -> int:
        """The wrong tries if they caused a pause that no alert was sent about, else 0."""
        is_new = self.wrong_tries.count // TRIES_BEFORE_PAUSE > self.wrong_tries.reported // TRIES_BEFORE_PAUSE
        return self.wrong_tries.count if is_new else 0

    def mark_reported(self, count: int) -> None:
        """Store the count of a sent alert, unless the right PIN was entered meanwhile."""
        if self.wrong_tries.count >= count:
            self.wrong_tries = self.wrong_tries.model_copy(update={"reported": count})
            self._write()

    def _compute_pause(self) -> float:
        """The pause after the latest wrong try: each third try causes one, twice as long as the one before."""
        rounds, rest = divmod(self.wrong_tries.count, TRIES_BEFORE_PAUSE)
        return 0.0 if rest or not rounds else min(FIRST_PAUSE_SECONDS * 2 ** min(rounds - 1, 10), MAX_PAUSE_SECONDS)

    def _read(self) -> WrongTries:
        try:
            return (self._file.read() if self._file else None) or WrongTries()
        except (OSError, ValidationError) as error:
            log_error("kiosk: the file of wrong exit PINs cannot be read", error)
            # As after a third try: breaking the file must not end a pause.
            return WrongTries(count=TRIES_BEFORE_PAUSE, last_at=time())

    def _write(self) -> None:
        try:
            if self._file:
                self._file.write(self.wrong_tries if self.wrong_tries.count else None)
        except OSError as error:
            log_error("kiosk: the wrong exit PINs cannot be remembered", error)


def resolve_file(settings: KioskSettings) -> Path:
    """The file beside the kiosk's office, or in the user's folder for state where the office is elsewhere."""
    location = settings.store_location if settings.api == "embedded" else None
    if isinstance(location, Path):
        return location.with_name(f"{location.name}-exit-pin")
    return resolve_state_folder() / "exit-pin"
