"""The kiosk app: shows the page of the current session, requests its ticket, and erases it afterwards."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea
from textual.worker import Worker

from walkin.model.country import find_country
from walkin.model.registration import Registration
from walkin.model.time import load_zone
from walkin.settings import KioskSettings
from walkin.ui.app import WalkinApp
from walkin_kiosk import messages
from walkin_kiosk.exit_pin import ExitPin, resolve_file
from walkin_kiosk.idle import IdleTimer
from walkin_kiosk.scanner import CODE_PREFIX, MAX_KEY_GAP_SECONDS, Scanner, ScanResult, parse_code
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import LeaveDialog, StillThereDialog
from walkin_kiosk.screens.page import Page
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.service_catalog import RETRY_SECONDS, ServiceCatalog
from walkin_kiosk.session import KioskSession
from walkin_kiosk.submission import SubmissionFailed, request_ticket

SCAN_PAUSE_SECONDS = 1.2 * MAX_KEY_GAP_SECONDS
"""Seconds after which keys held back are taken as pressed by a person."""

SCAN_CHARACTERS = {"enter": "\r", "ctrl+j": "\n", "tab": "\t"}
"""The keys without a printable character that scanners send."""


class KioskApp(WalkinApp, inherit_bindings=False):
    """The app for walk-in clients. It has at most one session at a time."""

    CSS_PATH = Path(__file__).with_name("kiosk.tcss")
    TITLE = "Walkin"
    IS_PUBLIC = True
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-normal"), (104, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (32, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", show=False, priority=True)]

    def __init__(
        self,
        settings: KioskSettings,
        clock: Callable[[], float] = monotonic,
        *,
        prefill: Mapping[str, str] | None = None,
        scan_prefix: str = CODE_PREFIX,
    ) -> None:
        """``prefill`` answers questions by their externalId in every session. Scanned codes begin with
        ``scan_prefix``; an empty one disables the scanner."""
        folders = [settings.themes] if settings.themes else []
        super().__init__(theme=settings.theme, language=settings.language, theme_folders=folders)
        self.settings = settings
        self.catalog = ServiceCatalog(settings, self.language)
        self.session: KioskSession | None = None
        self.idle_timer = IdleTimer(settings.idle_seconds, settings.idle_warning_seconds, clock)
        self.exit_pin = ExitPin(settings.exit_pin, clock, file=resolve_file(settings) if settings.exit_pin else None)
        self.prefill = dict(prefill or {})
        self.scanned_parameters: dict[str, str] = {}
        """The parameters of a code that was scanned before a service was chosen."""
        self.scanner = Scanner[events.Key](scan_prefix)
        self._burst_timer: Timer | None = None
        self._released_keys: deque[events.Key] = deque()
        self._is_releasing = False
        self.animation_level = "none"

    def get_default_screen(self) -> StartPage:
        return StartPage(self.catalog, self.settings.languages, self.settings.idle_seconds)

    @property
    def start_page(self) -> StartPage:
        """The page below all others."""
        page = self.screen_stack[0]
        assert isinstance(page, StartPage)  # noqa: S101
        return page

    def on_mount(self) -> None:
        self.set_interval(1.0, self.check_inactivity)
        self.call_after_refresh(self._start_catalog)

    def _start_catalog(self) -> None:
        run = self.catalog.run(self._refresh_start_page)
        self.run_worker(run, group="office", exclusive=True, exit_on_error=False)

    def handle_worker_failure(self, worker: Worker[object]) -> None:
        """Recover from a bug in a worker: show the problem page, or connect anew."""
        super().handle_worker_failure(worker)
        if worker.group == "ticket" and self.session is not None:
            self.call_later(self.show_failure, self.session, SubmissionFailed("away"))
        elif worker.group == "office":
            self.catalog.mark_offline()
            self._refresh_start_page()
            self.set_timer(RETRY_SECONDS, self._start_catalog)

    def recover(self) -> bool:
        """End the session: what it shows may be wrong."""
        self.call_later(self._start_anew)
        return True

    async def _start_anew(self) -> None:
        await self.end_session()
        await self.start_page.rebuild()

    def _refresh_start_page(self) -> None:
        if self.start_page.is_running:
            # Queued on the page, which may just be recomposing in another language.
            self.start_page.call_later(self.start_page.refresh_services)

    # The pages of a session

    async def show_page(self, page: Page) -> None:
        """Show a page above the start page, in place of the current one."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if len(self.screen_stack) == 2:
            await self.switch_screen(page)
        else:
            await self.push_screen(page)

    @on(messages.PageCompleted)
    async def show_session(self) -> None:
        if (session := self.session) is None:
            return
        page_type = QuestionPage if session.current_questions is not None else CheckPage
        if page_type is CheckPage:
            session.begin_review()
        await self.show_page(page_type(session, self.settings.languages, self.catalog.office_name))

    @on(messages.ServiceChosen)
    async def _begin_session(self, message: messages.ServiceChosen) -> None:
        queue = self.catalog.find_queue(message.queue_id)
        if self.session is not None or queue is None or queue.status != "open" or not self.catalog.connected:
            return
        self.session = KioskSession(queue, self.language, find_country(queue.time_zone))
        self.session.prefill(self.prefill | self.scanned_parameters)
        self.scanned_parameters = {}
        await self.show_session()

    @on(messages.BackRequested)
    async def _go_back(self) -> None:
        self.workers.cancel_group(self, "ticket")
        if self.session is None:
            return
        if isinstance(self.screen, ProblemPage) or self.session.go_back():
            await self.show_session()
        else:
            await self.end_session(self.language)

    @on(messages.AnswerChangeRequested)
    async def _edit_answer(self, message: messages.AnswerChangeRequested) -> None:
        if self.session is not None:
            self.session.edit_answer(message.question_id)
            await self.show_session()

    @on(messages.SessionEnded)
    async def _handle_session_ended(self) -> None:
        await self.end_session()

    @on(messages.LanguageChosen)
    def _switch_language(self, message: messages.LanguageChosen) -> None:
        if self.session is not None:
            self.session.language = message.code
        self.catalog.set_language(message.code)
        self.set_language(message.code)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: the next client could paste it."""
        super().copy_to_clipboard("")

    def get_office_time(self) -> datetime:
        """The time at the office; this machine's until the server has replied."""
        now = self.catalog.now() or datetime.now().astimezone()
        return now.astimezone(load_zone(self.session.queue.time_zone)) if self.session is not None else now

    @property
    def upload_by_phone(self) -> bool:
        """Whether tickets have a public page, where files can be uploaded."""
        return bool(self.settings.public_url)

    # The ticket

    @on(messages.TicketRequested)
    async def _handle_ticket_requested(self) -> None:
        session = self.session
        if session is None or any(worker.group == "ticket" and worker.is_running for worker in self.workers):
            return
        if session.validate():
            await self.submit_session(session)
        else:
            await self.show_session()

    async def submit_session(self, session: KioskSession) -> None:
        self.run_worker(self._submit_session(session), group="ticket", exit_on_error=False)

    async def _submit_session(self, session: KioskSession) -> None:
        outcome = await request_ticket(self.catalog, session)
        if isinstance(outcome, Registration):
            await self.show_ticket(session, outcome)
        elif isinstance(outcome, SubmissionFailed):
            await self.show_failure(session, outcome)
        elif session is self.session:
            await self.show_session()

    async def show_failure(self, session: KioskSession, failure: SubmissionFailed) -> None:
        """Show why there is no ticket, unless the session has ended."""
        if session is not self.session:
            return
        page = self._get_current_page()
        if isinstance(page, ProblemPage) and page.failure == failure and failure.kind == "away":
            page.show_sending(False)
        else:
            await self.show_page(ProblemPage(session, failure, self.settings.languages, self.catalog.office_name))

    async def show_ticket(self, session: KioskSession, registration: Registration) -> None:
        """Show the ticket, unless the session has ended."""
        if session is self.session:
            self.idle_timer.touch()
            await self.show_page(TicketPage(session, registration, self.settings.languages, self.settings))

    def _get_current_page(self) -> Screen[object]:
        """The page below any dialog."""
        return self.screen_stack[min(1, len(self.screen_stack) - 1)]

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.idle_timer.touch()
        if isinstance(event, events.Key) and not event.is_forwarded and not self.is_too_small:
            await self._feed_scanner(event)
        else:
            await super().on_event(event)

    # The scanner

    async def _feed_scanner(self, event: events.Key) -> None:
        character = SCAN_CHARACTERS.get(event.key) or (event.character if event.is_printable else None)
        await self._apply_scan_result(self.scanner.feed(event, character, event.time, is_typing=self._is_typing))
        if self._burst_timer is not None:
            self._burst_timer.stop()
        if self.scanner.is_holding_keys:
            # By the queue, behind keys that have arrived already.
            self._burst_timer = self.set_timer(SCAN_PAUSE_SECONDS, lambda: self.call_later(self._end_burst))

    @property
    def _is_typing(self) -> bool:
        """Whether a text entry gets the keys."""
        return isinstance(self.screen.focused, Input | TextArea)

    async def _end_burst(self) -> None:
        if monotonic() - self.scanner.last_key_at > MAX_KEY_GAP_SECONDS:
            await self._apply_scan_result(self.scanner.end_burst())

    async def _apply_scan_result(self, result: ScanResult[events.Key]) -> None:
        if result.code is not None:
            await self.apply_scan(parse_code(result.code))
        elif result.is_foreign:
            self.clear_notifications()
            self.notify(self.words("kiosk-code-foreign"))
        self._released_keys += result.keys
        if not self._is_releasing:
            await self._release_next_key()

    async def _release_next_key(self) -> None:
        """Let the next key through; the one behind it follows when the page has had time to change.

        The characters of a text change no page, and follow one another at once.
        """
        self._is_releasing = False
        while self._released_keys:
            key = self._released_keys.popleft()
            is_text = key.is_printable and self._is_typing
            await super().on_event(key)
            if not is_text:
                break
        if self._released_keys:
            self._is_releasing = True
            self.set_timer(MAX_KEY_GAP_SECONDS, lambda: self.call_later(self._release_next_key))

    async def apply_scan(self, parameters: Mapping[str, str]) -> None:
        """Prefill the current session with a code's parameters, or keep them for the next one."""
        if not parameters:
            return
        page = self.screen
        if self.session is None:
            self.scanned_parameters = dict(parameters)
            self.notify(self.words("kiosk-brought-start"))
        elif isinstance(page, QuestionPage):
            page.save_answers()
            count = self.session.prefill(parameters)
            if count:
                await self.show_session()
            self.notify(self.words("kiosk-brought", count=count))

    # Inactivity

    async def check_inactivity(self) -> None:
        """Once a second: update the clock, and warn about or end an idle session."""
        page = self._get_current_page()
        if isinstance(page, StartPage):
            page.update_clock()
            if self.idle_timer.is_warning_due and (
                page.is_touched or self.scanned_parameters or self.language != self.settings.language
            ):
                await self.end_session()
        elif isinstance(page, TicketPage):
            if self.idle_timer.idle_seconds >= self.settings.ticket_seconds:
                await self.end_session()
        elif self.idle_timer.is_expired:
            await self.end_session()
        else:
            await self._update_idle_warning()

    async def _update_idle_warning(self) -> None:
        dialog = self.screen
        if isinstance(dialog, StillThereDialog):
            if self.idle_timer.is_warning_due:
                dialog.show_seconds_left(self.idle_timer.seconds_left)
            else:
                await self.pop_screen()
        elif self.idle_timer.is_warning_due and not isinstance(dialog, LeaveDialog):
            await self.push_screen(StillThereDialog(self.idle_timer.seconds_left))
            self.bell()

    @on(messages.MoreTimeRequested)
    async def _grant_more_time(self) -> None:
        self.idle_timer.touch()
        if isinstance(self.screen, StillThereDialog):
            await self.pop_screen()

    async def end_session(self, language: str | None = None) -> None:
        """Go to the start page and erase the session from screen, clipboard and memory.

        The kiosk returns to its own language unless ``language`` is given.
        """
        self.workers.cancel_group(self, "ticket")
        self.session = None
        self.scanned_parameters = {}
        self.forget_input()
        self.scanner.forget()
        self._released_keys.clear()
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.clear_notifications()
        self.copy_to_clipboard("")
        self.catalog.set_language(language or self.settings.language)
        self.set_language(language or self.settings.language)
        self.start_page.reset()
        # Textual keeps removed widgets that watch these until the next change (textual#6666).
        for watched in (App.theme, App.title, App.sub_title):
            self.mutate_reactive(watched)
        self._refresh_start_page()

    # Staff

    def action_leave(self) -> None:
        if not isinstance(self.screen, LeaveDialog):
            self.push_screen(LeaveDialog(self.exit_pin), self._finish_leaving)

    def _finish_leaving(self, confirmed: bool | None) -> None:
        if confirmed:
            self.exit(0)
