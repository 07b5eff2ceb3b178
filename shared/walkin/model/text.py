"""Cleaning and validation of text input, applied to every string before it is stored."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from walkin.model.errors import TextRefused

NAME_LENGTH = 127
"""Maximum code points of a name, e-mail address or phone number (reference: Max length 127)."""

LONG_NAME_LENGTH = 255
"""Maximum code points of an e-mail address in a client's own record."""

TEXT_LENGTH = 10_000
"""Maximum code points of any other text."""

# Controls except newline and tab, surrogates, private use, line separators, noncharacters, and all invisible format
# characters except the two joiners that Persian and Indic names need.
_FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def clean(text: str, *, multiline: bool = False, limit: int = TEXT_LENGTH) -> str:
    """Return the text as it is stored: NFC, stripped, line ends as ``\\n``.

    Raises TextRefused with code ``character`` (a control, bidi or other invisible character, or a line end without
    ``multiline``) or ``tooLong`` (more than ``limit`` code points).
    """
    # A huge text is refused before normalisation, which is quadratic; NFC at most triples the length.
    if len(text) > limit * 4:
        raise TextRefused("tooLong", limit=limit)
    if not (text.isascii() and text.isprintable()):
        if multiline:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        # Before normalisation, which is undefined for a lone surrogate.
        if _FORBIDDEN_CHARACTERS.search(text) or (not multiline and ("\n" in text or "\t" in text)):
            raise TextRefused("character")
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    if len(text) > limit:
        raise TextRefused("tooLong", limit=limit)
    return text


FROM_SERVER = {"reading": True}
"""Validation context for data from a server: texts are not cleaned or refused; the screens make them safe."""


def _cleaner(*, multiline: bool = False, limit: int = TEXT_LENGTH) -> AfterValidator:
    def clean_unless_from_server(text: str, info: ValidationInfo) -> str:
        return text if info.context == FROM_SERVER else clean(text, multiline=multiline, limit=limit)

    return AfterValidator(clean_unless_from_server)


SingleLine = Annotated[str, _cleaner()]
"""A text of one line."""

MultiLine = Annotated[str, _cleaner(multiline=True)]
"""A text of one or more lines."""

Name = Annotated[str, _cleaner(limit=NAME_LENGTH), Field(json_schema_extra={"maxLength": NAME_LENGTH})]
"""A name or address of at most NAME_LENGTH code points."""

LongName = Annotated[str, _cleaner(limit=LONG_NAME_LENGTH), Field(json_schema_extra={"maxLength": LONG_NAME_LENGTH})]
"""A name or address of at most LONG_NAME_LENGTH code points."""
