"""The kiosk's parts without a screen: session, idle timer, exit PIN, dates and waits."""

from __future__ import annotations

import pytest

from walkin.languages import Words
from walkin.languages.dates import is_today_word, join_date, split_date
from walkin.languages.fold import Finder
from walkin.languages.wait import describe_wait
from walkin.model.errors import FieldProblem
from walkin.model.form import FormItem
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
        (("", "", ""), ""),
        (("31", "2", "2024"), "31/2/2024"),
        (("1", "ju", "2024"), "1/ju/2024"),
        (("1", "1", "85"), "1/1/85"),
        (("1", "1", ""), "1/1/"),
        (("²", "1", "2024"), "²/1/2024"),
        (("1/2", "1", "2024"), "1 2/1/2024"),
    ],
)
def test_dates(boxes: tuple[str, str, str], value: str) -> None:
    assert join_date(*boxes, language="fr") == value
    if "/" in value:
        assert "/".join(split_date(value)[:3]) == value


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


def test_a_search_finds_the_same_however_it_is_typed() -> None:
    names = ["Île de Ré", "Ré", "Łódź", "Red Isle", "Isle", ""]
    finder = Finder(names)
    for typed in (
        "",
        "i",
        "il",
        "ile",
        "ile r",
        "ile re",
        "ile",
        "is",
        "re",
        "re i",
        "x",
        "xy",
        "x",
        " ",
        "RÉ",
        "lodz",
    ):
        assert finder.find(typed) == Finder(names).find(typed), typed
    assert finder.find("re") == [1, 3, 0]
    assert finder.find("is re") == [3]
    assert finder.find(" ") == list(range(6))
    finder.find("i").clear()
    assert finder.find("i") == [0, 4, 3]


def test_waits_are_ranges() -> None:
    words = Words("en")
    assert describe_wait(words, WaitRange(from_=10, to=20)) == "about 10–20 minutes"
    assert describe_wait(words, WaitRange(from_=0, to=5)) == "up to 5 minutes"
    assert describe_wait(words, WaitRange(from_=60)) == "over 60 minutes"
    assert describe_wait(words, None) == ""
    assert describe_wait(words, None, "noDeskOpen") == "no desk is open now"
