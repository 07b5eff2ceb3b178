"""The page that asks one screen of questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.model.errors import FieldProblem
from walkin.model.form.asked import depends_on_answers
from walkin.model.form.definition import iter_with_parts
from walkin.ui.fields import Entry, Field, MultilineEntry, Question
from walkin.ui.fields.question import find_first_focus, follow_questions
from walkin.ui.fields.reading import MIN_LINES, LinkButton, ReadingBox
from walkin.ui.fields.repeat import RepeatField
from walkin.ui.safe import to_content
from walkin.ui.screens import ARROW_BINDINGS
from walkin.ui.signs import EMPTY, FULL
from walkin_kiosk.keyboard import Keyboard
from walkin_kiosk.messages import BackRequested, PageCompleted, TicketRequested
from walkin_kiosk.screens.page import SessionPage
from walkin_kiosk.session import KioskSession

MAX_DOTS = 12
"""The most questions that have a dot each."""

ACTION_LABELS = ("app-back", "kiosk-keyboard-hide", "kiosk-take", "kiosk-continue")
"""The labels of all action buttons of a page that does not scroll."""

MIN_ACTION_COLUMNS, ACTION_FRAME, ACTION_MARGINS = 12, 4, 10
"""Least columns of an action button, columns around its label, and columns of all margins in the row."""


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
        # With priority: the entry that is typed into keeps the focus.
        Binding("right", "move_key(1, 0)", show=False, priority=True),
        Binding("left", "move_key(-1, 0)", show=False, priority=True),
        Binding("down", "move_key(0, 1)", show=False, priority=True),
        Binding("up", "move_key(0, -1)", show=False, priority=True),
        Binding("enter", "press_key", show=False, priority=True),
        # Those of the base class give way to bindings of the same keys.
        *ARROW_BINDINGS,
    ]

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str) -> None:
        super().__init__(session, languages, office_name)
        self.definitions = session.screens[session.screen_index]
        self.screen_index = session.screen_index
        self._is_following = self._has_offered_keyboard = False

    def compose_head(self) -> ComposeResult:
        yield from super().compose_head()
        yield Static(self._describe_progress(), id="progress")

    def _describe_progress(self) -> Content:
        """Progress by questions and sections: "● ● ○ ○  Part 1 of 3 · Question 2 of about 6"."""
        text, progress = self.session.describe_progress(self.app.words), self.session.progress
        if progress is None or not 1 < progress.total <= MAX_DOTS:
            return to_content(text)
        dots = " ".join([FULL] * progress.position + [EMPTY] * (progress.total - progress.position))
        return Content.assemble((dots, "$primary"), "  ", to_content(text))

    def compose_body(self) -> ComposeResult:
        with ProblemSummary(id="summary"):
            yield Static(self.localize("kiosk-problem-title"), id="summary-title")
            yield Static(id="summary-text")
        yield Static(id="section")
        for item in self.definitions:
            yield Question(self.session.translate(item), self.session.answers.get(item.id))

    @property
    def questions(self) -> list[Question]:
        """The questions of the page in order, without the parts of composite ones; none once the page was left."""
        body = self.query_one_optional("#body")
        return list(body.query_children(Question)) if body is not None else []

    async def _open_focused_entry(self) -> None:
        """Open the entry that was chosen on the check page."""
        entry_id, self.session.focused_entry = self.session.focused_entry, ""
        for question in self.questions:
            if entry_id and question.definition.id == self.session.focus and isinstance(question.field, RepeatField):
                await question.field.open_entry(entry_id)

    async def rebuild(self) -> None:
        """Compose the page anew and keep an open entry open."""
        if (repeated := self._find_open_repeat()) is not None:
            self.session.focus, self.session.focused_entry = repeated.definition.id, repeated.open_id
        await super().rebuild()

    # Answers that change what is asked

    @property
    def _can_change(self) -> bool:
        """Whether an answer may change the questions of this page."""
        items = list(iter_with_parts(self.definitions))
        if any(item.repeat is not None for item in items):
            return True
        groups = {item.bind_group for item in self.definitions}
        if len(items) == 1 and groups == {None}:
            return False
        return depends_on_answers(self.session.queue.form)

    @on(Field.Changed)
    def _handle_changed(self, event: Field.Changed) -> None:
        event.stop()
        if not self._is_following and self._can_change:
            self._is_following = True
            self.call_next(self._follow_answers)

    async def _follow_answers(self) -> list[Question]:
        """Save the answers and update the page to the questions they lead to. Returns the new ones."""
        self._is_following = False
        body = self.query_one_optional("#body")
        if body is None or not self.questions:
            return []
        self.save_answers()
        definitions = self.session.current_questions
        if definitions is None or definitions == self.definitions:
            return []
        self.definitions, self.screen_index = definitions, self.session.screen_index
        translated = [self.session.translate(item) for item in definitions]
        before = set(self.query(Question))
        with self.app.batch_update():
            await follow_questions(body, translated, self.session.answers)
        added = [question for question in self.query(Question) if question not in before]
        self._classify()
        if added:
            self.call_after_refresh(self._reveal, added[0])
        return added

    def _reveal(self, question: Question) -> None:
        """Scroll to a new question as far as the focused widget stays in sight."""
        for widget in (question, self.focused):
            if widget is not None and widget.is_attached:
                widget.scroll_visible(animate=False, immediate=True)

    @on(Field.Rebuilt)
    def _handle_rebuilt(self, event: Field.Rebuilt) -> None:
        """Focus the rebuilt field."""
        event.stop()
        if not self.questions:
            return
        if (widget := event.field.find_first_focus() or self.find_first_focus()) is not None:
            self.set_focus(widget, scroll_visible=False)
            self._offer_keyboard(widget)
            self.call_after_refresh(self._scroll_to_question, widget)
        self._classify()

    def _reset_focus(self, widget: Widget, avoiding: list[Widget] | None = None) -> None:
        # Textual focuses a neighbour of a removed widget, such as a language button, which would take the next Enter.
        if self.focused is widget:
            self.set_focus(None)

    @property
    def has_text_entry(self) -> bool:
        return bool(self.query("Entry, MultilineEntry"))

    def compose_below_body(self) -> ComposeResult:
        yield Keyboard(id="keyboard")

    def compose_actions(self) -> ComposeResult:
        yield Button(self.localize("app-back"), id="back")
        yield Button(self.localize("kiosk-keyboard"), id="toggle-keyboard")

    def compose_forward_actions(self) -> ComposeResult:
        if self._offers_ticket:
            yield Button(self.localize("kiosk-take"), id="take-now")
        button = Button(self.localize("kiosk-continue"), id="continue", variant="primary")
        # A button ignores presses while it looks pressed, but this one stays when an entry closes.
        button.active_effect_duration = 0
        yield button

    @property
    def _offers_ticket(self) -> bool:
        """Whether the ticket may be taken without the check page: on a last page without mandatory questions."""
        session = self.session
        is_last = session.screen_index == len(session.screens) - 1 and not session.is_reviewing
        labels = (self.app.words(key) for key in ACTION_LABELS)
        columns = sum(max(MIN_ACTION_COLUMNS, cell_len(label) + ACTION_FRAME) for label in labels)
        has_room = columns + ACTION_MARGINS <= self.app.size.width
        return is_last and has_room and not any(item.mandatory for item in iter_with_parts(self.definitions))

    def find_first_focus(self) -> Widget | None:
        return find_first_focus(self.questions) or self.query_one_optional("#continue")

    def finish_build(self) -> None:
        self._classify()
        self.show_problems(tuple(self.session.problems.values()))
        super().finish_build()
        if not self._has_offered_keyboard:
            # At once, before the first frame: nothing may move under the finger.
            self._offer_keyboard(self.focused)
            self._has_offered_keyboard = True
        self.call_next(self._open_focused_entry)

    def _classify(self) -> None:
        """Set the page's classes, section title and keyboard button for its questions."""
        keyboard, toggle = self.query_one_optional(Keyboard), self.query_one_optional("#toggle-keyboard")
        if keyboard is None or toggle is None:
            # The page was left meanwhile.
            return
        is_single = len(self.definitions) == 1
        self.set_class(is_single, "-single")
        self.set_class(not is_single, "-several")
        self.set_class(is_single and bool(self.query("SearchList")) and not self.query("Question Question"), "-list")
        toggle.display = self.has_text_entry
        if not self.has_text_entry and keyboard.display:
            self.show_keyboard(False)
        section = self.session.translate(self.definitions[0]).section or ""
        for line in self.query("#section").results(Static):
            line.update(to_content(section))
        self.set_class(bool(section), "-section")
        self.call_after_refresh(self._fit_reading)

    def _fit_reading(self) -> None:
        """Limit the height of long texts to the lines that are left on the page."""
        body = self.query_one_optional("#body")
        boxes = list(self.query(ReadingBox))
        if body is None or not boxes:
            return
        lines = MIN_LINES
        if len(boxes) == 1 and self.has_class("-single") and not self.has_class("-list"):
            used = sum(child.outer_size.height for child in body.children if child.display)
            lines = body.size.height - used - 1 + boxes[0].size.height
        for box in boxes:
            box.set_max_height(lines)

    def on_screen_resume(self) -> None:
        """After a code was shown, Enter goes on instead of showing it again."""
        if isinstance(self.focused, LinkButton) and (widget := self.find_first_focus()) is not None:
            self.set_focus(widget, scroll_visible=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit_reading)

    def save_answers(self) -> None:
        for question in self.questions:
            self.session.set_answer(question.field.answer)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Show the problems in the summary and beside their fields, in place of those shown before."""
        ids = {question.definition.id for question in self.questions}
        messages = {
            problem.id: self.app.words.format_problem(problem)
            for problem in problems
            if self.session.find_question_id(problem.id) in ids
        }
        summary = "\n".join(dict.fromkeys(messages.values()))
        for line in self.query("#summary-text").results(Static):
            line.update(to_content(summary, multiline=True))
        for question in self.questions:
            question.show_problems(messages)
        self.set_class(bool(messages), "-problem")

    @on(Button.Pressed, "#continue")
    async def action_go_on(self) -> None:
        await self._go_on()

    @on(Button.Pressed, "#take-now")
    async def _take_ticket(self, event: Button.Pressed) -> None:
        event.stop()
        await self._go_on(takes_ticket=True)

    async def _go_on(self, *, is_chosen: bool = False, takes_ticket: bool = False) -> None:
        if self.session.screen_index != self.screen_index or self.session.current_questions is None:
            return
        if not self.questions:
            return
        if self._can_change and (added := await self._follow_answers()):
            if (widget := added[0].field.find_first_focus()) is not None:
                widget.focus()
            return
        self.save_answers()
        if (repeated := self._find_open_repeat()) is not None:
            await self._close_entry(repeated)
            return
        problems = self.session.advance()
        if not problems:
            takes_ticket = takes_ticket and self.session.current_questions is None
            self.post_message(TicketRequested() if takes_ticket else PageCompleted(is_chosen))
            return
        self.show_problems(problems)
        if (widget := self.find_first_focus()) is not None:
            widget.focus()
        self.call_after_refresh(self._scroll_to_problem)

    def _find_open_repeat(self) -> RepeatField | None:
        return next((field for field in self.query(RepeatField) if field.open_id), None)

    async def _close_entry(self, repeated: RepeatField) -> None:
        """Close the open entry if its answers are valid."""
        prefix = f"{repeated.definition.id}.{repeated.open_id}"
        problems = [p for p in self.session.find_problems() if f"{p.id}.".startswith(f"{prefix}.")]
        self.show_problems(problems)
        if not problems:
            await repeated.close_entry()
        elif (widget := self.find_first_focus()) is not None:
            widget.focus()
            self.call_after_refresh(self._scroll_to_problem)

    @on(Field.Settled)
    async def _handle_settled(self, event: Field.Settled) -> None:
        """Continue to the next page after a choice, if it answers the only question."""
        event.stop()
        if len([question for question in self.query(Question) if question.is_leaf]) == 1:
            await self._go_on(is_chosen=True)

    @on(Field.Submitted)
    async def _focus_next_question(self) -> None:
        """Enter in a field focuses the next question; in the last one it goes to the next page."""
        leaves = [question for question in self.query(Question) if question.is_leaf]
        focused = [index for index, question in enumerate(leaves) if question.has_focus_within]
        following = (question.field.find_first_focus() for question in (leaves[focused[-1] + 1 :] if focused else []))
        if (widget := next((widget for widget in following if widget is not None), None)) is not None:
            widget.focus()
        else:
            await self.action_go_on()

    def _scroll_to_problem(self) -> None:
        """Scroll to the summary, or as far down as the focused field needs."""
        # At once: each would else wait for its own container, in any order.
        if (body := self.query_one_optional("#body")) is not None:
            body.scroll_home(animate=False, immediate=True)
        if (focused := self.focused) is not None:
            focused.scroll_visible(animate=False, immediate=True)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """Hide an on-screen keyboard with a cursor, else go back one step within a field, else one page."""
        if self._is_on_keys:
            self.show_keyboard(False)
            return
        if any(question.field.step_back() for question in self.questions):
            return
        self.save_answers()
        self.post_message(BackRequested())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide keys that do nothing now."""
        if action in ("move_key", "press_key"):
            return self._is_on_keys
        if action == "go_on":
            # In a multi-line entry Enter is a line break.
            return not isinstance(self.focused, MultilineEntry)
        return self.has_text_entry if action == "toggle_keyboard" else super().check_action(action, parameters)

    @property
    def _is_on_keys(self) -> bool:
        """Whether arrows and Enter belong to the on-screen keyboard."""
        keyboard = self.query_one_optional(Keyboard)
        return keyboard is not None and keyboard.key_at_cursor is not None

    def action_move_key(self, columns: int, lines: int) -> None:
        self.query_one(Keyboard).move_cursor(columns, lines)

    def action_press_key(self) -> None:
        self.query_one(Keyboard).press_at_cursor()

    @on(Button.Pressed, "#toggle-keyboard")
    def _press_toggle(self) -> None:
        """Show or hide the on-screen keyboard; with a cursor if the button was pressed by a key, not by touch."""
        by_arrows = not self.app.is_touch
        self.action_toggle_keyboard()
        self.session.types_by_arrows = by_arrows and self.query_one(Keyboard).display
        self.query_one(Keyboard).show_cursor(self.session.types_by_arrows)

    def action_toggle_keyboard(self) -> None:
        visible = self.app.is_touch = not self.query_one(Keyboard).display
        if not isinstance(self.focused, Entry | MultilineEntry):
            entries = (widget for widget in self.query("Entry, MultilineEntry") if widget.focusable)
            if (widget := next(entries, None)) is not None:
                widget.focus()
        self.show_keyboard(visible)

    def show_keyboard(self, visible: bool) -> None:
        """Show or hide the on-screen keyboard; it takes the place of the head and the key bar."""
        keyboard, toggle = self.query_one_optional(Keyboard), self.query_one_optional("#toggle-keyboard", Button)
        if keyboard is None or toggle is None:
            return
        keyboard.display = visible
        keyboard.show_cursor(visible and self.session.types_by_arrows)
        self.set_class(visible, "-typing")
        toggle.label = self.localize("kiosk-keyboard-hide" if visible else "kiosk-keyboard")
        toggle.refresh(layout=True)
        if isinstance(entry := self.focused, Entry | MultilineEntry):
            keyboard.show_for(entry)
        if (focused := self.focused) is not None:
            self.call_after_refresh(self._scroll_to_question, focused)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Scroll to the whole question, and show the keyboard's page for an entry."""
        widget = event.widget
        if isinstance(widget, Entry | MultilineEntry) and (keyboard := self.query_one_optional(Keyboard)) is not None:
            keyboard.show_for(widget)
            if widget.has_class("other"):
                self._offer_keyboard(widget)
        self.call_after_refresh(self._scroll_to_question, widget)

    def _offer_keyboard(self, widget: Widget | None) -> None:
        """Show the keyboard for an entry that got the focus by a touch."""
        # In a long list it would hide the rows: it comes by a tap in the search line.
        is_text = isinstance(widget, Entry | MultilineEntry) and not widget.has_class("search")
        keyboard = self.query_one_optional(Keyboard)
        is_wanted = self.app.is_touch or self.session.types_by_arrows
        if is_text and is_wanted and keyboard is not None and not keyboard.display:
            self.show_keyboard(True)

    def _scroll_to_question(self, widget: Widget) -> None:
        """Scroll to the question of a focused widget if it fits: Textual scrolls to the widget only, not its title."""
        body = self.query_one_optional("#body")
        question = next((node for node in widget.ancestors if isinstance(node, Question)), None)
        if body is not None and question is not None and question.outer_size.height <= body.size.height:
            question.scroll_visible(animate=False)

    def on_click(self, event: events.Click) -> None:
        """Show the on-screen keyboard: a client who taps an entry may have no other."""
        if isinstance(event.widget, Entry | MultilineEntry):
            self.show_keyboard(True)
