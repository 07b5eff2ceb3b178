"""A question that is asked in parts (``subItem``), such as a name or an address."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.widget import Widget

from walkin.model.form import FormItem
from walkin.ui.fields.base import PARTS, Field, asks
from walkin.ui.fields.question import Question


@asks(PARTS)
class PartsField(Field):
    """The parts below each other, each a question with its own message."""

    DEFAULT_CSS = """
    PartsField { padding-left: 1; }
    """

    def compose(self) -> ComposeResult:
        given = {part.id: part for part in (self.given.sub_item if self.given else None) or ()}
        for part in self.definition.sub_item or ():
            if part.visible:
                yield Question(part, given.get(part.id))

    @property
    def questions(self) -> list[Question]:
        """The questions of its visible parts."""
        return list(self.query_children(Question))

    @property
    def answer(self) -> FormItem:
        parts = [question.field.answer for question in self.questions]
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, sub_item=parts)

    def tell(self, problems: Mapping[str, str]) -> None:
        for question in self.questions:
            question.tell(problems)

    def start(self) -> Widget | None:
        questions = self.questions
        wrong = [question for question in questions if question.has_class("-wrong")]
        return (wrong or questions)[0].field.start() if questions else None

    def back(self) -> bool:
        return any(question.field.back() for question in self.questions if question.has_focus_within)
