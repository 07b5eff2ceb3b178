"""The page that says why there is no ticket yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.ui.safe import to_content
from walkin_kiosk.messages import BackRequested, SessionEnded, TicketRequested
from walkin_kiosk.screens.page import SessionPage
from walkin_kiosk.session import KioskSession
from walkin_kiosk.submission import SubmissionFailed

RETRY_SECONDS = 5.0
"""Seconds between automatic retries while the server is away."""


class ProblemPage(SessionPage):
    """Shown after a failed submission; the answers are kept. It retries by itself while the server is away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", "app-retry"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
    ]

    HELP_PAGE = "problem"

    def __init__(self, session: KioskSession, failure: SubmissionFailed, languages: Iterable[str], office: str) -> None:
        super().__init__(session, languages, office)
        self.failure = failure
        self.sending = False

    def compose_body(self) -> ComposeResult:
        kind = self.failure.kind
        text = to_content(self.failure.message) if kind == "refused" else self.localize(f"kiosk-{kind}-text")
        with Vertical(id="problem", classes="card edge -error"):
            yield Static(self.localize(f"kiosk-{kind}-title"), id="question")
            yield Static(text, id="hint")
            yield Static(id="trying")

    def compose_actions(self) -> ComposeResult:
        if self.failure.kind != "closed":
            yield Button(self.localize("app-back"), id="back")

    def compose_forward_actions(self) -> ComposeResult:
        if self.failure.kind == "away":
            yield Button(self.localize("app-retry"), id="again", variant="primary")
        elif self.failure.kind == "closed":
            yield Button(self.localize("kiosk-to-start"), id="to-start", variant="primary")

    def find_first_focus(self) -> Widget | None:
        return self.query("#actions Button").exclude(".scroll").last()

    def on_mount(self) -> None:
        if self.failure.kind == "away":
            self.set_interval(RETRY_SECONDS, self.action_again)

    def finish_build(self) -> None:
        super().finish_build()
        self.show_sending(self.sending)

    def show_sending(self, sending: bool) -> None:
        """Show whether a retry is in progress; Back and Give up stay enabled."""
        self.sending = sending
        if self.failure.kind == "away":
            key = "app-loading" if sending else "kiosk-away-again"
            self.query_one("#trying", Static).update(self.localize(key))

    @on(Button.Pressed, "#again")
    def action_again(self) -> None:
        """Retry unless a retry is in progress; when the service is closed, end the session."""
        if self.failure.kind == "away" and not self.sending:
            self.show_sending(True)
            self.post_message(TicketRequested())
        elif self.failure.kind == "closed":
            self.post_message(SessionEnded())

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        self.post_message(SessionEnded() if self.failure.kind == "closed" else BackRequested())

    @on(Button.Pressed, "#to-start")
    def _go_to_start(self) -> None:
        self.post_message(SessionEnded())
