"""Fields and validation agree: a field that shows an answer returns one that validates to the same result."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tests.support.form_strategies import answers, items
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import resolve_type
from walkin.model.form.validate import validate_form
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Question


class Form(WalkinApp):
    """An app that shows questions with answers."""

    def __init__(self, definitions: list[FormItem], answers_by_id: dict[str, FormItem]) -> None:
        super().__init__()
        self.definitions, self.answers_by_id = definitions, answers_by_id

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            for definition in self.definitions:
                yield Question(definition, self.answers_by_id.get(definition.id))


@st.composite
def question_pairs(draw: st.DrawFn) -> list[tuple[FormItem, FormItem]]:
    """Ten definitions, each with an answer to it, right or wrong."""
    pairs = []
    for number in range(10):
        definition = FormItem.model_validate(draw(items(depth=1)) | {"id": f"q{number}", "visible": True})
        pairs.append((definition, FormItem.model_validate(draw(answers(definition)))))
    return pairs


def validate(definition: FormItem, answer: FormItem) -> Any:
    """Return the validated items as JSON, or the ids and codes of the problems."""
    result = validate_form([definition], [answer], country="GB", language="en")
    return [(problem.id, problem.code) for problem in result.problems] or [item.to_wire() for item in result.items]


def can_be_shown(definition: FormItem, answer: FormItem) -> bool:
    """Whether a field can show the answer: no line breaks in a line, only parts of a group, only offered choices."""
    if definition.sub_item:
        if answer.has_answer and not answer.sub_item:
            return False
        parts = {part.id: part for part in answer.sub_item or ()}
        return all(
            can_be_shown(part, parts[part.id]) if part.id in parts else resolve_type(part) != "file"
            for part in definition.sub_item
        )
    # A field without a file answers that it follows later.
    if resolve_type(definition) == "file":
        return bool(answer.value)
    result = validate_form([definition.model_copy(update={"mandatory": False})], [answer], country="GB", language="en")
    return not result.problems and (answer.value is None or len(answer.value) <= 2_000)


@pytest.mark.long
@tries(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(pairs=question_pairs())
def test_what_a_field_gives_is_what_the_rules_make_of_the_answer(pairs: list[tuple[FormItem, FormItem]]) -> None:
    asyncio.run(check_fields(pairs))


async def check_fields(pairs: list[tuple[FormItem, FormItem]]) -> None:
    app = Form([definition for definition, _ in pairs], {answer.id: answer for _, answer in pairs})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        questions = {question.definition.id: question for question in app.screen.query(Question)}
        for definition, answer in pairs:
            field_answer = questions[definition.id].field.answer
            if can_be_shown(definition, answer):
                assert validate(definition, field_answer) == validate(definition, answer), (
                    definition,
                    answer,
                    field_answer,
                )
