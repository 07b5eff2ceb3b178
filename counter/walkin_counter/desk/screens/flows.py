"""Action flows: what each action of the counter asks the agent, and the desk operation it ends in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from walkin.model.registration import Registration, Status
from walkin_counter.client.edit import EditScreen
from walkin_counter.client.register import RegisterScreen
from walkin_counter.dialogs import ChoiceScreen, MenuChoice, TextPrompt, TextPromptScreen
from walkin_counter.feedback import Feedback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin_counter.desk.operations import DeskOperations
    from walkin_counter.desk.state import DeskView
    from walkin_counter.live_screen import LiveScreen

MAX_OUTCOMES = 20
"""Outcomes that are offered again."""

MAX_NO_SHOWS = 50
"""No-shows that are offered as returned, latest first."""

RETRY_KEYS = frozenset({"counter-away", "counter-unknown", "counter-refused"})
"""Feedback after which the typed text is offered once more."""

T = TypeVar("T")
DeskAction = Callable[[], Awaitable[Feedback | None]]
ClientAction = Callable[[Registration], Awaitable[Feedback | None]]


class ActionFlows:
    """The actions that ask the agent something or change the queue, by name.

    An action returns None if the agent went back. A client action gets the registration as it was when the key was
    pressed. Those that read from the server first raise ServerUnreachable and Refused.
    """

    def __init__(self, screen: LiveScreen, client: QueueClient, desk: DeskView, operations: DeskOperations) -> None:
        self._screen = screen
        self._client = client
        self._desk = desk
        self._operations = operations
        self.desk_queues: Sequence[Queue] = ()
        """The queues of the desk, in the agent's language."""
        self._outcomes: list[str] = []
        self.desk_actions: Mapping[str, DeskAction] = {
            "next": operations.call_next,
            "undo": operations.undo,
            "pause": self.toggle_pause,
            "close_desk": self.toggle_closed,
            "returned": self.readmit_no_show,
            "register": self.register_client,
            "queues": self.toggle_queue,
        }
        self.client_actions: Mapping[str, ClientAction] = {
            "call": operations.call,
            "recall": operations.recall,
            "no_show": operations.mark_no_show,
            "finish": operations.finish,
            "put_back": operations.put_back,
            "park": operations.toggle_hold,
            "outcome": self.finish_with_outcome,
            "transfer": self.transfer,
            "next_service": self.start_next_service,
            "place": self.put_back_at_place,
            "priority": self.prioritise,
            "note": self.edit_note,
        }

    async def finish_with_outcome(self, registration: Registration) -> Feedback | None:
        words, note = self._screen.app.words, _get_single_line(registration.note)
        prompts = (
            TextPrompt(words("counter-ask-outcome"), registration.outcome or "", suggestions=tuple(self._outcomes)),
            TextPrompt(words("counter-edit-note"), note, max_length=1000),
        )

        async def finish(outcome: str, new_note: str) -> Feedback:
            if outcome:
                self._outcomes = list(dict.fromkeys([outcome, *self._outcomes]))[:MAX_OUTCOMES]
            changed_note = new_note if new_note != note else None
            return await self._operations.finish(registration, outcome or None, changed_note)

        return await self._ask_text(words("counter-ask-outcome-title", number=registration.ticket), prompts, finish)

    async def put_back_at_place(self, registration: Registration) -> Feedback | None:
        place = await self._ask_place(registration, ("first", 2, 3, 5, 10, "original", "last"))
        return None if place is None else await self._operations.put_back(registration, place)

    async def prioritise(self, registration: Registration) -> Feedback | None:
        words = self._screen.app.words
        choices = [MenuChoice(level, words("counter-ask-priority", level=level)) for level in range(10)]
        title = words("counter-ask-priority-title", number=registration.ticket)
        level = await self._ask_choice(title, choices, first_digit=0)
        return None if level is None else await self._operations.prioritise(registration, level)

    async def edit_note(self, registration: Registration) -> Feedback | None:
        """Edit the note; one with several lines on the edit screen."""
        if registration.note and "\n" in registration.note:
            screen = EditScreen(self._client, registration, self._desk.board)
            saved = await self._screen.app.push_screen_wait(screen)
            return None if saved is None else Feedback("counter-edit-saved", done=True)
        words = self._screen.app.words
        prompt = TextPrompt(words("counter-edit-note"), registration.note or "", max_length=1000)
        title = words("counter-ask-note-title", number=registration.ticket)
        return await self._ask_text(title, (prompt,), lambda note: self._operations.annotate(registration, note))

    async def transfer(self, registration: Registration) -> Feedback | None:
        """Transfer the client to another queue, or reserve it for another desk."""
        words = self._screen.app.words
        queues = [queue for queue in await self._list_open_queues() if queue.id != registration.queue.id]
        desks = [desk.name for desk in await self._client.list_desks() if desk.name != self._desk.name]
        choices: list[MenuChoice[Queue | str]] = [*self._build_queue_choices(queues)]
        choices += [MenuChoice(name, words("counter-ask-desk", desk=name)) for name in desks]
        if not choices:
            return Feedback("counter-no-target")
        target = await self._ask_choice(words("counter-ask-transfer-title", number=registration.ticket), choices)
        if target is None:
            return None
        if isinstance(target, str):
            return await self._operations.transfer(registration, to_desk=target)
        place = await self._ask_place(registration, ("last", "original", "first"))
        return None if place is None else await self._operations.transfer(registration, target, place=place)

    async def start_next_service(self, registration: Registration) -> Feedback | None:
        choices = self._build_queue_choices(await self._list_open_queues())
        title = self._screen.app.words("counter-ask-service-title", number=registration.ticket)
        queue = await self._ask_choice(title, choices)
        return None if queue is None else await self._operations.start_next_service(registration, queue)

    async def readmit_no_show(self) -> Feedback | None:
        no_shows = [
            registration
            for queue in self.desk_queues
            for registration in await self._client.list_registrations(queue.id, Status.NO_SHOW)
        ]
        if not no_shows:
            return Feedback("counter-no-missed")
        no_shows.sort(key=lambda no_show: (no_show.missed or no_show.registered).to_datetime(), reverse=True)
        names = {queue.id: queue.name for queue in self.desk_queues}
        choices = [
            MenuChoice(no_show, f"{no_show.ticket}  {no_show.client.full_name}", names.get(no_show.queue.id, ""))
            for no_show in no_shows[:MAX_NO_SHOWS]
        ]
        returned = await self._ask_choice(self._screen.app.words("counter-ask-returned-title"), choices)
        return None if returned is None else await self._operations.mark_returned(returned)

    async def toggle_pause(self) -> Feedback:
        return await self._operations.set_desk_status("paused" if self._desk.status == "open" else "open")

    async def toggle_closed(self) -> Feedback:
        return await self._operations.set_desk_status("open" if self._desk.status == "closed" else "closed")

    async def toggle_queue(self) -> Feedback | None:
        words = self._screen.app.words
        queues = {queue.id: queue.translate(words.language) for queue in await self._client.list_queues()}
        choices = [
            MenuChoice(queues[queue.id], queues[queue.id].name, words(f"counter-ask-queue-{queues[queue.id].status}"))
            for queue in self.desk_queues
            if queue.id in queues
        ]
        queue = await self._ask_choice(words("counter-ask-queues-title"), choices)
        if queue is None:
            return None
        return await self._operations.set_queue_status(queue, "closed" if queue.status == "open" else "open")

    async def register_client(self) -> Feedback | None:
        queue: Queue | None = self.desk_queues[0]
        if len(self.desk_queues) > 1:
            choices = [MenuChoice(queue, queue.name) for queue in self.desk_queues]
            queue = await self._ask_choice(self._screen.app.words("counter-ask-register-title"), choices)
        if queue is None:
            return None
        screen = RegisterScreen(self._client, queue, self._desk.board)
        registration = await self._screen.app.push_screen_wait(screen)
        if registration is None:
            return None
        return Feedback("counter-did-register", {"number": registration.ticket, "service": queue.name}, done=True)

    async def _list_open_queues(self) -> list[Queue]:
        language = self._screen.app.words.language
        return [queue.translate(language) for queue in await self._client.list_queues() if queue.status == "open"]

    def _build_queue_choices(self, queues: Sequence[Queue]) -> Sequence[MenuChoice[Queue]]:
        words = self._screen.app.words
        return [
            MenuChoice(queue, queue.name, words("counter-ask-waiting", count=waiting) if waiting is not None else "")
            for queue, waiting in ((queue, queue.known_waiting) for queue in queues)
        ]

    async def _ask_text(
        self, title: str, prompts: Sequence[TextPrompt], send: Callable[..., Awaitable[Feedback]]
    ) -> Feedback | None:
        """Ask for texts and send them; ask again, with what was typed, while the server is unreachable."""
        app, problem = self._screen.app, ""
        while (texts := await app.push_screen_wait(TextPromptScreen(title, *prompts, problem=problem))) is not None:
            feedback = await send(*(text.strip() for text in texts))
            if feedback.key not in RETRY_KEYS:
                return feedback
            problem = feedback.format(app.words)
            prompts = [replace(prompt, text=text) for prompt, text in zip(prompts, texts, strict=True)]
        return None

    async def _ask_place(self, registration: Registration, places: Sequence[Place]) -> Place | None:
        words = self._screen.app.words
        choices: list[MenuChoice[Place]] = [
            MenuChoice(
                place,
                words("counter-ask-nth", place=place)
                if isinstance(place, int)
                else words(f"counter-ask-place-{place}"),
            )
            for place in places
        ]
        return await self._ask_choice(words("counter-ask-place-title", number=registration.ticket), choices)

    async def _ask_choice(self, title: str, choices: Sequence[MenuChoice[T]], *, first_digit: int = 1) -> T | None:
        return await self._screen.app.push_screen_wait(ChoiceScreen(title, choices, first_digit=first_digit))


def _get_single_line(note: str | None) -> str:
    """The note, or "" for one with several lines: the dialog neither shows nor changes it."""
    return note if note and "\n" not in note else ""
