"""Numbers and prices as clients of different countries type them: groups, decimal signs, signs and currencies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from walkin.model.form.definition import FormItem
from walkin.model.form.validate import validate_form


def parse(kind: str, text: object, language: str | None = None, country: str | None = None) -> str | None:
    """Return the value that is stored, None when the answer is refused."""
    definition, answer = FormItem(id="f", title="T", type=kind), FormItem.model_validate({"id": "f", "value": text})
    validated = validate_form([definition], [answer], language=language, country=country)
    if validated.problems:
        assert [problem.code for problem in validated.problems] in ([kind], ["pricePlaces"])
        return None
    assert validate_form([definition], validated.items, country=country) == validated
    return validated.items[0].value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("000", "0"),
        ("+7", "7"),
        ("+-7", None),
        ("--7", None),
        ("7-", None),
        ("5.", "5"),
        ("5,", "5"),
        (".", None),
        (",5", "0.5"),
        ("-.5", "-0.5"),
        ("10", "10"),
        ("100.10", "100.1"),
        ("100", "100"),
        ("1 000 000", "1000000"),
        ("1’000’000.5", "1000000.5"),
        # One sign: decimal. Twice the same sign: groups. Two signs: the last one is decimal.
        ("1.5", "1.5"),
        ("12.345", "12.345"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("12,34,567.8", "1234567.8"),
        ("1,23,456.7", "123456.7"),
        ("1,234.567", "1234.567"),
        ("1,234.567.8", None),
        ("1.234,567,8", None),
        ("1,23.5", None),
        ("1,2345.6", None),
        ("12,3,456.7", None),
        ("1234,567.8", None),
        ("0,123,456", None),
        ("0,123.4", None),
        ("1.23.45", None),
        ("1..5", None),
        ("1,.5", None),
        (",123.4", None),
        ("9" * 30, "9" * 30),
        ("9" * 31, None),
        ("0." + "1" * 30, "0." + "1" * 30),
        ("0." + "1" * 31, None),
        ("." + "1" * 31, None),
        ("1²", None),
        ("１２３", "123"),
        ("－１．５", "-1.5"),
        ("١٢٣", "123"),
        ("۱۲٬۳۴۵٫۵", "12345.5"),
        ("𝟏𝟐", "12"),
        ("1\u200b2\ufe0f3\u2069", "123"),
        (0.00001, "0.00001"),
        (1e3, "1000"),
        (1e22, "1" + "0" * 22),
        (2**63, str(2**63)),
        (-1.5, "-1.5"),
        ("1e5", None),
        ("NaN", None),
        ("-", None),
    ],
)
def test_a_number_is_read_without_a_language(text: object, value: str | None) -> None:
    assert parse("number", text) == value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,234", "en", "1234"),
        ("1,234", "en-US", "1234"),
        ("1,234", "en_GB", "1234"),
        ("1,234", "de", "1.234"),
        ("1,234", "xx-nonsense", "1.234"),
        ("1.234", "de", "1234"),
        ("1.234", "en", "1.234"),
        ("12.345", "fr", "12.345"),
        ("1,23", "en", "1.23"),
        ("0,123", "en", "0.123"),
        ("1.23", "de", "1.23"),
        ("1.2345", "de", "1.2345"),
        ("1234,567", "en", "1234.567"),
    ],
)
def test_a_single_sign_before_three_digits_separates_groups_where_the_language_does(
    text: str, language: str, value: str
) -> None:
    assert parse("number", text, language) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.345", None),
        ("1.005", None),
        ("12.500", "12.50"),
        ("1,234", "1234"),
        ("-R.5", "-5"),
        ("12.3", "12.30"),
        ("12.30", "12.30"),
        ("12.00", "12"),
        ("12.3456", None),
        ("1234.567", None),
        ("1.234,56", "1234.56"),
        ("1.234,567", None),
        ("0.005", None),
        ("-0.01", "-0.01"),
        ("$ 5", "5"),
        ("5$", "5"),
        ("5 US$", "5"),
        ("US$5", "5"),
        ("A$ 5", "5"),
        ("ABCD$ 5", None),
        ("99 cents", "0.99"),
        ("5¢", "0.05"),
        ("99.5 cents", None),
        ("12 euros", "12"),
        ("12 dollars", "12"),
        ("1 pound", "1"),
        ("12 million", None),
        ("9" * 30, "9" * 30),
        ("9" * 30 + " cents", "9" * 28 + ".99"),
        ("R$5", "5"),
        ("EUR5", "5"),
        ("eur 5", "5"),
        ("5 zł", "5"),
        ("EUR 5 €", None),
        ("$5 kr", None),
        ("XYZ 5", None),
        ("5 apples", None),
        ("€", None),
        ("EUR", None),
        ("−5 €", "-5"),
        ("€ -5", "-5"),
        ("+5 €", "5"),
        ("€,50", "0.50"),
        ("Fr.50", "50"),
        ("$.50", "0.50"),
        (".50 €", "0.50"),
        ("12.- Fr.", "12"),
        ("12,-- €", "12"),
        ("12.--- €", None),
        ("12.–", "12"),
        ("12. €", "12"),
    ],
)
def test_a_price_has_two_places_at_most_and_one_currency_that_is_dropped(text: str, value: str | None) -> None:
    assert parse("price", text) == value


@pytest.mark.parametrize(
    ("text", "language", "country", "value"),
    [
        ("12.500,50", "de", "DE", "12500.50"),
        ("12.500", "de", "DE", "12500"),
        ("12,500", "de", "DE", "12.50"),
        ("12,505", "de", "DE", None),
        ("12.500", "en", "US", "12.50"),
        ("12,500", "en", "US", "12500"),
        ("12.505", "en", "US", None),
        # In French neither sign before three digits is one for thousands.
        ("12.500", "fr", "FR", None),
        ("12,50", "fr", "FR", "12.50"),
        ("1 234,50 €", "fr", "FR", "1234.50"),
        ("12,500", "de-CH", "CH", None),
        ("12,50 Euro", "de", "DE", "12.50"),
        ("12 dollars canadiens", "fr", "CA", "12"),
        ("75p", "en", "GB", "0.75"),
        ("12.505", None, "KW", "12.505"),
        ("12.5", None, "KW", "12.50"),
        ("12,505", "fr", "TN", "12.505"),
        ("12.5055", None, "KW", None),
        ("12.00", None, "JP", "12"),
        ("12.50", None, "JP", None),
        ("¥１２００", "en", "JP", "1200"),
        ("99.99", None, "RS", "99.99"),
        # The amount is kept without its currency: it has the places that the office's own has.
        ("KWD 12.505", None, "GB", None),
        ("JPY 12.50", None, "GB", None),
    ],
)
def test_a_price_has_the_places_of_its_currency_and_the_signs_of_its_language(
    text: str, language: str | None, country: str, value: str | None
) -> None:
    assert parse("price", text, language, country) == value


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from([None, "KW", "DE", "JP"]))
def test_a_price_on_the_wire_is_never_another_amount(amount: Decimal, country: str | None) -> None:
    value = parse("price", f"{amount:f}", country=country)
    assert value is None or Decimal(value) == amount
    places = {"KW": 3, "JP": 0}.get(country or "", 2)
    assert (value is None) == (amount != round(amount, places))


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["en", "de", "fr", "es", "de-CH", "sv"]))
def test_a_price_that_is_written_in_a_language_is_read_in_it(amount: Decimal, language: str) -> None:
    text = format_decimal(amount, "#,##0.00", Locale.parse(language, sep="-"))
    value = parse("price", text, language, "DE")
    assert value is not None
    assert Decimal(value) == amount
