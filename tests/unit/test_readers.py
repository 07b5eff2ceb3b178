"""Whatever a file, a variable, a body or a query string holds, a reader takes it or refuses it in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkin.api.http.field_mask import build_field_mask
from walkin.api.http.request_body import parse_body
from walkin.languages import Words
from walkin.languages.answers import describe_answer
from walkin.languages.dates import join_date, split_date
from walkin.model.client import ClientInput
from walkin.model.errors import Refused
from walkin.model.form import FormItem, check_definition, prefill_answers, validate_form
from walkin.model.form.files import FormFileError, find_unread_tables, load_form
from walkin.model.form.parsers.registry import PARSERS
from walkin.model.queue import Queue, QueueInput
from walkin.model.registration import RegistrationInput
from walkin.settings import SettingsError, load_settings
from walkin.ui.themes import load_themes


def check_words(*texts: str) -> None:
    """A refusal says something."""
    assert all(texts)
    assert texts


few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(few, max_examples=800)

SIGNS = (
    "0123456789.,-+ '’eE/:|#@%?&=[]{}()<>\"\\^$*~`;_¢€$¥£﷼٣１〇½²ⅫÅßİ\u00ad\u200b\u202e\u2066\u3164\ufeff\ufe0f\u0301"
    "\U000e0041🏴\r\n\t\0\x1b\ud800"
)
WORDS = [
    "EUR",
    "cents",
    "US$",
    "ext. 5",
    "tel:",
    "+52 1 ",
    "00",
    "https://",
    "mailto:",
    "T10:15",
    "Z",
    "+25:00",
    "[",
    "xn--",
    "ａ＠",
    "nan",
    "inf",
    "1e999",
    "0x10",
]

texts = st.lists(st.one_of(st.sampled_from(SIGNS), st.sampled_from(WORDS), st.characters()), max_size=14).map("".join)
types = st.sampled_from(sorted(PARSERS))


def read_answer(kind: str, text: str, country: str | None, language: str | None) -> None:
    form = [FormItem.model_construct(id="f", type=kind, external_id="f", values=None)]
    answers = [FormItem.model_construct(id="f", value=text)]
    filled = validate_form(form, answers, country=country, language=language, time_zone="Europe/Paris")
    words = Words("en")
    for problem in filled.problems:
        assert words.format_problem(problem)
    for item in filled.items:
        assert describe_answer(form[0], item, words) or not item.has_answer
        # What was taken is taken again and stays the same.
        assert validate_form(form, [item], country=country, time_zone="Europe/Paris").items == [item]
    prefill_answers(form, {"f": text}, "Europe/Paris")
    join_date(text, text[:4], "2024", text, language="en")
    split_date(text)


answers = given(
    types,
    texts,
    st.sampled_from([None, "GB", "MX", "AR", "JP", "KW", "US"]),
    st.sampled_from([None, "en", "de", "fr", "ar", "fa"]),
)
test_every_answer_is_read_or_refused = few(answers(read_answer))
test_very_many_answers_are_read_or_refused = pytest.mark.long(many(answers(read_answer)))


def check_pattern(regex: str) -> None:
    items = [FormItem.model_construct(id="f", type="input", title="T", value_format=None)]
    items[0] = FormItem.model_validate({"id": "f", "title": "T", "valueFormat": {"regexValue": regex, "maxLength": 9}})
    for problem in check_definition(items):
        assert problem.text


patterns = given(
    st.lists(
        st.sampled_from(
            [
                *"ab01^$.|()[]{}*+?\\/-, ",
                r"\d",
                r"\p{L}",
                r"[a-z]",
                r"[^0]",
                "(?:",
                "(?i)",
                "{2,5}",
                "{3}",
                r"\b",
                r"\x41",
                r"\u00e9",
                "é",
                "]",
                "[:alpha:]",
                "(?=",
                "(?<n>",
            ]
        ),
        max_size=10,
    ).map("".join)
)
test_every_pattern_is_checked = few(patterns(check_pattern))
test_very_many_patterns_are_checked = pytest.mark.long(many(patterns(check_pattern)))

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "value",
                    "values",
                    "type",
                    "client",
                    "form",
                    "queue",
                    "firstName",
                    "emailAddress",
                    "phoneNumber",
                    "valueFormat",
                    "regexValue",
                    "subItem",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


def read_body(model: Any, value: Any, cut: int) -> None:
    content = json.dumps(value).encode()
    try:
        parse_body(content[: cut or None], model)
    except Refused as refused:
        check_words(refused.message or "".join(map(Words("en").format_problem, refused.fields)))


bodies = given(
    st.sampled_from([RegistrationInput, QueueInput, ClientInput]),
    st.dictionaries(
        st.sampled_from(["client", "form", "note", "name", "i18n", "counter", "emailAddresses", "status", "priority"]),
        values,
        max_size=4,
    ),
    st.integers(-3, 0),
)
test_every_body_is_read_or_refused = few(bodies(read_body))
test_very_many_bodies_are_read_or_refused = pytest.mark.long(many(bodies(read_body)))


@few
@given(texts)
def test_every_list_of_fields_is_read_or_refused(text: str) -> None:
    try:
        build_field_mask(text, Queue)
    except Refused as refused:
        check_words(refused.message)


TOML = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "[[form]]\n",
                "[office]\n",
                "[form]\n",
                'id = "a"\n',
                'data = "x"\n',
                "= ",
                "[" * 2_000,
                "{a=" * 500,
                '"""',
                "\ufeff",
                "1979-05-27",
                "nan",
                "[[fom]]\n",
                "form = 1\n",
                "\n",
            ]
        ),
        texts,
    ),
    max_size=8,
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


@few
@given(st.one_of(TOML, st.binary(max_size=40)), st.sampled_from(["toml", "json"]))
def test_every_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    file: Path = tmp_path_factory.getbasetemp() / f"fuzz.{suffix}"
    file.write_bytes(content)
    try:
        check_definition(load_form(file))
        find_unread_tables(file.read_text(encoding="utf-8-sig"), "toml" if suffix == "toml" else "json")
    except FormFileError as error:
        check_words(*error.problems)
    try:
        load_settings({}, file, {})
    except SettingsError as error:
        check_words(*error.problems)


@few
@given(
    texts,
    st.sampled_from(
        ["DATA", "LANGUAGE", "KIOSK__EXIT_PIN", "SERVE__PORT", "API", "DATABASE", "PUBLIC_URL", "WATCH__ALLOW"]
    ),
)
def test_every_variable_is_read_or_refused(text: str, name: str) -> None:
    try:
        load_settings({}, Path("/nowhere/walkin.toml"), {f"WALKIN_{name}": text})
    except SettingsError as error:
        check_words(*error.problems)


def test_a_settings_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "walkin.toml").write_text('\ufeff[office]\nlanguage = "fr"\n', encoding="utf-8")
    assert load_settings({}, tmp_path / "walkin.toml", {}).settings.language == "fr"


@pytest.mark.parametrize(
    "content", ["a = " + "[" * 5_000, "a = " + "{b = " * 5_000, "a = " + "9" * 5_000, "a = 2024-02-30"]
)
def test_toml_that_python_cannot_hold_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "walkin.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FormFileError):
        load_form(file)
    with pytest.raises(SettingsError, match=r"walkin\.toml"):
        load_settings({}, file, {})
    theme_folder = tmp_path / "themes"
    theme_folder.mkdir()
    (theme_folder / "mine.toml").write_text(content, encoding="utf-8")
    _, problems = load_themes(theme_folder, words=Words("en"))
    assert any("mine.toml" in problem for problem in problems)
