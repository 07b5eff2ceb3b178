"""Telling a scanner, which types like a keyboard but faster, from a person; and reading what it typed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

PREFIX = "WQ:"
"""What a code begins with that is meant for the kiosk."""

GAP = 0.05
"""Seconds between two keys of a scanner at most."""

LONGEST = 4_000
"""Characters of a code; what is longer is ignored."""

Key = TypeVar("Key")


@dataclass
class Heard(Generic[Key]):
    """What a key meant: keys to let through now, and the code that it ended, if any."""

    keys: list[Key] = field(default_factory=list)
    code: str | None = None


class Scanner(Generic[Key]):
    """Holds back keys while they may be the beginning of a code. No clock of its own: every key brings its time."""

    def __init__(self, prefix: str = PREFIX) -> None:
        self.prefix = prefix
        self._held: list[Key] = []
        self._typed = ""
        self.last = 0.0
        """When the last key came."""

    @property
    def listening(self) -> bool:
        """Whether keys are being held back."""
        return bool(self._held)

    def key(self, key: Key, character: str | None, at: float) -> Heard[Key]:
        """A key was pressed at that second. Enter is the character "\\r"."""
        heard: Heard[Key] = Heard(self.give_up() if at - self.last > GAP else [])
        self.last = at
        if self._reading and character in ("\r", "\n"):
            code = self._typed.removeprefix(self.prefix)
            self._forget()
            heard.code = code if len(code) <= LONGEST else ""
        elif self._reading or self._may_begin(character):
            self._held.append(key)
            self._typed = (self._typed + (character or ""))[: LONGEST + 100]
        else:
            # The key that broke off a beginning may begin a code itself.
            heard.keys += self.give_up()
            if self._may_begin(character):
                self._held, self._typed = [key], character or ""
            else:
                heard.keys.append(key)
        return heard

    @property
    def _reading(self) -> bool:
        return bool(self.prefix) and self._typed.startswith(self.prefix)

    def _may_begin(self, character: str | None) -> bool:
        return bool(character) and self.prefix.startswith(self._typed + (character or ""))

    def give_up(self) -> list[Key]:
        """No more keys came: those that were held and belong to no code."""
        kept = [] if self._reading else self._held
        self._forget()
        return kept

    def _forget(self) -> None:
        self._held, self._typed = [], ""


def read(code: str) -> dict[str, str]:
    """The parameters of a code, a JSON object or a query string; none of one that is neither."""
    try:
        if code.startswith("{"):
            found = json.loads(code)
            return {key: _text(value) for key, value in found.items() if isinstance(value, str | int | float)}
        return dict(parse_qsl(code, max_num_fields=200))
    except (ValueError, RecursionError):
        return {}


def _text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
