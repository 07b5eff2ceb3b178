"""What a question is shown with: its answer, or its default, which can be changed and is kept where nothing is sent."""

from __future__ import annotations

from typing import Any

import pytest

from walkin.model.form.check import check_definition
from walkin.model.form.definition import FormItem
from walkin.model.form.prefill import get_shown_answer
from walkin.model.form.validate import validate_form

AB = [{"id": "a", "name": "A"}, {"id": "b", "name": "B, too"}]
DEFAULTS: list[tuple[dict[str, Any], Any]] = [
    ({"type": "number", "value": 1, "mandatory": True}, "1"),
    ({"type": "input", "value": "text"}, "text"),
    ({"type": "textarea", "value": "one\ntwo"}, "one\ntwo"),
    ({"type": "date", "value": "2026-12-01"}, "2026-12-01"),
    ({"type": "radio", "values": AB, "value": "b"}, ["b"]),
    ({"type": "select", "values": AB, "value": "B, too"}, ["b"]),
    ({"type": "checkbox", "values": AB, "value": "b"}, ["b"]),
    ({"type": "checkbox", "values": AB, "value": ["a", "b"]}, ["a", "b"]),
    ({"type": "select", "multiple": True, "values": AB, "value": "b, a"}, ["a", "b"]),
    ({"type": "select", "values": [{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}], "value": 2}, ["2"]),
    ({"type": "scalerating", "values": [{"id": step} for step in range(11)], "value": "0"}, "0"),
    ({"bind": "crm-country", "value": "France"}, "France"),
]


def read(item: FormItem) -> Any:
    return item.value if item.values is None else [choice.id for choice in item.values]


@pytest.mark.parametrize(("members", "kept"), DEFAULTS)
def test_a_default_is_shown_and_kept_and_can_be_cleared(members: dict[str, Any], kept: Any) -> None:
    definition = FormItem.model_validate({"id": "q", "title": "T", **members})
    assert [str(problem) for problem in check_definition([definition])] == []
    first = get_shown_answer(definition, None)
    assert first is not None
    for answers in ([], [first]):
        form = validate_form([definition], answers)
        assert form.problems == ()
        assert [read(item) for item in form.items] == [kept]
    cleared = validate_form([definition], [FormItem(id="q", type=definition.type, value="", values=[])])
    if definition.mandatory:
        assert [problem.code for problem in cleared.problems] == ["empty"]
    else:
        assert not cleared.items[0].has_answer


@pytest.mark.parametrize(
    "members",
    [
        {"type": "file", "value": "data:,x"},
        {"type": "consent", "value": "true"},
        {"type": "radio", "values": AB[:1]},
        {"type": "radio", "values": AB, "value": "z"},
        {"type": "checkbox", "values": AB, "value": "a,z"},
        {"type": "email", "value": "nobody"},
        {"type": "input"},
    ],
)
def test_invalid_defaults_are_not_used(members: dict[str, Any]) -> None:
    definition = FormItem.model_validate({"id": "q", "title": "T", **members})
    form = validate_form([definition], [])
    assert not any(item.has_answer for item in form.items)
    if members["type"] != "email":
        # A text can be corrected.
        assert get_shown_answer(definition, None) is None


NESTED = [{"id": "c", "values": [{"id": "a", "value": "1"}, {"id": "b", "name": "Bee"}]}]
ANSWERS: list[tuple[dict[str, Any], dict[str, Any], Any]] = [
    ({"type": "input", "values": AB}, {"values": [{"id": "a"}, {"id": "a"}, {"id": "a"}]}, "a"),
    ({"type": "hologram", "values": AB}, {"values": [{"id": "a", "name": "Ay"}]}, "Ay"),
    ({"type": "textarea"}, {"values": [{"id": "x", "name": "X", "value": "one\ntwo"}]}, "one\ntwo"),
    ({"type": "number"}, {"values": [{"id": "3"}]}, "3"),
    ({"type": "date"}, {"values": [{"id": "2026-01-31"}]}, "2026-01-31"),
    ({"bind": "crm-country"}, {"values": [{"id": "FR", "name": "France"}]}, "France"),
    ({"type": "radio", "values": AB}, {"values": [{"id": "a"}, {"id": "a"}]}, ["a"]),
    ({"type": "radio", "values": AB}, {"value": "b"}, ["b"]),
    ({"type": "checkbox", "values": AB}, {"value": "a, b"}, ["a", "b"]),
    ({"type": "select", "category": True, "values": NESTED}, {"values": NESTED[:1]}, None),
    ({"type": "select", "category": True, "values": NESTED}, {"values": [{"id": "1"}, {"id": "a"}]}, ["a"]),
    (
        {"type": "select", "category": True, "values": NESTED},
        {"values": [{"id": "c", "values": [{"id": "bee"}]}]},
        ["b"],
    ),
    ({"type": "radio", "values": AB, "otherValue": True}, {"values": [{"id": "other", "otherValue": "So"}]}, ["other"]),
    ({"type": "radio", "values": AB, "otherValue": True}, {"value": "So"}, ["other"]),
    ({"type": "scalerating", "values": [{"id": "x", "value": "1"}]}, {"values": [{"id": "x"}]}, "1"),
    ({"type": "star"}, {"values": [{"id": "4"}, {"id": "4"}]}, "4"),
    ({"type": "consent"}, {"values": [{"id": "yes"}]}, "true"),
]


@pytest.mark.parametrize(("members", "given", "shown"), ANSWERS)
def test_an_answer_is_shown_as_it_counts(members: dict[str, Any], given: dict[str, Any], shown: Any) -> None:
    definition = FormItem.model_validate({"id": "q", "title": "T", **members})
    answer = FormItem.model_validate({"id": "q", **given})
    first = get_shown_answer(definition, answer)
    assert first is not None
    results = [validate_form([definition], [item], country="GB") for item in (answer, first)]
    assert results[0] == results[1]
    if shown is not None:
        assert (read(first), results[0].problems) == (shown, ())


def test_defaults_of_parts_and_for_conditions() -> None:
    group = FormItem.model_validate(
        {"id": "g", "type": "name", "subItem": [{"id": "title", "value": "Dr"}, {"id": "last", "mandatory": True}]}
    )
    answer = FormItem.model_validate({"id": "g", "subItem": [{"id": "last", "value": "Lee"}]})
    (item,) = validate_form([group], [answer]).items
    assert [part.value for part in item.sub_item or ()] == ["Dr", "Lee"]
    asked = FormItem.model_validate({"id": "q", "type": "radio", "values": AB, "value": "b"})
    follow = FormItem.model_validate({"id": "f", "mandatory": True, "visibleIf": {"id": "q", "in": ["b"]}})
    assert [problem.id for problem in validate_form([asked, follow], []).problems] == ["f"]
    assert validate_form([asked, follow], [FormItem(id="q", value="a")]).problems == ()


def test_a_list_is_no_text() -> None:
    with pytest.raises(ValueError, match="value"):
        FormItem.model_validate({"id": "q", "type": "input", "value": ["a", "b"]})


@pytest.mark.parametrize("members", [{}, {"visible": False}])
def test_the_default_of_a_list_of_the_office_is_not_looked_for_in_the_form(members: dict[str, Any]) -> None:
    land = {"id": "q", "title": "T", "type": "select", "valuesFrom": "countries", "value": "FR", **members}
    assert check_definition([FormItem.model_validate(land)]) == []
