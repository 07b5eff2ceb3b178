"""How high letters have to be for the farthest seat, and how high they are on this screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

MILLIMETRES_PER_METRE = 12.2
"""Height of a capital that spans 0.7 degrees, for each metre it is seen from."""


@dataclass(frozen=True)
class Sight:
    """A screen ``height`` mm high, seen from ``seat`` metres; 0 for what nobody has said."""

    height: float
    seat: float

    @property
    def least(self) -> float:
        """Millimetres that a number's letters need."""
        return self.seat * MILLIMETRES_PER_METRE

    def millimetres(self, lines: int, rows: int) -> float:
        """The height of letters of so many lines on a screen of so many rows."""
        return self.height * lines / rows if rows else 0.0

    def lines(self, rows: int) -> int:
        """The lines that letters need on a screen of so many rows; 0 when the sizes are not known."""
        if not (self.height and self.seat and rows):
            return 0
        return math.ceil(self.least * rows / self.height)

    def suffices(self, lines: int, rows: int) -> bool:
        """Whether letters of so many lines are large enough, as far as that can be told."""
        return lines >= self.lines(rows)
