"""Widths of the queue table's columns."""

from __future__ import annotations

from typing import NamedTuple

MARK_WIDTH = 3
"""Width of the first column: the selection pointer, the sign of the state, and a gap."""
NUMBER_WIDTH = 8
WAIT_WIDTH = 10
GAP_WIDTH = 1
MIN_SERVICE_WIDTH = 16
"""Minimum width of the service column: enough for two words, like "Identity cards"."""
MIN_REMARK_WIDTH = 16
"""Minimum width of long remarks, beside long names of clients and services."""


class Lengths(NamedTuple):
    """The lengths of the longest texts in the columns that share the width."""

    name: int = 0
    service: int = 0
    remark: int = 0


class Columns(NamedTuple):
    """Widths in cells."""

    number: int
    name: int
    service: int
    wait: int
    remark: int

    @property
    def wait_offset(self) -> int:
        return MARK_WIDTH + sum(size + GAP_WIDTH for size in self[:3])

    @classmethod
    def for_width(cls, width: int, longest: Lengths) -> Columns:
        """The columns of a table of ``width`` cells, whose names and services get what the remarks leave."""
        rest = max(0, width - MARK_WIDTH - NUMBER_WIDTH - WAIT_WIDTH - 4 * GAP_WIDTH)
        name = min(rest * 8 // 20, 40)
        service = min(max(rest * 6 // 20, MIN_SERVICE_WIDTH), 30)
        spare = max(0, rest - name - service - min(longest.remark + GAP_WIDTH, MIN_REMARK_WIDTH))
        name += (for_name := min(spare, max(0, longest.name - name)))
        service += min(spare - for_name, max(0, longest.service - service))
        return cls(NUMBER_WIDTH, name, service, WAIT_WIDTH, rest - name - service)
