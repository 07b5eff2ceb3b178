"""The one set of rules of a filled form."""

from __future__ import annotations

from typing import Any

import pytest

from shared.model.form import FormItem, fill
from shared.model.form.item import distinct_ids
from shared.model.form.pattern import matches

CHOICES = [{"id": "a", "name": "Apple", "value": "apple"}, {"id": "b", "name": "Bread", "value": "bread"}]
TREE = [
    {"id": "food", "name": "Food", "values": CHOICES},
    {"id": "toys", "name": "Toys", "values": [{"id": "c", "name": "Cube"}]},
]


def field(**members: Any) -> FormItem:
    return FormItem.model_validate({"id": "f", "title": "T", **members})


def answered(definition: FormItem, **answer: Any) -> tuple[dict[str, Any] | None, str | None]:
    """What is kept of an answer, or the code of the problem."""
    given = FormItem.model_validate({"id": "f", **answer})
    filled = fill([definition], [given], country="GB")
    if filled.problems:
        assert [problem.id for problem in filled.problems] == ["f"]
        return None, filled.problems[0].code
    assert fill([definition], filled.items, country="GB") == filled
    return filled.items[0].wire(), None


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("input", "  O’Neill-Łódź ", "O’Neill-Łódź"),
        ("input", "李", "李"),
        ("hologram", "anything", "anything"),
        ("textarea", "one\r\ntwo", "one\ntwo"),
        ("number", "1 234,50", "1234.5"),
        ("number", "-0.50", "-0.5"),
        ("number", "007", "7"),
        ("number", "12'000", "12000"),
        ("email", "Ann@EXAMPLE.org", "Ann@example.org"),
        ("phone", "020 7946 0018", "+442079460018"),
        ("phone", "+33 (1) 23-45-67-89", "+33123456789"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29T10:15", "2024-02-29T10:15:00"),
    ],
)
def test_answers_are_normalised(kind: str, typed: str, kept: str) -> None:
    found, problem = answered(field(type=kind), value=typed)
    assert problem is None
    assert found is not None
    assert found["value"] == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("input", "two\nlines", "character"),
        ("input", "\x1b[2J", "character"),
        ("input", "x" * 2001, "tooLong"),
        ("number", "12a", "number"),
        ("number", "1,2,3", "number"),
        ("number", "1e5", "number"),
        ("number", "٣", "number"),
        ("email", "ann@", "email"),
        ("email", "ann", "email"),
        ("email", "a" * 65 + "@example.org", "email"),
        ("email", "a" * 120 + "@example.org", "tooLong"),
        ("phone", "12", "phone"),
        ("phone", "call me", "phone"),
        ("date", "2023-02-29", "date"),
        ("date", "29/02/2024", "date"),
        ("date", "2024-13-01", "date"),
    ],
)
def test_wrong_answers_have_their_own_code(kind: str, typed: str, code: str) -> None:
    assert answered(field(type=kind), value=typed) == (None, code)


@pytest.mark.parametrize("kind", ["input", "textarea", "number", "email", "phone", "date", "hologram"])
def test_only_what_is_mandatory_has_to_be_answered(kind: str) -> None:
    assert answered(field(type=kind, mandatory=True)) == (None, "empty")
    assert answered(field(type=kind, mandatory=True), value="   ") == (None, "empty")
    found, problem = answered(field(type=kind))
    assert problem is None
    assert found is not None
    assert "value" not in found


