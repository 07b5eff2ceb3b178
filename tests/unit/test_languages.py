"""Every language says everything, with the same placeholders, in plain words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import phonenumbers
import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pseudo import STAFF_LANGUAGES, list_language_params
from walkin import languages
from walkin.languages import (
    FOLDER,
    Words,
    choose_language,
    clear_caches,
    find_language,
    is_for_clients,
    list_languages,
    list_staff_languages,
    list_texts,
    name_languages,
    use_texts_folder,
)
from walkin.languages.check import UNREAD, check_file, list_missing, load_reference
from walkin.languages.dates import order_boxes
from walkin.languages.desks import translate_desk
from walkin.model.form.definition import FormItem, iter_all_choices
from walkin.model.form.parsers.moment import read_time
from walkin.model.queue import Translation
from walkin.store.schema.seed import OFFICE, load_sample

COUNTS = [0, 1, 2, 3, 5, 11, 21, 100]
BANNED = {
    "de": r"\bungültig|\bpflichtfeld|\bleider\b|\bentschuldigung|\berforderlich",
    "en": (
        r"\bplease\b|\binvalid\b|\bsorry\b|\brequired\b|\boops\b|\bcan not\b|\bmend\b|\btold waits?\b|\bthe link\b|"
        r"\bsoon late\b|mistake of|\bcould not be had\b|\bmeanwhile;|\bcame of it\b"
    ),
    "es": r"\bpor favor\b|\binválid|\bno válid|\bobligatori|\brequerid|\blo sentimos\b",
    "fr": (
        r"s['’]il (vous|te) pla[iî]t|\bveuillez\b|\binvalide|\bdésolé|\bobligatoire|\brequis|\bbientôt tard\b|"
        r"\bpremière depuis\b|\bla liaison\b|est appelé à|\bsurveillance|, comme \d"
    ),
    "it": r"per (favore|cortesia)|\bnon valid|\bobbligatori|\b(inserisci|scrivi|tuo|tua|tuoi|tue)\b",
    "nl": r"alstublieft|\bongeldig|\bverplicht\b(?!\))|\b(je|jij|jouw)\b",
    "pl": r"nieprawidłow|\bwymagan|\b(podaj|wpisz|twój|twoja|twoje|pan|pani)\b",
    "pt": r"por favor|\binválid|\bobrigatóri|\b(teu|tua|teus|tuas)\b",
    "ro": r"\binvalid|\bobligatori|\b(tău|ta|tăi|tale)\b",
    "ru": r"пожалуйста|недопустим|некорректн|\bобязательн|\b(ты|твой|твоя|введи)\b",
    "tr": r"lütfen|geçersiz|zorunlu|\bsen(in)?\b",
    "uk": r"будь ласка|недійсн|некоректн|\bобов’язков|\b(ти|твій|твоя|введи)\b",
    "vi": r"vui lòng|không hợp lệ|\bbạn\b",
}
"""Words that sound like an order or like a program, that nobody says in this sense, or that a stranger does not say."""


FILES = sorted(file.stem for file in FOLDER.glob("*.ftl"))
LANGUAGES = list_language_params(*FILES)

READ_BY_A_SPEAKER = ("en", "en-US", "fr", "fr-CA")


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", True)


@pytest.mark.parametrize("code", LANGUAGES)
def test_file_has_no_mistakes_and_tells_a_translator_how_to_edit_it(code):
    file = FOLDER / f"{code}.ftl"
    assert [str(problem) for problem in check_file(file)] == []
    head = file.read_text(encoding="utf-8").partition("\n\n")[0]
    assert head.startswith("#")
    assert (UNREAD in head.split("\n")) is (code not in READ_BY_A_SPEAKER)


@pytest.mark.parametrize("code", FILES)
def test_nothing_that_clients_need_is_missing(code):
    assert [key for key in list_missing(code) if code in STAFF_LANGUAGES or is_for_clients(key)] == []


def test_texts_for_clients_are_those_of_their_screens_pages_and_calls():
    rooms = {"counter", "launcher", "error", "watch", "report", "stats", "guide", "paper"}
    assert {key.partition("-")[0] for key in load_reference() if not is_for_clients(key)} == rooms


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_formats_whatever_the_count(code):
    words = Words(code)
    for key, parts in load_reference().items():
        for count in COUNTS if key in list_texts(code) else ():
            text = words(key, **dict.fromkeys(parts.placeholders, count))
            assert text.strip()
            assert "{" not in text
            assert not re.search("[\u2066-\u2069\u202a-\u202e\u202f]", text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_plain_words_only(code):
    pattern = re.compile(BANNED.get(code.partition("-")[0], "(?!)"), re.IGNORECASE)
    words = Words(code)
    found = {
        key: words(key, **dict.fromkeys(parts.placeholders, 2))
        for key, parts in load_reference().items()
        if key in list_texts(code)
    }
    assert not {key: text for key, text in found.items() if pattern.search(text)}


def flatten(texts: object, place: str = "") -> dict[str, str]:
    """The texts in nested tables, by their places: "form.phone.help"."""
    if not isinstance(texts, dict):
        return {place: str(texts)}
    found = [flatten(value, f"{place}.{name}".lstrip(".")) for name, value in texts.items()]
    return {key: text for texts in found for key, text in texts.items()}


def list_english_texts() -> dict[str, str]:
    """The texts of the sample office's queues that are translated, by ticket prefix and place."""
    found = {}
    for queue in load_sample():
        english = {name: getattr(queue, name) for name in ("name", "welcome_message", "thank_message")}
        texts = Translation(**english).to_wire() | {
            "form": {item.id: list_item_texts(item) for item in queue.form or ()}
        }
        found |= flatten({queue.ticket_prefix: texts})
    return found


