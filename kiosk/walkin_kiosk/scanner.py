"""Recognise a barcode scanner, which types like a keyboard but faster than a person, and parse its codes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

CODE_PREFIX = "WQ:"
"""What a code for the kiosk begins with."""

MAX_KEY_GAP_SECONDS = 0.05
"""The longest time between two keys of a scanner."""

MAX_CODE_CHARACTERS = 4_000
"""The length of a code; longer ones are ignored."""

MIN_BURST_KEYS = 4
"""The fewest fast keys that no person can have pressed."""

MIN_ENDED_KEYS = 3
"""The fewest fast keys, with Enter or Tab as the last, that no person can have pressed."""

CODE_ENDS = ("\r", "\n", "\t")
"""What scanners send behind a code; some send nothing."""

_SYMBOLOGY = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")

KeyT = TypeVar("KeyT")


@dataclass
class ScanResult(Generic[KeyT]):
    """Keys to let through now, and what was read, if anything has just ended."""

    keys: list[KeyT] = field(default_factory=list)
    code: str | None = None
    is_foreign: bool = False
    """Whether a code without the prefix was read and dropped."""
    is_typed: bool = False
    """Whether a code without the prefix went to a text entry; the Enter or Tab after it was dropped."""


class Scanner(Generic[KeyT]):
    """Tells a scanner's keys from a person's, by the times between them, and holds keys back until that is clear.

    In a text entry only keys that may begin a code with the prefix are held back, and the end of another code, which
    would leave the entry, is dropped. Elsewhere every key is held back, since it may choose something: until
    `MAX_KEY_GAP_SECONDS` have passed without another.
    """

    def __init__(self, prefix: str = CODE_PREFIX) -> None:
        self.prefix = prefix
        self.last_key_at = 0.0
        self.forget()

    def forget(self) -> None:
        """Drop the keys held back; keys that follow are read as a new code."""
        self._held_keys: list[KeyT] = []
        self._buffer = ""
        self._is_typing = False
        """Whether the keys held back are for a text entry."""
        self._is_over = False
        """Whether a code has ended; another end that follows as fast, such as LF after CR, belongs to it."""
        self._is_foreign = False
        """Whether another code has ended; all keys that follow as fast belong to it."""
        self._key_count = 0
        """The keys of this burst."""

    @property
    def is_holding_keys(self) -> bool:
        return bool(self._held_keys)

    def feed(self, key: KeyT, character: str | None, pressed_at: float, *, is_typing: bool = False) -> ScanResult[KeyT]:
        """Process a key pressed at ``pressed_at``, in seconds of a monotonic clock.

        ``character`` is what it types, with Enter and Tab, or None if scanners do not send such keys. With
        ``is_typing`` a text entry would get it.
        """
        result: ScanResult[KeyT] = ScanResult()
        is_elsewhere = is_typing != self._is_typing and not (self._is_over or self._is_foreign)
        if pressed_at - self.last_key_at > MAX_KEY_GAP_SECONDS or character is None or is_elsewhere:
            result = self.end_burst()
        self.last_key_at, self._is_typing = pressed_at, is_typing
        self._key_count += 1
        if character is None:
            result.keys.append(key)
        elif self._is_foreign or (self._is_over and character in CODE_ENDS):
            pass
        elif character in CODE_ENDS and self._is_reading_code:
            result.code = self._take_code()
            self._is_over = True
        elif character in CODE_ENDS and not is_typing and len(self._held_keys) + 1 >= MIN_ENDED_KEYS:
            self.forget()
            result.is_foreign = self._is_foreign = True
        elif character in CODE_ENDS and is_typing and self.prefix and self._key_count >= MIN_ENDED_KEYS:
            result.keys += self._take_keys()
            result.is_typed = self._is_over = True
        elif character in CODE_ENDS and (is_typing or not self._held_keys):
            result.keys += [*self._take_keys(), key]
        elif is_typing and not self._is_reading_code and not self._can_begin_code(character):
            # The key that does not continue a prefix may begin one itself.
            result.keys += self._take_keys()
            if self._can_begin_code(character):
                self._hold(key, character)
            else:
                result.keys.append(key)
        else:
            self._hold(key, character)
        return result

    def end_burst(self) -> ScanResult[KeyT]:
        """Return what was held back until a pause: the keys of a person, or the code of a scanner."""
        result: ScanResult[KeyT] = ScanResult()
        if self._is_reading_code:
            result.code = self._take_code()
        elif not self._is_typing and len(self._held_keys) >= MIN_BURST_KEYS:
            result.is_foreign = True
        else:
            result.keys = self._held_keys
        self.forget()
        return result

    def _hold(self, key: KeyT, character: str) -> None:
        self._held_keys.append(key)
        self._buffer = (self._buffer + character)[: MAX_CODE_CHARACTERS + 100]
        if self.prefix and not self._is_reading_code and self._buffer.endswith(self.prefix):
            # Some scanners send an identifier of the symbology in front of the code, such as "]Q1".
            self._buffer = self.prefix

    @property
    def _is_reading_code(self) -> bool:
        return bool(self.prefix) and self._buffer.startswith(self.prefix)

    def _can_begin_code(self, character: str) -> bool:
        return self.prefix.startswith(self._buffer + character)

    def _take_code(self) -> str:
        code = self._buffer.removeprefix(self.prefix)
        self._held_keys, self._buffer = [], ""
        return code if len(code) <= MAX_CODE_CHARACTERS else ""

    def _take_keys(self) -> list[KeyT]:
        keys, self._held_keys, self._buffer = self._held_keys, [], ""
        return keys


def find_code(line: str, prefix: str) -> str | None:
    """What follows the prefix in a typed line; None without it. Some scanners send an identifier in front, "]Q1"."""
    code = _SYMBOLOGY.sub("", line)
    return code.removeprefix(prefix) if code.startswith(prefix) else None


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
