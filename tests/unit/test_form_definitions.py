"""Form definitions: errors and warnings, form files, prefilled answers, and the client members they bind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.form_files import load_form, read_form
from walkin.model.form.check import check_definition, validate_definition
from walkin.model.form.client_binding import client_members
from walkin.model.form.definition import Choice, Condition, Consent, FormItem, OtherAnswer, Repeat, ValueFormat
from walkin.model.form.files import FormFileError, dump_form, find_field_line
from walkin.model.form.lint import translation_warnings
from walkin.model.form.prefill import prefill_answers
from walkin.model.queue import QueueInput


def form(*items: dict[str, Any]) -> list[FormItem]:
    return [FormItem.model_validate({"title": "T", **item}) for item in items]


A = {"id": "a"}
RADIO = {"id": "a", "type": "radio", "values": [{"id": "x", "name": "X"}]}

ERRORS: list[tuple[list[dict[str, Any]], str]] = [
    ([A, A], "two fields have the id 'a'"),
    ([A | {"subItem": [A]}], "two fields have the id 'a'"),
    ([RADIO | {"values": [{"id": "x"}, {"id": "x"}]}], "field 'a': two values have the id 'x'"),
    ([RADIO | {"values": [{"id": ""}]}], "field 'a': a value has no id"),
    ([RADIO | {"values": None}], "field 'a': it has no values to choose from"),
    (
        [RADIO | {"values": [{"id": "x", "name": "\x1b"}]}],
        "field 'a': the value 'x' has a name or value that cannot be",
    ),
    ([A | {"value": "\x1b"}], "field 'a': its value holds characters"),
    ([A | {"valueFormat": {"maxLength": 0}}], "field 'a': maxLength is 0: nothing could be entered"),
    ([A | {"valueFormat": {"maxLength": 2, "minLength": 3}}], "field 'a': minLength (3) is larger than maxLength (2)"),
    ([A | {"valueFormat": {"regexValue": "("}}], "field 'a': the pattern '(' cannot be read: a ( is not closed"),
    ([A | {"valueFormat": {"regexValue": "[a-z&&[^b]]"}}], "field 'a': the pattern '[a-z&&[^b]]' cannot be read: "),
    ([A | {"valueFormat": {"regexValue": "a" * 600}}], "field 'a': the pattern is longer than 512 characters"),
    (
        [A | {"visible": False, "type": "email", "value": "x"}],
        "field 'a': its default value does not keep its own rules",
    ),
    ([RADIO | {"visible": False, "value": "z"}], "field 'a': its default value is none of its values"),
]

WARNINGS: list[tuple[dict[str, Any], str]] = [
    (A | {"type": "hologram"}, "nobody knows the type 'hologram': it is asked as a line of text"),
    (A | {"bind": "crm-x"}, "nobody knows the bind 'crm-x': it fills nothing"),
    (A | {"bindGroup": "crm-x"}, "nobody knows the bindGroup 'crm-x'"),
    (A | {"valueFormat": {"valueFormat": "x"}}, "nobody knows the valueFormat 'x': it checks nothing"),
    (A | {"valueFormat": {"regexType": "x"}}, "nobody knows the regexType 'x': only a regexValue is checked"),
    (A | {"valueFormat": {"regexType": "custom"}}, "regexType is custom, but there is no regexValue"),
    (A | {"title": ""}, "it has no title: its id is shown"),
    (A | {"mandatory": True, "visible": False}, "it is mandatory and not visible, but has no default value"),
    (A | {"type": "email", "value": "x"}, "its default value does not keep its own rules"),
    (A | {"type": "consent", "value": "true"}, "value has no effect on the type 'consent', which has no default"),
    (A | {"type": "text", "value": "x"}, "value has no effect on the type 'text', which has no default"),
    (RADIO | {"multiple": True}, "multiple has no effect on the type 'radio'"),
    (A | {"otherValue": True}, "otherValue has no effect on the type 'input'"),
    (
        RADIO | {"category": True, "values": [{"id": "c", "values": [{"id": "x"}]}]},
        "category belongs to the type 'select'",
    ),
    (A | {"values": [{"id": "x"}]}, "values have no effect on the type 'input'"),
    (
        A | {"type": "number", "subItem": [{"id": "b", "title": "B"}]},
        "it is asked by its subItem, not as the type 'number'",
    ),
    (RADIO | {"type": "select", "category": True}, "the category 'x' has no values of its own"),
    (RADIO | {"values": [{"id": "c", "values": [{"id": "x"}]}]}, "the value 'c' has values of its own"),
    (
        A | {"type": "start", "values": [{"id": "x", "value": "2"}, {"id": "2"}]},
        "two of its values stand for the same step",
    ),
    *(
        (A | {name: 1}, f"nobody knows the member {name!r}: it has no effect; did you mean {known!r}?")
        for name, known in (
            ("manditory", "mandatory"),
            ("isRequired", "mandatory"),
            ("options", "values"),
            ("pattern", "valueFormat.regexValue"),
            ("minimum", "valueFormat.min"),
            ("relevant", "visibleIf"),
            ("enableWhen", "visibleIf"),
            ("defaultValue", "value"),
        )
    ),
    (
        A | {"valueFormat": {"pattern": "x"}},
        "nobody knows the member 'pattern' of valueFormat: it has no effect; did you mean 'regexValue'?",
    ),
    (
        RADIO | {"values": [{"id": "x", "name": "X", "label": "X"}]},
        "nobody knows the member 'label' of values: it has no effect; did you mean 'name'?",
    ),
    (A | {"title": "<b>Your</b> name"}, "HTML in its title is shown as it is written: <b>"),
    (A | {"title": "Salt &amp; pepper"}, "HTML in its title is shown as it is written: &amp;"),
    (
        A | {"help": "See [the rules](https://example.org)"},
        "Markdown in its help is shown as it is written: [the rules]",
    ),
    (A | {"placeholder": "**bold**"}, "Markdown in its placeholder is shown as it is written: **bold**"),
    (RADIO | {"values": [{"id": "x", "name": "<i>X</i>"}]}, "HTML in the name of the value 'x' is shown as it is"),
    (
        RADIO | {"values": [{"id": "x", "name": "Other"}, {"id": "y", "name": " other"}]},
        "two values have the name 'Other': nobody can tell them apart",
    ),
    (RADIO | {"values": [{"id": "x", "name": "X"}, {"id": "y"}]}, "the value 'y' has no name: its id is shown"),
    (
        RADIO | {"otherValue": True, "values": [{"id": "other", "name": "Else"}]},
        "the value 'other' is the free text of otherValue",
    ),
    (
        A | {"valueFormat": {"regexValue": "/^[0-9]{4}$/"}},
        "no answer was found that the pattern '/^[0-9]{4}$/' matches; ",
    ),
    (A | {"valueFormat": {"regexValue": "[A-Z]{2}[0-9]{2}"}}, "the pattern '[A-Z]{2}[0-9]{2}' refuses small letters"),
]


@pytest.mark.parametrize(
    "members",
    [
        *(
            {"title": title}
            for title in ("a < b", "R&D", "x > y & z", "2 * 3 * 4", "snake_case_name", "A [b] (c)", "#1")
        ),
        {"valueFormat": {"regexValue": "[A-Z]{2}", "case": "upper"}},
        {"valueFormat": {"regexValue": "[A-Za-z]{2}"}},
        {"type": "radio", "values": [{"id": "1"}, {"id": "2"}]},
        {"type": "scalerating", "values": [{"id": "1"}, {"id": "2"}]},
    ],
)
def test_texts_that_look_like_markup_give_no_warning(members: dict[str, Any]) -> None:
    texts = [problem.text for problem in check_definition(form(A | members))]
    assert not [text for text in texts if "nobody knows the member 'case'" not in text]


def test_fields_with_one_bind_are_told_unless_only_one_of_them_is_asked() -> None:
    phones = [{"id": key, "bind": "crm-phone"} for key in ("a", "b")]
    assert list(map(str, check_definition(form(*phones)))) == [
        "2 fields have the bind 'crm-phone': only the first of their answers fills the client"
    ]
    assert check_definition(form(phones[0], phones[1] | {"visible": False})) == []


def test_any_name_keeps_fields_together_and_one_field_needs_none() -> None:
    group = [{"id": key, "bindGroup": "visit"} for key in ("a", "b")]
    assert check_definition(form(*group)) == []
    assert list(map(str, check_definition(form(group[0])))) == [
        "only one field has the bindGroup 'visit': it keeps nothing together"
    ]


def test_conditions_that_no_answer_meets_are_told() -> None:
    values = [{"id": "1", "name": "New"}, {"id": "2", "name": "Addition", "value": "more"}]
    conditions = [
        ({"type": "radio", "values": values}, ["1", "more", "addition"], ["Adition"]),
        ({"type": "checkbox", "values": values, "otherValue": True}, ["Shed"], []),
        ({"type": "select", "valuesFrom": "countries"}, ["FR"], []),
        ({"type": "scalerating", "values": [{"id": "0"}, {"id": "5"}]}, ["5"], ["10"]),
        ({"type": "number"}, ["5"], ["five"]),
        ({"type": "date"}, ["today", "2026-01-31"], ["31st"]),
        ({"type": "consent"}, ["true"], ["agreed"]),
        ({"type": "input"}, ["anything"], []),
    ]
    for definition, possible, impossible in conditions:
        condition = {"not": {"id": "a", "in": [*possible, *impossible]}}
        items = form(A | definition, {"id": "b", "subItem": [{"id": "c", "visibleIf": condition}]})
        texts = [problem.text for problem in check_definition(items) if problem.text.startswith("visibleIf")]
        mended = "; did you mean 'Addition'?" if "Adition" in impossible else ""
        assert texts == [f"visibleIf of 'c': no answer to 'a' is {text!r}{mended}" for text in impossible]


def test_translations_of_unknown_fields_and_members_give_warnings() -> None:
    items = form(RADIO, A | {"id": "b", "subItem": [{"id": "c"}]})
    texts: dict[str, object] = {
        "a": {"title": "T", "values": {"x": "X", "xx": "?"}, "titel": "?", "help": 1},
        "b": {"subItem": {"c": {"title": "T"}, "d": {"title": "?"}}},
        "z": {"title": "?"},
        "a ": "?",
    }
    assert list(translation_warnings(items, texts, "fr: ")) == [
        "fr: 'a' has no value 'xx' to be translated",
        "fr: the member 'titel' of 'a' is not translated; did you mean 'title'?",
        "fr: the translation of 'help' of 'a' cannot be read",
        "fr: b: there is no field 'd' to be translated",
        "fr: there is no field 'z' to be translated",
        "fr: there is no field 'a ' to be translated",
    ]


@pytest.mark.parametrize(("items", "message"), ERRORS, ids=[message for _, message in ERRORS])
def test_errors_are_told_and_stop_a_queue_from_being_saved(items: list[dict[str, Any]], message: str) -> None:
    definition = form(*items)
    problems = check_definition(definition)
    assert any(str(problem).startswith(message) and not problem.warning for problem in problems), problems
    with pytest.raises(ValueError, match="'a'"):
        validate_definition(definition)
    with pytest.raises(ValueError, match="'a'"):
        QueueInput.model_validate({"form": [item.to_wire() for item in definition]})


@pytest.mark.parametrize(("item", "message"), WARNINGS, ids=[message for _, message in WARNINGS])
def test_warnings_are_told_and_stop_nothing(item: dict[str, Any], message: str) -> None:
    definition = form(item)
    problems = check_definition(definition)
    assert [problem for problem in problems if problem.text.startswith(message)], problems
    assert all(problem.warning and problem.field_id in ("a", "b") for problem in problems)
    assert validate_definition(definition) == definition


def test_every_problem_is_told_at_once() -> None:
    items = form(
        A | {"externalId": "k"}, {"id": "b", "externalId": "k", "valueFormat": {"regexValue": "(", "maxLength": -1}}
    )
    messages = [str(problem) for problem in check_definition(items)]
    assert len(messages) == 3
    assert messages[0] == "2 fields have the externalId 'k': one value fills them all"


def test_parts_may_not_hold_parts_without_end() -> None:
    item: dict[str, Any] = {"id": "0", "title": "T"}
    for number in range(1, 10):
        item = {"id": str(number), "title": "T", "subItem": [item]}
    assert "parts hold parts more than 8 deep" in map(str, check_definition(form(item)))


def test_a_form_of_every_type_has_no_problems() -> None:
    values = [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]
    kinds = [
        "input",
        "textarea",
        "number",
        "price",
        "email",
        "phone",
        "website",
        "date",
        "start",
        "star",
        "name",
        "address",
    ]
    items = [{"id": kind, "type": kind} for kind in [*kinds, "file"]]
    items += [{"id": kind, "type": kind, "values": values} for kind in ("radio", "checkbox", "select", "scalerating")]
    items.append({"id": "free", "type": "select", "multiple": True, "otherValue": True})
    items.append({"id": "time", "type": "date", "valueFormat": {"valueFormat": "dateTime"}})
    items.append({"id": "p", "type": "phone", "value": "020 7946 0018", "visible": False})
    assert check_definition(form(*items)) == []


ODD = form(
    {
        "id": "1",
        "help": 'Two\nlines with """ and \\',
        "type": "textarea",
        "made up": {"a": [1, 2.5, True, {"b": "\x7f"}]},
    },
    {
        "id": "2",
        "type": "select",
        "category": True,
        "values": [{"id": "c", "name": "C", "values": [{"id": "x"}]}, {"id": "d"}],
    },
    {
        "id": "3",
        "type": "radio",
        "values": [{"id": "y", "name": "\u202eY"}, {"id": "z", "colour": "r\u00e9d"}],
        "x": [],
    },
    {"id": "4", "type": "name", "subItem": [{"id": "5", "title": "F"}, {"id": "6", "subItem": [{"id": "7"}]}], "y": {}},
)


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_form_is_written_and_read_again(tmp_path: Path, suffix: Any) -> None:
    file = tmp_path / f"form.{suffix}"
    text = dump_form(ODD, suffix)
    file.write_text(text, encoding="utf-8-sig")
    assert load_form(file) == ODD
    assert all(character.isprintable() or character == "\n" for character in text)
    file.write_text(dump_form([], suffix), encoding="utf-8")
    assert load_form(file) == []


