"""The ticket: its number in big letters, what is known of the wait, and the code for the phone."""

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
from walkin.model.registration import Registration
from walkin.settings.model import Settings
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText
from walkin.ui.qr import QrCode
from walkin.ui.safe import safe
from walkin_kiosk.messages import VisitEnded
from walkin_kiosk.screens.page import Languages, Page
from walkin_kiosk.session import Visit
from walkin_kiosk.wait import told


class TicketPage(Page):
    """Shown until Done, or until nobody has touched it for a while."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "done", "kiosk-key-done")]

    def __init__(self, visit: Visit, registration: Registration, languages: Iterable[str], settings: Settings) -> None:
        super().__init__(languages)
        self.visit = visit
        self.registration = registration
        self.settings = settings

    def compose(self) -> ComposeResult:
        registration, words = self.registration, self.app.words
        ahead = registration.number_of_people_ahead
        wait = told(words, registration.estimated_waiting_time, registration.wait_unknown)
        with Vertical(id="column", classes="-ticket"):
            with Horizontal(id="paper"):
                with Vertical(id="facts"):
                    yield Static(self.words("kiosk-your-number"), id="caption")
                    yield BigText(registration.ticket, tallest=7, id="number")
                    yield Static(safe(self.visit.texts.name), id="service")
                    if ahead is not None:
                        yield Static(self.words("kiosk-ahead", count=ahead), id="ahead")
                    if wait:
                        yield Static(self.words("kiosk-expected", wait=wait), id="wait")
                    issued = words.time(registration.registered.instant())
                    yield Static(self.words("kiosk-issued", time=issued), id="issued")
                    message = self.visit.texts.thank_message or words("kiosk-sit")
                    yield Static(safe(message, multiline=True), id="message")
                    yield Static(self.words("kiosk-closes", seconds=self.settings.ticket_seconds), id="closes")
                    with Horizontal(id="actions"):
                        yield Button(self.words("kiosk-done"), id="done", variant="primary")
                        yield Languages(self.languages)
                with Vertical(id="code"):
                    yield QrCode(self.code(words))
                    yield Static(self.words("kiosk-scan"), id="scan")
            yield KeyBar()

    def code(self, words: Words) -> str:
        """What the QR code says: the ticket's page on the phone where there is one, else the ticket itself."""
        ticket, moment = self.registration.ticket, self.registration.registered.instant()
        if self.settings.public_url and self.registration.token:
            return f"{self.settings.public_url}/t/{quote(self.registration.token)}"
        day = words.date(moment, "medium").replace(f", {moment.year}", "").replace(f" {moment.year}", "")
        name = self.visit.texts.name[:24].strip()
        return f"{ticket} · {name} · {day} {moment:%H:%M}"

    def start(self) -> Widget | None:
        return self.query_one("#done")

    @on(Button.Pressed, "#done")
    def action_done(self) -> None:
        """Back to the start at once."""
        self.post_message(VisitEnded())
