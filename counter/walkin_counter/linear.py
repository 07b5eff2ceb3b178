"""The counter one line at a time, for a braille line, a screen reader or a teletype: ``walkin counter --linear``."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from walkin.client import Board, Change, QueueClient, ServerUnreachable, connect
from walkin.languages import Words, list_staff_languages
from walkin.languages.answers import describe_answer
from walkin.model.errors import FieldProblem, Refused, TextRefused
from walkin.model.form.definition import FormItem
from walkin.model.search import fold_text
from walkin.model.text import clean
from walkin.model.time import load_zone
from walkin.ui.app import get_next
from walkin.ui.error_log import log_error, run_repeatedly
from walkin.ui.lines.form import AskAgain, LineChoice, LineForm, LineProgram, StepBack, choose, number_choices
from walkin.ui.lines.terminal import EndOfInput, LineTerminal
from walkin_counter.client.answers import format_answers
from walkin_counter.client.draft import EditQuestion, RegistrationDraft
from walkin_counter.client.facts import format_client, format_language_note, format_status, format_visit, list_facts
from walkin_counter.client.requests import EditRequests, RegisterRequests
from walkin_counter.connected_app import MAX_RETRY_SECONDS, select_queues
from walkin_counter.desk.alert_notice import fetch_alerts, format_alert, name_kiosk
from walkin_counter.desk.auto_recall import AutoRecall
from walkin_counter.desk.called_clients import CalledClients, resolve_file
from walkin_counter.desk.commands import ACTIONS, ROW_ACTIONS, Action, is_letter
from walkin_counter.desk.keymap import DEFAULT_KEYMAP
from walkin_counter.desk.operations import DeskOperations
from walkin_counter.desk.screens.flows import ActionFlows
from walkin_counter.desk.screens.setup import MAX_NAME_LENGTH, DeskSetup
from walkin_counter.desk.search import QueueFilter
from walkin_counter.desk.state import DeskView
from walkin_counter.desk.typed_ticket import find_ticket
from walkin_counter.dialogs import MenuChoice, TextPrompt
from walkin_counter.feedback import Feedback, describe_error, is_about_key, name_client
from walkin_counter.formatting import get_service_name
from walkin_counter.live_screen import RESTART_SECONDS
from walkin_counter.machine_choices import MachineChoices

if TYPE_CHECKING:
    from walkin.model.alert import Alert
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings import CounterSettings

T = TypeVar("T")


class Sign(StrEnum):
    """Commands that are no letter."""

    NEXT = ">"
    COMING = "!"
    LIST = "="
    SEARCH = "/"
    HELP = "?"
    BACK = "<"
    QUIT = "#"


SIGN_ACTIONS = {"next": Sign.NEXT, "coming": Sign.COMING, "search": Sign.SEARCH, "help": Sign.HELP}
"""Actions with a sign in place of a letter."""

SCREEN_ONLY = frozenset({"more", "filter", "colours"})
"""Actions that mean nothing without a screen."""

TICK_SECONDS = 0.5
ALERT_REFRESH_SECONDS = 60.0
MAX_LISTED = 20
"""Waiting clients that are listed at once."""


class CounterLeft(Exception):
    """The agent ends the program."""


class DraftQuestions:
    """The questions of a draft, or one of them, for `LineForm`."""

    def __init__(self, draft: RegistrationDraft, only: str = "") -> None:
        self._draft, self._only = draft, only

    def index(self) -> dict[str, EditQuestion]:
        """The questions by an id that those about the client do not share with others."""
        return {"\0".join(filter(None, question.key)): question for question in self._draft.questions}

    def list_items(self) -> Sequence[FormItem]:
        return [
            question.localized.model_copy(update={"id": key})
            for key, question in self.index().items()
            if self._only in ("", key)
        ]

    def get_answer(self, question_id: str) -> FormItem | None:
        question = self.index().get(question_id)
        return self._draft.get_initial_answer(question.key) if question is not None else None

    def set_answer(self, answer: FormItem) -> None:
        question = self.index().get(answer.id)
        if question is not None:
            self._draft.set_answer(question, answer.model_copy(update={"id": question.definition.id}))

    def find_problems(self, question_id: str) -> Sequence[FieldProblem]:
        question = self.index().get(question_id)
        if question is None:
            return ()
        if question.member:
            return self._draft.check().problems.get(question.key, ())
        return self._draft.asked.validate({question.definition.id}).problems


class LineCounter(LineProgram):
    """Works one desk: a letter or sign is an action, on the client at the desk or on the one whose number follows."""

    def __init__(self, settings: CounterSettings, terminal: LineTerminal) -> None:
        super().__init__(terminal)
        self.settings = settings
        self._machine = MachineChoices(settings)
        self.words = Words(self._machine.language)
        self._auto_recall = AutoRecall(settings.recall_after, settings.recall_most)
        self._alert: Alert | None = None
        self._told_alerts: set[str] = set()
        self._was_connected: bool | None = None
        self._client: QueueClient
        self._desk: DeskView
        self._flows: ActionFlows
        self._queues: Sequence[Queue] = ()
        self._acts: Mapping[str, Callable[[], Awaitable[Feedback | None]]] = {}
        self._own_ids: set[str] = set()
        """The tickets that this desk has given: they are no arrivals."""
        self._is_loaded = asyncio.Event()
        """Set once the waiting clients are known."""
        self._suggested_id = ""
        """The client whom the counter has suggested to mark as a no-show."""

    async def run(self) -> int:
        """Work until the agent leaves or the input ends. Returns an exit code."""
        with self.terminal.open():
            try:
                self._client = await self._connect()
                async with self._client:
                    await self._work()
            except (CounterLeft, EndOfInput):
                return 0
            finally:
                await self.cancel_tasks()
        return 0

    async def _connect(self) -> QueueClient:
        pause, said = 1.0, ""
        while True:
            try:
                return await connect(self.settings, language=self.words.language)
            except ServerUnreachable:
                text = self.words("counter-link-never")
            except Refused as refused:
                text = self._describe_refusal(refused)
            if text != said:
                self.say(text)
                said = text
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_RETRY_SECONDS)

    def _describe_refusal(self, refused: Refused) -> str:
        text = refused.message or f"{self.words('counter-link-never')} ({refused.status})"
        return f"{text}\n{self.words('counter-needs-key', role='counter')}" if is_about_key(refused) else text

    async def _load_queues(self) -> list[Queue]:
        pause = 1.0
        while True:
            try:
                return await self._client.list_queues()
            except ServerUnreachable:
                self.say(self.words("counter-link-never"))
            except Refused as refused:
                self.say(self._describe_refusal(refused))
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_RETRY_SECONDS)

    # Asking, for the form and the flows too

    async def ask(self, describe: Callable[[], None], *, secret: bool = False) -> str:
        while True:
            describe()
            line = await self._read(secret=secret)
            if line == Sign.BACK:
                raise StepBack
            if line != Sign.LIST:
                return line

    async def read_line(self) -> str:
        return await self._read()

    async def _read(self, *, secret: bool = False) -> str:
        while (line := await self.terminal.read(TICK_SECONDS, secret=secret)) is None:
            pass
        return line

    async def choose(self, title: str, choices: Sequence[MenuChoice[T]]) -> T | None:
        """Ask the agent for one of the choices; None if the agent goes back."""
        # A level or a place is chosen by its own number.
        own = {int(choice.key) for choice in choices if choice.key.isdecimal()}
        free = (number for number in count(1) if number not in own)
        listed = [
            LineChoice(
                str(place),
                choice.name,
                int(choice.key) if choice.key.isdecimal() else next(free),
                choice.detail,
                disabled=choice.disabled,
            )
            for place, choice in enumerate(choices)
        ]
        try:
            chosen = await choose(self, listed, lambda: self.say(title))
        except StepBack:
            return None
        return choices[int(chosen)].value

    async def ask_texts(self, title: str, prompts: Sequence[TextPrompt], problem: str) -> list[str] | None:
        """Ask for texts of one line each; an empty line keeps the text that is shown, ``-`` clears it."""
        texts = []
        for prompt in prompts:

            def describe(prompt: TextPrompt = prompt) -> None:
                self.say(f"! {problem}" if problem else "", title, prompt.label)
                self.say(f"[{prompt.text}]" if prompt.text else "", ", ".join(prompt.suggestions))

            try:
                typed = await self.ask(describe)
            except StepBack:
                return None
            texts.append("" if typed == "-" else (typed or prompt.text)[: prompt.max_length])
        return texts

    async def edit(self, requests: EditRequests) -> Registration | None:
        try:
            draft = await requests.load(self.words)
        except (ServerUnreachable, Refused) as error:
            self.say(describe_error(error).format(self.words))
            return None
        return await self._check_and_save(requests, draft)

    async def register(self, queue: Queue) -> Registration | None:
        requests = RegisterRequests(self._client, queue)
        try:
            draft = await requests.load(self.words)
            self.say(self.words("counter-register-title", service=queue.name))
            await self._build_form(draft).ask_all(DraftQuestions(draft))
        except StepBack:
            return None
        except (ServerUnreachable, Refused) as error:
            self.say(describe_error(error).format(self.words))
            return None
        saved = await self._check_and_save(requests, draft)
        if saved is not None:
            self._own_ids.add(saved.id)
        return saved

    def _build_form(self, draft: RegistrationDraft) -> LineForm:
        zone = load_zone(draft.queue.time_zone)

        def get_today() -> date:
            return self._client.now().astimezone(zone).date()

        return LineForm(self, by_phone=False, get_today=get_today)

    async def _check_and_save(self, requests: EditRequests, draft: RegistrationDraft) -> Registration | None:
        """List the answers: a number changes one, an empty line saves, ``<`` leaves."""
        problem = ""
        while True:
            source = DraftQuestions(draft)
            choices = []
            for number, item in enumerate(source.list_items(), 1):
                answer = source.get_answer(item.id)
                text = describe_answer(item, answer, self.words, is_typed=True) if answer is not None else ""
                detail = text or self.words("counter-details-no-answer")
                choices.append(LineChoice(item.id, item.title or item.id, number, detail))

            def describe(problem: str = problem) -> None:
                self.say(f"! {problem}" if problem else "")

            def describe_end() -> None:
                self.say(f"{self.words('app-keyname-enter')}: {self.words('counter-edit-save')}")

            try:
                chosen = await choose(
                    self, choices, describe, may_skip=True, at_once=len(choices), describe_end=describe_end
                )
                if chosen:
                    await self._build_form(draft).ask_all(DraftQuestions(draft, chosen))
                    continue
            except StepBack:
                if not draft.has_changes or await self._may_drop():
                    return None
                continue
            saved, draft, problem = await self._save(requests, draft)
            if not problem:
                return saved

    async def _may_drop(self) -> bool:
        words = self.words
        names = {"leave": words("counter-quit-leave"), "stay": words("counter-quit-stay")}
        choices = number_choices({key: name.partition(" ")[2] for key, name in names.items()})
        with contextlib.suppress(StepBack):
            describe = partial(self.say, words("counter-drop-title"), words("counter-drop-text"))
            return await choose(self, choices, describe) == "leave"
        return False

    async def _save(
        self, requests: EditRequests, draft: RegistrationDraft
    ) -> tuple[Registration | None, RegistrationDraft, str]:
        """Send a draft; returns what was saved, the draft, and what is wrong."""
        checked, words = draft.check(), self.words
        problems = [problem for found in checked.problems.values() for problem in found]
        if not problems:
            try:
                with self._desk.board.own_change():
                    saved = await requests.send(draft, checked.members, words.language)
                    if saved is not None:
                        self._desk.board.apply_result(saved)
                    return saved, draft, ""
            except ServerUnreachable as error:
                return None, draft, describe_error(error).format(words)
            except Refused as refused:
                if refused.status == 412 or refused.reason == "preconditionFailed":
                    return None, await requests.load(words, draft), words("counter-edit-changed")
                if refused.reason == "idempotencyMismatch" and isinstance(requests, RegisterRequests):
                    requests.renew()
                    return None, draft, words("counter-register-again")
                problems = list(refused.fields)
                if not problems:
                    return None, draft, describe_error(refused).format(words)
        texts = dict.fromkeys(map(words.format_problem, problems))
        return None, draft, "\n".join([words("counter-edit-problems", count=len(problems)), *texts])

    # The desk

    async def _work(self) -> None:
        setup = await self._set_up()
        client, settings = self._client, self.settings
        self._queues = setup.queues
        queue_ids = [queue.id for queue in setup.queues]
        board = Board(client, queue_ids, details=True)
        called = CalledClients(resolve_file(settings, setup.desk))
        self._desk = DeskView(setup.desk, board, called, person=setup.person)
        self._operations = DeskOperations(client, self._desk, queue_ids, settings)
        self._flows = ActionFlows(self, client, self._desk, self._operations)
        self._apply_language()
        self._acts = {
            **self._flows.desk_actions,
            "coming": self._answer_alert,
            "search": self._search,
            "statistics": self._say_statistics,
            "language": self._switch_language,
            "help": self._say_help,
        }
        self.start_task(run_repeatedly("counter: the board", lambda: board.run(self._handle_change), RESTART_SECONDS))
        self.start_task(run_repeatedly("counter: alerts", self._refresh_alerts, ALERT_REFRESH_SECONDS))
        await self._is_loaded.wait()
        await self._refresh_status()
        self._say_desk()
        self.say(f"{Sign.HELP}: {self.words('counter-key-help')}")
        while True:
            try:
                await self._take_command()
            except StepBack:
                self._say_desk()
            except AskAgain:
                continue

    async def _set_up(self) -> DeskSetup:
        """Ask for the desk and its services, as far as the settings do not name them."""
        words, settings = self.words, self.settings
        queues = await self._load_queues()
        while not queues:
            self.say(words("counter-setup-none"))
            await asyncio.sleep(MAX_RETRY_SECONDS)
            queues = await self._load_queues()
        selected, missing = select_queues(queues, settings.queue)
        if not settings.queue:
            selected = [queue for queue in queues if queue.id in self._machine.queue_ids] or selected
        desk, person = settings.desk or self._machine.desk, self._machine.person
        if settings.desk and selected and not missing:
            return DeskSetup(desk, selected, person)
        self.say(
            words("counter-setup-title"),
            words("counter-no-such-queue", name=", ".join(missing)) if missing else "",
        )
        desk = await self._ask_name("desk", desk)
        person = await self._ask_name("person", person)
        chosen = await self._ask_queues(queues, selected)
        is_all = len(chosen) == len(queues)
        self._machine.remember_desk(desk, person, [] if is_all else [queue.id for queue in chosen])
        return DeskSetup(desk, chosen, person, is_all)

    async def _ask_name(self, name: str, current: str) -> str:
        problem = ""
        while True:

            def describe(problem: str = problem) -> None:
                self.say(f"! {problem}" if problem else "", self.words(f"counter-setup-{name}"))
                self.say(f"[{current}]" if current else "")

            try:
                typed = clean(await self.ask(describe), limit=MAX_NAME_LENGTH)
            except StepBack:
                continue
            except TextRefused:
                problem = self.words("counter-setup-desk-long")
                continue
            if typed == "-" and name == "person":
                return ""
            if typed or current or name == "person":
                return typed or current
            problem = self.words("counter-setup-no-desk")

    async def _ask_queues(self, queues: Sequence[Queue], selected: Sequence[Queue]) -> list[Queue]:
        """The services the desk calls from: numbers, or an empty line for those that are marked."""
        words, problem = self.words, ""
        while True:

            def describe(problem: str = problem) -> None:
                self.say(f"! {problem}" if problem else "", words("counter-setup-queues"))
                for number, queue in enumerate(queues, 1):
                    mark = "* " if queue in selected else ""
                    self.say(f"{number} {mark}{queue.translate(words.language).name}", indent="  ")
                self.say(words("kiosk-line-several"))

            try:
                typed = await self.ask(describe)
            except StepBack:
                continue
            if not typed and selected:
                return list(selected)
            numbers = [int(number) for number in re.findall(r"[0-9]{1,6}", typed)]
            if numbers and all(1 <= number <= len(queues) for number in numbers):
                return [queues[number - 1] for number in dict.fromkeys(numbers)]
            problem = words("counter-setup-no-queue")

    def _apply_language(self) -> None:
        self._flows.desk_queues = [queue.translate(self.words.language) for queue in self._queues]

    async def _refresh_status(self) -> None:
        with contextlib.suppress(ServerUnreachable, Refused):
            await self._operations.refresh_status()

    # What is announced

    def _handle_change(self, change: Change | None) -> None:
        board = self._desk.board
        if board.updated_at is not None:
            self._is_loaded.set()
        if change is not None and change.kind == "created" and change.registration.id not in self._own_ids:
            values = {"number": name_client(change.registration), "service": self._name_service(change.registration)}
            self.say(self.words("counter-did-register", **values))
        if board.is_connected != self._was_connected:
            if self._was_connected is not None:
                key = "counter-link-up" if board.is_connected else "counter-link-never"
                refusal = board.refusal
                self.say(self._describe_refusal(refusal) if is_about_key(refusal) and refusal else self.words(key))
            self._was_connected = board.is_connected
        if change is None:
            self.start_task(self._refresh_alerts())
            self.start_task(self._refresh_status())

    def _name_service(self, registration: Registration) -> str:
        queue = next((queue for queue in self._flows.desk_queues if queue.id == registration.queue.id), None)
        return get_service_name(registration, queue)

    async def _refresh_alerts(self) -> None:
        now = self._client.now()
        if (found := await fetch_alerts(self._client, now)) is None:
            return
        alerts = [*found.calls, *found.others]
        self._alert = next(iter(alerts), None)
        for alert in alerts:
            if alert.id not in self._told_alerts:
                self._told_alerts.add(alert.id)
                self.say(format_alert(alert, Sign.COMING, self.words, now))

    async def _answer_alert(self) -> Feedback:
        if (alert := self._alert) is None:
            return Feedback("counter-no-alert")
        await self._client.acknowledge_alert(alert.id, self._desk.name)
        await self._refresh_alerts()
        return Feedback("counter-did-coming", {"kiosk": name_kiosk(alert, self.words)}, done=True)

    async def _tick(self) -> None:
        """Call the client at the desk again when the settings say so."""
        current, now = self._desk.current_client, self._client.now().timestamp()
        if current is not None and self._auto_recall.claim_recall(current, now):
            await self._do("recall", current)
        elif current is not None and current.id != self._suggested_id and self._auto_recall.is_exhausted(current, now):
            self._suggested_id = current.id
            self.say(self.words("counter-suggest-no-show", number=name_client(current)))

    # Commands

    async def _take_command(self) -> None:
        while (line := await self.terminal.read(TICK_SECONDS)) is None:
            await self._tick()
        if not line or line in (Sign.LIST, Sign.BACK):
            self._say_desk()
            return
        if line == Sign.QUIT:
            await self._leave()
            return
        name, _, argument = line.partition(" ")
        action = _find_action(name, self.words)
        registration = find_ticket(argument if action else line, self._desk.board)
        if action is None and registration is not None:
            await self._act_on_row(registration)
        elif action is None and (found := self._find_clients(line)):
            self.say(*map(self._describe_row, found), indent="  ")
        elif action is None:
            self.say(self.words("counter-scan-unknown"), f"{Sign.HELP}: {self.words('counter-key-help')}")
        elif argument and registration is None and action.name != "search":
            self.say(self.words("counter-scan-unknown"))
        else:
            await self._do(action.name, registration, argument)

    async def _act_on_row(self, registration: Registration) -> None:
        """Offer what can be done with one client, who may be at the desk, waiting or on hold."""
        is_kept = registration.parked or registration.reserved is not None
        names = {
            action.name: self.words("counter-key-resume" if action.name == "park" and is_kept else action.label_key)
            for action in ROW_ACTIONS
            if (action.name != "identify" or registration.possible_client)
            and (action.name != "print" or self.settings.printer)
        }
        title = f"{name_client(registration)} · {self._name_service(registration)}"
        name = await choose(self, number_choices(names), lambda: self.say(title))
        await self._do(name, registration)

    async def _do(self, name: str, registration: Registration | None = None, argument: str = "") -> None:
        """Do an action, on the client at the desk unless another one is meant, and say how it ended."""
        current = registration or self._desk.current_client
        try:
            client_actions = {**self._flows.client_actions, "details": self._say_details}
            if name in client_actions:
                feedback = await client_actions[name](current) if current is not None else Feedback("counter-nobody")
            elif name == "search":
                feedback = await self._search(argument)
            else:
                feedback = await self._acts[name]()
        except (ServerUnreachable, Refused) as error:
            feedback = describe_error(error)
        except (StepBack, AskAgain, EndOfInput, CounterLeft):
            raise
        except Exception as error:  # noqa: BLE001 - the agent goes on
            log_error(f"counter: {name}", error)
            feedback = Feedback("counter-broken")
        if feedback is not None:
            self.say(feedback.format(self.words))
            if feedback.key in ("counter-did-next", "counter-did-recall"):
                self._say_current()
        if current is not None and name != "recall":
            self._auto_recall.acknowledge(current)

    def _say_current(self) -> None:
        """The client at the desk."""
        words, current = self.words, self._desk.current_client
        if current is None:
            status = self._desk.status
            self.say(words("counter-nobody" if status == "open" else f"counter-desk-{status}"))
            return
        others = ", ".join(client.number for client in self._desk.clients[1:])
        note = current.note or ""
        self.say(
            f"{name_client(current)} · {self._name_service(current)}",
            format_language_note(current, words),
            words("counter-known-client") if current.possible_client else "",
            f"{words('counter-details-note')}: {note}" if note else "",
            words("counter-also-here", numbers=others) if others else "",
        )

    def _say_desk(self) -> None:
        """The desk, its client, and those who wait."""
        desk, words = self._desk, self.words
        link = "" if desk.board.is_connected else words("counter-link-never")
        self.say(desk.title, link)
        self._say_current()
        waiting = desk.waiting
        self.say(words("counter-waiting", count=len(waiting)))
        kept = [*desk.held_or_reserved, *desk.clients_elsewhere]
        rows = [*waiting[:MAX_LISTED], *kept[:MAX_LISTED]]
        self.say(*map(self._describe_row, rows), indent="  ")
        if self._alert is not None:
            self.say(format_alert(self._alert, Sign.COMING, words, self._client.now()))

    def _describe_row(self, registration: Registration) -> str:
        words = self.words
        is_waiting = registration.rank is not None
        state = "" if is_waiting else format_status(registration, words)
        if registration.counter is not None and not is_waiting and registration.counter.name != self._desk.name:
            state = words("counter-state-at", desk=registration.counter.name)
        parts = (
            name_client(registration),
            self._name_service(registration) if len(self._queues) > 1 else "",
            state,
            words("counter-priority", level=str(registration.priority)) if registration.priority else "",
        )
        return " · ".join(filter(None, parts))

    def _find_clients(self, text: str) -> list[Registration]:
        sieve = QueueFilter()
        sieve.set_search(text)
        desk = self._desk
        listed = [*desk.clients, *desk.waiting, *desk.held_or_reserved, *desk.clients_elsewhere]
        return [registration for registration in listed if sieve.is_match(registration)][:MAX_LISTED]

    async def _search(self, text: str = "") -> Feedback | None:
        if not text:
            text = await self.ask(lambda: self.say(self.words("counter-key-search")))
        found = self._find_clients(text)
        self.say(*map(self._describe_row, found), indent="  ")
        return None if found else Feedback("counter-scan-unknown")

    async def _say_details(self, registration: Registration) -> Feedback | None:
        """Everything about a client, with the answers and the other visits of today."""
        words, client = self.words, self._client
        registration = await client.get_registration(registration.queue.id, registration.id)
        queue = (await client.get_queue(registration.queue.id)).translate(words.language)
        possible = None
        if registration.possible_client is not None:
            with contextlib.suppress(Refused):
                possible = format_client(await client.get_client(registration.possible_client.id))
        facts = list_facts(registration, queue, words, possible)
        self.say(*(f"{label}: {text}" for label, text in facts), words("counter-details-form"))
        answers = format_answers(registration.form, queue.form, words)
        self.say(*(f"{answer.label}: {answer.text}" if answer.text else answer.label for answer in answers))
        if not answers:
            self.say(words("counter-details-no-form"))
        visits: list[Registration] = []
        if registration.client.id:
            with contextlib.suppress(Refused):
                visits = await client.list_client_registrations(registration.client.id)
        others = [format_visit(visit, words) for visit in visits if visit.id != registration.id]
        if others:
            self.say(words("counter-details-visits"), *(f"{label}: {text}" for label, text in others))
        return None

    async def _say_statistics(self) -> Feedback | None:
        """The figures of today: of all, of each service, and of each desk."""
        from walkin.report import tables

        statistics, words = await self._client.get_statistics(), self.words
        for figure in tables.build_key_figures(statistics, words):
            self.say(f"{figure.name}: {figure.text} {figure.unit}".rstrip())
        for build_table in (tables.build_service_table, tables.build_desk_table):
            table = build_table(statistics, words)
            self.say(table.title, "" if table.rows else words("report-nothing"))
            for name, *values in table.rows:
                self.say(name)
                self.say(*(f"{head}: {value}" for head, value in zip(table.head[1:], values, strict=True) if value))
        return None

    async def _switch_language(self) -> None:
        codes = list_staff_languages(self.settings.language, *self.settings.languages)
        self.words = Words(get_next(self.words.language, codes))
        self._client.language = self.words.language
        self._machine.remember_language(self.words.language)
        self._apply_language()
        self._say_desk()

    async def _say_help(self) -> None:
        """The letters and signs, and what they do."""
        words = self.words
        lines = [f"{Sign.LIST} {words('counter-list')}"]
        for action in _list_actions():
            keys = _list_commands(action)
            lines.append(f"{' '.join(keys)} {words(action.label_key)}: {words(action.help_key)}")
        lines += [f"{Sign.BACK} {words('app-back')}", f"{Sign.QUIT} {words('counter-key-quit')}"]
        self.say(*lines, words("counter-line-help"), indent="  ")

    async def _leave(self) -> None:
        """Quit, after a question if a client is at the desk."""
        current, words = self._desk.current_client, self.words
        if current is None:
            raise CounterLeft
        names = {"leave": words("counter-quit-leave"), "stay": words("counter-quit-stay")}
        choices = number_choices({key: name.partition(" ")[2] for key, name in names.items()})
        title = words("counter-quit-title", number=name_client(current))
        if await choose(self, choices, partial(self.say, title, words("counter-quit-text"))) == "leave":
            raise CounterLeft


def _list_actions() -> list[Action]:
    return [action for action in ACTIONS if action.name not in SCREEN_ONLY and _list_commands(action)]


def _list_commands(action: Action) -> list[str]:
    """The letters and the sign of an action."""
    sign = SIGN_ACTIONS.get(action.name)
    return [sign] if sign else [key for key in DEFAULT_KEYMAP[action.name] if is_letter(key)]


def _find_action(typed: str, words: Words) -> Action | None:
    """The action of a letter or sign, of its name, or of the only label that begins so."""
    actions, text = _list_actions(), fold_text(typed)
    found = [action for action in actions if typed.lower() in _list_commands(action) or typed == action.name]
    if not found and len(text) > 1:
        found = [action for action in actions if fold_text(words(action.label_key)).startswith(text)]
    return found[0] if len(found) == 1 else None


def run(settings: CounterSettings) -> int:
    """Run the counter on this terminal or pipe until the agent leaves or the input ends. Returns an exit code."""
    return asyncio.run(_run(settings))


async def _run(settings: CounterSettings) -> int:
    return await LineCounter(settings, LineTerminal(settings.line_columns)).run()