CONDITION = {
    "all": [{"any": [{"not": {"id": "a", "in": ["x", "\U0001f469 \"y\""]}}, {"id": "b", "answered": False}]}],
    "id": "n", "lt": 3.5, "lte": "2026-01-31", "gt": "-18y", "gte": {"id": "b", "offset": "+1d"},
}  # fmt: skip
EVERY_MEMBER: list[dict[str, Any]] = [
    {
        "id": "every", "type": "file", "title": "T\\", "bind": "b", "bindGroup": "g", "externalId": "e",
        "help": "Two\n\n\"lines\"", "placeholder": "#", "mandatory": False, "visible": True, "otherValue": True,
        "category": True, "multiple": True, "fileName": "f.png", "value": "a,b", "sensitive": True,
        "values": [{"id": "c", "name": "C", "value": "v", "exclusive": True, "otherNames": ["D", "É"],
                    "values": [{"id": "d"}]}],
        "valueFormat": {
            "maxLength": 9, "minLength": 0, "regexType": "custom", "regexValue": "\\d{2}'\"", "valueFormat": "date",
            "min": "-3m", "max": {"id": "n", "offset": "-2w"}, "integer": False, "step": 0.25, "unit": "m²",
            "case": "upper", "check": "iban", "mask": "99-\\A*", "message": "No. \u00a0Well",
        },
        "zonedDateTime": {"dateTime": "2026-01-31T10:00:00", "timeZone": "UTC"},
        "subItem": [{"id": "part", "visibleIf": {"id": "every", "answered": True}}],
        "visibleIf": CONDITION, "section": "§ 1", "repeat": {"min": 0, "max": 3, "title": "Person"},
        "consent": {"wording": "**W**\n- x", "version": "3", "language": "en",
                    "time": {"dateTime": "2026-01-31T10:00:00", "timeZone": "UTC"}},
        "capture": "photo", "minLabel": "low", "maxLabel": "high", "require": ["a", "b"],
    },
    {"id": "listed", "type": "select", "title": "T", "valuesFrom": "file:hosts"},
]  # fmt: skip


