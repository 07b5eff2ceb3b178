"""Times, durations and texts in a width, as the screens of the counter and the display show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from walkin.model.time import load_zone

if TYPE_CHECKING:
    from datetime import datetime

    from walkin.model.queue import Queue


def fit_text(text: str, width: int) -> str:
    """Pad or cut ``text`` to ``width`` cells, with "…" at a cut. A wide character is never halved."""
    if width <= 0:
        return ""
    if text.isascii():
        return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return f"{set_cell_size(text, width - 1)}…"


def format_span(seconds: float, *, whole_minutes: bool = False) -> str:
    """A duration as ``mm:ss`` or ``h:mm:ss``, or with ``whole_minutes`` as "12 min". Negative ones count as 0."""
    whole_seconds = max(0, int(seconds))
    if whole_minutes:
        return f"{whole_seconds // 60} min"
    minutes, rest = divmod(whole_seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def format_local_time(moment: datetime, queue: Queue | None, *, show_seconds: bool = True) -> str:
    local = moment.astimezone(load_zone(queue.time_zone) if queue else None)
    return local.strftime("%H:%M:%S" if show_seconds else "%H:%M")
