"""What to mend in an answer: each message names what was asked, for every type, rule and language."""

from __future__ import annotations

import functools
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from walkin.languages import MAX_TITLE_CHARACTERS, Words
from walkin.model.errors import FieldProblem
from walkin.model.form import parsers
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import PARSERS
from walkin.model.form.validate import validate_form

TITLE = "Zorblax of the Quimby"
"""Words that no message has by itself."""

NOUNS: dict[str, dict[str, str]] = {
    "de": {
        "email": "E-Mail-Adresse",
        "phone": "Telefonnummer",
        "number": "Zahl",
        "price": "Betrag",
        "date": "Datum",
        "website": "Internetadresse",
        "name": "Name",
        "address": "Anschrift",
        "file": "Datei",
        "time": "Uhrzeit",
        "month": "Monat",
        "country": "Land",
    },
    "en": {
        "email": "e-mail address",
        "phone": "phone number",
        "number": "number",
        "price": "amount",
        "date": "date",
        "website": "web address",
        "name": "name",
        "address": "address",
        "file": "file",
        "time": "time",
        "month": "month",
        "country": "country",
    },
    "es": {
        "email": "correo electrónico",
        "phone": "número de teléfono",
        "number": "número",
        "price": "importe",
        "date": "fecha",
        "website": "dirección web",
        "name": "nombre",
        "address": "dirección",
        "file": "archivo",
        "time": "hora",
        "month": "mes",
        "country": "país",
    },
    "fr": {
        "email": "adresse e-mail",
        "phone": "numéro de téléphone",
        "number": "nombre",
        "price": "montant",
        "date": "date",
        "website": "adresse web",
        "name": "nom",
        "address": "adresse",
        "file": "fichier",
        "time": "heure",
        "month": "mois",
        "country": "pays",
    },
    "it": {
        "email": "indirizzo e-mail",
        "phone": "numero di telefono",
        "number": "numero",
        "price": "importo",
        "date": "data",
        "website": "indirizzo web",
        "name": "nome",
        "address": "indirizzo",
        "file": "file",
        "time": "ora",
        "month": "mese",
        "country": "paese",
    },
    "nl": {
        "email": "e-mailadres",
        "phone": "telefoonnummer",
        "number": "getal",
        "price": "bedrag",
        "date": "datum",
        "website": "webadres",
        "name": "naam",
        "address": "adres",
        "file": "bestand",
        "time": "tijd",
        "month": "maand",
        "country": "land",
    },
    "pl": {
        "email": "adres e-mail",
        "phone": "numer telefonu",
        "number": "liczb",
        "price": "kwot",
        "date": "dat",
        "website": "adres strony",
        "name": "nazwisk",
        "address": "adres",
        "file": "plik",
        "time": "godzin",
        "month": "miesiąc",
        "country": "kraj",
    },
    "pt": {
        "email": "endereço de e-mail",
        "phone": "número de telefone",
        "number": "número",
        "price": "valor",
        "date": "data",
        "website": "endereço web",
        "name": "nome",
        "address": "morada",
        "file": "ficheiro",
        "time": "hora",
        "month": "mês",
        "country": "país",
    },
    "ro": {
        "email": "adresă de e-mail",
        "phone": "număr(ul)? de telefon",
        "number": "număr",
        "price": "sumă",
        "date": "dată",
        "website": "adresă web",
        "name": "nume",
        "address": "adresă",
        "file": "fișier",
        "time": "oră",
        "month": "lună",
        "country": "țară",
    },
    "ru": {
        "email": "адрес эл. почты",
        "phone": "номер телефона",
        "number": "число",
        "price": "сумм",
        "date": "дат",
        "website": "веб-адрес",
        "name": "имя",
        "address": "адрес",
        "file": "файл",
        "time": "время",
        "month": "месяц",
        "country": "стран",
    },
    "tr": {
        "email": "e-posta adresi",
        "phone": "telefon numarası",
        "number": "sayı",
        "price": "tutar",
        "date": "tarih",
        "website": "web adresi",
        "name": "ad",
        "address": "adres",
        "file": "dosya",
        "time": "saat",
        "month": "ay",
        "country": "ülke",
    },
    "uk": {
        "email": "адресу ел. пошти",
        "phone": "номер телефону",
        "number": "число",
        "price": "сум",
        "date": "дат",
        "website": "вебадрес",
        "name": "ім’я",
        "address": "адрес",
        "file": "файл",
        "time": "час",
        "month": "місяць",
        "country": "країн",
    },
    "vi": {
        "email": "địa chỉ email",
        "phone": "số điện thoại",
        "number": "số",
        "price": "số tiền",
        "date": "ngày",
        "website": "địa chỉ web",
        "name": "tên",
        "address": "địa chỉ",
        "file": "tệp",
        "time": "giờ",
        "month": "tháng",
        "country": "quốc gia",
    },
}
"""Nouns of what is asked, by language."""