def list_item_texts(item: FormItem) -> dict[str, object]:
    texts: dict[str, object] = {"title": item.title} | ({"help": item.help} if item.help else {})
    if values := {choice.id: choice.name for choice in iter_all_choices(item.values or ())}:
        texts["values"] = values
    if parts := {part.id: list_item_texts(part) for part in item.sub_item or ()}:
        texts["subItem"] = parts
    return texts


SAMPLE = files("walkin.store.schema") / "sample"
SAMPLE_FILES = sorted(file.name.removesuffix(".toml") for file in SAMPLE.iterdir() if file.name != f"{OFFICE}.toml")


def load_sample_texts(code: str) -> dict[str, str]:
    return flatten(tomllib.loads((SAMPLE / f"{code}.toml").read_text(encoding="utf-8")))


def test_the_sample_office_is_in_every_language() -> None:
    assert [code for code in FILES if code != "en"] == SAMPLE_FILES
    for code in SAMPLE_FILES:
        head = (SAMPLE / f"{code}.toml").read_text(encoding="utf-8").partition("\n\n")[0]
        assert (UNREAD in head.split("\n")) is (code not in ("en-US", "fr"))
    for queue in load_sample():
        assert sorted(queue.i18n or {}) == SAMPLE_FILES


@pytest.mark.parametrize("code", SAMPLE_FILES)
def test_no_text_of_the_sample_office_is_missing_or_differs_in_what_is_no_word(code: str) -> None:
    english, texts = list_english_texts(), load_sample_texts(code)
    # A region's file has only what differs.
    language = code.partition("-")[0] if code not in list_languages() else None
    below = english if language == "en" else load_sample_texts(language) if language else {}
    assert texts.keys() <= english.keys()
    assert language or texts.keys() == english.keys()
    assert not {place for place, text in texts.items() if text == below.get(place)}
    assert not {place for place, text in texts.items() if text != "".join(text.split("\n")).strip() or not text}
    desks = {place: sorted(re.findall(r"\d", text)) for place, text in texts.items() if "Message" in place}
    assert desks == {place: sorted(re.findall(r"\d", english[place])) for place in desks}
    websites = [text for place, text in texts.items() if place.endswith("website.help")]
    assert all(re.search(r"\bwww\.example\.org/[a-z-]+$", text) for text in websites)
    order = order_boxes(code)[:3]
    for place, year in {"A.form.birth-date.help": "1985", "B.form.moved-on.help": "2026"}.items():
        if place in texts:
            assert texts[place].endswith(" ".join({"day": "27", "month": "3", "year": year}[box] for box in order))
    if "A.form.phone.help" in texts:
        number = re.search(r"\+[\d -]+\d", texts["A.form.phone.help"])
        assert number
        assert phonenumbers.is_possible_number(phonenumbers.parse(number[0]))
    pattern = re.compile(BANNED.get(code.partition("-")[0], "(?!)"), re.IGNORECASE)
    assert not {place: text for place, text in texts.items() if pattern.search(text)}


