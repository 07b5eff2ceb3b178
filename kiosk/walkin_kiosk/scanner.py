"""Recognise a barcode scanner, which types like a keyboard but faster than a person, and parse its codes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

CODE_PREFIX = "WQ:"
"""What a code for the kiosk begins with."""

MAX_KEY_GAP_SECONDS = 0.05
"""The longest time between two keys of a scanner."""

MAX_CODE_CHARACTERS = 4_000
"""The length of a code; longer ones are ignored."""

KeyT = TypeVar("KeyT")


@dataclass
class ScanResult(Generic[KeyT]):
    """Keys to let through now, and the code that has just ended, if any."""

    keys: list[KeyT] = field(default_factory=list)
    code: str | None = None


class Scanner(Generic[KeyT]):
    """Holds keys back while they may begin a code. It has no clock: every key comes with its time."""

    def __init__(self, prefix: str = CODE_PREFIX) -> None:
        self.prefix = prefix
        self._held_keys: list[KeyT] = []
        self._buffer = ""
        self.last_key_at = 0.0

    @property
    def is_holding_keys(self) -> bool:
        return bool(self._held_keys)

    def feed(self, key: KeyT, character: str | None, pressed_at: float) -> ScanResult[KeyT]:
        """Process a key pressed at ``pressed_at`` seconds; Enter is the character "\\r"."""
        is_new_burst = pressed_at - self.last_key_at > MAX_KEY_GAP_SECONDS
        result: ScanResult[KeyT] = ScanResult(self.release_keys() if is_new_burst else [])
        self.last_key_at = pressed_at
        if self._is_reading_code and character in ("\r", "\n"):
            code = self._buffer.removeprefix(self.prefix)
            self._clear()
            result.code = code if len(code) <= MAX_CODE_CHARACTERS else ""
        elif self._is_reading_code or self._can_begin_code(character):
            self._held_keys.append(key)
            self._buffer = (self._buffer + (character or ""))[: MAX_CODE_CHARACTERS + 100]
        else:
            # The key that does not continue a prefix may begin one itself.
            result.keys += self.release_keys()
            if self._can_begin_code(character):
                self._held_keys, self._buffer = [key], character or ""
            else:
                result.keys.append(key)
        return result

    @property
    def _is_reading_code(self) -> bool:
        return bool(self.prefix) and self._buffer.startswith(self.prefix)

    def _can_begin_code(self, character: str | None) -> bool:
        return bool(character) and self.prefix.startswith(self._buffer + (character or ""))

    def release_keys(self) -> list[KeyT]:
        """Stop holding keys back; returns those that belong to no code."""
        keys = [] if self._is_reading_code else self._held_keys
        self._clear()
        return keys

    def _clear(self) -> None:
        self._held_keys, self._buffer = [], ""


def parse_code(code: str) -> dict[str, str]:
    """The parameters in a code, a JSON object or a query string; empty for anything else."""
    try:
        if code.startswith("{"):
            members = json.loads(code)
            return {key: _format_value(value) for key, value in members.items() if isinstance(value, str | int | float)}
        return dict(parse_qsl(code, max_num_fields=200))
    except (ValueError, RecursionError):
        return {}


def _format_value(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
