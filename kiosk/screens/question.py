"""One question: its words, its field, and what to mend in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from kiosk.fields import Field, field_for
from kiosk.fields.base import Area, Entry
from kiosk.keyboard import DIGITS, LETTERS, Keyboard
from kiosk.messages import WentBack, WentOn
from kiosk.screens.page import Page
from kiosk.visit import Visit, values_of
from shared.model.errors import FieldProblem
from shared.ui.safe import safe


class Summary(Vertical):
    """ "There is a problem": a tap leads to the field."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.screen, QuestionPage) and (widget := self.screen.start()) is not None:
            widget.focus()


class QuestionPage(Page):
    """Asks the question the visit is at, and keeps in the visit what is typed: nothing is lost by leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "kiosk-key-continue"),
        Binding("escape", "back", "kiosk-key-back"),
        Binding("1", "pick(1)", "kiosk-key-pick", key_display="1–9"),
        *(Binding(str(number), f"pick({number})", show=False) for number in range(2, 10)),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
        Binding("f3", "toggle_keyboard", "kiosk-key-keyboard"),
    ]

    def __init__(self, visit: Visit, languages: Iterable[str], office: str) -> None:
        super().__init__(languages, office)
        self.visit = visit
        self.definition = visit.questions[visit.at]
        self.number = visit.at + 1
        self.field = self._field()

    def head(self) -> ComposeResult:
        yield from super().head()
        yield Static(safe(self.visit.texts.name), id="service")
        count = len(self.visit.questions)
        yield Static(self.words("kiosk-progress", number=self.number, count=count) if count > 1 else "", id="progress")

    def body(self) -> ComposeResult:
        question = self.visit.translated(self.definition)
        title = question.title or question.id
        with Summary(id="summary"):
            yield Static(self.words("kiosk-problem-title"), id="summary-title")
            yield Static(id="summary-text")
        yield Static(
            safe(title if question.mandatory else self.app.words("kiosk-optional", title=title)), id="question"
        )
        if question.help:
            yield Static(safe(question.help, multiline=True), id="hint")
        yield Static(id="error")
        self.field = self._field()
        yield self.field

    def _field(self) -> Field:
        return field_for(self.visit.translated(self.definition), self.visit.answers.get(self.definition.id))

    def below(self) -> ComposeResult:
        yield Keyboard(DIGITS if self.field.keys == "digits" else LETTERS, id="keyboard")

    def actions(self) -> ComposeResult:
        yield Button(self.words("app-back"), id="back")
        if self.field.keys:
            yield Button(self.words("kiosk-keyboard"), id="toggle-keyboard")

    def forward_actions(self) -> ComposeResult:
        yield Button(self.words("kiosk-continue"), id="continue", variant="primary")

    def start(self) -> Widget | None:
        return self.field.start()

    def settle(self) -> None:
        self.show_problem(self.visit.problems.get(self.definition.id))
        super().settle()

    def keep(self) -> None:
        self.visit.note(self.field.answer)

    def show_problem(self, problem: FieldProblem | None) -> None:
        """Say what to mend, on top of the page and beside the field; None takes it away."""
        message = said(self, problem)
        self.query_one("#summary-text", Static).update(safe(message))
        self.query_one("#error", Static).update(safe(f"✗ {message}"))
        self.set_class(bool(message), "-problem")

    @on(Button.Pressed, "#continue")
    @on(Field.Submitted)
    def action_go_on(self) -> None:
        """Continue, when the answer is right."""
        if self.visit.question is None or self.visit.question.id != self.definition.id:
            return
        self.keep()
        problem = self.visit.forward()
        if problem is None:
            self.post_message(WentOn())
            return
        self.show_problem(problem)
        if (widget := self.start()) is not None:
            widget.focus()
        self.call_after_refresh(self._show_all)

    def _show_all(self) -> None:
        """The message, and below it the field it speaks of."""
        self.query_one("#body").scroll_home(animate=False)
        if (focused := self.focused) is not None:
            focused.scroll_visible(animate=False)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """One page back."""
        self.keep()
        self.post_message(WentBack())

    def action_pick(self, number: int) -> None:
        """Choose by a digit."""
        self.field.pick(number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing here are not offered."""
        if action == "pick":
            return not self.field.keys
        if action == "toggle_keyboard":
            return bool(self.field.keys)
        return True

    @on(Button.Pressed, "#toggle-keyboard")
    def action_toggle_keyboard(self) -> None:
        """Show or hide the keyboard on the screen."""
        keyboard = self.query_one(Keyboard)
        self.show_keyboard(not keyboard.display)
        if not isinstance(self.focused, Entry | Area) and (widget := self.start()) is not None:
            widget.focus()

    def show_keyboard(self, wanted: bool) -> None:
        """The keyboard takes the place of the head and of the hints."""
        self.query_one(Keyboard).display = wanted
        self.set_class(wanted, "-typing")
        if (focused := self.focused) is not None:
            self.call_after_refresh(focused.scroll_visible, animate=False)

    def on_click(self, event: events.Click) -> None:
        """Who taps into a text has no keyboard at hand, as far as anybody can tell."""
        if isinstance(event.widget, Entry | Area):
            self.show_keyboard(True)


def said(page: Page, problem: FieldProblem | None) -> str:
    """A problem in the person's language; a server that spoke has done so in it."""
    if problem is None:
        return ""
    return problem.message or page.app.words(f"form-{problem.code}", **values_of(problem))
