"""Files. A terminal cannot take one: it is brought to the desk, or sent from a phone later."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from walkin.languages import Words
from walkin.model.form.definition import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.safe import to_content


@register_field("file")
class FileField(Field):
    """Says how to hand in the file; one that was stored before is kept.

    An app whose tickets have a page for the phone has a true attribute ``upload_by_phone``.
    """

    DEFAULT_CSS = """
    FileField Static { height: auto; margin-top: 1; padding: 1 2; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        by_phone = getattr(self.app, "upload_by_phone", False)
        for text in list_file_texts(self.definition, self.initial_answer, self.app.words, by_phone=by_phone):
            yield Static(to_content(text, multiline=True))

    @property
    def answer(self) -> FormItem:
        return keep_files(self.definition, self.initial_answer)


def list_file_texts(definition: FormItem, answer: FormItem | None, words: Words, *, by_phone: bool) -> list[str]:
    """The files that are there, or how to hand them in; ``by_phone`` if the ticket has a page for the phone."""
    files = [answer, *(answer.sub_item or ())] if answer is not None else []
    names = [file.file_name or definition.file_name or (file.value or "")[:60] for file in files if file.value]
    if names:
        return [words("field-file-there", name=", ".join(names))]
    capture = definition.capture
    key = f"field-file-{capture}" if capture in ("signature", "photo") else "field-file-desk"
    return [words(key), *([words("field-file-phone")] if by_phone else [])]


def keep_files(definition: FormItem, answer: FormItem | None) -> FormItem:
    """The answer that keeps the files which are there; without one they are handed in later."""
    if answer is not None and answer.sub_item:
        return FormItem.model_construct(id=definition.id, type="file", sub_item=answer.sub_item)
    if answer is not None and answer.value:
        return FormItem.model_construct(id=definition.id, type="file", value=answer.value, file_name=answer.file_name)
    return FormItem.model_construct(id=definition.id, type="file", deferred=True)
