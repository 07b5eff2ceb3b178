"""From a key to what is done: what each action asks, and what it then has the desk do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status
from walkin_counter.client.edit import EditScreen
from walkin_counter.client.register import RegisterScreen
from walkin_counter.desk.operations import Said
from walkin_counter.desk.screens.prompts import Blank, Choice, ChoiceScreen, WordsScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.screen import Screen

    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin.model.registration import Place
    from walkin.ui.app import WalkinApp
    from walkin_counter.desk.operations import Work
    from walkin_counter.desk.state import Desk

OUTCOMES = 20
"""Outcomes that are offered again."""

TRY_AGAIN = frozenset({"counter-away", "counter-unknown", "counter-refused"})
"""Sentences after which what was written is offered once more."""


class Flows:
    """A method for each action that asks something or works; None when the agent went back.

    Those about somebody get the registration as it was when the key was pressed.
    """

    def __init__(self, screen: Screen[None], client: QueueClient, desk: Desk, work: Work) -> None:
        self._screen = screen
        self._client = client
        self._desk = desk
        self._work = work
        self.of_desk: Sequence[Queue] = ()
        """The queues of the desk, in the agent's language."""
        self._outcomes: list[str] = []

    @property
    def _app(self) -> WalkinApp:
        return cast("WalkinApp", self._screen.app)

    async def next(self) -> Said:
        """Finish, and call the next one."""
        return await self._work.next()

    async def call(self, one: Registration) -> Said:
        """Call this one."""
        return await self._work.call(one)

    async def recall(self, one: Registration) -> Said:
        """Call again."""
        return await self._work.recall(one)

    async def no_show(self, one: Registration) -> Said:
        """They did not come."""
        return await self._work.no_show(one)

    async def finish(self, one: Registration) -> Said:
        """The visit is over."""
        return await self._work.finish(one)

    async def outcome(self, one: Registration) -> Said | None:
        """The visit is over, with what came of it."""
        words = self._app.words
        known = tuple(self._outcomes)
        blanks = (
            Blank(words("counter-ask-outcome"), one.outcome or "", known=known),
            Blank(words("counter-edit-note"), _line(one.note), limit=1000),
        )
        title = words("counter-ask-outcome-title", number=one.ticket)

        async def send(outcome: str, note: str) -> Said:
            if outcome:
                self._outcomes = list(dict.fromkeys([outcome, *self._outcomes]))[:OUTCOMES]
            return await self._work.finish(one, outcome or None, note if note != _line(one.note) else None)

        return await self._write(title, blanks, send)

    async def put_back(self, one: Registration) -> Said:
        """They wait again."""
        return await self._work.put_back(one)

    async def park(self, one: Registration) -> Said:
        """On hold, or off it."""
        return await self._work.park(one)

    async def place(self, one: Registration) -> Said | None:
        """They wait at a chosen place."""
        place = await self._ask_place(one, ("first", 2, 3, 5, 10, "original", "last"))
        return None if place is None else await self._work.put_back(one, place.value)

    async def priority(self, one: Registration) -> Said | None:
        """Another class of priority."""
        words = self._app.words
        title = words("counter-ask-priority-title", number=one.ticket)
        choices = [Choice(level, words("counter-ask-priority", level=level)) for level in range(10)]
        chosen = await self._choose(title, choices)
        return None if chosen is None else await self._work.prioritise(one, chosen.value)

    async def note(self, one: Registration) -> Said | None:
        """Another note; one with several lines is edited with the client's answers."""
        if one.note and "\n" in one.note:
            saved = await self._app.push_screen_wait(EditScreen(self._client, one))
            return None if saved is None else Said("counter-edit-saved", done=True)
        words = self._app.words
        title = words("counter-ask-note-title", number=one.ticket)
        blank = Blank(words("counter-edit-note"), one.note or "", limit=1000)
        return await self._write(title, (blank,), lambda note: self._work.annotate(one, note))

    async def transfer(self, one: Registration) -> Said | None:
        """To another queue, or to one desk."""
        words = self._app.words
        try:
            queues = [queue.words(words.language) for queue in await self._client.queues()]
            desks = [desk.name for desk in await self._client.desks() if desk.name != self._desk.name]
        except (Unreachable, Refused):
            return Said("counter-away")
        choices: list[Choice[Queue | str]] = [
            Choice(queue, queue.name, words("counter-ask-waiting", count=queue.waiting))
            for queue in queues
            if queue.id != one.queue.id and queue.status == "open"
        ]
        choices += [Choice(name, words("counter-ask-desk", desk=name)) for name in desks]
        if not choices:
            return Said("counter-no-target")
        chosen = await self._choose(words("counter-ask-transfer-title", number=one.ticket), choices)
        if chosen is None:
            return None
        if isinstance(chosen.value, str):
            return await self._work.transfer(one, to_desk=chosen.value)
        place = await self._ask_place(one, ("last", "original", "first"))
        return None if place is None else await self._work.transfer(one, chosen.value, place=place.value)

    async def next_service(self, one: Registration) -> Said | None:
        """Finish, and on to another service with the same ticket."""
        words = self._app.words
        try:
            queues = [queue.words(words.language) for queue in await self._client.queues() if queue.status == "open"]
        except (Unreachable, Refused):
            return Said("counter-away")
        choices = [Choice(queue, queue.name, words("counter-ask-waiting", count=queue.waiting)) for queue in queues]
        chosen = await self._choose(words("counter-ask-service-title", number=one.ticket), choices)
        return None if chosen is None else await self._work.go_on(one, chosen.value)

    async def returned(self) -> Said | None:
        """A no-show of today is here after all."""
        words = self._app.words
        try:
            found = [
                one for queue in self.of_desk for one in await self._client.registrations(queue.id, Status.NO_SHOW)
            ]
        except (Unreachable, Refused):
            return Said("counter-away")
        if not found:
            return Said("counter-no-missed")
        found.sort(key=lambda one: (one.missed or one.registered).instant(), reverse=True)
        choices = [Choice(one, f"{one.ticket}  {one.client.name}", self._service(one)) for one in found[:50]]
        chosen = await self._choose(words("counter-ask-returned-title"), choices)
        return None if chosen is None else await self._work.came_back(chosen.value)

    async def undo(self) -> Said:
        """Take the last action back."""
        return await self._work.undo()

    async def pause(self) -> Said:
        """A break, or back from it."""
        return await self._work.set_desk("paused" if self._desk.status == "open" else "open")

    async def close_desk(self) -> Said:
        """No more clients here today, or open again."""
        return await self._work.set_desk("open" if self._desk.status == "closed" else "closed")

    async def queues(self) -> Said | None:
        """Let new clients join a service, or not."""
        words = self._app.words
        try:
            now = {queue.id: queue.words(words.language) for queue in await self._client.queues()}
        except (Unreachable, Refused):
            return Said("counter-away")
        mine = [now[queue.id] for queue in self.of_desk if queue.id in now]
        choices = [Choice(queue, queue.name, words(f"counter-ask-queue-{queue.status}")) for queue in mine]
        chosen = await self._choose(words("counter-ask-queues-title"), choices)
        if chosen is None:
            return None
        queue = chosen.value
        return await self._work.set_queue(queue, "closed" if queue.status == "open" else "open")

    async def register(self) -> Said | None:
        """Give somebody at the desk a ticket."""
        words, queue = self._app.words, self.of_desk[0]
        if len(self.of_desk) > 1:
            choices = [Choice(queue, queue.name) for queue in self.of_desk]
            chosen = await self._choose(words("counter-ask-register-title"), choices)
            if chosen is None:
                return None
            queue = chosen.value
        made = await self._app.push_screen_wait(RegisterScreen(self._client, queue))
        if made is None:
            return None
        return Said("counter-did-register", {"number": made.ticket, "service": queue.name}, done=True)

    async def _write(self, title: str, blanks: Sequence[Blank], send: Callable[..., Awaitable[Said]]) -> Said | None:
        """Ask for words and send them; they are asked for again, as written, while the link is lost."""
        told = ""
        while (given := await self._app.push_screen_wait(WordsScreen(title, *blanks, told=told))) is not None:
            said = await send(*(text.strip() for text in given))
            if said.key not in TRY_AGAIN:
                return said
            told = self._app.words(said.key, **said.values)
            blanks = [replace(blank, text=text) for blank, text in zip(blanks, given, strict=True)]
        return None

    async def _ask_place(self, one: Registration, places: Sequence[Place]) -> Choice[Place] | None:
        words = self._app.words
        choices: list[Choice[Place]] = [
            Choice(place, words("counter-ask-nth", place=place))
            if isinstance(place, int)
            else Choice(place, words(f"counter-ask-place-{place}"))
            for place in places
        ]
        return await self._choose(words("counter-ask-place-title", number=one.ticket), choices)

    async def _choose(self, title: str, choices: Sequence[Choice]) -> Choice | None:  # type: ignore[type-arg]
        return await self._app.push_screen_wait(ChoiceScreen(title, choices))

    def _service(self, one: Registration) -> str:
        return next((queue.name for queue in self.of_desk if queue.id == one.queue.id), one.queue.name or "")


def _line(note: str | None) -> str:
    """A note where there is one line: of one with more the dialog shows nothing, and changes nothing."""
    return note if note and "\n" not in note else ""
