"""Validation of filled forms: normalised answers and problems, for every type."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from walkin.languages import Words
from walkin.languages.answers import describe_answer
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.rating import list_steps
from walkin.model.form.validate import validate_form

CHOICES = [{"id": "a", "name": "Apple", "value": "apple"}, {"id": "b", "name": "Bread", "value": "bread"}]
TREE = [
    {"id": "food", "name": "Food", "values": CHOICES},
    {"id": "toys", "name": "Toys", "values": [{"id": "c", "name": "Cube"}]},
]


def field(**members: Any) -> FormItem:
    return FormItem.model_validate({"id": "f", "title": "T", **members})


def validate_answer(definition: FormItem, **answer: Any) -> tuple[dict[str, Any] | None, str | None]:
    """Return the normalised item of an answer, or the code of its problem."""
    filled_item = FormItem.model_validate({"id": "f", **answer})
    result = validate_form([definition], [filled_item], country="GB")
    if result.problems:
        assert [problem.id for problem in result.problems] == ["f"]
        return None, result.problems[0].code
    assert validate_form([definition], result.items, country="GB") == result
    return result.items[0].to_wire(), None


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
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
        ("name", " 李 ", "李"),
        ("name", "Ełżbieta O’Neill-Łódź", "Ełżbieta O’Neill-Łódź"),
        ("address", "1 Main Street\r\nSmalltown", "1 Main Street\nSmalltown"),
        ("number", "1,234.5", "1234.5"),
        ("number", "1.234,5", "1234.5"),
        ("number", "1.234.567", "1234567"),
        ("number", "12,34,567", "1234567"),
        ("number", "1,234", "1.234"),
        ("number", "1.234", "1.234"),
        ("number", "−5", "-5"),
        ("number", "-0,0", "0"),
        ("number", ".5", "0.5"),
        ("price", "12", "12"),
        ("price", "12,5", "12.50"),
        ("price", "12.50 €", "12.50"),
        ("price", "$1,234.50", "1234.50"),
        ("price", "1.2", "1.20"),
        ("price", "1.230", "1.23"),
        ("price", "1,234", "1234"),
        ("price", "0,500", "0.50"),
        ("price", "EUR 12", "12"),
        ("price", "12 kr", "12"),
        ("price", "Fr. 12.–", "12"),
        ("price", "Fr.50", "50"),
        ("price", "$.50", "0.50"),
        ("price", "12,-", "12"),
        ("price", "R$ 7,00", "7"),
        ("price", "-£3", "-3"),
        ("price", "− 3 €", "-3"),
        ("price", "12.34", "12.34"),
        ("price", "12€", "12"),
        ("price", "$,50", "0.50"),
        ("number", "+5", "5"),
        ("number", "0.0", "0"),
        ("website", "www.example.com", "https://www.example.com"),
        ("website", "HTTP://Example.COM/Path?q=A#f", "http://example.com/Path?q=A#f"),
        ("website", "bücher.example:8080/ü", "https://xn--bcher-kva.example:8080/ü"),
        ("website", "http://intranet/x", "http://intranet/x"),
        ("website", "https://[::1]/", "https://[::1]/"),
        ("scalerating", "5", "5"),
        ("start", "1", "1"),
        ("star", " 3 ", "3"),
        ("file", "https://example.org/files/1", "https://example.org/files/1"),
        ("file", "/files/1", "/files/1"),
    ],
)
def test_answers_are_normalised(kind: str, typed: str, expected: str) -> None:
    item, problem = validate_answer(field(type=kind), value=typed)
    assert problem is None
    assert item is not None
    assert item["value"] == expected


@pytest.mark.parametrize(
    "currency", ["ft", "fr", "kč", "kn", "kr", "lei", "r", "rm", "rp", "rs", "zł", "лв", "руб", "CHF"]
)
def test_a_currency_in_letters_is_dropped_from_a_price(currency: str) -> None:
    item, _ = validate_answer(field(type="price"), value=f"12,50 {currency}.")
    assert item is not None
    assert item["value"] == "12.50"


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("input", "two\nlines", "character"),
        ("input", "\x1b[2J", "character"),
        ("input", "x" * 2001, "tooLong"),
        ("number", "12a", "number"),
        ("number", "1,2,3", "number"),
        ("number", "1e5", "number"),
        ("number", "٣²", "number"),
        ("email", "ann@", "email"),
        ("email", "ann", "email"),
        ("email", "a" * 65 + "@example.org", "email"),
        ("email", "a" * 120 + "@example.org", "tooLong"),
        ("phone", "12", "phone"),
        ("phone", "call me", "phone"),
        ("date", "2023-02-29", "date"),
        ("date", "29/02/2024", "date"),
        ("date", "2024-13-01", "date"),
        ("date", "2024-02-29T24:00", "date"),
        ("date", "2024-02-29T10:15:00Z", "date"),
        ("date", "2024-02-29T10:15:00+25:00", "date"),
        ("name", "Ann\nSmith", "character"),
        ("name", "x" * 2001, "tooLong"),
        ("address", "\x1b[2J", "character"),
        ("number", "1.234,567.8", "number"),
        ("number", "0.123,5", "number"),
        ("number", "12 €", "number"),
        ("number", "9" * 40, "number"),
        ("price", "12.345,678", "pricePlaces"),
        ("price", "1.2345", "pricePlaces"),
        ("price", "1.234", "pricePlaces"),
        ("price", "12k", "price"),
        ("price", "€ 12 USD", "price"),
        ("price", "€", "price"),
        ("phone", "020 7946 0018 ext. 5", "phoneExtension"),
        ("website", "example", "website"),
        ("website", "12.50", "website"),
        ("website", "ftp://example.org", "website"),
        ("website", "javascript:alert(1)", "website"),
        ("website", "mailto:ann@example.org", "website"),
        ("website", "https://ann:secret@example.org", "website"),
        ("website", "https://", "website"),
        ("website", "https://exa mple.org", "website"),
        ("website", "https://example.org:99999", "website"),
        ("website", "http://-bad-.example", "website"),
        ("website", "example.org/" + "x" * 1_985, "tooLong"),
        ("scalerating", "0", "unknownChoice"),
        ("scalerating", "6", "unknownChoice"),
        ("start", "good", "unknownChoice"),
        ("file", "id.png", "fileRead"),
        ("file", "ftp://example.org/1", "fileRead"),
        ("file", "//example.org/1", "fileRead"),
        ("file", "/\\example.org/1", "fileRead"),
        ("file", "javascript:alert(1)", "fileRead"),
    ],
)
def test_wrong_answers_have_their_own_code(kind: str, typed: str, code: str) -> None:
    assert validate_answer(field(type=kind), value=typed) == (None, code)


TEXT_KINDS = ["input", "textarea", "number", "price", "email", "phone", "website", "date", "name", "address", "file"]


@pytest.mark.parametrize("kind", [*TEXT_KINDS, "scalerating", "start", "star", "hologram"])
def test_only_what_is_mandatory_has_to_be_answered(kind: str) -> None:
    assert validate_answer(field(type=kind, mandatory=True)) == (None, "empty")
    assert validate_answer(field(type=kind, mandatory=True), value="   ") == (None, "empty")
    item, problem = validate_answer(field(type=kind))
    assert problem is None
    assert item is not None
    assert "value" not in item


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
        ({"valueFormat": "url"}, "x", "website"),
        ({"valueFormat": "dateTime"}, "2024-02-29", "time"),
        ({"valueFormat": "text", "regexType": "klingon", "regexValue": "[0-9]"}, "x", "pattern"),
        ({"regexType": "number", "regexValue": "[a-z]+"}, "12", None),
        ({"regexValue": "x*"}, "x" * 2001, "tooLong"),
        ({"maxLength": 0}, "x", None),
        ({"maxLength": -5}, "x", None),
        ({"regexType": "custom", "regexValue": "(a+)+$"}, "a" * 1999 + "!", "pattern"),
    ],
)
def test_value_formats(rules: dict[str, Any], typed: str, code: str | None) -> None:
    assert validate_answer(field(valueFormat=rules), value=typed)[1] == code


def test_a_choice_keeps_the_chosen_ones_only() -> None:
    item, _ = validate_answer(field(type="radio", values=CHOICES), values=[{"id": "b", "name": "Poison"}])
    assert item is not None
    assert item["values"] == [CHOICES[1]]
    item, _ = validate_answer(field(type="checkbox", values=CHOICES), values=[{"id": "b"}, {"id": "a"}, {"id": "b"}])
    assert item is not None
    assert item["values"] == CHOICES
    item, _ = validate_answer(field(type="select", category=True, values=TREE), values=[{"id": "c"}])
    assert item is not None
    assert item["values"] == [{"id": "toys", "name": "Toys", "values": [{"id": "c", "name": "Cube"}]}]


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
        ({"type": "radio", "otherValue": True}, [{"id": "other", "otherValue": "x"}], None),
        ({"type": "radio", "otherValue": True}, [{"id": "other"}], "other"),
        ({"type": "radio", "otherValue": True}, [{"id": "other", "value": "\x1b"}], "character"),
        (
            {"type": "radio", "otherValue": True, "valueFormat": {"maxLength": 3}},
            [{"id": "other", "name": "abcd"}],
            "tooLong",
        ),
        ({"type": "radio"}, [{"id": "a"}, {"id": "a"}], None),
        ({"type": "radio", "multiple": True}, [{"id": "a"}, {"id": "b"}], "oneOnly"),
    ],
)
def test_choices(members: dict[str, Any], chosen: list[dict[str, str]], code: str | None) -> None:
    assert validate_answer(field(values=CHOICES, **members), values=chosen)[1] == code


def test_choices_of_a_sender_that_leaves_them_in_their_categories() -> None:
    nested = [{"id": "food", "values": [{"id": "b"}]}, {"id": "toys", "values": [{"id": "c"}]}]
    item, _ = validate_answer(field(type="select", category=True, multiple=True, values=TREE), values=nested)
    assert item is not None
    assert [(category["id"], [choice["id"] for choice in category["values"]]) for category in item["values"]] == [
        ("food", ["b"]),
        ("toys", ["c"]),
    ]
    assert (
        validate_answer(field(type="select", category=True, multiple=True, values=TREE), values=item["values"])[0]
        == item
    )


def test_a_value_called_other_is_written_out_where_free_answers_are_possible() -> None:
    values = [*CHOICES, {"id": "other", "name": "Something else"}]
    item, _ = validate_answer(
        field(type="radio", otherValue=True, values=values), values=[{"id": "other", "value": "x"}]
    )
    assert item is not None
    assert item["values"] == [{"id": "other", "name": "x", "value": "x"}]
    item, _ = validate_answer(field(type="radio", values=values), values=[{"id": "other", "value": "x"}])
    assert item is not None
    assert item["values"] == [values[2]]


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "de", "1.234"),
        ("1.234", "de", "1234"),
        ("1,234", "fr", "1.234"),
        ("1.234", "fr", "1.234"),
        ("1’234", "de-CH", "1234"),
        ("1.234", "de_AT", "1234"),
        ("1,234", "en_GB", "1234"),
        ("0,234", "en", "0.234"),
        ("1234,567", "en", "1234.567"),
        ("12,5", "en", "12.5"),
        ("1,234", "no language", "1.234"),
    ],
)
def test_numbers_are_read_in_the_language_they_were_typed_in(typed: str, language: str, expected: str) -> None:
    form = [field(type="number")]
    filled = validate_form(form, [FormItem(id="f", value=typed)], language=language)
    assert [item.value for item in filled.items] == [expected]
    assert validate_form(form, filled.items) == filled


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29T00:00:00", "2024-02-29"),
        ("date", "2024-02-29T10:15", None),
        ("dateTime", "2024-02-29 10:15", "2024-02-29T10:15:00"),
        ("dateTime", "2024-02-29", None),
    ],
)
def test_a_date_has_a_time_when_its_format_asks_for_one(rule: str, typed: str, expected: str | None) -> None:
    item, _ = validate_answer(field(type="date", valueFormat={"valueFormat": rule}), value=typed)
    assert (item or {}).get("value") == expected


def test_a_phone_number_needs_a_country_from_somewhere() -> None:
    (problem,) = validate_form([field(type="phone")], [FormItem(id="f", value="020 7946 0018")]).problems
    assert problem.code == "phoneCountry"


SCALE = [{"id": "0", "name": "Never", "value": "0"}, {"id": "mid", "name": "Maybe", "value": "5"}, {"id": "best"}]
NPS = [{"id": step, "name": str(step)} for step in range(11)]
GRADES = [
    {"id": str(6 - place), "name": name} for place, name in enumerate(("Great", "Good", "Fair", "Poor", "Bad"), 1)
]


@pytest.mark.parametrize(
    ("steps", "sent", "expected"),
    [
        *(
            (SCALE, sent, kept)
            for sent, kept in (("0", "0"), ("5", "5"), ("mid", "5"), ("best", "best"), ("maybe", "5"))
        ),
        *((NPS, str(step), str(step)) for step in range(11)),
        *((GRADES, grade["id"], grade["id"]) for grade in GRADES),
        (GRADES, "great", "5"),
    ],
)
def test_a_rating_travels_as_the_value_of_its_step_or_its_id(
    steps: list[dict[str, Any]], sent: str, expected: str
) -> None:
    item, problem = validate_answer(field(type="scalerating", values=steps), value=sent)
    assert problem is None
    assert item is not None
    assert item["value"] == expected
    assert "values" not in item
    assert validate_answer(field(type="scalerating", values=steps), values=[{"id": sent}])[0] == item


@pytest.mark.parametrize(("steps", "sent"), [(SCALE, "1"), (SCALE, "3"), (NPS, "11"), (GRADES, "0"), (GRADES, "6")])
def test_the_place_of_a_step_is_no_answer(steps: list[dict[str, Any]], sent: str) -> None:
    assert validate_answer(field(type="scalerating", values=steps), value=sent) == (None, "unknownChoice")


@pytest.mark.parametrize(
    ("steps", "sent", "words"),
    [
        (NPS, "3", "3 (0 to 10)"),
        ([{"id": "0"}, {"id": "1"}], "1", "1 (0 to 1)"),
        (GRADES, "5", "Great"),
        (SCALE, "best", "best"),
        (None, "4", "4 of 5 (Good)"),
    ],
)
def test_a_rating_is_read_by_its_name_and_not_by_its_place(steps: Any, sent: str, words: str) -> None:
    definition = FormItem.model_validate({"id": "f", "type": "star", **({"values": steps} if steps else {})})
    (item,) = validate_form([definition], [FormItem(id="f", value=sent)]).items
    assert describe_answer(definition, item, Words("en")) == words
    assert describe_answer(item, item, Words("en")) == sent


def test_the_steps_of_a_rating() -> None:
    assert [step.id for step in list_steps(field(type="start"))] == ["1", "2", "3", "4", "5"]
    assert [(step.id, step.name) for step in list_steps(field(type="start", values=SCALE))] == [
        ("0", "Never"),
        ("5", "Maybe"),
        ("best", ""),
    ]


@pytest.mark.parametrize("kind", ["radio", "checkbox", "select", "scalerating"])
def test_a_name_that_two_options_have_chooses_neither(kind: str) -> None:
    values = [{"id": "a", "name": "Other"}, {"id": "b", "name": "other"}, {"id": "c", "name": "C"}]
    assert validate_answer(field(type=kind, values=values), value="Other") == (None, "unknownChoice")
    assert validate_answer(field(type=kind, values=values), value="b")[1] is None
    assert validate_answer(field(type=kind, values=values), value="c")[1] is None


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        *((name, None) for name in ("fr", "USA", "uk", "Holland", "cote d'ivoire", "Deutschland", "Türkei", "Türkiye")),
        ("Nowhere", "country"),
        ("Germny", "countryLike"),
        ("12", "country"),
    ],
)
def test_a_country_is_one(sent: str, problem: str | None) -> None:
    assert validate_answer(field(bind="crm-country"), value=sent)[1] == problem


NAME = field(
    type="name",
    bindGroup="crm-name",
    subItem=[
        {"id": "title", "bind": "crm-title", "visible": False, "value": "Dr"},
        {"id": "first", "bind": "crm-first-name"},
        {"id": "last", "bind": "crm-last-name", "mandatory": True, "valueFormat": {"maxLength": 5}},
    ],
)


def test_a_name_with_parts_is_answered_by_them() -> None:
    parts = [{"id": "last", "value": " Smith "}, {"id": "title", "value": "Prof"}]
    item, problem = validate_answer(NAME, subItem=parts, value="ignored")
    assert problem is None
    assert item is not None
    assert "value" not in item
    assert [part.get("value") for part in item["subItem"]] == ["Dr", None, "Smith"]


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        (None, [("last", "empty")]),
        ([{"id": "last", "value": "Smithson"}], [("last", "tooLong")]),
        (
            [{"id": "last", "value": "\x1b"}, {"id": "first", "value": "a\nb"}],
            [("first", "character"), ("last", "character")],
        ),
    ],
)
def test_problems_name_the_part(parts: list[dict[str, str]] | None, problems: list[tuple[str, str]]) -> None:
    answer = FormItem.model_validate({"id": "f", "subItem": parts})
    assert [(problem.id, problem.code) for problem in validate_form([NAME], [answer]).problems] == problems


def test_a_mandatory_group_of_optional_parts_wants_one_of_them() -> None:
    group = field(type="address", mandatory=True, subItem=[{"id": "street"}, {"id": "city"}])
    (problem,) = validate_form([group], []).problems
    assert (problem.id, problem.code, problem.values) == ("f", "empty", {"type": "address"})
    assert not validate_form(
        [group], [FormItem.model_validate({"id": "f", "subItem": [{"id": "city", "value": "X"}]})]
    ).problems
    assert not validate_form([group.model_copy(update={"mandatory": False})], []).problems


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"type": "email", "value": "Ann@EXAMPLE.org"}, {"value": "Ann@example.org"}),
        ({"type": "email", "value": "nobody"}, {}),
        ({"type": "number", "value": "1.234"}, {"value": "1.234"}),
        ({"type": "radio", "values": CHOICES, "value": "b"}, {"values": [CHOICES[1]]}),
        ({"type": "radio", "values": CHOICES}, {}),
        ({"type": "select", "values": CHOICES[:1]}, {"values": CHOICES[:1]}),
        ({"type": "start", "value": "4"}, {"value": "4"}),
    ],
)
def test_a_hidden_default_is_kept_by_the_same_rules(members: dict[str, Any], expected: dict[str, Any]) -> None:
    (item,) = validate_form([field(visible=False, **members)], [], language="de").items
    assert {key: value for key, value in item.to_wire().items() if key in ("value", "values")} == expected


def test_a_field_bound_to_the_client_is_what_the_client_can_hold() -> None:
    assert validate_answer(field(bind="crm-last-name"), value="x" * 128) == (None, "tooLong")
    assert validate_answer(field(bind="crm-email"), value="nobody") == (None, "email")
    assert validate_answer(field(type="textarea", bind="crm-last-name"), value="a\nb") == (None, "character")


def test_what_is_not_visible_keeps_its_default() -> None:
    definition = field(visible=False, mandatory=True, value="house")
    item, problem = validate_answer(definition, value="forged")
    assert problem is None
    assert item is not None
    assert item["value"] == "house"


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
    assert FormItem.model_validate(wire).to_wire() == wire
    with_nulls = {**wire, "help": None, "type": "hologram", "visible": None, "other": None}
    assert FormItem.model_validate(with_nulls).to_wire() == wire


@pytest.mark.parametrize(
    "members",
    [
        {"madeUp": float("nan")},
        {"madeUp": "\ud800"},
        {"madeUp": {"\ud800": 1}},
        {"madeUp": 10**30},
        {"madeUp": {1, 2}},
        {"value": "\ud800"},
        {"valueFormat": {"regexValue": "\ud800"}},
        {"valueFormat": {"maxLength": 10**30}},
        {"values": "x"},
        {"id": ""},
    ],
)
def test_what_cannot_travel_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        field(**members)


def test_parts_within_parts_without_end_are_refused() -> None:
    item: dict[str, Any] = {"id": "a"}
    for _ in range(5_000):
        item = {"id": "a", "subItem": [item]}
    with pytest.raises(ValidationError):
        FormItem.model_validate(item)


def test_the_words_of_another_language_reach_the_parts() -> None:
    texts = {"title": "Nom", "subItem": {"last": {"title": "Nom de famille"}, "first": 5}}
    translated = NAME.translate(texts)
    assert translated.title == "Nom"
    assert [part.title for part in translated.sub_item or ()] == ["", "", "Nom de famille"]


FAILURES = [
    ("input", "", "Enter an answer"),
    ("textarea", "", "Enter some text"),
    ("name", "", "Enter a name"),
    ("address", "", "Enter an address"),
    ("number", "", "Enter a number"),
    ("number", "x", "Enter a number in figures, like 12 or 3.5"),
    ("price", "", "Enter an amount"),
    ("price", "x", "Enter an amount in figures, like 12 or 12.50"),
    ("email", "", "Enter an e-mail address"),
    ("email", "x", "Enter an e-mail address, like name@example.com"),
    ("phone", "", "Enter a phone number"),
    ("phone", "x", "Enter a phone number, like 020 7946 0018 or +33 1 99 00 12 34"),
    ("website", "", "Enter a web address"),
    ("website", "x", "Enter a web address, like www.example.com"),
    ("date", "", "Enter a date"),
    ("date", "x", "Enter a real date, like 27 3 1985"),
    ("radio", "", "Select one option"),
    ("checkbox", "", "Select one or more options"),
    ("select", "", "Select one option"),
    ("scalerating", "", "Select one option"),
    ("start", "9", "Select one of the options that are offered"),
    ("file", "", "Choose a file"),
    ("file", "x", "The file could not be read: choose it again"),
]


@pytest.mark.parametrize(("kind", "typed", "words"), FAILURES, ids=str)
def test_every_failure_has_words_of_its_own(kind: str, typed: str, words: str) -> None:
    definition = field(type=kind, mandatory=True, values=CHOICES if kind in ("radio", "checkbox", "select") else None)
    (problem,) = validate_form([definition], [FormItem(id="f", value=typed)], country="GB").problems
    message = Words("en").format_problem(problem)
    # What has no noun in its message is named by the title.
    assert message in (words, f"“T”: {words[0].lower()}{words[1:]}")
    assert Words("fr").format_problem(problem) != message


def test_the_host_of_an_address_has_at_most_253_characters() -> None:
    labels = ".".join(["a" * 63] * 3)
    item, _ = validate_answer(field(type="website"), value=f"https://{labels}.{'b' * 61}")
    assert item is not None
    assert validate_answer(field(type="website"), value=f"https://{labels}.{'b' * 62}") == (None, "website")


def test_the_free_text_of_a_choice_is_that_of_the_id_other_only() -> None:
    values = [{"id": "a", "name": "A"}, {"id": "z", "name": "Z"}]
    item, _ = validate_answer(field(type="radio", otherValue=True, values=values), values=[{"id": "z"}])
    assert item is not None
    assert item["values"] == [values[1]]
