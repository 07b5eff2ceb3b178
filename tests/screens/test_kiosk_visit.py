"""The kiosk's parts without a screen: session, idle timer, exit PIN, dates and waits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.form_strategies import filled_conditional_forms
from walkin.languages import Words
from walkin.languages.dates import is_today_word, join_date, split_date
from walkin.languages.wait import describe_ticket_wait, describe_wait
from walkin.model.errors import FieldProblem
from walkin.model.form.definition import FormItem
from walkin.model.queue import Queue
from walkin.model.registration import WaitRange
from walkin_kiosk.exit_pin import ExitPin
from walkin_kiosk.idle import IdleTimer
from walkin_kiosk.session import KioskSession


def start_session(*titles: str) -> KioskSession:
    form = [{"id": title, "type": "input", "title": title, "mandatory": True} for title in titles]
    return KioskSession(Queue.model_validate({"id": "1", "name": "Permits", "form": form}), "en")


def set_answer(session: KioskSession, name: str, value: str) -> None:
    session.set_answer(FormItem.model_construct(id=name, type="input", value=value))


def test_a_visit_goes_on_only_with_a_right_answer() -> None:
    session = start_session("name", "town")
    (problem,) = session.advance()
    assert (problem.id, problem.code) == ("name", "empty")
    set_answer(session, "name", "Anna")
    assert session.advance() == ()
    assert session.screen_index == 1
    assert not session.problems


def test_back_from_the_check_page_goes_through_the_questions() -> None:
    session = start_session("name", "town")
    set_answer(session, "name", "Anna")
    set_answer(session, "town", "Łódź")
    session.advance()
    session.advance()
    assert session.current_questions is None
    session.begin_review()
    assert session.go_back()
    assert session.screen_index == 1
    assert session.go_back()
    assert session.screen_index == 0
    assert not session.go_back()


def test_change_leads_straight_back_to_the_check_page() -> None:
    session = start_session("name", "town", "why")
    session.screen_index = 3
    session.begin_review()
    session.edit_answer("name")
    set_answer(session, "name", "Anna")
    assert session.advance() == ()
    assert session.current_questions is None


def test_one_key_until_the_server_has_answered() -> None:
    session = start_session("name")
    set_answer(session, "name", "Anna")
    body, key = session.build_request()
    set_answer(session, "name", "Anne")
    second_body, second_key = session.build_request()
    assert key == second_key
    assert second_body != body
    assert session.sent_body == body
    session.reset_request()
    assert session.build_request()[1] != key


def test_problems_of_the_server_lead_to_their_question() -> None:
    session = start_session("name", "town")
    session.screen_index = 2
    assert session.apply_problems((FieldProblem("town", "pattern", message="Enter a town"),))
    assert session.screen_index == 1
    assert session.problems["town"].message == "Enter a town"
    assert not session.apply_problems((FieldProblem("client.emailAddress", "email"),))


CONDITIONAL: list[dict[str, Any]] = [
    {"id": "kind", "type": "radio", "values": [{"id": "new", "name": "New"}, {"id": "old", "name": "Old"}]},
    {"id": "hello", "type": "text", "help": "Welcome"},
    {"id": "old-number", "mandatory": True, "visibleIf": {"id": "kind", "in": ["old"]}},
    {"id": "old-name", "visibleIf": {"id": "old-number", "answered": True}},
    {"id": "persons", "repeat": {"min": 1, "max": 3}, "subItem": [{"id": "name", "mandatory": True}]},
    {"id": "last"},
]


def start_conditional(form: list[dict[str, Any]] = CONDITIONAL) -> KioskSession:
    return KioskSession(Queue.model_validate({"id": "1", "name": "Permits", "form": form, "timeZone": "UTC"}), "en")


def list_screens(session: KioskSession) -> list[list[str]]:
    return [[item.id for item in screen] for screen in session.screens]


def test_screens_come_and_go_with_the_answers_and_hidden_ones_are_kept_and_not_sent() -> None:
    session = start_conditional()
    assert list_screens(session) == [["kind"], ["hello"], ["persons"], ["last"]]
    assert session.progress == (1, 3, True)
    set_answer(session, "kind", "old")
    assert session.advance() == ()
    assert list_screens(session) == [["kind"], ["hello"], ["old-number"], ["persons"], ["last"]]
    assert session.progress is None
    assert session.advance() == ()
    assert session.progress == (2, 4, True)
    assert [problem.code for problem in session.advance()] == ["empty"]
    set_answer(session, "old-number", "17")
    assert session.advance() == ()
    assert session.progress == (3, 5, True)
    set_answer(session, "old-name", "Ana")

    while session.screen_index:
        assert session.go_back()
    set_answer(session, "kind", "new")
    assert list_screens(session) == [["kind"], ["hello"], ["persons"], ["last"]]
    assert [item["id"] for item in session.build_request()[0]["form"]] == ["kind", "last"]
    set_answer(session, "kind", "old")
    assert session.answers["old-number"].value == "17"
    assert [item["id"] for item in session.build_request()[0]["form"]] == ["kind", "old-number", "old-name", "last"]


def test_what_a_link_brings_along_answers_a_condition() -> None:
    more = {"id": "more", "visibleIf": {"id": "kind", "in": ["a"]}}
    session = start_conditional([{"id": "kind", "externalId": "kind"}, more])
    assert session.prefill({"kind": "a"}) == 1
    assert list_screens(session) == [["kind"], ["more"]]


def test_an_answer_changed_on_the_check_page_leads_to_what_it_adds() -> None:
    session = start_conditional()
    set_answer(session, "kind", "new")
    session.set_answer(FormItem.model_validate({"id": "persons", "subItem": [PERSON]}))
    session.screen_index = len(session.screens)
    session.begin_review()
    assert session.validate()
    session.edit_answer("kind")
    set_answer(session, "kind", "old")
    assert session.advance() == ()
    assert session.current_questions is not None
    assert session.current_questions[0].id == "old-number"
    set_answer(session, "old-number", "17")
    assert session.advance() == ()
    assert session.current_questions[0].id == "old-name"
    assert session.advance() == ()
    assert session.current_questions is None
    assert [item.id for item in session.questions] == ["kind", "old-number", "old-name", "persons", "last"]


PERSON = {"id": "2", "subItem": [{"id": "name", "value": "Ana"}]}


def test_problems_within_an_entry_lead_to_its_question() -> None:
    session = start_conditional()
    session.screen_index = len(session.screens)
    assert not session.validate()
    assert session.current_questions is not None
    assert session.current_questions[0].id == "persons"
    assert session.apply_problems((FieldProblem("persons.2.name", "empty"),))
    assert "persons.2.name" in session.problems
    session.set_answer(FormItem.model_validate({"id": "persons", "subItem": [PERSON]}))
    assert session.advance() == ()
    assert not session.problems


def test_parts_that_are_not_asked_for_a_while_keep_their_answers() -> None:
    parts = [{"id": "floor", "type": "number"}, {"id": "lift", "visibleIf": {"id": "floor", "gt": 2}}]
    session = start_conditional([{"id": "home", "subItem": parts}])
    full = [{"id": "floor", "value": "3"}, {"id": "lift", "value": "yes"}]
    session.set_answer(FormItem.model_validate({"id": "home", "subItem": full}))
    session.set_answer(FormItem.model_validate({"id": "home", "subItem": [{"id": "floor", "value": "1"}]}))
    (home,) = session.build_request()[0]["form"]
    assert [part["id"] for part in home["subItem"]] == ["floor"]  # type: ignore[attr-defined]
    session.set_answer(FormItem.model_validate({"id": "home", "subItem": [{"id": "floor", "value": "3"}]}))
    (home,) = session.build_request()[0]["form"]
    assert [part.get("value") for part in home["subItem"]] == ["3", "yes"]  # type: ignore[attr-defined]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(filled_conditional_forms(), st.lists(st.integers(0, 9), max_size=25))
def test_going_back_and_forth_loses_no_answer_and_the_progress_never_goes_back(
    case: tuple[list[FormItem], list[dict[str, Any]]], steps: list[int]
) -> None:
    form, given_answers = case
    answers = {answer["id"]: FormItem.model_validate(answer) for answer in given_answers}
    session = start_conditional([item.to_wire() for item in form])
    typed: dict[str, FormItem] = {}
    for step in steps:
        questions = session.current_questions
        before = session.progress
        if step < 3 or questions is None:
            if not session.go_back():
                session.screen_index = 0
            continue
        for question in questions:
            if question.id in answers:
                typed[question.id] = answers[question.id]
                session.set_answer(answers[question.id])
        if not session.advance() and before and session.progress:
            assert session.progress.position > before.position
        assert all(session.answers[key].value == answer.value for key, answer in typed.items())
        assert 0 <= session.screen_index <= len(session.screens)
    asked = {item.id for item in session.asked.items}
    assert {item["id"] for item in session.build_request()[0]["form"]} <= asked


@pytest.mark.parametrize("value", ["a\x07b", "\x1bevil", "lone \ud800"])
def test_characters_that_cannot_be_kept_are_a_problem_of_the_field(value: str) -> None:
    session = start_session("name")
    set_answer(session, "name", value)
    (problem,) = session.advance()
    assert problem.code == "character"


def test_only_inactivity_counts() -> None:
    now = 0.0
    idle = IdleTimer(60, 30, lambda: now)
    now = 59
    assert not idle.is_warning_due
    idle.touch()
    now = 100
    assert not idle.is_warning_due
    now = 119.5
    assert idle.is_warning_due
    assert idle.seconds_left == 30
    now = 149
    assert idle.is_expired
    assert idle.seconds_left == 0


def test_three_wrong_pins_make_a_pause() -> None:
    now = 100.0
    pin = ExitPin("2468", lambda: now)
    assert [pin.verify(typed) for typed in ("1", "", "é")] == [False] * 3
    assert pin.wait_seconds == 30
    assert not pin.verify("2468")
    now = 131
    assert pin.verify("2468")


@pytest.mark.parametrize(
    ("boxes", "value"),
    [
        (("27", "3", "1985"), "1985-03-27"),
        (("27", "March", "1985"), "1985-03-27"),
        (("1", "févr.", "2024"), "2024-02-01"),
        (("1", "FEVRIER", "2024"), "2024-02-01"),
        (("29", "feb", "2024"), "2024-02-29"),
        (("٢٧", "3", "1985"), "1985-03-27"),
        (("1", "5", "2024", "9h30"), "2024-05-01T09:30"),
        (("1", "5", "2024", "2.30 pm"), "2024-05-01T14:30"),
        (("1", "5", "2024", "25:00"), "1/5/2024/25:00"),
        (("", "", ""), ""),
        (("31", "2", "2024"), "31/2/2024"),
        (("1", "ju", "2024"), "1/ju/2024"),
        (("1", "1", "85"), "1/1/85"),
        (("1", "1", ""), "1/1/"),
        (("²", "1", "2024"), "²/1/2024"),
        (("1/2", "1", "2024"), "1 2/1/2024"),
    ],
)
def test_dates(boxes: tuple[str, ...], value: str) -> None:
    assert join_date(*boxes, language="fr") == value
    if "/" in value:
        assert "/".join(filter(None, split_date(value)[: len(boxes)])) == value.removesuffix("/")


@pytest.mark.parametrize(
    ("text", "language", "is_today"),
    [
        ("today", "en", True),
        (" T ", "en", True),
        ("Aujourd'hui", "fr", True),
        ("aujourd’hui", "fr", True),
        ("TODAY", "fr", True),
        ("aujourd’hui", "en", False),
        ("tod", "en", False),
        ("", "en", False),
        ("’", "fr", False),
        ("2", "en", False),
    ],
)
def test_words_for_today(text: str, language: str, *, is_today: bool) -> None:
    assert is_today_word(text, Words(language)) is is_today


def test_waits_are_ranges() -> None:
    words = Words("en")
    assert describe_wait(words, WaitRange(from_=10, to=20)) == "about 10–20 minutes"
    assert describe_wait(words, WaitRange(from_=0, to=5)) == "up to 5 minutes"
    assert describe_wait(words, WaitRange(from_=60)) == "over an hour"
    assert describe_wait(words, WaitRange(from_=90)) == "over 90 minutes"
    assert describe_wait(words, None) == ""
    assert describe_wait(words, None, "noDeskOpen") == "no desk is open now"
    assert describe_ticket_wait(words, WaitRange(from_=0, to=5)) == "Expected wait: up to 5 minutes"
    assert describe_ticket_wait(words, None, "noDeskOpen") == "No desk is open now"
    assert describe_ticket_wait(words, None) == ""