@pytest.mark.parametrize("code", FILES)
def test_the_example_of_a_date_has_the_order_of_its_boxes(code: str) -> None:
    parts = {"day": "27", "month": "3", "year": "1985"}
    assert " ".join(parts[box] for box in order_boxes(code)[:3]) in Words(code)("form-date")


def test_french_signs_are_not_parted_from_their_word():
    text = (FOLDER / "fr.ftl").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    assert not [line for line in lines if re.search(r"[^\W_]’? [:;!?»](\W|$)|[}»)] [:;!?»]|« |[\d}] %", line)]


def test_available_names_each_language_in_itself():
    assert {"en", "fr"} <= {*list_languages()}
    assert name_languages(["en", "fr"]) == {"en": "English", "fr": "Français"}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ((), "en"),
        ((None, ""), "en"),
        (("fr",), "fr"),
        (("fr-CA",), "fr-CA"),
        (("fr_CA.UTF-8",), "fr-CA"),
        (("fr_FR@euro",), "fr-FR"),
        (("C.UTF-8", "fr"), "fr"),
        (("tlh", "fr-FR"), "fr-FR"),
        (("tlh", None), "en"),
        (("da, en-gb;q=0.8, fr;q=0.7",), "en-GB"),
        (("en-uk",), "en"),
        (("en-zz, fr;q=0.7",), "en"),
        (("en-GB-oed",), "en-GB"),
        (("en;q=0.2, fr;q=0.9",), "fr"),
        (("fr;q=0, en",), "en"),
        (("*;q=0.5, ;q=, fr;q=x",), "en"),
        (("FR",), "fr"),
    ],
)
def test_best_takes_codes_and_headers(wanted, code):
    assert choose_language(*wanted) == code


@pytest.mark.parametrize(
    ("wanted", "allowed", "code"),
    [
        ("en-US, fr;q=0.5", ("fr-CA", "en-GB"), "en-GB"),
        ("en", ("fr", "en-US", "en-GB"), "en-US"),
        ("EN-gb", ("en-US", "en-GB"), "en-GB"),
        ("de, fr-FR;q=0.8", ("en", "fr"), "fr"),
        ("de", ("fr-CA", "en-GB"), "fr-CA"),
        ("sw", ("tlh",), "en"),
    ],
)
def test_the_regions_of_the_office_come_before_those_of_a_browser(wanted, allowed, code):
    assert choose_language(wanted, allowed=allowed) == code


def test_a_region_is_named_only_where_two_of_a_language_are_offered():
    assert name_languages(["en-GB", "fr-CA", "tlh"]) == {"en-GB": "English", "fr-CA": "Français"}
    assert name_languages(["fr-CA", "en", "fr-FR"]) == {
        "fr-CA": "Français (Canada)",
        "en": "English",
        "fr-FR": "Français (France)",
    }
    assert {"en", "fr-CA"} <= {*list_staff_languages("fr-CA", "en", "fr-FR")}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    clear_caches()


