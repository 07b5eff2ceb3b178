"""Conditions, limits, repeats, consents and texts of forms: what is asked, kept and refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.form_files import read_form
from tests.support.form_strategies import can_be_read, filled_conditional_forms, filled_forms
from walkin.languages import Words
from walkin.languages.answers import describe_answer, describe_hint
from walkin.model.form.asked import FormRules, next_entry_id
from walkin.model.form.check import check_definition
from walkin.model.form.definition import FormItem, ValueFormat, iter_with_parts
from walkin.model.form.files import FormFileError, dump_form
from walkin.model.form.parsers.registry import ParseContext
from walkin.model.form.prefill import prefill_answers
from walkin.model.form.shape import shape_typed
from walkin.model.form.validate import list_asked, validate_form
from walkin.model.text import FROM_SERVER, STORED

TODAY = date(2026, 11, 29)
YES_NO = [{"id": "y", "name": "Yes", "value": "yes"}, {"id": "n", "name": "No"}]

some = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def form(*items: dict[str, Any]) -> list[FormItem]:
    return [FormItem.model_validate({"title": "T", **item}) for item in items]


def validate(
    definitions: list[FormItem], values: dict[str, Any], today: date = TODAY
) -> tuple[dict[str, Any], list[str]]:
    """The kept values by id, and the problems as "id code"."""
    answers = [
        FormItem.model_validate({"id": key, **({"value": value} if isinstance(value, str) else {"subItem": value})})
        for key, value in values.items()
    ]
    validated = validate_form(definitions, answers, country="GB", today=today)
    assert not [problem for problem in check_definition(definitions) if not problem.warning]
    kept = {
        item.id: item.value or [choice.id for choice in item.iter_chosen()] or item.sub_item for item in validated.items
    }
    return kept, [f"{problem.id} {problem.code}" for problem in validated.problems]


ASKED_OF: list[tuple[dict[str, Any], str, dict[str, Any], bool]] = [
    ({"type": "radio", "values": YES_NO}, "y", {"in": ["y", "x"]}, True),
    ({"type": "radio", "values": YES_NO}, "n", {"in": ["y"]}, False),
    ({"type": "radio", "values": YES_NO}, "y", {"in": ["yes"]}, True),
    ({"type": "radio", "values": YES_NO}, "", {"in": ["y"]}, False),
    ({"type": "radio", "values": YES_NO}, "made up", {"answered": True}, False),
    ({"type": "radio", "values": YES_NO}, "", {"answered": False}, True),
    ({"type": "checkbox", "values": YES_NO}, "n", {"in": ["y", "n"]}, True),
    ({"type": "radio", "values": YES_NO, "otherValue": True}, "mine", {"in": ["other"]}, True),
    # A name counts as in an answer: where it is no id or value, and of one choice only.
    ({"type": "radio", "values": YES_NO}, "n", {"in": ["NO"]}, True),
    ({"type": "radio", "values": [{"id": "1", "name": "2"}, {"id": "2", "name": "3"}]}, "1", {"in": ["2"]}, False),
    ({"type": "radio", "values": [{"id": "1", "name": "A"}, {"id": "2", "name": "a"}]}, "1", {"in": ["A"]}, False),
    ({"type": "number"}, "5.0", {"in": [5]}, True),
    ({"type": "number"}, "1,000", {"in": ["1000"]}, False),
    ({"type": "number"}, "5", {"gt": 4, "lt": 6}, True),
    ({"type": "number"}, "4", {"gt": 4}, False),
    ({"type": "number"}, "4", {"gte": 4, "lte": 4.0}, True),
    ({"type": "number"}, "four", {"lte": 4}, False),
    ({"type": "number"}, "0.1", {"gte": 0.1}, True),
    ({"type": "price"}, "12.50", {"lt": 13}, True),
    ({"type": "scalerating", "values": [{"id": str(n)} for n in range(11)]}, "6", {"lte": 6}, True),
    ({"type": "date"}, "2008-11-29", {"lte": "-18y"}, True),
    ({"type": "date"}, "2008-11-30", {"lte": "-18y"}, False),
    ({"type": "date"}, "2026-11-29", {"in": ["today"]}, True),
    ({"type": "date"}, "2026-11-29T10:00:00", {"lte": "today"}, True),
    ({"type": "date"}, "2026-12-13", {"gt": "+1w", "lte": "+2w"}, True),
    ({"type": "date"}, "29.11.2008", {"lte": "today"}, False),
    ({"type": "date", "valueFormat": {"valueFormat": "month"}}, "11/2026", {"gte": "today"}, True),
    ({"valueFormat": {"valueFormat": "time"}}, "8.15", {"lt": "08:30"}, True),
    ({"type": "phone"}, "020 7946 0018", {"in": ["+44 20 7946 0018"]}, True),
    ({"type": "input"}, " two ", {"in": ["two"]}, True),
    ({"type": "consent", "mandatory": False}, "on", {"in": ["true"]}, True),
    ({"type": "consent", "mandatory": False}, "false", {"answered": True}, False),
    ({"type": "radio", "values": YES_NO, "visible": False, "value": "yes"}, "", {"in": ["y"]}, True),
    ({"type": "input"}, "x", {"not": {"id": "q", "answered": True}}, False),
    ({"type": "input"}, "x", {"any": [{"id": "q", "in": ["y"]}, {"id": "q", "in": ["x"]}]}, True),
    ({"type": "input"}, "x", {"all": [{"id": "q", "in": ["y"]}, {"id": "q", "in": ["x"]}]}, False),
    ({"type": "input"}, "x", {"in": ["x"], "not": {"id": "q", "in": ["x"]}}, False),
]


@pytest.mark.parametrize(("definition", "answer", "condition", "is_asked"), ASKED_OF)
def test_conditions_decide_which_questions_are_asked(
    definition: dict[str, Any], answer: str, condition: dict[str, Any], is_asked: bool
) -> None:
    condition = (
        {"id": "q", **condition} if {"in", "answered", "lt", "lte", "gt", "gte"} & condition.keys() else condition
    )
    definitions = form({"id": "q", **definition}, {"id": "f", "mandatory": True, "visibleIf": condition})
    answers = [FormItem(id="q", value=answer)] if answer else []
    asked = list_asked(definitions, answers, ParseContext(country="GB", day=TODAY))
    assert ("f" in [item.id for item in asked]) is is_asked
    validated = validate_form(definitions, [*answers, FormItem(id="f", value="kept")], country="GB", today=TODAY)
    assert ("f" in [item.id for item in validated.items]) is is_asked
    assert [(notice.id, notice.code) for notice in validated.notices] == ([] if is_asked else [("f", "notAsked")])
    missing = [problem.id for problem in validate_form(definitions, answers, country="GB", today=TODAY).problems]
    assert ("f" in missing) is is_asked


def test_unasked_questions_are_unanswered_for_conditions_in_any_order() -> None:
    chain = form(
        {"id": "c", "visibleIf": {"id": "b", "answered": True}},
        {"id": "b", "visibleIf": {"id": "a", "in": ["go"]}},
        {"id": "a"},
    )
    assert validate(chain, {"a": "go", "b": "1", "c": "2"})[0] == {"c": "2", "b": "1", "a": "go"}
    assert validate(chain, {"a": "stop", "b": "1", "c": "2"})[0] == {"a": "stop"}


def test_a_chain_of_a_thousand_conditions_is_followed() -> None:
    chain = form(
        {"id": "q0"}, *({"id": f"q{n}", "visibleIf": {"id": f"q{n - 1}", "answered": True}} for n in range(1, 1000))
    )
    answers = [FormItem(id=f"q{n}", value="x") for n in range(1000) if n != 500]
    assert len(list_asked(chain, answers)) == 501


def test_conditions_of_groups_and_of_parts() -> None:
    definitions = form(
        {"id": "kind", "type": "radio", "values": YES_NO},
        {
            "id": "home",
            "visibleIf": {"id": "kind", "in": ["y"]},
            "subItem": [
                {"id": "street", "title": "T", "mandatory": True},
                {"id": "floor", "title": "T", "type": "number"},
                {"id": "lift", "title": "T", "visibleIf": {"id": "floor", "gt": 2}, "mandatory": True},
            ],
        },
        {"id": "last", "visibleIf": {"id": "lift", "answered": True}},
    )
    home = [{"id": "street", "value": "Main"}, {"id": "floor", "value": "1"}, {"id": "lift", "value": "yes"}]
    kept, problems = validate(definitions, {"kind": "y", "home": home, "last": "x"})
    assert ([part.id for part in kept["home"]], problems) == (["street", "floor"], [])
    assert "last" not in kept
    assert validate(definitions, {"kind": "n", "home": home}) == ({"kind": ["n"]}, [])
    home[1]["value"] = "3"
    assert "last" in validate(definitions, {"kind": "y", "home": home, "last": "x"})[0]
    assert validate(definitions, {"kind": "y", "home": home[:2]})[1] == ["lift empty"]


LIMITS: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "number", "valueFormat": {"min": 1, "max": 10, "unit": "kg"}}, "0.99", "Enter 1 kg or more"),
    ({"type": "number", "valueFormat": {"min": 1, "max": 10}}, "10.01", "Enter 10 or less"),
    ({"type": "number", "valueFormat": {"min": 1, "max": 10}}, "10", ""),
    ({"type": "number", "valueFormat": {"max": "2000000"}}, "3000000", "Enter 2,000,000 or less"),
    ({"type": "number", "valueFormat": {"integer": True}}, "1.5", "Enter a whole number"),
    ({"type": "number", "valueFormat": {"integer": True}}, "2.0", ""),
    ({"type": "number", "valueFormat": {"step": 0.1}}, "0.3", ""),
    (
        {"type": "number", "valueFormat": {"min": 1, "step": 5}},
        "8",
        "Enter 6 or 11: what lies between is not possible",
    ),
    ({"type": "number", "valueFormat": {"min": 0, "max": 9, "step": 5}}, "8", "Enter 5"),
    ({"type": "number", "valueFormat": {"step": 5}}, "-3", "Enter -5 or 0: what lies between is not possible"),
    ({"type": "date", "valueFormat": {"max": "-18y"}}, "2008-11-30", "Must be on or before 29 November 2008"),
    ({"type": "date", "valueFormat": {"min": "today", "max": "+3m"}}, "2027-02-28", ""),
    ({"type": "date", "valueFormat": {"max": "+3m"}}, "2027-03-01", "Must be on or before 28 February 2027"),
    (
        {"type": "date", "valueFormat": {"min": "2026-01-31"}},
        "2026-01-30T23:59:00",
        "Must be on or after 31 January 2026",
    ),
    ({"type": "date", "valueFormat": {"max": "2026-01-31"}}, "2026-01-31T23:59:00", ""),
    ({"type": "date", "valueFormat": {"valueFormat": "time", "min": "08:30"}}, "8:15", "Must be at 08:30 or later"),
    ({"type": "date", "valueFormat": {"valueFormat": "time", "max": "17:00"}}, "5 pm", ""),
    ({"valueFormat": {"valueFormat": "month", "max": "today"}}, "12/2026", "Must be on or before November 2026"),
    ({"valueFormat": {"valueFormat": "month", "max": "today"}}, "2026-11", ""),
    ({"valueFormat": {"valueFormat": "month"}}, "13/2026", "Enter a month and a year, like 3/2026"),
    ({"valueFormat": {"valueFormat": "month", "max": "today"}}, "nov. 2026", ""),
    ({"valueFormat": {"valueFormat": "month", "min": "today"}}, "2026 march", "Must be on or after November 2026"),
    ({"valueFormat": {"valueFormat": "month"}}, "ma 2026", "Enter a month and a year, like 3/2026"),
    ({"valueFormat": {"valueFormat": "time"}}, "25:00", "Enter a time, like 14:30"),
    (
        {"type": "number", "valueFormat": {"max": 3, "message": "Three suitcases at most"}},
        "4",
        "Three suitcases at most",
    ),
    (
        {"type": "number", "valueFormat": {"max": 3, "message": "Three at most"}},
        "many",
        "Enter a number in figures, like 12 or 3.5",
    ),
    (
        {"valueFormat": {"check": "iban"}},
        "DE89 3704 0044 0532 0130 01",
        "This number cannot be right: compare every letter and figure with your document",
    ),
    ({"valueFormat": {"mask": "99-AAA"}}, "1-abc", "Enter it like 12-ABC"),
]


@pytest.mark.parametrize(("definition", "answer", "message"), LIMITS)
def test_messages_of_limits_are_in_the_readers_language(definition: dict[str, Any], answer: str, message: str) -> None:
    validated = validate_form(form({"id": "f", **definition}), [FormItem(id="f", value=answer)], today=TODAY)
    messages = [Words("en").format_problem(problem).replace("\xa0", " ") for problem in validated.problems]
    # Behind the title of the question, where the message has no noun for it, the first letter is small.
    assert [text[1 - len(message) :] for text in messages] == ([message[1:]] if message else [])
    for language in ("en", "fr"):
        assert all(Words(language).format_problem(problem) for problem in validated.problems)


def test_a_leap_day_minus_eighteen_years_is_the_28th() -> None:
    adults = form({"id": "f", "type": "date", "valueFormat": {"max": "-18y"}})
    assert validate(adults, {"f": "2006-02-28"}, date(2024, 2, 29))[1] == []
    assert validate(adults, {"f": "2006-03-01"}, date(2024, 2, 29))[1] == ["f tooLate"]


def test_the_answer_to_another_question_is_a_limit() -> None:
    stay = form(
        {"id": "from", "type": "date"},
        {"id": "to", "type": "date", "valueFormat": {"min": {"id": "from", "offset": "+1d"}}},
    )
    assert validate(stay, {"from": "2026-12-31", "to": "2026-12-31"})[1] == ["to tooEarly"]
    assert validate(stay, {"from": "2026-12-31", "to": "2027-01-01"})[1] == []
    assert validate(stay, {"to": "1999-01-01"})[1] == []
    (first, second) = list_asked(stay, [FormItem(id="from", value="2026-12-31")])
    assert first is stay[0]
    assert second.value_format is not None
    assert second.value_format.min == "2027-01-01"


SHAPES = [
    ({"case": "upper"}, "straße 1a", "STRASSE 1A"),
    ({"case": "lower"}, "ABC", "abc"),
    ({"case": "title"}, "ANA MARÍA O'NEILL-SMITH", "Ana María O'Neill-Smith"),
    ({"case": "title"}, "Ronald McDonald", "Ronald McDonald"),
    ({"check": "iban"}, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ({"check": "luhn"}, "7894 9", "78949"),
    ({"check": "es.dni"}, "54362315-k", "54362315K"),
    ({"mask": "99-AA", "case": "upper"}, "12ab", "12-AB"),
    ({"mask": "(999) 99-99"}, "123.45.67", "(123) 45-67"),
    ({"mask": r"\ATU99999999"}, "12345678", "ATU12345678"),
    ({"mask": r"\ATU99999999"}, "atu 1234 5678", "ATU12345678"),
    ({"mask": "**-9"}, "x٤٢", "x4-2"),
    ({"case": "upper", "regexValue": "[A-Z]{2}[0-9]"}, "ab1", "AB1"),
]


@pytest.mark.parametrize(("rules", "typed", "kept"), SHAPES)
def test_case_check_and_mask_are_applied_once(rules: dict[str, Any], typed: str, kept: str) -> None:
    definitions = form({"id": "f", "valueFormat": rules})
    assert validate(definitions, {"f": typed}) == ({"f": kept}, [])
    assert validate(definitions, {"f": kept}) == ({"f": kept}, [])


@pytest.mark.parametrize(("rules", "typed", "kept"), SHAPES)
def test_what_is_shaped_while_it_is_typed_ends_the_same(rules: dict[str, Any], typed: str, kept: str) -> None:
    shown = ""
    for letter in typed:
        shown = shape_typed(shown + letter, ValueFormat.model_validate(rules))
    assert validate(form({"id": "f", "valueFormat": rules}), {"f": shown}) == ({"f": kept}, [])


CHILDREN = form(
    {"id": "member", "type": "radio", "values": YES_NO},
    {
        "id": "children",
        "repeat": {"min": 1, "max": 3, "title": "Child"},
        "subItem": [
            {"id": "name", "title": "Name", "mandatory": True},
            {"id": "age", "title": "Age", "type": "number", "valueFormat": {"min": 0, "integer": True}},
            {"id": "school", "title": "School", "visibleIf": {"id": "age", "gte": 6}, "mandatory": True},
            {"id": "card", "title": "Card", "visibleIf": {"id": "member", "in": ["y"]}},
        ],
    },
)


def entry(key: str, **values: str) -> dict[str, Any]:
    return {"id": key, "subItem": [{"id": part, "value": value} for part, value in values.items()]}


def test_each_entry_follows_its_own_answers_and_keeps_its_id() -> None:
    entries = [entry("2", name="Ana", age="7", school="North", card="1"), entry("9", name="Ben", age="5", school="x")]
    answers = [FormItem.model_validate({"id": "children", "subItem": entries})]
    validated = validate_form(CHILDREN, answers)
    assert not validated.problems
    assert [notice.id for notice in validated.notices] == ["children.2.card", "children.9.school"]
    kept = validated.items[1].sub_item or []
    assert [(one.id, [part.id for part in one.sub_item or ()]) for one in kept] == [
        ("2", ["name", "age", "school"]),
        ("9", ["name", "age"]),
    ]
    assert validate_form(CHILDREN, validated.items).items == validated.items
    assert next_entry_id(one.id for one in kept) == "10"


@pytest.mark.parametrize(
    ("entries", "problems"),
    [
        ([], ["children tooFew"]),
        ([entry("1", age="6")], ["children.1.name empty", "children.1.school empty"]),
        ([entry("1", name="Ana"), entry("3", name="Ben", age="1.5")], ["children.3.age integer"]),
        ([entry(str(n), name="Ana") for n in range(4)], ["children tooMany"]),
        ([entry("1", name="Ana"), entry("1", name="Ben")], []),
        ([{"id": "name", "value": "Ana"}], []),
        ([entry(str(n), name="Ana") for n in range(5_000)], ["children tooMany"]),
    ],
)
def test_problems_name_the_entry_and_the_part(entries: list[dict[str, Any]], problems: list[str]) -> None:
    assert validate(CHILDREN, {"children": entries})[1] == problems


ONLY_TEXTS = [
    {"id": "info", "type": "text", "title": "T"},
    {"id": "hidden", "title": "T", "visible": False, "value": "x"},
]


@pytest.mark.parametrize("parts", [ONLY_TEXTS[:1], ONLY_TEXTS, [{"id": "group", "title": "T", "subItem": ONLY_TEXTS}]])
def test_a_repeat_that_asks_nothing_is_refused(parts: list[dict[str, Any]]) -> None:
    texts = [str(problem) for problem in check_definition(form({"id": "q", "repeat": {"min": 1}, "subItem": parts}))]
    assert "field 'q': repeat needs a part that is asked each time: these are all texts, or not visible" in texts


@pytest.mark.parametrize("outer", [{"repeat": {"min": 1}}, {"mandatory": True}, {"repeat": {"min": 2, "max": 3}}])
@pytest.mark.parametrize("is_nested", [False, True])
def test_what_has_no_part_that_is_asked_is_not_missed(outer: dict[str, Any], is_nested: bool) -> None:
    condition = {"id": "kind", "in": ["y"]}
    question = {"id": "q", **outer, "subItem": [ONLY_TEXTS[0], {"id": "a", "title": "T", "visibleIf": condition}]}
    nested = [{"id": "g", "mandatory": True, "subItem": [{"title": "T", **question}]}]
    definitions = form({"id": "kind", "type": "radio", "values": YES_NO}, *(nested if is_nested else [question]))
    assert validate(definitions, {"kind": "n"})[1] == []
    shown = list_asked(definitions, [FormItem(id="kind", value="n")])
    assert [item.id for item in shown] == ["kind", definitions[1].id]
    alone = [item for item in definitions if item.id == "kind"] + form({**question, "subItem": question["subItem"][1:]})
    assert [item.id for item in list_asked(alone, [FormItem(id="kind", value="n")])] == ["kind"]
    missed = ["q tooFew"] if "repeat" in outer else ["q empty"]
    assert validate(definitions, {"kind": "y"})[1] == missed


@pytest.mark.parametrize("outer", [{"repeat": {"min": 1}}, {"mandatory": True}])
def test_files_that_are_handed_in_later_answer_a_group_and_an_entry(outer: dict[str, Any]) -> None:
    definitions = form({"id": "q", **outer, "subItem": [{"id": "f", "type": "file", "title": "T", "mandatory": True}]})
    parts = [{"id": "f", "deferred": True}]
    kept, problems = validate(definitions, {"q": [{"id": "1", "subItem": parts}] if "repeat" in outer else parts})
    assert (len(kept["q"]), problems) == (1, [])


def test_entries_limit_exclude_and_require_their_own_answers() -> None:
    parts = [
        {"id": "from", "type": "date", "title": "T"},
        {"id": "to", "type": "date", "title": "T", "valueFormat": {"min": {"id": "from", "offset": "+1d"}}},
        {"id": "phone", "title": "T", "require": ["phone", "mail"]},
        {"id": "mail", "title": "T"},
        {"id": "diet", "type": "checkbox", "title": "T", "values": [
            {"id": "a", "name": "A"}, {"id": "n", "name": "None", "exclusive": True},
        ]},
        {"id": "age", "type": "number", "title": "T"},
        {"id": "school", "title": "T", "mandatory": True, "visibleIf": {"id": "age", "lt": {"id": "adult"}}},
    ]  # fmt: skip
    definitions = form({"id": "adult", "type": "number"}, {"id": "q", "repeat": {"min": 1}, "subItem": parts})
    good = {"from": "2026-01-01", "to": "2026-01-02", "mail": "x", "diet": "n", "age": "30"}
    for wrong, problems in (
        ({}, []),
        ({"from": "2026-01-02"}, ["q.2.to tooEarly"]),
        ({"mail": ""}, ["q.2.phone requireOne"]),
        ({"diet": "a,n"}, ["q.2.diet exclusive"]),
        ({"age": "17"}, ["q.2.school empty"]),
        ({"age": "17", "school": "North"}, []),
        ({"age": "young"}, ["q.2.age number"]),
    ):
        entries = [entry("1", **good), entry("2", **good | wrong)]
        assert validate(definitions, {"adult": "18", "q": entries})[1] == problems, wrong


def test_the_least_entries_are_shown_with_titles() -> None:
    item = list_asked(CHILDREN, [FormItem.model_validate({"id": "member", "value": "y"})])[1]
    (first,) = item.sub_item or []
    assert (first.id, first.title, [part.id for part in first.sub_item or ()]) == (
        "1",
        "Child 1",
        ["name", "age", "card"],
    )
    translated = item.translate({"repeat": "Enfant", "subItem": {"name": {"title": "Nom"}}})
    (first,) = translated.sub_item or []
    assert (first.title, (first.sub_item or [])[0].title) == ("Enfant 1", "Nom")


def test_prefill_fills_the_first_entry_and_no_consent() -> None:
    parts = [{"id": "name", "title": "Name", "externalId": "name"}]
    definitions = form(
        {"id": "persons", "repeat": {"max": 3}, "subItem": parts}, {"id": "ok", "type": "consent", "externalId": "ok"}
    )
    (answer,) = prefill_answers(definitions, {"name": "Ana", "ok": "true"})
    assert [(one.id, [part.value for part in one.sub_item or ()]) for one in answer.sub_item or ()] == [("1", ["Ana"])]
    (kept,) = validate_form(definitions[:1], [answer]).items
    assert [one.id for one in kept.sub_item or ()] == ["1"]


def test_a_text_asks_nothing_and_a_consent_has_to_be_given() -> None:
    definitions = form(
        {"id": "t", "type": "text", "help": "**Hello**"}, {"id": "c", "type": "consent", "help": "I agree"}
    )
    assert validate(definitions, {})[1] == ["c empty"]
    assert validate(definitions, {"t": "x", "c": "true"}) == ({"c": "true"}, [])
    optional = form({"id": "c", "type": "consent", "mandatory": False})
    assert validate(optional, {"c": "false"}) == ({"c": None}, [])
    assert [item.mandatory for item in list_asked([*definitions, *optional], [])] == [False, True, False]


def test_an_exclusive_value_is_refused_together_with_others() -> None:
    values = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "none", "name": "None", "exclusive": True}]
    definitions = form({"id": "f", "type": "checkbox", "values": values})
    for chosen, codes in ((["a", "b"], []), (["none"], []), (["a", "none"], ["exclusive"])):
        answer = FormItem.model_validate({"id": "f", "values": [{"id": key} for key in chosen]})
        assert [problem.code for problem in validate_form(definitions, [answer]).problems] == codes


def test_require_counts_only_questions_that_are_asked() -> None:
    definitions = form(
        {"id": "how", "type": "radio", "values": YES_NO},
        {"id": "phone", "type": "phone", "title": "Phone"},
        {"id": "email", "type": "email", "visibleIf": {"id": "how", "in": ["y"]}, "require": ["phone", "email"]},
    )
    assert validate(definitions, {"how": "y"})[1] == ["email requireOne"]
    assert validate(definitions, {"how": "y", "phone": "020 7946 0018"})[1] == []
    assert validate(definitions, {"how": "y", "phone": "wrong"})[1] == ["phone phone"]
    assert validate(definitions, {"how": "n"})[1] == []
    asked = FormRules(form({"id": "a", "require": ["a", "b"]}, {"id": "b"})).ask([])
    assert not asked.validate(["a"]).problems
    assert [problem.code for problem in asked.validate().problems] == ["requireOne"]


def test_several_files_are_entries_of_one_answer() -> None:
    definitions = form({"id": "f", "type": "file", "multiple": True, "mandatory": True, "repeat": {"max": 2}})
    files = [{"id": key, "type": "file", "value": f"/files/{key}"} for key in "123"]
    kept, problems = validate(definitions, {"f": files[1:]})
    assert ([file.id for file in kept["f"]], problems) == (["2", "3"], [])
    assert validate(definitions, {"f": files})[1] == ["f tooMany"]
    assert validate(definitions, {"f": [files[0], {"id": "7", "value": "data:,x"}]})[1] == ["f.7 fileRead"]
    assert validate(definitions, {})[1] == ["f empty"]
    # A client that knows of one file only.
    assert [file.id for file in validate(definitions, {"f": "/files/1"})[0]["f"]] == ["1"]


def test_the_forms_own_message_is_in_the_readers_language() -> None:
    definitions = form(
        {"id": "g", "subItem": [{"id": "n", "type": "number", "valueFormat": {"max": 3, "message": "Three"}}]}
    )
    texts = {"g": {"subItem": {"n": {"message": "Trois"}}}}
    answer = FormItem.model_validate({"id": "g", "subItem": [{"id": "n", "value": "4"}]})
    assert [problem.message for problem in validate_form(definitions, [answer], texts=texts).problems] == ["Trois"]


REFUSED: list[tuple[list[dict[str, Any]], str]] = [
    ([{"id": "a", "visibleIf": {"id": "nme", "answered": True}}, {"id": "name"}], "did you mean 'name'?"),
    ([{"id": "a", "visibleIf": {"id": "a", "answered": True}}], "it depends on itself: a → a"),
    (
        [
            {"id": "a", "type": "number", "valueFormat": {"max": {"id": "b"}}},
            {"id": "b", "type": "number", "visibleIf": {"id": "a", "gt": 3}},
        ],
        "it depends on itself: ",
    ),
    ([{"id": "g", "visibleIf": {"id": "p", "answered": True}, "subItem": [{"id": "p"}]}], "it depends on itself: "),
    (
        [{"id": "a", "type": "radio", "values": YES_NO}, {"id": "b", "visibleIf": {"id": "a", "lt": 3}}],
        "'lt' does not fit 'a'",
    ),
    ([{"id": "a", "type": "file"}, {"id": "b", "visibleIf": {"id": "a", "in": ["x"]}}], "'in' does not fit 'a'"),
    ([{"id": "a"}, {"id": "b", "visibleIf": {"id": "a", "equals": "x"}}], "nobody knows 'equals'"),
    ([{"id": "a"}, {"id": "b", "visibleIf": {"id": "a"}}], "is not said"),
    ([{"id": "a"}, {"id": "b", "visibleIf": {}}], "a condition is empty"),
    ([{"id": "a"}, {"id": "b", "visibleIf": {"in": ["x"]}}], "needs the id of a question"),
    ([{"id": "a", "type": "number"}, {"id": "b", "visibleIf": {"id": "a", "lt": "soon"}}], "'soon' has to be a number"),
    (
        [
            {"id": "a", "type": "number"},
            {"id": "b", "type": "date"},
            {"id": "c", "visibleIf": {"id": "a", "lt": {"id": "b"}}},
        ],
        "cannot be compared",
    ),
    ([{"id": "a", "type": "number", "valueFormat": {"min": 3, "max": 2}}], "min (3) is larger than max (2)"),
    ([{"id": "a", "type": "date", "valueFormat": {"min": "today", "max": "-1y"}}], "is larger than"),
    ([{"id": "a", "type": "date", "valueFormat": {"min": "18y"}}], "'18y' has to be a date"),
    ([{"id": "a", "valueFormat": {"mask": "--"}}], "no place for a sign"),
    ([{"id": "a", "valueFormat": {"check": "ibn"}}], "nobody knows the check 'ibn'"),
    ([{"id": "a", "valueFormat": {"check": "util"}}], "nobody knows the check 'util'"),
    ([{"id": "a", "valueFormat": {"case": "Upper"}}], "did you mean 'upper'?"),
    ([{"id": "a", "repeat": {"min": 1}}], "repeat needs subItem"),
    ([{"id": "a", "repeat": {"min": 3, "max": 2}, "subItem": [{"id": "b"}]}], "repeat from 3 to 2"),
    ([{"id": "g", "subItem": [{"id": "p", "visibleIf": {"id": "g", "answered": True}}]}], "it depends on itself: "),
    (
        [{"id": "g", "repeat": {"min": 1}, "subItem": [{"id": "p", "visibleIf": {"id": "g", "answered": True}}]}],
        "it depends on itself: ",
    ),
    (
        [{"id": "a", "repeat": {}, "subItem": [{"id": "b", "repeat": {}, "subItem": [{"id": "c"}]}]}],
        "within the repeat of 'a'",
    ),
    (
        [{"id": "a", "repeat": {}, "subItem": [{"id": "b"}]}, {"id": "c", "visibleIf": {"id": "b", "answered": True}}],
        "in each entry of 'a'",
    ),
    ([{"id": "a", "require": ["b"]}], "require: there is no question with the id 'b'"),
    ([{"id": "a", "type": "select", "valuesFrom": "file:../secrets"}], "is no list"),
    ([{"id": "a", "type": "select", "valuesFrom": "contries"}], "did you mean 'countries'?"),
    ([{"id": "a", "type": "file", "capture": "video"}], "neither signature nor photo"),
]


@pytest.mark.parametrize(("items", "text"), REFUSED, ids=[text for _, text in REFUSED])
def test_wrong_references_and_rules_are_refused_in_words(items: list[dict[str, Any]], text: str) -> None:
    definitions = form(*items)
    errors = [str(problem) for problem in check_definition(definitions) if not problem.warning]
    assert any(text in error for error in errors), errors
    # A remote server's form is followed as far as it can be.
    answers = [FormItem(id=item.id, value="1") for item in definitions]
    validate_form(definitions, answers)
    list_asked(definitions, answers)


Case = tuple[list[FormItem], list[dict[str, Any]]]


@some
@given(filled_conditional_forms(), st.randoms(use_true_random=False))
def test_any_form_keeps_the_asked_answers_in_any_order(case: Case, random: Any) -> None:
    check_case(*case, random)


@pytest.mark.long
@settings(some, max_examples=100)
@given(filled_conditional_forms(), st.randoms(use_true_random=False))
def test_many_forms_keep_the_asked_answers_in_any_order(case: Case, random: Any) -> None:
    check_case(*case, random)


def check_case(definitions: list[FormItem], given_answers: list[dict[str, Any]], random: Any) -> None:
    check_kept(definitions, given_answers)
    check_order(definitions, given_answers, random)
    check_files(definitions)


def check_kept(definitions: list[FormItem], given_answers: list[dict[str, Any]]) -> None:
    """Only asked answers are kept, and validating them again keeps the same."""
    answers = [FormItem.model_validate(orjson.loads(orjson.dumps(answer))) for answer in given_answers]
    validated = validate_form(definitions, answers, country="GB", time_zone="Europe/London", today=TODAY)
    asked = FormRules(definitions).ask(answers, ParseContext(country="GB", time_zone="Europe/London", day=TODAY))
    defined = {item.id for item in definitions}
    assert all(asked.is_asked(item.id) for item in validated.items if item.id in defined)
    assert {notice.id for notice in validated.notices}.isdisjoint(item.id for item in validated.items)
    words = Words("en")
    for problem in (*validated.problems, *validated.notices):
        assert words.has_text(f"form-{problem.code}")
    if not validated.problems:
        wire = [item.to_wire() for item in validated.items]
        again = [FormItem.model_validate_json(orjson.dumps(item)) for item in wire]
        kept = validate_form(definitions, again, country="GB", time_zone="Europe/London", today=TODAY)
        assert kept.problems == ()
        assert [item.to_wire() for item in kept.items] == wire


def check_order(definitions: list[FormItem], given_answers: list[dict[str, Any]], random: Any) -> None:
    """Answers given one by one give the same form as all at once."""
    answers = {answer["id"]: FormItem.model_validate(answer) for answer in given_answers}
    context = ParseContext(country="GB", time_zone="Europe/London", day=TODAY)
    rules, typed = FormRules(definitions), dict[str, FormItem]()
    for key in random.sample(list(answers), len(answers)):
        typed[key] = answers[key]
        rules.ask(typed.values(), context).validate()
    assert (
        rules.ask(answers.values(), context).validate()
        == FormRules(definitions).ask(answers.values(), context).validate()
    )


def check_files(definitions: list[FormItem]) -> None:
    """A definition survives a round trip through a file."""
    assert read_form(dump_form(definitions, "json"), "json") == definitions
    assert [item.to_wire() for item in read_form(dump_form(definitions, "json"), "json")] == [
        item.to_wire() for item in definitions
    ]
    try:
        text = dump_form(definitions, "toml")
    except ValueError:
        assert "null" in json.dumps([item.to_wire() for item in definitions])
        return
    assert read_form(text, "toml") == definitions


def test_a_date_of_toml_is_a_limit() -> None:
    text = '[[form]]\nid = "a"\ntype = "date"\nvalueFormat = { min = 2026-01-31, max = "today" }\n'
    (item,) = read_form(text, "toml")
    assert item.to_wire()["valueFormat"] == {"min": "2026-01-31", "max": "today"}
    assert read_form(dump_form([item], "toml"), "toml") == [item]


@settings(some, max_examples=10)
@given(filled_forms())
def test_a_form_without_the_new_members_stays_as_it_is(case: Case) -> None:
    definitions, answers = case
    asked = list_asked(definitions, [FormItem.model_validate(answer) for answer in answers if can_be_read(answer)])
    shown = [definition for definition in definitions if definition.visible]
    assert [item.id for item in asked] == [definition.id for definition in shown]
    for item, definition in zip(asked, shown, strict=True):
        # Of parts only those that are visible are shown.
        assert item is definition or not all(part.visible for part in iter_with_parts([definition]))


def test_unreadable_members_are_refused_when_sent_and_ignored_when_stored() -> None:
    foreign = {
        "id": "a",
        "repeat": True,
        "section": {"x": 1},
        "visibleIf": "b = 1",
        "valueFormat": {"step": "1", "min": [1], "maxLength": 3},
        "values": [{"id": "1", "exclusive": 3}],
    }
    with pytest.raises(ValueError, match="validation error"):
        FormItem.model_validate(foreign)
    for context in (STORED, FROM_SERVER):
        item = FormItem.model_validate(foreign, context=context)
        assert (item.repeat, item.section, item.visible_if) == (None, None, None)
        assert item.value_format is not None
        assert (item.value_format.max_length, item.value_format.step, item.value_format.min) == (3, None, None)


def test_wrong_limits_in_a_form_file_are_located() -> None:
    with pytest.raises(FormFileError) as refused:
        read_form('[[form]]\nid = "a"\nvalueFormat = { min = true, step = "x", max = { offset = "+1d" } }\n', "toml")
    assert refused.value.problems == (
        "field 1 'a', valueFormat.min: has to be a number, a date or a question, as in { id = … }",
        "field 1 'a', valueFormat.max.id: is missing",
        "field 1 'a', valueFormat.step: has to be a number",
    )


@pytest.mark.parametrize(
    ("definition", "answer", "text"),
    [
        ({"type": "consent"}, {"value": "true"}, "Agreed"),
        ({"type": "number", "valueFormat": {"unit": "kg"}}, {"value": "1234.5"}, "1,234.5 kg"),
        ({"type": "date", "valueFormat": {"valueFormat": "month"}}, {"value": "2026-03"}, "March 2026"),
        ({"valueFormat": {"valueFormat": "time"}}, {"value": "14:30"}, "14:30"),
        (
            {"type": "file", "multiple": True},
            {"subItem": [{"id": "1", "type": "file", "value": "/files/1", "fileName": "a.png"}]},
            "a.png",
        ),
        (
            {"repeat": {"title": "Child"}, "subItem": [{"id": "name", "title": "Name"}]},
            {"subItem": [entry("2", name="Ana"), entry("5", name="Ben")]},
            "Child 1\nName: Ana\nChild 2\nName: Ben",
        ),
        (
            {"type": "select", "valuesFrom": "countries", "values": [{"id": "DE", "name": "Allemagne"}]},
            {"values": [{"id": "DE", "name": "Allemagne"}]},
            "Germany",
        ),
    ],
)
def test_descriptions_of_answers(definition: dict[str, Any], answer: dict[str, Any], text: str) -> None:
    (question,) = form({"id": "f", **definition})
    given = FormItem.model_validate({"id": "f", "type": question.type, **answer})
    assert describe_answer(question, given, Words("en")).replace("\xa0", " ") == text
    (kept,) = validate_form([question], [given]).items
    assert describe_answer(kept, kept, Words("en")).replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("definition", "language", "hint"),
    [
        ({"type": "number", "valueFormat": {"min": 1, "max": 90, "unit": "kg"}}, "en", "From 1 to 90 kg"),
        (
            {"type": "number", "valueFormat": {"min": 1, "unit": "kg", "step": 5}},
            "en",
            "1 kg or more · In steps of 5 kg",
        ),
        ({"type": "month", "valueFormat": {"min": "2026-04"}}, "fr", "avril 2026 ou plus tard"),
        (
            {"type": "month", "valueFormat": {"min": "2026-04-30", "max": "2026-08"}},
            "fr",
            "Entre avril 2026 et août 2026",
        ),
        ({"type": "date", "valueFormat": {"min": "today"}}, "en", ""),
        ({"type": "star", "valueFormat": {"min": 1, "max": 3}}, "en", ""),
        ({"repeat": {"max": 3}, "mandatory": True, "subItem": [{"id": "name"}]}, "en", "From 1 to 3"),
    ],
)
def test_limits_are_said_beside_the_question(definition: dict[str, Any], language: str, hint: str) -> None:
    item = FormItem.model_validate({"id": "q", "help": "A help.", **definition})
    assert describe_hint(item, Words(language)).replace("\u00a0", " ") == hint