def collect_names(value: object) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(name for member in value.values() for name in collect_names(member))}
    return {name for member in value for name in collect_names(member)} if isinstance(value, list) else set()


def test_every_member_is_the_same_in_toml_and_json() -> None:
    models = (FormItem, Choice, ValueFormat, Repeat, Consent, Condition, OtherAnswer)
    members = {field.alias or name for model in models for name, field in model.model_fields.items()}
    # The server alone writes it.
    assert members - collect_names(EVERY_MEMBER) == {"valuesVersion"}
    items = form(*EVERY_MEMBER)
    from_toml = read_form(dump_form(items, "toml"), "toml")
    from_both = read_form(dump_form(from_toml, "json"), "json")
    assert [item.to_wire() for item in from_both] == [item.to_wire() for item in items] == EVERY_MEMBER
    assert dump_form(from_both, "toml") == dump_form(items, "toml")


def test_toml_reads_like_a_form() -> None:
    assert dump_form(form(RADIO | {"help": "One\nTwo", "mandatory": True}), "toml") == (
        '[[form]]\nid = "a"\ntype = "radio"\ntitle = "T"\nhelp = """\nOne\nTwo"""\nmandatory = true\n'
        'values = [\n  { id = "x", name = "X" },\n]\n'
    )


def test_what_toml_lacks_is_told() -> None:
    with pytest.raises(ValueError, match="null"):
        dump_form(form(A | {"odd": [None]}), "toml")
    assert read_form(dump_form(form(A | {"odd": [None]}), "json"), "json") == form(A | {"odd": [None]})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("f.json", b'[{"id": "a"},\n{"id" "b"}]', "line 2: this is not JSON: "),
        ("f.toml", b'[[form]]\nid = "a"\ntitle = x\n', "line 3: this is not TOML: "),
        ("f.toml", b'x = "\n', "line 1: this is not TOML: "),
        ("f.json", b"[" * 100_000, "this is not JSON: it is nested too deep"),
        ("f.json", b"9" * 5_000, "this is not JSON: "),
        ("f.json", b"\xff\xfe[]", "the file is not UTF-8 (byte 0)"),
        ("f.json", b'{"questions": []}', "there is no list of questions"),
        ("f.json", b'[{"title": "x"}]', "field 1, id: is missing"),
        ("f.json", b'[{"id": ""}]', "field 1, id: is empty"),
        ("f.json", b"[5]", "field 1: has to have members, { … }"),
        ("f.json", b'[{"id": "a", "title": 5}]', "field 1 'a', title: has to be a text"),
        ("f.json", b'[{"id": "a", "title": "\\u001b"}]', "field 1 'a', title: holds a character that cannot be shown"),
        ("f.json", b'[{"id": "a", "mandatory": "perhaps"}]', "field 1 'a', mandatory: has to be true or false"),
        ("f.json", b'[{"id": "a", "values": {}}]', "field 1 'a', values: has to be a list"),
        ("f.json", b'[{"id": "a", "subItem": [{}]}]', "field 1 'a', subItem[1].id: is missing"),
        ("f.json", b'[{"id": "a", "subItem": [{"id": "b"}, {}]}]', "field 1 'a', subItem[2].id: is missing"),
        (
            "f.json",
            b'[{"id": "a", "valueFormat": {"maxLength": "x"}}]',
            "field 1 'a', valueFormat.maxLength: has to be a whole",
        ),
    ],
)
def test_a_file_without_a_form_says_why_and_where(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FormFileError) as refused:
        load_form(tmp_path / name)
    assert refused.value.problems[0].startswith(message), refused.value.problems


