"""Telling a scanner, which types like a keyboard but faster, from a person; and reading what it typed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

CODE_PREFIX = "WQ:"
"""What a code begins with that is meant for the kiosk."""

MAX_KEY_GAP_SECONDS = 0.05
"""Seconds between two keys of a scanner at most."""

MAX_CODE_CHARACTERS = 4_000
"""Characters of a code; what is longer is ignored."""

KeyT = TypeVar("KeyT")


@dataclass
class ScanResult(Generic[KeyT]):
    """What a key meant: keys to let through now, and the code that it ended, if any."""

    keys: list[KeyT] = field(default_factory=list)
    code: str | None = None


class Scanner(Generic[KeyT]):
    """Holds back keys while they may be the beginning of a code. No clock of its own: every key brings its time."""

    def __init__(self, prefix: str = CODE_PREFIX) -> None:
        self.prefix = prefix
        self._held_keys: list[KeyT] = []
        self._buffer = ""
        self.last_key_at = 0.0
        """When the last key came."""

    @property
    def is_holding_keys(self) -> bool:
        """Whether keys are being held back."""
        return bool(self._held_keys)

    def feed(self, key: KeyT, character: str | None, pressed_at: float) -> ScanResult[KeyT]:
        """A key was pressed at that second. Enter is the character "\\r"."""
        heard: ScanResult[KeyT] = ScanResult(
            self.release_keys() if pressed_at - self.last_key_at > MAX_KEY_GAP_SECONDS else []
        )
        self.last_key_at = pressed_at
        if self._is_reading_code and character in ("\r", "\n"):
            code = self._buffer.removeprefix(self.prefix)
            self._clear()
            heard.code = code if len(code) <= MAX_CODE_CHARACTERS else ""
        elif self._is_reading_code or self._can_begin_code(character):
            self._held_keys.append(key)
            self._buffer = (self._buffer + (character or ""))[: MAX_CODE_CHARACTERS + 100]
        else:
            # The key that broke off a beginning may begin a code itself.
            heard.keys += self.release_keys()
            if self._can_begin_code(character):
                self._held_keys, self._buffer = [key], character or ""
            else:
                heard.keys.append(key)
        return heard

    @property
    def _is_reading_code(self) -> bool:
        return bool(self.prefix) and self._buffer.startswith(self.prefix)

    def _can_begin_code(self, character: str | None) -> bool:
        return bool(character) and self.prefix.startswith(self._buffer + (character or ""))

    def release_keys(self) -> list[KeyT]:
        """No more keys came: those that were held and belong to no code."""
        kept = [] if self._is_reading_code else self._held_keys
        self._clear()
        return kept

    def _clear(self) -> None:
        self._held_keys, self._buffer = [], ""


def parse_code(code: str) -> dict[str, str]:
    """The parameters of a code, a JSON object or a query string; none of one that is neither."""
    try:
        if code.startswith("{"):
            found = json.loads(code)
            return {key: _format_value(value) for key, value in found.items() if isinstance(value, str | int | float)}
        return dict(parse_qsl(code, max_num_fields=200))
    except (ValueError, RecursionError):
        return {}


def _format_value(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
