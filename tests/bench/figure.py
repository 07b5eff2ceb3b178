"""A measured figure with its reference and its goal, and a table of figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal, NamedTuple


class Goal(NamedTuple):
    """A limit of a figure: of Walkin's median, of its ratio to the reference, or of its difference from it."""

    limit: float
    measure: Literal["ours", "ratio", "difference"] = "ratio"
    is_minimum: bool = False


def at_most(limit: float, measure: Literal["ours", "ratio", "difference"] = "ratio") -> Goal:
    return Goal(limit, measure)


def at_least(limit: float) -> Goal:
    return Goal(limit, is_minimum=True)


@dataclass(frozen=True)
class Figure:
    """A line of the table: Walkin's values (``ours``) and the reference's, in ``unit``. The table shows medians."""

    name: str
    unit: str
    ours: Sequence[float]
    reference: Sequence[float]
    reference_name: str
    goal: Goal | None = None

    @property
    def ratio(self) -> float:
        """Walkin's median divided by the reference's: higher is better for rates, lower for durations."""
        divisor = median(self.reference) if self.reference else 0
        return median(self.ours) / divisor if divisor else math.nan

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None:
            return None
        ours = median(self.ours)
        value = {"ours": ours, "ratio": self.ratio, "difference": ours - median(self.reference or [math.nan])}
        measured = value[self.goal.measure]
        return measured >= self.goal.limit if self.goal.is_minimum else measured <= self.goal.limit

    def to_record(self) -> dict[str, Any]:
        """Return the figure with all its runs, for JSON."""
        return {
            "figure": self.name,
            "unit": self.unit,
            "ours": median(self.ours),
            "reference": median(self.reference) if self.reference else None,
            "beside": self.reference_name,
            "ratio": None if math.isnan(self.ratio) else self.ratio,
            "goal": self.format_goal(),
            "met": self.is_met,
            "runs": {"ours": list(self.ours), "reference": list(self.reference)},
        }

    def format_goal(self) -> str:
        if self.goal is None:
            return ""
        limit = f"{self.goal.limit:,g}"
        text = {"ours": f"{limit} {self.unit}", "ratio": f"{limit} ×", "difference": f"reference + {limit} {self.unit}"}
        return f"{'≥' if self.goal.is_minimum else '≤'} {text[self.goal.measure]}"


def format_table(figures: Iterable[Figure]) -> str:
    """Format the figures as a Markdown table with aligned columns."""
    lines = [("figure", "ours", "reference", "ratio", "goal", "met")]
    for figure in figures:
        reference = f"{_format_number(median(figure.reference))} {figure.unit} " if figure.reference else ""
        lines.append(
            (
                figure.name,
                f"{_format_number(median(figure.ours))} {figure.unit}",
                f"{reference}({figure.reference_name})" if figure.reference_name else "–",
                "–" if math.isnan(figure.ratio) else f"{_format_number(figure.ratio)} ×",
                figure.format_goal(),
                {None: "", True: "yes", False: "NO"}[figure.is_met],
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = [" | ".join(map(str.ljust, line, widths)) for line in lines]
    rows.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {row} |" for row in rows)


def compute_percentile(values: Iterable[float], share: float) -> float:
    """Return the value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _format_number(value: float) -> str:
    """Round to at most three digits: a shared machine reproduces no more."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
