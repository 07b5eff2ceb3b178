"""Real forms: check, conditions, validation, number of screens, writing and reading."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from tests.support import real_forms
from tests.support.form_files import read_form
from walkin.cli.main import app
from walkin.model.form.asked import FormRules, ValidatedForm
from walkin.model.form.definition import FormItem
from walkin.model.form.files import dump_form
from walkin.model.form.length import measure_form
from walkin.model.form.parsers.registry import ParseContext
from walkin.model.form.presentation import group_screens

TODAY = date(2026, 11, 29)
CONTEXT = ParseContext(country="US", time_zone="UTC", day=TODAY)
BARE = real_forms.FOLDER / "bare"


def read_answers(answers: list[real_forms.Answer]) -> list[FormItem]:
    return [FormItem.model_validate(answer) for answer in answers]


def validate(name: str, answers: list[real_forms.Answer]) -> ValidatedForm:
    return FormRules(real_forms.load_filled(name)).ask(read_answers(answers), CONTEXT).validate()


def count_screens(name: str, visitor: str) -> int:
    """Count the kiosk screens of a visitor; adjacent questions of one bindGroup share a screen."""
    answers = read_answers(real_forms.answer_everything(name, visitor, TODAY))
    return len(group_screens(FormRules(real_forms.load_filled(name)).ask(answers, CONTEXT).items))


def test_there_are_nineteen_forms() -> None:
    assert len(real_forms.NAMES) == 19


@pytest.mark.parametrize("name", real_forms.NAMES)
def test_form_check_has_nothing_against_it_and_says_its_length(name: str) -> None:
    result = CliRunner().invoke(app, ["form", "check", "--strict", str(real_forms.FOLDER / f"{name}.toml")])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "can be used" in result.stdout
    assert "At a kiosk: " in result.stdout


@pytest.mark.parametrize("visitor", real_forms.VISITORS)
@pytest.mark.parametrize("name", real_forms.NAMES)
def test_a_visitor_answers_what_is_asked_and_nothing_else_is_kept(name: str, visitor: str) -> None:
    everything = real_forms.answer_everything(name, visitor, TODAY)
    asked = FormRules(real_forms.load_filled(name)).ask(read_answers(everything), CONTEXT)
    everything_kept = asked.validate()
    assert everything_kept.problems == ()
    asked_ids = {item.id for item in asked.items if item.type != "text"}
    hidden_ids = {item.id for item in real_forms.load(name) if not item.visible}
    assert {item.id for item in everything_kept.items} == asked_ids | hidden_ids
    not_asked = {answer.id for answer in read_answers(everything) if answer.has_answer} - asked_ids
    assert not_asked <= {notice.id for notice in everything_kept.notices}

    honest_kept = validate(name, [answer for answer in everything if answer["id"] in asked_ids])
    assert honest_kept.problems == ()
    assert honest_kept.items == everything_kept.items
    assert {notice.id.split(".")[0] for notice in honest_kept.notices} <= asked_ids


@pytest.mark.parametrize("visitor", real_forms.VISITORS)
@pytest.mark.parametrize("name", real_forms.NAMES)
def test_each_mandatory_answer_is_missed_when_it_is_asked(name: str, visitor: str) -> None:
    everything = real_forms.answer_everything(name, visitor, TODAY)
    asked = FormRules(real_forms.load_filled(name)).ask(read_answers(everything), CONTEXT)
    for item in asked.items:
        if item.mandatory and item.value is None:
            without = [answer for answer in everything if answer["id"] != item.id]
            parts = (f"{item.id}.", *(part.id for part in item.sub_item or ()))
            problems = [problem.id for problem in validate(name, without).problems]
            assert any(problem_id == item.id or problem_id.startswith(parts) for problem_id in problems)


@pytest.mark.parametrize("name", ["patient-intake", "residence-registration"])
def test_whom_little_concerns_has_a_third_fewer_screens(name: str) -> None:
    bare = read_form((BARE / f"{name}.json").read_text(encoding="utf-8"), "json")
    (_, before) = measure_form(bare)
    assert count_screens(name, "few") <= before.screens * 2 / 3


def test_screens_of_each_visitor() -> None:
    """The visitor with few matters never has more screens than the one with many. Prints a table of all forms."""
    for name in real_forms.NAMES:
        few, many = (count_screens(name, visitor) for visitor in real_forms.VISITORS)
        shortest, longest = measure_form(real_forms.load(name))
        bare = BARE / f"{name}.json"
        before = measure_form(read_form(bare.read_text(encoding="utf-8"), "json"))[1].screens if bare.exists() else ""
        print(f"{name:25} before {before:>2}  few {few:2}  many {many:2}  ({shortest.screens} to {longest.screens})")
        assert shortest.screens <= few <= many <= longest.screens


@pytest.mark.parametrize("name", real_forms.NAMES)
def test_it_is_written_and_read_without_loss(name: str) -> None:
    form = real_forms.load(name)
    wire = [item.to_wire() for item in form]
    for first, second in (("toml", "json"), ("json", "toml")):
        between = read_form(dump_form(form, first), first)
        again = read_form(dump_form(between, second), second)
        assert [item.to_wire() for item in again] == wire
        assert dump_form(again, first) == dump_form(form, first)


def test_odd_forms_are_warned_of_line_by_line() -> None:
    result = CliRunner().invoke(app, ["form", "check", str(BARE / "odd.toml")])
    assert result.exit_code == 0
    for words in (
        *("'manditory'", "did you mean 'mandatory'", "'requird'", "'pattern'", "'options'", "'min'"),
        *(
            "HTML in its title",
            "**Two**",
            "two values have the name 'Other'",
            "'c' has no name",
            "the bind 'crm-phone'",
        ),
        *("/^[0-9]{4}$/", "the free text of otherValue"),
    ):
        assert words in result.stderr
    assert CliRunner().invoke(app, ["form", "check", "--strict", str(BARE / "odd.toml")]).exit_code == 1
    assert CliRunner().invoke(app, ["form", "check", "--strict", str(BARE / "default.json")]).exit_code == 0


def rate(name: str, **given: str) -> ValidatedForm:
    answers = {answer["id"]: answer for answer in real_forms.answer_everything(name, "many", TODAY)}
    return validate(name, list((answers | {key: {"id": key, "value": text} for key, text in given.items()}).values()))


@pytest.mark.parametrize(
    ("step", "is_asked_why"), [("0", True), ("6", True), ("7", False), ("9", False), ("10", False)]
)
def test_steps_from_0_to_10(step: str, is_asked_why: bool) -> None:
    kept = {item.id: item for item in rate("event-feedback", nps=step).items}
    assert kept["nps"].value == step
    assert ("why" in kept) is is_asked_why


@pytest.mark.parametrize("step", ["11", "-1", "2.5", "ten"])
def test_what_is_no_step(step: str) -> None:
    assert [problem.code for problem in rate("event-feedback", nps=step).problems] == ["unknownChoice"]


def test_a_descending_scale_keeps_the_grade() -> None:
    assert {item.id: item for item in rate("event-feedback", grade="6").items}["grade"].value == "6"
    assert {item.id: item for item in rate("event-feedback", grade="g1").items}["grade"].value == "1"


def test_defaults_are_answers_until_they_are_changed() -> None:
    kept = {item.id: item for item in validate("event-feedback", [{"id": "before", "value": "no"}]).items}
    assert kept["badge"].value == "A-0001"
    assert kept["guests"].value == "0"
    assert [choice.id for choice in kept["news"].values or ()] == ["next"]
    assert "guest" not in kept
    changed = validate("event-feedback", [{"id": "before", "value": "no"}, {"id": "guests", "value": "1"}])
    assert [problem.id for problem in changed.problems] == ["guest"]
