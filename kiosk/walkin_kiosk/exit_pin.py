"""The PIN that lets staff leave the kiosk. Wrong tries cause growing pauses, which last across restarts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from hmac import compare_digest
from math import ceil
from pathlib import Path
from time import monotonic, time

import platformdirs
from pydantic import BaseModel, ValidationError

from walkin.settings import KioskSettings
from walkin.ui.error_log import log_error

TRIES_BEFORE_PAUSE = 3
FIRST_PAUSE_SECONDS = 30.0
MAX_PAUSE_SECONDS = 3600.0


class WrongTries(BaseModel):
    """The content of the file."""

    count: int = 0
    last_at: float = 0.0
    """Seconds since 1970."""


class ExitPin:
    """Counts wrong tries until the right one; neither closing the dialog nor a restart resets them."""

    def __init__(self, digits: str, clock: Callable[[], float] = monotonic, *, file: Path | None = None) -> None:
        """The wrong tries are kept in ``file``."""
        self._digits = digits
        self._clock = clock
        self._file = file
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
        self.wrong_tries = WrongTries(count=self.wrong_tries.count + 1, last_at=time())
        self._write()
        pause = self._compute_pause()
        self._paused_until = self._clock() + pause
        log_error(f"kiosk: wrong exit PIN, {self.wrong_tries.count} since the right one; pause {pause:.0f} s")
        return False

    def _compute_pause(self) -> float:
        """The pause after the latest wrong try: each third try causes one, twice as long as the one before."""
        rounds, rest = divmod(self.wrong_tries.count, TRIES_BEFORE_PAUSE)
        return 0.0 if rest or not rounds else min(FIRST_PAUSE_SECONDS * 2 ** min(rounds - 1, 10), MAX_PAUSE_SECONDS)

    def _read(self) -> WrongTries:
        try:
            return WrongTries.model_validate_json(self._file.read_bytes()) if self._file else WrongTries()
        except FileNotFoundError:
            return WrongTries()
        except (OSError, ValidationError) as error:
            log_error("kiosk: the file of wrong exit PINs cannot be read", error)
            # As after a third try: breaking the file must not end a pause.
            return WrongTries(count=TRIES_BEFORE_PAUSE, last_at=time())

    def _write(self) -> None:
        if self._file is None:
            return
        try:
            if not self.wrong_tries.count:
                self._file.unlink(missing_ok=True)
                return
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_name(f"{self._file.name}.new")
            with contextlib.closing(os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")) as file:
                file.write(self.wrong_tries.model_dump_json())
            new.replace(self._file)
        except OSError as error:
            log_error("kiosk: the wrong exit PINs cannot be remembered", error)


def resolve_file(settings: KioskSettings) -> Path:
    """The file beside the kiosk's office, or in the user's folder for state where the office is elsewhere."""
    location = settings.store_location if settings.api == "embedded" else None
    if isinstance(location, Path):
        return location.with_name(f"{location.name}-exit-pin")
    return platformdirs.user_state_path("walkin", appauthor=False) / "exit-pin"
