"""Incremental search that ignores case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold_text(text: str) -> str:
    """The text without accents and case: "Łódź Île" becomes "lodz ile"."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ł", "l")


class Finder:
    """Searches names while a text is typed. The matches of a text are searched for those of a longer one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [fold_text(name) for name in names]
        self._previous_searches: list[tuple[str, list[int]]] = []
        """Search texts with their matches, each text the start of the next."""

    def find(self, typed: str) -> list[int]:
        """The indexes of the names that contain every typed word, those that start with the text first."""
        text = fold_text(typed).strip()
        while self._previous_searches and not text.startswith(self._previous_searches[-1][0]):
            self._previous_searches.pop()
        if not text:
            return list(range(len(self.names)))
        if not self._previous_searches or self._previous_searches[-1][0] != text:
            candidates: Iterable[int] = (
                self._previous_searches[-1][1] if self._previous_searches else range(len(self.names))
            )
            self._previous_searches.append((text, self._narrow(candidates, text.split())))
        matches = self._previous_searches[-1][1]
        prefixed = [index for index in matches if self.names[index].startswith(text)]
        if not prefixed or len(prefixed) == len(matches):
            return prefixed or list(matches)
        prefixed_set = set(prefixed)
        return prefixed + [index for index in matches if index not in prefixed_set]

    def _narrow(self, positions: Iterable[int], words: list[str]) -> list[int]:
        for word in words:
            positions = [index for index in positions if word in self.names[index]]
        return list(positions)
