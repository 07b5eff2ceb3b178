"""A question on the screen: title, hint, error message and field."""

from __future__ import annotations

from collections.abc import Mapping

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from walkin.languages.answers import describe_hint
from walkin.model.form import FormItem
from walkin.ui.app import WalkinApp
from walkin.ui.fields.base import Field, create_field
from walkin.ui.safe import to_content


class Question(Vertical):
    """One FormItem. Its parts (``subItem``) are questions within it."""

    app = getters.app(WalkinApp)

    DEFAULT_CSS = """
    Question {
        height: auto;

        .question-title { text-style: bold; height: auto; }
        .question-hint { color: $text-muted; height: auto; }
        .question-error { display: none; color: $error; text-style: bold; height: auto; }
        &.-wrong > .question-error { display: block; }
        &.-wrong > Field Option { border: solid $error; }
        &.-wrong > Field Option:focus { border: double $error; }
        Question { margin-top: 1; }
        PartsField > Question:first-of-type { margin-top: 0; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__()
        self.definition = definition
        self.field: Field = create_field(definition, answer)

    def compose(self) -> ComposeResult:
        item, words = self.definition, self.app.words
        title = item.title or item.id
        if not item.mandatory:
            title = words("field-optional", title=title)
        yield Static(to_content(title), classes="question-title")
        hint = item.help or ("" if item.placeholder else describe_hint(item, words))
        if hint:
            yield Static(to_content(hint, multiline=True), classes="question-hint")
        yield Static(classes="question-error")
        yield self.field

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
    def is_leaf(self) -> bool:
        return not self.query(Question)
