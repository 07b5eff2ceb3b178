"""Every language says everything, with the same placeholders, in plain words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from tests.support.pseudo import clear_language_caches
from walkin import languages
from walkin.languages import FOLDER, Words, choose_language, list_languages

COUNTS = [0, 1, 2, 3, 5, 11, 21, 100]
BANNED = {
    "en": r"\bplease\b|\binvalid\b|\bsorry\b|\brequired\b|\boops\b",
    "fr": r"s['’]il (vous|te) pla[iî]t|\bveuillez\b|\binvalide|\bdésolé|\bobligatoire|\brequis",
}


class Placeholders(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def parsed(code: str) -> ftl.Resource:
    return FluentParser().parse((FOLDER / f"{code}.ftl").read_text(encoding="utf-8"))


def messages(code: str) -> dict[str, set[str]]:
    """Key → names of its placeholders."""
    found = {}
    for entry in parsed(code).body:
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{code}.ftl says {entry.id.name} twice"
            visitor = Placeholders()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.ftl"))


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", True)


@pytest.mark.parametrize("code", LANGUAGES)
def test_file_has_no_mistakes_and_tells_a_translator_how_to_edit_it(code):
    body = parsed(code).body
    assert not [entry.content for entry in body if isinstance(entry, ftl.Junk)]
    assert isinstance(body[0], ftl.Comment)


@pytest.mark.parametrize("code", LANGUAGES)
def test_same_keys_and_placeholders_as_english(code):
    assert messages(code) == messages("en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_formats_whatever_the_count(code):
    words = Words(code)
    for key, names in messages(code).items():
        for count in COUNTS:
            text = words(key, **dict.fromkeys(names, count))
            assert text.strip()
            assert "{" not in text
            assert not re.search("[\u2066-\u2069\u202a-\u202e\u202f]", text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_plain_words_only(code):
    pattern = re.compile(BANNED.get(code, "(?!)"), re.IGNORECASE)
    words = Words(code)
    found = {key: words(key, **dict.fromkeys(names, 2)) for key, names in messages(code).items()}
    assert not {key: text for key, text in found.items() if pattern.search(text)}


def test_available_names_each_language_in_itself():
    assert list_languages()["en"] == "English"
    assert list_languages()["fr"] == "Français"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ((), "en"),
        ((None, ""), "en"),
        (("fr",), "fr"),
        (("fr-CA",), "fr"),
        (("fr_CA.UTF-8",), "fr"),
        (("C.UTF-8", "fr"), "fr"),
        (("tlh", "fr-FR"), "fr"),
        (("tlh", None), "en"),
        (("da, en-gb;q=0.8, fr;q=0.7",), "en"),
        (("en;q=0.2, fr;q=0.9",), "fr"),
        (("fr;q=0, en",), "en"),
        (("*;q=0.5, ;q=, fr;q=x",), "en"),
        (("FR",), "fr"),
    ],
)
def test_best_takes_codes_and_headers(wanted, code):
    assert choose_language(*wanted) == code


def test_missing_text_is_said_in_english_then_made_from_its_key(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    (tmp_path / "en.ftl").write_text("language-name = English\napp-only-here = Only here\n", encoding="utf-8")
    (tmp_path / "xx.ftl").write_text("language-name = Xx\n", encoding="utf-8")
    clear_language_caches()
    try:
        words = Words("xx")
        assert words("app-only-here") == "Only here"
        assert words.has_text("app-only-here")
        assert not words.has_text("app-call-next")
        with pytest.raises(KeyError):
            words("app-call-next")
        monkeypatch.setattr(Words, "strict", False)
        assert words("app-call-next") == "Call next"
        assert "app-call-next" in caplog.text
    finally:
        clear_language_caches()


def test_missing_value_is_no_error_for_the_reader(monkeypatch, caplog):
    monkeypatch.setattr(Words, "strict", False)
    assert "Walkin stopped" in Words("en")("app-crashed")
    assert "app-crashed" in caplog.text


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="tlh"):
        Words("tlh")


def test_times_dates_and_numbers_in_the_moments_own_zone():
    tokyo = timezone(timedelta(hours=9))
    moment = datetime(2026, 3, 4, 20, 5, tzinfo=UTC).astimezone(tokyo)
    assert Words("fr").format_time(moment) == "05:05"
    assert Words("en").format_time(moment).replace("\u00a0", " ") == "5:05 AM"
    assert Words("fr").format_date(moment) == "5 mars 2026"
    assert Words("en").format_date(moment) == "March 5, 2026"
    assert Words("en").format_number(1234.5) == "1,234.5"
    assert Words("fr").format_number(1234.5) == "1\u00a0234,5"
