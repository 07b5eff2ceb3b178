"""One screen of questions, mostly one: their words, their fields, and what to mend in them."""

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
from walkin.ui.fields import Area, Entry, Field, Question
from walkin.ui.safe import safe
from walkin_kiosk.messages import WentBack, WentOn
from walkin_kiosk.screens.page import Page
from walkin_kiosk.session import Visit, values_of
from walkin_kiosk.widgets.keyboard import DIGITS, LETTERS, Keyboard


class Summary(Vertical):
    """ "There is a problem": a tap leads to the field."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.screen, QuestionPage) and (widget := self.screen.start()) is not None:
            widget.focus()


class QuestionPage(Page):
    """Asks what the visit is at, and keeps in the visit what is typed: nothing is lost by leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "kiosk-key-continue"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
        Binding("f3", "toggle_keyboard", "kiosk-key-keyboard"),
    ]

    def __init__(self, visit: Visit, languages: Iterable[str], office: str) -> None:
        super().__init__(languages, office)
        self.visit = visit
        self.at = visit.at
        self.definitions = visit.screens[visit.at]

    def head(self) -> ComposeResult:
        yield from super().head()
        yield Static(safe(self.visit.texts.name), id="service")
        count = len(self.visit.screens)
        progress = self.words("kiosk-progress", number=self.at + 1, count=count) if count > 1 else ""
        yield Static(progress, id="progress")

    def body(self) -> ComposeResult:
        with Summary(id="summary"):
            yield Static(self.words("kiosk-problem-title"), id="summary-title")
            yield Static(id="summary-text")
        for item in self.definitions:
            yield Question(self.visit.translated(item), self.visit.answers.get(item.id))

    @property
    def questions(self) -> list[Question]:
        """The questions of the page, in order, without those of their parts."""
        return list(self.query_one("#body").query_children(Question))

    @property
    def typed_into(self) -> bool:
        """Whether there is text to type on the page."""
        return bool(self.query("Entry, Area"))

    def below(self) -> ComposeResult:
        yield Keyboard(LETTERS, id="keyboard")

    def actions(self) -> ComposeResult:
        yield Button(self.words("app-back"), id="back")
        yield Button(self.words("kiosk-keyboard"), id="toggle-keyboard")

    def forward_actions(self) -> ComposeResult:
        yield Button(self.words("kiosk-continue"), id="continue", variant="primary")

    def start(self) -> Widget | None:
        wrong = [question for question in self.questions if question.has_class("-wrong") or question.query(".-wrong")]
        fields = (question.field.start() for question in wrong or self.questions)
        return next((widget for widget in fields if widget is not None), None) or self.query_one("#continue")

    def settle(self) -> None:
        self.set_class(len(self.definitions) == 1, "-single")
        self.set_class(len(self.definitions) > 1, "-several")
        self.query_one("#toggle-keyboard").display = self.typed_into
        self.show_problems(tuple(self.visit.problems.values()))
        super().settle()

    def keep(self) -> None:
        for question in self.questions:
            self.visit.note(question.field.answer)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Say what to mend, on top of the page and beside each field; none takes it away."""
        ids = {question.definition.id for question in self.query(Question)}
        told = {problem.id: said(self, problem) for problem in problems if problem.id in ids}
        summary = "\n".join(dict.fromkeys(told.values()))
        self.query_one("#summary-text", Static).update(safe(summary, multiline=True))
        for question in self.questions:
            question.tell(told)
        self.set_class(bool(told), "-problem")

    @on(Button.Pressed, "#continue")
    def action_go_on(self) -> None:
        """Continue, when the answers are right."""
        if self.visit.at != self.at or self.visit.screen is None:
            return
        self.keep()
        problems = self.visit.forward()
        if not problems:
            self.post_message(WentOn())
            return
        self.show_problems(problems)
        if (widget := self.start()) is not None:
            widget.focus()
        self.call_after_refresh(self._show_all)

    @on(Field.Submitted)
    def _submitted(self) -> None:
        """Enter in a field leads to the next question of the page, from the last one on."""
        asked = [question for question in self.query(Question) if question.whole]
        after = [place for place, question in enumerate(asked, 1) if question.has_focus_within]
        following = (question.field.start() for question in (asked[after[-1] :] if after else []))
        if (widget := next((widget for widget in following if widget is not None), None)) is not None:
            widget.focus()
        else:
            self.action_go_on()

    def _show_all(self) -> None:
        """The message, and below it the field it speaks of."""
        self.query_one("#body").scroll_home(animate=False)
        if (focused := self.focused) is not None:
            focused.scroll_visible(animate=False)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """One step back: within a field, else one page."""
        if any(question.field.back() for question in self.questions):
            return
        self.keep()
        self.post_message(WentBack())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing here are not offered."""
        if action == "go_on":
            # There Enter makes a new line.
            return not isinstance(self.focused, Area)
        return self.typed_into if action == "toggle_keyboard" else True

    @on(Button.Pressed, "#toggle-keyboard")
    def action_toggle_keyboard(self) -> None:
        """Show or hide the keyboard on the screen."""
        wanted = not self.query_one(Keyboard).display
        if not isinstance(self.focused, Entry | Area):
            entries = (widget for widget in self.query("Entry, Area") if widget.focusable)
            if (widget := next(entries, None)) is not None:
                widget.focus()
        self.show_keyboard(wanted)

    def show_keyboard(self, wanted: bool) -> None:
        """The keyboard takes the place of the head and of the hints."""
        self.query_one(Keyboard).display = wanted
        self.set_class(wanted, "-typing")
        if (focused := self.focused) is not None:
            self.call_after_refresh(focused.scroll_visible, animate=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keyboard follows what is typed into, and a question is seen as a whole as far as there is room."""
        if isinstance(event.widget, Entry | Area):
            self.query_one(Keyboard).turn(DIGITS if event.widget.keys == "digits" else LETTERS)
        self.call_after_refresh(self._show_question, event.widget)

    def _show_question(self, widget: Widget) -> None:
        """A field that has the focus is in sight by itself, its title is not."""
        question = next((node for node in widget.ancestors if isinstance(node, Question)), None)
        if question is not None and question.outer_size.height <= self.query_one("#body").size.height:
            question.scroll_visible(animate=False)

    def on_click(self, event: events.Click) -> None:
        """Who taps into a text has no keyboard at hand, as far as anybody can tell."""
        if isinstance(event.widget, Entry | Area):
            self.show_keyboard(True)


def said(page: Page, problem: FieldProblem) -> str:
    """A problem in the person's language; a server that spoke has done so in it."""
    return problem.message or page.app.words(f"form-{problem.code}", **values_of(problem))
