"""Fields of typed text: one line, or several."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from walkin.model.form.definition import FormItem, ValueFormat
from walkin.model.form.parsers.registry import get_kind, resolve_type
from walkin.model.form.shape import SHAPED_TYPES, shape_typed
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.entry import Entry, MultilineEntry
from walkin.ui.safe import to_content


@register_field("line")
class TextField(Field):
    """A line with its unit. Letter case and the literal characters of a mask are applied while typing."""

    DEFAULT_CSS = """
    TextField .with-unit { height: auto; }
    TextField .with-unit Entry { width: 24; }
    TextField .unit { width: 1fr; height: 3; padding: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        self._typed = self.initial_text

    def compose(self) -> ComposeResult:
        unit = self.rules.unit if self.rules is not None and get_kind(self.definition) == "number" else None
        if unit:
            with Horizontal(classes="with-unit"):
                yield self._create_entry()
                yield Static(to_content(unit), classes="unit")
        else:
            yield self._create_entry()

    def _create_entry(self) -> Entry:
        return Entry(
            self.initial_text,
            placeholder=self.definition.placeholder or "",
            keyboard_page=self.presentation.keyboard_page,
            password=self.definition.type == "password",
        )

    @property
    def rules(self) -> ValueFormat | None:
        return self.definition.value_format

    @on(Input.Changed)
    def _shape_typed(self, event: Input.Changed) -> None:
        """Apply letter case and mask to text added at the end; deletions and corrections elsewhere stay as typed."""
        entry, before, self._typed = self.query_one(Entry), self._typed, event.value
        grew = len(event.value) > len(before) and entry.value == event.value
        if not grew or entry.cursor_position < len(event.value) or resolve_type(self.definition) not in SHAPED_TYPES:
            return
        shaped = shape_typed(event.value, self.rules) if self.rules is not None else event.value
        if shaped != event.value:
            self._typed = entry.value = shaped
            entry.cursor_position = len(shaped)

    @property
    def answer(self) -> FormItem:
        return self.make_answer(self.query_one(Entry).value)


@register_field("area")
class TextareaField(Field):
    """Several lines of text. Enter starts a new line, Tab leaves."""

    def compose(self) -> ComposeResult:
        yield MultilineEntry(self.initial_text, placeholder=self.definition.placeholder or "")

    @property
    def answer(self) -> FormItem:
        return self.make_answer(self.query_one(MultilineEntry).text)
