"""Changing what is known of a client: person, note and every answer of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Field, Question
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin_counter.client.draft import CLIENT_MEMBERS, NOTE, RegistrationDraft
from walkin_counter.client.file_field import LocalFileField
from walkin_counter.desk.screens.confirm import DiscardScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.errors import FieldProblem
    from walkin.model.form import FormItem
    from walkin_counter.client.draft import EditQuestion

QUESTIONS_PER_PART = 20
"""Questions that are on the screen at the same time; more slow every key down."""

QuestionKey = tuple[str, str]


class QuestionList(VerticalScroll, can_focus=False):
    """The questions of one part."""


class QuestionRow(Question):
    """One thing to edit."""

    DEFAULT_CSS = """
    ChoiceRow { margin-bottom: 1; }
    """

    def __init__(self, question: EditQuestion, answer: FormItem | None) -> None:
        super().__init__(question.localized, answer)
        self.question = question
        if question.localized.type == "file":
            self.field = LocalFileField(question.localized, answer)

    def focus_field(self) -> bool:
        """Focus the field; False when nothing in it can be."""
        widget = self.field.find_first_focus()
        if widget is not None:
            self.screen.set_focus(widget, scroll_visible=False)
        return widget is not None

    @on(events.DescendantFocus)
    def _scroll_into_view(self) -> None:
        """The words belong to the field: they are scrolled to together, where both fit."""
        if self.size.height <= self.screen.query_one(QuestionList).size.height:
            self.call_after_refresh(self.scroll_visible, animate=False)


class EditScreen(Screen[Registration | None]):
    """Loads the client anew and asks everything at once, in parts where it is much. Gives back what was saved."""

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
        & > QuestionList { height: 1fr; padding: 0 1; background: $surface; scrollbar-size-vertical: 1; }
        & > #told { display: none; height: auto; max-height: 3; padding: 0 1; }
        & > #told.warning { display: block; }
        & > #buttons { height: auto; padding: 0 1; }
        & #buttons Button { margin-right: 2; }
    }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    app = getters.app(WalkinApp)

    def __init__(self, client: QueueClient, registration: Registration) -> None:
        super().__init__()
        self._client = client
        self._registration = registration
        self.draft: RegistrationDraft | None = None
        self._messages: dict[QuestionKey, dict[str, str]] = {}
        self._part_index = 0
        self._saving = False

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(to_content(self.format_heading()), id="head")
        yield Static(id="part")
        yield QuestionList()
        yield Static(id="told")
        with Horizontal(id="buttons"):
            yield Button(to_content(words("counter-edit-save")), id="save", variant="primary", action="screen.save")
            yield Button(to_content(f"F3 {words('counter-edit-before')}"), id="before", action="screen.part(-1)")
            yield Button(to_content(f"F4 {words('counter-edit-next')}"), id="next", action="screen.part(1)")
        yield KeyBar()

    def format_heading(self) -> str:
        """The words above everything."""
        registration = self._registration
        number = registration.ticket or registration.id
        return self.app.words("counter-edit-title", number=number, name=registration.client.full_name)

    def on_mount(self) -> None:
        self._load()

    @property
    def rows(self) -> Sequence[QuestionRow]:
        """The questions on the screen, in order."""
        return list(self.query(QuestionRow))

    @property
    def parts(self) -> list[list[EditQuestion]]:
        """All questions, as they are shown together."""
        questions = self.draft.questions if self.draft else []
        return [
            questions[start : start + QUESTIONS_PER_PART] for start in range(0, len(questions), QUESTIONS_PER_PART)
        ] or [[]]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a form in parts has another part to go to."""
        if action == "part" and parameters:
            return 0 <= self._part_index + int(str(parameters[0])) < len(self.parts)
        return action != "save" or self.draft is not None

    def action_page(self, by: int) -> None:
        body = self.query_one(QuestionList)
        body.scroll_relative(y=by * max(1, body.size.height - 3), animate=False)

    async def action_part(self, by: int) -> None:
        """Go to another part."""
        self._collect_answers()
        self._part_index += by
        await self._build_part()

    def action_leave(self) -> None:
        """A step back in the field, else out of the screen: after a question when something would be lost."""
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
        """Check everything, and send it when it is right."""
        if self.draft is not None and not self._saving:
            self._saving = True
            self._collect_answers()
            self._save(self.draft)

    @on(Field.Submitted)
    def _focus_next(self, event: Field.Submitted) -> None:
        """Enter leads to the next question, after the last to the button."""
        event.stop()
        rows = self.rows
        place = next((place for place, row in enumerate(rows) if row.has_focus_within), len(rows))
        following = rows[place + 1] if place + 1 < len(rows) else None
        if following is None or not following.focus_field():
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
        if not checked.members:
            self.dismiss(None)
            return
        now = draft.registration
        match = now.etag if now.revision else None
        try:
            changed = await self._client.update_registration(now.queue.id, now.id, checked.members, match)
        except ServerUnreachable:
            self._show_message("counter-away")
        except Refused as refused:
            await self._handle_refusal(draft, refused)
        else:
            self.dismiss(changed)

    async def _handle_refusal(self, draft: RegistrationDraft, refused: Refused) -> None:
        if refused.status == 412 or refused.reason == "preconditionFailed":
            place = next((place for place, row in enumerate(self.rows) if row.has_focus_within), 0)
            if await self._fetch():
                await self._build_part(place)
                self._show_message("counter-edit-changed")
            return
        problems: dict[QuestionKey, list[FieldProblem]] = {}
        for problem in refused.fields:
            if (question := draft.find_question(problem.id)) is not None:
                problems.setdefault(question.key, []).append(problem)
        if problems:
            await self._show_problems(draft, problems)
        else:
            self._show_message("counter-refused", reason=refused.message or refused.reason)

    async def _fetch(self) -> bool:
        """Load the client and the service as they are now; what was typed is kept."""
        try:
            fresh = await self._client.get_registration(self._registration.queue.id, self._registration.id)
            queue = await self._client.get_queue(fresh.queue.id)
        except ServerUnreachable:
            self._show_message("counter-away")
        except Refused as refused:
            self._show_message("counter-refused", reason=refused.message or refused.reason)
        else:
            words = self.app.words
            titles = {member: words(f"counter-edit-{member}") for member in (*CLIENT_MEMBERS, NOTE)}
            typed = self.draft.typed_answers if self.draft else {}
            self.draft = RegistrationDraft(fresh, queue, self.app.language, titles, typed)
            return True
        return False

    async def _show_problems(
        self, draft: RegistrationDraft, problems: Mapping[QuestionKey, list[FieldProblem]]
    ) -> None:
        """Say what to mend beside each field, and go to the first."""
        words = self.app.words
        self._messages = {
            key: {problem.id.removeprefix("client."): format_problem(problem, words) for problem in found}
            for key, found in problems.items()
        }
        first = next(place for place, question in enumerate(draft.questions) if question.key in problems)
        self._part_index = first // QUESTIONS_PER_PART
        await self._build_part(first % QUESTIONS_PER_PART)
        self._show_message("counter-edit-problems", count=len(problems))

    async def _build_part(self, index: int = 0) -> None:
        """Show the part, its question number ``place`` focused."""
        if self.draft is None:
            return
        parts = self.parts
        self._part_index = min(self._part_index, len(parts) - 1)
        rows = [QuestionRow(one, self.draft.get_initial_answer(one)) for one in parts[self._part_index]]
        body = self.query_one(QuestionList)
        async with self.batch():
            await body.remove_children()
            await body.mount_all(rows)
            body.scroll_home(animate=False)
        for row in rows:
            self.draft.set_initial_answer(row.question, row.field.answer)
            row.show_problems(self._messages.get(row.question.key, {}))
        told = (
            self.app.words("counter-edit-part", number=self._part_index + 1, count=len(parts)) if len(parts) > 1 else ""
        )
        self.query_one("#part", Static).update(to_content(told))
        self.query_one("#part").display = bool(told)
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

    def _show_message(self, key: str, **values: object) -> None:
        line = self.query_one("#told", Static)
        line.add_class("warning")
        line.update(to_content(self.app.words(key, **values)))


def format_problem(problem: FieldProblem, words: Words) -> str:
    """What to mend; a server that spoke has done so in the reader's language."""
    return problem.message or words(f"form-{problem.code}", **{"type": "input", **problem.values})
