"""How high letters have to be for the farthest seat, and how high they are on this screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

LETTER_MM_PER_METRE = 12.2
"""Height of a capital that spans 0.7 degrees, for each metre it is seen from."""


@dataclass(frozen=True)
class ViewingDistance:
    """A screen ``height`` mm high, seen from ``seat`` metres; 0 for what nobody has said."""

    screen_mm: float
    seat_metres: float

    @property
    def min_letter_mm(self) -> float:
        """Millimetres that a number's letters need."""
        return self.seat_metres * LETTER_MM_PER_METRE

    def compute_letter_mm(self, lines: int, rows: int) -> float:
        """The height of letters of so many lines on a screen of so many rows."""
        return self.screen_mm * lines / rows if rows else 0.0

    def compute_min_lines(self, rows: int) -> int:
        """The lines that letters need on a screen of so many rows; 0 when the sizes are not known."""
        if not (self.screen_mm and self.seat_metres and rows):
            return 0
        return math.ceil(self.min_letter_mm * rows / self.screen_mm)

    def is_readable(self, lines: int, rows: int) -> bool:
        """Whether letters of so many lines are large enough, as far as that can be told."""
        return lines >= self.compute_min_lines(rows)
