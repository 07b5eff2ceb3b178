"""Changing what is known of a client: person, note and every answer of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Field, Question
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import safe
from walkin_counter.client.draft import NOTE, PERSON, Editing
from walkin_counter.client.file_field import FileEntry
from walkin_counter.desk.screens.confirm import DropScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.errors import FieldProblem
    from walkin.model.form import FormItem
    from walkin_counter.client.draft import Asked

AT_ONCE = 20
"""Questions that are on the screen at the same time; more slow every key down."""

Key = tuple[str, str]


class Body(VerticalScroll, can_focus=False):
    """The questions of one part."""


class Row(Question):
    """One thing to edit."""

    DEFAULT_CSS = """
    Row { margin-bottom: 1; }
    """

    def __init__(self, asked: Asked, given: FormItem | None) -> None:
        super().__init__(asked.shown, given)
        self.asked = asked
        if asked.shown.type == "file":
            self.field = FileEntry(asked.shown, given)

    def start(self) -> bool:
        """Focus the field; False when nothing in it can be."""
        widget = self.field.start()
        if widget is not None:
            self.screen.set_focus(widget, scroll_visible=False)
        return widget is not None

    @on(events.DescendantFocus)
    def _show(self) -> None:
        """The words belong to the field: they are scrolled to together, where both fit."""
        if self.size.height <= self.screen.query_one(Body).size.height:
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

    def __init__(self, client: QueueClient, registration: Registration) -> None:
        super().__init__()
        self._client = client
        self._registration = registration
        self.editing: Editing | None = None
        self._messages: dict[Key, dict[str, str]] = {}
        self._at = 0
        self._saving = False

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(safe(self.heading()), id="head")
        yield Static(id="part")
        yield Body()
        yield Static(id="told")
        with Horizontal(id="buttons"):
            yield Button(safe(words("counter-edit-save")), id="save", variant="primary", action="screen.save")
            yield Button(safe(f"F3 {words('counter-edit-before')}"), id="before", action="screen.part(-1)")
            yield Button(safe(f"F4 {words('counter-edit-next')}"), id="next", action="screen.part(1)")
        yield KeyBar()

    def heading(self) -> str:
        """The words above everything."""
        registration = self._registration
        number = registration.ticket or registration.id
        return self.app.words("counter-edit-title", number=number, name=registration.client.name)

    def on_mount(self) -> None:
        self._load()

    @property
    def rows(self) -> Sequence[Row]:
        """The questions on the screen, in order."""
        return list(self.query(Row))

    @property
    def parts(self) -> list[list[Asked]]:
        """All questions, as they are shown together."""
        questions = self.editing.questions if self.editing else []
        return [questions[start : start + AT_ONCE] for start in range(0, len(questions), AT_ONCE)] or [[]]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a form in parts has another part to go to."""
        if action == "part" and parameters:
            return 0 <= self._at + int(str(parameters[0])) < len(self.parts)
        return action != "save" or self.editing is not None

    def action_page(self, by: int) -> None:
        body = self.query_one(Body)
        body.scroll_relative(y=by * max(1, body.size.height - 3), animate=False)

    async def action_part(self, by: int) -> None:
        """Go to another part."""
        self._keep()
        self._at += by
        await self._build()

    def action_leave(self) -> None:
        """A step back in the field, else out of the screen: after a question when something would be lost."""
        if any(row.field.back() for row in self.rows if row.has_focus_within):
            return
        self._keep()
        if self.editing is not None and self.editing.changed:
            self.app.push_screen(DropScreen(), self._leave)
        else:
            self.dismiss(None)

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)

    def action_save(self) -> None:
        """Check everything, and send it when it is right."""
        if self.editing is not None and not self._saving:
            self._saving = True
            self._keep()
            self._save(self.editing)

    @on(Field.Submitted)
    def _go_on(self, event: Field.Submitted) -> None:
        """Enter leads to the next question, after the last to the button."""
        event.stop()
        rows = self.rows
        place = next((place for place, row in enumerate(rows) if row.has_focus_within), len(rows))
        following = rows[place + 1] if place + 1 < len(rows) else None
        if following is None or not following.start():
            self.query_one("#save").focus()

    @work(group="edit", exit_on_error=False)
    async def _load(self) -> None:
        if await self._fetch():
            await self._build()

    @work(group="edit", exit_on_error=False)
    async def _save(self, editing: Editing) -> None:
        try:
            await self._send(editing)
        finally:
            self._saving = False

    async def _send(self, editing: Editing) -> None:
        checked = editing.check()
        if checked.problems:
            await self._complain(editing, checked.problems)
            return
        if not checked.members:
            self.dismiss(None)
            return
        now = editing.registration
        match = now.etag if now.revision else None
        try:
            changed = await self._client.update(now.queue.id, now.id, checked.members, match)
        except Unreachable:
            self._tell("counter-away")
        except Refused as refused:
            await self._refused(editing, refused)
        else:
            self.dismiss(changed)

    async def _refused(self, editing: Editing, refused: Refused) -> None:
        if refused.status == 412 or refused.reason == "preconditionFailed":
            place = next((place for place, row in enumerate(self.rows) if row.has_focus_within), 0)
            if await self._fetch():
                await self._build(place)
                self._tell("counter-edit-changed")
            return
        problems: dict[Key, list[FieldProblem]] = {}
        for problem in refused.fields:
            if (question := editing.place_of(problem.id)) is not None:
                problems.setdefault(question.key, []).append(problem)
        if problems:
            await self._complain(editing, problems)
        else:
            self._tell("counter-refused", reason=refused.message or refused.reason)

    async def _fetch(self) -> bool:
        """Load the client and the service as they are now; what was typed is kept."""
        try:
            fresh = await self._client.registration(self._registration.queue.id, self._registration.id)
            queue = await self._client.queue(fresh.queue.id)
        except Unreachable:
            self._tell("counter-away")
        except Refused as refused:
            self._tell("counter-refused", reason=refused.message or refused.reason)
        else:
            words = self.app.words
            titles = {member: words(f"counter-edit-{member}") for member in (*PERSON, NOTE)}
            typed = self.editing.typed if self.editing else {}
            self.editing = Editing(fresh, queue, self.app.language, titles, typed)
            return True
        return False

    async def _complain(self, editing: Editing, problems: Mapping[Key, list[FieldProblem]]) -> None:
        """Say what to mend beside each field, and go to the first."""
        words = self.app.words
        self._messages = {
            key: {problem.id.removeprefix("client."): spelt(problem, words) for problem in found}
            for key, found in problems.items()
        }
        first = next(place for place, question in enumerate(editing.questions) if question.key in problems)
        self._at = first // AT_ONCE
        await self._build(first % AT_ONCE)
        self._tell("counter-edit-problems", count=len(problems))

    async def _build(self, place: int = 0) -> None:
        """Show the part, its question number ``place`` focused."""
        if self.editing is None:
            return
        parts = self.parts
        self._at = min(self._at, len(parts) - 1)
        rows = [Row(one, self.editing.given(one)) for one in parts[self._at]]
        body = self.query_one(Body)
        async with self.batch():
            await body.remove_children()
            await body.mount_all(rows)
            body.scroll_home(animate=False)
        for row in rows:
            self.editing.built(row.asked, row.field.answer)
            row.tell(self._messages.get(row.asked.key, {}))
        told = self.app.words("counter-edit-part", number=self._at + 1, count=len(parts)) if len(parts) > 1 else ""
        self.query_one("#part", Static).update(safe(told))
        self.query_one("#part").display = bool(told)
        self.query_one("#before").display = self._at > 0
        self.query_one("#next").display = self._at + 1 < len(parts)
        self.query_one("#told", Static).remove_class("warning")
        self.refresh_bindings()
        if rows:
            rows[min(place, len(rows) - 1)].start()

    def _keep(self) -> None:
        if self.editing is not None:
            for row in self.rows:
                self.editing.note(row.asked, row.field.answer)

    def _tell(self, key: str, **values: object) -> None:
        line = self.query_one("#told", Static)
        line.add_class("warning")
        line.update(safe(self.app.words(key, **values)))


def spelt(problem: FieldProblem, words: Words) -> str:
    """What to mend; a server that spoke has done so in the reader's language."""
    return problem.message or words(f"form-{problem.code}", **{"type": "input", **problem.values})