def test_the_line_of_a_field() -> None:
    suffixes = ["toml", "json"]
    for text in [dump_form(ODD, suffix) for suffix in suffixes]:  # type: ignore[arg-type]
        line = find_field_line(text, "6")
        assert line is not None
        assert '"6"' in text.splitlines()[line - 1]
        assert find_field_line(text, "nobody") is None
    assert find_field_line('# id = "a"\nexternalid = "a"\n{ "title": "x", "id" : "a" }', "a") == 3


ASKED = form(
    {"id": "name", "externalId": "n"},
    {"id": "note", "externalId": "note", "type": "textarea"},
    {"id": "mail", "externalId": "m", "type": "email"},
    {"id": "day", "externalId": "d", "type": "date"},
    {"id": "stars", "externalId": "s", "type": "start"},
    {"id": "proof", "externalId": "f", "type": "file"},
    {"id": "secret", "externalId": "x", "visible": False},
    {
        "id": "one",
        "externalId": "o",
        "type": "radio",
        "values": [{"id": "a", "name": "Apple", "value": "1"}, {"id": "b"}],
    },
    {
        "id": "more",
        "externalId": "w",
        "type": "checkbox",
        "values": [{"id": "a", "name": "A, b"}, {"id": "c"}, {"id": "d"}],
    },
    {"id": "who", "type": "name", "subItem": [{"id": "first", "externalId": "fn"}, {"id": "last"}]},
    {"id": "unkeyed"},
)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, []),
        ({"n": " Ann ", "unknown": "x", "unkeyed": "x"}, [{"id": "name", "value": "Ann"}]),
        ({"n": "Ann\x1b[2J"}, []),
        ({"n": "two\nlines", "note": "two\nlines"}, [{"id": "note", "value": "two\nlines"}]),
        ({"n": "x" * 20_000}, []),
        ({"m": "ann@"}, [{"id": "mail", "value": "ann@"}]),
        ({"d": "2024-02-29"}, [{"id": "day", "value": "2024-02-29"}]),
        ({"d": "soon"}, []),
        ({"s": "4"}, [{"id": "stars", "value": "4"}]),
        ({"s": "9", "f": "https://example.org/x", "x": "forged"}, []),
        ({"o": "b"}, [{"id": "one", "values": ["b"]}]),
        ({"o": "1"}, [{"id": "one", "values": ["a"]}]),
        ({"o": " APPLE "}, [{"id": "one", "values": ["a"]}]),
        ({"o": "a,b"}, []),
        ({"o": "pear"}, []),
        ({"w": "d, a,x,a"}, [{"id": "more", "values": ["d", "a"]}]),
        ({"w": "A, b"}, [{"id": "more", "values": ["a"]}]),
        ({"fn": "Ann"}, [{"id": "who", "subItem": ["Ann"]}]),
    ],
)
def test_answers_that_are_brought_along(parameters: dict[str, str], expected: list[dict[str, Any]]) -> None:
    answers = prefill_answers(ASKED, parameters)
    prefilled = [
        {"id": item.id}
        | ({"value": item.value} if item.value else {})
        | ({"values": [choice.id for choice in item.values]} if item.values else {})
        | ({"subItem": [part.value for part in item.sub_item]} if item.sub_item else {})
        for item in answers
    ]
    assert prefilled == expected


