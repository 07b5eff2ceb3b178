"""The kiosk one line at a time, for a braille line, a screen reader or a teletype: ``walkin kiosk --linear``."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from walkin.languages import Words, name_languages
from walkin.languages.wait import describe_load, describe_ticket_wait
from walkin.model.alert import AlertPage
from walkin.model.errors import FieldProblem
from walkin.model.form.definition import FormItem
from walkin.model.registration import Registration
from walkin.model.time import load_zone
from walkin.printing.ticket import get_code_text
from walkin.settings import KioskSettings
from walkin.ui.error_log import log_error, run_repeatedly
from walkin.ui.lines.form import (
    CLEAR,
    MORE,
    AskAgain,
    LineChoice,
    LineForm,
    LineProgram,
    StepBack,
    choose,
    number_choices,
)
from walkin.ui.lines.terminal import EndOfInput, LineTerminal
from walkin_kiosk.checked_answers import list_answers
from walkin_kiosk.exit_pin import ExitPin, resolve_file
from walkin_kiosk.help_call import HelpCall
from walkin_kiosk.idle import IdleTimer
from walkin_kiosk.scanner import find_code, parse_code
from walkin_kiosk.service_catalog import RETRY_SECONDS, ServiceCatalog
from walkin_kiosk.session import KioskSession
from walkin_kiosk.submission import SubmissionFailed, request_ticket

if TYPE_CHECKING:
    from walkin_kiosk.paper import PaperState, TicketPrinter


class Sign(StrEnum):
    """What stands alone on a line, and does the same everywhere. Typed twice it is an answer."""

    BACK = "<"
    AGAIN = "="
    HELP = "?"
    STAFF = "!"
    OVER = "*"
    LANGUAGE = "@"
    LEAVE = "#"


SIGNS = frozenset({*Sign, CLEAR, MORE})

IDLE_FACTOR = 3
"""How many times longer than at a screen the kiosk waits: what is typed is seen only with the end of its line."""

TICK_SECONDS = 0.5
"""Seconds between two looks at the clock and at the services while a line is awaited."""

CODE_END_SECONDS = 0.5
"""Seconds after a code in which an empty line is ignored: scanners may end a code with CR and LF."""

KEPT_SECONDS = 600
"""Seconds for which a ticket stays that the client chose to keep."""

SUBMIT_SECONDS = 5.0
"""Seconds between two tries to get the ticket while the server is away."""

MAX_NAMED_LANGUAGES = 3
"""Languages that the first page names."""


class VisitEnded(Exception):
    """The client is done, or gone: the next one begins with nothing of this visit."""


class KioskLeft(Exception):
    """Staff end the program."""


class SessionQuestions:
    """The questions of the session's current screen, for `LineForm`."""

    def __init__(self, session: KioskSession) -> None:
        self._session = session

    def list_items(self) -> Sequence[FormItem]:
        return [self._session.translate(item) for item in self._session.current_questions or ()]

    def get_answer(self, question_id: str) -> FormItem | None:
        return self._session.answers.get(question_id)

    def set_answer(self, answer: FormItem) -> None:
        self._session.set_answer(answer)

    def find_problems(self, question_id: str) -> Sequence[FieldProblem]:
        return self._session.asked.validate({question_id}).problems


