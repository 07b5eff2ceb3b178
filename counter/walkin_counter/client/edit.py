"""Edit screen of a registration: client, note and every answer of the form."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.ui.fields import Field, Question
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinScreen
from walkin.ui.scrolling import Body, scroll_lines
from walkin_counter.dialogs import DiscardScreen
from walkin_counter.feedback import Feedback, describe_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from walkin.client import Board
    from walkin.model.errors import FieldProblem
    from walkin.model.form.definition import FormItem
    from walkin_counter.client.draft import EditQuestion, QuestionKey, RegistrationDraft
    from walkin_counter.client.requests import EditRequests

QUESTIONS_PER_PART = 20
"""Questions on the screen at the same time: more would slow down every key."""


class QuestionRow(Question):
    DEFAULT_CSS = """
    QuestionRow { margin-bottom: 1; }
    QuestionRow > .section { display: none; height: auto; min-height: 1; margin-top: 1; }
    QuestionRow > .section { text-style: bold; color: $primary; }
    QuestionRow.-titled > .section { display: block; }
    """

    def __init__(self, question: EditQuestion, answer: FormItem | None) -> None:
        super().__init__(question.localized, answer)
        self.question = question

    def compose(self) -> ComposeResult:
        yield Static(classes="section")
        yield from super().compose()

    def show_section(self, title: str) -> None:
        """Show the title of the section that begins with this question, none if it is empty."""
        self.set_class(bool(title), "-titled")
        self.query_children(".section").only_one(Static).update(to_content(title))

    async def update_question(self, question: EditQuestion, answer: FormItem | None) -> None:
        """Update the title, hint and limits; the field keeps its input."""
        self.question = question
        await self.follow(question.localized, answer)

    def focus_field(self) -> bool:
        """Focus the field; returns False if nothing in it is focusable."""
        widget = self.field.find_first_focus()
        if widget is not None:
            self.screen.set_focus(widget, scroll_visible=False)
        return widget is not None

    @on(Field.Rebuilt)
    def _focus_rebuilt(self, event: Field.Rebuilt) -> None:
        event.stop()
        self.focus_field()

    @on(events.DescendantFocus)
    def _scroll_into_view(self) -> None:
        """Scroll to the question together with its field, where both fit."""
        if self.size.height <= self.screen.query_one(Body).size.height:
            self.call_after_refresh(self.scroll_visible, animate=False)


class EditScreen(WalkinScreen[Registration | None]):
    """Loads the registration and asks for everything, in parts if it is long. Dismisses with what was saved."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "app-back", priority=True),
        Binding("f1", "app.explain('edit')", "counter-key-help", priority=True),
        Binding("ctrl+s", "save", "counter-edit-save", priority=True),
        Binding("f3", "part(-1)", "counter-edit-before", priority=True),
        Binding("f4", "part(1)", "counter-edit-next", priority=True),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    DEFAULT_CSS = """
    EditScreen {
        & > #head { height: 1; padding: 0 2; background: $panel; color: $primary; text-style: bold; }
        & > #part { height: 1; padding: 0 2; color: $primary; text-style: bold; }
        & > Body { height: 1fr; padding: 1 2 0 0; scrollbar-size-vertical: 1; }
        & > #told { display: none; height: auto; max-height: 3; padding: 0 2; }
        & > #told.warning { display: block; }
        & > #buttons { height: auto; padding: 0 2; }
        & #buttons Button { margin-right: 2; }
        & #before, & #next { display: none; }
    }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    def __init__(self, requests: EditRequests, board: Board) -> None:
        super().__init__()
        self._requests = requests
        self._board = board
        self._registration = requests.registration
        self.draft: RegistrationDraft | None = None
        self._messages: dict[QuestionKey, dict[str, str]] = {}
        self._part = 0
        """Number of the part on the screen. Parts without an asked question are not shown, but counted."""
        self._saving = False
        self._update_scheduled = False
        """Whether `_update_questions` will run after the next refresh."""

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(to_content(self.format_heading()), id="head")
        yield Static(id="part")
        yield Body()
        yield Static(id="told")
        with Horizontal(id="buttons"):
            yield Button(to_content(words("counter-edit-save")), id="save", variant="primary", action="screen.save")
            yield Button(to_content(f"F3 {words('counter-edit-before')}"), id="before", action="screen.part(-1)")
            yield Button(to_content(f"F4 {words('counter-edit-next')}"), id="next", action="screen.part(1)")
        yield KeyBar()

    def format_heading(self) -> str:
        registration = self._registration
        number = registration.number
        return self.app.words("counter-edit-title", number=number, name=registration.client.full_name)

    def on_mount(self) -> None:
        self._load()

    @property
    def rows(self) -> Sequence[QuestionRow]:
        return list(self.query(QuestionRow))

    @property
    def parts(self) -> dict[int, list[EditQuestion]]:
        """The questions that are asked, divided into the parts that are shown together."""
        parts: dict[int, list[EditQuestion]] = {}
        if self.draft is not None:
            for question in self.draft.questions:
                parts.setdefault(self.draft.get_place(question) // QUESTIONS_PER_PART, []).append(question)
        return parts or {0: []}

    def _find_part(self, by: int) -> int | None:
        """The number of the part that is ``by`` parts ahead."""
        numbers = list(self.parts)
        index = sum(number < self._part for number in numbers) + by
        return numbers[index] if 0 <= index < len(numbers) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys of parts that do not exist."""
        if action == "part" and parameters:
            return self._find_part(int(str(parameters[0]))) is not None
        return action != "save" or self.draft is not None

    def action_page(self, by: int) -> None:
        body = self.query_one(Body)
        scroll_lines(body, by * max(1, body.size.height - 3))

    async def action_part(self, by: int) -> None:
        """Go ``by`` parts forward."""
        self._collect_answers()
        if (part := self._find_part(by)) is not None:
            self._part = part
            await self._build_part()

    def action_leave(self) -> None:
        """Step back in the field, else leave the screen, after a question if changes would be lost."""
        if any(row.field.step_back() for row in self.rows if row.has_focus_within):
            return
        self._collect_answers()
        if self.draft is not None and self.draft.has_changes:
            self.app.push_screen(DiscardScreen(), self._dismiss_if_confirmed)
        else:
            self.dismiss(None)

    def _dismiss_if_confirmed(self, confirmed: bool | None) -> None:
        if confirmed:
            self.dismiss(None)

    def action_save(self) -> None:
        """Check the draft, and send it if it has no problems."""
        if self.draft is not None and not self._saving:
            self._saving = True
            self._collect_answers()
            self._save(self.draft)

    @on(Field.Submitted)
    def _focus_next(self, event: Field.Submitted) -> None:
        """Go to the next question, after the last to the save button."""
        event.stop()
        rows = self.rows
        index = next((index for index, row in enumerate(rows) if row.has_focus_within), len(rows))
        if not any(row.focus_field() for row in rows[index + 1 : index + 2]):
            self.query_one("#save").focus()

    @work(group="edit", exit_on_error=False)
    async def _load(self) -> None:
        if await self._fetch():
            await self._build_part()

    @work(group="edit", exit_on_error=False)
    async def _save(self, draft: RegistrationDraft) -> None:
        try:
            await self._send(draft)
        finally:
            self._saving = False
            self._note_change()

    async def _send(self, draft: RegistrationDraft) -> None:
        checked = draft.check()
        if checked.problems:
            await self._show_problems(draft, checked.problems)
            return
        try:
            with self._board.own_change():
                saved = await self._requests.send(draft, checked.members, self.app.language)
                if saved is not None:
                    self._board.apply_result(saved)
        except ServerUnreachable as error:
            self._show_feedback(describe_error(error))
        except Refused as refused:
            await self._handle_refusal(draft, refused)
        else:
            self.dismiss(saved)

    async def _handle_refusal(self, draft: RegistrationDraft, refused: Refused) -> None:
        if refused.status == 412 or refused.reason == "preconditionFailed":
            index = next((index for index, row in enumerate(self.rows) if row.has_focus_within), 0)
            if await self._fetch():
                await self._build_part(index)
                self._show_feedback(Feedback("counter-edit-changed"))
            return
        problems: dict[QuestionKey, list[FieldProblem]] = {}
        for problem in refused.fields:
            if (question := draft.find_question(problem.id)) is not None:
                problems.setdefault(question.key, []).append(problem)
        if problems:
            await self._show_problems(draft, problems)
        else:
            self._show_feedback(describe_error(refused))

    async def _fetch(self) -> bool:
        """Load the current state; what was typed is kept. Returns False, with a message, if that fails."""
        try:
            self.draft = await self._requests.load(self.app.words, self.draft)
        except (ServerUnreachable, Refused) as error:
            self._show_feedback(describe_error(error))
            return False
        return True

    async def _show_problems(
        self, draft: RegistrationDraft, problems: Mapping[QuestionKey, list[FieldProblem]]
    ) -> None:
        words = self.app.words
        self._messages = {
            key: {problem.id.removeprefix("client."): words.format_problem(problem) for problem in key_problems}
            for key, key_problems in problems.items()
        }
        self._part, index = next(
            (part, index)
            for part, questions in self.parts.items()
            for index, question in enumerate(questions)
            if question.key in problems
        )
        await self._build_part(index)
        self._show_feedback(Feedback("counter-edit-problems", {"count": len(problems)}))

    async def _build_part(self, index: int = 0) -> None:
        """Show the current part and focus its question at ``index``."""
        if self.draft is None:
            return
        parts = self.parts
        if self._part not in parts:
            self._part = max(parts)
        rows = [QuestionRow(question, self.draft.get_initial_answer(question.key)) for question in parts[self._part]]
        body = self.query_one(Body)
        async with self.batch():
            await body.remove_children()
            await body.mount_all(rows)
            if not self.is_attached or not body.is_attached:
                # The form was closed meanwhile.
                return
            body.scroll_home(animate=False)
        for row in rows:
            self.draft.set_initial_answer(row.question, row.field.answer)
            row.set_class(row.question.key in self.draft.typed_answers, "-changed")
            row.show_problems(self._messages.get(row.question.key, {}))
        self._show_part_number()
        self._show_sections()
        self.query_one("#told", Static).remove_class("warning")
        self.refresh_bindings()
        any(row.focus_field() for row in rows[min(index, len(rows) - 1) :])

    def _show_part_number(self) -> None:
        numbers = list(self.parts)
        index = numbers.index(self._part)
        part_line = self.query_one("#part", Static)
        part_line.update(to_content(self.app.words("counter-edit-part", number=index + 1, count=len(numbers))))
        part_line.display = len(numbers) > 1
        self.query_one("#before").display = index > 0
        self.query_one("#next").display = index + 1 < len(numbers)

    def _show_sections(self) -> None:
        answers = self.app.words("counter-details-form")
        has_sections = any(row.question.localized.section for row in self.rows)

        def get_title(row: QuestionRow) -> str:
            is_untitled = has_sections or row.question.member or not self.rows[0].question.member
            return row.question.localized.section or ("" if is_untitled else answers)

        for title, section_rows in groupby(self.rows, get_title):
            rows = list(section_rows)
            for row in rows:
                row.show_section(title if row is rows[0] else "")
                # Fills both columns, so that the next section starts in the first one.
                row.set_class(row is rows[-1] and len(rows) % 2 == 1, "-alone")
                # Leaves a line for the title beside it.
                row.set_class(bool(title) and row in rows[1:2], "-beside")

    @on(Field.Changed)
    def _mark_changed(self) -> None:
        """Mark the question at which the agent is if its answer differs from what is stored."""
        widgets = self.focused.ancestors if self.focused is not None else ()
        for row in (widget for widget in widgets if isinstance(widget, QuestionRow)):
            if self.draft is not None and row.field.is_mounted:
                self.draft.set_answer(row.question, row.field.answer)
                row.set_class(row.question.key in self.draft.typed_answers, "-changed")

    @on(Field.Changed)
    def _note_change(self) -> None:
        """Update the questions, once for several changes."""
        if self.draft is not None and self.draft.is_dynamic and not self._update_scheduled:
            self._update_scheduled = True
            self.call_after_refresh(self._update_questions)

    async def _update_questions(self) -> None:
        """Add and remove questions of this part after a changed answer; the others keep their widgets and focus."""
        self._update_scheduled = False
        if self.draft is None or not self.is_attached or self._saving:
            return
        self._collect_answers()
        rows = {row.question.key: row for row in self.rows}
        questions = self.parts.get(self._part, [])
        body = self.query_one(Body)
        for key in rows.keys() - {question.key for question in questions}:
            await rows.pop(key).remove()
        before: QuestionRow | None = None
        for question in questions:
            answer = self.draft.get_initial_answer(question.key)
            row = rows.get(question.key)
            if row is None:
                row = QuestionRow(question, answer)
                await (body.mount(row, after=before) if before else body.mount(row, before=0))
            else:
                await row.update_question(question, answer)
            if not self.is_attached:
                return
            self.draft.set_initial_answer(question, row.field.answer)
            before = row
        self._show_part_number()
        self._show_sections()
        self.refresh_bindings()

    def _collect_answers(self) -> None:
        if self.draft is not None:
            for row in self.rows:
                # A key may arrive while a question is being added.
                if row.field.is_mounted:
                    self.draft.set_answer(row.question, row.field.answer)

    def _show_feedback(self, feedback: Feedback) -> None:
        self.query_one("#told", Static).add_class("warning").update(to_content(feedback.format(self.app.words)))
