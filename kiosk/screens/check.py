"""The answers once more, each with a way to change it, and the button that takes the ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from kiosk.messages import ChangeWanted, TicketWanted, WentBack
from kiosk.screens.page import Page
from kiosk.visit import Visit
from kiosk.wait import told
from shared.languages import Words
from shared.model.form import FormItem
from shared.model.form.item import OTHER
from shared.ui.safe import safe


class Line(Horizontal):
    """One question and its answer."""

    def __init__(self, index: int, title: str, answer: str, missing: bool) -> None:
        super().__init__(classes="line")
        self.index, self.title, self.answer, self.missing = index, title, answer, missing

    def compose(self) -> ComposeResult:
        with Vertical(classes="answer"):
            yield Static(safe(self.title), classes="title")
            yield Static(safe(self.answer, multiline=True), classes="text -missing" if self.missing else "text")
        page = self.screen
        label = page.words("kiosk-change") if isinstance(page, Page) else ""
        yield Button(label, id=f"change-{self.index}", classes="change")

    @on(Button.Pressed)
    def _change(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(ChangeWanted(self.index))


class CheckPage(Page):
    """Past the last question. For a service without questions it confirms the choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "kiosk-key-take"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, visit: Visit, languages: Iterable[str], office: str) -> None:
        super().__init__(languages, office)
        self.visit = visit
        self.sending = False

    def head(self) -> ComposeResult:
        yield from super().head()
        yield Static(safe(self.visit.texts.name), id="service")

    def body(self) -> ComposeResult:
        visit, words = self.visit, self.app.words
        if visit.questions:
            yield Static(self.words("kiosk-check-title"), id="question")
        else:
            yield Static(safe(visit.texts.name), id="question")
            waiting = words("kiosk-waiting", count=visit.queue.waiting)
            parts = [part for part in (waiting, told(words, visit.queue.estimated_waiting_time)) if part]
            yield Static(safe(" · ".join(parts)), id="hint")
            if visit.texts.welcome_message:
                yield Static(safe(visit.texts.welcome_message, multiline=True), id="message")
        for index, item in enumerate(visit.questions):
            question = visit.translated(item)
            text = spoken(question, visit.answers.get(item.id), words)
            yield Line(index, question.title or question.id, text or words("kiosk-not-provided"), not text)

    def actions(self) -> ComposeResult:
        yield Button(self.words("app-back"), id="back")

    def forward_actions(self) -> ComposeResult:
        yield Button(self.words("kiosk-take"), id="take", variant="primary")

    def start(self) -> Widget | None:
        return self.query_one("#take")

    def settle(self) -> None:
        super().settle()
        self.send(self.sending)

    def send(self, sending: bool) -> None:
        """Say that the ticket is being taken; nothing can be pressed until that is decided."""
        self.sending = sending
        for button in self.query("#column Button").results(Button):
            button.disabled = sending
        self.query_one("#take", Button).label = self.words("app-loading" if sending else "kiosk-take")

    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Take the ticket, once."""
        if not self.sending:
            self.send(True)
            self.post_message(TicketWanted())

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """One page back."""
        if not self.sending:
            self.post_message(WentBack())


def spoken(question: FormItem, answer: FormItem | None, words: Words) -> str:
    """An answer as people would write it, in their language; nothing when there is none."""
    if answer is None:
        return ""
    if answer.values is not None:
        names = {choice.id: choice.name or choice.id for choice in question.choices()}
        return ", ".join(
            str(choice.value or "") if choice.id == OTHER and OTHER not in names else names.get(choice.id, choice.name)
            for choice in answer.values
        )
    text = (answer.value or "").strip()
    if question.type == "date" and text:
        try:
            return words.date(date.fromisoformat(text))
        except ValueError:
            return text
    return text
