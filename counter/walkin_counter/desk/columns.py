"""How the queue's columns share the width of the screen, and texts cut to cells."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

MARK_WIDTH = 2
NUMBER_WIDTH = 8
WAIT_WIDTH = 8
GAP_WIDTH = 1
SHORT_REMARK_WIDTH = 4


class Columns(NamedTuple):
    """Widths in cells; where there is no room for ``remark`` it is 0, and ``signs`` stand for it."""

    number: int
    short_remark: int
    name: int
    service: int
    wait: int
    state: int
    remark: int

    @property
    def wait_offset(self) -> int:
        """The cell in which the wait begins."""
        return MARK_WIDTH + sum(size + GAP_WIDTH for size in self[:4] if size)

    @classmethod
    def for_width(cls, width: int) -> Columns:
        """The columns of a table that is ``width`` cells wide."""
        state = 14 if width < 100 else 22
        rest = max(0, width - MARK_WIDTH - NUMBER_WIDTH - WAIT_WIDTH - state - 4 * GAP_WIDTH)
        name = min(rest * 11 // 20, 44)
        service = min(rest - name, 34)
        remark = rest - name - service - GAP_WIDTH
        if width >= 120 and remark < 24:
            remark = 24
            name, service = (rest - remark - GAP_WIDTH) * 11 // 20, (rest - remark - GAP_WIDTH) * 9 // 20
        if remark >= 24:
            return cls(NUMBER_WIDTH, 0, name, service, WAIT_WIDTH, state, remark)
        rest = max(0, rest - SHORT_REMARK_WIDTH - GAP_WIDTH)
        name = min(rest * 12 // 20, 44)
        return cls(NUMBER_WIDTH, SHORT_REMARK_WIDTH, name, min(rest - name, 34), WAIT_WIDTH, state, 0)


def fit_text(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells; what does not fit ends in "…". Never half of a wide character."""
    if width <= 0:
        return ""
    if text.isascii():
        return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return f"{set_cell_size(text, width - 1)}…"


def format_span(seconds: float, *, whole_minutes: bool = False) -> str:
    """A span as ``mm:ss``, from an hour on ``h:mm:ss``; ``calm`` counts whole minutes alone.

    A span that has not begun is 0.
    """
    whole = max(0, int(seconds))
    if whole_minutes:
        return f"{whole // 60} min"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