@pytest.mark.parametrize(
    ("items", "client"),
    [
        ([], {}),
        ([{"id": "1", "bind": "crm-first-name", "value": "Ann"}, {"id": "2", "value": "x"}], {"firstName": "Ann"}),
        (
            [
                {"id": "1", "bind": "crm-mobile-phone", "value": "+441"},
                {"id": "2", "bind": "crm-phone", "value": "+442"},
                {"id": "3", "bind": "crm-email", "value": "a@example.org"},
            ],
            {"phoneNumber": "+442", "emailAddress": "a@example.org"},
        ),
        ([{"id": "1", "bind": "crm-mobile-phone", "value": "+441"}], {"phoneNumber": "+441"}),
        ([{"id": "1", "type": "name", "bind": "crm-name", "value": "Ann Lee"}], {"lastName": "Ann Lee"}),
        ([{"id": "1", "type": "name", "bindGroup": "crm-name", "value": "Ann Lee"}], {"lastName": "Ann Lee"}),
        (
            [
                {
                    "id": "1",
                    "type": "name",
                    "bind": "crm-name",
                    "subItem": [
                        {"id": "2", "bind": "crm-first-name", "value": "Ann"},
                        {"id": "3", "bind": "crm-last-name", "value": "Lee"},
                        {"id": "4", "bind": "crm-title", "value": "Dr"},
                    ],
                }
            ],
            {"firstName": "Ann", "lastName": "Lee"},
        ),
        ([{"id": "1", "bind": "crm-last-name", "value": "x" * 128}], {}),
        ([{"id": "1", "bind": "crm-last-name", "value": "two\nlines"}], {}),
    ],
)
def test_bound_answers_describe_the_client(items: list[dict[str, Any]], client: dict[str, str]) -> None:
    assert client_members(form(*items)) == client


