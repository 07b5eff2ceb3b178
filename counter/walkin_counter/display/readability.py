"""Letter height for a viewing distance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from walkin.settings.display import LETTER_MM_PER_METRE


@dataclass(frozen=True)
class ViewingDistance:
    """The height of a screen and the distance of the farthest seat; 0 if unknown."""

    screen_mm: float
    seat_metres: float

    @property
    def min_letter_mm(self) -> float:
        """The least height of the letters, in millimetres."""
        return self.seat_metres * LETTER_MM_PER_METRE

    def compute_letter_mm(self, lines: int, rows: int) -> float:
        """The height of letters of ``lines`` lines on a screen of ``rows`` rows."""
        return self.screen_mm * lines / rows if rows else 0.0

    def compute_min_lines(self, rows: int) -> int:
        """The lines that letters need on a screen of ``rows`` rows; 0 if the sizes are unknown."""
        if not (self.screen_mm and self.seat_metres and rows):
            return 0
        return math.ceil(self.min_letter_mm * rows / self.screen_mm)

    def is_readable(self, lines: int, rows: int) -> bool:
        """Whether letters of ``lines`` lines are large enough; True if the sizes are unknown."""
        return lines >= self.compute_min_lines(rows)
