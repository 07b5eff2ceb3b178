"""The answers once more, each with a way to change it, and the button that takes the ticket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.model.form import FormItem
from walkin.ui.app import WalkinApp
from walkin.ui.safe import safe
from walkin_kiosk.format_answer import LONG, MASK, secret, spoken
from walkin_kiosk.messages import ChangeWanted, TicketWanted, WentBack
from walkin_kiosk.screens.page import Body, Page
from walkin_kiosk.session import Visit
from walkin_kiosk.wait import told

WHOLE = 24
"""Answers that are shown at once at most; a key is slow on a page of many more."""

PART = 15
"""Answers that are shown at once where there are more than that."""

LINES = 8
"""Lines of an answer that are shown at once."""


class Line(Horizontal):
    """One question and its answer. A secret one is masked, a long one cut, until Show is pressed."""

    app = getters.app(WalkinApp)

    def __init__(self, index: int, question: FormItem, answer: str) -> None:
        super().__init__(classes="line")
        self.index, self.question, self.answer = index, question, answer
        self.secret = secret(question) and bool(answer)
        self.open = False

    @property
    def text(self) -> str:
        """What is shown of the answer now."""
        if self.open:
            return self.answer
        if self.secret:
            return MASK
        cut = "\n".join(self.answer.split("\n")[:LINES])[:LONG]
        return cut if cut == self.answer else f"{cut} …"

    @property
    def shown(self) -> Content:
        """The question above its answer."""
        title = safe(self.question.title or self.question.id, "$text-muted")
        if not self.answer:
            return title + "\n" + safe(self.app.words("kiosk-not-provided"), "$text-muted")
        return title + "\n" + safe(self.text, "bold", multiline=True)

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(self.shown, classes="answer")
        if self.text != self.answer:
            yield Button(safe(words("kiosk-show" if self.secret else "kiosk-show-all")), classes="show")
        yield Button(safe(words("kiosk-change")), id=f"change-{self.index}", classes="change")

    @on(Button.Pressed, ".change")
    def _change(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(ChangeWanted(self.question.id))

    @on(Button.Pressed, ".show")
    def _show(self, event: Button.Pressed) -> None:
        event.stop()
        self.open = not self.open
        self.query_one(".answer", Static).update(self.shown)
        shut = "kiosk-show" if self.secret else "kiosk-show-all"
        event.button.label = safe(self.app.words("kiosk-hide" if self.open else shut))


class Turn(Button):
    """Leads to the part of the answers before or after this one."""

    def __init__(self, label: Content, direction: int) -> None:
        super().__init__(label, classes="turn")
        self.direction = direction


class CheckPage(Page):
    """Past the last question. For a service without questions it confirms the choice.

    Many answers are shown in parts: scrolling on from the end of one leads to the next.
    """

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
            wait = told(words, visit.queue.estimated_waiting_time, visit.queue.wait_unknown)
            parts = [part for part in (waiting, wait) if part]
            yield Static(safe(" · ".join(parts)), id="hint")
            if visit.texts.welcome_message:
                yield Static(safe(visit.texts.welcome_message, multiline=True), id="message")
        count, shown = len(visit.questions), self.shown
        if self.parted:
            here = words("kiosk-answers-of", first=shown.start + 1, last=shown.stop, count=count)
            yield Static(safe(here), id="part")
        if shown.start:
            yield self._turn("▲", range(shown.start - PART, shown.start), -1)
        for index in shown:
            item = visit.questions[index]
            question = visit.translated(item)
            yield Line(index, question, spoken(question, visit.answers.get(item.id), words))
        if shown.stop < count:
            yield self._turn("▼", range(shown.stop, min(shown.stop + PART, count)), 1)

    @property
    def parted(self) -> bool:
        """Whether there are too many answers to show them all at once."""
        return len(self.visit.questions) > WHOLE

    @property
    def place(self) -> int:
        """The place of the question that shall be in sight."""
        return next((n for n, item in enumerate(self.visit.questions) if item.id == self.visit.sight), 0)

    @property
    def shown(self) -> range:
        """The places of the answers that are shown now."""
        count = len(self.visit.questions)
        if not self.parted:
            return range(count)
        first = self.place // PART * PART
        return range(first, min(first + PART, count))

    def _turn(self, sign: str, places: range, direction: int) -> Turn:
        text = self.app.words("kiosk-answers", first=places.start + 1, last=places.stop)
        return Turn(safe(f"{sign} {text}"), direction)

    def actions(self) -> ComposeResult:
        yield Button(self.words("app-back"), id="back")

    def forward_actions(self) -> ComposeResult:
        yield Button(self.words("kiosk-take"), id="take", variant="primary")

    def start(self) -> Widget | None:
        return self.query_one("#take")

    def settle(self) -> None:
        super().settle()
        self.send(self.sending)
        if self.parted and self.place > self.shown.start:
            self.call_after_refresh(self._show_changed)

    def _show_changed(self) -> None:
        """Whoever changed an answer sees it first."""
        if (button := self.query_one_optional(f"#change-{self.place}")) is not None and button.parent is not None:
            self.query_one(Body).scroll_to_center(button, animate=False)

    def _offer_scrolling(self, needed: bool) -> None:
        super()._offer_scrolling(needed or self.parted)

    def action_scroll_body(self, direction: int) -> None:
        """A page up or down, and from the end of a part on to the next one."""
        body, shown = self.query_one(Body), self.shown
        ends = body.scroll_offset.y >= body.max_scroll_y if direction > 0 else body.scroll_offset.y <= 0
        more = shown.stop < len(self.visit.questions) if direction > 0 else shown.start > 0
        if ends and more:
            self.call_later(self.turn, direction)
        else:
            super().action_scroll_body(direction)

    @on(Button.Pressed, ".turn")
    async def _turned(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, Turn):
            await self.turn(event.button.direction)

    async def turn(self, direction: int) -> None:
        """Show the part of the answers before or after this one."""
        first, questions = self.shown.start + direction * PART, self.visit.questions
        if self.sending or not 0 <= first < len(questions):
            return
        self.visit.sight = questions[first].id
        body = self.query_one(Body)
        inside = body.has_focus_within
        with self.app.batch_update():
            await body.remove_children()
            await body.mount_all(self.body())
        buttons = list(body.query(".change").results(Button))
        if inside:
            self.set_focus(buttons[0 if direction > 0 else -1], scroll_visible=False)
        if direction > 0:
            body.scroll_home(animate=False)
        else:
            body.scroll_end(animate=False)

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