def test_a_form_survives_being_json() -> None:
    wire = [item.to_wire() for item in ODD]
    assert [FormItem.model_validate(item).to_wire() for item in json.loads(json.dumps(wire))] == wire


def test_lengths_are_integers_that_json_carries_exactly() -> None:
    rules = {"minLength": -(2**53), "maxLength": 2**53}
    assert form(A | {"valueFormat": rules})[0].to_wire()["valueFormat"] == rules
    for member, length in (
        ("maxLength", 2**53 + 1),
        ("minLength", -(2**53) - 1),
        ("maxLength", "5x"),
        ("maxLength", 5.5),
    ):
        with pytest.raises(ValueError, match=member):
            form(A | {"valueFormat": {member: length}})
    for length in ("5", 5.0, "5.0"):
        assert form(A | {"valueFormat": {"maxLength": length}})[0].to_wire()["valueFormat"] == {"maxLength": 5}


def test_parts_without_translation_keep_their_texts() -> None:
    item = form({"id": "a", "title": "Name", "subItem": [{"id": "b", "title": "First"}, {"id": "c", "title": "Last"}]})[
        0
    ]
    french = item.translate({"title": "Nom", "subItem": {"b": {"title": "Prénom"}}, "values": {"x": "Oui"}})
    assert [french.title, *(part.title for part in french.sub_item or ())] == ["Nom", "Prénom", "Last"]
    assert item.translate({"subItem": "Prénom", "title": 5}) == item
    assert item.translate({}) is item


