"""A question on the screen: title, hint, error message and field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from walkin.languages.answers import describe_hint, describe_title
from walkin.model.form.definition import FormItem
from walkin.ui.app import WalkinApp
from walkin.ui.fields.base import Field, create_field
from walkin.ui.fields.reading import ReadingBox
from walkin.ui.letters import is_drawable, measure_width, render_letters
from walkin.ui.safe import to_content

TITLE_MARGIN_COLUMNS = 10
MAX_HINT_CHARACTERS = 300
MAX_HINT_LINES = 4
"""Lines of a help that are shown at once; a longer one scrolls, so that the field stays in sight."""


class Question(Vertical):
    """One FormItem. Its parts (``subItem``) are questions within it."""

    app = getters.app(WalkinApp)

    DEFAULT_CSS = """
    Question {
        height: auto;

        .question-title { text-style: bold; height: auto; }
        .question-title.-letters { text-wrap: nowrap; color: $primary; }
        .question-hint { color: $text-muted; height: auto; }
        .question-hint.-empty { display: none; }
        .question-error { display: none; color: $error; text-style: bold; height: auto; }
        &.-wrong > .question-error { display: block; }
        &.-wrong > Field Option { border-left: thick $error; }
        &.-wrong > Field Option:focus { border: thick $error; }
        Question { margin-top: 1; }
        PartsField > Question:first-of-type { margin-top: 0; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__()
        self.definition = definition
        self.field: Field = create_field(definition, answer, self.app.field_types)

    def compose(self) -> ComposeResult:
        item = self.definition
        yield Static(self.format_title(), classes="question-title")
        if item.help and not self.shows_help:
            if len(item.help) > MAX_HINT_CHARACTERS or item.help.count("\n") > MAX_HINT_LINES:
                yield ReadingBox(to_content(item.help, multiline=True), classes="question-hint -help")
            else:
                yield Static(to_content(item.help, multiline=True), classes="question-hint -help")
        yield Static(self.format_hint(), classes="question-hint -expected")
        yield Static(classes="question-error")
        yield self.field

    @property
    def shows_help(self) -> bool:
        """Whether the field itself shows the help as its text."""
        return self.field.presentation.control in ("text", "consent")

    def show_title(self) -> None:
        """Show the title, in block letters if the app shows everything larger and they fit."""
        title = self.format_title()
        room = self.app.size.width - TITLE_MARGIN_COLUMNS
        is_large = self.app.has_class("-larger") and is_drawable(title.plain) and measure_width(title.plain, 3) <= room
        self.query_one(".question-title", Static).set_class(is_large, "-letters").update(
            Content("\n".join(render_letters(title.plain, 3))) if is_large else title
        )

    def format_title(self) -> Content:
        return to_content(describe_title(self.definition, self.app.words))

    def format_hint(self) -> Content:
        """The expected format of an answer, and its limits."""
        return Content("") if self.field.hides_hint else to_content(describe_hint(self.definition, self.app.words))

    async def follow(self, definition: FormItem, answer: FormItem | None) -> None:
        """Update the title, hint and field to a changed definition; `answer` is the one so far."""
        if definition == self.definition:
            return
        self.definition = definition
        self.show_title()
        self.show_hint()
        await self.field.follow(definition, answer)

    def on_mount(self) -> None:
        self.show_title()
        self.show_hint()

    def show_hint(self) -> None:
        hint = self.format_hint()
        line = self.query_children(".-expected").only_one(Static)
        line.set_class(not hint, "-empty")
        line.update(hint)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show error messages, by id of the item or part. An id that is absent has no error."""
        message = problems.get(self.definition.id, "")
        self.query_one(".question-error", Static).update(to_content(f"✗ {message}"))
        self.set_class(bool(message), "-wrong")
        if self.is_leaf:
            for entry in self.query("Entry, MultilineEntry"):
                entry.set_class(bool(message), "-invalid")
        self.field.show_problems(problems)

    @property
    def is_wrong(self) -> bool:
        """Whether it or one of its parts has an error message."""
        return self.has_class("-wrong") or bool(self.query(".-wrong"))

    @property
    def is_leaf(self) -> bool:
        return not self.query(Question)


def find_first_focus(questions: Sequence[Question]) -> Widget | None:
    """The first widget to focus, of a question with an error message if there is one."""
    wrong = [question for question in questions if question.is_wrong]
    widgets = (question.field.find_first_focus() for question in wrong or questions)
    return next((widget for widget in widgets if widget is not None), None)


async def follow_questions(parent: Widget, items: Sequence[FormItem], answers: Mapping[str, FormItem]) -> None:
    """Mount and remove questions in `parent` until they are those of `items`.

    Those that stay keep their widgets, with the focus and what was typed; the others get their former answers.
    """
    present = {question.definition.id: question for question in parent.query_children(Question)}
    asked_ids = {item.id for item in items}
    for question_id in [question_id for question_id in present if question_id not in asked_ids]:
        await present.pop(question_id).remove()
    following: Widget | None = None
    for item in reversed(items):
        question = present.get(item.id)
        if question is None:
            question = Question(item, answers.get(item.id))
            last = list(parent.query_children(Question))[-1:]
            await parent.mount(question, before=following, after=last[0] if last and following is None else None)
        else:
            await question.follow(item, answers.get(item.id))
        following = question
