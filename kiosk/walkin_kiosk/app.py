"""The kiosk app: puts the right page on the screen, takes the ticket, and forgets everybody afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from walkin.model.country import country_of
from walkin.model.registration import Registration
from walkin.model.time import zone
from walkin.settings.model import Settings
from walkin.ui.app import WalkinApp
from walkin_kiosk import messages
from walkin_kiosk.exit_pin import Pin
from walkin_kiosk.idle import Idle
from walkin_kiosk.scanner import GAP, PREFIX, Scanner, read
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import LeaveDialog, StillThere
from walkin_kiosk.screens.page import Page
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.service_catalog import RETRY, Office
from walkin_kiosk.session import Visit
from walkin_kiosk.submission import Stopped, take

__all__ = ["KioskApp"]

LULL = 2 * GAP
"""Seconds after which keys that were held back for a scanner belong to a person."""


class KioskApp(WalkinApp, inherit_bindings=False):
    """What a walk-in client touches. At most one visit at a time."""

    CSS_PATH = Path(__file__).with_name("kiosk.tcss")
    TITLE = "Walkin"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-normal"), (104, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (32, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", show=False, priority=True)]

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = monotonic,
        *,
        prefill: Mapping[str, str] | None = None,
        scan_prefix: str = PREFIX,
    ) -> None:
        """``prefill`` answers questions by their externalId in every visit; scanned codes begin with ``scan_prefix``,
        an empty one reads none."""
        folders = [settings.themes] if settings.themes else []
        super().__init__(theme=settings.theme, language=settings.language, theme_folders=folders)
        self.settings = settings
        self.office = Office(settings, self.language)
        self.visit: Visit | None = None
        self.idle = Idle(settings.idle_seconds, settings.idle_warning_seconds, clock)
        self.pin = Pin(settings.exit_pin, clock)
        self.prefill = dict(prefill or {})
        self.brought: dict[str, str] = {}
        """What a code said that was scanned before a service was chosen."""
        self.scanner = Scanner[events.Key](scan_prefix)
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[Any]:
        return StartPage(self.office, self.settings.languages, self.settings.idle_seconds)

    @property
    def start_page(self) -> StartPage:
        """The page below all others."""
        page = self.screen_stack[0]
        assert isinstance(page, StartPage)  # noqa: S101
        return page

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._stay_in_touch)

    @work(exclusive=True, group="office", exit_on_error=False)
    async def _stay_in_touch(self) -> None:
        await self.office.run(self._news)

    def worker_failed(self, worker: Worker[Any]) -> None:
        """A mistake of our own must not leave a person before "One moment…", nor the kiosk without its office."""
        super().worker_failed(worker)
        if worker.group == "ticket" and self.visit is not None:
            self.call_later(self._stopped, self.visit, Stopped("away"))
        elif worker.group == "office":
            self.office.lost()
            self._news()
            self.set_timer(RETRY, self._stay_in_touch)

    def _news(self) -> None:
        if self.start_page.is_running:
            # In the page's own turn: it may just be building itself anew in another language.
            self.start_page.call_later(self.start_page.refresh_office)

    # The pages of a visit

    async def show(self, page: Page) -> None:
        """Put a page above the start page, in place of what was there."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if len(self.screen_stack) == 2:
            await self.switch_screen(page)
        else:
            await self.push_screen(page)

    async def show_visit(self) -> None:
        """The page the visit is at."""
        visit = self.visit
        if visit is None:
            return
        if visit.screen is not None:
            await self.show(QuestionPage(visit, self.settings.languages, self.office.name))
        else:
            visit.arrived()
            await self.show(CheckPage(visit, self.settings.languages, self.office.name))

    @on(messages.ServiceChosen)
    async def _begin(self, message: messages.ServiceChosen) -> None:
        queue = self.office.queue(message.queue_id)
        if self.visit is not None or queue is None or queue.status != "open" or not self.office.connected:
            return
        self.visit = Visit(queue, self.language, country_of(queue.time_zone))
        self.visit.bring(self.prefill | self.brought)
        self.brought = {}
        await self.show_visit()

    @on(messages.WentOn)
    async def _on(self) -> None:
        await self.show_visit()

    @on(messages.WentBack)
    async def _back(self) -> None:
        self.workers.cancel_group(self, "ticket")
        if self.visit is None:
            return
        if isinstance(self.screen, ProblemPage) or self.visit.back():
            await self.show_visit()
        else:
            await self.forget(self.language)

    @on(messages.ChangeWanted)
    async def _change(self, message: messages.ChangeWanted) -> None:
        if self.visit is not None:
            self.visit.change(message.question_id)
            await self.show_visit()

    @on(messages.VisitEnded)
    async def _end(self) -> None:
        await self.forget()

    @on(messages.LanguageChosen)
    def _speak(self, message: messages.LanguageChosen) -> None:
        if self.visit is not None:
            self.visit.language = message.code
        self.office.speak(message.code)
        self.set_language(message.code)

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing is copied at a kiosk: the next person would find it."""
        super().copy_to_clipboard("")

    def wall_clock(self) -> datetime:
        """The time at the office, or this machine's before the server has told it."""
        now = self.office.now() or datetime.now().astimezone()
        return now.astimezone(zone(self.visit.queue.time_zone)) if self.visit is not None else now

    @property
    def upload_by_phone(self) -> bool:
        """Whether a ticket's code leads to a page that takes files."""
        return bool(self.settings.public_url)

    # The ticket

    @on(messages.TicketWanted)
    async def _take(self) -> None:
        visit = self.visit
        if visit is None or any(worker.group == "ticket" and worker.is_running for worker in self.workers):
            return
        if visit.ready():
            await self.deliver(visit)
        else:
            await self.show_visit()

    async def deliver(self, visit: Visit) -> None:
        """Send what was answered."""
        self._send(visit)

    @work(group="ticket", exit_on_error=False)
    async def _send(self, visit: Visit) -> None:
        outcome = await take(self.office, visit)
        if isinstance(outcome, Registration):
            await self._done(visit, outcome)
        elif isinstance(outcome, Stopped):
            await self._stopped(visit, outcome)
        elif visit is self.visit:
            await self.show_visit()

    async def _stopped(self, visit: Visit, why: Stopped) -> None:
        if visit is not self.visit:
            return
        page = self._page()
        if isinstance(page, ProblemPage) and page.why == why and why.kind == "away":
            page.send(False)
        else:
            await self.show(ProblemPage(visit, why, self.settings.languages, self.office.name))

    async def _done(self, visit: Visit, registration: Registration) -> None:
        if visit is self.visit:
            self.idle.touch()
            await self.show(TicketPage(visit, registration, self.settings.languages, self.settings))

    def _page(self) -> Screen[Any]:
        """The page, whatever dialog lies on it."""
        return self.screen_stack[min(1, len(self.screen_stack) - 1)]

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.idle.touch()
        if isinstance(event, events.Key) and isinstance(self.screen, StartPage | QuestionPage) and not self.too_small:
            await self._listen(event)
        else:
            await super().on_event(event)

    # A scanner types like a keyboard

    async def _listen(self, event: events.Key) -> None:
        character = "\r" if event.key == "enter" else event.character
        heard = self.scanner.key(event, character, event.time)
        for key in heard.keys:
            await super().on_event(key)
        if heard.code is not None:
            await self.scanned(read(heard.code))
        elif self.scanner.listening:
            self.set_timer(LULL, self._lull)

    async def _lull(self) -> None:
        """Let go of keys that were held back, when nothing followed them."""
        if monotonic() - self.scanner.last >= LULL:
            for key in self.scanner.give_up():
                await super().on_event(key)

    async def scanned(self, parameters: Mapping[str, str]) -> None:
        """Take over what a code said: into the form at hand, or into the next one."""
        if not parameters:
            return
        page = self.screen
        if self.visit is None:
            self.brought = dict(parameters)
            self.notify(self.words("kiosk-brought-start"))
        elif isinstance(page, QuestionPage):
            page.keep()
            count = self.visit.bring(parameters)
            if count:
                await self.show_visit()
            self.notify(self.words("kiosk-brought", count=count))

    # Nobody there any more

    async def _tick(self) -> None:
        """Once a second: the clock, and whether somebody is still there."""
        page = self._page()
        if isinstance(page, StartPage):
            page.tell_time()
            if self.idle.asking and (page.touched or self.brought or self.language != self.settings.language):
                await self.forget()
        elif isinstance(page, TicketPage):
            if self.idle.quiet >= self.settings.ticket_seconds:
                await self.forget()
        elif self.idle.over:
            await self.forget()
        else:
            await self._ask()

    async def _ask(self) -> None:
        dialog = self.screen
        if isinstance(dialog, StillThere):
            if self.idle.asking:
                dialog.count(self.idle.left)
            else:
                await self.pop_screen()
        elif self.idle.asking and not isinstance(dialog, LeaveDialog):
            await self.push_screen(StillThere(self.idle.left))
            self.bell()

    @on(messages.MoreTimeWanted)
    async def _more_time(self) -> None:
        self.idle.touch()
        if isinstance(self.screen, StillThere):
            await self.pop_screen()

    async def forget(self, language: str | None = None) -> None:
        """Back to the start, with nothing left of anybody: not on the screen, not in the clipboard, not in memory.

        Whoever goes back by hand keeps the ``language`` they chose.
        """
        self.workers.cancel_group(self, "ticket")
        self.visit = None
        self.brought = {}
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.clear_notifications()
        self.copy_to_clipboard("")
        self.office.speak(language or self.settings.language)
        self.set_language(language or self.settings.language)
        self.start_page.reset()
        # Textual keeps closed widgets that watched these until they change (textual#6666).
        for kept in (App.theme, App.title, App.sub_title):
            self.mutate_reactive(kept)
        self._news()

    # Staff

    def action_leave(self) -> None:
        """Leave the kiosk, after the PIN or one question."""
        if not isinstance(self.screen, LeaveDialog):
            self.push_screen(LeaveDialog(self.pin), self._left)

    def _left(self, go: bool | None) -> None:
        if go:
            self.exit(0)
