"""The page that asks one screen of questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.model.errors import FieldProblem
from walkin.ui.fields import Entry, Field, MultilineEntry, Question
from walkin.ui.safe import to_content
from walkin_kiosk.keyboard import DIGITS, LETTERS, Keyboard
from walkin_kiosk.messages import BackRequested, PageCompleted
from walkin_kiosk.screens.page import SessionPage
from walkin_kiosk.session import KioskSession


class ProblemSummary(Vertical):
    """The box "There is a problem"; a tap focuses the first field with a problem."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.screen, QuestionPage) and (widget := self.screen.find_first_focus()) is not None:
            widget.focus()


class QuestionPage(SessionPage):
    """Asks the session's current screen, and stores the answers in the session before it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "kiosk-key-continue"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
        Binding("f3", "toggle_keyboard", "kiosk-key-keyboard"),
    ]

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str) -> None:
        super().__init__(session, languages, office_name)
        self.screen_index = session.screen_index
        self.definitions = session.screens[session.screen_index]

    def compose_head(self) -> ComposeResult:
        yield from super().compose_head()
        count = len(self.session.screens)
        progress = self.localize("kiosk-progress", number=self.screen_index + 1, count=count) if count > 1 else ""
        yield Static(progress, id="progress")

    def compose_body(self) -> ComposeResult:
        with ProblemSummary(id="summary"):
            yield Static(self.localize("kiosk-problem-title"), id="summary-title")
            yield Static(id="summary-text")
        for item in self.definitions:
            yield Question(self.session.translate(item), self.session.answers.get(item.id))

    @property
    def questions(self) -> list[Question]:
        """The questions of the page in order, without the parts of composite ones."""
        return list(self.query_one("#body").query_children(Question))

    @property
    def has_text_entry(self) -> bool:
        return bool(self.query("Entry, MultilineEntry"))

    def compose_below_body(self) -> ComposeResult:
        yield Keyboard(LETTERS, id="keyboard")

    def compose_actions(self) -> ComposeResult:
        yield Button(self.localize("app-back"), id="back")
        yield Button(self.localize("kiosk-keyboard"), id="toggle-keyboard")

    def compose_forward_actions(self) -> ComposeResult:
        yield Button(self.localize("kiosk-continue"), id="continue", variant="primary")

    def find_first_focus(self) -> Widget | None:
        invalid = [question for question in self.questions if question.has_class("-wrong") or question.query(".-wrong")]
        widgets = (question.field.find_first_focus() for question in invalid or self.questions)
        return next((widget for widget in widgets if widget is not None), None) or self.query_one("#continue")

    def finish_build(self) -> None:
        self.set_class(len(self.definitions) == 1, "-single")
        self.set_class(len(self.definitions) > 1, "-several")
        self.query_one("#toggle-keyboard").display = self.has_text_entry
        self.show_problems(tuple(self.session.problems.values()))
        super().finish_build()

    def save_answers(self) -> None:
        for question in self.questions:
            self.session.set_answer(question.field.answer)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Show the problems in the summary and beside their fields, in place of those shown before."""
        ids = {question.definition.id for question in self.query(Question)}
        messages = {problem.id: self.app.words.format_problem(problem) for problem in problems if problem.id in ids}
        summary = "\n".join(dict.fromkeys(messages.values()))
        self.query_one("#summary-text", Static).update(to_content(summary, multiline=True))
        for question in self.questions:
            question.show_problems(messages)
        self.set_class(bool(messages), "-problem")

    @on(Button.Pressed, "#continue")
    def action_go_on(self) -> None:
        if self.session.screen_index != self.screen_index or self.session.current_questions is None:
            return
        self.save_answers()
        problems = self.session.advance()
        if not problems:
            self.post_message(PageCompleted())
            return
        self.show_problems(problems)
        if (widget := self.find_first_focus()) is not None:
            widget.focus()
        self.call_after_refresh(self._scroll_to_problem)

    @on(Field.Submitted)
    def _focus_next_question(self) -> None:
        """Enter in a field focuses the next question; in the last one it goes to the next page."""
        leaves = [question for question in self.query(Question) if question.is_leaf]
        focused = [index for index, question in enumerate(leaves) if question.has_focus_within]
        following = (question.field.find_first_focus() for question in (leaves[focused[-1] + 1 :] if focused else []))
        if (widget := next((widget for widget in following if widget is not None), None)) is not None:
            widget.focus()
        else:
            self.action_go_on()

    def _scroll_to_problem(self) -> None:
        """Scroll to the summary, or as far down as the focused field needs."""
        self.query_one("#body").scroll_home(animate=False)
        if (focused := self.focused) is not None:
            focused.scroll_visible(animate=False)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """Go one step back within a field, else one page."""
        if any(question.field.step_back() for question in self.questions):
            return
        self.save_answers()
        self.post_message(BackRequested())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide keys that do nothing now."""
        if action == "go_on":
            # In a multi-line entry Enter is a line break.
            return not isinstance(self.focused, MultilineEntry)
        return self.has_text_entry if action == "toggle_keyboard" else True

    @on(Button.Pressed, "#toggle-keyboard")
    def action_toggle_keyboard(self) -> None:
        visible = not self.query_one(Keyboard).display
        if not isinstance(self.focused, Entry | MultilineEntry):
            entries = (widget for widget in self.query("Entry, MultilineEntry") if widget.focusable)
            if (widget := next(entries, None)) is not None:
                widget.focus()
        self.show_keyboard(visible)

    def show_keyboard(self, visible: bool) -> None:
        """Show or hide the on-screen keyboard; it takes the place of the head and the hints."""
        self.query_one(Keyboard).display = visible
        self.set_class(visible, "-typing")
        if (focused := self.focused) is not None:
            self.call_after_refresh(focused.scroll_visible, animate=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Switch the keyboard to the page that suits the entry, and scroll to the whole question."""
        if isinstance(event.widget, Entry | MultilineEntry):
            self.query_one(Keyboard).show_page(DIGITS if event.widget.keyboard_page == "digits" else LETTERS)
        self.call_after_refresh(self._scroll_to_question, event.widget)

    def _scroll_to_question(self, widget: Widget) -> None:
        """Scroll to the question of a focused widget if it fits: Textual scrolls to the widget only, not its title."""
        question = next((node for node in widget.ancestors if isinstance(node, Question)), None)
        if question is not None and question.outer_size.height <= self.query_one("#body").size.height:
            question.scroll_visible(animate=False)

    def on_click(self, event: events.Click) -> None:
        """Show the on-screen keyboard: a client who taps an entry may have no other."""
        if isinstance(event.widget, Entry | MultilineEntry):
            self.show_keyboard(True)
