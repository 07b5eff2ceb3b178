"""The kiosk and the rules agree: what a field gives for an answer is what `fill` makes of it, and gives again."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tests.support.form_strategies import answers, items
from walkin.model.form import FormItem, resolve_type, validate_form
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Question


class Form(WalkinApp):
    """Questions with answers, on any screen."""

    def __init__(self, definitions: list[FormItem], given: dict[str, FormItem]) -> None:
        super().__init__()
        self.definitions, self.given = definitions, given

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            for definition in self.definitions:
                yield Question(definition, self.given.get(definition.id))


@st.composite
def asked(draw: st.DrawFn) -> list[tuple[FormItem, FormItem]]:
    """Ten definitions, each with an answer to it, right or wrong."""
    found = []
    for number in range(10):
        wire = draw(items(depth=1)) | {"id": f"q{number}", "visible": True}
        definition = FormItem.model_validate(wire)
        found.append((definition, picked(definition, FormItem.model_validate(draw(answers(definition))))))
    return found


def picked(definition: FormItem, answer: FormItem) -> FormItem:
    """What is picked, not typed, is shown from the way it is kept: nobody types a value's place or its category."""
    if definition.sub_item:
        parts = {part.id: part for part in answer.sub_item or ()}
        kept = [picked(part, parts[part.id]) for part in definition.sub_item if part.id in parts]
        return answer.model_copy(update={"sub_item": kept})
    if resolve_type(definition) not in ("radio", "checkbox", "select", "scalerating", "start", "star"):
        return answer
    return next(iter(validate_form([definition], [answer]).items), FormItem(id=definition.id, type=definition.type))


def outcome(definition: FormItem, answer: FormItem) -> Any:
    """What the rules make of it: the wire, or the problems."""
    done = validate_form([definition], [answer], country="GB", language="en")
    return [(one.id, one.code) for one in done.problems] or [item.to_wire() for item in done.items]


def comparable(definition: FormItem, answer: FormItem) -> bool:
    """Whether a screen can hold the answer: one line has no line ends, and only a choice that is offered is shown."""
    if definition.sub_item:
        parts = {part.id: part for part in answer.sub_item or ()}
        return all(comparable(part, parts[part.id]) for part in definition.sub_item if part.id in parts)
    if resolve_type(definition) == "file":
        return bool(answer.value)
    done = validate_form([definition.model_copy(update={"mandatory": False})], [answer], country="GB", language="en")
    return not done.problems and (answer.value is None or len(answer.value) <= 2_000)


@tries(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(pairs=asked())
def test_what_a_field_gives_is_what_the_rules_make_of_the_answer(pairs: list[tuple[FormItem, FormItem]]) -> None:
    asyncio.run(agree(pairs))


async def agree(pairs: list[tuple[FormItem, FormItem]]) -> None:
    app = Form([definition for definition, _ in pairs], {answer.id: answer for _, answer in pairs})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        questions = {question.definition.id: question for question in app.screen.query(Question)}
        for definition, answer in pairs:
            given = questions[definition.id].field.answer
            if comparable(definition, answer):
                assert outcome(definition, given) == outcome(definition, answer), (definition, answer, given)
