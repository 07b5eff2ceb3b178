"""Why there is no ticket yet, as a page of its own: the server is away, the service closed, or it said no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.ui.safe import safe
from walkin_kiosk.messages import TicketWanted, VisitEnded, WentBack
from walkin_kiosk.screens.page import Page
from walkin_kiosk.session import Visit
from walkin_kiosk.submission import Stopped

AGAIN = 5.0
"""Seconds until the kiosk tries again by itself."""


class ProblemPage(Page):
    """What was typed stays. Away, it tries again by itself; closed, there is nothing to try."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", "app-retry"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
    ]

    def __init__(self, visit: Visit, why: Stopped, languages: Iterable[str], office: str) -> None:
        super().__init__(languages, office)
        self.visit = visit
        self.why = why
        self.sending = False

    def head(self) -> ComposeResult:
        yield from super().head()
        yield Static(safe(self.visit.texts.name), id="service")

    def body(self) -> ComposeResult:
        yield Static(self.words(f"kiosk-{self.why.kind}-title"), id="question")
        yield Static(
            safe(self.why.message) if self.why.kind == "refused" else self.words(f"kiosk-{self.why.kind}-text"),
            id="hint",
        )
        yield Static(id="trying")

    def actions(self) -> ComposeResult:
        if self.why.kind != "closed":
            yield Button(self.words("app-back"), id="back")
            yield Button(self.words("kiosk-give-up"), id="give-up")

    def forward_actions(self) -> ComposeResult:
        if self.why.kind == "away":
            yield Button(self.words("app-retry"), id="again", variant="primary")
        elif self.why.kind == "closed":
            yield Button(self.words("kiosk-to-start"), id="give-up", variant="primary")

    def start(self) -> Widget | None:
        return self.query("#again, #give-up").last()

    def on_mount(self) -> None:
        if self.why.kind == "away":
            self.set_interval(AGAIN, self.action_again)

    def settle(self) -> None:
        super().settle()
        self.send(self.sending)

    def send(self, sending: bool) -> None:
        """Say that a try is under way. Back and giving up stay possible."""
        self.sending = sending
        if self.why.kind == "away":
            key = "app-loading" if sending else "kiosk-away-again"
            self.query_one("#trying", Static).update(self.words(key))

    def action_again(self) -> None:
        """Try again, unless that is being done."""
        if self.why.kind == "away" and not self.sending:
            self.send(True)
            self.post_message(TicketWanted())
        elif self.why.kind == "closed":
            self.post_message(VisitEnded())

    @on(Button.Pressed, "#again")
    def _again(self) -> None:
        self.action_again()

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """To the answers."""
        self.post_message(VisitEnded() if self.why.kind == "closed" else WentBack())

    @on(Button.Pressed, "#give-up")
    def _give_up(self) -> None:
        self.post_message(VisitEnded())
