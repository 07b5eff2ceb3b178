"""Patterns of form definitions, written for Java or a browser, run by RE2: no pattern can hold up a visitor."""

from __future__ import annotations

import re
from functools import lru_cache

import re2

LONGEST = 512

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 20


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re2._Regexp:
    """The pattern, ready. Raises ValueError in plain words when it cannot be used.

    ``\\uXXXX`` is understood; ``&&`` within a class is refused, because RE2 would read it as two plain signs.
    """
    if len(pattern) > LONGEST:
        raise ValueError(f"a pattern has at most {LONGEST} characters")
    if re.search(r"\[(?:\\.|[^\]\\])*&&", pattern):
        raise ValueError("a pattern cannot use && within [ ]")
    translated = re.sub(r"\\u([0-9A-Fa-f]{4})", r"\\x{\1}", pattern)
    try:
        return re2.compile(translated, _OPTIONS)
    except re2.error as error:
        raise ValueError(f"the pattern {pattern!r} cannot be read: {error}") from None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches."""
    return compiled(pattern).fullmatch(text) is not None
