"""The waiting room's display: the number called last, the ones before, how many wait. Never a name."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from walkin.client import Unreachable
from walkin.languages import Words, available
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.model.time import zone
from walkin.settings.display import screen_height
from walkin.ui.letters import BigText
from walkin.ui.safe import safe
from walkin_counter.connected_app import LinkedApp
from walkin_counter.display.announcements import WITHDRAWN, Announcements, Call, spoken
from walkin_counter.display.audio.voice import Voice
from walkin_counter.display.info_pages import InfoPages
from walkin_counter.display.readability import Sight
from walkin_counter.display.widgets import LargeCall, RecentCalls, Waiting, WaitingCounts
from walkin_counter.live_screen import LiveScreen, QueuesAdded, on_the_wall

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.client import Change, QueueClient
    from walkin.model.queue import Queue
    from walkin.settings.model import Settings

SILENCE = 10.0
"""Seconds without a sign of life from the server after which the display says so."""

STALE = 60.0
"""Seconds after which what is shown dims, and no wait is told."""

ASK_AGAIN = 10.0
"""Seconds between two questions for the services' names and waits."""

KNOWN_VISITS = 5
"""Visits an estimate has to rest on to be told."""

TURN = 8
"""Seconds for each part of a list of services that is too long."""


class DisplayScreen(LiveScreen):
    """Nothing on it can have the focus; it lives from the board and the clock alone."""

    def __init__(self, client: QueueClient, queues: Sequence[Queue], settings: Settings) -> None:
        super().__init__(client, queues, details=False)
        self.settings = settings
        self.announcements = Announcements()
        self.voice = Voice(settings, self.bell, self._trouble)
        self._sight = Sight(screen_height(settings.screen), settings.seat)
        self._warned = (0, 0)
        self._withdrawn = WITHDRAWN | {Status.FINISHED} if settings.layout == "desk" else WITHDRAWN

    def compose(self) -> ComposeResult:
        layout = self.settings.layout
        self.add_class(f"-{layout.replace('+', '-')}")
        with Horizontal(id="top"):
            yield Static(id="title")
            yield Static(id="clock")
        if layout == "desk":
            yield BigText(self.settings.desk, id="name")
            yield LargeCall()
        elif layout == "calls+info":
            with Horizontal():
                with Vertical(id="called"):
                    yield LargeCall()
                    yield RecentCalls()
                with Vertical(id="side"):
                    yield InfoPages(self.settings.info, self.settings.info_seconds)
                    yield WaitingCounts()
        else:
            with Horizontal():
                yield LargeCall()
                with Vertical(id="side"):
                    yield RecentCalls()
                    yield WaitingCounts()

    def on_mount(self) -> None:
        super().on_mount()
        self._speak()
        self._ask()

    def bell(self) -> None:
        """Ring the terminal's bell."""
        self.app.bell()

    def heard(self, change: Change | None) -> None:
        if change is None:
            if self.board.connected:
                serving = [one for one in self.board.serving() if self._concerns(Call.of(one))]
                self.announcements.loaded(serving, self.seconds(), self.board.waiting())
                if self.settings.layout == "desk":
                    self.announcements.keep_only({one.id for one in serving})
        elif change.kind in ("called", "recalled"):
            call = Call.of(change.registration)
            if self._concerns(call):
                self.announcements.called(call)
            else:
                self.announcements.withdrawn(call.id)
        elif change.kind == "undone" and change.registration.status == Status.IN_PROGRESS:
            if self._concerns(call := Call.of(change.registration)):
                self.announcements.restored(call)
        elif change.registration.status in self._withdrawn:
            self.announcements.withdrawn(change.registration.id)
        elif change.registration.status == Status.FINISHED:
            self.announcements.served(change.registration.id)

    def _concerns(self, call: Call) -> bool:
        return self.settings.layout != "desk" or call.desk.casefold() == self.settings.desk.casefold()

    def sync(self) -> None:
        for counts in self.query(WaitingCounts):
            counts.counts = tuple(self._waiting(queue) for queue in self.queues)
        self.tick(self.client.now())

    def _waiting(self, queue: Queue) -> Waiting:
        count, wait, words = len(self.board.waiting(queue.id)), queue.estimated_waiting_time, self.app.words
        name = queue.words(self.app.language).name
        if wait is None or queue.visits < KNOWN_VISITS or queue.status != "open" or self.has_class("-stale"):
            return Waiting(name, count)
        if wait.to is None:
            return Waiting(name, count, words("display-wait-over", low=wait.from_))
        return Waiting(name, count, words("display-wait", low=wait.from_, high=wait.to))

    def tick(self, now: datetime) -> None:
        moment, here = now.timestamp(), now.astimezone(zone(self.queues[0].time_zone))
        self.announcements.forget_before(here.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
        if self.announcements.advance(moment, busy=self.voice.busy) and (call := self.announcements.large):
            self.voice.announce(said(call, spoken(call.number), self.settings.language), here)
        call = self.announcements.large
        large = self.query_one(LargeCall)
        large.call = call
        large.said = "\n".join(text for _, text in said(call, call.number, self.settings.language)) if call else ""
        flashing = self.settings.motion and self.app.animation_level != "none"
        large.inverted = self.announcements.inverted(moment, flashing=flashing)
        for recent in self.query(RecentCalls):
            recent.calls = tuple(self.announcements.recent)
            recent.least = self._sight.lines(self.size.height)
        for counts in self.query(WaitingCounts):
            counts.turn = int(moment) // TURN
        for pages in self.query(InfoPages):
            pages.tick(int(moment), paused=self.voice.busy or self.announcements.has_turn(moment))
        self._tell_link(now)
        self._measure(large)

    def _measure(self, large: LargeCall) -> None:
        """Say once for each size of the window that its letters are too small for the farthest seat."""
        rows = self.size.height
        if self._warned == tuple(self.size) or not large.content_size.width or not self._sight.lines(rows):
            return
        self._warned = (self.size.width, rows)
        number = large.call.number if large.call else "A000"
        lines = large.lines_of(number)
        if not self._sight.suffices(lines, rows):
            self._trouble(
                "display-too-small",
                have=str(round(self._sight.millimetres(lines, rows))),
                least=str(round(self._sight.least)),
                seat=f"{self._sight.seat:g}",
            )

    def _trouble(self, key: str, **values: str) -> None:
        self.app.notify(self.app.words(key, **values), severity="warning", timeout=30)

    def _tell_link(self, now: datetime) -> None:
        updated, words = self.board.updated, self.app.words
        silence = (now - updated).total_seconds() if updated else 0.0
        down = updated is None or silence > SILENCE
        self.set_class(down, "-down")
        if (silence > STALE) != self.has_class("-stale"):
            self.set_class(silence > STALE, "-stale")
            self.request_sync()
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

    @work(group="voice", exclusive=True, exit_on_error=False)
    async def _speak(self) -> None:
        await self.voice.run()

    @work(group="queues", exclusive=True, exit_on_error=False)
    async def _ask(self) -> None:
        """Keep the services' names and the waits that are told as fresh as the server has them."""
        while True:
            try:
                known = {queue.id: queue for queue in await self.client.queues()}
            except (Unreachable, Refused):
                known = {}
            if not self.settings.queue and known.keys() - {queue.id for queue in self.queues}:
                self.post_message(QueuesAdded())
                return
            self.queues = [known.get(queue.id, queue) for queue in self.queues]
            self.request_sync()
            await asyncio.sleep(ASK_AGAIN)


class DisplayApp(LinkedApp):
    """Shows the waiting room its numbers as soon as there is a link, for as long as the screen is on."""

    TITLE = "Walkin"
    CSS_PATH = Path(__file__).with_name("display.tcss")
    BINDINGS: ClassVar = [
        Binding("ctrl+q", "leave", priority=True),
        Binding("t", "next_theme"),
    ]

    def opened(self, client: QueueClient, queues: list[Queue], wanted: list[Queue], problem: str) -> None:
        if wanted:
            self.push_screen(DisplayScreen(client, wanted, self.settings))
        if problem or not wanted:
            self.notify(problem or self.words("counter-setup-none"), severity="warning", timeout=15)
        if self.settings.layout == "desk" and not self.settings.desk:
            self.notify(self.words("display-no-desk"), severity="warning", timeout=60)

    def action_leave(self) -> None:
        self.exit(0)


def said(call: Call, number: str, house: str) -> list[tuple[str, str]]:
    """The call in words: language and text, first in the client's language, then in the house's."""
    own = call.language.partition("-")[0].lower()
    languages = [code for code in (own, house) if code in available()]
    key = "call-say" if call.desk else "call-say-somewhere"
    return [(code, _words(code)(key, number=number, desk=call.desk)) for code in dict.fromkeys(languages)]


_words = lru_cache(Words)
