"""The status line: desk and services, state of the connection, time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.safe import set_text
from walkin_counter.desk.table import shorten_name
from walkin_counter.formatting import format_local_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.model.queue import Queue
    from walkin_counter.desk.state import DeskView

MARGIN_CELLS = 8
"""Cells between the parts and at the ends."""

MAX_SERVICE_WIDTH = 20
"""Width in cells of the service's name if the desk has only one."""


class StatusLine(Horizontal):
    """One line. While the server is unreachable it says so, in text and colour, with the age of the data below."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text;
        & > #place { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #longest { width: auto; }
        & > #link { width: auto; padding: 0 2; color: $success; }
        & > #clock { width: auto; text-style: bold; }
        &.-away { background: $warning; color: $background; text-style: bold; & > #link { color: $background; } }
        &.banner > #link { display: none; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, desk: DeskView, queues: Sequence[Queue]) -> None:
        super().__init__()
        self.desk = desk
        self.queues = queues

    def compose(self) -> ComposeResult:
        for part_id in ("place", "longest", "link", "clock"):
            yield Static(id=part_id)

    def tick(self, now: datetime, waiting: int, longest: float | None) -> None:
        """Show the time, how many wait, and for how many seconds the longest."""
        words, updated, is_connected = self.app.words, self.desk.board.updated_at, self.desk.board.is_connected
        self.set_class(not is_connected, "banner")
        self.set_class(is_connected and self.desk.status != "open", "-away")
        if is_connected:
            status = "" if self.desk.status == "open" else words(f"counter-desk-{self.desk.status}")
            count = len(self.queues)
            name = shorten_name(self.queues[0].name, MAX_SERVICE_WIDTH)
            services = words("counter-services", count=count) if count > 1 else name
            parts = [self.desk.title, status, services, words("counter-waiting", count=waiting) if updated else ""]
            self._set_text("place", " · ".join(part for part in parts if part))
            self._set_text("link", words("counter-link-up"))
        elif self.desk.board.refusal is not None:
            self._set_text("place", self.desk.board.refusal.message)
        elif updated is None:
            self._set_text("place", words("counter-link-never"))
        else:
            age = (now - updated).total_seconds()
            time = format_local_time(words, updated, self.queues[0])
            self._set_text("place", words("counter-link-down", time=time, age=words.format_duration(age)))
        has_longest = is_connected and longest is not None
        longest_text = words("counter-longest", span=words.format_duration(longest or 0)) if has_longest else ""
        self._set_text("longest", longest_text)
        self._set_text("clock", format_local_time(words, now, self.queues[0]))
        # Where not everything fits, that is the least important.
        needed = sum(Content(str(part.content)).cell_length for part in self.query(Static)) + MARGIN_CELLS
        self.query_one("#longest").display = needed <= self.size.width

    def _set_text(self, part_id: str, text: str) -> None:
        set_text(self.query_one(f"#{part_id}", Static), text, layout=part_id != "place")
