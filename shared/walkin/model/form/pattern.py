"""Patterns (``regexValue``) of form definitions, matched by RE2 in linear time.

They are written for Java or browsers: what RE2 reads differently is translated or refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from walkin.model.form.dialect import translate_pattern

if TYPE_CHECKING:
    import re2

MAX_PATTERN_LENGTH = 512
"""The longest pattern, in code points."""

# Starts of RE2's error messages, and their meaning for the author of the pattern.
_REASON_TEXTS = (
    (
        "invalid perl operator: (?=",
        "looking ahead, (?= ), is not possible; write the parts in their order, as in [A-Z]+[0-9]+, "
        "and the length as minLength and maxLength",
    ),
    (
        "invalid perl operator: (?!",
        "looking ahead, (?! ), is not possible; write what is allowed instead, as in [1-9][0-9]* for no leading zero",
    ),
    (
        "invalid perl operator: (?<",
        "looking behind, (?<= ) or (?<! ), is not possible; write what stands before as a part of the pattern",
    ),
    ("invalid perl operator: (?>", "groups that do not give back, (?> ), are not possible"),
    ("invalid perl operator", "this kind of group is not possible"),
    ("bad repetition operator", "a repetition cannot be repeated or made possessive, like a++ or a**"),
    (
        "invalid repetition size",
        "a repetition is too large or the wrong way round: 1000 is the most, also of nested ones",
    ),
    ("no argument for repetition operator", "a repetition has nothing before it"),
    ("missing ]", "a [ is not closed"),
    ("missing )", "a ( is not closed"),
    ("unexpected )", "a ) was not opened"),
    ("trailing", "it ends in the middle of an escape, \\"),
    ("pattern too large", "it is too large: repeat fewer characters, and say the length as minLength and maxLength"),
)


@lru_cache(maxsize=128)
def compile_pattern(pattern: str) -> re2._Regexp:
    """Compile a pattern. Raises ValueError, in plain words, when it cannot be used."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise ValueError(f"the pattern is longer than {MAX_PATTERN_LENGTH} characters")
    import re2

    options = re2.Options()
    options.log_errors = False
    # Enough for [\p{L}\p{M}' -]{1,255}, an ordinary pattern for names.
    options.max_mem = 8 << 20
    try:
        return re2.compile(translate_pattern(pattern), options)
    except re2.error as error:
        raise ValueError(f"the pattern {quote(pattern)} cannot be read: {_describe_error(error)}") from None
    except ValueError as error:
        raise ValueError(f"the pattern {quote(pattern)} cannot be read: {error}") from None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches. Raises ValueError when the pattern cannot be used."""
    return compile_pattern(pattern).fullmatch(text) is not None


def mend_pattern(pattern: str) -> str | None:
    """The pattern without blanks around it and the marks of other languages: ``/…/i``, ``"…"``. None without those."""
    mended = pattern.strip()
    if match := re.fullmatch(r"/(.+)/([a-z]*)", mended, re.DOTALL):
        mended = f"(?i){match[1]}" if "i" in match[2] else match[1]
    elif match := re.fullmatch(r"""(["'`])(.+)\1""", mended, re.DOTALL):
        mended = match[2]
    return mended if mended != pattern else None


def quote(pattern: str) -> str:
    return f"'{pattern}'" if pattern.isprintable() else ascii(pattern)


def _describe_error(error: re2.error) -> str:
    message = error.args[0] if error.args else b""
    text = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
    return next((reason for start, reason in _REASON_TEXTS if text.startswith(start)), text)
