"""A file, which a terminal cannot take: it is brought to the desk, or sent by phone later."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from walkin.model.form import FormItem
from walkin.ui.fields.base import Field, asks
from walkin.ui.safe import safe


@asks("file")
class FileField(Field):
    """Says how the file gets to the office. A file that is there already stays.

    An app whose tickets lead to a page for the phone says so by a true attribute ``upload_by_phone``.
    """

    DEFAULT_CSS = """
    FileField Static { height: auto; margin-top: 1; padding: 0 1; border: solid $line; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        words = self.app.words
        if self.given_text:
            name = (self.given.file_name if self.given else None) or self.definition.file_name or self.given_text[:60]
            yield Static(safe(words("field-file-there", name=name)))
            return
        yield Static(safe(words("field-file-desk"), multiline=True))
        if getattr(self.app, "upload_by_phone", False):
            yield Static(safe(words("field-file-phone"), multiline=True))

    @property
    def answer(self) -> FormItem:
        if self.given is not None and self.given.value:
            return FormItem.model_construct(
                id=self.definition.id, type="file", value=self.given.value, file_name=self.given.file_name
            )
        return FormItem.model_construct(id=self.definition.id, type="file", deferred=True)
