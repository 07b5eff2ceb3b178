"""Widths of the queue table's columns."""

from __future__ import annotations

from typing import NamedTuple

MARK_WIDTH = 2
NUMBER_WIDTH = 8
WAIT_WIDTH = 8
GAP_WIDTH = 1
SHORT_REMARK_WIDTH = 4


class Columns(NamedTuple):
    """Widths in cells. Where ``remark`` does not fit it is 0, and ``short_remark`` takes its place."""

    number: int
    short_remark: int
    name: int
    service: int
    wait: int
    state: int
    remark: int

    @property
    def wait_offset(self) -> int:
        return MARK_WIDTH + sum(size + GAP_WIDTH for size in self[:4] if size)

    @classmethod
    def for_width(cls, width: int) -> Columns:
        """The columns of a table of ``width`` cells."""
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
