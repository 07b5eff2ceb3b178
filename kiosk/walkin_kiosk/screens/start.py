"""The first page: which office this is, whether it is open, and what one can come for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from walkin.languages import Words
from walkin.model.queue import Queue
from walkin.ui.safe import safe
from walkin_kiosk.messages import ServiceChosen
from walkin_kiosk.screens.page import Body, Page
from walkin_kiosk.service_catalog import Office
from walkin_kiosk.wait import told
from walkin_kiosk.widgets.big_button import Target


class Service(Target):
    """One service with its number, how many wait for it and how long that takes."""

    def __init__(self, queue: Queue, number: int, words: Words, *, live: bool) -> None:
        super().__init__(classes="service")
        self.number = number
        self.show(queue, words, live=live)

    def show(self, queue: Queue, words: Words, *, live: bool) -> None:
        """Show how things stand now."""
        self.queue = queue
        open_ = queue.status == "open"
        self.disabled = not (open_ and live)
        wait = told(words, queue.estimated_waiting_time, queue.wait_unknown)
        parts = [words("kiosk-waiting", count=queue.waiting), wait]
        state = " · ".join(part for part in parts if part) if open_ else words("kiosk-service-closed")
        number = f"{self.number}  " if self.number <= 9 else "   "
        self.update(
            Content.assemble(
                (number, "bold $accent"),
                safe(queue.words(words.language).name, "bold"),
                "\n   ",
                safe(state if live else "", "$text-muted"),
            )
        )

    def action_press(self) -> None:
        self.post_message(ServiceChosen(self.queue.id))


class StartPage(Page):
    """Stays below all others for as long as the kiosk runs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "choose(1)", "kiosk-key-pick", key_display="1–9"),
        *(Binding(str(number), f"choose({number})", show=False) for number in range(2, 10)),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]

    def __init__(self, office: Office, languages: Iterable[str], idle_seconds: int) -> None:
        super().__init__(languages)
        self.state = office
        self.idle_seconds = idle_seconds

    def head(self) -> ComposeResult:
        yield Static(id="office")
        yield Static(id="clock")

    def body(self) -> ComposeResult:
        yield Static(id="welcome")
        yield Static(id="notice")
        yield ItemGrid(id="services")

    def below(self) -> ComposeResult:
        yield Static(self.words("kiosk-resets", seconds=self.idle_seconds), id="resets")

    def start(self) -> Widget | None:
        return next((service for service in self.query(Service) if service.focusable), None)

    def settle(self) -> None:
        super().settle()
        self.call_later(self.refresh_office)

    async def refresh_office(self) -> None:
        """Show the services and the connection as they are now."""
        if not self._built:
            return
        words, queues = self.app.words, self.state.queues
        services = list(self.query(Service))
        live = self.state.connected
        if [service.queue.id for service in services] != [queue.id for queue in queues]:
            grid = self.query_one("#services", ItemGrid)
            grid.set_class(len(queues) > 3, "-two")
            await grid.remove_children()
            await grid.mount_all(
                Service(queue, number, words, live=live) for number, queue in enumerate(queues, start=1)
            )
            if self.focused is None and (first := self.start()) is not None:
                first.focus()
        else:
            for service, queue in zip(services, queues, strict=True):
                service.show(queue, words, live=live)
        self.query_one("#office", Static).update(safe(self.state.name))
        self.query_one("#welcome", Static).update(self._welcome())
        self._notice()
        self.tell_time()

    def tell_time(self) -> None:
        """The office's clock, and whether anything is open. Costs nothing while the minute stays the same."""
        now = self.state.now()
        if now is None or not self._built:
            return
        key = "kiosk-open" if self.state.open else "kiosk-closed"
        text = safe(f"{self.app.words(key)} · {self.app.words.date(now, 'full')} · {self.app.words.time(now)}")
        clock = self.query_one("#clock", Static)
        if clock.content != text:
            clock.update(text)
        if not self.state.connected:
            self._notice()

    @property
    def _built(self) -> bool:
        """Whether the page has its parts: not while it is being built anew in another language, or taken down."""
        return all(self.query_one_optional(f"#{part}") for part in ("office", "clock", "welcome", "notice", "services"))

    def _welcome(self) -> Content:
        queue = self.state.queues[0] if len(self.state.queues) == 1 else None
        own = queue.words(self.app.words.language).welcome_message if queue else ""
        return safe(own or self.app.words("kiosk-welcome"), multiline=True)

    def _notice(self) -> None:
        words = self.app.words
        minutes = self.state.minutes_away
        if self.state.connected:
            text = "" if self.state.open else words("kiosk-all-closed")
        elif self.state.problem:
            text = self.state.problem
        elif minutes is None:
            text = words("app-loading")
        else:
            text = words("kiosk-away", minutes=minutes)
        notice = self.query_one("#notice", Static)
        if notice.content != (content := safe(text, multiline=True)):
            notice.update(content)
        notice.display = bool(text)
        notice.set_class(bool(self.state.problem) or (minutes is not None and not self.state.connected), "-away")

    def action_choose(self, number: int) -> None:
        """Take the service of that number, when it is open."""
        for service in self.query(Service):
            if service.number == number and not service.disabled:
                service.action_press()

    @property
    def touched(self) -> bool:
        """Whether somebody has moved about on the page."""
        return self.focused is not self.start() or self.query_one(Body).scroll_y > 0

    def reset(self) -> None:
        """As if nobody had ever been here."""
        self.query_one(Body).scroll_home(animate=False)
        self.set_focus(None)
        if (first := self.start()) is not None:
            first.focus()
