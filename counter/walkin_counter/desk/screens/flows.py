"""From a key to what is done: what each action asks, and what it then has the desk do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status
from walkin_counter.client.edit import EditScreen
from walkin_counter.client.register import RegisterScreen
from walkin_counter.desk.operations import Feedback
from walkin_counter.desk.screens.prompts import ChoiceScreen, MenuChoice, TextPrompt, TextPromptScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.screen import Screen

    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin.ui.app import WalkinApp
    from walkin_counter.desk.operations import DeskOperations
    from walkin_counter.desk.state import DeskView

MAX_OUTCOMES = 20
"""Outcomes that are offered again."""

RETRY_KEYS = frozenset({"counter-away", "counter-unknown", "counter-refused"})
"""Sentences after which what was written is offered once more."""


class ActionFlows:
    """A method for each action that asks something or works; None when the agent went back.

    Those about somebody get the registration as it was when the key was pressed.
    """

    def __init__(self, screen: Screen[None], client: QueueClient, desk: DeskView, operations: DeskOperations) -> None:
        self._screen = screen
        self._client = client
        self._desk = desk
        self._operations = operations
        self.desk_queues: Sequence[Queue] = ()
        """The queues of the desk, in the agent's language."""
        self._outcomes: list[str] = []

    @property
    def _app(self) -> WalkinApp:
        return cast("WalkinApp", self._screen.app)

    async def next(self) -> Feedback:
        """Finish, and call the next one."""
        return await self._operations.call_next()

    async def call(self, registration: Registration) -> Feedback:
        """Call this one."""
        return await self._operations.call(registration)

    async def recall(self, registration: Registration) -> Feedback:
        """Call again."""
        return await self._operations.recall(registration)

    async def no_show(self, registration: Registration) -> Feedback:
        """They did not come."""
        return await self._operations.mark_no_show(registration)

    async def finish(self, registration: Registration) -> Feedback:
        """The visit is over."""
        return await self._operations.finish(registration)

    async def outcome(self, registration: Registration) -> Feedback | None:
        """The visit is over, with what came of it."""
        words = self._app.words
        known = tuple(self._outcomes)
        blanks = (
            TextPrompt(words("counter-ask-outcome"), registration.outcome or "", suggestions=known),
            TextPrompt(words("counter-edit-note"), _get_single_line(registration.note), max_length=1000),
        )
        title = words("counter-ask-outcome-title", number=registration.ticket)

        async def send(outcome: str, note: str) -> Feedback:
            if outcome:
                self._outcomes = list(dict.fromkeys([outcome, *self._outcomes]))[:MAX_OUTCOMES]
            return await self._operations.finish(
                registration, outcome or None, note if note != _get_single_line(registration.note) else None
            )

        return await self._ask_text(title, blanks, send)

    async def put_back(self, registration: Registration) -> Feedback:
        """They wait again."""
        return await self._operations.put_back(registration)

    async def park(self, registration: Registration) -> Feedback:
        """On hold, or off it."""
        return await self._operations.toggle_hold(registration)

    async def place(self, registration: Registration) -> Feedback | None:
        """They wait at a chosen place."""
        place = await self._ask_place(registration, ("first", 2, 3, 5, 10, "original", "last"))
        return None if place is None else await self._operations.put_back(registration, place.value)

    async def priority(self, registration: Registration) -> Feedback | None:
        """Another class of priority."""
        words = self._app.words
        title = words("counter-ask-priority-title", number=registration.ticket)
        choices = [MenuChoice(level, words("counter-ask-priority", level=level)) for level in range(10)]
        chosen = await self._ask_choice(title, choices)
        return None if chosen is None else await self._operations.prioritise(registration, chosen.value)

    async def note(self, registration: Registration) -> Feedback | None:
        """Another note; one with several lines is edited with the client's answers."""
        if registration.note and "\n" in registration.note:
            saved = await self._app.push_screen_wait(EditScreen(self._client, registration))
            return None if saved is None else Feedback("counter-edit-saved", done=True)
        words = self._app.words
        title = words("counter-ask-note-title", number=registration.ticket)
        blank = TextPrompt(words("counter-edit-note"), registration.note or "", max_length=1000)
        return await self._ask_text(title, (blank,), lambda note: self._operations.annotate(registration, note))

    async def transfer(self, registration: Registration) -> Feedback | None:
        """To another queue, or to one desk."""
        words = self._app.words
        try:
            queues = [queue.translate(words.language) for queue in await self._client.list_queues()]
            desks = [desk.name for desk in await self._client.list_desks() if desk.name != self._desk.name]
        except (ServerUnreachable, Refused):
            return Feedback("counter-away")
        choices: list[MenuChoice[Queue | str]] = [
            MenuChoice(queue, queue.name, words("counter-ask-waiting", count=queue.waiting))
            for queue in queues
            if queue.id != registration.queue.id and queue.status == "open"
        ]
        choices += [MenuChoice(name, words("counter-ask-desk", desk=name)) for name in desks]
        if not choices:
            return Feedback("counter-no-target")
        chosen = await self._ask_choice(words("counter-ask-transfer-title", number=registration.ticket), choices)
        if chosen is None:
            return None
        if isinstance(chosen.value, str):
            return await self._operations.transfer(registration, to_desk=chosen.value)
        place = await self._ask_place(registration, ("last", "original", "first"))
        return None if place is None else await self._operations.transfer(registration, chosen.value, place=place.value)

    async def next_service(self, registration: Registration) -> Feedback | None:
        """Finish, and on to another service with the same ticket."""
        words = self._app.words
        try:
            queues = [
                queue.translate(words.language) for queue in await self._client.list_queues() if queue.status == "open"
            ]
        except (ServerUnreachable, Refused):
            return Feedback("counter-away")
        choices = [MenuChoice(queue, queue.name, words("counter-ask-waiting", count=queue.waiting)) for queue in queues]
        chosen = await self._ask_choice(words("counter-ask-service-title", number=registration.ticket), choices)
        return None if chosen is None else await self._operations.start_next_service(registration, chosen.value)

    async def returned(self) -> Feedback | None:
        """A no-show of today is here after all."""
        words = self._app.words
        try:
            found = [
                one
                for queue in self.desk_queues
                for one in await self._client.list_registrations(queue.id, Status.NO_SHOW)
            ]
        except (ServerUnreachable, Refused):
            return Feedback("counter-away")
        if not found:
            return Feedback("counter-no-missed")
        found.sort(key=lambda one: (one.missed or one.registered).to_datetime(), reverse=True)
        choices = [
            MenuChoice(one, f"{one.ticket}  {one.client.full_name}", self._get_service_name(one)) for one in found[:50]
        ]
        chosen = await self._ask_choice(words("counter-ask-returned-title"), choices)
        return None if chosen is None else await self._operations.mark_returned(chosen.value)

    async def undo(self) -> Feedback:
        """Take the last action back."""
        return await self._operations.undo()

    async def pause(self) -> Feedback:
        """A break, or back from it."""
        return await self._operations.set_desk_status("paused" if self._desk.status == "open" else "open")

    async def close_desk(self) -> Feedback:
        """No more clients here today, or open again."""
        return await self._operations.set_desk_status("open" if self._desk.status == "closed" else "closed")

    async def queues(self) -> Feedback | None:
        """Let new clients join a service, or not."""
        words = self._app.words
        try:
            now = {queue.id: queue.translate(words.language) for queue in await self._client.list_queues()}
        except (ServerUnreachable, Refused):
            return Feedback("counter-away")
        mine = [now[queue.id] for queue in self.desk_queues if queue.id in now]
        choices = [MenuChoice(queue, queue.name, words(f"counter-ask-queue-{queue.status}")) for queue in mine]
        chosen = await self._ask_choice(words("counter-ask-queues-title"), choices)
        if chosen is None:
            return None
        queue = chosen.value
        return await self._operations.set_queue_status(queue, "closed" if queue.status == "open" else "open")

    async def register(self) -> Feedback | None:
        """Give somebody at the desk a ticket."""
        words, queue = self._app.words, self.desk_queues[0]
        if len(self.desk_queues) > 1:
            choices = [MenuChoice(queue, queue.name) for queue in self.desk_queues]
            chosen = await self._ask_choice(words("counter-ask-register-title"), choices)
            if chosen is None:
                return None
            queue = chosen.value
        made = await self._app.push_screen_wait(RegisterScreen(self._client, queue))
        if made is None:
            return None
        return Feedback("counter-did-register", {"number": made.ticket, "service": queue.name}, done=True)

    async def _ask_text(
        self, title: str, prompts: Sequence[TextPrompt], send: Callable[..., Awaitable[Feedback]]
    ) -> Feedback | None:
        """Ask for words and send them; they are asked for again, as written, while the link is lost."""
        told = ""
        while (given := await self._app.push_screen_wait(TextPromptScreen(title, *prompts, problem=told))) is not None:
            said = await send(*(text.strip() for text in given))
            if said.key not in RETRY_KEYS:
                return said
            told = self._app.words(said.key, **said.values)
            prompts = [replace(blank, text=text) for blank, text in zip(prompts, given, strict=True)]
        return None

    async def _ask_place(self, registration: Registration, places: Sequence[Place]) -> MenuChoice[Place] | None:
        words = self._app.words
        choices: list[MenuChoice[Place]] = [
            MenuChoice(place, words("counter-ask-nth", place=place))
            if isinstance(place, int)
            else MenuChoice(place, words(f"counter-ask-place-{place}"))
            for place in places
        ]
        return await self._ask_choice(words("counter-ask-place-title", number=registration.ticket), choices)

    async def _ask_choice(self, title: str, choices: Sequence[MenuChoice]) -> MenuChoice | None:  # type: ignore[type-arg]
        return await self._app.push_screen_wait(ChoiceScreen(title, choices))

    def _get_service_name(self, registration: Registration) -> str:
        return next(
            (queue.name for queue in self.desk_queues if queue.id == registration.queue.id),
            registration.queue.name or "",
        )


def _get_single_line(note: str | None) -> str:
    """A note where there is one line: of one with more the dialog shows nothing, and changes nothing."""
    return note if note and "\n" not in note else ""
