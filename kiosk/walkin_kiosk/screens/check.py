"""The check page: all answers, each with a Change button, and the button that takes the ticket."""

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

from walkin.languages.answers import describe_answer
from walkin.model.form import FormItem
from walkin.model.form.presentation import is_secret
from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin.ui.scrolling import Body
from walkin_kiosk.messages import AnswerChangeRequested, BackRequested, TicketRequested
from walkin_kiosk.screens.page import SessionPage
from walkin_kiosk.screens.start import describe_load
from walkin_kiosk.session import KioskSession

MAX_ANSWERS_UNSPLIT = 24
"""The most answers shown at once; keys are slow on a page of many more."""

ANSWERS_PER_PART = 15
"""Answers shown at once where there are more than that."""

MASK = "●●●●●●"

MAX_ANSWER_CHARACTERS = 400
"""Characters of an answer that are shown at once."""

MAX_ANSWER_LINES = 8
"""Lines of an answer shown at first."""


class AnswerLine(Horizontal):
    """A question and its answer. Show reveals a secret answer, or the rest of a long one."""

    app = getters.app(WalkinApp)

    def __init__(self, index: int, question: FormItem, answer: str) -> None:
        super().__init__(classes="line")
        self.index, self.question, self.answer = index, question, answer
        self.secret = is_secret(question) and bool(answer)
        self.is_revealed = False

    @property
    def visible_answer(self) -> str:
        """The answer as it is shown now: revealed, masked or cut."""
        if self.is_revealed:
            return self.answer
        if self.secret:
            return MASK
        cut = "\n".join(self.answer.split("\n")[:MAX_ANSWER_LINES])[:MAX_ANSWER_CHARACTERS]
        return cut if cut == self.answer else f"{cut} …"

    @property
    def answer_content(self) -> Content:
        title = to_content(self.question.title or self.question.id, "$text-muted")
        if not self.answer:
            return title + "\n" + to_content(self.app.words("kiosk-not-provided"), "$text-muted")
        return title + "\n" + to_content(self.visible_answer, "bold", multiline=True)

    @property
    def show_label(self) -> Content:
        """The label of the button that reveals or hides the answer."""
        key = "kiosk-hide" if self.is_revealed else "kiosk-show" if self.secret else "kiosk-show-all"
        return to_content(self.app.words(key))

    def compose(self) -> ComposeResult:
        yield Static(self.answer_content, classes="answer")
        if self.visible_answer != self.answer:
            yield Button(self.show_label, classes="show")
        yield Button(to_content(self.app.words("kiosk-change")), id=f"change-{self.index}", classes="change")

    @on(Button.Pressed, ".change")
    def _request_change(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(AnswerChangeRequested(self.question.id))

    @on(Button.Pressed, ".show")
    def _toggle_answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.is_revealed = not self.is_revealed
        self.query_one(".answer", Static).update(self.answer_content)
        event.button.label = self.show_label


class PartButton(Button):
    """Shows the previous (-1) or next (1) part of the answers."""

    def __init__(self, label: Content, direction: int) -> None:
        super().__init__(label, classes="turn")
        self.direction = direction


class CheckPage(SessionPage):
    """The page after the last question; for a service without questions it confirms the choice.

    Many answers are split into parts: scrolling past the end of one shows the next.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "kiosk-key-take"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str) -> None:
        super().__init__(session, languages, office_name)
        self.sending = False

    def compose_body(self) -> ComposeResult:
        session, words = self.session, self.app.words
        if session.questions:
            yield Static(self.localize("kiosk-check-title"), id="question")
        else:
            yield Static(to_content(session.localized_queue.name), id="question")
            yield Static(to_content(describe_load(words, session.queue)), id="hint")
            if session.localized_queue.welcome_message:
                yield Static(to_content(session.localized_queue.welcome_message, multiline=True), id="message")
        count, visible = len(session.questions), self.visible_range
        if self.is_split:
            heading = words("kiosk-answers-of", first=visible.start + 1, last=visible.stop, count=count)
            yield Static(to_content(heading), id="part")
        if visible.start:
            yield self._make_part_button("▲", range(visible.start - ANSWERS_PER_PART, visible.start), -1)
        for index in visible:
            item = session.questions[index]
            question, answer = session.translate(item), session.answers.get(item.id)
            text = describe_answer(question, answer, words, choice_separator=", ", is_typed=True) if answer else ""
            yield AnswerLine(index, question, text)
        if visible.stop < count:
            yield self._make_part_button("▼", range(visible.stop, min(visible.stop + ANSWERS_PER_PART, count)), 1)

    @property
    def is_split(self) -> bool:
        return len(self.session.questions) > MAX_ANSWERS_UNSPLIT

    @property
    def focused_index(self) -> int:
        """The index of the session's ``focus`` question."""
        return next((index for index, item in enumerate(self.session.questions) if item.id == self.session.focus), 0)

    @property
    def visible_range(self) -> range:
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
        button = self.query_one_optional(f"#change-{self.focused_index}")
        if button is not None and button.parent is not None:
            self.query_one(Body).scroll_to_center(button, animate=False)

    def _toggle_scroll_buttons(self, needed: bool) -> None:
        super()._toggle_scroll_buttons(needed or self.is_split)

    def action_scroll_body(self, direction: int) -> None:
        """Scroll almost one page; at the end of a part show the next one."""
        body, visible = self.query_one(Body), self.visible_range
        at_end = body.scroll_offset.y >= body.max_scroll_y if direction > 0 else body.scroll_offset.y <= 0
        has_more = visible.stop < len(self.session.questions) if direction > 0 else visible.start > 0
        if at_end and has_more:
            self.call_later(self.show_part, direction)
        else:
            super().action_scroll_body(direction)

    @on(Button.Pressed, ".turn")
    async def _handle_part_button(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, PartButton):
            await self.show_part(event.button.direction)

    async def show_part(self, direction: int) -> None:
        """Show the previous (-1) or next (1) part of the answers, if there is one."""
        first, questions = self.visible_range.start + direction * ANSWERS_PER_PART, self.session.questions
        if self.sending or not 0 <= first < len(questions):
            return
        self.session.focus = questions[first].id
        body = self.query_one(Body)
        had_focus = body.has_focus_within
        with self.app.batch_update():
            await body.remove_children()
            await body.mount_all(self.compose_body())
        buttons = list(body.query(".change").results(Button))
        if had_focus and buttons:
            self.set_focus(buttons[0 if direction > 0 else -1], scroll_visible=False)
        if direction > 0:
            body.scroll_home(animate=False)
        else:
            body.scroll_end(animate=False)

    def show_sending(self, sending: bool) -> None:
        """Show whether the ticket is being requested; all buttons are disabled meanwhile."""
        self.sending = sending
        for button in self.query("#column Button").results(Button):
            button.disabled = sending
        self.query_one("#take", Button).label = self.localize("app-loading" if sending else "kiosk-take")

    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        if not self.sending:
            self.show_sending(True)
            self.post_message(TicketRequested())

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        if not self.sending:
            self.post_message(BackRequested())
