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

from walkin.languages.wait import describe_load
from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin.ui.scrolling import Body
from walkin_kiosk.checked_answers import MAX_ANSWER_CHARACTERS, CheckedAnswer, list_answers
from walkin_kiosk.messages import AnswerChangeRequested, BackRequested, TicketRequested
from walkin_kiosk.screens.page import SessionPage
from walkin_kiosk.session import KioskSession

MAX_ANSWERS_UNSPLIT = 24
"""The most answers shown at once; keys are slow on a page of many more."""

ANSWERS_PER_PART = 15
"""Answers shown at once where there are more than that."""


class AnswerLine(Horizontal):
    """A question and its answer side by side. Show reveals a secret answer, or the rest of a long one."""

    app = getters.app(WalkinApp)

    def __init__(self, index: int, checked: CheckedAnswer) -> None:
        super().__init__(classes="line -entry" if checked.entry else "line")
        self.index, self.checked = index, checked
        self.question, self.answer = checked.question, checked.text
        self.secret = checked.is_secret
        self.is_revealed = False

    @property
    def visible_answer(self) -> str:
        """The answer as it is shown now: revealed, masked or cut."""
        return self.answer if self.is_revealed else self.checked.short_text

    @property
    def answer_content(self) -> Content:
        if not self.answer:
            return to_content(self.app.words("kiosk-not-provided"), "$text-muted")
        return to_content(self.visible_answer, "bold", multiline=True)

    def describe_for_speech(self, *, in_private: bool) -> list[str]:
        """The question and its answer, unless others may hear what was typed."""
        words, question = self.app.words, self.question
        answer = self.answer[:MAX_ANSWER_CHARACTERS] if self.secret or self.is_revealed else self.visible_answer
        if not self.checked.is_chosen and not in_private:
            answer = words("kiosk-say-filled")
        return [f"{question.title or question.id}: {answer if self.answer else words('kiosk-not-provided')}"]

    @property
    def show_label(self) -> Content:
        """The label of the button that reveals or hides the answer."""
        key = "kiosk-hide" if self.is_revealed else "kiosk-show" if self.secret else "kiosk-show-all"
        return to_content(self.app.words(key))

    def compose(self) -> ComposeResult:
        yield Static(to_content(self.question.title or self.question.id), classes="asked")
        yield Static(self.answer_content, classes="answer")
        if self.visible_answer != self.answer:
            yield Button(self.show_label, classes="show")
        yield Button(to_content(self.app.words("kiosk-change")), id=f"change-{self.index}", classes="change")

    @on(Button.Pressed, ".change")
    def _request_change(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(AnswerChangeRequested(self.checked.question_id, self.checked.entry))

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
    ]

    HELP_PAGE = "check"

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str) -> None:
        super().__init__(session, languages, office_name)
        self.sending = False
        self.answers: list[CheckedAnswer] = []
        self._first: int | None = None
        """The index of the first answer of the part that is shown, None for that of the session's ``focus``."""

    def compose_head(self) -> ComposeResult:
        yield from super().compose_head()
        if self.session.questions:
            yield Static(self.localize("kiosk-check-title"), id="check-title")

    def compose_body(self) -> ComposeResult:
        session, words = self.session, self.app.words
        self.answers = list_answers(session, words)
        if not session.questions:
            yield Static(to_content(session.localized_queue.name), id="question")
            yield Static(to_content(describe_load(words, session.queue)), id="hint")
            if session.localized_queue.welcome_message:
                yield Static(to_content(session.localized_queue.welcome_message, multiline=True), id="message")
        count, visible = len(self.answers), self.visible_range
        if self.is_split:
            heading = words("kiosk-answers-of", first=visible.start + 1, last=visible.stop, count=count)
            yield Static(to_content(heading), id="part")
        if visible.start:
            yield self._make_part_button("▲", range(visible.start - ANSWERS_PER_PART, visible.start), -1)
        section = ""
        for index in visible:
            checked = self.answers[index]
            if checked.section and checked.section != section:
                yield Static(to_content(checked.section), classes="section")
            section = checked.section
            yield AnswerLine(index, checked)
        if visible.stop < count:
            yield self._make_part_button("▼", range(visible.stop, min(visible.stop + ANSWERS_PER_PART, count)), 1)

    @property
    def is_split(self) -> bool:
        return len(self.answers) > MAX_ANSWERS_UNSPLIT

    @property
    def focused_index(self) -> int:
        """The index of the session's ``focus`` question."""
        return next((i for i, checked in enumerate(self.answers) if checked.question_id == self.session.focus), 0)

    @property
    def visible_range(self) -> range:
        count = len(self.answers)
        if not self.is_split:
            return range(count)
        first = self.focused_index // ANSWERS_PER_PART * ANSWERS_PER_PART
        if self._first is not None and self._first < count:
            first = self._first
        return range(first, min(first + ANSWERS_PER_PART, count))

    def _make_part_button(self, sign: str, indexes: range, direction: int) -> PartButton:
        text = self.app.words("kiosk-answers", first=indexes.start + 1, last=indexes.stop)
        return PartButton(to_content(f"{sign} {text}"), direction)

    def compose_actions(self) -> ComposeResult:
        yield Button(self.localize("app-back"), id="back")

    def compose_forward_actions(self) -> ComposeResult:
        yield Button(self.localize("kiosk-take"), id="take", variant="primary")

    def find_first_focus(self) -> Widget | None:
        return self.query_one_optional("#take")

    def finish_build(self) -> None:
        super().finish_build()
        self.show_sending(self.sending)
        self._find_focused()

    def _fit(self) -> None:
        super()._fit()
        # With other margins the answer is at another place.
        self._find_focused()

    def _find_focused(self) -> None:
        """Scroll to the answer that was changed, once the page has been laid out."""
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
        has_more = visible.stop < len(self.answers) if direction > 0 else visible.start > 0
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
        first = self.visible_range.start + direction * ANSWERS_PER_PART
        if self.sending or not 0 <= first < len(self.answers):
            return
        self.session.focus, self._first = self.answers[first].question_id, first
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
        for button in self.query("#body Button, #actions Button").results(Button):
            button.disabled = sending
        for button in self.query("#take").results(Button):
            button.label = self.localize("app-loading" if sending else "kiosk-take")

    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        if not self.sending:
            self.show_sending(True)
            self.post_message(TicketRequested())

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        if not self.sending:
            self.post_message(BackRequested())
