"""The ticket page: the number in big letters, the wait, and a QR code for the phone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words
from walkin.languages.wait import describe_ticket_wait
from walkin.model.registration import Registration
from walkin.printing.ticket import get_code_text
from walkin.settings import KioskSettings
from walkin.ui.letters import BigText
from walkin.ui.qr import QrCode
from walkin.ui.safe import to_content
from walkin_kiosk.messages import CopyRequested, SessionEnded
from walkin_kiosk.screens.page import SessionPage
from walkin_kiosk.session import KioskSession

if TYPE_CHECKING:
    from walkin_kiosk.paper import PaperState

KEPT_SECONDS = 600
"""Seconds without input after which a ticket closes that the client chose to keep."""


class TicketPage(SessionPage):
    """Shown until Done, or until the kiosk was idle for ``close_seconds``."""

    HELP_PAGE = "ticket"
    IS_READ_TWICE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "done", "kiosk-key-done"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
    ]

    def __init__(
        self, session: KioskSession, registration: Registration, languages: Iterable[str], settings: KioskSettings
    ) -> None:
        super().__init__(session, languages)
        self.registration = registration
        self.settings = settings
        self.close_seconds = settings.ticket_seconds
        self.paper: PaperState | None = None
        """How the last print ended; None without a printer."""
        self.is_printed = False
        """Whether a paper has, or may have, come out: the next one is a copy."""
        self._has_copied = False
        self.set_class(bool(settings.printer), "-paper")

    @property
    def is_kept(self) -> bool:
        return self.close_seconds > self.settings.ticket_seconds

    def compose(self) -> ComposeResult:
        registration, words = self.registration, self.app.words
        ahead = registration.number_of_people_ahead
        wait = describe_ticket_wait(words, registration.estimated_waiting_time, registration.wait_unknown)
        with Vertical(id="column", classes="-ticket"):
            with Vertical(id="paper"):
                with Vertical(id="hero"):
                    yield Static(self.localize("kiosk-your-number"), id="caption")
                    yield BigText(registration.number, max_rows=14, id="number")
                with Vertical(id="code"):
                    yield Static(self.localize("kiosk-scan"), id="scan")
                    yield QrCode(self.get_qr_text(words))
                with Vertical(id="facts"):
                    yield Static(to_content(self.session.localized_queue.name), id="service")
                    if ahead is not None:
                        yield Static(self.localize("kiosk-ahead", count=ahead), id="ahead")
                    if wait:
                        yield Static(to_content(wait), id="wait")
                    message = self.session.localized_queue.thank_message or words("kiosk-sit")
                    yield Static(to_content(message, multiline=True), id="message")
                    yield Static(self.localize("kiosk-scan") + " ►", id="scan-beside")
                    issued = words.format_time(registration.registered.to_datetime())
                    yield Static(self._describe_paper(), id="paper-state")
                    yield Static(self.localize("kiosk-issued", time=issued), id="issued")
                    yield Static(self._describe_closing(), id="closes")
                    with Horizontal(id="actions"):
                        yield Button(self.localize("kiosk-keep"), id="keep")
                        yield Button(self.localize("paper-again"), id="copy")
                        yield Button(self.localize("kiosk-done"), id="done", variant="primary")
            yield from self.compose_visitor_rows()

    def describe_for_speech(self, *, in_private: bool) -> list[str]:
        """The number letter by letter, the place and the wait."""
        texts = [str(line.content) for line in self.query("#ahead, #wait, #message, #paper-state").results(Static)]
        service = self.session.localized_queue.name
        return [f"{self.app.words('kiosk-your-number')}:", ", ".join(self.registration.number), service, *texts]

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit_code)

    def finish_build(self) -> None:
        super().finish_build()
        # The code leaves few columns for longer words of another language.
        for button in self.query("#facts Button").results(Button):
            button.styles.line_pad = 0

    def refresh_message_line(self) -> None:
        super().refresh_message_line()
        self.call_after_refresh(self._fit_code)

    def _fit_code(self) -> None:
        """Draw the code so that it fits: one that is cut off cannot be read."""
        for code in self.query(QrCode):
            scan = self.query_one("#scan")
            room = self.query_one("#code" if not self.has_class("-portrait") else "#paper").size.height
            code.max_rows = room - (scan.outer_size.height if scan.display else 0)
            # A code that does not fit is left out. Its caption keeps its room, which decides whether it fits.
            for caption in self.query("#scan, #scan-beside"):
                caption.visible = bool(code.lines)

    def _describe_closing(self) -> Content:
        seconds = self.close_seconds
        if self.is_kept:
            return self.localize("kiosk-kept", minutes=seconds // 60)
        return self.localize("kiosk-closes", seconds=seconds)

    def get_qr_text(self, words: Words) -> str:
        return get_code_text(self.registration, self.session.localized_queue, words, self.settings.public_url)

    def show_paper(self, state: PaperState) -> None:
        """Show how the print goes. A copy is offered once, after a paper that came out."""
        self.paper = state
        self.is_printed |= state in ("yes", "unknown")
        if self.is_running:
            self.query_one("#paper-state", Static).update(self._describe_paper())
            self.set_class(state in ("yes", "unknown") and not self._has_copied, "-printed")

    def _describe_paper(self) -> Content | str:
        return self.localize("paper-state", state=self.paper) if self.paper else ""

    @on(Button.Pressed, "#copy")
    def _print_again(self, event: Button.Pressed) -> None:
        """Print one copy: more are printed at a desk."""
        event.stop()
        self._has_copied = True
        self.query_one("#done").focus()
        self.post_message(CopyRequested())

    def find_first_focus(self) -> Widget | None:
        return self.query_one("#done")

    @on(Button.Pressed, "#keep")
    def _keep(self, event: Button.Pressed) -> None:
        """Keep the ticket on the screen for `KEPT_SECONDS`."""
        event.stop()
        self.close_seconds = max(KEPT_SECONDS, self.settings.ticket_seconds + 1)
        event.button.display = False
        self.query_one("#closes", Static).update(self._describe_closing())
        self.query_one("#done").focus()

    @on(Button.Pressed, "#done")
    def action_done(self) -> None:
        self.post_message(SessionEnded())
