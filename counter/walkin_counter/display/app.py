"""The waiting room display: the latest call, the tickets that are being served, and the number of waiting clients."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.languages.desks import translate_desk
from walkin.model.errors import Refused
from walkin.model.queue import find_office_name
from walkin.model.registration import Status
from walkin.model.time import load_zone
from walkin.model.wait_estimate import NO_DESK_OPEN
from walkin.settings import DisplaySettings
from walkin.settings.display import parse_screen_height_mm
from walkin.ui.error_log import run_repeatedly
from walkin.ui.letters import BigText
from walkin.ui.safe import set_text
from walkin_counter.connected_app import ConnectedApp
from walkin_counter.display.announcements import Announcements, Call, format_call, format_spoken_number
from walkin_counter.display.audio.voice import Voice
from walkin_counter.display.readability import ViewingDistance
from walkin_counter.display.widgets import JoinCode, LargeCall, ServingBoard, WaitingCount, WaitingCounts
from walkin_counter.feedback import is_about_key
from walkin_counter.formatting import format_local_time
from walkin_counter.live_screen import RESTART_SECONDS, LiveScreen, QueuesReplaced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.client import Change, QueueClient
    from walkin.model.queue import Queue
    from walkin_counter.display.info_pages import InfoPages

LINK_DOWN_SECONDS = 15.0
"""Seconds of silence from the server after which the display says so."""

STALE_SECONDS = 60.0
"""Seconds of silence after which the data is dimmed, and no wait is shown."""

QUEUE_REFRESH_SECONDS = 10.0
"""Seconds between two requests for the names and waits of the queues."""

NEW_CALL_SECONDS = 5.0
"""Seconds for which a call is on the board, whatever its letters."""


class DisplayScreen(LiveScreen):
    """Shows the calls, the counts and the clock. Nothing on it can have the focus."""

    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (36, "-tall"), (60, "-high")]  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012

    def __init__(self, client: QueueClient, queues: Sequence[Queue], settings: DisplaySettings) -> None:
        super().__init__(client, queues, details=False)
        self.settings = settings
        self.announcements = Announcements()
        self.voice = Voice(settings, self.ring_bell, self._notify_problem)
        self._viewing_distance = ViewingDistance(parse_screen_height_mm(settings.screen), settings.seat)
        self._warned_size = (0, 0)

    _info_pages: InfoPages
    """Only in the layout ``calls+info``."""

    def compose(self) -> ComposeResult:
        layout = self.settings.layout
        self.add_class(f"-{layout.replace('+', '-')}")
        with Horizontal(id="top"):
            yield Static(id="title")
            yield Static(id="clock")
        if layout == "desk":
            yield BigText(translate_desk(self.app.words, self.settings.desk), id="name")
            yield LargeCall(shows_desk=False)
            return
        yield LargeCall()
        with Horizontal(id="middle"):
            if layout == "calls+info":
                # Imported here: it takes longer than the rest of the display, and only this layout has it.
                from walkin_counter.display.info_pages import InfoPages

                self._info_pages = InfoPages(self.settings.info, self.settings.info_seconds)
                yield self._info_pages
            yield ServingBoard()
        with Horizontal(id="bottom"):
            yield WaitingCounts()
            yield JoinCode()
            yield BigText(id="large-clock")

    def on_mount(self) -> None:
        self._run_voice()
        self._refresh_queues()

    def ring_bell(self) -> None:
        self.app.bell()

    def handle_change(self, change: Change | None) -> None:
        if change is None:
            if self.board.is_connected:
                calls = map(Call.from_registration, self.board.list_in_progress())
                self.announcements.load(filter(self._is_shown_here, calls), self.get_server_seconds())
            return
        call = Call.from_registration(change.registration)
        if change.registration.status != Status.IN_PROGRESS or not self._is_shown_here(call):
            self.announcements.withdraw(call.id)
        elif change.kind == "undone":
            self.announcements.restore(call)
        elif change.kind in ("called", "recalled") or self.announcements.is_listed(call.id):
            self.announcements.announce(call)

    def _is_shown_here(self, call: Call) -> bool:
        return self.settings.layout != "desk" or call.desk.casefold() == self.settings.desk.casefold()

    def sync(self) -> None:
        for counts in self.query(WaitingCounts):
            counts.counts = tuple(self._count_waiting(queue) for queue in self.queues)
        is_closed = all(queue.status != "open" for queue in self.queues)
        self.query_one(LargeCall).idle_text = self.app.words("kiosk-all-closed" if is_closed else "display-nobody")
        # An outdated code would be refused.
        codes = {} if self.has_class("-stale") else dict.fromkeys(queue.join_code for queue in self.queues)
        for widget in self.query(JoinCode):
            widget.code = " ".join(filter(None, codes))
        self.tick(self.client.now())

    def _count_waiting(self, queue: Queue) -> WaitingCount:
        count = None if self.board.updated_at is None else len(self.board.list_waiting(queue.id))
        wait = queue.estimated_waiting_time
        name = queue.translate(self.app.language).name
        if queue.status != "open" or self.has_class("-stale"):
            return WaitingCount(name, count)
        if wait is None:
            is_unattended = queue.wait_unknown == NO_DESK_OPEN
            return WaitingCount(name, count, self.app.words("wait-no-desk") if is_unattended else "")
        minutes = f"{wait.from_}+" if wait.to is None else f"{wait.from_}–{wait.to}"
        return WaitingCount(name, count, self.app.words("display-minutes", range=minutes))

    def tick(self, now: datetime) -> None:
        moment, local_time = now.timestamp(), now.astimezone(load_zone(self.queues[0].time_zone))
        language = self.settings.language
        self.announcements.forget_before(local_time.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
        if self.announcements.advance(moment, busy=self.voice.is_busy) and (call := self.announcements.large_call):
            self.voice.announce(format_call(call, format_spoken_number(call.number), language), local_time)
        call = self.announcements.large_call
        large = self.query_one(LargeCall)
        large.call = call
        sentences = format_call(call, call.number, language) if call else []
        large.sentence = sentences[0][1] if len(sentences) > 1 else ""
        flashing = self.settings.motion and self.app.animation_level != "none"
        large.inverted = self.announcements.is_inverted(moment, flashing=flashing)
        # Runs each second: `query_one` is cached, `query` walks through all widgets.
        if self.settings.layout != "desk":
            board = self.query_one(ServingBoard)
            board.min_letter_lines = self._viewing_distance.compute_min_lines(self.size.height)
            board.calls = tuple(self.announcements.other_calls)
            board.new_calls = sum(moment - call.called_at < NEW_CALL_SECONDS for call in board.calls)
            self.query_one("#large-clock", BigText).text = format_local_time(self.app.words, now, self.queues[0])
            is_empty = not board.calls
            if self.settings.layout == "calls+info":
                self._info_pages.tick(int(moment), paused=self.voice.is_busy or self.announcements.has_new_call(moment))
                is_empty = is_empty and not self._info_pages.display
            self.set_class(is_empty, "-one-call")
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
        lines = large_call.measure_lines(large_call.call.number if large_call.call else "A000")
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
        title = find_office_name(self.queues) or words("app-name")
        refused = self.board.refusal.message if self.board.refusal else ""
        if is_about_key(self.board.refusal):
            refused = f"{refused} {words('counter-needs-key', role='display')}"
        if updated is None:
            title = refused or words("display-link-never")
        elif down:
            title = refused or words("display-link-down", time=format_local_time(words, updated, self.queues[0]))
        set_text(self.query_one("#title", Static), title)
        set_text(self.query_one("#clock", Static), format_local_time(words, now, self.queues[0]), layout=True)

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
    ROLE = "display"
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
        """Replace the screen, and show a notification."""
        self.call_later(self.reconnect)
        self.clear_notifications()
        self.notify(self.words("display-mistake"), severity="warning", timeout=10)
        return True

    def action_leave(self) -> None:
        self.exit(0)
