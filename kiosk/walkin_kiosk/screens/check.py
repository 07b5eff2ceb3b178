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

from walkin.languages.wait import describe_wait
from walkin.model.form import FormItem
from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin_kiosk.format_answer import MASK, MAX_ANSWER_CHARACTERS, format_answer, is_secret
from walkin_kiosk.messages import AnswerChangeRequested, BackRequested, TicketRequested
from walkin_kiosk.screens.page import Body, Page
from walkin_kiosk.session import KioskSession

MAX_ANSWERS_UNSPLIT = 24
"""Answers that are shown at once at most; a key is slow on a page of many more."""

ANSWERS_PER_PART = 15
"""Answers that are shown at once where there are more than that."""

MAX_ANSWER_LINES = 8
"""Lines of an answer that are shown at once."""


class AnswerLine(Horizontal):
    """One question and its answer. A secret one is masked, a long one cut, until Show is pressed."""

    app = getters.app(WalkinApp)

    def __init__(self, index: int, question: FormItem, answer: str) -> None:
        super().__init__(classes="line")
        self.index, self.question, self.answer = index, question, answer
        self.secret = is_secret(question) and bool(answer)
        self.is_revealed = False

    @property
    def visible_answer(self) -> str:
        """What is shown of the answer now."""
        if self.is_revealed:
            return self.answer
        if self.secret:
            return MASK
        cut = "\n".join(self.answer.split("\n")[:MAX_ANSWER_LINES])[:MAX_ANSWER_CHARACTERS]
        return cut if cut == self.answer else f"{cut} …"

    @property
    def answer_content(self) -> Content:
        """The question above its answer."""
        title = to_content(self.question.title or self.question.id, "$text-muted")
        if not self.answer:
            return title + "\n" + to_content(self.app.words("kiosk-not-provided"), "$text-muted")
        return title + "\n" + to_content(self.visible_answer, "bold", multiline=True)

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(self.answer_content, classes="answer")
        if self.visible_answer != self.answer:
            yield Button(to_content(words("kiosk-show" if self.secret else "kiosk-show-all")), classes="show")
        yield Button(to_content(words("kiosk-change")), id=f"change-{self.index}", classes="change")

    @on(Button.Pressed, ".change")
    def _request_change(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(AnswerChangeRequested(self.question.id))

    @on(Button.Pressed, ".show")
    def _toggle_answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.is_revealed = not self.is_revealed
        self.query_one(".answer", Static).update(self.answer_content)
        shut = "kiosk-show" if self.secret else "kiosk-show-all"
        event.button.label = to_content(self.app.words("kiosk-hide" if self.is_revealed else shut))


class PartButton(Button):
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

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str) -> None:
        super().__init__(languages, office_name)
        self.session = session
        self.sending = False

    def compose_head(self) -> ComposeResult:
        yield from super().compose_head()
        yield Static(to_content(self.session.localized_queue.name), id="service")

    def compose_body(self) -> ComposeResult:
        visit, words = self.session, self.app.words
        if visit.questions:
            yield Static(self.localize("kiosk-check-title"), id="question")
        else:
            yield Static(to_content(visit.localized_queue.name), id="question")
            waiting = words("kiosk-waiting", count=visit.queue.waiting)
            wait = describe_wait(words, visit.queue.estimated_waiting_time, visit.queue.wait_unknown)
            parts = [part for part in (waiting, wait) if part]
            yield Static(to_content(" · ".join(parts)), id="hint")
            if visit.localized_queue.welcome_message:
                yield Static(to_content(visit.localized_queue.welcome_message, multiline=True), id="message")
        count, shown = len(visit.questions), self.visible_range
        if self.is_split:
            here = words("kiosk-answers-of", first=shown.start + 1, last=shown.stop, count=count)
            yield Static(to_content(here), id="part")
        if shown.start:
            yield self._make_part_button("▲", range(shown.start - ANSWERS_PER_PART, shown.start), -1)
        for index in shown:
            item = visit.questions[index]
            question = visit.translate(item)
            yield AnswerLine(index, question, format_answer(question, visit.answers.get(item.id), words))
        if shown.stop < count:
            yield self._make_part_button("▼", range(shown.stop, min(shown.stop + ANSWERS_PER_PART, count)), 1)

    @property
    def is_split(self) -> bool:
        """Whether there are too many answers to show them all at once."""
        return len(self.session.questions) > MAX_ANSWERS_UNSPLIT

    @property
    def focused_index(self) -> int:
        """The place of the question that shall be in sight."""
        return next((n for n, item in enumerate(self.session.questions) if item.id == self.session.focus), 0)

    @property
    def visible_range(self) -> range:
        """The places of the answers that are shown now."""
        count = len(self.session.questions)
        if not self.is_split:
            return range(count)
        first = self.focused_index // ANSWERS_PER_PART * ANSWERS_PER_PART
        return range(first, min(first + ANSWERS_PER_PART, count))

    def _make_part_button(self, sign: str, indexes: range, direction: int) -> PartButton:
        text = self.app.words("kiosk-answers", first=indexes.start + 1, last=indexes.stop)
        return PartButton(to_content(f"{sign} {text}"), direction)

    def compose_actions(self) -> ComposeResult:
        yield Button(self.localize("app-back"), id="back")

    def compose_forward_actions(self) -> ComposeResult:
        yield Button(self.localize("kiosk-take"), id="take", variant="primary")

    def find_first_focus(self) -> Widget | None:
        return self.query_one("#take")

    def finish_build(self) -> None:
        super().finish_build()
        self.show_sending(self.sending)
        if self.is_split and self.focused_index > self.visible_range.start:
            self.call_after_refresh(self._scroll_to_focused)

    def _scroll_to_focused(self) -> None:
        """Whoever changed an answer sees it first."""
        if (
            button := self.query_one_optional(f"#change-{self.focused_index}")
        ) is not None and button.parent is not None:
            self.query_one(Body).scroll_to_center(button, animate=False)

    def _toggle_scroll_buttons(self, needed: bool) -> None:
        super()._toggle_scroll_buttons(needed or self.is_split)

    def action_scroll_body(self, direction: int) -> None:
        """A page up or down, and from the end of a part on to the next one."""
        body, shown = self.query_one(Body), self.visible_range
        ends = body.scroll_offset.y >= body.max_scroll_y if direction > 0 else body.scroll_offset.y <= 0
        more = shown.stop < len(self.session.questions) if direction > 0 else shown.start > 0
        if ends and more:
            self.call_later(self.show_part, direction)
        else:
            super().action_scroll_body(direction)

    @on(Button.Pressed, ".turn")
    async def _handle_part_button(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, PartButton):
            await self.show_part(event.button.direction)

    async def show_part(self, direction: int) -> None:
        """Show the part of the answers before or after this one."""
        first, questions = self.visible_range.start + direction * ANSWERS_PER_PART, self.session.questions
        if self.sending or not 0 <= first < len(questions):
            return
        self.session.focus = questions[first].id
        body = self.query_one(Body)
        inside = body.has_focus_within
        with self.app.batch_update():
            await body.remove_children()
            await body.mount_all(self.compose_body())
        buttons = list(body.query(".change").results(Button))
        if inside:
            self.set_focus(buttons[0 if direction > 0 else -1], scroll_visible=False)
        if direction > 0:
            body.scroll_home(animate=False)
        else:
            body.scroll_end(animate=False)

    def show_sending(self, sending: bool) -> None:
        """Say that the ticket is being taken; nothing can be pressed until that is decided."""
        self.sending = sending
        for button in self.query("#column Button").results(Button):
            button.disabled = sending
        self.query_one("#take", Button).label = self.localize("app-loading" if sending else "kiosk-take")

    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Take the ticket, once."""
        if not self.sending:
            self.show_sending(True)
            self.post_message(TicketRequested())

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """One page back."""
        if not self.sending:
            self.post_message(BackRequested())