CHOICES = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "n", "name": "None", "exclusive": True}]
TEXT_RULES: list[tuple[dict[str, Any], str]] = [
    ({"maxLength": 3}, "12345678"),
    ({"minLength": 90}, "12345678"),
    ({"regexType": "custom", "regexValue": "x+"}, "12345678"),
]
NUMBER_RULES: list[tuple[dict[str, Any], str]] = [
    ({"min": 20}, "1"),
    ({"max": 20}, "99"),
    ({"integer": True}, "1.5"),
    ({"step": 5}, "7"),
    ({"min": 20, "unit": "kg"}, "1"),
]
DAY_RULES: list[tuple[dict[str, Any], str]] = [
    ({"min": "2020-01-01"}, "2019-12-31"),
    ({"max": "2020-01-01"}, "2021-05-06"),
]

CASES: dict[str, tuple[dict[str, Any], list[str], list[tuple[dict[str, Any], str]]]] = {
    # Members of the definition, wrong answers, and rules with an answer that breaks them.
    "input": (
        {},
        ["\x00a", "x" * 2_001],
        [
            *TEXT_RULES,
            ({"mask": "99-AAA"}, "?"),
            ({"check": "iban"}, "DE89 3704 0044 0532 0130 01"),
            ({"valueFormat": "time"}, "25:00"),
            ({"valueFormat": "time", "min": "08:30"}, "07:00"),
            ({"valueFormat": "time", "max": "08:30"}, "09:00"),
            ({"valueFormat": "month"}, "13/2026"),
            ({"valueFormat": "month", "min": "2026-03"}, "1/2026"),
            ({"valueFormat": "month", "max": "2026-03"}, "4/2026"),
        ],
    ),
    "password": ({}, ["\x00a"], TEXT_RULES),
    "textarea": ({}, ["\x00a", "x" * 10_001], TEXT_RULES),
    "name": ({}, ["\x00a"], TEXT_RULES),
    "address": ({}, ["\x00a"], TEXT_RULES),
    "number": ({}, ["many"], NUMBER_RULES),
    "price": ({}, ["much"], NUMBER_RULES[:2]),
    "email": ({}, ["x"], []),
    "phone": ({}, ["x", "+44 20 7946 0018 ext. 5"], []),
    "website": ({}, ["x"], []),
    "date": ({}, ["31 2 2024"], DAY_RULES),
    "time": ({}, ["25:00"], []),
    "month": ({}, ["13/2026"], []),
    "radio": ({"values": CHOICES}, ["zz"], []),
    "select": ({"values": CHOICES}, ["zz"], []),
    "checkbox": ({"values": CHOICES}, ["zz"], []),
    "scalerating": ({}, ["99"], []),
    "star": ({}, ["99"], []),
    "start": ({}, ["99"], []),
    "file": ({}, ["x"], []),
    "consent": ({}, ["maybe"], []),
}


def find_problems(definition: dict[str, Any], answer: dict[str, Any]) -> tuple[FieldProblem, ...]:
    items = [FormItem.model_validate({"id": "q", "title": TITLE, "mandatory": True, **definition})]
    given = FormItem.model_validate({"id": "q", **answer})
    return validate_form(items, [given], country="GB", today=date(2026, 11, 29)).problems


