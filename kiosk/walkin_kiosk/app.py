"""The kiosk app: shows the page of the current session, requests its ticket, and erases it afterwards."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, TextArea
from textual.worker import Worker

from walkin.model.registration import Registration
from walkin.model.time import load_zone
from walkin.model.window_size import find_kiosk_size
from walkin.settings import KioskSettings
from walkin.settings.fields import HEADPHONES
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Question
from walkin_kiosk import messages
from walkin_kiosk.exit_pin import ExitPin, resolve_file
from walkin_kiosk.help_call import HelpCall
from walkin_kiosk.idle import IdleTimer
from walkin_kiosk.scanner import CODE_PREFIX, MAX_KEY_GAP_SECONDS, Scanner, ScanResult, parse_code
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import LeaveDialog, StartOverDialog, StillThereDialog
from walkin_kiosk.screens.page import WIDE_COLUMNS, WIDE_ROWS, Page, VisitorBar
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.service_catalog import RETRY_SECONDS, ServiceCatalog
from walkin_kiosk.session import KioskSession
from walkin_kiosk.submission import NeedsCorrection, SubmissionFailed, request_ticket

if TYPE_CHECKING:
    from walkin_kiosk.paper import TicketPrinter
    from walkin_kiosk.speech import KioskSpeech

SCAN_PAUSE_SECONDS = 1.2 * MAX_KEY_GAP_SECONDS
"""Seconds after which keys held back are taken as pressed by a person."""

DOUBLE_TAP_SECONDS = 0.5
"""Seconds in which a second tap at the same place is ignored if the first one changed the page."""

LATE_ENTER_SECONDS = 0.5
"""Seconds in which Enter is ignored after a choice that continued to the next page."""

MAX_WAITING_KEYS = 20
"""Limit of the queued keys without a character; a stuck key sends more, which are dropped."""

SCAN_CHARACTERS = {"enter": "\r", "ctrl+j": "\n", "tab": "\t"}
"""The keys without a printable character that scanners send."""

CONTRAST_THEME = "contrast"

CORNER_SECONDS = 5.0
"""Seconds of pressing the upper right corner after which the kiosk asks for the PIN."""

CORNER_SIZE = (8, 3)
"""Columns and rows of that corner."""


class KioskApp(WalkinApp, inherit_bindings=False):
    """The app for walk-in clients. It has at most one session at a time."""

    CSS_PATH = Path(__file__).with_name("kiosk.tcss")
    TITLE = "Walkin"
    IS_PUBLIC = True
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-normal"), (WIDE_COLUMNS, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (WIDE_ROWS, "-tall")]  # noqa: RUF012
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
        super().__init__(theme=settings.theme, language=settings.language, theme_folders=folders, bidi=settings.bidi)
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
        self._enter_ignored_until = 0.0
        self._last_tap = 0.0, 0, 0, 0
        """The time, the place, and the page of the last tap."""
        self._is_repeated_tap = False
        self.help_call = HelpCall(self.catalog)
        self.printer: TicketPrinter | None = None
        self.speech: KioskSpeech | None = None
        """Reads the screens aloud; None if the kiosk does not."""
        self.office_theme = self.theme
        self._corner_timer: Timer | None = None
        self.animation_level = "none"

    def get_default_screen(self) -> StartPage:
        return StartPage(self.catalog, self.settings.languages)

    @property
    def start_page(self) -> StartPage:
        """The page below all others."""
        page = self.screen_stack[0]
        assert isinstance(page, StartPage)  # noqa: S101
        return page

    def on_mount(self) -> None:
        # Through the message queue: the timer's task could change the page while a message handler does.
        self.set_interval(1.0, partial(self.call_later, self.check_inactivity))
        self.call_after_refresh(self._start_catalog)
        self.call_after_refresh(self._report_wrong_pins)
        if self.settings.printer:
            from walkin_kiosk.paper import TicketPrinter

            self.printer = TicketPrinter(self.settings, self.catalog)
            self.run_worker(self.printer.start(), group="printer", exit_on_error=False)
        if self.settings.read_aloud:
            self.call_after_refresh(self._load_speech)

    async def on_unmount(self) -> None:  # type: ignore[override]
        if self.printer is not None:
            await self.printer.aclose()
        if self.speech is not None:
            await self.speech.aclose()

    def _load_speech(self) -> None:
        """Create the speech. Its modules are imported only by kiosks with the setting ``read_aloud``."""
        from walkin_kiosk.speech import create_speech

        speech = create_speech(self, self.settings)
        if speech is not None:
            self.use_speech(speech)
            speech.prepare()
            if self.settings.headphones not in HEADPHONES:
                self.run_worker(speech.watch_headphones(), group="headphones", exit_on_error=False)

    def use_speech(self, speech: KioskSpeech) -> None:
        """Offer to read the screens aloud, by a button and in the key bar."""
        self.speech = speech
        self.add_class("-speaks")
        self.screen.refresh_bindings()

    @on(messages.ReadAloudRequested)
    def _toggle_speech(self) -> None:
        if self.speech is not None:
            self.speech.toggle()

    def show_reading(self) -> None:
        """Show whether the screens are read aloud."""
        for screen in self.screen_stack:
            for bar in screen.query(VisitorBar):
                bar.show_reading()
            screen.refresh_bindings()

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

    @property
    def min_size(self) -> tuple[int, int]:
        """Columns and rows below which a notice covers the screen; a portrait window may have fewer columns."""
        return find_kiosk_size(self._window_size.height if self._window_size is not None else 0)

    # The pages of a session

    async def show_page(self, page: Page) -> None:
        """Show a page above the start page, in place of the current one."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if len(self.screen_stack) == 2:
            await self.switch_screen(page)
        else:
            await self.push_screen(page)
        page.show_help(self.help_call.state)

    @on(messages.PageCompleted)
    async def _show_next_page(self, message: messages.PageCompleted) -> None:
        if message.is_chosen:
            self._enter_ignored_until = monotonic() + LATE_ENTER_SECONDS
        await self.show_session()

    async def show_session(self) -> None:
        if (session := self.session) is None:
            return
        page_type = QuestionPage if session.current_questions is not None else CheckPage
        if page_type is CheckPage:
            session.begin_review()
        await self.show_page(page_type(session, self.settings.languages, self.catalog.office_name))

    @on(messages.ServiceChosen)
    async def _begin_session(self, message: messages.ServiceChosen) -> None:
        if self.session is not None:
            return
        parameters = self.prefill | self.scanned_parameters
        self.session = self.catalog.begin_session(message.queue_id, self.language, parameters)
        if self.session is None:
            return
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
            await self.end_session(self.language, is_over=False)

    @on(messages.AnswerChangeRequested)
    async def _edit_answer(self, message: messages.AnswerChangeRequested) -> None:
        if self.session is not None:
            self.session.edit_answer(message.question_id, message.entry)
            await self.show_session()

    @on(messages.SessionEnded)
    async def _handle_session_ended(self) -> None:
        await self.end_session()

    @on(messages.StartOverRequested)
    async def _start_over(self) -> None:
        page = self.screen
        if isinstance(page, Page):
            page.save_answers()
        if self.session is not None and self.session.has_answers and not isinstance(page, TicketPage):
            await self.push_screen(StartOverDialog(), self._end_session_if)
        else:
            await self.end_session(is_over=False)

    async def _end_session_if(self, confirmed: bool | None) -> None:
        if confirmed:
            await self.end_session(is_over=False)

    # What every page offers

    @on(messages.HelpRequested)
    def _call_for_help(self) -> None:
        """Ring at the counters, with the service and the page; answers are not sent."""
        page = self._get_current_page()
        queue_id = self.session.queue.id if self.session is not None else None
        if self.help_call.state != "calling" and isinstance(page, Page):
            call = self.help_call.run(queue_id, page.HELP_PAGE, self._show_help)
            self.run_worker(call, group="help", exclusive=True, exit_on_error=False)

    def _show_help(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.show_help(self.help_call.state)

    @on(messages.AppearanceRequested)
    def _change_appearance(self) -> None:
        """Switch in turn: the office's theme, high contrast, and high contrast with larger parts if there is room."""
        has_contrast = self.theme == CONTRAST_THEME or CONTRAST_THEME not in self.available_themes
        if not has_contrast:
            self.theme = CONTRAST_THEME
        elif not self.has_class("-larger") and self.screen.has_class("-tall"):
            self._set_larger(True)
        else:
            self._reset_appearance()

    def _set_larger(self, is_larger: bool) -> None:
        self.set_class(is_larger, "-larger")
        for question in self.screen.query(Question):
            question.show_title()

    def _reset_appearance(self) -> None:
        self._set_larger(False)
        self.theme = self.office_theme

    @property
    def is_changed(self) -> bool:
        """Whether the start page differs from the one that the next client should find."""
        return (
            self.start_page.is_touched
            or bool(self.scanned_parameters)
            or self.language != self.settings.language
            or self.theme != self.office_theme
            or self.has_class("-larger")
            or self.help_call.state != "none"
            or self.is_spoken
            or len(self.screen_stack) > 1
        )

    @property
    def is_spoken(self) -> bool:
        """Whether the kiosk reads its screens aloud now."""
        return self.speech is not None and self.speech.is_on

    def set_idle_seconds(self, timeout: int, warning: int) -> None:
        """Set the idle times, at least those of the settings."""
        self.idle_timer.timeout_seconds = max(self.settings.idle_seconds, timeout)
        self.idle_timer.warning_seconds = max(self.settings.idle_warning_seconds, warning)

    @on(messages.LanguageChosen)
    def _switch_language(self, message: messages.LanguageChosen) -> None:
        if self.session is not None:
            self.session.language = message.code
        self.catalog.set_language(message.code)
        self.set_language(message.code)

    def notify(self, message: str, **_options: object) -> None:
        """Show a message in its line of the page: a toast would cover buttons."""
        self._get_current_page().show_notice(message)

    def clear_notifications(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.show_notice("")

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
        if session is None or isinstance(self._get_current_page(), TicketPage):
            return
        if any(worker.group == "ticket" and worker.is_running for worker in self.workers):
            return
        if session.validate():
            await self.submit_session(session)
        else:
            await self.show_session()

    async def submit_session(self, session: KioskSession) -> None:
        self.run_worker(self._submit_session(session), group="ticket", exit_on_error=False)

    async def _submit_session(self, session: KioskSession) -> None:
        outcome = await request_ticket(self.catalog, session)
        # Through the message queue: a worker that is cancelled while it changes the page would end the app.
        self.call_later(self._show_outcome, session, outcome)

    async def _show_outcome(
        self, session: KioskSession, outcome: Registration | SubmissionFailed | NeedsCorrection
    ) -> None:
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
            page = TicketPage(session, registration, self.settings.languages, self.settings)
            if self.is_spoken:
                page.close_seconds = max(page.close_seconds, int(self.idle_timer.timeout_seconds))
            await self.show_page(page)
            if self.printer is not None:
                self._print_ticket(page)

    @on(messages.CopyRequested)
    def _print_copy(self) -> None:
        page = self._get_current_page()
        if isinstance(page, TicketPage):
            self._print_ticket(page)

    def _print_ticket(self, page: TicketPage) -> None:
        """Print the ticket of a page, also when the client has left it meanwhile."""
        assert self.printer is not None  # noqa: S101
        queue, words = page.session.queue, self.words
        printing = self.printer.print(page.registration, queue, words, page.show_paper, is_copy=page.is_printed)
        self.run_worker(printing, group="printer", exit_on_error=False)

    def _get_current_page(self) -> Page:
        """The page below any dialog."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Page)), self.start_page)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.idle_timer.touch()
            self._note_input(event)
        is_press = isinstance(event, events.MouseDown | events.MouseUp) and not event.is_forwarded
        if is_press and self._repeats_tap(event):
            return
        if is_press and self.speech is not None:
            self.speech.hush()
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._take_key(event)
        else:
            await super().on_event(event)

    def on_descendant_focus(self) -> None:
        """Read the focused widget aloud before it is drawn."""
        if self.speech is not None:
            self.speech.look()

    async def _take_key(self, event: events.Key) -> None:
        # A late Enter does nothing: whoever listens hears the page to its end.
        if self.speech is not None and not self._is_late_enter(event) and self.speech.take_key(event):
            return
        if self.is_too_small:
            await super().on_event(event)
        else:
            await self._feed_scanner(event)

    def _repeats_tap(self, event: events.Event) -> bool:
        """Whether a press or release is of a double tap whose first tap has changed the page."""
        if isinstance(event, events.MouseDown):
            moment, x, y, screen = self._last_tap
            is_near = abs(event.x - x) <= 2 and abs(event.y - y) <= 1
            self._is_repeated_tap = event.time - moment < DOUBLE_TAP_SECONDS and is_near and screen != id(self.screen)
            if not self._is_repeated_tap:
                self._last_tap = event.time, event.x, event.y, id(self.screen)
        return self._is_repeated_tap

    def _note_input(self, event: events.Event) -> None:
        """Hide the key bar after a touch until the next key; ask for the PIN once the corner was held."""
        if isinstance(event, events.MouseDown | events.Key):
            self.is_touch = isinstance(event, events.MouseDown)
            self.set_class(self.is_touch, "-touch")
        is_in_corner = isinstance(event, events.MouseEvent) and self._is_corner(event.screen_x, event.screen_y)
        if isinstance(event, events.MouseDown) and is_in_corner:
            self._corner_timer = self.set_timer(CORNER_SECONDS, self.action_leave)
        elif self._corner_timer is not None and not (isinstance(event, events.MouseMove) and is_in_corner):
            self._corner_timer.stop()
            self._corner_timer = None

    def _is_corner(self, x: float, y: float) -> bool:
        columns, rows = CORNER_SIZE
        return x >= self.size.width - columns and y < rows

    # The scanner

    async def _feed_scanner(self, event: events.Key) -> None:
        character = SCAN_CHARACTERS.get(event.key) or (event.character if event.is_printable else None)
        if isinstance(self.screen.focused, TextArea) and character in ("\r", "\n"):
            # A line break in a text of several lines leaves nothing.
            character = " "
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
        elif result.is_foreign or result.is_typed:
            self.clear_notifications()
            self.notify(self.words("kiosk-code-foreign" if result.is_foreign else "kiosk-code-typed"))
        for key in result.keys:
            waiting = sum(not waiting_key.is_printable for waiting_key in self._released_keys)
            if key.is_printable or waiting < MAX_WAITING_KEYS:
                self._released_keys.append(key)
        if not self._is_releasing:
            await self._release_next_key()

    async def _release_next_key(self) -> None:
        """Let the next key through; the one behind it follows when the page has had time to change.

        The characters of a text change no page, and follow one another at once.
        """
        self._is_releasing = False
        while self._released_keys:
            key = self._released_keys.popleft()
            is_late = self._is_late_enter(key)
            self._enter_ignored_until = 0.0
            if is_late:
                continue
            is_text = key.is_printable and self._is_typing
            await super().on_event(key)
            if not is_text:
                break
        if self._released_keys:
            self._is_releasing = True
            self.set_timer(MAX_KEY_GAP_SECONDS, lambda: self.call_later(self._release_next_key))

    def _is_late_enter(self, event: events.Key) -> bool:
        return event.key == "enter" and event.time < self._enter_ignored_until

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
        if self.speech is not None and self.speech.is_speaking and not isinstance(self.screen, StillThereDialog):
            # Whoever listens is not idle.
            self.idle_timer.touch()
        if isinstance(page, StartPage):
            page.update_clock()
            if self.idle_timer.is_warning_due and self.is_changed:
                await self.end_session()
        elif isinstance(page, TicketPage):
            if self.idle_timer.idle_seconds >= page.close_seconds:
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

    async def end_session(self, language: str | None = None, *, is_over: bool = True) -> None:
        """Go to the start page and erase the session from screen, clipboard and memory.

        The kiosk returns to its own language unless ``language`` is given. It goes on reading aloud unless ``is_over``:
        the same client begins anew.
        """
        if self.speech is not None and is_over:
            self.speech.end()
        self.workers.cancel_group(self, "ticket")
        self.workers.cancel_group(self, "help")
        self.help_call.state = "none"
        self.session = None
        self.scanned_parameters = {}
        self.is_touch = False
        self.forget_input()
        self.scanner.forget()
        self._released_keys.clear()
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.clear_notifications()
        self.copy_to_clipboard("")
        self.catalog.set_language(language or self.settings.language)
        self.set_language(language or self.settings.language)
        self._reset_appearance()
        self._show_help()
        self.start_page.reset()
        # Textual keeps removed widgets that watch these until the next change (textual#6666).
        for watched in (App.theme, App.title, App.sub_title):
            self.mutate_reactive(watched)
        self._refresh_start_page()

    # Staff

    def action_leave(self) -> None:
        if not isinstance(self.screen, LeaveDialog):
            self.push_screen(LeaveDialog(self.exit_pin), self._finish_leaving)

    @on(messages.WrongPinEntered)
    def _handle_wrong_pin(self) -> None:
        self._report_wrong_pins()

    @work(group="alert", exclusive=True, exit_on_error=False)
    async def _report_wrong_pins(self) -> None:
        await self.catalog.report_wrong_pins(self.exit_pin)

    def _finish_leaving(self, confirmed: bool | None) -> None:
        if confirmed:
            self.exit(0)
