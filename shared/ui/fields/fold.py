"""Finding by typing: what is held against each other has no case and no accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def folded(text: str) -> str:
    """Without accents and case: "Łódź Île" is "łodz ile"."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ł", "l")


def found(names: Sequence[str], typed: str) -> list[int]:
    """The places of the folded names that hold every word that was typed, those that begin with it first."""
    wanted = folded(typed).strip()
    parts = wanted.split()
    places = [place for place, name in enumerate(names) if all(part in name for part in parts)]
    return sorted(places, key=lambda place: not names[place].startswith(wanted)) if parts else places
