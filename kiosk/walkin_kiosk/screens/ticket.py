"""The ticket page: the number in big letters, the wait, and a QR code for the phone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from urllib.parse import quote

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words
from walkin.languages.wait import describe_wait
from walkin.model.registration import Registration
from walkin.settings import KioskSettings
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText
from walkin.ui.qr import QrCode
from walkin.ui.safe import to_content
from walkin_kiosk.messages import SessionEnded
from walkin_kiosk.screens.page import LanguageButtons, SessionPage
from walkin_kiosk.session import KioskSession


class TicketPage(SessionPage):
    """Shown until Done, or until the kiosk was idle for ``ticket_seconds``."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "done", "kiosk-key-done")]

    def __init__(
        self, session: KioskSession, registration: Registration, languages: Iterable[str], settings: KioskSettings
    ) -> None:
        super().__init__(session, languages)
        self.registration = registration
        self.settings = settings

    def compose(self) -> ComposeResult:
        registration, words = self.registration, self.app.words
        ahead = registration.number_of_people_ahead
        wait = describe_wait(words, registration.estimated_waiting_time, registration.wait_unknown)
        with Vertical(id="column", classes="-ticket"):
            with Horizontal(id="paper"):
                with Vertical(id="facts"):
                    yield Static(self.localize("kiosk-your-number"), id="caption")
                    yield BigText(registration.ticket, max_rows=7, id="number")
                    yield Static(to_content(self.session.localized_queue.name), id="service")
                    if ahead is not None:
                        yield Static(self.localize("kiosk-ahead", count=ahead), id="ahead")
                    if wait:
                        yield Static(self.localize("kiosk-expected", wait=wait), id="wait")
                    issued = words.format_time(registration.registered.to_datetime())
                    yield Static(self.localize("kiosk-issued", time=issued), id="issued")
                    message = self.session.localized_queue.thank_message or words("kiosk-sit")
                    yield Static(to_content(message, multiline=True), id="message")
                    yield Static(self.localize("kiosk-closes", seconds=self.settings.ticket_seconds), id="closes")
                    with Horizontal(id="actions"):
                        yield Button(self.localize("kiosk-done"), id="done", variant="primary")
                        yield LanguageButtons(self.languages)
                with Vertical(id="code"):
                    yield QrCode(self.get_qr_text(words))
                    yield Static(self.localize("kiosk-scan"), id="scan")
            yield KeyBar()

    def get_qr_text(self, words: Words) -> str:
        """The address of the ticket's public page where there is one, else the ticket, the service and the time."""
        ticket, issued = self.registration.ticket, self.registration.registered.to_datetime()
        if self.settings.public_url and self.registration.token:
            return f"{self.settings.public_url}/t/{quote(self.registration.token)}"
        day = words.format_date(issued, "medium").replace(f", {issued.year}", "").replace(f" {issued.year}", "")
        name = self.session.localized_queue.name[:24].strip()
        return f"{ticket} · {name} · {day} {issued:%H:%M}"

    def find_first_focus(self) -> Widget | None:
        return self.query_one("#done")

    @on(Button.Pressed, "#done")
    def action_done(self) -> None:
        self.post_message(SessionEnded())
