"""The status line: desk and services, state of the connection, time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.safe import set_text
from walkin_counter.formatting import format_local_time, format_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.client import Board
    from walkin.model.queue import Queue
    from walkin_counter.desk.state import DeskView


class StatusLine(Horizontal):
    """One line. While the server is unreachable it says so, in text and colour, with the age of the data below."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text;
        & > #place { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #link { width: auto; padding: 0 2; color: $success; }
        & > #clock { width: 8; text-style: bold; }
        &.-away > #place { background: $warning; color: $background; text-style: bold; }
        &.-down {
            background: $banner;
            color: $banner-text;
            text-style: bold;
            & > #link { display: none; }
        }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, desk: DeskView, queues: Sequence[Queue], board: Board) -> None:
        super().__init__()
        self.desk = desk
        self.queues = queues
        self.board = board

    def compose(self) -> ComposeResult:
        for part_id in ("place", "link", "clock"):
            yield Static(id=part_id)

    def tick(self, now: datetime) -> None:
        words, updated, is_connected = self.app.words, self.board.updated_at, self.board.is_connected
        self.set_class(not is_connected, "-down")
        self.set_class(is_connected and self.desk.status != "open", "-away")
        if is_connected:
            status = "" if self.desk.status == "open" else f" · {words(f'counter-desk-{self.desk.status}')}"
            self._set_text("place", f"{self.desk.name}{status} · {', '.join(queue.name for queue in self.queues)}")
            self._set_text("link", words("counter-link-up"))
        elif self.board.server_error:
            self._set_text("place", self.board.server_error)
        elif updated is None:
            self._set_text("place", words("counter-link-never"))
        else:
            age = (now - updated).total_seconds()
            span = f"{max(0, int(age))} s" if age < 120 else format_span(age)
            time = format_local_time(updated, self.queues[0])
            self._set_text("place", words("counter-link-down", time=time, age=span))
        self._set_text("clock", format_local_time(now, self.queues[0], show_seconds=not self.app.reduced_motion))

    def _set_text(self, part_id: str, text: str) -> None:
        set_text(self.query_one(f"#{part_id}", Static), text, layout=part_id == "link")
