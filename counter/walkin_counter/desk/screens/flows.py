"""Action flows: what each action of the counter asks the agent, and the desk operation it ends in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status
from walkin_counter.client.facts import format_client
from walkin_counter.client.requests import EditRequests
from walkin_counter.dialogs import MenuChoice, TextPrompt
from walkin_counter.feedback import Feedback, describe_action, describe_error, describe_saved, list_dropped, name_client
from walkin_counter.formatting import format_local_time, format_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin_counter.desk.operations import DeskOperations
    from walkin_counter.desk.state import DeskView

MAX_OUTCOMES = 20
"""Outcomes that are offered again."""

MAX_NO_SHOWS = 50
"""No-shows that are offered as returned, latest first."""

RETRY_KEYS = frozenset({"counter-away", "counter-unknown", "counter-refused", "counter-key-refused"})
"""Feedback after which the typed text is offered once more."""

T = TypeVar("T")
DeskAction = Callable[[], Awaitable[Feedback | None]]
ClientAction = Callable[[Registration], Awaitable[Feedback | None]]


class DeskDialogs(Protocol):
    """How an agent is asked. Each answer is None if the agent goes back."""

    @property
    def words(self) -> Words: ...

    async def choose(self, title: str, choices: Sequence[MenuChoice[T]]) -> T | None: ...

    async def ask_texts(self, title: str, prompts: Sequence[TextPrompt], problem: str) -> list[str] | None:
        """Ask for texts of one line each; ``problem`` says why they are asked once more."""

    async def edit(self, requests: EditRequests) -> Registration | None:
        """Let the agent edit a registration; returns what was saved."""

    async def register(self, queue: Queue) -> Registration | None:
        """Let the agent give somebody a ticket."""


class ActionFlows:
    """The actions that ask the agent something or change the queue, by name.

    An action returns None if the agent went back. A client action gets the registration as it was when the key was
    pressed. Those that read from the server first raise ServerUnreachable and Refused.
    """

    def __init__(
        self,
        dialogs: DeskDialogs,
        client: QueueClient,
        desk: DeskView,
        operations: DeskOperations,
    ) -> None:
        self._dialogs = dialogs
        self._client = client
        self._desk = desk
        self._operations = operations
        self.desk_queues: Sequence[Queue] = ()
        """The queues of the desk, in the agent's language."""
        self._outcomes: list[str] = []
        self.desk_actions: Mapping[str, DeskAction] = {
            "next": operations.call_next,
            "undo": operations.undo,
            "undo_list": self.undo_chosen,
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
            "edit": self.edit,
            "print": operations.print_ticket,
            "identify": self.identify_client,
        }

    async def finish_with_outcome(self, registration: Registration) -> Feedback | None:
        """Finish with one of the service's outcomes, or in other words and with a note."""
        words, note = self._dialogs.words, _get_single_line(registration.note)
        # Not the desk's queue: the office may have changed the list since the counter was started.
        if outcomes := (await self._client.get_queue(registration.queue.id)).outcomes:
            choices = [MenuChoice(outcome, outcome) for outcome in outcomes]
            choices.append(MenuChoice("", words("counter-ask-outcome-other"), key="0"))
            chosen = await self._dialogs.choose(_title(words, "outcome", registration), choices)
            if chosen is None:
                return None
            if chosen:
                return await self._operations.finish(registration, chosen)
        prompts = (
            TextPrompt(words("counter-ask-outcome"), registration.outcome or "", suggestions=tuple(self._outcomes)),
            TextPrompt(words("counter-edit-note"), note, max_length=1000),
        )

        async def finish(outcome: str, new_note: str) -> Feedback:
            if outcome:
                self._outcomes = list(dict.fromkeys([outcome, *self._outcomes]))[:MAX_OUTCOMES]
            changed_note = new_note if new_note != note else None
            return await self._operations.finish(registration, outcome or None, changed_note)

        return await self._ask_text(_title(words, "outcome", registration), prompts, finish)

    async def put_back_at_place(self, registration: Registration) -> Feedback | None:
        place = await self._ask_place(registration, ("first", *range(2, 10), "original", "last"))
        return None if place is None else await self._operations.put_back(registration, place)

    async def prioritise(self, registration: Registration) -> Feedback | None:
        words = self._dialogs.words
        choices = [MenuChoice(level, words("counter-ask-priority", level=level), key=str(level)) for level in range(10)]
        level = await self._dialogs.choose(_title(words, "priority", registration), choices)
        return None if level is None else await self._operations.prioritise(registration, level)

    async def edit_note(self, registration: Registration) -> Feedback | None:
        """Edit the note; one with several lines on the edit screen."""
        if registration.note and "\n" in registration.note:
            return await self.edit(registration)
        words = self._dialogs.words
        prompt = TextPrompt(words("counter-edit-note"), registration.note or "", max_length=1000)
        title = _title(words, "note", registration)
        return await self._ask_text(title, (prompt,), lambda note: self._operations.annotate(registration, note))

    async def edit(self, registration: Registration) -> Feedback | None:
        """Edit the client, the answers and the note."""
        saved = await self._dialogs.edit(EditRequests(self._client, registration))
        return None if saved is None else describe_saved(saved, self._find_queue(registration))

    async def identify_client(self, registration: Registration) -> Feedback | None:
        """Ask whether the client is the known one with the same e-mail address or phone number."""
        words, possible = self._dialogs.words, registration.possible_client
        if possible is None:
            return Feedback("counter-no-known-client", {"number": name_client(registration)})
        choices: list[MenuChoice[str | None]] = []
        try:
            client = await self._client.get_client(possible.id)
        except Refused as refused:
            # The record is gone, held, or of other queues than this credential's.
            problem = describe_error(refused).format(words)
            choices.append(MenuChoice("", words("counter-ask-other-client"), problem))
        else:
            choices.append(MenuChoice(client.id, words("counter-ask-same-client", client=format_client(client))))
            choices.append(MenuChoice("", words("counter-ask-other-client")))
        chosen = await self._dialogs.choose(_title(words, "identify", registration), choices)
        return None if chosen is None else await self._operations.identify(registration, chosen or None)

    async def transfer(self, registration: Registration) -> Feedback | None:
        """Transfer the client to another queue, or reserve it for another desk."""
        words = self._dialogs.words
        queues = [queue for queue in await self._list_open_queues() if queue.id != registration.queue.id]
        desks = [desk.name for desk in await self._client.list_desks() if desk.name != self._desk.name]
        choices: list[MenuChoice[Queue | str]] = [*self._build_queue_choices(queues)]
        choices += [MenuChoice(name, words("counter-ask-desk", desk=name)) for name in desks]
        if not choices:
            return Feedback("counter-no-target")
        target = await self._dialogs.choose(_title(words, "transfer", registration), choices)
        if target is None:
            return None
        if isinstance(target, str):
            return await self._operations.transfer(registration, to_desk=target)
        place = await self._ask_place(registration, ("last", "original", "first"))
        return None if place is None else await self._operations.transfer(registration, target, place=place)

    async def start_next_service(self, registration: Registration) -> Feedback | None:
        choices = self._build_queue_choices(await self._list_open_queues())
        queue = await self._dialogs.choose(_title(self._dialogs.words, "service", registration), choices)
        return None if queue is None else await self._operations.start_next_service(registration, queue)

    async def readmit_no_show(self) -> Feedback | None:
        no_shows = [
            registration
            for queue in self.desk_queues
            for registration in await self._client.list_registrations(queue.id, Status.NO_SHOW, today_only=True)
        ]
        if not no_shows:
            return Feedback("counter-no-missed")
        no_shows.sort(key=lambda no_show: (no_show.missed or no_show.registered).to_datetime(), reverse=True)
        names = {queue.id: queue.name for queue in self.desk_queues}
        choices = [
            MenuChoice(no_show, name_client(no_show), names.get(no_show.queue.id, ""))
            for no_show in no_shows[:MAX_NO_SHOWS]
        ]
        returned = await self._dialogs.choose(self._dialogs.words("counter-ask-returned-title"), choices)
        return None if returned is None else await self._operations.mark_returned(returned)

    async def undo_chosen(self) -> Feedback | None:
        """Undo one of the desk's last actions, chosen from a list."""
        words, zone = self._dialogs.words, self.desk_queues[0] if self.desk_queues else None
        actions = await self._client.list_actions(self._desk.name)
        if not actions:
            return Feedback("counter-no-actions")
        choices = []
        for action in actions:
            clients = [format_person(found.ticket, found.client) for found in action.registrations]
            text = describe_action(action.kind, clients or action.tickets).format(words)
            time = format_local_time(words, action.at.to_datetime(), zone)
            detail = "" if action.undoable else words("counter-action-changed")
            choices.append(MenuChoice(action.id, f"{time}  {text}", detail, disabled=not action.undoable))
        chosen = await self._dialogs.choose(words("counter-ask-undo-title"), choices)
        return None if chosen is None else await self._operations.undo(chosen)

    async def toggle_pause(self) -> Feedback:
        return await self._operations.set_desk_status("paused" if self._desk.status == "open" else "open")

    async def toggle_closed(self) -> Feedback:
        return await self._operations.set_desk_status("open" if self._desk.status == "closed" else "closed")

    async def toggle_queue(self) -> Feedback | None:
        words = self._dialogs.words
        queues = {queue.id: queue.translate(words.language) for queue in await self._client.list_queues()}
        choices = [
            MenuChoice(queues[queue.id], queues[queue.id].name, words(f"counter-ask-queue-{queues[queue.id].status}"))
            for queue in self.desk_queues
            if queue.id in queues
        ]
        queue = await self._dialogs.choose(words("counter-ask-queues-title"), choices)
        if queue is None:
            return None
        return await self._operations.set_queue_status(queue, "closed" if queue.status == "open" else "open")

    async def register_client(self) -> Feedback | None:
        queue: Queue | None = self.desk_queues[0]
        if len(self.desk_queues) > 1:
            choices = [MenuChoice(queue, queue.name) for queue in self.desk_queues]
            queue = await self._dialogs.choose(self._dialogs.words("counter-ask-register-title"), choices)
        if queue is None:
            return None
        registration = await self._dialogs.register(queue)
        if registration is None:
            return None
        values = {"number": name_client(registration), "service": queue.name}
        if dropped := list_dropped(registration, queue):
            return Feedback("counter-register-dropped", {**values, "titles": dropped}, done=True)
        return Feedback("counter-did-register", values, done=True)

    async def _list_open_queues(self) -> list[Queue]:
        language = self._dialogs.words.language
        return [queue.translate(language) for queue in await self._client.list_queues() if queue.status == "open"]

    def _find_queue(self, registration: Registration) -> Queue | None:
        return next((queue for queue in self.desk_queues if queue.id == registration.queue.id), None)

    def _build_queue_choices(self, queues: Sequence[Queue]) -> Sequence[MenuChoice[Queue]]:
        words = self._dialogs.words
        return [
            MenuChoice(queue, queue.name, words("counter-ask-waiting", count=waiting) if waiting is not None else "")
            for queue, waiting in ((queue, queue.known_waiting) for queue in queues)
        ]

    async def _ask_text(
        self, title: str, prompts: Sequence[TextPrompt], send: Callable[..., Awaitable[Feedback]]
    ) -> Feedback | None:
        """Ask for texts and send them; ask again, with what was typed, while the server is unreachable."""
        problem = ""
        while (texts := await self._dialogs.ask_texts(title, prompts, problem)) is not None:
            feedback = await send(*(text.strip() for text in texts))
            if feedback.key not in RETRY_KEYS:
                return feedback
            problem = feedback.format(self._dialogs.words)
            prompts = [replace(prompt, text=text) for prompt, text in zip(prompts, texts, strict=True)]
        return None

    async def _ask_place(self, registration: Registration, places: Sequence[Place]) -> Place | None:
        words = self._dialogs.words
        choices: list[MenuChoice[Place]] = [
            MenuChoice(
                place,
                words("counter-ask-nth", place=place)
                if isinstance(place, int)
                else words(f"counter-ask-place-{place}"),
                key=str(place) if isinstance(place, int) else "",
            )
            for place in places
        ]
        return await self._dialogs.choose(_title(words, "place", registration), choices)


def _title(words: Words, question: str, registration: Registration) -> str:
    """The title of a dialog about a client."""
    return words(f"counter-ask-{question}-title", number=name_client(registration))


def _get_single_line(note: str | None) -> str:
    """The note, or "" for one with several lines: the dialog neither shows nor changes it."""
    return note if note and "\n" not in note else ""
