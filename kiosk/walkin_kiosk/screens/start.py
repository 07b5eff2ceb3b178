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
from walkin.languages.wait import describe_wait
from walkin.model.queue import Queue
from walkin.ui.safe import to_content
from walkin_kiosk.messages import ServiceChosen
from walkin_kiosk.screens.page import Body, Page
from walkin_kiosk.service_catalog import ServiceCatalog
from walkin_kiosk.widgets.big_button import BigButton


class ServiceButton(BigButton):
    """One service with its number, how many wait for it and how long that takes."""

    def __init__(self, queue: Queue, number: int, words: Words, *, connected: bool) -> None:
        super().__init__(classes="service")
        self.number = number
        self.show_state(queue, words, connected=connected)

    def show_state(self, queue: Queue, words: Words, *, connected: bool) -> None:
        """Show how things stand now."""
        self.queue = queue
        open_ = queue.status == "open"
        self.disabled = not (open_ and connected)
        wait = describe_wait(words, queue.estimated_waiting_time, queue.wait_unknown)
        parts = [words("kiosk-waiting", count=queue.waiting), wait]
        state = " · ".join(part for part in parts if part) if open_ else words("kiosk-service-closed")
        number = f"{self.number}  " if self.number <= 9 else "   "
        self.update(
            Content.assemble(
                (number, "bold $accent"),
                to_content(queue.translate(words.language).name, "bold"),
                "\n   ",
                to_content(state if connected else "", "$text-muted"),
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

    def __init__(self, catalog: ServiceCatalog, languages: Iterable[str], idle_seconds: int) -> None:
        super().__init__(languages)
        self.catalog = catalog
        self.idle_seconds = idle_seconds

    def compose_head(self) -> ComposeResult:
        yield Static(id="office")
        yield Static(id="clock")

    def compose_body(self) -> ComposeResult:
        yield Static(id="welcome")
        yield Static(id="notice")
        yield ItemGrid(id="services")

    def compose_below_body(self) -> ComposeResult:
        yield Static(self.localize("kiosk-resets", seconds=self.idle_seconds), id="resets")

    def find_first_focus(self) -> Widget | None:
        return next((service for service in self.query(ServiceButton) if service.focusable), None)

    def finish_build(self) -> None:
        super().finish_build()
        self.call_later(self.refresh_services)

    async def refresh_services(self) -> None:
        """Show the services and the connection as they are now."""
        if not self._is_built:
            return
        words, queues = self.app.words, self.catalog.queues
        services = list(self.query(ServiceButton))
        live = self.catalog.connected
        if [service.queue.id for service in services] != [queue.id for queue in queues]:
            grid = self.query_one("#services", ItemGrid)
            grid.set_class(len(queues) > 3, "-two")
            await grid.remove_children()
            await grid.mount_all(
                ServiceButton(queue, number, words, connected=live) for number, queue in enumerate(queues, start=1)
            )
            if self.focused is None and (first := self.find_first_focus()) is not None:
                first.focus()
        else:
            for service, queue in zip(services, queues, strict=True):
                service.show_state(queue, words, connected=live)
        self.query_one("#office", Static).update(to_content(self.catalog.office_name))
        self.query_one("#welcome", Static).update(self._get_welcome_text())
        self._update_notice()
        self.update_clock()

    def update_clock(self) -> None:
        """The office's clock, and whether anything is open. Costs nothing while the minute stays the same."""
        now = self.catalog.now()
        if now is None or not self._is_built:
            return
        key = "kiosk-open" if self.catalog.is_open else "kiosk-closed"
        text = to_content(
            f"{self.app.words(key)} · {self.app.words.format_date(now, 'full')} · {self.app.words.format_time(now)}"
        )
        clock = self.query_one("#clock", Static)
        if clock.content != text:
            clock.update(text)
        if not self.catalog.connected:
            self._update_notice()

    @property
    def _is_built(self) -> bool:
        """Whether the page has its parts: not while it is being built anew in another language, or taken down."""
        return all(self.query_one_optional(f"#{part}") for part in ("office", "clock", "welcome", "notice", "services"))

    def _get_welcome_text(self) -> Content:
        queue = self.catalog.queues[0] if len(self.catalog.queues) == 1 else None
        own = queue.translate(self.app.words.language).welcome_message if queue else ""
        return to_content(own or self.app.words("kiosk-welcome"), multiline=True)

    def _update_notice(self) -> None:
        words = self.app.words
        minutes = self.catalog.minutes_offline
        if self.catalog.connected:
            text = "" if self.catalog.is_open else words("kiosk-all-closed")
        elif self.catalog.problem:
            text = self.catalog.problem
        elif minutes is None:
            text = words("app-loading")
        else:
            text = words("kiosk-away", minutes=minutes)
        notice = self.query_one("#notice", Static)
        if notice.content != (content := to_content(text, multiline=True)):
            notice.update(content)
        notice.display = bool(text)
        notice.set_class(bool(self.catalog.problem) or (minutes is not None and not self.catalog.connected), "-away")

    def action_choose(self, number: int) -> None:
        """Take the service of that number, when it is open."""
        for service in self.query(ServiceButton):
            if service.number == number and not service.disabled:
                service.action_press()

    @property
    def is_touched(self) -> bool:
        """Whether somebody has moved about on the page."""
        return self.focused is not self.find_first_focus() or self.query_one(Body).scroll_y > 0

    def reset(self) -> None:
        """As if nobody had ever been here."""
        self.query_one(Body).scroll_home(animate=False)
        self.set_focus(None)
        if (first := self.find_first_focus()) is not None:
            first.focus()
