"""The line at the top: which desk and services, whether the link is up, the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.safe import safe
from walkin_counter.desk.columns import clock
from walkin_counter.live_screen import on_the_wall

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.client import Board
    from walkin.model.queue import Queue
    from walkin_counter.desk.state import Desk


class TopLine(Horizontal):
    """One line; while the link is down it says so, in words and in colour, with the age of what is shown below."""

    DEFAULT_CSS = """
    TopLine {
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

    def __init__(self, desk: Desk, queues: Sequence[Queue], board: Board) -> None:
        super().__init__()
        self.desk = desk
        self.queues = queues
        self.board = board
        self._told: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        for part in ("place", "link", "clock"):
            yield Static(id=part)

    def tick(self, now: datetime) -> None:
        """Show the state of the link and the time."""
        words, updated = self.app.words, self.board.updated
        down = not self.board.connected
        self.set_class(down, "-down")
        self.set_class(not down and self.desk.status != "open", "-away")
        if not down:
            away = "" if self.desk.status == "open" else f" · {words(f'counter-desk-{self.desk.status}')}"
            self._tell("place", f"{self.desk.name}{away} · {', '.join(queue.name for queue in self.queues)}")
            self._tell("link", words("counter-link-up"))
        elif self.board.problem:
            self._tell("place", self.board.problem)
        elif updated is None:
            self._tell("place", words("counter-link-never"))
        else:
            age = (now - updated).total_seconds()
            span = f"{max(0, int(age))} s" if age < 120 else clock(age)
            told = words("counter-link-down", time=on_the_wall(updated, self.queues[0]), age=span)
            self._tell("place", told)
        self._tell("clock", on_the_wall(now, self.queues[0], seconds=not self.app.calm))

    def _tell(self, part: str, text: str) -> None:
        if self._told.get(part) != text:
            self._told[part] = text
            self.query_one(f"#{part}", Static).update(safe(text), layout=part == "link")
