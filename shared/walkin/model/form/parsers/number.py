"""Parsers for numbers and prices, in the notations of different languages."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_group_symbol

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text

_GROUPED_NUMBER = re.compile(r"[1-9]\d{0,2}([.,]\d{2,3})*[.,]\d{3}", re.ASCII)
_PLAIN_NUMBER = re.compile(r"\d{1,30}(\.\d{0,30})?|\.\d{1,30}", re.ASCII)

# Currency names in letters that are not ISO codes.
_CURRENCY_NAMES = frozenset({"ft", "fr", "kč", "kn", "kr", "lei", "r", "rm", "rp", "rs", "zł", "лв", "руб"})


@parses_text("number", "number")
def parse_number(text: str, definition: FormItem, context: ParseContext) -> str:
    """A plain decimal number: ``1234.5``."""
    number = _parse_decimal(
        text, comma_groups=_is_group_separator(",", context), point_groups=_is_group_separator(".", context)
    )
    if number is None:
        raise InvalidAnswer("number")
    return _format_decimal(number)


@parses_text("price", "price")
def parse_price(text: str, definition: FormItem, context: ParseContext) -> str:
    """A plain decimal amount, whole or with two places: ``12``, ``12.50``. A currency beside it is dropped."""
    # An amount has two places at most, so three digits after a separator are thousands in every language.
    amount = _parse_decimal(_strip_currency(text), comma_groups=True, point_groups=True)
    if amount is None:
        raise InvalidAnswer("price")
    whole, point, places = _format_decimal(amount).partition(".")
    if len(places) > 2:
        raise InvalidAnswer("price")
    return f"{whole}.{places:<02}" if point else whole


def _parse_decimal(text: str, *, comma_groups: bool, point_groups: bool) -> Decimal | None:
    """Parse a number; None when the text is none.

    Spaces and apostrophes are ignored. Of two different separators the last is the decimal one; one that occurs twice
    groups thousands. A single separator is the decimal one, unless exactly three digits follow it and `comma_groups` or
    `point_groups` makes it a group separator.
    """
    text = re.sub(r"[\s'’]", "", text).replace("−", "-")
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


def _format_decimal(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _is_group_separator(separator: str, context: ParseContext) -> bool:
    return context.language is not None and _group_separator(context.language) == separator


@lru_cache(maxsize=128)
def _group_separator(language: str) -> str:
    try:
        return get_group_symbol(Locale.parse(language.replace("_", "-"), sep="-"))
    except (UnknownLocaleError, ValueError):
        return ""


def _strip_currency(text: str) -> str:
    """The text without a currency (symbol, code or short name) before or after the amount."""
    digits = [index for index, character in enumerate(text) if character in "0123456789"]
    if not digits:
        return text
    before, amount, after = text[: digits[0]], text[digits[0] : digits[-1] + 1], text[digits[-1] + 1 :]
    # "12,-" and "12.–" are whole amounts.
    after = re.sub(r"^[.,][-–—]{0,2}", "", after)
    words = [word for word in (before.strip(" +-−.,"), after.strip(" .")) if word]
    if len(words) > 1 or not all(map(_is_currency, words)):
        return text
    sign = "-" if "-" in before or "−" in before else ""
    # "$.50" is half a dollar; in "Fr.50" the point belongs to the currency.
    point = "." if before.endswith((".", ",")) and not before[-2:-1].isalpha() else ""
    return sign + point + amount


def _is_currency(text: str) -> bool:
    word = "".join(character for character in text if unicodedata.category(character) != "Sc").strip(" .").casefold()
    return not word or word in _CURRENCY_NAMES or word.upper() in _currency_codes()


@lru_cache(maxsize=1)
def _currency_codes() -> frozenset[str]:
    return frozenset(Locale("en").currencies)