@functools.cache
def list_problems() -> dict[str, tuple[str, FieldProblem]]:
    """A problem of every type and rule, with the type of its question, by what provokes it."""
    cases: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
    for kind, (members, wrong, rules) in CASES.items():
        cases += [(kind, {"type": kind, **members}, {"value": value}) for value in ("", *wrong)]
        cases += [(kind, {"type": kind, **members, "valueFormat": rule}, {"value": value}) for rule, value in rules]
    several = [{"id": "a"}, {"id": "b"}]
    radio: dict[str, Any] = {"type": "radio", "values": CHOICES}
    cases += [
        ("radio", radio, {"values": several}),
        ("radio", {**radio, "otherValue": True}, {"values": [{"id": "other", "value": ""}]}),
        ("checkbox", {**radio, "type": "checkbox"}, {"values": [{"id": "a"}, {"id": "n"}]}),
        ("input", {}, {"values": [{"id": "a", "name": "a"}, {"id": "b", "name": "b"}]}),
        ("input", {}, {"subItem": [{"id": "z", "value": "z"}]}),
        ("country", {"bind": "crm-country"}, {"value": "Frnce"}),
        ("country", {"bind": "crm-country"}, {"value": "?"}),
        ("date", {"type": "date", "valueFormat": {"valueFormat": "dateTime"}}, {"value": "31 2 2024 9:00"}),
    ]
    found = {}
    for kind, definition, answer in cases:
        # A plain input may be a time or a month by its format.
        noun = definition.get("valueFormat", {}).get("valueFormat", kind)
        for problem in find_problems(definition, answer):
            found[f"{definition} {answer}"[:150]] = noun, problem
    return found


def test_every_type_has_its_problems() -> None:
    assert set(PARSERS) - {"text"} == set(CASES)
    provoked = {problem.code for _, problem in list_problems().values()}
    sources = "".join(file.read_text(encoding="utf-8") for file in Path(parsers.__path__[0]).parent.rglob("*.py"))
    # Files, entries and prices have tests of their own, and their texts have nouns.
    elsewhere = {"fileSize", "fileEmpty", "fileType", "fileActive", "tooMany", "tooFew", "pricePlaces", "phoneCountry"}
    assert set(re.findall(r'InvalidAnswer\(\s*"(\w+)"', sources)) - elsewhere <= provoked


@pytest.mark.parametrize("language", sorted(NOUNS))
def test_a_message_names_what_was_asked(language: str) -> None:
    words, unnamed = Words(language), {}
    for case, (kind, problem) in list_problems().items():
        message = words.format_problem(problem)
        noun = NOUNS[language].get({"dateTime": "date"}.get(kind, kind), TITLE)
        if TITLE not in message and not re.search(rf"\b{noun}", message, re.IGNORECASE):
            unnamed[case] = message
    assert not unnamed


@pytest.mark.parametrize(
    ("bind", "language", "message"),
    [
        ("crm-last-name", "en", "Enter your last name"),
        ("crm-first-name", "fr", "Saisissez votre prénom"),
        ("crm-birth-date", "en", "Enter your date of birth"),
        ("crm-zip-code", "fr", "Saisissez le code postal"),
        ("crm-company-name", "en", "Enter the name of the company"),
        (None, "en", f"“{TITLE}”: enter an answer"),
        (None, "fr", f"« {TITLE} » : saisissez une réponse"),
    ],
)
def test_a_question_about_the_client_is_named_by_its_noun(bind: str | None, language: str, message: str) -> None:
    (problem,) = find_problems({"bind": bind}, {"value": ""})
    assert Words(language).format_problem(problem).replace("\xa0", " ") == message
    (problem,) = find_problems({"bind": bind, "valueFormat": {"maxLength": 2}}, {"value": "abc"})
    text = Words(language).format_problem(problem)
    assert text.endswith({"en": "use 2 characters or fewer", "fr": "saisissez 2 caractères au plus"}[language])
    assert (TITLE in text) is (bind is None)


def test_a_long_title_is_quoted_in_part_and_none_is_left_out() -> None:
    problem = FieldProblem("q", "tooShort", {"limit": 3}, title="word \n " * 100)
    text = Words("en").format_problem(problem)
    assert text.endswith("word…”: use 3 characters or more")
    assert len(text) < MAX_TITLE_CHARACTERS + 40
    assert Words("en").format_problem(FieldProblem("q", "tooShort", {"limit": 3})) == "Use 3 characters or more"
