"""Cleaning of texts: characters that nobody sees, by category, and addresses."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkin.model.client import ClientInput
from walkin.model.desk import NextInput
from walkin.model.errors import TextRefused
from walkin.model.form.check import check_definition
from walkin.model.form.definition import FormItem
from walkin.model.form.prefill import prefill_answers
from walkin.model.form.validate import validate_form
from walkin.model.queue import QueueCreation
from walkin.model.registration import RegistrationInput
from walkin.model.text import clean, clean_email, clean_phone

# The planes between have ideographs alone, or nothing.
CATEGORIES = {
    character: unicodedata.category(character) for character in map(chr, (*range(0x20000), *range(0xE0000, 0xE1000)))
}
FORMAT_CHARACTERS = [character for character, category in CATEGORIES.items() if category == "Cf"]
SELECTORS = [
    *"\u180b\u180c\u180d\u180f",
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
]
BLANKS = [*"\u115f\u1160\u2800\u3164\uffa0\ufffc", "\U0001d159", "\u034f", "\u17b4", "\u2065", "\U000e0fff"]
MARKS = [character for character, category in CATEGORIES.items() if category in ("Mn", "Mc", "Me")]
UNSEEN = [*FORMAT_CHARACTERS, *SELECTORS, *BLANKS]

unseen = st.sampled_from([*UNSEEN, " ", "\u3000", "\u00a0"])
unseen_texts = st.text(unseen, max_size=5)
pieces = st.one_of(unseen, st.sampled_from([*MARKS, *"aé1葛👩\u0627\u0301"]), st.characters())


def test_what_nobody_sees_is_dropped_at_the_ends() -> None:
    for character in UNSEEN:
        assert clean(f"{character}Ann Lee {character}") == "Ann Lee", ascii(character)
        assert clean(f" {character}{character} ") == "", ascii(character)


def test_marks_without_a_letter_are_no_text() -> None:
    for mark in MARKS:
        assert clean(mark) == ""
        assert clean(f" {mark}\u200b{mark}Ann") == "Ann"


@given(unseen_texts, unseen_texts)
def test_runs_of_what_nobody_sees_are_dropped_at_the_ends(before: str, after: str) -> None:
    assert clean(before + after) == ""
    assert clean(f"{before}Ann{after}").rstrip("".join(SELECTORS)) == "Ann"
    assert clean_phone(f"{before}+44 20{after}") == "+44 20"


@given(st.lists(pieces, max_size=12).map("".join))
def test_cleaning_twice_changes_nothing_and_leaves_something_to_see(text: str) -> None:
    for clean_text in (clean, clean_email, clean_phone):
        try:
            cleaned = clean_text(text)
        except TextRefused:
            continue
        assert clean_text(cleaned) == cleaned
        assert not cleaned or any(
            unicodedata.category(character)[0] in "LNPS" or unicodedata.category(character) == "Cn"
            for character in cleaned
        )


@pytest.mark.parametrize(
    "text",
    [
        "葛\U000e0100城",
        "辻\ufe00",
        "❤\ufe0f",
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3",
        "👩\u200d👩\u200d👧\u200d👦",
        "می\u200cخواهم",
        "क्\u200dष",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "ᠮᠣᠩᠭᠣᠯ\u180b",
    ],
)
def test_what_changes_a_character_that_is_seen_stays(text: str) -> None:
    assert clean(f"\u200f {text} \u2060") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202egnp.exe", "agnp.exe"),
        ("so\u00adft hy\u200bphen", "soft hyphen"),
        ("a\u200d\u200d\u200cb", "ab"),
        ("x\ufe0f\U000e0100\U000e0101\U000e0102y", "x\ufe0fy"),
        ("hid\U000e0068\U000e0069den", "hidden"),
        ("Ann\r\n", "Ann"),
        ("\ufeff\nAnn\u2028", "Ann"),
    ],
)
def test_what_nobody_sees_is_dropped_within_a_text(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x1b[2J", "\x1bAnn", "Ann\x9b", "a\nb", "a\tb", "a\u2028b", "\ud800", "\ue000", "\ufdd0"]
)
def test_controls_and_what_is_no_character_are_refused(text: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean(text)
    assert refused.value.code == "character"


CONTACTS = [
    ("email", "ann@example.org\u200b", "ann@example.org"),
    ("email", "an\u00adn@exam\u2060ple.org", "ann@example.org"),
    ("email", "ａｎｎ@example.jp", "ann@example.jp"),
    ("email", "Ann Lee <ann@example.org>", "ann@example.org"),
    ("email", "MailTo:ann@example.org", "ann@example.org"),
    ("email", "ａｎｎ＠ｅｘａｍｐｌｅ．ｊｐ", "ann@example.jp"),
    ("email", "ann＠example。jp", "ann@example.jp"),
    ("phone", "\u202a+1 202-555-0123\u202c", "+12025550123"),
    ("phone", "+1\u2060 (202)\u200b555\ufeff0123", "+12025550123"),
    ("phone", "０２０７９４６００１８", "+442079460018"),
    ("phone", "＋４４ ２０ ７９４６ ００１８", "+442079460018"),
    ("phone", "٠٢٠٧٩٤٦٠٠١٨", "+442079460018"),
    ("phone", "+52 1 55 1234 5678", "+525512345678"),
    ("phone", "+52 044 55 1234 5678", "+525512345678"),
    ("phone", "+52 55 1234 5678", "+525512345678"),
    ("phone", "+54 9 11 1234-5678", "+5491112345678"),
    ("phone", "+54 11 15-1234-5678", "+5491112345678"),
    ("phone", "+54 9 351 15 123-4567", "+5493511234567"),
    ("phone", "+55 (0xx11) 91234-5678", "+5511912345678"),
    ("phone", "+49 (0)30 123456", "+4930123456"),
    ("phone", "0049 30 123456", "+4930123456"),
    ("phone", "tel:+49-30-123456", "+4930123456"),
    ("phone", "Tel. +49 30 123456", "+4930123456"),
    ("phone", "0800 FLOWERS", "+448003569377"),
    ("phone", "(+44) 20 7946 0018", "+442079460018"),
    ("website", "https://example.org/?q=a|b", "https://example.org/?q=a|b"),
    ("website", "https://example.org/a b?c={d}^`", "https://example.org/a%20b?c=%7Bd%7D%5E%60"),
    ("website", 'https://example.org/<b>"', "https://example.org/%3Cb%3E%22"),
    ("website", "https://exa\u00admple.org/\u200b", "https://example.org/"),
    ("website", "ｗｗｗ．ｅｘａｍｐｌｅ．ｊｐ", "https://www.example.jp"),
    ("website", "https://例え。jp:8443/x", "https://xn--r8jz45g.jp:8443/x"),
    ("website", "https://[2001:db8::1]:8080/x", "https://[2001:db8::1]:8080/x"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CONTACTS, ids=lambda value: ascii(value))
def test_an_address_is_the_same_in_every_spelling(kind: str, text: str, expected: str) -> None:
    definition = FormItem(id="f", title="T", type=kind)
    validated = validate_form([definition], [FormItem(id="f", value=text)], country="GB")
    assert [(item.value, validated.problems) for item in validated.items] == [(expected, ())]
    assert validate_form([definition], validated.items, country="GB") == validated


@pytest.mark.parametrize("text", ["030 123456 (home)", "+49 30 123456 Ann", "0049 30 123456 work"])
def test_words_beside_a_phone_number_are_not_read_as_its_digits(text: str) -> None:
    validated = validate_form([FormItem(id="f", type="phone")], [FormItem(id="f", value=text)], country="DE")
    assert [problem.code for problem in validated.problems] == ["phone"]


@pytest.mark.parametrize("country", ["US", "GB", "DE", "MX", None])
def test_00_stands_for_plus_in_every_country(country: str | None) -> None:
    form = [FormItem(id="f", type="phone")]
    assert validate_form(form, [FormItem(id="f", value="0049 30 123456")], country=country).items[0].value == (
        "+4930123456"
    )


@given(st.sampled_from(["email", "phone", "website", "number", "price", "date"]), st.data())
def test_what_nobody_sees_changes_no_address_or_number(kind: str, data: st.DataObject) -> None:
    text = {
        "email": "ann@example.org",
        "phone": "+44 20 7946 0018",
        "website": "https://example.org/a?b",
        "number": "-1234.5",
        "price": "12.50 EUR",
        "date": "2024-02-29",
    }[kind]
    form = [FormItem(id="f", type=kind)]
    place, extra = data.draw(st.integers(0, len(text))), data.draw(st.text(st.sampled_from(UNSEEN), max_size=4))
    answer = FormItem(id="f", value=text[:place] + extra + text[place:])
    assert validate_form(form, [answer]) == validate_form(form, [FormItem(id="f", value=text)])


@pytest.mark.parametrize("character", ["\u3164", "\u2800", "\u200d", "\ufe0f", "\u0301", "\U000e0041", "\uffa0\u00ad"])
def test_a_mandatory_answer_has_something_to_see(character: str) -> None:
    for kind in ("input", "name", "textarea", "address", "email", "phone", "number", "price", "website", "date"):
        definition = FormItem(id="f", type=kind, mandatory=True)
        (problem,) = validate_form([definition], [FormItem(id="f", value=character)]).problems
        assert problem.code == "empty"
        optional = definition.model_copy(update={"mandatory": False})
        assert validate_form([optional], [FormItem(id="f", value=character)]).items[0].value is None


ENTRANCES: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (RegistrationInput, {"client": {"firstName": "\ufeffAnn"}}, {"client": {"firstName": "Ann"}}),
    (RegistrationInput, {"client": {"emailAddress": "ａｎｎ＠x.org\u200b"}}, {"client": {"emailAddress": "ann@x.org"}}),
    (RegistrationInput, {"client": {"phoneNumber": "\u202a+1 2\u2069"}}, {"client": {"phoneNumber": "+1 2"}}),
    (RegistrationInput, {"counter": {"name": "Desk 1\u200e"}}, {"counter": {"name": "Desk 1"}}),
    (RegistrationInput, {"note": "\u200fשלום"}, {"note": "שלום"}),
    (QueueCreation, {"name": "\u2060Passports\u3164"}, {"name": "Passports"}),
    (ClientInput, {"lastName": "\u2800"}, {"lastName": ""}),
    (ClientInput, {"phoneNumbers": [{"number": "１２３"}]}, {"phoneNumbers": [{"number": "123", "primary": True}]}),
    (NextInput, {"outcome": "done\u00ad"}, {"outcome": "done"}),
    (FormItem, {"id": "\ufefff", "title": "T\u200b", "help": "\u200eh"}, {"id": "f", "title": "T", "help": "h"}),
]


@pytest.mark.parametrize(("model", "sent", "kept"), ENTRANCES, ids=lambda value: ascii(value)[:40])
def test_every_entrance_has_the_same_rule(model: Any, sent: dict[str, Any], kept: dict[str, Any]) -> None:
    assert model.model_validate(sent).model_dump(mode="json", by_alias=True, exclude_unset=True) == kept


@pytest.mark.parametrize("character", ["\u3164", "\u2800", "\u200d", "\u0301"])
def test_a_name_that_nobody_sees_is_none(character: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        QueueCreation.model_validate({"name": character})
    choice = FormItem.model_validate({"id": "f", "type": "radio", "otherValue": True, "values": [{"id": "a"}]})
    answer = FormItem.model_validate({"id": "f", "values": [{"id": "other", "value": character}]})
    assert [problem.code for problem in validate_form([choice], [answer]).problems] == ["other"]


def test_the_values_of_a_definition_are_cleaned_too() -> None:
    form = [FormItem.model_validate({"id": "f", "type": "radio", "values": [{"id": "a", "name": "\ufeffApple"}]})]
    assert not check_definition(form)[1:]
    assert form[0].values is not None
    assert form[0].values[0].name == "Apple"


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("2024-02-29T10:15:00Z", None, "2024-02-29T11:15:00"),
        ("2024-02-29T10:15:00.000Z", "dateTime", "2024-02-29T11:15:00"),
        ("2024-02-29t10:15z", None, "2024-02-29T11:15:00"),
        ("2024-02-29T10:15:00+05:30", None, "2024-02-29T05:45:00"),
        ("2024-02-29T10:15:00-0800", None, "2024-02-29T19:15:00"),
        ("2024-02-29 10:15:00 +02", None, "2024-02-29T09:15:00"),
        ("2024-07-01T10:15:00Z", None, "2024-07-01T12:15:00"),
        ("2024-02-29T10:15:00+01:00[Europe/Berlin]", None, "2024-02-29T10:15:00"),
        ("2024-02-28T23:00:00.000Z", "date", "2024-02-29"),
        ("2024-02-28T23:30:00Z", "date", None),
        ("2024-02-29T23:30:00Z", None, "2024-03-01T00:30:00"),
        ("0001-01-01T00:00:00+14:00", None, None),
        ("9999-12-31T23:59:59Z", None, None),
        ("2024-02-29T10:15:00+25:00", None, None),
        ("2024-02-29Z", None, None),
        ("２０２４-０２-２９", None, "2024-02-29"),
    ],
)
def test_a_moment_with_an_offset_is_taken_in_the_queues_zone(text: str, rule: str | None, expected: str | None) -> None:
    definition = FormItem.model_validate(
        {"id": "f", "type": "date", "externalId": "d", "valueFormat": {"valueFormat": rule}}
    )
    validated = validate_form([definition], [FormItem(id="f", value=text)], time_zone="Europe/Paris")
    assert [item.value for item in validated.items] == ([expected] if expected else [])
    assert [answer.value for answer in prefill_answers([definition], {"d": text}, "Europe/Paris")] == (
        [expected] if expected else []
    )