@pytest.fixture
def own_texts(tmp_path: Path) -> Iterator[Path]:
    """A folder of the office with texts of its own."""
    use_texts_folder(tmp_path)
    yield tmp_path
    use_texts_folder(None)


def write_texts(folder: Path, code: str, *lines: str) -> Path:
    file = folder / f"{code}.ftl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    clear_caches()
    return file


@pytest.mark.parametrize(("old", "code"), [("iw", "he"), ("iw-IL,en", "he"), ("iw_IL.UTF-8", "he"), ("ji", "en")])
def test_a_code_that_was_replaced_means_the_same_language(old: str, code: str) -> None:
    assert find_language(choose_language(old)) == code


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        *(("iw-IL", "he-IL"), ("no", "nb"), ("nb-NO", "nb-NO"), ("NO_no", "nb-NO"), ("nn", "nb"), ("in", "id")),
        *(("ji", "yi"), ("sh", "sr-Latn"), ("sh-RS", "sr-Latn"), ("sr-Latn", "sr-Latn"), ("mo", "ro"), ("tl", "fil")),
        *(("cmn-CN", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hans"), ("zh-Hant", "zh-Hans"), ("deu", "de")),
        *(("ger-AT", "de-AT"), ("prs", "fa"), ("fa-AF", "fa-AF"), ("pt-br", "pt-BR"), ("de_DE@euro", "de-DE")),
        *(("de_DE:en", "de-DE"), ("en_US.UTF-8", "en-US"), ("C", "en"), ("POSIX", "en"), ("C.UTF-8", "en")),
        *(("", "en"), ("-", "en"), ("\0", "en"), ("zz-Zzzz-ZZ", "en")),
    ],
)
def test_every_form_of_a_code_leads_to_the_best_language(own_texts: Path, sent: str, code: str) -> None:
    for own in ("no", "in", "yi", "sr-Latn", "tl"):
        write_texts(own_texts, own, "language-name = X")
    chosen = choose_language(sent)
    assert find_language(chosen) == find_language(code)
    assert choose_language(sent, allowed=("en", *list_languages())) == find_language(code)
    assert Words(chosen).direction == Words(code).direction


LANGUAGE_PARTS = ("no", "nn", "nb", "iw", "in", "ji", "sh", "zh", "cmn", "pt", "deu", "ger", "C", "POSIX", "en", "x")
FURTHER_PARTS = ("Latn", "Hant", "CN", "TW", "br", "AF", "419", "UTF-8", "euro")
TAGS = st.builds(
    lambda parts, separator: separator.join(parts),
    st.lists(st.sampled_from(LANGUAGE_PARTS + FURTHER_PARTS), max_size=4),
    st.sampled_from("-_.@,;:"),
)


@given(
    sent=st.text(max_size=20) | TAGS,
    offered=st.lists(st.sampled_from(["en", "de", "he", "zh-Hans", "pt-BR", "fr-CA"]), unique=True),
)
def test_whatever_is_sent_there_is_a_language_and_it_is_one_of_those_offered(sent: str, offered: list[str]) -> None:
    chosen = choose_language(sent, allowed=offered)
    assert Words(chosen)("app-back")
    assert not offered or chosen in offered
    assert find_language(chosen) is not None
    assert choose_language(chosen) == chosen or offered


