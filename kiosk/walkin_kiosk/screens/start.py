"""The start page: the office, its clock, and its services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
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
from walkin.ui.scrolling import Body
from walkin_kiosk.messages import ServiceChosen
from walkin_kiosk.screens.page import Page
from walkin_kiosk.service_catalog import ServiceCatalog


def describe_load(words: Words, queue: Queue) -> str:
    """The number of waiting clients and the estimated wait, as far as they are known."""
    waiting = words("kiosk-waiting", count=queue.known_waiting) if queue.known_waiting is not None else ""
    wait = describe_wait(words, queue.estimated_waiting_time, queue.wait_unknown)
    return " · ".join(text for text in (waiting, wait) if text)


class ServiceButton(Static, can_focus=True):
    """A service with its number, how many are waiting and the estimated wait. A click, Enter or Space chooses it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "kiosk-key-pick")]

    def __init__(self, queue: Queue, number: int, words: Words, *, connected: bool) -> None:
        super().__init__(classes="service")
        self.number = number
        self.show_state(queue, words, connected=connected)

    def show_state(self, queue: Queue, words: Words, *, connected: bool) -> None:
        """Update the texts; a service can be chosen while it is open and the server is connected."""
        self.queue = queue
        is_open = queue.status == "open"
        self.disabled = not (is_open and connected)
        state = describe_load(words, queue) if is_open else words("kiosk-service-closed")
        number = f"{self.number}  " if self.number <= 9 else "   "
        self.update(
            Content.assemble(
                (number, "bold $accent"),
                to_content(queue.translate(words.language).name, "bold"),
                "\n   ",
                to_content(state if connected else "", "$text-muted"),
            )
        )

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_press()

    def action_press(self) -> None:
        self.post_message(ServiceChosen(self.queue.id))


class StartPage(Page):
    """The page below all others, for as long as the kiosk runs."""

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
        return next((button for button in self.query(ServiceButton) if button.focusable), None)

    def finish_build(self) -> None:
        super().finish_build()
        self.call_later(self.refresh_services)

    async def refresh_services(self) -> None:
        if not self._is_built:
            return
        words, queues, connected = self.app.words, self.catalog.queues, self.catalog.connected
        buttons = list(self.query(ServiceButton))
        if [button.queue.id for button in buttons] != [queue.id for queue in queues]:
            grid = self.query_one("#services", ItemGrid)
            grid.set_class(len(queues) > 3, "-two")
            await grid.remove_children()
            await grid.mount_all(
                ServiceButton(queue, number, words, connected=connected) for number, queue in enumerate(queues, start=1)
            )
            if not self._is_built:
                return
            if self.focused is None and (first := self.find_first_focus()) is not None:
                first.focus()
        else:
            for button, queue in zip(buttons, queues, strict=True):
                button.show_state(queue, words, connected=connected)
        self.query_one("#office", Static).update(to_content(self.catalog.office_name))
        self.query_one("#welcome", Static).update(self._get_welcome_text())
        self._update_notice()
        self.update_clock()

    def update_clock(self) -> None:
        """Show the office's time, and whether it is open. Redraws only when the text changes."""
        now = self.catalog.now()
        if now is None or not self._is_built:
            return
        words = self.app.words
        state = words("kiosk-open" if self.catalog.is_open else "kiosk-closed")
        text = to_content(f"{state} · {words.format_date(now, 'full')} · {words.format_time(now)}")
        clock = self.query_one("#clock", Static)
        if clock.content != text:
            clock.update(text)
        if not self.catalog.connected:
            self._update_notice()

    @property
    def _is_built(self) -> bool:
        """Whether all parts are there; not while the page is recomposed in another language, or removed."""
        return all(self.query_one_optional(f"#{part}") for part in ("office", "clock", "welcome", "notice", "services"))

    def _get_welcome_text(self) -> Content:
        queue = self.catalog.queues[0] if len(self.catalog.queues) == 1 else None
        message = queue.translate(self.app.words.language).welcome_message if queue else ""
        return to_content(message or self.app.words("kiosk-welcome"), multiline=True)

    def _update_notice(self) -> None:
        words, minutes = self.app.words, self.catalog.minutes_offline
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
        for button in self.query(ServiceButton):
            if button.number == number and not button.disabled:
                button.action_press()

    @property
    def is_touched(self) -> bool:
        """Whether the focus or the scroll position differs from that of a fresh page."""
        return self.focused is not self.find_first_focus() or self.query_one(Body).scroll_y > 0

    def reset(self) -> None:
        """Scroll to the top and focus the first service."""
        self.query_one(Body).scroll_home(animate=False)
        self.set_focus(None)
        if (first := self.find_first_focus()) is not None:
            first.focus()
