"""Search in long lists: spellings, other names, wrong letters, order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkin.model.country import list_countries, list_other_names
from walkin.model.search import Finder, fold_text, is_near_start

NAMES = [
    *list_countries("en").values(),
    "Ørsted",
    "Œuvre",
    "Þórshöfn",
    "Diyarbakır",
    "Weißkirchen",
    "Đakovo",
    "O’Higgins",
]
FINDER = Finder(NAMES, [list_other_names()[code] for code in list_countries("en")])


def search(typed: str) -> list[str]:
    return [NAMES[index] for index in FINDER.find(typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("cote divoire", "Côte d’Ivoire"),
        ("COTE D´IVOIRE", "Côte d’Ivoire"),
        ("sao tome and principe", "São Tomé & Príncipe"),
        ("sao tome & pr", "São Tomé & Príncipe"),
        ("sao tome and", "São Tomé & Príncipe"),
        ("trinidad und tob", "Trinidad & Tobago"),
        ("trinidad y tobago", "Trinidad & Tobago"),
        ("saint lucia", "St. Lucia"),
        ("st lucia", "St. Lucia"),
        ("st. luc", "St. Lucia"),
        ("guinea bissau", "Guinea-Bissau"),
        ("orsted", "Ørsted"),
        ("oeuvre", "Œuvre"),
        ("thorshofn", "Þórshöfn"),
        ("DİYARBAKIR", "Diyarbakır"),
        ("weisskirchen", "Weißkirchen"),
        ("dakovo", "Đakovo"),
        ("o'higgins", "O’Higgins"),
        ("germny", "Germany"),
        ("gremany", "Germany"),
        ("germanny", "Germany"),
        ("germ any", "Germany"),
        ("lichtenstien", "Liechtenstein"),
        ("phillipines", "Philippines"),
        ("unitd kingdm", "United Kingdom"),
        ("afganistan", "Afghanistan"),
        ("filipeens", "Philippines"),
        ("jermany", "Germany"),
        ("kazaxtan", "Kazakhstan"),
        ("tunizya", "Tunisia"),
        ("shile", "Chile"),
        ("inida", "India"),
        ("chia", "China"),
        ("sna marino", "San Marino"),
        ("si lanka", "Sri Lanka"),
        ("srilanka", "Sri Lanka"),
        ("newzeland", "New Zealand"),
        ("st. kitts & nnevis", "St. Kitts & Nevis"),
    ],
)
def test_a_name_is_found_however_it_is_written(typed: str, name: str) -> None:
    assert name in search(typed)[:3]


def test_the_best_match_comes_first() -> None:
    finder = Finder(["Great Mali", "Somaliland", "Mali", "Malta", "Tamale"], [["1"], ["mal"], ["2"], ["3"], ["4"]])
    assert finder.find("mal") == [1, 2, 3, 0, 4]
    assert finder.find("mali") == [2, 0, 1]
    assert Finder(["Andorra", "Bosnia & Herzegovina"]).find("and") == [0]


def test_a_wrong_letter_is_looked_past_only_where_nothing_is_right() -> None:
    finder = Finder(["Iran", "Iraq", "Ireland"])
    assert finder.find("iraq") == [1]
    assert finder.find("irak") == [0, 1]
    assert finder.find("irx") == []
    assert finder.find("ixraq") == [1]
    assert finder.find("1234") == []


@pytest.mark.parametrize("typed", ["!!", "🦄", "zzzzzzzzz", "x" * 2000, "and and", "& "])
def test_what_is_nowhere_finds_nothing(typed: str) -> None:
    assert Finder(["Ann", "Bob"]).find(typed) == []


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_every_name_is_found_with_one_wrong_letter(name: str, random: object) -> None:
    letters = fold_text(name).split()[0]
    if len(letters) < 5 or not letters.isalpha():
        return
    place = random.randrange(1, len(letters) - 1)  # type: ignore[attr-defined]
    for wrong in (
        letters[:place] + letters[place + 1 :],
        letters[:place] + "q" + letters[place:],
        letters[:place] + "q" + letters[place + 1 :],
        letters[: place - 1] + letters[place] + letters[place - 1] + letters[place + 1 :],
    ):
        assert is_near_start(wrong, letters, 1)
        assert is_near_start(wrong[: len(wrong) - 1], letters, 1)
        found = search(wrong)
        # What begins with the letters comes first: "sain" is St. Lucia.
        assert name in found or any(wrong in fold_text(other).replace("st.", "saint") for other in found)


@given(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=6))
def test_any_text_can_be_searched(typed: str, names: list[str]) -> None:
    assert set(Finder(names).find(typed)) <= set(range(len(names)))
