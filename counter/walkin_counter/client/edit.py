"""Edit screen of a registration: client, note and every answer of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Field, Question
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.scrolling import Body
from walkin_counter.client.draft import CLIENT_MEMBERS, NOTE, PRIORITY, RegistrationDraft
from walkin_counter.client.file_field import LocalFileField
from walkin_counter.dialogs import DiscardScreen
from walkin_counter.feedback import Feedback, describe_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from walkin.client import Board, QueueClient
    from walkin.model.errors import FieldProblem
    from walkin.model.form import FormItem
    from walkin.model.queue import Queue
    from walkin_counter.client.draft import EditQuestion

QUESTIONS_PER_PART = 20
"""Questions on the screen at the same time: more would slow down every key."""

QuestionKey = tuple[str, str]


class QuestionRow(Question):
    DEFAULT_CSS = """
    QuestionRow { margin-bottom: 1; }
    """

    def __init__(self, question: EditQuestion, answer: FormItem | None) -> None:
        super().__init__(question.localized, answer)
        self.question = question
        if question.localized.type == "file":
            self.field = LocalFileField(question.localized, answer)

    def focus_field(self) -> bool:
        """Focus the field; returns False if nothing in it is focusable."""
        widget = self.field.find_first_focus()
        if widget is not None:
            self.screen.set_focus(widget, scroll_visible=False)
        return widget is not None

    @on(events.DescendantFocus)
    def _scroll_into_view(self) -> None:
        """Scroll to the question together with its field, where both fit."""
        if self.size.height <= self.screen.query_one(Body).size.height:
            self.call_after_refresh(self.scroll_visible, animate=False)


class EditScreen(Screen[Registration | None]):
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
        & > #head { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        & > #part { height: 1; padding: 0 1; color: $primary; text-style: bold; }
        & > Body { height: 1fr; padding: 0 1; background: $surface; scrollbar-size-vertical: 1; }
        & > #told { display: none; height: auto; max-height: 3; padding: 0 1; }
        & > #told.warning { display: block; }
        & > #buttons { height: auto; padding: 0 1; }
        & #buttons Button { margin-right: 2; }
    }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    app = getters.app(WalkinApp)

    def __init__(self, client: QueueClient, registration: Registration, board: Board) -> None:
        super().__init__()
        self._client = client
        self._board = board
        self._registration = registration
        self.draft: RegistrationDraft | None = None
        self._messages: dict[QuestionKey, dict[str, str]] = {}
        self._part_index = 0
        self._saving = False

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
        number = registration.ticket or registration.id
        return self.app.words("counter-edit-title", number=number, name=registration.client.full_name)

    def on_mount(self) -> None:
        self._load()

    @property
    def rows(self) -> Sequence[QuestionRow]:
        return list(self.query(QuestionRow))

    @property
    def parts(self) -> list[list[EditQuestion]]:
        """All questions, divided into the parts that are shown together."""
        questions = self.draft.questions if self.draft else []
        return [questions[i : i + QUESTIONS_PER_PART] for i in range(0, len(questions), QUESTIONS_PER_PART)] or [[]]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys of parts that do not exist."""
        if action == "part" and parameters:
            return 0 <= self._part_index + int(str(parameters[0])) < len(self.parts)
        return action != "save" or self.draft is not None

    def action_page(self, by: int) -> None:
        body = self.query_one(Body)
        body.scroll_relative(y=by * max(1, body.size.height - 3), animate=False)

    async def action_part(self, by: int) -> None:
        """Go ``by`` parts forward."""
        self._collect_answers()
        self._part_index += by
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

    async def _send(self, draft: RegistrationDraft) -> None:
        checked = draft.check()
        if checked.problems:
            await self._show_problems(draft, checked.problems)
            return
        try:
            with self._board.own_change():
                saved = await self._request(draft, checked.members)
                if saved is not None:
                    self._board.apply_result(saved)
        except ServerUnreachable as error:
            self._show_feedback(describe_error(error))
        except Refused as refused:
            await self._handle_refusal(draft, refused)
        else:
            self.dismiss(saved)

    async def _request(self, draft: RegistrationDraft, members: Mapping[str, object]) -> Registration | None:
        """Send the changed members; returns None if nothing changed."""
        stored = draft.registration
        if not members:
            return None
        etag = stored.etag if stored.revision else None
        return await self._client.update_registration(stored.queue.id, stored.id, members, etag=etag)

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
            self.draft = await self._load_draft()
        except (ServerUnreachable, Refused) as error:
            self._show_feedback(describe_error(error))
            return False
        return True

    async def _load_draft(self) -> RegistrationDraft:
        registration = await self._client.get_registration(self._registration.queue.id, self._registration.id)
        return self._build_draft(registration, await self._client.get_queue(registration.queue.id))

    def _build_draft(self, registration: Registration, queue: Queue, *, is_new: bool = False) -> RegistrationDraft:
        titles = {member: self.app.words(f"counter-edit-{member}") for member in (*CLIENT_MEMBERS, NOTE, PRIORITY)}
        typed = self.draft.typed_answers if self.draft else {}
        return RegistrationDraft(registration, queue, self.app.language, titles, typed, is_new=is_new)

    async def _show_problems(
        self, draft: RegistrationDraft, problems: Mapping[QuestionKey, list[FieldProblem]]
    ) -> None:
        words = self.app.words
        self._messages = {
            key: {problem.id.removeprefix("client."): words.format_problem(problem) for problem in key_problems}
            for key, key_problems in problems.items()
        }
        first = next(index for index, question in enumerate(draft.questions) if question.key in problems)
        self._part_index = first // QUESTIONS_PER_PART
        await self._build_part(first % QUESTIONS_PER_PART)
        self._show_feedback(Feedback("counter-edit-problems", {"count": len(problems)}))

    async def _build_part(self, index: int = 0) -> None:
        """Show the current part and focus its question at ``index``."""
        if self.draft is None:
            return
        parts = self.parts
        self._part_index = min(self._part_index, len(parts) - 1)
        rows = [QuestionRow(question, self.draft.get_initial_answer(question)) for question in parts[self._part_index]]
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
            row.show_problems(self._messages.get(row.question.key, {}))
        part_line = self.query_one("#part", Static)
        part_line.update(to_content(self.app.words("counter-edit-part", number=self._part_index + 1, count=len(parts))))
        part_line.display = len(parts) > 1
        self.query_one("#before").display = self._part_index > 0
        self.query_one("#next").display = self._part_index + 1 < len(parts)
        self.query_one("#told", Static).remove_class("warning")
        self.refresh_bindings()
        if rows:
            rows[min(index, len(rows) - 1)].focus_field()

    def _collect_answers(self) -> None:
        if self.draft is not None:
            for row in self.rows:
                self.draft.set_answer(row.question, row.field.answer)

    def _show_feedback(self, feedback: Feedback) -> None:
        self.query_one("#told", Static).add_class("warning").update(to_content(feedback.format(self.app.words)))
