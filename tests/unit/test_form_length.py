"""Estimates of the length of a form at a kiosk, and the advice for long ones."""

from __future__ import annotations

from typing import Any

from walkin.model.form.definition import FormItem
from walkin.model.form.length import Way, give_advice, measure_form

YES_NO = {"type": "radio", "mandatory": True, "values": [{"id": "yes", "name": "Yes"}, {"id": "no", "name": "No"}]}


def form(*items: dict[str, Any]) -> list[FormItem]:
    return [FormItem.model_validate({"title": "T", **item}) for item in items]


def test_unasked_questions_are_not_counted() -> None:
    inner = [{"id": f"q{number}", "visibleIf": {"id": "any", "in": ["yes"]}} for number in range(3)]
    both = {"all": [{"id": "age", "gte": 18}, {"id": "any", "answered": True}]}
    inner.append({"id": "deep", "mandatory": True, "visibleIf": both})
    shortest, longest = measure_form(form({"id": "any", **YES_NO}, {"id": "age", "type": "number"}, *inner))
    assert (shortest.screens, longest.screens) == (2, 6)
    assert shortest.keys < 6 < longest.keys
    assert shortest.typed == 0


def test_of_two_branches_the_longer_one_counts() -> None:
    items = form(
        {"id": "kind", **YES_NO},
        *({"id": f"a{number}", "visibleIf": {"id": "kind", "in": ["yes"]}} for number in range(5)),
        *({"id": f"b{number}", "visibleIf": {"id": "kind", "in": ["no"]}} for number in range(2)),
    )
    assert [way.screens for way in measure_form(items)] == [3, 6]


def test_answers_are_tried_together_also_those_to_parts_and_several_values() -> None:
    joint = {"all": [{"id": "kind", "in": ["no"]}, {"id": "age", "gt": 64}]}
    diet = {"id": "diet", "type": "checkbox", "values": [{"id": key, "name": key} for key in "abc"]}
    diet["values"][2]["exclusive"] = True  # type: ignore[index]
    items = form(
        {"id": "kind", **YES_NO},
        {"id": "who", "subItem": [{"id": "age", "type": "number", "valueFormat": {"max": 12345678}}, diet]},
        {"id": "yes", "visibleIf": {"id": "kind", "in": ["Yes"]}},
        {"id": "old", "visibleIf": joint},
        {"id": "older", "visibleIf": joint},
        {"id": "most", "visibleIf": {"id": "age", "gte": 12345678}},
        *({"id": f"diet{key}", "visibleIf": {"id": "diet", "in": [key]}} for key in "abc"),
    )
    assert [way.screens for way in measure_form(items)] == [2, 2 + 2 + 1 + 2]


def test_groups_texts_parts_and_repeats() -> None:
    items = form(
        {"id": "a", "bindGroup": "crm-name"},
        {"id": "b", "bindGroup": "crm-name"},
        {"id": "t", "type": "text"},
        {"id": "r", "subItem": [{"id": "p"}, {"id": "q", "type": "date"}], "repeat": {"max": 3}},
        {"id": "h", "visible": False, "value": "x"},
    )
    shortest, longest = measure_form(items)
    assert (longest.screens, longest.questions) == (3, 3)
    assert shortest.keys == 3
    assert longest.typed == 12 + 12 + 12 + 8


def test_limits_shorten_what_is_typed() -> None:
    (_, longest) = measure_form(form({"id": "a", "type": "textarea", "valueFormat": {"maxLength": 5}}))
    assert longest.typed == 5


def test_advice() -> None:
    assert give_advice(Way(15, 15, 90, 150)) == []
    assert "visibleIf" in give_advice(Way(16, 16, 90, 150))[0]
    assert "joinByPhone" in give_advice(Way(15, 15, 300, 151))[0]
    assert measure_form([]) == (Way(), Way())


def test_the_search_tries_valid_answers() -> None:
    """Of e-mail, limits, value lists, masks and patterns: else questions that depend on them are not counted."""
    gates = [
        {"id": "mail", "type": "email"},
        {"id": "phone", "type": "phone"},
        {"id": "land", "type": "select", "valuesFrom": "countries"},
        {"id": "code", "valueFormat": {"mask": "AA-99"}},
        {"id": "plate", "valueFormat": {"regexType": "custom", "regexValue": "[0-9]{3}x"}},
        {"id": "month", "type": "month", "valueFormat": {"max": "-2y"}},
        {"id": "time", "type": "time", "valueFormat": {"min": "18:00"}},
    ]
    more = [{"id": f"about {gate['id']}", "visibleIf": {"id": gate["id"], "answered": True}} for gate in gates]
    born = [{"id": "born", "type": "date", "valueFormat": {"max": "today"}}]
    minor = [{"id": "parent", "visibleIf": {"id": "born", "gt": "-18y"}}]
    home = [{"id": "visa", "visibleIf": {"id": "land", "in": ["FR"]}}]
    (_, longest) = measure_form(form(*gates, *more, *born, *minor, *home))
    assert longest.screens == 17
