from __future__ import annotations

from random import Random

import pytest

from walkin.demo.clients import fill_form, invent_client
from walkin.model.form.definition import Choice, FormItem, ValueFormat
from walkin.model.form.validate import validate_form

CHOICES = [Choice(id="a", name="One"), Choice(id="b", name="Two", value="2"), Choice(id="c", name="Three")]
CATEGORIES = [Choice(id="x", name="X", values=CHOICES[:1]), Choice(id="y", name="Y", values=CHOICES[1:])]
TYPES = ("input", "textarea", "number", "email", "phone", "date", "website", "price", "scalerating", "start", "name")


def item(kind: str, **members: object) -> FormItem:
    return FormItem(id=kind, type=kind, title=kind, mandatory=True, **members)  # type: ignore[arg-type]


FORM = [
    *(item(kind) for kind in TYPES),
    item("radio", values=CHOICES),
    item("checkbox", values=CHOICES),
    item("select", values=CATEGORIES, category=True),
    item("never-heard-of"),
    FormItem(id="last", bind="crm-last-name", mandatory=True),
    FormItem(id="mail", bind="crm-email", type="email", mandatory=True),
    FormItem(id="many", type="select", multiple=True, values=CHOICES, mandatory=True),
    FormItem(id="short", mandatory=True, value_format=ValueFormat(max_length=3)),
    FormItem(id="long", mandatory=True, type="textarea", value_format=ValueFormat(min_length=300)),
    FormItem(id="whole", mandatory=True, value_format=ValueFormat(value_format="number")),
    FormItem(
        id="plate",
        mandatory=True,
        placeholder="AB12 CDE",
        value_format=ValueFormat(regex_value="[A-Z]{2}[0-9]{2} [A-Z]{3}"),
    ),
    FormItem(id="case", mandatory=True, value_format=ValueFormat(regex_value="[A-Z]{2}[0-9]{6}")),
]


@pytest.mark.parametrize("seed", range(20))
def test_answers_keep_the_rules_of_the_form(seed: int) -> None:
    rng = Random(seed)
    person = invent_client(rng)
    answers = [FormItem.model_validate(answer) for answer in fill_form(FORM, person, rng)]
    validated = validate_form(FORM, answers)
    assert validated.problems == ()
    by_id = {answer.id: answer for answer in validated.items}
    assert by_id["last"].value == person["lastName"]
    assert by_id["mail"].value == person["emailAddress"]


def test_an_impossible_question_that_may_be_left_out_is() -> None:
    form = [FormItem(id="odd", value_format=ValueFormat(regex_value="Ω{40}"))]
    assert fill_form(form, invent_client(Random(1)), Random(1)) == []