@pytest.mark.parametrize(
    ("rules", "typed", "code"),
    [
        ({"maxLength": 3}, "abc", None),
        ({"maxLength": 3}, "abcd", "tooLong"),
        ({"maxLength": 3}, "😀😀😀", None),
        ({"minLength": 3}, "ab", "tooShort"),
        ({"minLength": 3}, "", None),
        ({"regexType": "custom", "regexValue": "[A-Z]{2}[0-9]+"}, "AB12", None),
        ({"regexType": "custom", "regexValue": "[A-Z]{2}[0-9]+"}, "AB12x", "pattern"),
        ({"regexValue": "\\u00e9+"}, "éé", None),
        ({"regexType": "email"}, "nobody", "email"),
        ({"valueFormat": "number"}, "x", "number"),
        ({"regexType": "custom", "regexValue": "(a+)+$"}, "a" * 1999 + "!", "pattern"),
    ],
)
def test_value_formats(rules: dict[str, Any], typed: str, code: str | None) -> None:
    assert answered(field(valueFormat=rules), value=typed)[1] == code


def test_a_choice_keeps_the_chosen_ones_only() -> None:
    found, _ = answered(field(type="radio", values=CHOICES), values=[{"id": "b", "name": "Poison"}])
    assert found is not None
    assert found["values"] == [CHOICES[1]]
    found, _ = answered(field(type="checkbox", values=CHOICES), values=[{"id": "b"}, {"id": "a"}, {"id": "b"}])
    assert found is not None
    assert found["values"] == CHOICES
    found, _ = answered(field(type="select", category=True, values=TREE), values=[{"id": "c"}])
    assert found is not None
    assert found["values"] == [{"id": "c", "name": "Cube"}]


@pytest.mark.parametrize(
    ("members", "chosen", "code"),
    [
        ({"type": "radio"}, [{"id": "z"}], "unknownChoice"),
        ({"type": "radio"}, [{"id": "a"}, {"id": "b"}], "oneOnly"),
        ({"type": "select"}, [{"id": "a"}, {"id": "b"}], "oneOnly"),
        ({"type": "select", "multiple": True}, [{"id": "a"}, {"id": "b"}], None),
        ({"type": "checkbox", "mandatory": True}, [], "empty"),
        ({"type": "radio"}, [{"id": "other", "value": "x"}], "unknownChoice"),
        ({"type": "radio", "otherValue": True}, [{"id": "other", "value": " "}], "other"),
        ({"type": "radio", "otherValue": True}, [{"id": "other", "value": "x"}], None),
    ],
)
def test_choices(members: dict[str, Any], chosen: list[dict[str, str]], code: str | None) -> None:
    assert answered(field(values=CHOICES, **members), values=chosen)[1] == code


def test_what_is_not_visible_keeps_its_default() -> None:
    definition = field(visible=False, mandatory=True, value="house")
    found, problem = answered(definition, value="forged")
    assert problem is None
    assert found is not None
    assert found["value"] == "house"


def test_an_item_survives_a_round_trip_with_members_nobody_knows() -> None:
    wire = {
        "id": "1",
        "type": "hologram",
        "title": "T",
        "madeUp": {"deep": [1, {"x": None}]},
        "values": [{"id": "v", "name": "V", "colour": "red"}],
        "valueFormat": {"maxLength": 3, "regexType": "klingon"},
        "subItem": [{"id": "2", "type": "input"}],
    }
    assert FormItem.model_validate(wire).wire() == wire


@pytest.mark.parametrize(
    "form",
    [
        [{"id": "a"}, {"id": "a"}],
        [{"id": "a", "subItem": [{"id": "a"}]}],
        [{"id": "a", "values": [{"id": "x"}, {"id": "x"}]}],
        [{"id": "a", "valueFormat": {"regexValue": "("}}],
        [{"id": "a", "valueFormat": {"regexValue": "[a-z&&[^b]]"}}],
        [{"id": "a", "valueFormat": {"regexValue": "a" * 600}}],
        [{"id": "a", "valueFormat": {"regexValue": "(?=x)"}}],
    ],
)
def test_a_definition_that_cannot_be_asked_is_refused(form: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r"two|pattern"):
        distinct_ids([FormItem.model_validate(item) for item in form])


def test_a_pattern_matches_the_whole_text() -> None:
    assert matches("[0-9]+", "12")
    assert not matches("[0-9]+", "12\n")
    assert not matches("\\d+", "٣")
