"""The waiting room's display: the last call, the calls before, the number of waiting clients. Never a name."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.languages.wait import describe_wait
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.model.time import load_zone
from walkin.settings import DisplaySettings
from walkin.settings.display import parse_screen_height_mm
from walkin.ui.error_log import run_repeatedly
from walkin.ui.letters import BigText
from walkin.ui.safe import set_text
from walkin_counter.connected_app import ConnectedApp
from walkin_counter.display.announcements import (
    WITHDRAWN_STATUSES,
    Announcements,
    Call,
    format_call,
    format_spoken_number,
)
from walkin_counter.display.audio.voice import Voice
from walkin_counter.display.info_pages import InfoPages
from walkin_counter.display.readability import ViewingDistance
from walkin_counter.display.widgets import LargeCall, RecentCalls, WaitingCount, WaitingCounts
from walkin_counter.formatting import format_local_time
from walkin_counter.live_screen import RESTART_SECONDS, LiveScreen, QueuesReplaced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.client import Change, QueueClient
    from walkin.model.queue import Queue

LINK_DOWN_SECONDS = 10.0
"""Seconds of silence from the server after which the display says so."""

STALE_SECONDS = 60.0
"""Seconds of silence after which the data is dimmed, and no wait is shown."""

QUEUE_REFRESH_SECONDS = 10.0
"""Seconds between two requests for the names and waits of the queues."""

MIN_ESTIMATE_VISITS = 5
"""Fewest visits that an estimate must rest on to be shown."""

ROTATION_SECONDS = 8
"""Seconds for each part of a list of services that does not fit."""


class DisplayScreen(LiveScreen):
    """Shows the board and the clock. Nothing on it can have the focus."""

    def __init__(self, client: QueueClient, queues: Sequence[Queue], settings: DisplaySettings) -> None:
        super().__init__(client, queues, details=False)
        self.settings = settings
        self.announcements = Announcements()
        self.voice = Voice(settings, self.ring_bell, self._notify_problem)
        self._viewing_distance = ViewingDistance(parse_screen_height_mm(settings.screen), settings.seat)
        self._warned_size = (0, 0)
        self._withdrawn_statuses = (
            WITHDRAWN_STATUSES | {Status.FINISHED} if settings.layout == "desk" else WITHDRAWN_STATUSES
        )

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
        self._run_voice()
        self._refresh_queues()

    def ring_bell(self) -> None:
        self.app.bell()

    def handle_change(self, change: Change | None) -> None:
        if change is None:
            if self.board.is_connected:
                serving = [
                    registration
                    for registration in self.board.list_in_progress()
                    if self._is_shown_here(Call.from_registration(registration))
                ]
                self.announcements.load(serving, self.get_server_seconds(), self.board.list_waiting())
                if self.settings.layout == "desk":
                    self.announcements.keep_only({registration.id for registration in serving})
        elif change.kind in ("called", "recalled"):
            call = Call.from_registration(change.registration)
            if self._is_shown_here(call):
                self.announcements.announce(call)
            else:
                self.announcements.withdraw(call.id)
        elif change.kind == "undone" and change.registration.status == Status.IN_PROGRESS:
            if self._is_shown_here(call := Call.from_registration(change.registration)):
                self.announcements.restore(call)
        elif change.registration.status in self._withdrawn_statuses:
            self.announcements.withdraw(change.registration.id)
        elif change.registration.status == Status.FINISHED:
            self.announcements.cancel_pending(change.registration.id)

    def _is_shown_here(self, call: Call) -> bool:
        return self.settings.layout != "desk" or call.desk.casefold() == self.settings.desk.casefold()

    def sync(self) -> None:
        for counts in self.query(WaitingCounts):
            counts.counts = tuple(self._count_waiting(queue) for queue in self.queues)
        self.tick(self.client.now())

    def _count_waiting(self, queue: Queue) -> WaitingCount:
        count, wait = len(self.board.list_waiting(queue.id)), queue.estimated_waiting_time
        name = queue.translate(self.app.language).name
        if wait is None or queue.visits < MIN_ESTIMATE_VISITS or queue.status != "open" or self.has_class("-stale"):
            return WaitingCount(name, count)
        return WaitingCount(name, count, describe_wait(self.app.words, wait))

    def tick(self, now: datetime) -> None:
        moment, local_time = now.timestamp(), now.astimezone(load_zone(self.queues[0].time_zone))
        language = self.settings.language
        self.announcements.forget_before(local_time.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
        if self.announcements.advance(moment, busy=self.voice.is_busy) and (call := self.announcements.large_call):
            self.voice.announce(format_call(call, format_spoken_number(call.number), language), local_time)
        call = self.announcements.large_call
        large = self.query_one(LargeCall)
        large.call = call
        large.sentences = "\n".join(text for _, text in format_call(call, call.number, language)) if call else ""
        flashing = self.settings.motion and self.app.animation_level != "none"
        large.inverted = self.announcements.is_inverted(moment, flashing=flashing)
        for recent in self.query(RecentCalls):
            recent.calls = tuple(self.announcements.recent_calls)
            recent.min_letter_lines = self._viewing_distance.compute_min_lines(self.size.height)
        for counts in self.query(WaitingCounts):
            counts.rotation = int(moment) // ROTATION_SECONDS
        for pages in self.query(InfoPages):
            pages.tick(int(moment), paused=self.voice.is_busy or self.announcements.has_new_call(moment))
        self._show_link_state(now)
        self._warn_if_unreadable(large)

    def _warn_if_unreadable(self, large_call: LargeCall) -> None:
        """Warn, once for each window size, that the letters are too small for the farthest seat."""
        rows = self.size.height
        if (
            self._warned_size == tuple(self.size)
            or not large_call.content_size.width
            or not self._viewing_distance.compute_min_lines(rows)
        ):
            return
        self._warned_size = (self.size.width, rows)
        number = large_call.call.number if large_call.call else "A000"
        lines = large_call.measure_lines(number)
        if not self._viewing_distance.is_readable(lines, rows):
            self._notify_problem(
                "display-too-small",
                have=str(round(self._viewing_distance.compute_letter_mm(lines, rows))),
                least=str(round(self._viewing_distance.min_letter_mm)),
                seat=f"{self._viewing_distance.seat_metres:g}",
            )

    def _notify_problem(self, key: str, **values: str) -> None:
        self.app.notify(self.app.words(key, **values), severity="warning", timeout=30)

    def _show_link_state(self, now: datetime) -> None:
        updated, words = self.board.updated_at, self.app.words
        silence = (now - updated).total_seconds() if updated else 0.0
        down = updated is None or silence > LINK_DOWN_SECONDS
        self.set_class(down, "-down")
        if (silence > STALE_SECONDS) != self.has_class("-stale"):
            self.set_class(silence > STALE_SECONDS, "-stale")
            self.request_sync()
        company = self.queues[0].company
        title = company.name if company and company.name else words("app-name")
        if updated is None:
            title = self.board.server_error or words("display-link-never")
        elif down:
            title = self.board.server_error or words(
                "display-link-down", time=format_local_time(updated, self.queues[0])
            )
        set_text(self.query_one("#title", Static), title)
        set_text(self.query_one("#clock", Static), format_local_time(now, self.queues[0]))

    @work(group="voice", exclusive=True, exit_on_error=False)
    async def _run_voice(self) -> None:
        await run_repeatedly("display: the voice", self.voice.run, RESTART_SECONDS)

    @work(group="queues", exclusive=True, exit_on_error=False)
    async def _refresh_queues(self) -> None:
        await run_repeatedly("display: the refresh of the queues", self._refresh_once, QUEUE_REFRESH_SECONDS)

    async def _refresh_once(self) -> None:
        """Refresh the names and waits of the queues."""
        with suppress(ServerUnreachable, Refused):
            fresh = {queue.id: queue for queue in await self.client.list_queues()}
            if not self.settings.queue and fresh.keys() - {queue.id for queue in self.queues}:
                self.post_message(QueuesReplaced())
            else:
                self.queues = [fresh.get(queue.id, queue) for queue in self.queues]
                self.request_sync()


class DisplayApp(ConnectedApp[DisplaySettings]):
    """Shows the display as soon as it is connected."""

    TITLE = "Walkin"
    IS_PUBLIC = True
    CSS_PATH = Path(__file__).with_name("display.tcss")
    BINDINGS: ClassVar = [Binding("ctrl+q", "leave", priority=True), Binding("t", "next_theme")]

    def handle_connected(self, client: QueueClient, queues: list[Queue], selected: list[Queue], problem: str) -> None:
        if selected:
            self.push_screen(DisplayScreen(client, selected, self.settings))
        if problem or not selected:
            self.notify(problem or self.words("counter-setup-none"), severity="warning", timeout=15)
        if self.settings.layout == "desk" and not self.settings.desk:
            self.notify(self.words("display-no-desk"), severity="warning", timeout=60)

    def recover(self) -> bool:
        """Replace the screen by a new one."""
        self.call_later(self.reconnect)
        return True

    def action_leave(self) -> None:
        self.exit(0)