class LineKiosk(LineProgram):
    """Serves one client after the other: the service, its questions, a last look, and the ticket."""

    def __init__(
        self,
        settings: KioskSettings,
        terminal: LineTerminal,
        *,
        prefill: Mapping[str, str] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(terminal)
        self.settings = settings
        self.words = Words(settings.language)
        self.catalog = ServiceCatalog(settings, settings.language)
        self.session: KioskSession | None = None
        self._prefill = dict(prefill or {})
        self._clock, self._code_read_at = clock, -CODE_END_SECONDS
        self._scanned: dict[str, str] = {}
        """The parameters of a code that was read before a service was chosen."""
        self._exit_pin = ExitPin(settings.exit_pin, clock, file=resolve_file(settings) if settings.exit_pin else None)
        idle, warning = settings.idle_seconds * IDLE_FACTOR, settings.idle_warning_seconds * IDLE_FACTOR
        self._idle = IdleTimer(idle, warning, clock)
        self._has_warned = False
        self._close_seconds = 0.0
        """Seconds after which the ticket's page ends; 0 on other pages."""
        self._page: AlertPage = "start"
        self._shown_state: tuple[object, ...] = ()
        """What the start page said of the office: it is said again when this changes."""
        self._has_office = asyncio.Event()
        """Set once the server has replied, or could not be reached."""
        self._help_call = HelpCall(self.catalog)
        self._help_task: asyncio.Task[None] | None = None
        self._printer: TicketPrinter | None = None
        self._actions: Mapping[str, Callable[[], Awaitable[None]]] = {
            Sign.AGAIN: self._say_again,
            Sign.HELP: self._say_signs,
            Sign.STAFF: self._call_for_help,
            Sign.OVER: self._start_over,
            Sign.LANGUAGE: self._choose_language,
            Sign.LEAVE: self._leave,
        }
        self._form = LineForm(self, by_phone=bool(settings.public_url), get_today=self._get_today)
        self._form.describe_head = self._describe_head

    async def run(self) -> int:
        """Serve clients until staff leave or the input ends. Returns an exit code."""
        run_catalog = partial(self.catalog.run, self._has_office.set)
        self.start_task(run_repeatedly("kiosk: the services", run_catalog, RETRY_SECONDS))
        self.start_task(self.catalog.report_wrong_pins(self._exit_pin))
        if self.settings.printer:
            from walkin_kiosk.paper import TicketPrinter

            self._printer = TicketPrinter(self.settings, self.catalog)
            self.start_task(self._printer.start())
        try:
            with self.terminal.open():
                await self._serve_clients()
        except (KioskLeft, EndOfInput):
            return 0
        finally:
            await self.cancel_tasks()
            if self._printer is not None:
                await self._printer.aclose()
        return 0

    async def _serve_clients(self) -> None:
        while True:
            try:
                await self._serve()
            except VisitEnded:
                pass
            except (EndOfInput, KioskLeft):
                raise
            except Exception as error:  # noqa: BLE001 - nobody attends the kiosk
                log_error("kiosk stopped a visit", error)
                self.say(self.words("app-mistake-no-file"))
                await asyncio.sleep(RETRY_SECONDS)
            self._end_visit()

    def _end_visit(self) -> None:
        """Forget the client: answers, language, call for help, and what is on the screen."""
        if self._help_task is not None:
            self._help_task.cancel()
        self._help_call.state = "none"
        self.session, self._scanned, self._close_seconds = None, {}, 0.0
        self._set_language(self.settings.language)
        self._form.show_problems(())
        self._form.open_entry = ""
        self.terminal.clear()
        self._touch()

    async def _serve(self) -> None:
        """One visit."""
        while self.session is None:
            with contextlib.suppress(AskAgain, StepBack):
                await self._choose_service()
        while True:
            try:
                if self.session.current_questions is not None:
                    await self._ask_questions(self.session)
                else:
                    await self._check(self.session)
            except AskAgain:
                continue
            except StepBack:
                if not self.session.go_back():
                    raise VisitEnded from None

    # Asking, for the form too

    async def ask(self, describe: Callable[[], None], *, secret: bool = False) -> str:
        while True:
            describe()
            self._shown_state = self._get_state()
            line = await self._read(secret=secret)
            if line is None:
                continue
            if line == Sign.BACK:
                raise StepBack
            if line in self._actions:
                await self._actions[line]()
            elif (code := find_code(line, self.settings.scan_prefix)) is not None:
                self._apply_code(code)
            else:
                is_doubled = len(line) == 2 and line[0] == line[1] and line[0] in SIGNS
                return line[0] if is_doubled else line

    async def read_line(self) -> str:
        while True:
            line = await self._read()
            if line is not None and (code := find_code(line, self.settings.scan_prefix)) is not None:
                with contextlib.suppress(AskAgain):
                    self._apply_code(code)
            elif line is not None:
                return line

    async def _read(self, *, secret: bool = False) -> str | None:
        """The next typed line; None if what was asked has to be said again. Ends the visit of an idle client."""
        while True:
            line = await self.terminal.read(TICK_SECONDS, secret=secret)
            if line == "" and self._clock() - self._code_read_at < CODE_END_SECONDS:
                continue
            if line is not None:
                had_warned = self._has_warned
                self._touch()
                return None if had_warned and not line else line
            self._check_idle()
            if self.session is None and self._get_state() != self._shown_state:
                return None

    def _touch(self) -> None:
        self._idle.touch()
        self._has_warned = False

    def _check_idle(self) -> None:
        """Warn an idle client, and end the visit if nobody answers."""
        if self._close_seconds:
            if self._idle.idle_seconds >= self._close_seconds:
                raise VisitEnded
        elif self.session is None:
            is_changed = self.words.language != self.settings.language or bool(self._scanned)
            if self._idle.is_warning_due and (is_changed or self._help_call.state != "none"):
                raise VisitEnded
        elif self._idle.is_expired:
            raise VisitEnded
        elif self._idle.is_warning_due and not self._has_warned:
            self._has_warned = True
            enter = self.words("app-keyname-enter")
            self.say(
                self.words("kiosk-still-title"),
                self.words("kiosk-still-text", count=self._idle.seconds_left),
                f"{enter}: {self.words('kiosk-still-more')}",
            )

    # What can be typed everywhere

    async def _say_again(self) -> None:
        """Do nothing: `ask` repeats its question after each action."""

    async def _say_signs(self) -> None:
        words = self.words
        signs = {
            words("app-keyname-enter"): "kiosk-continue",
            Sign.BACK: "app-back",
            Sign.AGAIN: "kiosk-line-again",
            CLEAR: "field-clear",
            Sign.STAFF: "kiosk-help",
            Sign.OVER: "kiosk-start-over",
            Sign.LANGUAGE: "app-language",
            Sign.HELP: "kiosk-line-signs",
        }
        self.say(*(f"{sign}: {words(key)}" for sign, key in signs.items()), indent="  ")

    async def _call_for_help(self) -> None:
        """Ring at the counters, with the service and the page; answers are not sent."""
        if self._help_call.state != "calling":
            queue_id = self.session.queue.id if self.session is not None else None
            if self._help_task is not None:
                self._help_task.cancel()
            self._help_task = self.start_task(self._help_call.run(queue_id, self._page, self._say_help))

    def _say_help(self) -> None:
        if self._help_call.state != "none":
            self.say(self.words(f"kiosk-help-{self._help_call.state}"))

    async def _start_over(self) -> None:
        if self.session is None or self._close_seconds or not self.session.has_answers:
            raise VisitEnded
        choices = {"over": self.words("kiosk-start-over"), "stay": self.words("kiosk-over-stay")}

        def describe() -> None:
            self.say(self.words("kiosk-over-title"), self.words("kiosk-over-text"))

        with contextlib.suppress(StepBack):
            if await choose(self, number_choices(choices), describe) == "over":
                raise VisitEnded

    async def _choose_language(self) -> None:
        names = name_languages(self.settings.languages)
        with contextlib.suppress(StepBack):
            code = await choose(self, number_choices(names), lambda: self.say(self.words("app-language")))
            self._set_language(code)
            raise AskAgain

    def _set_language(self, code: str) -> None:
        self.words = Words(code)
        self.catalog.set_language(code)
        if self.session is not None:
            self.session.language = code

    async def _leave(self) -> None:
        """Ask staff for the PIN if one is set, else for a confirmation."""
        words = self.words

        def describe() -> None:
            pin = words("kiosk-leave-pin") if self._exit_pin.is_required else ""
            self.say(words("kiosk-leave-title"), self._exit_pin.describe_tries(words), pin)

        with contextlib.suppress(StepBack):
            if self._exit_pin.is_required:
                typed = await self.ask(describe, secret=True)
                if not typed:
                    return
            else:
                choices = {"go": words("kiosk-leave-go"), "stay": words("kiosk-leave-stay")}
                typed = ""
                if await choose(self, number_choices(choices), describe) == "stay":
                    return
            if self._exit_pin.verify(typed):
                raise KioskLeft
            self.start_task(self.catalog.report_wrong_pins(self._exit_pin))
            self.say(self._exit_pin.describe_refusal(words))

    def _apply_code(self, code: str) -> None:
        """Prefill the session with a scanned or typed code, or keep it until a service was chosen."""
        self._code_read_at = self._clock()
        parameters = parse_code(code)
        if not parameters:
            self.say(self.words("kiosk-code-foreign"))
        elif self.session is None:
            self._scanned = parameters
            self.say(self.words("kiosk-brought-start"))
        elif not self._close_seconds:
            count = self.session.prefill(parameters)
            self.say(self.words("kiosk-brought", count=count))
            if count:
                raise AskAgain

    # The pages

    def _get_state(self) -> tuple[object, ...]:
        """What the start page says of the office, without the waits, which change all the time."""
        catalog = self.catalog
        services = [(queue.id, queue.name, queue.status, catalog.can_take(queue)) for queue in catalog.queues]
        return catalog.connected, catalog.problem, catalog.minutes_offline is None, services

    def _describe_start(self) -> None:
        words, catalog = self.words, self.catalog
        now, trouble = catalog.now(), catalog.describe_trouble(words)
        self.say(catalog.office_name, catalog.describe_state(words, now) if now is not None else "", trouble)
        if catalog.is_open and (catalog.connected or catalog.is_offline):
            self.say(catalog.get_welcome(words))

    def _describe_start_signs(self) -> None:
        names = [name for code, name in name_languages(self.settings.languages).items() if code != self.words.language]
        if names:
            more = " …" if len(names) > MAX_NAMED_LANGUAGES else ""
            self.say(f"{Sign.LANGUAGE}: {', '.join(names[:MAX_NAMED_LANGUAGES])}{more}", indent="  ")
        self.say(
            f"{Sign.STAFF}: {self.words('kiosk-help')}", f"{Sign.HELP}: {self.words('kiosk-line-signs')}", indent="  "
        )

    async def _wait_for_office(self) -> None:
        """Wait for the first reply of the server, or for its absence."""
        if not self.catalog.connected and self.catalog.minutes_offline is None:
            self.say(self.words("app-loading"))
        await self._has_office.wait()

    async def _choose_service(self) -> None:
        self._page = "start"
        await self._wait_for_office()
        words = self.words
        choices = []
        for number, queue in enumerate(self.catalog.queues, 1):
            translated = queue.translate(words.language)
            description = translated.welcome_message.strip().partition("\n")[0]
            detail = "\n".join(filter(None, [description, *self.catalog.list_load(queue, words)]))
            is_disabled = queue.status != "open" or not self.catalog.can_take(queue)
            choices.append(LineChoice(queue.id, translated.name, number, detail, disabled=is_disabled))

        def describe() -> None:
            if self._get_state() != state:
                raise AskAgain
            self._describe_start()

        state = self._get_state()
        queue_id = await choose(self, choices, describe, describe_end=self._describe_start_signs)
        self.session = self.catalog.begin_session(queue_id, words.language, self._prefill | self._scanned)
        self._scanned = {}

    def _describe_head(self) -> None:
        """Where the client is in the form."""
        if self.session is not None and (questions := self.session.current_questions):
            self.say(self.session.describe_progress(self.words), self.session.translate(questions[0]).section or "")

    async def _ask_questions(self, session: KioskSession) -> None:
        self._page = "question"
        if (entry := session.focused_entry) and session.focus:
            self._form.open_entry, session.focused_entry = entry, ""
        shown = self._list_shown_problems(session)
        self._form.show_problems(shown)
        session.problems = {p.id: p for p in session.problems.values() if p not in shown}
        await self._form.ask_all(SessionQuestions(session))
        if session.current_questions is not None:
            session.advance()

    def _list_shown_problems(self, session: KioskSession) -> list[FieldProblem]:
        """The problems of the last check that belong to the questions of the current screen."""
        ids = {item.id for item in session.current_questions or ()}
        return [p for p in session.problems.values() if session.find_question_id(p.id) in ids]

    async def _check(self, session: KioskSession) -> None:
        """Show all answers: a number changes one, an empty line takes the ticket."""
        self._page = "check"
        session.begin_review()
        words, queue = self.words, session.localized_queue
        answers = list_answers(session, words)
        choices = [
            LineChoice(
                str(index),
                checked.question.title or checked.question.id,
                index + 1,
                checked.short_text or words("kiosk-not-provided"),
            )
            for index, checked in enumerate(answers)
        ]

        def describe() -> None:
            if answers:
                self.say(words("kiosk-check-title"))
            else:
                self.say(queue.name, describe_load(words, session.queue), queue.welcome_message)

        def describe_end() -> None:
            self.say(f"{words('app-keyname-enter')}: {words('kiosk-take')}")

        chosen = await choose(self, choices, describe, may_skip=True, at_once=len(choices), describe_end=describe_end)
        if chosen:
            checked = answers[int(chosen)]
            session.edit_answer(checked.question_id, checked.entry)
        elif session.validate():
            self.say(words("app-loading"))
            with contextlib.suppress(StepBack):
                await self._take_ticket(session)

    async def _take_ticket(self, session: KioskSession) -> None:
        failure: SubmissionFailed | None = None
        while True:
            self._page = "problem" if failure is not None else "check"
            outcome = await request_ticket(self.catalog, session)
            if isinstance(outcome, Registration):
                await self._show_ticket(session, outcome)
                raise VisitEnded
            if not isinstance(outcome, SubmissionFailed):
                return
            if outcome != failure:
                failure = outcome
                self._say_failure(failure)
            if failure.kind == "away":
                await self._wait_for_retry()
            else:
                key = "kiosk-to-start" if failure.kind == "closed" else "app-back"
                await self.ask(partial(self._say_enter, key))
                if failure.kind == "closed":
                    raise VisitEnded
                return

    def _say_failure(self, failure: SubmissionFailed) -> None:
        words, kind = self.words, failure.kind
        text = failure.message if kind == "refused" else words(f"kiosk-{kind}-text")
        self.say(words(f"kiosk-{kind}-title"), text)
        if kind == "away":
            self.say(words("kiosk-away-again"))
            self._say_enter("app-retry")

    def _say_enter(self, key: str) -> None:
        self.say(f"{self.words('app-keyname-enter')}: {self.words(key)}")

    async def _wait_for_retry(self) -> None:
        """Wait for a line before the next try; after some seconds it is made without one."""
        try:
            async with asyncio.timeout(SUBMIT_SECONDS):
                await self.ask(lambda: None)
        except TimeoutError:
            return
        self.say(self.words("app-loading"))

    async def _show_ticket(self, session: KioskSession, registration: Registration) -> None:
        self._page = "ticket"
        self._touch()
        self._close_seconds = self.settings.ticket_seconds * IDLE_FACTOR
        printer, state, is_printed = self._printer, "", False

        def show_paper(new_state: PaperState) -> None:
            nonlocal state, is_printed
            state, is_printed = new_state, is_printed or new_state in ("yes", "unknown")
            self.say(self.words("paper-state", state=new_state))

        printing: asyncio.Task[None] | None = None

        def print_ticket() -> None:
            nonlocal printing
            if printer is not None:
                paper = printer.print(registration, session.queue, self.words, show_paper, is_copy=is_printed)
                printing = self.start_task(paper)

        print_ticket()
        has_copied = False
        while True:
            words = self.words
            choices = {"keep": words("kiosk-keep")} if self._close_seconds < KEPT_SECONDS else {}
            # Offered before the printer has answered too: the list that is being read does not change.
            if printing is not None and not has_copied:
                choices["copy"] = words("paper-again")

            def describe(words: Words = words) -> None:
                self._describe_ticket(session, registration, words)

            with contextlib.suppress(StepBack, AskAgain):
                chosen = await choose(
                    self,
                    number_choices(choices),
                    describe,
                    may_skip=True,
                    describe_end=partial(self._say_enter, "kiosk-done"),
                )
                if chosen == "keep":
                    self._close_seconds = max(KEPT_SECONDS, self._close_seconds + 1)
                elif chosen == "copy":
                    if printing is not None:
                        await printing
                    has_copied = is_printed
                    print_ticket()
                else:
                    return

    def _describe_ticket(self, session: KioskSession, registration: Registration, words: Words) -> None:
        ahead, queue = registration.number_of_people_ahead, session.localized_queue
        link = ""
        if self.settings.public_url and registration.token:
            link = f"{words('kiosk-scan')}:\n{get_code_text(registration, queue, words, self.settings.public_url)}"
        is_kept = self._close_seconds >= KEPT_SECONDS
        self.say(
            words("kiosk-your-number"),
            registration.number,
            queue.name,
            words("kiosk-ahead", count=ahead) if ahead is not None else "",
            describe_ticket_wait(words, registration.estimated_waiting_time, registration.wait_unknown),
            queue.thank_message or words("kiosk-sit"),
            link,
            words("kiosk-issued", time=words.format_time(registration.registered.to_datetime())),
            words("kiosk-kept", minutes=int(self._close_seconds) // 60)
            if is_kept
            else words("kiosk-closes", seconds=int(self._close_seconds)),
        )

    def _get_today(self) -> date:
        """The date at the office; this machine's until the server has replied."""
        now = self.catalog.now() or datetime.now().astimezone()
        return (now.astimezone(load_zone(self.session.queue.time_zone)) if self.session is not None else now).date()


def run(settings: KioskSettings, prefill: Mapping[str, str] | None = None) -> int:
    """Run the kiosk on this terminal or pipe until staff leave or the input ends. Returns an exit code."""
    return asyncio.run(_run(settings, prefill))


async def _run(settings: KioskSettings, prefill: Mapping[str, str] | None) -> int:
    return await LineKiosk(settings, LineTerminal(settings.line_columns), prefill=prefill).run()