def test_a_script_written_from_right_to_left_turns_the_direction(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    for code, direction in {"en": "ltr", "pa": "ltr", "pa-Arab": "rtl", "ur": "rtl", "az-Latn": "ltr"}.items():
        write_texts(tmp_path, code, "language-name = X", "app-b = Y")
        assert Words(code).direction == direction


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh_SG.UTF-8", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("ZH_hans", "zh-Hans"),
        ("zh-HK, en;q=0.8", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
    ],
)
def test_a_script_is_found_by_the_region_in_which_it_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wanted: str, code: str
) -> None:
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    write_texts(tmp_path, "en", "language-name = English", "counter-a = A", "app-b = B")
    write_texts(tmp_path, "zh-Hans", "language-name = 简体中文", "app-b = 乙")
    write_texts(tmp_path, "zh-Hant", "language-name = 繁體中文", "app-b = 乙")
    chosen = choose_language(wanted)
    assert find_language(chosen) == code
    assert choose_language(wanted, allowed=("en", "zh-Hant", "zh-Hans")) == code
    assert choose_language(wanted, allowed=("en", "zh-Hans")) == "zh-Hans"
    assert Words(chosen)("language-name") == Words(code)("language-name")
    assert [*list_languages()] == ["en", "zh-Hans", "zh-Hant"]
    assert name_languages(list_languages())["zh-Hant"] == "繁體中文"
    # Staff are offered no language that has none of their texts, unless it is that of the office.
    assert list_staff_languages("en", "zh-Hans") == ["en"]
    assert list_staff_languages("zh-TW", "en") == ["en", "zh-TW"]


def test_a_text_is_that_of_the_region_else_of_the_language_else_english(monkeypatch, tmp_path):
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    texts = {"en": ("a", "b", "c", "language-name"), "fr": ("a", "b", "language-name"), "fr-CA": ("a",)}
    for code, keys in texts.items():
        (tmp_path / f"{code}.ftl").write_text("".join(f"{key} = {key} in {code}\n" for key in keys), encoding="utf-8")
    clear_caches()
    try:
        assert [*list_languages()] == ["en", "fr"]
        assert [Words("fr-CA")(key) for key in "abc"] == ["a in fr-CA", "b in fr", "c in en"]
        assert [Words("fr-CH")(key) for key in "abc"] == ["a in fr", "b in fr", "c in en"]
    finally:
        clear_caches()


def test_missing_text_is_said_in_english_then_made_from_its_key(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    (tmp_path / "en.ftl").write_text("language-name = English\napp-only-here = Only here\n", encoding="utf-8")
    (tmp_path / "xx.ftl").write_text("language-name = Xx\n", encoding="utf-8")
    clear_caches()
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
        clear_caches()


def test_missing_value_is_no_error_for_the_reader(monkeypatch, caplog):
    monkeypatch.setattr(Words, "strict", False)
    clear_caches()
    assert "Walkin stopped" in Words("en")("app-crashed")
    assert "app-crashed" in caplog.text


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="tlh"):
        Words("tlh")


def test_times_dates_and_numbers_in_the_moments_own_zone():
    tokyo = timezone(timedelta(hours=9))
    moment = datetime(2026, 3, 4, 20, 5, tzinfo=UTC).astimezone(tokyo)
    assert Words("fr").format_time(moment) == "05:05"
    assert Words("en").format_time(moment) == "05:05"
    assert Words("fr").format_date(moment) == "5 mars 2026"
    assert Words("en").format_date(moment) == "5 March 2026"
    assert Words("en").format_number(1234.5) == "1,234.5"
    assert Words("fr").format_number(1234.5) == "1\u00a0234,5"


@pytest.mark.parametrize(
    ("code", "clock", "hour", "date"),
    [
        ("en", "21:16", "21", "27 November 2026"),
        ("en-GB", "21:16", "21", "27 November 2026"),
        ("en-IE", "21:16", "21", "27 November 2026"),
        ("en-US", "9:16 PM", "9 PM", "November 27, 2026"),
        ("en-CA", "9:16 p.m.", "9 p.m.", "November 27, 2026"),
        ("en-AU", "9:16 pm", "9 pm", "27 November 2026"),
        ("fr", "21:16", "21", "27 novembre 2026"),
        ("fr-FR", "21:16", "21", "27 novembre 2026"),
        ("fr-CA", "21 h 16", "21", "27 novembre 2026"),
    ],
)
def test_clock_and_date_are_those_of_the_region(code, clock, hour, date):
    words, moment = Words(code), datetime(2026, 11, 27, 21, 16, tzinfo=UTC)
    texts = (words.format_time(moment), words.format_hour(21), words.format_date(moment))
    assert tuple(text.replace("\u00a0", " ") for text in texts) == (clock, hour, date)


