"""Layouts of the keyboard on the screen: the letters of each language, and files of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from walkin.languages import FOLDER, use_texts_folder
from walkin.languages.check import check_file
from walkin.languages.keyboards import ACCENTS, MAX_KEYS, LayoutError, load_layout, read_layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATIN = "abcdefghijklmnopqrstuvwxyz"
ALPHABETS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة",
    "de": f"{LATIN}äöüß",
    "en": LATIN,
    "es": f"{LATIN}ñáéíóúü",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئء",
    "fr": f"{LATIN}àâæçèéêëîïôœùûüÿ",
    "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "it": f"{LATIN}àèéìòù",
    "nl": f"{LATIN}éëïóö",
    "pl": f"{LATIN}ąćęłńóśźż",
    "pt": f"{LATIN}áàâãçéêíóôõú",
    "ro": f"{LATIN}ăâîșț",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "tr": f"{LATIN}çğıöşü",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
    "vi": f"{LATIN}ăâđêôơư" + "".join("àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"),
}
"""The letters of each language that has a layout, as its people write names and streets."""

LETTERS_OF_EUROPE = "ąćęłńśźżăâîșțğıöşüççďěňřšťůžőűåæøðþãõ"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    use_texts_folder(tmp_path)
    yield tmp_path
    use_texts_folder(None)


def test_every_layout_has_the_letters_of_its_language() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == ALPHABETS.keys()
    for language, alphabet in ALPHABETS.items():
        layout = load_layout(language)
        assert check_file(FOLDER / f"{language}.toml") == []
        pages = [layout.letters] if not layout.is_latin else [layout.letters, *layout.accents]
        there = "".join(sign for page in pages for row in page for sign in row)
        assert not {*alphabet} - {*there}, language
        assert len({*"".join(layout.letters)}) == len("".join(layout.letters)), language
        labels = (layout.label, *layout.accent_labels, "123")
        assert len({*labels, "abc"}) == len(labels) + (not layout.is_latin), language
    assert {*LETTERS_OF_EUROPE} <= {*"".join(row for page in ACCENTS for row in page)}


def test_capitals_are_single_letters_and_those_of_the_language() -> None:
    turkish, german, arabic = (load_layout(code) for code in ("tr", "de", "ar"))
    assert [turkish.capitalize(sign) for sign in "iığş"] == ["İ", "I", "Ğ", "Ş"]
    assert [german.capitalize(sign) for sign in "iß'"] == ["I", "ẞ", "'"]
    assert [arabic.capitalize(sign) for sign in arabic.letters[0]] == [*arabic.letters[0]]
    for code in ALPHABETS:
        assert all(len(load_layout(code).capitalize(sign)) == 1 for sign in ALPHABETS[code])


def test_languages_without_letters_on_keys_have_latin_ones() -> None:
    # An input method of the machine types these, with a keyboard of its own.
    assert load_layout("ja") == load_layout("zh-Hans") == load_layout("ko") == load_layout("en")
    assert load_layout("fr-CH") == load_layout("fr")


def test_an_office_adds_and_changes_layouts(folder: Path) -> None:
    (folder / "fr-CH.toml").write_text('letters = ["qwertzuiopè", "asdfghjkléà", "yxcvbnm-.\'"]\n', encoding="utf-8")
    (folder / "el.toml").write_text(
        'letters = ["ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ-."]\naccents = [["άέήίόύώ", "ϊϋΐΰ", "΄¨"]]\n', encoding="utf-8"
    )
    assert load_layout("fr-CH").letters[0] == "qwertzuiopè"
    assert load_layout("fr").letters[0] == "azertyuiop"
    greek = load_layout("el")
    assert (greek.label, greek.is_latin, greek.accent_labels) == ("ςερ", False, ("άέή",))


BROKEN = {
    "letters = 5": "letters has to be a list of 3 texts",
    'letters = ["a", "b"]': "letters has to be a list of 3 texts",
    f'letters = ["a", "b", "{"x" * (MAX_KEYS + 1)}"]': "row 3 of letters has 13 keys; it may have 1 to 12",
    'letters = ["a", "", "c"]': "row 2 of letters has 0 keys",
    r'letters = ["a", "b", "\u001b[0m"]': "U+001B",
    r'letters = ["a", "b", "\u202e"]': "U+202E",
    'letters = ["a", "b", "c d"]': "U+0020",
    r'letters = ["a", "b", "\u0301"]': "U+0301",
    'letters = ["a", "b", "c"]\nlabel = "abcd"': "label has to be a text of up to 3 letters",
    'letters = ["a", "b", "c"]\nlabel = 7': "label has to be a text of up to 3 letters",
    'letters = ["a", "b", "c"]\naccents = [["é"]]': "a page of accents has to be a list of 3 texts",
    'letters = ["a", "b", "c"]\naccents = 3': "accents has to be a list of up to 2 pages",
    'letters = ["a", "b", "c"]\ncolour = "red"': "colour is not known; there are letters, accents, label",
    'letters = ["a", "b", "c"': "this is not a TOML file in UTF-8",
    "": "letters has to be a list of 3 texts",
}


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_layout_is_said_and_the_shipped_one_stands_for_it(
    folder: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    file = folder / "de.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        read_layout(file)
    assert BROKEN[content] in str(caught.value)
    assert str(caught.value) in str(*check_file(file))
    assert load_layout("de").letters[0] == "qwertzuiopü"
    assert str(file) in caplog.text


def test_what_is_no_file_of_text_is_refused(folder: Path) -> None:
    (folder / "de.toml").mkdir()
    (folder / "it.toml").write_bytes(b"\xff\xfe")
    (folder / "german.toml").write_text("", encoding="utf-8")
    assert load_layout("de").letters[0] == "qwertzuiopü"
    assert "ò" in load_layout("it").letters[1]
    assert "like de.toml" in str(*check_file(folder / "german.toml"))
