"""The waiting room's display: the number called last, the ones before, how many wait. Never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from counter.announcing import WITHDRAWN, Announcements, Call
from counter.display_parts import LargeCall, RecentCalls, WaitingCounts
from counter.linked import LinkedApp
from counter.live import LiveScreen, on_the_wall
from shared.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.client import Change, QueueClient
    from shared.model.queue import Queue

SILENCE = 10.0
"""Seconds without a sign of life from the server after which the display says so."""

STALE = 60.0
"""Seconds after which what is shown dims."""


class DisplayScreen(LiveScreen):
    """Nothing on it can have the focus; it lives from the board and the clock alone."""

    DEFAULT_CSS = """
    DisplayScreen {
        & #top { height: 1; padding: 0 2; background: $panel; }
        & #title { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & #clock { width: 8; text-style: bold; }
        & #side {
            width: 34%; min-width: 27; max-width: 56; padding: 1 0 0 1;
            border-left: solid $line; background: $surface;
        }
        & RecentCalls { height: 1fr; }
        & WaitingCounts { height: auto; max-height: 50%; }
        &.-down #top { background: $banner; color: $banner-text; text-style: bold; }
        &.-stale LargeCall, &.-stale RecentCalls, &.-stale WaitingCounts { text-opacity: 45%; }
    }
    """

    def __init__(self, client: QueueClient, queues: Sequence[Queue]) -> None:
        super().__init__(client, queues, details=False)
        self.announcements = Announcements()

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(id="title")
            yield Static(id="clock")
        with Horizontal():
            yield LargeCall()
            with Vertical(id="side"):
                yield RecentCalls()
                yield WaitingCounts()

    def heard(self, change: Change | None) -> None:
        if change is None:
            if self.board.connected:
                self.announcements.loaded(self.board.serving(), self.seconds())
        elif change.kind in ("called", "recalled"):
            self.announcements.called(Call.of(change.registration))
        elif change.registration.status in WITHDRAWN:
            self.announcements.withdrawn(change.registration.id)

    def sync(self) -> None:
        waiting = [(queue.name, len(self.board.waiting(queue.id))) for queue in self.queues]
        self.query_one(WaitingCounts).counts = tuple(waiting)
        self.tick(self.client.now())

    def tick(self, now: datetime) -> None:
        moment = now.timestamp()
        if self.announcements.advance(moment):
            self.app.bell()
        large = self.query_one(LargeCall)
        large.call = self.announcements.large
        large.inverted = self.announcements.inverted(moment)
        self.query_one(RecentCalls).calls = tuple(self.announcements.recent)
        self._tell_link(now)

    def _tell_link(self, now: datetime) -> None:
        updated, words = self.board.updated, self.app.words
        silence = (now - updated).total_seconds() if updated else 0.0
        down = updated is None or silence > SILENCE
        self.set_class(down, "-down")
        self.set_class(silence > STALE, "-stale")
        company = self.queues[0].company
        title = company.name if company and company.name else words("app-name")
        if updated is None:
            title = self.board.problem or words("display-link-never")
        elif down:
            title = self.board.problem or words("display-link-down", time=on_the_wall(updated, self.queues[0]))
        self._put("#title", title)
        self._put("#clock", on_the_wall(now, self.queues[0]))

    def _put(self, selector: str, text: str) -> None:
        label, content = self.query_one(selector, Static), safe(text)
        if label.content != content:
            label.update(content, layout=False)


class DisplayApp(LinkedApp):
    """Shows the waiting room its numbers as soon as there is a link, for as long as the screen is on."""

    TITLE = "Walkin"
    BINDINGS: ClassVar = [
        Binding("ctrl+q", "leave", priority=True),
        Binding("t", "next_theme"),
    ]

    def opened(self, client: QueueClient, queues: list[Queue], wanted: list[Queue], problem: str) -> None:
        if wanted:
            self.push_screen(DisplayScreen(client, wanted))
        if problem or not wanted:
            self.notify(problem or self.words("counter-setup-none"), severity="warning", timeout=15)

    def action_leave(self) -> None:
        self.exit(0)
