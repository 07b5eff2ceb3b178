"""Finding by typing: what is held against each other has no case and no accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """Without accents and case: "Łódź Île" is "łodz ile"."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ł", "l")


class Finder:
    """Finds among names while somebody types: what a longer text may match, the shorter one has found before."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [folded(name) for name in names]
        self._before: list[tuple[str, list[int]]] = []
        """What was typed and what it found, every text the start of the next."""

    def find(self, typed: str) -> list[int]:
        """The places of the names that hold every word that was typed, those that begin with it first."""
        wanted = folded(typed).strip()
        while self._before and not wanted.startswith(self._before[-1][0]):
            self._before.pop()
        if not wanted:
            return list(range(len(self.names)))
        if not self._before or self._before[-1][0] != wanted:
            among: Iterable[int] = self._before[-1][1] if self._before else range(len(self.names))
            self._before.append((wanted, self._among(among, wanted.split())))
        places = self._before[-1][1]
        first = [place for place in places if self.names[place].startswith(wanted)]
        if not first or len(first) == len(places):
            return first or list(places)
        begin = set(first)
        return first + [place for place in places if place not in begin]

    def _among(self, places: Iterable[int], parts: list[str]) -> list[int]:
        names = self.names
        for part in parts:
            places = [place for place in places if part in names[place]]
        return list(places)
