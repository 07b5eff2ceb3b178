"""Finding by typing: what is held against each other has no case and no accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold_text(text: str) -> str:
    """Without accents and case: "Łódź Île" is "łodz ile"."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ł", "l")


class Finder:
    """Finds among names while somebody types: what a longer text may match, the shorter one has found before."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [fold_text(name) for name in names]
        self._previous_searches: list[tuple[str, list[int]]] = []
        """What was typed and what it found, every text the start of the next."""

    def find(self, typed: str) -> list[int]:
        """The places of the names that hold every word that was typed, those that begin with it first."""
        wanted = fold_text(typed).strip()
        while self._previous_searches and not wanted.startswith(self._previous_searches[-1][0]):
            self._previous_searches.pop()
        if not wanted:
            return list(range(len(self.names)))
        if not self._previous_searches or self._previous_searches[-1][0] != wanted:
            among: Iterable[int] = self._previous_searches[-1][1] if self._previous_searches else range(len(self.names))
            self._previous_searches.append((wanted, self._narrow(among, wanted.split())))
        places = self._previous_searches[-1][1]
        first = [place for place in places if self.names[place].startswith(wanted)]
        if not first or len(first) == len(places):
            return first or list(places)
        begin = set(first)
        return first + [place for place in places if place not in begin]

    def _narrow(self, positions: Iterable[int], words: list[str]) -> list[int]:
        names = self.names
        for part in words:
            positions = [place for place in positions if part in names[place]]
        return list(positions)
