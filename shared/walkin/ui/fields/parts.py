"""Questions with parts (``subItem``), such as a name or an address."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.widget import Widget

from walkin.model.form.definition import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.question import Question, find_first_focus, follow_questions


@register_field("parts")
class PartsField(Field):
    """The parts below each other, each a question with its own error message."""

    DEFAULT_CSS = """
    PartsField { padding-left: 1; }
    """

    def compose(self) -> ComposeResult:
        answers = {part.id: part for part in (self.initial_answer.sub_item if self.initial_answer else None) or ()}
        for part in self.definition.sub_item or ():
            if part.visible:
                yield Question(part, answers.get(part.id))

    async def follow(self, definition: FormItem, answer: FormItem | None) -> None:
        self.definition = definition
        answers = {part.id: part for part in (answer.sub_item if answer else None) or ()}
        await follow_questions(self, [part for part in definition.sub_item or () if part.visible], answers)

    @property
    def questions(self) -> list[Question]:
        """The questions of the visible parts."""
        return list(self.query_children(Question))

    @property
    def answer(self) -> FormItem:
        parts = [question.field.answer for question in self.questions]
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, sub_item=parts)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        for question in self.questions:
            question.show_problems(problems)

    def find_first_focus(self) -> Widget | None:
        return find_first_focus(self.questions)

    def step_back(self) -> bool:
        return any(question.field.step_back() for question in self.questions if question.has_focus_within)
