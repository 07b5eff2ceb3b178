"""Draws right-to-left text on terminals that show characters in the order in which they arrive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from walkin.languages.bidi import Direction, arrange, has_right_to_left

# What separates texts that stand beside each other: gaps of several spaces, frames, edges and other signs.
_GAP = re.compile("(?: {2,}| *[\u2190-\u21ff\u2500-\u25ff] *)+")


class RightToLeftFilter(LineFilter):
    """Arranges the texts of a drawn line, each within its own cells: columns, frames and the cursor's column stay."""

    def __init__(self, base: Direction | None = None, *, is_entry: bool = False) -> None:
        """``base`` is the direction of the screen's language; None: that of each text's first letter.

        With ``is_entry`` a line is one text, gaps and cursor too: right-to-left text begins at the right edge.
        """
        super().__init__()
        self._base = base
        self._is_entry = is_entry

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        text = "".join(segment.text for segment in segments if not segment.control)
        if not has_right_to_left(text):
            return segments
        styles = [segment.style for segment in segments if not segment.control for _ in segment.text]
        drawn = [
            (character, styles[start + place])
            for start, piece in ([(0, text)] if self._is_entry else _split(text))
            for place, character in (arrange(piece, self._base) if has_right_to_left(piece) else enumerate(piece))
        ]
        controls = [segment for segment in segments if segment.control]
        return controls + [
            Segment("".join(map(itemgetter(0), group)), style) for style, group in groupby(drawn, itemgetter(1))
        ]


ENTRY_FILTER = RightToLeftFilter(is_entry=True)


class RightToLeftEntry:
    """Mixin for widgets in which text is typed.

    No `Widget` itself: Textual inherits a widget's styles from its first base only.
    """

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters: Sequence[LineFilter] = super().get_line_filters()  # type: ignore[misc]
        return [ENTRY_FILTER if isinstance(filter, RightToLeftFilter) else filter for filter in filters]


def _split(text: str) -> list[tuple[int, str]]:
    """Split a line into its texts and the gaps between them, each with its place; a space at an end is a gap."""
    bounds = {0, len(text), len(text) - len(text.lstrip()), len(text.rstrip())}
    bounds.update(bound for gap in _GAP.finditer(text) for bound in gap.span())
    ordered = sorted(bounds)
    return [(start, text[start:end]) for start, end in pairwise(ordered)]
