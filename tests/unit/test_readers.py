"""Whatever a file, a variable, a body or a query string holds, a reader takes it or refuses it in words."""

from __future__ import annotations

import json
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.support.form_files import load_form
from walkin.api.app import MODULES
from walkin.api.http.field_mask import build_field_mask
from walkin.api.http.request_body import parse_body
from walkin.api.http.routing import OperationTable
from walkin.languages import Words
from walkin.languages.answers import describe_answer
from walkin.languages.dates import join_date, split_date
from walkin.model.errors import Refused
from walkin.model.form.check import check_definition
from walkin.model.form.definition import Choice, FormItem, OtherAnswer, ValueFormat
from walkin.model.form.files import FormFileError, check_translations, find_unread_tables, parse_file
from walkin.model.form.parsers.registry import PARSERS
from walkin.model.form.prefill import prefill_answers
from walkin.model.form.validate import validate_form
from walkin.model.queue import Queue, QueueInput
from walkin.model.registration import ClientPart, RegistrationInput
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

BODIES = {
    body.model
    for operation in chain.from_iterable(OperationTable(MODULES).iter_operations())
    if (body := operation.description.get("request"))
}
"""The models of all request bodies."""


def collect_members(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


members = sorted(set().union(*map(collect_members, (*BODIES, ClientPart, FormItem, Choice, ValueFormat, OtherAnswer))))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts, types),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(members), inner, max_size=4)),
    max_leaves=12,
)


def read_body(model: type[BaseModel], value: Any, cut: int) -> None:
    content = json.dumps(value).encode()
    try:
        parse_body(content[: cut or None], model)
    except Refused as refused:
        check_words(refused.message or "".join(map(Words("en").format_problem, refused.fields)))


def build_body(model: type[BaseModel]) -> st.SearchStrategy[tuple[type[BaseModel], Any]]:
    own = st.dictionaries(st.sampled_from(sorted(collect_members(model))), values, max_size=4)
    return st.tuples(st.just(model), own)


def read_drawn_body(body: tuple[type[BaseModel], Any], cut: int) -> None:
    read_body(*body, cut)


bodies = given(st.sampled_from(sorted(BODIES, key=str)).flatmap(build_body), st.integers(-3, 0))
test_every_body_is_read_or_refused = few(bodies(read_drawn_body))
test_very_many_bodies_are_read_or_refused = pytest.mark.long(many(bodies(read_drawn_body)))


def test_members_of_every_kind_of_value_are_read_or_refused() -> None:
    """Every member of every body, and every pair of members of a question, holds each kind of value once."""
    kinds: list[Any] = [None, True, 0, -1.5, 1e300, "", "x", [], [[]], [{}], ["a", 1], {}, {"id": []}, {"type": {}}]
    for name, first in product(members, kinds):
        for model in BODIES:
            read_body(model, {name: first}, 0)
    for name, first in product(sorted(collect_members(FormItem)), kinds):
        for other, second in product(("type", "value", "values"), kinds):
            item = {"id": "f", "type": "radio", name: first, other: second}
            read_body(QueueInput, {"form": [item]}, 0)
            read_body(RegistrationInput, {"form": item}, 0)


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
        content = parse_file(file.read_text(encoding="utf-8-sig"), "toml" if suffix == "toml" else "json")
        check_words(*find_unread_tables(content), *check_translations([], content))
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