def test_a_character_beyond_the_basic_plane_is_escaped_in_both_formats() -> None:
    private = form(A | {"odd": "\U000f0000\ufeff"})
    assert "\\U000f0000\\ufeff" in dump_form(private, "toml")
    assert "\\udb80\\udc00\\ufeff" in dump_form(private, "json")
    assert read_form(dump_form(private, "toml"), "toml") == private
    assert read_form(dump_form(private, "json"), "json") == private


def test_reasons_that_are_not_in_the_table_begin_in_lower_case() -> None:
    with pytest.raises(FormFileError) as refused:
        read_form('[{"id": "a", "valueFormat": {"maxLength": 99999999999999999}}]', "json")
    assert refused.value.problems == (
        "field 1 'a', valueFormat.maxLength: input should be less than or equal to 9007199254740992",
    )


def test_ids_and_values_that_are_no_strings_become_strings() -> None:
    item = form({"id": 5, "type": "radio", "values": [{"id": True, "name": 1.5}, {"id": 10.0, "value": 0}]})[0]
    assert item.to_wire() == {
        "id": "5",
        "type": "radio",
        "title": "T",
        "values": [{"id": "true", "name": "1.5"}, {"id": "10", "value": "0"}],
    }


def test_the_names_of_values_are_translated_by_their_ids() -> None:
    item = form(RADIO)[0]
    french = item.translate({"values": {"x": "Oui", "y": 5}})
    assert [choice.name for choice in french.values or ()] == ["Oui"]
    assert form(A)[0].translate({"values": {"x": "Oui"}}).values is None


PATTERNS = [
    (r"/^\d{5}$/", r"^\d{5}$"),
    (r"/^\d{5}$/i", r"(?i)^\d{5}$"),
    (r" ^\d+$ ", r"^\d+$"),
    ("\t[a-z]+\n", "[a-z]+"),
    (r'"^\d+$"', r"^\d+$"),
    ("`[A-Z]`", "[A-Z]"),
    (r"/abc/", "abc"),
    (r"\d{5}^", ""),
    (r"$^", ""),
    (r"^a$b", ""),
    (r"[^\s\S]", ""),
    (r"^\s+$", ""),
    (r"x\By\bz", ""),
]


