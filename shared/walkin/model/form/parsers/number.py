"""Parsers for numbers and prices, in the notations of different languages."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text
from walkin.model.text import to_ascii_digits

if TYPE_CHECKING:
    from babel import Locale

_GROUPED_NUMBER = re.compile(r"[1-9]\d{0,2}([.,]\d{2,3})*[.,]\d{3}", re.ASCII)
_PLAIN_NUMBER = re.compile(r"\d{1,30}(\.\d{0,30})?|\.\d{1,30}", re.ASCII)

# Currency names in letters that are not ISO codes.
_CURRENCY_NAMES = frozenset({"ft", "fr", "kč", "kn", "kr", "lei", "r", "rm", "rp", "rs", "zł", "лв", "руб"})

_WHOLE_CURRENCIES = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"}
    | {"PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}
)
"""Currencies without a minor unit (ISO 4217)."""

_CENT_NAMES = frozenset(
    {"¢", "c", "ct", "cts", "cent", "cents", "centime", "centimes", "centavo", "centavos", "céntimo", "céntimos"}
    | {"p", "pence", "penny", "øre", "öre", "grosz", "groszy", "rappen"}
)
"""Hundredths of a currency."""


@parses_text("number", "number", fold=to_ascii_digits)
def parse_number(text: str, definition: FormItem, context: ParseContext) -> str:
    """A plain decimal number: ``1234.5``."""
    _, group = _get_separators(context.language)
    number = _parse_decimal(_compact(text), comma_groups=group == ",", point_groups=group == ".")
    if number is None:
        raise InvalidAnswer("number")
    return _format_decimal(number)


@parses_text("price", "price", fold=to_ascii_digits)
def parse_price(text: str, definition: FormItem, context: ParseContext) -> str:
    """A plain decimal amount, whole or with the places of its currency: ``12``, ``12.50``, ``12.500`` in dinars.

    A currency beside it is dropped; without one it is in that of the office's country.
    """
    text, currency = _split_currency(text, context.language or "en")
    text = _compact(text)
    # On the wire a point is the decimal sign, so that a comma before three digits can only group.
    decimal, group = _get_separators(context.language) if context.language else (".", ",")
    amount = _parse_decimal(text, comma_groups=group == ",", point_groups=group == ".")
    if amount is None:
        raise InvalidAnswer("price")
    if currency in _CENT_NAMES:
        amount = Decimal(f"{amount:f}e-2")
    places = _count_places(currency, context.country)
    whole, point, cents = _format_decimal(amount).partition(".")
    # "12.500" is no French number: it may be twelve and a half thousand, or twelve and a half.
    foreign = "," if decimal == "." else "."
    is_unclear = group != foreign and text.count(foreign) == 1 and _GROUPED_NUMBER.fullmatch(text.lstrip("+-"))
    if len(cents) > places or is_unclear:
        raise InvalidAnswer("pricePlaces", places=places)
    return f"{whole}.{cents:<02}" if point else whole


def _parse_decimal(text: str, *, comma_groups: bool, point_groups: bool) -> Decimal | None:
    """Parse a number; None when the text is none.

    Of two different separators the last is the decimal one; one that occurs twice
    groups thousands. A single separator is the decimal one, unless exactly three digits follow it and `comma_groups` or
    `point_groups` makes it a group separator.
    """
    sign, text = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    last = max(text.rfind(","), text.rfind("."))
    separators = text.count(",") + text.count(".")
    if "," in text and "." in text:
        whole, rest = text[:last], text[last + 1 :]
        if text[last] in whole or not _GROUPED_NUMBER.fullmatch(whole):
            return None
        text = f"{re.sub('[.,]', '', whole)}.{rest}"
    elif separators:
        groups = separators > 1 or (comma_groups if text[last] == "," else point_groups)
        text = re.sub("[.,]", "" if groups and _GROUPED_NUMBER.fullmatch(text) else ".", text)
    return Decimal(sign + text) if _PLAIN_NUMBER.fullmatch(text) else None


_ARABIC_SEPARATORS = str.maketrans({"٫": ".", "٬": None})


def _compact(text: str) -> str:
    """The text without spaces and apostrophes."""
    return re.sub(r"[\s'’]", "", text).translate(_ARABIC_SEPARATORS)


def _format_decimal(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=128)
def _get_separators(language: str | None) -> tuple[str, str]:
    """The decimal sign and the group separator of a language, empty where it is unknown."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        locale = Locale.parse((language or "").replace("_", "-"), sep="-")
        symbols = get_decimal_symbol(locale), get_group_symbol(locale)
        return symbols[0].translate(_ARABIC_SEPARATORS), symbols[1]
    except (UnknownLocaleError, ValueError):
        return "", ""