def list_known_regions() -> list[str]:
    """The regions that Babel knows of English and French."""
    names = (name.split("_") for name in locale_identifiers())
    return sorted(
        f"{name[0]}-{name[1]}" for name in names if name[0] in ("en", "fr") and len(name) == 2 and len(name[1]) < 4
    )


@pytest.mark.parametrize("code", FILES)
def test_the_example_of_a_clock_can_be_typed(code):
    assert read_time(Words(code).clock_example.replace("\u00a0", " ")) == "14:30"


def test_every_region_has_one_clock_that_people_can_type():
    codes = list_known_regions()
    assert len(codes) > 100
    for code in codes:
        words = Words(code)
        assert choose_language(code) == code
        for hour in (0, 9, 12, 21):
            moment = datetime(2026, 11, 27, hour, 5, tzinfo=UTC)
            text = words.format_time(moment)
            is_half = bool(re.search(r"[ap]\.?m", text, re.IGNORECASE))
            assert len(text) <= 10
            assert is_half == bool(re.search(r"[ap]\.?m", words.format_hour(hour), re.IGNORECASE))
            assert text.startswith(str(hour % 12 or 12) if is_half else (str(hour), f"{hour:02}"))
            assert read_time(text.replace("\u00a0", " ")) == f"{hour:02}:05"
        assert ":" not in words.format_duration(3900)
        assert "2026" in words.format_date(moment)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "< 1 min"),
        (59.9, "< 1 min"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h 0 min"),
        (90_300, "25 h 5 min"),
    ],
)
def test_durations_are_no_times_of_day(seconds, text):
    assert Words("en").format_duration(seconds) == text
    assert ":" not in Words("fr").format_duration(seconds)


@pytest.mark.parametrize(
    ("name", "english", "french"),
    [
        ("Desk 2", "Desk 2", "guichet 2"),
        ("  guichet   12a ", "Desk 12a", "guichet 12a"),
        ("ROOM 4", "Room 4", "salle 4"),
        ("Comptoir 1", "Counter 1", "comptoir 1"),
        ("Reception", "Reception", "Reception"),
        ("Desk", "Desk", "Desk"),
        ("Desk 2 left", "Desk 2 left", "Desk 2 left"),
        ("[/x] 2", "[/x] 2", "[/x] 2"),
        ("", "", ""),
    ],
)
def test_a_desk_named_by_a_word_and_a_number_is_said_in_each_language(name: str, english: str, french: str) -> None:
    assert translate_desk(Words("en"), name) == english
    assert translate_desk(Words("fr"), name) == french


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        ("pt-BR", "Balcão 3", "balcão 3"),
        ("pt-BR", "Desk 3", "guichê 3"),
        ("pt", "Guichê 3", "balcão 3"),
        ("en", "Guichê 3", "Desk 3"),
        ("nl", "Loket 3", "loket 3"),
        ("en", "Окно 3", "Desk 3"),
        ("vi", "stanowisko 3", "quầy 3"),
    ],
)
def test_a_word_for_a_desk_stays_in_its_own_language_and_region(code: str, name: str, text: str) -> None:
    assert translate_desk(Words(code), name) == text


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("오후 2:30", "14:30"),
        ("오전 9시", "09:00"),
        ("午後2時30分", "14:30"),
        ("14時30分", "14:30"),
        ("下午2：30", "14:30"),
        ("2:30 م", "14:30"),
        ("9:05 a. m.", "09:05"),
    ],
)
def test_a_time_may_have_the_words_and_signs_of_other_scripts(text: str, time: str) -> None:
    assert read_time(text) == time