@pytest.mark.parametrize(("regex", "mended"), PATTERNS)
def test_a_pattern_that_nothing_satisfies_is_told(regex: str, mended: str) -> None:
    (problem,) = check_definition(form({"id": "a", "title": "A", "valueFormat": {"regexValue": regex}}))
    assert problem.warning
    assert "pattern" in problem.text
    assert problem.text.partition("did you mean ")[2].strip("'?") == mended


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        ({"regexValue": r"\d{5}", "maxLength": 4}, "longer than maxLength"),
        ({"regexValue": r"\d{2}", "minLength": 3}, "shorter than minLength"),
        ({"regexValue": r"[a-z]+", "minLength": 30, "maxLength": 30}, ""),
        ({"regexValue": r"^(?:\+\d{1,3} )?\d{4,}$"}, ""),
        ({"regexValue": r"^[\p{L}\p{M}'’ .-]{2,40}$"}, ""),
        ({"regexValue": r"(?i)(a|b^)\bc?\p{Greek}*"}, ""),
        ({"regexValue": "x{1000}"}, ""),
        ({"regexValue": "a+", "minLength": 2_000}, ""),
        ({"regexValue": "a+", "minLength": 2**53}, "shorter than minLength"),
        ({"regexValue": r"(\w+(,|$)){2}"}, ""),
        ({"regexValue": "((()*)*)*", "minLength": 300}, "no answer was found"),
        ({"regexValue": "(" * 40 + "a?" + ")+" * 40}, ""),
        ({"regexValue": "(" * 250 + "a" + ")" * 250}, ""),
    ],
)
def test_a_pattern_is_compared_with_the_lengths(rules: dict[str, Any], word: str) -> None:
    problems = check_definition(form({"id": "a", "title": "A", "valueFormat": rules}))
    assert [word in problem.text for problem in problems] == ([True] if word else [])


@pytest.mark.parametrize(
    ("regex", "advice"), [("(?=.*\\d).{8}", "minLength"), ("(?!0)\\d+", "[1-9]"), ("(?<=a)b", "part of the pattern")]
)
def test_how_to_write_a_pattern_without_looking_around(regex: str, advice: str) -> None:
    (problem,) = check_definition(form({"id": "a", "title": "A", "valueFormat": {"regexValue": regex}}))
    assert not problem.warning
    assert advice in problem.text


@pytest.mark.parametrize(
    ("members", "meant"),
    [
        ({"required": True}, "mandatory"),
        ({"requird": True}, "mandatory"),
        ({"manditory": True}, "mandatory"),
        ({"Mandatory": True}, "mandatory"),
        ({"options": []}, "values"),
        ({"pattern": "x"}, "valueFormat.regexValue"),
        ({"subitem": []}, "subItem"),
        ({"label": "x"}, "title"),
        ({"type": "imput"}, "input"),
        ({"type": "tel"}, "phone"),
        ({"type": "Textarea"}, "textarea"),
        ({"type": "dropdown"}, "select"),
        ({"bind": "crm-lastname"}, "crm-last-name"),
        ({"valueFormat": {"maxlength": 3}}, "maxLength"),
        ({"valueFormat": {"valueFormat": "nummber"}}, "number"),
        ({"valueFormat": {"regexType": "e-mail"}}, "email"),
        ({"type": "radio", "values": [{"id": "x", "nam": "X"}, {"id": "y", "nam": "Y"}]}, "name"),
        ({"type": "radio", "values": [{"id": "x", "title": "X"}]}, "name"),
        ({"type": "select", "category": True, "values": [{"id": "c", "values": [{"id": "x", "Name": "X"}]}]}, "name"),
        ({"colour": "red"}, ""),
    ],
)
def test_an_unknown_name_is_told_with_the_one_that_was_meant(members: dict[str, Any], meant: str) -> None:
    (problem,) = check_definition(form({"id": "a", "title": "A"} | members))
    assert problem.warning
    assert "nobody knows" in problem.text
    assert problem.text.partition("did you mean ")[2].strip("'?") == meant


@pytest.mark.parametrize(
    ("members", "count"),
    [
        ({"title": "Post code"}, 1),
        ({"title": "ZIP"}, 1),
        ({"title": "PLZ"}, 1),
        ({"title": "Where?", "help": "Code postal"}, 1),
        ({"title": "Where?", "bind": "crm-zip-code"}, 1),
        ({"title": "How many dogs?"}, 0),
    ],
)
def test_a_post_code_is_no_number(members: dict[str, Any], count: int) -> None:
    assert len(check_definition(form({"id": "a", "type": "number"} | members))) == count
    assert not check_definition(form({"id": "a", "type": "input"} | members))
