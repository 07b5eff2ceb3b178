"""What people may write: the one boundary every string from outside passes before it is kept."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from walkin.model.errors import TextRefused

NAME_LENGTH = 127
"""Longest name, e-mail address or phone number, in code points (reference: Max length 127)."""

LONG_NAME_LENGTH = 255
"""Longest e-mail address of a client's own record, in code points."""

TEXT_LENGTH = 10_000
"""Longest text of any other member, in code points."""

# Controls but newline and tab, surrogates, private use, line separators, every invisible format character
# but the two joiners that Persian and Indic names need, and the noncharacters.
_FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def clean(text: str, *, multiline: bool = False, limit: int = TEXT_LENGTH) -> str:
    """The text as it is kept: NFC, outer blanks gone, line ends as ``\\n``.

    Raises TextRefused with code ``character`` (a control, bidi or other invisible character, or a new line
    where there is one line) or ``tooLong`` (more than ``limit`` code points).
    """
    # A quadratic normalisation of a huge text is avoided by refusing it first: NFC at most triples the length.
    if len(text) > limit * 4:
        raise TextRefused("tooLong", limit=limit)
    if not (text.isascii() and text.isprintable()):
        if multiline:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        # Surrogates first: normalisation of a lone one is undefined.
        if _FORBIDDEN_CHARACTERS.search(text) or (not multiline and ("\n" in text or "\t" in text)):
            raise TextRefused("character")
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    if len(text) > limit:
        raise TextRefused("tooLong", limit=limit)
    return text


FROM_SERVER = {"reading": True}
"""Validation context of what another server sent: its texts are taken as they are, the screens make them safe."""


def _clean_line(text: str, info: ValidationInfo) -> str:
    return text if info.context == FROM_SERVER else clean(text)


def _clean_multiline(text: str, info: ValidationInfo) -> str:
    return text if info.context == FROM_SERVER else clean(text, multiline=True)


def _clean_long_name(text: str, info: ValidationInfo) -> str:
    return text if info.context == FROM_SERVER else clean(text, limit=LONG_NAME_LENGTH)


def _clean_name(text: str, info: ValidationInfo) -> str:
    return text if info.context == FROM_SERVER else clean(text, limit=NAME_LENGTH)


SingleLine = Annotated[str, AfterValidator(_clean_line)]
"""One line from a person."""

MultiLine = Annotated[str, AfterValidator(_clean_multiline)]
"""A text that may have several lines."""

Name = Annotated[str, AfterValidator(_clean_name), Field(json_schema_extra={"maxLength": NAME_LENGTH})]
"""A name or address of at most 127 code points after NFC."""

LongName = Annotated[str, AfterValidator(_clean_long_name), Field(json_schema_extra={"maxLength": LONG_NAME_LENGTH})]
"""The same with at most 255 code points."""
