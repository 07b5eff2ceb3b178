"""Fields of the types ``text`` and ``consent``."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from walkin.model.form.definition import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.option import Option, OptionsField
from walkin.ui.fields.reading import ReadingBox
from walkin.ui.markdown import draw_markdown
from walkin.ui.safe import to_content
from walkin.ui.signs import ANY_OF_MANY


@register_field("text")
class TextBlock(Field):
    """A text. It has no answer."""

    def compose(self) -> ComposeResult:
        text = draw_markdown(self.definition.help or "")
        yield ReadingBox(text.content, text.links)

    @property
    def answer(self) -> FormItem:
        return FormItem.model_construct(id=self.definition.id, type="text")

    def find_first_focus(self) -> Widget | None:
        return None


@register_field("consent")
class ConsentField(OptionsField):
    """The wording, and below it a checkbox that is always in sight."""

    DEFAULT_CSS = """
    ConsentField Option { margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        if self.definition.help:
            text = draw_markdown(self.definition.help)
            yield ReadingBox(text.content, text.links)
        label = to_content(self.app.words("field-consent"))
        yield Option("true", label, 1, sign=ANY_OF_MANY, chosen=self.initial_text == "true")

    @property
    def answer(self) -> FormItem:
        return self.make_answer("true" if any(option.chosen for option in self.options) else "")

    def choose(self, option: Option, *, moved: bool = False) -> None:
        if not moved:
            option.chosen = not option.chosen
            self.post_message(self.Changed())

    def find_first_focus(self) -> Widget | None:
        return next(iter(self.options), None)
