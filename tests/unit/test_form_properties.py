"""Properties of any form and any answers: normalising twice changes nothing, and problems name existing items."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.form_files import read_form
from tests.support.form_strategies import any_text, filled_forms, forms
from tests.support.helpers import MANY_HOSTILE_TEXTS
from walkin.languages import Words
from walkin.model.form.check import check_definition
from walkin.model.form.client_binding import client_members
from walkin.model.form.definition import FormItem
from walkin.model.form.files import dump_form
from walkin.model.form.prefill import prefill_answers
from walkin.model.form.validate import validate_form
from walkin.model.text import FROM_SERVER, NAME_LENGTH, clean

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")

many = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(many, max_examples=30)


def iterate_ids(items: Sequence[FormItem]) -> Iterator[str]:
    for item in items:
        yield item.id
        yield from iterate_ids(item.sub_item or ())


def parse_answers(answers: list[dict[str, Any]]) -> list[FormItem]:
    """Parse answers as the API does, without those that it refuses."""
    items = []
    for answer in answers:
        try:
            items.append(FormItem.model_validate(orjson.loads(orjson.dumps(answer))))
        except ValueError:
            continue
    return items


@pytest.mark.long
@some
@given(filled_forms(), st.sampled_from([None, "GB", "FR"]), st.sampled_from([None, "en", "de", "fr-CH"]))
def test_what_is_kept_is_kept_for_good(
    case: tuple[list[FormItem], list[dict[str, Any]]], country: str | None, language: str | None
) -> None:
    form, given_answers = case
    answers = parse_answers(given_answers)
    filled = validate_form(form, answers, country=country, language=language)
    all_ids = {*iterate_ids(form), *iterate_ids(answers)}
    words = Words("en")
    for problem in filled.problems:
        # Of several files, the one with the problem is named behind the question.
        assert problem.id in all_ids or problem.id.rpartition(".")[0] in all_ids
        assert words.has_text(f"form-{problem.code}")
    for item in filled.items:
        assert FormItem.model_validate_json(item.model_dump_json(by_alias=True)) == item
        assert FormItem.model_validate_json(orjson.dumps(item.to_wire())) == item
        assert FormItem.model_validate(item.to_wire()).to_wire() == item.to_wire()
    if not filled.problems:
        assert validate_form(form, filled.items, country=country) == filled
        assert validate_form(form, parse_answers([item.to_wire() for item in filled.items]), country=country) == filled
    assert all(0 < len(value) <= NAME_LENGTH for value in client_members(filled.items).values())


@pytest.mark.long
@many
@given(filled_forms())
def test_one_field_alone_has_the_same_problems_as_the_whole_form(
    case: tuple[list[FormItem], list[dict[str, Any]]],
) -> None:
    form, given_answers = case
    answers = [answer for answer in parse_answers(given_answers) if answer.id != "unasked"]
    by_id = {answer.id: answer for answer in answers}
    results = [validate_form([item], [by_id[item.id]] if item.id in by_id else []) for item in form]
    form_result = validate_form(form, answers)
    assert [problem for result in results for problem in result.problems] == list(form_result.problems)
    assert [item for result in results for item in result.items] == form_result.items


@some
@given(forms())
def test_a_definition_and_its_file_are_the_same(form: list[FormItem]) -> None:
    for item in form:
        assert FormItem.model_validate_json(item.model_dump_json(by_alias=True, exclude_unset=True)) == item
    assert read_form(dump_form(form, "json"), "json") == form
    try:
        text = dump_form(form, "toml")
    except ValueError:
        assert "null" in json.dumps([item.to_wire() for item in form])
        return
    assert read_form(text, "toml") == form
    assert all(character.isprintable() or character == "\n" for character in text)


@some
@given(forms(), st.dictionaries(any_text, any_text, max_size=3), st.data())
def test_whatever_is_brought_along_can_be_shown(
    form: list[FormItem], parameters: dict[str, str], data: st.DataObject
) -> None:
    for item in form:
        if item.external_id:
            names = [choice.name for choice in item.iter_choices()] or ["1"]
            parameters[item.external_id] = data.draw(st.one_of(any_text, st.sampled_from(names)))
    for answer in prefill_answers(form, parameters):
        assert answer.id in {item.id for item in form if item.visible}
        assert answer.has_answer
        for text in (answer.value, *(choice.id for choice in answer.values or ())):
            assert text is None or clean(text, multiline=True) == text
        validate_form(form, [answer])


MEMBERS = ("id", "type", "title", "bind", "bindGroup", "externalId", "help", "placeholder", "fileName", "value")
PARTS: list[tuple[str, Any]] = [
    *((member, lambda text, member=member: {member: text}) for member in MEMBERS),
    ("value name", lambda text: {"type": "radio", "values": [{"id": "a", "name": text, "value": text}]}),
    ("value id", lambda text: {"type": "radio", "values": [{"id": text}]}),
    ("category", lambda text: {"type": "select", "category": True, "values": [{"id": "c", "values": [{"id": text}]}]}),
    ("rating", lambda text: {"type": "start", "values": [{"id": text, "value": text}], "value": text}),
    ("format", lambda text: {"valueFormat": {"regexType": text, "valueFormat": text}}),
    ("regex", lambda text: {"valueFormat": {"regexType": "custom", "regexValue": text}}),
    ("part", lambda text: {"type": "name", "subItem": [{"id": "b", "title": text, "value": text}]}),
    ("unknown", lambda text: {"madeUp": text, "also": {text: [text]}}),
]


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize(("name", "member"), PARTS, ids=[name for name, _ in PARTS])
def test_hostile_text_in_any_member_is_refused_or_check_round_trip(name: str, member: Any, step: int) -> None:
    assert len(MANY_HOSTILE_TEXTS) > 500
    # Another eighth for each member.
    for text in MANY_HOSTILE_TEXTS[[part for part, _ in PARTS].index(name) % step :: step]:
        _check_round_trip(member, text)


def _check_round_trip(member: Any, text: str) -> None:
    wire = {"id": "f", "title": "T", **member(text)}
    answers = [FormItem.model_construct(id=answer_id, value=text) for answer_id in ("f", "b", text)]
    for context in (None, FROM_SERVER):
        try:
            item = FormItem.model_validate(wire, context=context)
        except ValueError:
            continue
        again = FormItem.model_validate(item.to_wire(), context=context)
        assert again == item
        assert again.to_wire() == item.to_wire()
        check_definition([item])
        validate_form([item], answers)
        validate_form([item.model_copy(update={"visible": False})], answers)
        prefill_answers([item], {text: text})
        if context is None:
            assert FormItem.model_validate_json(orjson.dumps(item.to_wire())) == item


@pytest.mark.parametrize("kind", ["input", "textarea", "name", "address", "radio", "hologram"])
def test_a_hostile_answer_is_refused_or_kept_clean(kind: str) -> None:
    for text in MANY_HOSTILE_TEXTS:
        _check_answer_is_clean(kind, text)


def _check_answer_is_clean(kind: str, text: str) -> None:
    form = [FormItem(id="f", type=kind, other_value=kind == "radio")]
    free_choice = {"id": "other", "value": text}
    answer = {"id": "f", "value": text, "values": [free_choice] if kind == "radio" else None}
    try:
        filled = validate_form(form, [FormItem.model_validate(answer)])
    except ValueError:
        assert any("\ud800" <= character <= "\udfff" for character in text)
        return
    (item,) = filled.items or [None]
    if item is None:
        assert filled.problems[0].code in ("character", "tooLong", "other")
        return
    stored = item.values[0].value if item.values else item.value
    assert (stored or "") == clean(text, multiline=kind in ("textarea", "address"))
