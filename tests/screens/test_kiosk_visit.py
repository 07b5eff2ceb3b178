"""The kiosk's pure parts: the visit, idleness, the PIN, dates, how a wait is told."""

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


def visit(*titles: str) -> KioskSession:
    form = [{"id": title, "type": "input", "title": title, "mandatory": True} for title in titles]
    return KioskSession(Queue.model_validate({"id": "1", "name": "Permits", "form": form}), "en")


def say(one: KioskSession, name: str, value: str) -> None:
    one.set_answer(FormItem.model_construct(id=name, type="input", value=value))


def test_a_visit_goes_on_only_with_a_right_answer() -> None:
    one = visit("name", "town")
    (problem,) = one.advance()
    assert (problem.id, problem.code) == ("name", "empty")
    say(one, "name", "Anna")
    assert one.advance() == ()
    assert one.screen_index == 1
    assert not one.problems


def test_back_from_the_check_page_goes_through_the_questions() -> None:
    one = visit("name", "town")
    say(one, "name", "Anna")
    say(one, "town", "Łódź")
    one.advance()
    one.advance()
    assert one.current_questions is None
    one.begin_review()
    assert one.go_back()
    assert one.screen_index == 1
    assert one.go_back()
    assert one.screen_index == 0
    assert not one.go_back()


def test_change_leads_straight_back_to_the_check_page() -> None:
    one = visit("name", "town", "why")
    one.screen_index = 3
    one.begin_review()
    one.edit_answer("name")
    say(one, "name", "Anna")
    assert one.advance() == ()
    assert one.current_questions is None


def test_one_key_until_the_server_has_answered() -> None:
    one = visit("name")
    say(one, "name", "Anna")
    body, key = one.build_request()
    say(one, "name", "Anne")
    again, same = one.build_request()
    assert key == same
    assert again != body
    assert one.sent_body == body
    one.reset_request()
    assert one.build_request()[1] != key


def test_problems_of_the_server_lead_to_their_question() -> None:
    one = visit("name", "town")
    one.screen_index = 2
    assert one.apply_problems((FieldProblem("town", "pattern", message="Enter a town"),))
    assert one.screen_index == 1
    assert one.problems["town"].message == "Enter a town"
    assert not one.apply_problems((FieldProblem("client.emailAddress", "email"),))


@pytest.mark.parametrize("value", ["a\x07b", "\u202eevil", "lone \ud800"])
def test_characters_that_cannot_be_kept_are_a_problem_of_the_field(value: str) -> None:
    one = visit("name")
    say(one, "name", value)
    (problem,) = one.advance()
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
    ("text", "language", "meant"),
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
def test_words_for_today(text: str, language: str, *, meant: bool) -> None:
    assert is_today_word(text, Words(language)) is meant


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
