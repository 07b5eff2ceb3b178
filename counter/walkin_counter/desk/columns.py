"""How the queue's columns share the width of the screen, and texts cut to cells."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

MARK = 2
NUMBER = 8
WAIT = 8
GAP = 1
SIGNS = 4


class Columns(NamedTuple):
    """Widths in cells; where there is no room for ``remark`` it is 0, and ``signs`` stand for it."""

    number: int
    signs: int
    name: int
    service: int
    wait: int
    state: int
    remark: int

    @property
    def wait_at(self) -> int:
        """The cell in which the wait begins."""
        return MARK + sum(size + GAP for size in self[:4] if size)

    @classmethod
    def of(cls, width: int) -> Columns:
        """The columns of a table that is ``width`` cells wide."""
        state = 14 if width < 100 else 22
        rest = max(0, width - MARK - NUMBER - WAIT - state - 4 * GAP)
        name = min(rest * 11 // 20, 44)
        service = min(rest - name, 34)
        remark = rest - name - service - GAP
        if width >= 120 and remark < 24:
            remark = 24
            name, service = (rest - remark - GAP) * 11 // 20, (rest - remark - GAP) * 9 // 20
        if remark >= 24:
            return cls(NUMBER, 0, name, service, WAIT, state, remark)
        rest = max(0, rest - SIGNS - GAP)
        name = min(rest * 12 // 20, 44)
        return cls(NUMBER, SIGNS, name, min(rest - name, 34), WAIT, state, 0)


def fit(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells; what does not fit ends in "…". Never half of a wide character."""
    if width <= 0:
        return ""
    if text.isascii():
        return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return f"{set_cell_size(text, width - 1)}…"


def clock(seconds: float, *, calm: bool = False) -> str:
    """A span as ``mm:ss``, from an hour on ``h:mm:ss``; ``calm`` counts whole minutes alone.

    A span that has not begun is 0.
    """
    whole = max(0, int(seconds))
    if calm:
        return f"{whole // 60} min"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
