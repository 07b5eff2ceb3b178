"""A measured figure with its reference, and a table of figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A line of the table: Walkin's values (``ours``) and the reference's, in ``unit``. The table shows medians."""

    name: str
    unit: str
    ours: Sequence[float]
    reference: Sequence[float]
    reference_name: str

    @property
    def ratio(self) -> float:
        """Walkin's median divided by the reference's: higher is better for rates, lower for durations."""
        divisor = median(self.reference)
        return median(self.ours) / divisor if divisor else math.nan

    def to_record(self) -> dict[str, Any]:
        """Return the figure with all its runs, for JSON."""
        return {
            "figure": self.name,
            "unit": self.unit,
            "ours": median(self.ours),
            "reference": median(self.reference),
            "beside": self.reference_name,
            "ratio": None if math.isnan(self.ratio) else self.ratio,
            "runs": {"ours": list(self.ours), "reference": list(self.reference)},
        }


def format_table(figures: Iterable[Figure]) -> str:
    """Format the figures as a Markdown table with aligned columns."""
    lines = [("figure", "ours", "reference", "ratio")]
    for figure in figures:
        reference = f"{_format_number(median(figure.reference))} {figure.unit} ({figure.reference_name})"
        ratio = "–" if math.isnan(figure.ratio) else f"{_format_number(figure.ratio)} ×"
        lines.append((figure.name, f"{_format_number(median(figure.ours))} {figure.unit}", reference, ratio))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    lines.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], "-" * widths[3]))
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)


def compute_percentile(values: Iterable[float], share: float) -> float:
    """Return the value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _format_number(value: float) -> str:
    """Round to at most three digits: a shared machine reproduces no more."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
