"""Files. A terminal cannot take one: it is brought to the desk, or sent from a phone later."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from walkin.model.form import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.safe import to_content


@register_field("file")
class FileField(Field):
    """Says how to hand in the file; one that was stored before is kept.

    An app whose tickets have a page for the phone has a true attribute ``upload_by_phone``.
    """

    DEFAULT_CSS = """
    FileField Static { height: auto; margin-top: 1; padding: 0 1; border: solid $line; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        words = self.app.words
        if self.initial_text:
            name = (
                (self.initial_answer.file_name if self.initial_answer else None)
                or self.definition.file_name
                or self.initial_text[:60]
            )
            yield Static(to_content(words("field-file-there", name=name)))
            return
        yield Static(to_content(words("field-file-desk"), multiline=True))
        if getattr(self.app, "upload_by_phone", False):
            yield Static(to_content(words("field-file-phone"), multiline=True))

    @property
    def answer(self) -> FormItem:
        if self.initial_answer is not None and self.initial_answer.value:
            return FormItem.model_construct(
                id=self.definition.id,
                type="file",
                value=self.initial_answer.value,
                file_name=self.initial_answer.file_name,
            )
        return FormItem.model_construct(id=self.definition.id, type="file", deferred=True)