def _split_currency(text: str, language: str) -> tuple[str, str]:
    """The amount, and the currency (code, symbol or name, in lower case) before or after it."""
    digits = [index for index, character in enumerate(text) if character.isdecimal()]
    if not digits:
        return text, ""
    before, amount, after = text[: digits[0]], text[digits[0] : digits[-1] + 1], text[digits[-1] + 1 :]
    # "12,-" and "12.–" are whole amounts.
    after = re.sub(r"^[.,][-–—]{0,2}", "", after)
    words = [word.casefold() for word in (before.strip(" +-.,"), after.strip(" .")) if word]
    if len(words) > 1 or not all(_is_currency(word, language) for word in words):
        return text, ""
    sign = "-" if "-" in before else ""
    # "$.50" is half a dollar; in "Fr.50" the point belongs to the currency.
    point = "." if before.endswith((".", ",")) and not before[-2:-1].isalpha() else ""
    return sign + point + amount, "".join(words).strip(" .")


def _is_currency(word: str, language: str) -> bool:
    letters = "".join(character for character in word if unicodedata.category(character) != "Sc").strip(" .")
    # Letters beside a symbol are a country's: US$, A$.
    is_symbol = letters != word.strip(" .") and len(letters) <= 3 and (letters.isalpha() or not letters)
    return is_symbol or letters in _CURRENCY_NAMES | _CENT_NAMES or letters in _list_currency_names(language)


@lru_cache(maxsize=16)
def _list_currency_names(language: str) -> frozenset[str]:
    """The codes of all currencies, and the names of today's in English and the language: "euros", "dollar"."""
    from babel import Locale
    from babel.core import get_global
    from babel.numbers import get_currency_name, get_territory_currencies

    codes = set(Locale("en").currencies)
    today = {code for territory in get_global("territory_currencies") for code in get_territory_currencies(territory)}
    names = set(codes)
    for locale in {Locale("en"), _find_locale(language)}:
        for code in today:
            for name in {get_currency_name(code, count, locale) for count in (None, 0, 1, 2, 5, 1.5)}:
                # "US dollars" are called dollars, "dollars américains" too.
                names |= {name, *name.split()[:1], *name.split()[-1:]}
    return frozenset(name.casefold() for name in names if len(name) > 2)


def _find_locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _count_places(currency: str, country: str | None) -> int:
    """The decimal places of amounts in an office of the country, and of at most those of the currency if it is a code.

    They are 2 where the country is unknown. The amount is kept without the currency, so that it has to fit the office.
    """
    from babel import Locale
    from babel.numbers import get_territory_currencies

    codes = get_territory_currencies(country) if country else []
    places = max(map(_get_precision, codes), default=2)
    code = currency.upper()
    return min(places, _get_precision(code)) if code in Locale("en").currencies else places


def _get_precision(code: str) -> int:
    from babel.numbers import get_currency_precision

    # CLDR has no places for some currencies whose hundredths are rarely seen, but still written.
    return get_currency_precision(code) or (0 if code in _WHOLE_CURRENCIES else 2)
