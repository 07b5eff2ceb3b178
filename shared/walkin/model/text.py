"""Cleaning and validation of text input, applied to every string before it is stored."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import Annotated, Protocol

from pydantic import AfterValidator, Field, ValidationInfo

from walkin.model.errors import TextRefused

NAME_LENGTH = 127
"""Maximum code points of a name, e-mail address or phone number (reference: Max length 127)."""

LONG_NAME_LENGTH = 255
"""Maximum code points of an e-mail address in a client's own record."""

TEXT_LENGTH = 10_000
"""Maximum code points of any other text."""

# Controls except newline and tab, surrogates, private use, line separators and noncharacters.
_FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)

# Latin letters, digits and signs: all visible, and in NFC.
_LATIN = re.compile("[ -~\xa1-\xac\xae-\u024f\u2018\u2019]*")

# Format characters (category Cf) and those that Unicode calls default ignorable.
_FORMAT = (
    "\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_JOINERS = "\u200c\u200d"
_VARIATION_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Letters and symbols without ink: fillers of Hangul and Khitan, the empty Braille cell, a note without a head.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0\ufffc\U00016fe4\U0001d159"

_INVISIBLE = re.compile(f"[{_FORMAT}{_JOINERS}{_VARIATION_SELECTORS}{_BLANKS}]")
# The flags of England, Scotland and Wales are spelled with tag characters.
_FORMAT_CHARACTER = re.compile(f"(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{3,6}}\U000e007f)|[{_FORMAT}]")
_LONE_SELECTOR = re.compile(f"(?<![^\\s{_BLANKS}{_JOINERS}{_VARIATION_SELECTORS}])[{_VARIATION_SELECTORS}]")
_LONE_JOINER = re.compile(f"(?<![^\\s{_BLANKS}{_JOINERS}])[{_JOINERS}]|[{_JOINERS}](?![^\\s{_BLANKS}{_JOINERS}])")
_BLANK_END = re.compile(f"[\\s{_BLANKS}]+\\Z")
_BLANK = re.compile(f"[\\s{_BLANKS}{_VARIATION_SELECTORS}]")

_FULL_WIDTH = {0x3000: " ", 0x2212: "-", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}


def clean(text: str, *, multiline: bool = False, limit: int = TEXT_LENGTH) -> str:
    """Return the text as it is stored: NFC, without invisible characters and blank ends, line ends as ``\\n``.

    Raises TextRefused with code ``character`` (a control character, or a line end without ``multiline``) or
    ``tooLong`` (more than ``limit`` code points).
    """
    # A huge text is refused before normalisation, which is quadratic; NFC at most triples the length.
    if len(text) > limit * 4:
        raise TextRefused("tooLong", limit=limit)
    if _LATIN.fullmatch(text):
        text = text.strip(" ")
    else:
        text = drop_invisible(text).strip(" \t\r\n\u2028\u2029")
        if multiline:
            text = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
        # Before normalisation, which is undefined for a lone surrogate.
        if _FORBIDDEN_CHARACTERS.search(text) or (not multiline and ("\n" in text or "\t" in text)):
            raise TextRefused("character")
        text = _strip_blanks(unicodedata.normalize("NFC", text))
    if len(text) > limit:
        raise TextRefused("tooLong", limit=limit)
    return text


def drop_invisible(text: str, *, everywhere: bool = False) -> str:
    """The text without characters that nobody sees: marks of direction, zero-width and tag characters, and the like.

    A variation selector stays after its character, a joiner between two (Persian words, emoji), a filler between
    letters; ``everywhere`` drops these, too.
    """
    if text.isascii():
        return text
    if everywhere:
        return _INVISIBLE.sub("", text)
    return _LONE_JOINER.sub("", _LONE_SELECTOR.sub("", _FORMAT_CHARACTER.sub(r"\1", text)))


def _strip_blanks(text: str) -> str:
    """The text without blanks at its ends, and without combining marks that have no character to stand on."""
    start = 0
    while start < len(text) and (_BLANK.match(text, start) or unicodedata.category(text[start])[0] == "M"):
        start += 1
    return _BLANK_END.sub("", text[start:])


def to_ascii_digits(text: str) -> str:
    """The text with ASCII digits for those of other scripts, and ASCII signs for full-width ones."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text.translate(_FULL_WIDTH)
    )


def to_ascii_letters(text: str) -> str:
    """The text with ordinary letters and signs for their full-width forms and other variants (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def clean_email(text: str, *, limit: int = NAME_LENGTH) -> str:
    """Clean an e-mail address; full-width letters and ``＠`` become ordinary ones. Raises TextRefused."""
    if len(text) <= limit * 4:
        text = to_ascii_letters(drop_invisible(text, everywhere=True))
    return clean(text, limit=limit)


def clean_phone(text: str, *, limit: int = NAME_LENGTH) -> str:
    """Clean a phone number; digits of other scripts become ASCII ones. Raises TextRefused."""
    return clean(to_ascii_digits(drop_invisible(text, everywhere=True)), limit=limit)


FROM_SERVER = {"reading": True}
"""Validation context for data from a server: texts are not cleaned or refused; the screens make them safe."""


STORED = {"stored": True}
"""Validation context for data from the database."""


class _Clean(Protocol):
    def __call__(self, text: str, *, limit: int) -> str: ...


def _cleaner(clean: _Clean = clean, *, limit: int = TEXT_LENGTH) -> AfterValidator:
    def clean_unless_from_server(text: str, info: ValidationInfo) -> str:
        return text if info.context == FROM_SERVER else clean(text, limit=limit)

    return AfterValidator(clean_unless_from_server)


SingleLine = Annotated[str, _cleaner()]
"""A text of one line."""

MultiLine = Annotated[str, _cleaner(partial(clean, multiline=True))]
"""A text of one or more lines."""

_NAME_SCHEMA = Field(json_schema_extra={"maxLength": NAME_LENGTH})
_LONG_NAME_SCHEMA = Field(json_schema_extra={"maxLength": LONG_NAME_LENGTH})

Name = Annotated[str, _cleaner(limit=NAME_LENGTH), _NAME_SCHEMA]
"""A name of at most NAME_LENGTH code points."""

EmailAddress = Annotated[str, _cleaner(clean_email, limit=NAME_LENGTH), _NAME_SCHEMA]
PhoneNumber = Annotated[str, _cleaner(clean_phone, limit=NAME_LENGTH), _NAME_SCHEMA]

LongName = Annotated[str, _cleaner(limit=LONG_NAME_LENGTH), _LONG_NAME_SCHEMA]
"""A name of at most LONG_NAME_LENGTH code points."""

LongEmailAddress = Annotated[str, _cleaner(clean_email, limit=LONG_NAME_LENGTH), _LONG_NAME_SCHEMA]
