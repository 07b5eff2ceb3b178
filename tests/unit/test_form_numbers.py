"""Numbers and prices as clients of different countries type them: groups, decimal signs, signs and currencies."""

from __future__ import annotations

import pytest

from walkin.model.form import FormItem, validate_form


def parse(kind: str, text: str, language: str | None = None) -> str | None:
    """Return the value that is stored, None when the answer is refused."""
    definition = FormItem(id="f", title="T", type=kind)
    validated = validate_form([definition], [FormItem(id="f", value=text)], language=language)
    if validated.problems:
        assert [problem.code for problem in validated.problems] == [kind]
        return None
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
        ("1e5", None),
        ("NaN", None),
        ("-", None),
    ],
)
def test_a_number_is_read_without_a_language(text: str, value: str | None) -> None:
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
        ("12.345", "12345"),
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
        ("5 US$", None),
        ("US$5", None),
        ("A$ 5", None),
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
