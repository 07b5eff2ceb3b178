"""The kiosk's pure parts: the visit, idleness, the PIN, dates, how a wait is told."""

from __future__ import annotations

import pytest

from walkin.languages import Words
from walkin.languages.dates import joined, means_today, split
from walkin.languages.fold import Finder
from walkin.model.errors import FieldProblem
from walkin.model.form import FormItem
from walkin.model.queue import Queue
from walkin.model.registration import WaitRange
from walkin_kiosk.exit_pin import Pin
from walkin_kiosk.idle import Idle
from walkin_kiosk.session import Visit
from walkin_kiosk.wait import told


def visit(*titles: str) -> Visit:
    form = [{"id": title, "type": "input", "title": title, "mandatory": True} for title in titles]
    return Visit(Queue.model_validate({"id": "1", "name": "Permits", "form": form}), "en")


def say(one: Visit, name: str, value: str) -> None:
    one.note(FormItem.model_construct(id=name, type="input", value=value))


def test_a_visit_goes_on_only_with_a_right_answer() -> None:
    one = visit("name", "town")
    (problem,) = one.forward()
    assert (problem.id, problem.code) == ("name", "empty")
    say(one, "name", "Anna")
    assert one.forward() == ()
    assert one.at == 1
    assert not one.problems


def test_back_from_the_check_page_goes_through_the_questions() -> None:
    one = visit("name", "town")
    say(one, "name", "Anna")
    say(one, "town", "Łódź")
    one.forward()
    one.forward()
    assert one.screen is None
    one.arrived()
    assert one.back()
    assert one.at == 1
    assert one.back()
    assert one.at == 0
    assert not one.back()


def test_change_leads_straight_back_to_the_check_page() -> None:
    one = visit("name", "town", "why")
    one.at = 3
    one.arrived()
    one.change("name")
    say(one, "name", "Anna")
    assert one.forward() == ()
    assert one.screen is None


def test_one_key_until_the_server_has_answered() -> None:
    one = visit("name")
    say(one, "name", "Anna")
    body, key = one.request()
    say(one, "name", "Anne")
    again, same = one.request()
    assert key == same
    assert again != body
    assert one.sent == body
    one.answered()
    assert one.request()[1] != key


def test_problems_of_the_server_lead_to_their_question() -> None:
    one = visit("name", "town")
    one.at = 2
    assert one.refused((FieldProblem("town", "pattern", message="Enter a town"),))
    assert one.at == 1
    assert one.problems["town"].message == "Enter a town"
    assert not one.refused((FieldProblem("client.emailAddress", "email"),))


@pytest.mark.parametrize("value", ["a\x07b", "\u202eevil", "lone \ud800"])
def test_characters_that_cannot_be_kept_are_a_problem_of_the_field(value: str) -> None:
    one = visit("name")
    say(one, "name", value)
    (problem,) = one.forward()
    assert problem.code == "character"


def test_only_inactivity_counts() -> None:
    now = 0.0
    idle = Idle(60, 30, lambda: now)
    now = 59
    assert not idle.asking
    idle.touch()
    now = 100
    assert not idle.asking
    now = 119.5
    assert idle.asking
    assert idle.left == 30
    now = 149
    assert idle.over
    assert idle.left == 0


def test_three_wrong_pins_make_a_pause() -> None:
    now = 100.0
    pin = Pin("2468", lambda: now)
    assert [pin.opens(typed) for typed in ("1", "", "é")] == [False] * 3
    assert pin.wait == 30
    assert not pin.opens("2468")
    now = 131
    assert pin.opens("2468")


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
    assert joined(*boxes, language="fr") == value
    if "/" in value:
        assert "/".join(split(value)[:3]) == value


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
    assert means_today(text, Words(language)) is meant


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
    assert told(words, WaitRange(from_=10, to=20)) == "about 10–20 minutes"
    assert told(words, WaitRange(from_=0, to=5)) == "up to 5 minutes"
    assert told(words, WaitRange(from_=60)) == "over 60 minutes"
    assert told(words, None) == ""
    assert told(words, None, "noDeskOpen") == "no desk is open now"
