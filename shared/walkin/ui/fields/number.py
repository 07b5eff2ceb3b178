"""Figures: numbers and prices in the person's way of writing them, and phone numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from babel.numbers import format_decimal

from walkin.ui.fields.base import asks
from walkin.ui.fields.entry import Keys
from walkin.ui.fields.text import TextField


@asks("phone")
class PhoneField(TextField):
    """A phone number; what people write between the figures is for the rules to judge."""

    keys: ClassVar[Keys] = "digits"


@asks("number")
class NumberField(TextField):
    """A number."""

    keys: ClassVar[Keys] = "digits"

    def expected(self) -> str:
        return self.app.words("field-expected-number", example=self.app.words.number(3.5))


@asks("price")
class PriceField(TextField):
    """An amount of money."""

    keys: ClassVar[Keys] = "digits"

    def expected(self) -> str:
        example = format_decimal(Decimal("12.50"), "0.00", self.app.words.locale)
        return self.app.words("field-expected-price", example=example)
